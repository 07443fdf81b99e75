"""What lies in the store's folders besides what it should hold: litter, copies, pipes, devices, links round in circles.

Convention: litter changes nothing and is not told of; whatever somebody may take for filed is told of and never read.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from attacks import make_attacked

from bounds import SOAK, bounded
from test_fuzz import call

LITTER = (
    "~$so-a.xlsx", ".so-a.yaml.swp", ".DS_Store", "desktop.ini", "Desktop.ini", "Thumbs.db", "ehthumbs.db", "Icon\r",
    ".~lock.so-a.yaml#", "so-a.yaml~", "._so-a.yaml", ".syncthing.so-a.yaml.tmp", ".nfs000000001", "lost+found",
)  # fmt: skip
STRAYS = (
    "so-a (conflicted copy).yaml", "so-a - Copy.yaml", "so-a (1).yaml", "so-a-DESKTOP-1.yaml", "SO-A.yaml", "so-a.YAML",
    "so-a .yaml", "so-a.yaml ", "so-a.yml", "so-a.r01.yaml", "so-a.r0.yaml", ".so-a.yaml.icloud", "#so-a.yaml#",
    "so-a.sync-conflict-20220915-101112-ABCDEFG.yaml", "so-a\n.yaml", "a\x1b]52;c;eA==\x07.yaml", "\u202elmay.a-os",
    "qu\u00e1n-3.yaml", "qua\u0301n-3.yaml", "x" * 250, "{{7*7}}.yaml", "=1+1.yaml", "-rf.yaml", "%s.yaml", "<b>.yaml",
    "\udcff\udcfe.yaml", "::error::x.yaml", "con", "so-a.r2.yaml.part",
)  # fmt: skip
"""Among them names in both forms of Unicode, of bytes that are no UTF-8, and of the length that disks allow."""
UNITS = ("con.yaml", "nul.yaml", "aux.r2.yaml", "so-a.r999999.yaml", "x" * 200 + ".yaml")
"""Names as they should be, of units and revisions that are none: problems of their own."""
FOLDER = "data/submissions/2022-Q3"
ROUND = ("--quarter", "Q3")
AT = ("--as-of", "2022-09-30")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that we stand in."""
    root = tmp_path / "w"
    make_attacked(root, 0, harmless=True)
    monkeypatch.chdir(root)
    return root


class Asked:
    """The program, asked in this process and within its bounds."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root, self.patch = root, patch

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return the exit code and what was printed; never a traceback, never what a terminal obeys."""
        with bounded():
            code, printed = call(["--workspace", str(self.root), *arguments], b"", self.patch)
        assert code in {0, 1, 2, 3, 4} or "KPI103" in printed, (arguments, code, printed)
        assert "Traceback" not in printed
        assert all(char.isprintable() or char.isspace() for char in printed), printed
        assert not {"\x1b", "\x07", "\u2028"} & set(printed)
        return code, printed

    def check(self) -> list[tuple[str, str]]:
        """Return the codes and files of all problems but the one that is there before."""
        _, printed = self.run("check", "--format", "json")
        problems = json.loads(printed)["problems"]
        assert all(one["message"] and one["hint"] for one in problems)
        return [(one["code"], one["file"]) for one in problems if one["code"] != "KPI561"]

    def report(self) -> dict[str, object]:
        """Return the report's figures."""
        code, printed = self.run("report", *ROUND, *AT, "--format", "json", "--stdout")
        assert code == 0, printed
        told: dict[str, object] = json.JSONDecoder().raw_decode(printed)[0]["indicators"]
        return told


@pytest.fixture
def asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(root, monkeypatch)


def test_litter_changes_nothing_and_is_not_told_of(root: Path, asked: Asked) -> None:
    before = asked.report()
    for folder in (
        FOLDER,
        "data/reviews/2022-Q3",
        "data/extensions/2022-Q3",
        "data/rounds/p",
        "data/submissions",
        "data",
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
        for name in LITTER:
            (root / folder / name).write_bytes(b"\x00\xff litter")
    assert asked.check() == []
    assert asked.report() == before


def test_what_somebody_may_take_for_filed_is_told_of_and_not_read(root: Path, asked: Asked) -> None:
    before = asked.report()
    data = (root / FOLDER / "quan-1.yaml").read_bytes()
    for name in STRAYS:
        (root / FOLDER / name).write_bytes(data)
    told = asked.check()
    assert {code for code, _ in told} == {"KPI162"}
    assert sorted(Path(file).name for _, file in told) == sorted(STRAYS)
    assert asked.report() == before
    for form in ("full", "concise", "github"):
        code, printed = asked.run("check", "--format", form)
        assert code == 0
        assert printed.count("KPI162") == len(STRAYS)
    for arguments in (
        ["status", *ROUND],
        ["history", "--unit", "so-a"],
        ["check-deadlines", *AT],
        ["close", *ROUND, "--yes"],
    ):
        asked.run(*arguments)


def test_a_reserved_or_overlong_name_is_a_unit_like_any_other(root: Path, asked: Asked) -> None:
    data = (root / FOLDER / "quan-1.yaml").read_bytes()
    for name in UNITS:
        (root / FOLDER / name).write_bytes(data)
    told = asked.check()
    assert {Path(file).name for _, file in told} >= {name for name in UNITS if ".r" not in name}
    assert asked.run("report", *ROUND, *AT, "--format", "md", "--stdout")[0] == 1
    assert asked.run("report", *ROUND, *AT, "--format", "md", "--stdout", "--skip-broken")[0] == 0


def make_socket(path: Path) -> None:
    """Make a socket; its name may be longer than an address may be."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


SPECIAL: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": make_socket,
    "folder": Path.mkdir,
    "link to itself": lambda path: path.symlink_to(path.name),
    "link upward": lambda path: path.symlink_to(".."),
    "link to zeros without end": lambda path: path.symlink_to("/dev/zero"),
    "link to the terminal": lambda path: path.symlink_to("/dev/tty"),
    "link into the machine": lambda path: path.symlink_to("/proc/self/mem"),
    "link to somebody's file": lambda path: path.symlink_to("/etc/passwd"),
    "link to nothing": lambda path: path.symlink_to("gone"),
}
PLACES = (
    f"{FOLDER}/so-a.r2.yaml", FOLDER, "data/submissions", "data/reviews/2022-Q3/so-a.r1.yaml", "data/rounds",
    "data/extensions/2022-Q3/so-b.yaml", "data/settings.yaml", "data/holidays.yaml", "data/units.yaml",
    "data/indicators.yaml", "data/reminders/2022-Q3", "templates", "templates/report.md.j2", "templates/report.docx",
)  # fmt: skip
CALLS = (
    ["check"], ["status", *ROUND], ["units"], ["history", "--unit", "so-a"], ["check-deadlines", *AT],
    ["report", *ROUND, *AT, "--format", "md", "--stdout", "--skip-broken"],
    ["report", *ROUND, *AT, "--format", "docx", "--out", "../out", "--skip-broken"],
)  # fmt: skip


@pytest.mark.parametrize("what", SPECIAL)
def test_what_is_no_file_is_never_waited_for_nor_followed_out_of_the_store(
    what: str, root: Path, asked: Asked, tmp_path: Path
) -> None:
    shutil.copytree(root, tmp_path / "whole")
    turn = list(SPECIAL).index(what)
    for place, name in enumerate(PLACES):
        if not SOAK and (place + turn) % 4:
            continue
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        SPECIAL[what](path)
        for arguments in CALLS if SOAK else CALLS[(place // 4 + turn) % len(CALLS) :][:1]:
            code, printed = asked.run(*arguments)
            assert printed or code == 0, (name, arguments)
            assert "root:" not in printed, (name, arguments)
        if name not in OPTIONAL and what != "folder":
            assert asked.check(), name
        path.rmdir() if what == "folder" else path.unlink()
        shutil.copytree(tmp_path / "whole", root, dirs_exist_ok=True)


OPTIONAL = frozenset(
    {"data/reminders/2022-Q3", "templates", "templates/report.md.j2", "templates/report.docx"}
)
"""What `check` does not look at."""


@pytest.mark.parametrize("what", ["pipe", "folder", "link to itself", "link to zeros without end", "socket"])
def test_what_is_no_file_is_refused_as_a_submission(what: str, root: Path, asked: Asked) -> None:
    for name in ("x.yaml", "x.xlsx"):
        SPECIAL[what](root / name)
        for arguments in (["submit", name, "--yes"], ["check", name], ["verify-receipt", name]):
            code, printed = asked.run(*arguments)
            # An empty folder is checked, and nothing is wrong with what it holds.
            assert code or (what, arguments[0]) == ("folder", "check"), (arguments, printed)
            assert name in printed or not code


def test_a_link_round_in_a_circle_hides_no_folder_that_nobody_reads(root: Path, asked: Asked) -> None:
    (root / "data/submission").mkdir()
    assert [code for code, _ in asked.check()] == ["KPI168"]
    (root / "data/vong").symlink_to("vong")
    assert [code for code, _ in asked.check()] == ["KPI168"]
