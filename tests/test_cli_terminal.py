"""What a person at a terminal meets: colour, width, text of others, and the Tab key."""

import contextlib
import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import Run

AS_OF = ("--as-of", "2022-09-30")


def on_a_terminal(
    *args: str,
    cwd: Path,
    env: Mapping[str, str],
    columns: int = 80,
    program: tuple[str, ...] = ("-m", "cds_kpi"),
) -> str:
    """Run the program, or other Python, on a terminal of its own and return what it showed."""
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, columns))
    try:
        with subprocess.Popen(
            [sys.executable, *program, *args],
            cwd=cwd,
            env={"TERM": "xterm", **env},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
        ):
            os.close(terminal)
            # Reading fails once the program, and with it the other end, is gone.
            parts = []
            with contextlib.suppress(OSError):
                while part := os.read(screen, 4096):
                    parts.append(part)
    finally:
        os.close(screen)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_colour_is_for_terminals_that_want_it(
    example: Path, clean_environment: dict[str, str], run: Run
) -> None:
    (example / "data" / "units.yaml").write_text("format: 1\n", encoding="utf-8")
    plain = run("check", cwd=example, env={"COLUMNS": "80"}).stdout
    coloured = on_a_terminal("check", cwd=example, env=clean_environment)
    assert "\x1b[1;31mlỗi[KPI202]\x1b[0m" in coloured
    for quiet in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        shown = on_a_terminal("check", cwd=example, env=clean_environment | quiet)
        assert "\x1b" not in shown
        assert shown.split() == plain.split()
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == plain.split()


def test_colour_is_not_for_files_whatever_a_build_server_says(run: Run, example: Path) -> None:
    env = {"GITHUB_ACTIONS": "true", "FORCE_COLOR": "1", "TERM": "xterm"}
    assert "\x1b" not in run("report", "--quarter", "Q3", *AS_OF, cwd=example, env=env).stdout
    assert "\x1b" not in run("--help", env=env).stdout


def test_a_report_is_as_wide_as_its_terminal(example: Path, clean_environment: dict[str, str]) -> None:
    for columns in (60, 80, 132):
        shown = on_a_terminal(
            "report", "--quarter", "Q3", *AS_OF, cwd=example, env=clean_environment, columns=columns
        )
        # On a slow machine it is shown, and taken away again, that work goes on.
        lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).splitlines()
        assert max(map(len, lines)) == columns


# ------------------------------------------------------------------------------------------------ text of others


def test_text_of_others_never_reaches_the_terminal_raw(run: Run, example: Path) -> None:
    units = example / "data" / "units.yaml"
    text = units.read_text(encoding="utf-8")
    named = text.replace("Sở Nội vụ", '"[bold]Sở[/bold] \\e[31mNội\\u202e vụ\\a"')
    units.write_text(named, encoding="utf-8")
    for call in (("units",), ("units", "show", "so-noi-vu"), ("check",), ("check", "--format", "concise")):
        result = run(*call, cwd=example)
        shown = result.stdout + result.stderr
        assert not set("\x1b\x07\u202e") & set(shown)
    units.write_text(text.replace("Sở Nội vụ", "[bold]Sở[/bold] :smile:"), encoding="utf-8")
    assert (
        "[bold]Sở[/bold] :smile:"
        in run("units", "show", "so-noi-vu", cwd=example).stdout + run("check", cwd=example).stdout
    )


# ------------------------------------------------------------------------------------------------ completion


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("cds-kpi ", ["init", "check", "indicators", "units", "form", "submit", "status", "history"]),
        ("cds-kpi submit --unit so-y", ["so-y-te"]),
        ("cds-kpi review ", ["accept", "return", "exclude", "include"]),
        ("cds-kpi status --indicator online-r", ["online-reports"]),
        ("cds-kpi rep", ["report"]),
        ("cds-kpi report --pro", ["--programme"]),
        ("cds-kpi report --programme ", ["cv-3036", "kh-593", "qd-27", "qd-2393", "all"]),
        ("cds-kpi status --programme ", ["cv-3036", "kh-593", "qd-27", "qd-2393"]),
        ("cds-kpi report --period 2022-Q", ["2022-Q3", "2022-Q4"]),
        ("cds-kpi report --format md,h", ["md,html"]),
        ("cds-kpi check --format ", ["full", "concise", "json", "github"]),
        (
            "cds-kpi indicators show online-",
            ["online-dossiers", "online-dossiers-increase", "online-reports"],
        ),
        ("cds-kpi indicators list --pillar gov", ["government"]),
        ("cds-kpi units show ubnd-quan-1", ["ubnd-quan-1", "ubnd-quan-12", "ubnd-quan-10", "ubnd-quan-11"]),
        ("cds-kpi schema s", ["submission", "settings"]),
        ("cds-kpi explain-problem KPI50", ["KPI501", "KPI502"]),
        ("cds-kpi --lang ", ["vi", "en"]),
    ],
)
def test_the_shell_completes(line: str, offered: list[str], run: Run, example: Path) -> None:
    words = line.split(" ")
    env = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "_CDS_KPI_COMPLETE": "complete_bash"}
    result = run(cwd=example, env=env)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split()[: len(offered)] == offered


def test_completion_is_quiet_where_there_is_nothing_to_complete(run: Run, tmp_path: Path) -> None:
    env = {"COMP_WORDS": "cds-kpi units show ", "COMP_CWORD": "3", "_CDS_KPI_COMPLETE": "complete_bash"}
    result = run(cwd=tmp_path, env=env)
    assert (result.returncode, result.stdout.strip(), result.stderr) == (0, "", "")


def test_the_script_for_completion_is_printed(run: Run) -> None:
    result = run(env={"_CDS_KPI_COMPLETE": "source_bash"})
    assert result.returncode == 0
    assert "complete -o default -F _cds_kpi_completion cds-kpi" in result.stdout


def test_a_terminal_is_spared_what_is_no_text(example: Path, clean_environment: dict[str, str]) -> None:
    shown = on_a_terminal(
        "report",
        "--quarter",
        "Q3",
        *AS_OF,
        "--format",
        "xlsx",
        "--stdout",
        cwd=example,
        env=clean_environment,
    )
    assert "Tệp xlsx không in ra màn hình được." in shown
    assert "PK\x03\x04" not in shown


def test_long_work_is_shown_while_it_lasts_and_short_work_is_not(
    clean_environment: dict[str, str], tmp_path: Path
) -> None:
    code = (
        "import time\n"
        "from cds_kpi.cli.terminal import read_terminal, show_work\n"
        "terminal = read_terminal()\n"
        "from cds_kpi.store.progress import tell\n"
        "with show_work(terminal, 'Đang làm', after=0.05): time.sleep(0.6); tell(250, 1000); time.sleep(0.6)\n"
        "with show_work(terminal, 'Xong ngay', after=30): pass\n"
        "print('hết')\n"
    )
    shown = on_a_terminal(code, cwd=tmp_path, env=clean_environment, program=("-c",))
    assert "Đang làm" in shown
    assert "250/1000" in shown
    assert "Xong ngay" not in shown
    assert "hết" in shown
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean_environment, capture_output=True, check=True
    )
    assert ended.stderr == b""
