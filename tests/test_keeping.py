"""An answer is given again only where it would come out the same, whatever happens to files and clocks."""

import io
import json
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cds_kpi.cli import terminal
from cds_kpi.cli.keeping import name_call
from cds_kpi.store import survey
from cds_kpi.store.answers import Answer, Question, Recorder, find_answer, list_answers, name_program
from cds_kpi.store.place import find_folder
from cds_kpi.store.survey import take_survey
from conftest import Run
from workspaces import AS_OF, Workspace

SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
STEPS = 20_000 if SOAK else 400
LONG_AGO = 10**18
"""Nanoseconds: a file written then has been left alone ever since."""
NOW = datetime.fromisoformat("2022-09-15T10:11:12+07:00")
CLOCKED = Path(__file__).with_name("clocked.py")
INDICATORS = """
id: dossiers
measure: {kind: ratio, basis: in_period}
reporters: ['level:department', 'level:district']
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    """Return a workspace with a few submissions, written by hand long ago."""
    made = Workspace(tmp_path / "work", INDICATORS)
    for period in ("2022-Q2", "2022-Q3"):
        for unit in ("so-a", "so-b", "quan-1"):
            made.submit(period, unit, "dossiers: {numerator: 40, denominator: 100}")
    (made.root / "templates").mkdir()
    return made


def ask(root: Path, moment: datetime = NOW, call: str = "c") -> Question:
    """Return a question that is asked within a workspace."""
    return Question(call, "program", moment.isoformat(), str(root))


def look(root: Path) -> bytes:
    """Return what depends on every file of a workspace."""
    files = sorted(
        path for path in root.rglob("*") if path.is_file() and path.parts[len(root.parts)] != "reports"
    )
    return b"".join(f"{path.relative_to(root)}\n".encode() + path.read_bytes() for path in files)


def record(folder: Path, root: Path, started: int, question: Question | None = None) -> None:
    """Take down what depends on every file, at a moment."""
    recorder = Recorder(str(folder), question or ask(root), str(root), is_named=False, is_timely=False)
    recorder.write(1, look(root))
    recorder.write(2, b"told")
    recorder.keep(3, started, is_settled=True)


def read(answer: Answer | None) -> tuple[bytes, bytes, int] | None:
    """Return what an answer prints, and its exit code."""
    if answer is None:
        return None
    printed = {1: b"", 2: b""}
    for stream, data in answer.read():
        printed[stream] += data
    return printed[1], printed[2], answer.code


def find_newest(root: Path) -> int:
    """Return a moment at which every file has been left alone for long enough."""
    seen = take_survey([str(root / "data"), str(root / "templates")])
    assert seen is not None
    return seen.newest + 4 * 10**9


# ---------------------------------------------------------------------------------------------- what still holds


def test_an_answer_is_given_again_byte_for_byte_with_its_exit_code(store: Workspace, tmp_path: Path) -> None:
    record(tmp_path / "kept", store.root, find_newest(store.root))
    assert read(find_answer(str(tmp_path / "kept"), ask(store.root))) == (look(store.root), b"told", 3)
    assert read(find_answer(str(tmp_path / "kept"), ask(store.root, call="other"))) is None
    assert read(find_answer(str(tmp_path / "kept"), ask(store.root)._replace(program="newer"))) is None


def test_after_any_change_no_answer_is_an_old_one(store: Workspace, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable
    kept, found, missed = tmp_path / "kept", 0, 0
    for _ in range(STEPS):
        change(store.root, kept, chance)
        answer = read(find_answer(str(kept), ask(store.root)))
        if answer is None:
            missed += 1
            # At times too early: then nothing may be kept.
            record(kept, store.root, find_newest(store.root) - chance.choice((0, 0, 0, 3 * 10**9)))
        else:
            found += 1
            assert answer == (look(store.root), b"told", 3)
    assert min(found, missed) > STEPS / 10


def change(root: Path, kept: Path, chance: random.Random) -> None:
    """Do something to a workspace, or to what is kept of it, or nothing."""
    files = sorted((root / "data").rglob("*.yaml"))
    path = chance.choice(files)
    data = path.read_bytes()
    other = chance.choice(files).read_bytes()
    before = path.stat()
    what = chance.randrange(14)
    if what == 0:
        path.write_bytes(data.replace(b"40", b"41") if b"40" in data else data.replace(b"41", b"40"))
    elif what == 1:
        # As if nothing had happened: the same size, and the time of the last change put back.
        path.write_bytes(data[:-2] + data[-2:][::-1])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif what == 2:
        new = path.with_name("new.yaml")
        new.write_bytes(other)
        os.utime(new, ns=(LONG_AGO, LONG_AGO))
        new.replace(path)
    elif what == 3 and len(files) > 4 and path.parent != root / "data":
        path.unlink()
    elif what == 4:
        (path.parent / f"so-{chance.randrange(9)}.yaml").write_bytes(other)
    elif what == 5:
        (root / "templates" / "report.md.j2").write_bytes(other[: chance.randrange(40)])
    elif what == 6:
        folder = root / "data" / "submissions" / f"2022-Q{chance.randrange(1, 5)}"
        other_name = folder.with_name(f"{folder.name}x{chance.randrange(10**9)}")
        folder.rename(other_name) if folder.is_dir() else folder.mkdir()
    elif what == 7 and kept.is_dir():
        damage(kept, chance)
    elif what == 8 and kept.is_dir():
        shutil.rmtree(kept)


def damage(kept: Path, chance: random.Random) -> None:
    """Change, cut, lengthen or put together what is kept."""
    for path in (kept / "answers").iterdir():
        data = bytearray(path.read_bytes())
        place = chance.randrange(len(data))
        how = chance.randrange(4)
        if how == 0:
            data[place] ^= 1 << chance.randrange(8)
        elif how == 1:
            del data[place:]
        elif how == 2:
            data[place:place] = b"x"
        else:
            data = data[:place] + data[place // 2 :]
        path.write_bytes(data)


def test_any_changed_byte_of_what_is_kept_is_seen(store: Workspace, tmp_path: Path) -> None:
    record(tmp_path, store.root, find_newest(store.root))
    (path,) = (tmp_path / "answers").iterdir()
    data = path.read_bytes()
    for place in range(0, len(data), 1 if SOAK else 7):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert read(find_answer(str(tmp_path), ask(store.root))) is None, place
    path.write_bytes(data)
    assert read(find_answer(str(tmp_path), ask(store.root))) is not None


def test_files_changed_a_moment_ago_keep_no_answer(store: Workspace, tmp_path: Path) -> None:
    record(tmp_path, store.root, find_newest(store.root) - 2 * 10**9)
    assert list((tmp_path / "answers").iterdir()) == []


@pytest.mark.parametrize("kind", ["link", "fifo"])
def test_where_anything_is_no_plain_file_nothing_is_kept(store: Workspace, tmp_path: Path, kind: str) -> None:
    strange = store.root / "data" / "submissions" / "2022-Q3" / "so-x.yaml"
    strange.symlink_to(tmp_path / "elsewhere") if kind == "link" else os.mkfifo(strange)
    record(tmp_path / "kept", store.root, 2 * LONG_AGO)
    assert not (tmp_path / "kept").exists()


def test_two_processes_see_what_one_sees(store: Workspace) -> None:
    for number in range(40):
        store.submit("2022-Q1", f"so-{number}", "dossiers: {numerator: 40, denominator: 100}")
    tops = [str(store.root / "data")]
    assert take_survey(tops, 10**6) == take_survey(tops, 0)
    assert take_survey([str(store.root / "nowhere")], 10**6) is None


def test_the_folders_of_periods_are_shared(store: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    shared: list[str] = []

    def look(folders: list[str]) -> list[survey._Seen]:
        shared.extend(Path(folder).name for folder in folders)
        return look_beside(folders)

    look_beside = survey._look_beside
    monkeypatch.setattr(survey, "_look_beside", look)
    take_survey([str(store.root / "data")], 10**6)
    assert sorted(shared) == ["2022-Q2", "2022-Q3"]


def test_where_one_half_fails_the_other_is_not_waited_for(tmp_path: Path) -> None:
    for number in range(1_500):
        (tmp_path / "data" / "submissions" / f"{number:0100}").mkdir(parents=True)
    # Of the half that this process looks at, with more in the other one than a pipe holds.
    folders = list(os.scandir(tmp_path / "data" / "submissions"))
    os.mkfifo(Path(folders[1], "strange"))
    assert take_survey([str(tmp_path / "data")], 10**6) is None


def test_a_nearer_workspace_is_another_one(store: Workspace, tmp_path: Path) -> None:
    below = store.root / "reports" / "2022"
    below.mkdir(parents=True)
    record(tmp_path / "kept", store.root, find_newest(store.root), ask(below))
    assert read(find_answer(str(tmp_path / "kept"), ask(below))) is not None
    (store.root / "reports" / "data").mkdir()
    (store.root / "reports" / "data" / "indicators.yaml").touch()
    assert read(find_answer(str(tmp_path / "kept"), ask(below))) is None


# ---------------------------------------------------------------------------------------------- about this moment


def record_timely(folder: Path, root: Path, text: str, *, is_settled: bool = True) -> None:
    """Take down an answer about the moment it is asked at."""
    recorder = Recorder(str(folder), ask(root), str(root), is_named=True, is_timely=True)
    recorder.write(1, text.encode())
    recorder.keep(0, find_newest(root), is_settled=is_settled)


def test_an_answer_about_now_holds_for_the_day_and_tells_the_new_moment(
    store: Workspace, tmp_path: Path
) -> None:
    record_timely(tmp_path, store.root, f'{{"as_of": "{NOW.isoformat()}", "đến": 1}}')
    later = NOW + timedelta(hours=13)
    answer = read(find_answer(str(tmp_path), ask(store.root, later)))
    assert answer is not None
    assert answer[0].decode() == f'{{"as_of": "{later.isoformat()}", "đến": 1}}'
    for moment in (NOW + timedelta(hours=14), NOW + timedelta(days=365), NOW - timedelta(seconds=1)):
        assert read(find_answer(str(tmp_path), ask(store.root, moment))) is None


@pytest.mark.parametrize(
    ("text", "is_settled"),
    [
        ("tính đến 10:11:12 ngày 15/9/2022", True),
        (f'"as_of": "{NOW.isoformat()}" {NOW.isoformat()}', True),
        (f"{NOW.isoformat()}, tính đến 10:11:12", True),
        (f'{{"note": "\\"as_of\\": \\"{NOW.isoformat()}\\""}}', True),
        (f'"as_of": "{NOW.isoformat()}"', False),
    ],
)
def test_what_may_differ_at_the_next_moment_is_not_kept(
    store: Workspace, tmp_path: Path, text: str, is_settled: bool
) -> None:
    record_timely(tmp_path, store.root, text, is_settled=is_settled)
    assert list((tmp_path / "answers").iterdir()) == []


def test_silence_about_now_is_kept(store: Workspace, tmp_path: Path) -> None:
    record_timely(tmp_path, store.root, "")
    assert read(find_answer(str(tmp_path), ask(store.root))) == (b"", b"", 0)


# ------------------------------------------------------------------------------------------- the folder of the caches


def test_nobody_else_may_look_into_the_folder_of_caches(store: Workspace, tmp_path: Path) -> None:
    record(tmp_path / "below" / "kept", store.root, find_newest(store.root))
    for folder in (tmp_path / "below" / "kept", tmp_path / "below" / "kept" / "answers"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_passed_by(store: Workspace, tmp_path: Path, make: Callable[[Path], None]) -> None:
    (tmp_path / "answers").mkdir()
    make(tmp_path / "answers" / "c")
    assert find_answer(str(tmp_path), ask(store.root)) is None
    assert list_answers(str(tmp_path), str(store.root)) == []
    record(tmp_path, store.root, find_newest(store.root))
    record(tmp_path, store.root, find_newest(store.root), ask(store.root, call="other"))
    assert {path.name for path in (tmp_path / "answers").iterdir()} == {"c", "other"}


def test_a_home_that_cannot_be_looked_for_is_none() -> None:
    assert find_folder({"HOME": "/" + "a" * 5_000}) is None


# ------------------------------------------------------------------------------------------------- room on the disk


def test_a_full_disk_keeps_nothing(store: Workspace, tmp_path: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limit[1]))
    try:
        record(tmp_path, store.root, find_newest(store.root))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list((tmp_path / "answers").iterdir()) == []


def test_the_oldest_answers_make_room(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(look(store.root)) + 1_000
    monkeypatch.setattr("cds_kpi.store.answers._MOST", 3 * size)
    for number in range(6):
        record(tmp_path, store.root, find_newest(store.root), ask(store.root, call=f"c{number}"))
        (tmp_path / "answers" / f"c{number}").touch()
        os.utime(tmp_path / "answers" / f"c{number}", ns=(number * 10**9, number * 10**9))
    names = sorted(path.name for path in (tmp_path / "answers").iterdir())
    assert names[-1] == "c5"
    assert len(names) in {3, 4}


# ------------------------------------------------------------------------------------------------------ the commands


def settle(root: Path) -> datetime:
    """Return a moment at which every file of a workspace has been left alone for long enough."""
    return datetime.fromtimestamp(find_newest(root) // 10**9 + 1, NOW.tzinfo)


@pytest.fixture
def call(store: Workspace, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return what runs the program in the workspace at a moment, with a cache of the test's own."""

    def run_at(
        moment: datetime, *args: str, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, CLOCKED, moment.isoformat(), *args],
            cwd=store.root,
            env={"PATH": "/usr/bin", "CDS_KPI_CACHE": str(tmp_path / "kept"), **(env or {})},
            capture_output=True,
            check=False,
        )

    return run_at


CALLS = [
    ("report", "--quarter", "Q3", "--as-of", AS_OF, "--format", "json", "--stdout"),
    ("report", "--quarter", "Q3", "--as-of", AS_OF, "--stdout"),
    ("report", "--quarter", "Q3", "--format", "json", "--stdout"),
    ("check",),
    ("status", "--quarter", "Q3", "--as-of", AS_OF, "--strict"),
    ("status", "--quarter", "Q3", "--format", "json"),
    ("check-deadlines", "--format", "json"),
    ("check-deadlines", "--quiet", "--as-of", "2022-09-18"),
    ("explain", "dossiers", "--quarter", "Q3", "--as-of", AS_OF),
    ("contributions", "dossiers", "--quarter", "Q3", "--as-of", AS_OF),
]


@pytest.mark.parametrize("args", CALLS, ids=" ".join)
def test_each_command_answers_again_as_without_a_cache(
    store: Workspace,
    tmp_path: Path,
    args: tuple[str, ...],
    call: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    store.submit("2022-Q3", "so-b", "dossiers: {numerator: 40, denominator: 100}")
    first = settle(store.root)
    later = first + timedelta(seconds=1)
    made = call(first, *args)
    kept = list_answers(str(tmp_path / "kept"), str(store.root))
    assert len(kept) == 1, made
    again, anew = call(later, *args), call(later, "--no-cache", *args)
    assert (again.returncode, again.stdout, again.stderr) == (anew.returncode, anew.stdout, anew.stderr)
    # That it was repeated, and not only as good: what is kept says so when it says something else.
    with_other_words = Path(kept[0][0])
    assert with_other_words.stat().st_size > len(again.stdout) + len(again.stderr)
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 77, denominator: 100}")
    moment = settle(store.root)
    changed, anew = call(moment, *args), call(moment, "--no-cache", *args)
    assert (changed.returncode, changed.stdout, changed.stderr) == (anew.returncode, anew.stdout, anew.stderr)


def test_another_language_terminal_or_folder_is_another_call(
    store: Workspace, tmp_path: Path, call: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    moment = settle(store.root)
    args = ("status", "--quarter", "Q3", "--as-of", AS_OF)
    plain = call(moment, *args)
    english = call(moment, *args, env={"CDS_KPI_LANG": "en"})
    narrow = call(moment, *args, env={"COLUMNS": "60"})
    assert len({plain.stdout, english.stdout, narrow.stdout}) == 3
    assert len(list_answers(str(tmp_path / "kept"), str(store.root))) == 3


def test_what_changes_something_or_fails_is_not_kept(
    store: Workspace, tmp_path: Path, call: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    moment = settle(store.root)
    for args in (
        ("report", "--quarter", "Q3", "--as-of", AS_OF, "--format", "md"),
        ("check-deadlines", "--as-of", "2022-09-18", "--ics", "reports/a.ics"),
        ("report", "--quarter", "Q9", "--stdout"),
        ("--no-cache", "check"),
    ):
        call(moment, *args)
    assert not (tmp_path / "kept" / "answers").exists() or not list((tmp_path / "kept" / "answers").iterdir())


def test_a_submission_dated_after_now_keeps_no_answer_about_now(
    store: Workspace, tmp_path: Path, call: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    moment = settle(store.root)
    receipt = f"receipt: {{revision: 1, received_at: {(moment + timedelta(minutes=5)).isoformat()}}}"
    path = store.root / "data" / "submissions" / "2022-Q3" / "quan-3.yaml"
    path.write_text(
        f"format: 1\nunit: quan-3\nperiod: 2022-Q3\nsent_on: {moment.date()}\n{receipt}\n"
        "entries:\n  dossiers: {numerator: 40, denominator: 100}\n"
    )
    args = ("check-deadlines", "--format", "json")
    moment = max(moment, settle(store.root))
    call(moment, *args)
    later = moment + timedelta(minutes=10)
    assert call(later, *args).stdout == call(later, "--no-cache", *args).stdout


def test_clearing_the_cache_clears_the_answers(
    store: Workspace, tmp_path: Path, run: Run, call: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    call(settle(store.root), "check")
    own = {"CDS_KPI_CACHE": str(tmp_path / "kept")}
    told = json.loads(run("cache", "--format", "json", cwd=store.root, env=own).stdout)
    assert told["answers"]["files"] == 1
    assert told["answers"]["bytes"] > 0
    assert run("cache", "clear", cwd=store.root, env=own).returncode == 0
    assert list_answers(str(tmp_path / "kept"), str(store.root)) == []


def test_the_program_itself_is_part_of_what_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = name_program()
    assert name_program() == before
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert name_program() != before


def test_a_program_made_of_links_keeps_nothing(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "package"
    package.mkdir(parents=True)
    (package / "app.py").symlink_to(tmp_path / "elsewhere.py")
    monkeypatch.setattr("cds_kpi.store.answers._PACKAGE", str(package))
    assert name_program() == ""
    record(tmp_path, store.root, find_newest(store.root), ask(store.root)._replace(program=name_program()))
    assert list((tmp_path / "answers").iterdir()) == []


def test_another_way_of_counting_columns_is_another_call(monkeypatch: pytest.MonkeyPatch) -> None:
    before = name_call(["status"])
    monkeypatch.setenv("UNICODE_VERSION", "9.0.0")
    assert name_call(["status"]) != before


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_template_of_the_office_tells_the_time_in_its_own_way(
    store: Workspace, form: str, call: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    said = '"as_of": "{{ report.as_of }}", {{ report.as_of_text }}'
    (store.root / "templates" / f"report.{form}.j2").write_text(said)
    noon = settle(store.root).replace(hour=12, minute=0, second=0) + timedelta(days=1)
    args = ("report", "--quarter", "Q3", "--year", "2022", "--format", form, "--stdout")
    assert call(noon, *args).returncode == 0
    later = noon + timedelta(hours=1)
    assert call(later, *args).stdout == call(later, "--no-cache", *args).stdout


def test_lines_end_again_as_they_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    printed, taken = io.BytesIO(), bytearray()
    monkeypatch.setattr(os, "linesep", "\r\n")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, "utf-8", newline="\r\n"))
    monkeypatch.setattr(terminal, "copies", [lambda _, data: taken.extend(data)])
    terminal.write_out("một\nhai")
    terminal.flush_out()
    assert bytes(taken) == printed.getvalue() == "một\r\nhai\r\n".encode()


def test_nothing_is_copied_where_nothing_is_taken_down() -> None:
    assert terminal.copies == []
