"""Tables for spreadsheets: CSV that Excel opens in UTF-8, and workbooks; a text never becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    from cds_kpi.render.sheets import Column, Page, Shelf, open_workbook

    data = io.BytesIO()
    book = open_workbook(data, tables[0].title)
    shelf = Shelf(book)
    for table in tables:
        columns = [
            Column(heading, min(2 + max(len(str(cell)) for cell in cells if cell is not None), _WIDEST))
            for heading, cells in zip(
                table.headings, zip(table.headings, *table.rows, strict=True), strict=True
            )
        ]
        page = Page(book.add_worksheet(table.title), shelf, columns, printed=len(columns))
        page.write_headings()
        for row in table.rows:
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    page.put_number(place, cell)
                else:
                    page.put_text(place, _join_lines(cell) if cell is not None else None)
            page.end_row()
        page.finish()
    book.close()
    return data.getvalue()
