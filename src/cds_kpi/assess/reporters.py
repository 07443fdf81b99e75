"""Who owes a figure: the reporters an indicator names, where they existed and it already applied to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.lineage import find_extent, find_heirs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Catalogue, Indicator, Round
    from cds_kpi.model.submission import Filing, Submission
    from cds_kpi.model.units import Level, Unit
    from cds_kpi.period import Period


@dataclass(frozen=True, slots=True)
class Reporters:
    """The units an indicator asks for one period, each list in the registry's order."""

    expected: tuple[Unit, ...]
    """Those who owe a figure."""
    not_due: tuple[Unit, ...]
    """Those the indicator does not apply to yet."""
    excluded: tuple[Unit, ...]
    """Those taken out by the focal point."""


def find_reporters(book: Book, indicator: Indicator, period: Period, level: Level | None = None) -> Reporters:
    """Return who owes a figure of the indicator for the period.

    A unit counts where it existed, and a phase where it has begun, on the last day of the period's data window. With
    `level`, only that level's units, where any of the named reporters is of that level; otherwise all of them, who
    then answer for the level by parts.
    """
    key = ("find_reporters", indicator.id, period, level)
    return book.keep(key, lambda: _find_reporters(book, indicator, period, level))


def _find_reporters(book: Book, indicator: Indicator, period: Period, level: Level | None) -> Reporters:
    last_day = period.window(book.programme.cutoff)[1]
    named = name_reporters(book, indicator, last_day)
    if level is not None and any(unit.level == level for unit in named):
        named = tuple(unit for unit in named if unit.level == level)
    starts = {phase.level: phase.starts for phase in indicator.phases}
    taken_out = book.find_excluded(period)
    if not starts and not taken_out:
        return Reporters(named, (), ())
    expected: list[Unit] = []
    not_due: list[Unit] = []
    excluded: list[Unit] = []
    for unit in named:
        if unit.level in starts and starts[unit.level] > last_day:
            not_due.append(unit)
        else:
            (excluded if unit.id in taken_out else expected).append(unit)
    return Reporters(tuple(expected), tuple(not_due), tuple(excluded))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A level whose phase has not begun."""

    level: Level
    starts: date
    units: tuple[Unit, ...]
    """Its units among the reporters, in the registry's order."""


def find_waiting(
    book: Book, indicator: Indicator, period: Period, level: Level | None = None
) -> tuple[Waiting, ...]:
    """Return the levels of an indicator's reporters that it does not apply to yet, in the order of its phases."""
    not_due = find_reporters(book, indicator, period, level).not_due
    return tuple(
        Waiting(phase.level, phase.starts, units)
        for phase in indicator.phases
        if (units := tuple(unit for unit in not_due if unit.level == phase.level))
    )


def group_by_reporters(
    book: Book, indicators: Iterable[Indicator], period: Period
) -> list[tuple[tuple[Unit, ...], list[Indicator]]]:
    """Return who is asked for a period, excluded units included, with the indicators that ask the very same units."""
    groups: dict[tuple[int, int], tuple[tuple[Unit, ...], list[Indicator]]] = {}
    for indicator in indicators:
        reporters = find_reporters(book, indicator, period)
        # One list serves all indicators that name the same reporters; the book keeps it.
        key = (id(reporters.expected), id(reporters.excluded))
        units = reporters.expected + reporters.excluded
        groups.setdefault(key, (units, []))[1].append(indicator)
    return list(groups.values())


def find_levels(
    book: Book, indicator: Indicator, period: Period, programme: str
) -> dict[str, tuple[Level, ...]]:
    """Return, by unit, the levels for which the programme's targets want a figure of it; excluded units included."""
    asked: dict[str, tuple[Level, ...]] = {}
    for level in dict.fromkeys(
        target.level for target in indicator.targets if target.programme == programme and target.level
    ):
        reporters = find_reporters(book, indicator, period, level)
        for unit in (*reporters.expected, *reporters.excluded):
            asked[unit.id] = (*asked.get(unit.id, ()), level)
    return asked


def name_reporters(book: Book, indicator: Indicator, day: date) -> tuple[Unit, ...]:
    """Return the units that the indicator's `reporters` name and that exist on a day, in the registry's order.

    The lead, or a unit named by its id, that has ended is stood for by its heirs; one that had not begun by the units
    it came of.
    """
    key = (tuple(indicator.reporters), indicator.lead, day)
    if key in book.named:
        return book.named[key]
    chosen: set[str] = set()
    for selector in indicator.reporters:
        word, colon, rest = selector.partition(":")
        if colon and word == "level":
            chosen |= {unit.id for unit in book.units.values() if unit.level == rest}
        elif colon and word == "under":
            chosen |= _find_descendants(book, rest)
        else:
            chosen |= _stand_in(book, indicator.lead if selector == "lead" else selector, day)
    book.named[key] = tuple(unit for unit in book.units.values() if unit.id in chosen and unit.exists_on(day))
    return book.named[key]


def _stand_in(book: Book, key: str, day: date) -> set[str]:
    unit = book.units.get(key)
    if unit is None or unit.exists_on(day):
        return {key}
    start = unit.valid.start
    if start is not None and day < start:
        return {one.id for one in find_extent(book.lineage, unit, day, start).units}
    return {one.id for one in find_heirs(book.lineage, unit, day)}


def _find_descendants(book: Book, unit: str) -> set[str]:
    found: set[str] = set()
    waiting = list(book.children.get(unit, ()))
    while waiting:
        child = waiting.pop()
        if child not in found:
            found.add(child)
            waiting.extend(book.children.get(child, ()))
    return found


def is_collected(indicator: Indicator, collection: Round) -> bool:
    """Whether the round asks for the indicator; one of unknown frequency is asked in every round."""
    return indicator.frequency == "unknown" or indicator.frequency in collection.frequencies


def find_rounds(
    catalogue: Catalogue, rounds: Sequence[tuple[str, Round]], indicators: Collection[str]
) -> tuple[tuple[str, Round], ...]:
    """Return those of several programmes' rounds that collect any of the indicators; all where none does.

    An answer belongs to a unit and a period: several programmes may collect the same period, each by its own day.
    """
    of_id = catalogue.by_id
    found = tuple(
        (name, collection)
        for name, collection in rounds
        if any(
            is_collected(of_id[key], collection)
            and any(target.programme == name for target in of_id[key].targets)
            for key in indicators
            if key in of_id
        )
    )
    return found or tuple(rounds)


def find_brought(submission: Submission, before: Filing | None) -> frozenset[str]:
    """Return the indicators whose answers a submission changes or adds; all its own where it changes nothing."""
    known = before.entries if before is not None else {}
    brought = {key for key, entry in submission.entries.items() if known.get(key) != entry}
    return frozenset(brought or submission.entries)


def find_collected(book: Book, collection: Round, programme: str) -> tuple[Indicator, ...]:
    """Return the programme's indicators that the round asks for, in the catalogue's order."""
    return tuple(
        indicator
        for indicator in book.catalogue.indicators
        if is_collected(indicator, collection)
        and any(target.programme == programme for target in indicator.targets)
    )
