"""The journal: one record for each act on a workspace, which names the acts it saw by the hash of their files."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cds_kpi.model.fields import Format, Line, Moment, Record, Sha256, Whole, one_of, refuse

Doing = Literal[
    "submission", "review", "closing", "reopening", "extension", "reminder", "outcome", "key", "repair"
]
"""What can be done to a workspace."""


_HEAD = re.compile(r"([1-9][0-9]{0,39})-([0-9a-f]{16,64})(?:\+|\Z)")


def read_head(text: str) -> tuple[tuple[int, str], ...] | None:
    """Return the acts that a head names, each with its count and the first 16 to 64 digits of its hash.

    A head is written `124-3f9a1c2b7d4e5f60`, of several acts done at once with + between them; None for anything else.
    """
    found = [(int(match[1]), match[2]) for match in _HEAD.finditer(text)]
    written = "+".join(f"{count}-{digits}" for count, digits in found)
    return tuple(found) if found and written == text else None


def _check_head(text: str) -> str:
    if read_head(text) is None:
        refuse("head-malformed", found=text)
    return text


HeadField = Annotated[Line, AfterValidator(_check_head)]
"""The newest acts of the journal: count and SHA-256, 124-3f9a...; of several done at once with + between them."""


class FileHash(Record):
    """A file as it was."""

    file: Line
    """Its path within the workspace."""
    sha256: Sha256
    """Of its bytes."""


class Act(Record):
    """data/journal/<thousand>/<count>-<SHA-256 of this file>.yaml: one act; never rewritten, never removed."""

    format: Format
    """The version of the file's form; 1."""
    count: Annotated[Whole, Field(ge=1)]
    """One more than the acts that came before it, those that it saw and those that they saw."""
    act: Annotated[
        Doing,
        one_of(
            "submission",
            "review",
            "closing",
            "reopening",
            "extension",
            "reminder",
            "outcome",
            "key",
            "repair",
        ),
    ]
    """What was done. reminder: an attempt was begun; outcome: how it ended; key: a key was added or revoked; repair:
    what an interrupted run left was put right."""
    at: Moment
    """When, by the clock of the machine that did it."""
    file: Line | None = None
    """The file that it is about, its path within the workspace; a repair may be about none."""
    sha256: Sha256 | None = None
    """Of that file's bytes."""
    removed: Annotated[Literal["true"], one_of("true")] | None = None
    """true where the file was taken away: by a repair."""
    note: Line | None = None
    """What else is to be known of it."""
    saw: tuple[Sha256, ...] = ()
    """The newest acts at that moment, by SHA-256: one, several where acts were done at once, none for the first."""
    rests_on: tuple[FileHash, ...] = ()
    """The catalogue, the units, the settings and the days off as they were then."""
    earlier: FileHash | None = None
    """For the first act of a workspace that is older than its journal: the list of the files that were there, a line
    each as `sha256sum` writes it."""
