"""The register of keys in data/keys: read whole, and added to; what is written there is never changed or removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cds_kpi.model.keys import Key, Revocation
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.store import layout
from cds_kpi.store.composing import compose_record
from cds_kpi.store.filing import file_new
from cds_kpi.store.reading import load_file

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.store.filing import Filed

_TRIES = 1000
"""How many revocations of one key there may be."""


@dataclass(slots=True)
class Register:
    """The keys and their revocations, each with its file, and what is wrong with the files."""

    keys: list[tuple[str, Key]] = field(default_factory=list)
    revocations: list[tuple[str, Revocation]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _by_fingerprint: dict[str, list[Key]] = field(default_factory=dict)
    _revoked: dict[tuple[str, str], Revocation] = field(default_factory=dict)

    def add_key(self, file: str, key: Key) -> None:
        """Take a key and its file."""
        self.keys.append((file, key))
        self._by_fingerprint.setdefault(key.fingerprint, []).append(key)

    def add_revocation(self, file: str, revocation: Revocation) -> None:
        """Take a revocation and its file."""
        self.revocations.append((file, revocation))
        known = self._revoked.setdefault((revocation.unit, revocation.key), revocation)
        if revocation.since < known.since:
            self._revoked[revocation.unit, revocation.key] = revocation

    def find_keys(self, fingerprint: str) -> list[Key]:
        """Return the keys of this fingerprint: one for each unit that it is registered for."""
        return self._by_fingerprint.get(fingerprint, [])

    def find_revocation(self, unit: str, fingerprint: str) -> Revocation | None:
        """Return the revocation of a unit's key that begins first; None where it was never revoked."""
        return self._revoked.get((unit, fingerprint))


def read_register(root: Path) -> Register:
    """Read the register; a file whose name and content do not agree, or that nobody reads, is a problem."""
    register = Register()
    for found in layout.list_keys(root):
        place = Place(found.file, (), "value", 1, 1)
        if found.stray is not None:
            register.problems.append(Problem(found.stray, place, {"name": found.file.rpartition("/")[2]}))
            continue
        record: type[Key | Revocation] = Revocation if found.is_revocation else Key
        loaded = load_file(root / found.file, found.file, record)
        register.problems += loaded.problems
        made = loaded.record
        if isinstance(made, Key | Revocation):
            register.problems += _check_name(found, made)
        if isinstance(made, Key):
            register.add_key(found.file, made)
        elif isinstance(made, Revocation):
            register.add_revocation(found.file, made)
    known = {(key.unit, key.fingerprint) for _, key in register.keys}
    for file, revocation in register.revocations:
        if (revocation.unit, revocation.key) not in known:
            facts = {"key": revocation.key, "unit": revocation.unit}
            register.problems.append(Problem("revocation-without-key", Place(file, ("key",)), facts))
    return register


def _check_name(found: layout.FoundKey, record: Key | Revocation) -> list[Problem]:
    """Return where a file's name says another unit or another key than the file does."""
    problems = []
    if record.unit != found.unit:
        facts = {"found": record.unit, "name": found.unit}
        problems.append(Problem("store-name-unit", Place(found.file, ("unit",)), facts))
    fingerprint, key = (record.fingerprint, "public_key") if isinstance(record, Key) else (record.key, "key")
    if fingerprint != found.fingerprint:
        facts = {"found": fingerprint, "name": found.fingerprint}
        problems.append(Problem("key-name-differs", Place(found.file, (key,)), facts))
    return problems


def file_key(root: Path, key: Key) -> Filed | Fault:
    """Register a key; a fault ("file-exists") where the unit has it already."""
    return file_new(root, "key", key.at, layout.name_key(key.unit, key.fingerprint), compose_record(key))


def file_revocation(root: Path, revocation: Revocation) -> Filed | Fault:
    """Register that a key signs nothing from a moment on, beside earlier revocations of it."""
    data = compose_record(revocation)
    for number in range(1, _TRIES):
        file = layout.name_revocation(revocation.unit, revocation.key, number)
        filed = file_new(root, "key", revocation.at, file, data)
        if not isinstance(filed, Fault) or filed.kind != "file-exists":
            return filed
    return Fault(
        "output-failed",
        {"path": layout.name_revocation(revocation.unit, revocation.key, 1), "error": "EEXIST"},
    )
