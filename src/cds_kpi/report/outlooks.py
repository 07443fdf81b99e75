"""What is to come, in words: where an indicator comes to, what its target still takes, and how fast it has grown."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.growth import THRESHOLDS, Growth
from cds_kpi.assess.outlook import Outlook
from cds_kpi.number import PLACES, choose_decimals, format_decimal, format_number, round_to
from cds_kpi.report.grounds import (
    say_apart,
    say_highest,
    say_lacking,
    say_to_come,
    say_whole,
    spell_day,
    state_volume,
)
from cds_kpi.report.outlook_view import GrowthView, OutlookView, WaypointView
from cds_kpi.report.parts import state
from cds_kpi.report.sentences import say_gap
from cds_kpi.report.stating import Stated, state_difference, state_value
from cds_kpi.report.wording import pick, say_number, say_short_day, say_things
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.outlook import Waypoint
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

NAMED = 4
"""How many remaining periods a sentence names; of more it tells the number."""
RATE_DECIMALS = 2
"""Decimal places of growth rates and their ratio."""

_UNSAID: dict[str, Pair] = {
    "one_period": (
        "Chưa đủ số liệu để dự báo: mới có một kỳ.",
        "Not enough figures for an outlook: there is one period only.",
    ),
    "one_in_year": (
        "Chưa đủ số liệu để dự báo: số lũy kế của năm mới có một kỳ.",
        "Not enough figures for an outlook: the year's figure so far is of one period only.",
    ),
    "last_period": (
        "Kỳ này là kỳ cuối trước hạn của mục tiêu: không còn kỳ nào để dự báo.",
        "This is the last period before the target's day: none is left for an outlook.",
    ),
    "incomplete": (
        "Chưa dự báo được: tổng số còn thiếu số liệu của đơn vị chưa báo cáo.",
        "No outlook: the total lacks the units that have not reported.",
    ),
    "incomparable": (
        "Chưa dự báo được: số liệu các kỳ không so sánh được với nhau.",
        "No outlook: the figures of the periods cannot be compared.",
    ),
    "units_differ": (
        "Chưa dự báo được: hai kỳ không có số liệu của cùng các đơn vị; một kỳ thiếu đơn vị mà kỳ kia có.",
        "No outlook: two periods do not hold the same units; one lacks a reporter that the other has.",
    ),
    "other_stretch": (
        "Chưa dự báo được: tỷ lệ của một phần năm không nối được với tỷ lệ của cả năm hay của phần năm dài ngắn khác.",
        "No outlook: a percentage of a part of a year joins none of a whole year, or of a longer or shorter part.",
    ),
}
"""Why there is no outlook, where a reader would ask."""
NO_OUTLOOK: dict[str, Pair] = _UNSAID | {
    "milestone": (
        "Mốc hoàn thành không có đà để tính tiếp.",
        "A milestone has no pace that could go on.",
    ),
    "growth": (
        "Mục tiêu đòi hỏi riêng từng năm, nên không có đường đi từ năm này sang năm khác.",
        "The target is demanded of each year by itself, so that no path leads from one to the next.",
    ),
    "no_baseline": (
        "Không có số gốc dùng được, nên không biết phải đạt bao nhiêu.",
        "There is no baseline that serves, so that what is to be reached is not known.",
    ),
    "no_data": ("Chưa có số liệu.", "There is no figure."),
    "past_due": ("Thời hạn của mục tiêu đã qua.", "The target's day has passed."),
}
"""Why there is no outlook, whatever the reason."""
GROWTH: dict[str, Pair] = {
    "achieved": ("Đã đạt mục tiêu", "Target achieved"),
    "significant": ("Đạt tiến độ", "Significant progress"),
    "moderate": ("Tiến bộ vừa phải", "Moderate progress"),
    "insufficient": ("Chưa đủ", "Insufficient progress"),
    "away": ("Đi ngược", "Moving away"),
}
"""The words of each verdict on growth; the English ones are Eurostat's."""
NO_GROWTH: dict[str, Pair] = {
    "milestone": ("mốc hoàn thành không có tốc độ tăng", "a milestone has no growth rate"),
    "rank": ("thứ hạng không có tốc độ tăng", "a rank has no growth rate"),
    "growth": ("chỉ tiêu đã là tốc độ tăng hằng năm", "the figure is a yearly growth itself"),
    "band": ("mục tiêu là một khoảng", "the target is a range"),
    "no_baseline": ("không có số gốc", "there is no baseline"),
    "no_data": ("không có giá trị để đánh giá", "there is no value to judge"),
    "past_due": ("đã quá hạn của mục tiêu", "the target's day has passed"),
    "already_there": ("số gốc đã đạt mục tiêu", "the baseline meets the target already"),
    "one_year": (
        "từ số gốc đến hạn không quá một năm",
        "from the baseline to the target's day is no more than a year",
    ),
    "too_early": ("từ số gốc đến nay chưa đủ một năm", "less than a year has passed since the baseline"),
    "part_of_year": ("số lũy kế chưa đủ cả năm", "the total is not of a whole year"),
    "not_positive": (
        "số gốc hoặc mục tiêu bằng 0, hoặc có số âm",
        "the baseline or the target is 0, or a number is negative",
    ),
    "incomplete": (
        "còn đơn vị chưa báo cáo, trong khi số gốc là của tất cả",
        "reporters are still missing, and the baseline stands for all",
    ),
}
"""Why growth is not judged."""


def build_outlook(row: Row, language: Language) -> OutlookView:
    """Return the outlook of a row in words, or why there is none."""
    outlook = row.outlook
    if not isinstance(outlook, Outlook):
        # That the last period meets its target goes without an outlook.
        is_said = outlook in _UNSAID and not (outlook == "last_period" and row.status == "met")
        said = (pick(_UNSAID[outlook], language),) if is_said else ()
        return OutlookView(
            outlook, said, None, None, None, None, None, None, None, None, False, None, None, None, ()
        )
    verdict = ("Sẽ đạt", "Will meet it") if outlook.is_met else ("Sẽ không đạt", "Will miss it")
    since = outlook.since
    return OutlookView(
        why_not=None,
        sentences=tuple(_say_outlook(row, outlook, language)),
        course=outlook.course,
        since=since.period.title(language),
        since_period=str(since.period),
        expected=state_value(row, outlook.expected, language),
        is_met=outlook.is_met,
        verdict_text=pick(verdict, language),
        short_by=state_difference(row, outlook.short_by, language),
        bring=_state_amount(row, outlook, outlook.bring, language),
        is_in_numerator=outlook.in_numerator,
        out_of=state(outlook.out_of, language),
        highest=state_value(row, outlook.highest, language),
        volume=state_volume(row, outlook, language),
        waypoints=tuple(_build_waypoint(row, outlook, one, language) for one in outlook.waypoints),
    )


def _build_waypoint(row: Row, outlook: Outlook, point: Waypoint, language: Language) -> WaypointView:
    expected = state_value(row, point.expected, language)
    assert expected is not None, "it is a number"
    return WaypointView(
        str(point.period) if point.period is not None else None,
        _name_waypoint(point, language),
        point.day.isoformat(),
        state_value(row, point.required, language),
        expected,
        _state_amount(row, outlook, point.bring, language),
    )


def _name_waypoint(point: Waypoint, language: Language) -> str:
    return point.period.title(language) if point.period is not None else say_short_day(point.day, language)


def _say_stretch(outlook: Outlook, point: Waypoint, language: Language) -> str:
    """Return the stretch that ends at a waypoint: its period, or until when, where that has begun already."""
    period = point.period
    if period is not None and period.first_day > outlook.now.period.last_day:
        return period.in_sentence(language)
    end = period.in_sentence(language) if period is not None else None
    begun = "từ nay " if point is outlook.waypoints[0] else ""
    vi, en = f"{begun}đến {spell_day(point.day, 'vi')}", f"the time until {spell_day(point.day, 'en')}"
    if end is not None:
        vi, en = f"{begun}đến hết {end}", f"the rest of {end}"
    return pick((vi, en), language)


def _state_amount(
    row: Row, outlook: Outlook, amount: Fraction | None, language: Language, word: str = ""
) -> Stated | None:
    """Return an amount that is to be brought: in the numerator's things, else in what the value is counted in.

    `word` as in `say_things`.
    """
    if amount is None:
        return None
    if not outlook.in_numerator:
        return state_difference(row, amount, language)
    text = say_things(row.indicator.measure, say_number(amount, language), language, word)
    return Stated(format_decimal(amount), text)


def _say_outlook(row: Row, outlook: Outlook, language: Language) -> list[str]:
    return [
        one
        for one in (
            _say_expected(row, outlook, language),
            _say_need(row, outlook, language),
            _say_line(row, outlook, language),
            say_lacking(row, outlook, language),
            say_apart(row, outlook, language),
        )
        if one is not None
    ]


def _say_expected(row: Row, outlook: Outlook, language: Language) -> str:
    """Return where it comes to at the last pace, and how far that is from the target."""
    by, expected = row.target.by, outlook.expected
    now, since = outlook.now, outlook.since
    value = state_value(row, expected, language)
    gap = say_gap(row, expected, state_difference(row, outlook.short_by, language), language)
    assert value is not None, "it is a number"
    assert gap is not None, "it is a number"
    end = now.period.in_sentence(language)
    words = ("từ sau", "from the end of") if outlook.course == "year_share" else ("từ", "from")
    began = f"{pick(words, language)} {since.period.in_sentence(language)}"
    if row.indicator.measure.kind == "rank":
        reached = pick((f"dự kiến xếp thứ {value.text}", f"a rank of {value.text} is expected"), language)
    else:
        reached = pick((f"dự kiến đạt {value.text}", f"{value.text} is expected"), language)
    day = spell_day(by, language)
    return pick(
        (
            f"Theo đà {began} đến hết {end}, {reached} vào {day}: {gap}.",
            f"At the pace {began} to {end}, {reached} on {day}: {gap}.",
        ),
        language,
    )


def _say_need(row: Row, outlook: Outlook, language: Language) -> str | None:
    """Return what the remaining periods have to bring, or that not even all of what is to come would do."""
    if outlook.highest is not None:
        return say_highest(row, outlook, language)
    total = _state_amount(row, outlook, outlook.bring, language)
    if total is None:
        return None
    is_up, is_met = row.demand.is_upward, row.status == "met"
    goal = pick(
        ("Để giữ mục tiêu", "To hold the target") if is_met else ("Để đạt mục tiêu", "To meet the target"),
        language,
    )
    points = [point for point in outlook.waypoints if point.bring]
    out_of = provided = ""
    if outlook.out_of is not None:
        rest = say_to_come(row, outlook, language)
        out_of = pick((f" trên {rest}", f" of {rest}"), language)
    elif outlook.in_numerator and row.indicator.measure.kind == "ratio":
        assert outlook.sides is not None, "a numerator has a denominator"
        whole = say_whole(row, say_number(outlook.sides.denominator or Fraction(0), language), language)
        provided = pick((f", nếu mẫu số vẫn là {whole}", f", if the denominator stays at {whole}"), language)
    if len(outlook.waypoints) == 1:
        when = _say_stretch(outlook, outlook.waypoints[0], language)
        return pick(
            (
                f"{goal}, {when} cần {'có thêm' if is_up else 'giảm'} {total.text}{out_of}{provided}.",
                f"{goal}, {when} has to {'add' if is_up else 'take off'} {total.text}{out_of}{provided}.",
            ),
            language,
        )
    said = "; ".join(
        f"{_say_stretch(outlook, point, language)}: {amount.text}"
        for point in points[:NAMED]
        if (amount := _state_amount(row, outlook, point.bring, language)) is not None
    )
    if len(points) > NAMED:
        more = len(points) - NAMED
        said += pick((f"; và {more} kỳ sau đó", f"; and {say_count(more, 'period')} after"), language)
    word = "more" if is_up else "less"
    all_told = _state_amount(row, outlook, outlook.bring, language, word)
    assert all_told is not None, "there is a total"
    more_text = all_told.text if outlook.in_numerator else f"{all_told.text} {word}"
    return pick(
        (
            f"{goal} cần {'có thêm' if is_up else 'giảm'} tất cả {total.text}{out_of}{provided} ({said}).",
            f"{goal}, {more_text}{out_of} are needed in all{provided} ({said}).",
        ),
        language,
    )


def _say_line(row: Row, outlook: Outlook, language: Language) -> str | None:
    """Return where the straight line to the target runs until its day; None without one, or with nothing between."""
    points = [point for point in outlook.waypoints[:-1] if point.required is not None]
    if not points:
        return None
    said = "; ".join(
        f"{_say_stretch(outlook, point, language)}: {stated.text}"
        for point in points[:NAMED]
        if (stated := state_value(row, point.required, language)) is not None
    )
    if len(points) > NAMED:
        said += "; …"
    return pick(
        (
            f"Theo đường thẳng đến mục tiêu cần có {said}.",
            f"On the straight line to the target stand {said}.",
        ),
        language,
    )


def build_growth(row: Row, language: Language) -> GrowthView:
    """Return how fast a row's indicator has grown against what its target takes, or why that is not judged."""
    growth = row.growth
    if not isinstance(growth, Growth):
        why = pick(NO_GROWTH[growth], language)
        text = pick(
            (f"Không đánh giá theo tốc độ tăng trưởng: {why}.", f"Growth is not assessed: {why}."), language
        )
        unjudged = pick(("Không đánh giá", "Not assessed"), language)
        return GrowthView(None, unjudged, growth, text, None, None, None, None)
    words = pick(GROWTH[growth.verdict], language)
    observed, required = (_state_rate(one, language) for one in (growth.observed, growth.required))
    decimals = choose_decimals(growth.ratio, RATE_DECIMALS, _count_thresholds)
    ratio = Stated(_write_rounded(growth.ratio), format_number(growth.ratio, decimals, language))
    since = growth.start.period.in_sentence(language)
    inside = words if language == "en" else words[0].lower() + words[1:]
    now, aim = (_say_rate(one, language) for one in (growth.observed, growth.required))
    vi = f"từ {since} bình quân mỗi năm {now}, cần {aim}, tỷ số {ratio.text}"
    en = f"since {since} {now} a year on average, {aim} needed, ratio {ratio.text}"
    return GrowthView(
        growth.verdict,
        words,
        None,
        pick((f"Theo tốc độ tăng trưởng: {inside}; {vi}.", f"By growth rate: {inside}; {en}."), language),
        str(growth.start.period),
        observed,
        required,
        ratio,
    )


def _say_rate(rate: Fraction, language: Language) -> str:
    """Return a rate in words, a fall as such: "giảm 9,96%", "down 9.96%"."""
    words = ("giảm", "down") if rate < 0 else ("tăng", "up")
    return f"{pick(words, language)} {_state_rate(abs(rate), language).text}"


def _write_rounded(number: Fraction) -> str:
    """Return the decimal text of what stands for an irrational number: with 12 places, as any that does not end."""
    return format_decimal(round_to(number, PLACES))


def _count_thresholds(ratio: Fraction) -> int:
    """Return how many thresholds a ratio reaches."""
    return sum(ratio >= share for _, share in THRESHOLDS)


def _state_rate(rate: Fraction, language: Language) -> Stated:
    return Stated(_write_rounded(rate), f"{format_number(rate, RATE_DECIMALS, language)}%")
