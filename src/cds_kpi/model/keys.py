"""The register of keys: data/keys/<unit>/ holds a file for every key of a unit, and one for every revocation.

Convention: a key is called by its fingerprint, the first 32 hexadecimal digits of the SHA-256 of its 32 public bytes.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from cds_kpi.model.fields import Day, Format, Id, Line, Moment, Record, read_text, refuse

ALGORITHM = "ed25519:"
"""What stands before the digits of a public key."""
FINGERPRINT = 32
"""Digits of a fingerprint: 128 bits, so that nobody finds another key with the same."""
_PUBLIC = re.compile(r"ed25519:[0-9a-f]{64}\Z")


def _read_public(value: object) -> str:
    text = read_text(value)
    if _PUBLIC.match(text) is None:
        refuse("public-key-malformed", found=text)
    return text


PublicKey = Annotated[
    str,
    PlainValidator(_read_public),
    WithJsonSchema({"type": "string", "pattern": "^ed25519:[0-9a-f]{64}$"}),
]
"""A public key as `keys new` prints it: `ed25519:` and 64 hexadecimal digits."""


def is_public_key(text: str) -> bool:
    """Whether a text is a public key as `keys new` prints it."""
    return _PUBLIC.match(text) is not None


def find_fingerprint(public_key: str) -> str:
    """Return the fingerprint of a public key, which is written as `is_public_key` wants it."""
    return sha256(bytes.fromhex(public_key.removeprefix(ALGORITHM))).hexdigest()[:FINGERPRINT]


class Key(Record):
    """data/keys/<unit>/<fingerprint>.yaml: a key that signs for a unit."""

    format: Format
    """The version of the file's form; 1."""
    unit: Id
    """For whom it signs."""
    public_key: PublicKey
    """The public key, as `keys new` printed it."""
    valid_from: Day = Field(alias="from")
    """The first day on which it may sign."""
    until: Day | None = None
    """The last day on which it may sign; none where that is left open."""
    added_by: Line = Field(alias="by")
    """Who registered it."""
    at: Moment
    """When it was registered."""
    note: Line | None = None
    """Whose it is, or where it is kept."""

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.until is not None and self.until < self.valid_from:
            start, until = self.valid_from.isoformat(), self.until.isoformat()
            refuse("validity-reversed", start=start, until=until, at="until")
        return self

    @property
    def fingerprint(self) -> str:
        """What it is called."""
        return find_fingerprint(self.public_key)


class Revocation(Record):
    """data/keys/<unit>/<fingerprint>.revoked.yaml, then .revoked.2.yaml, ...: from when on a key signs nothing."""

    format: Format
    """The version of the file's form; 1."""
    unit: Id
    """For whom it signed."""
    key: Line
    """Its fingerprint."""
    since: Moment
    """What it signed from this moment on is not recognised; of several revocations the earliest counts."""
    reason: Line
    """Why."""
    revoked_by: Line = Field(alias="by")
    """Who revoked it."""
    at: Moment
    """When."""
