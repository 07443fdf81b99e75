"""Papers: files that come from outside the store and leave it, read and written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Fault, Place

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.desk.answers import Why

_WHYS: dict[str, Why] = {"file-missing": "request", "store-file-special": "request", "file-too-large": "data"}
"""Whose fault it is that a file cannot be read; all else is the machine's."""
_PLACES = frozenset({"output-in-store", "output-exists", "output-not-folder", "output-not-file"})
"""What is wrong with the place that was named to write to; all else is the machine's."""


def read_paper(path: Path) -> bytes | Refusal:
    """Return the bytes of a file; refused where it is not there, is no file, is too large or cannot be read."""
    from cds_kpi.store.reading import read_bytes

    data = read_bytes(path)
    if isinstance(data, Fault):
        why = _WHYS.get(data.kind, "machine")
        if data.kind == "store-file-special":
            data = Fault("path-special", {"path": str(path), **data.facts})
        elif why == "request":
            data = Fault("path-unreadable", {"path": str(path)})
        else:
            data = Fault(data.kind, {"file": str(path), **data.facts})
        return Refusal(why, (data.at(Place(path.absolute().as_posix())),))
    return data


def check_paper(path: Path, root: Path, *, option: str = "--out", replaces: bool = False) -> Refusal | None:
    """Refuse a file that could not be written, before the work that would fill it is done.

    None goes into a workspace's data or templates folder; only with `replaces` may there be a file already. `option`
    is what the caller named the file by.
    """
    from cds_kpi.store.writing import check_output

    return _refuse(check_output(path, root, replaces=replaces), path, option)


def write_paper(
    path: Path, data: bytes, root: Path, *, option: str = "--out", replaces: bool = False
) -> Path | Refusal:
    """Write a file whole or not at all, and return it; refused as by `check_paper`."""
    from cds_kpi.store.writing import write_file

    refusal = check_paper(path, root, option=option, replaces=replaces)
    if refusal is not None:
        return refusal
    return _refuse(write_file(path, data, replaces=replaces), path, option) or path


def _refuse(fault: Fault | None, path: Path, option: str) -> Refusal | None:
    if fault is None:
        return None
    why: Why = "request" if fault.kind in _PLACES else "machine"
    return Refusal(why, (Fault(fault.kind, {**fault.facts, "near": option}).at(Place(str(path))),))
