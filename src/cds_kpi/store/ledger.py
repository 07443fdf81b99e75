"""The ledger of reminders: a file before an attempt and a file after it, each made under a name nobody has.

Convention: of two programs that begin the same attempt at once one gets the name and the other a fault, so that
nothing is sent twice; an attempt without its second file is one nobody knows the end of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cds_kpi.model.reminding import Attempt, Outcome
from cds_kpi.period import parse_canonical
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.store import layout
from cds_kpi.store.composing import compose_record
from cds_kpi.store.filing import file_new
from cds_kpi.store.reading import load_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = layout.REMINDERS
MAIL = "mail"
"""The channel that file names leave out."""
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NAME = re.compile(
    rf"({_ID})\.({_ID})\.([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\.((?:before|overdue)-[0-9]{{1,4}})"
    rf"(?:\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*))?\.([1-9][0-9]{{0,3}})\.(begun|ended)\.yaml\Z"
)

Key = tuple[str, str, str, str, str, str]
"""Programme, period, unit, deadline, step and channel."""
Tries = dict[Key, list[tuple[Attempt, Outcome | None]]]
"""Every attempt of each reminder with how it ended, the first first."""


def name_attempt(attempt: Attempt, end: str) -> str:
    """Return the path of an attempt's file within the workspace; `end` is begun or ended."""
    channel = "" if attempt.channel == MAIL else f".{attempt.channel}"
    step = f"{attempt.programme}.{attempt.unit}.{attempt.deadline}.{attempt.step}{channel}"
    name = f"{step}.{attempt.attempt}.{end}.yaml"
    return f"{FOLDER}/{attempt.period}/{name}"


def read_ledger(root: Path, periods: Iterable[str]) -> tuple[Tries, list[Problem]]:
    """Return the attempts of some periods, and what is wrong with their files.

    An attempt whose first file is gone or cannot be read still counts as begun: it is among the problems, and nothing
    is sent again because of it.
    """
    tries: Tries = defaultdict(list)
    problems: list[Problem] = []
    for period in sorted(set(periods)):
        folder = root / FOLDER / period
        if not folder.is_dir() or folder.is_symlink():
            continue
        names = sorted(
            path.name for path in folder.iterdir() if not path.name.startswith(".") and path.suffix == ".yaml"
        )
        for name in names:
            match = _NAME.match(name)
            file = f"{FOLDER}/{period}/{name}"
            if match is None:
                problems.append(Problem("store-file-name", Place(file, (), "value", 1, 1), {"name": name}))
                continue
            begun = name.replace(".ended.", ".begun.")
            if match[7] == "ended" and begun not in names:
                problems.append(Problem("reminder-half", Place(file, (), "value", 1, 1), {"name": begun}))
            if match[7] == "begun" or begun not in names:
                attempt, wrong = _read_attempt(root, file, period, match)
                outcome, wrong_end = _read_outcome(root, file.replace(".begun.", ".ended."))
                problems += wrong + wrong_end
                key = match[1], period, match[2], match[3], match[4], match[5] or MAIL
                tries[key].append((attempt, outcome))
    for found in tries.values():
        found.sort(key=lambda one: one[0].attempt)
    return dict(tries), problems


def list_periods(root: Path) -> list[str]:
    """Return the periods that there are reminders of, as far as their folders can be looked into."""
    try:
        names = sorted(path.name for path in (root / FOLDER).iterdir() if path.is_dir())
    except OSError:
        return []
    return [name for name in names if parse_canonical(name) is not None]


def check_ledger(root: Path) -> list[Problem]:
    """Return what is wrong with the files of data/reminders: none but the program's own belong there."""
    try:
        names = sorted(path.name for path in (root / FOLDER).iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError:
        return [Problem("file-forbidden", Place(FOLDER))]
    problems = []
    for name in names:
        place = Place(f"{FOLDER}/{name}", (), "value", 1, 1)
        path = root / FOLDER / name
        if path.is_symlink() or not path.is_dir():
            problems.append(Problem("store-file-misplaced", place, {"name": name}))
        elif parse_canonical(name) is None:
            problems.append(Problem("store-folder-name", place, {"name": name}))
        else:
            problems += read_ledger(root, [name])[1]
    return problems


def _read_attempt(root: Path, file: str, period: str, match: re.Match[str]) -> tuple[Attempt, list[Problem]]:
    """Return an attempt, or one that stands in for it where its file is broken or, beside its end, missing."""
    wrong: list[Problem] = []
    if match[7] == "begun":
        loaded = load_file(root / file, file, Attempt)
        if isinstance(loaded.record, Attempt):
            return loaded.record, loaded.problems
        wrong = loaded.problems
    stand_in = Attempt.make(
        format=1,
        programme=match[1],
        period=period,
        unit=match[2],
        step=match[4],
        attempt=int(match[6]),
        channel=match[5] or MAIL,
        to=(),
    )
    return stand_in, wrong


def _read_outcome(root: Path, file: str) -> tuple[Outcome | None, list[Problem]]:
    loaded = load_file(root / file, file, Outcome)
    if [problem.kind for problem in loaded.problems] == ["file-missing"]:
        return None, []
    return (loaded.record if isinstance(loaded.record, Outcome) else None), loaded.problems


def begin_attempt(root: Path, attempt: Attempt) -> Fault | None:
    """Write down that a reminder is about to be sent; a fault ("file-exists") where somebody else has begun it."""
    filed = file_new(root, "reminder", attempt.at, name_attempt(attempt, "begun"), compose_record(attempt))
    return filed if isinstance(filed, Fault) else None


def end_attempt(root: Path, attempt: Attempt, outcome: Outcome) -> Fault | None:
    """Write down how an attempt ended."""
    filed = file_new(root, "outcome", outcome.at, name_attempt(attempt, "ended"), compose_record(outcome))
    return filed if isinstance(filed, Fault) else None
