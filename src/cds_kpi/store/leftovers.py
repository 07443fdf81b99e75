"""What interrupted work and copying programs leave in a workspace, and which files of it are damaged.

Convention: what is younger than AGE may be somebody's work at this very moment, and is nobody's leftover. Age is told
by the clock of the disk that the workspace is on: another machine's may be its server.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.store import aside, layout
from cds_kpi.store.history import END, find_seal, hash_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AGE = 3600.0
"""Seconds after which what is half done is left over: filing takes a fraction of one."""
_TEMPORARY = re.compile(
    r"\.(?P<of>.+)\.[0-9a-f]{12}\.tmp\Z"  # filing: .so-y-te.yaml.0123456789ab.tmp
    r"|\.(?:doctor-)?[a-z0-9_]{8}\.tmp\Z"  # writing a report, trying a folder
)
_COPY = re.compile(
    r"(?P<of>.+?)(?:"
    r" ?\([^()]*(?:conflict|xung đột)[^()]*\)"  # Dropbox, Nextcloud, Google Drive: (... conflicted copy ...)
    r"|\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-[A-Z0-9]+)?"  # Syncthing
    r"|_conflict-[0-9]{8}-[0-9]{6}"  # ownCloud
    r"|\.conflict(?:[0-9]*)"  # Resilio
    r"|-[A-Z0-9]*[A-Z][A-Z0-9-]*"  # OneDrive: the name of the machine, in capitals
    r"| - (?:copy|bản sao)(?: \([0-9]+\))?"  # Windows
    r"| ?\([0-9]{1,3}\)"
    r")(?P<ending>\.ya?ml)\Z"
)
_NOT_CASED = re.compile(r"conflict|xung đột|copy|bản sao", re.IGNORECASE)
_HEAD = b"format: 1\nreceipt: {"
"""How a revision begins as `submit` writes it."""

What = Literal["file", "name", "folder", "copy"]


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that was left: a temporary file, a spare name of a filed one, an empty folder, a copy."""

    what: What
    file: str
    """Path relative to the workspace."""
    of: str = ""
    """Of a spare name and of a copy: the file itself, by its path."""


def read_clock(root: Path) -> float | None:
    """Return what the disk of a workspace takes the time to be, in seconds; None where nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=root / "data") as file:
            file.write(b"\0")
            file.flush()
            return os.fstat(file.fileno()).st_mtime
    except OSError:
        return None


def is_older(path: Path, now: float) -> bool:
    """Whether a file was last changed an hour or more before `now`."""
    try:
        return path.lstat().st_mtime < now - AGE
    except OSError:
        return False


def find_leftovers(root: Path, now: float) -> Iterator[Leftover]:
    """Yield what was left in a workspace an hour or more before `now`, in order of folder and name; copies of any age.

    Links are passed over. A folder is empty, too, where nothing but leftovers is in it.
    """
    for top in ("data", layout.TEMPLATES, layout.REPORTS):
        if not (root / top).is_symlink():
            yield from _find_in(root, top, now - AGE)


def _find_in(root: Path, folder: str, before: float) -> Iterator[Leftover]:
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        is_old = (root / folder).stat().st_mtime < before
    except OSError:
        return
    found = []
    rest = 0
    for entry in entries:
        file = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            rest += 1
            if file != aside.FOLDER:
                yield from _find_in(root, file, before)
            continue
        left = _judge(root, folder, entry, before)
        if left is None or left.what == "copy":
            rest += 1
        if left is not None:
            found.append(left)
    yield from found
    if not rest and is_old and folder.count("/") == 2 and folder.split("/")[1] in layout.FOLDERS:
        yield Leftover("folder", folder)


def _judge(root: Path, folder: str, entry: os.DirEntry[str], before: float) -> Leftover | None:
    """Return what a file was left by, if it was."""
    temporary = _TEMPORARY.match(entry.name)
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    file = f"{folder}/{entry.name}"
    if temporary is not None:
        if status.st_mtime >= before:
            return None
        named = f"{folder}/{temporary['of']}"
        is_filed = temporary["of"] is not None and _is_same(root / file, root / named)
        return Leftover("name", file, named) if is_filed else Leftover("file", file)
    if folder.startswith("data"):
        copied = _COPY.match(_NOT_CASED.sub(lambda found: found[0].lower(), entry.name))
        if copied is not None and (root / folder / f"{copied['of']}{copied['ending']}").is_file():
            return Leftover("copy", file, f"{folder}/{copied['of']}{copied['ending']}")
    return None


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except OSError:
        return False


def find_damage(data: bytes) -> str | None:
    """Return how a revision that `submit` wrote is damaged: a word of ours; None where it is not, or is no such file.

    What a person wrote by hand is never called damaged, whatever is wrong with it.
    """
    if not data.strip(b"\0 \t\r\n"):
        return "damage.empty"
    if not data.startswith(_HEAD):
        return "damage.cut" if _HEAD.startswith(data) else None
    if not data.endswith((END, b"\n...\r\n")):
        return "damage.cut"
    digits = find_seal(data)
    sealed = digits is not None and data[digits : digits + 64] == (hash_content(data) or "").encode()
    return None if sealed else "damage.changed"
