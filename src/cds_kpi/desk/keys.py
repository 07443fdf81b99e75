"""Keys: made for a unit, registered, listed, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from pathlib import Path

    from cds_kpi.model.keys import Key
    from cds_kpi.store.keys import Register

KeyState = Literal["valid", "early", "expired", "revoked"]
SHORTEST = 8
"""Digits of a fingerprint that are enough to name a key, where no other begins so."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A private key that was made."""

    path: Path
    public_key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A key of the register, as it stands at a moment."""

    unit: str
    fingerprint: str
    public_key: str
    valid_from: str
    """The first day on which it may sign: 2022-09-01."""
    until: str | None
    """The last day."""
    state: KeyState
    revoked_from: str | None
    """The moment from which on it signs nothing, where it was revoked."""
    reason: str | None
    """Why."""
    added_by: str
    at: str
    """When it was registered."""
    note: str | None
    file: str


def make_key(
    root: Path | None, unit: str, path: Path | None, environment: Mapping[str, str], passphrase: str | None
) -> NewKey | Refusal:
    """Make a private key for a unit in a new file that only its owner can open, outside every workspace.

    `root` is the workspace whose unit it is for, where there is one: a unit that it does not have is refused.
    """
    from cds_kpi.model.keys import find_fingerprint
    from cds_kpi.store.signatures import can_sign, find_key_file, make_key_file

    if not can_sign():
        return Refusal("request", (Problem("signing-not-installed", Place("keys new")),))
    unknown = _check_unit(root, unit) if root is not None else None
    if unknown is not None:
        return unknown
    chosen = path if path is not None else find_key_file(environment, unit)
    if chosen is None:
        facts: dict[str, str | int] = {"path": f"{unit}.pem"}
        return Refusal("request", (Problem("key-file-missing", Place("--out"), facts),))
    made = make_key_file(chosen, root, passphrase)
    if isinstance(made, Fault):
        why: Literal["machine", "request"] = "machine" if made.kind.startswith("output-") else "request"
        return Refusal(why, (made.at(Place(str(chosen))),))
    return NewKey(chosen, made, find_fingerprint(made))


def _check_unit(root: Path, unit: str) -> Refusal | None:
    """Refuse a unit that the workspace does not have; an unreadable registry is refused as data."""
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.model.units import Registry
    from cds_kpi.store import layout
    from cds_kpi.store.reading import load_file

    loaded = load_file(root / layout.UNITS, layout.UNITS, Registry)
    if not isinstance(loaded.record, Registry):
        return Refusal("data", tuple(loaded.problems))
    units = {one.id: one for one in loaded.record.units}
    if unit in units:
        return None
    return Refusal("request", (Problem("unit-unknown", Place("--unit"), refer("unit", unit, units)),))


def add_key(
    root: Path,
    unit: str,
    text: str,
    *,
    valid_from: date,
    until: date | None,
    by: str,
    now: datetime,
    note: str | None = None,
) -> KeyCard | Refusal:
    """Register a public key for a unit.

    `text` is what `keys new` printed. Refused as state where the unit has the key already.
    """
    from cds_kpi.model.keys import Key, is_public_key
    from cds_kpi.store.keys import Register, file_key

    public_key = text.strip()
    if not is_public_key(public_key):
        return Refusal(
            "request", (Problem("public-key-malformed", Place("keys add"), {"found": public_key}),)
        )
    if until is not None and until < valid_from:
        facts: dict[str, str | int] = {"start": valid_from.isoformat(), "until": until.isoformat()}
        return Refusal("request", (Problem("validity-reversed", Place("--until"), facts),))
    unknown = _check_unit(root, unit)
    if unknown is not None:
        return unknown
    key = Key.make(
        format=1,
        unit=unit,
        public_key=public_key,
        valid_from=valid_from,
        until=until,
        added_by=by,
        at=now,
        note=note,
    )
    filed = file_key(root, key)
    if isinstance(filed, Fault):
        if filed.kind == "file-exists":
            facts = {"key": key.fingerprint, "unit": unit}
            return Refusal("state", (Problem("key-registered", Place(unit), facts),))
        return Refusal("machine", (filed.at(Place(str(root))),))
    return _make_card(filed.file, key, Register(), now)


def list_keys(root: Path, *, now: datetime) -> tuple[KeyCard, ...] | Refusal:
    """Return the keys of the register by unit, the oldest first; refused as data while the register has errors."""
    from cds_kpi.problems import is_error
    from cds_kpi.store.keys import read_register
    from cds_kpi.store.reading import place_in_store

    register = read_register(root)
    errors = [problem for problem in register.problems if is_error(problem)]
    if errors:
        return Refusal("data", tuple(place_in_store(root, errors)))
    cards = [_make_card(file, key, register, now) for file, key in register.keys]
    return tuple(sorted(cards, key=lambda card: (card.unit, card.at, card.fingerprint)))


def name_keys(root: Path) -> dict[str, str]:
    """Return the fingerprints of the register, each with the unit it signs for: what may be typed to name one."""
    from cds_kpi.store import layout

    return {
        found.fingerprint: found.unit
        for found in layout.list_keys(root)
        if found.stray is None and not found.is_revocation
    }


def revoke_key(
    root: Path, found: str, unit: str | None, *, since: datetime, reason: str, by: str, now: datetime
) -> KeyCard | Refusal:
    """Register that a key, named by the beginning of its fingerprint, signs nothing from a moment on.

    Refused as request where no key, or more than one, is meant.
    """
    from cds_kpi.model.keys import Revocation
    from cds_kpi.store.keys import file_revocation, read_register

    register = read_register(root)
    word = found.strip().replace(" ", "").lower()
    meant = [
        (file, key)
        for file, key in register.keys
        if len(word) >= SHORTEST and key.fingerprint.startswith(word) and unit in {None, key.unit}
    ]
    if len(meant) != 1:
        return Refusal("request", (Problem("key-not-registered", Place("keys revoke"), {"found": found}),))
    [(file, key)] = meant
    revocation = Revocation.make(
        format=1, unit=key.unit, key=key.fingerprint, since=since, reason=reason, revoked_by=by, at=now
    )
    filed = file_revocation(root, revocation)
    if isinstance(filed, Fault):
        return Refusal("machine", (filed.at(Place(str(root))),))
    register.add_revocation(filed.file, revocation)
    return _make_card(file, key, register, now)


def _make_card(file: str, key: Key, register: Register, now: datetime) -> KeyCard:
    from cds_kpi.period import CITY_TIME

    revocation = register.find_revocation(key.unit, key.fingerprint)
    day = now.astimezone(CITY_TIME).date()
    state: KeyState = "valid"
    if revocation is not None and revocation.since <= now:
        state = "revoked"
    elif day < key.valid_from:
        state = "early"
    elif key.until is not None and day > key.until:
        state = "expired"
    return KeyCard(
        unit=key.unit,
        fingerprint=key.fingerprint,
        public_key=key.public_key,
        valid_from=key.valid_from.isoformat(),
        until=key.until.isoformat() if key.until is not None else None,
        state=state,
        revoked_from=revocation.since.isoformat() if revocation is not None else None,
        reason=revocation.reason if revocation is not None else None,
        added_by=key.added_by,
        at=key.at.isoformat(),
        note=key.note,
        file=file,
    )
