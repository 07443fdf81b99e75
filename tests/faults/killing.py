"""Random kills: commands run one after the other in processes of their own, each killed at a random moment.

Every other one is killed only after it has begun to write, at a random moment from then to its end.

`python killing.py WORKSPACE KILLS SEED`: goes on until so many were killed while they ran. Prints a line of JSON for
each command: which one, whether the kill struck, the exit code, what it answered, and what it did to older files.
"""

import importlib
import json
import os
import pkgutil
import random
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import NoReturn

import cds_kpi

SHARED, DAY = "2022-Q2", date(2022, 12, 21)


def list_commands(root: Path) -> dict[str, Callable[[int], list[str]]]:
    """Return the commands that are killed, each by its turn."""
    by = ["--by", "Chuyên viên"]
    deed = ["--unit", "so-b", "--period", SHARED, *by]
    return {
        "submit": lambda n: [
            *("submit", "--unit", ("so-a", "so-b", "so-c")[n % 3], "--period", "2022-Q3", "--yes"),
            *("--set", f"x={n % 1000}/1000", "--set", "y=7", "--format", "json"),
        ],
        "review": lambda n: ["review", ("accept", "return")[n % 2], *deed, "--reason", f"Lý do {n}"],
        "close": lambda n: [
            *(("close", "--force") if n % 2 else ("reopen",)),
            *("--period", "2022-S1", "--reason", f"Lý do {n}", "--yes", *by),
        ],
        "extend": lambda n: [
            *("extend", "--unit", ("so-a", "so-b", "so-c")[n % 3], "--period", f"2022-Q{n // 3 % 3 + 2}"),
            *("--until", str(DAY + timedelta(n // 9))),
            *("--reason", f"Lý do {n}", *by),
        ],
        "report": lambda _: [
            *("report", "--period", "2022-Q1", "--as-of", "2022-03-30", "--format", "md,json"),
            *("--out", str(root / "out")),
        ],
    }


def load() -> Callable[[], int]:
    """Load the whole program, so that what is killed is at work and not still loading."""
    for module in pkgutil.walk_packages(cds_kpi.__path__, "cds_kpi."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)  # noqa: TID251 - all there are
    from cds_kpi.cli.app import main

    return main


@dataclass
class Ran:
    """How a command ended."""

    code: int
    said: str
    began: float
    """Seconds from its start to its first attempt to write."""
    lasted: float
    """Seconds from its start to its end."""


def run(main: Callable[[], int], root: Path, arguments: list[str], seconds: float, *, writing: bool) -> Ran:
    """Run a command in a process of its own, killed after so many seconds: of work, or with `writing` of writing."""
    (reader, writer), (beginning, begin) = os.pipe(), os.pipe()
    start = monotonic()
    child = os.fork()
    if child == 0:
        work(main, root, arguments, writer, begin)
    os.close(writer)
    os.close(begin)
    began = monotonic() - start if writing and read_until(beginning, start + 60, 1) else 0
    said = read_until(reader, monotonic() + seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    lasted = monotonic() - start
    said += read_until(reader, monotonic() + 60)
    os.close(reader)
    os.close(beginning)
    return Ran(os.waitstatus_to_exitcode(status), said.decode(errors="replace"), began, lasted)


def work(main: Callable[[], int], root: Path, arguments: list[str], writer: int, begin: int) -> NoReturn:
    """Be the command; say when it first opens a file to write to."""
    code = 1

    def hear(event: str, told: tuple[object, ...]) -> None:
        if event == "open" and isinstance(told[2], int) and told[2] & os.O_CREAT:
            os.write(begin, b".")

    try:
        os.dup2(writer, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.addaudithook(hear)
        sys.argv[1:] = ["--workspace", str(root), *arguments]
        code = main()
        sys.stdout.flush()  # noqa: TID251 - the program's own end, which it does not come to here
    finally:
        os._exit(code)


def read_until(reader: int, end: float, most: int = 1 << 20) -> bytes:
    """Read a pipe until it is closed, the time is up, or enough has come."""
    said = b""
    while len(said) < most and select.select([reader], [], [], max(0, end - monotonic()))[0]:
        chunk = os.read(reader, most)
        if not chunk:
            break
        said += chunk
    return said


def look(root: Path) -> dict[str, tuple[int, int, int]]:
    """Return every file of the store that is not hidden or the journal's, as it would look if it were touched."""
    found = {}
    for folder, _, names in os.walk(root / "data"):
        for name in names:
            if not name.startswith(".") and "/data/journal" not in folder:
                status = Path(folder, name).stat()
                found[f"{folder}/{name}"] = status.st_size, status.st_mtime_ns, status.st_ino
    return found


if __name__ == "__main__":
    root, kills, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(sys.argv[3])  # noqa: S311
    main = load()
    commands = list_commands(root)
    lasts, writes = {}, {}
    for name, command in commands.items():
        done = run(main, root, command(1), 60, writing=True)
        lasts[name], writes[name] = done.lasted, done.lasted - done.began
    struck, turn, before = 0, 1, look(root)
    while struck < kills:
        turn += 1
        name, writing = chance.choice(list(commands)), bool(turn % 2)
        seconds = chance.uniform(0, 1.1 * (writes if writing else lasts)[name])
        done = run(main, root, commands[name](turn), seconds, writing=writing)
        now = look(root)
        changed = [file for file, known in before.items() if now.get(file) != known]
        struck += done.code == -signal.SIGKILL
        line = {"name": name, "code": done.code, "said": done.said, "changed": changed}
        os.write(1, (json.dumps(line | {"new": len(now) - len(before)}) + "\n").encode())
        before = now
