"""Sheets of a workbook: headings, columns, print set-up, and cells in which a text stays a text.

Convention: a number is written from its exact decimal text; one that a cell cannot hold to its last digit is a text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from cds_kpi.report.wording import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from io import BytesIO

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.report.row_view import Stated
    from cds_kpi.report.view import ReportView
    from cds_kpi.text import Language

DIGITS = 15
"""Significant digits that a cell holds."""
LONGEST = 16_000
"""Characters of a text in a cell; a spreadsheet takes 32.767 units of UTF-16, and more would be left out whole."""
FONT = "Times New Roman"
BLUE, ORANGE, VERMILION = "#0072B2", "#E69F00", "#D55E00"
"""Of Okabe and Ito; orange only behind black text."""
_LINE = 15
"""Points of height of a line of text; a row that is not told its height is one line high to some programs."""
_TALLEST = 409
"""Points a row may be high."""
_WIDE, _NARROW, _WIDE_ONES = 1.3, 0.87, frozenset("mw–@%●○▲▼■□")
"""How many digits wide a capital is, another letter, and what else is as wide as a capital."""


def open_workbook(page: BytesIO, title: str, created: datetime | None = None) -> Workbook:
    """Return a new workbook that takes no text for a formula, a link or a number; made at a stated moment."""
    from datetime import UTC
    from datetime import datetime as moment

    from xlsxwriter import Workbook

    book = Workbook(
        page,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},
        },
    )
    made = created.astimezone(UTC) if created is not None else moment(1980, 1, 1, tzinfo=UTC)
    book.set_properties({"title": clean_text(title)[:255], "author": "cds-kpi", "created": made})
    return book


def clean_text(text: str) -> str:
    """Return a text as a cell shows it: line by line, without what no file may hold, as long as a cell takes."""
    if text.isprintable() and "  " not in text and len(text) <= LONGEST:
        return text.strip()
    lines = "".join(char if char.isprintable() or char == "\n" else " " for char in text).split("\n")
    joined = "\n".join(line for one in lines if (line := " ".join(one.split())))
    return joined if len(joined) <= LONGEST else joined[:LONGEST] + "…"


def hold_number(exact: str, whole: Literal[1, 100] = 1) -> int | float | None:
    """Return a decimal text over `whole` as a cell holds it; None where the text has more digits than a cell."""
    if len(exact) > DIGITS and len(exact.lstrip("-").replace(".", "").strip("0")) > DIGITS:
        return None
    return near_number(exact, whole)


def near_number(exact: str, whole: Literal[1, 100] = 1) -> int | float:
    """Return the number of a cell that is nearest to a decimal text over `whole`."""
    if whole == 1 and len(exact) <= DIGITS and "." not in exact:
        return int(exact)
    return float(f"{exact}e-2") if whole == 100 else float(exact)


def near_share(numerator: str, denominator: str) -> float:
    """Return the number of a cell that is nearest to a share of two decimal texts, the second not 0."""
    if "." in numerator or "." in denominator:
        return float(Fraction(numerator) / Fraction(denominator))
    # Python divides whole numbers of any length to the nearest float.
    return int(numerator) / int(denominator)


def count_decimals(text: str, language: Language) -> int:
    """Return how many decimals a number is shown with in a text of the language."""
    after = text.partition("," if language == "vi" else ".")[2]
    return len(after) - len(after.lstrip("0123456789"))


def count_lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column so many digits wide; rather one too many than one too few."""
    lines = 0
    for paragraph in text.split("\n"):
        lines, room = lines + 1, width
        for word in paragraph.split(" "):
            length = sum(_WIDE if char.isupper() or char in _WIDE_ONES else _NARROW for char in word)
            if length > room < width:
                lines, room = lines + 1, width
            # A word wider than the column goes on in the next line.
            lines += int(length // width) if length > width else 0
            room -= length % width + 1
    return lines


def fit_width(texts: Iterable[str], least: float, most: float = 26) -> float:
    """Return how wide a column of numbers must be for the longest of these texts."""
    return min(most, max(least, 3 + max(map(len, texts), default=0)))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how many characters wide it is."""

    heading: str
    width: float


@dataclass(slots=True)
class Shelf:
    """The formats of one workbook, each made once."""

    book: Workbook
    _made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def take(self, **properties: Any) -> Format:
        """Return the format with these properties: framed, at the top of its cell and broken into lines."""
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self.book.add_format(
                {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BBBBBB", **properties}
            )
        return self._made[key]

    def take_number(self, decimals: int, *, is_percent: bool = False) -> Format:
        """Return the format of a number, which the reader's machine shows as it writes numbers."""
        digits = f"0.{'0' * decimals}" if decimals else "0"
        shown = f"{digits}%" if is_percent else f"#,##{digits}"
        return self.take(num_format=shown, align="right", indent=1, text_wrap=False)

    def take_colours(self) -> dict[str, Format]:
        """Return what a mark looks like besides: good, doubtful, wanting, bad (hatched where colours are not seen)."""
        return {
            "good": self.book.add_format({"font_color": BLUE, "bold": True}),
            "doubtful": self.book.add_format({"bg_color": ORANGE}),
            "wanting": self.book.add_format({"font_color": "#A84A00"}),
            "bad": self.book.add_format(
                {"bold": True, "pattern": 14, "fg_color": VERMILION, "bg_color": "#FFFFFF"}
            ),
        }


@dataclass(slots=True)
class Page:
    """One sheet being filled: lines above, then a table; rows and columns count from 0."""

    sheet: Worksheet
    shelf: Shelf
    columns: Sequence[Column]
    printed: int
    """How many of the columns are printed."""
    row: int = 0
    """The next row to write."""
    first: int = 0
    """The table's first row below its headings."""
    lines: int = 1
    """How many lines the row takes so far."""
    known: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    """Texts by column: as the cell shows them, and how many lines they take there."""

    def write_lines(self, lines: Sequence[str | None]) -> None:
        """Write lines over all printed columns, the first as the sheet's title."""
        width = sum(column.width for column in self.columns[: self.printed])
        for line in lines:
            if not line:
                continue
            size = 14 if self.row == 0 else 11
            style = self.shelf.take(bold=self.row == 0, font_size=size, border=0)
            if self.printed > 1:
                self.sheet.merge_range(self.row, 0, self.row, self.printed - 1, "", style)
            text = clean_text(line)
            self.sheet.write_string(self.row, 0, text, style)
            tall = count_lines(text, width * 10.5 / size) * _LINE * size / 11
            self.sheet.set_row(self.row, min(_TALLEST, tall + 2))
            self.row += 1

    def write_headings(self) -> None:
        """Write the headings of the table that begins here."""
        heading = self.shelf.take(
            bold=True, align="center", valign="vcenter", bg_color="#DDE7F0", border_color="#888888"
        )
        for place, column in enumerate(self.columns):
            self.put_text(place, column.heading, heading)
        self.end_row()
        self.first = self.row

    def set_widths(self) -> None:
        """Set the columns' widths."""
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)

    def put_text(self, column: int, text: str | None, style: Format | None = None) -> None:
        """Write a text; without one an empty cell."""
        style = style or self.shelf.take()
        if not text:
            self.sheet.write_blank(self.row, column, None, style)
            return
        place = text, column
        known = self.known.get(place)
        if known is None:
            cleaned = clean_text(text)
            known = self.known[place] = cleaned, count_lines(cleaned, self.columns[column].width)
        self.sheet.write_string(self.row, column, known[0], style)
        self.lines = max(self.lines, known[1])

    def put_number(self, column: int, value: float | None, style: Format | None = None) -> None:
        """Write a number; without one an empty cell."""
        style = style or self.shelf.take_number(0)
        if value is None:
            self.sheet.write_blank(self.row, column, None, style)
        else:
            self.sheet.write_number(self.row, column, value, style)

    def put_stated(
        self, column: int, stated: Stated | None, language: Language, *, whole: Literal[1, 100] = 1
    ) -> None:
        """Write a number with as many decimals as it is shown with; as a text where a cell cannot hold it."""
        if stated is None:
            self.put_number(column, None)
            return
        held = hold_number(stated.exact, whole)
        if held is None:
            self.put_text(column, stated.text, self.shelf.take(align="right"))
        else:
            decimals = count_decimals(stated.text, language)
            self.put_number(column, held, self.shelf.take_number(decimals, is_percent=whole == 100))

    def put_formula(self, column: int, formula: str, value: float | str, style: Format) -> None:
        """Write a formula and what it gives."""
        self.sheet.write_formula(self.row, column, formula, style, value)

    def put_array(self, column: int, formula: str, value: float | str, style: Format) -> None:
        """Write a formula that goes through ranges cell by cell, and what it gives."""
        self.sheet.write_array_formula(self.row, column, self.row, column, formula, style, value)

    def end_row(self) -> None:
        """Make the row as high as its texts, and go to the next."""
        self.sheet.set_row(self.row, min(_TALLEST, self.lines * _LINE + 1))
        self.row, self.lines = self.row + 1, 1

    def name_columns(self, book: Workbook, area: str, columns: Mapping[str, int]) -> None:
        """Give columns of the table names, for formulas and for other programs."""
        from xlsxwriter.utility import xl_range_abs

        last = max(self.row - 1, self.first)
        for name, place in columns.items():
            where = xl_range_abs(self.first, place, last, place)
            book.define_name(f"{area}_{name}", f"='{self.sheet.get_name()}'!{where}")

    def colour(self, column: int, styles: Mapping[str, Format]) -> None:
        """Colour the column's cells by the mark they begin with."""
        last = max(self.row - 1, self.first)
        for mark, style in styles.items():
            rule = {"type": "text", "criteria": "begins with", "value": mark, "format": style}
            self.sheet.conditional_format(self.first, column, last, column, rule)

    def finish(self, footer: str = "") -> None:
        """Set the widths, freeze the headings, filter the table; for print A4 across, as wide as a page."""
        sheet, last = self.sheet, max(self.row - 1, self.first)
        self.set_widths()
        if self.first:
            sheet.freeze_panes(self.first, 2 if self.printed > 2 else 0)
            sheet.autofilter(self.first - 1, 0, last, len(self.columns) - 1)
            sheet.repeat_rows(self.first - 1)
        sheet.print_area(0, 0, last, self.printed - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&9{footer.replace('&', '&&')}&R&9&P/&N")


def write_head(page: Page, view: ReportView, title: str, more: Sequence[str | None] = ()) -> None:
    """Write what stands above a sheet's table: title, programme, period and moment, notice, and more lines."""
    number = f" ({view.programme_number})" if view.programme_number else ""
    as_of = pick(("tính đến", "as of"), view.language)
    moment = f"{view.period_title} ({view.window_text}), {as_of} {view.as_of_text}"
    page.write_lines([title, f"{view.programme_name}{number}", moment, view.notice, *more])
    page.row += 1


def write_footer(view: ReportView) -> str:
    """Return what stands below every printed page."""
    return (
        f"{view.period_title}. {pick(('Số liệu tính đến', 'Figures as of'), view.language)} {view.as_of_text}"
    )
