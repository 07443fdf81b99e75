"""Filing: a new revision, decision or closing goes into the store whole, under a name nobody had, or not at all.

Convention: the bytes are written to a hidden temporary file in the same folder and synced; a hard link gives them
their name, which fails where the name is taken; the folder is synced; only then is the caller told. No lock is used,
because network shares lie about them: whoever comes second finds the name taken and takes the next. A file is never
named before it is whole, and a link is never followed out of the store.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cds_kpi.problem import Fault
from cds_kpi.store import layout
from cds_kpi.store.composing import compose_record, compose_submission
from cds_kpi.store.journal import compose_act
from cds_kpi.store.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pydantic import BaseModel

    from cds_kpi.model.journal import Doing
    from cds_kpi.model.office import Closing, Extension, Review
    from cds_kpi.model.submission import Receipt, Submission
    from cds_kpi.store.journal import Composed, Named

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""What a file system without hard links answers."""
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.EBADF})
"""What a file system answers that syncs no folders: there nothing more can be had."""
_TRIES = 1000
"""How many names are tried: more people cannot send for one unit at one moment."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file as it now lies in the store."""

    file: str
    """Path relative to the workspace."""
    number: int
    """The revision, or the act's number."""
    sha256: str
    """Of its bytes."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest revision in the store, by its name."""

    revision: int
    """0 where there is none."""
    sha256: str | None
    """Of its bytes."""


def find_newest(root: Path, period: str, unit: str) -> Newest | Fault:
    """Return the newest revision of a unit and period, whether or not it can be read as one."""
    folder = root / layout.SUBMISSIONS / period
    pattern = re.compile(re.escape(unit) + r"(?:\.r([1-9][0-9]{0,5}))?\.yaml\Z")
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return Newest(0, None)
    except OSError as error:
        return _explain(error, folder)
    found = [int(match[1] or 1) for name in names if (match := pattern.match(name))]
    if not found:
        return Newest(0, None)
    newest = max(found)
    path = root / layout.name_submission(period, unit, newest)
    if path.is_symlink():
        return Fault("store-file-special", {"file": str(path)})
    data = read_bytes(path)
    if isinstance(data, Fault):
        return Fault(data.kind, {**data.facts, "file": str(path)})
    return Newest(newest, hashlib.sha256(data).hexdigest())


def file_submission(
    root: Path,
    submission: Submission,
    receipt: Callable[[int, str | None], Receipt],
    *,
    expected: int | None = None,
    ready: Callable[[Filed], None] | None = None,
    sign: Callable[[bytes], bytes] | None = None,
) -> Filed | Fault:
    """File a submission as its unit's next revision.

    `receipt` makes the receipt of a revision number and the previous file's SHA-256. With `expected`, the number the
    sender expects it to get, another number is a fault ("revision-taken") and nothing is written. `ready` is called
    with what is about to be filed, once a try: whatever is needed to answer for it is made and loaded there, because
    after the name is given nothing may fail any more. `sign` is for receipts that have room for a signature.
    """
    period, unit = str(submission.period), submission.unit
    for _ in range(_TRIES):
        newest = find_newest(root, period, unit)
        if isinstance(newest, Fault):
            return newest
        number = newest.revision + 1
        if expected is not None and number != expected:
            return Fault("revision-taken", {"expected": expected, "newest": newest.revision, "unit": unit})
        made = receipt(number, newest.sha256)
        data = compose_submission(submission, made, sign)
        filed = Filed(layout.name_submission(period, unit, number), number, hashlib.sha256(data).hexdigest())
        if ready is not None:
            ready(filed)
        done = file_new(root, "submission", made.received_at, filed.file, data)
        if not isinstance(done, Fault):
            return filed
        if done.kind != "file-exists":
            return done
    return Fault("output-failed", {"path": layout.name_submission(period, unit, 1), "error": "EEXIST"})


def file_review(root: Path, review: Review) -> Filed | Fault:
    """File a decision on a revision, beside earlier decisions on it."""
    return _file_beside(root, "review", review.at, review, lambda number: layout.name_review(review, number))


def file_closing(root: Path, closing: Closing, number: int) -> Filed | Fault:
    """File an act on a round as its number `number`; a fault ("file-exists") where somebody was faster."""
    file = layout.name_closing(closing.programme, str(closing.period), number)
    doing: Doing = "closing" if closing.act == "closed" else "reopening"
    filed = file_new(root, doing, closing.at, file, compose_record(closing))
    return filed if isinstance(filed, Fault) else replace(filed, number=number)


def file_extension(root: Path, extension: Extension, at: datetime) -> Filed | Fault:
    """File a later deadline granted at a moment, beside earlier ones of the same unit and period."""
    period, unit = str(extension.period), extension.unit
    return _file_beside(
        root, "extension", at, extension, lambda number: layout.name_extension(period, unit, number)
    )


def _file_beside(
    root: Path, doing: Doing, at: datetime, record: BaseModel, name: Callable[[int], str]
) -> Filed | Fault:
    data = compose_record(record)
    for number in range(1, _TRIES):
        if (root / name(number)).exists():
            continue
        filed = file_new(root, doing, at, name(number), data)
        if not isinstance(filed, Fault):
            return replace(filed, number=number)
        if filed.kind != "file-exists":
            return filed
    return Fault("output-failed", {"path": name(1), "error": "EEXIST"})


def append_act(
    root: Path,
    doing: Doing,
    at: datetime,
    *,
    file: str | None = None,
    sha256: str | None = None,
    note: str | None = None,
    removed: bool = False,
) -> Filed | Fault:
    """Enter an act in the journal; `file` is the path within the workspace that it is about, `sha256` that file's.

    A file that is written and entered at once goes in by `file_new`. Of two who enter at one moment both succeed.
    """
    filed = _file_with_act(
        root, [], lambda: compose_act(root, doing, at, file=file, sha256=sha256, note=note, removed=removed)
    )
    return filed if isinstance(filed, Fault) else Filed(filed.file, filed.count, filed.sha256)


def file_new(
    root: Path, doing: Doing, at: datetime, file: str, data: bytes, *, note: str | None = None
) -> Filed | Fault:
    """File something new in the store under the path `file`, and enter it in the journal: both, or neither.

    A fault of kind "file-exists" where somebody has the name. Who is stopped between the two leaves a file that is
    not in the journal: it counts, and `verify` names it.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    filed = _file_with_act(
        root, [(root / file, data)], lambda: compose_act(root, doing, at, file=file, sha256=sha256, note=note)
    )
    return filed if isinstance(filed, Fault) else Filed(file, 1, sha256)


def _file_with_act(
    root: Path, files: list[tuple[Path, bytes]], compose: Callable[[], Composed | Fault]
) -> Named | Fault:
    act = compose()
    if isinstance(act, Fault):
        return act
    earlier = [(root / act.earlier[0], act.earlier[1])] if act.earlier is not None else []
    fault = _write_together([*files, *earlier, (root / act.named.file, act.data)])
    return act.named if fault is None else fault


def write_new(path: Path, data: bytes) -> Fault | None:
    """Write a file of the store under a name nobody has; return why not, with the store as it was.

    When this returns None the bytes and the name are on the disk.
    """
    return _write_together([(path, data)])


def _write_together(files: Sequence[tuple[Path, bytes]]) -> Fault | None:
    """Write several files as `write_new` does, all or none: the bytes of all, then the names in their order."""
    written: list[tuple[Path, Path]] = []
    fault = None
    for path, data in files:
        temporary = _prepare(path, data)
        if isinstance(temporary, Fault):
            fault = temporary
            break
        written.append((temporary, path))
    named: list[Path] = []
    for temporary, path in written if fault is None else ():
        fault = _give_name(temporary, path)
        if fault is not None:
            break
        named.append(path)
    if fault is not None:
        for path in reversed(named):
            _remove(path)
        for temporary, _ in written:
            _remove(temporary)
    return fault


def _prepare(path: Path, data: bytes) -> Path | Fault:
    """Write and sync a file's bytes under a hidden name beside the one it is to have; return that name."""
    temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}.tmp"
    try:
        for folder in (path.parent, path.parent.parent):
            if folder.is_symlink():
                # Readers pass over what lies behind a link: what is filed there would be lost, and outside the store.
                return Fault("store-file-special", {"file": str(folder)})
        _make_folders(path.parent)
        try:
            _write_synced(temporary, data)
        except FileNotFoundError:
            # An empty folder was cleared away just now (`doctor --repair`). One that is new is left alone.
            _make_folders(path.parent)
            _write_synced(temporary, data)
    except OSError as error:
        _remove(temporary)
        return _explain(error, path)
    return temporary


def _give_name(temporary: Path, path: Path) -> Fault | None:
    """Give a file its name, synced, and take the hidden one away; on a fault neither is left."""
    try:
        name_file(temporary, path)
    except FileExistsError:
        _remove(temporary)
        return Fault("file-exists", {"path": str(path)})
    except OSError as error:
        _remove(temporary)
        return _explain(error, path)
    try:
        sync_folder(path.parent)
    except OSError as error:
        _remove(path)
        _remove(temporary)
        return _explain(error, path)
    _remove(temporary)
    return None


def _make_folders(folder: Path) -> None:
    """Make a folder and those above it, each synced into the one that holds it.

    A folder that is there already is synced, too: whoever made it may have been stopped before that.
    """
    if not folder.is_dir():
        _make_folders(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
    sync_folder(folder.parent)


def _write_synced(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        written = 0
        while written < len(data):
            written += os.write(handle, data[written:])
        os.fsync(handle)
    finally:
        os.close(handle)


def name_file(temporary: Path, path: Path) -> None:
    """Give the file its name, never taking one that exists; without hard links, rename it on the same condition."""
    try:
        os.link(temporary, path)
    except OSError as error:
        # A network share that repeats a call whose answer was lost finds its own link and says that it failed.
        if _is_same(temporary, path):
            return
        if error.errno not in _NO_LINKS:
            raise
        _rename_new(temporary, path)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.stat(follow_symlinks=False), other.stat(follow_symlinks=False))
    except OSError:
        return False


def _rename_new(old: Path, new: Path) -> None:
    """Rename a file where the new name is free; OSError where it is taken, or where that cannot be made sure of."""
    if sys.platform == "win32":
        old.rename(new)
        return
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(old), os.fsencode(new))
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*names, 4)
        else:
            failed = library.renameat2(-100, names[0], -100, names[1], 1)
    except AttributeError:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP)) from None
    if failed:
        code = ctypes.get_errno()
        code = errno.ENOTSUP if code in {errno.EINVAL, errno.ENOSYS} else code
        raise OSError(code, os.strerror(code))


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where that is possible at all."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def _explain(error: OSError, path: Path) -> Fault:
    facts: dict[str, str | int] = {"path": str(path), "error": errno.errorcode.get(error.errno or 0, "?")}
    forbidden = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return Fault("output-forbidden" if forbidden else "disk-full" if full else "output-failed", facts)
