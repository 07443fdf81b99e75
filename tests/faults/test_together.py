"""Many people sending at one moment, and others reading meanwhile: every receipt stays true, nobody sees a half."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from stand import (
    AS_OF,
    JOURNAL,
    LINK,
    PERIOD,
    SOAK,
    Ended,
    Program,
    find_errors,
    find_unentered,
    full_form,
    hash_files,
    list_hidden,
    write_draft,
)

from cds_kpi import desk
from cds_kpi.problems import is_error
from post_office import PostOffice, open_post_office
from tallying import Tally
from workspaces import UNITS, Workspace

COUNT, ROUNDS = (64, 10) if SOAK else (8, 2)
CRONS, COPIES = 2, 20
DUE = "2022-09-16T08:00:00"
"""When a reminder of the third quarter is due to everybody."""
MOST = 200 if SOAK else COUNT
MORE_UNITS = UNITS + "".join(
    f"- {{id: so-{number}, name: Sở {number}, level: department, parent: city}}\n"
    for number in range(1, MOST + 1)
)
REPORTERS = "reporters: ['level:department']\ntargets: [{programme: p, at_least: 50, by: 2022-12-31}]"
RATIO = f"id: x\nmeasure: {{kind: ratio, basis: in_period}}\n{REPORTERS}"
PIECES = "\n---\n".join(
    f"id: z{number}\nmeasure: {{kind: value, basis: at_date, combine: max}}\n"
    "reporters: [so-a]\ntargets: [{programme: p, at_least: 50, by: 2022-12-31}]"
    for number in range(COUNT // 2)
)
VALUE = f"id: y\nmeasure: {{kind: value, basis: at_date, combine: max}}\n{REPORTERS}"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program.copy(tmp_path_factory.mktemp("program"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    root = tmp_path / "store"
    Workspace(root, f"{RATIO}\n---\n{VALUE}", units=MORE_UNITS)
    return root


# ------------------------------------------------------------------------------------------- what was promised


def find_lies(root: Path, receipts: list[dict[str, Any]]) -> list[str]:
    """Return every receipt that is not true of the store, and every gap and break in it."""
    files = hash_files(root)
    lies = []
    for receipt in receipts:
        there = files.get(receipt["file"])
        if there is None:
            lies.append(f"{receipt['file']} is lost")
        elif there != receipt["sha256"]:
            lies.append(f"{receipt['file']} is not what the receipt says")
        elif f"numerator: {receipt['numerator']}," not in (root / receipt["file"]).read_text(
            encoding="utf-8"
        ):
            lies.append(f"{receipt['file']} has somebody else's figures")
    lies += [f"two receipts for {file}" for file, n in Counter(r["file"] for r in receipts).items() if n > 1]
    numbers = defaultdict(list)
    for receipt in receipts:
        numbers[receipt["sent_unit"]].append(receipt["revision"])
    for unit, given in numbers.items():
        if sorted(given) != list(range(1, len(given) + 1)):
            lies.append(f"{unit}: revisions {sorted(given)}")
    lies += [f"check: {problem.kind} {problem.place.file}" for problem in find_errors(root)]
    # Who files at one moment makes a fork of the journal, which is no error.
    lies += find_unentered(root, was_killed=True)
    filed = [name for name in files if name.startswith("data/submissions/")]
    if len(filed) != len(receipts):
        lies.append(f"{len(filed)} files for {len(receipts)} receipts")
    if list_hidden(root):
        lies.append(f"left behind: {list_hidden(root)}")
    return lies


# ------------------------------------------------------------------------------------------------- readers


@dataclass
class Readers:
    """Readers that go on reading while others send, and what they saw."""

    root: Path
    program: Program
    post: PostOffice | None = None
    """Where the crons' mail goes; without one nobody reminds."""
    reads: int = 0
    reminded: int = 0
    """How many runs of crons there were."""
    backups: list[Path] = field(default_factory=list)
    """The copies that were made meanwhile."""
    figures: int = 0
    """How many figures stood in the reports."""
    seen: list[str] = field(default_factory=list)
    """Whatever no reader may see: an error, a refusal, a figure that was there and is gone."""
    is_over: threading.Event = field(default_factory=threading.Event)

    def read_here(self) -> None:
        """Check and report in this process, over and over."""
        known: dict[str, int] = {}
        while not self.is_over.is_set():
            self.seen += [f"{one.kind} {one.place.file}" for one in find_errors(self.root)]
            made = desk.make_report(self.root, desk.Asking(period=PERIOD), as_of=AS_OF, language="vi")
            self.reads += 2
            if isinstance(made, desk.Refusal):
                self.seen += [
                    f"report: {one.kind} {one.place.file}" for one in made.problems if is_error(one)
                ]
                continue
            for source in (source for row in made.view.rows for source in row.sources):
                self.figures += 1
                if source.revision < known.get(source.unit, 0):
                    self.seen.append(f"{source.file} after revision {known[source.unit]}")
                known[source.unit] = source.revision

    def remind(self) -> None:
        """Send the reminders that are due, as a cron does, over and over; at least twice."""
        while not self.is_over.is_set() or self.reminded < 2 * CRONS:
            done = self.program.run(self.root, "check-deadlines", "--send", "--as-of", DUE, "--quiet")
            self.reminded += 1
            if done.code not in {0, 3}:
                self.seen.append(f"cron: exit {done.code} {done.out[-300:]} {done.err[-300:]}")

    def back_up(self) -> None:
        """Copy the data as a backup does, over and over, with no regard for who is writing; at least once."""
        number = 0
        while not self.is_over.is_set() or not self.backups:
            copy = self.root.with_name(f"backup-{number}")
            copy.mkdir()
            # The journal first: then everything is there that it tells of.
            archive = str(copy / "data.tar")
            said: list[str] = []
            for part in (
                ["-cf", archive, "data/journal"],
                ["-rf", archive, "--exclude=data/journal", "data"],
            ):
                done = subprocess.run(
                    ["tar", "-C", str(self.root), *part], capture_output=True, encoding="utf-8", check=False
                )
                said += done.stderr.splitlines()
            # What somebody is still writing may be gone before it is copied, and folders grow.
            self.seen += [line for line in said if ".yaml" in line and ".tmp" not in line]
            subprocess.run(["tar", "-C", str(copy), "-xf", str(copy / "data.tar")], check=True)
            self.backups.append(copy)
            number += 1
            if len(self.backups) > COPIES:
                shutil.rmtree(self.backups.pop(0))

    def read_as_program(self, *arguments: str) -> None:
        """Run a command as a process, over and over."""
        while not self.is_over.is_set():
            command = [sys.executable, "-m", "cds_kpi", "--workspace", str(self.root), *arguments]
            done = subprocess.run(
                command, env=self.program.environment, capture_output=True, encoding="utf-8", check=False
            )
            self.reads += 1
            if done.returncode != 0:
                self.seen.append(
                    f"{arguments[0]}: exit {done.returncode} {done.stdout[-300:]} {done.stderr[-300:]}"
                )

    def watch(self, work: Callable[[], None]) -> None:
        """Read while the work lasts."""
        commands = (
            ("check", "--format", "json"),
            ("report", "--period", PERIOD, "--as-of", "2099-01-01", "--format", "json", "--stdout"),
        )
        threads = [threading.Thread(target=self.read_here)]
        threads += [threading.Thread(target=self.read_as_program, args=one) for one in commands]
        if self.post is not None:
            threads += [threading.Thread(target=self.remind) for _ in range(CRONS)]
            threads += [threading.Thread(target=self.back_up)]
        for thread in threads:
            thread.start()
        try:
            work()
        finally:
            self.is_over.set()
            for thread in threads:
                thread.join()


def send_crowd(
    program: Program, root: Path, count: int, rounds: int, shared: int, *, expects: bool = False
) -> list[dict[str, Any]]:
    """Let a crowd submit and return what each was told."""
    script = Path(__file__).with_name("crowd.py")
    numbers = map(str, (count, rounds, shared, int(expects)))
    done = subprocess.run(
        [sys.executable, str(script), str(root), *numbers],
        env=program.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def open_mail(store: Path, post: PostOffice) -> None:
    """Let the office send mail, and give everybody an address."""
    units = store / "data/units.yaml"
    lines = [
        re.sub(r"id: ([a-z0-9-]+),(.*)}$", r"id: \1,\2, email: [\1@hcm.example]}", line)
        for line in units.read_text(encoding="utf-8").splitlines()
    ]
    units.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (store / "data/settings.yaml").write_text(
        f"format: 1\nmail: {{host: 127.0.0.1, port: {post.port}, security: none, from: cds@hcm.example}}\n",
        encoding="utf-8",
    )


def find_sent_twice(post: PostOffice) -> list[str]:
    """Return who got the same reminder more than once; the focal point is told after every run that did anything."""
    letters = Counter(
        (address, str(message["To"]), str(message["Subject"])) for to, message in post.taken for address in to
    )
    return [f"{one}: {count} x" for one, count in letters.items() if count > 1 and "dic@" not in one[0]]


# --------------------------------------------------------------------------------------------------- tests


@pytest.mark.parametrize(
    ("count", "shared"),
    [
        pytest.param(COUNT, 0, id="own units", marks=full_form),
        pytest.param(COUNT, COUNT // 2, id="half and half"),
        pytest.param(COUNT, COUNT, id="one unit", marks=full_form),
        pytest.param(MOST, MOST // 2, id="very many", marks=full_form),
    ],
)
def test_of_a_crowd_with_readers_crons_and_a_backup_every_receipt_is_kept_and_nobody_sees_a_half(
    program: Program, store: Path, count: int, shared: int, tally: Tally
) -> None:
    told: list[dict[str, Any]] = []
    with open_post_office() as post:
        open_mail(store, post)
        readers = Readers(store, program, post)
        readers.watch(lambda: told.extend(send_crowd(program, store, count, ROUNDS, shared)))
    lies, twice = find_lies(store, told), find_sent_twice(post)
    in_copies = [
        f"{copy.name}: {problem.kind} {problem.place.file}"
        for copy in readers.backups
        for problem in find_errors(copy)
    ]
    # What came while the rest was copied tells of acts that came after the journal was: true, and told (operations.md).
    in_copies += [
        f"{copy.name}: {said}"
        for copy in readers.backups
        for said in find_unentered(copy, was_killed=True)
        if not said.startswith("verify: tail-cut data/submissions/")
    ]
    tally(
        fault=f"{count} at once, report, check, {CRONS} crons, backup",
        runs=len(told),
        lost=len(lies),
        torn=len(readers.seen) + len(twice),
        false_alarms=len(in_copies),
    )
    assert len(told) == count * ROUNDS
    assert [one for one in told if "refused" in one] == []
    assert (lies, readers.seen, twice, in_copies) == ([], [], [], [])
    assert len(set(post.reached())) > count, "everybody was reminded, and the focal point told"
    assert readers.reads > 0
    assert readers.figures > 0


def test_of_those_who_expect_the_same_revision_exactly_one_wins_and_the_others_are_told(
    program: Program, store: Path, tally: Tally
) -> None:
    told = send_crowd(program, store, COUNT, ROUNDS, COUNT, expects=True)
    won = [one for one in told if "refused" not in one]
    tally(fault=f"{COUNT} expect the same revision", runs=len(told), lost=len(find_lies(store, won)))
    assert sorted(one["revision"] for one in won) == list(range(1, ROUNDS + 1))
    lost = [one for one in told if "refused" in one]
    assert {(one["refused"], *one["kinds"]) for one in lost} == {("state", "revision-taken")}
    assert len(lost) == (COUNT - 1) * ROUNDS
    assert find_lies(store, won) == []


@full_form
def test_a_crowd_finds_out_a_program_that_writes_over_what_is_there(
    store: Path, tmp_path: Path, tally: Tally
) -> None:
    broken = Program.copy(tmp_path / "broken", {"store/filing.py": [LINK]})
    told = send_crowd(broken, store, COUNT, ROUNDS, COUNT)
    lies = find_lies(store, told)
    tally(fault=f"{COUNT} at once, no exclusive name", runs=len(told), lost=len(lies), control=True)
    assert any(lie.startswith("two receipts for") for lie in lies), lies


HELD = """
import os, runpy, sys

there, go = int(sys.argv.pop(1)), int(sys.argv.pop(1))
steps = {name: getattr(os, name) for name in ("link", "replace")}

def hold(name):
    def step(*names, **more):
        for one, real in steps.items():
            setattr(os, one, real)
        os.write(there, b".")
        os.read(go, 1)
        return steps[name](*names, **more)
    setattr(os, name, step)

for name in steps:
    hold(name)
runpy.run_module("cds_kpi", run_name="__main__", alter_sys=True)
"""
"""Stops where a file is about to get its name, says so on one pipe, and goes on when the other is closed."""


def run_held(program: Program, command: Sequence[str], meanwhile: Callable[[], None]) -> Ended:
    """Run a command of the program, held just before it names its file until something else is done."""
    reader, there = os.pipe()
    go, opener = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-B", "-c", HELD, str(there), str(go), *command],
        env=program.environment,
        pass_fds=(there, go),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        os.close(there)
        os.close(go)
        try:
            # Nothing comes from one that ended before it got there.
            assert os.read(reader, 1) == b"."
            meanwhile()
        finally:
            os.close(opener)
            os.close(reader)
        out, err = process.communicate()
    return Ended(process.returncode, out, err)


def race_between_looking_and_naming(program: Program, store: Path, folder: Path) -> list[str]:
    """Hold a submitter just before it names its file, let another one through, and return whose receipts are lies."""
    slow, quick = write_draft(folder / "slow.yaml"), write_draft(folder / "quick.yaml", numerator=31)
    others: list[Ended] = []
    command = program.list_arguments(store, slow)[4:]
    first = run_held(program, command, lambda: others.append(program.submit(store, quick)))
    receipts = []
    for one, numerator in ((first, 30), (others[0], 31)):
        assert one.code == 0, one.err
        receipts.append(one.receipt | {"numerator": numerator, "sent_unit": "so-a"})
    assert others[0].receipt["revision"] == 1
    return find_lies(store, receipts)


def test_a_submitter_who_is_overtaken_takes_the_next_number(
    program: Program, store: Path, tmp_path: Path, tally: Tally
) -> None:
    lies = race_between_looking_and_naming(program, store, tmp_path)
    tally(fault="overtaken before the name is given", runs=1, fired=1, lost=len(lies))
    assert lies == []
    second = hash_files(store)["data/submissions/2022-Q3/so-a.r2.yaml"]
    assert second


def test_being_overtaken_costs_a_program_that_writes_over_what_is_there_a_receipt(
    store: Path, tmp_path: Path, tally: Tally
) -> None:
    broken = Program.copy(tmp_path / "broken", {"store/filing.py": [LINK]})
    lies = race_between_looking_and_naming(broken, store, tmp_path)
    tally(fault="overtaken before the name is given", runs=1, fired=1, lost=len(lies), control=True)
    assert "two receipts for data/submissions/2022-Q3/so-a.yaml" in lies


# ------------------------------------------------------------------------------------------- two crons at once


def remind_overtaken(program: Program, store: Path) -> list[str]:
    """Hold a cron just before it writes down its first reminder, let another one through, and return who got two."""
    command = ["--workspace", str(store), "check-deadlines", "--send", "--as-of", DUE, "--quiet"]
    others: list[Ended] = []
    with open_post_office() as post:
        open_mail(store, post)
        first = run_held(program, command, lambda: others.append(program.run(store, *command[2:])))
        assert {first.code, others[0].code} == {3}, (first, others)
    assert post.reached()
    return find_sent_twice(post)


def test_a_cron_that_is_overtaken_repeats_nothing(program: Program, store: Path, tally: Tally) -> None:
    twice = remind_overtaken(program, store)
    tally(fault="a cron overtaken by another", runs=1, fired=1, torn=len(twice))
    assert twice == []


def test_being_overtaken_a_cron_that_writes_over_what_is_there_reminds_twice(
    store: Path, tmp_path: Path, tally: Tally
) -> None:
    twice = remind_overtaken(Program.copy(tmp_path / "broken", {"store/filing.py": [LINK]}), store)
    tally(fault="a cron overtaken by another", runs=1, fired=1, torn=len(twice), control=True)


# -------------------------------------------------------------------------- two people, a figure or two each


def list_set(store: Path, *figures: str) -> list[str]:
    """Return the command line that sets figures of so-a one by one."""
    sets = [part for figure in figures for part in ("--set", figure)]
    where = ["--workspace", str(store), "submit", "--unit", "so-a", "--period", PERIOD]
    return [*where, *sets, "--yes", "--format", "json"]


def send_figures(program: Program, store: Path, *figures: str) -> Ended:
    """Send figures one by one, with nobody in between."""
    done = subprocess.run(
        [sys.executable, "-B", "-m", "cds_kpi", *list_set(store, *figures)],
        env=program.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


def read_entries(store: Path, receipt: dict[str, Any]) -> dict[str, str]:
    """Return the answers of a filed revision, each as its file has it."""
    text = (store / receipt["file"]).read_text(encoding="utf-8").partition("entries:\n")[2]
    pairs = (line.strip().partition(": ") for line in text.splitlines() if line.startswith("  "))
    return {key: said for key, _, said in pairs}


@pytest.mark.parametrize("begun", [False, True], ids=["first revision", "on top of one"])
def test_two_people_who_set_different_figures_at_one_moment_both_keep_theirs(
    program: Program, store: Path, begun: bool
) -> None:
    if begun:
        send_figures(program, store, "x=1/1000", "y=1")
    others: list[Ended] = []
    held = run_held(
        program,
        list_set(store, "x=30/1000"),
        lambda: others.append(send_figures(program, store, "y=7")),
    )
    assert held.code == 0, held.err
    assert held.receipt["revision"] == others[0].receipt["revision"] + 1
    assert read_entries(store, held.receipt) == {
        "x": "{numerator: 30, denominator: 1000}",
        "y": "{value: 7}",
    }
    assert held.receipt["carried"] == ["y"]
    number = others[0].receipt["revision"]
    assert held.receipt["overtaken"] == [
        f"lần gửi {number} được nhận trước; chỉ tiêu nào không gửi lại ở đây thì giữ theo lần gửi đó"
    ]
    assert others[0].receipt["overtaken"] == []
    assert find_errors(store) == []


def test_of_two_who_set_the_same_figure_at_one_moment_the_second_is_told_what_it_replaces(
    program: Program, store: Path
) -> None:
    def meanwhile() -> None:
        send_figures(program, store, "x=31/1000", "y=7")

    held = run_held(program, list_set(store, "x=30/1000"), meanwhile)
    assert held.code == 0, held.err
    assert read_entries(store, held.receipt) == {
        "x": "{numerator: 30, denominator: 1000}",
        "y": "{value: 7}",
    }
    assert held.receipt["overtaken"] == [
        "lần gửi 1 được nhận trước; chỉ tiêu nào không gửi lại ở đây thì giữ theo lần gửi đó",
        "lần gửi đó cũng sửa “Chỉ tiêu” (31/1.000 (3,10%)); nay thay bằng số liệu của lần này",
    ]


def test_figures_that_expect_a_revision_are_refused_where_somebody_came_first(
    program: Program, store: Path
) -> None:
    def meanwhile() -> None:
        send_figures(program, store, "y=7")

    held = run_held(program, [*list_set(store, "x=30/1000"), "--expect-revision", "1"], meanwhile)
    assert (held.code, held.out) == (4, "")
    assert "đã có lần gửi 1" in held.err
    assert len([name for name in hash_files(store) if not name.startswith(JOURNAL)]) == 3


def test_figures_of_many_people_at_one_moment_are_all_kept(program: Program, store: Path) -> None:
    count = COUNT // 2
    Workspace(store, PIECES, units=MORE_UNITS)
    send_figures(program, store, *(f"z{number}=0" for number in range(count)))
    processes = [
        subprocess.Popen(
            [sys.executable, "-B", "-m", "cds_kpi", *list_set(store, f"z{number}={number + 1}")],
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(count)
    ]
    receipts = [json.loads(process.communicate()[0]) for process in processes]
    last = max(receipts, key=lambda receipt: receipt["revision"])
    assert sorted(receipt["revision"] for receipt in receipts) == list(range(2, count + 2))
    assert read_entries(store, last) == {f"z{n}": f"{{value: {n + 1}}}" for n in range(count)}
    assert find_errors(store) == []
