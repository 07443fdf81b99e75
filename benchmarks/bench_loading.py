"""Loading and checking the example store, beside libyaml parsing the same bytes and doing nothing with them.

Both run in turn in one process and are measured in processor time, so that a machine that is busy with something else
troubles neither; the medians' ratio is what counts.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it

from cds_kpi import desk

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 25
LIMIT = 10
"""How many times libyaml's own cost loading and checking may take."""


def main() -> int:
    """Print the ratio; the exit code is 1 when it is missed."""
    root = Path(__file__).resolve().parent.parent
    files = sorted((root / "data").rglob("*.yaml"))
    contents = [file.read_bytes() for file in files]

    def parse() -> None:
        for data in contents:
            CParser(data).raw_parse()

    def check() -> None:
        assert desk.check_workspace(root) == [], "the example store is clean"

    parsing, checking = measure([parse, check])
    ratio = checking / parsing
    size = sum(map(len, contents))
    print(f"{platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{len(files)} files, {size:,} bytes, median of {ROUNDS} rounds in turn, processor time")
    print(f"libyaml, parse only (CParser.raw_parse)   {parsing * 1000:8.1f} ms")
    print(f"cds-kpi, load and check                   {checking * 1000:8.1f} ms")
    verdict = "kept" if ratio <= LIMIT else "MISSED"
    print(f"ratio                                     {ratio:8.2f}   (at most {LIMIT}: {verdict})")
    return 0 if ratio <= LIMIT else 1


def measure(tasks: list[Callable[[], None]]) -> list[float]:
    """Return the median processor seconds of each task, run in turn after one warm-up."""
    times: list[list[float]] = [[] for _ in tasks]
    for turn in range(ROUNDS + 1):
        for position, task in enumerate(tasks):
            start = time.process_time()
            task()
            if turn:
                times[position].append(time.process_time() - start)
    return [statistics.median(series) for series in times]


if __name__ == "__main__":
    sys.exit(main())
