"""The power fails: an ext4 disk forgets whatever is not on it yet. What was answered is there, and nothing is torn."""

import fcntl
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from acts import ACTS, Cost, Stage, list_whole
from stand import (
    FILE_SYNC,
    FOLDER,
    FOLDER_SYNC,
    SOAK,
    Program,
    explain_break,
    find_errors,
    find_unentered,
    hash_files,
    make_store,
    mounted,
)

from post_office import open_post_office
from tallying import Tally

ROUNDS = 42 if SOAK else 1
TRIES = 5
"""How often a control may be lucky before it is called blind."""
WRITERS = tuple(name for name, act in ACTS.items() if not act.is_cached)
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts disks and cuts their power")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program.copy(tmp_path_factory.mktemp("program"))


def make_disk(folder: Path) -> Path:
    """Make an empty ext4 disk in a file."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("needs the program mkfs.ext4, which is not installed")
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(16 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    return image


@contextmanager
def plugged_in(image: Path) -> Iterator[Path]:
    """Mount the disk; it commits by itself every five seconds at most: here not before the test is over."""
    with mounted(image.with_name("disk"), "-o", "loop,commit=600", str(image)) as disk:
        yield disk


def cut_power(mount: Path) -> None:
    """Make the disk forget whatever is not on it yet, its journal included (EXT4_IOC_SHUTDOWN without flushing)."""
    handle = os.open(mount, os.O_RDONLY)
    try:
        fcntl.ioctl(handle, 0x8004587D, struct.pack("I", 2))
    finally:
        os.close(handle)


# --------------------------------------------------------------------------------------- in the middle of sending


def cut_stream(program: Program, folder: Path, receipts: int, moment: float) -> Cost:
    """Let three people send without end, cut the power after some receipts and a moment, and look what is left."""
    image = make_disk(folder)
    told: list[dict[str, Any]] = []
    with plugged_in(image) as disk:
        store = make_store(disk / "store")
        os.sync()
        with subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("stream.py")), str(store), "3"],
            env=program.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            assert process.stdout is not None
            for _ in range(receipts):
                told.append(json.loads(process.stdout.readline()))
            # Somewhere within the next submission, not where one has just ended.
            threading.Event().wait(moment)
            cut_power(disk)
            told += [json.loads(line) for line in process.communicate()[0].splitlines()]
    answered = {one["file"]: one["sha256"] for one in told if "refused" not in one}
    assert len(answered) >= receipts
    with plugged_in(image) as disk:
        return find_losses(disk / "store", answered)


def find_losses(store: Path, answered: dict[str, str]) -> Cost:
    """Return which receipts are no longer true, and what is there and not whole."""
    left = hash_files(store)
    lost = tuple(f"{name} is not there" for name in answered if name not in left)
    torn = [
        f"{name} is not what was answered"
        for name in answered
        if left.get(name) not in {None, answered[name]}
    ]
    filed = [name for name in left if name.startswith(FOLDER)]
    torn += [why for name in filed if (why := explain_break(store, name)) is not None]
    alarms = [str(problem) for problem in find_errors(store)] + find_unentered(store, was_killed=True)
    return Cost(lost, tuple(torn), () if torn or lost else tuple(alarms))


def test_what_was_answered_is_there_and_whole_however_the_power_fails(
    program: Program, tmp_path: Path, tally: Tally
) -> None:
    chance = random.Random(8)  # noqa: S311 - a spread needs a seed, not secrecy
    cost = Cost()
    for _ in range(ROUNDS):
        cost += cut_stream(program, tmp_path, chance.randrange(1, 40), chance.uniform(0, 0.03))
    tally(
        fault="power cut while three send",
        runs=ROUNDS,
        fired=ROUNDS,
        lost=len(cost.lost),
        torn=len(cost.torn),
        false_alarms=len(cost.false_alarms),
    )
    assert cost.sentences == ()


@pytest.mark.parametrize(
    "changes",
    [[FILE_SYNC, FOLDER_SYNC], [FILE_SYNC], [FOLDER_SYNC]] if SOAK else [[FILE_SYNC, FOLDER_SYNC]],
    ids=["nothing synced", "file never synced", "folder never synced"] if SOAK else ["nothing synced"],
)
def test_a_program_that_does_not_sync_loses_in_a_power_cut(
    changes: Sequence[tuple[str, str]], tmp_path: Path, tally: Tally
) -> None:
    broken = Program.copy(tmp_path / "broken", {"store/filing.py": changes})
    runs, cost = 0, Cost()
    while runs < TRIES and not cost.sentences:
        runs += 1
        cost = cut_stream(broken, tmp_path, 5, 0)
    tally(
        fault="power cut while three send",
        runs=runs,
        fired=runs,
        lost=len(cost.lost),
        torn=len(cost.torn),
        control=True,
    )


# --------------------------------------------------------------------------------------- right after the answer


def cut_after(program: Program, folder: Path, name: str) -> Cost:
    """Run a command, cut the power as soon as it has ended, and compare what is left with what it should leave."""
    with open_post_office() as post:
        stage = Stage(ACTS[name], program, folder / "stage", post)
        stage.folder.mkdir()
        stage.set_up(traced=False)
        image = make_disk(folder)
        with plugged_in(image) as disk:
            moved = replace(stage, folder=disk)
            shutil.copytree(stage.ready, moved.trial)
            os.sync()
            ended = moved.program.start(moved.trial, moved.act.list_arguments(moved.trial))
            cut_power(disk)
        assert ended.code == stage.act.code, ended
        with plugged_in(image):
            there = list_whole(moved.trial)
            alarms = [str(problem) for problem in find_errors(moved.trial)]
            alarms += find_unentered(moved.trial, was_killed=False)
    lost = tuple(one for one in stage.after if one not in there)
    torn = tuple(one for one in there if there[one] != stage.after.get(one))
    return Cost(lost, torn, () if lost or torn else tuple(alarms))


@pytest.mark.parametrize("name", WRITERS if SOAK else ["report"])
def test_whatever_a_command_said_is_done_is_there_after_a_power_cut(
    program: Program, name: str, tmp_path: Path, tally: Tally
) -> None:
    cost = cut_after(program, tmp_path, name)
    tally(
        fault="power cut after the answer",
        runs=1,
        fired=1,
        lost=len(cost.lost),
        torn=len(cost.torn),
        false_alarms=len(cost.false_alarms),
    )
    assert cost.sentences == ()


@pytest.mark.skipif(not SOAK, reason="of the full form of the fault runs: CDS_KPI_SOAK=1")
def test_a_report_that_is_not_synced_is_lost_in_a_power_cut(tmp_path: Path, tally: Tally) -> None:
    changes = {
        "store/filing.py": [FOLDER_SYNC],
        "store/writing.py": [("            os.fsync(file.fileno())\n", "")],
    }
    cost = cut_after(Program.copy(tmp_path / "broken", changes), tmp_path, "report")
    tally(
        fault="power cut after the answer",
        runs=1,
        fired=1,
        lost=len(cost.lost),
        torn=len(cost.torn),
        control=True,
    )
