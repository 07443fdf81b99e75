"""Repairing: what interrupted work, damage and copying left in a workspace, what can be put right, and doing it.

Convention: nothing that anybody sent is deleted. What is in the way is moved into data/set-aside, and only where no
figure rests on it; what takes a person's judgement is told and left alone. Each step is one that a later run finds
done or not done, so a run that was stopped is simply run again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.book import check_contents, read_contents
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.store.aside import Moving
    from cds_kpi.store.contents import Contents
    from cds_kpi.store.leftovers import Leftover

Deed = Literal["set_aside", "remove", "enter", "none"]
"""set_aside: moved into data/set-aside; remove: a spare name or an empty folder goes; enter: a file that was filed just
before the program was stopped is entered in the journal; none: a person must see to it."""
State = Literal["planned", "done", "gone", "failed", "left"]
"""planned: not done yet; done; gone: somebody else was there first; failed: the machine refused; left: to a person."""
_DEEDS: dict[str, Deed] = {
    "leftover-file": "set_aside",
    "leftover-name": "remove",
    "leftover-folder": "remove",
    "damaged-replaced": "set_aside",
    "filed-unentered": "enter",
}
_OPEN_FROM, _OPEN_UNTIL = timedelta(days=1), timedelta(days=30)
"""How long ago a reminder without an end was begun: later one may still be on its way, earlier ones wake nobody up."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was found, and what becomes of it."""

    problem: Problem
    deed: Deed
    state: State
    kept: str | None = None
    """Where a file that was set aside is now."""
    fault: Problem | None = None
    """Why it could not be done."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was found in a workspace, and what was done about it."""

    steps: tuple[Step, ...]
    is_applied: bool
    errors: int
    """How many errors of the data `check` tells of that are not among the steps."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done, by the program or a person."""
        return not self.errors and all(step.state in {"done", "gone"} for step in self.steps)


def plan_repair(root: Path, *, now: datetime) -> Repair:
    """Return what there is to be put right in a workspace; nothing is changed."""
    contents = read_contents(root)
    plan = plan_for(contents, check_contents(contents), now=now)
    entering = tuple(Step(one, "enter", "planned") for one in _find_unentered(root, now))
    return replace(plan, steps=plan.steps + entering)


def plan_for(contents: Contents, problems: Sequence[Problem], *, now: datetime) -> Repair:
    """Return the same of a workspace that was read, with everything that is wrong with it, but of its journal."""
    from cds_kpi.problems import is_error

    root = contents.root
    damaged = list(_find_damaged(root, contents, problems))
    told = {problem.place.file for problem in damaged}
    found = [*_find_leftovers(root, _read_clock(root, now)), *damaged, *_find_open_reminders(root, now)]
    steps = [
        Step(one, _DEEDS[one.kind], "planned") if one.kind in _DEEDS else Step(one, "none", "left")
        for one in found
    ]
    errors = sum(is_error(one) and one.place.file not in told for one in problems)
    return Repair(tuple(steps), is_applied=False, errors=errors)


def apply_repair(root: Path, *, by: str, now: datetime) -> Repair | Refusal:
    """Put right what can be; refused as machine where nothing can be set aside, with nothing done."""
    from cds_kpi.store.aside import open_aside

    plan = plan_repair(root, now=now)
    moving = list(_list_moving(root, plan.steps))
    run = open_aside(root, now, by, moving) if moving else ""
    if isinstance(run, Fault):
        return Refusal("machine", (run.at(Place(str(root))),))
    doer = _Doer(root, run, {one.file: one.sha256 for one in moving}, by, now)
    return replace(plan, steps=tuple(doer.do(step) for step in plan.steps), is_applied=True)


def _list_moving(root: Path, steps: Iterable[Step]) -> Iterator[Moving]:
    import hashlib

    from cds_kpi.problems import KINDS
    from cds_kpi.store.aside import Moving
    from cds_kpi.store.reading import read_bytes

    for step in steps:
        file, code = step.problem.place.file, KINDS[step.problem.kind].code
        if step.deed == "remove":
            yield Moving(file, code)
        elif step.deed == "set_aside":
            data = read_bytes(root / file)
            if isinstance(data, bytes):
                yield Moving(file, code, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class _Doer:
    """Does what was planned, one step after the other."""

    root: Path
    run: str
    """The run's folder within data/set-aside."""
    listed: Mapping[str, str | None]
    """What is listed there, with the SHA-256 of what is moved: nothing else is."""
    by: str
    now: datetime

    def do(self, step: Step) -> Step:
        """Do one step and return it as it ended."""
        done: str | bool | Fault | None = None
        if step.deed == "none":
            return step
        if step.deed == "remove":
            from cds_kpi.store.aside import remove_spare

            done = remove_spare(self.root, step.problem.place.file, str(step.problem.facts.get("name", "")))
        elif step.deed == "enter":
            done = self._enter(step)
        elif self.listed.get(step.problem.place.file) is not None:
            done = self._move(step)
        if isinstance(done, Fault):
            return replace(step, state="failed", fault=done.at(Place(step.problem.place.file)))
        kept = done if isinstance(done, str) else None
        return replace(step, state="done" if done else "gone", kept=kept)

    def _enter(self, step: Step) -> bool | Fault:
        """Enter a file in the journal as it is now."""
        import hashlib

        from cds_kpi.store.filing import append_act
        from cds_kpi.store.reading import read_bytes

        file = step.problem.place.file
        data = read_bytes(self.root / file)
        if isinstance(data, Fault):
            return False if data.kind == "file-missing" else data
        digest = hashlib.sha256(data).hexdigest()
        note = f"KPI814 ({self.by})"
        entered = append_act(self.root, "repair", self.now, file=file, sha256=digest, note=note)
        return entered if isinstance(entered, Fault) else True

    def _move(self, step: Step) -> str | Fault | None:
        """Move a file aside; of a revision the journal is told first, so that it is never missed without a word."""
        from cds_kpi.store.aside import move_aside
        from cds_kpi.store.filing import append_act

        file = step.problem.place.file
        if step.problem.kind == "damaged-replaced":
            note = f"KPI863, {self.run} ({self.by})"
            digest = self.listed[file]
            told = append_act(
                self.root, "repair", self.now, file=file, sha256=digest, note=note, removed=True
            )
            if isinstance(told, Fault):
                return told
        return move_aside(self.root, file, self.run)


def _read_clock(root: Path, now: datetime) -> float:
    """Return the time by the clock of the workspace's disk, in seconds; else by this machine's."""
    from cds_kpi.store.leftovers import read_clock

    clock = read_clock(root)
    return clock if clock is not None else now.timestamp()


def _find_unentered(root: Path, now: datetime) -> Iterator[Problem]:
    """Yield the files that the program filed an hour ago or longer, whole, and that no act of the journal names."""
    from cds_kpi.store.audit import audit_store
    from cds_kpi.store.leftovers import find_damage, is_older
    from cds_kpi.store.reading import read_bytes

    clock = _read_clock(root, now)
    for problem in audit_store(root, None, lambda *_: None).problems:
        path = root / problem.place.file
        if problem.kind == "filed-unentered" and is_older(path, clock):
            data = read_bytes(path)
            if isinstance(data, bytes) and find_damage(data) is None:
                yield problem


def _find_leftovers(root: Path, clock: float) -> Iterator[Problem]:
    from cds_kpi.store.leftovers import find_leftovers

    for left in find_leftovers(root, clock):
        yield _tell_leftover(root, left)


def _tell_leftover(root: Path, left: Leftover) -> Problem:
    place = Place(left.file)
    if left.what == "copy":
        facts = {
            "name": left.file.rpartition("/")[2],
            "of": left.of.rpartition("/")[2],
            "same": "copy.same" if _is_equal(root / left.file, root / left.of) else "copy.differs",
        }
        return Problem("conflict-copy", place, facts, (Place(left.of),))
    return Problem(f"leftover-{left.what}", place, {"name": left.of} if left.of else {})


def _is_equal(one: Path, other: Path) -> bool:
    from cds_kpi.store.reading import read_bytes

    data = read_bytes(one)
    return isinstance(data, bytes) and data == read_bytes(other)


def _find_damaged(root: Path, contents: Contents, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the revisions that `submit` wrote and that are no longer whole, each with whether anything rests on it."""
    from cds_kpi.problems import is_error
    from cds_kpi.store import layout
    from cds_kpi.store.leftovers import find_damage
    from cds_kpi.store.reading import read_bytes

    wrong = {one.place.file for one in problems if is_error(one)}
    # One that can still be read, but was changed, is evidence: a person looks at it first.
    suspects = {one.place.file for one in problems if one.kind == "store-file-cut"} | set(contents.unread)
    found = {}
    for file in sorted(suspects):
        data = read_bytes(root / file) if not (root / file).is_symlink() else None
        damage = find_damage(data) if isinstance(data, bytes) else None
        if damage is not None:
            found[file] = damage
    needed = {counted.file for _, closing in contents.closings for counted in closing.counted}
    decisions = [
        (layout.name_submission(str(review.period), review.unit, review.revision), review.decision)
        for _, review in contents.reviews
    ]
    decided = {file for file, _ in decisions}
    # What was returned may not count, and then what came before it does.
    sound = [
        filing
        for filing in contents.filings
        if filing.file not in wrong and (filing.file, "returned") not in decisions
    ]
    for file, damage in found.items():
        later = [one.revision for one in sound if _follows(one.file, one.revision, file)]
        reason = "needed.closed" if file in needed else "needed.decided" if file in decided else None
        if reason is None and not later:
            reason = "needed.newest"
        place = Place(file)
        if reason is None:
            yield Problem("damaged-replaced", place, {"damage": damage, "later": max(later)})
        else:
            yield Problem("damaged-needed", place, {"damage": damage, "reason": reason})


def _follows(file: str, revision: int, damaged: str) -> bool:
    """Whether a revision is a later one of the unit and period of a file that may not be readable at all."""
    from cds_kpi.store import layout

    folder, _, name = damaged.rpartition("/")
    match = layout.NAMES[layout.SUBMISSIONS].match(name)
    return (
        match is not None
        and revision > int(match[2] or 1)
        and file.rpartition("/")[0] == folder
        and file.rpartition("/")[2].partition(".")[0] == match[1]
    )


def _find_open_reminders(root: Path, now: datetime) -> Iterator[Problem]:
    """Yield the reminders that were begun a day ago or longer, and whose newest attempt has no end."""
    from cds_kpi.store.ledger import FOLDER, list_periods, name_attempt, read_ledger

    tries, _ = read_ledger(root, list_periods(root))
    for key in sorted(tries):
        attempt, outcome = tries[key][-1]
        at = getattr(attempt, "at", None)
        if outcome is None and at is not None and _OPEN_FROM < now - at < _OPEN_UNTIL:
            place = Place(name_attempt(attempt, "begun"))
            assert place.file.startswith(FOLDER), "an attempt lies with the reminders"
            yield Problem("reminder-open", place, {"unit": attempt.unit, "at": at.isoformat(" ", "minutes")})
