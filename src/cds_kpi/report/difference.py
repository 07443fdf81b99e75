"""Building the view of a difference: every number rounded once, every change with its sign, verdicts in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.combine import weigh_answer
from cds_kpi.assess.difference import find_met
from cds_kpi.assess.punctuality import find_unit_deadline
from cds_kpi.number import format_decimal
from cds_kpi.period import CITY_TIME
from cds_kpi.report.difference_view import (
    AdjustmentsView,
    AnswerView,
    ChangeView,
    DifferenceView,
    EventView,
    RowChangeView,
    SightView,
    StateChangeView,
    UnitChangeView,
)
from cds_kpi.report.difference_words import (
    join_answers_said,
    list_units,
    say_adjustments,
    say_caveats,
    say_change,
    say_event,
    say_notes,
    say_place,
    say_sides,
    say_sight,
    say_summary,
    say_verdicts,
)
from cds_kpi.report.parts import state, state_sides
from cds_kpi.report.receipts import say_entry
from cds_kpi.report.rows import name_unit, say_value_or_why
from cds_kpi.report.sentences import say_standing
from cds_kpi.report.stating import Stated, state_difference, state_value
from cds_kpi.report.unassessed import find_reason, name_status
from cds_kpi.report.wording import (
    LEVELS,
    OBSERVED,
    STATES,
    pick,
    say_aspect,
    say_moment,
    say_target,
    say_unit,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from cds_kpi.assess.answers import Answer
    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.completeness import UnitState
    from cds_kpi.assess.difference import Difference, RowChange, Sight, StateChange, UnitChange
    from cds_kpi.assess.events import Event
    from cds_kpi.assess.previous import Adjustments
    from cds_kpi.model.fields import Bilingual
    from cds_kpi.model.units import Unit
    from cds_kpi.text import Language


def build_difference(
    difference: Difference,
    language: Language,
    *,
    closings: tuple[int | None, int | None] = (None, None),
    revisions: tuple[int | None, int | None] = (None, None),
    unit: Unit | None = None,
    notice: Bilingual | None = None,
) -> DifferenceView:
    """Return a difference in words.

    `closings` and `revisions` number the two sides, where they are closings of a round or revisions of `unit`.
    """
    before, after = difference.before, difference.after
    rows = tuple(_build_row(difference, row, language) for row in difference.rows)
    left = _build_sight(before, closings[0], revisions[0], language)
    right = _build_sight(after, closings[1], revisions[1], language)
    states = tuple(_build_state(before, after, one, language) for one in difference.states)
    events = tuple(build_event(after, event, language) for event in difference.events)
    turned = sum(row.is_turned for row in rows)
    return DifferenceView(
        language=language,
        programme=after.assessment.programme_id,
        programme_name=after.assessment.programme.name.say(language),
        unit=name_unit(unit, language) if unit is not None else None,
        before=left,
        after=right,
        count=difference.count,
        turned=turned,
        summary=say_summary(rows, states, events, difference.count, language),
        rows=rows,
        states=states,
        events=events,
        caveats=say_caveats(left, right, rows, language),
        notice=notice.say(language) if notice is not None else None,
    )


def build_adjustments(adjustments: Adjustments, language: Language) -> AdjustmentsView:
    """Return what has changed since the report before, in words."""
    difference, since = adjustments.difference, adjustments.since
    sight = _build_sight(difference.before, since.number, None, language)
    rows = tuple(_build_row(difference, row, language) for row in difference.rows)
    return AdjustmentsView(sight, len(rows), say_adjustments(sight, len(rows), language), rows)


def _build_sight(sight: Sight, closing: int | None, revision: int | None, language: Language) -> SightView:
    as_of = sight.book.as_of.astimezone(CITY_TIME)
    period = sight.period
    kind = "revision" if revision is not None else "closing" if closing is not None else "moment"
    return SightView(
        kind=kind,
        period=str(period),
        period_title=period.title(language),
        as_of=as_of.isoformat(),
        as_of_text=say_moment(as_of, language),
        closing=closing,
        revision=revision,
        text=say_sight(as_of, closing, revision, language),
    )


def build_event(sight: Sight, event: Event, language: Language) -> EventView:
    """Return something that happened, in words; `sight` knows the units' names."""
    unit = sight.book.units.get(event.unit) if event.unit is not None else None
    name = unit.name.say(language) if unit is not None else event.unit
    at = event.at.astimezone(CITY_TIME) if event.at is not None else None
    return EventView(
        kind=event.kind,
        period=str(event.period),
        unit=event.unit,
        revision=event.revision,
        at=at.isoformat() if at is not None else None,
        on=event.on.isoformat(),
        by=event.by,
        reason=event.reason,
        until=event.until.isoformat() if event.until is not None else None,
        text=say_event(event, name, language),
    )


def _build_row(difference: Difference, change: RowChange, language: Language) -> RowChangeView:
    old, new = change.before, change.after
    indicator, target = new.indicator, new.target
    units = tuple(_build_unit(difference, new, one, language) for one in change.units)
    status_before, status_after = (
        " ".join(name_status(row.status, find_reason(row), language)) for row in (old, new)
    )
    return RowChangeView(
        id=indicator.id,
        number=target.number,
        level=target.level,
        level_text=pick(LEVELS[target.level], language) if target.level else None,
        aspect=say_aspect(indicator, target, language),
        name=indicator.name.say(language),
        name_vi=indicator.name.vi,
        name_en=indicator.name.en,
        counted_in=indicator.measure.counted_in,
        target_text=say_target(target, indicator.measure, language),
        value=_build_values(old, new, language),
        numerator=_build_change(_sides(old)[0], _sides(new)[0], language),
        denominator=_build_change(_sides(old)[1], _sides(new)[1], language),
        status_before=old.status,
        status_after=new.status,
        status_before_text=status_before,
        status_after_text=status_after,
        status_text=say_change(status_before, status_after, "", language),
        is_status_turned=change.is_status_turned,
        met_before=find_met(old),
        met_after=find_met(new),
        is_met_turned=change.is_met_turned,
        certain_before=old.is_certain,
        certain_after=new.is_certain,
        is_certainty_turned=change.is_certainty_turned,
        observed_before=old.observed,
        observed_after=new.observed,
        reported_before=len(old.coverage.reported),
        reported_after=len(new.coverage.reported),
        is_turned=change.is_turned,
        verdicts=say_verdicts(change, language),
        notes=say_notes(difference, change, language),
        units=units,
        units_text=list_units(units, language),
    )


def _sides(row: Row) -> tuple[Fraction | None, Fraction | None]:
    figure = row.year.figure if row.year is not None else None
    return (figure.numerator, figure.denominator) if figure is not None else (None, None)


def _build_values(old: Row, new: Row, language: Language) -> ChangeView:
    before, after = old.value, new.value
    difference, said = None, ""
    measure = new.indicator.measure
    if before is not None and after is not None and measure.kind != "milestone":
        moved = after - before
        mark = "+" if moved > 0 else "-" if moved < 0 else ""
        text = f"{mark}{state_difference(new, abs(moved), language).text}"
        difference = Stated(format_decimal(moved), text)
        said = text if moved != 0 else ""
    left, right = say_value_or_why(old, before, language), say_value_or_why(new, after, language)
    return ChangeView(
        state_value(old, before, language),
        state_value(new, after, language),
        difference,
        left,
        right,
        said,
        say_change(left, right, said, language),
    )


def _build_change(before: Fraction | None, after: Fraction | None, language: Language) -> ChangeView:
    left, right = state(before, language), state(after, language)
    moved = after - before if before is not None and after is not None else None
    difference = state_signed(moved, language)
    said = difference.text if difference is not None and moved != 0 else ""
    before_text, after_text = (one.text if one is not None else "–" for one in (left, right))
    text = say_change(before_text, after_text, said, language)
    return ChangeView(left, right, difference, before_text, after_text, said, text)


def state_signed(value: Fraction | None, language: Language) -> Stated | None:
    """Return a change with all its digits and its sign; None of None."""
    stated = state(value, language)
    if stated is None or value is None:
        return None
    return Stated(stated.exact, f"{'+' if value > 0 else ''}{stated.text}")


def _build_unit(difference: Difference, row: Row, change: UnitChange, language: Language) -> UnitChangeView:
    before = tuple(_build_answer(difference.before, row, one, language) for one in change.before)
    after = tuple(_build_answer(difference.after, row, one, language) for one in change.after)
    moved = change.difference
    numerator = denominator = value = None
    text = ""
    if moved is not None and moved.denominator is not None:
        numerator = state_signed(moved.numerator, language)
        denominator = state_signed(moved.denominator, language)
        assert numerator is not None, "both sides are numbers"
        assert denominator is not None, "both sides are numbers"
        text = say_sides(numerator, denominator, language)
    elif moved is not None:
        value = state_signed(moved.numerator, language)
        assert value is not None, "a value is a number"
        text = say_unit(row.indicator.measure, value.text, language)
    return UnitChangeView(
        unit=name_unit(change.unit, language),
        before=before,
        after=after,
        before_text=join_answers_said(before, after, language),
        after_text=join_answers_said(after, before, language, is_excluded=change.is_excluded),
        numerator=numerator,
        denominator=denominator,
        value=value,
        difference_text=text,
        events=tuple(build_event(difference.after, event, language) for event in change.events),
        is_excluded=change.is_excluded,
    )


def _build_answer(sight: Sight, row: Row, answer: Answer, language: Language) -> AnswerView:
    filing, entry = answer.filing, answer.entry
    received = filing.received_at
    at = received.astimezone(CITY_TIME) if received is not None else None
    text = say_entry(entry, row.indicator, language)
    if entry.has_figures and entry.status != "final":
        text += f" ({pick(OBSERVED[entry.status], language)})"
    numerator, denominator, single = state_sides(weigh_answer(row.indicator, row.target, answer), language)
    line = filing.lines.get(row.indicator.id, 1)
    decision = sight.book.find_decision(answer.period, answer.unit.id, filing.revision)
    received_text = say_moment(at, language) if at is not None else None
    return AnswerView(
        period=str(answer.period),
        period_title=answer.period.title(language),
        kind=entry.answer,
        text=text,
        numerator=numerator,
        denominator=denominator,
        value=single,
        observed=entry.status if entry.has_figures else None,
        place_text=say_place(filing.file, line, filing.revision, received_text, decision, language),
        file=filing.file,
        line=line,
        revision=filing.revision,
        sha256=filing.sha256,
        received_at=at.isoformat() if at is not None else None,
        received_text=received_text,
        decision=decision,
    )


def _build_state(before: Sight, after: Sight, change: StateChange, language: Language) -> StateChangeView:
    return StateChangeView(
        unit=name_unit(change.unit, language),
        state_before=change.before.state if change.before is not None else None,
        state_after=change.after.state if change.after is not None else None,
        before_text=_say_state(before, change.before, language),
        after_text=_say_state(after, change.after, language),
        revision_before=_revision(change.before),
        revision_after=_revision(change.after),
    )


def _say_state(sight: Sight, state: UnitState | None, language: Language) -> str:
    if state is None:
        return pick(("Không được hỏi", "Not asked"), language)
    said = pick(STATES[state.state], language)
    if state.filing is None:
        return said
    number = state.filing.revision
    said += pick((f", lần gửi {number}", f", revision {number}"), language)
    deadline = find_unit_deadline(sight.book, sight.assessment.deadline, sight.period, state.unit.id)
    remark = say_standing(state, deadline, language)
    return f"{said} ({remark})" if remark is not None else said


def _revision(state: UnitState | None) -> int | None:
    return state.filing.revision if state is not None and state.filing is not None else None
