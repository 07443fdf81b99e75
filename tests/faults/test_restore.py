"""The restore drill: a backup is copied while people send, a round is closed and reminders go out; it is restored
elsewhere, and every revision that had a receipt before the copy began is there, nothing is torn, the rest is named.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from crowd import send
from stand import AS_OF, FOLDER, PERIOD, SOAK, Program, hash_files, list_hidden

from cds_kpi import desk
from cds_kpi.model.submission import Submission
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import is_error
from cds_kpi.store.contents import read_workspace
from cds_kpi.store.history import check_seal
from conftest import REPOSITORY, Needs
from post_office import open_post_office
from tallying import Tally
from workspaces import UNITS, Workspace

SENDERS, ROUNDS = (8, 20) if SOAK else (3, 1)
UNITS_EACH = 10
MORE_UNITS = UNITS + "".join(
    f"- {{id: so-{number}, name: Sở {number}, level: department, parent: city, email: [u{number}@x.example]}}\n"
    for number in range(1, SENDERS * UNITS_EACH + 1)
)
REPORTERS = "reporters: ['level:department']\ntargets: [{programme: p, at_least: 50, by: 2022-12-31}]"
INDICATORS = (
    f"id: x\nmeasure: {{kind: ratio, basis: in_period}}\n{REPORTERS}\n---\n"
    f"id: y\nmeasure: {{kind: value, basis: at_date, combine: max}}\n{REPORTERS}"
)
NAMED = {"revision-missing", "round-file-changed", "reminder-half"}
"""What `check` may say of a copy made while others wrote: an act was copied, and what it names was not yet there."""
IN_JOURNAL = {"act-missing", "act-unsound", "filed-missing", "filed-unentered", "tail-cut"}
"""What `verify` may say of it, of acts and files that came while it was made."""
Copy = Callable[[Path, Path, "Load"], None]


@dataclass
class Load:
    """What goes on in a store while it is copied."""

    root: Path
    program: Program
    told: list[dict[str, Any]] = field(default_factory=list)
    """What every submitter was told."""
    other: list[str] = field(default_factory=list)
    """What the other commands said that they must not say."""
    runs: dict[str, int] = field(default_factory=dict)
    """How often each of the other commands ran."""
    _more: threading.Condition = field(default_factory=threading.Condition)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def wait_for(self, count: int) -> None:
        """Wait until so many more submitters have been told something."""
        with self._more:
            until = len(self.told) + count
            assert self._more.wait_for(lambda: len(self.told) >= until, timeout=120)

    def listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with self._more:
                self.told.append(json.loads(line))
                self._more.notify_all()

    def repeat(self, *commands: tuple[str, ...]) -> None:
        """Run some commands of the program, in turn, over and over."""
        while not self._is_over.is_set():
            for command in commands:
                done = subprocess.run(
                    [sys.executable, "-B", "-m", "cds_kpi", "--workspace", str(self.root), *command],
                    env=self.program.environment,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                )
                self.runs[command[0]] = self.runs.get(command[0], 0) + 1
                # Attention is no failure: in this store everybody is late.
                if done.returncode not in {0, 3}:
                    self.other.append(f"{command[0]}: exit {done.returncode} {done.stderr[-300:]}")


@contextmanager
def loaded(root: Path, program: Program) -> Iterator[Load]:
    """Let people send, close and remind for as long as it takes."""
    load = Load(root, program)
    script = Path(__file__).with_name("sender.py")
    processes, threads = [], []
    for number in range(SENDERS):
        units = [f"so-{number * UNITS_EACH + one + 1}" for one in range(UNITS_EACH)]
        process = subprocess.Popen(
            [sys.executable, "-B", str(script), str(root), *units],
            env=program.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        processes.append(process)
        threads.append(threading.Thread(target=load.listen, args=(process,)))
    closing = (
        ("close", "--period", PERIOD, "--force", "--yes"),
        ("reopen", "--period", PERIOD, "--reason", "Đính chính", "--yes"),
    )
    threads.append(threading.Thread(target=load.repeat, args=closing))
    threads.append(
        threading.Thread(target=load.repeat, args=(("check-deadlines", "--send", "--as-of", "2022-09-16"),))
    )
    for thread in threads:
        thread.start()
    try:
        load.wait_for(SENDERS * 2)
        yield load
    finally:
        load._is_over.set()
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()
        for thread in threads:
            thread.join()
        for process in processes:
            assert process.wait() == 0
            assert process.stdout is not None
            process.stdout.close()


# ---------------------------------------------------------------------------------------------- the copies


def copy_by_cp(root: Path, target: Path, _: Load) -> None:
    """`cp -a`, which takes folders in whatever order the disk has them, and complains of what is gone by then."""
    done = subprocess.run(
        ["cp", "-a", str(root), str(target)], capture_output=True, encoding="utf-8", check=False
    )
    complaints = [line for line in done.stderr.splitlines() if ".tmp" not in line]
    assert complaints == []


def copy_by_tar(root: Path, target: Path, _: Load) -> None:
    """`tar --sort=name` into an archive, and out of it again."""
    archive = target.with_suffix(".tar")
    command = ["tar", "--sort=name", "-C", str(root.parent), "-cf", str(archive), root.name]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    # Exit code 1 only says that something changed while it was read: folders did.
    assert done.returncode in {0, 1}, done.stderr
    target.mkdir()
    subprocess.run(["tar", "-C", str(target), "--strip-components=1", "-xf", str(archive)], check=True)
    archive.unlink()


def copy_file_by_file(root: Path, target: Path, load: Load) -> None:
    """As a slow program does, in order of names: half of the files, many submissions later the other half."""
    folders = sorted(path for path in root.rglob("*") if path.is_dir())
    for half in (folders[: len(folders) // 2], folders[len(folders) // 2 :]):
        for folder in (root, *half):
            for path in sorted(folder.iterdir()):
                copied = target / path.relative_to(root)
                copied.parent.mkdir(parents=True, exist_ok=True)
                if path.is_file() and not copied.exists():
                    try:
                        shutil.copy2(path, copied)
                    except FileNotFoundError:
                        assert path.suffix == ".tmp", "nothing but temporary files ever goes"
        load.wait_for(SENDERS)


COPIES: dict[str, Copy] = {
    "cp -a": copy_by_cp,
    "tar --sort=name": copy_by_tar,
    "file by file": copy_file_by_file,
}


# ------------------------------------------------------------------------------------------- the restored copy


@dataclass
class Found:
    """What is wrong with a restored copy."""

    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)


def examine(copy: Path, settled: dict[str, str], receipts: dict[str, str]) -> Found:
    """Look at a copy: all that had a receipt is there, all that is there is whole, all that is wrong is named rightly.

    `settled` is what lay in the store before the copy began: nothing of it may be missed by anybody.
    """
    there = hash_files(copy)
    found = Found()
    found.lost = [file for file, digest in (settled | receipts).items() if there.get(file) != digest]
    whole = {one.file for one in read_workspace(copy).filings if is_whole(copy / one.file, one.submission)}
    found.torn = [file for file in there if file.startswith("data/submissions/") and file not in whole]
    for problem in desk.check_workspace(copy):
        missed = str(
            problem.facts.get("file")
            or f"{problem.place.file.rpartition('/')[0]}/{problem.facts.get('name')}"
        )
        if is_error(problem) and (problem.kind not in NAMED or missed in settled):
            found.false_alarms.append(f"{problem.kind} {problem.place.file}")
    said = desk.verify_everything(copy, against=None, tell=lambda *_: None)
    assert isinstance(said, desk.Verification)
    for problem in said.problems:
        if problem.kind not in NAMED | IN_JOURNAL or problem.place.file in settled:
            found.false_alarms.append(f"verify: {problem.kind} {problem.place.file}")
    return found


def is_whole(path: Path, submission: Submission) -> bool:
    """Whether a revision is what its own seal says."""
    receipt = submission.receipt
    content = receipt.content if receipt is not None else None
    return content is not None and check_seal(path.read_bytes(), content, path.name) == []


def make_old(copy: Path) -> None:
    """Restore two hours later: what is half done in a copy is nobody's work any more."""
    then = time.time() - 7200  # noqa: TID251 - the disk's own clock is meant
    for path in [*copy.rglob("*"), copy]:
        os.utime(path, (then, then))


def repair(copy: Path) -> desk.Repair:
    now = datetime.now(CITY_TIME)  # noqa: TID251 - a process of its own would read it
    done = desk.apply_repair(copy, by="x", now=now)
    assert isinstance(done, desk.Repair), done
    return done


def test_a_backup_copied_while_everybody_works_restores_to_all_that_had_a_receipt(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, tally: Tally, needs: Needs
) -> None:
    needs("tar")
    program = Program.copy(tmp_path_factory.mktemp("program"))
    root = tmp_path / "store"
    store = Workspace(root, INDICATORS, units=MORE_UNITS)
    shutil.copytree(REPOSITORY / "templates", root / "templates")
    with open_post_office() as office:
        store.write(
            "data/settings.yaml",
            f"format: 1\nmail: {{host: localhost, port: {office.port}, security: none, from: cds@x.example}}\n",
        )
        with loaded(root, program) as load:
            for number in range(ROUNDS):
                for name, make in COPIES.items():
                    drill(tally, name, make, load, tmp_path / f"copy-{number}")
                    shutil.rmtree(tmp_path / f"copy-{number}")
    assert load.other == []
    assert all(load.runs.get(name, 0) > 0 for name in ("close", "check-deadlines"))
    assert office.taken, "reminders went out meanwhile"


def drill(tally: Tally, name: str, make: Copy, load: Load, copy: Path) -> None:
    """Copy until somebody got a receipt meanwhile, restore, look at it with every command, and repair it."""
    fired = False
    settled: dict[str, str] = {}
    given: list[dict[str, Any]] = []
    began = 0
    for _ in range(50):
        shutil.rmtree(copy, ignore_errors=True)
        settled = hash_files(load.root)
        began = time.monotonic_ns()
        make(load.root, copy, load)
        ended = time.monotonic_ns()
        load.wait_for(SENDERS)
        given = [one for one in load.told if "refused" not in one]
        fired = any(began < one["given"] < ended for one in given)
        if fired:
            break
    receipts = {one["file"]: one["sha256"] for one in given if one["given"] < began}
    assert len(receipts) >= SENDERS, "a copy of nothing would lose nothing"
    found = examine(copy, settled, receipts)
    copied, live = hash_files(copy), hash_files(load.root)
    # Nothing in the store is ever rewritten: what was copied is what is there still.
    found.torn += [file for file, digest in copied.items() if live.get(file) != digest]
    make_old(copy)
    first = repair(copy)
    assert all(step.state in {"done", "left"} for step in first.steps), first
    assert [step for step in repair(copy).steps if step.state != "left"] == []
    after = examine(copy, settled, copied)
    assert list_hidden(copy / "data/submissions") == []
    asking = desk.Asking(period=PERIOD)
    made = desk.make_report(copy, asking, as_of=AS_OF, language="vi", skip_broken=True)
    if isinstance(made, desk.Refusal):
        found.false_alarms += [f"report: {one.kind} {one.place.file}" for one in made.problems]
    assert (found, after) == (Found(), Found()), name
    tally(fault=f"backup under load: {name}", runs=1, fired=int(fired))


def test_a_copy_that_lost_a_file_and_cut_another_is_found_out(tmp_path: Path, tally: Tally) -> None:
    root, copy = tmp_path / "store", tmp_path / "copy"
    store = Workspace(root, INDICATORS, units=MORE_UNITS)
    for unit in ("so-1", "so-2"):
        send(root, unit, 30, None)
    assert store.find_problems() == []
    settled = hash_files(root)
    shutil.copytree(root, copy)
    assert examine(copy, settled, {}) == Found()
    (copy / FOLDER / "so-1.yaml").unlink()
    cut = copy / FOLDER / "so-2.yaml"
    cut.write_bytes(cut.read_bytes()[:-20])
    found = examine(copy, settled, {})
    assert found.lost == [f"{FOLDER}/so-1.yaml", f"{FOLDER}/so-2.yaml"]
    assert found.torn == [f"{FOLDER}/so-2.yaml"]
    tally(
        fault="backup under load: a bad copy",
        runs=1,
        fired=1,
        lost=len(found.lost),
        torn=len(found.torn),
        control=True,
    )
