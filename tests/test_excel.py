"""The report's workbook: formulas with their values, text that stays text, print set-up, the same bytes."""

import re
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from cds_kpi import desk
from cds_kpi.render.excel import render_report_workbook
from cds_kpi.render.sheets import clean_text, count_lines, hold_number
from cds_kpi.render.tables import Table, render_workbook
from cds_kpi.report.view import ReportView
from cds_kpi.text import Language
from views import make_view
from workspaces import Workspace

HOSTILE = (
    "& < > \" ' {{ }} {% %} @ |",
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "#N/A",
    "#DIV/0!",
    "TRUE",
    "1e5",
    "0123",
    "https://example.org",
    "mailto:a@example.org",
    "internal:'Tổng hợp'!A1",
    "file:///etc/passwd",
    "dòng một\ndòng hai",
    "𠀀 😀",
    "_x0041_",
    "{=1}",
    "' dấu nháy",
    "x" * 40_000,
    "\x00\x07\ud800\ufffe",
)
SHEETS: dict[Language, list[str]] = {
    "vi": [
        *(
            "Tổng hợp",
            "Biểu đồ",
            "Theo đơn vị",
            "Dự báo",
            "Thời hạn",
            "Nguồn số liệu",
            "Điều chỉnh",
            "Chú giải",
        )
    ],
    "en": [*("Summary", "Charts", "By unit", "Outlook", "Deadline", "Sources", "Adjustments", "How to read")],
}


def open_both(view: ReportView) -> tuple[Workbook, Workbook]:
    """Return the workbook with its formulas, and with the values that stand beside them."""
    data = render_report_workbook(view)
    return load_workbook(BytesIO(data)), load_workbook(BytesIO(data), data_only=True)


def find_line(sheet: Worksheet, key: str, column: int = 17) -> tuple[Any, ...]:
    """Return the cells of the line with a key."""
    return next(row for row in sheet.iter_rows() if row[column - 1].value == key)


def read_formula(cell: Any) -> str:
    value = cell.value
    text = value.text if isinstance(value, ArrayFormula) else value
    assert isinstance(text, str), (cell.coordinate, value)
    assert text.startswith("="), (cell.coordinate, value)
    return str(text)


@pytest.fixture(scope="module")
def example_view(repo: Path) -> ReportView:
    made = desk.make_report(
        repo,
        desk.Asking(quarter="Q3"),
        as_of=datetime.fromisoformat("2022-09-30T23:59:59+07:00"),
        language="vi",
    )
    assert isinstance(made, desk.Report)
    return made.view


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sheets_speak_the_reports_language(language: Language) -> None:
    book, _ = open_both(make_view("Sở A", language))
    assert book.sheetnames == SHEETS[language]
    wrong = "Đơn vị" if language == "en" else "Unit"
    headings = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert wrong not in headings


def test_every_figure_of_the_summary_stands_in_its_line(example_view: ReportView) -> None:
    formulas, values = open_both(example_view)
    assert len(example_view.rows) == 16
    for row in example_view.rows:
        line = [cell.value for cell in find_line(values["Tổng hợp"], row.id)]
        assert line[0] == row.number
        assert line[1] == row.name
        assert row.value is not None
        assert line[3] == pytest.approx(float(Fraction(row.value.exact) / 100), rel=1e-12)
        assert line[5] == (float(row.numerator.exact) if row.numerator else None)
        assert line[6] == (float(row.denominator.exact) if row.denominator else None)
        assert row.attainment is not None
        assert line[9] == pytest.approx(float(Fraction(row.attainment.exact) / 100), rel=1e-12)
        assert row.gap is not None
        assert line[10] == pytest.approx(float(row.gap.exact), rel=1e-12)
        assert line[11] == (float(row.gap_in_numerator.exact) if row.gap_in_numerator else None)
        assert line[12] == f"{row.mark} {row.status_text}"
        assert (line[13], line[14]) == (row.coverage.reported, row.coverage.expected)
        live = find_line(formulas["Tổng hợp"], row.id)
        assert "SUMIFS" in read_formula(live[5 if row.numerator else 3])
        for place in (3, 9, 10, 12):
            read_formula(live[place])


def test_every_unit_stands_in_every_row_it_is_asked_for(example_view: ReportView) -> None:
    _, values = open_both(example_view)
    lines = [[cell.value for cell in row] for row in values["Theo đơn vị"].iter_rows()]
    found = {(line[9], line[10]): line for line in lines if line[9]}
    parts = [(row, part) for row in example_view.rows for part in row.parts]
    assert len(found) == len(parts) + 1
    for row, part in parts:
        line = found[row.id, part.unit]
        assert line[2] == part.unit_name
        assert line[4] == (float(part.numerator.exact) if part.numerator else None)
        assert line[5] == (float(part.denominator.exact) if part.denominator else None)
        own = float(Fraction(part.value.exact) / 100) if part.value else None
        assert line[6] == (pytest.approx(own, rel=1e-12) if own is not None else None)
        assert str(line[7]).endswith(f" {part.state_text}")


def test_the_deadline_and_the_sources_are_complete(example_view: ReportView) -> None:
    _, values = open_both(example_view)
    units = {row[1].value: [cell.value for cell in row] for row in values["Thời hạn"].iter_rows()}
    for unit in example_view.units:
        line = units[unit.id]
        assert str(line[3]).endswith(f" {unit.state_text}")
        received = datetime.fromisoformat(unit.received_at).replace(tzinfo=None) if unit.received_at else None
        assert line[4] == received
        assert line[6:9] == [unit.revision, len(unit.owed), len(unit.answered)]
    sources = [[cell.value for cell in row] for row in values["Nguồn số liệu"].iter_rows()]
    told = {(line[13], line[14], line[3], line[8], line[9], line[10], line[11]) for line in sources}
    for row in example_view.rows:
        for one in row.sources:
            key = (row.id, one.unit, one.period_title, one.file, one.line, one.revision, one.sha256)
            assert key in told


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_what_users_write_is_text(hostile: str) -> None:
    data = render_report_workbook(make_view(hostile))
    book = load_workbook(BytesIO(data))
    shown = clean_text(hostile).replace("\n", "\n")
    seen = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                assert cell.data_type != "e"
                if cell.data_type == "f":
                    assert len(shown) < 3 or shown not in read_formula(cell)
                elif cell.value == (shown or None) and shown:
                    assert cell.data_type == "s"
                    seen += 1
    assert seen > 20 or not shown
    with ZipFile(BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))  # noqa: S314 - our own file
        assert not any(
            "hyperlink" in parts.read(name).decode() for name in parts.namelist() if "rels" in name
        )


def test_a_text_longer_than_a_cell_is_cut_and_not_lost() -> None:
    assert clean_text("x" * 40_000) == "x" * 16_000 + "…"
    assert clean_text("a  b\x00c\u00a0d\r\n\n e") == "a b c d\ne"


@pytest.mark.parametrize(
    ("exact", "whole", "held"),
    [
        ("54.201", 100, 0.54201),
        ("812345", 1, 812345),
        ("999999999999999", 1, 999999999999999),
        ("9999999999999999", 1, None),
        ("1000000000000000000", 1, 1e18),
        ("-0.5", 1, -0.5),
        ("0.123456789012345", 1, 0.123456789012345),
        ("0.1234567890123456", 1, None),
        ("0", 1, 0),
    ],
)
def test_a_cell_holds_fifteen_digits(exact: str, whole: Literal[1, 100], held: float | None) -> None:
    assert hold_number(exact, whole) == held


def test_numbers_beyond_fifteen_digits_stand_as_text(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path,
        """
        id: money
        measure: {kind: ratio, basis: in_period, whole: false}
        reporters: [so-a, so-b]
        targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
        """,
    )
    workspace.submit(
        "2022-Q3", "so-a", "money: {numerator: 1234567890123456789, denominator: 9876543210987654321}"
    )
    workspace.submit("2022-Q3", "so-b", "money: {numerator: 1, denominator: 2}")
    formulas, _ = open_both(workspace.view())
    line = find_line(formulas["Tổng hợp"], "money")
    assert line[5].value == "1.234.567.890.123.456.790"
    assert line[3].value == pytest.approx(0.125)
    assert str(line[15].value).endswith("Có số dài quá 15 chữ số nên ghi bằng chữ, không có công thức.")
    unit = find_line(formulas["Theo đơn vị"], "so-a", 11)
    assert unit[4].value == "1.234.567.890.123.456.789"
    assert unit[6].data_type == "n"


@pytest.mark.parametrize(
    ("measure", "demand", "answers", "said"),
    [
        (
            "{kind: value, counted_in: percent, basis: at_date, combine: single}",
            "every: 9",
            ["{parts: {a: {value: 9.5}, b: {value: 8.75}}}"],
            "Giá trị ghi sẵn, không có công thức: không phải là tổng số liệu của các đơn vị.",
        ),
        (
            "{kind: milestone, basis: at_date}",
            "done: true",
            ["{done: true}", "{done: true}"],
            "Giá trị ghi sẵn, không có công thức: không phải là tổng số liệu của các đơn vị.",
        ),
        (
            "{kind: ratio, basis: at_date, combine: max}",
            "at_least: 50",
            ["{numerator: 1, denominator: 3}", "{numerator: 2, denominator: 3}"],
            "Giá trị là mức cao nhất của các đơn vị.",
        ),
        (
            "{kind: ratio, basis: at_date, combine: min}",
            "at_least: 50",
            ["{numerator: 1, denominator: 3}", "{numerator: 2, denominator: 3}"],
            "Giá trị là mức thấp nhất của các đơn vị.",
        ),
    ],
)
def test_what_is_no_sum_says_so(
    tmp_path: Path, measure: str, demand: str, answers: list[str], said: str
) -> None:
    units = ["so-a", "so-b"][: len(answers)]
    workspace = Workspace(
        tmp_path,
        f"id: one\nmeasure: {measure}\nreporters: [{', '.join(units)}]\n"
        f"targets: [{{programme: p, number: 1, {demand}, by: 2022-12-31}}]",
    )
    for unit, answer in zip(units, answers, strict=True):
        workspace.submit("2022-Q3", unit, f"one: {answer}")
    formulas, values = open_both(workspace.view())
    line = find_line(formulas["Tổng hợp"], "one")
    assert said in str(line[15].value)
    assert isinstance(line[3].value, ArrayFormula) == ("combine: m" in measure)
    assert isinstance(find_line(values["Tổng hợp"], "one")[3].value, int | float)


def test_figures_that_cannot_be_joined_have_no_formula(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: value, counted_in: percent, basis: at_date, methods: {gso: GSO, hids: HIDS}}
        reporters: [so-a, so-b]
        targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
        """,
    )
    workspace.submit("2022-Q3", "so-a", "share: {value: 10, method: gso}")
    workspace.submit("2022-Q3", "so-b", "share: {value: 20, method: hids}")
    formulas, _ = open_both(workspace.view())
    line = find_line(formulas["Tổng hợp"], "share")
    assert (line[3].value, line[3].data_type) == ("Không cộng gộp được", "s")
    assert [find_line(formulas["Theo đơn vị"], unit, 11)[6].value for unit in ("so-a", "so-b")] == [0.1, 0.2]


def test_a_value_too_near_to_its_bound_has_its_status_as_text() -> None:
    view = make_view()
    row = view.rows[0]
    assert row.value is not None
    for exact, is_formula in (("50", True), ("49.99", True), ("49.9999999999999999", False)):
        near = replace(
            row, value=replace(row.value, exact=exact), numerator=None, denominator=None, joining=()
        )
        book, _ = open_both(replace(view, rows=(near,)))
        cell = find_line(book["Tổng hợp"], row.id)[12]
        assert (cell.data_type == "f") == is_formula


def test_rows_of_one_indicator_have_keys_of_their_own() -> None:
    view = make_view()
    first = view.rows[0]
    levelled = replace(first, level="district", level_text="Cấp huyện")
    book, values = open_both(replace(view, rows=(first, levelled, levelled)))
    keys = [row[16].value for row in book["Tổng hợp"].iter_rows() if row[16].value]
    assert keys == ["Mã chỉ tiêu", "indicator-1", "indicator-1/district", "indicator-1/district#2"]
    parts = [row[9].value for row in values["Theo đơn vị"].iter_rows() if row[9].value]
    assert parts[1:] == [key for key in keys[1:] for _ in first.parts]


def test_numbers_have_formats_that_follow_the_reader(example_view: ReportView) -> None:
    book, _ = open_both(example_view)
    line = find_line(book["Tổng hợp"], "online-dossiers")
    assert [line[place].number_format for place in (3, 5, 6, 8, 9, 10, 11)] == [
        "0.00%", "#,##0", "#,##0", "0%", "0.0%", "#,##0.00", "#,##0",
    ]  # fmt: skip
    assert find_line(book["Tổng hợp"], example_view.rows[1].id)[3].number_format == "0.000%"


def test_every_sheet_is_set_up_for_print(example_view: ReportView) -> None:
    book, _ = open_both(example_view)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.left is not None
        assert sheet.oddFooter.left.text == "Quý III/2022. Số liệu tính đến 23:59:59 ngày 30/9/2022"
    for name in ("Tổng hợp", "Theo đơn vị", "Thời hạn", "Nguồn số liệu"):
        sheet = book[name]
        heading = next(row[0].row for row in sheet.iter_rows() if row[0].font.b and row[0].border.left.style)
        assert heading is not None
        assert sheet.freeze_panes == f"C{heading + 1}"
        assert sheet.print_title_rows == f"${heading}:${heading}"
        assert sheet.auto_filter.ref == f"A{heading}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
    assert sorted(book.defined_names) == [
        "deadline_state", "deadline_unit", "rows_attainment", "rows_key", "rows_status", "rows_value",
        "units_denominator", "units_numerator", "units_row", "units_state", "units_unit", "units_value",
    ]  # fmt: skip


def test_charts_are_native_and_described(example_view: ReportView) -> None:
    with ZipFile(BytesIO(render_report_workbook(example_view))) as parts:
        charts = [name for name in parts.namelist() if re.match(r"xl/charts/chart\d", name)]
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
        attainment = parts.read("xl/charts/chart1.xml").decode()
    assert len(charts) == 2
    assert "<c:barChart>" in attainment
    assert "<c:lineChart>" in attainment
    described = re.findall(r'descr="([^"]*)"', drawing)
    assert described[0].startswith("Mức độ đạt so với mục tiêu (mục tiêu = 100%). 1: 94,7%; 2: 99,99%;")
    assert described[1].startswith("Các đơn vị gửi báo cáo. ● Đúng hạn: 40; ▲ Trễ hạn: 2;")


def test_status_has_a_mark_and_orange_is_never_text(example_view: ReportView) -> None:
    data = render_report_workbook(example_view)
    with ZipFile(BytesIO(data)) as parts:
        styles = parts.read("xl/styles.xml").decode()
    assert "E69F00" not in "".join(re.findall(r"<font>.*?</font>", styles))
    book = load_workbook(BytesIO(data))
    rules = [rule for area in book["Tổng hợp"].conditional_formatting for rule in area.rules]
    assert [rule.text for rule in rules] == ["●", "○", "▲", "▼", "■"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_same_view_gives_the_same_bytes(language: Language) -> None:
    view = make_view("Sở A", language)
    data = render_report_workbook(view)
    assert data == render_report_workbook(view)
    with ZipFile(BytesIO(data)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2022-09-30T16:59:59Z" in parts.read("docProps/core.xml").decode()


def test_a_report_without_rows_or_units_is_a_workbook_too() -> None:
    view = replace(make_view(), rows=(), pillars=(), units=(), statuses=())
    book, _ = open_both(view)
    assert book.sheetnames == SHEETS["vi"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("một hai ba", 20, 1), ("một hai ba", 6, 2), ("một\nhai", 20, 2), ("x" * 64, 36, 2), ("", 10, 1)],
)
def test_lines_are_counted_as_a_column_breaks_them(text: str, width: float, lines: int) -> None:
    assert count_lines(text, width) == lines


def test_a_table_is_a_workbook_whose_texts_stay_texts() -> None:
    data = render_workbook([Table("Bảng", ("Tên", "Số"), (("=1+1", 3), ("#N/A", None)))])
    sheet = load_workbook(BytesIO(data))["Bảng"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Tên", "Số"],
        ["=1+1", 3],
        ["#N/A", None],
    ]
    assert {row[0].data_type for row in sheet.iter_rows()} == {"s"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
