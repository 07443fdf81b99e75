"""Validation rules: that a catalogue's rules make sense, and where a submission does not hold to them."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.check_catalogue import check_selectors, refer
from cds_kpi.assess.combine import read_sides, worth
from cds_kpi.assess.rule_sides import name_side, state_sides, weigh_side, write_wording
from cds_kpi.model.rules import PAIRS
from cds_kpi.model.units import LEVELS
from cds_kpi.problem import Place, Problem
from cds_kpi.text import find_near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Set

    from cds_kpi.assess.rule_sides import Weight
    from cds_kpi.expression import Reference
    from cds_kpi.model.catalogue import Catalogue, Indicator
    from cds_kpi.model.rules import Comparison, ValidationRule
    from cds_kpi.model.submission import Entry, Filing, Part
    from cds_kpi.model.units import Unit
    from cds_kpi.problem import Fact, Path

_FIELDS = {
    "ratio": ("numerator", "denominator", "value"),
    "value": ("value",),
    "rank": ("value",),
    "roll_call": ("done", "members_done"),
    "milestone": ("done",),
}
"""Which figures an answer on each kind of measure has; a ratio's value is worked out."""
_HOLDS: dict[Comparison, Callable[[Fraction, Fraction], bool]] = {
    "equal_to": operator.eq,
    "not_equal_to": operator.ne,
    "greater_than": operator.gt,
    "greater_than_or_equal_to": operator.ge,
    "less_than": operator.lt,
    "less_than_or_equal_to": operator.le,
}


def list_fields(indicator: Indicator, *, of_part: bool) -> tuple[str, ...]:
    """Return which figures a rule can name of an indicator, or of one part of it."""
    measure = indicator.measure
    kind = measure.kind
    if of_part and kind not in {"ratio", "value"}:
        return ()
    if not of_part and not measure.can_add and any(goal.every is not None for goal in indicator.targets):
        # It comes by parts that have no sum.
        return ()
    return _FIELDS[kind] if kind != "roll_call" or measure.members else ("done",)


def check_rules(catalogue: Catalogue, units: Mapping[str, Unit] | None, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the rules; unit ids are only checked where the registry could be read."""
    seen: set[str] = set()
    indicators = catalogue.by_id
    for position, rule in enumerate(catalogue.rules):
        path: Path = ("rules", position)
        if rule.id in seen:
            yield Problem("rule-twice", Place(file, (*path, "id")), {"found": rule.id})
        seen.add(rule.id)
        if rule.programme is not None and rule.programme not in catalogue.programmes:
            facts = refer("programme", rule.programme, catalogue.programmes)
            yield Problem("programme-unknown", Place(file, (*path, "programme")), facts)
        yield from check_selectors(units, enumerate(rule.units), "units", file, (*path, "units"))
        for name, side in (("left", rule.left), ("right", rule.right)):
            where = (*path, name, "expression")
            for reference in side.expression.references:
                yield from _check_reference(reference, indicators, file, where)
            if side.expression.divides_by_zero:
                yield Problem("rule-divides-by-zero", Place(file, where), {"found": side.expression.written})
            if rule.operator in PAIRS and not side.expression.references:
                yield Problem("rule-pair-constant", Place(file, where), {"found": side.expression.written})
        named = rule.left.expression.references or rule.right.expression.references
        if not named and rule.operator not in PAIRS:
            yield Problem("rule-without-figures", Place(file, (*path, "id")), {"rule": rule.id})
        elif rule.left.expression.steps == rule.right.expression.steps:
            facts = {"found": rule.right.expression.written}
            yield Problem("rule-sides-same", Place(file, (*path, "right", "expression")), facts)


def _check_reference(
    reference: Reference, indicators: Mapping[str, Indicator], file: str, path: Path
) -> Iterator[Problem]:
    indicator, part = indicators.get(reference.indicator), reference.part
    if indicator is None:
        facts = refer("indicator", reference.indicator, indicators)
        yield Problem("indicator-unknown", Place(file, path), {**facts, "offset": reference.offset})
        return
    fields = list_fields(indicator, of_part=part is not None)
    by_part = (f"<part>.{one}" for one in list_fields(indicator, of_part=True))
    if reference.figure not in fields:
        near = find_near(reference.figure, list(fields))
        facts = {
            "found": str(reference),
            "field": reference.figure,
            "indicator": indicator.id,
            "known": ", ".join(fields or by_part) or "-",
            **({"near": str(replace(reference, figure=near))} if near is not None else {}),
            "offset": reference.offset,
        }
        yield Problem("rule-field-unfit", Place(file, path), facts)
    elif part is not None and part not in LEVELS and any(goal.level for goal in indicator.targets):
        facts = {**refer("level", part, LEVELS), "offset": reference.offset + len(indicator.id) + 1}
        yield Problem("level-unknown", Place(file, path), facts)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a submission, and what is asked of them for its period."""

    unit: Unit | None
    """None where the registry does not know them."""
    units: Mapping[str, Unit]
    owed: Set[str]
    """The indicators that the unit owes."""
    programmes: Set[str]
    """The programmes that collect the period."""


def find_violations(
    filing: Filing, catalogue: Catalogue, sender: Sender, broken: Set[str], file: str
) -> Iterator[Problem]:
    """Yield where a submission does not hold to the catalogue's rules.

    A rule is asked of a submission that has, or owes, a figure on each of its sides; one that needs an answer of
    `broken` (indicators whose answer is wrong in itself) waits until that is mended. Each violation stands at the first
    figure concerned, the others being related places.
    """
    if not catalogue.rules:
        return
    indicators = catalogue.by_id
    for rule in catalogue.rules:
        references = (*rule.left.expression.references, *rule.right.expression.references)
        named = set(rule.indicators)
        if not (named.isdisjoint(broken) and named <= indicators.keys() and _applies(rule, filing, sender)):
            continue
        figures = {
            one: figure
            for one in references
            if (figure := read_figure(one, indicators[one.indicator], filing, sender.unit)) is not None
        }
        left, right = weigh_side(rule.left, rule, figures), weigh_side(rule.right, rule, figures)
        if _is_violated(rule.operator, left, right):
            yield _tell(rule, left, right, indicators, filing, file)


def _applies(rule: ValidationRule, filing: Filing, sender: Sender) -> bool:
    """Whether a rule is asked of a unit for a period."""
    if rule.programme is not None and rule.programme not in sender.programmes:
        return False
    if rule.periods and filing.period.span not in rule.periods:
        return False
    if rule.units and not any(_selects(one, sender) for one in rule.units):
        return False
    known = sender.owed | filing.entries.keys()
    sides = (rule.left.expression.references, rule.right.expression.references)
    return all(not side or any(one.indicator in known for one in side) for side in sides)


def _selects(selector: str, sender: Sender) -> bool:
    """Whether a selector names the sender."""
    unit = sender.unit
    if unit is None:
        return False
    word, _, rest = selector.partition(":")
    if word == "level":
        return unit.level == rest
    if word != "under":
        return unit.id == selector
    above, seen = unit.parent, {unit.id}
    while above is not None and above != rest and above not in seen:
        seen.add(above)
        above = sender.units[above].parent if above in sender.units else None
    return above == rest


def read_figure(
    reference: Reference, indicator: Indicator, filing: Filing, unit: Unit | None
) -> Fraction | None:
    """Return a figure of a submission that a rule names; None where it is missing.

    "Nothing to count" (`nil`) is 0 wherever figures can be added up; an answer by parts is the sum of them, if there is
    one. A unit's own figure speaks for its own level.
    """
    entry, measure, name = filing.body.find_entry(indicator.id), indicator.measure, reference.figure
    if entry is None:
        return None
    if entry.nil is not None:
        is_count = name in {"numerator", "denominator"} or (name == "value" and measure.kind == "value")
        return Fraction(0) if is_count and measure.can_add else None
    if name == "done":
        return Fraction(entry.done) if entry.done is not None else None
    if name == "members_done":
        return Fraction(entry.members_done) if entry.members_done is not None else None
    chosen = [read_sides(one) for one in _choose(entry, reference.part, indicator, unit)]
    sides = [one for one in chosen if one is not None]
    if not sides or (len(sides) > 1 and not measure.can_add):
        return None
    numerator = sum((one.numerator for one in sides), Fraction(0))
    bottoms = [one.denominator for one in sides if one.denominator is not None]
    denominator = sum(bottoms, Fraction(0)) if bottoms else None
    if name == "value":
        return worth(measure, numerator, denominator)
    return (numerator if name == "numerator" else denominator) if bottoms else None


def _choose(entry: Entry, part: str | None, indicator: Indicator, unit: Unit | None) -> list[Entry | Part]:
    """Return what of an answer is meant: the whole of it, all its parts, or one."""
    if part is None:
        return list(entry.parts.values()) if entry.parts is not None else [entry]
    if entry.parts is not None:
        return [entry.parts[part]] if part in entry.parts else []
    is_own = unit is not None and unit.level == part and any(goal.level for goal in indicator.targets)
    return [entry] if is_own else []


def _is_violated(comparison: Comparison, left: Weight, right: Weight) -> bool:
    if comparison == "compulsory_pair":
        return left.is_there != right.is_there
    if comparison == "exclusive_pair":
        return left.is_there and right.is_there
    if left.value is None or right.value is None:
        return False
    return not _HOLDS[comparison](left.value, right.value)


def _tell(
    rule: ValidationRule,
    left: Weight,
    right: Weight,
    indicators: Mapping[str, Indicator],
    filing: Filing,
    file: str,
) -> Problem:
    """Return the problem that a rule is violated, with what both sides come to."""
    references = dict.fromkeys((*rule.left.expression.references, *rule.right.expression.references))
    facts: dict[str, Fact] = {
        "rule": rule.id,
        "message": write_wording(rule.message),
        "left_name": name_side(rule.left, indicators, ("Vế trái", "left side")),
        "right_name": name_side(rule.right, indicators, ("Vế phải", "right side")),
        "operator": rule.operator,
        "indicators": ", ".join(rule.indicators),
        **state_sides(rule, left, right, indicators),
    }
    if rule.instruction is not None:
        facts["near"] = write_wording(rule.instruction)
    paths = dict.fromkeys(
        _find(one, filing.entries[one.indicator]) for one in references if one.indicator in filing.entries
    )
    first, *others = [Place(file, path) for path in paths] or [Place(file, ("entries",), "key")]
    kind = "rule-violated" if rule.severity == "error" else "rule-doubted"
    return Problem(kind, first, facts, tuple(others))


def _find(reference: Reference, entry: Entry) -> Path:
    """Return where the figure that a rule names stands in a submission."""
    path: Path = ("entries", reference.indicator)
    if entry.parts is not None:
        path = (*path, "parts")
        if reference.part in entry.parts:
            path = (*path, str(reference.part))
            part = entry.parts[str(reference.part)]
            return (*path, reference.figure) if getattr(part, reference.figure, None) is not None else path
        return path
    if entry.nil is not None:
        return (*path, "nil")
    return (*path, reference.figure) if getattr(entry, reference.figure, None) is not None else path
