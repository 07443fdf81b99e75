"""Reading the whole journal: every act there is, from its file, with what is wrong with the files themselves."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.store import journal
from cds_kpi.store.journal import FOLDER, Named
from cds_kpi.store.reading import load_bytes, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_HASH = rb"[0-9a-f]{64}"
_FORM = re.compile(
    rb"format: 1\ncount: ([1-9][0-9]{0,39})\nact: ([a-z]+)\nat: ([0-9-]{10}T[0-9:]{8}[+-][0-9]{2}:[0-9]{2})\n"
    rb"(?:file: (data/[A-Za-z0-9._/-]+)\nsha256: (" + _HASH + rb")\n)?"
    rb"saw: \[(|" + _HASH + rb"(?:, " + _HASH + rb")*)\]\n"
    rb"(?:rests_on:\n((?:  - \{file: [a-z./-]+, sha256: " + _HASH + rb"\}\n)+)|rests_on: \[\]\n)\.\.\.\n\Z"
)
"""Almost every act as it is written; the full reader reads the others."""
_RESTS = re.compile(rb"file: ([a-z./-]+), sha256: (" + _HASH + rb")")
_LARGEST = 8192
"""Bytes of a file in which a lost bit is looked for."""
_MOST_LOST = 8
"""In how many files: a disk that fails shows by then."""


@dataclass(frozen=True, slots=True)
class Entered:
    """An act as it was read."""

    named: Named
    """Its own count and hash, whatever its file's name says."""
    file: str
    """Where it lies."""
    doing: str
    at: datetime
    about: str | None = None
    sha256: str | None = None
    is_removed: bool = False
    saw: tuple[str, ...] = ()
    rests_on: tuple[tuple[str, str], ...] = ()
    earlier: tuple[str, str] | None = None


@dataclass(slots=True)
class Journal:
    """Every act of a workspace, in order of count and hash."""

    acts: dict[str, Entered] = field(default_factory=dict)
    """By hash."""
    damaged: dict[str, str | None] = field(default_factory=dict)
    """The hashes in the names of acts whose bytes are others, with the file each seems to be about."""
    problems: list[Problem] = field(default_factory=list)


class Mender:
    """Looks for the one bit that a file lost: it is the same file again when that bit is turned back."""

    def __init__(self) -> None:
        self._left = _MOST_LOST

    def explain(self, data: bytes, sha256: str, place: Place) -> tuple[Problem, bytes] | None:
        """Return the problem and the file as it was; None where one bit does not explain it."""
        if len(data) > _LARGEST or self._left == 0:
            return None
        self._left -= 1
        before, view = hashlib.sha256(), memoryview(data)
        for at, byte in enumerate(data):
            for bit in range(8):
                was = byte ^ (1 << bit)
                whole = before.copy()
                whole.update(bytes((was,)))
                whole.update(view[at + 1 :])
                if whole.hexdigest() == sha256:
                    facts: dict[str, str | int] = {
                        "byte": at + 1,
                        "was": f"0x{was:02x}",
                        "found": f"0x{byte:02x}",
                    }
                    self._left += 1
                    return Problem("filed-rotten", place, facts), data[:at] + bytes((was,)) + data[at + 1 :]
            before.update(view[at : at + 1])
        return None


def read_journal(root: Path, mender: Mender, tell: Callable[[], None]) -> Journal:
    """Return the whole journal; `tell` is called after each act.

    Acts that are filed meanwhile may be read or not, but never one without those that it saw.
    """
    found = Journal()
    names = list(_list_files(root, found.problems))
    known = {named.sha256: (named, file) for named, file in _list_files(root, [])}
    wanted: set[str] = set()
    for named, file in sorted(names):
        _read_one(root, named, file, found, mender)
        tell()
    while True:
        seen = {one for act in found.acts.values() for one in act.saw}
        missing = seen - found.acts.keys() - found.damaged.keys() - wanted
        if not missing & known.keys():
            break
        for sha256 in sorted(missing & known.keys()):
            wanted.add(sha256)
            _read_one(root, *known[sha256], found, mender)
    found.acts = dict(sorted(found.acts.items(), key=lambda one: one[1].named))
    return found


def count_acts(root: Path) -> int:
    """Return how many acts there are to read."""
    return sum(1 for _ in _list_files(root, []))


def find_entered(root: Path, files: set[str]) -> set[str]:
    """Return which files the newest acts are about: those that came while the journal was read."""
    found = Journal()
    for named, file in sorted(_list_files(root, []), reverse=True)[:1000]:
        _read_one(root, named, file, found, Mender())
    ordered = sorted(found.acts.values(), key=lambda act: act.named)
    is_there = {act.about: not act.is_removed for act in ordered}
    return {file for file in files if is_there.get(file)}


def _list_files(root: Path, problems: list[Problem]) -> Iterator[tuple[Named, str]]:
    """Yield every act's file; strays go to the problems."""
    for file, is_file in sorted(_walk(root, FOLDER)):
        name = file.rpartition("/")[2]
        named = journal.read_name(name)
        if named is not None and is_file:
            yield named, file
        elif not (is_file and journal.is_earlier_list(name)):
            problems.append(Problem("act-stray", Place(file, (), "value", 1, 1), {"name": file}))


def _walk(root: Path, folder: str) -> Iterator[tuple[str, bool]]:
    """Yield what lies in a folder and those below it: whether each is a plain file. Hidden things are passed over."""
    try:
        entries = list(os.scandir(root / folder))
    except FileNotFoundError:
        return
    except OSError:
        yield folder, False
        return
    for entry in entries:
        if entry.name.startswith(journal.PASSED_OVER) or entry.name.endswith(("~", ".tmp")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, f"{folder}/{entry.name}")
        else:
            yield f"{folder}/{entry.name}", entry.is_file(follow_symlinks=False)


def _read_one(root: Path, named: Named, file: str, found: Journal, mender: Mender) -> None:
    place = Place(file, (), "value", 1, 1)
    data = read_bytes(root / file)
    if isinstance(data, Fault):
        found.damaged[named.sha256] = None
        found.problems.append(data.at(place))
        return
    if hashlib.sha256(data).hexdigest() != named.sha256:
        mended = mender.explain(data, named.sha256, place)
        problem, data = mended or (Problem("act-changed", place), data)
        found.problems.append(problem)
        if mended is None:
            act = _read_act(data, named, file)
            found.damaged[named.sha256] = act.about if act is not None else None
            return
    act = _read_act(data, named, file)
    if act is None or not all(
        map(_is_inside, (act.about, act.earlier[0] if act.earlier is not None else None))
    ):
        found.damaged[named.sha256] = None
        found.problems.append(Problem("act-unsound", place))
        return
    if act.named.file != file:
        facts: dict[str, str | int] = {
            "name": named.count,
            "count": act.named.count,
            "file": act.named.file,
        }
        found.problems.append(Problem("act-misplaced", place, facts))
        if named.sha256 in found.acts:
            return
    found.acts[named.sha256] = act


def _is_inside(file: str | None) -> bool:
    """Whether a path that an act names lies among the data: nothing else is read because somebody wrote an act."""
    return file is None or (file.startswith("data/") and ".." not in file.split("/"))


def _read_act(data: bytes, named: Named, file: str) -> Entered | None:
    match = _FORM.match(data)
    if match is not None:
        count, doing, at, about, sha256, saw, rests = match.groups()
        try:
            moment = datetime.fromisoformat(at.decode())
        except ValueError:
            return None
        return Entered(
            Named(int(count), named.sha256),
            file,
            doing.decode(),
            moment,
            about.decode() if about is not None else None,
            sha256.decode() if sha256 is not None else None,
            False,
            tuple(saw.decode().split(", ")) if saw else (),
            tuple((name.decode(), digest.decode()) for name, digest in _RESTS.findall(rests or b"")),
        )
    from cds_kpi.model.journal import Act

    act = load_bytes(data, file, Act).record
    if not isinstance(act, Act):
        return None
    return Entered(
        Named(act.count, named.sha256),
        file,
        act.act,
        act.at,
        act.file,
        act.sha256,
        act.removed is not None,
        act.saw,
        tuple((one.file, one.sha256) for one in act.rests_on),
        (act.earlier.file, act.earlier.sha256) if act.earlier is not None else None,
    )
