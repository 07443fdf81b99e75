"""The office's own files: settings, days off, decisions on submissions, later deadlines."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from cds_kpi.model.fields import (
    AS_LIST,
    LONGEST_ID,
    Day,
    Email,
    Flag,
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

_HOST = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?\Z|::1\Z")
_HOST_TEXT = (
    _HOST.pattern.replace("(?=.{1,253}\\Z)", "^(?=.{1,253}$)").replace("\\Z", "$").replace("|::1", "|^::1")
)
"""The same for JSON Schema."""
_LOOPBACK = re.compile(r"localhost\Z|127(?:\.[0-9]{1,3}){3}\Z|::1\Z")
_ENCODED = "=?"
"""Begins an encoded word (RFC 2047), behind which a line break can hide."""

LanguageField = Annotated[Literal["vi", "en"], one_of("vi", "en")]
"""A language the program speaks."""


class Office(Record):
    """What the official documents of the office say of itself (Nghị định 30/2020/NĐ-CP, phụ lục I)."""

    place: Wording | None = None
    """Where it is, before the date of a document."""
    symbol: Line | None = None
    """What stands behind the number of its reports: BC-STTTT; by default of the abbreviation of the focal point, or
    of its successor. A successor's abbreviation also takes the place of the one written here."""
    signer: Wording | None = None
    """The position of who signs: GIÁM ĐỐC."""
    drafter: Line | None = None
    """The part of the office that keeps the document: "Lưu: VT, CNTT"."""


def _read_host(text: str) -> str:
    if _HOST.match(text) is None:
        refuse("mail-host", found=text)
    return text


def _read_header(text: str) -> str:
    if not text.isprintable() or _ENCODED in text:
        refuse("mail-header", found=text)
    return text


MailAddress = Annotated[Email, AfterValidator(_read_header)]
"""An address that goes into a message's header."""
PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""The port where none is given."""


class Mail(Record):
    """How reminders are sent by mail; name and password of the login are never among the workspace's files."""

    host: Annotated[
        Line, AfterValidator(_read_host), WithJsonSchema({"type": "string", "pattern": _HOST_TEXT})
    ]
    """The server that takes the messages: mail.tphcm.gov.vn."""
    port: Annotated[Whole, Field(ge=1, le=65535)] | None = None
    """Its port; by default 587 with starttls, 465 with tls, 25 with none."""
    security: Annotated[Literal["starttls", "tls", "none"], one_of("starttls", "tls", "none")] = "starttls"
    """starttls, tls, or none, which is for a server on this very machine alone; the certificate is always checked."""
    sender: MailAddress = Field(alias="from")
    """The address that reminders come from."""
    name: Annotated[Line, AfterValidator(_read_header)] | None = None
    """The sender's name; by default the focal point's."""
    reply_to: MailAddress | None = None
    """Where answers go; by default to the sender."""
    focal_point: Annotated[tuple[MailAddress, ...], AS_LIST] = ()
    """Who gets the summary of every run; by default the programme's focal point."""
    login_file: Line | None = None
    """A file outside the workspace, closed to everybody else (mode 600): the user name and, below it, the password."""
    timeout: Annotated[Whole, Field(ge=1, le=600)] = 30
    """Seconds to wait for each answer of the server."""

    @model_validator(mode="after")
    def _is_protected(self) -> Self:
        if self.security == "none" and _LOOPBACK.match(self.host) is None:
            refuse("mail-unprotected", host=self.host, at="security")
        return self

    @property
    def server_port(self) -> int:
        """The port to connect to."""
        return self.port or PORTS[self.security]


class Channel(Record):
    """A chat channel that reminders go to beside the mail; its address, a secret, stands in the file of addresses."""

    units: Annotated[tuple[Id, ...], AS_LIST] = ()
    """Whose reminders; by default every unit's."""


def _read_channel(text: str) -> str:
    # In the ledger a name stands before the number of an attempt, and mail has none.
    if not text[:1].isalpha() or text == "mail":
        refuse("channel-name", found=text)
    return text


ChannelName = Annotated[
    Id,
    AfterValidator(_read_channel),
    WithJsonSchema(
        {"type": "string", "maxLength": LONGEST_ID, "pattern": "^(?!mail$)[a-z][a-z0-9]*(-[a-z0-9]+)*$"}
    ),
]
"""A chat channel's name: nhom-cds."""


class Notify(Record):
    """Chat channels, which the package's extra `notify` posts to."""

    addresses_file: Line | None = None
    """A file outside the workspace, closed to everybody else (mode 600): on each line a channel's name and its
    address as Apprise writes it, such as `nhom-cds tgram://token/chat`."""
    channels: Annotated[dict[ChannelName, Channel], Field(min_length=1)]
    """The channels, by name."""
    timeout: Annotated[Whole, Field(ge=1, le=600)] = 30
    """Seconds to wait for each answer of the service."""


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
    mail: Mail | None = None
    """How reminders are sent."""
    notify: Notify | None = None
    """The chat channels that reminders go to as well."""
    require_signatures: Flag = False
    """Whether only revisions count that are rightly signed."""
    signatures_from: Day | None = None
    """With `require_signatures`: demanded of periods that end on this day or later; by default of all."""

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
