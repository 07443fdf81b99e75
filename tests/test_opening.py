"""`report --open`: the machine's own program is asked to show what was written."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
REPORT = ("report", "--quarter", "Q3", "--as-of", "2022-09-30")


@pytest.fixture
def opener(tmp_path: Path, clean_environment: dict[str, str]) -> dict[str, str]:
    """Put a program in the place of the machine's own that opens files; it writes down what it was asked to open."""
    program = tmp_path / "programs/xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path}/opened"\n', encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:{clean_environment['PATH']}"}


@pytest.mark.parametrize(("forms", "opened"), [("md,html", "cv-3036.html"), ("xlsx,md", "cv-3036.xlsx")])
def test_the_page_is_opened_or_else_the_first_file(
    run: Run, example: Path, tmp_path: Path, opener: dict[str, str], forms: str, opened: str
) -> None:
    done = run(*REPORT, "--format", forms, "--out", tmp_path / "out", "--open", cwd=example, env=opener)
    assert done.returncode == 0
    assert (tmp_path / "opened").read_text(encoding="utf-8") == f"{tmp_path}/out/{opened}\n"


def test_a_report_stays_written_where_nothing_can_open_it(
    run: Run, example: Path, tmp_path: Path, opener: dict[str, str]
) -> None:
    (tmp_path / "programs/xdg-open").write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    done = run(*REPORT, "--format", "html", "--out", tmp_path / "out", "--open", cwd=example, env=opener)
    assert done.returncode == 0
    assert (tmp_path / "out/cv-3036.html").is_file()


def test_what_is_printed_is_not_opened(run: Run, example: Path) -> None:
    done = run(*REPORT, "--stdout", "--open", cwd=example)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--stdout và --open không đi cùng nhau" in done.stderr
