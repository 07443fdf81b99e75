"""The same call again: answered at once where nothing has changed since it was answered last.

Convention: a command that may be answered so says so before it reads anything (`keep_answer`), and is in `REPEATABLE`.
"""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING

from cds_kpi.cli import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_kpi.cli.visit import Visit
    from cds_kpi.desk.keeping import Taking

REPEATABLE = frozenset({"check", "check-deadlines", "contributions", "explain", "report", "status"})
"""The commands that may be answered again."""
NO_CACHE = "--no-cache"
_MATTERS = ("CDS_KPI_", "COLUMNS", "LANG", "LC_", "NO_COLOR", "PYTHON", "TERM", "TZ", "UNICODE_VERSION")
"""How the names of variables begin on which an answer may depend."""
_taken: list[Taking] = []


def repeat_answer(arguments: Sequence[str]) -> int | None:
    """Give the answer that was given to the same call before and return its exit code; None where there is none."""
    if NO_CACHE in arguments or REPEATABLE.isdisjoint(arguments):
        return None
    from cds_kpi.desk.keeping import repeat_answer as find_answer

    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is slow to load
    except OSError:
        return None
    answer = find_answer(os.environ, name_call(arguments), clock.read_clock(), here)
    if answer is None:
        return None
    for stream, data in answer.read():
        if stream == 1:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        else:
            sys.stderr.write(data.decode())
            sys.stderr.flush()
    return answer.code


def name_call(arguments: Sequence[str]) -> str:
    """Return a digest of everything but the files and the moment that the answer to a call depends on."""
    variables = sorted(item for item in os.environ.items() if item[0].startswith(_MATTERS))
    sizes = []
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        try:
            sizes.append(tuple(os.get_terminal_size(stream.fileno())) if stream.isatty() else None)
        except (AttributeError, OSError, ValueError):
            sizes.append(None)
    here = os.getcwd()  # noqa: PTH109
    # What may be read depends on who reads.
    who = (os.geteuid(), os.getegid(), sorted(os.getgroups())) if hasattr(os, "geteuid") else ()
    return blake2b(ascii((list(arguments), here, variables, sizes, who)).encode(), digest_size=16).hexdigest()


def keep_answer(visit: Visit, root: Path, *, is_timely: bool) -> None:
    """Take down what this run answers from now on, to be repeated; `is_timely`: it is about this very moment."""
    from cds_kpi import desk
    from cds_kpi.cli import terminal

    if not visit.keeps_cache:
        return
    taking = desk.take_down(
        os.environ,
        name_call(sys.argv[1:]),
        visit.now,
        os.getcwd(),  # noqa: PTH109
        root,
        is_named=visit.workspace is not None,
        is_timely=is_timely,
    )
    if taking is not None:
        _taken[:] = [taking]
        terminal.copies[:] = [taking.recorder.write]


def end_answer(code: int | None) -> None:
    """Keep what was taken down, if anything was; None: the run did not come to an answer."""
    for taking in _taken:
        taking.end(code)
    if _taken:
        from cds_kpi.cli import terminal

        terminal.copies.clear()
    _taken.clear()
