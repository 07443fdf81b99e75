"""Where this machine keeps caches, and whether this run keeps one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CATALOGUE = "data/indicators.yaml"
"""What makes a folder a workspace."""
VARIABLE = "CDS_KPI_CACHE"
"""The environment's name for the folder of caches."""
QUIET = 3 * 10**9
"""Nanoseconds a file must have been left alone before anything of it is kept: its times may be as coarse as 2 seconds,
and one that is written twice at the same time looks the same (what git calls racily clean)."""
_chosen: list[tuple[Path, int]] = []
"""The folder of caches of this run, and when it began, in nanoseconds; none where nothing is to be kept."""


def use_folder(folder: Path | None, started: datetime) -> None:
    """Say where this program keeps what it has read; None: nowhere. Said once, at the start of a run."""
    _chosen[:] = [(folder, int(started.timestamp()) * 10**9)] if folder is not None else []


def read_choice() -> tuple[Path, int] | None:
    """Return the folder of caches of this run, and when it began, in nanoseconds; None where nothing is kept."""
    return _chosen[0] if _chosen else None


def find_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder of caches: the one the environment names, else the user's; None where there is neither."""
    named = environment.get(VARIABLE)
    if named:
        return Path(named).absolute()
    home = Path(environment["HOME"]) if environment.get("HOME") else None
    if home is not None and not os.path.isdir(home):  # noqa: PTH112 - is_dir raises where it may not look
        # Accounts of services have a home that is not there, or somebody else's, and none is to be made for them.
        home = None
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return Path(local) / "cds-kpi" / "cache" if local else None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "cds-kpi" if home is not None else None
    xdg = environment.get("XDG_CACHE_HOME")
    folder = Path(xdg) if xdg and Path(xdg).is_absolute() else None
    folder = folder or (home / ".cache" if home is not None else None)
    return folder / "cds-kpi" if folder is not None else None


def make_folder(folder: Path) -> None:
    """Make the folder of caches, if it is not there, closed to everybody else; raises OSError."""
    # The mode holds for the last folder of a path alone: what is made below must not come first.
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def name_file(folder: Path, root: Path) -> Path:
    """Return the file in which a workspace is kept, by the workspace's real path."""
    from hashlib import sha256

    return folder / f"{sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]}.sqlite3"
