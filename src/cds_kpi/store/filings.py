"""Reading submissions: recognised where they are in the composed form, else read whole; many on several processors."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from cds_kpi.model.submission import Filing, Submission, make_filing
from cds_kpi.problem import Place, Problem
from cds_kpi.store.composed import Recognised, recognise, restore
from cds_kpi.store.history import check_seal
from cds_kpi.store.progress import tell
from cds_kpi.store.reading import load_file, read_bytes

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cds_kpi.model.rest import Gap
    from cds_kpi.store import layout
    from cds_kpi.store.cache import Cache, Folder

Inspect = Callable[[Filing, "frozenset[Gap] | None"], list[Problem]]
"""Returns what is wrong with a submission by itself; told what it lacks, where it could not be read whole."""
Read = tuple["Recognised", list[Problem]]
"""A file in the composed form, and what is wrong with it."""
WORTH_SHARING = 2_000
"""From so many files on, starting another process costs less than it saves."""
_PORTION = 250
"""Files that are read before another process is listened to."""


@dataclass(slots=True)
class Filed:
    """What the folder of submissions holds."""

    filings: list[Filing] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    remains: list[tuple[Filing, frozenset[Gap]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with the files themselves."""
    inspected: list[Problem] = field(default_factory=list)
    """What `inspect` found."""


def read_filings(
    root: Path,
    files: Sequence[layout.Found],
    inspector: Callable[[], Inspect] | None = None,
    cache: Cache | None = None,
) -> Filed:
    """Read submissions in the order given and inspect each of them, in whichever process.

    What the cache holds of a file that has not changed is not read again, and not inspected where nothing was wrong:
    where that is so of all files, nothing is inspected, and `inspector` is not called.
    """
    filed = Filed()
    folders = _open_folders(root, files, cache) if cache is not None else {}
    anew = [found for found in files if found.period not in folders or not folders[found.period].has(found)]
    is_needed = anew or not all(folder.is_sound_throughout for folder in folders.values())
    inspect = inspector() if inspector is not None and is_needed else None
    read = dict(zip((found.file for found in anew), recognise_all(root, anew, inspect), strict=True))
    for found in files:
        folder = folders.get(found.period)
        if found.stray is not None:
            filed.unread.append(found.file)
            where = Place(found.file, (), "value", 1, 1)
            filed.problems.append(Problem(found.stray, where, stray_facts(found)))
        elif folder is not None and folder.has(found):
            filing = folder.take(found)
            filed.filings.append(filing)
            if inspect is not None and not folder.is_sound(found):
                problems = inspect(filing, None)
                folder.judge(found, is_sound=not problems)
                filed.inspected += problems
        elif (known := read[found.file]) is not None:
            filed.filings.append(restore(known[0], found))
            filed.inspected += known[1]
            if folder is not None:
                folder.add(found, known[0], is_sound=inspect is not None and not known[1])
        else:
            _read_whole(root, found, inspect, filed)
    if cache is not None:
        cache.save(folder for folder in folders.values() if folder.is_changed)
    return filed


def _open_folders(root: Path, files: Sequence[layout.Found], cache: Cache) -> dict[str, Folder]:
    """Return what the cache holds of each period's folder, with the files as they are now."""
    folders = {}
    for period, group in groupby(files, key=lambda found: found.period):
        folder = folders[period] = cache.open_folder(period)
        for found in group:
            with contextlib.suppress(OSError):
                folder.compare(found, os.lstat(f"{root}/{found.file}"))
    return folders


def _read_whole(root: Path, found: layout.Found, inspect: Inspect | None, filed: Filed) -> None:
    """Read a submission that is not in the composed form."""
    filing, gaps, problems = load_filing(f"{root}/{found.file}", found)
    filed.problems += problems
    if filing is not None and gaps is None:
        filed.filings.append(filing)
    else:
        filed.unread.append(found.file)
        if filing is not None and gaps is not None:
            filed.remains.append((filing, gaps))
    if filing is not None and inspect is not None:
        filed.inspected += inspect(filing, gaps)


def recognise_all(root: Path, files: Sequence[layout.Found], inspect: Inspect | None) -> list[Read | None]:
    """Return, for each file, what it holds and what is wrong with it; None for one that is not in the composed form."""
    count = min(os.cpu_count() or 1, len(files) // WORTH_SHARING + 1)
    if count == 1 or not hasattr(os, "fork"):
        results: list[Read | None] = []
        for start in range(0, len(files), _PORTION):
            results += _recognise_some(root, files[start : start + _PORTION], inspect)
            tell(len(results), len(files))
        return results
    return _share(root, files, inspect, count)


def _recognise_some(
    root: Path, files: Sequence[layout.Found], inspect: Inspect | None
) -> Iterator[Read | None]:
    for found in files:
        data = read_bytes(f"{root}/{found.file}") if found.stray is None else b""
        known = recognise(data, found) if isinstance(data, bytes) else None
        problems = inspect(restore(known, found), None) if known is not None and inspect is not None else []
        yield (known, problems) if known is not None else None


def _share(
    root: Path, files: Sequence[layout.Found], inspect: Inspect | None, count: int
) -> list[Read | None]:
    """Recognise files in `count` processes, this one among them; alone where no other can be started."""
    import multiprocessing

    fork = multiprocessing.get_context("fork")
    size = -(-len(files) // count)
    shares = [files[start : start + size] for start in range(0, len(files), size)]
    results: list[list[Read | None]] = [[] for _ in shares]
    others: list[tuple[int, Connection]] = []
    for place, share in enumerate(shares[1:], 1):
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=_send, args=(root, share, inspect, ours, theirs), daemon=True)
        try:
            process.start()
        except OSError:
            ours.close()
        else:
            others.append((place, ours))
        theirs.close()
    results[0] = _listen(root, shares[0], inspect, others, results)
    for place, share in enumerate(shares):
        # Of a process that was not started or did not come to its end.
        results[place] += _recognise_some(root, share[len(results[place]) :], inspect)
    tell(len(files), len(files))
    return [one for share in results for one in share]


def _send(
    root: Path, files: Sequence[layout.Found], inspect: Inspect | None, ours: Connection, theirs: Connection
) -> None:
    """Recognise files in another process and send them, portion by portion, as long as somebody listens."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ours.close()
    try:
        for start in range(0, len(files), _PORTION):
            theirs.send(list(_recognise_some(root, files[start : start + _PORTION], inspect)))
    except BrokenPipeError:
        pass
    finally:
        theirs.close()


def _listen(
    root: Path,
    files: Sequence[layout.Found],
    inspect: Inspect | None,
    others: Sequence[tuple[int, Connection]],
    results: list[list[Read | None]],
) -> list[Read | None]:
    """Recognise files and, between portions, take what other processes have sent; wait for them at the end."""
    own: list[Read | None] = []
    waiting = dict(others)
    start, total = 0, len(files) * len(results)
    while start < len(files) or waiting:
        tell(min(len(own) + sum(map(len, results)), total), total)
        if start < len(files):
            own += _recognise_some(root, files[start : start + _PORTION], inspect)
            start += _PORTION
        for place, pipe in list(waiting.items()):
            try:
                while pipe.poll(0 if start < len(files) else None):
                    results[place] += pipe.recv()
            except (EOFError, OSError):
                pipe.close()
                del waiting[place]
    return own


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
    problems = loaded.problems + check_name(found, submission.unit, str(submission.period))
    receipt = submission.receipt
    if receipt is not None:
        if receipt.revision != found.number:
            facts: dict[str, str | int] = {"found": receipt.revision, "name": found.number}
            problems.append(Problem("store-name-revision", Place(found.file, ("receipt", "revision")), facts))
        if receipt.content is not None:
            problems += check_seal(loaded.data, receipt.content, found.file)
    return filing, gaps, problems


def check_name(found: layout.Found, unit: str, period: str) -> list[Problem]:
    """Return where a file's name says another unit or period than the file does."""
    problems = []
    if unit != found.unit:
        problems.append(
            Problem("store-name-unit", Place(found.file, ("unit",)), {"found": unit, "name": found.unit})
        )
    if period != found.period:
        facts: dict[str, str | int] = {"found": period, "name": found.period}
        problems.append(Problem("store-name-period", Place(found.file, ("period",)), facts))
    return problems


def stray_facts(found: layout.Found) -> dict[str, str | int]:
    """Return the facts of the problem that something lies in a folder and is no file of it."""
    return {"name": found.file.rpartition("/")[2]}
