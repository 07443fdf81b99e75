"""The journal: one file for each act on the workspace, each naming the acts it saw; its head is found by names alone.

Convention: an act's file is `data/journal/<thousand>/<count>-<SHA-256 of its bytes>.yaml`. Its count is one more than
the acts in its past, and all of those have smaller counts: so where exactly count-1 acts have smaller counts, these are
its past, and only what comes after it must be read to know which acts are the newest.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.problem import Fault
from cds_kpi.store import layout
from cds_kpi.store.composing import compose_record
from cds_kpi.store.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.model.journal import Doing

FOLDER = layout.JOURNAL
BASIS = (layout.CATALOGUE, layout.UNITS, layout.SETTINGS, layout.HOLIDAYS)
"""What people change by hand, and every act rests on."""
PER_FOLDER = 1000
"""How many counts share a folder."""
_SHOWN = 8
"""Of acts done at once, how many a head names."""
# As many digits as a forged count may have: what comes after it must be found all the same.
_FOLDER_NAME = re.compile(r"[0-9]{4,40}\Z")
_NAME = re.compile(r"([0-9]{6,40})-([0-9a-f]{64})\.yaml\Z")
_EARLIER = re.compile(r"earlier-[0-9a-f]{16}\.txt\Z")
_SAW = re.compile(rb"^saw: \[([0-9a-f, ]*)\]\r?$", re.MULTILINE)
PASSED_OVER = (".", "~$")
"""How the names of files begin that nobody reads: hidden ones, and those of an office program."""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """An act by its file's name."""

    count: int
    sha256: str

    @property
    def file(self) -> str:
        """The path within the workspace."""
        return name_act(self.count, self.sha256)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest acts of a journal: one, or several that were done at once."""

    count: int
    """How many acts there are."""
    acts: tuple[Named, ...]
    """In order of count and hash."""

    @property
    def text(self) -> str:
        """The acts with all digits; of many done at once the newest few."""
        return "+".join(f"{one.count}-{one.sha256}" for one in self.acts[-_SHOWN:])


def name_act(count: int, sha256: str) -> str:
    """Return the path of an act within the workspace."""
    return f"{FOLDER}/{count // PER_FOLDER:04d}/{count:06d}-{sha256}.yaml"


def read_name(name: str) -> Named | None:
    """Return which act a file's name is of."""
    match = _NAME.match(name)
    return Named(int(match[1]), match[2]) if match is not None else None


def is_earlier_list(name: str) -> bool:
    """Whether a file's name is that of a list of what was there before the journal."""
    return _EARLIER.match(name) is not None


def find_head(root: Path) -> Head | Fault | None:
    """Return the newest acts; None where the workspace has no journal.

    At most two folders are listed, and no act is read but those done at about the same time as another.
    """
    return _find_head(root, 2)


def _find_head(root: Path, folders: int | None) -> Head | Fault | None:
    try:
        found = _list_names(root, folders)
    except OSError as error:
        is_forbidden = error.errno in {errno.EACCES, errno.EPERM}
        facts = {"file": FOLDER, "error": errno.errorcode.get(error.errno or 0, "?")}
        return Fault("file-forbidden" if is_forbidden else "file-io", facts)
    if not found:
        return None
    # How far each count is ahead of its place: the most that any is says how many acts were not listed.
    ahead = [(one.count - place, one.count) for place, one in _first_of_each(found)]
    before = max(ahead)[0]
    settled = max(count for lead, count in ahead if lead == before)
    newest = [one for one in found if one.count >= settled]
    seen = {sha256 for one in newest if one.count > settled for sha256 in _read_seen(root, one)}
    heads = tuple(one for one in newest if one.sha256 not in seen)
    return Head(before + len(found) - 1, heads)


def _first_of_each(found: Sequence[Named]) -> Iterator[tuple[int, Named]]:
    last = None
    for place, one in enumerate(found):
        if one.count != last:
            yield place, one
        last = one.count


def _list_names(root: Path, folders: int | None) -> list[Named]:
    """Return the acts of the newest so many folders, or of all, in order of count."""
    base = root / FOLDER
    try:
        names = [entry.name for entry in os.scandir(base) if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []
    chosen = sorted((name for name in names if _FOLDER_NAME.match(name)), key=int)
    listed = chosen if folders is None else chosen[-folders:]
    return sorted(
        named for folder in listed for entry in os.scandir(base / folder) if (named := read_name(entry.name))
    )


def _read_seen(root: Path, named: Named) -> list[str]:
    """Return which acts an act saw, as its bytes say it; none where it cannot be read: `verify` tells of that."""
    data = read_bytes(root / named.file)
    if isinstance(data, Fault):
        return []
    match = _SAW.search(data)
    return match[1].decode().replace(" ", "").split(",") if match is not None else []


@dataclass(frozen=True, slots=True)
class Composed:
    """An act about to be filed."""

    named: Named
    data: bytes
    earlier: tuple[str, bytes] | None
    """The list of what was there before the journal: its path within the workspace and its bytes."""


def compose_act(
    root: Path,
    doing: Doing,
    at: datetime,
    *,
    file: str | None = None,
    sha256: str | None = None,
    note: str | None = None,
    removed: bool = False,
) -> Composed | Fault:
    """Return the next act: it names the newest acts there are at this moment."""
    from cds_kpi.model.journal import Act, FileHash

    head = find_head(root)
    if isinstance(head, Head) and not (root / name_act(head.count + 1, "")).parent.is_dir():
        # The first act of a folder looks at all the others, so that none is ever left behind.
        head = _find_head(root, None)
    if isinstance(head, Fault):
        return head
    values: dict[str, object] = {"format": 1, "count": 1 if head is None else head.count + 1}
    values |= {"act": doing, "at": at}
    values |= {key: value for key, value in (("file", file), ("sha256", sha256), ("note", note)) if value}
    if removed:
        values["removed"] = "true"
    values["saw"] = () if head is None else tuple(one.sha256 for one in head.acts)
    basis = _hash_files(root, BASIS)
    if isinstance(basis, Fault):
        return basis
    values["rests_on"] = tuple(FileHash.make(file=name, sha256=digest) for name, digest in basis)
    earlier = _list_earlier(root, file, sha256 or "") if head is None else None
    if isinstance(earlier, Fault):
        return earlier
    if earlier is not None:
        values["earlier"] = FileHash.make(file=earlier[0], sha256=hashlib.sha256(earlier[1]).hexdigest())
    data = compose_record(Act.make(**values))
    named = Named(1 if head is None else head.count + 1, hashlib.sha256(data).hexdigest())
    return Composed(named, data, earlier)


def _hash_files(root: Path, files: Sequence[str]) -> list[tuple[str, str]] | Fault:
    """Return the files that are there, each with its SHA-256; a fault where one is and cannot be read.

    Left out for that, it would be missing from the journal for good.
    """
    found = []
    for file in files:
        data = read_bytes(root / file)
        if isinstance(data, bytes):
            found.append((file, hashlib.sha256(data).hexdigest()))
        elif data.kind in {"file-io", "file-forbidden"}:
            return Fault(data.kind, {**data.facts, "file": file})
    return found


def _list_earlier(root: Path, but: str | None, sha256: str) -> tuple[str, bytes] | Fault | None:
    """Return the list of what a workspace holds that has no journal yet; None where it holds nothing.

    Its name is of the file that the act is about, too: who begins the journal at the same moment writes another one.
    """
    try:
        files = sorted(_walk(root, "data", is_strict=True))
    except OSError as error:
        return Fault("file-io", {"file": "data", "error": errno.errorcode.get(error.errno or 0, "?")})
    found = _hash_files(root, [file for file in files if file != but])
    if isinstance(found, Fault):
        return found
    listed = "".join(f"{digest}  {file}\n" for file, digest in found).encode()
    name = hashlib.sha256(f"{but} {sha256}\n".encode() + listed).hexdigest()
    return (f"{FOLDER}/earlier-{name[:16]}.txt", listed) if found else None


def list_store(root: Path) -> list[str]:
    """Return every file of data/ but the journal's and those that acts rest on, sorted: paths within the workspace.

    Links are not followed; hidden files, and what editors leave, are passed over.
    """
    return sorted(_walk(root, "data"))


def _walk(root: Path, folder: str, *, is_strict: bool = False) -> Iterator[str]:
    """Yield the files of a folder and those in it; `is_strict`: OSError where one cannot be listed."""
    try:
        entries = list(os.scandir(root / folder))
    except OSError:
        if is_strict:
            raise
        return
    for entry in entries:
        file = f"{folder}/{entry.name}"
        if entry.name.startswith(PASSED_OVER) or entry.name.endswith(("~", ".tmp")):
            continue
        if file in {FOLDER, layout.SET_ASIDE}:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, file, is_strict=is_strict)
        elif entry.is_file(follow_symlinks=False) and entry.name.isprintable() and file not in BASIS:
            yield file
