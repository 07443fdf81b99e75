"""The unit registry, data/units.yaml: who exists when, under whom, and who came after."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cds_kpi.model.fields import AS_LIST, Day, Email, Format, Id, Line, Record, Whole, Wording, one_of, refuse

Level = Literal["national", "province", "department", "agency", "district", "commune"]
LEVELS: tuple[Level, ...] = ("national", "province", "department", "agency", "district", "commune")
LevelField = Annotated[Level, one_of(*LEVELS)]
"""A level of government."""


class Validity(Record):
    """The days between which a unit exists, both included."""

    start: Day | None = Field(default=None, alias="from")
    """The first day; left out where it is not known."""
    until: Day | None = None
    """The last day; left out while the unit exists."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.start and self.until and self.start > self.until:
            refuse(
                "validity-reversed", start=self.start.isoformat(), until=self.until.isoformat(), at="until"
            )
        return self


class Unit(Record):
    """A unit that reports, leads or receives."""

    id: Id
    """The key everywhere; names are not unique."""
    name: Wording
    """The official name."""
    abbreviation: Line | None = None
    """The official abbreviation: STTTT."""
    level: LevelField
    """The level of government."""
    parent: Id | None = None
    """The unit it is under."""
    code: Line | None = None
    """The official code, text: GSO code or agency e-identifier."""
    email: Annotated[tuple[Email, ...], AS_LIST] = ()
    """Where reminders go."""
    members: Whole | None = None
    """Units in its charge that are not registered one by one (communes)."""
    valid: Validity = Validity()
    """When it exists. A unit that is set up again under its old name is a new unit, with an id of its own."""
    successors: Annotated[tuple[Id, ...], AS_LIST] = ()
    """Who came after it: one that it was renamed to or merged into, several that it was split into. Also a part that
    became a unit of its own while this one lives on, and a unit set up again later under its name."""
    note: Wording | None = None
    """What a reader must know of it."""

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on the day."""
        start, until = self.valid.start, self.valid.until
        return (start is None or start <= day) and (until is None or day <= until)


class Registry(Record):
    """The whole file."""

    format: Format
    """The version of the file's form; 1."""
    units: tuple[Unit, ...]
    """The units, in the order they are shown."""
