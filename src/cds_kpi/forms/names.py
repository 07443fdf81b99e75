"""The names of a form's cells, from a path in the submission's tree and back; other programs fill forms by them.

Convention: ids and fields have no dots; the hyphens of ids are written `_`, which ids do not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cds_kpi.problem import Path

FIGURES = ("numerator", "denominator", "value")
"""Fields that hold numbers, of an entry or of one of its parts."""
FLAGS = ("done",)
COUNTS = ("members_done",)
LISTS = ("members_not_done",)
DAYS = ("expected_on", "sent_on")
CHOICES = ("status", "method")
FIELDS = (
    *FIGURES,
    *FLAGS,
    *COUNTS,
    *LISTS,
    *CHOICES,
    "nil",
    "not_applicable",
    "unavailable",
    "expected_on",
    "source",
    "note",
)
"""The fields of an entry that have a cell."""
COVER: tuple[tuple[str, ...], ...] = (
    ("prepared_by", "name"),
    ("prepared_by", "title"),
    ("prepared_by", "email"),
    ("prepared_by", "phone"),
    ("document",),
    ("sent_on",),
    ("note",),
)
"""The paths of the covering sheet's inputs."""
IDENTITY = ("unit", "period", "version", "catalogue")
"""What says which form it is."""
INPUTS, METHODS, PRINTED = "form.inputs", "form.methods", "form.printed"
"""The ranges of the hidden sheet with the names of all inputs, with each method's indicator, id and words, and with
every text the form prints: whatever else stands outside the inputs, somebody has typed there."""


def name_cell(path: Path) -> str:
    """Return the defined name of the input at a path: `in.online_dossiers.numerator`, `form.sent_on`."""
    if path[0] != "entries":
        return ".".join(("form", *map(str, path)))
    steps = [
        str(step).replace("-", "_") if place != len(path) - 1 else str(step)
        for place, step in enumerate(path)
    ]
    return ".".join(("in", *(step for step in steps[1:] if step != "parts")))


def read_name(name: str) -> Path | None:
    """Return the path that a defined name stands for, or None where it is no input's name."""
    first, *rest = name.lower().split(".")
    if first == "form":
        return tuple(rest) if tuple(rest) in COVER else None
    if first != "in" or not all(rest):
        return None
    steps = [step.replace("_", "-") for step in rest[:-1]]
    if len(rest) == 2 and rest[1] in FIELDS:
        return ("entries", steps[0], rest[1])
    if len(rest) == 3 and rest[2] in FIGURES:
        return ("entries", steps[0], "parts", steps[1], rest[2])
    return None
