"""How an indicator's periods join within a year: the newest, the sum of those that tile it, or the period's own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cds_kpi.assess.answers import Answers, find_answering, find_answers
from cds_kpi.assess.combine import join_answers
from cds_kpi.assess.lineage import find_heirs
from cds_kpi.assess.reporters import find_reporters
from cds_kpi.period import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cds_kpi.assess.answers import Answer, Column
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.combine import Figure
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.units import Unit


@dataclass(frozen=True, slots=True)
class YearFigure:
    """An indicator's figure for the year up to a period."""

    figure: Figure
    period_figure: Figure | None
    """The period's own figure; None where none was reported for it."""
    carried_from: Period | None
    """The older period the figure comes from; None where the period itself is in it."""
    covers: tuple[Period, ...]
    """The periods that are in it, in order of time."""
    silent: tuple[tuple[Unit, Period], ...] = ()
    """Who is missing in the older periods that are added up."""
    answered_otherwise: frozenset[str] = frozenset()
    """Units whose longer period already contains the one reported on: their answer to it would change nothing."""


def find_year_figure(
    book: Book,
    indicator: Indicator,
    target: Target,
    period: Period,
    *,
    is_collected: bool = True,
    methods: Collection[str | None] | None = None,
) -> YearFigure | None:
    """Return the figure as it stands at a period, or None where the year has none yet.

    `in_period` adds up the periods of the year so far that cover it without overlap; a longer period stands before
    the shorter ones within it. `at_date` and `year_to_date` take the newest period of the calendar year not after
    this one; `distinct_in_period` does so only where the round does not collect the indicator. Nothing is carried from
    one calendar year into the next. `methods` as in `find_answers`.
    """
    is_asked = is_collected or indicator.measure.basis != "distinct_in_period"
    chosen = tuple(methods) if methods is not None else None
    # All of a target that a figure depends on.
    wanted = (target.level, target.method, target.every is None)
    return book.keep(
        ("find_year_figure", indicator.id, wanted, period, is_asked, chosen),
        lambda: _find_year_figure(book, indicator, target, period, is_asked=is_asked, methods=chosen),
    )


def _find_year_figure(
    book: Book,
    indicator: Indicator,
    target: Target,
    period: Period,
    *,
    is_asked: bool,
    methods: Collection[str | None] | None,
) -> YearFigure | None:
    basis = indicator.measure.basis
    reported = _find_reported(book, indicator, target, period, methods)
    if not reported or (basis == "distinct_in_period" and is_asked and period not in reported):
        return None
    newest = max(reported, key=lambda one: (one == period, *one.order))
    own = _join_period(book, indicator, target, newest, reported[newest])
    period_figure = own if newest == period else None
    carried_from = None if newest == period else newest
    if basis != "in_period":
        return YearFigure(own, period_figure, carried_from, (newest,))
    columns = _list_columns(reported, period)
    if columns is not None:
        covers = tuple(column.period for column in columns)
        if covers == (newest,):
            return YearFigure(own, period_figure, carried_from, covers)
        expected = find_reporters(book, indicator, newest, target.level).expected
        total = join_answers(indicator, target, Answers(columns, book.units.values()), expected)
        silent = _find_unheard(book, indicator, target, {cover: reported[cover] for cover in covers}, newest)
        return YearFigure(total, period_figure, carried_from, covers, silent)
    tiles = _drop_succeeded(book, tile_by_unit(reported, period))
    answers = tuple(answer for unit in book.units for answer in tiles.get(unit, ()))
    # Far fewer periods than answers: told apart by identity first, which is many times cheaper than by their value.
    periods = {id(answer.period): answer.period for answer in answers}
    covers = tuple(sorted(set(periods.values()), key=lambda one: one.order))
    if covers == (newest,):
        return YearFigure(own, period_figure, carried_from, covers)
    expected = find_reporters(book, indicator, newest, target.level).expected
    total = join_answers(indicator, target, answers, expected)
    older = {cover: reported[cover] for cover in covers if cover != newest}
    silent = _find_silent(book, indicator, target, tiles, older)
    contained = frozenset(
        unit
        for unit, answers_of_unit in (
            tiles.items() if any(one.months > period.months for one in covers) else ()
        )
        if any(answer.period.months > period.months for answer in answers_of_unit)
        and is_covered(period, [answer for answer in answers_of_unit if answer.period != period])
    )
    return YearFigure(total, period_figure, carried_from, covers, silent, contained)


def _find_reported(
    book: Book,
    indicator: Indicator,
    target: Target,
    period: Period,
    methods: Collection[str | None] | None,
) -> dict[Period, Sequence[Answer]]:
    """Return the answers of each period of the year, not after this one, that has any."""
    reported = {}
    for other in book.periods:
        if other.year == period.year and other.last_day <= period.last_day:
            answers = find_answers(book, indicator, target, other, methods=methods)
            if answers:
                reported[other] = answers
    return reported


def _join_period(
    book: Book, indicator: Indicator, target: Target, period: Period, answers: Sequence[Answer]
) -> Figure:
    return join_answers(
        indicator, target, answers, find_reporters(book, indicator, period, target.level).expected
    )


def _list_columns(reported: Mapping[Period, Sequence[Answer]], period: Period) -> list[Column] | None:
    """Return the answers period by period where every one of them is added up, because none overlaps another.

    None where some overlap, or where one contains the period asked for and more.
    """
    ordered = sorted(reported, key=lambda one: one.order)
    if any(left.last_day >= right.first_day for left, right in pairwise(ordered)):
        return None
    if any(one.months > period.months and one.last_day >= period.first_day for one in ordered):
        return None
    found = [reported[one] for one in ordered]
    columns = [column for answers in found if isinstance(answers, Answers) for column in answers.columns]
    return columns if len(columns) == len(found) else None


def _find_unheard(
    book: Book,
    indicator: Indicator,
    target: Target,
    reported: Mapping[Period, Sequence[Answer]],
    newest: Period,
) -> tuple[tuple[Unit, Period], ...]:
    """Return who is silent in the older periods, as `_find_silent` does, where no two of the periods overlap."""
    silent: list[tuple[Unit, Period]] = []
    for period, answers in reported.items():
        expected = find_reporters(book, indicator, period, target.level).expected
        if period == newest or len(answers) == len(expected):
            continue
        heard = find_answering(answers)
        by_any = find_answers(book, indicator, target, period, methods=indicator.measure.any_method)
        if len(by_any) > len(heard):
            counted = set().union(*map(find_answering, reported.values()))
            heard |= find_answering(by_any) - counted
        silent += [(unit, period) for unit in expected if unit.id not in heard]
    return tuple(silent)


def _find_silent(
    book: Book,
    indicator: Indicator,
    target: Target,
    tiles: Mapping[str, list[Answer]],
    reported: Mapping[Period, Sequence[Answer]],
) -> tuple[tuple[Unit, Period], ...]:
    """Return the units that were asked for one of the periods and whose answers do not cover all of it.

    Whoever answered by another method than the target's is not silent.
    """
    silent = []
    for period, own in reported.items():
        answers = find_answers(book, indicator, target, period, methods=indicator.measure.any_method)
        by_other = {answer.unit.id for answer in answers if answer.unit.id not in tiles}
        heard = by_other.union([answer.unit.id for answer in own])
        silent += [
            (unit, period)
            for unit in find_reporters(book, indicator, period, target.level).expected
            if unit.id not in heard
            and not is_covered(period, tiles.get(unit.id, ()))
            and not _is_succeeded(book, unit, period, tiles)
        ]
    return tuple(silent)


def _drop_succeeded(book: Book, tiles: Mapping[str, list[Answer]]) -> dict[str, list[Answer]]:
    """Return the answers without those of a unit whose successors answer for a longer period that contains theirs.

    The longer period stands, as it does within one unit: a year that the successor reports has its predecessor's
    months in it.
    """
    return {
        key: answers
        if all(one.unit.valid.until is None for one in answers)
        else [one for one in answers if not _is_succeeded(book, one.unit, one.period, tiles)]
        for key, answers in tiles.items()
    }


def _is_succeeded(book: Book, unit: Unit, period: Period, tiles: Mapping[str, list[Answer]]) -> bool:
    if unit.valid.until is None:
        return False
    answered = {key: {one.period for one in answers} for key, answers in tiles.items()}
    longer = {
        whole
        for periods in answered.values()
        for whole in periods
        if whole.months > period.months
        and whole.first_day <= period.first_day
        and period.last_day <= whole.last_day
    }
    for whole in longer:
        last_day = whole.window(book.programme.cutoff)[1]
        heirs = find_heirs(book.lineage, unit, last_day) if not unit.exists_on(last_day) else ()
        if heirs and all(whole in answered.get(heir.id, ()) for heir in heirs):
            return True
    return False


def is_covered(period: Period, answers: Sequence[Answer]) -> bool:
    """Whether the periods of the answers, which do not overlap, leave no month of the period out."""
    months = sum(
        min(answer.period.months, period.months)
        for answer in answers
        if answer.period.first_day <= period.last_day and period.first_day <= answer.period.last_day
    )
    return months >= period.months


def tile_by_unit(reported: Mapping[Period, Sequence[Answer]], period: Period) -> dict[str, list[Answer]]:
    """Return, for each unit, its answers in periods that cover the year so far without overlap."""
    periods = list(reported)
    by_unit: dict[str, dict[int, Answer]] = {}
    for place, answers in enumerate(reported.values()):
        for answer in answers:
            by_unit.setdefault(answer.unit.id, {})[place] = answer
    # Most units answered for the same periods.
    tilings: dict[tuple[int, ...], list[int]] = {}
    for own in by_unit.values():
        places = tuple(own)
        if places not in tilings:
            available = {periods[place] for place in places}
            tiles = tile_period(available, Period(period.year, "year", 1), period)
            tilings[places] = [periods.index(tile) for tile in tiles]
    return {unit: [own[place] for place in tilings[tuple(own)]] for unit, own in by_unit.items()}


def tile_period(available: set[Period], whole: Period, until: Period) -> list[Period]:
    """Return the available periods that cover `whole` up to the end of `until`, the longest first, none twice."""
    if whole.last_day <= until.last_day and whole in available:
        return [whole]
    if whole.first_day > until.last_day:
        return []
    return [tile for part in whole.parts for tile in tile_period(available, part, until)]
