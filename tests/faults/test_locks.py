"""Locks that lie and locks that are not there: no command relies on one, and the cache may only become useless."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from acts import ACTS, CACHE, EARLIER, LATE, Stage, make_office
from stand import SOAK, Program, find_errors, hash_files
from test_together import find_lies

from conftest import Needs
from post_office import open_post_office
from tallying import Tally

LOCKS = ("flock", "fcntl")
# A lie to who asks for a lock is that it is granted; to who asks who has it (F_GETLK), that nobody has (F_UNLCK).
LIES = {"lying": "retval=0:poke_exit=@arg3=0200", "absent": "error=ENOLCK"}
COUNT, ROUNDS = (12, 10) if SOAK else (3, 1)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program.copy(tmp_path_factory.mktemp("program"))


def start_all(
    program: Program, commands: Sequence[Sequence[str]], under: Sequence[str], **more: str
) -> list[tuple[int, str, str]]:
    """Run command lines at one moment and wait for all of them."""
    running = [
        subprocess.Popen(
            [*under, *command],
            env=program.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for command in commands
    ]
    return [(process.returncode, out, err) for process in running for out, err in [process.communicate()]]


@pytest.mark.parametrize(
    "name", [name for name, act in ACTS.items() if not act.is_cached] if SOAK else ["submit"]
)
def test_no_command_that_writes_asks_for_a_lock(
    program: Program, name: str, needs: Needs, tmp_path: Path, tally: Tally
) -> None:
    needs("strace")
    with open_post_office() as post:
        stage = Stage(ACTS[name], program, tmp_path, post)
        stage.set_up()
    asked = [str(call) for call in stage.calls if call.name in LOCKS]
    tally(fault="a lock asked for by a writing command", runs=1, torn=len(asked))
    assert asked == []


@pytest.mark.parametrize("lie", LIES)
def test_submitters_lose_nothing_where_locks_lie_or_are_absent(
    program: Program, lie: str, needs: Needs, tmp_path: Path, tally: Tally
) -> None:
    """Nobody asks, so that nothing fires: what is shown is that they need none, all under a machine that has none."""
    needs("strace")
    store = make_office(tmp_path / "store")
    inject = f"inject=flock:{LIES[lie].partition(':')[0]}"
    under = ["strace", "-f", "-o", "/dev/null", "-e", "trace=flock", "-e", inject]
    told: list[dict[str, Any]] = []
    for turn in range(ROUNDS):
        figures = [(place, turn * COUNT + place) for place in range(COUNT)]
        where = ["--workspace", str(store), "submit", "--unit", "so-a", "--period", "2022-Q3", "--yes"]
        where += ["--set", "y=7", "--format", "json"]
        commands = [
            [sys.executable, "-BP", "-m", "cds_kpi", *where, "--set", f"x={number}/1000"]
            for _, number in figures
        ]
        for (_, number), (code, out, err) in zip(figures, start_all(program, commands, under), strict=True):
            assert code == 0, err
            told.append(json.loads(out) | {"sent_unit": "so-a", "numerator": number})
    lies = [one for one in find_lies(store, told) if not one.endswith("receipts")]
    tally(fault=f"{lie} locks, {COUNT} submitters", runs=len(told), lost=len(lies))
    assert lies == []


@pytest.mark.parametrize("lie", LIES if SOAK else ["lying"])
def test_the_cache_where_locks_lie_or_are_absent_changes_no_answer(
    program: Program, lie: str, needs: Needs, tmp_path: Path, tally: Tally
) -> None:
    needs("strace")
    store, cache = make_office(tmp_path / "store"), tmp_path / CACHE
    ask = ["report", "--period", EARLIER, "--as-of", LATE, "--format", "json", "--stdout"]
    right = program.run(store, *ask)
    assert right.code == 0, right
    before = hash_files(store)
    # The cache is found by the workspace's real path; only locks on it are touched, not what Python asks of others.
    program.run(store, *ask, cache=cache)
    [file] = list(cache.glob("*.sqlite3"))
    wrong, fired, runs = [], 0, 0
    for turn in range(ROUNDS):
        shutil.rmtree(cache)
        log = tmp_path / f"log-{turn}"
        under = [
            "strace",
            "-f",
            "-ff",
            "-o",
            str(log),
            "-e",
            "trace=fcntl",
            "-e",
            f"inject=fcntl:{LIES[lie]}",
        ]
        under += [part for ending in ("", "-wal", "-shm", "-journal") for part in ("-P", f"{file}{ending}")]
        commands = [
            [sys.executable, "-BP", "-m", "cds_kpi", "--workspace", str(store), *ask] for _ in range(COUNT)
        ]
        for code, out, err in start_all(program, commands, under, CDS_KPI_CACHE=str(cache)):
            runs += 1
            if (code, out) != (0, right.out):
                wrong.append(f"exit {code}: {err[-300:]} {out[-300:]}")
        fired += sum(
            "(INJECTED" in path.read_text(encoding="utf-8") for path in tmp_path.glob(f"{log.name}.*")
        )
        # Whatever they have left: without the fault the answer is the same.
        after = program.run(store, *ask, cache=cache)
        if (after.code, after.out) != (0, right.out):
            wrong.append(f"afterwards: {after}")
    alarms = [str(problem) for problem in find_errors(store)]
    tally(
        fault=f"{lie} locks, {COUNT} on one cache",
        runs=runs,
        fired=fired,
        torn=len(wrong),
        false_alarms=len(alarms),
    )
    assert (wrong, alarms) == ([], [])
    assert hash_files(store) == before
