"""Answers: what each unit says on an indicator for a period, kept in columns as long as it is but two numbers.

Convention: answers stand in the registry's order, those of several periods unit by unit, and of one unit oldest first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

from cds_kpi.assess.reporters import find_reporters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.submission import Entry, Filing
    from cds_kpi.model.units import Level, Unit
    from cds_kpi.period import Period

V = TypeVar("V")

_NONE = -1
"""Stands for the denominator of an answer that is no plain ratio."""
_AT_HAND = 2
"""Indicators of a period whose answers are kept as records at a time."""
_MOST = 2**63
"""The least number that is too large for a column."""


class Answer(NamedTuple):
    """One unit's answer on one indicator for one period."""

    unit: Unit
    period: Period
    filing: Filing
    indicator: str
    """The indicator's id."""
    ratio: tuple[int, int] | None = None
    """Numerator and denominator, where the filing is known to say no more than these: `Body.ratios`."""
    known: Entry | None = None
    """The whole answer, where it is at hand."""

    @property
    def entry(self) -> Entry:
        """The whole answer; looked up at every call where it is not at hand."""
        entry = self.known or self.filing.body.find_entry(self.indicator)
        assert entry is not None, "an answer is one"
        return entry


@dataclass(frozen=True, slots=True)
class Plain:
    """What those of some answers that are plain ratios come to."""

    count: int
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Table:
    """Everything that counts for one period, every filing read through once."""

    filings: Sequence[Filing]
    numerators: Mapping[str, array[int]]
    """By indicator, those of plain ratios in the order of the filings; 0 where an answer is none."""
    denominators: Mapping[str, array[int]]
    """Likewise; -1 where an answer is no plain ratio."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Which filing is a unit's."""
        return {filing.unit: place for place, filing in enumerate(self.filings)}

    @cached_property
    def lines(self) -> Mapping[str, array[int]]:
        """By indicator: the line of each filing's answer; 1 where it is not known."""
        lines: dict[str, array[int]] = {}
        for place, filing in enumerate(self.filings):
            for key, line in filing.lines.items():
                if key not in lines:
                    lines[key] = array("i", [1]) * len(self.filings)
                lines[key][place] = line
        return lines

    @cached_property
    def all_plain(self) -> frozenset[str]:
        """The indicators that every filing answers by a plain ratio and says nothing more."""
        return frozenset(key for key, found in self.denominators.items() if _NONE not in found)

    @cached_property
    def _entries(self) -> dict[str, list[Entry | None]]:
        return {}

    def find_entries(self, indicator: str) -> list[Entry | None]:
        """Return each filing's answer on an indicator, None where it has none or it is a plain ratio.

        The last two indicators' are kept: one after the other is assessed, and each is looked at several times.
        """
        if indicator not in self._entries:
            while len(self._entries) >= _AT_HAND:
                del self._entries[next(iter(self._entries))]
            denominators = self.denominators.get(indicator)
            self._entries[indicator] = [
                filing.body.find_entry(indicator)
                if denominators is None or denominators[place] == _NONE
                else None
                for place, filing in enumerate(self.filings)
            ]
        return self._entries[indicator]

    def is_plain(self, indicator: str, place: int) -> bool:
        """Whether a filing answers an indicator by a plain ratio and says nothing more."""
        return indicator in self.denominators and self.denominators[indicator][place] != _NONE


@dataclass(frozen=True)
class Column:
    """The answers on one indicator for one period."""

    indicator: str
    period: Period
    table: Table
    units: list[Unit]
    places: array[int]
    """Which of the table's filings is each unit's."""

    def list_answers(self) -> Iterator[Answer]:
        """Yield the answers, in order."""
        key, period, filings = self.indicator, self.period, self.table.filings
        numerators, denominators = self.table.numerators.get(key), self.table.denominators.get(key)
        entries = None if self.is_plain else self.table.find_entries(key)
        for unit, place in zip(self.units, self.places, strict=True):
            if numerators is not None and denominators is not None and denominators[place] != _NONE:
                yield Answer(unit, period, filings[place], key, (numerators[place], denominators[place]))
            else:
                known = entries[place] if entries is not None else None
                yield Answer(unit, period, filings[place], key, None, known)

    @property
    def is_plain(self) -> bool:
        """Whether every answer is a plain ratio."""
        return self.plain.count == len(self.units)

    def list_ratios(self) -> Iterator[tuple[Unit, Filing, int, int, int]]:
        """Yield of each answer, all being plain ratios, the unit, the filing, both sides and its line in the file."""
        if not self.units:
            return
        numerators, denominators = (
            self.table.numerators[self.indicator],
            self.table.denominators[self.indicator],
        )
        filings = self.table.filings
        for unit, place, line in zip(self.units, self.places, self.list_lines(), strict=True):
            yield unit, filings[place], numerators[place], denominators[place], line

    @cached_property
    def plain(self) -> Plain:
        """The sum of the plain ratios."""
        numerators = self.table.numerators.get(self.indicator)
        denominators = self.table.denominators.get(self.indicator)
        if numerators is None or denominators is None:
            return Plain(0, 0, 0)
        tops = [numerators[place] for place in self.places]
        bottoms = [denominators[place] for place in self.places]
        lacking = bottoms.count(_NONE)
        return Plain(len(bottoms) - lacking, sum(tops), sum(bottoms) - lacking * _NONE)

    def list_lines(self) -> list[int]:
        """Return the line that each answer stands in."""
        lines = self.table.lines.get(self.indicator)
        return [lines[place] if lines is not None else 1 for place in self.places]


class Answers(Sequence[Answer]):
    """The answers on one indicator for periods that do not overlap, each made when it is looked at."""

    __slots__ = ("_columns", "_units")

    def __init__(self, columns: Sequence[Column], units: Iterable[Unit] = ()) -> None:
        """Take one column, or several in order of time and all units in the registry's order."""
        self._columns, self._units = tuple(columns), units

    @property
    def columns(self) -> tuple[Column, ...]:
        """One for each period."""
        return self._columns

    def __len__(self) -> int:
        """Return how many answers there are."""
        return sum(len(column.units) for column in self._columns)

    @overload
    def __getitem__(self, index: int) -> Answer: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Answer, ...]: ...
    def __getitem__(self, index: int | slice) -> Answer | tuple[Answer, ...]:
        """Return an answer, or some."""
        return tuple(self)[index]

    def __iter__(self) -> Iterator[Answer]:
        """Yield the answers in order."""
        return self.merge([column.list_answers() for column in self._columns])

    def merge(self, columns: Sequence[Iterable[V]]) -> Iterator[V]:
        """Yield what stands in each column for its answers, in the order of the answers."""
        if len(columns) == 1:
            yield from columns[0]
            return
        waiting = [iter(column) for column in columns]
        units = [iter(column.units) for column in self._columns]
        heads = [next(one, None) for one in units]
        for unit in self._units:
            for place, head in enumerate(heads):
                if head is unit:
                    yield next(waiting[place])
                    heads[place] = next(units[place], None)


def split_answers(answers: Sequence[Answer]) -> tuple[Plain, list[Answer]]:
    """Return the sum of the plain ratios, and all other answers."""
    if not isinstance(answers, Answers):
        ratios = [answer.ratio for answer in answers if answer.ratio is not None]
        plain = Plain(len(ratios), sum(one for one, _ in ratios), sum(one for _, one in ratios))
        return plain, [answer for answer in answers if answer.ratio is None]
    sums = [column.plain for column in answers.columns]
    plain = Plain(
        sum(one.count for one in sums),
        sum(one.numerator for one in sums),
        sum(one.denominator for one in sums),
    )
    is_all = plain.count == len(answers)
    return plain, [] if is_all else [answer for answer in answers if answer.ratio is None]


def find_lines(answers: Sequence[Answer]) -> Iterator[tuple[Answer, int]]:
    """Yield the answers, each with the line of its file that it stands in."""
    if isinstance(answers, Answers):
        columns = [zip(one.list_answers(), one.list_lines(), strict=True) for one in answers.columns]
        yield from answers.merge(columns)
        return
    for answer in answers:
        yield answer, answer.filing.lines.get(answer.indicator, 1)


def list_ratios(answers: Sequence[Answer]) -> Iterator[tuple[str, tuple[Unit, Filing, int, int, int]]] | None:
    """Return, where all answers are plain ratios, of each its period and what `Column.list_ratios` tells; else None."""
    if not isinstance(answers, Answers) or not all(column.is_plain for column in answers.columns):
        return None
    return answers.merge([zip(repeat(str(one.period)), one.list_ratios()) for one in answers.columns])


def find_answering(answers: Sequence[Answer], on: date | None = None) -> set[str]:
    """Return the units that gave the answers; with `on`, those for a period that has the day in it."""
    if isinstance(answers, Answers):
        columns = [one for one in answers.columns if on is None or _has_day(one.period, on)]
        return {unit.id for column in columns for unit in column.units}
    return {answer.unit.id for answer in answers if on is None or _has_day(answer.period, on)}


def list_worded(answers: Sequence[Answer], period: Period) -> Iterator[Answer]:
    """Yield the answers for a period that are more, or others, than plain ratios."""
    if not isinstance(answers, Answers):
        yield from (answer for answer in answers if answer.period == period and answer.ratio is None)
        return
    for column in answers.columns:
        if column.period == period and column.plain.count < len(column.units):
            yield from (answer for answer in column.list_answers() if answer.ratio is None)


def _has_day(period: Period, day: date) -> bool:
    return period.first_day <= day <= period.last_day


def tabulate(book: Book, period: Period) -> Table:
    """Return everything that counts for a period, kept as long as the book is open."""
    return book.keep(("tabulate", period), lambda: _tabulate(list(book.find_standing(period).values())))


def _tabulate(filings: Sequence[Filing]) -> Table:
    numerators: dict[str, array[int]] = {}
    denominators: dict[str, array[int]] = {}
    for place, filing in enumerate(filings):
        for key, (numerator, denominator) in filing.ratios.items():
            if key not in numerators:
                numerators[key] = array("q", [0]) * len(filings)
                denominators[key] = array("q", [_NONE]) * len(filings)
            if numerator < _MOST and denominator < _MOST:
                numerators[key][place], denominators[key][place] = numerator, denominator
    return Table(filings, numerators, denominators)


def find_answers(
    book: Book,
    indicator: Indicator,
    target: Target,
    period: Period,
    *,
    methods: Collection[str | None] | None = None,
) -> Sequence[Answer]:
    """Return the answers that count for one period, of the units expected to give one, in the registry's order.

    "Unavailable" is no answer. For a target of one level an answer by parts must hold that part; for a target that
    names a method only answers by that method, or that do not say theirs, are taken; or those by `methods`, if given.
    """
    key = ("find_answers", indicator.id, period, target.level)
    found = book.keep(key, lambda: Answers([_find_answers(book, indicator, period, target.level)]))
    taken = methods if methods is not None or target.method is None else (target.method, None)
    if taken is None:
        return found
    _, others = split_answers(found)
    if None in taken and all(_is_by(answer.entry, taken) for answer in others):
        return found
    return tuple(
        one for one in found if (None in taken if one.ratio is not None else _is_by(one.entry, taken))
    )


def _is_by(entry: Entry, methods: Collection[str | None]) -> bool:
    return entry.method in methods or not entry.has_figures


def _find_answers(book: Book, indicator: Indicator, period: Period, level: Level | None) -> Column:
    table, key = tabulate(book, period), indicator.id
    expected = find_reporters(book, indicator, period, level).expected
    # One list serves all indicators that name the same reporters; the book keeps it.
    asked, found = book.keep(("_locate", period, id(expected)), lambda: _locate(table, expected))
    if level is None and key in table.all_plain:
        return Column(key, period, table, asked, found)
    denominators, entries = table.denominators.get(key), table.find_entries(key)
    units: list[Unit] = []
    places = array("i")
    for unit, place in zip(asked, found, strict=True):
        if denominators is None or denominators[place] == _NONE:
            entry = entries[place]
            if entry is None or entry.unavailable is not None:
                continue
            if level is not None and not speaks_for(entry, unit, level):
                continue
        elif level is not None and unit.level != level:
            continue
        units.append(unit)
        places.append(place)
    return Column(key, period, table, units, places)


def _locate(table: Table, expected: Iterable[Unit]) -> tuple[list[Unit], array[int]]:
    """Return those who have filed, and which filing is whose."""
    where = table.places
    units = [unit for unit in expected if unit.id in where]
    return units, array("i", [where[unit.id] for unit in units])


def speaks_for(entry: Entry, unit: Unit, level: Level) -> bool:
    """Whether a unit's answer holds what a target of one level asks: that part, or the unit's own figure."""
    if entry.parts is not None:
        return level in entry.parts
    return unit.level == level or not entry.has_figures
