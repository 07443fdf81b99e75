"""Tables for spreadsheets: CSV that Excel opens in UTF-8, and workbooks; a text never becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | None
"""What a cell holds: text, a whole number, or nothing."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
_WIDEST = 60
"""Characters a column of a workbook is at most as wide as; longer texts are broken."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a name and a heading a column."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def render_csv(table: Table) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark, for Excel takes it for something else without one."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows([_quote(cell) for cell in row] for row in table.rows)
    return page.getvalue().encode("utf-8-sig")


def _quote(cell: Cell) -> Cell:
    """Put an apostrophe before a text that a spreadsheet would take for a formula, and each text on one line."""
    if not isinstance(cell, str):
        return cell
    line = _join_lines(cell)
    return f"'{line}" if line.startswith(_FORMULA) else line


def _join_lines(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def render_workbook(tables: Sequence[Table]) -> bytes:
    """Return tables as a workbook, a sheet each; the same tables give the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.title), table)
    page = io.BytesIO()
    book.save(page)
    return _settle(page.getvalue())


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for number, row in enumerate((table.headings, *table.rows), start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            cell.value = _join_lines(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True)
    for column, texts in enumerate(zip(table.headings, *table.rows, strict=True), start=1):
        longest = max(len(str(text)) for text in texts if text is not None)
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _settle(data: bytes) -> bytes:
    """Return a workbook without the moment it was made in it."""
    import re
    import zipfile

    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", part)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return settled.getvalue()
