"""Where everything lies in a workspace, and which file names mean what."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.period import parse_canonical
from cds_kpi.store import place
from cds_kpi.text import find_near

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from cds_kpi.model.office import Review

CATALOGUE = place.CATALOGUE
UNITS = "data/units.yaml"
SETTINGS = "data/settings.yaml"
HOLIDAYS = "data/holidays.yaml"
SUBMISSIONS = "data/submissions"
REVIEWS = "data/reviews"
EXTENSIONS = "data/extensions"
ROUNDS = "data/rounds"
REMINDERS = "data/reminders"
JOURNAL = "data/journal"
KEYS = "data/keys"
SET_ASIDE = "data/set-aside"
"""What `doctor --repair` took out of the way: kept, and read by nobody."""
FOLDERS = ("submissions", "reviews", "extensions", "rounds", "reminders", "journal", "keys")
"""The folders of data/ that mean something."""
TEMPLATES = "templates"
REPORTS = "reports"
_LITTER = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r", "lost+found"})
"""What systems leave in folders by themselves."""
OWN_FOLDERS = ("data", TEMPLATES)
"""Where nothing but a workspace's own files lies: no output goes there."""

_UNIT = r"([a-z0-9]+(?:-[a-z0-9]+)*)"
_REVISION = re.compile(_UNIT + r"(?:\.r([1-9][0-9]{0,5}))?\.yaml\Z")
_REVIEW = re.compile(_UNIT + r"\.r(0|[1-9][0-9]{0,5})(?:\.([1-9][0-9]{0,5}))?\.yaml\Z")
_CLOSING = re.compile(r"([0-9]{4}(?:-[A-Z0-9]{2})?)(?:\.([2-9]|[1-9][0-9]{1,5}))?\.yaml\Z")
_EXTENSION = re.compile(_UNIT + r"(?:\.([2-9]|[1-9][0-9]{1,5}))?\.yaml\Z")
_KEY = re.compile(r"([0-9a-f]{32})(\.revoked(?:\.([2-9]|[1-9][0-9]{1,5}))?)?\.yaml\Z")
NAMES = {SUBMISSIONS: _REVISION, REVIEWS: _REVIEW, EXTENSIONS: _EXTENSION}
"""What file names in each of the folders by period look like."""


@dataclass(frozen=True, slots=True)
class FoundAct:
    """A file of an act on a round, or something that lies there and is none."""

    file: str
    programme: str
    period: str
    number: int
    stray: str | None = None


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A file of the register of keys, or something that lies there and is none."""

    file: str
    unit: str
    fingerprint: str
    is_revocation: bool = False
    stray: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A file in a folder by period, or something that lies there and is none."""

    file: str
    """Path relative to the workspace, with forward slashes."""
    period: str
    unit: str
    number: int
    """The revision: 1 where the name has none."""
    stray: str | None = None
    """Why it is not read (a slug of a problem kind), where it is not."""
    again: int = 1
    """For decisions: the first on its revision is 1, the second 2."""


def find_workspace(start: Path) -> Path | None:
    """Return the nearest folder from `start` upward that holds data/indicators.yaml."""
    for folder in (start, *start.parents):
        if _holds_catalogue(folder):
            return folder
    return None


def _holds_catalogue(folder: Path) -> bool:
    """Whether a folder is a workspace; one whose data folder is closed to us is one, too."""
    try:
        return (folder / CATALOGUE).exists()
    except PermissionError:
        # `is_dir` would fail like `exists` where not even the folder above can be looked into.
        with contextlib.suppress(OSError):
            return (folder / "data").is_dir()
        return False


def find_own_folder(path: Path, root: Path | None) -> Path | None:
    """Return the data or templates folder that a path leads into, of this workspace or any other; None where none.

    Links are followed to their end, and a folder is known whatever the name it is reached by.
    """
    own = [root / name for name in OWN_FOLDERS] if root is not None else []
    # Links that lead round in a circle are no error to realpath; abspath leaves out what `..` takes back.
    followed, written = os.path.realpath(path), os.path.abspath(path)  # noqa: PTH100
    # As written, too: another workspace's data folder may be a link to a folder of any name.
    for one in (type(path)(followed), type(path)(written)):
        for folder in (one, *one.parents):
            is_named = folder.name.casefold() in OWN_FOLDERS and _holds_catalogue(folder.parent)
            if is_named or any(_is_same(folder, its) for its in own):
                return folder
    return None


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def is_store_file(file: str) -> bool:
    """Whether a path within the workspace is one that the store reads."""
    folders = (SUBMISSIONS, REVIEWS, EXTENSIONS, ROUNDS, REMINDERS, KEYS)
    return file in {CATALOGUE, UNITS, SETTINGS, HOLIDAYS} or file.startswith(
        tuple(f"{one}/" for one in folders)
    )


def is_submission(file: str) -> bool:
    """Whether a path within the workspace is one submission's, which can be left out of a report by itself."""
    return file.startswith(f"{SUBMISSIONS}/") and file.endswith(".yaml")


def name_submission(period: str, unit: str, revision: int) -> str:
    """Return the path of a revision within the workspace."""
    return f"{SUBMISSIONS}/{period}/{unit}{'' if revision == 1 else f'.r{revision}'}.yaml"


def name_review(review: Review, number: int) -> str:
    """Return the path of the `number`-th decision on a revision."""
    again = "" if number == 1 else f".{number}"
    return f"{REVIEWS}/{review.period}/{review.unit}.r{review.revision}{again}.yaml"


def name_extension(period: str, unit: str, number: int) -> str:
    """Return the path of a unit's `number`-th later deadline for a period."""
    return f"{EXTENSIONS}/{period}/{unit}{'' if number == 1 else f'.{number}'}.yaml"


def name_closing(programme: str, period: str, number: int) -> str:
    """Return the path of the `number`-th act on a round."""
    return f"{ROUNDS}/{programme}/{period}{'' if number == 1 else f'.{number}'}.yaml"


def name_key(unit: str, fingerprint: str) -> str:
    """Return the path of a unit's key in the register."""
    return f"{KEYS}/{unit}/{fingerprint}.yaml"


def name_revocation(unit: str, fingerprint: str, number: int) -> str:
    """Return the path of a key's `number`-th revocation."""
    return f"{KEYS}/{unit}/{fingerprint}.revoked{'' if number == 1 else f'.{number}'}.yaml"


def is_passed_over(name: str) -> bool:
    """Whether a name in the store is none that a person gave: hidden, an editor's or a system's own.

    What a cloud has in a file's place until it is asked for (`.so-y-te.yaml.icloud`) is no such file: its figures
    are missing.
    """
    if name.startswith((".", "~$")):
        return not name.endswith(".icloud")
    return name.endswith(("~", ".tmp")) or name.casefold() in _LITTER


def list_files(root: Path, folder: str, among: Collection[str] | None = None) -> Iterator[Found]:
    """Yield every file of a folder by period, in order of period, unit and number; strays with the reason.

    `among`: of these periods only.

    Hidden files, editors' backups and what systems leave are passed over. Links and special files are strays:
    nothing outside the workspace, and nothing that may block, is read.
    """
    base = root / folder
    try:
        is_special = base.is_symlink() or (base.exists() and not base.is_dir())
    except PermissionError:
        yield Found(folder, "", "", 0, "file-forbidden")
        return
    if is_special:
        yield Found(folder, "", "", 0, "store-file-special")
        return
    try:
        periods = sorted(os.scandir(base), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except PermissionError:
        yield Found(folder, "", "", 0, "file-forbidden")
        return
    for entry in periods:
        name = entry.name
        file = f"{folder}/{name}"
        if is_passed_over(name):
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        is_period = parse_canonical(name) is not None
        if entry.is_symlink() or (is_period and not is_folder):
            yield Found(file, name, "", 0, "store-file-special")
        elif not is_folder:
            if name.endswith(".yaml"):
                yield Found(file, "", "", 0, "store-file-misplaced")
        elif not is_period:
            yield Found(file, name, "", 0, "store-folder-name")
        elif among is None or name in among:
            yield from _list_period(file, base / name, name, NAMES[folder])


def _list_period(folder: str, path: Path, period: str, pattern: re.Pattern[str]) -> Iterator[Found]:
    found = []
    try:
        entries = list(os.scandir(path))
    except PermissionError:
        yield Found(folder, period, "", 0, "file-forbidden")
        return
    for entry in entries:
        name = entry.name
        if is_passed_over(name):
            continue
        match = pattern.match(name)
        file = f"{folder}/{name}"
        if match is None:
            found.append(Found(file, period, "", 0, "store-file-name"))
        elif not entry.is_file(follow_symlinks=False):
            found.append(Found(file, period, match[1], 0, "store-file-special"))
        else:
            again = int(match[3] or 1) if match.re is _REVIEW else 1
            found.append(Found(file, period, match[1], int(match[2] or 1), None, again))
    yield from sorted(found, key=lambda one: (one.unit, one.number, one.again, one.file))


def list_unread_folders(root: Path) -> list[str]:
    """Return the folders of data/ that nothing reads, but whose name or content says that it should be: sorted.

    A folder that is named like one of ours, or has folders named after periods, holds what somebody takes for filed.
    """
    try:
        names = sorted(path.name for path in (root / "data").iterdir() if path.is_dir())
    except OSError:
        return []
    return [
        name
        for name in names
        if name not in FOLDERS
        and not name.startswith(".")
        and (find_near(name, list(FOLDERS)) is not None or _holds_periods(root / "data" / name))
    ]


def _holds_periods(folder: Path) -> bool:
    try:
        return any(parse_canonical(path.name) is not None for path in folder.iterdir())
    except OSError:
        return False


def list_acts(root: Path) -> Iterator[FoundAct]:
    """Yield every file of data/rounds, in order of programme, period and number; strays with the reason."""
    base = root / ROUNDS
    try:
        if base.is_symlink() or (base.exists() and not base.is_dir()):
            yield FoundAct(ROUNDS, "", "", 0, "store-file-special")
            return
        folders = sorted(base.iterdir()) if base.is_dir() else []
    except PermissionError:
        yield FoundAct(ROUNDS, "", "", 0, "file-forbidden")
        return
    for folder in folders:
        if is_passed_over(folder.name):
            continue
        if folder.is_file() and not folder.is_symlink():
            if folder.suffix == ".yaml":
                yield FoundAct(f"{ROUNDS}/{folder.name}", "", "", 0, "store-file-misplaced")
            continue
        if folder.is_symlink() or not folder.is_dir():
            yield FoundAct(f"{ROUNDS}/{folder.name}", folder.name, "", 0, "store-file-special")
            continue
        found = []
        try:
            paths = list(folder.iterdir())
        except PermissionError:
            yield FoundAct(f"{ROUNDS}/{folder.name}", folder.name, "", 0, "file-forbidden")
            continue
        for path in paths:
            file = f"{ROUNDS}/{folder.name}/{path.name}"
            if is_passed_over(path.name):
                continue
            match = _CLOSING.match(path.name)
            if match is None or parse_canonical(match[1]) is None:
                found.append(FoundAct(file, folder.name, "", 0, "store-file-name"))
            elif path.is_symlink() or not path.is_file():
                found.append(FoundAct(file, folder.name, match[1], 0, "store-file-special"))
            else:
                found.append(FoundAct(file, folder.name, match[1], int(match[2] or 1)))
        yield from sorted(found, key=lambda one: (one.period, one.number, one.file))


def has_keys(root: Path) -> bool:
    """Whether a workspace has a register of keys, or something in its place."""
    return os.path.lexists(root / KEYS)


def list_keys(root: Path) -> Iterator[FoundKey]:
    """Yield every file of the register of keys, in order of unit and name; strays with the reason, as `list_files`."""
    base = root / KEYS
    try:
        if base.is_symlink() or (base.exists() and not base.is_dir()):
            yield FoundKey(KEYS, "", "", stray="store-file-special")
            return
        folders = sorted(os.scandir(base), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except PermissionError:
        yield FoundKey(KEYS, "", "", stray="file-forbidden")
        return
    for folder in folders:
        file = f"{KEYS}/{folder.name}"
        if folder.name.startswith(".") or folder.name.endswith(("~", ".tmp")):
            continue
        if folder.is_symlink() or not folder.is_dir(follow_symlinks=False):
            stray = "store-file-special" if folder.is_symlink() else "key-file-stray"
            yield FoundKey(file, folder.name, "", stray=stray)
            continue
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except PermissionError:
            yield FoundKey(file, folder.name, "", stray="file-forbidden")
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")) or entry.name.endswith(("~", ".tmp")):
                continue
            match, path = _KEY.match(entry.name), f"{file}/{entry.name}"
            if match is None:
                yield FoundKey(path, folder.name, "", stray="key-file-stray")
            elif not entry.is_file(follow_symlinks=False):
                yield FoundKey(path, folder.name, match[1], stray="store-file-special")
            else:
                yield FoundKey(path, folder.name, match[1], match[2] is not None)
