"""Every system call of every writing command fails once, or is the last one of a killed process: what is there is as it
was or as it should be, an answer is true, and nothing is sent twice.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from acts import ACTS, Cost, Stage, find_act_disorder, judge_run
from stand import (
    FILE_SYNC,
    FOLDER_SYNC,
    LINK,
    SOAK,
    Call,
    Ended,
    Program,
    full_form,
    has_fired,
)

from conftest import Needs
from post_office import open_post_office
from tallying import Tally

FAULTS = ("SIGKILL", "EIO", "ENOSPC", "EDQUOT", "EACCES", "EINTR")
LOOKING = frozenset(
    {"newfstatat", "stat", "read", "pread64", "openat", "close", "getdents64", "access", "fcntl", "lseek"}
)
"""What changes nothing."""
ANSWERING = frozenset({"getcwd", "poll"})
"""What is told about a call of these stands in its answer, which a fault takes away."""
TRIES = 3
"""How often a call is tried: how many a conversation with a server takes is not the same in every run."""
QUICK = {
    "submit": ("EINTR", "fsync"),
    "review": ("EDQUOT", "write"),
    "close": ("EIO", "read"),
    "reopen": ("ENOSPC", "link"),
    "extend": ("EACCES", "openat"),
    "remind": ("SIGKILL", "sendto"),
    "letters": ("SIGKILL", "link"),
    "report": ("ENOSPC", "fsync"),
    "cold cache": ("EIO", "pwrite64"),
    "check": ("EIO", "read"),
}
"""Which fault each command meets in the quick form, and at which kind of call; in the full form every one at each."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program.copy(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module", params=list(ACTS) if SOAK else list(QUICK))
def stage(
    request: pytest.FixtureRequest, needs: Needs, program: Program, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Give each command with a workspace ready for it."""
    needs("strace")
    with open_post_office() as post:
        made = Stage(ACTS[request.param], program, tmp_path_factory.mktemp("stage"), post)
        made.set_up()
        yield made


@dataclass
class Swept:
    """What a sweep did."""

    runs: int = 0
    fired: int = 0
    missed: list[str] = field(default_factory=list)
    """Where the fault did not strike."""
    cost: Cost = field(default_factory=Cost)


def sweep(stage: Stage, fault: str, calls: list[Call]) -> Swept:
    """Let each of some calls meet a fault once, each time on a fresh copy of the workspace."""
    done = Swept()
    for call in calls:
        done.runs += 1
        for _ in range(TRIES):
            ended, has_struck = strike(stage, fault, call)
            found = judge_run(stage, ended, call)
            done.cost += found.told_of(f"{fault} at {call} [exit {ended.code}] {ended.err[-300:]}")
            if has_struck:
                done.fired += 1
                break
        else:
            done.missed.append(f"{fault} at {call}")
    return done


def strike(stage: Stage, fault: str, call: Call) -> tuple[Ended, bool]:
    """Run the command with one fault, and return how it ended and whether the fault struck where it should."""
    how = f"signal={fault}" if fault == "SIGKILL" else f"error={fault}"
    ended, seen = stage.run(f"{call.name}:{how}:when={call.nth}", call.name)
    hit = next((one for one in seen if one.nth == call.nth), None)
    log = (stage.folder / "log").read_text(encoding="utf-8", errors="replace")
    if hit is None or (hit.place != call.place and call.name not in ANSWERING):
        return ended, False
    return ended, has_fired(fault, hit, seen[-1], ended, log)


def choose_calls(stage: Stage, fault: str) -> list[Call]:
    """Return which calls meet a fault: every one that changes something, and of those that only look at one thing again
    and again the first and the last; in the quick form one of one kind.
    """
    able = [call for call in stage.calls if fault == "SIGKILL" or call.name != "exit_group"]
    if not SOAK:
        of_kind = [call for call in able if call.name == QUICK[stage.act.name][1] and not call.is_answer]
        chance = random.Random(stage.act.name)  # noqa: S311 - a spread needs a seed, not secrecy
        return [chance.choice(of_kind)]
    looks: dict[tuple[str, str], list[Call]] = {}
    for call in able:
        if call.name in LOOKING and not call.is_about("O_CREAT"):
            looks.setdefault((call.name, call.place), []).append(call)
    ends = {(call.name, call.nth) for same in looks.values() for call in (same[0], same[-1])}
    passed = {(call.name, call.nth) for same in looks.values() for call in same} - ends
    return [call for call in able if (call.name, call.nth) not in passed]


@pytest.mark.parametrize("fault", FAULTS if SOAK else ("one fault",))
def test_a_fault_at_any_call_leaves_what_was_or_what_should_be(
    stage: Stage, fault: str, tally: Tally
) -> None:
    strikes = fault if SOAK else QUICK[stage.act.name][0]
    done = sweep(stage, strikes, choose_calls(stage, strikes))
    tally(
        fault=f"{stage.act.name}: {strikes} at a system call",
        runs=done.runs,
        fired=done.fired,
        lost=len(done.cost.lost),
        torn=len(done.cost.torn),
        false_alarms=len(done.cost.false_alarms),
    )
    assert (done.cost.sentences, done.missed) == ((), [])


OUT_STRAIGHT = (
    '    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)\n',
    "    handle, name = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), str(path)\n",
)
UNBEGUN = ("        fault = begin_attempt(root, attempt)\n        if", "        fault = None\n        if")
OUT_UNSYNCED = ("            os.fsync(file.fileno())\n", "")


@pytest.mark.parametrize(
    ("name", "file", "change", "at"),
    [
        pytest.param("report", "store/writing.py", OUT_STRAIGHT, "write", id="written under its name"),
        pytest.param("remind", "desk/reminding.py", UNBEGUN, "link", id="nothing begun", marks=full_form),
    ],
)
def test_a_kill_finds_out_a_command_that_breaks_its_promise(
    needs: Needs, tmp_path: Path, name: str, file: str, change: tuple[str, str], at: str, tally: Tally
) -> None:
    needs("strace")
    with open_post_office() as post:
        stage = Stage(ACTS[name], Program.copy(tmp_path, {file: [change]}), tmp_path, post)
        stage.set_up()
        call = next(one for one in stage.calls if one.name == at and not one.is_answer)
        done = sweep(stage, "SIGKILL", [call])
    tally(
        fault=f"{name}: SIGKILL at a system call",
        runs=done.runs,
        fired=done.fired,
        lost=len(done.cost.lost),
        torn=len(done.cost.torn),
        control=True,
    )


# ------------------------------------------------------------------------------------------------------- order


def test_every_file_is_synced_then_named_then_its_folder_synced_then_the_answer_given(
    stage: Stage, tally: Tally
) -> None:
    if stage.act.is_cached:
        assert [name for name in stage.after if name not in stage.before] == []
        return
    stage.run(calls="")
    disorder = find_act_disorder(stage, stage.calls)
    tally(fault=f"{stage.act.name}: the order of its calls", runs=1, torn=len(disorder))
    assert disorder == []


@full_form
@pytest.mark.parametrize(
    ("name", "file", "change"),
    [
        ("review", "store/filing.py", FILE_SYNC),
        ("close", "store/filing.py", FOLDER_SYNC),
        ("remind", "store/filing.py", LINK),
        ("report", "store/writing.py", OUT_UNSYNCED),
        ("letters", "store/filing.py", FOLDER_SYNC),
    ],
    ids=["review", "close", "remind", "report", "letters"],
)
def test_a_command_that_leaves_out_a_step_is_found_out(
    needs: Needs, tmp_path: Path, name: str, file: str, change: tuple[str, str], tally: Tally
) -> None:
    needs("strace")
    with open_post_office() as post:
        stage = Stage(ACTS[name], Program.copy(tmp_path, {file: [change]}), tmp_path, post)
        stage.set_up()
    disorder = find_act_disorder(stage, stage.calls)
    tally(fault=f"{name}: the order of its calls", runs=1, torn=len(disorder), control=True)
