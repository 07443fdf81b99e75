"""The workbook's charts: attainment beside the target, and how the reporting went; drawn by the spreadsheet itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cds_kpi.render.sheets import (
    BLUE,
    FONT,
    ORANGE,
    VERMILION,
    Column,
    Page,
    near_number,
    write_footer,
    write_head,
)
from cds_kpi.render.summary_sheet import ATTAINMENT
from cds_kpi.render.unit_sheets import UNIT_MARKS
from cds_kpi.report.wording import STATES, STATUSES, pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.render.sheets import Shelf
    from cds_kpi.report.view import ReportView

_COLOURS = {"on_time": BLUE, "late": ORANGE, "missing": VERMILION}
_GREY = "#999999"
_WIDE, _HIGH, _ROW = 1120, 320, 20
"""Pixels of a chart, and of a row."""
_LONGEST = 2000
"""Characters of a chart's description."""


def write_charts(sheet: Worksheet, shelf: Shelf, view: ReportView, summary: Page) -> None:
    """Fill the sheet: two charts, and below them the tables they are drawn from, which follow the other sheets."""

    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    columns = (
        Column("", 34),
        Column("", 14),
        Column("", 14),
        Column("", 8),
        Column("", 34),
        Column("", 12),
        Column("", 40),
    )
    page = Page(sheet, shelf, columns, printed=len(columns))
    write_head(page, view, say("BIỂU ĐỒ", "CHARTS"))
    first, second = page.row, page.row + _HIGH // _ROW + 1
    top = second + _HIGH // _ROW + 1
    states = {
        f"{UNIT_MARKS[state]} {pick(words, view.language)}": sum(unit.state == state for unit in view.units)
        for state, words in STATES.items()
    }
    statuses = {f"{mark} {pick(words, view.language)}": 0 for mark, words in STATUSES.values()}
    statuses |= {f"{one.mark} {one.text}": one.count for one in view.statuses}
    last = _write_rows(page, top, view, summary)
    _write_counts(page, top, say("Đơn vị gửi báo cáo", "Units reporting"), "deadline_state", states)
    below = top + len(states) + 2
    _write_counts(page, below, say("Tình trạng chỉ tiêu", "Indicators' status"), "rows_status", statuses)

    name = sheet.get_name()
    attainment = _draw_attainment(shelf, name, (top, last))
    title = say("Mức độ đạt so với mục tiêu (mục tiêu = 100%)", "Attainment (target = 100%)")
    _set_up(attainment, title)
    attainment.set_x_axis(
        {**_font("name_font", 11), **_font("num_font", 10), "name": say("Chỉ tiêu số", "Indicator no.")}
    )
    attainment.set_legend({"position": "right", **_font("font", 10)})
    told = [
        f"{row.number or row.id}: {row.attainment.text}" for row in view.rows if row.attainment is not None
    ]
    described = f"{title}. {'; '.join(told)}"[:_LONGEST]
    sheet.insert_chart(first, 0, attainment, {"description": described, "object_position": 2})
    bars = _draw_states(shelf, name, (top, top + len(states)))
    title = say("Các đơn vị gửi báo cáo", "How the units have reported")
    _set_up(bars, title)
    described = f"{title}. {'; '.join(f'{state}: {count}' for state, count in states.items())}"
    sheet.insert_chart(second, 0, bars, {"description": described, "object_position": 2})
    page.row = max(last, below + len(statuses)) + 1
    page.finish(write_footer(view))


def _write_rows(page: Page, top: int, view: ReportView, summary: Page) -> int:
    """Write each indicator's attainment and the 100% of its target; return the last row."""
    heading, percent = _take_heading(page), page.shelf.take_number(1, is_percent=True)
    page.row = top
    for column, words in enumerate(
        (("Chỉ tiêu số", "Indicator no."), ("Mức độ đạt", "Attainment"), ("Mục tiêu", "Target"))
    ):
        page.put_text(column, pick(words, view.language), heading)
    for place, row in enumerate(view.rows):
        page.row = top + 1 + place
        label = str(row.number) if row.number is not None else row.id
        page.put_text(0, f"{label} ({row.aspect})" if row.aspect else label)
        share = near_number(row.attainment.exact, 100) if row.attainment is not None else ""
        source = f"'{summary.sheet.get_name()}'!${chr(65 + ATTAINMENT)}${summary.first + place + 1}"
        # An empty cell reads as 0 elsewhere, but an attainment that is not known is not 0.
        page.put_formula(1, f'=IF(ISNUMBER({source}),{source},"")', share, percent)
        page.put_number(2, 1, percent)
    return top + max(len(view.rows), 1)


def _write_counts(page: Page, top: int, title: str, where: str, counts: Mapping[str, int]) -> None:
    page.row = top
    page.put_text(4, title, _take_heading(page))
    page.put_text(5, None, _take_heading(page))
    for text, count in counts.items():
        page.row += 1
        page.put_text(4, text)
        page.put_formula(5, f"=COUNTIF({where},$E{page.row + 1})", count, page.shelf.take_number(0))


def _take_heading(page: Page) -> Any:
    return page.shelf.take(bold=True, bg_color="#DDE7F0", border_color="#888888")


def _font(of: str, size: int) -> dict[str, Any]:
    return {of: {"name": FONT, "size": size, "bold": False}}


def _set_up(chart: Chart, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 13}})
    chart.set_size({"width": _WIDE, "height": _HIGH})


def _draw_attainment(shelf: Shelf, name: str, rows: tuple[int, int]) -> Chart:
    """Return a column for each attainment, and across them the line of the target."""
    top, last = rows
    chart, line = shelf.book.add_chart({"type": "column"}), shelf.book.add_chart({"type": "line"})
    where = {"categories": [name, top + 1, 0, last, 0]}
    series = {**where, "name": [name, top, 1], "values": [name, top + 1, 1, last, 1]}
    chart.add_series({**series, "fill": {"color": BLUE}, "gap": 60})
    series = {**where, "name": [name, top, 2], "values": [name, top + 1, 2, last, 2]}
    line.add_series({**series, "line": {"color": VERMILION, "width": 2, "dash_type": "dash"}})
    chart.combine(line)
    grid = {"visible": True, "line": {"color": "#DDDDDD"}}
    chart.set_y_axis({**_font("num_font", 10), "num_format": "0%", "min": 0, "major_gridlines": grid})
    return chart


def _draw_states(shelf: Shelf, name: str, rows: tuple[int, int]) -> Chart:
    """Return a bar for each state with its count beside it."""
    top, last = rows
    chart = shelf.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [name, top + 1, 4, last, 4],
            "values": [name, top + 1, 5, last, 5],
            "points": [{"fill": {"color": _COLOURS.get(state, _GREY)}} for state in STATES],
            "data_labels": {"value": True, **_font("font", 10)},
            "gap": 40,
        }
    )
    chart.set_y_axis({"reverse": True, **_font("num_font", 10)})
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart
