"""The report as a workbook: the indicators, charts, every unit's part, what is to come,
the deadline, the sources, and how to read it.

Convention: what follows from other cells is a formula with its value beside it, so that a changed figure of a unit
changes all that rests on it; where no sum of cells makes a figure it stands as a number, and the line says so.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cds_kpi.report.view import ReportView

_SHEETS = (
    ("Tổng hợp", "Summary"),
    ("Biểu đồ", "Charts"),
    ("Theo đơn vị", "By unit"),
    ("Dự báo", "Outlook"),
    ("Thời hạn", "Deadline"),
    ("Nguồn số liệu", "Sources"),
)
_ADJUSTMENTS = ("Điều chỉnh", "Adjustments")
"""Where a report came before."""
_NOTES = ("Chú giải", "How to read")


def render_report_workbook(view: ReportView) -> bytes:
    """Return the report as the bytes of an .xlsx workbook; the same view gives the same bytes."""
    from cds_kpi.render.adjustments_sheet import write_adjustments
    from cds_kpi.render.charts_sheet import write_charts
    from cds_kpi.render.notes_sheet import write_notes
    from cds_kpi.render.outlook_sheet import write_outlook
    from cds_kpi.render.sheets import Shelf, open_workbook
    from cds_kpi.render.summary_sheet import write_summary
    from cds_kpi.render.unit_sheets import write_deadline, write_parts, write_sources
    from cds_kpi.report.wording import pick

    data = BytesIO()
    made = datetime.fromisoformat(view.as_of)
    book = open_workbook(data, f"{view.programme_name} - {view.period_title}", made)
    shelf = Shelf(book)
    summary, charts, units, outlook, deadline, sources = (
        book.add_worksheet(pick(names, view.language)) for names in _SHEETS
    )
    if view.adjustments is not None:
        adjusted = book.add_worksheet(pick(_ADJUSTMENTS, view.language))
        write_adjustments(adjusted, shelf, view, view.adjustments)
    notes = book.add_worksheet(pick(_NOTES, view.language))
    write_charts(charts, shelf, view, write_summary(summary, shelf, view))
    write_parts(units, shelf, view)
    write_outlook(outlook, shelf, view)
    write_deadline(deadline, shelf, view)
    write_sources(sources, shelf, view)
    write_notes(notes, shelf, view)
    book.close()
    return data.getvalue()
