"""Trying whether a workspace can be written to, without leaving anything behind."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from typing import TYPE_CHECKING

from cds_kpi.problem import Fault
from cds_kpi.store import layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = b"\0" * 4096


def find_folders(root: Path) -> Iterator[Path]:
    """Yield the folders of a workspace that the program files in, as far as they are there; links are passed over."""
    data = root / "data"
    yield data
    for name in layout.FOLDERS:
        yield from _list_folder(data / name)
        for folder in _list_inside(data / name):
            yield from _list_folder(folder)
    yield from _list_folder(root / layout.REPORTS)


def _list_folder(folder: Path) -> Iterator[Path]:
    if folder.is_dir() and not folder.is_symlink():
        yield folder


def _list_inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def try_folder(folder: Path) -> Fault | None:
    """Return why nothing can be filed in a folder; a file is written there to the disk, and is gone again."""
    try:
        # A hidden name that ends in .tmp is nothing the store reads, should the machine stop at this very moment.
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-", suffix=".tmp") as file:
            file.write(_BLOCK)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, str(error.errno))
        is_closed = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
        return Fault(
            "output-forbidden" if is_closed else "output-failed", {"path": str(folder), "error": code}
        )
    return None


def find_room(root: Path) -> int:
    """Return the free bytes of the disk that a workspace lies on, as far as this user may fill it."""
    return shutil.disk_usage(root).free
