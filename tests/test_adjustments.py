"""What a report says of the one before it: which report that is, what has changed in its figures, in every format."""

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from cds_kpi import desk
from cds_kpi.render.data import render_json
from cds_kpi.report.view import ReportView
from cds_kpi.text import Language
from workspaces import Workspace

DOSSIERS = """
id: dossiers
reporters: [so-a, so-b]
measure: {kind: ratio, basis: in_period}
targets: [{programme: p, number: 5, at_least: 50, by: 2022-12-31}]
"""
ROUNDS = """
- {period: 2022-S1, before: 2022-08-30, frequencies: [quarter]}
- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}
- {period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}
"""


def act(workspace: Workspace, deed: str, period: str, at: str) -> None:
    now = datetime.fromisoformat(f"2022-{at}:00+07:00")
    asking = desk.Asking(period=period)
    made = (
        desk.close_round(workspace.root, asking, by="Chuyên viên", now=now, force=True)
        if deed == "close"
        else desk.reopen_round(workspace.root, asking, by="Chuyên viên", now=now, reason="Đính chính")
    )
    assert isinstance(made, desk.Deed), made


def send(workspace: Workspace, period: str, unit: str, counts: str, at: str) -> None:
    numerator, _, denominator = counts.partition("/")
    workspace.submit(
        period,
        unit,
        f"dossiers: {{numerator: {numerator}, denominator: {denominator}}}",
        at=f"2022-{at}:00+07:00",
    )


@pytest.fixture
def settled(tmp_path: Path) -> Workspace:
    """The semester: 40/100 and 30/100, settled on 1/9 with 70/200 = 35%; the quarter: 60/100 and 50/100."""
    workspace = Workspace(tmp_path, DOSSIERS, rounds=ROUNDS)
    send(workspace, "2022-S1", "so-a", "40/100", "08-20T10:00")
    send(workspace, "2022-S1", "so-b", "30/100", "08-21T10:00")
    act(workspace, "close", "2022-S1", "09-01T09:00")
    send(workspace, "2022-Q3", "so-a", "60/100", "09-15T10:00")
    send(workspace, "2022-Q3", "so-b", "50/100", "09-16T10:00")
    return workspace


@pytest.fixture
def adjusted(settled: Workspace) -> Workspace:
    """The semester is reopened after its report, and Sở B corrects its 30/100 to 90/100: 130/200 = 65%."""
    act(settled, "reopen", "2022-S1", "09-05T09:00")
    send(settled, "2022-S1", "so-b", "90/100", "09-06T10:00")
    return settled


def told(view: ReportView) -> list[tuple[str, str, str]]:
    assert view.adjustments is not None
    return [(row.value.text, row.status_text, row.units_text) for row in view.adjustments.rows]


def test_without_a_closing_nobody_knows_what_was_reported_before(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, DOSSIERS, rounds=ROUNDS)
    send(workspace, "2022-S1", "so-a", "40/100", "08-20T10:00")
    send(workspace, "2022-Q3", "so-a", "60/100", "09-15T10:00")
    view = workspace.view()
    assert view.adjustments is None
    assert json.loads(render_json(view))["adjustments"] is None


def test_a_report_before_that_still_holds_is_said_to(settled: Workspace) -> None:
    view = settled.view()
    assert view.adjustments is not None
    assert (view.adjustments.rows, view.adjustments.text) == (
        (),
        (
            "Số liệu của báo cáo trước (6 tháng đầu năm 2022, khi khóa đợt lần 1, 09:00 ngày 01/9/2022) không có "
            "điều chỉnh."
        ),
    )


def test_what_came_in_after_the_earlier_rounds_closing_is_an_adjustment(adjusted: Workspace) -> None:
    view = adjusted.view()
    assert told(view) == [
        ("35,00% → 65,00% (+30,00 điểm phần trăm)", "▼ Chậm tiến độ → ● Đạt", "Sở B (tử số +60)")
    ]
    # The quarter's own report shows the year so far, with the corrected semester: (40 + 90 + 60 + 50)/400.
    assert view.rows[0].value_text == "60,00%"


def test_as_of_a_moment_before_the_correction_there_is_none(adjusted: Workspace) -> None:
    assert told(adjusted.view(as_of="2022-09-06T09:59:59+07:00")) == []
    assert adjusted.view(as_of="2022-09-01T08:59:59+07:00").adjustments is None


def test_an_earlier_round_closed_again_is_the_report_before(adjusted: Workspace) -> None:
    act(adjusted, "close", "2022-S1", "09-07T09:00")
    # Its own report tells what was adjusted; the quarter's comes after that.
    assert told(adjusted.view("2022-S1")) == [
        ("35,00% → 65,00% (+30,00 điểm phần trăm)", "▼ Chậm tiến độ → ● Đạt", "Sở B (tử số +60)")
    ]
    quarter = adjusted.view()
    assert quarter.adjustments is not None
    assert (quarter.adjustments.since.closing, quarter.adjustments.rows) == (2, ())


def test_a_round_reopened_is_held_against_its_own_closing(settled: Workspace) -> None:
    act(settled, "close", "2022-Q3", "09-21T09:00")
    act(settled, "reopen", "2022-Q3", "09-22T09:00")
    send(settled, "2022-Q3", "so-b", "10/100", "09-23T10:00")
    view = settled.view()
    assert view.adjustments is not None
    assert (view.adjustments.since.period, view.adjustments.since.closing) == ("2022-Q3", 1)
    # (40 + 30 + 60 + 50)/400 = 45%; (40 + 30 + 60 + 10)/400 = 35%.
    assert told(view) == [
        ("45,00% → 35,00% (-10,00 điểm phần trăm)", "▲ Có nguy cơ → ▼ Chậm tiến độ", "Sở B (tử số -40)")
    ]


def test_the_nearest_earlier_round_that_was_closed_is_the_one_before(adjusted: Workspace) -> None:
    act(adjusted, "close", "2022-Q3", "09-30T09:00")
    send(adjusted, "2022-S1", "so-a", "80/100", "10-05T10:00")
    view = adjusted.view("2022-Q4", as_of="2022-12-25T23:59:59+07:00")
    assert view.adjustments is not None
    assert view.adjustments.since.period == "2022-Q3"
    # The quarter's report showed 240/400; with the semester corrected once more it would show 280/400.
    assert told(view) == [
        ("60,00% → 70,00% (+10,00 điểm phần trăm)", "● Đạt (không đổi)", "Sở A (tử số +40)")
    ]


def test_a_verdict_that_only_the_day_turned_is_no_adjustment(settled: Workspace) -> None:
    view = settled.view(as_of="2023-02-01T00:00:00+07:00")
    assert view.adjustments is not None
    assert view.adjustments.rows == ()


def test_of_many_units_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    units = "".join(
        f"- {{id: so-{number}, name: Sở {number}, level: department, parent: city}}\n"
        for number in range(1, 10)
    )
    city = "- {id: city, name: Thành phố, level: province}\n- {id: dic, name: Đầu mối, level: agency, parent: city}\n"
    workspace = Workspace(
        tmp_path,
        DOSSIERS.replace("[so-a, so-b]", "[level:department]") + "lead: so-1\n",
        units=city + units,
        rounds=ROUNDS,
    )
    for number in range(1, 10):
        send(workspace, "2022-S1", f"so-{number}", "1/10", "08-20T10:00")
    act(workspace, "close", "2022-S1", "09-01T09:00")
    act(workspace, "reopen", "2022-S1", "09-02T09:00")
    for number in range(1, 10):
        send(workspace, "2022-S1", f"so-{number}", "2/10", "09-03T10:00")
    ((_, _, through),) = told(workspace.view())
    assert through == "; ".join([*(f"Sở {number} (tử số +1)" for number in range(1, 7)), "và 3 đơn vị khác"])


# ------------------------------------------------------------------------------------------------ formats


@pytest.mark.parametrize(
    ("language", "heading", "text", "line"),
    [
        (
            "vi",
            "Điều chỉnh so với báo cáo trước",
            (
                "Có 1 chỉ tiêu của báo cáo trước (6 tháng đầu năm 2022, khi khóa đợt lần 1, 09:00 ngày 01/9/2022) được "
                "điều chỉnh theo số liệu gửi sau đó."
            ),
            "| 5 | Chỉ tiêu | 35,00% | 65,00% | +30,00 điểm phần trăm | ▼ Chậm tiến độ → ● Đạt | Sở B (tử số +60) |",
        ),
        (
            "en",
            "Adjustments to the report before",
            (
                "1 indicator of the report before (First half of 2022, at closing 1 of the round, 2022-09-01 09:00) "
                "has been adjusted by what came in since."
            ),
            (
                "| 5 | Chỉ tiêu | 35.00% | 65.00% | +30.00 percentage points | ▼ Off track → ● Met | "
                "Sở B (numerator +60) |"
            ),
        ),
    ],
)
def test_every_text_form_has_the_table(
    adjusted: Workspace, language: Language, heading: str, text: str, line: str
) -> None:
    view = adjusted.view(language=language)
    markdown, page, paper = (desk.render_report(adjusted.root, view, form) for form in ("md", "html", "docx"))
    assert isinstance(markdown, bytes)
    assert isinstance(page, bytes)
    assert isinstance(paper, bytes)
    assert f"### {heading}\n\n{text}\n" in markdown.decode()
    assert line in markdown.decode()
    assert f'<h3 id="adjustments">{heading}</h3>\n<p>{text}</p>' in page.decode()
    document = Document(BytesIO(paper))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[said.index(heading) + 1] == text
    cells = [
        cell.text.replace("\n", " / ")
        for table in document.tables
        for cell in table.rows[-1].cells
        if table.rows[0].cells[0].text and len(table.columns) == 6
    ]
    assert " | ".join(cells) == line.strip("| ").replace(" | Sở B", " / Sở B")


def test_the_paper_and_the_page_have_no_place_for_what_is_not_known(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, DOSSIERS, rounds=ROUNDS)
    view = workspace.view()
    for form in ("md", "html", "docx", "xlsx"):
        made = desk.render_report(workspace.root, view, form)
        assert isinstance(made, bytes)
        if form == "docx":
            made = "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs).encode()
        if form == "xlsx":
            made = " ".join(load_workbook(BytesIO(made)).sheetnames).encode()
        assert "điều chỉnh" not in made.decode().lower()


def test_the_workbook_has_a_line_for_every_unit(adjusted: Workspace) -> None:
    data = desk.render_report(adjusted.root, adjusted.view(), "xlsx")
    assert isinstance(data, bytes)
    sheet = load_workbook(BytesIO(data))["Điều chỉnh"]
    line = [cell.value for cell in sheet[sheet.max_row]]
    assert line[:14] == [
        5, "Chỉ tiêu", 0.35, 0.65, "+30,00 điểm phần trăm", 70, 130, 200, 200, "▼ Chậm tiến độ → ● Đạt",
        "Sở B", "30/100 (30,00%)", "90/100 (90,00%)", "tử số +60",
    ]  # fmt: skip
    assert line[14:] == [
        (
            "lần gửi 1, nhận 10:00 ngày 21/8/2022; data/submissions/2022-S1/so-b.yaml:6\n"
            "lần gửi 2, nhận 10:00 ngày 06/9/2022; data/submissions/2022-S1/so-b.r2.yaml:6"
        ),
        "dossiers",
        "so-b",
    ]


def test_programs_get_the_report_before_and_every_change(adjusted: Workspace) -> None:
    found = json.loads(render_json(adjusted.view()))["adjustments"]
    assert found["since"] == {
        "kind": "closing",
        "period": "2022-S1",
        "as_of": "2022-09-01T09:00:00+07:00",
        "closing": 1,
        "revision": None,
    }
    (row,) = found["indicators"]
    assert row["value"] == {"before": "35", "after": "65", "difference": "30"}
    assert [(unit["unit"], unit["difference"]["numerator"]) for unit in row["units"]] == [("so-b", "60")]
