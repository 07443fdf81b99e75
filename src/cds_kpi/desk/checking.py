"""Checking: everything that is wrong with a workspace, or with some files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.book import check_contents, check_loose, limit_problems, read_contents
from cds_kpi.problem import Place, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_kpi.store.contents import Contents


def check_workspace(root: Path) -> list[Problem]:
    """Return everything that is wrong with a workspace, placed and sorted."""
    return _check_everything(read_contents(root))


def _check_everything(contents: Contents) -> list[Problem]:
    """Return what is wrong with all that reports are made of, and with the reminders that are kept."""
    from cds_kpi.store.ledger import check_ledger
    from cds_kpi.store.reading import place_in_store

    kept = place_in_store(contents.root, limit_problems(check_ledger(contents.root)))
    return sort_problems([*check_contents(contents), *kept])


def check_paths(root: Path, paths: Sequence[Path]) -> list[Problem] | Refusal:
    """Return what is wrong with some files or folders.

    Within the workspace: the problems that stand in them. A file from elsewhere is checked as what its content says
    it is, a submission against this workspace's catalogue and units.
    """
    from cds_kpi.store import layout

    top = root.resolve()
    unknown = [path for path in paths if not _can_check(path, top)]
    if unknown:
        problems = [Problem("path-unknown", Place(str(path)), {"path": str(path)}) for path in unknown]
        return Refusal("request", tuple(problems))
    contents = read_contents(root)
    in_store = _check_everything(contents)
    found: list[Problem] = []
    for path in paths:
        inside = _find_inside(path, top)
        if inside is not None and (path.is_dir() or layout.is_store_file(inside)):
            found += [
                p for p in in_store if inside in {".", p.place.file} or p.place.file.startswith(f"{inside}/")
            ]
        else:
            found += check_loose(contents, path.absolute(), path.absolute().as_posix())
    return sort_problems(found)


def _find_inside(path: Path, top: Path) -> str | None:
    """Return where a path lies within the workspace, or None; a link is where it lies, not where it leads."""
    absolute = path.parent.resolve() / path.name if path.name not in {"", ".."} else path.resolve()
    return absolute.relative_to(top).as_posix() if absolute == top or top in absolute.parents else None


def _can_check(path: Path, top: Path) -> bool:
    """Whether there is something to check: a folder of the workspace, a file of the store, or a YAML file."""
    from cds_kpi.store import layout

    inside = _find_inside(path, top)
    if path.is_dir():
        return inside is not None
    is_there = path.exists() or path.is_symlink()
    return is_there and (
        path.suffix in {".yaml", ".yml"} or (inside is not None and layout.is_store_file(inside))
    )
