"""The live part of the workbook: how the cells of the summary follow from the units' figures.

Convention: a percentage is a share of 1 in a cell, shown in per cent; a gap between two percentages is in points.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from cds_kpi.render.sheets import hold_number
from cds_kpi.report.wording import STATUSES, pick

if TYPE_CHECKING:
    from cds_kpi.report.row_view import RowView, Stated
    from cds_kpi.text import Language

_ANY = '"<1E+300"'
"""Holds of every number and of no text."""
_DOUBT = Fraction(1, 10**12)
"""How near a value may lie to a bound before a spreadsheet's arithmetic could put it on the other side."""


def find_whole(row: RowView) -> Literal[1, 100]:
    """Return what the row's values are divided by in a cell: 100 for percentages; a milestone is done or not."""
    return 100 if row.counted_in == "percent" and row.kind != "milestone" else 1


def is_live(row: RowView) -> bool:
    """Whether the row's figure follows from cells: the parts make it, and every number of it fits into a cell."""
    return row.joins is not None and all(hold_number(one.exact) is not None for one in _list_numbers(row))


def _list_numbers(row: RowView) -> list[Stated]:
    sides = [side for part in row.parts for side in (part.numerator, part.denominator)]
    values = [part.value for part in row.parts if part.numerator is None]
    return [one for one in (row.numerator, row.denominator, *sides, *values) if one is not None]


def quote(text: str) -> str:
    """Return a text as it stands in a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def write_literal(exact: str, whole: int = 1) -> str:
    """Return a decimal text over `whole` as a number in a formula."""
    return f"{float(Fraction(exact) / whole):.15g}"


def sum_side(side: str, key: str) -> str:
    """Return the sum over the units of one side; empty where none of them has a number."""
    return f'=IF({_count(side, key)}=0,"",SUMIFS(units_{side},units_row,{key}))'


def _count(side: str, key: str) -> str:
    return f"COUNTIFS(units_row,{key},units_{side},{_ANY})"


def find_side(side: str, key: str, value: str) -> str:
    """Return one side of the unit whose own figure is the row's."""
    return f'=IF(ISNUMBER({value}),INDEX(units_{side},MATCH(1,(units_row={key})*(units_value={value}),0)),"")'


def join_values(row: RowView, key: str, why: str) -> str:
    """Return the sum of the units' own figures, the largest or the least; `why` where there is none."""
    if row.joins == "sum":
        joined = f"SUMIFS(units_value,units_row,{key})"
    else:
        joined = f"{str(row.joins).upper()}(IF((units_row={key})*ISNUMBER(units_value),units_value))"
    return f"=IF({_count('value', key)}=0,{quote(why)},{joined})"


def divide(numerator: str, denominator: str, why: str) -> str:
    """Return a share; `why` where there is nothing to divide by."""
    return f"=IF(N({denominator})=0,{quote(why)},{numerator}/{denominator})"


def write_attainment(row: RowView, value: str, required: str) -> str:
    """Return how far the required value is attained."""
    target = row.target
    if target.start is not None:
        start = write_literal(target.start, find_whole(row))
        return f'=IF(AND(ISNUMBER({value}),{required}<>{start}),({value}-{start})/({required}-{start}),"")'
    if target.is_upward:
        return f'=IF(AND(ISNUMBER({value}),{required}<>0),{value}/{required},"")'
    return f'=IF(AND(N({value})<>0,{required}<>0),{required}/{value},"")'


def write_gap(row: RowView, value: str, required: str) -> str:
    """Return what is missing to the required value, negative where it is exceeded; of percentages in points."""
    more, less = (required, value) if row.target.is_upward else (value, required)
    points = f"({more}-{less})*100" if find_whole(row) == 100 else f"{more}-{less}"
    return f'=IF(ISNUMBER({value}),{points},"")'


def write_needed(row: RowView, numerator: str, denominator: str, required: str) -> str:
    """Return how many more of the numerator's things the target takes; whole where they are counted."""
    needed = f"{required}*{denominator}-{numerator}"
    if row.is_whole:
        # Rounded first: 0.07 * 100 is a hair more than 7 to a spreadsheet.
        near = f"ROUND({needed},6)"
        needed = f"INT({near})+1" if row.target.demand == "above" else f"ROUNDUP({near},0)"
    return f'=IF(N({denominator})=0,"",MAX(0,{needed}))'


def can_tell_status(row: RowView) -> bool:
    """Whether a spreadsheet's arithmetic puts the value on the right side of every bound."""
    if not row.steps or row.status == "not_due":
        return False
    if row.value is None:
        return True
    value = Fraction(row.value.exact)
    bounds = [Fraction(step.bound.exact) for step in row.steps if step.bound is not None]
    return all(
        value == bound or abs(value - bound) > _DOUBT * max(abs(bound), Fraction(1)) for bound in bounds
    )


def write_status(row: RowView, value: str, required: str, language: Language) -> str:
    """Return the status that the value has, in words with its mark."""
    sign = ">" if row.target.is_upward else "<"
    mark, words = STATUSES["no_data"]
    said = f"{row.mark} {row.status_text}" if row.value is None else f"{mark} {pick(words, language)}"
    formula = f"=IF(NOT(ISNUMBER({value})),{quote(said)},"
    for place, step in enumerate(row.steps):
        said = quote(f"{step.mark} {step.status_text}")
        if step.bound is None:
            formula += said + ")" * (place + 1)
        elif place == 0:
            is_strict = row.target.demand in {"above", "below"}
            formula += f"IF({value}{sign}{'' if is_strict else '='}{required},{said},"
        else:
            formula += f"IF({value}{sign}={write_literal(step.bound.exact, find_whole(row))},{said},"
    return formula
