"""Checks on submissions: every figure against the catalogue, the registry and the unit's other figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cds_kpi.assess.answers import speaks_for
from cds_kpi.assess.check_catalogue import refer
from cds_kpi.assess.check_rules import Sender, find_violations
from cds_kpi.assess.combine import join_sides, read_sides
from cds_kpi.assess.lineage import find_heirs, find_lineage
from cds_kpi.assess.reporters import find_collected, find_levels, group_by_reporters
from cds_kpi.model.units import LEVELS
from cds_kpi.number import format_decimal
from cds_kpi.problem import Place, Problem
from cds_kpi.problems import is_error
from cds_kpi.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.combine import Sides
    from cds_kpi.assess.lineage import Lineage
    from cds_kpi.model.catalogue import Catalogue, Indicator, Round
    from cds_kpi.model.submission import Entry, Filing, Part
    from cds_kpi.model.units import Level, Unit
    from cds_kpi.number import Number
    from cds_kpi.period import Period
    from cds_kpi.problem import Fact, Path

_EXCUSES = frozenset({"nil", "not_applicable", "unavailable"})
_MOST_GUESSED = 100
"""For how many unknown indicators of a file it is worked out which ones may have been meant."""
_KINDS = {
    "ratio": frozenset({"ratio", "parts"}),
    "value": frozenset({"value", "parts"}),
    "rank": frozenset({"value"}),
    "roll_call": frozenset({"done"}),
    "milestone": frozenset({"done"}),
}
"""Which answers bring figures for which kind of measure."""


@dataclass(frozen=True)
class Rule:
    """What an answer on one indicator must be, worked out once."""

    indicator: Indicator

    @cached_property
    def answers(self) -> frozenset[str]:
        """The kinds of answer that fit."""
        return _KINDS[self.indicator.measure.kind] | _EXCUSES

    @cached_property
    def is_whole(self) -> bool:
        """Whether its numbers must be whole."""
        return self.indicator.measure.counts_whole_things

    @cached_property
    def is_percent(self) -> bool:
        """Whether its value is a percentage."""
        return self.indicator.measure.counted_in == "percent"

    @cached_property
    def range(self) -> tuple[int | None, int | None]:
        """The least and the most its value can be, as a form says it, too."""
        return self.indicator.value_range

    @cached_property
    def levels_asked(self) -> bool:
        """Whether its targets are set by level, so that parts are levels."""
        return any(target.level is not None for target in self.indicator.targets)

    @cached_property
    def parts_asked(self) -> bool:
        """Whether a target demands something of every part, so that an answer must come by parts."""
        return any(target.every is not None for target in self.indicator.targets)

    @cached_property
    def _is_plain(self) -> bool:
        """Whether it is answered by two numbers and nothing else: by no parts, levels or methods."""
        measure = self.indicator.measure
        return measure.kind == "ratio" and not (self.levels_asked or self.parts_asked or measure.methods)

    def admits(self, numerator: int, denominator: int) -> bool:
        """Whether a ratio of whole numbers, not below 0 and without a method, is right; False says nothing."""
        return self._is_plain and (numerator <= denominator or self.indicator.measure.may_exceed)

    @cached_property
    def demanded(self) -> Fraction | None:
        """The least percentage above 1 that a target demands of the value itself."""
        bounds = [
            target.bound.exact
            for target in self.indicator.targets
            if target.bound is not None and target.demand in {"at_least", "above", "between", "every"}
        ]
        return min((bound for bound in bounds if bound > 1), default=None)


@dataclass(frozen=True)
class Asked:
    """Who is asked for what: the rules by indicator, and for each period who owes which indicators."""

    catalogue: Catalogue
    units: Mapping[str, Unit]
    rules: Mapping[str, Rule]
    rounds: Mapping[str, tuple[tuple[str, Round], ...]]
    """By period: the programmes and rounds that collect it."""
    owed: Mapping[str, Mapping[str, frozenset[str]]]
    """By period and unit: the indicators owed."""
    levels: Mapping[str, Mapping[tuple[str, str], tuple[Level, ...]]]
    """By period, then unit and indicator: the levels that targets want a figure for."""

    @cached_property
    def lineage(self) -> Lineage:
        """Which units came out of which."""
        return find_lineage(self.units)


def check_filing(filing: Filing, asked: Asked) -> Iterator[Problem]:
    """Yield what is wrong with one revision; errors keep it from counting, warnings do not."""
    file, entries = filing.file, filing.entries
    period = str(filing.period)
    unit = asked.units.get(filing.unit)
    owed = asked.owed.get(period, {}).get(filing.unit, frozenset())
    is_there = unit is not None
    if unit is None:
        yield Problem("unit-unknown", Place(file, ("unit",)), refer("unit", filing.unit, asked.units))
    elif not owed and not unit.exists_on(filing.period.last_day):
        is_there = False
        facts: dict[str, Fact] = {"unit": unit.id, "period": period}
        yield Problem(
            "unit-gone", Place(file, ("unit",)), facts | name_heirs(asked.lineage, unit, filing.period)
        )
    if filing.received_at is None:
        yield Problem("submission-undated", Place(file, ("unit",), "key"), {"unit": filing.unit})
    if period not in asked.rounds:
        known = ", ".join(asked.rounds)
        yield Problem("period-without-round", Place(file, ("period",)), {"found": period, "known": known})
        is_there = False
    if not entries:
        yield Problem("submission-empty", Place(file, ("entries",), "key"), {"unit": filing.unit})
    guessed = 0
    broken: set[str] = set()
    levels = asked.levels.get(period, {})
    sound = _find_sound(filing, asked, owed)
    for key in entries if len(sound) < len(entries) else ():
        if key in sound:
            continue
        entry, rule = entries[key], asked.rules.get(key)
        if rule is None:
            guessed += 1
            unknown = refer("indicator", key, asked.rules if guessed <= _MOST_GUESSED else ())
            yield Problem("indicator-unknown", Place(file, ("entries", key), "key"), unknown)
            continue
        if is_there and key not in owed and rule.indicator.targets:
            facts = {"unit": filing.unit, "indicator": key, "period": period}
            yield Problem("entry-not-owed", Place(file, ("entries", key), "key"), facts)
        for problem in check_entry(entry, rule, unit, file, ("entries", key)):
            if is_error(problem):
                broken.add(key)
            yield problem
        wanted = levels.get((filing.unit, key), ())
        left_out = [level for level in wanted if unit is not None and not speaks_for(entry, unit, level)]
        if left_out and entry.answer in rule.answers:
            facts = {"indicator": key, "levels": ", ".join(left_out)}
            yield Problem("level-unanswered", Place(file, ("entries", key)), facts)
    if asked.catalogue.rules:
        programmes = {name for name, _ in asked.rounds.get(period, ())}
        sender = Sender(unit, asked.units, owed, programmes)
        yield from find_violations(filing, asked.catalogue, sender, broken, file)


def name_heirs(lineage: Lineage, unit: Unit, period: Period) -> dict[str, Fact]:
    """Return the fact of who reports for a period instead of a unit that has ended; none where nobody came after."""
    heirs = find_heirs(lineage, unit, period.last_day) if not unit.exists_on(period.last_day) else ()
    return {"near": ", ".join(heir.id for heir in heirs)} if heirs else {}


def _find_sound(filing: Filing, asked: Asked, owed: frozenset[str]) -> set[str]:
    """Return the indicators that are owed and answered by plain ratios with nothing wrong: mostly all of them."""
    sound = set()
    for key, (numerator, denominator) in filing.ratios.items():
        rule = asked.rules.get(key)
        if rule is not None and key in owed and rule.admits(numerator, denominator):
            sound.add(key)
    return sound


def check_entry(entry: Entry, rule: Rule, unit: Unit | None, file: str, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with one answer."""
    answer = entry.answer
    if answer not in rule.answers:
        facts: dict[str, Fact] = {
            "found": answer,
            "measure": rule.indicator.measure.kind,
            "indicator": rule.indicator.id,
        }
        yield Problem("answer-unfit", Place(file, path), facts)
        return
    if answer in _EXCUSES:
        return
    if answer != "parts" and rule.parts_asked:
        yield Problem("parts-missing", Place(file, path), {"indicator": rule.indicator.id})
        return
    if answer == "parts":
        for name, part in (entry.parts or {}).items():
            where = (*path, "parts", name)
            if rule.levels_asked and name not in LEVELS:
                yield Problem("level-unknown", Place(file, where, "key"), refer("level", name, LEVELS))
            yield from _check_figures(part, rule, file, where)
    elif answer == "done":
        yield from _check_members(entry, rule, unit, file, path)
    else:
        yield from _check_figures(entry, rule, file, path)
    methods = rule.indicator.measure.methods
    if entry.method is not None and entry.method not in methods:
        yield Problem(
            "method-unknown", Place(file, (*path, "method")), refer("method", entry.method, methods)
        )
    elif entry.method is None and methods:
        facts = {"indicator": rule.indicator.id, "known": ", ".join(methods)}
        yield Problem("method-missing", Place(file, path), facts)


def _check_figures(entry: Entry | Part, rule: Rule, file: str, path: Path) -> Iterator[Problem]:
    if entry.value is not None:
        if rule.indicator.measure.kind == "ratio":
            facts: dict[str, Fact] = {"found": "value", "measure": "ratio", "indicator": rule.indicator.id}
            yield Problem("answer-unfit", Place(file, path), facts)
            return
        yield from _check_value(entry.value, rule, file, (*path, "value"))
        return
    numerator, denominator = entry.numerator, entry.denominator
    assert numerator is not None, "an entry with figures that is no value is a ratio"
    assert denominator is not None, "an entry with figures that is no value is a ratio"
    sound = True
    for name, number in (("numerator", numerator), ("denominator", denominator)):
        for problem in _check_count(number, rule, file, (*path, name)):
            # What is not whole can still be compared, unless its point may part thousands.
            sound = sound and problem.kind == "whole-needed" and "near" not in problem.facts
            yield problem
    if sound and numerator.exceeds(denominator) and not rule.indicator.measure.may_exceed:
        facts = {"numerator": numerator.written, "denominator": denominator.written}
        yield Problem("numerator-larger", Place(file, (*path, "numerator")), facts)


def _check_count(number: Number, rule: Rule, file: str, path: Path) -> Iterator[Problem]:
    if number.is_percentage:
        yield Problem("percent-sign", Place(file, path), {"found": number.written})
    elif number.is_negative:
        yield Problem("figure-negative", Place(file, path), {"found": number.written})
    elif rule.is_whole and not number.is_whole:
        yield Problem("whole-needed", Place(file, path), _grouped(number))


def _grouped(number: Number) -> dict[str, Fact]:
    near = number.if_grouped
    return {"found": number.written, **({"near": near} if near is not None else {})}


def _check_value(number: Number, rule: Rule, file: str, path: Path) -> Iterator[Problem]:
    least, most = rule.range
    if number.is_percentage and not rule.is_percent:
        yield Problem("percent-sign", Place(file, path), {"found": number.written})
    elif rule.is_whole and not number.is_whole:
        yield Problem("whole-needed", Place(file, path), _grouped(number))
    elif least is not None and number.exact < least:
        yield Problem("figure-negative", Place(file, path), {"found": number.written})
    elif most is not None and number.exact > most:
        yield Problem("percentage-larger", Place(file, path), {"found": number.written, "most": most})
    elif rule.is_percent and rule.demanded is not None and 0 < number.exact <= 1:
        near = format_decimal(number.exact * 100)
        yield Problem("percentage-fraction", Place(file, path), {"found": number.written, "near": near})


def _check_members(entry: Entry, rule: Rule, unit: Unit | None, file: str, path: Path) -> Iterator[Problem]:
    if unit is None or rule.indicator.measure.kind != "roll_call":
        return
    asked = unit.members or 0 if rule.indicator.measure.members else 0
    done, named = entry.members_done, entry.members_not_done
    told = (done or 0) + len(named)
    if told > asked:
        key = "members_done" if done is not None else "members_not_done"
        facts: dict[str, Fact] = {"told": told, "members": asked, "unit": unit.id}
        yield Problem("members-too-many", Place(file, (*path, key)), facts)
    elif told < asked:
        facts = {"told": told, "members": asked, "unit": unit.id}
        yield Problem("members-unanswered", Place(file, path), facts)
    # The same ward may be written hoà or hòa.
    keys = [match_key(name) for name in named]
    twice = next((name for name, key in zip(named, keys, strict=True) if keys.count(key) > 1), None)
    if twice is not None:
        yield Problem("member-twice", Place(file, (*path, "members_not_done")), {"found": twice})


def check_periods(filings: list[Filing], indicators: Mapping[str, Indicator]) -> Iterator[Problem]:
    """Yield where a unit's longer period and the shorter ones within it, all there, do not add up to the same.

    Only indicators whose figures happen in the period (`in_period`) add up. The longer period stands. `filings` in
    order of revision: the newest of each unit and period is compared.
    """
    shortest = min((filing.period.months for filing in filings), default=0)
    if all(filing.period.months == shortest for filing in filings):
        return
    by_unit: dict[str, dict[Period, Filing]] = {}
    for filing in filings:
        by_unit.setdefault(filing.unit, {})[filing.period] = filing
    for by_period in by_unit.values():
        if len(by_period) == 1:
            continue
        for period, filing in by_period.items():
            parts = _find_parts(period, by_period) if period.months > shortest else []
            if parts:
                yield from _compare_periods(filing, parts, indicators)


def _find_parts(period: Period, by_period: Mapping[Period, Filing]) -> list[Filing]:
    """Return the filings of shorter periods that together make up the whole period; none where one is missing."""
    parts: list[Filing] = []
    for part in period.parts:
        found = [by_period[part]] if part in by_period else _find_parts(part, by_period)
        if not found:
            return []
        parts += found
    return parts


def _compare_periods(
    whole: Filing, parts: list[Filing], indicators: Mapping[str, Indicator]
) -> Iterator[Problem]:
    for key, entry in whole.entries.items():
        indicator = indicators.get(key)
        entries = [part.entries.get(key) for part in parts]
        sides = [read_sides(one) for one in (entry, *entries) if one is not None]
        if indicator is None or indicator.measure.basis != "in_period" or len(sides) <= len(parts):
            continue
        known = [side for side in sides if side is not None]
        if len(known) < len(sides):
            continue
        total = _add(known[1:])
        if total != _add(known[:1]):
            facts: dict[str, Fact] = {
                "indicator": key,
                "period": str(whole.period),
                "parts": ", ".join(str(part.period) for part in parts),
                "whole": _write_sides(_add(known[:1])),
                "total": _write_sides(total),
            }
            related = tuple(Place(part.file, ("entries", key), "key") for part in parts)
            yield Problem("periods-disagree", Place(whole.file, ("entries", key), "key"), facts, related)


def _add(sides: list[Sides]) -> tuple[Fraction, Fraction | None]:
    total = join_sides(sides)
    return total.numerator, total.denominator


def _write_sides(sides: tuple[Fraction, Fraction | None]) -> str:
    return "/".join(format_decimal(side) for side in sides if side is not None)


def ask_everyone(catalogue: Catalogue, units: Mapping[str, Unit], books: Mapping[str, Book]) -> Asked:
    """Work out who is asked for what in every round of every programme; `books` holds each programme's book.

    A unit the focal point has excluded may still send what it would owe.
    """
    rounds: dict[str, tuple[tuple[str, Round], ...]] = {}
    owed: dict[str, dict[str, frozenset[str]]] = {}
    levels: dict[str, dict[tuple[str, str], tuple[Level, ...]]] = {}
    for name, book in books.items():
        for collection in book.programme.rounds:
            period = str(collection.period)
            rounds[period] = (*rounds.get(period, ()), (name, collection))
            by_unit = owed.setdefault(period, {})
            collected = find_collected(book, collection, name)
            for units_asked, indicators in group_by_reporters(book, collected, collection.period):
                ids = frozenset(indicator.id for indicator in indicators)
                for unit in units_asked:
                    by_unit[unit.id] = by_unit[unit.id] | ids if unit.id in by_unit else ids
            for indicator in collected:
                for unit_id, wanted in find_levels(book, indicator, collection.period, name).items():
                    by_answer = levels.setdefault(period, {})
                    key = (unit_id, indicator.id)
                    by_answer[key] = tuple(dict.fromkeys((*by_answer.get(key, ()), *wanted)))
    rules = {indicator.id: Rule(indicator) for indicator in catalogue.indicators}
    return Asked(catalogue, units, rules, rounds, owed, levels)
