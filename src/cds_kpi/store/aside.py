"""What `doctor --repair` took out of the way: kept in data/set-aside under the path it had, and never deleted.

Convention: every run makes a folder of its own there, under a name nobody has, and in it `why.yaml`, which is written
and entered in the journal before anything is moved. Nothing in it is read as part of the store.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.store import layout
from cds_kpi.store.composing import compose_text
from cds_kpi.store.filing import file_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

FOLDER = layout.SET_ASIDE
WHY = "why.yaml"
_RUN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}-[0-9a-f]{12}\Z")


@dataclass(frozen=True, slots=True)
class Moving:
    """Something that a run is about to take out of the way."""

    file: str
    """Path relative to the workspace."""
    why: str
    """The code of the kind of problem."""
    sha256: str | None = None
    """Of the bytes of a file that is set aside; None where a spare name or an empty folder goes."""


def open_aside(root: Path, now: datetime, by: str, files: Iterable[Moving]) -> str | Fault:
    """Make a folder for what one run sets aside, with the list of all it does; return its path within the workspace."""
    run = f"{FOLDER}/{now:%Y-%m-%dT%H%M%S}-{secrets.token_hex(6)}"
    lines = [f"format: 1\nat: {now.isoformat(timespec='seconds')}\nby: {compose_text(by)}\nfiles:\n"]
    for one in files:
        digest = f", sha256: {one.sha256}" if one.sha256 is not None else ""
        lines.append(f"  - {{file: {compose_text(one.file)}, why: {one.why}{digest}}}\n")
    filed = file_new(root, "repair", now, f"{run}/{WHY}", ("".join(lines) + "...\n").encode())
    return filed if isinstance(filed, Fault) else run


def move_aside(root: Path, file: str, run: str) -> str | Fault | None:
    """Move a file into a run's folder, where it keeps its path; return where it is now, None where it was gone."""
    kept = f"{run}/{file}"
    try:
        (root / kept).parent.mkdir(parents=True, exist_ok=True)
        # Nobody else writes into this run's folder: the new name is free. A power cut leaves the file in one of the
        # two places, and the next run sees which.
        (root / file).rename(root / kept)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Fault(
            "output-failed", {"path": str(root / file), "error": errno.errorcode.get(error.errno or 0, "?")}
        )
    return kept


def remove_spare(root: Path, file: str, of: str) -> bool | Fault:
    """Take away a spare name of the file `of`, or an empty folder; return whether it was still there to be taken away.

    Nothing is lost by it: a folder that is not empty stays, and so does a name that is no longer the same file's.
    """
    path = root / file
    try:
        if not of:
            path.rmdir()
        elif path.samefile(root / of):
            path.unlink()
        else:
            return False
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST}:
            return False
        return Fault(
            "output-failed", {"path": str(path), "error": errno.errorcode.get(error.errno or 0, "?")}
        )
    return True


def list_aside(root: Path, covers: Callable[[str, str], bool]) -> dict[str, str]:
    """Return the submissions that were set aside and are not in their place again: each with where it is kept.

    `covers` says of a period and a unit whether they are looked for.
    """
    found = {}
    for run in _list_names(root / FOLDER):
        if _RUN.match(run) is None:
            continue
        base = f"{FOLDER}/{run}/{layout.SUBMISSIONS}"
        for period in _list_names(root / base):
            for name in _list_names(root / base / period):
                file = f"{layout.SUBMISSIONS}/{period}/{name}"
                match = layout.NAMES[layout.SUBMISSIONS].match(name)
                if match is not None and covers(period, match[1]) and not (root / file).exists():
                    found[file] = f"{base}/{period}/{name}"
    return found


def _list_names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names alone, of a folder that is mostly not there
    except OSError:
        return []


def check_aside(aside: dict[str, str]) -> list[Problem]:
    """Return that revisions were set aside: one that was received does not vanish without a trace."""
    return [
        Problem("revision-set-aside", Place(file, (), "value", 1, 1), {"kept": kept})
        for file, kept in aside.items()
    ]
