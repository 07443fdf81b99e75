"""A form that was saved as an OpenDocument spreadsheet (.ods): the same names and cells, found in its one part.

Convention: cells are given as `sheets` gives them, so that nothing after this room knows which format it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cds_kpi.forms.package import DamagedError, Package, walk
from cds_kpi.forms.sheets import LONGEST, Cell, SheetCells, Span, name_column, number_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.forms.sheets import Shown

CONTENT, META = "content.xml", "meta.xml"
_PARAGRAPHS = frozenset({"p", "h"})
_MOST = 1 << 20
"""More rows or columns than any spreadsheet has."""


@dataclass(slots=True)
class OpenDocument:
    """An opened OpenDocument spreadsheet."""

    package: Package
    names: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, tuple[str, bool]] = field(default_factory=dict)
    counts_from_1904: bool = False
    properties: dict[str, str] = field(default_factory=dict)

    def read_sheets(self, wanted: Mapping[str, set[str]], *, others: bool = False) -> dict[str, SheetCells]:
        """Read those cells that are there, of all sheets at once; others that hold something where asked for.

        Of cells that are stored once and repeated, the first stands for all.
        """
        hidden = {sheet for sheet, (_, is_hidden) in self.sheets.items() if is_hidden}
        reader = _ContentReader(wanted, hidden, others=others)
        walk(self.package.read(CONTENT), reader.start, reader.end, reader.flow)
        return {
            sheet: SheetCells(reader.found[sheet], tuple(reader.merged[sheet]), reader.others[sheet])
            for sheet in wanted
        }


def is_document(data: bytes) -> bool:
    """Whether a checked package is an OpenDocument file rather than a workbook of Excel's kind."""
    return CONTENT in Package(data)


def open_document(data: bytes) -> OpenDocument:
    """Open a checked package as an OpenDocument spreadsheet; `DamagedError` where it is none."""
    package = Package(data)
    book = OpenDocument(package)
    undisplayed: set[str] = set()
    style, depth, seen = [""], [0], [False]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "style":
            style[0] = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            undisplayed.add(style[0])
        elif tag == "spreadsheet":
            seen[0] = True
        elif tag == "table":
            depth[0] += 1
            title = attributes.get("name", "")
            book.sheets[title] = (title, attributes.get("style-name", "") in undisplayed)
        elif tag == "named-range" and not depth[0]:
            book.names[attributes.get("name", "").lower()] = attributes.get("cell-range-address", "")

    def end(tag: str, _text: str) -> None:
        if tag == "table":
            depth[0] -= 1

    walk(package.read(CONTENT), start, end)
    if not seen[0]:
        raise DamagedError
    if META in package:
        _read_meta(book, package.read(META))
    return book


def _read_meta(book: OpenDocument, data: bytes) -> None:
    name = [""]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        name[0] = attributes.get("name", "") if tag == "user-defined" else ""

    def end(tag: str, text: str) -> None:
        if tag == "user-defined" and name[0]:
            book.properties[name[0]] = text

    walk(data, start, end)


def _count(text: str | None) -> int:
    if text is None:
        return 1
    return min(int(text), _MOST) if text.isascii() and text.isdecimal() and 0 < len(text) < 9 else 1


class _ContentReader:
    """Follows the content and keeps the cells that are wanted; repeated rows and cells are counted, not repeated."""

    def __init__(self, wanted: Mapping[str, set[str]], hidden: set[str], *, others: bool) -> None:
        self._places: dict[str, dict[int, dict[int, str]]] = {}
        for sheet, cells in wanted.items():
            rows = self._places.setdefault(sheet, {})
            for cell in cells:
                letters = cell.rstrip("0123456789")
                rows.setdefault(int(cell[len(letters) :]), {})[number_column(letters)] = cell
        self._hidden_sheets = hidden
        self.found: dict[str, dict[str, Cell]] = {sheet: {} for sheet in wanted}
        self.merged: dict[str, list[Span]] = {sheet: [] for sheet in wanted}
        self.others: dict[str, dict[str, Cell]] = {sheet: {} for sheet in wanted}
        self._takes_others = others
        self._sheet = ""
        self._row = self._rows = self._column = 0
        self._wanted_rows: list[dict[int, str]] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._row_hidden = False
        self._attributes: Mapping[str, str] | None = None
        self._lines: list[str] = []
        self._inside = 0
        self._annotations = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table":
            self._sheet = attributes.get("name", "")
            self._row = self._rows = self._column = 0
            self._hidden_columns = []
        elif tag == "table-column":
            count = _count(attributes.get("number-columns-repeated"))
            if attributes.get("visibility", "visible") != "visible":
                self._hidden_columns.append((self._column + 1, self._column + count))
            self._column += count
        elif tag == "table-row":
            self._start_row(attributes)
        elif tag in {"table-cell", "covered-table-cell"}:
            self._start_cell(attributes, is_covered=tag == "covered-table-cell")
        elif tag == "annotation":
            self._annotations += 1
        elif self._attributes is not None and not self._annotations:
            self._start_text(tag, attributes)

    def _start_text(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _PARAGRAPHS:
            self._lines.append("")
            self._inside += 1
        elif self._lines and tag == "s":
            self._lines[-1] += " " * min(_count(attributes.get("c")), 1000)
        elif self._lines and tag == "tab":
            self._lines[-1] += "\t"
        elif self._lines and tag == "line-break":
            self._lines[-1] += "\n"

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row += self._rows or 1
        self._rows = _count(attributes.get("number-rows-repeated"))
        self._column = 0
        self._row_hidden = attributes.get("visibility", "visible") != "visible"
        rows = self._places.get(self._sheet, {})
        self._wanted_rows = [rows[row] for row in rows if self._row <= row < self._row + self._rows]

    def _start_cell(self, attributes: Mapping[str, str], *, is_covered: bool) -> None:
        wide = _count(attributes.get("number-columns-spanned"))
        high = _count(attributes.get("number-rows-spanned"))
        if (wide > 1 or high > 1) and self._sheet in self.merged and not is_covered:
            left, top = self._column + 1, self._row
            self.merged[self._sheet].append(Span(self._sheet, left, top, left + wide - 1, top + high - 1))
        takes = self._wanted_rows or (self._takes_others and self._sheet in self.others)
        self._attributes = attributes if takes else None
        self._lines = []

    def flow(self, text: str) -> None:
        if self._inside and self._attributes is not None and not self._annotations:
            self._lines[-1] += text

    def end(self, tag: str, _text: str) -> None:
        if tag == "annotation":
            self._annotations -= 1
        elif tag in _PARAGRAPHS and self._inside and not self._annotations:
            self._inside -= 1
        elif tag in {"table-cell", "covered-table-cell"}:
            attributes = self._attributes
            if attributes is not None:
                self._end_cell(attributes)
                self._column += _count(attributes.get("number-columns-repeated"))
            self._attributes = None

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        last = self._column + _count(attributes.get("number-columns-repeated"))
        is_wanted = False
        for row in self._wanted_rows:
            for column, cell in row.items():
                if self._column < column <= last:
                    self.found[self._sheet][cell] = self._make_cell(attributes, column)
                    is_wanted = True
        if self._takes_others and not is_wanted and self._sheet in self.others:
            other = self._make_cell(attributes, self._column + 1)
            if other.text or other.has_formula:
                self.others[self._sheet][f"{name_column(self._column + 1)}{self._row}"] = other

    def _make_cell(self, attributes: Mapping[str, str], column: int) -> Cell:
        value_type = attributes.get("value-type")
        is_hidden = (
            self._row_hidden
            or self._sheet in self._hidden_sheets
            or any(first <= column <= last for first, last in self._hidden_columns)
        )
        shown: Shown = "percent" if value_type == "percentage" else "plain"
        kinds = {"float": "n", "currency": "n", "percentage": "n", "date": "d", "time": "d", "boolean": "b"}
        # What holds nothing has no type; a formula without a result is such a cell.
        kind = kinds.get(value_type, "str") if value_type else "n"
        text: str | None
        if value_type == "error":
            kind, text = "e", "\n".join(self._lines) or "#N/A"
        elif kind == "n":
            text = attributes.get("value")
        elif kind == "d":
            text = attributes.get("date-value", attributes.get("time-value"))
        elif kind == "b":
            text = "1" if attributes.get("boolean-value") == "true" else "0"
        else:
            text = attributes.get("string-value", "\n".join(self._lines) if value_type else None)
        text = text[:LONGEST] if text is not None else None
        return Cell(kind, text, shown, "formula" in attributes, is_hidden)
