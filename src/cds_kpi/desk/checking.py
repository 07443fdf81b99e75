"""Checking: everything that is wrong with a workspace, or with some files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.book import check_contents, check_loose
from cds_kpi.problem import Place, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def check_workspace(root: Path) -> list[Problem]:
    """Return everything that is wrong with a workspace, placed and sorted."""
    from cds_kpi.store.reading import read_workspace

    contents = read_workspace(root)
    return check_contents(contents)


def check_paths(root: Path, paths: Sequence[Path]) -> list[Problem] | Refusal:
    """Return what is wrong with some files or folders.

    Within the workspace: the problems that stand in them. A file from elsewhere is checked as what its content says
    it is, a submission against this workspace's catalogue and units.
    """
    unknown = [path for path in paths if not path.exists()]
    if unknown:
        problems = [Problem("path-unknown", Place(str(path)), {"path": str(path)}) for path in unknown]
        return Refusal("request", tuple(problems))
    from cds_kpi.store.reading import read_workspace

    contents = read_workspace(root)
    in_store = check_contents(contents)
    found: list[Problem] = []
    for path in paths:
        absolute = path.absolute()
        if absolute == root or root in absolute.parents:
            inside = absolute.relative_to(root).as_posix()
            found += [
                p for p in in_store if inside in {".", p.place.file} or p.place.file.startswith(f"{inside}/")
            ]
        else:
            found += check_loose(contents, absolute, str(path))
    return sort_problems(found)
