"""Answers that were given before, whole, so that the same question about the same files is answered by copying.

Convention: an answer is repeated only where the survey of the workspace and the program itself are those it was given
by, and, where it was of the moment it was given at, on the same day. It is a file in the cache folder, never changed
once it has its name; one that is cut, damaged or of another form is passed by. Nothing is imported here that a quick
answer could not afford.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cds_kpi.store.place import CATALOGUE, QUIET, make_folder
from cds_kpi.store.survey import take_survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

FOLDER = "answers"
"""Within the folder of caches."""
_FORM = "cds-kpi.answer/1"
"""Stands at the end of an answer's file: raised when its form changes."""
_LAST = len(f" {_FORM} {0:10} {0:10}")
"""Bytes at the end that say how long the ending before them is, and the checksum of everything before them."""
_BLOCK = 1 << 20
_LARGEST = 256 << 20
"""Bytes of an answer that is kept."""
_MOST = 512 << 20
"""Bytes of all that are kept; the oldest go first."""
_DATE = len("2022-09-20")
_MOMENT_KEY = b'"as_of": "'
"""Stands before the moment in every command's data."""
_DAY = 24 * 60 * 60
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is slow to load


class Question(NamedTuple):
    """What is asked, by whom, when and where."""

    call: str
    """A digest of the arguments and of everything else, but the files, that an answer depends on."""
    program: str
    """The state of the program that is asked."""
    moment: str
    """When: a date and a time in the city's zone, always as long."""
    here: str
    """The folder that one stands in."""


class _Ending(NamedTuple):
    """What stands behind the bytes of an answer."""

    root: str
    """The workspace."""
    is_named: bool
    """Whether the call named it; else it is the nearest one."""
    is_timely: bool
    """Whether the answer is about the moment it was asked at: it holds on that day alone."""
    moment: str
    program: str
    survey: str
    files: int
    place: int
    """Where the moment it was asked at stands among the bytes; -1 where it does not."""
    code: int
    lengths: Sequence[int]
    """Bytes to standard output and to standard error, in turn."""


class Answer:
    """An answer that still holds, its file open."""

    def __init__(self, file: BinaryIO, ending: _Ending, moment: str) -> None:
        """Take the file, what stands at its end, and the moment to put in for the one it was given at."""
        self._file, self._ending, self._moment = file, ending, moment
        self._pieces: list[tuple[int, bytes]] | None = None
        self.code: int = ending.code
        """The exit code."""

    def load(self) -> Answer | None:
        """Return the same answer, read before any of it is given where it is short; None where it cannot be read."""
        if sum(self._ending.lengths) <= _BLOCK:
            try:
                self._pieces = list(self.read())
            except OSError:
                return None
        return self

    def read(self) -> Iterator[tuple[int, bytes]]:
        """Yield the bytes for standard output (1) and standard error (2) in their order."""
        if self._pieces is not None:
            yield from self._pieces
            return
        place = 0
        self._file.seek(0)
        with self._file:
            for number, length in enumerate(self._ending.lengths):
                left = length
                while left:
                    block = self._file.read(min(left, _BLOCK))
                    yield 1 + number % 2, self._put_moment(block, place)
                    left -= len(block)
                    place += len(block)

    def _put_moment(self, block: bytes, place: int) -> bytes:
        start = self._ending.place - place
        text = self._moment.encode()
        if self._ending.place < 0 or start + len(text) <= 0 or start >= len(block):
            return block
        # Never cut in two: what is kept has it within its first block.
        return block[:start] + text + block[start + len(text) :]


def name_program() -> str:
    """Return what tells this state of the program from another: its files, its templates, and the packages it uses.

    Empty where that cannot be told, as its files are links.
    """
    beside = os.path.join(_PACKAGE, "..", "..", "templates")  # noqa: PTH118 - where a checkout has them
    seen = take_survey([_PACKAGE, beside] if os.path.isdir(beside) else [_PACKAGE])  # noqa: PTH112
    if seen is None:
        return ""
    times = []
    for folder in sys.path:
        with contextlib.suppress(OSError):
            times.append(os.stat(folder).st_mtime_ns)  # noqa: PTH116
    return f"{seen.digest} {sys.version} {times}"


def find_answer(folder: str, question: Question) -> Answer | None:
    """Return the answer to a question, kept in a folder of caches, if it still holds."""
    name = _name(folder, question.call)
    try:
        # Anything else, a pipe above all, may have to be waited for.
        if not os.path.isfile(name):  # noqa: PTH113
            return None
        file = open(name, "rb")  # noqa: PTH123, SIM115 - open until it was read
    except OSError:
        return None
    ending = None
    with contextlib.suppress(OSError, ValueError, TypeError):
        ending = _read_ending(file)
    if ending is not None and _holds(ending, question):
        return Answer(file, ending, question.moment).load()
    with contextlib.suppress(OSError):
        file.close()
    return None


def _holds(ending: _Ending, question: Question) -> bool:
    if ending.program != question.program:
        return False
    if not ending.is_named and _find_nearest(question.here) != ending.root:
        return False
    if ending.is_timely and not (
        # On the same day, and the clock was not put back: what was received by then may not have been received yet.
        ending.moment <= question.moment and ending.moment[:_DATE] == question.moment[:_DATE]
    ):
        return False
    survey = take_survey(list_tops(ending.root), ending.files)
    return survey is not None and survey.digest == ending.survey


def _find_nearest(here: str) -> str | None:
    """Return the nearest folder upward that is a workspace, as `layout.find_workspace` finds it."""
    folder = here
    while True:
        try:
            os.stat(os.path.join(folder, CATALOGUE))  # noqa: PTH116, PTH118
        except PermissionError:
            # It may be one that is closed to us: whoever looks closer says so.
            return None
        except OSError:
            folder, below = os.path.dirname(folder), folder  # noqa: PTH120
            if folder == below:
                return None
        else:
            return folder


def list_tops(root: str) -> list[str]:
    """Return the folders of a workspace that an answer may depend on."""
    templates = os.path.join(root, "templates")  # noqa: PTH118
    data = os.path.join(root, "data")  # noqa: PTH118
    return [data, templates] if os.path.lexists(templates) else [data]


def _name(folder: str, call: str) -> str:
    return os.path.join(folder, FOLDER, call)  # noqa: PTH118


def _read_ending(file: BinaryIO) -> _Ending | None:
    """Return what stands at the end of an answer's file; None where its bytes are not those that were written."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LAST))
    form, length, checksum = file.read().decode("ascii").split()[-3:]
    start = size - _LAST - int(length)
    if form != _FORM or start < 0:
        return None
    file.seek(start)
    written = file.read(int(length))
    found, left = 0, start
    file.seek(0)
    while left > 0 and (block := file.read(min(left, _BLOCK))):
        found, left = zlib.crc32(block, found), left - len(block)
    if zlib.crc32(written, found) != int(checksum):
        return None
    return _Ending(*json.loads(written))


class Recorder:
    """Takes down an answer while it is given, so that it can be kept; whatever fails, only the keeping does."""

    def __init__(
        self, folder: str, question: Question, root: str, *, is_named: bool, is_timely: bool
    ) -> None:
        """Take a folder of caches, what is asked, and of which workspace; the survey is taken now."""
        self._question, self._root = question, root
        self._is_named, self._is_timely = is_named, is_timely
        self._path = _name(folder, question.call)
        self._part = f"{self._path}.{os.getpid()}"
        self._survey = take_survey(list_tops(root))
        self._lengths: list[int] = []
        self._checksum = 0
        self._place = -1
        self._is_fit = True
        self._file: BinaryIO | None = None
        if self._survey is not None:
            with contextlib.suppress(OSError):
                make_folder(Path(folder))
                make_folder(Path(folder, FOLDER))
                self._file = open(self._part, "xb")  # noqa: PTH123, SIM115 - open until the answer is whole

    def write(self, stream: int, data: bytes) -> None:
        """Take what goes to standard output (1) or standard error (2)."""
        if self._file is None or not data:
            return
        while not self._lengths or len(self._lengths) % 2 != stream % 2:
            self._lengths.append(0)
        total = sum(self._lengths)
        if self._is_timely and (place := data.find(self._question.moment.encode())) >= 0:
            is_first = self._place < 0 and data.find(self._question.moment.encode(), place + 1) < 0
            # Written otherwise it is somebody's text: within one, the marks of quotation would be escaped.
            is_data = data.endswith(_MOMENT_KEY, 0, place)
            self._is_fit &= is_first and is_data and total + place < _BLOCK - len(self._question.moment)
            self._place = total + place
        self._lengths[-1] += len(data)
        try:
            self._file.write(data)
        except OSError:
            self.drop()
            return
        self._checksum = zlib.crc32(data, self._checksum)
        if total + len(data) > _LARGEST:
            self.drop()

    def drop(self) -> None:
        """Keep nothing."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                os.unlink(self._part)  # noqa: PTH108

    def keep(self, code: int, started: int, *, is_settled: bool) -> None:
        """Keep what was taken down, with the exit code, if it is sure to be the answer to the same question later.

        `started` is when the run began, in nanoseconds; `is_settled` whether nothing that was read was made later
        than that: it would come to count on the same day.
        """
        survey = self._survey
        if self._file is None or survey is None or not self._is_fit or survey.newest >= started - QUIET:
            self.drop()
            return
        if not self._question.program:
            # Whether it is still the same could not be told.
            self.drop()
            return
        if self._is_timely and (not is_settled or (self._lengths and self._place < 0)):
            # Where something is printed and not the moment as data has it, it may stand there in words.
            self.drop()
            return
        ending = _Ending(
            root=self._root,
            is_named=self._is_named,
            is_timely=self._is_timely,
            moment=self._question.moment,
            program=self._question.program,
            survey=survey.digest,
            files=survey.files,
            place=self._place,
            code=code,
            lengths=self._lengths,
        )
        written = json.dumps(ending).encode()
        checksum = zlib.crc32(written, self._checksum)
        try:
            with self._file:
                self._file.write(written + f" {_FORM} {len(written):10} {checksum:10}".encode())
            os.replace(self._part, self._path)  # noqa: PTH105
            self._file = None
        except OSError:
            self.drop()
        _make_room(os.path.dirname(self._path))  # noqa: PTH120


def _make_room(folder: str) -> None:
    """Remove the oldest answers where all take too much room, and what runs that were ended left behind."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        files = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
        kept = sorted(((entry.stat(), entry.path) for entry in files), key=lambda one: one[0].st_mtime)
        total = sum(status.st_size for status, _ in kept)
        for status, path in kept:
            is_left_behind = "." in os.path.basename(path) and status.st_mtime < kept[-1][0].st_mtime - _DAY  # noqa: PTH119
            if total > _MOST or is_left_behind:
                os.unlink(path)  # noqa: PTH108
                total -= status.st_size


def list_answers(folder: str, root: str) -> list[tuple[str, int]]:
    """Return the file and the size of every answer of a workspace that is kept in a folder of caches."""
    found = []
    with contextlib.suppress(OSError), os.scandir(os.path.join(folder, FOLDER)) as entries:  # noqa: PTH118
        for entry in entries:
            if not entry.is_file(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError, ValueError, TypeError), open(entry.path, "rb") as file:  # noqa: PTH123
                ending = _read_ending(file)
                if ending is not None and ending.root == root:
                    found.append((entry.path, entry.stat().st_size))
    return found
