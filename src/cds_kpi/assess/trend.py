"""How an indicator went before: its baselines and the figures of earlier periods, oldest first.

Convention: a figure is the point of its period whichever programme collected it. Points that do not tell of the same
as the newest figure say so: other units, or another stretch of the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.answers import find_answering, list_worded
from cds_kpi.assess.lineage import compare_scopes, find_holders
from cds_kpi.assess.over_time import find_year_figure
from cds_kpi.assess.reporters import find_reporters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.over_time import YearFigure
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period

Scope = Literal["same", "handed_on", "regrouped", "other"]
"""Who stood behind an earlier figure: the same units; a predecessor of the one that answers for all; the same ones
before they were merged or split among themselves; or others, so that the two figures are not about the same."""
LONGEST = 8
"""Points a trend has at most."""
_LANDS = frozenset({"province", "district", "commune"})
"""Levels whose units are made of land and people, not of duties."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value at the end of a period."""

    period: Period
    value: Fraction
    origin: Literal["baseline", "reported"]
    """Whether the catalogue gives it or units reported it."""
    scope: Scope = "same"
    """Whose figure it was, against the units asked for the newest figure; `same` for a baseline."""
    months: int | None = None
    """How many months of its year it has added up or counted, for what happens over time; None for a state."""
    is_like: bool = True
    """Of a reported one: whether it covers as long a stretch of its year as the newest figure does, where that makes a
    difference."""
    lacking: frozenset[tuple[str, int]] = frozenset()
    """Units that it could hold and does not, with how many of their members (0: the unit itself); none of a baseline's,
    which stands for all."""
    idle: frozenset[str] = frozenset()
    """Units that answered that there is no figure of them: it does not apply to them, or where figures cannot be added
    up, there was nothing to count."""
    methods: tuple[str | None, ...] = ()
    """By which methods it was measured; None where that is not said."""

    @property
    def is_comparable(self) -> bool:
        """Whether it may be held against the newest figure."""
        return self.scope != "other" and self.is_like


def find_trend(
    book: Book, indicator: Indicator, target: Target, period: Period, method: str | None
) -> tuple[Point, ...]:
    """Return the values before a period, oldest first: of what was reported, else of the baselines.

    A reported value is what a report of its own period showed, so that of the year so far where figures add up.
    Values by another method than the one asked for are left out; baselines without one are kept. Of more than LONGEST
    points the years furthest back keep only their last one, and then the oldest go.
    """
    wanted = target.method or method
    points = {
        baseline.period: Point(
            baseline.period, baseline.value.exact, "baseline", months=_count_baseline(indicator, baseline.period),
            methods=(baseline.method,),
        )
        for baseline in indicator.baselines
        if baseline.period.last_day < period.last_day
        and (wanted is None or baseline.method in {None, wanted})
    }  # fmt: skip
    newest = find_year_figure(book, indicator, target, period)
    reach = _count_months(indicator, newest, period) if newest is not None else None
    for other in book.periods:
        if other.last_day >= period.last_day:
            continue
        year = find_year_figure(book, indicator, target, other)
        if year is None or year.carried_from is not None or year.figure.value is None:
            continue
        if wanted is None or set(year.figure.methods) <= {None, wanted}:
            months = _count_months(indicator, year, other)
            # Within one year it goes without saying that less of it had passed.
            is_like = other.year == period.year or reach is None or months == reach
            scope = _compare_reporters(book, indicator, target, other, period)
            points[other] = Point(
                other, year.figure.value, "reported", scope, months, is_like,
                _find_lacking(book, indicator, target, year), _find_idle(year), year.figure.methods,
            )  # fmt: skip
    return _thin_out(sorted(points.values(), key=lambda point: point.period.order))


def find_newest(
    book: Book, indicator: Indicator, target: Target, year: YearFigure, period: Period, value: Fraction
) -> Point:
    """Return a year's figure with its value, as it stands at a period, as the point that others are held against."""
    until = year.carried_from or period
    months = _count_months(indicator, year, until)
    lacking = _find_lacking(book, indicator, target, year)
    idle, methods = _find_idle(year), year.figure.methods
    return Point(until, value, "reported", "same", months, True, lacking, idle, methods)


def _find_lacking(
    book: Book, indicator: Indicator, target: Target, year: YearFigure
) -> frozenset[tuple[str, int]]:
    """Return who is not in a figure: of its newest period whoever is named, and who is silent in the older ones."""
    newest = max(year.covers, key=lambda one: one.order)
    there = year.answered_otherwise | find_answering(year.figure.answers, newest.last_day)
    named = _list_reporters(book, indicator, target, newest)
    return frozenset(
        [
            *((unit.id, 0) for unit in named if unit.id not in there),
            *((unit.id, 0) for unit, _ in year.silent),
            *(
                (one.unit.id, one.members_unanswered)
                for one in year.figure.not_done
                if one.members_unanswered
            ),
        ]
    )


def _find_idle(year: YearFigure) -> frozenset[str]:
    """Return who answered for a figure's newest period that there is none; 0 of 0 can be added up and is one."""
    newest = max(year.covers, key=lambda one: one.order)
    is_added = year.figure.denominator is not None
    return frozenset(
        answer.unit.id
        for answer in list_worded(year.figure.answers, newest)
        if not answer.entry.has_figures and not (is_added and answer.entry.nil is not None)
    )


def _count_baseline(indicator: Indicator, period: Period) -> int | None:
    """Return how many months of its year a published figure counts; None where it is a state."""
    basis = indicator.measure.basis
    if basis == "at_date":
        return None
    return period.last_day.month if basis == "year_to_date" else period.months


def _count_months(indicator: Indicator, year: YearFigure, period: Period) -> int | None:
    """Return how many months of the year a figure counts; None where it is a state, not a stretch."""
    basis = indicator.measure.basis
    if basis == "at_date":
        return None
    if basis == "year_to_date":
        return period.last_day.month
    if basis == "distinct_in_period":
        return period.months
    months = {month for one in year.covers for month in range(one.first_day.month, one.last_day.month + 1)}
    return len(months)


def _compare_reporters(
    book: Book, indicator: Indicator, target: Target, earlier: Period, later: Period
) -> Scope:
    then, now = (period.window(book.programme.cutoff)[1] for period in (earlier, later))
    before, after = (_list_reporters(book, indicator, target, period) for period in (earlier, later))
    then_there, now_there = frozenset(unit.id for unit in before), frozenset(unit.id for unit in after)
    key = (then_there, now_there, then, now)
    if key not in book.scopes:
        is_by_duty = all(":" not in selector for selector in indicator.reporters)
        if is_by_duty and not any(unit.level in _LANDS for unit in (*before, *after)):
            heirs = {heir.id for unit in before for heir in find_holders(book.lineage, unit, now)}
            same: Scope = "same" if then_there == now_there else "handed_on"
            return same if heirs == now_there else "other"
        book.scopes[key] = compare_scopes(book.lineage, before, after, then, now)
    return book.scopes[key]


def _list_reporters(book: Book, indicator: Indicator, target: Target, period: Period) -> tuple[Unit, ...]:
    """Return everyone named for a period, whether or not a phase had begun or somebody was excluded."""
    asked = find_reporters(book, indicator, period, target.level)
    return (*asked.expected, *asked.not_due, *asked.excluded)


def _thin_out(points: Iterable[Point]) -> tuple[Point, ...]:
    kept = list(points)
    for year in sorted({point.period.year for point in kept}):
        if len(kept) <= LONGEST:
            break
        last = max(index for index, point in enumerate(kept) if point.period.year == year)
        kept = [point for index, point in enumerate(kept) if point.period.year != year or index == last]
    return tuple(kept[-LONGEST:])
