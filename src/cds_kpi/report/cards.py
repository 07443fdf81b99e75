"""Cards: one indicator or one unit of the catalogue, said in words for a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.comparison import find_relatives
from cds_kpi.problems.manual import SEVERITIES
from cds_kpi.report.lineage import build_links
from cds_kpi.report.wording import (
    DIFFERENCES,
    FREQUENCIES,
    LEVELS,
    pick,
    say_baseline,
    say_measure,
    say_short_day,
    say_target,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.model.catalogue import Catalogue, Indicator, Target
    from cds_kpi.model.rules import ValidationRule
    from cds_kpi.model.units import Unit
    from cds_kpi.report.lineage import LinkCard
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class TargetCard:
    """What one programme demands."""

    programme: str
    is_default: bool
    """Whether the programme is the one meant where none is named."""
    number: int | None
    text: str
    by: str
    """YYYY-MM-DD."""
    by_text: str
    level: str | None
    level_text: str | None
    is_aspirational: bool
    """Whether the document only strives for it."""
    source: str | None
    wording: str | None
    condition: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class RelatedCard:
    """An indicator that is easily taken for another."""

    id: str
    name: str
    differs: str
    """denominator, method, scope or definition."""
    text: str
    """"Không so sánh được: khác mẫu số"."""
    note: str | None


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A validation rule that names an indicator."""

    id: str
    message: str
    left: str
    operator: str
    right: str
    text: str
    """The rule as one line: `online-dossiers.numerator <= all-dossiers.value`."""
    severity: str
    severity_text: str


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator and its targets."""

    id: str
    name: str
    name_vi: str
    name_en: str | None
    pillar: str
    pillar_name: str
    lead: str
    lead_name: str
    coordinating: tuple[str, ...]
    coordinating_text: tuple[str, ...]
    frequency: str
    frequency_text: str
    kind: str
    basis: str
    counted_in: str
    measure_text: str
    numerator: str | None
    denominator: str | None
    reporters: tuple[str, ...]
    reporters_text: tuple[str, ...]
    targets: tuple[TargetCard, ...]
    baselines: tuple[str, ...]
    baselines_text: tuple[str, ...]
    note: str | None
    frequency_note: str | None
    excludes: str | None
    related: tuple[RelatedCard, ...]
    rules: tuple[RuleCard, ...]


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit of the registry."""

    id: str
    name: str
    name_vi: str
    name_en: str | None
    abbreviation: str | None
    level: str
    level_text: str
    parent: str | None
    parent_name: str | None
    code: str | None
    email: tuple[str, ...]
    members: int | None
    valid_from: str | None
    valid_until: str | None
    valid_from_text: str | None
    valid_until_text: str | None
    successors: tuple[str, ...]
    successors_text: tuple[str, ...]
    came_from: tuple[LinkCard, ...]
    """Everyone it came of, the nearest first."""
    became: tuple[LinkCard, ...]
    """Everyone that came of it, the nearest first."""


def build_indicator_cards(
    catalogue: Catalogue, units: Mapping[str, Unit], language: Language
) -> tuple[IndicatorCard, ...]:
    """Return a card for every indicator, in the catalogue's order."""
    return tuple(
        _build_indicator(catalogue, units, indicator, language) for indicator in catalogue.indicators
    )


def _build_indicator(
    catalogue: Catalogue, units: Mapping[str, Unit], indicator: Indicator, language: Language
) -> IndicatorCard:
    measure, pillar, lead = (
        indicator.measure,
        catalogue.pillars.get(indicator.pillar),
        units.get(indicator.lead),
    )
    return IndicatorCard(
        id=indicator.id,
        name=indicator.name.say(language),
        name_vi=indicator.name.vi,
        name_en=indicator.name.en,
        pillar=indicator.pillar,
        pillar_name=pillar.say(language) if pillar is not None else indicator.pillar,
        lead=indicator.lead,
        lead_name=lead.name.say(language) if lead is not None else indicator.lead,
        coordinating=indicator.coordinating,
        coordinating_text=tuple(_name_unit(units, key, language) for key in indicator.coordinating),
        frequency=indicator.frequency,
        frequency_text=pick(FREQUENCIES[indicator.frequency], language),
        kind=measure.kind,
        basis=measure.basis,
        counted_in=measure.counted_in,
        measure_text=say_measure(measure, language),
        numerator=measure.numerator.say(language) if measure.numerator else None,
        denominator=measure.denominator.say(language) if measure.denominator else None,
        reporters=indicator.reporters,
        reporters_text=tuple(_say_reporters(units, one, language) for one in indicator.reporters),
        targets=tuple(_build_target(catalogue, indicator, target, language) for target in indicator.targets),
        baselines=tuple(
            f"{baseline.period}: {baseline.value.written}"
            + (f" ({baseline.source.say(language)})" if baseline.source else "")
            for baseline in indicator.baselines
        ),
        baselines_text=tuple(say_baseline(one, measure, language) for one in indicator.baselines),
        note=indicator.note.say(language) if indicator.note else None,
        frequency_note=indicator.frequency_note.say(language) if indicator.frequency_note else None,
        excludes=indicator.excludes.say(language) if indicator.excludes else None,
        related=tuple(
            RelatedCard(
                one.indicator.id,
                one.indicator.name.say(language),
                one.differs,
                _say_difference(one.differs, language),
                one.related.note.say(language) if one.related.note is not None else None,
            )
            for one in find_relatives(catalogue, indicator)
        ),
        rules=tuple(
            _build_rule(rule, language) for rule in catalogue.rules if indicator.id in rule.indicators
        ),
    )


def _say_difference(differs: str, language: Language) -> str:
    vi, en = DIFFERENCES[differs]
    return pick((f"Không so sánh được: {vi}", f"Not comparable: {en}"), language)


def _build_rule(rule: ValidationRule, language: Language) -> RuleCard:
    from cds_kpi.model.rules import SIGNS

    sign = next((sign for sign, word in SIGNS.items() if word == rule.operator), rule.operator)
    left, right = rule.left.expression.written, rule.right.expression.written
    return RuleCard(
        id=rule.id,
        message=rule.message.say(language),
        left=left,
        operator=rule.operator,
        right=right,
        text=f"{left} {sign} {right}",
        severity=rule.severity,
        severity_text=SEVERITIES[rule.severity].say(language),
    )


def _build_target(
    catalogue: Catalogue, indicator: Indicator, target: Target, language: Language
) -> TargetCard:
    default = catalogue.default_programme or next(iter(catalogue.programmes), None)
    return TargetCard(
        programme=target.programme,
        is_default=target.programme == default,
        number=target.number,
        text=say_target(target, indicator.measure, language),
        by=target.by.isoformat(),
        by_text=say_short_day(target.by, language),
        level=target.level,
        level_text=pick(LEVELS[target.level], language) if target.level is not None else None,
        is_aspirational=target.aspirational,
        source=target.source,
        wording=target.wording.say(language) if target.wording else None,
        condition=target.condition.say(language) if target.condition else None,
        note=target.note.say(language) if target.note else None,
    )


def build_unit_cards(units: Mapping[str, Unit], language: Language) -> tuple[UnitCard, ...]:
    """Return a card for every unit, in the registry's order."""
    links = build_links(units, language)
    return tuple(
        UnitCard(
            id=unit.id,
            name=unit.name.say(language),
            name_vi=unit.name.vi,
            name_en=unit.name.en,
            abbreviation=unit.abbreviation,
            level=unit.level,
            level_text=pick(LEVELS[unit.level], language),
            parent=unit.parent,
            parent_name=_name_parent(units, unit, language),
            code=unit.code,
            email=unit.email,
            members=unit.members,
            valid_from=unit.valid.start.isoformat() if unit.valid.start else None,
            valid_until=unit.valid.until.isoformat() if unit.valid.until else None,
            valid_from_text=say_short_day(unit.valid.start, language) if unit.valid.start else None,
            valid_until_text=say_short_day(unit.valid.until, language) if unit.valid.until else None,
            successors=unit.successors,
            successors_text=tuple(_name_unit(units, key, language) for key in unit.successors),
            came_from=links[unit.id][0],
            became=links[unit.id][1],
        )
        for unit in units.values()
    )


def _name_parent(units: Mapping[str, Unit], unit: Unit, language: Language) -> str | None:
    parent = units.get(unit.parent) if unit.parent is not None else None
    return parent.name.say(language) if parent is not None else unit.parent


def _name_unit(units: Mapping[str, Unit], key: str, language: Language) -> str:
    """Return a unit's name with its id behind it; the id alone where no unit goes by it."""
    unit = units.get(key)
    return f"{unit.name.say(language)} ({key})" if unit is not None else key


def _say_reporters(units: Mapping[str, Unit], said: str, language: Language) -> str:
    """Return who reports as the catalogue says it (`lead`, `level:district`, `under:so-y-te`, an id), in words."""
    if said == "lead":
        return pick(("đơn vị chủ trì", "the lead unit"), language)
    selector, colon, key = said.partition(":")
    if not colon:
        return _name_unit(units, said, language)
    if selector == "level":
        return pick(LEVELS[key], language) if key in LEVELS else said
    return pick(("đơn vị trực thuộc ", "units under "), language) + _name_unit(units, key, language)
