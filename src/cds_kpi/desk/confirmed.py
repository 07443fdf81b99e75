"""Confirmed warnings: how a revision keeps what was asked about it when it was received."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cds_kpi.text import shorten

if TYPE_CHECKING:
    from cds_kpi.problem import Problem

_CELL = re.compile(r"!([A-Z]{1,3}[0-9]{1,7})\Z")
_ROOTS = ("entries.", "prepared_by", "document", "sent_on", "note", "unit", "period")
"""How a path within a submission begins; in a warning that is kept, a sheet's name may stand there instead."""


def name_warning(problem: Problem) -> str:
    """Return a warning as a revision keeps it: its code, its path and, in a form, its sheet and cell.

    `KPI552 entries.online-dossiers`, `KPI552 entries.online-dossiers.numerator Số liệu!C9`, `KPI662 Số liệu!H3`. Of a
    rule that does not hold also its id, for several may be about one figure: `KPI561 entries.online-dossiers@rule`.
    """
    from cds_kpi.problems import KINDS

    place = problem.place
    path = ".".join(str(step) for step in place.path)
    if "rule" in problem.facts:
        path += f"@{problem.facts['rule']}"
    cell = (
        f"{shorten(place.sheet)}!{place.cell}" if place.sheet is not None and place.cell is not None else ""
    )
    return " ".join(word for word in (KINDS[problem.kind].code, path, cell) if word)


def read_warning(kept: str) -> tuple[str, str, tuple[str, str] | None]:
    """Return what a revision keeps of a warning: its code, its path ("" where none), its sheet and cell."""
    code, _, rest = kept.partition(" ")
    cell = _CELL.search(rest)
    if cell is None:
        return code, rest, None
    before, path = rest[: cell.start()], ""
    if before.startswith(_ROOTS):
        path, _, before = before.partition(" ")
    return code, path, (before, cell[1])
