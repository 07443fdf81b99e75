"""Outlook: where an indicator comes to by its target's day if it goes on as it last went, and what the target takes.

Convention: every number is exact, a value is that at the end of a day, and time is counted in days.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.attainment import count_up
from cds_kpi.assess.combine import worth
from cds_kpi.assess.course import Course, adds_stretches, begin_year, find_course, is_share
from cds_kpi.assess.remaining import find_remaining
from cds_kpi.assess.trend import find_newest
from cds_kpi.period import CITY_TIME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.combine import Sides
    from cds_kpi.assess.course import Shape
    from cds_kpi.assess.over_time import YearFigure
    from cds_kpi.assess.trend import Point
    from cds_kpi.model.catalogue import Baseline, Indicator, Programme, Target
    from cds_kpi.model.measure import Measure
    from cds_kpi.period import Period

WhyNot = Literal[
    "milestone", "growth", "no_baseline", "no_data", "past_due", "last_period", "one_period", "one_in_year",
    "incomplete", "incomparable", "units_differ", "other_stretch",
]  # fmt: skip
"""Why there is no outlook."""


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
class Line:
    """The straight line to a target: where it begins, at a day's end, and where it ends."""

    first: date
    origin: Fraction
    last: date
    required: Fraction

    def reach(self, day: date) -> Fraction:
        """Return where it is at the end of a day."""
        share = Fraction((day - self.first).days, (self.last - self.first).days)
        return self.origin + (self.required - self.origin) * share


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where an indicator comes to, and what its target still takes."""

    course: Shape
    since: Point
    """Where the last observed pace is measured from."""
    now: Point
    """The newest value, which it is measured to."""
    start: date
    """The day at whose end the pace begins: the last one of `since`."""
    then: Sides | None
    """Of a share of what happens in a year: its two sides at the beginning of the pace."""
    sides: Sides | None
    """Of a ratio: its two sides in the newest value."""
    limits: tuple[Fraction | None, Fraction | None]
    """The least and the most that can be expected; None: no limit."""
    line: Line | None
    """The straight line to the target; None without a beginning."""
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
    volume: Fraction | None
    """There: how much at least would have to come, all of it in the numerator; None where no amount would do."""
    waypoints: tuple[Waypoint, ...]
    """In order of time; the last is on the target's day."""

    @property
    def expected(self) -> Fraction:
        """The value expected on the target's day."""
        return self.waypoints[-1].expected


@dataclass(frozen=True, slots=True)
class _Need:
    """What the target takes: the fields of the outlook of the same names."""

    bring: Fraction | None = None
    in_numerator: bool = False
    highest: Fraction | None = None
    volume: Fraction | None = None


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
    still missing: a total without them says nothing of its pace. It takes two figures that can be compared, of the
    same units (where one lacks a reporter that the other holds, the difference is partly that reporter's), by the same
    method, and of stretches of the year that are as long:

    * a level (`at_date`, and what cannot be added up): the slope between the last two values, by days; figures that
      are counted anew in every period only with those of periods as long;
    * a total of the year (`in_period`, `year_to_date`) by a day in its year: the slope between the last two periods
      of that year; by a later day the slope between the last two whole years;
    * a share of what happens in a year, by a day in its year: both sides go on as since the year's period before, and
      the value is their quotient. A year before says nothing of the two sides of the rest of this one.
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
    now = find_newest(book, indicator, target, year, period, value)
    if book.as_of.astimezone(CITY_TIME).date() > target.by:
        return "past_due"
    if now.period.last_day >= target.by:
        return "last_period"
    # What other units reported, or by a method that may be another, is no course of this figure.
    alike = [one for one in trend if one.scope != "other" and _is_by_same(one, now, target)]
    if not _list_by_day(alike, now):
        return "incomparable" if trend else "one_period"
    measure = indicator.measure
    if measure.kind == "value" and measure.can_add and measure.combine == "sum" and lacks_answers:
        return "incomplete"
    if measure.basis == "distinct_in_period":
        # A half year and its second quarter end on one day.
        like = [one for one in alike if one.period.span == now.period.span]
        alike = like or alike
    is_own = adds_stretches(indicator, demand, now)
    of_same = alike if is_own else [one for one in alike if _is_of_same(one, now)]
    course = find_course(book, indicator, demand, year, [*_list_by_day(of_same, now), now])
    if isinstance(course, Course):
        return _look_ahead(book.programme, indicator, demand, course, start)
    others = find_course(book, indicator, demand, year, [*_list_by_day(alike, now), now])
    return course if others == course else "units_differ"


def _is_of_same(point: Point, now: Point) -> bool:
    """Whether a point holds the units that the newest does; a published one stands for all that have a figure."""
    return point.lacking == now.lacking and (point.origin == "baseline" or point.idle == now.idle)


def _is_by_same(point: Point, now: Point, target: Target) -> bool:
    """Whether a point was measured as the newest was; what names no method goes by the target's."""
    mine, other = ({by or target.method for by in one.methods or (None,)} for one in (now, point))
    return mine == other


def _list_by_day(trend: Sequence[Point], now: Point) -> list[Point]:
    """Return one value a day, before that of now: of two the reported one, else that of the longer period."""
    days: dict[date, Point] = {}
    for point in trend:
        held = days.get(point.period.last_day)
        is_better = held is None or held.origin == "baseline" or point.origin == "reported"
        if point.period.last_day < now.period.last_day and is_better:
            days[point.period.last_day] = point
    return [days[day] for day in sorted(days)]


def _look_ahead(
    programme: Programme, indicator: Indicator, demand: Demand, course: Course, start: Baseline | None
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
        required_then = line.reach(day) if line is not None else None
        waypoints.append(Waypoint(period, day, required_then, course.expect(day), bring))
    expected = waypoints[-1].expected
    return Outlook(
        course=course.shape,
        since=course.since,
        now=now,
        start=course.start,
        then=course.then,
        sides=course.sides,
        limits=course.limits,
        line=line,
        is_met=demand.is_met(expected) is True,
        short_by=required - expected if demand.is_upward else expected - required,
        bring=need.bring,
        in_numerator=need.in_numerator,
        out_of=course.to_come,
        highest=need.highest,
        volume=need.volume,
        waypoints=tuple(waypoints),
    )


def _find_need(indicator: Indicator, demand: Demand, course: Course) -> _Need:
    """Return what the target takes from today on.

    Of a ratio in the numerator's things, at today's denominator; of a share of the year at the denominator expected
    for the year. Nothing of ranks, of the least or largest of several reporters, of figures that begin anew before
    the target's day, and of a share of the year that may not exceed something.
    """
    measure, required, value = indicator.measure, demand.required, course.now.value
    assert required is not None, "a course leads to a number"
    begins_anew = course.shape == "level" and measure.basis != "at_date"
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
        highest = worth(measure, course.numerator + course.to_come, course.denominator)
        return _Need(highest=highest, volume=_find_volume(measure, demand, course.sides))
    return _Need(needed if needed > 0 else None, in_numerator=True)


def _find_volume(measure: Measure, demand: Demand, sides: Sides | None) -> Fraction | None:
    """Return how much has to come to both sides of a share until it meets the target; None where no amount would do.

    (numerator + n) / (denominator + n) >= the target, solved for n.
    """
    assert sides is not None, "a share has two sides"
    assert sides.denominator is not None, "a share has two sides"
    assert demand.required is not None, "a course leads to a number"
    share = demand.required / (100 if measure.counted_in == "percent" else 1)
    if share >= 1:
        return None
    volume = (share * sides.denominator - sides.numerator) / (1 - share)
    return count_up(volume, demand) if measure.whole else volume


def _draw_line(demand: Demand, course: Course, start: Baseline | None) -> Line | None:
    """Return the straight line to the target: of a year's total from 0, else from the baseline its path begins at."""
    by, required = demand.target.by, demand.required
    assert required is not None, "a course leads to a number"
    if course.shape == "year_total":
        return Line(begin_year(course.now.period), Fraction(0), by, required)
    return Line(start.period.last_day, start.value.exact, by, required) if start is not None else None
