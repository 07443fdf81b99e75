"""A submission: one unit's figures for one period; data/submissions/<period>/<unit>.yaml holds one revision of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, Protocol, Self

from pydantic import ConfigDict, Field, model_validator

from cds_kpi.model.fields import (
    AS_LIST,
    EMPTY,
    GIVEN,
    Day,
    Email,
    Figure,
    Flag,
    Format,
    Id,
    Line,
    Moment,
    PeriodField,
    Record,
    Sha256,
    Whole,
    one_of,
    refuse,
)
from cds_kpi.model.journal import HeadField
from cds_kpi.period import CITY_TIME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.period import Period

Observation = Literal["final", "provisional", "estimated"]
Answer = Literal["ratio", "value", "done", "parts", "nil", "not_applicable", "unavailable"]
OBSERVATIONS: tuple[Observation, ...] = ("final", "provisional", "estimated")
_ANSWERS: tuple[Answer, ...] = ("value", "done", "parts", "nil", "not_applicable", "unavailable")
_RATIO_KEYS = frozenset({"numerator", "denominator"})
_ANSWER_KEYS = _RATIO_KEYS.union(_ANSWERS)
_COMPANIONS = frozenset({"members_done", "members_not_done", "expected_on"})


class Part(Record):
    """The figures of one level or one part of the whole."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {
                    "required": ["numerator", "denominator"],
                    "properties": {"numerator": GIVEN, "denominator": GIVEN, "value": EMPTY},
                },
                {
                    "required": ["value"],
                    "properties": {"value": GIVEN, "numerator": EMPTY, "denominator": EMPTY},
                },
            ]
        }
    )

    numerator: Figure | None = None
    """How many of the counted things."""
    denominator: Figure | None = None
    """Out of how many."""
    value: Figure | None = None
    """The figure itself, where there is no ratio."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.numerator is None) != (self.denominator is None):
            refuse("entry-half-ratio", missing="denominator" if self.denominator is None else "numerator")
        if (self.numerator is None) == (self.value is None):
            refuse(
                "entry-answers",
                count=0 if self.value is None else 2,
                found="-" if self.value is None else "numerator, value",
            )
        return self


class Entry(Record):
    """One unit's answer on one indicator: exactly one kind of answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [key]} for key in ("numerator", *_ANSWERS)],
            "allOf": [{"properties": dict.fromkeys(sorted(_ANSWER_KEYS), GIVEN)}],
            "dependentRequired": {
                "numerator": ["denominator"],
                "denominator": ["numerator"],
                "members_done": ["done"],
                "members_not_done": ["done"],
            },
            "anyOf": [{"required": ["unavailable"]}, {"properties": {"expected_on": EMPTY}}],
        }
    )

    numerator: Figure | None = None
    """Ratio: how many of the counted things."""
    denominator: Figure | None = None
    """Ratio: out of how many."""
    value: Figure | None = None
    """Value or rank: the figure."""
    done: Flag | None = None
    """Roll call or milestone: whether the unit itself has done it."""
    members_done: Whole | None = None
    """Roll call: how many of the members in its charge have done it."""
    members_not_done: Annotated[tuple[Line, ...], AS_LIST] = ()
    """Roll call: the members that have not, by name."""
    parts: Annotated[dict[Id, Part], Field(min_length=1)] | None = None
    """Figures by level or by part."""
    nil: Line | None = None
    """Reported, nothing to count: why."""
    not_applicable: Line | None = None
    """Does not apply to this unit: why."""
    unavailable: Line | None = None
    """Asked, honestly missing: why."""
    expected_on: Day | None = None
    """When an unavailable figure is expected."""
    method: Id | None = None
    """The method it was measured by."""
    status: Annotated[Observation, one_of(*OBSERVATIONS)] = "final"
    """How sure the figure is."""
    source: Line | None = None
    """Where the figure comes from."""
    note: Line | None = None
    """What the reader must know of it."""

    @model_validator(mode="after")
    def _answers_once(self) -> Self:
        keys = self.model_fields_set
        given = keys & _ANSWER_KEYS
        for key in given:
            if self.__dict__[key] is None:
                refuse("value-empty", at=key)
        if given == _RATIO_KEYS and keys.isdisjoint(_COMPANIONS):
            return self
        if given in ({"numerator"}, {"denominator"}):
            refuse("entry-half-ratio", missing="denominator" if "numerator" in given else "numerator")
        if len(given) != 1 and given != _RATIO_KEYS:
            refuse("entry-answers", count=len(given), found=", ".join(sorted(given)) or "-")
        if self.model_fields_set & _COMPANIONS:
            self._check_companions()
        return self

    def _check_companions(self) -> None:
        members = self.model_fields_set & {"members_done", "members_not_done"}
        if self.done is None and members:
            refuse("entry-members-alone", at=min(members))
        if self.unavailable is None and self.expected_on is not None:
            refuse("entry-expected-alone", at="expected_on")

    @property
    def answer(self) -> Answer:
        """Which kind of answer it is."""
        if self.numerator is not None:
            return "ratio"
        return next(name for name in _ANSWERS if getattr(self, name) is not None)

    @property
    def has_figures(self) -> bool:
        """Whether it brings figures, rather than saying why there are none."""
        return self.nil is None and self.not_applicable is None and self.unavailable is None


class Person(Record):
    """Who prepared the figures."""

    name: Line | None = None
    """Name, or the post."""
    title: Line | None = None
    """Title."""
    email: Email | None = None
    """Where to ask."""
    phone: Line | None = None
    """Telephone number."""


class OnBehalf(Record):
    """That somebody else keyed the figures in for the unit."""

    by: Line
    """Who keyed them in."""
    reason: Line
    """Why the unit did not."""


class Issued(Record):
    """The SHA-256 of the receipts that were given for a revision, with zeros where they name its file's own SHA-256."""

    txt: Sha256 | None = None
    """Of the receipt as text: its lines without what ends them."""
    html: Sha256 | None = None
    """Of the receipt as a page, likewise."""
    data: Sha256 | None = Field(default=None, alias="json")
    """Of the receipt as JSON: its keys sorted, nothing between them."""


class Signed(Record):
    """Who stands for a revision: the signature of all bytes of its file but its own digits and those of `content`."""

    key: Line
    """The fingerprint of the key that signed."""
    signature: Line
    """The Ed25519 signature, in 128 hexadecimal digits."""


class Receipt(Record):
    """What the office that received the revision wrote into it."""

    revision: Whole = Field(ge=1)
    """Its number, from 1."""
    received_at: Moment
    """When it was received."""
    previous: Sha256 | None
    """The SHA-256 of the previous revision's file; null for the first."""
    door: (
        Annotated[Literal["form", "yaml", "set", "asked"], one_of("form", "yaml", "set", "asked")] | None
    ) = None
    """How it was sent: a filled form, a YAML file, figures on the command line, or asked question by question."""
    on_behalf_of: OnBehalf | None = None
    """Who keyed it in where the unit did not itself, and why."""
    warnings: tuple[Line, ...] = ()
    """The warnings that were confirmed when it was sent: code and path of each, in a form its sheet and cell, too."""
    carried: tuple[Id, ...] = ()
    """Indicators whose answers were taken over from the revision before."""
    issued: Issued | None = None
    """What its receipts read: shows whether a receipt was changed after it was given."""
    journal: HeadField | None = None
    """The newest acts of the journal when it was received."""
    signed: Signed | None = None
    """The signature of whoever sent it, or of the focal point that keyed it in."""
    content: Sha256 | None = None
    """The SHA-256 of all bytes of the file but these 64 digits: shows whether it was changed after it was received."""


class Submission(Record):
    """The whole file: one revision."""

    format: Format
    """The version of the file's form; 1."""
    receipt: Receipt | None = None
    """Written on receipt; a file written by hand has none."""
    unit: Id
    """Who reports."""
    period: PeriodField
    """The period the figures are about."""
    document: Line | None = None
    """The covering letter's number."""
    sent_on: Day | None = None
    """The day it was sent."""
    prepared_by: Person | None = None
    """Who prepared it."""
    note: Line | None = None
    """A note on the whole."""
    entries: dict[Id, Entry]
    """The answers, by indicator."""

    @property
    def received_at(self) -> datetime | None:
        """When it was received: the receipt's time, else the start of the day it was sent, else unknown."""
        if self.receipt is not None:
            return self.receipt.received_at
        if self.sent_on is not None:
            return datetime(self.sent_on.year, self.sent_on.month, self.sent_on.day, tzinfo=CITY_TIME)
        return None


class Body(Protocol):
    """A revision's content, made into records when it is asked for."""

    @property
    def submission(self) -> Submission:
        """The whole record."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The answers, by indicator, in the file's order."""

    @property
    def answered(self) -> tuple[str, ...] | None:
        """The indicators, where it is known without making records that none is said to be unavailable; else None."""

    def find_entry(self, key: str) -> Entry | None:
        """Return the answer on an indicator; None where there is none."""

    @property
    def ratios(self) -> Mapping[str, tuple[int, int]]:
        """Numerator and denominator of final ratios of whole numbers, by no named method and with no note.

        Those of them that are known without making records; none where all are records already.
        """

    @property
    def note(self) -> str | None:
        """The note on the whole."""

    @property
    def lines(self) -> Mapping[str, int]:
        """The line of each entry's key, from 1."""


@dataclass(frozen=True, slots=True)
class ReadBody:
    """A revision's content as one record."""

    submission: Submission
    lines: Mapping[str, int]

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The answers, by indicator, in the file's order."""
        return self.submission.entries

    @property
    def answered(self) -> tuple[str, ...] | None:
        """None: all are records."""
        return None

    def find_entry(self, key: str) -> Entry | None:
        """Return the answer on an indicator; None where there is none."""
        return self.submission.entries.get(key)

    @property
    def ratios(self) -> Mapping[str, tuple[int, int]]:
        """None: all are records."""
        return {}

    @property
    def note(self) -> str | None:
        """The note on the whole."""
        return self.submission.note


@dataclass(frozen=True, slots=True)
class Filing:
    """A revision as it lies in the store: what is asked of it most, and its content."""

    unit: str
    """Who reports."""
    period: Period
    """The period the figures are about."""
    revision: int
    file: str
    """Path relative to the workspace."""
    sha256: str
    """Of the file's bytes."""
    received_at: datetime | None
    """When it was received, as `Submission.received_at` says."""
    has_receipt: bool
    previous: str | None
    """The SHA-256 of the previous revision's file, by its receipt."""
    body: Body
    signed: Signed | None = None
    """Who stands for it, by its receipt."""

    @property
    def submission(self) -> Submission:
        """The whole record."""
        return self.body.submission

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The answers, by indicator, in the file's order."""
        return self.body.entries

    @property
    def ratios(self) -> Mapping[str, tuple[int, int]]:
        """Numerator and denominator of the answers that are known to be plain ratios, as `Body.ratios` says."""
        return self.body.ratios

    @property
    def note(self) -> str | None:
        """The note on the whole."""
        return self.body.note

    @property
    def lines(self) -> Mapping[str, int]:
        """The line of each entry's key, from 1."""
        return self.body.lines


def make_filing(
    submission: Submission, revision: int, file: str, sha256: str = "", lines: Mapping[str, int] | None = None
) -> Filing:
    """Return a revision whose record has been read whole."""
    receipt = submission.receipt
    return Filing(
        submission.unit,
        submission.period,
        revision,
        file,
        sha256,
        submission.received_at,
        receipt is not None,
        receipt.previous if receipt is not None else None,
        ReadBody(submission, lines or {}),
        receipt.signed if receipt is not None else None,
    )
