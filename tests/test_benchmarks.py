"""The stores that speed is measured on are what they are taken for, and a missed demand is called missed."""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from cds_kpi import desk
from conftest import Run

CLOCKED = Path(__file__).with_name("clocked.py")
REPORT = ("report", "--period", "2022-Q3", "--as-of", "2022-09-30", "--format", "json", "--stdout")


@pytest.fixture(autouse=True)
def benchmarks(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests import what lies in benchmarks/."""
    monkeypatch.syspath_prepend(str(repo / "benchmarks"))


def read_all(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def find_kinds(root: Path) -> set[str]:
    return {problem.kind for problem in desk.check_workspace(root)}


# ---------------------------------------------------------------------------------------------------------- stores


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    from stores import REALISTIC, Plan, write_store

    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_store(tmp_path / name, Plan(seed, 12, shares=REALISTIC))
    one = read_all(tmp_path / "one")
    assert one == read_all(tmp_path / "again")
    assert one != read_all(tmp_path / "other")


def test_a_clean_store_has_no_problem_and_every_unit_reports_sixteen_figures(
    tmp_path: Path, run: Run
) -> None:
    from stores import Plan, write_store

    assert write_store(tmp_path / "store", Plan(1, 12)) == 48
    checked = run("check", cwd=tmp_path / "store")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    told = run(*REPORT, cwd=tmp_path / "store")
    report = json.loads(told.stdout)
    assert report["reporting"]["complete"] == 12
    assert report["reporting"]["on_time"] == 12
    assert [row["coverage"]["reported"] for row in report["indicators"]] == [12] * 16


def test_a_store_of_several_years_has_no_problem(tmp_path: Path) -> None:
    from stores import Plan, write_store

    assert write_store(tmp_path, Plan(1, 5, years=10)) == 200
    assert find_kinds(tmp_path) == set()


def test_the_sizes_are_those_of_the_city_the_nation_and_the_decade() -> None:
    from stores import plan_store

    files = {size: plan_store(size, 1) for size in ("city", "nation", "decade", "1000", "10000")}
    assert {size: (plan.units, len(plan.periods)) for size, plan in files.items()} == {
        "city": (350, 4),
        "nation": (11_363, 4),
        "decade": (11_363, 40),
        "1000": (250, 4),
        "10000": (2_500, 4),
    }
    assert len(plan_store("450000", 1).periods) == 40


def test_the_nation_has_the_units_that_the_country_had(repo: Path) -> None:
    from stores import list_offices, plan_store

    offices = list_offices(plan_store("nation", 1))
    assert Counter(office.level for office in offices) == {"province": 63, "district": 705, "commune": 10_595}
    assert len({office.id for office in offices}) == 11_363


def test_a_file_is_the_one_that_submit_writes(tmp_path: Path) -> None:
    """Only the hashes of the receipts given are made up, and a generated store has no journal to name the head of."""
    from stores import Plan, compose_body, compose_file, list_figures, list_offices, make_receipt, write_store

    plan = Plan(1, 12)
    root = tmp_path / "store"
    write_store(root, plan)
    period = "2022-Q3"
    for office in list_offices(plan)[:3]:
        previous = None
        (root / f"data/submissions/{period}/{office.id}.yaml").unlink()
        for revision in (1, 2):
            body = compose_body(office, period, "2022-09-15", list_figures(plan, office, period, revision))
            sent = make_receipt(plan, office, period, revision, 15 + revision, previous)
            draft = tmp_path / "draft.yaml"
            draft.write_text(f"format: 1\n{body}", encoding="utf-8")
            command = (
                sys.executable,
                CLOCKED,
                sent.received_at,
                "--workspace",
                root,
                "submit",
                draft,
                "--yes",
            )
            answer = subprocess.run(command, capture_output=True, text=True, check=False)
            assert answer.returncode == 0, answer.stderr
            name = f"{office.id}.yaml" if revision == 1 else f"{office.id}.r2.yaml"
            filed = (root / f"data/submissions/{period}/{name}").read_bytes()
            given = re.findall(rb"(?:txt|html|json): ([0-9a-f]{64})", filed)
            txt, html, data = (one.decode() for one in given)
            made = compose_file(body, replace(sent, issued=(txt, html, data)))
            assert _leave_out_head(made) == _leave_out_head(filed)
            previous = hashlib.sha256(filed).hexdigest()


def _leave_out_head(data: bytes) -> bytes:
    """Return a submission's bytes without the journal's head and the seal that depends on it."""
    return re.sub(rb"(?:, journal: [0-9a-f+-]+)?, content: [0-9a-f]{64}", b"", data, count=1)


def test_a_decision_is_the_one_that_review_writes(tmp_path: Path) -> None:
    from stores import FOCAL_POINT, Plan, Shares, write_store

    write_store(tmp_path, Plan(1, 12, shares=Shares(reviewed=1000)))
    made = sorted((tmp_path / "data/reviews").rglob("*.yaml"))
    assert len(made) == 48
    for path in made[:2]:
        text = path.read_text(encoding="utf-8")
        path.unlink()
        said = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
        word = {"returned": "return", "accepted": "accept"}[said["decision"]]
        command: list[str | Path] = [sys.executable, CLOCKED, said["at"], "--workspace", tmp_path]
        command += ["review", word]
        command += [
            "--unit",
            said["unit"],
            "--period",
            said["period"],
            "--revision",
            "1",
            "--by",
            FOCAL_POINT,
        ]
        command += ["--reason", said["reason"]] if "reason" in said else []
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stderr
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("breakage", ["bad-yaml", "unknown-key", "wrong-sum", "wrong-unit"])
def test_a_broken_file_has_the_problem_it_claims(tmp_path: Path, breakage: str) -> None:
    from stores import BREAKAGES, Plan, break_file, compose_body, list_figures, list_offices, write_store

    plan = Plan(1, 12)
    write_store(tmp_path, plan)
    office, period = list_offices(plan)[-1], "2022-Q3"
    figures = list_figures(plan, office, period)
    whole = f"format: 1\n{compose_body(office, period, '2022-09-15', figures)}"
    path = tmp_path / f"data/submissions/{period}/{office.id}.yaml"
    path.write_text(whole, encoding="utf-8")
    assert find_kinds(tmp_path) == set()
    path.write_text(break_file(breakage, whole, office, figures), encoding="utf-8")
    assert find_kinds(tmp_path) == {BREAKAGES[breakage]}


def test_a_partly_broken_store_has_every_breakage_and_no_other_error(tmp_path: Path) -> None:
    from stores import BREAKAGES, Plan, Shares, write_store

    write_store(tmp_path, Plan(1, 60, shares=Shares(broken=100)))
    problems = desk.check_workspace(tmp_path)
    assert {problem.kind for problem in problems} - {"entry-not-owed"} == set(BREAKAGES.values())
    assert 10 < len({problem.place.file for problem in problems}) < 40


def test_shares_of_late_missing_revised_and_reviewed_files_show_in_the_status(
    tmp_path: Path, run: Run
) -> None:
    from stores import Plan, Shares, write_store

    shares = Shares(late=200, missing=100, revised=200, reviewed=200)
    write_store(tmp_path, Plan(1, 60, shares=shares))
    assert find_kinds(tmp_path) == set()
    told = run("status", "--period", "2022-Q3", "--as-of", "2022-12-01", "--format", "json", cwd=tmp_path)
    units = json.loads(told.stdout)["units"]
    states = Counter(unit["state"] for unit in units)
    assert set(states) == {"on_time", "late", "missing", "returned"}
    assert states["on_time"] > 30
    assert max(unit["revision"] or 0 for unit in units) == 3


def test_province_stores_hold_each_unit_once_and_have_no_problem(tmp_path: Path) -> None:
    from stores import Plan, list_offices, write_province_stores

    plan = Plan(1, 360)
    assert write_province_stores(tmp_path, plan) == 4 * 360
    stores = sorted(tmp_path.iterdir())
    assert [store.name for store in stores] == ["tinh-01", "tinh-02"]
    held = [path.stem for store in stores for path in (store / "data/submissions/2022-Q1").iterdir()]
    assert sorted(held) == sorted(office.id for office in list_offices(plan))
    for store in stores:
        assert find_kinds(store) == set()


def test_a_changed_file_is_another_sound_one(tmp_path: Path) -> None:
    from stores import Plan, change_file, list_offices, write_store

    plan = Plan(1, 12)
    write_store(tmp_path, plan)
    path = tmp_path / "data/submissions/2022-Q3/tinh-01.yaml"
    seen = {path.read_bytes()}
    for turn in range(5):
        change_file(tmp_path, plan, list_offices(plan)[0], "2022-Q3", turn)
        seen.add(path.read_bytes())
    assert len(seen) == 6
    assert find_kinds(tmp_path) == set()


def test_the_generator_writes_what_it_is_asked_for_and_nothing_over_what_is_there(
    repo: Path, tmp_path: Path
) -> None:
    command = (sys.executable, repo / "benchmarks/generate.py", "40", tmp_path / "store", "--seed", "3")
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    assert made.stdout == f"{tmp_path}/store: 10 units, 4 periods, 40 files\n"
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert f"{tmp_path}/store is not empty" in again.stderr


# ------------------------------------------------------------------------------------------------ other programs


def test_other_programs_are_given_the_figures_of_the_report(tmp_path: Path, run: Run) -> None:
    from ledgers import write_beancount, write_frictionless, write_hledger, write_sdg
    from stores import Plan, write_store

    plan = Plan(1, 12)
    write_store(tmp_path / "store", plan)
    told = run(*REPORT, cwd=tmp_path / "store")
    row = next(row for row in json.loads(told.stdout)["indicators"] if row["id"] == "smartphone")
    expected = (int(row["numerator"]), int(row["denominator"]))

    write_hledger(tmp_path / "all.journal", plan)
    books = (tmp_path / "all.journal").read_text(encoding="utf-8").split("\n\n")
    quarter = "".join(book for book in books if book.startswith("2022-09"))
    found = tuple(
        sum(map(int, re.findall(rf" smartphone:{side}    (\d+)", quarter)))
        for side in ("numerator", "denominator")
    )
    assert found == expected

    write_beancount(tmp_path / "all.bean", plan)
    books = (tmp_path / "all.bean").read_text(encoding="utf-8").split("\n\n")
    quarter = "".join(book for book in books if book.startswith("2022-09"))
    sides = ("Numerator", "Denominator")
    found = tuple(sum(map(int, re.findall(rf"Smartphone:{side}  (\d+) N", quarter))) for side in sides)
    assert found == expected

    write_frictionless(tmp_path, plan)
    rows = [line.split(",") for line in (tmp_path / "figures.csv").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 1 + 12 * 4 * 16
    asked = [row for row in rows if row[1:3] == ["2022-Q3", "smartphone"]]
    assert (sum(int(row[3]) for row in asked), sum(int(row[4]) for row in asked)) == expected

    write_sdg(tmp_path, plan)
    tables = sorted((tmp_path / "data").iterdir())
    assert len(tables) == len(list((tmp_path / "meta").iterdir())) == 16
    assert len(tables[0].read_text(encoding="utf-8").splitlines()) == 1 + 12 * 4


def test_the_empty_app_has_as_many_commands_as_ours(tmp_path: Path, run: Run) -> None:
    from empty import write_empty_app

    script = write_empty_app(tmp_path)
    answer = subprocess.run((sys.executable, script, "--help"), capture_output=True, text=True, check=True)
    ours = run("--lang", "en", "--help").stdout.partition("Commands:")[2].partition("Examples:")[0]
    names = re.findall(r"^  ([a-z-]+)  ", ours, re.MULTILINE)
    assert len(names) > 20
    assert [name for name in names if name not in answer.stdout] == []
    called = subprocess.run((sys.executable, script, "check"), capture_output=True, check=False)
    assert (called.returncode, called.stdout) == (0, b"")


# ------------------------------------------------------------------------------------------------------- verdicts


def test_a_ratio_over_its_limit_is_called_missed() -> None:
    from rows import Demand, judge
    from stopwatch import Timing

    timings = {"ours": Timing([3.0, 1.2, 1.2]), "other": Timing([1.0, 1.0, 1.0])}
    missed = judge(Demand("report", "ours", "other", 1.15), timings, {})
    assert (missed.found, missed.verdict) == ("1.20 (1.20-3.00)", "**MISSED**")
    kept = judge(Demand("report", "ours", "other", 1.2, goal=1), timings, {})
    assert kept.verdict == "kept; the goal beyond, 1 x: not reached"


def test_what_could_not_be_run_is_said_with_its_reason() -> None:
    from rows import Demand, judge
    from stopwatch import Timing

    outcome = judge(
        Demand("report", "ours", "sdg-build", 0.1), {"ours": Timing([1.0])}, {"sdg-build": "no network"}
    )
    assert outcome.verdict == "not measured: sdg-build: no network"


def test_the_exponent_is_that_of_the_growth() -> None:
    from rows import fit_exponent

    assert fit_exponent((10, 100, 1000), (2.0, 7.0, 200.0)) == pytest.approx(1.0)
    assert fit_exponent((10, 1000), (1.0, 10_000.0)) == pytest.approx(2.0)


def test_a_section_takes_the_place_of_what_the_last_run_wrote(tmp_path: Path) -> None:
    from rows import HEAD, write_section

    page = tmp_path / "RESULTS.md"
    for title, text in (("Nation", "old"), ("City", "city"), ("Nation", "new")):
        write_section(page, title, text)
    assert page.read_text(encoding="utf-8") == f"{HEAD}\n## City\n\ncity\n\n## Nation\n\nnew\n"


def test_processes_are_timed_in_turn_and_the_first_run_does_not_count(tmp_path: Path) -> None:
    from stopwatch import Task, measure

    log = tmp_path / "log"
    tasks = [Task(name, ("/bin/sh", "-c", f"echo {name} >> {log}; echo {name}")) for name in "ab"]
    timings = measure(tasks, 2, lambda _: None)
    assert log.read_text().split() == ["a", "b", "a", "b", "b", "a"]
    assert [len(timings[name].seconds) for name in "ab"] == [2, 2]
    assert timings["a"].printed == hashlib.sha256(b"a\n").hexdigest()
    assert 0 < timings["a"].megabytes < 20


def test_another_program_that_fails_is_left_out_and_ours_ends_the_run() -> None:
    from stopwatch import FailedError, Task, measure

    command = ("/bin/sh", "-c", "echo no such file >&2; exit 3")
    timings = measure([Task("other", command, is_ours=False)], 2, lambda _: None)
    assert (timings["other"].seconds, timings["other"].failed) == ([], "other: ended with 3 no such file")
    with pytest.raises(FailedError):
        measure([Task("ours", command)], 2, lambda _: None)
