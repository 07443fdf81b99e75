"""The tests' own tools do what they promise."""

import shutil
from pathlib import Path

import pytest

from conftest import Golden, Run

NO_SUCH_PROGRAM = """
def test_it(needs):
    needs("no-such-program-anywhere")
"""
NO_SUCH_PACKAGE = """
import pytest
pytest.importorskip("no_such_package_anywhere")
"""
ANOTHER_REASON = """
import pytest
@pytest.mark.skip(reason="Windows only")
def test_it(): ...
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, repo: Path) -> pytest.Pytester:
    """A test suite of its own that has this one's conftest."""
    pytester.makeconftest((repo / "tests" / "conftest.py").read_text(encoding="utf-8"))
    shutil.copy(repo / "tests" / "tallying.py", pytester.path)
    return pytester


def test_a_missing_program_skips_the_test_on_a_contributors_machine(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    suite.makepyfile(NO_SUCH_PROGRAM)
    suite.runpytest("-p", "no:cacheprovider").assert_outcomes(skipped=1)


def test_a_missing_program_fails_the_test_in_ci(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(NO_SUCH_PROGRAM)
    result = suite.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*In CI this must not be skipped: needs the program no-such-program-anywhere, which is not installed*"
        ]
    )


def test_a_missing_package_fails_the_whole_file_in_ci(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(NO_SUCH_PACKAGE)
    suite.runpytest("-p", "no:cacheprovider").assert_outcomes(errors=1)


def test_a_skip_for_another_reason_stays_a_skip_in_ci(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(ANOTHER_REASON)
    suite.runpytest("-p", "no:cacheprovider").assert_outcomes(skipped=1)


def test_a_program_that_is_there_is_found(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile("def test_it(needs): assert needs('python3').is_file()")
    suite.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=1)


@pytest.mark.skipif("config.getoption('--golden')", reason="the comparison itself is under test")
def test_a_golden_file_that_differs_fails(golden: Golden, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text("84,99%\n", encoding="utf-8")
    golden(path, "84,99%\n")
    with pytest.raises(AssertionError):
        golden(path, "85,00%\n")
    with pytest.raises(AssertionError, match="make golden"):
        golden(tmp_path / "absent.md", "")


def test_golden_files_are_rewritten_on_demand(suite: pytest.Pytester) -> None:
    suite.makepyfile("def test_it(golden, request): golden(request.path.with_name('new.md'), 'Tỷ lệ\\r\\n')")
    suite.runpytest("-p", "no:cacheprovider").assert_outcomes(failed=1)
    suite.runpytest("-p", "no:cacheprovider", "--golden").assert_outcomes(passed=1)
    assert (suite.path / "new.md").read_bytes() == "Tỷ lệ\r\n".encode()
    suite.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_the_program_runs_without_this_machines_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CDS_KPI_WORKSPACE", str(tmp_path / "nowhere"))
    result = run("--version")
    assert (result.returncode, result.stderr) == (0, "")


def test_the_example_is_a_copy(example: Path, repo: Path) -> None:
    catalogue = example / "data" / "indicators.yaml"
    assert catalogue.read_bytes() == (repo / "data" / "indicators.yaml").read_bytes()
    assert not catalogue.is_symlink()


TALLIED = """
import pytest

@pytest.mark.parametrize("number", [1, 2])
def test_a_fault(tally, number):
    tally(fault="pulled plug", runs=number, fired=number)
    tally(fault="clean", runs=5)

def test_a_control(tally):
    tally(fault="pulled plug", runs=1, fired=1, lost=1, control=True)

@pytest.mark.skip(reason="only root pulls plugs")
def test_another(tally): ...
"""
WRONG = """
def test_lost(tally):
    tally(fault="pulled plug", runs=1, fired=1, lost=1)

def test_not_fired(tally):
    tally(fault="hammer", runs=2, fired=1)

def test_a_control_that_finds_nothing(tally):
    tally(fault="nothing synced", runs=1, fired=1, control=True)

def test_nothing_ran(tally):
    tally(fault="flood", runs=0, fired=0)
"""


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "over workers"])
def test_what_faults_cost_is_added_up_into_one_table(
    suite: pytest.Pytester, workers: tuple[str, ...]
) -> None:
    suite.makepyfile(TALLIED)
    result = suite.runpytest("-p", "no:cacheprovider", *workers)
    result.assert_outcomes(passed=3, skipped=1)
    result.stdout.fnmatch_lines(
        [
            "fault        runs  fired  lost  torn  false alarms",
            "clean          10      -     0     0             0",
            "pulled plug     3      3     0     0             0",
            "pulled plug     1      1     1     0             0  control, red as it should be",
            "not run, 1 x: only root pulls plugs",
        ],
        consecutive=True,
    )


def test_a_line_that_is_not_as_it_should_be_fails_its_test(suite: pytest.Pytester) -> None:
    suite.makepyfile(WRONG)
    result = suite.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(passed=4, errors=4)
    result.stdout.fnmatch_lines(
        [
            "fault           runs  fired  lost  torn  false alarms",
            "flood              0      0     0     0             0  WRONG",
            "hammer             2      1     0     0             0  WRONG",
            "nothing synced     1      1     0     0             0  CONTROL NOT RED",
            "pulled plug        1      1     1     0             0  WRONG",
        ],
        consecutive=True,
    )


def test_nothing_is_printed_where_nothing_was_tallied(suite: pytest.Pytester) -> None:
    suite.makepyfile("def test_it(): ...")
    assert "faults" not in suite.runpytest("-p", "no:cacheprovider").stdout.str()
