"""File systems of their own, each made for the test: what was answered is there, nothing is written over or torn, also
after the disk was taken out, and, where it can be cut off from its power, after that.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from stand import (
    Program,
    explain_break,
    find_errors,
    hash_files,
    list_hidden,
    make_store,
    mounted,
    write_draft,
)
from test_power import cut_power

from cds_kpi import desk
from cds_kpi.period import CITY_TIME
from tallying import Tally

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts file systems")


@dataclass(frozen=True)
class Kind:
    """A file system: how it is made and mounted."""

    make: tuple[str, ...]
    size: int
    """Megabytes."""
    mount: tuple[str, ...] = ()
    """Options of `mount`, where it is the kernel's; else the program that mounts it."""
    program: str = ""
    has_switch: bool = False
    """Whether it can be cut off from its power."""


KINDS = {
    "ext4": Kind(("mkfs.ext4", "-q", "-F"), 32, ("-t", "ext4", "-o", "loop,commit=600"), has_switch=True),
    "xfs": Kind(("mkfs.xfs", "-q", "-f"), 320, ("-t", "xfs", "-o", "loop"), has_switch=True),
    "btrfs": Kind(("mkfs.btrfs", "-q", "-f"), 128, ("-t", "btrfs", "-o", "loop")),
    "ntfs": Kind(("mkntfs", "-Q", "-F", "-q"), 32, program="ntfs-3g"),
    "vfat": Kind(("mkfs.vfat",), 32, ("-t", "vfat", "-o", "loop")),
}


def find(name: str) -> str:
    """Return a program's path; the test is skipped where this machine lacks it."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")  # noqa: TID251 - the machine's own
    if found is None:
        pytest.skip(f"this machine has no {name}")
    return found


def make_image(kind: Kind, folder: Path) -> Path:
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(kind.size << 20)
    make, *options = kind.make
    subprocess.run([find(make), *options, str(image)], check=True, capture_output=True)
    return image


@contextmanager
def plugged_in(kind: Kind, image: Path) -> Iterator[Path]:
    """Mount the file system for as long as it takes."""
    point = image.with_name("disk")
    if not kind.program:
        with mounted(point, *kind.mount, str(image)) as disk:
            yield disk
        return
    point.mkdir(exist_ok=True)
    done = subprocess.run([find(kind.program), str(image), str(point)], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine mounts nothing with {kind.program}")
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program.copy(tmp_path_factory.mktemp("program"))


def send_crowd(program: Program, store: Path) -> list[dict[str, Any]]:
    """Let six people send for one unit at one moment, twice; return what each was told."""
    script = Path(__file__).with_name("crowd.py")
    done = subprocess.run(
        [sys.executable, "-B", str(script), str(store), "6", "2", "6", "0"],
        env=program.environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", KINDS)
def test_on_every_file_system_each_receipt_is_kept_and_nothing_is_torn(
    name: str, program: Program, tmp_path: Path, tally: Tally
) -> None:
    kind = KINDS[name]
    image = make_image(kind, tmp_path)
    draft = write_draft(tmp_path / "draft.yaml")
    with plugged_in(kind, image) as disk:
        store = make_store(disk / "store")
        os.sync()
        receipts = send_crowd(program, store)
        assert [one for one in receipts if "refused" in one] == []
        ended = program.submit(store, draft)
        assert ended.code == 0, ended.err
        receipts.append(ended.receipt)
        assert list_hidden(store) == []
        assert repair_leftover(store) == ["done"]
        if kind.has_switch:
            ended = program.submit(store, draft)
            cut_power(disk)
            receipts.append(ended.receipt)
    with plugged_in(kind, image) as disk:
        store = disk / "store"
        there = hash_files(store)
        lost = [one["file"] for one in receipts if there.get(one["file"]) != one["sha256"]]
        torn = [why for one in receipts if (why := explain_break(store, one["file"])) is not None]
        torn += [str(problem) for problem in find_errors(store)]
        said = desk.verify_everything(store, against=None, tell=lambda *_: None)
        assert isinstance(said, desk.Verification)
        alarms = [f"{one.kind} {one.place.file}" for one in said.problems]
    assert sorted(one["revision"] for one in receipts) == list(range(1, len(receipts) + 1))
    assert (lost, torn, alarms) == ([], [], [])
    tally(fault=f"file system {name}", runs=1, fired=1)


def repair_leftover(store: Path) -> list[str]:
    """Set aside what a stopped run left; return how each step ended."""
    left = store / "data/submissions/2022-Q3/.so-a.yaml.0123456789ab.tmp"
    left.write_bytes(b"format: 1\n")
    os.utime(left, (1_600_000_000, 1_600_000_000))
    now = datetime.now(CITY_TIME)  # noqa: TID251 - a process of its own would read it
    done = desk.apply_repair(store, by="x", now=now)
    assert isinstance(done, desk.Repair), done
    return [step.state for step in done.steps]
