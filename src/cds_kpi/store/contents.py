"""What a workspace holds: every file read once, in an order in which nothing is missed that others file meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from cds_kpi.model.catalogue import Catalogue
from cds_kpi.model.office import Closing, Extension, Holidays, Review, Settings
from cds_kpi.model.rest import Rest, read_rest
from cds_kpi.model.units import Registry
from cds_kpi.problem import Place, Problem
from cds_kpi.store import layout
from cds_kpi.store.aside import check_aside, list_aside
from cds_kpi.store.cache import open_cache
from cds_kpi.store.filings import Inspect, check_name, read_filings, stray_facts
from cds_kpi.store.history import check_history
from cds_kpi.store.reading import load_file
from cds_kpi.text import find_near

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import BaseModel

    from cds_kpi.model.rest import Gap
    from cds_kpi.model.submission import Filing

R = TypeVar("R", bound="BaseModel")
D = TypeVar("D", Review, Extension)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which submissions are read; None: those of all periods, of all units."""

    periods: frozenset[str] | None = None
    units: frozenset[str] | None = None

    def covers(self, period: str, unit: str) -> bool:
        """Whether a unit's submissions for a period are read."""
        return (self.periods is None or period in self.periods) and (self.units is None or unit in self.units)


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
    uncounted: dict[str, Filing] = field(default_factory=dict)
    """By file, the revisions that do not count for want of a right signature; they are not among the filings."""
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
    scope: Scope = field(default_factory=Scope)
    """Which submissions were read."""
    digest: str = ""
    """Of the bytes of the catalogue, the registry, the settings and the holidays."""
    inspected: list[Problem] | None = None
    """What was found wrong with each submission by itself, against the catalogue; None where nobody asked for it."""


Inspector = Callable[[Contents], Inspect]


def read_basis(root: Path) -> Contents:
    """Read everything of a workspace but the submissions."""
    contents = Contents(root)
    contents.catalogue = _read_one(contents, layout.CATALOGUE, Catalogue, required=True)
    contents.registry = _read_one(contents, layout.UNITS, Registry, required=True)
    contents.settings = _read_one(contents, layout.SETTINGS, Settings, required=False) or Settings()
    contents.holidays = _read_one(contents, layout.HOLIDAYS, Holidays, required=False)
    contents.closings = _read_closings(contents)
    contents.reviews = _read_folder(contents, layout.REVIEWS, Review)
    contents.extensions = _read_folder(contents, layout.EXTENSIONS, Extension)
    return contents


def read_workspace(
    root: Path, inspector: Inspector | None = None, limit: Callable[[Contents], Scope] | None = None
) -> Contents:
    """Read every file of a workspace. Nothing is raised for what is wrong: it stands in `problems`.

    `inspector` is called with what was read so far, before the submissions, and what it returns with every submission
    that is not known to be right; what that finds stands in `inspected`. `limit` says, of what was read so far,
    which submissions are to be read at all.
    """
    # What names revisions is read before them: others may file both at this moment, a revision always first.
    contents = read_basis(root)
    if limit is not None:
        contents.scope = limit(contents)
    periods, units = contents.scope.periods, contents.scope.units
    files = [
        found
        for found in layout.list_files(root, layout.SUBMISSIONS, periods)
        if units is None or found.unit in units or found.stray is not None
    ]
    if inspector is None:
        filed = read_filings(root, files)
    else:
        # The cache holds whole folders: of some units' files it would forget the others.
        cache = open_cache(root, contents.digest) if units is None else None
        filed = read_filings(root, files, partial(inspector, contents), cache)
    contents.filings, contents.unread, contents.remains = filed.filings, filed.unread, filed.remains
    contents.problems += filed.problems
    set_aside = list_aside(root, contents.scope.covers)
    contents.problems += check_history(contents.filings, [*contents.unread, *set_aside])
    contents.problems += check_aside(set_aside)
    contents.inspected = filed.inspected if inspector is not None else None
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
    contents.digest = hashlib.sha256(f"{contents.digest}{file}".encode() + loaded.data).hexdigest()
    if required:
        whole = Rest(loaded.record, frozenset(), {}) if loaded.record is not None else None
        rest = whole or loaded.rest or read_rest(record, None, ())[0]
        assert rest is not None, "a catalogue and a registry may be empty"
        contents.basis[file] = rest
    return loaded.record if isinstance(loaded.record, record) else None


def _read_folder(contents: Contents, folder: str, record: type[D]) -> list[tuple[str, D]]:
    records: list[tuple[str, D]] = []
    for found in layout.list_files(contents.root, folder):
        if found.stray is not None:
            where = Place(found.file, (), "value", 1, 1)
            contents.problems.append(Problem(found.stray, where, stray_facts(found)))
            continue
        loaded = load_file(contents.root / found.file, found.file, record)
        contents.problems += loaded.problems
        made = loaded.record
        if not isinstance(made, record):
            continue
        contents.problems += check_name(found, made.unit, str(made.period))
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
            if not contents.scope.covers(str(closing.period), counted.unit):
                continue
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
