"""What the comparison of all programmes says of each target: its method, its condition, its strictness, its digits."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cds_kpi import desk
from cds_kpi.cli.comparison import format_comparison
from cds_kpi.cli.summary import format_summary
from cds_kpi.render.comparison_sheets import render_comparison_workbook
from cds_kpi.render.text import render_comparison_text, render_text
from cds_kpi.report.document import build_document
from cds_kpi.store.packaged import find_templates
from cds_kpi.text import Language
from test_comparison import ECONOMY, Store, find, told
from test_printing import terminal
from workspaces import Workspace

TWO_METHODS = ECONOMY.replace("by: 2025-12-31, method: gso", "by: 2022-12-31, method: mic")


def test_each_target_is_assessed_by_its_own_method_and_each_method_says_for_which(tmp_path: Path) -> None:
    store = Store(tmp_path, TWO_METHODS)
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 28.66, method: mic}")
    one = find(store.compare(), "economy")
    assert {
        (binding.programme, binding.method_text, binding.row.value_text, binding.row.status)
        for binding in one.bindings
    } == {
        ("cv-3036", "Theo Tổng cục Thống kê", "13,51%", "missed"),
        ("qd-2393", "Theo Bộ Thông tin và Truyền thông", "28,66%", "met"),
    }
    assert {method.id: method.use_text for method in one.by_method} == {
        "gso": "dùng để đánh giá mục tiêu ≥ 15% (3036/UBND-KT, 30/8/2022)",
        "mic": "dùng để đánh giá mục tiêu ≥ 25% (2393/QĐ-UBND, 03/7/2020)",
    }
    (data,) = store.data()["indicators"]
    by_place = {place: target["method"] for place, target in enumerate(data["targets"])}
    assert [(entry["method"], [by_place[at] for at in entry["targets"]]) for entry in data["methods"]] == [
        ("gso", ["gso"]),
        ("mic", ["mic"]),
    ]


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_method_that_assesses_one_target_is_not_denied_by_the_other(tmp_path: Path, form: str) -> None:
    # Nobody has measured by mic: its target has no figure, the other has one, by its own method.
    store = Store(tmp_path, TWO_METHODS)
    store.submit("2022", "vien", "economy: {value: 16, method: gso}")
    view = store.compare()
    one = find(view, "economy")
    assert {method.id: (method.value_text, method.use_text) for method in one.by_method} == {
        "mic": ("Chưa có số liệu", "dùng để đánh giá mục tiêu ≥ 25% (2393/QĐ-UBND, 03/7/2020)"),
        "gso": ("16,00%", "dùng để đánh giá mục tiêu ≥ 15% (3036/UBND-KT, 30/8/2022)"),
    }
    page = render_comparison_text(view, form, [find_templates()])
    assert isinstance(page, bytes)
    assert "không dùng để đánh giá" not in page.decode()
    (data,) = store.data()["indicators"]
    assert {entry["method"]: entry["assessed"] for entry in data["methods"]} == {"mic": True, "gso": True}


def test_that_one_target_is_not_due_yet_is_not_said_of_the_figure(tmp_path: Path) -> None:
    growth = """id: productivity
measure: {kind: value, counted_in: percent, basis: at_date, combine: single}
frequency: year
lead: vien
reporters: [so-a]
targets:
  - {programme: cv-3036, growth: 7, by: 2025-12-31}
  - {programme: qd-2393, growth: 9, first_year: 2026, by: 2030-12-31}
"""
    one = find(Store(tmp_path, growth).compare(), "productivity")
    assert [binding.row.status for binding in one.bindings] == ["no_data", "not_due"]
    assert [figure.value_text for figure in one.figures] == ["Chưa có số liệu"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_earlier_values_stand_beside_the_figure_in_every_form(tmp_path: Path, language: Language) -> None:
    store = Store(tmp_path, ECONOMY)
    store.submit("2021-S1", "vien", "economy: {value: 6, method: gso}")
    store.submit("2022", "vien", "economy: {value: 16, method: gso}")
    made = store.compare(language=language)
    (figure,) = find(made, "economy").figures
    said = {
        "vi": "Các kỳ trước: 6 tháng đầu năm 2021: 6,00%†; Năm 2021: 13,84% (số gốc).",
        "en": "Before: First half of 2021: 6.00%†; Year 2021: 13.84% (baseline).",
    }[language]
    assert figure.remarks[0] == said
    for form in ("md", "html"):
        page = render_comparison_text(made, form, [find_templates()])
        assert isinstance(page, bytes)
        assert said in page.decode()
    words = render_comparison_workbook(made)
    assert said in " ".join(
        str(cell) for row in load_workbook(BytesIO(words)).worksheets[0].values for cell in row
    )
    ((data,),) = (one["figures"] for one in store.data()["indicators"])
    assert [(point["period"], point["value"]) for point in data["trend"]] == [
        ("2021-S1", "6"),
        ("2021", "13.84"),
    ]


def test_a_methods_figure_has_the_digits_that_the_closest_target_takes(tmp_path: Path) -> None:
    # 14.996 misses 15 and meets 10: it is 14,996% wherever it stands, never 15,00% beside the other target.
    store = Store(tmp_path, ECONOMY.replace("at_least: 25", "at_least: 10"))
    store.submit("2022", "vien", "economy: {value: 14.996, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic}")
    one = find(store.compare(), "economy")
    assert [(method.id, method.value_text) for method in one.by_method] == [
        ("gso", "14,996%"),
        ("mic", "18,66%"),
    ]
    assert [figure.value_text for figure in one.figures] == ["14,996%"]


DIGITISED = """id: digitised
name: Tỷ lệ số hóa
measure: {kind: ratio, basis: in_period}
reporters: [level:department, level:district]
phases:
- {level: department, from: 2022-06-01}
- {level: district, from: 2022-12-01}
targets:
- {programme: cv-3036, number: 7, at_least: 100, by: 2022-12-31}
- {programme: qd-27, number: 5, at_least: 100, by: 2022-12-31,
   condition: {vi: cấp huyện từ 01/12/2022, en: districts from 1 December 2022}}
"""


def test_one_number_under_a_condition_and_without_it_is_not_the_same_demand(tmp_path: Path) -> None:
    one = find(Store(tmp_path, DIGITISED).compare("2022-Q3"), "digitised")
    assert [(finding.kind, finding.reason) for finding in one.findings] == [("apart", "condition")]
    (said,) = told(one)
    assert said == (
        "≥ 100% đến 31/12/2022 (3036/UBND-KT, 30/8/2022); ≥ 100% đến 31/12/2022 (27/QĐ-UBQGCĐS, 15/3/2022): "
        "khác điều kiện áp dụng (3036/UBND-KT không nêu điều kiện; 27/QĐ-UBQGCĐS “cấp huyện từ 01/12/2022”)."
    )
    assert one.bindings[1].remarks == ("Điều kiện: cấp huyện từ 01/12/2022.",)
    same = find(
        Store(tmp_path, DIGITISED.partition(",\n   condition")[0] + "}\n").compare("2022-Q3"), "digitised"
    )
    assert [finding.kind for finding in same.findings] == ["same"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Cấp huyện: chưa đến hạn áp dụng, từ 01/12/2022 (1 đơn vị)"),
        ("en", "District: not due yet, from 1 December 2022 (1 unit)"),
    ],
)
def test_the_levels_that_are_not_due_yet_stand_beside_the_figure_of_those_that_are(
    language: Language, said: str, tmp_path: Path
) -> None:
    store = Store(tmp_path, DIGITISED)
    store.submit("2022-Q3", "so-a", "digitised: {numerator: 3, denominator: 4}")
    store.submit("2022-Q3", "dic", "digitised: {numerator: 3, denominator: 4}")
    view = store.view(language=language)
    (row,) = view.rows
    assert row.value is not None
    assert [(one.level, one.starts, one.units, one.text) for one in row.waiting] == [
        ("district", "2022-12-01", 1, said)
    ]
    made = render_text(view, "html", [find_templates()]), render_text(view, "md", [find_templates()])
    written = "\n".join(one.decode() for one in made if isinstance(one, bytes))
    assert written.count(said) >= 3
    (chapter,) = build_document(view).chapters
    assert said in chapter.lines[0]
    assert said in format_summary(desk.Report(view), terminal(200))
    compared = store.compare("2022-Q3", language=language)
    assert f"{said}." in find(compared, "digitised").figures[0].remarks
    assert said in format_comparison(desk.Comparison(compared), terminal(200))
    assert store.report()["indicators"][0]["not_due"] == [
        {"level": "district", "from": "2022-12-01", "units": 1}
    ]


ABOVE = """
id: share
measure: {kind: value, counted_in: percent, basis: at_date, whole: false}
targets: [{programme: p, number: 1, %s: 30, by: 2022-09-15}]
"""


@pytest.mark.parametrize(
    ("demand", "language", "said"),
    [
        ("above", "vi", "phải cao hơn hẳn 30%"),
        ("above", "en", "must be strictly above 30%"),
        ("below", "vi", "phải thấp hơn hẳn 30%"),
        ("below", "en", "must be strictly below 30%"),
    ],
)
def test_exactly_the_number_is_not_above_it_and_every_form_says_so(
    demand: str, language: Language, said: str, tmp_path: Path
) -> None:
    store = Workspace(tmp_path, ABOVE % demand)
    store.submit("2022-Q3", "so-a", "share: {value: 30}")
    view = store.view(language=language)
    (row,) = view.rows
    assert (row.status, row.strictly) == ("missed", said)
    assert row.gap_text is not None
    assert said in row.gap_text
    for form in ("md", "html"):
        made = render_text(view, form, [find_templates()])
        assert isinstance(made, bytes)
        assert said in made.decode()
    assert said in build_document(view).chapters[0].lines[0]
    assert said in format_summary(desk.Report(view), terminal(200))


def test_a_number_that_is_enough_asks_for_no_more(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ABOVE % "at_least")
    store.submit("2022-Q3", "so-a", "share: {value: 30}")
    assert (store.row_view().strictly, store.row_view().gap_text) == (None, "bằng đúng mục tiêu")


def test_a_carried_figure_is_as_sure_as_it_was_in_its_own_round(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ABOVE.replace("percent", "percent, combine: max") % "at_least")
    store.submit("2022-S1", "so-a", "share: {value: 20}")
    row = store.row_view()
    assert (row.carried_from, row.observed, row.coverage.reported) == ("2022-S1", "final", 0)


FIBRE_ALONE = """id: fibre
measure: {kind: ratio, basis: at_date}
reporters: [so-a]
targets:
- {programme: cv-3036, at_least: 75, by: 2022-12-31}
- {programme: kh-593, at_least: 70, by: 2022-12-31}
"""


def test_a_figure_has_the_same_digits_beside_every_target_of_the_page(tmp_path: Path) -> None:
    # 74.996 misses 75 and meets 70: it is above 70 by 4,996 points, not by 5,00.
    store = Store(tmp_path, FIBRE_ALONE)
    store.submit("2022", "so-a", "fibre: {numerator: 74996, denominator: 100000}")
    one = find(store.compare(), "fibre")
    assert [figure.value_text for figure in one.figures] == ["74,996%"]
    assert [(binding.row.value_text, binding.row.gap_text) for binding in one.bindings] == [
        ("74,996%", "thấp hơn mục tiêu 0,004 điểm phần trăm"),
        ("74,996%", "vượt mục tiêu 4,996 điểm phần trăm"),
    ]


def test_two_targets_of_one_programme_show_their_figure_with_the_same_digits(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: fibre
        measure: {kind: ratio, basis: at_date}
        targets:
        - {programme: p, number: 1, at_least: 70, by: 2022-12-31}
        - {programme: p, number: 1, at_least: 75, by: 2025-12-31}
        """,
    )
    store.submit("2022-Q3", "so-a", "fibre: {numerator: 74996, denominator: 100000}")
    assert [row.value_text for row in store.view().rows] == ["74,996%", "74,996%"]
