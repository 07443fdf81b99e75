"""The workbook's sheets about units: every unit's part in every indicator, the deadline, and the sources."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cds_kpi.render import formulas
from cds_kpi.render.sheets import (
    Column,
    Page,
    count_decimals,
    fit_width,
    near_share,
    write_footer,
    write_head,
)
from cds_kpi.render.summary_sheet import find_keys, name_row
from cds_kpi.report.wording import LEVELS, pick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.render.sheets import Shelf
    from cds_kpi.report.row_view import PartView, RowView, SourceView
    from cds_kpi.report.view import ReportView

PART_MARKS = {
    "answered": "●",
    "nil": "○",
    "not_applicable": "–",
    "otherwise": "□",
    "unavailable": "▲",
    "missing": "■",
}
"""The mark of each state of a unit's answer."""
UNIT_MARKS = {
    "on_time": "●",
    "late": "▲",
    "undated": "○",
    "partial": "▼",
    "missing": "■",
    "returned": "□",
    "excluded": "–",
}
"""The mark of each state of a unit in the round."""
_LOOKS = {"▲": "doubtful", "▼": "wanting", "■": "bad"}


def write_parts(sheet: Worksheet, shelf: Shelf, view: ReportView) -> None:
    """Fill the sheet with a line for every unit of every indicator: what the summary adds up."""

    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    numerator, denominator, value = _fit_numbers(part for row in view.rows for part in row.parts)
    columns = (
        Column(say("Số", "No."), 6),
        Column(say("Chỉ tiêu", "Indicator"), 40),
        Column(say("Đơn vị", "Unit"), 36),
        Column(say("Cấp", "Level"), 16),
        Column(say("Tử số", "Numerator"), numerator),
        Column(say("Mẫu số", "Denominator"), denominator),
        Column(say("Giá trị riêng", "Own value"), value),
        Column(say("Tình trạng", "State"), 18),
        Column(say("Trả lời, ghi chú", "Answer, note"), 40),
        Column(say("Mã chỉ tiêu", "Indicator id"), 24),
        Column(say("Mã đơn vị", "Unit id"), 18),
    )
    page = Page(sheet, shelf, columns, printed=9)
    hint = say(
        "Sửa tử số, mẫu số hoặc giá trị ở đây thì hai trang tính Tổng hợp và Biểu đồ tự tính lại.",
        "Change a numerator, a denominator or a value here, and the sheets Summary and Charts follow.",
    )
    write_head(page, view, say("SỐ LIỆU THEO ĐƠN VỊ", "FIGURES BY UNIT"), [hint])
    page.write_headings()
    for key, row in find_keys(view.rows).items():
        is_live = formulas.is_live(row)
        notes = {
            note.unit: "; ".join(one for one in (note.text, note.expected_text) if one) for note in row.notes
        }
        for part in row.parts:
            page.put_number(0, row.number, shelf.take(align="center"))
            page.put_text(1, name_row(row))
            page.put_text(2, part.unit_name)
            page.put_text(3, pick(LEVELS[part.level], view.language))
            page.put_stated(4, part.numerator, view.language)
            page.put_stated(5, part.denominator, view.language)
            _write_own(page, row, part, view, is_live=is_live)
            page.put_text(7, f"{PART_MARKS[part.state]} {part.state_text}")
            said = part.text if part.state == "answered" and part.value is None else None
            page.put_text(8, "; ".join(one for one in (said, notes.get(part.unit)) if one) or None)
            page.put_text(9, key)
            page.put_text(10, part.unit)
            page.end_row()
    looks = shelf.take_colours()
    page.colour(7, {mark: looks[look] for mark, look in _LOOKS.items()})
    page.finish(write_footer(view))
    names = {"numerator": 4, "denominator": 5, "value": 6, "state": 7, "row": 9, "unit": 10}
    page.name_columns(shelf.book, "units", names)


def _fit_numbers(found: Iterable[PartView | SourceView]) -> tuple[float, float, float]:
    """Return how wide the columns of numerators, denominators and values are."""
    texts: tuple[list[str], list[str], list[str]] = ([], [], [])
    for one in found:
        for into, stated in zip(texts, (one.numerator, one.denominator, one.value), strict=True):
            if stated is not None:
                into.append(stated.text)
    return fit_width(texts[0], 12), fit_width(texts[1], 12), fit_width(texts[2], 12)


def _write_own(page: Page, row: RowView, part: PartView, view: ReportView, *, is_live: bool) -> None:
    """Write a unit's own figure: a formula where it is a share, also of a unit that has not reported."""
    whole = formulas.find_whole(row)
    if row.kind not in {"ratio", "roll_call"} or row.target.demand == "every":
        page.put_stated(6, part.value, view.language, whole=whole)
        return
    decimals = count_decimals(part.value.text, view.language) if part.value is not None else 2
    style = page.shelf.take_number(decimals, is_percent=whole == 100)
    share = None
    if part.numerator is not None and part.denominator is not None and part.denominator.exact != "0":
        share = near_share(part.numerator.exact, part.denominator.exact)
    if is_live:
        formula = formulas.divide(f"$E{page.row + 1}", f"$F{page.row + 1}", "")
        page.put_formula(6, formula, "" if share is None else share, style)
    else:
        page.put_number(6, share, style)


def write_deadline(sheet: Worksheet, shelf: Shelf, view: ReportView) -> None:
    """Fill the sheet with a line a unit: when it has sent what it owes, and what is open."""

    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    count = view.reporting
    columns = (
        Column(say("Đơn vị", "Unit"), 40),
        Column(say("Mã đơn vị", "Unit id"), 18),
        Column(say("Cấp", "Level"), 16),
        Column(say("Tình trạng", "State"), 19),
        Column(say("Nhận lúc", "Received"), 20),
        Column(say("Trễ hạn", "Lateness"), 18),
        Column(say("Lần gửi", "Revision"), 9),
        Column(say("Phải trả lời", "Owed"), 10),
        Column(say("Đã trả lời", "Answered"), 10),
        Column(say("Còn thiếu chỉ tiêu số", "Still owed, no."), 26),
        Column(say("Ghi chú chung", "Note on the whole"), 36),
    )
    page = Page(sheet, shelf, columns, printed=11)
    due, last = say("Hạn gửi", "Due"), say("ngày cuối cùng đúng hạn", "last on-time day")
    went = say(
        f"Phải báo cáo: {count.expected}; đã gửi: {count.received}; đủ số liệu: {count.complete}; "
        f"đúng hạn: {count.on_time}; trễ hạn: {count.late}; chưa gửi: {len(count.missing)}.",
        f"Expected: {count.expected}; received: {count.received}; complete: {count.complete}; "
        f"on time: {count.on_time}; late: {count.late}; missing: {len(count.missing)}.",
    )
    lines = [
        f"{due}: {view.deadline.text} ({last}: {view.deadline.last_on_time_text}).",
        view.deadline.moved_text,
        went,
    ]
    write_head(page, view, say("THỜI HẠN GỬI BÁO CÁO", "DEADLINE"), lines)
    page.write_headings()
    moment = shelf.take(num_format=say("dd/mm/yyyy hh:mm:ss", "yyyy-mm-dd hh:mm:ss"), align="left")
    own = {row.id: [one.number for one in view.rows if one.id == row.id and one.number] for row in view.rows}
    numbers = {key: ", ".join(map(str, dict.fromkeys(some))) for key, some in own.items() if some}
    for unit in view.units:
        page.put_text(0, unit.name)
        page.put_text(1, unit.id)
        page.put_text(2, pick(LEVELS[unit.level], view.language))
        page.put_text(3, f"{UNIT_MARKS[unit.state]} {unit.state_text}")
        if unit.received_at is not None:
            received = datetime.fromisoformat(unit.received_at).replace(tzinfo=None, microsecond=0)
            sheet.write_datetime(page.row, 4, received, moment)
        else:
            page.put_text(4, None)
        page.put_text(5, unit.remark)
        page.put_number(6, unit.revision)
        page.put_number(7, len(unit.owed))
        page.put_number(8, len(unit.answered))
        page.put_text(9, ", ".join(numbers.get(one, one) for one in unit.unanswered))
        page.put_text(10, unit.note)
        page.end_row()
    looks = shelf.take_colours()
    page.colour(3, {mark: looks[look] for mark, look in _LOOKS.items()})
    page.finish(write_footer(view))
    page.name_columns(shelf.book, "deadline", {"unit": 1, "state": 3})


def write_sources(sheet: Worksheet, shelf: Shelf, view: ReportView) -> None:
    """Fill the sheet with a line for every answer that counts: the file, its line, revision and SHA-256."""

    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    numerator, denominator, value = _fit_numbers(source for row in view.rows for source in row.sources)
    columns = (
        Column(say("Số", "No."), 6),
        Column(say("Chỉ tiêu", "Indicator"), 32),
        Column(say("Đơn vị", "Unit"), 30),
        Column(say("Kỳ", "Period"), 15),
        Column(say("Tử số", "Numerator"), numerator),
        Column(say("Mẫu số", "Denominator"), denominator),
        Column(say("Giá trị", "Value"), value),
        Column(say("Trả lời", "Answer"), 26),
        Column(say("Tệp", "File"), 34),
        Column(say("Dòng", "Line"), 8),
        Column(say("Lần gửi", "Revision"), 9),
        Column("SHA-256", 38),
        Column(say("Nguồn gốc", "Origin"), 24),
        Column(say("Mã chỉ tiêu", "Indicator id"), 24),
        Column(say("Mã đơn vị", "Unit id"), 18),
    )
    page = Page(sheet, shelf, columns, printed=13)
    write_head(page, view, say("NGUỒN SỐ LIỆU", "SOURCES"))
    page.write_headings()
    for key, row in find_keys(view.rows).items():
        whole = formulas.find_whole(row)
        for source in row.sources:
            page.put_number(0, row.number, shelf.take(align="center"))
            page.put_text(1, name_row(row))
            page.put_text(2, source.unit_name)
            page.put_text(3, source.period_title)
            page.put_stated(4, source.numerator, view.language)
            page.put_stated(5, source.denominator, view.language)
            page.put_stated(6, source.value, view.language, whole=whole)
            page.put_text(7, source.text)
            page.put_text(8, source.file)
            page.put_number(9, source.line)
            page.put_number(10, source.revision)
            page.put_text(11, source.sha256)
            page.put_text(12, source.origin)
            page.put_text(13, key)
            page.put_text(14, source.unit)
            page.end_row()
    page.finish(write_footer(view))
