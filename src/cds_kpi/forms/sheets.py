"""A workbook as it was sent: its names, sheets and properties, and the cells that are asked for, as they are stored.

Convention: nothing is interpreted here; a cell is the text in the file, its type, and how it is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from cds_kpi.forms.package import DamagedError, Package, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

Shown = Literal["plain", "percent", "date"]

LONGEST = 32_768
"""Characters of a cell that are read, one more than a spreadsheet lets a cell have."""
_LONGEST_REFERENCE = 500
_REFERENCE = re.compile(
    r"\$?(?:'((?:[^']|'')+)'|([^'!\[\]#$:]+))[!.]\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})"
    r"(?::\$?(?:'[^']*'|[^'!\[\]#$:.]*)[!.]?\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6}))?\Z"
)
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS = frozenset({9, 10})


class Span(NamedTuple):
    """A rectangle of cells of one sheet, by its first and last column and row, all from 1."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def cell(self) -> str:
        """The first cell: `D12`."""
        return f"{name_column(self.left)}{self.top}"

    @property
    def area(self) -> str:
        """The whole: `D12:E13`."""
        return f"{self.cell}:{name_column(self.right)}{self.bottom}"

    @property
    def is_single(self) -> bool:
        """Whether it is one cell."""
        return (self.left, self.top) == (self.right, self.bottom)

    def list_rows(self) -> list[list[str]]:
        """Return its cells, row by row; at most some thousand are listed."""
        rows = range(self.top, min(self.bottom, self.top + 5000) + 1)
        columns = [name_column(number) for number in range(self.left, min(self.right, self.left + 9) + 1)]
        return [[f"{column}{row}" for column in columns] for row in rows]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is stored."""

    type: str
    """n, s (already resolved), str, b, e or d, as the format names them."""
    text: str | None
    """What is stored; None where nothing is."""
    shown: Shown
    has_formula: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class SheetCells:
    """Of one sheet: the cells asked for that are there, its merged areas, and where wanted all other content."""

    cells: Mapping[str, Cell]
    merged: tuple[Span, ...]
    others: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Workbook:
    """An opened workbook."""

    package: Package
    names: dict[str, str] = field(default_factory=dict)
    """Workbook-level names in small letters, and what they refer to."""
    sheets: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """By title: the part, and whether the sheet is hidden."""
    counts_from_1904: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    """The document's custom properties."""
    _strings: list[str] | None = None
    _shown: list[Shown] | None = None
    part: str = ""
    """The name of the part that lists the sheets."""

    def find_part(self, kind: str) -> str | None:
        """Return the name of the part that the workbook refers to with a relation of this type."""
        return self.package.find_related(self.part, kind)

    def read_sheets(self, wanted: Mapping[str, set[str]], *, others: bool = False) -> dict[str, SheetCells]:
        """Read those cells that are there, by sheet; all others that hold something only where they are asked for."""
        return {sheet: self._read_cells(sheet, cells, others=others) for sheet, cells in wanted.items()}

    def _read_cells(self, sheet: str, wanted: set[str], *, others: bool) -> SheetCells:
        part, is_hidden = self.sheets[sheet]
        if self._strings is None or self._shown is None:
            strings = self.find_part("sharedStrings")
            styles = self.find_part("styles")
            self._strings = _read_strings(self.package.read(strings)) if strings is not None else []
            self._shown = _read_formats(self.package.read(styles)) if styles is not None else []
        reader = _SheetReader(sheet, wanted, self._strings, self._shown, others=others)
        walk(self.package.read(part), reader.start, reader.end)
        return reader.finish(is_hidden)


def open_workbook(data: bytes) -> Workbook:
    """Open a checked package as a workbook; `DamagedError` where it is none."""
    package = Package(data)
    part = package.find_related("", "officeDocument")
    if part is None:
        raise DamagedError
    book = Workbook(package)
    book.part = part
    relations = package.find_relations(part)
    name: list[str | None] = [None]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "definedName":
            name[0] = attributes.get("name", "").lower() if "localSheetId" not in attributes else None
        elif tag == "sheet":
            target = relations.get(attributes.get("id", ""))
            if target is not None and target[0] == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                book.sheets[attributes.get("name", "")] = (target[1], hidden)
        elif tag == "workbookPr":
            book.counts_from_1904 = attributes.get("date1904", "0") in {"1", "true", "on"}

    def end(tag: str, text: str) -> None:
        if tag == "definedName" and name[0]:
            book.names[name[0]] = text.strip()

    walk(package.read(part), start, end)
    custom = package.find_related("", "custom-properties")
    if custom is not None and custom in package:
        book.properties = _read_properties(package.read(custom))
    return book


def read_reference(text: str) -> Span | None:
    """Read what a name refers to: a cell or an area of one sheet; None for anything else."""
    found = _REFERENCE.match(text) if len(text) <= _LONGEST_REFERENCE else None
    if found is None:
        return None
    sheet = found[1].replace("''", "'") if found[1] else found[2]
    left, top = number_column(found[3].upper()), int(found[4])
    right, bottom = (number_column(found[5].upper()), int(found[6])) if found[5] else (left, top)
    return Span(sheet, min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def number_column(letters: str) -> int:
    """Return a column's number, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def name_column(number: int) -> str:
    """Return a column's letters."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_shown(code: str) -> Shown:
    """Return what a number format makes of a number: a date, a percentage, or a plain number."""
    bare = _QUOTED.sub("", code).split(";")[0].lower()
    if "%" in bare:
        return "percent"
    return "date" if any(letter in bare for letter in "ymdhs") and bare != "general" else "plain"


def _read_properties(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    name = [""]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "property":
            name[0] = attributes.get("name", "")

    def end(tag: str, text: str) -> None:
        if tag not in {"property", "Properties"} and name[0]:
            found[name[0]] = text

    walk(data, start, end)
    return found


def _read_strings(data: bytes) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    phonetic = [0]

    def start(tag: str, _attributes: Mapping[str, str]) -> None:
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            phonetic[0] += 1

    def end(tag: str, text: str) -> None:
        if tag == "t" and not phonetic[0]:
            pieces.append(text)
        elif tag == "rPh":
            phonetic[0] -= 1
        elif tag == "si":
            strings.append(_unescape("".join(pieces)))

    walk(data, start, end)
    return strings


def _read_formats(data: bytes) -> list[Shown]:
    codes: dict[int, str] = {}
    shown: list[Shown] = []
    within = [""]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag in {"cellXfs", "cellStyleXfs", "dxfs"}:
            within[0] = tag
        elif tag == "numFmt" and within[0] != "dxfs":
            codes[_count(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "xf" and within[0] == "cellXfs":
            number = _count(attributes.get("numFmtId"))
            if number in codes:
                shown.append(find_shown(codes[number]))
            else:
                shown.append("date" if number in _DATES else "percent" if number in _PERCENTS else "plain")

    walk(data, start)
    return shown


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 9 else -1


class _SheetReader:
    """Follows a sheet's XML and keeps the cells that are wanted."""

    def __init__(
        self, sheet: str, wanted: set[str], strings: list[str], shown: list[Shown], *, others: bool
    ) -> None:
        self._sheet, self._wanted, self._strings, self._shown = sheet, wanted, strings, shown
        self._others = others
        self._row, self._column = 0, 0
        self._row_hidden = False
        self._hidden_columns: list[tuple[int, int]] = []
        self._cell: dict[str, str] | None = None
        self._value: str | None = None
        self._inline: list[str] = []
        self._has_formula = False
        self._found: dict[str, tuple[Cell, int]] = {}
        self._merged: list[Span] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            stated = _count(attributes.get("r"))
            self._row = stated if stated > 0 else self._row + 1
            self._column = 0
            self._row_hidden = attributes.get("hidden") in {"1", "true"}
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            self._hidden_columns.append((_count(attributes.get("min")), _count(attributes.get("max"))))
        elif tag == "mergeCell":
            area = read_reference(f"x!{attributes.get('ref', '')}")
            if area is not None:
                self._merged.append(area._replace(sheet=self._sheet))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        stated = attributes.get("r")
        if stated is None:
            self._column += 1
            stated = f"{name_column(self._column)}{self._row}"
        else:
            found = _CELL.match(stated)
            self._column = number_column(found[1]) if found else self._column + 1
        self._cell = {**attributes, "r": stated} if self._others or stated in self._wanted else None
        self._value, self._has_formula = None, False
        self._inline.clear()

    def end(self, tag: str, text: str) -> None:
        if self._cell is None:
            return
        if tag == "v":
            self._value = text
        elif tag == "t":
            self._inline.append(text)
        elif tag == "rPh":
            self._inline.clear()
        elif tag == "f":
            self._has_formula = True
        elif tag == "c":
            self._end_cell(self._cell)
            self._cell = None

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        kind, value = attributes.get("t", "n"), self._value
        if kind == "s":
            index = _count(value)
            if 0 <= index < len(self._strings):
                value = self._strings[index]
            elif attributes["r"] in self._wanted:
                raise DamagedError
            else:
                value = None
        elif kind == "inlineStr":
            value = _unescape("".join(self._inline))
        elif kind == "str" and value is not None:
            value = _unescape(value)
        value = value[:LONGEST] if value is not None else None
        style = _count(attributes.get("s", "0"))
        shown = self._shown[style] if 0 <= style < len(self._shown) else "plain"
        kind = "str" if kind in {"s", "inlineStr"} else kind
        cell = Cell(kind, value, shown, self._has_formula, self._row_hidden)
        self._found[attributes["r"]] = (cell, self._column)

    def finish(self, is_hidden: bool) -> SheetCells:
        """Return what was found; on a hidden sheet every cell is hidden."""
        cells = {
            name: Cell(
                cell.type,
                cell.text,
                cell.shown,
                cell.has_formula,
                is_hidden
                or cell.is_hidden
                or any(first <= column <= last for first, last in self._hidden_columns),
            )
            for name, (cell, column) in self._found.items()
        }
        wanted = {name: cell for name, cell in cells.items() if name in self._wanted}
        others = {
            name: cell
            for name, cell in cells.items()
            if name not in self._wanted and (cell.text or cell.has_formula) and _CELL.match(name)
        }
        return SheetCells(wanted, tuple(self._merged), others)
