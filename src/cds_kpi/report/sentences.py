"""Sentences of the official report: what came of an indicator, what it still takes, how the reporting went."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.combine import worth
from cds_kpi.number import format_number, round_to
from cds_kpi.period import CITY_TIME
from cds_kpi.report.wording import (
    pick,
    say_day,
    say_decimals,
    say_lateness,
    say_moment,
    say_number,
    say_short_day,
    say_target,
    say_things,
    say_unit,
)
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.completeness import UnitState
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.report.row_view import Stated, UnitName
    from cds_kpi.report.view import ReportingView, StatusCount
    from cds_kpi.text import Language

NAMED = 5
"""How many units a sentence names; of more it tells the number."""
UNROUNDED = 4
"""How many digits more than shown a number has before it is rounded."""


def say_places(size: str) -> str:
    """Return how many places of a ranking in English."""
    return f"{size} place{'s' * (size != '1')}"


def say_gap(row: Row, value: Fraction | None, gap: Stated | None, language: Language) -> str | None:
    """Return how far a value is from the row's target; None where the target has no number."""
    if gap is None:
        return None
    if row.target.between is not None and value is not None and row.demand.is_met(value):
        words = ("trong khoảng mục tiêu", "within the target range")
        above = ("vượt khoảng mục tiêu", "above the target range")
        return pick(above if row.demand.is_exceeded(value) else words, language)
    is_beyond, size = gap.exact.startswith("-"), gap.text.removeprefix("-")
    if gap.exact == "0":
        strictly = say_strictly(row, language, value)
        if strictly is not None:
            return pick(
                (f"mới bằng đúng mục tiêu, {strictly}", f"exactly the number, but {strictly}"), language
            )
        return pick(("bằng đúng mục tiêu", "exactly the target"), language)
    if row.indicator.measure.kind == "rank":
        words = (f"hơn mục tiêu {size} bậc", f"{say_places(size)} better than the target")
        behind = (f"kém mục tiêu {size} bậc", f"{say_places(size)} behind the target")
        return pick(words if is_beyond else behind, language)
    if not row.demand.is_upward:
        words = (f"thấp hơn mức tối đa {size}", f"{size} below the most allowed")
        behind = (f"cao hơn mức tối đa {size}", f"{size} above the most allowed")
        return pick(words if is_beyond else behind, language)
    words = (f"vượt mục tiêu {size}", f"{size} above the target")
    behind = (f"thấp hơn mục tiêu {size}", f"{size} short of the target")
    return pick(words if is_beyond else behind, language)


def say_strictly(row: Row, language: Language, value: Fraction | None = None) -> str | None:
    """Return that the demanded number itself is not enough, where the value is just that; None elsewhere.

    `value` is the row's own, unless another is given.
    """
    demand, value = row.demand, row.value if value is None else value
    if not demand.is_strict or value is None or demand.required != value:
        return None
    number = say_unit(row.indicator.measure, say_number(value, language), language)
    words = (f"phải cao hơn hẳn {number}", f"must be strictly above {number}")
    below = (f"phải thấp hơn hẳn {number}", f"must be strictly below {number}")
    return pick(words if demand.is_upward else below, language)


def say_result(
    row: Row, value_text: str, counts_text: str | None, gap_text: str | None, language: Language
) -> str:
    """Return the outcome as the end of a sentence that begins with the indicator's name."""
    if row.value is None or row.indicator.measure.kind == "milestone":
        return value_text[0].lower() + value_text[1:]
    said = pick((f"đạt {value_text}", value_text), language)
    if row.indicator.measure.kind == "rank":
        said = pick((f"xếp thứ {value_text}", f"ranks {value_text}"), language)
    if counts_text is not None:
        things = row.indicator.measure.things
        said += f" ({counts_text} {things.say(language)})" if things is not None else f" ({counts_text})"
    return f"{said}, {gap_text}" if gap_text is not None else said


def say_working(row: Row, value_text: str, language: Language) -> str | None:
    """Return how the value comes of the sums of its sides, up to the rounding.

    "812.345 ÷ 1.498.765 × 100% = 54,200959…%, làm tròn 54,20%"; None where it is no such quotient, or no sum.
    """
    measure, value = row.indicator.measure, row.value
    figure = row.year.figure if row.year is not None else None
    if figure is None or value is None or figure.numerator is None:
        return None
    if value != worth(measure, figure.numerator, figure.denominator) or figure.denominator is None:
        return None
    decimals = say_decimals(measure, row.demand, value)
    scaled = value * 10 ** (decimals + UNROUNDED)
    cut = Fraction(scaled.numerator // scaled.denominator, 10 ** (decimals + UNROUNDED))
    sides = f"{say_number(figure.numerator, language)} ÷ {say_number(figure.denominator, language)}"
    percent = " × 100%" if measure.counted_in == "percent" else ""
    if round_to(value, decimals) == value:
        return f"{sides}{percent} = {value_text}"
    digits = (
        say_number(value, language)
        if cut == value
        else format_number(cut, decimals + UNROUNDED, language) + "…"
    )
    rounded = pick(("làm tròn thành", "rounded to"), language)
    return f"{sides}{percent} = {say_unit(measure, digits, language)}, {rounded} {value_text}"


def _say_end(row: Row, language: Language) -> str:
    """Return the day a target is due: English spells days out in a sentence; the short form is ISO's."""
    day = row.target.by
    return say_day(day, language) if language == "en" else say_short_day(day, language)


def say_aim(row: Row, language: Language) -> str:
    """Return what something is needed for: "để đạt mục tiêu ≥ 50% đến 31/12/2022"."""
    goal, day = say_target(row.target, row.indicator.measure, language), _say_end(row, language)
    return pick((f"để đạt mục tiêu {goal} đến {day}", f"for the target {goal} by {day}"), language)


def say_need(row: Row, gap: Stated | None, missing: Sequence[UnitName], language: Language) -> str | None:
    """Return what the target still takes; None where it is met, not due, or nothing can be said."""
    if row.status in {"met", "not_due"}:
        return None
    measure = row.indicator.measure
    goal, day = say_aim(row, language), _say_end(row, language)
    if row.value is None:
        if not row.is_collected or not missing:
            return None
        named = "; ".join(unit.name for unit in missing[:NAMED])
        more = len(missing) - NAMED
        if more > 0:
            named += pick((f" và {more} đơn vị khác", f" and {say_count(more, 'other')}"), language)
        return pick((f"cần số liệu của {named}", f"figures are needed from {named}"), language)
    if measure.kind == "milestone":
        return pick((f"cần hoàn thành trước khi hết ngày {day}", f"to be done by {day}"), language)
    in_numerator = row.gap.in_numerator if row.gap is not None else None
    if in_numerator:
        amount = say_things(measure, say_number(in_numerator, language), language, "more")
        if is_still_growing(row):
            goal = pick(
                (
                    f"để đạt mục tiêu {say_target(row.target, measure, 'vi')}, nếu mẫu số vẫn như hiện nay",
                    f"for the target {say_target(row.target, measure, 'en')}, if the denominator stays as it is",
                ),
                language,
            )
        return pick((f"còn thiếu {amount} {goal}", f"{amount} {goal}"), language)
    if gap is None or gap.exact.startswith("-") or gap.exact == "0":
        return None
    if measure.kind == "rank":
        size = gap.text
        return pick((f"cần lên thêm {size} bậc {goal}", f"{say_places(size)} to climb {goal}"), language)
    if not row.demand.is_upward:
        return pick((f"phải giảm thêm {gap.text} {goal}", f"{gap.text} less {goal}"), language)
    return pick((f"còn thiếu {gap.text} {goal}", f"{gap.text} more {goal}"), language)


def is_still_growing(row: Row) -> bool:
    """Whether both sides of a row's share add up over the year and more is to come to them by the target's day."""
    measure, year = row.indicator.measure, row.year
    adds_up = measure.kind == "ratio" and measure.basis in {"in_period", "year_to_date"}
    return adds_up and year is not None and max(one.last_day for one in year.covers) < row.target.by


def say_summary(
    reporting: ReportingView,
    statuses: Sequence[StatusCount],
    total: int,
    language: Language,
    *,
    indicators: int,
) -> tuple[str, ...]:
    """Return how the reporting went and what came of it, in two sentences with every count.

    `total` are the targets, of so many indicators: a document may set one a level, or one a year.
    """
    counts = reporting
    missing = len(counts.missing)
    vi = (
        f"Có {counts.received}/{counts.expected} đơn vị đã gửi báo cáo, trong đó {counts.complete} đơn vị đủ số liệu "
        f"({counts.on_time} đúng hạn, {counts.late} trễ hạn); {missing} đơn vị chưa gửi."
    )
    have = "unit has" if counts.expected == 1 else "units have"
    en = (
        f"{counts.received} of {counts.expected} {have} reported, {counts.complete} of them in full "
        f"({counts.on_time} on time, {counts.late} late); {missing} {'has' if missing == 1 else 'have'} not."
    )
    by_status = ", ".join(f"{one.count} {_lower(one.text)}" for one in statuses)
    counted = (f"{indicators} chỉ tiêu", say_count(indicators, "indicator"))
    if total != indicators:
        counted = (
            f"{total} mục tiêu của {counted[0]}",
            f"{say_count(total, 'target')} of {counted[1]}",
        )
    return (
        pick((vi, en), language),
        pick(
            (
                f"Trong {counted[0]}: {by_status}.",
                f"Of {counted[1]}: {by_status}.",
            ),
            language,
        ),
    )


def say_standing(state: UnitState, deadline: Deadline, language: Language) -> str | None:
    """Return what a unit's state alone does not tell: by how much it is late, that a correction came after
    the deadline, or that a revision was returned; None where there is nothing.
    """
    if state.returned is not None:
        return _say_returned(state, state.returned, language)
    if state.answered_at is None or state.filing is None:
        return None
    answered_at = state.answered_at.astimezone(CITY_TIME)
    if deadline.is_late(answered_at):
        if state.is_on_named_day:
            return pick(("đúng ngày mốc", "on the named day itself"), language)
        return say_lateness(deadline, answered_at, language)
    if state.received_at is None or not deadline.is_late(state.received_at):
        return None
    first, number = say_moment(answered_at, language), state.filing.revision
    return pick(
        (
            f"gửi lần đầu {first}; lần {number} là bổ sung, sau hạn",
            f"first sent {first}; revision {number} corrects it after the deadline",
        ),
        language,
    )


def _say_returned(state: UnitState, returned: int, language: Language) -> str:
    said = pick((f"lần {returned} bị trả lại", f"revision {returned} was returned"), language)
    if state.filing is None:
        return said
    number = state.filing.revision
    return said + pick((f", tạm tính lần {number}", f", {number} counts meanwhile"), language)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
