"""Every system call between the first change to the store and the answer fails once, or is the last one of a killed
process: a revision is whole and answered, or the store is as it was and a sentence says why.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from stand import (
    DEAF,
    FILE_SYNC,
    FOLDER,
    FOLDER_SYNC,
    KEPT,
    LINK,
    SOAK,
    STRAIGHT,
    Call,
    Program,
    Seen,
    find_disorder,
    find_write_path,
    has_fired,
    judge,
    look,
    make_store,
    trace,
    write_draft,
)

from conftest import Needs
from tallying import Tally

CHANGING = frozenset({"openat", "write", "fsync", "mkdir", "link", "close"})
"""What a submission calls to change the store; the sweep takes every call it finds, and these must be among them."""
LATER = frozenset({"unlink", "newfstatat", "stat", "exit_group"})
"""What else it may call; anything besides is a new call that nobody has thought about."""
MUST_SUCCEED = frozenset({"openat", "write", "fsync", "mkdir", "link"})
"""What must have succeeded when there is a receipt."""
POSSIBLE = {
    "SIGKILL": None,
    "SIGINT": None,
    "EIO": None,
    "ENOSPC": frozenset({"openat", "write", "fsync", "mkdir", "link"}),
    "EACCES": frozenset({"openat", "mkdir", "link", "unlink", "newfstatat", "stat"}),
    "EDQUOT": frozenset({"openat", "write", "fsync", "mkdir", "link"}),
    "EROFS": frozenset({"openat", "mkdir", "link", "unlink"}),
    "EINTR": None,
}
"""Which calls can fail that way; None: every one."""
QUICK = {
    "EIO": frozenset({"openat", "write", "fsync", "mkdir", "link", "close", "unlink"}),
    "EACCES": frozenset({"openat", "mkdir", "link"}),
    "EDQUOT": frozenset({"write"}),
    "EROFS": frozenset({"mkdir"}),
    "EINTR": frozenset({"close"}),
}
"""What of it is tried in the quick form, where that is less: there, one call of each name, another for each fault."""
SIGNALS = frozenset({"SIGKILL", "SIGINT"})


@dataclass(frozen=True)
class Stand:
    """A store ready to be copied, a draft, and the calls of an undisturbed submission."""

    program: Program
    store: Path
    before: Seen
    draft: Path
    calls: list[Call]


@pytest.fixture(scope="module", params=["first", "second"])
def stand(request: pytest.FixtureRequest, needs: Needs, tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """Give a stand for a unit's first revision (its folder is made) or its second (a name is taken)."""
    if request.param == "second" and not SOAK:
        pytest.skip("the second revision belongs to the full form")
    needs("strace")
    folder = tmp_path_factory.mktemp("stand")
    program = Program.copy(folder)
    store, draft = make_store(folder / "store"), write_draft(folder / "draft.yaml")
    if request.param == "second":
        assert program.submit(store, draft).code == 0
        write_draft(draft, numerator=31)
    before = look(store)
    shutil.copytree(store, folder / "try")
    ended, calls = trace(program, folder / "try", draft, folder / "log")
    assert judge(folder / "try", before, ended).broken == []
    assert ended.code == 0
    return Stand(program, store, before, draft, find_write_path(calls))


def test_the_sweep_knows_every_call_of_the_write_path(stand: Stand) -> None:
    names = {call.name for call in stand.calls}
    assert names <= CHANGING | LATER
    assert (CHANGING - names) <= {"mkdir"}


@dataclass
class Swept:
    """What a sweep did."""

    runs: int = 0
    fired: int = 0
    filed: int = 0
    broken: tuple[str, ...] = ()


def sweep(stand: Stand, fault: str, folder: Path) -> Swept:
    """Let each call of the write path fail once, each time on a fresh copy of the store."""
    swept = Swept()
    named = next(at for at, call in enumerate(stand.calls) if call.name == "link")
    for at in choose_calls(stand.calls, fault):
        call = stand.calls[at]
        root = folder / f"{fault}-{call.name}-{call.nth}"
        swept.broken += try_fault(stand, fault, call, root, swept, linked=at > named)
        shutil.rmtree(root)
    return swept


def choose_calls(calls: list[Call], fault: str) -> Iterator[int]:
    """Yield which calls fail: every one that can that way; in the quick form one of each name."""
    possible = POSSIBLE[fault] if SOAK else QUICK.get(fault, POSSIBLE[fault])
    by_name: dict[str, list[int]] = {}
    for at, call in enumerate(calls):
        # A process that is leaving can be killed, but not told that it failed.
        if (possible is None or call.name in possible) and (call.name != "exit_group" or fault == "SIGKILL"):
            by_name.setdefault(call.name, []).append(at)
    chance = random.Random(fault)  # noqa: S311 - a spread needs a seed, not secrecy
    for places in by_name.values():
        yield from places if SOAK else [chance.choice(places)]


def try_fault(
    stand: Stand, fault: str, call: Call, root: Path, swept: Swept, *, linked: bool
) -> tuple[str, ...]:
    """Run one submission with one fault and return every promise it broke; `linked`: the name is given by then."""
    shutil.copytree(stand.store, root)
    how = f"signal={fault}" if fault in SIGNALS else f"error={fault}"
    inject = f"{call.name}:{how}:when={call.nth}"
    ended, calls = trace(stand.program, root, stand.draft, root / "log", inject=inject, calls=call.name)
    verdict = judge(root, stand.before, ended, answer_failed=call.is_answer)
    broken = list(verdict.broken)
    hit = next((one for one in calls if one.nth == call.nth), None)
    swept.runs += 1
    swept.filed += verdict.is_filed
    log = (root / "log").read_text(encoding="utf-8", errors="replace")
    if hit is not None and hit.place == call.place and has_fired(fault, hit, calls[-1], ended, log):
        swept.fired += 1
    else:
        broken.append(f"the fault did not fire, or elsewhere: {hit}")
    if ended.code == 0 and call.name in MUST_SUCCEED and not call.is_answer and fault != "SIGINT":
        broken.append("answered as if nothing had failed")
    if verdict.is_filed and not linked and fault != "SIGINT":
        broken.append("filed before it was named")
    return tuple(f"{fault} at {call}: {one} [exit {ended.code}] {ended.err[-300:]}" for one in broken)


@pytest.mark.parametrize("fault", list(POSSIBLE))
def test_a_fault_at_any_call_leaves_a_whole_revision_or_the_store_as_it_was(
    stand: Stand, fault: str, tmp_path: Path, tally: Tally
) -> None:
    swept = sweep(stand, fault, tmp_path)
    tally(
        fault=f"submit, writing: {fault} at a system call",
        runs=swept.runs,
        fired=swept.fired,
        torn=len(swept.broken),
    )
    assert swept.broken == ()
    if fault == "SIGKILL":
        # Killed before the name was given and after it: both must have been tried.
        assert 0 < swept.filed < swept.runs


def test_ctrl_c_before_anything_is_filed_leaves_nothing(needs: Needs, tmp_path: Path) -> None:
    """While the draft is read; what the sweep tries is later, and waits until the revision is filed and told."""
    needs("strace")
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    before, program = look(store), Program.copy(tmp_path)
    _, calls = trace(program, store, draft, tmp_path / "log", calls="openat")
    (store / f"{FOLDER}/so-a.yaml").unlink()
    (store / FOLDER).rmdir()
    shutil.rmtree(store / "data/journal")
    nth = next(call.nth for call in calls if call.is_about("draft.yaml"))
    inject = f"openat:signal=SIGINT:when={nth}"
    ended, _ = trace(program, store, draft, tmp_path / "log", inject=inject, calls="openat")
    assert (ended.code, ended.out, ended.err) == (130, "", "Đã dừng theo yêu cầu.\n")
    assert look(store) == before


# --------------------------------------------------------------------------------------- the order of the calls


def test_between_the_name_and_the_answer_no_file_is_opened_that_could_fail_to_open(
    needs: Needs, tmp_path: Path
) -> None:
    needs("strace")
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    ended, calls = trace(Program.copy(tmp_path), store, draft, tmp_path / "log", calls="openat,link,write")
    assert ended.code == 0
    named = next(at for at, call in enumerate(calls) if call.name == "link")
    answered = next(at for at, call in enumerate(calls) if call.is_answer)
    folders = (FOLDER, "data/journal/0000", 'data/journal"', 'data/submissions"')
    opened = [
        call
        for call in calls[named:answered]
        if call.name == "openat" and not any(call.is_about(folder) for folder in folders)
    ]
    # A module that cannot be loaded any more would make a failure of a revision that is there.
    assert opened == []


def test_bytes_then_sync_then_name_then_sync_of_the_folder_then_the_answer(
    stand: Stand, tally: Tally
) -> None:
    disorder = find_disorder(stand.calls)
    tally(fault="the order of a submission's calls", runs=1, torn=len(disorder))
    assert disorder == []


@pytest.mark.parametrize(
    ("changes", "disorder"),
    [
        ([FILE_SYNC], ["the bytes are not synced before they are named"]),
        (
            [FOLDER_SYNC],
            [
                "the folder is not synced before the answer",
                "the folder above is not synced before the answer",
            ],
        ),
        (
            [LINK],
            [
                "the name is not given by a link, which fails where it is taken",
                "a name that readers see, made by rename",
                "the folder is not synced before the answer",
            ],
        ),
    ],
    ids=["file never synced", "folder never synced", "renamed over what is there"],
)
def test_a_program_that_leaves_out_a_step_is_found_out(
    needs: Needs, tmp_path: Path, changes: list[tuple[str, str]], disorder: list[str], tally: Tally
) -> None:
    needs("strace")
    program = Program.copy(tmp_path, {"store/filing.py": changes})
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    about = "openat,write,fsync,mkdir,link,linkat,rename,renameat,renameat2"
    ended, calls = trace(program, store, draft, tmp_path / "log", calls=about)
    assert ended.code == 0
    found = find_disorder(calls)
    tally(fault="the order of a submission's calls", runs=1, torn=len(found), control=True)
    assert found == disorder


@pytest.mark.parametrize(
    ("change", "fault", "name", "place", "broken"),
    [
        (STRAIGHT, "SIGKILL", "write", FOLDER, "a revision that is not whole"),
        (KEPT, "EIO", "fsync", f"{FOLDER}", "refused, and yet filed"),
        (DEAF, "EIO", "fsync", f"{FOLDER}", "answered as if nothing had failed"),
    ],
    ids=["written under its name", "left there after a failed sync", "deaf to a failed sync"],
)
def test_the_sweep_finds_out_a_program_that_breaks_its_promise(
    needs: Needs,
    tmp_path: Path,
    change: tuple[str, str],
    fault: str,
    name: str,
    place: str,
    broken: str,
    tally: Tally,
) -> None:
    needs("strace")
    program = Program.copy(tmp_path, {"store/filing.py": [change]})
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    before = look(store)
    shutil.copytree(store, tmp_path / "try")
    _, calls = trace(program, tmp_path / "try", draft, tmp_path / "log")
    stand = Stand(program, store, before, draft, find_write_path(calls))
    call = [one for one in stand.calls if one.name == name and one.place.startswith(place)][-1]
    found = try_fault(stand, fault, call, tmp_path / "again", Swept(), linked=True)
    tally(fault=f"submit, writing: {fault} at a system call", runs=1, fired=1, torn=len(found), control=True)
    assert any(broken in one for one in found), found
