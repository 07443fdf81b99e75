"""The covering sheet: whose form it is, by when it is due, how to fill it in, and who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.forms import words
from cds_kpi.forms.heights import count_lines, find_height
from cds_kpi.forms.names import COVER, name_cell
from cds_kpi.forms.styles import BOX, DAY, HEAD_FILL, TEXT, Validations, make_input, put, put_formula

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from cds_kpi.forms.plan import FormPlan

_LEFT, _RIGHT = 34.0, 90.0


def write_cover(sheet: Worksheet, plan: FormPlan) -> dict[str, str]:
    """Write the covering sheet and return the cell of each of its inputs by defined name."""
    language = plan.language
    sheet.column_dimensions["A"].width = _LEFT
    sheet.column_dimensions["B"].width = _RIGHT
    at = _write_across(sheet, 1, words.TITLE.say(language), bold=True, size=14, across="center")
    programme = f"{plan.programme} ({plan.programme_number})" if plan.programme_number else plan.programme
    facts = (
        (words.UNIT, plan.unit_name),
        (words.PERIOD, plan.period_title),
        (words.PROGRAMME, programme),
        (words.WINDOW, plan.window),
        (words.DEADLINE, plan.deadline),
        (words.FOCAL_POINT, plan.focal_point),
        (words.SEND_TO, plan.send_to),
    )
    for label, text in facts:
        if text:
            put(sheet, f"A{at}", label.say(language)).border = BOX
            put(sheet, f"B{at}", text, bold=True).border = BOX
            sheet.row_dimensions[at].height = find_height(count_lines(text, _RIGHT, bold=True))
            at += 1
    at = _write_progress(sheet, at, plan)
    at = _write_across(sheet, at, words.HOW.say(language), bold=True)
    for number, step in enumerate(words.STEPS, start=1):
        at = _write_across(sheet, at, f"{number}. {step.say(language)}")
    at = _write_across(sheet, at, words.SENDER.say(language), bold=True)
    return _write_inputs(sheet, at, plan)


def _write_across(
    sheet: Worksheet, at: int, text: str, *, bold: bool = False, size: float = 11, across: str = "left"
) -> int:
    """Write a text over the sheet's whole width and return the next row."""
    cell = put(sheet, f"A{at}", text, bold=bold, size=size, across=across)
    if bold and size == 11:
        cell.fill = HEAD_FILL
    sheet.merge_cells(f"A{at}:B{at}")
    lines = count_lines(text, (_LEFT + _RIGHT) * 11 / size, bold=bold)
    sheet.row_dimensions[at].height = find_height(lines, size)
    return at + 1


def _write_progress(sheet: Worksheet, at: int, plan: FormPlan) -> int:
    """Write how many indicators are filled in and valid, worked out by the spreadsheet, and return the next row."""
    put(sheet, f"A{at}", words.PROGRESS.say(plan.language)).border = BOX
    checks = f"'{words.FIGURES_SHEET.say(plan.language)}'!$C:$C"
    counted = f'COUNTIF({checks},"{words.VALID.say(plan.language)}*")'
    suffix = f"/{len(plan.rows)} {words.INDICATORS.say(plan.language)}"
    put_formula(sheet, f"B{at}", f'={counted}&"{suffix}"', "General")
    sheet.row_dimensions[at].height = find_height(1)
    return at + 1


def _write_inputs(sheet: Worksheet, at: int, plan: FormPlan) -> dict[str, str]:
    validations = Validations(sheet, plan.language)
    cells: dict[str, str] = {}
    for path in COVER:
        label, cell = words.COVER_LABELS[path].say(plan.language), f"B{at}"
        put(sheet, f"A{at}", label).border = BOX
        is_day = path == ("sent_on",)
        make_input(sheet, cell, DAY[plan.language] if is_day else TEXT, across="left")
        if is_day:
            validations.add(cell, "day", label, type="date", operator="greaterThanOrEqual", formula1="36526")
        else:
            validations.add(
                cell, "text", label, type="textLength", operator="lessThanOrEqual", formula1="1000"
            )
        sheet.row_dimensions[at].height = find_height(2 if path == ("note",) else 1)
        cells[name_cell(path)] = cell
        at += 1
    return cells
