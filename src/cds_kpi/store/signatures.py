"""Signing and verifying revisions, and the private keys, which lie outside every workspace.

Convention: what is signed is PREFIX and all bytes of the revision's file but two: the 128 digits of the signature
itself and the 64 of the seal, which is worked out afterwards. Unit, period, number, the revision before, the moment of
receipt and every figure are thus signed as they stand. A private key is a PEM file (PKCS #8) that only its owner can
open.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cds_kpi.model.keys import ALGORITHM, find_fingerprint
from cds_kpi.problem import Fault
from cds_kpi.store.history import find_seal
from cds_kpi.store.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREFIX = b"cds-kpi.signature/1\n"
"""Stands before what is signed, so that a signature of anything else is none of a revision."""
VARIABLE = "CDS_KPI_KEY"
"""The environment's name for the file of the private key."""
_SIGNED = re.compile(rb"signature: ([0-9a-f]{128})\}, content: ([0-9a-f]{64})\}\n")
"""How a signed receipt's line ends. What is not signed must be these digits: nothing else may hide in their place."""


def can_sign() -> bool:
    """Whether the library that signs and verifies is installed."""
    try:
        import cryptography  # noqa: F401
    except ImportError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that is open."""

    public_key: str
    _key: Ed25519PrivateKey

    def __repr__(self) -> str:
        """Return the signer without its key."""
        return f"Signer({self.public_key})"

    @property
    def fingerprint(self) -> str:
        """What the key is called."""
        return find_fingerprint(self.public_key)

    def sign(self, data: bytes) -> bytes:
        """Return a revision's bytes, whose receipt holds a signature as its last thing but the seal, signed."""
        start = find_signature(data)
        assert start is not None, "the receipt was just written with room for it"
        signature = self._key.sign(_take_message(data, start)).hex().encode()
        return data[:start] + signature + data[start + 128 :]


def find_signature(data: bytes) -> int | None:
    """Return where the signature's digits begin; None where there is none in the place where `submit` puts it."""
    seal = find_seal(data)
    found = _SIGNED.search(data, max(0, seal - 151), seal + 66) if seal is not None else None
    return found.start(1) if found is not None and found.start(2) == seal else None


def _take_message(data: bytes, start: int) -> bytes:
    """Return what is signed of a revision whose signature begins at `start`."""
    seal = find_seal(data)
    assert seal is not None, "a signature is found before the seal"
    return PREFIX + data[:start] + data[start + 128 : seal] + data[seal + 64 :]


def verify(data: bytes, public_key: str) -> bool:
    """Whether the bytes of a revision are those that the key signed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    start = find_signature(data)
    if start is None:
        return False
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key.removeprefix(ALGORITHM)))
    try:
        key.verify(bytes.fromhex(data[start : start + 128].decode()), _take_message(data, start))
    except InvalidSignature:
        return False
    return True


def find_key_file(environment: Mapping[str, str], unit: str) -> Path | None:
    """Return where a unit's private key is looked for: as the environment says, else among the user's own files."""
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE]).absolute()
    roaming, home, xdg = (environment.get(name) for name in ("APPDATA", "HOME", "XDG_CONFIG_HOME"))
    if os.name == "nt":
        folder = Path(roaming) if roaming else None
    elif xdg and Path(xdg).is_absolute():
        folder = Path(xdg)
    else:
        folder = Path(home) / ".config" if home else None
    return folder / "cds-kpi" / "keys" / f"{unit}.pem" if folder is not None else None


def make_key_file(path: Path, root: Path | None, passphrase: str | None) -> str | Fault:
    """Make a private key, write it to a new file that only its owner can open, and return its public key.

    A file in the workspace, one that is there already or that cannot be written is a fault, and nothing is written.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    facts = {"path": str(path)}
    if _is_inside(path, root):
        return Fault("key-file-in-store", facts)
    key = Ed25519PrivateKey.generate()
    data = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption(),
    )
    fault = _write_private(path, data)
    return fault if fault is not None else ALGORITHM + key.public_key().public_bytes_raw().hex()


def _write_private(path: Path, data: bytes) -> Fault | None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        is_there = isinstance(error, FileExistsError) and os.path.lexists(path)
        return Fault("key-file-exists", {"path": str(path)}) if is_there else _explain(error, path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        return _explain(error, path)
    return None


def _explain(error: OSError, path: Path) -> Fault:
    facts: dict[str, str | int] = {"path": str(path), "error": errno.errorcode.get(error.errno or 0, "?")}
    is_forbidden = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
    return Fault("output-forbidden" if is_forbidden else "output-failed", facts)


def open_key_file(path: Path, root: Path, passphrase: str | None) -> Signer | Fault:
    """Open a private key.

    A file that is missing, lies in the workspace, can be opened by group or others, holds no Ed25519 key, or needs
    another passphrase is a fault.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    facts = {"path": str(path)}
    if _is_inside(path, root):
        return Fault("key-file-in-store", facts)
    data = read_bytes(path)
    if isinstance(data, Fault):
        return Fault("key-file-missing" if data.kind == "file-missing" else "key-file-broken", facts)
    # Windows keeps no such modes: there the folder's rights have to do.
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        return Fault("key-file-open", {**facts, "mode": f"{mode:04o}"})
    is_locked = b"ENCRYPTED" in data
    if is_locked and not passphrase:
        return Fault("key-file-locked", facts)
    try:
        key = load_pem_private_key(data, passphrase.encode() if is_locked and passphrase else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Of a key that is locked nobody can tell a wrong passphrase from damage.
        return Fault("key-file-locked" if is_locked else "key-file-broken", facts)
    if not isinstance(key, Ed25519PrivateKey):
        return Fault("key-file-broken", facts)
    return Signer(ALGORITHM + key.public_key().public_bytes_raw().hex(), key)


def _is_inside(path: Path, root: Path | None) -> bool:
    """Whether a path leads into a workspace, this one or any other, however it is written."""
    from cds_kpi.store import layout

    if root is not None and path.resolve().is_relative_to(root.resolve()):
        return True
    return layout.find_workspace(path.resolve().parent) is not None
