"""The cache: whether one is kept, where, and what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


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
    answers: int
    """How many answers are kept to be given again."""
    answers_size: int
    """Their bytes."""


def use_cache(environment: Mapping[str, str], now: datetime) -> None:
    """Keep what is read from now on in the folder that the environment names, if it names any."""
    from cds_kpi.store.place import find_folder, use_folder

    use_folder(find_folder(environment), now)


def describe_cache(root: Path, environment: Mapping[str, str]) -> CacheInfo:
    """Return where a workspace's cache is and what it holds; what cannot be read holds nothing."""
    from cds_kpi.store.answers import list_answers
    from cds_kpi.store.cache import list_folders
    from cds_kpi.store.place import find_folder, name_file

    folder = find_folder(environment)
    if folder is None:
        return CacheInfo(None, None, (), 0, 0)
    path = name_file(folder, root)
    size = path.stat().st_size if path.is_file() else None
    folders = tuple(Kept(*one) for one in list_folders(path)) if size else ()
    answers = list_answers(str(folder), str(root))
    return CacheInfo(path, size, folders, len(answers), sum(size for _, size in answers))


def clear_cache(root: Path, environment: Mapping[str, str]) -> Path | Refusal | None:
    """Remove a workspace's cache and return its file; None where there is none, refused where the machine refuses."""
    from cds_kpi.store.answers import list_answers
    from cds_kpi.store.cache import remove
    from cds_kpi.store.place import find_folder, name_file

    folder = find_folder(environment)
    if folder is None:
        return None
    path = name_file(folder, root)
    kept = [Path(file) for file, _ in list_answers(str(folder), str(root))]
    if not path.exists() and not kept:
        return None
    if not all([remove(one) for one in (path, *kept)]):  # noqa: C419 - every one is tried
        fault = Fault("output-forbidden", {"path": str(path), "error": "EACCES"})
        return Refusal("machine", (fault.at(Place(str(path))),))
    return path
