"""Outlook: where an indicator comes to by its target's day if it goes on as it last went, and what the target takes.

Convention: every number is exact, a value is that at the end of a day, and time is counted in days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.attainment import count_up
from cds_kpi.assess.combine import worth
from cds_kpi.assess.over_time import find_year_figure
from cds_kpi.assess.remaining import find_remaining
from cds_kpi.assess.trend import Point
from cds_kpi.period import CITY_TIME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.over_time import YearFigure
    from cds_kpi.model.catalogue import Baseline, Indicator, Programme
    from cds_kpi.model.measure import Measure
    from cds_kpi.period import Period

WhyNot = Literal[
    "milestone", "growth", "no_baseline", "no_data", "past_due", "one_period", "one_in_year", "incomplete",
    "incomparable",
]  # fmt: skip
"""Why there is no outlook."""
Course = Literal["level", "year_total", "year_share"]
"""How a figure moves: as a level; as a total that starts at 0 every year; as a share of what happens in a year."""


@dataclass(frozen=True, slots=True)
class Waypoint:
    """The end of a remaining period, or the target's day where that lies within one."""

    period: Period | None
    """None: the target's day itself."""
    day: date
    required: Fraction | None
    """On the straight line to the target from its baseline, of a year's total from 0; None without one."""
    expected: Fraction
    """If it goes on as it last went."""
    bring: Fraction | None
    """What the stretch that ends here has to bring, of `Outlook.bring`."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where an indicator comes to, and what its target still takes."""

    course: Course
    since: Point | None
    """Where the last observed pace is measured from; None: from 0 at the beginning of the year."""
    now: Point
    """The newest value, which it is measured to."""
    is_met: bool
    """Whether the value expected on the target's day meets it."""
    short_by: Fraction
    """How far that value misses it; negative where it is better."""
    bring: Fraction | None
    """What it takes in all until the target's day, above 0; None where it takes nothing, or that has no meaning."""
    in_numerator: bool
    """Whether `bring` counts the numerator's things; else it is in what the indicator is counted in."""
    out_of: Fraction | None
    """Of a share of what happens in a year: how much is expected to come to the denominator until then."""
    highest: Fraction | None
    """Where all of that in the numerator would not meet the target any more: the value it would make."""
    waypoints: tuple[Waypoint, ...]
    """In order of time; the last is on the target's day."""

    @property
    def expected(self) -> Fraction:
        """The value expected on the target's day."""
        return self.waypoints[-1].expected


@dataclass(frozen=True, slots=True)
class _Course:
    """A figure's last observed pace, and what follows from it."""

    course: Course
    since: Point | None
    now: Point
    expect: Callable[[date], Fraction]
    numerator: Fraction | None = None
    """Of a ratio, today."""
    denominator: Fraction | None = None
    """Of a ratio: today; of a share of the year as expected on the target's day."""
    to_come: Fraction | None = None
    """Of a share of the year: how much of that denominator is still to come."""


@dataclass(frozen=True, slots=True)
class _Need:
    """What the target takes: the fields of the outlook of the same names."""

    bring: Fraction | None = None
    in_numerator: bool = False
    highest: Fraction | None = None


def find_outlook(
    book: Book,
    indicator: Indicator,
    demand: Demand,
    year: YearFigure | None,
    trend: Sequence[Point],
    *,
    period: Period,
    start: Baseline | None,
    lacks_answers: bool,
) -> Outlook | WhyNot:
    """Return where the figure of a row comes to by the target's day, or why that cannot be said.

    `trend` are the values before it, `start` the baseline its path begins at, `lacks_answers` whether reporters are
    still missing: a total without them says nothing of its pace. It takes two figures that can be compared:

    * a level (`at_date`, and what cannot be added up): the slope between the last two values, by days; figures that
      are counted anew in every period only with those of periods as long;
    * a total of the year (`in_period`, `year_to_date`) by a day in its year: the slope between the last two periods
      of that year; by a later day the slope between the last two whole years;
    * a share of what happens in a year, by a day in its year: both sides go on as since the period before, and the
      value is their quotient.
    """
    target = demand.target
    value = year.figure.value if year is not None else None
    if target.done:
        return "milestone"
    if target.growth is not None:
        return "growth"
    if demand.required is None:
        return "no_baseline"
    if year is None or value is None:
        return "no_data"
    now = Point(year.carried_from or period, value, "reported")
    if now.period.last_day >= target.by or book.as_of.astimezone(CITY_TIME).date() > target.by:
        return "past_due"
    # What other units reported is no course of this figure.
    alike = [one for one in trend if one.scope != "other"]
    points = [*_list_by_day(alike, now), now]
    if len(points) < 2:
        return "incomparable" if trend else "one_period"
    if indicator.measure.basis == "distinct_in_period":
        points = [*_list_by_day([one for one in alike if one.period.span == now.period.span], now), now]
    measure = indicator.measure
    if measure.kind == "value" and measure.can_add and measure.combine == "sum" and lacks_answers:
        return "incomplete"
    course = _find_course(book, indicator, demand, year, points)
    return (
        _look_ahead(book.programme, indicator, demand, course, start)
        if isinstance(course, _Course)
        else course
    )


def _list_by_day(trend: Sequence[Point], now: Point) -> list[Point]:
    """Return one value a day, before that of now: of two the reported one, else that of the longer period."""
    days: dict[date, Point] = {}
    for point in trend:
        held = days.get(point.period.last_day)
        is_better = held is None or held.origin == "baseline" or point.origin == "reported"
        if point.period.last_day < now.period.last_day and is_better:
            days[point.period.last_day] = point
    return [days[day] for day in sorted(days)]


def _find_course(
    book: Book, indicator: Indicator, demand: Demand, year: YearFigure, points: list[Point]
) -> _Course | WhyNot:
    measure, figure, now = indicator.measure, year.figure, points[-1]
    is_total = measure.kind == "value" and measure.can_add
    is_quotient = (
        measure.kind == "ratio" and measure.combine in {"sum", "single"} and demand.target.every is None
    )
    if measure.basis == "at_date":
        return _take_level(indicator, points, figure.numerator, figure.denominator)
    if measure.basis == "distinct_in_period":
        return _take_level(indicator, points)
    if demand.target.by.year == now.period.year and (is_total or is_quotient):
        in_year = [one for one in points if one.period.year == now.period.year and one.origin == "reported"]
        if is_quotient:
            return _take_share(book, indicator, demand, year, in_year)
        return _take_total(in_year) if len(in_year) > 1 else "one_in_year"
    if is_total:
        return _take_level(indicator, [one for one in points if _ends_year(one.period)])
    return _take_level(indicator, [one for one in points if one.is_like])


def _ends_year(period: Period) -> bool:
    return (period.last_day.month, period.last_day.day) == (12, 31)


def _take_level(
    indicator: Indicator,
    points: Sequence[Point],
    numerator: Fraction | None = None,
    denominator: Fraction | None = None,
) -> _Course | WhyNot:
    """Return the course along the last two values, between the least and the most that the value can be."""
    if len(points) < 2:
        return "incomparable"
    before, now = points[-2:]
    pace = _find_slope(before, now)
    low, high = _find_limits(indicator)

    def expect(day: date) -> Fraction:
        value = now.value + pace * (day - now.period.last_day).days
        value = value if low is None else max(value, low)
        return value if high is None else min(value, high)

    return _Course("level", before, now, expect, numerator, denominator)


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


def _take_total(points: Sequence[Point]) -> _Course | WhyNot:
    """Return the course of a total that grows over the year."""
    before, now = points[-2:]
    pace = _find_slope(before, now)
    if pace < 0:
        return "incomparable"
    return _Course("year_total", before, now, lambda day: now.value + pace * (day - now.period.last_day).days)


def _take_share(
    book: Book, indicator: Indicator, demand: Demand, year: YearFigure, points: Sequence[Point]
) -> _Course | WhyNot:
    """Return the course of a share of what happens in the year: both sides go on as in the newest stretch."""
    measure, now, figure = indicator.measure, points[-1], year.figure
    before = points[-2] if len(points) > 1 else None
    start, numerator, denominator = _begin_year(now.period), Fraction(0), Fraction(0)
    if before is not None:
        earlier = find_year_figure(book, indicator, demand.target, before.period)
        if earlier is None or earlier.figure.numerator is None or earlier.figure.denominator is None:
            return "incomparable"
        start = before.period.last_day
        numerator, denominator = earlier.figure.numerator, earlier.figure.denominator
    if figure.numerator is None or figure.denominator is None:
        return "incomparable"
    top, bottom = figure.numerator, figure.denominator
    days = (now.period.last_day - start).days
    rise, growth = (top - numerator) / days, (bottom - denominator) / days
    if growth <= 0 or rise < 0 or (is_share(measure) and rise > growth):
        return "incomparable"

    def expect(day: date) -> Fraction:
        left = (day - now.period.last_day).days
        value = worth(measure, top + rise * left, bottom + growth * left)
        assert value is not None, "the denominator grows"
        return value

    to_come = growth * (demand.target.by - now.period.last_day).days
    return _Course("year_share", before, now, expect, top, bottom + to_come, to_come)


def _begin_year(period: Period) -> date:
    """Return the day at whose end the period's year begins."""
    return date(period.year - 1, 12, 31)


def _look_ahead(
    programme: Programme, indicator: Indicator, demand: Demand, course: _Course, start: Baseline | None
) -> Outlook:
    by, required, now = demand.target.by, demand.required, course.now
    assert required is not None, "a course leads to a number"
    need = _find_need(indicator, demand, course)
    measure = indicator.measure
    is_whole = measure.kind == "roll_call" or (
        measure.whole if need.in_numerator else measure.counts_whole_things
    )
    line = _draw_line(demand, course, start)
    waypoints, brought = [], Fraction(0)
    for period, day in find_remaining(programme, indicator, now.period, by):
        bring = None
        if need.bring is not None:
            until = need.bring * (day - now.period.last_day).days / (by - now.period.last_day).days
            until = Fraction(-(-until.numerator // until.denominator)) if is_whole else until
            bring, brought = until - brought, until
        waypoints.append(Waypoint(period, day, line(day), course.expect(day), bring))
    expected = waypoints[-1].expected
    return Outlook(
        course=course.course,
        since=course.since,
        now=now,
        is_met=demand.is_met(expected) is True,
        short_by=required - expected if demand.is_upward else expected - required,
        bring=need.bring,
        in_numerator=need.in_numerator,
        out_of=course.to_come,
        highest=need.highest,
        waypoints=tuple(waypoints),
    )


def _find_need(indicator: Indicator, demand: Demand, course: _Course) -> _Need:
    """Return what the target takes from today on.

    Of a ratio in the numerator's things, at today's denominator; of a share of the year at the denominator expected
    for the year. Nothing of ranks, of the least or largest of several reporters, of figures that begin anew before
    the target's day, and of a share of the year that may not exceed something.
    """
    measure, required, value = indicator.measure, demand.required, course.now.value
    assert required is not None, "a course leads to a number"
    begins_anew = course.course == "level" and measure.basis != "at_date"
    is_one = measure.combine in {"max", "min"} or demand.target.every is not None
    if measure.kind == "rank" or begins_anew or is_one:
        return _Need()
    gap = required - value if demand.is_upward else value - required
    if course.numerator is None or course.denominator is None:
        gap = count_up(gap, demand) if measure.counts_whole_things else gap
        return _Need(gap) if gap > 0 else _Need()
    if course.to_come is not None and not demand.is_upward:
        return _Need()
    aim = required * course.denominator / (100 if measure.counted_in == "percent" else 1)
    needed = aim - course.numerator if demand.is_upward else course.numerator - aim
    if measure.whole or measure.kind == "roll_call":
        needed = count_up(needed, demand)
    if course.to_come is not None and is_share(measure) and needed > course.to_come:
        return _Need(highest=worth(measure, course.numerator + course.to_come, course.denominator))
    return _Need(needed if needed > 0 else None, in_numerator=True)


def _draw_line(demand: Demand, course: _Course, start: Baseline | None) -> Callable[[date], Fraction | None]:
    """Return the straight line to the target: of a year's total from 0, else from the baseline its path begins at."""
    by, required = demand.target.by, demand.required
    assert required is not None, "a course leads to a number"
    if course.course == "year_total":
        first, origin = _begin_year(course.now.period), Fraction(0)
    elif start is not None:
        first, origin = start.period.last_day, start.value.exact
    else:
        return lambda _: None
    return lambda day: origin + (required - origin) * Fraction((day - first).days, (by - first).days)
