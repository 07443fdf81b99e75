"""Secrets: the mail server's login and the addresses of chat channels, in files outside the workspace that nobody else
on the machine can open.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.problem import Fault
from cds_kpi.store.reading import read_bytes

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and its password."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Return the login without its password."""
        return f"Login({self.user!r})"


def read_login(path: Path, root: Path) -> Login | Fault:
    """Read the user name and, on the next line, the password.

    A file in the workspace, one that group or others may open, or one that holds anything else is a fault.
    """
    lines = _read_lines(path, root)
    if isinstance(lines, Fault):
        return lines
    if len(lines) != 2 or not all(line and line.isprintable() for line in lines):
        return Fault("mail-login-unreadable", {"path": str(path)})
    return Login(lines[0].strip(), lines[1])


def read_addresses(path: Path, root: Path) -> dict[str, str] | Fault:
    """Read the address of every chat channel by its name: a line each, the name, a space, the address.

    Empty lines and those that begin with # are passed over. A file in the workspace, one that group or others may
    open, one that cannot be read, or that names a channel twice or without an address is a fault.
    """
    lines = _read_lines(path, root)
    if isinstance(lines, Fault):
        return lines
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, address = line.strip().partition(" ")
        if name in found or not address.strip() or not line.isprintable():
            return Fault("chat-addresses-line", {"path": str(path), "number": number})
        found[name] = address.strip()
    return found


def _read_lines(path: Path, root: Path) -> list[str] | Fault:
    """Return the lines of a file that only its owner can open, and that is no part of the workspace."""
    facts = {"path": str(path)}
    if path.resolve().is_relative_to(root.resolve()):
        return Fault("mail-login-in-store", facts)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return Fault("mail-login-unreadable", facts)
    # Windows keeps no such modes: there the folder's rights have to do.
    if os.name == "posix" and mode & 0o077:
        return Fault("mail-login-open", {**facts, "mode": f"{mode:04o}"})
    data = read_bytes(path)
    if isinstance(data, Fault):
        return Fault("mail-login-unreadable", facts)
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").rstrip("\n").split("\n")
