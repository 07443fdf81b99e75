"""The assessment: every indicator of a programme against its targets, as of a moment, exact and complete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from cds_kpi.assess.answers import find_answering, find_answers, tabulate
from cds_kpi.assess.attainment import (
    YearGrowth,
    compute_attainment,
    compute_gap,
    find_start,
    read_demand,
)
from cds_kpi.assess.certainty import adds_periods, await_figure, await_rounds, find_doubt, find_rounds_to_come
from cds_kpi.assess.combine import worse
from cds_kpi.assess.completeness import assess_completeness
from cds_kpi.assess.growth import judge_growth
from cds_kpi.assess.outlook import find_outlook
from cds_kpi.assess.over_time import find_year_figure
from cds_kpi.assess.pace import compute_pace, find_steps, judge_status
from cds_kpi.assess.punctuality import find_deadline
from cds_kpi.assess.reporters import find_reporters, find_waiting, is_collected
from cds_kpi.assess.trend import find_trend
from cds_kpi.period import CITY_TIME, Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from fractions import Fraction

    from cds_kpi.assess.attainment import Demand, Gap
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.certainty import Bounds, Doubt
    from cds_kpi.assess.completeness import UnitState
    from cds_kpi.assess.growth import Growth, NoGrowth
    from cds_kpi.assess.outlook import Outlook, WhyNot
    from cds_kpi.assess.over_time import YearFigure
    from cds_kpi.assess.pace import Pace, Status, Step
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.assess.reporters import Waiting
    from cds_kpi.assess.trend import Point
    from cds_kpi.model.catalogue import Bands, Baseline, Indicator, Programme, Round, Target
    from cds_kpi.model.submission import Entry, Filing, Observation
    from cds_kpi.model.units import Unit


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who was asked for the figure shown, and who has answered."""

    expected: tuple[Unit, ...]
    reported: tuple[Unit, ...]
    missing: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a unit wrote beside its answer."""

    unit: Unit
    entry: Entry
    filing: Filing


@dataclass(frozen=True, slots=True)
class Row:
    """One target of one indicator."""

    indicator: Indicator
    target: Target
    demand: Demand
    is_collected: bool
    """Whether the round asks for the indicator."""
    coverage: Coverage
    year: YearFigure | None
    """The figure for the year so far; None where there is none."""
    observed: Observation | None
    """How sure the figure is; provisional at best while answers are missing."""
    doubt: Doubt | None
    """What missing answers leave open; None where none is missing, or all of an older period's figure is."""
    attainment: Fraction | None
    gap: Gap | None
    pace: Pace | None
    status: Status
    waiting: tuple[Waiting, ...]
    """The levels it does not apply to yet in the period reported on, in the catalogue's order."""
    is_certain: bool
    """Whether no answer still missing can change the status."""
    remarks: tuple[Remark, ...]
    """Notes and reasons the units gave for this period."""
    trend: tuple[Point, ...]
    """The values before, oldest first."""
    steps: tuple[Step, ...]
    """The status of every other value, where the value alone tells it."""
    outlook: Outlook | WhyNot
    """Where it comes to by the target's day at its last observed pace, or why that cannot be said."""
    growth: Growth | NoGrowth
    """Its growth a year against what the target takes, or why that has no meaning."""

    @property
    def bounds(self) -> Bounds | None:
        """The lowest and highest value still possible; None where nothing is open, or that is not known."""
        return self.doubt.bounds if self.doubt is not None else None

    @property
    def value(self) -> Fraction | None:
        """The figure assessed."""
        return self.year.figure.value if self.year is not None else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A programme's round, assessed."""

    programme_id: str
    programme: Programme
    collection: Round
    deadline: Deadline
    as_of: datetime
    units: tuple[UnitState, ...]
    """Every unit the round asks, in the registry's order."""
    rows: tuple[Row, ...]
    """By the number in the programme's document, then in the catalogue's order."""


def assess_round(book: Book, programme_id: str, collection: Round) -> Assessment:
    """Assess one round of a programme from everything in the book."""
    deadline = find_deadline(collection, book.office_days)
    bands = book.programme.bands
    rows = [
        assess_target(
            book,
            indicator,
            target,
            collection.period,
            collected=is_collected(indicator, collection),
            bands=bands,
        )
        for indicator in book.catalogue.indicators
        for target in indicator.targets
        if target.programme == programme_id
    ]
    rows.sort(key=lambda row: (row.target.number is None, row.target.number or 0))
    units = assess_completeness(book, programme_id, collection, deadline)
    return Assessment(
        programme_id, book.programme, collection, deadline, book.as_of, units, tuple(set_beside(rows))
    )


def assess_target(
    book: Book, indicator: Indicator, target: Target, period: Period, *, collected: bool, bands: Bands
) -> Row:
    """Assess one target of one indicator for a period; `collected` says whether the period asks for the indicator."""
    shown = period
    waiting = find_waiting(book, indicator, period, target.level)
    if target.by.year < period.year:
        # What was due in an earlier year is judged by that year's figure, and by no later one.
        period = Period(target.by.year, "year", 1)
        collected = _is_asked_for(book, indicator, period)
    is_earlier = target.by.year == period.year < shown.year
    year = find_year_figure(book, indicator, target, period, is_collected=collected)
    if year is not None and is_earlier:
        year = replace(year, carried_from=_newest(year), period_figure=None)
    methods = year.figure.methods if year is not None else ()
    method = methods[0] if len(methods) == 1 else None
    demand = read_demand(indicator, target, method)
    coverage = _cover(book, indicator, target, period if collected else _newest(year))
    remarks = _find_remarks(book, indicator, period)
    until = year.carried_from if year is not None and year.carried_from is not None else period
    trend = find_trend(book, indicator, target, until, method)
    start = find_start(indicator, target, period, method)
    as_of = book.as_of.astimezone(CITY_TIME).date()
    steps = find_steps(demand, start, period, bands, as_of)
    value = year.figure.value if year is not None else None
    # What is demanded of later years only is judged by none of the earlier ones.
    first = find_first_year(book, target)
    is_before = target.growth is not None and period.year < first
    if year is None or value is None or is_before:
        not_due = is_before or (
            _is_not_due(book, indicator, target, period) and not (year and year.figure.answers)
        )
        observed = year.figure.observed if year is not None else None
        return Row(
            indicator, target, demand, collected, coverage, year, observed, None, None, None, None,
            "not_due" if not_due else "no_data", waiting, False, remarks, trend, steps,
            "no_data" if value is None else "growth",
            judge_growth(indicator, demand, start, value, until, as_of, lacks_answers=False),
        )  # fmt: skip
    figure = year.figure
    missing, is_whole = _find_missing(book, indicator, target, period, year, coverage, collected=collected)
    complete = not missing and not any(item.members_unanswered for item in figure.not_done)
    if target.growth is not None:
        demand = demand.over_years(_find_growth_years(book, indicator, target, period, first))
    attainment = compute_attainment(demand, value)
    gap = compute_gap(
        demand,
        value,
        figure.denominator,
        is_percent=indicator.measure.counted_in == "percent",
        is_whole=indicator.measure.whole or indicator.measure.kind == "roll_call",
    )
    pace = compute_pace(demand, start, value, period)
    judge = partial(_judge, demand, start, period, bands, as_of)
    status = judge(value)
    observed = figure.observed if is_whole else worse(figure.observed, "provisional")
    doubt = None
    if to_come := () if collected else find_rounds_to_come(book, indicator, _newest(year) or period, period):
        doubt = await_rounds(to_come)
    elif _is_older(year, period, collected=collected) and not adds_periods(indicator):
        doubt = await_figure([unit for unit, _ in missing], period)
    elif not complete:
        doubt = find_doubt(book, indicator, target, demand, figure, missing, judge)
    certain = doubt.is_certain if doubt is not None else complete
    growth = judge_growth(
        indicator, demand, start, value, until, as_of,
        lacks_answers=not is_whole or any(item.members_unanswered for item in figure.not_done),
    )  # fmt: skip
    outlook = find_outlook(
        book, indicator, demand, year, trend, period=period, start=pace.baseline if pace is not None else None,
        lacks_answers=not complete,
    )  # fmt: skip
    return Row(
        indicator, target, demand, collected, coverage, year, observed, doubt, attainment, gap, pace, status,
        waiting, certain, remarks, trend, steps, outlook, growth,
    )  # fmt: skip


def _find_missing(
    book: Book,
    indicator: Indicator,
    target: Target,
    period: Period,
    year: YearFigure,
    coverage: Coverage,
    *,
    collected: bool,
) -> tuple[list[tuple[Unit, Period]], bool]:
    """Return the answers that could still change a figure, and whether the figure is whole as it is.

    One of an earlier round is as sure as it was there, whoever is still silent in this one.
    """
    asked_for = period if collected else _newest(year) or period
    missing = [(unit, asked_for) for unit in coverage.missing if unit.id not in year.answered_otherwise]
    missing += year.silent
    if year.carried_from is None or not collected:
        return missing, not missing and not coverage.missing
    silent = _cover(book, indicator, target, year.carried_from).missing
    if _is_older(year, period, collected=collected) and adds_periods(indicator):
        missing += [(unit, year.carried_from) for unit in silent]
    return missing, not year.silent and not silent


def _is_older(year: YearFigure, period: Period, *, collected: bool) -> bool:
    """Whether the period asks for a figure of its own, and this is one of an earlier round."""
    return collected and year.carried_from not in {None, period}


def _judge(
    demand: Demand, start: Baseline | None, period: Period, bands: Bands, as_of: date, value: Fraction
) -> Status:
    """Return the status of a value at the end of a period."""
    attainment, pace = compute_attainment(demand, value), compute_pace(demand, start, value, period)
    return judge_status(demand, value, attainment, pace, bands, as_of)


def set_beside(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a page, each knowing the demands of all that are about the same figure."""
    same: dict[tuple[str, str | None, str | None, bool], list[Row]] = {}
    for row in rows:
        same.setdefault(_name_figure(row), []).append(row)
    return [
        replace(
            row,
            demand=replace(
                row.demand, beside=tuple(one.demand for one in same[_name_figure(row)] if one is not row)
            ),
        )
        for row in rows
    ]


def _name_figure(row: Row) -> tuple[str, str | None, str | None, bool]:
    target = row.target
    return row.indicator.id, target.level, target.method, target.every is not None


def _is_asked_for(book: Book, indicator: Indicator, period: Period) -> bool:
    """Whether any programme's round of the period asks for the indicator."""
    rounds = [one for programme in book.catalogue.programmes.values() for one in programme.rounds]
    return any(one.period == period and is_collected(indicator, one) for one in rounds)


def _newest(year: YearFigure | None) -> Period | None:
    return max(year.covers, key=lambda one: one.order) if year is not None else None


def _cover(book: Book, indicator: Indicator, target: Target, period: Period | None) -> Coverage:
    """Return who was asked; for an indicator the round does not ask for, in the round its figure comes from.

    Whoever answered by another method than the target's has answered.
    """
    if period is None:
        return Coverage((), (), ())
    expected = find_reporters(book, indicator, period, target.level).expected
    any_method = indicator.measure.any_method
    found = find_answers(book, indicator, target, period, methods=any_method)
    if len(found) == len(expected):
        return Coverage(expected, expected, ())
    answered = find_answering(found)
    return Coverage(
        expected,
        tuple(unit for unit in expected if unit.id in answered),
        tuple(unit for unit in expected if unit.id not in answered),
    )


def _is_not_due(book: Book, indicator: Indicator, target: Target, period: Period) -> bool:
    reporters = find_reporters(book, indicator, period, target.level)
    return bool(reporters.not_due) and not reporters.expected and not reporters.excluded


def _find_remarks(book: Book, indicator: Indicator, period: Period) -> tuple[Remark, ...]:
    remarks = []
    table = tabulate(book, period)
    if indicator.id in table.all_plain:
        return ()
    for unit in find_reporters(book, indicator, period).expected:
        place = table.places.get(unit.id)
        if place is None or table.is_plain(indicator.id, place):
            continue
        filing = table.filings[place]
        entry = filing.body.find_entry(indicator.id)
        if entry is not None and (entry.note or not entry.has_figures):
            remarks.append(Remark(unit, entry, filing))
    return tuple(remarks)


def find_first_year(book: Book, target: Target) -> int:
    """Return the first year a yearly growth is demanded of: the one the target names, else that of its document.

    No document demands anything of the years before it was issued; 0 where neither is known.
    """
    if target.first_year is not None:
        return target.first_year
    programme = book.catalogue.programmes.get(target.programme)
    source = book.catalogue.sources.get(programme.source or "") if programme is not None else None
    return source.issued.year if source is not None and source.issued is not None else 0


def _find_growth_years(
    book: Book, indicator: Indicator, target: Target, period: Period, first: int
) -> tuple[YearGrowth, ...]:
    """Return the growth of every year from the first to the period's that has a figure, oldest first.

    A year's growth is final when the year is over and its figure is of the whole of it.
    """
    today = book.as_of.astimezone(CITY_TIME).date()
    found = []
    for year in sorted({other.year for other in book.periods if first <= other.year <= period.year}):
        until = period if year == period.year else Period(year, "year", 1)
        figure = find_year_figure(book, indicator, target, until, is_collected=year == period.year)
        newest = _newest(figure)
        if figure is not None and figure.figure.value is not None and newest is not None:
            end = Period(year, "year", 1).last_day
            found.append(YearGrowth(year, figure.figure.value, newest.last_day == end < today))
    return tuple(found)
