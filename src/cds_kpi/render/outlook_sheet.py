"""The workbook's sheet of what is to come: a line for every remaining period of every indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cds_kpi.render.formulas import find_whole
from cds_kpi.render.sheets import Column, Page, count_decimals, near_number, write_footer, write_head
from cds_kpi.render.summary_sheet import find_keys, name_row
from cds_kpi.report.wording import pick

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.render.sheets import Shelf
    from cds_kpi.report.outlook_view import GrowthView, WaypointView
    from cds_kpi.report.row_view import RowView, Stated
    from cds_kpi.report.view import ReportView
    from cds_kpi.text import Language

_PLACES = (
    NUMBER, NAME, TARGET, BY, OF, VALUE, EXPECTED, VERDICT, SHORT, PERIOD, REQUIRED, THEN, BRING, SAID, KEY,
) = range(15)  # fmt: skip
RATE, NEEDED, RATIO, GROWTH = range(len(_PLACES), len(_PLACES) + 4)


def write_outlook(sheet: Worksheet, shelf: Shelf, view: ReportView) -> None:
    """Fill the sheet; growth rates stand in it where the report was asked for them."""

    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    columns = [
        Column(say("Số", "No."), 6),
        Column(say("Chỉ tiêu", "Indicator"), 34),
        Column(say("Mục tiêu", "Target"), 14),
        Column(say("Hạn", "By"), 12),
        Column(say("Kỳ số liệu", "Figure of"), 16),
        Column(say("Giá trị", "Value"), 12),
        Column(say("Dự kiến đến hạn", "Expected by then"), 12),
        Column(say("Nhận định", "Verdict"), 14),
        Column(say("Còn cách mục tiêu (âm: đã vượt)", "Short by (negative: exceeded)"), 14),
        Column(say("Kỳ còn lại", "Remaining period"), 16),
        Column(say("Mức cần có", "Required then"), 12),
        Column(say("Theo đà hiện nay", "At the last pace"), 12),
        Column(say("Cần có thêm (hoặc giảm)", "To bring (or take off)"), 12),
        Column(say("Thuyết minh", "In words"), 50),
        Column(say("Mã chỉ tiêu", "Indicator id"), 24),
    ]
    if any(row.growth is not None for row in view.rows):
        columns += [
            Column(say("Tốc độ tăng mỗi năm", "Growth a year"), 12),
            Column(say("Tốc độ cần", "Growth needed"), 12),
            Column(say("Tỷ số", "Ratio"), 9),
            Column(say("Đánh giá theo tốc độ tăng", "Verdict on growth"), 20),
        ]
    page = Page(sheet, shelf, tuple(columns), printed=KEY)
    hint = say(
        "Nếu tiếp tục theo đà của hai kỳ gần nhất; số ghi sẵn, không có công thức.",
        "If it goes on as between the last two periods; numbers written down, without formulas.",
    )
    write_head(page, view, say("DỰ BÁO ĐẾN HẠN CỦA MỤC TIÊU", "UNTIL THE TARGETS' DAYS"), [hint])
    page.write_headings()
    for key, row in find_keys(view.rows).items():
        for place, point in enumerate(row.outlook.waypoints or (None,)):
            _write_line(page, row, point, key, view.language)
            page.put_text(SAID, " ".join(row.outlook.sentences) if place == 0 else None)
            if row.growth is not None:
                _write_growth(page, row.growth, view.language)
            page.end_row()
    page.finish(write_footer(view))


def _write_line(page: Page, row: RowView, point: WaypointView | None, key: str, language: Language) -> None:
    outlook, centre, whole = row.outlook, page.shelf.take(align="center"), find_whole(row)

    def put(place: int, stated: Stated | None, over: Literal[1, 100] = whole) -> None:
        """Write a number to the digits that a cell holds: what is expected goes on for more as a rule."""
        if stated is None:
            page.put_number(place, None)
        else:
            decimals = count_decimals(stated.text, language)
            style = page.shelf.take_number(decimals, is_percent=over == 100)
            page.put_number(place, near_number(stated.exact, over), style)

    page.put_number(NUMBER, row.number, centre)
    page.put_text(NAME, name_row(row))
    page.put_text(TARGET, row.target.text + row.target.aspires_text, centre)
    page.put_text(BY, row.target.by_text, centre)
    page.put_text(OF, row.value_period if row.value is not None else None)
    if row.kind == "milestone" or row.value is None:
        page.put_text(VALUE, row.value_text)
    else:
        put(VALUE, row.value)
    put(EXPECTED, outlook.expected)
    page.put_text(VERDICT, outlook.verdict_text)
    put(SHORT, outlook.short_by, 1)
    page.put_text(PERIOD, point.title if point is not None else None)
    put(REQUIRED, point.required if point is not None else None)
    put(THEN, point.expected if point is not None else None)
    put(BRING, point.bring if point is not None else None, 1)
    page.put_text(KEY, key)


def _write_growth(page: Page, growth: GrowthView, language: Language) -> None:
    page.put_stated(RATE, growth.observed, language, whole=100)
    page.put_stated(NEEDED, growth.required, language, whole=100)
    page.put_stated(RATIO, growth.ratio, language)
    page.put_text(GROWTH, growth.verdict_text if growth.verdict is not None else growth.text)
