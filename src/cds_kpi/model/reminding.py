"""Reminders as they are kept: an attempt is written down before it is made, and how it ended after."""

from __future__ import annotations

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator

from cds_kpi.model.fields import Day, Format, Id, Line, Moment, PeriodField, Record, Whole, one_of, refuse

_STEP = re.compile(r"(before|overdue)-(0|[1-9][0-9]{0,3})\Z")


class Step(NamedTuple):
    """A day on which reminders go out: so many days before the last on-time day, or after it."""

    side: Literal["before", "overdue"]
    days: int

    def __str__(self) -> str:
        """Return the step as files and JSON write it: `before-3`, `overdue-1`."""
        return f"{self.side}-{self.days}"


def _read_step(text: str) -> str:
    if _STEP.match(text) is None:
        refuse("word-unknown", found=text, words="before-3, overdue-1")
    return text


StepField = Annotated[Line, AfterValidator(_read_step)]
"""A step as files write it: before-3, overdue-1."""


class Attempt(Record):
    """data/reminders/<period>/<programme>.<unit>.<deadline>.<step>[.<channel>].<n>.begun.yaml: a reminder about to
    be sent; by mail the channel is left out of the name.
    """

    format: Format
    """The version of the file's form; 1."""
    programme: Id
    """Of which programme's round."""
    period: PeriodField
    """Of which period."""
    unit: Id
    """Whom it reminds."""
    deadline: Day
    """The unit's last on-time day as it was known then."""
    step: StepField
    """Which step: before-3, overdue-1."""
    attempt: Whole
    """The first is 1; another one follows only where the one before certainly did not arrive, or by --resend."""
    channel: Line = "mail"
    """How: mail, or a chat channel's name."""
    to: tuple[Line, ...]
    """The addresses; none for a chat channel."""
    copied: tuple[Line, ...] = ()
    """The addresses of who was copied."""
    indicators: tuple[Id, ...]
    """What was owed."""
    message_id: Line | None = None
    """The message's own id, the same for every attempt at one step; a chat message carries none."""
    at: Moment
    """When it was begun."""


class Outcome(Record):
    """data/reminders/<period>/....ended.yaml: how the attempt of the same name ended."""

    format: Format
    """The version of the file's form; 1."""
    outcome: Annotated[Literal["sent", "deferred", "refused"], one_of("sent", "deferred", "refused")]
    """sent; deferred: the server asks to try again later; refused: it never will take it."""
    at: Moment
    """When."""
    detail: Line | None = None
    """What the server said."""
    refused: tuple[Line, ...] = ()
    """The addresses that were not taken, where others were."""
    put_off: tuple[Line, ...] = ()
    """Those among them for which the server asks to try again: the next attempt goes to them alone."""
