"""What somebody has typed into a form outside its inputs, where nobody would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.forms import words
from cds_kpi.forms.answers import read_stored, say_cell
from cds_kpi.forms.sheets import name_column, number_column
from cds_kpi.number import format_decimal, parse_number
from cds_kpi.problem import Fault
from cds_kpi.text import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cds_kpi.forms.sheets import Cell

_OWN = tuple(label for words_ in (words.PERCENTAGE, words.CHECK, words.PROGRESS) for label in words_)
"""What stands on the left of the form's own formulas."""


def find_strays(others: Mapping[str, Cell], printed: Collection[str]) -> list[tuple[str, Fault]]:
    """Return the cells that hold something the form does not print, figures first, each as the sheet is read.

    `others` are all cells of a sheet but the inputs; `printed` are the form's texts. Without them, as in a form made
    by an earlier program, only what is stored as a number is told.
    """
    own = set(printed)
    found: list[tuple[bool, int, int, str, Fault]] = []
    for cell, content in others.items():
        letters = cell.rstrip("0123456789")
        column, row = number_column(letters), int(cell[len(letters) :])
        if content.has_formula and _says_own(others.get(f"{name_column(column - 1)}{row}")):
            continue
        fault = _judge(content, own)
        if fault is not None:
            found.append((fault.kind != "form-stray-figure", row, column, cell, fault))
    return [(cell, fault) for _, _, _, cell, fault in sorted(found, key=lambda one: one[:3])]


def _says_own(label: Cell | None) -> bool:
    return label is not None and normalise(label.text or "").endswith(_OWN)


def _judge(content: Cell, own: set[str]) -> Fault | None:
    text = normalise(say_cell(content))
    if content.type == "n" and content.shown != "date":
        exact = read_stored(text)
        if exact is not None:
            return Fault("form-stray-figure", {"found": format(exact, "f")})
        # A formula without a result.
        text = text or "=…"
    if not own or text in own or not text:
        return None
    number = parse_number(text, writing="form")
    if not isinstance(number, Fault):
        return Fault("form-stray-figure", {"found": format_decimal(number.exact)})
    return Fault("form-stray-text", {"found": text})
