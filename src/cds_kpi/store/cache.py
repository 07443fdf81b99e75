"""What was read before, kept in the user's own cache folder: a shortcut to the same answer, and never more.

Convention: a file's content is taken from here only where its size, times and inode are those it was read with, and it
had been left alone for a while by then; whatever is wrong with the cache itself, it is passed by or made anew. One
folder of a workspace, a period's, is kept together. Nothing here is ever the only copy of anything.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cds_kpi.store.composed import Composed, restore_filing
from cds_kpi.store.layout import find_own_folder
from cds_kpi.store.place import QUIET, make_folder, name_file, read_choice

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from cds_kpi.model.submission import Filing
    from cds_kpi.store.composed import Recognised
    from cds_kpi.store.layout import Found

_FORM = 3
"""The form of the database: raised when it changes."""
_PATIENCE = 0.2
"""Seconds to wait for another process that is writing."""
_PACK = 4_000_000
"""Bytes after which a pack is full."""
_MOST_SMALL_PACKS = 8
"""So many packs of a folder may be less than half full; then they are put together."""
_TABLES = """
CREATE TABLE IF NOT EXISTS folder (name TEXT PRIMARY KEY, basis TEXT, rows BLOB, sum INTEGER);
CREATE TABLE IF NOT EXISTS pack (id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT, data BLOB, sum INTEGER);
"""
"""The number of a pack is never given again: what still names one that is gone finds nothing, no other's bytes."""

_JUDGES = (".", "assess", "model", "store", "desk")
"""The rooms whose modules say what is wrong with a submission."""

Stamp = tuple[int, int, int, int]
"""Size, time of the last change of content, time of the last change of any kind, inode."""


class Row(NamedTuple):
    """A file as it was read."""

    stamp: Stamp
    pack: int
    offset: int
    length: int
    start: int
    sha256: str
    received_at: str
    previous: str | None
    first_line: int
    keys: int
    """Which of the folder's lists of indicators it answers; -1 where one of them is said to be unavailable."""
    is_sound: bool
    """Whether nothing was wrong with it against the basis the folder was kept under."""


class Pack:
    """The bytes of many files, loaded when the first of them is asked for."""

    __slots__ = ("_cache", "_data", "_number")

    def __init__(self, cache: Cache, number: int) -> None:
        """Take where it is kept, and its number there."""
        self._cache, self._number = cache, number
        self._data: bytes | None = None

    @property
    def data(self) -> bytes:
        """The bytes; empty where they can no longer be had."""
        if self._data is None:
            self._data = self._cache.load_pack(self._number)
        return self._data


class Packed(Composed):
    """The content of a file in the composed form, kept in a pack."""

    __slots__ = ("_file", "_keys", "_pack", "_row")

    def __init__(self, pack: Pack, row: Row, keys: tuple[str, ...] | None, file: str) -> None:
        """Take where the file's bytes are kept, what it answers, and the file itself, in case they are not."""
        super().__init__(b"", row.start)
        self._pack, self._row, self._keys, self._file = pack, row, keys, file

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        kept, row = self._pack.data, self._row
        return kept[row.offset : row.offset + row.length] if kept else Path(self._file).read_bytes()

    @property
    def keys(self) -> tuple[str, ...]:
        """The indicators in the file's order."""
        return self._keys if self._keys is not None else super().keys

    @property
    def first_line(self) -> int:
        """The line of the first entry."""
        return self._row.first_line

    @property
    def answered(self) -> tuple[str, ...] | None:
        """The indicators, where none is said to be unavailable."""
        return self._keys


class Folder:
    """What is kept of one period's submissions, and what is to be kept of them from now on."""

    def __init__(
        self,
        name: str,
        rows: dict[str, Row],
        keys: Sequence[tuple[str, ...]],
        state: bytes | None,
        cache: Cache,
    ) -> None:
        """Take what was kept, by file name, the lists of indicators that are answered in it, and its state."""
        self.name, self._before, self._cache = name, rows, cache
        self.keys = keys
        self.state = state
        """A digest of what the database had of it; None where it had nothing that could be used."""
        self._stamps: dict[str, Stamp] = {}
        self._packs = {row.pack: Pack(cache, row.pack) for row in rows.values()}
        self.rows: dict[str, Row] = {}
        """What still holds."""
        self.fresh: list[tuple[str, Stamp, Recognised, bool]] = []
        """What was read anew, and may be kept."""

    def compare(self, found: Found, status: os.stat_result) -> None:
        """Take a file as it is now."""
        name = found.file.rpartition("/")[2]
        stamp = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
        row = self._before.get(name)
        if row is not None and row.stamp == stamp:
            self.rows[name] = row
        else:
            self._stamps[name] = stamp

    def has(self, found: Found) -> bool:
        """Whether a file is still what was kept of it."""
        return found.file.rpartition("/")[2] in self.rows

    def take(self, found: Found) -> Filing:
        """Return the revision of a file that is."""
        row = self.rows[found.file.rpartition("/")[2]]
        keys = self.keys[row.keys] if row.keys >= 0 else None
        body = Packed(self._packs[row.pack], row, keys, f"{self._cache.root}/{found.file}")
        return restore_filing(found, row.sha256, row.received_at, row.previous, body)

    def is_sound(self, found: Found) -> bool:
        """Whether nothing was wrong with it."""
        return self.rows[found.file.rpartition("/")[2]].is_sound

    @property
    def is_sound_throughout(self) -> bool:
        """Whether nothing was wrong with any of the files that are still what was kept of them."""
        return all(row.is_sound for row in self.rows.values())

    def judge(self, found: Found, *, is_sound: bool) -> None:
        """Keep whether anything is wrong with it."""
        name = found.file.rpartition("/")[2]
        self.rows[name] = self.rows[name]._replace(is_sound=is_sound)

    def add(self, found: Found, known: Recognised, *, is_sound: bool) -> None:
        """Take what was read of a file that was not known as it is now, if it has been left alone for a while."""
        name = found.file.rpartition("/")[2]
        stamp = self._stamps.get(name)
        if stamp is not None and max(stamp[1], stamp[2]) < self._cache.started - QUIET:
            self.fresh.append((name, stamp, known, is_sound))

    @property
    def is_changed(self) -> bool:
        """Whether what is to be kept differs from what was."""
        return bool(self.fresh) or self.rows != self._before


def remove(path: Path) -> bool:
    """Remove a cache; return whether it is gone."""
    try:
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{path}{ending}").unlink()
    except OSError:
        return False
    return True


def list_folders(path: Path) -> list[tuple[str, int, int]]:
    """Return each folder that a cache holds, how many files of it and their bytes; none where it cannot be read."""
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
        ) as reader:
            found = reader.execute("SELECT name, rows FROM folder ORDER BY name").fetchall()
        listed = [(name, json.loads(rows)["rows"]) for name, rows in found]
        return [(name, len(rows), sum(row[7] for row in rows)) for name, rows in listed]
    except (sqlite3.Error, ValueError, TypeError, LookupError):
        return []


def open_cache(root: Path, basis: str) -> Cache | None:
    """Return the cache of a workspace; None where nothing is to be kept."""
    choice = read_choice()
    if choice is None:
        return None
    folder, started = choice
    if find_own_folder(folder, root) is not None:
        # Nothing but a workspace's own files lies in its data and templates.
        return None
    return Cache(name_file(folder, root), root, f"{basis} {_name_program()}", started)


def _digest(data: object) -> bytes:
    """Return a digest of what a database holds; where that is damaged it may be anything."""
    return blake2b(data if isinstance(data, bytes) else repr(data).encode(), digest_size=16).digest()


def _name_program() -> str:
    """Return what tells this state of the program from another: its version, and when its files were written."""
    from cds_kpi import __version__

    package = Path(__file__).resolve().parent.parent
    times = [file.stat().st_mtime_ns for room in _JUDGES for file in (package / room).glob("*.py")]
    return f"{__version__} {len(times)} {max(times, default=0)}"


class Cache:
    """A workspace's cache, opened for one run."""

    def __init__(self, path: Path, root: Path, basis: str, started: int) -> None:
        """Take the file, the workspace, a digest of what the soundness of a submission depends on, and the moment."""
        self._path, self._basis = path, basis
        self.root, self.started = root, started
        self._reader: sqlite3.Connection | None = None
        self._open()

    def _open(self) -> None:
        """Open the file to be read as it stands now, made anew where it is no cache of this form."""
        for _ in range(2):
            try:
                make_folder(self._path.parent)
                reader = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
                if reader.execute("PRAGMA user_version").fetchone()[0] == 0:
                    reader.execute("PRAGMA journal_mode = WAL")
                    reader.executescript(f"{_TABLES} PRAGMA user_version = {_FORM};")
                if reader.execute("PRAGMA user_version").fetchone()[0] == _FORM:
                    # Everything is read as it stood at one moment, whatever others write.
                    reader.execute("BEGIN")
                    reader.execute("SELECT name FROM folder LIMIT 1").fetchall()
                    self._reader = reader
                    return
                reader.close()
            except sqlite3.OperationalError as error:
                if "locked" in str(error) or "readonly" in str(error) or "unable to open" in str(error):
                    return
            except (sqlite3.Error, OSError):
                pass
            if not remove(self._path):
                return

    def open_folder(self, name: str) -> Folder:
        """Return what is kept of a period's submissions; nothing where nothing sound is."""
        return Folder(name, *self._load(name), self)

    def _load(self, folder: str) -> tuple[dict[str, Row], list[tuple[str, ...]], bytes | None]:
        """Return what is kept of a folder's files, the lists of indicators in it, and its state.

        Nothing where none is sound.
        """
        if self._reader is None:
            return {}, [], None
        try:
            found = self._reader.execute(
                "SELECT basis, rows, sum FROM folder WHERE name = ?", (folder,)
            ).fetchone()
            if found is None or zlib.crc32(found[1]) != found[2]:
                return {}, [], None
            is_same = found[0] == self._basis
            kept = json.loads(found[1])
            rows = {
                name: Row._make(((size, written, changed, inode), *rest, is_sound and is_same))
                for name, size, written, changed, inode, *rest, is_sound in kept["rows"]
            }
            return rows, list(map(tuple, kept["keys"])), _digest(found[1])
        except (sqlite3.Error, ValueError, TypeError, KeyError):
            return {}, [], None

    def load_pack(self, number: int) -> bytes:
        """Return the bytes of a pack; none where it cannot be read, or is not what was written."""
        if self._reader is None:
            return b""
        try:
            found = self._reader.execute("SELECT data, sum FROM pack WHERE id = ?", (number,)).fetchone()
        except sqlite3.Error:
            return b""
        return found[0] if found is not None and zlib.crc32(found[0]) == found[1] else b""

    def save(self, folders: Iterable[Folder]) -> None:
        """Write what is to be kept; where that cannot be done, nothing is written and nothing is lost."""
        changed = list(folders)
        if not changed or self._reader is None:
            return
        writer = None
        try:
            writer = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            writer.execute("PRAGMA synchronous = OFF")
            writer.execute("BEGIN IMMEDIATE")
            for folder in changed:
                self._write(writer, folder)
            writer.execute("COMMIT")
        except sqlite3.Error:
            if writer is not None:
                with contextlib.suppress(sqlite3.Error):
                    writer.rollback()
        finally:
            if writer is not None:
                writer.close()

    def _write(self, writer: sqlite3.Connection, folder: Folder) -> None:
        found = writer.execute("SELECT rows FROM folder WHERE name = ?", (folder.name,)).fetchone()
        if folder.rows and (found is None or _digest(found[0]) != folder.state):
            # Another process has written meanwhile, or made the database anew: the numbers of packs mean others now.
            return
        rows = dict(folder.rows)
        keys = {one: number for number, one in enumerate(folder.keys)}
        packing = _Packing(writer, folder.name)
        for name, stamp, (data, start, digest, received_at, previous), is_sound in folder.fresh:
            pack, offset = packing.add(data)
            body = Composed(data, start)
            answered = body.answered
            rows[name] = Row(
                stamp=stamp,
                pack=pack,
                offset=offset,
                length=len(data),
                start=start,
                sha256=digest,
                received_at=received_at,
                previous=previous,
                first_line=body.first_line,
                keys=keys.setdefault(answered, len(keys)) if answered is not None else -1,
                is_sound=is_sound,
            )
        sizes = Counter[int]()
        for row in folder.rows.values():
            sizes[row.pack] += row.length
        small = {number for number, size in sizes.items() if size < _PACK // 2}
        if len(small) > _MOST_SMALL_PACKS:
            kept = {number: self._fetch(writer, number) for number in small}
            for name, row in folder.rows.items():
                if row.pack in small:
                    pack, offset = packing.add(kept[row.pack][row.offset : row.offset + row.length])
                    rows[name] = row._replace(pack=pack, offset=offset)
        packing.finish()
        used = {row.pack for row in rows.values()}
        listed = [[name, *row.stamp, *row[1:]] for name, row in rows.items()]
        written = json.dumps({"keys": list(keys), "rows": listed}).encode()
        writer.execute(
            "INSERT OR REPLACE INTO folder (name, basis, rows, sum) VALUES (?, ?, ?, ?)",
            (folder.name, self._basis, written, zlib.crc32(written)),
        )
        for (one,) in writer.execute("SELECT id FROM pack WHERE folder = ?", (folder.name,)).fetchall():
            if one not in used:
                writer.execute("DELETE FROM pack WHERE id = ?", (one,))

    @staticmethod
    def _fetch(writer: sqlite3.Connection, number: int) -> bytes:
        data, total = writer.execute("SELECT data, sum FROM pack WHERE id = ?", (number,)).fetchone()
        if zlib.crc32(data) != total:
            raise sqlite3.DatabaseError
        return bytes(data)


class _Packing:
    """The packs that a folder's files are being put into."""

    def __init__(self, writer: sqlite3.Connection, folder: str) -> None:
        self._writer, self._folder = writer, folder
        self._number = 0
        self._datas: list[bytes] = []
        self._size = 0

    def add(self, data: bytes) -> tuple[int, int]:
        """Put in a file; return the number of its pack and where in it the file begins."""
        if self._size >= _PACK:
            self.finish()
        if not self._datas:
            made = self._writer.execute("INSERT INTO pack (folder) VALUES (?)", (self._folder,))
            self._number = made.lastrowid or 0
        place = self._size
        self._datas.append(data)
        self._size += len(data)
        return self._number, place

    def finish(self) -> None:
        """Write the pack that is being filled, if any is."""
        if self._datas:
            joined = b"".join(self._datas)
            self._writer.execute(
                "UPDATE pack SET data = ?, sum = ? WHERE id = ?", (joined, zlib.crc32(joined), self._number)
            )
        self._datas, self._size = [], 0
