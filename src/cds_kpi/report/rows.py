"""One row of the report: an assessed target, every number rounded once and every remark put into a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.lineage import find_holders
from cds_kpi.number import choose_decimals, format_decimal, format_number
from cds_kpi.report.by_method import build_methods, say_methods
from cds_kpi.report.listing import Listing
from cds_kpi.report.outlooks import build_growth, build_outlook
from cds_kpi.report.parts import build_parts, find_holding_up, find_joining, state
from cds_kpi.report.remarks import (
    build_note,
    build_waiting,
    find_remarks,
    say_mark,
    say_not_done,
)
from cds_kpi.report.row_view import (
    CoverageView,
    PathView,
    PointView,
    RowView,
    Stated,
    StepView,
    TargetView,
    UnitName,
)
from cds_kpi.report.scales import build_scale
from cds_kpi.report.sentences import say_gap, say_need, say_result, say_strictly, say_working
from cds_kpi.report.sources import Sources
from cds_kpi.report.stating import state_difference, state_value
from cds_kpi.report.unassessed import find_reason, name_status
from cds_kpi.report.wording import (
    COMBINED,
    FREQUENCIES,
    LEVELS,
    OBSERVED,
    STATUSES,
    pick,
    say_aspect,
    say_number,
    say_short_day,
    say_target,
)

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.pace import Step
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.text import Language

ATTAINMENT_DECIMALS = 1
"""Decimal places of an attainment."""


def name_unit(unit: Unit, language: Language) -> UnitName:
    """Return a unit by id and name."""
    return UnitName(unit.id, unit.name.say(language))


def find_name(book: Book, unit_id: str, language: Language) -> UnitName:
    """Return a unit by id and name; by its id alone where the registry does not know it."""
    unit = book.units.get(unit_id)
    return name_unit(unit, language) if unit is not None else UnitName(unit_id, unit_id)


def find_holder(
    book: Book, unit_id: str, day: date, language: Language, *, is_marked: bool = False
) -> UnitName:
    """Return the unit that holds on a day what a unit held that may have ended by then: itself, or its one heir.

    `is_marked`: the heir is named with whom it came after.
    """
    unit = book.units.get(unit_id)
    heirs = find_holders(book.lineage, unit, day) if unit is not None else ()
    if unit is None or len(heirs) != 1 or heirs[0].id == unit_id:
        return find_name(book, unit_id, language)
    heir, old = name_unit(heirs[0], language), unit.name.say(language)
    after = pick((f"kế thừa {old}", f"successor to {old}"), language)
    return UnitName(heir.id, f"{heir.name} ({after})") if is_marked else heir


def build_row(
    book: Book, row: Row, period: Period, place: int, language: Language, *, with_growth: bool = False
) -> RowView:
    """Return the row in words; `period` is the report's, `place` the row's place in it, from 1."""
    indicator, target, measure = row.indicator, row.target, row.indicator.measure
    year = row.year
    figure = year.figure if year is not None else None
    value = row.value
    own = year.period_figure if year is not None else None
    counts = None
    if figure is not None and figure.numerator is not None and figure.denominator is not None:
        counts = f"{say_number(figure.numerator, language)}/{say_number(figure.denominator, language)}"
    pillar = book.catalogue.pillars.get(indicator.pillar)
    last_day = period.window(book.programme.cutoff)[1]
    missing = tuple(name_unit(unit, language) for unit in row.coverage.missing)
    value_text = say_value_or_why(row, value, language)
    gap = state_difference(row, row.gap.value, language, of=value) if row.gap is not None else None
    gap_text = say_gap(row, value, gap, language)
    sources = Sources(row, figure.answers if figure else (), language)
    parts = Listing(lambda: build_parts(row, sources, language))
    methods = build_methods(book, row, period, language)
    reason = find_reason(row)
    mark, status_text = name_status(row.status, reason, language)
    return RowView(
        key=f"r{place}",
        id=indicator.id,
        number=target.number,
        level=target.level,
        level_text=pick(LEVELS[target.level], language) if target.level else None,
        aspect=say_aspect(indicator, target, language),
        name=indicator.name.say(language),
        name_vi=indicator.name.vi,
        name_en=indicator.name.en,
        pillar=indicator.pillar,
        pillar_name=pillar.say(language) if pillar is not None else indicator.pillar,
        lead=find_holder(book, indicator.lead, last_day, language, is_marked=True),
        coordinating=tuple(
            find_holder(book, unit, last_day, language, is_marked=True) for unit in indicator.coordinating
        ),
        kind=measure.kind,
        basis=measure.basis,
        counted_in=measure.counted_in,
        things=measure.things.say(language) if measure.things else None,
        value=state_value(row, value, language),
        value_text=value_text,
        numerator=state(figure.numerator if figure else None, language),
        denominator=state(figure.denominator if figure else None, language),
        counts_text=counts,
        numerator_name=measure.numerator.say(language) if measure.numerator else None,
        denominator_name=measure.denominator.say(language) if measure.denominator else None,
        period_value=state_value(row, own.value if own is not None else None, language),
        is_collected=row.is_collected,
        frequency=indicator.frequency,
        frequency_text=pick(FREQUENCIES[indicator.frequency], language),
        carried_from=str(year.carried_from) if year is not None and year.carried_from is not None else None,
        value_period=(
            year.carried_from if year is not None and year.carried_from is not None else period
        ).title(language),
        covers=tuple(str(period) for period in year.covers) if year is not None else (),
        observed=row.observed,
        observed_text=pick(OBSERVED[row.observed], language) if row.observed else None,
        coverage=CoverageView(
            len(row.coverage.expected),
            len(row.coverage.reported),
            missing,
        ),
        low=state_value(row, row.bounds.low if row.bounds else None, language),
        high=state_value(row, row.bounds.high if row.bounds else None, language),
        target=_build_target(row, language),
        attainment=_state_attainment(row, language),
        gap=gap,
        gap_in_numerator=state(row.gap.in_numerator if row.gap else None, language),
        gap_text=gap_text,
        result=say_result(row, value_text, counts, gap_text, language),
        need=say_need(row, gap, missing, language),
        status=row.status,
        reason=reason,
        status_text=status_text,
        mark=mark,
        strictly=say_strictly(row, language),
        waiting=tuple(build_waiting(one, language) for one in row.waiting),
        is_certain=row.is_certain,
        unknown_denominators=tuple(
            name_unit(unit, language) for unit in (row.doubt.unknown if row.doubt is not None else ())
        ),
        is_exceeded=value is not None and row.demand.is_exceeded(value),
        not_done=tuple(say_not_done(item, language) for item in figure.not_done) if figure else (),
        by_method=methods,
        remarks=tuple(find_remarks(row, say_methods(methods), language)),
        notes=tuple(build_note(remark, language) for remark in row.remarks),
        sources=sources,
        parts=parts,
        holding_up=Listing(lambda: find_holding_up(row, parts)),
        joining=Listing(lambda: find_joining(row, parts)),
        is_whole=measure.whole or measure.kind == "roll_call",
        steps=tuple(_build_step(row, step, language) for step in row.steps),
        path=_build_path(row, language),
        trend=tuple(
            PointView(
                str(one.period),
                one.period.title(language),
                stated,
                one.origin,
                one.scope,
                None if one.is_like else one.months,
                say_mark(one, language),
                one.is_comparable,
            )
            for one in row.trend
            if (stated := state_value(row, one.value, language)) is not None
        ),
        scale=build_scale(row, language),
        combined_text=_say_combined(row, language),
        working=say_working(row, value_text, language),
        outlook=build_outlook(row, language),
        growth=build_growth(row, language) if with_growth else None,
    )


def _build_step(row: Row, step: Step, language: Language) -> StepView:
    mark, words = STATUSES[step.status]
    return StepView(step.status, pick(words, language), mark, state_value(row, step.bound, language))


def _build_path(row: Row, language: Language) -> PathView | None:
    pace = row.pace
    if pace is None:
        return None
    start = state_value(row, pace.baseline.value.exact, language)
    now = state_value(row, pace.required_now, language)
    assert start is not None, "a path starts from a number"
    assert now is not None, "a path is somewhere"
    return PathView(pace.baseline.period.title(language), start, now)


def say_value_or_why(row: Row, value: Fraction | None, language: Language) -> str:
    """Return a value in words, or why there is none."""
    stated = state_value(row, value, language)
    if stated is not None:
        return stated.text
    if row.status == "not_due":
        return pick(STATUSES["not_due"][1], language)
    reason = find_reason(row)
    if reason is not None:
        return name_status(row.status, reason, language)[1]
    if not row.is_collected:
        return pick(
            ("Báo cáo theo năm", "Reported yearly")
            if row.indicator.frequency == "year"
            else ("Kỳ này không thu thập", "Not collected"),
            language,
        )
    return pick(STATUSES["no_data"][1], language)


def _state_attainment(row: Row, language: Language) -> Stated | None:
    if row.attainment is None:
        return None
    met = row.demand.is_met(row.value) if row.value is not None else None
    decimals = (
        choose_decimals(row.attainment, ATTAINMENT_DECIMALS, lambda one: one >= 100)
        if met is False
        else ATTAINMENT_DECIMALS
    )
    return Stated(format_decimal(row.attainment), f"{format_number(row.attainment, decimals, language)}%")


def _build_target(row: Row, language: Language) -> TargetView:
    target, measure, demand = row.target, row.indicator.measure, row.demand
    bound, change = target.bound, target.change
    return TargetView(
        demand=target.demand,
        value=format_decimal(bound.exact) if bound is not None else None,
        upper=format_decimal(target.between[1].exact) if target.between is not None else None,
        reading=change.kind if change is not None else None,
        over=str(change.over) if change is not None else None,
        required=format_decimal(demand.required)
        if change is not None and demand.required is not None
        else None,
        start=format_decimal(demand.baseline.value.exact) if demand.baseline is not None else None,
        is_upward=demand.is_upward,
        text_vi=say_target(target, measure, "vi"),
        text_en=say_target(target, measure, "en"),
        text=say_target(target, measure, language),
        by=target.by.isoformat(),
        by_text=say_short_day(target.by, language),
        wording=target.wording.say(language) if target.wording else None,
        is_aspirational=target.aspirational,
        aspires_text=pick((" (phấn đấu)", " (aspirational)"), language) if target.aspirational else "",
        note=target.note.say(language) if target.note else None,
        condition=target.condition.say(language) if target.condition else None,
    )


def _say_combined(row: Row, language: Language) -> str:
    if row.target.every is not None:
        return pick(COMBINED["min"], language)
    can_add = row.indicator.measure.can_add or row.indicator.measure.kind == "roll_call"
    combine = row.indicator.measure.combine
    return pick(COMBINED["single" if combine == "sum" and not can_add else combine], language)
