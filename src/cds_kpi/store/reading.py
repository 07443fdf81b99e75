"""Reading the store: every file once, each into its record, everything wrong with it into problems with places."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from cds_kpi.model.rest import Rest, read_rest
from cds_kpi.model.shape import read_shape
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.store.slips import explain_slips
from cds_kpi.store.yamltext import LARGEST, find_path, find_places, parse_yaml, step_into

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from cds_kpi.problem import Path as YamlPath
    from cds_kpi.store.yamltext import Parsed, Wanted

R = TypeVar("R", bound=BaseModel)
failed: list[str] = []
"""What kept this process from reading files that are there, as numbers of errors: the next one may read them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file as read: its record, where it could be made, and what is wrong with it."""

    record: BaseModel | None
    parsed: Parsed | None
    data: bytes
    problems: list[Problem]
    rest: Rest[BaseModel] | None = None
    """Where there is no record: what is left of it without what is wrong."""


def read_bytes(path: Path | str) -> bytes | Fault:
    """Return a regular file's bytes, or why they cannot be had. A file over the limit is refused unread."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return _explain(error)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return Fault("store-file-special", {"what": _name_special(status.st_mode)})
        if status.st_size > LARGEST:
            return Fault("file-too-large", {"size": status.st_size, "largest": LARGEST})
        chunks = []
        while chunk := os.read(handle, max(status.st_size + 1, 8192)):
            chunks.append(chunk)
        return b"".join(chunks)
    except OSError as error:
        return _explain(error)
    finally:
        os.close(handle)


def _name_special(mode: int) -> str:
    """Return what is no plain file, in a word of ours."""
    if stat.S_ISDIR(mode):
        return "special.folder"
    return "special.pipe" if stat.S_ISFIFO(mode) else "special.device"


def _explain(error: OSError) -> Fault:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return Fault("file-missing")
    if error.errno == errno.EISDIR:
        return Fault("store-file-special", {"what": "special.folder"})
    if error.errno == errno.ENXIO:
        # A socket, or a device that is not there.
        return Fault("store-file-special", {"what": "special.device"})
    failed.append(str(error.errno))
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Fault("file-forbidden")
    return Fault("file-io", {"error": errno.errorcode.get(error.errno or 0, str(error.errno))})


def load_file(
    path: Path | str, file: str, record: type[R], stand_ins: Mapping[str, str] | None = None
) -> Loaded:
    """Read one file into a record; `file` is how problems name it."""
    data = read_bytes(path)
    if isinstance(data, Fault):
        return Loaded(None, None, b"", [data.at(Place(file))])
    return load_bytes(data, file, record, stand_ins)


def load_bytes(data: bytes, file: str, record: type[R], stand_ins: Mapping[str, str] | None = None) -> Loaded:
    """Make a record of a file's bytes, wherever they come from; `stand_ins` as in `read_rest`."""
    parsed = parse_yaml(data)
    problems = [spot.fault.at(Place(file, (), "value", spot.line, spot.column)) for spot in parsed.faults]
    if parsed.tree is None:
        if not problems:
            problems.append(Problem("mapping-expected", Place(file, (), "value", 1, 1), {"found": "empty"}))
        return Loaded(None, parsed, data, problems)
    made = read_shape(record, parsed.tree)
    if not isinstance(made, list) and not problems:
        return Loaded(made, parsed, data, problems)
    wrong = made if isinstance(made, list) else []
    marked = [(find_path(data, spot.line, spot.column), False, spot.fault) for spot in parsed.faults]
    rest, revealed = read_rest(record, parsed.tree, [*marked, *wrong], stand_ins)
    aliases = {path for path, _, fault in marked if fault.kind == "yaml-alias"}
    for path, on_key, fault in [*wrong, *revealed]:
        if path not in aliases and not any(str(step).startswith("\0") for step in path):
            problems.append(fault.at(Place(file, path, "key" if on_key else "value")))
    problems = list(explain_slips(place_problems(problems, {file: data}), data))
    return Loaded(None, parsed, data, problems, rest)


def place_problems(problems: Iterable[Problem], data: Mapping[str, bytes]) -> list[Problem]:
    """Return the problems with the line and column of those that have none yet, looked up in the files' bytes."""
    problems = list(problems)
    wanted: dict[str, set[Wanted]] = {}
    for problem in problems:
        for place in (problem.place, *problem.related):
            if place.line is None and place.file in data:
                wanted.setdefault(place.file, set()).add((place.path, place.at))
    found = {file: find_places(data[file], spots) for file, spots in wanted.items()}

    def look_up(place: Place, offset: int = 0) -> Place:
        if place.line is not None or place.file not in data:
            return place
        line, column = found[place.file][place.path, place.at]
        if offset:
            line, column = step_into(data[place.file], line, column, offset)
        return Place(place.file, place.path, place.at, line, column)

    return [
        problem.moved_to(
            look_up(problem.place, int(problem.facts.get("offset", 0))),
            tuple(look_up(place) for place in problem.related),
        )
        for problem in problems
    ]


def place_in_store(root: Path, problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with their places looked up in the files of a workspace, read again for it."""
    problems = list(problems)
    names = {
        place.file
        for problem in problems
        for place in (problem.place, *problem.related)
        if place.line is None
    }
    data = {}
    for name in names:
        read = read_bytes(root / name)
        if isinstance(read, bytes):
            data[name] = read
    return place_problems(problems, data)


def find_lines(root: Path, file: str, paths: Sequence[YamlPath]) -> tuple[int, ...]:
    """Return the line (from 1) of the value at each path of a file of the workspace, read again for it."""
    data = read_bytes(root / file)
    if isinstance(data, Fault):
        return (1,) * len(paths)
    found = find_places(data, [(path, "value") for path in paths])
    return tuple(found[path, "value"][0] for path in paths)
