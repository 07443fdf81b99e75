"""The verdict on a figure, step by step: the comparison, attainment, gap and pace, and which rule gave the status."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.assessment import find_first_year
from cds_kpi.assess.punctuality import find_today
from cds_kpi.report.remarks import say_year
from cds_kpi.report.sentences import is_still_growing
from cds_kpi.report.terms import say_digits
from cds_kpi.report.unassessed import find_reason, name_status
from cds_kpi.report.wording import pick, say_number, say_short_day, say_things, say_unit
from cds_kpi.report.working import make_line
from cds_kpi.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.pace import Pace
    from cds_kpi.period import Period
    from cds_kpi.report.explanation import LineView
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

_SIGNS = {(True, False): "≥", (True, True): ">", (False, False): "≤", (False, True): "<"}
"""By whether larger values are better and whether the demanded value itself is not enough."""
_REASONS: dict[str, Pair] = {
    "nil": (
        "các đơn vị đã trả lời là không phát sinh",
        "the units have answered that there is nothing to count",
    ),
    "not_applicable": (
        "các đơn vị đã trả lời là không áp dụng",
        "the units have answered that it does not apply to them",
    ),
    "not_joined": (
        "đã có số liệu nhưng không cộng gộp được thành một giá trị",
        "there are figures, but they do not join into one value",
    ),
    "no_baseline": (
        "không có số liệu gốc để tính mức thay đổi",
        "there is no baseline that the change could start from",
    ),
    "unfit_baseline": (
        "số gốc không lớn hơn 0, không tính được mức thay đổi theo phần trăm",
        "the baseline is not above 0, so that no change by per cent goes with it",
    ),
}
"""Why there is no verdict although units have answered."""


def build_verdict(
    book: Book, row: Row, period: Period, status_text: str, language: Language
) -> tuple[LineView, ...]:
    """Return the steps from the value to the status, the status last; `period` is the one reported on."""
    steps: list[LineView] = []
    if row.value is not None:
        steps += _compare(row, row.value, language)
        steps += _measure_attainment(row, row.value, language)
        steps += _measure_gap(row, row.value, language)
        if row.pace is not None and row.status != "met":
            steps += _measure_pace(row, row.pace, row.value, period, language)
    mark, _ = name_status(row.status, find_reason(row), language)
    because = _explain_status(book, row, language)
    said = (f"{mark} {status_text}: {because[0]}", f"{mark} {status_text}: {because[1]}")
    return (*steps, make_line("status", ("Kết luận", "Verdict"), said, language))


def _state(row: Row, value: Fraction, language: Language) -> str:
    return say_unit(row.indicator.measure, say_digits(value, language), language)


def _say_met(met: bool | None) -> Pair:
    if met is None:
        return "chưa so sánh được", "cannot be told"
    return ("đúng, đạt", "true, met") if met else ("không đúng, chưa đạt", "not true, not met")


def _compare(row: Row, value: Fraction, language: Language) -> Iterator[LineView]:
    demand, target = row.demand, row.target
    label: Pair = ("So với mục tiêu", "Against the target")
    if target.done:
        text: Pair = (
            ("đã hoàn thành: đạt", "done: met") if value >= 1 else ("chưa hoàn thành", "not done: not met")
        )
        yield make_line("comparison", label, text, language)
        return
    if target.change is not None and demand.baseline is not None and demand.required is not None:
        yield _work_out_required(row, language)
    if demand.required is None:
        return
    sign = _SIGNS[demand.is_upward, demand.is_strict]
    required = _state(row, demand.required, language)
    if target.growth is not None:
        for one in demand.years:
            vi, en = _say_met(one.value >= demand.required)
            digits = _state(row, one.value, language)
            text = (f"{digits} ≥ {required}: {vi}", f"{digits} ≥ {required}: {en}")
            yield make_line("year", (f"Năm {one.year}", f"Year {one.year}"), text, language, one.value)
        return
    vi, en = _say_met(demand.is_met(value))
    compared = f"{_state(row, value, language)} {sign} {required}"
    if demand.is_exceeded(value):
        vi, en = f"{vi}, và vượt mức cao nhất của mục tiêu", f"{en}, and above the upper end of the target"
    yield make_line(
        "comparison", label, (f"{compared}: {vi}", f"{compared}: {en}"), language, demand.required
    )


def _work_out_required(row: Row, language: Language) -> LineView:
    """Return how the value that a change asks for comes of the baseline."""
    change, demand = row.target.change, row.demand
    assert change is not None, "asked for demands of a change only"
    assert demand.baseline is not None, "a required value came from a baseline"
    assert demand.required is not None, "asked for where it is known"
    start = say_number(demand.baseline.value.exact, language)
    by, sign = say_number(change.by.exact, language), "+" if demand.is_upward else "−"
    sum_ = f"{start} {sign} {by}" if change.kind == "points" else f"{start} × (1 {sign} {by} ÷ 100)"
    text = f"{sum_} = {_state(row, demand.required, language)}"
    return make_line(
        "required", ("Giá trị phải đạt", "Value required"), (text, text), language, demand.required
    )


def _measure_attainment(row: Row, value: Fraction, language: Language) -> Iterator[LineView]:
    if row.attainment is None or row.target.done or row.demand.required is None:
        return
    required, digits = say_digits(row.demand.required, language), say_digits(value, language)
    if row.target.change is not None and row.demand.baseline is not None:
        start = say_digits(row.demand.baseline.value.exact, language)
        quotient = f"({digits} − {start}) ÷ ({required} − {start})"
    elif row.demand.is_upward:
        quotient = f"{digits} ÷ {required}"
    else:
        quotient = f"{required} ÷ {digits}"
    text = f"{quotient} × 100 = {say_digits(row.attainment, language)}%"
    yield make_line("attainment", ("Mức độ đạt", "Attainment"), (text, text), language, row.attainment)


def _measure_gap(row: Row, value: Fraction, language: Language) -> Iterator[LineView]:
    gap, demand, measure = row.gap, row.demand, row.indicator.measure
    if gap is None or demand.required is None:
        return
    required, digits = say_digits(demand.required, language), say_digits(value, language)
    left, right = (required, digits) if demand.is_upward else (digits, required)
    text = f"{left} − {right} = {say_digits(gap.value, language)}"
    if measure.counted_in == "percent":
        text += pick((" điểm phần trăm", " percentage points"), language)
    note: Pair = (" (số âm: đã vượt)", " (below 0: exceeded)") if gap.value < 0 else ("", "")
    yield make_line("gap", ("Chênh lệch", "Gap"), (text + note[0], text + note[1]), language, gap.value)
    figure = row.year.figure if row.year is not None else None
    if gap.in_numerator is None or figure is None or figure.numerator is None or figure.denominator is None:
        return
    percent = " ÷ 100" if measure.counted_in == "percent" else ""
    top, bottom = say_number(figure.numerator, language), say_number(figure.denominator, language)
    needed = demand.required * figure.denominator / (100 if percent else 1) - figure.numerator
    sum_ = f"{required}{percent} × {bottom} − {top} = {say_digits(needed, language)}"
    amount = say_things(measure, say_number(gap.in_numerator, language), "vi")
    more = say_things(measure, say_number(gap.in_numerator, language), "en", "more")
    if needed == 0 and demand.is_strict and not gap.in_numerator:
        said: Pair = (f"{sum_}: phải cao hơn hẳn mức này", f"{sum_}: it must be strictly above that")
    elif needed <= 0 and not gap.in_numerator:
        said = (f"{sum_}: không còn thiếu", f"{sum_}: nothing is lacking")
    elif needed == gap.in_numerator:
        said = (f"{sum_}: còn thiếu {amount}", f"{sum_}: {more}")
    else:
        said = (f"{sum_}, làm tròn lên: còn thiếu {amount}", f"{sum_}, rounded up: {more}")
    if needed > 0 and is_still_growing(row):
        said = f"{said[0]} (nếu mẫu số vẫn như hiện nay)", f"{said[1]} (if the denominator stays as it is)"
    yield make_line("in_numerator", ("Còn thiếu", "Lacking"), said, language, gap.in_numerator)


def _measure_pace(
    row: Row, pace: Pace, value: Fraction, period: Period, language: Language
) -> Iterator[LineView]:
    required = row.demand.required
    assert required is not None, "a path leads to a number"
    origin = pace.baseline.value.exact
    start, goal, digits = (say_digits(one, language) for one in (origin, required, value))
    text = f"({digits} − {start}) ÷ ({goal} − {start}) × 100 = {say_digits(pace.progress * 100, language)}%"
    yield make_line("progress", ("Tiến độ", "Progress"), (text, text), language, pace.progress * 100)
    first, now, last = pace.baseline.period.last_day, period.last_day, row.target.by
    days = [_count_days(first, now), _count_days(first, last)]
    since, until, end = (say_short_day(day, language) for day in (first, now, last))
    share = f"{days[0]} ÷ {days[1]} × 100 = {say_digits(pace.elapsed * 100, language)}%"
    elapsed: Pair = (
        f"tính đến hết kỳ, {since} đến {until} là {days[0]} ngày, đến {end} là {days[1]} ngày: {share}",
        f"by the period's end, {since} to {until} is {days[0]} days, to {end} {days[1]} days: {share}",
    )
    yield make_line("elapsed", ("Thời gian đã qua", "Time elapsed"), elapsed, language, pace.elapsed * 100)
    way = say_digits(min(pace.elapsed, Fraction(1)) * 100, language)
    text = f"{start} + {way} ÷ 100 × ({goal} − {start}) = {_state(row, pace.required_now, language)}"
    label: Pair = ("Yêu cầu đến hết kỳ", "Required by the period's end")
    yield make_line("required_now", label, (text, text), language, pace.required_now)


def _count_days(first: date, last: date) -> int:
    return (last - first).days


def _explain_status(book: Book, row: Row, language: Language) -> Pair:
    """Return why the row has its status, as the end of a sentence."""
    status = row.status
    if status == "met":
        return "giá trị đạt mục tiêu", "the value meets the target"
    if status == "not_due" and row.target.growth is not None:
        first_year = find_first_year(book, row.target)
        return f"chỉ đòi hỏi từ năm {first_year}", f"it is demanded from {first_year} on"
    if status == "not_due":
        return (
            "chưa đến ngày chỉ tiêu bắt đầu áp dụng cho các đơn vị này",
            "it does not apply to these units yet",
        )
    reason = find_reason(row)
    if reason is not None:
        return _REASONS[reason]
    if row.value is None:
        return "không có giá trị để đánh giá", "there is no value to judge"
    if row.demand.lost_years and status != "missed":
        lost = [
            "; ".join(say_year(row, one, language) for one in row.demand.lost_years) for language in LANGUAGES
        ]
        return (
            f"không thể đạt nữa, vì {lost[0]}; thời hạn {say_short_day(row.target.by, language)} chưa đến",
            f"it can no longer be met, for {lost[1]}; {say_short_day(row.target.by, language)} is still to come",
        )
    failed = ", ".join(str(one.year) for one in row.demand.failed_years)
    first: Pair = (f"năm không đạt: {failed}; ", f"years that fell short: {failed}; ") if failed else ("", "")
    rest = _explain_unmet(book, row, language)
    return first[0] + rest[0], first[1] + rest[1]


def _explain_unmet(book: Book, row: Row, language: Language) -> Pair:
    status = row.status
    day, by = (say_short_day(one, language) for one in (find_today(book.as_of), row.target.by))
    if status == "missed":
        return (
            f"chưa đạt, và ngày tính {day} đã sau thời hạn {by}",
            f"not met, and the day of the report, {day}, is after {by}",
        )
    bands = book.programme.bands
    if row.pace is not None:
        progress, elapsed = (
            f"{say_digits(one * 100, language)}%" for one in (row.pace.progress, row.pace.elapsed)
        )
        points = say_number(bands.at_risk_points.exact, language)
        least = f"{say_digits(row.pace.elapsed * 100 - bands.at_risk_points.exact, language)}%"
        vi, en = f"chưa đến hạn {by}; tiến độ {progress}", f"{by} is still to come; progress {progress}"
        behind: dict[str, Pair] = {
            "on_track": (
                f"≥ thời gian đã qua đến hết kỳ {elapsed}",
                f"≥ time elapsed by the period's end {elapsed}",
            ),
            "at_risk": (
                f"< thời gian đã qua đến hết kỳ {elapsed}, nhưng chậm không quá {points} điểm (≥ {least})",
                f"< time elapsed by the period's end {elapsed}, but no more than {points} points behind (≥ {least})",
            ),
            "off_track": (
                f"chậm quá {points} điểm so với thời gian đã qua đến hết kỳ {elapsed} (< {least})",
                f"is more than {points} points behind the time elapsed by the period's end, {elapsed} (< {least})",
            ),
        }
        return f"{vi} {behind[status][0]}", f"{en} {behind[status][1]}"
    near = f"{say_number(bands.near.exact, language)}%"
    attained = f"{say_digits(row.attainment, language)}%" if row.attainment is not None else "–"
    sign = "≥" if status == "at_risk" else "<"
    return (
        f"chưa đến hạn {by}, không có số liệu gốc để tính tiến độ; mức độ đạt {attained} {sign} {near}",
        f"{by} is still to come, no baseline gives a pace; attainment {attained} {sign} {near}",
    )
