"""How a form looks: fonts, colours, borders, and texts that can never become formulas.

Convention: Times New Roman throughout, as official documents are set; yellow cells are the ones to fill in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from cds_kpi.forms import words
from cds_kpi.text import shorten

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from cds_kpi.text import Language

FACE = "Times New Roman"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "#")
"""How a text begins that a spreadsheet would rather take for a formula or an error."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINE = Side(style="thin", color="808080")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
INPUT_FILL = PatternFill("solid", fgColor="FFF2B3")
HEAD_FILL = PatternFill("solid", fgColor="D6E3F0")
BAR_FILL = PatternFill("solid", fgColor="EAF0F7")
WHOLE, DECIMAL, PERCENT, TEXT = "#,##0", "#,##0.00####", "0.00%", "@"
SCALE = 92
"""Per cent of their size at which the columns of figures fit on the width of a page, in Excel and LibreOffice alike."""
DAY = {"vi": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
"""How an input shows what is typed into it."""


def put(
    sheet: Worksheet,
    cell: str,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 11,
    across: str = "left",
) -> Cell:
    """Write a text into a cell as text, whatever it begins with, and return the cell."""
    target = sheet[cell]
    assert isinstance(target, Cell), "texts are written before cells are merged"
    target.value = _CONTROL.sub("", text)
    target.data_type = "s"
    target.font = Font(name=FACE, size=size, bold=bold, italic=italic)
    target.alignment = Alignment(
        horizontal=across, vertical="center", wrap_text=True, indent=1 if across == "left" else 0
    )
    if text.startswith(DANGEROUS):
        target.quotePrefix = True
    return target


def put_formula(sheet: Worksheet, cell: str, formula: str, form: str) -> Cell:
    """Write a formula of ours into a cell and return the cell."""
    target = sheet[cell]
    assert isinstance(target, Cell), "formulas are written before cells are merged"
    target.value = formula
    target.font = Font(name=FACE, size=11, bold=True)
    target.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    target.number_format = form
    target.border = BOX
    return target


def make_input(sheet: Worksheet, cell: str, form: str, *, across: str | None = None) -> None:
    """Make a cell one to fill in: yellow, unlocked, shown in the number format `form`."""
    target = sheet[cell]
    target.fill = INPUT_FILL
    target.border = BOX
    target.font = Font(name=FACE, size=11)
    target.alignment = Alignment(
        horizontal=across or ("left" if form == TEXT else "right"),
        vertical="center",
        wrap_text=True,
        indent=1,
    )
    target.protection = Protection(locked=False)
    target.number_format = form


class Validations:
    """The rules of a sheet's input cells; cells with the same rule share it."""

    def __init__(self, sheet: Worksheet, language: Language) -> None:
        """Add rules to the sheet, worded in the language."""
        self._sheet = sheet
        self._language = language
        self._made: dict[tuple[object, ...], DataValidation] = {}

    def add(self, cell: str, content: str, title: str, **rule: Any) -> None:
        """Give a cell a rule; `content` says which words it asks with, `title` heads them, `count` fills them in."""
        count = rule.pop("count", None)
        key = (content, title, count, *sorted(rule.items()))
        if key not in self._made:
            validation = DataValidation(
                allow_blank=True, showErrorMessage=True, showInputMessage=True, **rule
            )
            validation.promptTitle = shorten(title, 32)
            validation.prompt = words.PROMPTS[content].say(self._language).format(count=count)
            validation.errorTitle = words.INVALID.say(self._language)
            validation.error = words.ERRORS[content].say(self._language).format(count=count)
            validation.errorStyle = "stop"
            self._sheet.add_data_validation(validation)
            self._made[key] = validation
        self._made[key].add(cell)


def protect_sheet(sheet: Worksheet) -> None:
    """Lock everything but the inputs, without a password; rows and columns may still be made larger."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def set_up_page(sheet: Worksheet, *, left: str, right: str, page: str, heading_row: int | None) -> None:
    """Set a sheet up for A4 landscape, as wide as the page, with header, footer and page numbers.

    A sheet with a heading has breaks of its own, which Excel passes over where a sheet is fitted to the page: it gets
    the scale at which its columns fit.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    if heading_row is None:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    else:
        sheet.page_setup.scale = SCALE
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    font = '&"Times New Roman,Regular"&10 '
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, header.right.text = font + _code(left), font + _code(right)
    footer.center.text = f"{font}{page} &P/&N"
    sheet.oddHeader, sheet.oddFooter = header, footer
    if heading_row is not None:
        sheet.print_title_rows = f"{heading_row}:{heading_row}"


def _code(text: str) -> str:
    """Return a text for a header, where & starts a code and the whole may have 255 characters."""
    shown = text if len(text) <= 90 else text[:89] + "…"
    return _CONTROL.sub("", shown.replace("\n", " ")).replace("&", "&&")
