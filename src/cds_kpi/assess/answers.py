"""Answers: what each unit says on an indicator for a period, kept in columns as long as it is but two numbers.

Convention: answers stand in the registry's order, those of several periods unit by unit, and of one unit oldest first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, overload

from cds_kpi.assess.reporters import find_reporters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.submission import Entry, Filing
    from cds_kpi.model.units import Level, Unit
    from cds_kpi.period import Period

_NONE = -1
"""Stands for the denominator of an answer that is no plain ratio."""
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

    @property
    def entry(self) -> Entry:
        """The whole answer; looked up at every call."""
        return self.filing.entries[self.indicator]


@dataclass(slots=True)
class Column:
    """The answers on one indicator for one period."""

    indicator: str
    period: Period
    units: list[Unit] = field(default_factory=list)
    filings: list[Filing] = field(default_factory=list)
    numerators: array[int] = field(default_factory=lambda: array("q"))
    """0 where the answer is no plain ratio."""
    denominators: array[int] = field(default_factory=lambda: array("q"))
    """-1 where the answer is no plain ratio."""

    def list_answers(self) -> Iterator[Answer]:
        """Yield the answers, in order."""
        sides = zip(self.units, self.filings, self.numerators, self.denominators, strict=True)
        for unit, filing, numerator, denominator in sides:
            ratio = (numerator, denominator) if denominator != _NONE else None
            yield Answer(unit, self.period, filing, self.indicator, ratio)


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
        if len(self._columns) == 1:
            yield from self._columns[0].list_answers()
            return
        waiting = [column.list_answers() for column in self._columns]
        heads = [next(one, None) for one in waiting]
        for unit in self._units:
            for place, head in enumerate(heads):
                if head is not None and head.unit is unit:
                    yield head
                    heads[place] = next(waiting[place], None)


@dataclass(frozen=True, slots=True)
class Plain:
    """What those of some answers that are plain ratios come to."""

    count: int
    numerator: int
    denominator: int


def split_answers(answers: Sequence[Answer]) -> tuple[Plain, list[Answer]]:
    """Return the sum of the plain ratios, and all other answers."""
    if not isinstance(answers, Answers):
        ratios = [answer.ratio for answer in answers if answer.ratio is not None]
        plain = Plain(len(ratios), sum(one for one, _ in ratios), sum(one for _, one in ratios))
        return plain, [answer for answer in answers if answer.ratio is None]
    count = numerator = denominator = 0
    others: list[Answer] = []
    for column in answers.columns:
        lacking = column.denominators.count(_NONE)
        count += len(column.units) - lacking
        numerator += sum(column.numerators)
        denominator += sum(column.denominators) - lacking * _NONE
    if count < len(answers):
        others = [answer for answer in answers if answer.ratio is None]
    return Plain(count, numerator, denominator), others


def list_units(answers: Sequence[Answer]) -> list[Unit]:
    """Return who gave each of the answers."""
    if isinstance(answers, Answers) and len(answers.columns) == 1:
        return answers.columns[0].units
    return [answer.unit for answer in answers]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that counts for one period, every filing read through once."""

    places: dict[str, int]
    """Which row a unit's filing is."""
    filings: list[Filing]
    ratios: dict[str, tuple[array[int], array[int]]]
    """By indicator: the numerators and denominators of plain ratios, as `Column` keeps them."""

    def is_plain(self, indicator: str, place: int) -> bool:
        """Whether a filing answers an indicator by a plain ratio and says nothing more."""
        return indicator in self.ratios and self.ratios[indicator][1][place] != _NONE


def tabulate(book: Book, period: Period) -> Table:
    """Return everything that counts for a period, kept as long as the book is open."""
    return book.keep(("tabulate", period), lambda: _tabulate(book.find_standing(period).values()))


def _tabulate(standing: Collection[Filing]) -> Table:
    filings = list(standing)
    ratios: dict[str, tuple[array[int], array[int]]] = {}
    for place, filing in enumerate(filings):
        for key, (numerator, denominator) in filing.ratios.items():
            if key not in ratios:
                ratios[key] = array("q", [0]) * len(filings), array("q", [_NONE]) * len(filings)
            if numerator < _MOST and denominator < _MOST:
                ratios[key][0][place], ratios[key][1][place] = numerator, denominator
    return Table({filing.unit: place for place, filing in enumerate(filings)}, filings, ratios)


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
    column = Column(key, period)
    numerators, denominators = table.ratios.get(key, (None, None))
    for unit in find_reporters(book, indicator, period, level).expected:
        place = table.places.get(unit.id)
        if place is None:
            continue
        filing, numerator, denominator = table.filings[place], 0, _NONE
        if numerators is not None and denominators is not None:
            numerator, denominator = numerators[place], denominators[place]
        if denominator == _NONE:
            entry = filing.entries.get(key)
            if entry is None or entry.unavailable is not None:
                continue
            if level is not None and not speaks_for(entry, unit, level):
                continue
        elif level is not None and unit.level != level:
            continue
        column.units.append(unit)
        column.filings.append(filing)
        column.numerators.append(numerator)
        column.denominators.append(denominator)
    return column


def speaks_for(entry: Entry, unit: Unit, level: Level) -> bool:
    """Whether a unit's answer holds what a target of one level asks: that part, or the unit's own figure."""
    if entry.parts is not None:
        return level in entry.parts
    return unit.level == level or not entry.has_figures
