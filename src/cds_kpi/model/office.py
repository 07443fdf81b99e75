"""The office's own files: settings, days off, decisions on submissions, later deadlines."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cds_kpi.model.fields import (
    Day,
    Format,
    Id,
    Line,
    Moment,
    PeriodField,
    Record,
    Sha256,
    Whole,
    Wording,
    one_of,
    refuse,
)

LanguageField = Annotated[Literal["vi", "en"], one_of("vi", "en")]
"""A language the program speaks."""


class Office(Record):
    """What the official documents of the office say of itself (Nghị định 30/2020/NĐ-CP, phụ lục I)."""

    place: Wording | None = None
    """Where it is, before the date of a document."""
    symbol: Line | None = None
    """What stands behind the number of its reports: BC-STTTT; by default of the focal point's abbreviation."""
    signer: Wording | None = None
    """The position of who signs: GIÁM ĐỐC."""
    drafter: Line | None = None
    """The part of the office that keeps the document: "Lưu: VT, CNTT"."""


class Settings(Record):
    """data/settings.yaml."""

    format: Format = 1
    """The version of the file's form; 1."""
    language: LanguageField = "vi"
    """The language where none is asked for."""
    notice: Wording | None = None
    """Printed plainly on every report."""
    office: Office = Office()
    """What the office's documents say of itself."""

    @model_validator(mode="after")
    def _says_its_notice(self) -> Self:
        if self.notice is None and "notice" in self.model_fields_set:
            refuse("value-empty", at="notice")
        return self


class DayOff(Record):
    """A day, and why it is special."""

    day: Day
    """The day."""
    name: Wording
    """Why: the holiday, or the decision that swapped it."""


class Holidays(Record):
    """data/holidays.yaml: what the office adds to and takes from the public holidays."""

    format: Format
    """The version of the file's form; 1."""
    off: tuple[DayOff, ...] = ()
    """Days off that the public calendar does not know."""
    worked: tuple[DayOff, ...] = ()
    """Days worked all the same: swapped Saturdays, holidays taken away."""


class Review(Record):
    """data/reviews/<period>/<unit>.r<N>.yaml: a decision on revision N; r0 decides on the unit as a whole."""

    format: Format
    """The version of the file's form; 1."""
    unit: Id
    """Whose submission."""
    period: PeriodField
    """Of which period."""
    revision: Whole = 0
    """Which revision; 0 where the decision is about the unit."""
    decision: Annotated[
        Literal["accepted", "returned", "excluded", "included"],
        one_of("accepted", "returned", "excluded", "included"),
    ]
    """accepted, returned: of a revision. excluded, included: of the unit in this period."""
    decided_by: Line = Field(alias="by")
    """Who decided."""
    at: Moment
    """When."""
    reason: Line | None = None
    """Why; a return or an exclusion must say."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.decision in {"returned", "excluded"} and self.reason is None:
            refuse("review-without-reason", decision=self.decision, at="decision")
        if (self.decision in {"accepted", "returned"}) != (self.revision > 0):
            refuse("review-revision", decision=self.decision, revision=self.revision, at="revision")
        return self


class Extension(Record):
    """data/extensions/<period>/<unit>.yaml: a later deadline for one unit."""

    format: Format
    """The version of the file's form; 1."""
    unit: Id
    """Whose deadline."""
    period: PeriodField
    """Of which period."""
    until: Day
    """The last on-time day."""
    granted_by: Line
    """Who granted it."""
    granted_on: Day | None = None
    """When."""
    reason: Line
    """Why."""


class CountedRevision(Record):
    """A revision that a closed round counts."""

    unit: Id
    """Whose."""
    revision: Whole = Field(ge=1)
    """Its number."""
    file: Line
    """Its path within the workspace."""
    sha256: Sha256
    """Of the file's bytes."""


class Closing(Record):
    """data/rounds/<programme>/<period>.yaml, then <period>.2.yaml, ...: a round closed, reopened, closed again.

    The newest act says how the round stands.
    """

    format: Format
    """The version of the file's form; 1."""
    programme: Id
    """Which programme's round."""
    period: PeriodField
    """Of which period."""
    act: Annotated[Literal["closed", "reopened"], one_of("closed", "reopened")]
    """What was done."""
    decided_by: Line = Field(alias="by")
    """Who did it."""
    at: Moment
    """When."""
    reason: Line | None = None
    """Why; a reopening must say."""
    counted: tuple[CountedRevision, ...] = ()
    """Every revision a closed round counts, in the registry's order."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.act == "reopened" and self.reason is None:
            refuse("closing-without-reason", at="act")
        if self.act == "reopened" and self.counted:
            refuse("closing-counted", at="counted")
        return self


def days_by_date(
    holidays: Holidays | None,
) -> tuple[dict[date, str], frozenset[date], dict[date, str]]:
    """Return the added days off with their Vietnamese names, the days worked all the same, and the English names."""
    if holidays is None:
        return {}, frozenset(), {}
    return (
        {item.day: item.name.vi for item in holidays.off},
        frozenset(item.day for item in holidays.worked),
        {item.day: item.name.say("en") for item in holidays.off},
    )
