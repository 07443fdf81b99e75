"""The survey of a workspace: one look at the size, times and inode of every file, without opening any.

Convention: two surveys that are alike mean that nothing has changed between them, provided that every file had been
left alone for a while at the first (`store/place.py` says why). Nothing is imported here that a quick answer could not
afford.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import NamedTuple

_WORTH_SHARING = 5_000
"""From so many files on, a second process that looks at half of them costs less than it saves."""
_DEEP = 2
"""So many floors below the top lie the folders that are shared among two processes: those of the periods."""


class Survey(NamedTuple):
    """What was seen."""

    digest: str
    """Of every folder's path and its files' names, sizes, times and inodes."""
    files: int
    newest: int
    """The last change of any of them, in nanoseconds."""


class _Seen(NamedTuple):
    """One folder's own files."""

    path: str
    files: int
    newest: int
    digest: str


class _StrangeError(Exception):
    """Something is neither a file nor a folder."""


def take_survey(tops: list[str], expected: int = 0) -> Survey | None:
    """Return what is seen in some folders and below; `expected` is about how many files there will be.

    None where one of them is not there, or where anything is neither a file nor a folder: what a link leads to could
    change unseen.
    """
    try:
        seen, deep = _look(tops, _DEEP)
        seen += _look_beside(deep) if expected >= _WORTH_SHARING and hasattr(os, "fork") else _look(deep)[0]
    except (OSError, _StrangeError):
        return None
    digest = blake2b("".join(f"{one!r}\n" for one in sorted(seen)).encode(), digest_size=16)
    newest = max((one.newest for one in seen), default=0)
    return Survey(digest.hexdigest(), sum(one.files for one in seen), newest)


def _look(folders: list[str], floors: int = 1_000) -> tuple[list[_Seen], list[str]]:
    """Return what is seen on so many floors, the folders' own the first, and the folders that lie deeper."""
    seen, deeper = [], folders
    while deeper and floors > 0:
        folders, deeper, floors = deeper, [], floors - 1
        for folder in folders:
            seen.append(_look_into(folder, deeper))
    return seen, deeper


def _look_into(folder: str, folders: list[str]) -> _Seen:
    """Return what is seen of a folder's files, and add the folders in it to those that are still to be looked into."""
    lines, newest = [], 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                changed = status.st_ctime_ns
                newest = max(newest, changed, status.st_mtime_ns)
                lines.append(
                    f"{entry.name!a} {status.st_size} {status.st_mtime_ns} {changed} {status.st_ino}"
                )
            elif entry.is_dir(follow_symlinks=False):
                # Python writes those beside its modules whenever it likes.
                if entry.name != "__pycache__":
                    folders.append(entry.path)
            else:
                raise _StrangeError
    return _Seen(
        ascii(folder), len(lines), newest, blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()
    )


def _look_beside(folders: list[str]) -> list[_Seen]:
    """Return what is seen in folders and below, half of it by another process."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        # Nothing of the parent's may happen here: neither its handlers nor what it has yet to write.
        code = 1
        try:
            os.close(ours)
            with os.fdopen(theirs, "w", encoding="ascii") as pipe:
                for path, *rest in _look(folders[::2])[0]:
                    pipe.write("\0".join([path, *map(str, rest)]) + "\n")
            code = 0
        finally:
            os._exit(code)
    os.close(theirs)
    try:
        with os.fdopen(ours, encoding="ascii") as pipe:
            # Closed, too, where this half fails: the other one must not wait for a reader.
            seen = _look(folders[1::2])[0]
            for line in pipe:
                path, files, newest, digest = line.rstrip("\n").split("\0")
                seen.append(_Seen(path, int(files), int(newest), digest))
    finally:
        _, status = os.waitpid(child, 0)
    if status != 0:
        raise _StrangeError
    return seen
