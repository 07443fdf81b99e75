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


def read_paper(path: Path) -> bytes | Refusal:
    """Return the bytes of a file; refused where it is not there, is no file, is too large or cannot be read."""
    from cds_kpi.store.reading import read_bytes

    data = read_bytes(path)
    if isinstance(data, Fault):
        why = _WHYS.get(data.kind, "machine")
        fault = Fault("path-unreadable", {"path": str(path)}) if why == "request" else data
        return Refusal(why, (fault.at(Place(path.absolute().as_posix())),))
    return data


def check_paper(path: Path) -> Refusal | None:
    """Return why a file could not be written, before there is anything to write; None where nothing stands against it.

    Whatever writing takes is loaded by then.
    """
    from cds_kpi.store.writing import check_file

    fault = check_file(path)
    return None if fault is None else Refusal("machine", (fault.at(Place(str(path))),))


def write_paper(path: Path, data: bytes) -> Path | Refusal:
    """Write a file whole or not at all, and return it."""
    from cds_kpi.store.writing import write_file

    fault = write_file(path, data)
    return path if fault is None else Refusal("machine", (fault.at(Place(str(path))),))
