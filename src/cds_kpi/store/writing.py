"""Writing a file whole or not at all: a temporary file in the same folder, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from cds_kpi.problem import Fault


def write_file(path: Path, data: bytes) -> Fault | None:
    """Write a file and make its folders; return why it could not be written, with nothing half done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        return _explain(error, path)
    return None


def check_file(path: Path) -> Fault | None:
    """Return why a file could not be written, as far as can be told without writing it."""
    folder = path.parent
    try:
        while not folder.exists():
            folder = folder.parent
        code = 0 if folder.is_dir() else errno.ENOTDIR
        if code == 0 and not os.access(folder, os.W_OK | os.X_OK):
            code = errno.EACCES
        if path.is_dir():
            code = errno.EISDIR
    except OSError as error:
        return _explain(error, path)
    return _explain(OSError(code, os.strerror(code)), path) if code else None


def _explain(error: OSError, path: Path) -> Fault:
    facts: dict[str, str | int] = {"path": str(path), "error": errno.errorcode.get(error.errno or 0, "?")}
    forbidden = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
    return Fault("output-forbidden" if forbidden else "output-failed", facts)


def make_folder(path: Path) -> Fault | None:
    """Make a folder and those above it; return why it could not be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        facts: dict[str, str | int] = {"path": str(path), "error": errno.errorcode.get(error.errno or 0, "?")}
        return Fault(
            "output-forbidden" if error.errno in {errno.EACCES, errno.EPERM} else "output-failed", facts
        )
    return None


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_choose_mode(path))
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)


def _choose_mode(path: Path) -> int:
    """Return the mode of the file being replaced, else what the process's umask leaves of 0666."""
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
