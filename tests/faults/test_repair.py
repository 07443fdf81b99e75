"""`doctor --repair --apply`, stopped or failed at any system call: nothing is lost, and the next run finishes it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from stand import (
    FIRST,
    FOLDER,
    INDICATORS,
    SOAK,
    Call,
    Ended,
    Program,
    find_errors,
    has_fired,
    make_store,
    trace_command,
    write_draft,
)

from cds_kpi import desk
from cds_kpi.period import CITY_TIME
from conftest import Needs
from tallying import Tally
from workspaces import Workspace

CHANGING = ("link", "rename", "unlink", "rmdir", "mkdir", "write", "fsync", "openat")
FAULTS = {
    "SIGKILL": CHANGING,
    "EIO": ("link", "rename", "unlink", "rmdir", "fsync", "write"),
    "ENOSPC": ("link", "rename", "mkdir", "write"),
    "EACCES": ("link", "rename", "unlink", "rmdir", "mkdir", "openat"),
}
QUICK = {
    "SIGKILL": ("link", "rename", "rmdir"),
    "EIO": ("rename",),
    "ENOSPC": ("link",),
    "EACCES": ("unlink",),
}
"""In the quick form the last call of each of these kinds; in the full form every call of every kind."""
SPARE = f"{FOLDER}/.so-a.r2.yaml.aaaaaaaaaaaa.tmp"
LEFT = f"{FOLDER}/.so-a.r3.yaml.bbbbbbbbbbbb.tmp"
EMPTY = "data/submissions/2022-Q4"


def litter(root: Path) -> dict[str, str]:
    """Leave in a store what repairs are about; return the hash of everything that must not be lost, by its path."""
    (root / SPARE).hardlink_to(root / f"{FOLDER}/so-a.r2.yaml")
    (root / LEFT).write_bytes(b"format: 1\nhalf of a revis")
    (root / FIRST).write_bytes((root / FIRST).read_bytes()[:-40])
    (root / EMPTY).mkdir()
    for name in (SPARE, LEFT, EMPTY):
        make_old(root / name)
    files = (
        path for path in sorted((root / "data").rglob("*")) if path.is_file() and "journal" not in path.parts
    )
    return {str(path.relative_to(root)): hash_file(path) for path in files if path != root / SPARE}


def make_old(path: Path) -> None:
    then = time.time() - 7200  # noqa: TID251 - the disk's own clock is meant
    os.utime(path, (then, then))


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def find_lost(root: Path, before: dict[str, str]) -> list[str]:
    """Return what is neither in its place nor set aside, with the bytes it had."""
    lost = []
    for file, digest in before.items():
        places = [root / file, *(root / "data/set-aside").glob(f"*/{file}")]
        if digest not in {hash_file(path) for path in places if path.is_file()}:
            lost.append(file)
    return lost


def list_repair(root: Path) -> list[str]:
    command = ["doctor", "--repair", "--apply", "--format", "json"]
    return [sys.executable, "-BP", "-m", "cds_kpi", "--no-cache", "--workspace", str(root), *command]


def repair_again(root: Path) -> tuple[list[str], list[str]]:
    """Finish what was begun; return what is not as it should be afterwards, and what is wrongly told."""
    now = datetime.now(CITY_TIME)  # noqa: TID251 - a process of its own would read it
    done = desk.apply_repair(root, by="x", now=now)
    assert isinstance(done, desk.Repair), done
    torn = [
        f"{one.problem.place.file} {one.state}" for one in done.steps if one.state not in {"done", "gone"}
    ]
    torn += [name for name in (SPARE, LEFT, FIRST, EMPTY) if (root / name).exists()]
    torn += [one.problem.place.file for one in desk.plan_repair(root, now=now).steps]
    return torn, list_alarms(root)


def list_alarms(root: Path) -> list[str]:
    """Return what `verify` and `check` find wrong."""
    said = desk.verify_everything(root, against=None, tell=lambda *_: None)
    assert isinstance(said, desk.Verification)
    return [f"{one.kind} {one.place.file}" for one in (*said.problems, *find_errors(root))]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, needs: Needs) -> Program:
    needs("strace")
    return Program.copy(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module")
def store(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store with two revisions of one unit."""
    folder = tmp_path_factory.mktemp("store")
    root = make_store(folder / "store")
    for numerator in (30, 31):
        assert program.submit(root, write_draft(folder / "draft.yaml", numerator=numerator)).code == 0
    return root


@pytest.fixture(scope="module")
def calls(program: Program, store: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """Give the calls of an undisturbed repair that change something."""
    folder = tmp_path_factory.mktemp("undisturbed")
    root = folder / "try"
    shutil.copytree(store, root)
    before = litter(root)
    ended, calls = trace_command(program, root, list_repair(root), folder / "log", calls=",".join(CHANGING))
    assert ended.code == 0, ended
    assert find_lost(root, before) == []
    assert repair_again(root) == ([], [])
    return [
        call for call in calls if call.is_about_store and (call.name != "openat" or call.is_about("O_CREAT"))
    ]


def choose(calls: list[Call], fault: str) -> list[Call]:
    if SOAK:
        return [call for call in calls if call.name in FAULTS[fault]]
    return [[call for call in calls if call.name == name][-1] for name in QUICK[fault]]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_repair_that_is_stopped_or_fails_loses_nothing_and_is_finished_by_the_next(
    fault: str, program: Program, store: Path, calls: list[Call], tmp_path: Path, tally: Tally
) -> None:
    assert {"link", "rename", "unlink", "rmdir"} <= {call.name for call in calls}
    for call in choose(calls, fault):
        root = tmp_path / f"{call.name}-{call.nth}"
        shutil.copytree(store, root)
        before = litter(root)
        how = f"signal={fault}" if fault == "SIGKILL" else f"error={fault}"
        inject = f"{call.name}:{how}:when={call.nth}"
        log = tmp_path / "log"
        ended, seen = trace_command(
            program, root, list_repair(root), log, inject=inject, calls=",".join(CHANGING)
        )
        hit = next(one for one in seen if (one.name, one.nth) == (call.name, call.nth))
        fired = has_fired(fault, hit, seen[-1], ended, log.read_text(encoding="utf-8", errors="replace"))
        said = judge_answer(fault, ended)
        lost = find_lost(root, before)
        torn, alarms = repair_again(root)
        assert (lost, said, torn, alarms, find_lost(root, before)) == ([], [], [], [], []), (
            f"{fault} at {call}"
        )
        tally(fault=f"repair: {fault} at a system call", runs=1, fired=int(fired))


def judge_answer(fault: str, ended: Ended) -> list[str]:
    """Return what is wrong with how a repair ended: killed, finished all the same, or with a sentence."""
    if fault == "SIGKILL":
        return [] if ended.code == -9 else [f"not killed: {ended}"]
    if "Traceback" in ended.err or ended.code not in {0, 3, 5}:
        return [str(ended)]
    is_told = ended.err.strip() or '"state": "failed"' in ended.out
    return [] if ended.code != 5 or is_told else [f"failed without a word: {ended}"]


def test_repairs_that_run_while_a_crowd_sends_take_nothing_from_anybody(
    program: Program, tmp_path: Path, tally: Tally
) -> None:
    root = tmp_path / "store"
    Workspace(root, INDICATORS)
    (root / FOLDER).mkdir(parents=True)
    make_old(root / FOLDER)
    (root / LEFT).write_bytes(b"format: 1\nhalf of a revis")
    make_old(root / LEFT)
    make_old(root / FOLDER)
    runs, is_over = [], threading.Event()

    def repair() -> None:
        while not is_over.is_set():
            done = desk.apply_repair(root, by="x", now=datetime.now(CITY_TIME))  # noqa: TID251 - as the door would
            runs.append(
                [f"{one.problem.place.file} {one.state}" for one in done.steps]
                if isinstance(done, desk.Repair)
                else [str(done)]
            )

    thread = threading.Thread(target=repair)
    thread.start()
    script = Path(__file__).with_name("crowd.py")
    sent = subprocess.run(
        [sys.executable, "-B", str(script), str(root), *("6", "3", "6", "0")],
        env=program.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    is_over.set()
    thread.join()
    assert sent.returncode == 0, sent.stderr
    told = [json.loads(line) for line in sent.stdout.splitlines()]
    assert [one for one in told if "refused" in one] == []
    assert sorted(one["revision"] for one in told) == list(range(1, 19))
    lost = [one["file"] for one in told if hash_file(root / one["file"]) != one["sha256"]]
    # What was left long ago is what was taken away, once; the folder it lay in, too, or somebody sent into it.
    assert [step for run in runs for step in run if FOLDER not in step] == []
    assert [step for run in runs for step in run if step.startswith(LEFT)] == [f"{LEFT} done"]
    assert len(runs) > 1
    torn, alarms = [str(problem) for problem in find_errors(root)], list_alarms(root)
    assert (lost, torn, alarms) == ([], [], [])
    tally(fault="repair while a crowd sends", runs=len(told), fired=len(told))
