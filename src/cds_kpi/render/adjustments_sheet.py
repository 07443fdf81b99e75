"""The workbook's sheet of adjustments: what has changed since the report before, a line for every unit it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cds_kpi.render.sheets import Column, Page, fit_width, write_footer, write_head
from cds_kpi.report.wording import pick

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.render.sheets import Shelf
    from cds_kpi.report.difference_view import AdjustmentsView, RowChangeView, UnitChangeView
    from cds_kpi.report.view import ReportView


def write_adjustments(sheet: Worksheet, shelf: Shelf, view: ReportView, adjustments: AdjustmentsView) -> None:
    """Fill the sheet; what is said of an indicator stands in each of its lines, so that they can be filtered."""

    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    sides = [
        stated.text
        for row in adjustments.rows
        for change in (row.numerator, row.denominator)
        for stated in (change.before, change.after)
        if stated is not None
    ]
    wide = fit_width(sides, 12)
    columns = (
        Column(say("Số", "No."), 6),
        Column(say("Chỉ tiêu", "Indicator"), 36),
        Column(say("Đã báo cáo", "Reported"), 14),
        Column(say("Nay", "Now"), 14),
        Column(say("Chênh lệch", "Difference"), 18),
        Column(say("Tử số đã báo cáo", "Numerator reported"), wide),
        Column(say("Tử số nay", "Numerator now"), wide),
        Column(say("Mẫu số đã báo cáo", "Denominator reported"), wide),
        Column(say("Mẫu số nay", "Denominator now"), wide),
        Column(say("Tình trạng", "Status"), 24),
        Column(say("Do đơn vị", "Through"), 30),
        Column(say("Đơn vị đã báo cáo", "The unit reported"), 24),
        Column(say("Đơn vị nay báo cáo", "The unit now"), 24),
        Column(say("Chênh lệch của đơn vị", "The unit's difference"), 18),
        Column(say("Nguồn", "Source"), 44),
        Column(say("Mã chỉ tiêu", "Indicator id"), 24),
        Column(say("Mã đơn vị", "Unit id"), 18),
    )
    page = Page(sheet, shelf, columns, printed=15)
    title = say("ĐIỀU CHỈNH SO VỚI BÁO CÁO TRƯỚC", "ADJUSTMENTS TO THE REPORT BEFORE")
    write_head(page, view, title, [adjustments.text])
    page.write_headings()
    for row in adjustments.rows:
        for unit in row.units or (None,):
            _write_line(page, shelf, view, row, unit)
    page.finish(write_footer(view))


def _write_line(
    page: Page, shelf: Shelf, view: ReportView, row: RowChangeView, unit: UnitChangeView | None
) -> None:
    language = view.language
    whole: Literal[1, 100] = 100 if row.counted_in == "percent" else 1
    page.put_number(0, row.number, shelf.take(align="center"))
    page.put_text(1, f"{row.name} ({row.aspect})" if row.aspect else row.name)
    page.put_stated(2, row.value.before, language, whole=whole)
    page.put_stated(3, row.value.after, language, whole=whole)
    page.put_text(4, row.value.difference_text, shelf.take(align="right"))
    page.put_stated(5, row.numerator.before, language)
    page.put_stated(6, row.numerator.after, language)
    page.put_stated(7, row.denominator.before, language)
    page.put_stated(8, row.denominator.after, language)
    page.put_text(9, row.status_text)
    page.put_text(10, unit.unit.name if unit is not None else None)
    page.put_text(11, unit.before_text if unit is not None else None)
    page.put_text(12, unit.after_text if unit is not None else None)
    page.put_text(13, unit.difference_text if unit is not None else None, shelf.take(align="right"))
    places = [one.place_text for one in (*unit.before, *unit.after)] if unit is not None else []
    page.put_text(14, "\n".join(places))
    page.put_text(15, row.id)
    page.put_text(16, unit.unit.id if unit is not None else None)
    page.end_row()
