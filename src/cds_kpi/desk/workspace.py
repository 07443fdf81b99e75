"""Workspaces: finding one, making one, and a look into its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.text import Language


def find_workspace(start: Path) -> Path | None:
    """Return the nearest folder from `start` upward that is a workspace."""
    from cds_kpi.store import layout

    return layout.find_workspace(start)


def read_language(root: Path) -> Language:
    """Return the language the workspace's settings name; Vietnamese where they name none."""
    from cds_kpi.store.contents import read_settings

    return read_settings(root).language


def make_workspace(folder: Path, catalogue: str) -> list[Path] | Refusal:
    """Make a new workspace from a packaged catalogue and return its files; refused where the folder is not empty."""
    from cds_kpi.store import layout, packaged
    from cds_kpi.store.writing import make_folder, write_file
    from cds_kpi.text import find_near

    known = packaged.list_catalogues()
    if catalogue not in known:
        near = find_near(catalogue, known)
        facts = {"found": catalogue, "known": ", ".join(known), **({"near": near} if near else {})}
        return Refusal("request", (Problem("catalogue-unknown", Place(catalogue), facts),))
    own = layout.find_own_folder(folder, None)
    if own is not None:
        facts = {"path": str(folder), "folder": str(own)}
        return Refusal("request", (Problem("output-in-store", Place(str(folder)), facts),))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Refusal("request", (Problem("folder-not-empty", Place(str(folder)), {"path": str(folder)}),))
    written = []
    for name, data in packaged.read_catalogue(catalogue).items():
        path = folder / "data" / name
        fault = write_file(path, data)
        if fault is not None:
            return Refusal("machine", (fault.at(Place(str(path))),))
        written.append(path)
    fault = make_folder(folder / layout.SUBMISSIONS)
    return written if fault is None else Refusal("machine", (fault.at(Place(str(folder))),))


def list_catalogues() -> list[str]:
    """Return the names of the packaged catalogues that `init` can start from."""
    from cds_kpi.store import packaged

    return packaged.list_catalogues()


def read_excerpts(root: Path, file: str) -> list[str] | None:
    """Return the lines of a file that places point into; None where it cannot be read, or a link leads elsewhere."""
    from cds_kpi.store.reading import read_bytes
    from cds_kpi.store.yamltext import split_lines

    data = read_bytes(root / file)
    if isinstance(data, Fault) or (root / file).is_symlink():
        return None
    text = data.decode("utf-8", "replace")
    return split_lines(text) if file.endswith(".yaml") else text.split("\n")
