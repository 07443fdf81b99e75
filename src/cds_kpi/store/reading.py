"""Reading the store: every file once, each into its record, everything wrong with it into problems with places."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from cds_kpi.model.catalogue import Catalogue
from cds_kpi.model.office import Closing, Extension, Holidays, Review, Settings
from cds_kpi.model.rest import Rest, read_rest
from cds_kpi.model.shape import read_shape
from cds_kpi.model.submission import Filing, Submission, make_filing
from cds_kpi.model.units import Registry
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.store import layout
from cds_kpi.store.history import check_history, check_seal
from cds_kpi.store.slips import explain_slips
from cds_kpi.store.yamltext import LARGEST, find_path, find_places, parse_yaml, step_into
from cds_kpi.text import find_near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cds_kpi.model.rest import Gap
    from cds_kpi.problem import Path as YamlPath
    from cds_kpi.store.yamltext import Parsed, Wanted

R = TypeVar("R", bound=BaseModel)
D = TypeVar("D", Review, Extension)


@dataclass(slots=True)
class Contents:
    """What a workspace holds, and what is wrong with it so far."""

    root: Path
    catalogue: Catalogue | None = None
    registry: Registry | None = None
    settings: Settings = field(default_factory=Settings)
    holidays: Holidays | None = None
    filings: list[Filing] = field(default_factory=list)
    """Every revision that could be read, in order of period, unit and revision."""
    unread: list[str] = field(default_factory=list)
    """The files of submissions that could not be read, or not whole."""
    basis: dict[str, Rest[Any]] = field(default_factory=dict)
    """The catalogue and the registry by file, or what is left of them: to be checked against, never to count by."""
    remains: list[tuple[Filing, frozenset[Gap]]] = field(default_factory=list)
    """What is left of the revisions that could not be read whole, and what they lack: to be checked, never counted."""
    reviews: list[tuple[str, Review]] = field(default_factory=list)
    """The decisions, each with its file."""
    extensions: list[tuple[str, Extension]] = field(default_factory=list)
    closings: list[tuple[str, Closing]] = field(default_factory=list)
    """The acts on rounds, in order of programme, period and number."""
    problems: list[Problem] = field(default_factory=list)


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
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Fault("file-forbidden")
    if error.errno == errno.EISDIR:
        return Fault("store-file-special", {"what": "special.folder"})
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


def read_workspace(root: Path) -> Contents:
    """Read every file of a workspace. Nothing is raised for what is wrong: it stands in `problems`."""
    contents = Contents(root)
    contents.catalogue = _read_one(contents, layout.CATALOGUE, Catalogue, required=True)
    contents.registry = _read_one(contents, layout.UNITS, Registry, required=True)
    contents.settings = _read_one(contents, layout.SETTINGS, Settings, required=False) or Settings()
    contents.holidays = _read_one(contents, layout.HOLIDAYS, Holidays, required=False)
    # What names revisions is read before them: others may file both at this moment, a revision always first.
    contents.closings = _read_closings(contents)
    contents.reviews = _read_folder(contents, layout.REVIEWS, Review)
    contents.extensions = _read_folder(contents, layout.EXTENSIONS, Extension)
    _read_filings(contents)
    contents.problems += _check_frozen(contents)
    contents.problems += _check_folders(root)
    return contents


def read_settings(root: Path) -> Settings:
    """Return a workspace's settings, or the defaults where they are missing or wrong."""
    record = load_file(root / layout.SETTINGS, layout.SETTINGS, Settings).record
    return record if isinstance(record, Settings) else Settings()


def _read_one(contents: Contents, file: str, record: type[R], *, required: bool) -> R | None:
    loaded = load_file(contents.root / file, file, record)
    is_missing = [problem.kind for problem in loaded.problems] == ["file-missing"]
    if not required and is_missing and not (contents.root / file).is_symlink():
        return None
    contents.problems += loaded.problems
    if required:
        whole = Rest(loaded.record, frozenset(), {}) if loaded.record is not None else None
        rest = whole or loaded.rest or read_rest(record, None, ())[0]
        assert rest is not None, "a catalogue and a registry may be empty"
        contents.basis[file] = rest
    return loaded.record if isinstance(loaded.record, record) else None


def _read_filings(contents: Contents) -> None:
    for found in layout.list_files(contents.root, layout.SUBMISSIONS):
        if found.stray is not None:
            contents.unread.append(found.file)
            where = Place(found.file, (), "value", 1, 1)
            contents.problems.append(Problem(found.stray, where, _stray_facts(found)))
            continue
        filing, gaps, problems = load_filing(f"{contents.root}/{found.file}", found)
        contents.problems += problems
        if filing is not None and gaps is None:
            contents.filings.append(filing)
            continue
        contents.unread.append(found.file)
        if filing is not None and gaps is not None:
            contents.remains.append((filing, gaps))
    contents.problems += check_history(contents.filings, contents.unread)


def load_filing(
    path: Path | str, found: layout.Found
) -> tuple[Filing | None, frozenset[Gap] | None, list[Problem]]:
    """Read one revision; its name, content and receipt must agree.

    Where it cannot be read whole, what is left of it is returned, if anything is, and what that lacks; else None.
    """
    loaded = load_file(path, found.file, Submission, {"unit": found.unit, "period": found.period})
    submission = loaded.record if loaded.rest is None else loaded.rest.record
    gaps = loaded.rest.gaps if loaded.rest is not None else None
    if not isinstance(submission, Submission) or loaded.parsed is None:
        return None, gaps, loaded.problems
    sha256 = hashlib.sha256(loaded.data).hexdigest()
    lines = loaded.parsed.lines.get("entries", {})
    filing = make_filing(submission, found.number, found.file, sha256, lines)
    problems = loaded.problems + _check_name(found, submission.unit, str(submission.period))
    receipt = submission.receipt
    if receipt is not None:
        if receipt.revision != found.number:
            facts: dict[str, str | int] = {"found": receipt.revision, "name": found.number}
            problems.append(Problem("store-name-revision", Place(found.file, ("receipt", "revision")), facts))
        if receipt.content is not None:
            problems += check_seal(loaded.data, receipt.content, found.file)
    return filing, gaps, problems


def _check_name(found: layout.Found, unit: str, period: str) -> list[Problem]:
    problems = []
    if unit != found.unit:
        problems.append(
            Problem("store-name-unit", Place(found.file, ("unit",)), {"found": unit, "name": found.unit})
        )
    if period != found.period:
        facts: dict[str, str | int] = {"found": period, "name": found.period}
        problems.append(Problem("store-name-period", Place(found.file, ("period",)), facts))
    return problems


def _stray_facts(found: layout.Found) -> dict[str, str | int]:
    return {"name": found.file.rpartition("/")[2]}


def _read_folder(contents: Contents, folder: str, record: type[D]) -> list[tuple[str, D]]:
    records: list[tuple[str, D]] = []
    for found in layout.list_files(contents.root, folder):
        if found.stray is not None:
            where = Place(found.file, (), "value", 1, 1)
            contents.problems.append(Problem(found.stray, where, _stray_facts(found)))
            continue
        loaded = load_file(contents.root / found.file, found.file, record)
        contents.problems += loaded.problems
        made = loaded.record
        if not isinstance(made, record):
            continue
        contents.problems += _check_name(found, made.unit, str(made.period))
        revision = getattr(made, "revision", found.number)
        if revision != found.number:
            facts: dict[str, str | int] = {"found": revision, "name": found.number}
            contents.problems.append(Problem("store-name-revision", Place(found.file, ("revision",)), facts))
        records.append((found.file, made))
    return records


def _read_closings(contents: Contents) -> list[tuple[str, Closing]]:
    closings = []
    for found in layout.list_acts(contents.root):
        place = Place(found.file, (), "value", 1, 1)
        if found.stray is not None:
            contents.problems.append(Problem(found.stray, place, {"name": found.file.rpartition("/")[2]}))
            continue
        loaded = load_file(contents.root / found.file, found.file, Closing)
        contents.problems += loaded.problems
        closing = loaded.record
        if not isinstance(closing, Closing):
            continue
        for key, said, named in (
            ("programme", closing.programme, found.programme),
            ("period", str(closing.period), found.period),
        ):
            if said != named:
                where = Place(found.file, (key,))
                contents.problems.append(Problem(f"store-name-{key}", where, {"found": said, "name": named}))
        closings.append((found.file, closing))
    return closings


def _check_frozen(contents: Contents) -> Iterator[Problem]:
    """Yield the revisions of closed rounds that are no longer the files that were counted."""
    filed = {filing.file: filing.sha256 for filing in contents.filings}
    for file, closing in contents.closings:
        for position, counted in enumerate(closing.counted):
            if filed.get(counted.file) != counted.sha256 and counted.file not in contents.unread:
                where = Place(file, ("counted", position, "sha256"))
                facts: dict[str, str | int] = {"file": counted.file, "unit": counted.unit}
                yield Problem("round-file-changed", where, facts)


def _check_folders(root: Path) -> Iterator[Problem]:
    """Yield the folders of data/ that no one reads and whose name or content says that they were meant to be read."""
    for name in layout.list_unread_folders(root):
        near = find_near(name, list(layout.FOLDERS))
        facts = {"name": name, "known": ", ".join(layout.FOLDERS), **({"near": near} if near else {})}
        yield Problem("store-folder-unknown", Place(f"data/{name}", (), "value", 1, 1), facts)
