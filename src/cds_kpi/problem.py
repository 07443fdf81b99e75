"""A problem is what is wrong with something a person wrote, where it stands, and the facts to word it with.

Convention: code names a kind of problem by its slug ("number-ambiguous"); the public code (KPI501), the severity
and the words in both languages stand in the table of the `problems` package, read only when a problem is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Fact = str | int
"""What a problem's words are filled with; `offset` says at which character of a text in a file it is, from 0."""

Path = tuple[str | int, ...]
"""Where something stands within one file: keys and list positions from the top."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, before anyone knows where the value stands."""

    kind: str
    """The slug of the kind of problem."""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def at(self, place: Place) -> Problem:
        """Return the problem this fault is when it stands at `place`."""
        return Problem(self.kind, place, self.facts)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: the path within it, and line and column (from 1) once they have been looked up."""

    file: str
    """Path relative to the workspace, with forward slashes; absolute for files outside it."""
    path: Path = ()
    at: Literal["key", "value"] = "value"
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    """For workbooks: the sheet."""
    cell: str | None = None
    """For workbooks: the cell, `D12`."""
    typed: Literal["set", "asked"] | None = None
    """Where somebody typed it rather than wrote a file: after `--set`, or at a question."""
    order: tuple[int, ...] = field(default=(), compare=False, repr=False)
    """For workbooks: the sheet's place among the sheets, the row and the column, so that cells are listed as read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; all problems of a run are collected and shown together."""

    kind: str
    place: Place
    facts: Mapping[str, Fact] = field(default_factory=dict)
    related: tuple[Place, ...] = ()

    def moved_to(self, place: Place, related: tuple[Place, ...] | None = None) -> Problem:
        """Return the same problem with its place, and where given its related places, looked up."""
        return replace(self, place=place, related=self.related if related is None else related)


MOST = 1000
"""How many problems of one file are told: whoever has mended those looks again."""
LEFT_OUT = "problems-left-out"
"""The kind that closes the list where a file has more."""


def sort_problems(problems: list[Problem]) -> list[Problem]:
    """Return the problems by file, line and column (sheet, row and column) and kind, each once: as they are shown."""
    unique: dict[tuple[str, bool, int, int, tuple[int, ...], str, str, str, str], Problem] = {}
    for problem in problems:
        place = problem.place
        facts = repr(sorted((name, str(fact)) for name, fact in problem.facts.items()))
        where = (
            place.file,
            problem.kind == LEFT_OUT,
            place.line or 0,
            place.column or 0,
            place.order,
            place.sheet or "",
            place.cell or "",
        )
        unique.setdefault((*where, problem.kind, facts), problem)
    return [unique[key] for key in sorted(unique)]


def format_shown(value: Fraction, places: int, suffix: str = "") -> str:
    """Return the fact of a number that is shown with so many decimals, and with what it is counted in behind it."""
    return f"{value}:{places}:{suffix}"


def parse_shown(fact: str) -> tuple[Fraction, int, str]:
    """Return what `format_shown` was given."""
    value, places, suffix = fact.split(":", 2)
    return Fraction(value), int(places), suffix
