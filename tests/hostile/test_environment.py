"""An environment that says nonsense, or worse: the program answers, or says in its own words what is wrong with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from attacks import make_attacked

from bounds import SOAK

NONSENSE = (
    "",
    " ",
    "x" * 5000,
    "a\nb",
    "\x1b]52;c;eA==\x07",
    "\u202ex",
    "%s%n{0}",
    "../../..",
    "-1",
    "0",
    "1e999",
    "9" * 30,
)
NAMES = (
    "LANG", "LC_ALL", "LANGUAGE", "TERM", "COLUMNS", "LINES", "TZ", "NO_COLOR", "HOME", "XDG_CACHE_HOME", "TMPDIR",
    "USER", "CDS_KPI_WORKSPACE", "CDS_KPI_LANG", "CDS_KPI_USER", "CDS_KPI_CACHE", "CDS_KPI_SMTP_USER",
    "CDS_KPI_SMTP_PASSWORD", "CDS_KPI_SMTP_LOGIN_FILE", "_CDS_KPI_COMPLETE", "FORCE_COLOR", "PAGER", "BROWSER",
    "SOURCE_DATE_EPOCH",
)  # fmt: skip
OWN = {
    "TZ": (":/etc/passwd", "/dev/zero", "../../dev/zero", "XXX99:99:99", "<+25>-25", "Asia/Nowhere"),
    "LANG": ("C", "POSIX", "vi_VN.TCVN", "tr_TR.UTF-8", "xx_XX.nonsense@euro"),
    "LC_ALL": ("C", "xx"),
    "TERM": ("dumb", "xterm-256color", "vt100;evil"),
    "CDS_KPI_WORKSPACE": ("/dev/zero", "/proc/self", "/etc/passwd", "gone", "/"),
    "CDS_KPI_CACHE": ("/dev/null", "/dev/full", "/proc", "/proc/self/mem", "/etc/passwd/x", "gone/\udcff"),
    "HOME": ("/dev/null", "gone"),
    "TMPDIR": ("/dev/null", "gone"),
    "COLUMNS": ("1", "2", "99999999999999999999", "०"),
    "PYTHONIOENCODING": ("ascii:strict", "cp1258"),
}  # fmt: skip
CALLS = (
    ("check",),
    ("report", "--quarter", "Q3", "--as-of", "2022-09-30"),
    ("status", "--quarter", "Q3"),
    ("check-deadlines", "--as-of", "2022-09-30"),
    ("--help",),
)
LIMITED = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
runpy.run_module("cds_kpi", run_name="__main__")
"""
"""The program itself, within 5 seconds of the processor and 500 MB beside what any Python has mapped."""
CASES = [(name, value) for name in NAMES for value in NONSENSE]
CASES += [(name, value) for name, values in OWN.items() for value in values]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("env") / "w"
    make_attacked(root, 0, harmless=True)
    return root


@pytest.mark.parametrize(("name", "value"), CASES if SOAK else CASES[::23])
def test_whatever_the_environment_says_there_is_an_answer(
    name: str, value: str, root: Path, bound_environment: dict[str, str], tmp_path: Path
) -> None:
    number = CASES.index((name, value))
    for arguments in CALLS if SOAK else (CALLS[number % len(CALLS)],):
        done = subprocess.run(
            [sys.executable, "-B", "-c", LIMITED, *arguments],
            env={
                os.fsencode(key): os.fsencode(text)
                for key, text in {**bound_environment, name: value}.items()
            },
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )
        printed = (done.stdout + done.stderr).decode("utf-8")
        said = f"{arguments} {done.returncode}: {printed[-500:]}"
        assert done.returncode in {0, 1, 2, 3, 5}, said
        assert "Traceback" not in printed, said
        assert printed or done.returncode == 0, said
        assert all(char.isprintable() or char in "\n" for char in printed), said
