"""The form as a workbook: a covering sheet, the sheet of figures, and a hidden sheet that says which form it is.

Convention: every input has a workbook-level defined name (see `names`); nothing but these names is read back.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from cds_kpi.forms import words
from cds_kpi.forms.names import IDENTITY, INPUTS, METHODS, PRINTED
from cds_kpi.forms.plan import FORM_VERSION

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from cds_kpi.forms.plan import FormPlan

_MOMENT = datetime(2022, 1, 1)  # noqa: DTZ001  # a workbook's own times have no zone, and must be the same in every run
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_form(plan: FormPlan) -> bytes:
    """Return the form as the bytes of an .xlsx file; the same plan always gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.workbook.protection import WorkbookProtection

    from cds_kpi.forms.blocks import HEADING_ROW, BlockWriter
    from cds_kpi.forms.cover import write_cover
    from cds_kpi.forms.styles import FACE, protect_sheet, set_up_page

    book = Workbook()
    book._named_styles["Normal"].font = Font(name=FACE, size=11)  # type: ignore[attr-defined]
    cover = book.worksheets[0]
    cover.title = words.COVER_SHEET.say(plan.language)
    figures = book.create_sheet(words.FIGURES_SHEET.say(plan.language))
    hidden = book.create_sheet(words.IDENTITY_SHEET)
    hidden.sheet_state = "hidden"

    choices = _write_choices(hidden, plan)
    blocks = BlockWriter(figures, plan, choices)
    blocks.write_heading()
    for row in plan.rows:
        blocks.write_block(row)
    inputs = {name: f"{_quote(figures.title)}!{_fix(cell)}" for name, cell in blocks.cells.items()}
    inputs |= {name: f"{_quote(cover.title)}!{_fix(cell)}" for name, cell in write_cover(cover, plan).items()}
    printed = sorted(
        {
            cell.value
            for sheet in (cover, figures)
            for row_of_cells in sheet.iter_rows()
            for cell in row_of_cells
            if isinstance(cell.value, str) and cell.data_type == "s"
        }
    )
    _write_identity(book, hidden, plan, inputs, printed)

    page = words.PAGE.say(plan.language)
    for sheet in (cover, figures):
        heading = HEADING_ROW if sheet is figures else None
        set_up_page(sheet, left=plan.unit_name, right=plan.period_title, page=page, heading_row=heading)
        protect_sheet(sheet)
        sheet.sheet_view.showGridLines = False
    protect_sheet(hidden)
    figures.freeze_panes = f"C{HEADING_ROW + 1}"
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title = f"{words.TITLE.say(plan.language)} – {plan.unit_name} – {plan.period_title}"
    book.properties.creator = plan.focal_point
    book.properties.created = _MOMENT
    book.properties.language = plan.language
    stream = io.BytesIO()
    book.save(stream)
    return _fix_times(stream.getvalue())


def _write_choices(sheet: Worksheet, plan: FormPlan) -> dict[str, str]:
    """Write the words of the drop-downs to the hidden sheet and return each one's range."""
    from cds_kpi.forms.styles import put

    choices: dict[str, str] = {}
    fixed = {"status": words.STATUSES.values(), "done": (words.YES, words.NO)}
    for column, (name, offered) in zip("HI", fixed.items(), strict=True):
        for at, wording in enumerate(offered, start=1):
            put(sheet, f"{column}{at}", wording.say(plan.language))
        choices[name] = f"{_quote(sheet.title)}!${column}$1:${column}${len(offered)}"
    at = 1
    for row in plan.rows:
        first = at
        for method, text in row.methods:
            put(sheet, f"E{at}", row.indicator)
            put(sheet, f"F{at}", method)
            put(sheet, f"G{at}", text)
            at += 1
        if row.methods:
            choices[row.indicator] = f"{_quote(sheet.title)}!$G${first}:$G${at - 1}"
    return choices


def _write_identity(
    book: Workbook, sheet: Worksheet, plan: FormPlan, inputs: dict[str, str], printed: list[str]
) -> None:
    """Write which form it is to the hidden sheet and the document's properties, and define every name."""
    from openpyxl.packaging.custom import CustomPropertyList, StringProperty
    from openpyxl.workbook.defined_name import DefinedName

    from cds_kpi.forms.styles import put

    values = (plan.unit, plan.period, str(FORM_VERSION), plan.catalogue)
    title = _quote(sheet.title)
    targets = dict(inputs)
    properties: CustomPropertyList[StringProperty] = CustomPropertyList()
    for at, (field, value) in enumerate(zip(IDENTITY, values, strict=True), start=1):
        put(sheet, f"A{at}", f"form.{field}")
        put(sheet, f"B{at}", value)
        targets[f"form.{field}"] = f"{title}!$B${at}"
        properties.append(StringProperty(name=f"form.{field}", value=value))
    book.custom_doc_props = properties  # type: ignore[attr-defined]  # the stubs do not know it yet
    for at, name in enumerate(inputs, start=1):
        put(sheet, f"C{at}", name)
    targets[INPUTS] = f"{title}!$C$1:$C${len(inputs)}"
    for at, text in enumerate(printed, start=1):
        put(sheet, f"D{at}", text)
    targets[PRINTED] = f"{title}!$D$1:$D${len(printed)}"
    methods = sum(len(row.methods) for row in plan.rows)
    if methods:
        targets[METHODS] = f"{title}!$E$1:$G${methods}"
    for name, target in targets.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)


def _quote(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _fix(cell: str) -> str:
    column = cell.rstrip("0123456789")
    return f"${column}${cell[len(column) :]}"


def _fix_times(data: bytes) -> bytes:
    """Return the package with the moments it was saved at replaced by fixed ones."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                moment = _MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            fixed = zipfile.ZipInfo(info.filename, _ZIP_MOMENT)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, content)
    return stream.getvalue()
