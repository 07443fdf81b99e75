"""Real disks that are full, read-only, closed to the user, limited, without hard links, or lose power."""

import fcntl
import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stand import (
    FILE_SYNC,
    FIRST,
    FOLDER,
    FOLDER_SYNC,
    SOAK,
    Ended,
    Program,
    full_form,
    hash_files,
    judge,
    list_hidden,
    look,
    make_store,
    trace,
    write_draft,
)

from conftest import Needs

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


@contextmanager
def mounted(point: Path, *options: str) -> Iterator[Path]:
    """Mount a file system at a new folder for as long as it takes; skipped where the machine does not let us."""
    point.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(point)], capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine mounts nothing here: {done.stderr.strip()}")
    try:
        yield point
    finally:
        subprocess.run(["umount", "--lazy", str(point)], check=True)


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


# ---------------------------------------------------------------------------------------------- no power


def cut_power(mount: Path) -> None:
    """Make an ext4 file system forget whatever is not on its disk yet, the journal included."""
    handle = os.open(mount, os.O_RDONLY)
    try:
        fcntl.ioctl(handle, 0x8004587D, struct.pack("I", 2))
    finally:
        os.close(handle)


def submit_and_cut_power(program: Program, folder: Path, draft: Path) -> tuple[Ended, dict[str, str]]:
    """Submit on a disk of its own, cut the power as soon as the answer is there, and return what is left."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("needs the program mkfs.ext4, which is not installed")
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(8 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    # The disk commits by itself every five seconds at most: here not before the test is over.
    options = ("-o", "loop,commit=600")
    with mounted(folder / "disk", *options, str(image)) as disk:
        make_store(disk)
        os.sync()
        ended = program.submit(disk, draft)
        cut_power(disk)
    with mounted(folder / "disk", *options, str(image)) as disk:
        return ended, hash_files(disk)


@needs_root
def test_what_was_answered_is_there_after_a_power_cut(program: Program, tmp_path: Path) -> None:
    draft = write_draft(tmp_path / "draft.yaml")
    ended, left = submit_and_cut_power(program, tmp_path, draft)
    assert ended.code == 0, ended.err
    assert left[FIRST] == ended.receipt["sha256"]


@needs_root
def test_a_program_that_never_syncs_loses_what_it_answered_in_a_power_cut(tmp_path: Path) -> None:
    never = Program.copy(tmp_path / "never", {"store/filing.py": [FILE_SYNC, FOLDER_SYNC]})
    draft = write_draft(tmp_path / "draft.yaml")
    ended, left = submit_and_cut_power(never, tmp_path, draft)
    assert ended.code == 0, ended.err
    assert left.get(FIRST) != ended.receipt["sha256"], "the power cut must cost this one something"
