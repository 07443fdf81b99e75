"""The comparison as a workbook: a line a target, what stands out among them, the documents, and the sources."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from cds_kpi.render.sheets import Column, Page, Shelf, open_workbook
from cds_kpi.report.wording import STATUSES, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.report.comparison_view import BindingView, ComparedView, ComparisonView
    from cds_kpi.report.row_view import Stated

_SHEETS = (
    ("So sánh", "Comparison"),
    ("Đối chiếu", "Findings"),
    ("Văn bản", "Documents"),
    ("Nguồn số liệu", "Sources"),
)
_LOOKS = {"met": "good", "on_track": "good", "at_risk": "doubtful", "off_track": "wanting", "missed": "bad"}
_STATUS = 9


def render_comparison_workbook(view: ComparisonView) -> bytes:
    """Return the comparison as the bytes of an .xlsx workbook; the same view gives the same bytes."""
    data = BytesIO()
    book = open_workbook(data, f"{view.title} - {view.period_title}", datetime.fromisoformat(view.as_of))
    shelf = Shelf(book)
    sheets = [book.add_worksheet(pick(names, view.language)) for names in _SHEETS]
    for sheet, write in zip(
        sheets, (_write_targets, _write_findings, _write_documents, _write_sources), strict=True
    ):
        write(sheet, shelf, view)
    book.close()
    return data.getvalue()


def _open_page(
    sheet: Worksheet,
    shelf: Shelf,
    view: ComparisonView,
    title: str,
    columns: Sequence[Column],
    more: Sequence[str] = (),
) -> Page:
    page = Page(sheet, shelf, columns, printed=len(columns))
    as_of = pick(("tính đến", "as of"), view.language)
    moment = f"{view.period_title} ({view.window_text}), {as_of} {view.as_of_text}"
    page.write_lines([title, moment, view.notice, *more])
    page.row += 1
    page.write_headings()
    return page


def _find_say(view: ComparisonView) -> Callable[[str, str], str]:
    return lambda vi, en: pick((vi, en), view.language)


def _write_targets(sheet: Worksheet, shelf: Shelf, view: ComparisonView) -> None:
    say = _find_say(view)
    columns = (
        Column(say("Chỉ tiêu", "Indicator"), 36),
        Column(say("Cấp", "Level"), 11),
        Column(say("Giá trị", "Value"), 13),
        Column(say("Phương pháp", "Method"), 18),
        Column(say("Mục tiêu", "Target"), 18),
        Column(say("Đến", "By"), 11),
        Column(say("Văn bản", "Document"), 18),
        Column(say("Ngày ban hành", "Issued"), 11),
        Column(say("Mức độ đạt", "Attainment"), 12),
        Column(say("Tình trạng", "Status"), 15),
        Column(say("So với mục tiêu", "Against the target"), 22),
        Column(say("So với mục tiêu khác", "Among the targets"), 18),
        Column(say("Ghi chú", "Remarks"), 34),
        Column(say("Mã chỉ tiêu", "Indicator id"), 22),
        Column(say("Mã chương trình", "Programme id"), 14),
    )
    more = (*view.basis, *view.summary)
    page = _open_page(sheet, shelf, view, view.title.upper(), columns, more)
    for one in view.indicators:
        for binding in one.bindings:
            _write_target(page, view, one, binding)
            page.end_row()
    looks = shelf.take_colours()
    page.colour(_STATUS, {STATUSES[status][0]: looks[look] for status, look in _LOOKS.items()})
    page.finish(_find_footer(view))


def _write_target(page: Page, view: ComparisonView, one: ComparedView, binding: BindingView) -> None:
    row, figure = binding.row, one.figures[binding.figure]
    strictly = [f"{row.strictly[:1].upper()}{row.strictly[1:]}."] if row.strictly is not None else []
    notes = [*strictly, *figure.remarks, *binding.remarks, *([row.target.note] if row.target.note else [])]
    page.put_text(0, one.name)
    page.put_text(1, row.level_text)
    _put_value(page, 2, figure.value, figure.value_text, view, is_percent=row.counted_in == "percent")
    page.put_text(3, binding.method_text)
    page.put_text(4, row.target.text + row.target.aspires_text)
    page.put_text(5, row.target.by_text)
    page.put_text(6, binding.document)
    page.put_text(7, binding.issued_text)
    _put_value(page, 8, row.attainment, "–", view, is_percent=True)
    page.put_text(_STATUS, f"{row.mark} {row.status_text}")
    page.put_text(10, row.gap_text)
    page.put_text(11, ", ".join(mark.text for mark in binding.marks))
    page.put_text(12, " ".join(notes))
    page.put_text(13, one.id)
    page.put_text(14, binding.programme)


def _put_value(
    page: Page, column: int, stated: Stated | None, why: str, view: ComparisonView, *, is_percent: bool
) -> None:
    """Write a number; a text where it is none, or where its words say more than its digits."""
    if stated is None or (not is_percent and not stated.text[:1].isdigit() and stated.text[:1] != "-"):
        page.put_text(column, stated.text if stated is not None else why, page.shelf.take(align="right"))
    else:
        page.put_stated(column, stated, view.language, whole=100 if is_percent else 1)


def _write_findings(sheet: Worksheet, shelf: Shelf, view: ComparisonView) -> None:
    """Write how targets stand to each other, every method's figure, and what is related but not comparable."""
    say = _find_say(view)
    columns = (
        Column(say("Chỉ tiêu", "Indicator"), 40),
        Column(say("Nội dung", "Subject"), 26),
        Column(say("Chi tiết", "Details"), 80),
        Column(say("Gợi ý, không tự quyết định", "Rules of thumb, nothing is decided"), 50),
    )
    page = _open_page(sheet, shelf, view, say("ĐỐI CHIẾU CÁC MỤC TIÊU", "HOW THE TARGETS STAND"), columns)
    for one in view.indicators:
        lines = [
            (
                f"{finding.mark} {finding.kind_text}",
                finding.text,
                " ".join(advice.text for advice in finding.advice),
            )
            for finding in one.findings
        ]
        for method in one.by_method:
            origin = f" ({method.origin_text})" if method.origin_text else ""
            said = f"{method.value_text}{origin}"
            lines.append((method.name, f"{said}: {method.use_text}", ""))
        for related in one.related:
            targets = "; ".join(
                f"{target.text} {say('đến', 'by')} {target.by_text} ({target.document})"
                for target in related.targets
            )
            said = f"{related.name}: {targets}" if targets else related.name
            lines.append((related.text, f"{said}. {related.note or ''}", ""))
        for subject, details, advice in lines:
            for column, text in enumerate((one.name, subject, details, advice)):
                page.put_text(column, text)
            page.end_row()
    page.finish(_find_footer(view))


def _write_documents(sheet: Worksheet, shelf: Shelf, view: ComparisonView) -> None:
    say = _find_say(view)
    columns = (
        Column(say("Văn bản", "Document"), 20),
        Column(say("Ngày ban hành", "Issued"), 24),
        Column(say("Chương trình, kế hoạch", "Programme"), 50),
        Column(say("Cơ quan giao", "Authority"), 34),
        Column(say("Số mục tiêu", "Targets"), 10),
        Column(say("Theo tình trạng", "By status"), 40),
        Column(say("Đợt báo cáo kỳ này", "Round of the period"), 34),
    )
    page = _open_page(sheet, shelf, view, say("CÁC VĂN BẢN ĐẶT MỤC TIÊU", "THE DOCUMENTS"), columns)
    for one in view.programmes:
        counts = "; ".join(
            f"{count.mark}\N{NO-BREAK SPACE}{count.text}: {count.count}" for count in one.statuses
        )
        page.put_text(0, one.number)
        page.put_text(1, one.issued_text)
        page.put_text(2, one.name)
        page.put_text(3, one.authority.name)
        page.put_number(4, one.targets)
        page.put_text(5, counts)
        page.put_text(6, one.round_text)
        page.end_row()
    page.finish(_find_footer(view))


def _write_sources(sheet: Worksheet, shelf: Shelf, view: ComparisonView) -> None:
    say = _find_say(view)
    columns = (
        Column(say("Tệp", "File"), 48),
        Column(say("Đơn vị", "Unit"), 40),
        Column(say("Kỳ", "Period"), 22),
        Column(say("Lần gửi", "Revision"), 9),
        Column("SHA-256", 68),
    )
    page = _open_page(sheet, shelf, view, say("NGUỒN SỐ LIỆU", "SOURCES"), columns)
    for file in view.files:
        page.put_text(0, file.file)
        page.put_text(1, file.unit_name)
        page.put_text(2, file.period_title)
        page.put_number(3, file.revision)
        page.put_text(4, file.sha256)
        page.end_row()
    for item in (*view.broken, *view.changed):
        page.put_text(0, item.file)
        page.put_text(1, "; ".join(item.problems))
        page.end_row()
    page.finish(_find_footer(view))


def _find_footer(view: ComparisonView) -> str:
    return (
        f"{view.period_title}. {pick(('Số liệu tính đến', 'Figures as of'), view.language)} {view.as_of_text}"
    )
