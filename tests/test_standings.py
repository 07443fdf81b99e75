"""Who brings what to a figure: every unit's standing with its sources, their sum written out, the grid, the files."""

from pathlib import Path

import pytest

from cds_kpi.text import Language
from workspaces import Workspace

DEPARTMENTS = """
id: dossiers
reporters: [level:department, level:district]
measure: {kind: ratio, basis: in_period}
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""


@pytest.fixture
def round_of_all_kinds(tmp_path: Path) -> Workspace:
    """Five units: one meets the target, one does not, one has nothing, one no data yet, one is silent."""
    workspace = Workspace(tmp_path, DEPARTMENTS)
    workspace.submit("2022-S1", "so-a", "dossiers: {numerator: 10, denominator: 20}")
    workspace.submit("2022-Q3", "so-a", "dossiers: {numerator: 60, denominator: 100, source: Sổ theo dõi}")
    workspace.submit("2022-Q3", "so-b", "dossiers: {numerator: 1, denominator: 3}")
    workspace.submit("2022-Q3", "so-c", "dossiers: {nil: Không phát sinh}")
    workspace.submit("2022-Q3", "quan-1", "dossiers: {unavailable: Chưa có}")
    return workspace


def test_every_unit_stands_somewhere(round_of_all_kinds: Workspace) -> None:
    row = round_of_all_kinds.row_view()
    assert [(part.unit, part.standing, part.mark, part.standing_text) for part in row.parts] == [
        ("so-a", "met", "●", "Đạt mục tiêu"),
        ("so-b", "short", "▼", "Chưa đạt mục tiêu"),
        ("so-c", "nil", "–", "Không phát sinh"),
        ("quan-1", "unavailable", "□", "Chưa có số liệu"),
        ("quan-3", "missing", "×", "Chưa báo cáo"),
    ]


def test_a_value_that_is_joined_with_others_is_counted_and_not_judged(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path,
        """
        id: kiosks
        reporters: [so-a, so-b]
        measure: {kind: value, basis: at_date, counted_in: count}
        targets: [{programme: p, at_least: 5, by: 2022-12-31}]
        """,
    )
    workspace.submit("2022-Q3", "so-a", "kiosks: {value: 2}")
    workspace.submit("2022-Q3", "so-b", "kiosks: {value: 3}")
    row = workspace.row_view()
    assert [(part.standing, part.mark, part.text) for part in row.parts] == [
        ("counted", "+", "2"), ("counted", "+", "3"),
    ]  # fmt: skip
    assert (row.value_text, row.combined_text, row.working) == ("5", "Cộng", None)


def test_a_part_names_every_answer_in_it_oldest_first(round_of_all_kinds: Workspace) -> None:
    part = round_of_all_kinds.row_view().parts[0]
    assert [(one.period, one.text, one.file, one.line, one.origin) for one in part.sources] == [
        ("2022-S1", "10/20", "data/submissions/2022-S1/so-a.yaml", 6, None),
        ("2022-Q3", "60/100", "data/submissions/2022-Q3/so-a.yaml", 6, "Sổ theo dõi"),
    ]
    assert part.numerator is not None
    assert part.denominator is not None
    assert (part.numerator.text, part.denominator.text) == ("70", "120")


@pytest.mark.parametrize(
    ("language", "working"),
    [
        ("vi", "71 ÷ 123 × 100% = 57,723577…%, làm tròn thành 57,72%"),
        ("en", "71 ÷ 123 × 100% = 57.723577…%, rounded to 57.72%"),
    ],
)
def test_the_quotient_is_written_out_up_to_the_rounding(
    round_of_all_kinds: Workspace, language: Language, working: str
) -> None:
    row = round_of_all_kinds.row_view(language=language)
    assert row.working == working
    assert row.combined_text == {"vi": "Cộng", "en": "Total"}[language]


@pytest.mark.parametrize(
    ("measure", "sides", "working"),
    [
        ("counted_in: percent", "1, denominator: 4", "1 ÷ 4 × 100% = 25,00%"),
        ("counted_in: percent", "49996, denominator: 100000", "49.996 ÷ 100.000 × 100% = 49,996%"),
        (
            "counted_in: percent, decimals: 1",
            "33333, denominator: 100000",
            "33.333 ÷ 100.000 × 100% = 33,333%, làm tròn thành 33,3%",
        ),
        (
            "counted_in: VND, whole: false, may_exceed: true",
            "2000, denominator: 3",
            "2.000 ÷ 3 = 666,666666… VND, làm tròn thành 666,67 VND",
        ),
        ("counted_in: percent", "0, denominator: 0", None),
    ],
)
def test_a_quotient_that_ends_is_not_called_rounded(
    tmp_path: Path, measure: str, sides: str, working: str | None
) -> None:
    workspace = Workspace(
        tmp_path,
        f"id: share\nmeasure: {{kind: ratio, basis: at_date, {measure}}}\n"
        "targets: [{programme: p, at_least: 50, by: 2022-12-31}]",
    )
    workspace.submit("2022-Q3", "so-a", f"share: {{numerator: {sides}}}")
    assert workspace.row_view().working == working


def test_the_largest_of_several_is_no_total(tmp_path: Path) -> None:
    measure = "measure: {kind: ratio, basis: at_date, combine: max}"
    workspace = Workspace(
        tmp_path,
        f"id: share\nreporters: [so-a, so-b]\n{measure}\ntargets: [{{programme: p, at_least: 50, by: 2022-12-31}}]",
    )
    workspace.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 4}")
    workspace.submit("2022-Q3", "so-b", "share: {numerator: 3, denominator: 4}")
    row = workspace.row_view()
    assert (row.combined_text, row.working) == ("Lớn nhất", "3 ÷ 4 × 100% = 75,00%")


def test_the_grid_has_a_line_for_every_unit_and_a_cell_for_every_row(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path,
        DEPARTMENTS.strip().replace("level:department, level:district", "so-b, so-a")
        + "\n---\nid: yearly\nfrequency: year\nreporters: [quan-1]\nmeasure: {kind: ratio, basis: at_date}\n"
        "targets: [{programme: p, at_least: 50, by: 2022-12-31}]",
    )
    workspace.submit("2022-S1", "quan-1", "yearly: {numerator: 1, denominator: 2}")
    workspace.submit("2022-Q3", "so-a", "dossiers: {numerator: 1, denominator: 2}")
    view = workspace.view()
    assert [row.key for row in view.rows] == ["r1", "r2"]
    assert [
        (line.unit.id, [cell.standing if cell is not None else None for cell in line.cells])
        for line in view.grid
    ] == [("so-a", ["met", None]), ("so-b", ["missing", None]), ("quan-1", [None, "met"])]


def test_every_file_that_counts_is_named_once(round_of_all_kinds: Workspace) -> None:
    files = round_of_all_kinds.view().files
    assert [(one.file, one.unit_name, one.period_title, one.revision) for one in files] == [
        ("data/submissions/2022-Q3/so-a.yaml", "Sở A", "Quý III/2022", 1),
        ("data/submissions/2022-Q3/so-b.yaml", "Sở B", "Quý III/2022", 1),
        ("data/submissions/2022-Q3/so-c.yaml", "Sở C", "Quý III/2022", 1),
        ("data/submissions/2022-S1/so-a.yaml", "Sở A", "6 tháng đầu năm 2022", 1),
    ]
    assert all(len(one.sha256) == 64 for one in files)


def test_a_value_is_of_the_period_it_comes_from(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path,
        "id: yearly\nfrequency: year\nmeasure: {kind: ratio, basis: at_date}\n"
        "targets: [{programme: p, at_least: 50, by: 2022-12-31}]",
    )
    workspace.submit("2022-S1", "so-a", "yearly: {numerator: 1, denominator: 2}")
    row = workspace.row_view()
    assert (row.carried_from, row.value_period, row.trend) == ("2022-S1", "6 tháng đầu năm 2022", ())
    assert workspace.row_view("2022-S1").value_period == "6 tháng đầu năm 2022"
    assert workspace.row_view("2022-Q4", language="en").value_period == "First half of 2022"
