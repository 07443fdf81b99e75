"""The audit: whether the journal is whole, and every file still what was entered in it.

Convention: a fork, acts done at once that had not seen each other, is told as such and is nothing wrong. Clocks may
differ by up to SLACK, and so may the moment from which who answers question by question is dated.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from time import sleep  # noqa: TID251 - what somebody does at this moment is waited for, a second at most
from typing import TYPE_CHECKING

from cds_kpi.model.journal import read_head
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.store import layout
from cds_kpi.store.acts import Mender, count_acts, find_entered, read_journal
from cds_kpi.store.history import END
from cds_kpi.store.journal import BASIS, Head, Named, list_store
from cds_kpi.store.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from cds_kpi.store.acts import Entered, Journal

SLACK = timedelta(hours=1)
_TURNS, _TURN = 10, 0.1
"""How often, and after how many seconds, the act on a file is looked for: it follows its file's name at once."""
_AGAIN = frozenset({"key", "repair"})
"""Acts that may be about a file that there is an act on."""
_SEEN_HEAD = re.compile(rb"\nreceipt: \{[^\n]*, journal: ([0-9a-f+-]+), content: ")
_LISTED = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


@dataclass(frozen=True, slots=True)
class Fork:
    """Acts that had not seen each other."""

    acts: tuple[str, ...]
    """The newest of each branch: their files."""
    joined: str | None
    """The act that saw them all; None where none has yet."""


@dataclass(slots=True)
class Audit:
    """What became of reading everything."""

    head: Head | None
    acts: int
    files: int = 0
    """How many files were compared with what the journal says of them."""
    earlier: int = 0
    """How many of them are older than the journal."""
    forks: list[Fork] = field(default_factory=list)
    unentered: list[str] = field(default_factory=list)
    """Files that are not in the journal and were not written by the program: by hand, which is nobody's fault."""
    problems: list[Problem] = field(default_factory=list)


def audit_store(root: Path, against: str | None, tell: Callable[[int, int], None]) -> Audit:
    """Read the whole journal and every file of the store, and return everything that does not agree.

    `against` is a head from an old report or receipt. `tell` is called with how many files are read, and of how many.
    """
    # Files before acts: whatever is in these files, the acts they name are there by the time these are read.
    stored = list_store(root)
    progress = _Progress(tell, count_acts(root) + len(stored))
    mender = Mender()
    journal = read_journal(root, mender, progress.step)
    order = _Order(journal)
    audit = Audit(order.head, len(journal.acts) + len(journal.damaged), forks=order.forks)
    audit.problems += [*journal.problems, *order.problems]
    audit.problems += _check_head(journal, against or "", None)
    _check_files(root, journal, stored, audit, mender, progress.step)
    audit.problems += _check_basis(root, journal, order)
    return audit


class _Progress:
    def __init__(self, tell: Callable[[int, int], None], total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def step(self) -> None:
        self._done += 1
        self._tell(min(self._done, self._total), self._total)


def _point(file: str) -> Place:
    return Place(file, (), "value", 1, 1)


class _Order:
    """How the acts follow on each other: who saw whom, what is missing, who had not seen whom."""

    def __init__(self, journal: Journal) -> None:
        self._acts, self._damaged = journal.acts, journal.damaged
        self.problems: list[Problem] = []
        self.forks: list[Fork] = []
        self._unseen: dict[str, Entered] = {}
        """Acts that others, made long after them, had not seen; with one of those."""
        self._place = {sha256: place for place, sha256 in enumerate(self._acts)}
        self._listed = list(self._acts)
        self._beside: list[frozenset[str]] = []
        """For each act those that come before it in order of count, and that are not in its past."""
        self._whole: set[str] = set()
        """Acts whose past is all there."""
        for place, act in enumerate(self._acts.values()):
            self._follow(place, act)
        self.problems += list(self._name_unseen())
        seen = {sha256 for act in self._acts.values() for sha256 in act.saw}
        heads = tuple(act.named for act in self._acts.values() if act.named.sha256 not in seen)
        if not seen <= self._acts.keys():
            # Whoever saw the others may be among those that are gone or changed.
            heads = heads[-1:]
        self.head = Head(len(self._acts), heads) if heads else None
        if len(heads) > 1:
            self.forks.append(Fork(tuple(self._acts[one.sha256].file for one in heads), None))

    def _follow(self, place: int, act: Entered) -> None:
        parents = [self._acts[sha256] for sha256 in act.saw if sha256 in self._acts]
        missing = [sha256 for sha256 in act.saw if sha256 not in self._acts and sha256 not in self._damaged]
        for sha256 in missing:
            self.problems.append(Problem("act-missing", _point(act.file), {"digits": sha256[:16]}))
        is_whole = len(parents) == len(act.saw)
        beside = self._find_beside(place, parents, is_first=not act.saw, is_whole=is_whole)
        self._beside.append(beside)
        is_ordered = all(self._place[one.named.sha256] < place for one in parents)
        if is_ordered and is_whole and all(p.named.sha256 in self._whole for p in parents):
            self._whole.add(act.named.sha256)
            count = place - len(beside) + 1
            if act.named.count != count:
                self.problems.append(Problem("act-unsound", _point(act.file), {"near": count}))
        elif not is_ordered:
            self.problems.append(Problem("act-unsound", _point(act.file)))
        latest = max(parents, key=lambda one: one.at, default=None)
        if latest is not None and latest.at - act.at > SLACK:
            self.problems.append(_compare("act-backdated", act, latest))
        for other in (self._acts[sha256] for sha256 in beside):
            if abs(act.at - other.at) > SLACK:
                earlier, later = sorted((act, other), key=lambda one: one.at)
                self._unseen.setdefault(earlier.named.sha256, later)
        if len(parents) > 1:
            self.forks.append(Fork(tuple(one.file for one in parents), act.file))

    def _find_beside(
        self, place: int, parents: list[Entered], *, is_first: bool, is_whole: bool
    ) -> frozenset[str]:
        """Return the acts before a place that none of the parents has in its past."""
        if is_first:
            return frozenset(self._listed[:place])
        if not is_whole:
            # What it saw is gone or changed: that is told, and nothing is known of the rest.
            return frozenset()
        common: frozenset[str] | None = None
        for parent in parents:
            at = self._place[parent.named.sha256]
            own = self._beside[at] if at < place else frozenset(self._listed[:place])
            between = self._listed[at + 1 : place]
            unseen = own.union(between) if between else own
            common = unseen if common is None else common & unseen
        assert common is not None, "there are parents"
        return common - {one.named.sha256 for one in parents}

    def _name_unseen(self) -> Iterator[Problem]:
        """Yield of each stretch of acts that were not seen the first."""
        for sha256, other in self._unseen.items():
            act = self._acts[sha256]
            if not any(one in self._unseen for one in act.saw):
                yield _compare("act-unseen", act, other)


def _compare(kind: str, act: Entered, other: Entered) -> Problem:
    facts = {"at": act.at.isoformat(), "other": other.file, "other_at": other.at.isoformat()}
    return Problem(kind, _point(act.file), facts, (_point(other.file),))


def _check_head(journal: Journal, head: str, file: str | None) -> Iterator[Problem]:
    """Yield which acts of an old head are not in the journal; `file` keeps the head, None: it was given."""
    for count, digits in read_head(head) or ():
        if not _is_known(journal, count, digits):
            facts: dict[str, str | int] = {"count": count, "digits": digits[:16]}
            if file is not None:
                yield Problem("tail-cut", _point(file), facts)
            else:
                yield Problem("head-unknown", Place("--against"), facts)


def _is_known(journal: Journal, count: int, digits: str) -> bool:
    if len(digits) == 64:
        act = journal.acts.get(digits)
        return act.named.count == count if act is not None else digits in journal.damaged
    named = [*journal.acts, *journal.damaged]
    return any(
        one.startswith(digits) and (one not in journal.acts or journal.acts[one].named.count == count)
        for one in named
    )


def _check_files(
    root: Path,
    journal: Journal,
    stored: list[str],
    audit: Audit,
    mender: Mender,
    step: Callable[[], None],
) -> None:
    """Compare every file with what the journal says of it, and find those of which it says nothing."""
    known = _list_known(root, journal, audit)
    lone: set[str] = set()
    there, damaged = frozenset(stored), frozenset(journal.damaged.values())
    for file in sorted(there.union(known)):
        # What is behind a link is not the file that was filed.
        data = read_bytes(root / file) if file in there or _is_own(root, file) else Fault("file-missing")
        entered = known.get(file)
        if file in there:
            step()
        if isinstance(data, Fault):
            if data.kind == "file-missing" and entered is not None:
                audit.problems.append(Problem("filed-missing", _point(file), {"act": entered[1]}))
            elif data.kind != "file-missing":
                audit.problems.append(data.at(_point(file)))
            continue
        if entered is not None:
            audit.files += 1
            if hashlib.sha256(data).hexdigest() != entered[0]:
                mended = mender.explain(data, entered[0], _point(file))
                changed = Problem("filed-changed", _point(file), {"act": entered[1]}, (_point(entered[1]),))
                audit.problems.append(mended[0] if mended is not None else changed)
        elif file not in damaged:
            (lone.add if journal.acts and data.endswith(END) else audit.unentered.append)(file)
        if file.startswith(f"{layout.SUBMISSIONS}/"):
            head = _SEEN_HEAD.search(data)
            if head is not None:
                audit.problems += _check_head(journal, head[1].decode(), file)
    for file in sorted(_wait_for_acts(root, lone)):
        audit.problems.append(Problem("filed-unentered", _point(file)))


def _wait_for_acts(root: Path, lone: set[str]) -> set[str]:
    """Return the files on which no act comes within seconds: somebody may be between naming a file and its act."""
    for turn in range(_TURNS):
        if not lone:
            break
        if turn:
            sleep(_TURN)
        lone = lone - find_entered(root, lone)
    return lone


def _is_own(root: Path, file: str) -> bool:
    return os.path.realpath(root / file) == os.path.join(os.path.realpath(root), file)  # noqa: PTH118


def _list_known(root: Path, journal: Journal, audit: Audit) -> Mapping[str, tuple[str, str]]:
    """Return the files that the journal names, each with its hash and the act that says so."""
    known: dict[str, tuple[str, str]] = {}
    removed: set[str] = set()
    entered: dict[str, Entered] = {}
    for act in journal.acts.values():
        if act.earlier is not None:
            known[act.earlier[0]] = (act.earlier[1], act.file)
            for sha256, file in _read_list(root, act.earlier[0]):
                audit.earlier += file not in known
                known.setdefault(file, (sha256, act.file))
        if act.about is None or act.sha256 is None:
            continue
        if act.about in entered and act.doing not in _AGAIN:
            facts = {"file": act.about, "other": entered[act.about].file}
            audit.problems.append(
                Problem("act-twice", _point(act.file), facts, (_point(entered[act.about].file),))
            )
            continue
        entered[act.about] = act
        known[act.about] = (act.sha256, act.file)
        (removed.add if act.is_removed else removed.discard)(act.about)
    return {file: said for file, said in known.items() if file not in removed}


def _read_list(root: Path, file: str) -> Iterator[tuple[str, str]]:
    """Yield the hash and the file of each line of a list of what was there before the journal."""
    data = read_bytes(root / file)
    for line in data.decode("utf-8", "replace").split("\n") if isinstance(data, bytes) else ():
        match = _LISTED.fullmatch(line)
        # Of a list that was changed only what it can say is followed; that it was changed is told by its hash.
        if match is not None and match[2].startswith("data/") and ".." not in match[2].split("/"):
            yield match[1], match[2]


def _check_basis(root: Path, journal: Journal, order: _Order) -> Iterator[Problem]:
    """Yield which of the files that people change by hand have changed since the newest acts."""
    newest = [journal.acts[one.sha256] for one in order.head.acts] if order.head is not None else []
    for file in BASIS if newest else ():
        data = read_bytes(root / file)
        now = hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else None
        if now not in {dict(act.rests_on).get(file) for act in newest}:
            last: Named = newest[-1].named
            yield Problem("basis-changed", _point(file), {"act": last.file}, (_point(last.file),))
