"""The report's workbook in LibreOffice itself: computed anew, changed, and printed."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from calc import Computed, ask, compute, print_pages
from cds_kpi.render.excel import render_report_workbook
from cds_kpi.report.view import ReportView
from cds_kpi.text import Language
from conftest import Needs
from views import make_view
from workspaces import AS_OF, Workspace

INDICATORS = """
id: dossiers
name: Tỷ lệ hồ sơ trực tuyến
measure: {kind: ratio, basis: in_period}
reporters: [so-a, so-b, so-c]
baselines: [{period: 2021, value: 20}]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
---
id: growth
name: Mức tăng so với năm trước
measure: {kind: ratio, basis: at_date}
reporters: [so-a]
baselines: [{period: 2021, value: 54.1}]
targets: [{programme: p, number: 2, increase: {by: 10, as: points, over: 2021}, by: 2022-12-31}]
---
id: complaints
name: Tỷ lệ hồ sơ trễ hẹn
measure: {kind: ratio, basis: in_period}
reporters: [so-a, so-b]
targets: [{programme: p, number: 3, below: 5, by: 2022-12-31}]
---
id: fastest
name: Mức cao nhất của các đơn vị
measure: {kind: ratio, basis: at_date, combine: max}
reporters: [so-a, so-b, so-c]
targets: [{programme: p, number: 4, above: 70, by: 2022-12-31}]
---
id: slowest
name: Mức thấp nhất
measure: {kind: value, counted_in: index, basis: at_date, combine: min}
reporters: [so-a, so-b]
targets: [{programme: p, number: 5, at_least: 0.5, by: 2022-12-31}]
---
id: roll
name: Số đơn vị đã thực hiện
measure: {kind: roll_call, basis: at_date}
reporters: [quan-1, quan-3]
targets: [{programme: p, number: 6, at_least: 100, by: 2022-12-31}]
---
id: people
name: Số người được bồi dưỡng
measure: {kind: value, counted_in: count, basis: in_period}
reporters: [so-a, so-b]
targets: [{programme: p, number: 7, at_least: 1000, by: 2022-12-31}]
---
id: rank
name: Xếp hạng
measure: {kind: rank, counted_in: rank, basis: at_date, combine: single}
reporters: [so-a]
targets: [{programme: p, number: 8, at_most: 5, by: 2022-12-31}]
---
id: portal
name: Hoàn thành cổng
measure: {kind: milestone, basis: at_date}
reporters: [so-a]
targets: [{programme: p, number: 9, done: true, by: 2022-12-31}]
---
id: sectors
name: Từng ngành
measure: {kind: value, counted_in: percent, basis: at_date, combine: single}
reporters: [so-a]
targets: [{programme: p, number: 10, every: 9, by: 2022-12-31}]
---
id: silent
name: Chưa có số liệu
measure: {kind: ratio, basis: at_date}
reporters: [so-c]
targets: [{programme: p, number: 11, at_least: 50, by: 2022-12-31}]
"""


def make_workspace(folder: Path) -> Workspace:
    """Give one indicator of every kind."""
    workspace = Workspace(folder / "store", INDICATORS)
    workspace.submit(
        "2022-Q3",
        "so-a",
        """
        dossiers: {numerator: 300, denominator: 700}
        growth: {numerator: 62, denominator: 100}
        complaints: {numerator: 4, denominator: 100}
        fastest: {numerator: 2, denominator: 3}
        slowest: {value: 0.61}
        people: {value: 600}
        rank: {value: 7}
        portal: {done: true}
        sectors: {parts: {y-te: {value: 9.1}, giao-duc: {value: 8.75}}}
        """,
    )
    workspace.submit(
        "2022-Q3",
        "so-b",
        """
        dossiers: {numerator: 150, denominator: 300}
        complaints: {numerator: 6, denominator: 100}
        fastest: {numerator: 3, denominator: 4}
        slowest: {value: 0.48}
        people: {value: 300}
        """,
    )
    workspace.submit("2022-Q3", "quan-1", "roll: {done: true, members_done: 8, members_not_done: [Phường 2]}")
    return workspace


def find_lines(computed: Computed, sheet: str = "Tổng hợp") -> dict[str, dict[str, str | float]]:
    return {str(line["Mã chỉ tiêu"]): line for line in computed.table(sheet, "Số")}


def find_cell(view: ReportView, key: str, unit: str, side: str) -> str:
    """Return the cell of a unit's figure in the sheet of the units."""
    sheet = load_workbook(BytesIO(render_report_workbook(view)))["Theo đơn vị"]
    rows = sheet.iter_rows(min_row=1)
    found = next(row for row in rows if (row[9].value, row[10].value) == (key, unit))
    return str(found["EFG".index(side) + 4].coordinate)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> ReportView:
    return make_workspace(tmp_path_factory.mktemp("kinds")).view(as_of=AS_OF)


@pytest.fixture(scope="module")
def computed(needs: Needs, tmp_path_factory: pytest.TempPathFactory, view: ReportView) -> Computed:
    return compute(needs, tmp_path_factory.mktemp("computed"), render_report_workbook(view))


def is_near(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-12 * max(1, abs(other))
    return one == other


def test_what_libreoffice_computes_is_what_stands_there(view: ReportView, computed: Computed) -> None:
    assert computed.errors == []
    book = load_workbook(BytesIO(render_report_workbook(view)), data_only=True)
    formulas = load_workbook(BytesIO(render_report_workbook(view)))
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f" or cell.row is None or cell.column is None:
                    continue
                cached = book[sheet.title][cell.coordinate].value
                shown = computed.rows[sheet.title][cell.row - 1][cell.column - 1]
                assert is_near(shown, "" if cached is None else cached), (sheet.title, cell.coordinate, shown)
                compared += 1
    assert compared > 80


def test_a_changed_figure_changes_sum_percentage_and_status(
    needs: Needs, tmp_path: Path, view: ReportView, computed: Computed
) -> None:
    before = find_lines(computed)["dossiers"]
    assert (before["Tử số"], before["Giá trị"], before["Tình trạng"]) == (450, 0.45, "○ Đúng tiến độ")
    assert (before["Tử số còn thiếu"], before["Mức độ đạt"]) == (50, 0.9)
    changes = [
        ("Theo đơn vị", find_cell(view, "dossiers", "so-b", "E"), 200),
        ("Theo đơn vị", find_cell(view, "growth", "so-a", "E"), 65),
        ("Theo đơn vị", find_cell(view, "complaints", "so-b", "E"), 5),
        ("Theo đơn vị", find_cell(view, "fastest", "so-c", "E"), 9),
        ("Theo đơn vị", find_cell(view, "fastest", "so-c", "F"), 10),
        ("Theo đơn vị", find_cell(view, "slowest", "so-b", "G"), 0.7),
        ("Theo đơn vị", find_cell(view, "people", "so-b", "G"), 400),
        ("Theo đơn vị", find_cell(view, "rank", "so-a", "G"), 5),
        ("Theo đơn vị", find_cell(view, "roll", "quan-3", "E"), 13),
        ("Theo đơn vị", find_cell(view, "silent", "so-c", "E"), 1),
        ("Theo đơn vị", find_cell(view, "silent", "so-c", "F"), 10),
    ]
    after = compute(needs, tmp_path, render_report_workbook(view), changes)
    lines = find_lines(after)
    told = {
        key: (line["Tử số"], line["Mẫu số"], line["Giá trị"], line["Mức độ đạt"], line["Tình trạng"])
        for key, line in lines.items()
    }
    assert told == {
        "dossiers": (500, 1000, 0.5, 1, "● Đạt"),
        "growth": (65, 100, 0.65, pytest.approx(1.09), "● Đạt"),
        "complaints": (9, 200, 0.045, pytest.approx(0.05 / 0.045), "● Đạt"),
        "fastest": (9, 10, 0.9, pytest.approx(0.9 / 0.7), "● Đạt"),
        "slowest": ("", "", 0.61, pytest.approx(1.22), "● Đạt"),
        "roll": (22, 24, pytest.approx(22 / 24), pytest.approx(22 / 24), "▲ Có nguy cơ"),
        "people": ("", "", 1000, 1, "● Đạt"),
        "rank": ("", "", 5, 1, "● Đạt"),
        "portal": ("", "", 1, 1, "● Đạt"),
        "sectors": ("", "", 0.0875, pytest.approx(0.0875 / 0.09), "▲ Có nguy cơ"),
        "silent": (1, 10, 0.1, 0.2, "▼ Chậm tiến độ"),
    }
    counts = {row[4]: row[5] for row in after.rows["Biểu đồ"] if row[4]}
    assert (counts["● Đạt"], counts["▲ Có nguy cơ"], counts["▼ Chậm tiến độ"]) == (8, 2, 1)


def test_a_figure_taken_away_leaves_no_data(needs: Needs, tmp_path: Path, view: ReportView) -> None:
    places = [find_cell(view, "dossiers", unit, side) for unit in ("so-a", "so-b") for side in "EF"]
    changes = [("Theo đơn vị", place, "") for place in places]
    line = find_lines(compute(needs, tmp_path, render_report_workbook(view), changes))["dossiers"]
    names = ("Tử số", "Mẫu số", "Giá trị", "Mức độ đạt", "Tử số còn thiếu", "Tình trạng")
    assert [line[name] for name in names] == ["", "", "Chưa có số liệu", "", "", "□ Chưa có số liệu"]


@pytest.mark.parametrize(("language", "figure"), [("vi", "45,00%"), ("en", "45,00%")])
def test_numbers_are_shown_as_the_readers_machine_writes_them(
    needs: Needs, tmp_path: Path, language: Language, figure: str
) -> None:
    made = make_workspace(tmp_path).view(language=language)
    printed = print_pages(needs, tmp_path, render_report_workbook(made), is_vietnamese=True)
    text = ask(needs("pdftotext"), "-layout", printed, "-")
    assert figure in text
    assert "1.000" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_long_names_are_printed_whole_and_headings_on_every_page(
    needs: Needs, tmp_path: Path, language: Language
) -> None:
    name = " ".join(["Ủy ban nhân dân phường Hiệp Bình Chánh"] * 8)
    assert len(name) > 300
    made = make_view(name, language)
    printed = print_pages(needs, tmp_path, render_report_workbook(made))
    fonts = ask(needs("pdffonts"), printed).splitlines()[2:]
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in fonts} == {"LiberationSerif"}
    # Text that does not fit into its cell is cut off when the sheet is printed, and is not in the file.
    text = "".join(ask(needs("pdftotext"), "-raw", printed, "-").split())
    whole = "".join(name.split())
    with ZipFile(BytesIO(render_report_workbook(made))) as parts:
        assert whole in "".join(parts.read("xl/sharedStrings.xml").decode().split())
    rows = len(made.rows) + sum(len(row.parts) for row in made.rows) + len(made.units)
    assert text.count(whole[-60:]) >= rows
