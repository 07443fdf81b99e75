"""Targets without a verdict although units have answered: told apart from silence, and targets told from each other."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cds_kpi import desk
from cds_kpi.cli.summary import format_summary
from cds_kpi.render.excel import render_report_workbook
from cds_kpi.render.text import render_text
from cds_kpi.report.document import build_document
from cds_kpi.report.wording import say_aspect
from cds_kpi.store.packaged import find_templates
from test_printing import terminal
from workspaces import Workspace, read_indicator

INDICATORS = """
id: silent
name: Chỉ tiêu im lặng
measure: {kind: value, basis: at_date, whole: false}
targets: [{programme: p, number: 1, at_least: 5, by: 2022-12-31}]
---
id: nothing
name: Chỉ tiêu không phát sinh
measure: {kind: value, basis: at_date, whole: false}
targets: [{programme: p, number: 2, at_least: 5, by: 2022-12-31}]
---
id: outside
name: Chỉ tiêu không áp dụng
measure: {kind: value, basis: at_date, whole: false}
targets: [{programme: p, number: 3, at_least: 5, by: 2022-12-31}]
---
id: unknown
name: Chỉ tiêu thiếu số gốc
measure: {kind: value, basis: at_date, whole: false}
targets: [{programme: p, number: 4, increase: {by: 10, as: percent, over: 2021}, by: 2022-12-31}]
---
id: steps
name: Chỉ tiêu ba mốc
measure: {kind: value, basis: at_date, whole: false}
targets:
- {programme: p, number: 5, at_least: 1, by: 2022-12-31}
- {programme: p, number: 5, at_least: 20, by: 2025-12-31}
- {programme: p, number: 5, at_least: 30, by: 2030-12-31}
---
id: unnumbered
name: Chỉ tiêu không số
measure: {kind: value, basis: at_date, whole: false}
targets:
- {programme: p, at_least: 50, by: 2025-12-31}
- {programme: p, at_least: 60, by: 2030-12-31}
"""


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    """Return a store in which one indicator has no answer, and three have one that gives no verdict."""
    store = Workspace(tmp_path, INDICATORS)
    store.submit(
        "2022-Q3",
        "so-a",
        """
        nothing: {nil: Không có hồ sơ nào}
        outside: {not_applicable: Không thuộc phạm vi}
        unknown: {value: 7}
        steps: {value: 10}
        """,
    )
    return store


def test_what_was_answered_is_never_counted_as_no_data(store: Workspace) -> None:
    counts = [(one.status, one.reason, one.text, one.count) for one in store.view().statuses]
    assert counts[-4:] == [
        ("no_data", None, "Chưa có số liệu", 3),
        ("no_data", "nil", "Không phát sinh", 1),
        ("no_data", "not_applicable", "Không áp dụng", 1),
        ("no_data", "no_baseline", "Thiếu số gốc", 1),
    ]
    assert "3 chưa có số liệu, 1 không phát sinh, 1 không áp dụng, 1 thiếu số gốc." in store.view().summary[1]
    told = store.view(language="en").summary[1]
    assert "3 no data, 1 nothing to count, 1 not applicable, 1 no baseline." in told
    rows = store.report()["indicators"]
    assert [(row["status"], row["reason"]) for row in rows[:4]] == [
        ("no_data", None),
        ("no_data", "nil"),
        ("no_data", "not_applicable"),
        ("no_data", "no_baseline"),
    ]


@pytest.mark.parametrize("form", ["md", "html"])
def test_every_written_form_tells_them_apart(form: str, store: Workspace) -> None:
    made = render_text(store.view(), form, [find_templates()])
    assert isinstance(made, bytes)
    told = {
        "md": ["| □ Chưa có số liệu | 3 |\n| ◊ Không phát sinh | 1 |\n"],
        "html": [
            '<option value="no_data">□ Chưa có số liệu</option>',
            '<option value="nil">◊ Không phát sinh</option>',
            'data-pillar="government" data-status="nil"',
            'data-pillar="government" data-status="no_baseline"',
        ],
    }
    for words in told[form]:
        assert words in made.decode()


def test_the_workbook_counts_them_apart_and_its_formulas_say_the_same(store: Workspace) -> None:
    made = render_report_workbook(store.view())
    assert isinstance(made, bytes)
    book = load_workbook(io.BytesIO(made))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"◊ Không phát sinh", "◊ Không áp dụng", "◊ Thiếu số gốc"} <= set(cells)
    [formula] = [
        one for one in cells if str(one).startswith("=IF(NOT(ISNUMBER(") and "Không phát sinh" in str(one)
    ]
    assert "Chưa có số liệu" not in str(formula)


def test_the_terminal_tells_them_apart(store: Workspace) -> None:
    shown = format_summary(desk.Report(store.view()), terminal(200))
    assert "□ Chưa có số liệu: 3 · ◊ Không phát sinh: 1 · ◊ Không áp dụng: 1 · ◊ Thiếu số gốc: 1" in shown


def test_the_document_names_an_indicator_once_and_says_which_of_its_targets(store: Workspace) -> None:
    document = build_document(store.view())
    listed = [line for line in document.results if line[0] in "●○▲▼■□◊–"]
    assert listed == [
        "● Đạt (1): chỉ tiêu số 5 (đến 31/12/2022).",
        "▼ Chậm tiến độ (2): chỉ tiêu số 5 (đến 31/12/2025; đến 31/12/2030).",
        "□ Chưa có số liệu (3): chỉ tiêu số 1; chỉ tiêu “Chỉ tiêu không số” (cả 2 mục tiêu).",
        "◊ Không phát sinh (1): chỉ tiêu số 2.",
        "◊ Không áp dụng (1): chỉ tiêu số 3.",
        "◊ Thiếu số gốc (1): chỉ tiêu số 4.",
    ]
    [chapter] = document.chapters
    assert chapter.tally.endswith(
        "□ chưa có số liệu: 3; ◊ không phát sinh: 1; ◊ không áp dụng: 1; ◊ thiếu số gốc: 1"
    )
    english = build_document(store.view(language="en")).results
    assert "▼ Off track (2): indicator 5 (by 31 December 2025; by 31 December 2030)." in english
    assert "□ No data (3): indicator 1; indicator “Chỉ tiêu không số” (all 2 targets)." in english


def test_every_heading_of_a_page_says_which_target_it_is_about(store: Workspace) -> None:
    assert [row.aspect for row in store.view().rows] == [
        *(None,) * 4,
        "đến 31/12/2022",
        "đến 31/12/2025",
        "đến 31/12/2030",
        "đến 31/12/2025",
        "đến 31/12/2030",
    ]
    made = render_text(store.view(), "html", [find_templates()])
    assert isinstance(made, bytes)
    assert "Chỉ tiêu ba mốc (đến 31/12/2025)</h4>" in made.decode()


def test_targets_of_one_level_and_day_are_told_by_what_they_demand() -> None:
    indicator = read_indicator(
        """
        id: share
        measure: {kind: ratio, basis: in_period}
        targets:
        - {programme: p, number: 1, level: district, at_least: 80, by: 2022-12-31}
        - {programme: p, number: 1, level: district, at_least: 90, by: 2022-12-31}
        - {programme: p, number: 1, level: commune, at_least: 60, by: 2022-12-31}
        - {programme: q, number: 1, at_least: 60, by: 2025-12-31}
        """
    )
    assert [say_aspect(indicator, target, "vi") for target in indicator.targets] == [
        "Cấp huyện, ≥ 80%",
        "Cấp huyện, ≥ 90%",
        "Cấp xã",
        None,
    ]
