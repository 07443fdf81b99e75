"""How an indicator went before: its baselines and the figures of earlier periods, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.over_time import find_year_figure

if TYPE_CHECKING:
    from fractions import Fraction

    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.period import Period

LONGEST = 8
"""Points a trend has at most, the newest."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value at the end of a period."""

    period: Period
    value: Fraction
    origin: Literal["baseline", "reported"]
    """Whether the catalogue gives it or units reported it."""


def find_trend(
    book: Book, indicator: Indicator, target: Target, period: Period, method: str | None
) -> tuple[Point, ...]:
    """Return the values before a period, oldest first: of what was reported, else of the baselines.

    A reported value is what a report of its own period showed, so that of the year so far where figures add up.
    Values by another method than the one asked for are left out; baselines without one are kept.
    """
    wanted = target.method or method
    points = {
        baseline.period: Point(baseline.period, baseline.value.exact, "baseline")
        for baseline in indicator.baselines
        if baseline.period.last_day < period.last_day
        and (wanted is None or baseline.method in {None, wanted})
    }
    for other in book.periods:
        if other.last_day >= period.last_day:
            continue
        year = find_year_figure(book, indicator, target, other)
        if year is None or year.carried_from is not None or year.figure.value is None:
            continue
        if wanted is None or set(year.figure.methods) <= {None, wanted}:
            points[other] = Point(other, year.figure.value, "reported")
    return tuple(sorted(points.values(), key=lambda point: point.period.order))[-LONGEST:]
