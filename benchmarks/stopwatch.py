"""Whole processes timed side by side: in turn, round after round, by the wall clock; the median counts.

Memory is what the system says of a finished process (`wait4`): the largest of it and of those it waited for. What a
program takes that shares its work between processes is asked for separately (`weigh`).
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ENVIRONMENT = {
    **{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
}
"""What every process is started with, beside its own variables."""


class FailedError(Exception):
    """A command did not end as it was to end."""


@dataclass(frozen=True)
class Task:
    """A command to be timed."""

    name: str
    command: Sequence[str | Path]
    variables: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    prepare: Callable[[], object] | None = None
    """Done before every run, not timed."""
    ends: frozenset[int] = frozenset({0})
    """The exit codes it may end with."""
    runs: int | None = None
    """How many rounds it takes part in, where not in all."""
    is_ours: bool = True
    """Whether its failure ends everything; another program's only takes it out."""


@dataclass
class Timing:
    """What the runs of a task took."""

    seconds: list[float] = field(default_factory=list)
    """Of each round; the run before the first round is not counted."""
    megabytes: float = 0.0
    """Of the largest process in any run."""
    printed: str = ""
    """The SHA-256 of what the first run printed."""
    failed: str = ""
    """What another program said when it failed."""

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.seconds)


def measure(tasks: Iterable[Task], rounds: int, tell: Callable[[str], object]) -> dict[str, Timing]:
    """Run every task once unmeasured, then all in turn; every second round goes backwards.

    A task that takes part in one round alone has no unmeasured run.
    """
    tasks = list(tasks)
    timings = {task.name: Timing() for task in tasks}
    for task in tasks:
        if task.runs != 1:
            tell(f"  once, uncounted: {task.name}")
            _try_once(task, timings[task.name], counted=False)
    for turn in range(rounds):
        tell(f"  round {turn + 1} of {rounds}")
        for task in tasks if turn % 2 == 0 else reversed(tasks):
            if task.runs is None or turn < task.runs:
                _try_once(task, timings[task.name], counted=True)
    return timings


def _try_once(task: Task, timing: Timing, *, counted: bool) -> None:
    if timing.failed:
        return
    try:
        run_once(task, timing, counted=counted)
    except (FailedError, OSError) as error:
        if task.is_ours:
            raise
        timing.failed = " ".join(str(error).split())[-200:]
        timing.seconds.clear()


def run_once(task: Task, timing: Timing, *, counted: bool) -> None:
    """Run a task once and note what it took; FailedError with what it said where it failed."""
    if task.prepare is not None:
        task.prepare()
    with tempfile.TemporaryDirectory() as folder:
        printed, said = Path(folder) / "printed", Path(folder) / "said"
        answer = _ask_starter(task, printed, said)
        if "error" in answer or answer["code"] not in task.ends:
            words = "".join(path.read_text(errors="replace") for path in (printed, said) if path.exists())
            ended = answer.get("error") or f"ended with {answer['code']}"
            raise FailedError(f"{task.name}: {ended}\n{words[-2000:]}")
        if not timing.printed:
            timing.printed = hashlib.sha256(printed.read_bytes()).hexdigest()
    if counted:
        # Linux counts in kilobytes, macOS in bytes.
        scale = 1 if sys.platform == "darwin" else 1024
        timing.megabytes = max(timing.megabytes, answer["memory"] * scale / 1e6)
        timing.seconds.append(answer["seconds"])


def _ask_starter(task: Task, printed: Path, said: Path) -> dict[str, Any]:
    asked = {
        "command": [str(part) for part in task.command],
        "environment": {**ENVIRONMENT, **task.variables},
        "folder": str(task.folder or Path.cwd()),
        "printed": str(printed),
        "said": str(said),
    }
    starter = _open_starter()
    assert starter.stdin is not None, "it was opened with a pipe"
    assert starter.stdout is not None, "the same"
    starter.stdin.write(json.dumps(asked) + "\n")
    starter.stdin.flush()
    answer: dict[str, Any] = json.loads(starter.stdout.readline())
    return answer


@functools.cache
def _open_starter() -> subprocess.Popen[str]:
    command = (sys.executable, "-I", "-S", Path(__file__).parent / "starter.py")
    starter = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    atexit.register(starter.communicate)
    return starter


def weigh(task: Task) -> float | None:
    """Run a task once and return the most that it and all its processes held together, in megabytes.

    Memory that several of them share counts once. Asked for every few milliseconds, so a short peak may be missed;
    None where the system does not tell (it takes Linux).
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    if task.prepare is not None:
        task.prepare()
    most = 0.0
    with subprocess.Popen(
        [str(part) for part in task.command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=task.folder,
        env={**ENVIRONMENT, **task.variables},
    ) as process:
        while process.poll() is None:
            most = max(most, sum(map(_read_share, _list_family(process.pid))))
            time.sleep(0.005)
    return most / 1000


def _list_family(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += _list_family(int(child))
    return found


def _read_share(pid: int) -> int:
    """Return a process's share of the memory in kilobytes; 0 where it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def compare(ours: Timing, beside: Timing) -> tuple[float, float, float]:
    """Return the median, least and greatest ratio of the rounds in which both took part."""
    ratios = [one / other for one, other in zip(ours.seconds, beside.seconds, strict=False)]
    return statistics.median(ratios), min(ratios), max(ratios)
