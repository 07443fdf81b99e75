"""Real disks that are full, read-only, closed to the user, limited, without hard links, or lose power."""

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from acts import ACTS, Stage, judge_run
from stand import (
    FOLDER,
    JOURNAL,
    SOAK,
    Ended,
    Program,
    full_form,
    hash_files,
    judge,
    list_hidden,
    look,
    make_store,
    mounted,
    trace,
    write_draft,
)

from conftest import Needs
from post_office import open_post_office
from tallying import Tally

NOBODY = 65534
ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root mounts file systems")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program.copy(tmp_path_factory.mktemp("program"))


@pytest.fixture
def public() -> Iterator[Path]:
    """Give a folder that other users may enter: pytest closes its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def submit_by(program: Program, store: Path, draft: Path, code: str) -> Ended:
    """Submit a draft by a piece of Python that starts the program."""
    arguments = program.list_arguments(store, draft)
    done = subprocess.run(
        [arguments[0], "-B", "-c", code, *arguments[arguments.index("cds_kpi") + 1 :]],
        env=program.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def assert_refused(ended: Ended, word: str) -> None:
    """The machine failed, and one sentence says what happened and names the file."""
    assert ended.code == 5, ended
    assert ended.out == ""
    assert word in ended.err
    assert f"{FOLDER}/so-a" in ended.err


# ------------------------------------------------------------------------------------------------- no room


@needs_root
def test_a_disk_of_64_kb_fills_up_and_every_revision_it_answered_for_stays_whole(
    program: Program, tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=64k", "tmpfs") as disk:
        store = make_store(disk)
        draft = tmp_path / "draft.yaml"
        receipts: dict[str, str] = {}
        ended = Ended(0, "", "")
        while ended.code == 0:
            write_draft(draft, numerator=len(receipts), note="Ghi chú " * 1200)
            before = look(store)
            ended = program.submit(store, draft)
            assert judge(store, before, ended).broken == []
            if ended.code == 0:
                receipts[ended.receipt["file"]] = ended.receipt["sha256"]
        assert_refused(ended, "Không còn chỗ")
        assert len(receipts) > 1, "some went in before it was full"
        assert list_hidden(store) == []
        filed = {name: digest for name, digest in hash_files(store).items() if name.startswith(FOLDER)}
        assert filed == receipts


@needs_root
@full_form
def test_a_disk_without_a_free_inode_takes_nothing_and_says_that_it_is_full(
    program: Program, tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=1m,nr_inodes=40", "tmpfs") as disk:
        store = make_store(disk)
        (store / FOLDER).mkdir()
        draft = write_draft(tmp_path / "draft.yaml")
        for number in range(100):
            try:
                (disk / f"full-{number}").touch()
            except OSError:
                break
        before = look(store)
        ended = program.submit(store, draft)
        assert judge(store, before, ended).broken == []
        assert_refused(ended, "Không còn chỗ")
        # One inode is enough: a link takes none of its own.
        (disk / "full-0").unlink()
        ended = program.submit(store, draft)
        if ended.code == 5:
            # Some kernels count a name on tmpfs as an inode; then it takes two.
            (disk / "full-1").unlink()
            ended = program.submit(store, draft)
        assert ended.code == 0, ended.err
        assert judge(store, before, ended).broken == []


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte, and return the file to remove again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1 << 12))
    return filler


def use_up_inodes(disk: Path) -> Path:
    """Make files until no more can be made, and return the folder to remove again."""
    filler = disk / "filler"
    filler.mkdir()
    with contextlib.suppress(OSError):
        for number in itertools.count():
            (filler / str(number)).touch()
    return filler


@contextmanager
def struck(disk: Path, fault: str) -> Iterator[None]:
    """Let a disk be full, without a free inode, or read-only, for as long as it takes."""
    if fault == "read-only disk":
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        return
    filler = fill(disk) if fault == "full disk" else use_up_inodes(disk)
    yield
    if filler.is_dir():
        shutil.rmtree(filler)
    else:
        filler.unlink()


DISKS = ("full disk", "no free inode", "read-only disk")
QUICK = [("cold cache", "full disk"), ("remind", "no free inode"), ("report", "read-only disk")]


@needs_root
@pytest.mark.parametrize(
    ("name", "fault"), [(name, fault) for name in ACTS for fault in DISKS] if SOAK else QUICK
)
def test_a_command_on_a_disk_that_takes_nothing_says_so_and_leaves_everything_as_it_was(
    program: Program, tmp_path: Path, name: str, fault: str, tally: Tally
) -> None:
    with (
        open_post_office() as post,
        mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=2m,nr_inodes=300", "tmpfs") as disk,
    ):
        here = tmp_path / "stage"
        here.mkdir()
        stage = Stage(ACTS[name], program, here, post)
        stage.set_up(traced=False)
        post.taken = []
        there = replace(stage, folder=disk)
        shutil.copytree(stage.ready, there.trial)
        with struck(disk, fault):
            ended, _ = there.again(calls="")
        # Afterwards there is room again: whoever then runs a reminder again reaches everybody, once.
        cost = judge_run(there, ended, None)
    has_fired = ended.code == (stage.act.code if stage.act.is_cached else 5)
    tally(
        fault=fault,
        runs=1,
        fired=int(has_fired),
        lost=len(cost.lost),
        torn=len(cost.torn),
        false_alarms=len(cost.false_alarms),
    )
    assert cost.sentences == ()
    assert has_fired, ended


@pytest.mark.parametrize("limit", [1, 100, 200] if SOAK else [100])
def test_a_file_size_limit_is_no_half_revision(
    program: Program, tmp_path: Path, needs: Needs, limit: int
) -> None:
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    before = look(store)
    ended = program.submit(store, draft, under=[str(needs("prlimit")), f"--fsize={limit}"])
    assert judge(store, before, ended).broken == []
    assert_refused(ended, "Không còn chỗ")
    assert list_hidden(store) == []


# --------------------------------------------------------------------------------------------- not allowed


AS_NOBODY = """
import importlib, io, os, pkgutil, sys
import cds_kpi

# Loaded and tried as whoever may read the interpreter; sent as nobody.
for module in pkgutil.walk_packages(cds_kpi.__path__, "cds_kpi."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from cds_kpi.cli.app import main

shown, sys.stdout = sys.stdout, io.StringIO()
sys.argv.append("--dry-run")
assert main() == 0
sys.argv.pop()
sys.stdout = shown
os.setgroups([])
os.setgid({nobody})
os.setuid({nobody})
sys.exit(main())
""".replace("{nobody}", str(NOBODY))


@pytest.mark.skipif(not ROOT, reason="only root becomes another user")
@pytest.mark.parametrize("closed", [FOLDER, "data/submissions"] if SOAK else [FOLDER])
def test_a_folder_closed_to_the_user_is_named_and_nothing_is_changed(public: Path, closed: str) -> None:
    program = Program.copy(public)
    store, draft = make_store(public / "store"), write_draft(public / "draft.yaml")
    if closed == FOLDER:
        (store / FOLDER).mkdir()
    (store / JOURNAL).mkdir()
    os.chown(store / JOURNAL, NOBODY, NOBODY)
    before = look(store)
    ended = submit_by(program, store, draft, AS_NOBODY)
    assert judge(store, before, ended).broken == []
    assert_refused(ended, "Không có quyền")
    # What refused was the folder, not something else about the other user.
    os.chown(store / closed, NOBODY, NOBODY)
    ended = submit_by(program, store, draft, AS_NOBODY)
    assert ended.code == 0, ended.err
    assert judge(store, before, ended).broken == []


@needs_root
def test_a_disk_mounted_read_only_is_named_and_nothing_is_changed(program: Program, tmp_path: Path) -> None:
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    before = look(store)
    with mounted(tmp_path / "disk", "--bind", str(store)) as disk:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(disk)], check=True)
        ended = program.submit(disk, draft)
        assert judge(disk, before, ended).broken == []
        assert_refused(ended, "Không có quyền")


# -------------------------------------------------------------------------------- disks without hard links


@pytest.mark.parametrize("answer", ["EPERM", "EOPNOTSUPP", "ENOSYS"] if SOAK else ["EPERM"])
def test_without_hard_links_a_revision_is_renamed_where_the_name_is_free(
    program: Program, tmp_path: Path, needs: Needs, answer: str
) -> None:
    needs("strace")
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    under = ["strace", "-f", "-o", str(tmp_path / "log"), "-e", "trace=link,rename,renameat,renameat2"]
    under += ["-e", f"inject=link:error={answer}"]
    before = look(store)
    for revision in (1, 2):
        ended = program.submit(store, draft, under=under)
        log = (tmp_path / "log").read_text(encoding="utf-8")
        assert "(INJECTED)" in log
        assert "RENAME_NOREPLACE) = 0" in log
        assert judge(store, before, ended).broken == []
        assert ended.receipt["revision"] == revision
        assert list_hidden(store) == []
        before = look(store)


def test_a_disk_that_can_neither_link_nor_rename_safely_is_refused(
    program: Program, tmp_path: Path, needs: Needs
) -> None:
    needs("strace")
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    under = ["strace", "-f", "-o", str(tmp_path / "log"), "-e", "trace=link,renameat2"]
    under += ["-e", "inject=link:error=EPERM", "-e", "inject=renameat2:error=EINVAL"]
    before = look(store)
    ended = program.submit(store, draft, under=under)
    assert judge(store, before, ended).broken == []
    assert_refused(ended, "Không ghi được")
    assert list_hidden(store) == []


LOST_ANSWER = """
import os, runpy
link = os.link

def link_and_lose_the_answer(*names):
    link(*names)
    raise FileExistsError(17, "File exists")

os.link = link_and_lose_the_answer
runpy.run_module("cds_kpi", run_name="__main__")
"""


def test_a_link_whose_answer_was_lost_on_the_way_is_no_failure(program: Program, tmp_path: Path) -> None:
    """A network share repeats the call, finds the name taken by itself, and says so."""
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    before = look(store)
    ended = submit_by(program, store, draft, LOST_ANSWER)
    assert ended.code == 0, ended.err
    assert ended.receipt["revision"] == 1
    assert judge(store, before, ended).broken == []


@pytest.mark.parametrize("answer", ["EINVAL", "EBADF"] if SOAK else ["EINVAL"])
def test_a_disk_that_syncs_no_folders_takes_revisions_all_the_same(
    program: Program, tmp_path: Path, needs: Needs, answer: str
) -> None:
    needs("strace")
    store, draft = make_store(tmp_path / "store"), write_draft(tmp_path / "draft.yaml")
    before = look(store)
    shutil.copytree(store, tmp_path / "first")
    _, calls = trace(program, tmp_path / "first", draft, tmp_path / "log", calls="fsync")
    nth = next(call.nth for call in calls if call.place == FOLDER)
    inject = f"fsync:error={answer}:when={nth}"
    ended, calls = trace(program, store, draft, tmp_path / "log", calls="fsync", inject=inject)
    assert [call.place for call in calls if call.is_injected] == [FOLDER]
    assert ended.code == 0, ended.err
    assert judge(store, before, ended).broken == []
