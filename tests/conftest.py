"""What every test may ask for: the repository, the program, a copy of the example, an outside program."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

pytest_plugins = ["tallying"]

REPOSITORY = Path(__file__).resolve().parent.parent

# Reasons of a skip that say the machine lacks something: from `needs`, and from pytest.importorskip.
MACHINE_LACKS = re.compile(r"needs the program |could not import ")

Needs = Callable[[str], Path]
Golden = Callable[[Path, str], None]
AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)


class Run(Protocol):
    """Run `python -m cds_kpi` with these arguments, in a clean environment, and wait for it.

    `cwd` is the test's own empty folder unless told; `env` adds to the environment; `tz` names a time zone.
    """

    def __call__(
        self,
        *args: str | Path,
        cwd: Path | None = None,
        stdin: str | None = None,
        env: Mapping[str, str] | None = None,
        tz: str | None = None,
    ) -> subprocess.CompletedProcess[str]: ...


class RunAt(Protocol):
    """Run the program at a moment, said in UTC, on a machine in a time zone; None: one that knows no zone."""

    def __call__(
        self, moment: str, zone: str | None, *args: str, cwd: Path
    ) -> subprocess.CompletedProcess[str]: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden files instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what the program caches out of the home of whoever runs the tests."""
    folder = tempfile.mkdtemp(prefix="cds-kpi-cache-")
    os.environ["CDS_KPI_CACHE"] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def _fail_in_ci(report: AnyReport) -> AnyReport:
    """Turn a skip for what the machine lacks into a failure, in CI: there nothing goes untested in silence."""
    if not (is_ci() and report.skipped):
        return report
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if MACHINE_LACKS.search(reason):
        report.outcome = "failed"
        report.longrepr = f"In CI this must not be skipped: {reason.removeprefix('Skipped: ')}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _fail_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _fail_in_ci((yield))


@pytest.fixture(scope="session")
def needs() -> Needs:
    """Find a program of the machine, or skip the test (in CI: fail it)."""

    def find(program: str) -> Path:
        found = shutil.which(program)
        if found is None:
            pytest.skip(f"needs the program {program}, which is not installed")
        return Path(found)

    return find


@pytest.fixture(scope="session")
def repo() -> Path:
    """Name the root of the repository; tests read there and never write."""
    return REPOSITORY


@pytest.fixture
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give what a program may know of this machine: where programs are, UTF-8, and a home of its own."""
    environment = {
        "HOME": str(tmp_path_factory.mktemp("home")),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "CDS_KPI_CACHE": os.environ["CDS_KPI_CACHE"],
    }
    # How coverage reaches the processes a test starts; and what Windows cannot start a program without.
    inherited = [name for name in os.environ if name.startswith("COVERAGE_") or name == "SYSTEMROOT"]
    return environment | {name: os.environ[name] for name in inherited}


@pytest.fixture
def bound_environment(clean_environment: dict[str, str]) -> dict[str, str]:
    """Give the same for a program under another user or under limits: coverage's own files would run into them too."""
    return {name: text for name, text in clean_environment.items() if not name.startswith("COVERAGE_")}


@pytest.fixture
def run(clean_environment: dict[str, str], tmp_path: Path) -> Run:
    """Give the function that runs the program as a user's shell would."""

    def start(
        *args: str | Path,
        cwd: Path | None = None,
        stdin: str | None = None,
        env: Mapping[str, str] | None = None,
        tz: str | None = None,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cds_kpi", *map(str, args)],
            cwd=cwd or tmp_path,
            env=clean_environment | ({"TZ": tz} if tz else {}) | dict(env or {}),
            # Without input there is no terminal either: a question would end the program, never hang it.
            input=stdin if stdin is not None else "",
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return start


@pytest.fixture
def run_at(needs: Needs, clean_environment: dict[str, str]) -> RunAt:
    """Give the function that runs the program at a moment (UTC) on a machine that stands in a time zone."""
    faketime, date = needs("faketime"), needs("date")

    def start(cwd: Path, zone: str | None, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            env=clean_environment | ({"TZ": zone} if zone else {}) | {"FAKETIME_DONT_FAKE_MONOTONIC": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def run_program(moment: str, zone: str | None, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        # The stopped clock is set to what a clock on that machine's wall shows then.
        shown = start(cwd, zone, date, "--date", f"{moment} UTC", "+%Y-%m-%d %H:%M:%S").stdout.strip()
        return start(cwd, zone, faketime, "-f", shown, sys.executable, "-m", "cds_kpi", *args)

    return run_program


@pytest.fixture
def example(repo: Path, tmp_path: Path) -> Path:
    """Copy the repository's own workspace (data/ and templates/), for a test to change as it likes."""
    workspace = tmp_path / "example"
    workspace.mkdir()
    for folder in ("data", "templates"):
        shutil.copytree(repo / folder, workspace / folder)
    return workspace


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare text with a golden file whole, or write the file when pytest was given --golden."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.is_file(), f"{path} is not there yet: make golden writes it"
        with path.open(encoding="utf-8", newline="") as file:
            assert file.read() == text

    return compare
