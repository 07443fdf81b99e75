"""Writing a file whole or not at all: a temporary file in the same folder, synced, then named."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from cds_kpi.problem import Fault
from cds_kpi.store import layout
from cds_kpi.store.filing import name_file, sync_folder


def check_output(path: Path, root: Path | None, *, replaces: bool) -> Fault | None:
    """Return why a file that leaves the store could not be written, as far as that shows beforehand.

    Nothing goes into the data or templates folder of a workspace. With `replaces` a regular file may be there already.
    """
    folder = layout.find_own_folder(path, root)
    if folder is not None:
        return Fault("output-in-store", {"path": str(path), "folder": str(folder)})
    try:
        if os.path.lexists(path):
            is_file = stat.S_ISREG(path.stat().st_mode) if path.exists() else not path.is_dir()
            if not replaces:
                return Fault("output-exists", {"path": str(path)})
            return None if is_file else Fault("output-not-file", {"path": str(path)})
        return _check_folder(path)
    except OSError as error:
        return _explain(error, path)


def _check_folder(path: Path) -> Fault | None:
    """Return why nothing can be made below the nearest thing above a path that is there."""
    above = next((folder for folder in path.absolute().parents if os.path.lexists(folder)), None)
    if above is None:
        return None
    if not above.is_dir():
        return Fault("output-not-folder", {"path": str(above)})
    if not os.access(above, os.W_OK | os.X_OK):
        return Fault("output-forbidden", {"path": str(path), "error": "EACCES"})
    return None


def write_file(path: Path, data: bytes, *, replaces: bool = True) -> Fault | None:
    """Write a file and make its folders; return why it could not be written, with nothing half done.

    Without `replaces` the file gets its name only where nobody has it, even at the same moment.
    """
    try:
        _make_folders(path.parent)
        _write(path, data, replaces=replaces)
    except FileExistsError as error:
        exists = Fault("output-exists", {"path": str(path)})
        return exists if os.path.lexists(path) else _check_folder(path) or _explain(error, path)
    except NotADirectoryError as error:
        return _check_folder(path) or _explain(error, path)
    except OSError as error:
        return _explain(error, path)
    return None


def make_folder(path: Path) -> Fault | None:
    """Make a folder and those above it; return why it could not be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _explain(error, path)
    return None


def _explain(error: OSError, path: Path) -> Fault:
    facts: dict[str, str | int] = {"path": str(path), "error": errno.errorcode.get(error.errno or 0, "?")}
    forbidden = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
    return Fault("output-forbidden" if forbidden else "output-failed", facts)


def _write(path: Path, data: bytes, *, replaces: bool) -> None:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_choose_mode(path))
        if replaces:
            temporary.replace(path)
        else:
            _name_new(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync(path.parent)


def _name_new(temporary: Path, path: Path) -> None:
    """Give the file a name that nobody has; FileExistsError where somebody does."""
    try:
        name_file(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A disk that cannot do that at one stroke: the name is taken empty, then the file put in its place.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        try:
            temporary.replace(path)
        except OSError:
            path.unlink()
            raise
    else:
        temporary.unlink(missing_ok=True)


def _choose_mode(path: Path) -> int:
    """Return the mode of the file being replaced, else what the process's umask leaves of 0666."""
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _make_folders(folder: Path) -> None:
    """Make a folder and those above it, each synced into the one that holds it."""
    missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        _sync(one.parent)


def _sync(folder: Path) -> None:
    # A letter box, which takes files and shows none, cannot be opened: there nothing more can be had.
    with contextlib.suppress(PermissionError):
        sync_folder(folder)
