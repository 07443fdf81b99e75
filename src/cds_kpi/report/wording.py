"""The report's words in both languages: dates, statuses, targets, quantities.

Convention: a pair of words stands Vietnamese first; dates follow Nghị định 30/2020/NĐ-CP, phụ lục I: days under 10
and the months 1 and 2 have two digits, the months 3 to 9 one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.number import PLACES, choose_decimals, format_decimal, format_exact, format_number
from cds_kpi.period import MONTH_NAMES
from cds_kpi.text import shorten_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from fractions import Fraction

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Baseline, Indicator, Round, Target
    from cds_kpi.model.measure import Measure
    from cds_kpi.text import Language

Pair = tuple[str, str]
"""The Vietnamese and the English."""

STATUSES: dict[str, tuple[str, Pair]] = {
    "met": ("●", ("Đạt", "Met")),
    "on_track": ("○", ("Đúng tiến độ", "On track")),
    "at_risk": ("▲", ("Có nguy cơ", "At risk")),
    "off_track": ("▼", ("Chậm tiến độ", "Off track")),
    "missed": ("■", ("Không đạt", "Missed")),
    "no_data": ("□", ("Chưa có số liệu", "No data")),
    "not_due": ("–", ("Chưa đến hạn áp dụng", "Not due yet")),
}
"""The mark and the words of each status; the marks exist in the Times-metric fonts."""

STATES: dict[str, Pair] = {
    "on_time": ("Đúng hạn", "On time"),
    "late": ("Trễ hạn", "Late"),
    "undated": ("Không rõ ngày gửi", "Undated"),
    "partial": ("Chưa đủ số liệu", "Incomplete"),
    "missing": ("Chưa gửi", "Missing"),
    "returned": ("Đã trả lại", "Returned"),
    "excluded": ("Không phải báo cáo", "Excluded"),
}
STANDINGS: dict[str, tuple[str, Pair]] = {
    "met": ("●", ("Đạt mục tiêu", "Meets the target")),
    "short": ("▼", ("Chưa đạt mục tiêu", "Does not meet the target")),
    "counted": ("+", ("Đã báo cáo", "Reported")),
    "unavailable": ("□", ("Chưa có số liệu", "No data yet")),
    "missing": ("×", ("Chưa báo cáo", "Not reported")),
    "nil": ("–", ("Không phát sinh", "Nothing to count")),
    "not_applicable": ("–", ("Không áp dụng", "Not applicable")),
    "otherwise": ("–", ("Báo cáo theo phương pháp khác", "Reported by another method")),
}
"""The mark and the words of each standing of a unit in a row."""
FREQUENCIES: dict[str, Pair] = {
    "month": ("Tháng", "Monthly"),
    "quarter": ("Quý", "Quarterly"),
    "semester": ("6 tháng", "Half-yearly"),
    "year": ("Năm", "Yearly"),
    "unknown": ("Chưa xác định", "Not settled"),
}
COMBINED: dict[str, Pair] = {
    "sum": ("Cộng", "Total"),
    "max": ("Lớn nhất", "Largest"),
    "min": ("Nhỏ nhất", "Smallest"),
    "single": ("Kết quả", "Result"),
}
OBSERVED: dict[str, Pair] = {
    "final": ("chính thức", "final"),
    "provisional": ("sơ bộ", "provisional"),
    "estimated": ("ước tính", "estimated"),
}
LEVELS: dict[str, Pair] = {
    "national": ("Trung ương", "National"),
    "province": ("Cấp tỉnh", "Province"),
    "department": ("Sở, ngành", "Department"),
    "agency": ("Cơ quan, đơn vị khác", "Agency"),
    "district": ("Cấp huyện", "District"),
    "commune": ("Cấp xã", "Commune"),
}
MEASURES: dict[str, Pair] = {
    "ratio": ("tỷ lệ", "ratio"),
    "value": ("giá trị", "value"),
    "roll_call": ("số đơn vị đã thực hiện", "units that have done it"),
    "rank": ("thứ hạng", "rank"),
    "milestone": ("mốc hoàn thành", "milestone"),
}
BASES: dict[str, Pair] = {
    "at_date": ("tại ngày cuối kỳ", "as it stands at the period's end"),
    "in_period": ("phát sinh trong kỳ", "what happened in the period"),
    "year_to_date": ("lũy kế từ đầu năm", "since 1 January"),
    "distinct_in_period": (
        "phát sinh trong kỳ, mỗi đối tượng tính một lần",
        "in the period, each counted once",
    ),
}
COUNTED: dict[str, Pair] = {
    "percent": ("tính bằng phần trăm", "in per cent"),
    "count": ("tính bằng số lượng", "a count"),
    "index": ("tính bằng điểm chỉ số", "an index"),
    "rank": ("tính bằng thứ hạng", "a rank"),
}
DIFFERENCES: dict[str, Pair] = {
    "denominator": ("khác mẫu số", "another denominator"),
    "method": ("khác phương pháp tính", "another method"),
    "scope": ("khác phạm vi", "another scope"),
    "definition": ("khác định nghĩa", "another definition"),
}
"""How an indicator differs from one that it is easily taken for."""


def pick(pair: Pair, language: Language) -> str:
    """Return the words of the language."""
    return pair[0] if language == "vi" else pair[1]


def name_part(part: str, language: Language) -> str:
    """Return a level by its name, and a part of a unit's own naming as it is."""
    level: Pair | None = LEVELS.get(part)
    return pick(level, language) if level is not None else part


def name_methods(measure: Measure, methods: Iterable[str | None], language: Language) -> str:
    """Return methods of measuring by their names, in a list; "?" where a figure names none."""
    names = measure.methods
    return "; ".join(names[key].say(language) if key in names else key or "?" for key in methods)


def say_day(day: date, language: Language) -> str:
    """Return a day in full: "ngày 05 tháng 3 năm 2022", "5 March 2022"."""
    if language == "en":
        return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def say_short_day(day: date, language: Language) -> str:
    """Return a day in figures: "05/3/2022"; in English the ISO form, which nobody misreads."""
    if language == "en":
        return day.isoformat()
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def say_moment(moment: datetime, language: Language) -> str:
    """Return a moment in the city's time: "10:11 ngày 15/9/2022"; seconds only where they are not 0."""
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    day = say_short_day(moment.date(), language)
    return f"{clock} ngày {day}" if language == "vi" else f"{day} {clock}"


def say_journal(head: str | None, language: Language) -> str:
    """Return the newest acts of the journal in a sentence; empty where there is none."""
    if head is None:
        return ""
    short = shorten_head(head)
    return pick(
        (f"Dấu nhật ký khi lập báo cáo: {short}.", f"The journal's head when this was made: {short}."),
        language,
    )


def say_unit(measure: Measure, text: str, language: Language) -> str:
    """Return a number's text with what it is counted in behind it: "54,20%", "1.200 VND", "500 người", "5"."""
    if measure.counted_in == "count" and measure.things is not None:
        return say_things(measure, text, language)
    return text + measure.suffix


def say_decimals(measure: Measure, demand: Demand, value: Fraction) -> int:
    """Return how many decimals a value is shown with: as many as keep its verdicts, 84.996 against 85 takes three.

    None for whole things that are no share.
    """
    shown = measure.shown_decimals
    if demand.required is None or demand.failed_years:
        return shown
    return choose_decimals(value, shown, demand.judge)


def say_things(measure: Measure, number: str, language: Language, word: str = "") -> str:
    """Return a number with what the indicator's sides count: "12.400 hồ sơ", else "12.400 ở tử số".

    `word` is for English: what stands behind them, "40 dossiers more", and before the numerator, "40 more in the
    numerator".
    """
    after = f" {word}" if word and language == "en" else ""
    if measure.things is not None:
        one = measure.things.en_one if language == "en" and number == "1" else None
        return f"{number} {one or measure.things.say(language)}{after}"
    if measure.kind == "roll_call":
        bodies = f"{number} bodies" if number != "1" else "1 body"
        return pick((f"{number} đơn vị", f"{bodies}{after}"), language)
    return pick((f"{number} ở tử số", f"{number}{after} in the numerator"), language)


def say_value(measure: Measure, value: Fraction, decimals: int, language: Language) -> str:
    """Return a value rounded to so many decimals, with what it is counted in."""
    if measure.kind == "milestone":
        return pick(("Đã hoàn thành", "Done") if value >= 1 else ("Chưa hoàn thành", "Not done"), language)
    return say_unit(measure, format_number(value, decimals, language), language)


def say_number(value: Fraction, language: Language) -> str:
    """Return a number as it was demanded or reported: with all its digits, up to two places where it does not end."""
    return format_exact(value, 2, language)


def say_baseline(baseline: Baseline, measure: Measure, language: Language) -> str:
    """Return where a path starts: "Năm 2021: 29,80% (Cả nước: theo VnEconomy)"."""
    exact = baseline.value.exact
    digits = max(measure.decimals, len(format_decimal(exact).partition(".")[2]))
    value = say_value(measure, exact, min(digits, PLACES), language)
    source = f" ({baseline.source.say(language)})" if baseline.source else ""
    return f"{baseline.period.title(language)}: {value}{source}"


def say_measure(measure: Measure, language: Language) -> str:
    """Return how an indicator is measured: "tỷ lệ, phát sinh trong kỳ, tính bằng phần trăm"."""
    word = measure.counted_in
    counted = COUNTED.get(word, (f"tính bằng {word}", f"in {word}"))
    # A rank is counted in ranks and a milestone in nothing: that needs no saying.
    pairs = [MEASURES[measure.kind], BASES[measure.basis]]
    pairs += [counted] if measure.kind in {"ratio", "value"} or word == "percent" else []
    return ", ".join(pick(pair, language) for pair in pairs)


def say_target(target: Target, measure: Measure, language: Language) -> str:
    """Return what is demanded: "≥ 50%", "65 - 70%", "tăng 10 điểm phần trăm so với năm 2021"."""
    bound = target.bound
    if bound is None:
        return pick(("hoàn thành", "done"), language)
    number = say_number(bound.exact, language)
    counted = say_unit(measure, number, language)
    if target.between is not None:
        return say_unit(measure, f"{number} - {say_number(target.between[1].exact, language)}", language)
    if target.change is not None:
        return _say_change(target, measure, number, language)
    words: dict[str, Pair] = {
        "at_least": (f"≥ {counted}", f"≥ {counted}"),
        "above": (f"> {counted}", f"> {counted}"),
        "at_most": (f"≤ {counted}", f"≤ {counted}"),
        "below": (f"< {counted}", f"< {counted}"),
        "growth": (f"tăng ≥ {counted} mỗi năm", f"growth ≥ {counted} every year"),
        "every": (f"từng phần ≥ {counted}", f"every part ≥ {counted}"),
    }
    said = pick(words[target.demand], language)
    if target.first_year is not None:
        said += pick((f", từ năm {target.first_year}", f" from {target.first_year}"), language)
    return said


def end_sentence(text: str) -> str:
    """Return a text with a full stop, where it ends without any."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def say_related(differs: str, language: Language) -> str:
    """Return why a related indicator's figures are not compared."""
    why = DIFFERENCES[differs]
    return pick((f"Liên quan, không so sánh được: {why[0]}", f"Related, not comparable: {why[1]}"), language)


def say_aspect(
    indicator: Indicator, target: Target, language: Language, *, beside: Sequence[Target] | None = None
) -> str | None:
    """Return what tells a target from the others of its indicator under one number: its level, its day, its demand.

    "Cấp tỉnh", "đến 31/12/2025", "Cấp tỉnh, đến 31/12/2025"; of a level alone the level, else None. `beside`: which
    ones it is to be told from instead.
    """
    if beside is None:
        key = (target.programme, target.number)
        beside = [one for one in indicator.targets if (one.programme, one.number) == key]
    others = [one for one in beside if one is not target]
    said = [pick(LEVELS[target.level], language)] if target.level is not None else []
    others = [one for one in others if one.level == target.level]
    if any(one.by != target.by for one in others):
        said.append(
            pick((f"đến {say_short_day(target.by, 'vi')}", f"by {say_day(target.by, 'en')}"), language)
        )
        others = [one for one in others if one.by == target.by]
    if others:
        said.append(say_target(target, indicator.measure, language))
    return ", ".join(said) or None


def _say_change(target: Target, measure: Measure, number: str, language: Language) -> str:
    change = target.change
    assert change is not None, "asked for demands of a change only"
    is_up = target.increase is not None
    verb = pick(("tăng" if is_up else "giảm", "up" if is_up else "down"), language)
    if change.kind == "percent":
        amount = f"{number}%"
    elif measure.counted_in == "percent":
        amount = number + pick((" điểm phần trăm", " percentage points"), language)
    else:
        amount = say_unit(measure, number, language)
    since = pick(("so với", "on"), language)
    return f"{verb} {amount} {since} {change.over.in_sentence(language)}"


def say_reading(demand: Demand, measure: Measure, language: Language) -> str | None:
    """Return which reading of a demanded change was taken, and what value that asks for."""
    change = demand.target.change
    if change is None:
        return None
    if demand.baseline is not None and demand.required is None:
        title, start = change.over.title("vi").lower(), say_number(demand.baseline.value.exact, language)
        vi = f"số gốc {title} là {start}, mức thay đổi theo phần trăm chỉ tính được từ số lớn hơn 0"
        en = f"the baseline of {change.over} is {start}, and a change by per cent only goes with one above 0"
        return pick((f"Không đánh giá được: {vi}.", f"Not assessed: {en}."), language)
    if demand.required is None or demand.baseline is None:
        return pick(
            (
                f"Chưa có số liệu gốc {change.over.in_sentence('vi')} nên chưa đánh giá được mức thay đổi.",
                f"There is no baseline for {change.over.in_sentence('en')}, so the change cannot be assessed.",
            ),
            language,
        )
    start = say_unit(measure, say_number(demand.baseline.value.exact, language), language)
    required = say_unit(measure, say_number(demand.required, language), language)
    number = say_number(change.by.exact, language)
    is_up = demand.is_upward
    if change.kind == "points" and measure.counted_in == "percent":
        verb = "cộng thêm {} điểm phần trăm vào" if is_up else "trừ đi {} điểm phần trăm từ"
        vi = f"Cách hiểu: {verb.format(number)} số gốc {start}, tức phải đạt {required}."
        sign = "above" if is_up else "below"
        en = f"Read as percentage points: {number} {sign} the baseline of {start}, so {required} is required."
    elif change.kind == "points":
        amount = say_unit(measure, number, language)
        vi = f"Cách hiểu: chênh lệch {amount} so với số gốc {start}, tức phải đạt {required}."
        en = f"Read as a difference: {amount} from the baseline of {start}, so {required} is required."
    else:
        vi = f"Cách hiểu: thay đổi tương đối {number}% so với số gốc {start}, tức phải đạt {required}."
        en = f"Read as a relative change: {number}% of the baseline of {start}, so {required} is required."
    return pick((vi, en), language)


def say_deadline(collection: Round, deadline: Deadline, language: Language) -> str:
    """Return the deadline: in Vietnamese in the document's own words where the round quotes them."""
    if language == "vi" and collection.wording is not None:
        return collection.wording
    day = say_day(deadline.named_day, language)
    if language == "vi":
        return f"trước {day}" if deadline.is_strict else f"chậm nhất {day}"
    return f"before {day}" if deadline.is_strict else f"by {day}"


def say_moved(deadline: Deadline, language: Language) -> str | None:
    """Return that a deadline moved off a day that is not worked, and why; None where it did not."""
    if deadline.moved_from is None or deadline.moved_because is None:
        return None
    vi, en = deadline.moved_because
    before = say_short_day(deadline.moved_from, language)
    after = say_short_day(deadline.last_on_time_day, language)
    return pick(
        (
            f"Ngày cuối cùng đúng hạn {before} là ngày nghỉ ({vi}) nên chuyển sang {after}.",
            f"The last on-time day, {before}, is a day off ({en}), so it moved to {after}.",
        ),
        language,
    )


def say_lateness(deadline: Deadline, received_at: datetime, language: Language) -> str:
    """Return by how much a submission is late, in whole days begun."""
    days = (received_at.date() - deadline.last_on_time_day).days
    return pick((f"trễ {days} ngày", f"{days} day late" if days == 1 else f"{days} days late"), language)
