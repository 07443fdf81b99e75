"""What stands beside a figure: where each answer comes from, what units wrote, and what a reader must know of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.attainment import find_no_attainment
from cds_kpi.assess.combine import weigh_answer
from cds_kpi.report.certainty import say_doubt
from cds_kpi.report.parts import state_sides
from cds_kpi.report.row_view import NotDoneView, NoteView, SourceView, WaitingView
from cds_kpi.report.wording import (
    FREQUENCIES,
    LEVELS,
    name_methods,
    name_part,
    pick,
    say_day,
    say_number,
    say_reading,
    say_short_day,
    say_unit,
)
from cds_kpi.text import LANGUAGES, say_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.answers import Answer
    from cds_kpi.assess.assessment import Remark, Row
    from cds_kpi.assess.attainment import YearGrowth
    from cds_kpi.assess.combine import NotDone
    from cds_kpi.assess.reporters import Waiting
    from cds_kpi.assess.trend import Point
    from cds_kpi.model.submission import Entry, Part
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language


SCOPES: dict[str, tuple[str, str]] = {
    "handed_on": ("đơn vị tiền thân báo cáo", "reported by a predecessor"),
    "regrouped": ("trước khi sắp xếp đơn vị, cùng phạm vi", "before units were regrouped, same extent"),
    "other": ("phạm vi đơn vị khác", "other units"),
}
"""Whose figure an earlier one was, where not the same units'."""


NO_ATTAINMENT: dict[str | None, Pair] = {
    "target_not_positive": (
        "Không tính mức độ đạt: mục tiêu không lớn hơn 0.",
        "No attainment: the target is not above 0.",
    ),
    "value_not_positive": (
        "Không tính mức độ đạt: kết quả không lớn hơn 0.",
        "No attainment: the value is not above 0.",
    ),
    "no_change": (
        "Không tính mức độ đạt: mục tiêu không đòi hỏi thay đổi nào so với số gốc.",
        "No attainment: the target asks for no change from the baseline.",
    ),
}
"""Why a value has no attainment, where nothing else says so."""


def say_not_done(item: NotDone, language: Language) -> NotDoneView:
    """Return who of a roll call is not wholly done, in words."""
    said = []
    if not item.is_answered:
        said.append(pick(("chưa trả lời", "no answer"), language))
    elif not item.is_done:
        said.append(pick(("chưa thực hiện", "not done"), language))
    if item.members_not_done:
        names = ", ".join(item.members_not_done)
        said.append(pick((f"chưa thực hiện: {names}", f"not done: {names}"), language))
    if item.members_unanswered:
        count = item.members_unanswered
        said.append(
            pick(
                (
                    f"{count} đơn vị trực thuộc chưa trả lời",
                    f"{say_count(count, 'member')} without an answer",
                ),
                language,
            )
        )
    return NotDoneView(
        item.unit.id,
        item.unit.name.say(language),
        "; ".join(said),
        item.is_answered,
        item.is_done,
        item.members_not_done,
        item.members_unanswered,
    )


def build_waiting(waiting: Waiting, language: Language) -> WaitingView:
    """Return a level that is not due yet, with the day from which it is."""
    level, count = pick(LEVELS[waiting.level], language), len(waiting.units)
    vi, en = say_short_day(waiting.starts, "vi"), say_day(waiting.starts, "en")
    text = pick(
        (
            f"{level}: chưa đến hạn áp dụng, từ {vi} ({count} đơn vị)",
            f"{level}: not due yet, from {en} ({count} unit{'s' * (count > 1)})",
        ),
        language,
    )
    return WaitingView(waiting.level, level, waiting.starts.isoformat(), count, text)


def build_note(remark: Remark, language: Language) -> NoteView:
    """Return what a unit wrote beside its answer, its reason first."""
    entry, unit = remark.entry, remark.unit
    for kind in ("nil", "not_applicable", "unavailable"):
        reason = getattr(entry, kind)
        if reason is not None:
            text = reason if entry.note is None else f"{reason}. {entry.note}"
            day = entry.expected_on
            expected = say_short_day(day, language) if day is not None else None
            words = pick((f"dự kiến có ngày {expected}", f"expected on {expected}"), language)
            return NoteView(
                unit.id,
                unit.name.say(language),
                kind,
                text,
                day.isoformat() if day is not None else None,
                words if expected is not None else None,
            )
    return NoteView(unit.id, unit.name.say(language), "note", entry.note or "", None, None)


def build_source(answer: Answer, row: Row, language: Language) -> SourceView:
    """Return one answer with the place it stands in and what it brings to the sum."""
    filing, entry = answer.filing, answer.entry
    numerator, denominator, single = state_sides(weigh_answer(row.indicator, row.target, answer), language)
    return SourceView(
        unit=answer.unit.id,
        unit_name=answer.unit.name.say(language),
        period=str(answer.period),
        period_title=answer.period.title(language),
        file=filing.file,
        line=filing.lines.get(row.indicator.id, 1),
        revision=filing.revision,
        sha256=filing.sha256,
        text=say_answer(answer, row, language),
        numerator=numerator,
        denominator=denominator,
        value=single,
        origin=entry.source,
    )


def say_answer(answer: Answer, row: Row, language: Language) -> str:
    """Return an answer in words: "812.345/1.498.765", "đã thực hiện; trực thuộc 33/34", or the reason given."""
    if answer.ratio is not None:
        return "/".join(say_number(Fraction(side), language) for side in answer.ratio)
    entry = answer.entry
    if entry.done is not None:
        said = pick(("đã thực hiện", "done") if entry.done else ("chưa thực hiện", "not done"), language)
        if entry.members_done is not None and row.indicator.measure.members:
            told = f"{entry.members_done}/{answer.unit.members or 0}"
            said += pick((f"; trực thuộc {told}", f"; members {told}"), language)
        return said
    if entry.parts is not None:
        return "; ".join(
            f"{name_part(name, language)}: {say_figures(part, row, language)}"
            for name, part in entry.parts.items()
        )
    return entry.nil or entry.not_applicable or say_figures(entry, row, language)


def say_figures(entry: Entry | Part, row: Row, language: Language) -> str:
    """Return the two sides of an answer, or its one number with what that is counted in."""
    if entry.numerator is not None and entry.denominator is not None:
        return (
            f"{say_number(entry.numerator.exact, language)}/{say_number(entry.denominator.exact, language)}"
        )
    assert entry.value is not None, "figures are two sides or a value"
    return say_unit(row.indicator.measure, say_number(entry.value.exact, language), language)


def say_mark(point: Point, language: Language) -> str | None:
    """Return what sets an earlier value apart from the newest: other units, or another stretch of the year."""
    said = [SCOPES[point.scope]] if point.scope in SCOPES else []
    if not point.is_like:
        said.append((f"số liệu {point.months} tháng", say_count(point.months or 0, "month")))
    return ", ".join(pick(words, language) for words in said) or None


def _list_marked(points: Sequence[Point], language: Language) -> str:
    """Return the earlier periods that are set apart, under what sets them apart: "Năm 2020 (phạm vi đơn vị khác)"."""
    marked: dict[str, list[str]] = {}
    for point in points:
        mark = say_mark(point, language)
        if mark is not None:
            marked.setdefault(mark, []).append(point.period.title(language))
    return "; ".join(f"{', '.join(titles)} ({mark})" for mark, titles in marked.items())


def find_remarks(row: Row, by_method: Sequence[str], language: Language) -> list[str]:
    """Return what a reader must know of the figure, in sentences; `by_method` are those on other methods' figures."""
    remarks: list[tuple[str, str]] = []
    year = row.year
    figure = year.figure if year is not None else None
    if year is not None and year.carried_from is not None:
        remarks.append(
            (
                f"Số liệu của {year.carried_from.in_sentence('vi')}.",
                f"Figure of {year.carried_from.in_sentence('en')}.",
            )
        )
    if year is not None and len(year.covers) > 1:
        vi, en = (" + ".join(period.title(one) for period in year.covers) for one in LANGUAGES)
        remarks.append((f"Lũy kế từ đầu năm: {vi}.", f"Sum of the year so far: {en}."))
    vi, en = (_list_marked(row.trend, one) for one in LANGUAGES)
    if vi:
        remarks.append(
            (f"Kỳ trước cần lưu ý khi so sánh: {vi}.", f"Compare earlier periods with care: {en}.")
        )
    if not row.is_collected and year is None:
        frequency = FREQUENCIES[row.indicator.frequency]
        remarks.append(
            (
                f"Đợt này không thu thập (tần suất: {frequency[0].lower()}).",
                f"Not collected in this round ({frequency[1].lower()}).",
            )
        )
    remarks += [
        (f"{build_waiting(one, 'vi').text}.", f"{build_waiting(one, 'en').text}.") for one in row.waiting
    ]
    if row.target.condition is not None:
        vi, en = (row.target.condition.say(one) for one in LANGUAGES)
        remarks.append((f"Điều kiện: {vi}.", f"Condition: {en}."))
    if row.indicator.frequency == "unknown":
        remarks.append(("Tần suất báo cáo chưa được xác định.", "How often it is reported is not settled."))
    if figure is not None and len(figure.methods) > 1:
        vi, en = (name_methods(row.indicator.measure, figure.methods, one) for one in LANGUAGES)
        remarks.append(
            (
                f"Số liệu theo các phương pháp khác nhau ({vi}) nên không cộng gộp.",
                f"Figures by different methods ({en}) are not joined.",
            )
        )
    elif figure is not None and figure.cannot_join:
        remarks.append(
            (
                "Các số liệu không cộng gộp được (tỷ lệ, chỉ số, thứ hạng, hoặc thiếu số liệu từng phần).",
                "The figures cannot be joined (percentages, indices, ranks, or parts left out).",
            )
        )
    if year is not None and year.silent:
        periods = sorted({period for _, period in year.silent}, key=lambda period: period.order)
        vi, en = (", ".join(period.in_sentence(one) for period in periods) for one in LANGUAGES)
        count = len({unit.id for unit, _ in year.silent})
        remarks.append(
            (
                f"Lũy kế còn thiếu số liệu {vi} của {count} đơn vị.",
                f"The sum of the year lacks {en} of {count} reporter{'s' if count > 1 else ''}.",
            )
        )
    if row.is_collected and row.coverage.missing and row.coverage.reported:
        count = len(row.coverage.missing)
        # Where older periods lack answers too, these are of which one is said.
        of = ("", "")
        if year is not None and year.silent and year.period_figure is not None:
            newest = max(year.covers, key=lambda one: one.order)
            of = f" {newest.in_sentence('vi')}", f" of {newest.in_sentence('en')}"
        remarks.append(
            (
                f"Còn {count} đơn vị chưa báo cáo{of[0]}.",
                f"{count} reporter{'s' if count > 1 else ''} still missing{of[1]}.",
            )
        )
    if row.doubt is not None:
        remarks.append(say_doubt(row, row.doubt))
    remarks += _say_years(row)
    why = find_no_attainment(row.demand, row.value) if row.value is not None else None
    if why in NO_ATTAINMENT and row.status != "not_due":
        remarks.append(NO_ATTAINMENT[why])
    said = [pick(remark, language) for remark in remarks]
    reading = say_reading(row.demand, row.indicator.measure, language)
    return [*said, *by_method, *([reading] if reading is not None else [])]


def _say_years(row: Row) -> list[Pair]:
    """Return which years of a yearly growth fell short, and that the target is lost where one of them is over."""
    lost = row.demand.lost_years
    said: list[Pair] = []
    if lost:
        vi, en = ("; ".join(say_year(row, one, language) for one in lost) for language in LANGUAGES)
        demanded = row.demand.required or Fraction(0)
        goal = [say_unit(row.indicator.measure, say_number(demanded, one), one) for one in LANGUAGES]
        said.append(
            (
                f"Không thể đạt nữa: {vi}, mà mục tiêu là từng năm ≥ {goal[0]}.",
                f"It can no longer be met: {en}, and every year has to reach {goal[1]}.",
            )
        )
    rest = ", ".join(str(one.year) for one in row.demand.failed_years if not one.is_final)
    if rest:
        said.append((f"Năm không đạt: {rest}.", f"Years that fell short: {rest}."))
    return said


def say_year(row: Row, one: YearGrowth, language: Language) -> str:
    """Return what one year grew by, as a part of a sentence: "năm 2021 chỉ tăng 6,9%"."""
    size = say_unit(row.indicator.measure, say_number(abs(one.value), language), language)
    if one.value < 0:
        return pick((f"năm {one.year} giảm {size}", f"{one.year} fell by {size}"), language)
    return pick((f"năm {one.year} chỉ tăng {size}", f"{one.year} grew by {size} only"), language)
