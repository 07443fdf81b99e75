"""The cache: whether one is kept, where, and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


class Kept(NamedTuple):
    """What is kept of one period's submissions."""

    period: str
    files: int
    size: int
    """Bytes of the files themselves."""


class CacheInfo(NamedTuple):
    """A workspace's cache."""

    path: Path | None
    """Where it is, or would be; None where this machine has no place for one."""
    size: int | None
    """Bytes on the disk; None where there is none yet."""
    folders: tuple[Kept, ...]


def use_cache(environment: Mapping[str, str], now: datetime) -> None:
    """Keep what is read from now on in the folder that the environment names, if it names any."""
    from cds_kpi.store.place import find_folder, use_folder

    use_folder(find_folder(environment), now)


def describe_cache(root: Path, environment: Mapping[str, str]) -> CacheInfo:
    """Return where a workspace's cache is and what it holds; what cannot be read holds nothing."""
    from cds_kpi.store.cache import list_folders
    from cds_kpi.store.place import find_folder, name_file

    folder = find_folder(environment)
    if folder is None:
        return CacheInfo(None, None, ())
    path = name_file(folder, root)
    size = path.stat().st_size if path.is_file() else None
    return CacheInfo(path, size, tuple(Kept(*one) for one in list_folders(path)) if size else ())


def clear_cache(root: Path, environment: Mapping[str, str]) -> Path | Refusal | None:
    """Remove a workspace's cache and return its file; None where there is none, refused where the machine refuses."""
    from cds_kpi.store.cache import remove
    from cds_kpi.store.place import find_folder, name_file

    folder = find_folder(environment)
    path = name_file(folder, root) if folder is not None else None
    if path is None or not path.exists():
        return None
    if not remove(path):
        fault = Fault("output-forbidden", {"path": str(path), "error": "EACCES"})
        return Refusal("machine", (fault.at(Place(str(path))),))
    return path
