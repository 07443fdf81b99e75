"""Each programme's report against figures worked out by hand: a case is a small store and a README that does the sums.

A case in tests/reports/ names its catalogue (the city's, a packaged one, or its own), its programme, period and moment
in case.yaml. The table in its README says what every target must come to; expected.* are golden files.
"""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.problems import is_error
from cds_kpi.render.data import render_json
from cds_kpi.render.text import render_text
from cds_kpi.report.view import ReportView
from cds_kpi.store.packaged import find_templates
from conftest import Golden

CASES = Path(__file__).parent / "reports"
NAMES = sorted(path.name for path in CASES.iterdir())
KEPT = (
    *("id", "number", "level", "value", "numerator", "denominator", "covers", "carried_from", "collected"),
    *("observed", "coverage", "bounds", "target", "attainment", "gap", "status", "certain", "exceeded"),
    "other_methods",
)
"""What of a row the golden file keeps: the figures and the verdict."""


def _read_case(name: str) -> dict[str, str]:
    lines = (CASES / name / "case.yaml").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """A case's name."""
    found: str = request.param
    return found


@pytest.fixture
def root(name: str, repo: Path, tmp_path: Path) -> Path:
    """Return the case as a workspace: its catalogue, its units, its submissions."""
    catalogue = _read_case(name)["catalogue"]
    folders = {
        "tphcm": repo / "data",
        "hai-phong": repo / "src/cds_kpi/packaged/catalogues/hai-phong",
        "own": CASES / name,
    }
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(folders[catalogue] / "indicators.yaml", data)
    shutil.copy(CASES / name / "units.yaml", data)
    shutil.copytree(CASES / name / "submissions", data / "submissions")
    return tmp_path


@pytest.fixture
def view(name: str, root: Path) -> ReportView:
    """Return the case's finished report."""
    case = _read_case(name)
    made = desk.make_report(
        root,
        desk.Asking(programme=case["programme"], period=case["period"]),
        as_of=datetime.fromisoformat(case["as_of"]),
        language="vi",
    )
    assert isinstance(made, desk.Report), made
    return made.view


def _read_rows(view: ReportView) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(render_json(view))["indicators"]
    return rows


def _read_table(readme: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the README's table: indicator, level and day against value, attainment and status."""
    lines = [line.strip("| ").split("|") for line in readme.splitlines() if line.startswith("| ")][2:]
    cells = [[cell.strip() for cell in line] for line in lines]
    return {tuple(line[:3]): tuple(line[3:6]) for line in cells}


def test_what_was_worked_out_by_hand_is_what_the_report_says(name: str, view: ReportView) -> None:
    by_hand = _read_table((CASES / name / "README.md").read_text("utf-8"))
    reported = {
        (row["id"], row["level"] or "", row["target"]["by"]): (
            row["value"] or "-",
            row["attainment"] or "-",
            row["status"],
        )
        for row in _read_rows(view)
    }
    assert reported == by_hand


def test_the_case_is_what_it_was(name: str, view: ReportView, golden: Golden) -> None:
    rows = [{key: row[key] for key in KEPT} for row in _read_rows(view)]
    golden(CASES / name / "expected.json", json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    page = render_text(view, "md", [find_templates()])
    assert isinstance(page, bytes), page
    results = page.decode().partition("\n## III.")[0]
    tables = [line for line in results.splitlines() if line.startswith(("|", "#"))]
    golden(CASES / name / "expected.md", "\n".join(tables) + "\n")


def test_the_case_has_no_errors(root: Path) -> None:
    assert [problem.kind for problem in desk.check_workspace(root) if is_error(problem)] == []
