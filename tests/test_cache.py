"""The cache is only ever a shortcut: whatever happens to files, clocks and the cache itself, the answer is the same."""

import json
import multiprocessing
import os
import random
import resource
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.desk.book import check_contents, read_contents
from cds_kpi.model.shape import read_shape
from cds_kpi.model.submission import Receipt, Submission
from cds_kpi.store import cache, layout
from cds_kpi.store.composed import recognise
from cds_kpi.store.composing import compose_submission
from cds_kpi.store.contents import Scope, read_basis
from cds_kpi.store.place import find_folder, name_file, use_folder
from conftest import Run
from workspaces import AS_OF, Workspace

SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
STEPS = 3_000 if SOAK else 150
UNITS = ("so-a", "so-b", "so-c", "quan-1", "quan-3")
PERIODS = ("2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4")
INDICATORS = """
id: dossiers
measure: {kind: ratio, basis: in_period}
reporters: ['level:department', 'level:district']
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
---
id: payments
measure: {kind: roll_call, basis: at_date, members: true}
reporters: ['level:district']
targets: [{programme: p, number: 2, at_least: 80, by: 2022-12-31}]
"""
MOMENT = datetime.fromisoformat("2022-09-15T10:11:12+07:00")


@pytest.fixture(autouse=True)
def no_cache_afterwards() -> Iterator[None]:
    """Leave no cache to the tests that come after."""
    yield
    use_folder(None, MOMENT)


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    """Return a workspace in which every unit has sent its first revision for every period."""
    made = Workspace(tmp_path / "work", INDICATORS)
    for period in PERIODS:
        for place, unit in enumerate(UNITS):
            send(made.root, period, unit, 1, 40 + place)
    return made


def send(
    root: Path, period: str, unit: str, revision: int, numerator: int, previous: str | None = None
) -> Path:
    """File a revision in exactly the form that `submit` writes."""
    entries = {"dossiers": {"numerator": str(numerator), "denominator": "100", "status": "final"}}
    if unit.startswith("quan"):
        entries["payments"] = {"done": "true", "members_done": {"quan-1": "10", "quan-3": "12"}[unit]}
    tree = {"format": "1", "unit": unit, "period": period, "sent_on": "2022-09-15", "entries": entries}
    record = read_shape(Submission, tree)
    assert isinstance(record, Submission), record
    receipt = Receipt.make(revision=revision, received_at=MOMENT, previous=previous)
    path = root / "data" / "submissions" / period / f"{unit}{'' if revision == 1 else f'.r{revision}'}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compose_submission(record, receipt))
    return path


def find_quiet_moment(root: Path) -> datetime:
    """Return a moment at which every file of a workspace has been left alone for long enough to be kept."""
    times = [path.lstat().st_ctime for path in (root / "data").rglob("*")]
    return datetime.fromtimestamp(max(times), UTC) + timedelta(seconds=5)


def answer(root: Path, folder: Path | None, now: datetime) -> tuple[list[str], bytes | list[str]]:
    """Return everything that is wrong, and the report as data, or why there is none."""
    use_folder(folder, now)
    problems = [repr(problem) for problem in check_contents(read_contents(root))]
    made = desk.make_report(
        root, desk.Asking(quarter="Q3"), as_of=datetime.fromisoformat(AS_OF), language="vi", skip_broken=True
    )
    if isinstance(made, desk.Refusal):
        return problems, [repr(problem) for problem in made.problems]
    data = desk.render_report(root, made.view, "json")
    assert isinstance(data, bytes)
    return problems, data


def touch_until_told_apart(path: Path, data: bytes) -> None:
    """Write a file so that the clock of the file system has moved on since it was last written."""
    before = path.lstat().st_ctime_ns if path.exists() else 0
    path.write_bytes(data)
    while path.lstat().st_ctime_ns == before:
        path.write_bytes(data)


def list_submissions(root: Path) -> list[Path]:
    """Return the files of all submissions."""
    return sorted((root / "data" / "submissions").glob("*/*.yaml"))


# ---------------------------------------------------------------------------------------------- what is kept


def test_what_has_not_changed_is_not_read_again(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = find_quiet_moment(store.root)
    first = answer(store.root, tmp_path / "cache", now)
    opened: list[str] = []
    real = os.open

    def note(path: str, *rest: int, **options: int) -> int:
        opened.append(os.fspath(path))
        return real(path, *rest, **options)

    monkeypatch.setattr(os, "open", note)
    assert answer(store.root, tmp_path / "cache", now) == first
    assert [path for path in opened if "submissions" in path] == []
    changed = store.root / "data" / "submissions" / "2022-Q3" / "so-a.yaml"
    changed.unlink()
    send(store.root, "2022-Q3", "so-a", 1, 99)
    assert answer(store.root, tmp_path / "cache", now) != first
    assert {path.rpartition("/")[2] for path in opened if "submissions" in path} == {"so-a.yaml"}


def test_without_a_folder_nothing_is_kept(store: Workspace, tmp_path: Path) -> None:
    answer(store.root, None, find_quiet_moment(store.root))
    assert not (tmp_path / "cache").exists()


def test_a_database_made_anew_meanwhile_is_not_written_to(store: Workspace, tmp_path: Path) -> None:
    for place, unit in enumerate(UNITS):
        send(store.root, "2022-Q2", unit, 1, 70 + place)
    now, kept = find_quiet_moment(store.root), tmp_path / "cache"
    answer(store.root, kept, now)
    send(store.root, "2022-Q3", "so-a", 2, 50)
    now = find_quiet_moment(store.root)
    use_folder(kept, now)
    contents = read_basis(store.root)
    slow = cache.open_cache(store.root, contents.digest)
    assert slow is not None
    folder = slow.open_folder("2022-Q3")
    for found in layout.list_files(store.root, layout.SUBMISSIONS, {"2022-Q3"}):
        path = store.root / found.file
        folder.compare(found, path.lstat())
        if not folder.has(found):
            known = recognise(path.read_bytes(), found)
            assert known is not None
            folder.add(found, known, is_sound=True)
    # While that one is still at work, another clears the cache and fills it, with other packs under the same numbers.
    assert cache.remove(name_file(kept, store.root))
    read_contents(store.root, lambda _: Scope(frozenset({"2022-Q4"})))
    read_contents(store.root, lambda _: Scope(frozenset({"2022-Q1", "2022-Q2"})))
    slow.save([folder])
    assert answer(store.root, kept, now) == answer(store.root, None, now)


def test_the_number_of_a_pack_is_never_given_again(store: Workspace, tmp_path: Path) -> None:
    def list_packs() -> set[int]:
        with sqlite3.connect(name_file(tmp_path / "cache", store.root)) as connection:
            return {number for (number,) in connection.execute("SELECT id FROM pack")}

    answer(store.root, tmp_path / "cache", find_quiet_moment(store.root))
    before = list_packs()
    for unit in UNITS:
        # By hand: such a file is not kept.
        path = store.root / "data" / "submissions" / "2022-Q4" / f"{unit}.yaml"
        path.write_bytes(path.read_bytes() + b"# checked\n")
    answer(store.root, tmp_path / "cache", find_quiet_moment(store.root))
    gone = before - list_packs()
    send(store.root, "2022-Q4", "so-a", 1, 99)
    answer(store.root, tmp_path / "cache", find_quiet_moment(store.root))
    assert gone
    assert not gone & list_packs()


def test_another_catalogue_judges_anew(store: Workspace, tmp_path: Path) -> None:
    now = find_quiet_moment(store.root)
    assert answer(store.root, tmp_path / "cache", now)[0] == []
    path = store.root / "data" / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: ratio", "kind: value"), encoding="utf-8")
    problems, _ = answer(store.root, tmp_path / "cache", now)
    assert sum("data/submissions" in one for one in problems) == len(PERIODS) * len(UNITS)
    assert (problems, _) == answer(store.root, None, now)


def test_a_file_written_twice_at_one_time_is_read_twice(store: Workspace, tmp_path: Path) -> None:
    """Same size, same times, same inode: that it has only just been written must be reason enough."""
    path = store.root / "data" / "submissions" / "2022-Q3" / "so-a.yaml"
    for numerator in range(10, 40):
        data = send(tmp_path, "2022-Q3", "so-a", 1, numerator).read_bytes()
        before = path.stat()
        with path.open("r+b") as file:
            file.write(data)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        now = datetime.fromtimestamp(path.stat().st_ctime, UTC)
        assert answer(store.root, tmp_path / "cache", now) == answer(store.root, None, now)


# ------------------------------------------------------------------------------------- whatever happens to files


def test_after_any_edits_the_answer_is_that_without_the_cache(store: Workspace, tmp_path: Path) -> None:
    chance = random.Random(2393)  # noqa: S311 - no secret
    seen = set()
    for _ in range(STEPS):
        seen.add(change(store.root, chance))
        now = find_quiet_moment(store.root) + timedelta(seconds=chance.choice([-9, 0, 0, 0, 0, 86_400]))
        if chance.random() < 0.08:
            harm(tmp_path / "cache", chance)
        assert answer(store.root, tmp_path / "cache", now) == answer(store.root, None, now)
    assert len(seen) == 10


def change(root: Path, chance: random.Random) -> int:
    """Change a workspace in one of ten ways, and say in which."""
    files = list_submissions(root)
    path = chance.choice(files)
    data = path.read_bytes()
    period, unit = chance.choice((*PERIODS, "2022-S1")), chance.choice(UNITS)
    kind = chance.randrange(10)
    match kind:
        case 0:
            numbers = [int(one.name.split(".r")[-1].split(".")[0]) for one in files if ".r" in one.name]
            send(root, period, unit, max([1, *numbers]) % 5 + 1, chance.randrange(100))
        case 1 if len(files) > 8:
            path.unlink()
        case 2:
            touch_until_told_apart(path, data.replace(b"numerator: ", b"numerator: 1", 1))
        case 3:
            touch_until_told_apart(path, data[: chance.randrange(len(data))])
        case 4:
            before = path.stat()
            swapped = data.replace(b"denominator: 100", b"denominator: 200")
            touch_until_told_apart(path, swapped)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        case 5:
            os.utime(path, ns=(0, chance.randrange(2**61)))
        case 6:
            path.rename(path.with_name(f"{unit}.r7.yaml"))
        case 7:
            other = chance.choice(files)
            touch_until_told_apart(path, other.read_bytes())
        case 8:
            catalogue = root / "data" / "indicators.yaml"
            text = catalogue.read_text(encoding="utf-8")
            catalogue.write_text(
                text.replace("at_least: 5", "at_least: 6") if chance.random() < 0.5 else text
            )
        case _:
            send(root, period, unit, 1, chance.randrange(100))
    return kind


def harm(folder: Path, chance: random.Random) -> None:
    """Do to the cache what disks, people and other versions do."""
    for path in sorted(folder.glob("*.sqlite3")):
        data = path.read_bytes()
        match chance.randrange(6):
            case 0:
                path.write_bytes(data[: chance.randrange(len(data) + 1)])
            case 1:
                place = chance.randrange(len(data))
                path.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
            case 2:
                path.write_bytes(b"not a database at all " * 300)
            case 3:
                path.unlink()
            case 4:
                connection = sqlite3.connect(path)
                connection.execute("PRAGMA user_version = 99")
                connection.close()
            case _:
                connection = sqlite3.connect(path)
                connection.execute("UPDATE folder SET rows = substr(rows, 1, length(rows) - 5)")
                connection.execute("UPDATE pack SET data = zeroblob(length(data))")
                connection.commit()
                connection.close()
        for ending in ("-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)


# ------------------------------------------------------------------------------------- whatever happens to the cache


@pytest.mark.parametrize("place", range(0, 100, 4))
def test_a_changed_byte_in_the_cache_changes_no_answer(store: Workspace, tmp_path: Path, place: int) -> None:
    now = find_quiet_moment(store.root)
    right = answer(store.root, tmp_path / "cache", now)
    path = name_file(tmp_path / "cache", store.root)
    data = bytearray(path.read_bytes())
    for step in range(0, len(data) // 100, 40):
        data[len(data) * place // 100 + step] ^= 0x01
    path.write_bytes(data)
    assert answer(store.root, tmp_path / "cache", now) == right
    assert answer(store.root, tmp_path / "cache", now) == right


def test_a_folder_that_nobody_may_write_is_passed_by(store: Workspace, tmp_path: Path) -> None:
    now = find_quiet_moment(store.root)
    right = answer(store.root, None, now)
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    assert answer(store.root, blocked / "cache", now) == right
    assert blocked.read_text(encoding="utf-8") == "no folder"


def test_a_cache_that_another_process_is_writing_is_read_as_it_was(store: Workspace, tmp_path: Path) -> None:
    now = find_quiet_moment(store.root)
    right = answer(store.root, tmp_path / "cache", now)
    writer = sqlite3.connect(name_file(tmp_path / "cache", store.root), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM folder")
    assert answer(store.root, tmp_path / "cache", now) == right
    send(store.root, "2022-Q3", "so-a", 1, 77)
    assert answer(store.root, tmp_path / "cache", now) == answer(store.root, None, now) != right
    writer.rollback()
    writer.close()


def test_a_full_disk_keeps_nothing_and_changes_no_answer(store: Workspace, tmp_path: Path) -> None:
    now = find_quiet_moment(store.root)
    right = answer(store.root, None, now)
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()

    def run() -> None:
        # What grows over the limit fails as it does on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (12_288, 12_288))
        theirs.send(answer(store.root, tmp_path / "cache", now))

    process = fork.Process(target=run)
    process.start()
    assert ours.poll(60)
    assert ours.recv() == right
    process.join()
    assert answer(store.root, tmp_path / "cache", now) == right


def test_eight_processes_that_build_it_at_once_all_answer_alike(store: Workspace, tmp_path: Path) -> None:
    now = find_quiet_moment(store.root)
    right = answer(store.root, None, now)
    fork = multiprocessing.get_context("fork")
    with fork.Pool(8) as pool:
        for _ in range(3):
            send(store.root, "2022-Q3", "so-b", 1, 50)
            right = answer(store.root, None, now)
            assert pool.starmap(answer, [(store.root, tmp_path / "cache", now)] * 8) == [right] * 8


def test_old_packs_are_put_together_and_do_not_grow_without_end(store: Workspace, tmp_path: Path) -> None:
    sizes = []
    for turn in range(40):
        touch_until_told_apart(
            store.root / "data" / "submissions" / "2022-Q3" / "so-a.yaml",
            send(tmp_path / "other", "2022-Q3", "so-a", 1, turn).read_bytes(),
        )
        answer(store.root, tmp_path / "cache", find_quiet_moment(store.root))
        connection = sqlite3.connect(name_file(tmp_path / "cache", store.root))
        sizes.append(connection.execute("SELECT count(*), sum(length(data)) FROM pack").fetchone())
        connection.close()
    kept = sum(path.stat().st_size for path in list_submissions(store.root))
    assert max(count for count, _ in sizes) <= len(PERIODS) + cache._MOST_SMALL_PACKS + 2
    assert sizes[-1][1] <= 2 * kept


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_the_folder_is_the_users_own(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert find_folder({"CDS_KPI_CACHE": "/a/b", **home}) == Path("/a/b")
    assert find_folder({"XDG_CACHE_HOME": "/c", **home}) == Path("/c/cds-kpi")
    assert find_folder({"XDG_CACHE_HOME": "relative", **home}) == tmp_path / ".cache" / "cds-kpi"
    assert find_folder(home) == tmp_path / ".cache" / "cds-kpi"
    assert find_folder({}) is None
    assert find_folder({"HOME": str(tmp_path / "nobody")}) is None


def test_the_folder_is_where_each_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert find_folder({"LOCALAPPDATA": "/local"}) == Path("/local/cds-kpi/cache")
    assert find_folder({"HOME": str(tmp_path)}) is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert find_folder({"HOME": str(tmp_path)}) == tmp_path / "Library" / "Caches" / "cds-kpi"
    assert find_folder({}) is None


# ---------------------------------------------------------------------------------------------------- the command


def test_the_command_tells_where_it_is_and_what_it_holds_and_removes_it(
    store: Workspace, tmp_path: Path, run: Run
) -> None:
    own = {"CDS_KPI_CACHE": str(tmp_path / "own"), "COLUMNS": "200"}
    path = name_file(tmp_path / "own", store.root)
    assert run("cache", cwd=store.root, env=own).stderr == f"Chưa có bộ nhớ đệm ({path}).\n"
    answer(store.root, tmp_path / "own", find_quiet_moment(store.root))
    told = run("cache", "info", cwd=store.root, env=own)
    assert [line.split() for line in told.stdout.splitlines()[2:]] == [
        [period, "5", "2"] for period in PERIODS
    ]
    data = json.loads(run("cache", "--format", "json", cwd=store.root, env=own).stdout)
    assert (data["schema"], data["file"], data["bytes"]) == (
        "cds-kpi.cache/1",
        str(path),
        path.stat().st_size,
    )
    assert [(one["period"], one["files"]) for one in data["folders"]] == [(period, 5) for period in PERIODS]
    cleared = run("--lang", "en", "cache", "clear", cwd=store.root, env=own)
    assert (cleared.returncode, cleared.stderr) == (0, f"Removed {path}.\n")
    assert list(path.parent.iterdir()) == []
    assert (
        run("--lang", "en", "cache", "clear", cwd=store.root, env=own).stderr
        == "There is no cache to clear.\n"
    )


def test_a_folder_named_from_here_is_found_again(store: Workspace, run: Run) -> None:
    own = {"CDS_KPI_CACHE": "../kept"}
    answer(store.root, store.root.parent / "kept", find_quiet_moment(store.root))
    told = run("cache", cwd=store.root, env=own)
    assert [line.split()[0] for line in told.stdout.splitlines()[2:]] == list(PERIODS)


def test_no_cache_is_kept_among_a_workspaces_own_files(store: Workspace, run: Run) -> None:
    before = sorted(store.root.rglob("*"))
    for folder in ("data", "data/cache", "templates"):
        assert run("check", cwd=store.root, env={"CDS_KPI_CACHE": folder}).returncode == 0
    assert sorted(store.root.rglob("*")) == before


def test_no_cache_neither_uses_nor_keeps_one(store: Workspace, tmp_path: Path, run: Run) -> None:
    own = {"CDS_KPI_CACHE": str(tmp_path / "own")}
    assert run("--no-cache", "check", cwd=store.root, env=own).returncode == 0
    assert not (tmp_path / "own").exists()
