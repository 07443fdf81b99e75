"""Damage to any one file of the store: it is named with its place, and nothing else changes in silence."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.problem import Problem
from cds_kpi.problems import is_error
from cds_kpi.report.row_view import RowView
from conftest import REPOSITORY, Needs

AS_OF = datetime(2022, 9, 30, 23, 59, 59, tzinfo=timezone(timedelta(hours=7)))
PERIODS = ("2022-S1", "2022-Q3")
CATALOGUE, UNITS, SETTINGS = "data/indicators.yaml", "data/units.yaml", "data/settings.yaml"
FIRST, NEWEST = "data/submissions/2022-Q3/so-y-te.yaml", "data/submissions/2022-Q3/so-y-te.r2.yaml"
NOBODY = 65534

# Soaking asks everything of every file; otherwise of these, each of another kind: the focal point's own, both revisions
# of a corrected one, "unavailable", nil, not applicable, late, members not done, one figure only.
SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
ALL = tuple(
    path.relative_to(REPOSITORY).as_posix() for path in sorted(REPOSITORY.glob("data/submissions/*/*.yaml"))
)
SAMPLE = (
    "data/submissions/2022-Q3/so-tttt.yaml",
    FIRST,
    NEWEST,
    "data/submissions/2022-Q3/so-gtvt.yaml",
    "data/submissions/2022-Q3/ban-dan-toc.yaml",
    "data/submissions/2022-Q3/thanh-tra.yaml",
    "data/submissions/2022-Q3/ubnd-can-gio.yaml",
    "data/submissions/2022-Q3/ubnd-cu-chi.yaml",
    "data/submissions/2022-S1/ubnd-quan-3.yaml",
    "data/submissions/2022-S1/vien-ncpt.yaml",
)
SINGLE = tuple(file for file in (ALL if SOAK else SAMPLE) if file not in {FIRST, NEWEST})


# ---------------------------------------------------------------------------------------------- damages


def flip(data: bytes, position: int, bits: int) -> bytes:
    return data[:position] + bytes([data[position] ^ bits]) + data[position + 1 :]


def flip_middle(pattern: bytes, bits: int) -> Callable[[bytes], bytes]:
    """Return the damage that flips bits of the byte that the middle match of a pattern has for its first group."""

    def damage(data: bytes) -> bytes:
        found = list(re.finditer(pattern, data))
        return flip(data, found[len(found) // 2].start(1), bits)

    return damage


def keep_lines(data: bytes, share: float) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[: min(int(len(lines) * share), len(lines) - 1)])


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda data: data[: len(data) // 2],
    "cut after two thirds of its lines": lambda data: keep_lines(data, 2 / 3),
    "cut before its last line": lambda data: keep_lines(data, 1),
    "cut before its last byte": lambda data: data[:-1],
    "emptied": lambda _: b"",
    "a letter of a key flipped": flip_middle(rb"[{ \n]([a-z_-]{2,}):[ \n]", 2),
    "a Vietnamese letter broken": flip_middle(rb"[\xc3-\xe1]([\x80-\xbf])", 0x80),
    "a NUL byte put in": lambda data: data[: len(data) // 2] + b"\0" + data[len(data) // 2 :],
}
CHANGED: dict[str, Callable[[bytes], bytes]] = {
    "a digit of a figure flipped": flip_middle(rb"(?:numerator|denominator|members_done|value): ([0-9])", 1),
    "a Vietnamese letter flipped": flip_middle(rb"[\xc3-\xe1]([\x80-\xbf])", 1),
}


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_link(path: Path) -> None:
    """Put the same bytes outside the workspace, and a link to them in the file's place."""
    store = next(folder for folder in path.parents if folder.name == "store")
    shutil.move(path, store.parent / "outside.yaml")
    path.symlink_to(store.parent / "outside.yaml")


def make_broken_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere/at-all.yaml")


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


REPLACED: dict[str, Callable[[Path], None]] = {
    "a folder in its place": make_folder,
    "a link out of the workspace in its place": make_link,
    "a link to nothing in its place": make_broken_link,
    "a pipe in its place": make_pipe,
    "not to be read": lambda path: path.chmod(0),
}


def pair(damages: dict[str, Any]) -> list[tuple[str, str]]:
    """Pair submissions with damages: all with all for the corrected one and when soaking, else every other pair."""
    return [
        (file, damage)
        for row, file in enumerate((FIRST, NEWEST, *SINGLE))
        for column, damage in enumerate(damages)
        if SOAK or file in {FIRST, NEWEST} or (row + column) % 2
    ]


# ---------------------------------------------------------------------------------------------- looking


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Fail instead of waiting, where a damaged file would make the program wait."""

    def give_up(number: int, frame: FrameType | None) -> None:
        # Not an OSError: the program explains those, and would go on to wait again.
        raise AssertionError(f"still waiting after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Read as another user where we may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@dataclass(frozen=True)
class Seen:
    """What the program makes of a store."""

    problems: list[Problem]
    strict: desk.Report | desk.Refusal
    """The newest round's report, refused for any error."""
    reports: dict[str, Any] | desk.Refusal
    """Each round's report as JSON, broken submissions left out."""

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if is_error(problem)]

    def about(self, file: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.place.file == file]


def look(root: Path) -> Seen:
    def make(period: str, *, skip_broken: bool) -> desk.Report | desk.Refusal:
        asking = desk.Asking(period=period)
        return desk.make_report(root, asking, as_of=AS_OF, language="vi", skip_broken=skip_broken)

    with at_most(30):
        problems, strict = desk.check_workspace(root), make(PERIODS[-1], skip_broken=False)
        reports = {}
        for period in PERIODS:
            made = make(period, skip_broken=True)
            if isinstance(made, desk.Refusal):
                return Seen(problems, strict, made)
            rendered = desk.render_report(root, made.view, "json")
            assert isinstance(rendered, bytes)
            reports[period] = json.loads(rendered)
        return Seen(problems, strict, reports)


@cache
def look_at_intact() -> dict[str, Any]:
    seen = look(REPOSITORY)
    assert seen.problems == []
    assert isinstance(seen.reports, dict)
    return seen.reports


@pytest.fixture
def store() -> Iterator[Path]:
    """Copy the example to where any user may read it, for a test to damage."""
    look_at_intact()
    base = Path(tempfile.mkdtemp(prefix="cds-kpi-"))
    base.chmod(0o755)
    for folder in ("data", "templates"):
        shutil.copytree(REPOSITORY / folder, base / "store" / folder)
    yield base / "store"
    shutil.rmtree(base)


# ---------------------------------------------------------------------------------------------- judging


def assert_others_unchanged(after: dict[str, Any], period: str, touched: set[str]) -> None:
    """The rows that the touched files do not feed and the units they are not of are byte for byte what they were."""
    before = look_at_intact()[period]
    units = {Path(file).stem.partition(".")[0] for file in touched}
    for key in ("schema", "programme", "period", "as_of", "notice", "deadline"):
        assert after[key] == before[key]
    assert after["reporting"]["expected"] == before["reporting"]["expected"]
    for old, new in zip(before["units"], after["units"], strict=True):
        assert old["unit"] in units or json.dumps(old) == json.dumps(new)
    for old, new in zip(before["indicators"], after["indicators"], strict=True):
        fed = {source["file"] for source in old["sources"]} & touched
        assert fed or json.dumps(forget(old, touched)) == json.dumps(forget(new, touched))


def forget(row: dict[str, Any], touched: set[str]) -> dict[str, Any]:
    """Return a row without the earlier values, the outlook and the notes that the touched files may have fed."""
    periods = {Path(file).parent.name for file in touched}
    units = {Path(file).stem.partition(".")[0] for file in touched}
    return row | {
        "trend": [point for point in row["trend"] if point["period"] not in periods],
        # It goes on from the figures before.
        "outlook": None,
        "notes": [note for note in row["notes"] if note["unit"] not in units],
    }


def assert_left_out(seen: Seen, file: str) -> None:
    """The broken submission is named, refused on, and when it is skipped listed and in no figure."""
    assert any(is_error(problem) for problem in seen.about(file))
    assert isinstance(seen.strict, desk.Refusal)
    assert seen.strict.why == "data"
    assert list(seen.strict.problems) == seen.errors
    assert isinstance(seen.reports, dict)
    unit, period = Path(file).stem.partition(".")[0], Path(file).parent.name
    for name, report in seen.reports.items():
        assert [item["file"] for item in report["broken"]] == [file]
        assert report["broken"][0]["problems"]
        assert_others_unchanged(report, name, {file})
        for row in report["indicators"]:
            sources = [source["file"] for source in row["sources"]]
            assert file not in sources
            if name == period and unit not in {Path(one).stem.partition(".")[0] for one in sources}:
                asked = {entry["unit"]: entry["owed"] for entry in look_at_intact()[name]["units"]}
                assert row["id"] not in asked[unit] or unit in row["coverage"]["missing"]


@pytest.mark.parametrize(("file", "damage"), pair(BROKEN))
def test_a_broken_submission_is_named_with_its_line_and_counts_nowhere(
    store: Path, file: str, damage: str
) -> None:
    (store / file).write_bytes(BROKEN[damage]((store / file).read_bytes()))
    seen = look(store)
    assert_left_out(seen, file)
    assert all(problem.place.line and problem.place.column for problem in seen.about(file))


@pytest.mark.parametrize(("file", "damage"), pair(REPLACED))
def test_what_stands_in_a_submissions_place_is_named_and_counts_nowhere(
    store: Path, file: str, damage: str
) -> None:
    REPLACED[damage](store / file)
    with without_privileges():
        seen = look(store)
    assert_left_out(seen, file)


@pytest.mark.parametrize(("file", "damage"), pair(CHANGED))
def test_a_submission_changed_after_it_was_received_is_named_with_its_line(
    store: Path, file: str, damage: str
) -> None:
    (store / file).write_bytes(CHANGED[damage]((store / file).read_bytes()))
    seen = look(store)
    named = seen.about(file)
    assert named
    assert all(problem.place.line and problem.place.column for problem in named)
    # The revision after a changed one may say that it no longer follows on it, and counts all the same.
    assert {problem.place.file for problem in seen.problems} <= {file, NEWEST if file == FIRST else file}
    assert {problem.place.file for problem in seen.errors} <= {file}
    if seen.errors:
        assert_left_out(seen, file)
    else:
        assert isinstance(seen.strict, desk.Report)
        assert list(seen.strict.warnings) == seen.problems
        assert isinstance(seen.reports, dict)
        for period, report in seen.reports.items():
            assert_others_unchanged(report, period, {file})


def test_a_changed_time_of_receipt_is_noticed(store: Path) -> None:
    path = store / "data/submissions/2022-Q3/ubnd-can-gio.yaml"
    text = path.read_text(encoding="utf-8")
    assert "received_at: 2022-09-20T" in text
    # Late no longer: the one digit that decides it.
    changed = text.replace("received_at: 2022-09-20T", "received_at: 2022-09-10T")
    path.write_text(changed, encoding="utf-8", newline="")
    assert [problem.place.file for problem in look(store).problems] == [
        "data/submissions/2022-Q3/ubnd-can-gio.yaml"
    ]


@pytest.mark.parametrize("file", SINGLE)
def test_a_unit_whose_only_revision_is_gone_is_listed_as_missing(store: Path, file: str) -> None:
    (store / file).unlink()
    unit, period = Path(file).stem, Path(file).parent.name
    seen = look(store)
    assert seen.problems == []
    assert isinstance(seen.strict, desk.Report)
    assert isinstance(seen.reports, dict)
    report, before = seen.reports[period], look_at_intact()[period]
    assert unit in report["reporting"]["missing"]
    assert report["reporting"]["received"] == before["reporting"]["received"] - 1
    for old, row in zip(before["indicators"], report["indicators"], strict=True):
        if file in {source["file"] for source in old["sources"]}:
            assert unit in row["coverage"]["missing"]
    for name, other in seen.reports.items():
        assert_others_unchanged(other, name, {file})


def test_a_sum_over_the_year_that_lacks_an_earlier_period_of_a_unit_says_so(store: Path) -> None:
    def read_rows() -> dict[str, RowView]:
        made = desk.make_report(store, desk.Asking(period="2022-Q3"), as_of=AS_OF, language="en")
        assert isinstance(made, desk.Report)
        return {row.id: row for row in made.view.rows}

    before = read_rows()
    (store / "data/submissions/2022-S1/ubnd-cu-chi.yaml").unlink()
    after = read_rows()
    changed = {name for name, row in before.items() if row.value != after[name].value}
    assert {"online-dossiers", "online-reports"} <= changed
    for name in changed:
        assert any(
            "sum of the year lacks" in one and "1 reporter" in one
            for one in set(after[name].remarks) - set(before[name].remarks)
        ), name


def test_a_revision_before_the_newest_one_is_missed_and_the_newest_one_counts(store: Path) -> None:
    (store / FIRST).unlink()
    seen = look(store)
    assert [(problem.kind, problem.place.file) for problem in seen.problems] == [("revision-missing", FIRST)]
    assert isinstance(seen.reports, dict)
    for period, report in seen.reports.items():
        assert_others_unchanged(report, period, {FIRST})


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        (file, damage)
        for file in (CATALOGUE, UNITS, SETTINGS)
        for damage in (*BROKEN, *REPLACED, "deleted")
        if (file, damage) != (SETTINGS, "deleted")
    ],
)
def test_while_a_shared_file_is_damaged_there_is_no_report_or_the_very_same(
    store: Path, file: str, damage: str
) -> None:
    path = store / file
    if damage == "deleted":
        path.unlink()
    elif damage in REPLACED:
        REPLACED[damage](path)
    else:
        path.write_bytes(BROKEN[damage](path.read_bytes()))
    with without_privileges():
        seen = look(store)
    if not seen.errors:
        # What was lost said nothing: the last line break, or a link to the same bytes.
        assert damage in {
            "cut before its last byte",
            "cut before its last line",
            "a link out of the workspace in its place",
        }
        assert seen.problems == []
        assert seen.reports == look_at_intact()
        return
    assert isinstance(seen.strict, desk.Refusal)
    assert list(seen.strict.problems) == seen.errors
    if any(not problem.place.file.startswith("data/submissions/") for problem in seen.errors):
        assert isinstance(seen.reports, desk.Refusal)
    if not damage.startswith("cut"):
        assert any(is_error(problem) for problem in seen.about(file))


@pytest.mark.parametrize("name", ["data", "data/submissions", "data/submissions/2022-Q3"])
@pytest.mark.parametrize("damage", ["a link out of the workspace", "a link to nothing", "a pipe", "a file"])
def test_what_stands_in_a_folders_place_is_named(store: Path, name: str, damage: str) -> None:
    folder = store / name
    shutil.move(folder, store.parent / "kept")
    if damage == "a link out of the workspace":
        folder.symlink_to(store.parent / "kept")
    elif damage == "a link to nothing":
        folder.symlink_to("/nowhere/at-all")
    elif damage == "a pipe":
        os.mkfifo(folder)
    else:
        folder.touch()
    seen = look(store)
    if name == "data":
        assert isinstance(seen.reports, desk.Refusal) or seen.reports == look_at_intact()
    else:
        assert any(is_error(problem) for problem in seen.about(name))


# ------------------------------------------------------------------------------------ what leaves no trace


def change_target(store: Path) -> None:
    path = store / CATALOGUE
    text = path.read_text(encoding="utf-8").replace("at_least: 85\n", "at_least: 75\n")
    path.write_text(text, encoding="utf-8", newline="")


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        # Nothing tells of a revision that nobody refers to: the one before it counts again.
        (
            lambda store: (store / NEWEST).unlink(),
            {"online-dossiers", "digitised-dossiers", "e-payment-units", "online-reports"},
        ),
        # Settings may be left out: the notice goes with them.
        (lambda store: (store / SETTINGS).unlink(), set()),
        # The catalogue, the registry and the settings are the office's to edit, and carry no seal.
        (change_target, {"smartphone"}),
    ],
    ids=["the newest revision deleted", "settings deleted", "a target edited"],
)
def test_what_leaves_no_trace_without_a_journal_changes_only_what_it_feeds(
    store: Path, change: Callable[[Path], None], rows: set[str]
) -> None:
    change(store)
    seen = look(store)
    assert seen.problems == []
    assert isinstance(seen.reports, dict)
    after, before = seen.reports["2022-Q3"], look_at_intact()["2022-Q3"]
    changed = {
        old["id"]
        for old, new in zip(before["indicators"], after["indicators"], strict=True)
        if json.dumps(old) != json.dumps(new)
    }
    assert changed == rows
    assert seen.reports != look_at_intact()
    assert (after["notice"] is None) == (not (store / SETTINGS).exists())


# ------------------------------------------------------------------------------------ on the command line


Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(clean_environment: dict[str, str], bound_environment: dict[str, str], store: Path) -> Command:
    """Give the function that runs the program in the damaged store, under another user where told, never for long."""

    def start(*args: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, sys.executable, "-m", "cds_kpi", *args],
            cwd=store,
            env=bound_environment if before else clean_environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return start


def assert_refused(command: Command, file: str, *, skip: bool, before: tuple[str, ...] = ()) -> None:
    """Both commands name the file and return 1; with --skip-broken a report is made of the rest, where one may be."""
    workspace = ("--workspace", ".")
    checked = command(*workspace, "check", "--format", "json", before=before)
    assert checked.returncode == 1
    assert file in {problem["file"] for problem in json.loads(checked.stdout)["problems"]}
    asked = (
        *workspace, "report", "--quarter", "Q3", "--as-of", "2022-09-30", "--format", "json", "--stdout"
    )  # fmt: skip
    refused = command(*asked, before=before)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert file in refused.stderr
    skipped = command(*asked, "--skip-broken", before=before)
    assert skipped.returncode == (0 if skip else 1)
    if skip:
        report = json.loads(skipped.stdout)
        assert file in {item["file"] for item in report["broken"]}
        assert_others_unchanged(report, "2022-Q3", {file})
    for done in (checked, refused, skipped):
        assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "damage", "skip"),
    [
        (CATALOGUE, "cut in half", False),
        (CATALOGUE, "deleted", False),
        (UNITS, "a NUL byte put in", False),
        (SETTINGS, "a pipe in its place", False),
        (NEWEST, "a folder in its place", True),
        ("data/submissions/2022-S1/ubnd-quan-3.yaml", "cut before its last line", True),
    ],
)
def test_the_commands_name_a_damaged_file_and_return_1(
    command: Command, store: Path, file: str, damage: str, skip: bool
) -> None:
    path = store / file
    if damage == "deleted":
        path.unlink()
    elif damage in REPLACED:
        REPLACED[damage](path)
    else:
        path.write_bytes(BROKEN[damage](path.read_bytes()))
    assert_refused(command, file, skip=skip)


@pytest.fixture
def unprivileged(command: Command, needs: Needs) -> tuple[str, ...]:
    """Give what stands before a command for it to be run by someone who may not read everything."""
    if os.geteuid() != 0:
        return ()
    before = (str(needs("setpriv")), f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    if command("--version", before=before).returncode != 0:
        pytest.skip("another user may not run this Python")
    return before


@pytest.mark.parametrize("file", [CATALOGUE, "data/submissions/2022-Q3/so-tttt.yaml"])
def test_the_commands_name_a_file_they_may_not_read_and_return_1(
    command: Command, store: Path, unprivileged: tuple[str, ...], file: str
) -> None:
    (store / file).chmod(0)
    assert_refused(command, file, skip=file.startswith("data/submissions/"), before=unprivileged)


@pytest.mark.parametrize("name", ["data", "data/submissions/2022-Q3"])
def test_the_commands_name_a_folder_they_may_not_read(
    command: Command, store: Path, unprivileged: tuple[str, ...], name: str
) -> None:
    (store / name).chmod(0)
    for arguments in (("check",), ("report", "--quarter", "Q3", "--skip-broken", "--stdout")):
        done = command("--workspace", ".", *arguments, before=unprivileged)
        # Wrong data, or a machine that gives no permission: both are true.
        assert done.returncode in {1, 5}
        assert name in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
    (store / name).chmod(0o755)


def test_the_command_warns_of_a_changed_submission_and_returns_0(command: Command, store: Path) -> None:
    path = store / FIRST.replace("so-y-te", "so-khdt")
    path.write_bytes(CHANGED["a Vietnamese letter flipped"](path.read_bytes()))
    done = command("check", "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["errors"], report["warnings"]) == (0, 0, 1)


# -------------------------------------------------------------------------------------------------- soaking


@pytest.mark.skipif(not SOAK, reason="only when soaking: CDS_KPI_SOAK=1")
@pytest.mark.parametrize("file", [CATALOGUE, UNITS, SETTINGS, *ALL])
def test_a_flipped_byte_anywhere_is_a_problem_or_the_same_report(store: Path, file: str) -> None:
    data = (store / file).read_bytes()
    received = re.search(rb"received_at: \S+", data)
    for position in range(0, len(data), max(1, len(data) // 20)):
        (store / file).write_bytes(flip(data, position, 1))
        seen = look(store)
        if file in ALL and not (received and received.start() <= position < received.end()):
            assert seen.about(file) or seen.reports == look_at_intact(), position
