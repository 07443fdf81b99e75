"""The filled form: its answers, and the cell that each of them, and whatever is wrong with it, stands in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cds_kpi.number import parse_number
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cds_kpi.problem import Path

Tree = dict[str, object]
"""A submission's tree: texts, lists of texts, and trees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form that was sent in, as found; whether it is the right one is for the reader to compare."""

    name: str
    """The file's name, as problems quote it."""
    unit: str | None = None
    period: str | None = None
    version: str | None = None
    catalogue: str | None = None
    tree: Tree = field(default_factory=dict)
    """The answers exactly as a submission's YAML would hold them: texts, only what was answered.

    Where `is_sound` is false an unreadable cell has a stand-in here, so that the rest can be checked all the same:
    such a tree is never stored.
    """
    cells: Mapping[Path, tuple[str, str]] = field(default_factory=dict)
    """Sheet and cell of every input, by its path in the tree, and of `("entries", id)`: its first."""
    sheets: tuple[str, ...] = ()
    """The titles of its sheets, in their order."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether every cell could be read (warnings aside), so that the tree holds nothing but what was written."""
        from cds_kpi.problems import is_error

        return not any(is_error(problem) for problem in self.problems)

    def place(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return later problems at their cells, without those that a cell's own problem has already told.

        A warning about an entry with an unreadable cell is left out: it would be about the stand-in.
        """
        from cds_kpi.problems import is_error

        bad = {problem.place.path for problem in self.problems if is_error(problem)}
        bad_entries = {path[:2] for path in bad if path[:1] == ("entries",)}
        kept: list[Problem] = []
        for problem in problems:
            path = problem.place.path
            if path and (path in bad or (path[:2] in bad_entries and not is_error(problem))):
                continue
            related = tuple(self.find_place(near.path) for near in problem.related)
            kept.append(_suppose_thousands(problem).moved_to(self.find_place(path), related))
        return kept

    def find_place(self, path: Path) -> Place:
        """Return the cell of what stands at a path of the tree, or of the nearest thing above it that has one."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.cells:
                return place_cell(self.name, path, self.cells[path[:length]], self.sheets)
        return Place(self.name, path)


def _suppose_thousands(problem: Problem) -> Problem:
    """Return a count that is not whole with what was probably typed: a spreadsheet makes 7,65 of 7,650."""
    number = parse_number(str(problem.facts.get("found", "")))
    if problem.kind != "whole-needed" or "near" in problem.facts or isinstance(number, Fault):
        return problem
    thousands = number.exact * 1000
    if thousands.denominator != 1 or thousands < 1000:
        return problem
    return replace(problem, facts={**problem.facts, "near": str(thousands.numerator)})


def place_cell(name: str, path: Path, cell: tuple[str, str], sheets: Sequence[str]) -> Place:
    """Return the place of a cell, given by sheet and reference, in the order in which the workbook is read."""
    from cds_kpi.forms.sheets import number_column

    sheet, reference = cell
    letters = reference.rstrip("0123456789")
    rank = sheets.index(sheet) if sheet in sheets else len(sheets)
    order = (rank, int(reference[len(letters) :] or 0), number_column(letters))
    return Place(name, path, sheet=sheet, cell=reference, order=order)
