"""Courses: how a figure moved between its last two values that can be compared, and where it goes on like that.

Convention: every number is exact, a value is that at the end of a day, and time is counted in days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.combine import Sides, worth
from cds_kpi.assess.over_time import find_year_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.over_time import YearFigure
    from cds_kpi.assess.trend import Point
    from cds_kpi.model.catalogue import Indicator
    from cds_kpi.model.measure import Measure
    from cds_kpi.period import Period

NoCourse = Literal["incomparable", "one_in_year", "other_stretch"]
"""Why two values make no course."""
Shape = Literal["level", "year_total", "year_share"]
"""How a figure moves: as a level; as a total that starts at 0 every year; as a share of what happens in a year."""


@dataclass(frozen=True, slots=True)
class Course:
    """A figure's last observed pace, and what follows from it."""

    shape: Shape
    since: Point
    now: Point
    start: date
    expect: Callable[[date], Fraction]
    limits: tuple[Fraction | None, Fraction | None] = (None, None)
    then: Sides | None = None
    sides: Sides | None = None
    to_come: Fraction | None = None
    """Of a share of the year: how much is still to come to the denominator until the target's day."""

    @property
    def numerator(self) -> Fraction | None:
        """Of a ratio, today's."""
        return self.sides.numerator if self.sides is not None else None

    @property
    def denominator(self) -> Fraction | None:
        """Of a ratio: today's; of a share of the year that expected on the target's day."""
        today = self.sides.denominator if self.sides is not None else None
        return today + self.to_come if today is not None and self.to_come is not None else today


def find_course(
    book: Book, indicator: Indicator, demand: Demand, year: YearFigure, points: list[Point]
) -> Course | NoCourse:
    """Return how a year's figure moves, by what it measures and until when; the last of the points is its own.

    The points are one a day, in order of time, by the same method and of the same units, but for what `adds_stretches`.
    """
    measure, figure, now = indicator.measure, year.figure, points[-1]
    is_total, is_quotient = measure.kind == "value" and measure.can_add, _is_quotient(measure, demand)
    if measure.basis == "at_date":
        sides = Sides(figure.numerator, figure.denominator) if figure.numerator is not None else None
        return _take_level(indicator, points, sides)
    if measure.basis == "distinct_in_period":
        like = [one for one in points if one.period.span == now.period.span]
        return _take_level(indicator, like) if len(like) > 1 else "other_stretch"
    is_due_this_year = demand.target.by.year == now.period.year
    if is_due_this_year and (is_total or is_quotient):
        in_year = [one for one in points if one.period.year == now.period.year and one.origin == "reported"]
        if len(in_year) < 2:
            return "one_in_year"
        return _take_share(book, indicator, demand, year, in_year) if is_quotient else _take_total(in_year)
    if is_total:
        return _take_level(indicator, [one for one in points if _ends_year(one.period)])
    # Percentages of a half year and of a year have different wholes, and no two sides that could be added up.
    like = [one for one in points if one.months == now.months]
    if len(like) < 2 or (is_due_this_year and now.months != demand.target.by.month):
        return "other_stretch"
    return _take_level(indicator, like)


def adds_stretches(indicator: Indicator, demand: Demand, now: Point) -> bool:
    """Whether the pace is what the newest stretch itself brought to both sides of a share of the year.

    That is of the units that reported it, whoever is missing in the figure before.
    """
    measure = indicator.measure
    is_due_this_year = demand.target.by.year == now.period.year
    return measure.basis == "in_period" and is_due_this_year and _is_quotient(measure, demand)


def _is_quotient(measure: Measure, demand: Demand) -> bool:
    return measure.kind == "ratio" and measure.combine in {"sum", "single"} and demand.target.every is None


def _ends_year(period: Period) -> bool:
    return (period.last_day.month, period.last_day.day) == (12, 31)


def _take_level(
    indicator: Indicator, points: Sequence[Point], sides: Sides | None = None
) -> Course | NoCourse:
    """Return the course along the last two values, between the least and the most that the value can be."""
    if len(points) < 2:
        return "incomparable"
    before, now = points[-2:]
    pace = _find_slope(before, now)
    low, high = limits = _find_limits(indicator)

    def expect(day: date) -> Fraction:
        value = now.value + pace * (day - now.period.last_day).days
        value = value if low is None else max(value, low)
        return value if high is None else min(value, high)

    return Course("level", before, now, before.period.last_day, expect, limits, sides=sides)


def _find_slope(before: Point, now: Point) -> Fraction:
    return (now.value - before.value) / (now.period.last_day - before.period.last_day).days


def _find_limits(indicator: Indicator) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most the value can be: 0 and the whole of a share; None: any."""
    if is_share(indicator.measure):
        return Fraction(0), worth(indicator.measure, Fraction(1), Fraction(1))
    low, high = (Fraction(one) if one is not None else None for one in indicator.value_range)
    return low, high


def is_share(measure: Measure) -> bool:
    """Whether its numerator is part of its denominator."""
    return measure.kind == "roll_call" or (measure.kind == "ratio" and not measure.may_exceed)


def _take_total(points: Sequence[Point]) -> Course | NoCourse:
    """Return the course of a total that grows over the year."""
    before, now = points[-2:]
    pace = _find_slope(before, now)
    if pace < 0:
        return "incomparable"
    start = before.period.last_day
    return Course(
        "year_total", before, now, start, lambda day: now.value + pace * (day - now.period.last_day).days
    )


def _take_share(
    book: Book, indicator: Indicator, demand: Demand, year: YearFigure, points: Sequence[Point]
) -> Course | NoCourse:
    """Return the course of a share of what happens in the year: both sides go on as in the newest stretch."""
    measure, figure, (before, now) = indicator.measure, year.figure, points[-2:]
    earlier = find_year_figure(book, indicator, demand.target, before.period)
    if earlier is None or earlier.figure.numerator is None or earlier.figure.denominator is None:
        return "incomparable"
    if figure.numerator is None or figure.denominator is None:
        return "incomparable"
    start, then = before.period.last_day, Sides(earlier.figure.numerator, earlier.figure.denominator)
    top, bottom = figure.numerator, figure.denominator
    days = (now.period.last_day - start).days
    rise, growth = (top - earlier.figure.numerator) / days, (bottom - earlier.figure.denominator) / days
    if growth <= 0 or rise < 0 or (is_share(measure) and rise > growth):
        return "incomparable"

    def expect(day: date) -> Fraction:
        left = (day - now.period.last_day).days
        value = worth(measure, top + rise * left, bottom + growth * left)
        assert value is not None, "the denominator grows"
        return value

    to_come = growth * (demand.target.by - now.period.last_day).days
    return Course(
        "year_share", before, now, start, expect, then=then, sides=Sides(top, bottom), to_come=to_come
    )


def begin_year(period: Period) -> date:
    """Return the day at whose end the period's year begins."""
    return date(period.year - 1, 12, 31)
