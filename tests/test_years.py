"""Several years in one store: rounds, sums, trends and bounds through the reorganisations of 2021 to 2025.

The figures stand in `reorganised.SENT`; every expected number below is worked out by hand from them.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.render.data import render_json
from cds_kpi.report.row_view import RowView
from cds_kpi.text import Language
from conftest import Run
from reorganised import CATALOGUE, REORGANISED, SENT
from terminals import talk

END = "2026-01-31T12:00:00+07:00"


@dataclass
class Years:
    """The store of 2020 to 2025."""

    root: Path
    sent: dict[tuple[str, str], str] = field(default_factory=lambda: dict(SENT))

    def write(self) -> "Years":
        data = self.root / "data"
        data.mkdir()
        (data / "indicators.yaml").write_text(CATALOGUE.lstrip(), encoding="utf-8")
        lines = "\n".join(f"  {line}" for line in REORGANISED.strip().splitlines())
        (data / "units.yaml").write_text(f"format: 1\nunits:\n{lines}\n", encoding="utf-8")
        for (period, unit), entries in self.sent.items():
            path = data / "submissions" / period / f"{unit}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            body = "\n".join(f"  {line}" for line in entries.splitlines())
            path.write_text(
                f"format: 1\nunit: {unit}\nperiod: {period}\nsent_on: {period[:4]}-03-01\nentries:\n{body}\n",
                encoding="utf-8",
            )
        return self

    def view(self, period: str, indicator: str, *, language: Language = "vi") -> RowView:
        made = desk.make_report(
            self.root, desk.Asking(period=period), as_of=datetime.fromisoformat(END), language=language
        )
        assert isinstance(made, desk.Report), made
        return next(row for row in made.view.rows if row.id == indicator)

    def row(self, period: str, indicator: str, programme: str | None = None) -> dict[str, Any]:
        made = desk.make_report(
            self.root,
            desk.Asking(period=period, programme=programme),
            as_of=datetime.fromisoformat(END),
            language="vi",
        )
        assert isinstance(made, desk.Report), made
        rows = json.loads(render_json(made.view))["indicators"]
        return next(row for row in rows if row["id"] == indicator)

    def last(self, unit: str, period: str) -> dict[str, str | None]:
        """Return the figure before, as the questions at a terminal show it."""
        asked = desk.open_interview(
            self.root, unit, desk.Asking(period=period), now=datetime.fromisoformat(END), language="vi"
        )
        assert isinstance(asked, desk.Interview), asked
        return {prompt.indicator: prompt.last for prompt in asked.prompts}


@pytest.fixture
def years(tmp_path: Path) -> Years:
    return Years(tmp_path).write()


def trend(row: dict[str, Any]) -> list[tuple[str, str, str, int | None]]:
    return [
        (point["period"], point["value"], point.get("scope", "same"), point.get("months"))
        for point in row["trend"]
    ]


def test_the_store_is_sound(years: Years) -> None:
    assert desk.check_workspace(years.root) == []


# ------------------------------------------------------------------------------------------ trends


def test_points_before_a_merger_among_the_reporters_are_of_the_same_extent(years: Years) -> None:
    row = years.row("2024", "dossiers")
    # 60 + 210 + 60 of 500; before: 150, 200 and 290 of 500.
    assert row["value"] == "66"
    assert trend(row) == [
        ("2020", "30", "regrouped", None),
        ("2021", "40", "same", None),
        ("2022", "58", "same", None),
    ]
    assert years.view("2024", "dossiers").remarks == (
        "Kỳ trước cần lưu ý khi so sánh: Năm 2020 (trước khi sắp xếp đơn vị, cùng phạm vi).",
    )


def test_half_a_year_is_not_held_against_whole_ones(years: Years) -> None:
    row = years.row("2025-S1", "dossiers")
    assert row["value"] == "80"
    # The rural district that became an urban one has only another name.
    assert trend(row) == [
        ("2020", "30", "regrouped", 12),
        ("2021", "40", "same", 12),
        ("2022", "58", "same", 12),
        ("2024", "66", "same", 12),
    ]


def test_after_the_districts_are_gone_what_they_reported_is_of_others(years: Years) -> None:
    row = years.row("2025", "dossiers")
    # Two districts until June, 155 of 200; the third, whose year holds its half year: 95 of 100.
    assert (row["numerator"], row["denominator"], row["covers"]) == ("250", "300", ["2025-S1", "2025"])
    assert [(period, scope) for period, _, scope, _ in trend(row)] == [
        ("2020", "other"),
        ("2021", "other"),
        ("2022", "other"),
        ("2024", "other"),
        ("2025-S1", "other"),
    ]
    assert {one["unit"] for one in row["sources"]} == {"quan-1", "thu-duc", "q-an-duong"}


def test_a_figure_of_one_programme_is_a_point_of_another_and_the_lead_is_followed(years: Years) -> None:
    row = years.row("2025-Q3", "phones")
    assert (row["value"], row["coverage"]["missing"]) == ("93", [])
    assert [one["unit"] for one in row["sources"]] == ["so-khcn"]
    # 2022 was collected for the letter, by the department that was merged in March 2025.
    assert trend(row) == [
        ("2022-Q3", "76", "handed_on", None),
        ("2022-Q4", "80", "handed_on", None),
        ("2024-Q3", "88", "handed_on", None),
    ]
    english = years.view("2025-Q3", "phones", language="en")
    assert [point.mark for point in english.trend] == ["reported by a predecessor"] * 3


def test_a_year_adds_up_what_three_names_of_one_office_reported(years: Years) -> None:
    row = years.row("2025-Q3", "taxpayers")
    # 300 + 310 under the second name, 350 under the third.
    assert (row["value"], row["covers"]) == ("960", ["2025-Q1", "2025-Q2", "2025-Q3"])
    assert [one["unit"] for one in row["sources"]] == ["chi-cuc-thue", "chi-cuc-thue", "thue-tphcm"]
    # Three, six and three months of other years are no match for nine; the year's own go without saying.
    assert trend(row) == [
        ("2022-Q3", "250", "handed_on", 3),
        ("2022-Q4", "510", "handed_on", 6),
        ("2024-Q3", "280", "handed_on", 3),
        ("2025-Q1", "300", "handed_on", None),
        ("2025-Q2", "610", "handed_on", None),
    ]
    assert years.view("2025-Q3", "taxpayers").trend[0].mark == "đơn vị tiền thân báo cáo, số liệu 3 tháng"


def test_nothing_is_carried_from_one_year_into_the_next(years: Years) -> None:
    # 2024 has a third quarter; 2023 has nothing, and takes nothing from 2022.
    assert years.row("2024", "phones")["carried_from"] == "2024-Q3"
    row = years.row("2023", "phones")
    assert (row["value"], row["carried_from"], row["status"]) == (None, None, "no_data")


def test_years_far_back_keep_their_last_point(tmp_path: Path) -> None:
    sent = dict(SENT)
    sent |= {
        (f"2025-Q{quarter}", "so-khcn"): f"phones: {{numerator: {quarter}, denominator: 100}}"
        for quarter in (1, 2)
    }
    sent |= {
        (period, "so-tttt"): "phones: {numerator: 50, denominator: 100}"
        for period in ("2020", "2021", "2022", "2023")
    }
    store = Years(tmp_path, sent).write()
    # Nine points; of 2022, which has three, the year's stays.
    assert [period for period, *_ in trend(store.row("2025-Q3", "phones"))] == [
        "2020",
        "2021",
        "2022",
        "2023",
        "2024-Q3",
        "2025-Q1",
        "2025-Q2",
    ]


def test_a_year_that_the_successor_reports_has_its_predecessors_quarters_in_it(tmp_path: Path) -> None:
    sent = dict(SENT) | {("2025", "thue-tphcm"): "taxpayers: {value: 1250}"}
    row = Years(tmp_path, sent).write().row("2025", "taxpayers")
    assert (row["value"], row["covers"]) == ("1250", ["2025"])
    assert [one["unit"] for one in row["sources"]] == ["thue-tphcm"]


# ------------------------------------------------------------------------------------------ bounds


def test_a_missing_successors_denominator_is_that_of_all_it_was_merged_from(tmp_path: Path) -> None:
    sent = dict(SENT)
    del sent["2021", "thu-duc"]
    row = Years(tmp_path, sent).write().row("2021", "dossiers")
    # 80 of 200 are in; 300 more: none or all of them.
    assert (row["value"], row["bounds"]) == ("40", {"low": "16", "high": "76"})
    del sent["2020", "quan-9"]
    (tmp_path / "b").mkdir()
    row = Years(tmp_path / "b", sent).write().row("2021", "dossiers")
    assert row["bounds"] is None


def test_a_missing_unit_under_a_new_name_has_the_denominator_of_the_old(tmp_path: Path) -> None:
    sent = dict(SENT)
    del sent["2025-S1", "q-an-duong"]
    row = Years(tmp_path, sent).write().row("2025-S1", "dossiers")
    # 155 of 200 are in; the rural district had 100 in 2024.
    assert (row["value"], row["bounds"]) == ("77.5", {"low": "51.666666666667", "high": "85"})


# ------------------------------------------------------------------------------------------ the figure before


def test_the_figure_before_is_that_of_the_units_it_came_of_and_says_so(years: Years) -> None:
    assert years.last("thu-duc", "2021") == {"dossiers": "90/300 (30,00%) (Năm 2020, cộng từ 3 đơn vị)"}
    assert years.last("q-an-duong", "2025-S1") == {
        "dossiers": "60/100 (60,00%) (Năm 2024, của Huyện An Dương)"
    }
    assert years.last("thu-duc", "2022") == {"dossiers": "120/300 (40,00%) (Năm 2021)"}
    last = years.last("so-khcn", "2025-Q3")
    assert last == {"phones": "88/100 (88,00%) (Quý III/2024, của Sở Thông tin và Truyền thông)"}


def test_where_one_of_the_merged_did_not_answer_the_others_stand_apart(tmp_path: Path) -> None:
    sent = dict(SENT)
    del sent["2020", "quan-9"]
    assert Years(tmp_path, sent).write().last("thu-duc", "2021") == {
        "dossiers": "Quận 2: 20/100 (20,00%); Quận Thủ Đức: 40/100 (40,00%) (Năm 2020, của từng đơn vị trước đây; "
        "sáp nhập: không so sánh)"
    }


def submit(run: Run, root: Path, unit: str, period: str, figure: str) -> str:
    made = run("submit", "--unit", unit, "--period", period, "--set", figure, "--dry-run", cwd=root)
    return made.stdout + made.stderr


def test_a_jump_is_asked_about_against_the_predecessors_where_they_are_whole(
    run: Run, tmp_path: Path
) -> None:
    sent = dict(SENT)
    del sent["2021", "thu-duc"]
    years = Years(tmp_path, sent).write()
    said = submit(run, years.root, "thu-duc", "2021", "dossiers=290/300")
    assert (
        "Số liệu 290/300 (96,67%) khác xa các kỳ trước (năm 2020, cộng từ 3 đơn vị: 90/300 (30,00%))." in said
    )
    said = submit(run, years.root, "q-an-duong", "2025", "dossiers=1/900")
    assert "năm 2024, của h-an-duong: 60/100" in said
    (years.root / "data/submissions/2020/quan-9.yaml").unlink()
    assert "KPI552" not in submit(run, years.root, "thu-duc", "2021", "dossiers=290/300")


# ------------------------------------------------------------------------------------------ rounds


def test_a_round_is_found_by_period_by_year_and_by_quarter_and_year(run: Run, years: Years) -> None:
    def told(*args: str) -> tuple[int, str]:
        made = run(*args, "--format", "json", cwd=years.root)
        return made.returncode, json.loads(made.stdout)["period"] if made.stdout else made.stderr

    assert told("status", "--period", "2025") == (0, "2025")
    assert told("status", "--year", "2024") == (0, "2024")
    assert told("status", "--quarter", "Q3", "--year", "2024") == (0, "2024-Q3")
    # Two years have a third quarter: this year is meant, which the clock of the as-of day tells.
    code, said = told("status", "--quarter", "Q3", "--programme", "letter")
    assert (code, said) == (0, "2022-Q3")
    made = run(
        "report", "--quarter", "Q3", "--as-of", "2025-10-01", "--format", "json", "--stdout", cwd=years.root
    )
    assert json.loads(made.stdout)["period"] == "2025-Q3"
    made = run("report", "--quarter", "Q3", "--as-of", "2023-10-01", "--stdout", cwd=years.root)
    assert made.returncode == 2
    assert "2024-Q3, 2025-Q3" in made.stderr


def test_at_a_terminal_the_periods_around_today_are_listed_and_a_quarter_is_this_years(
    years: Years, clean_environment: dict[str, str]
) -> None:
    catalogue = years.root / "data/indicators.yaml"
    more = "".join(
        f"      - {{period: {year}-S2, before: {year}-12-20, frequencies: [semester]}}\n"
        for year in range(2018, 2026)
    )
    text = catalogue.read_text(encoding="utf-8")
    marked = "      - {period: 2025, before:"
    catalogue.write_text(text.replace(marked, more + marked), encoding="utf-8")
    answers = [
        ("Đơn vị (mã", "quy hoạch"),
        ("Đơn vị (mã", "khoa học"),
        ("(các kỳ khác, từ 2018-S2 đến 2025: ghi mã kỳ)", "quý"),
        ("Kỳ báo cáo [2025-Q3]> ", "quý III"),
        ("Kỳ trước: 88/100 (88,00%) (Quý III/2024, của Sở Thông tin và Truyền thông)", "thoát"),
    ]
    said = talk(
        "submit", answers=answers, cwd=years.root, env=clean_environment, now="2025-09-16T09:00:00+07:00"
    ).shown
    assert "1. Sở Quy hoạch - Kiến trúc (so-qhkt-2025)" in said
    assert "2. Sở Quy hoạch - Kiến trúc, đến 28/02/2025 (so-qhkt)" in said
    assert " 12. " in said
    assert " 13. " not in said
    assert "(2018-S2)" not in said


# ------------------------------------------------------------------------------------------ every format


def read_parts(data: bytes) -> str:
    """Return the text of a workbook's or a document's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))
        )


@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx"])
def test_every_format_tells_which_periods_are_not_alike(years: Years, form: str) -> None:
    made = desk.make_report(
        years.root, desk.Asking(period="2025-S1"), as_of=datetime.fromisoformat(END), language="vi"
    )
    assert isinstance(made, desk.Report)
    data = desk.render_report(years.root, made.view, form)
    assert isinstance(data, bytes)
    text = data.decode() if form in {"md", "html"} else read_parts(data)
    assert (
        "Kỳ trước cần lưu ý khi so sánh: Năm 2020 (trước khi sắp xếp đơn vị, cùng phạm vi, số liệu 12 tháng); "
        "Năm 2021, Năm 2022, Năm 2024 (số liệu 12 tháng)."
    ) in text
    assert "Sở Khoa học và Công nghệ (kế thừa Sở Thông tin và Truyền thông)" in text or form == "docx"


def test_the_picture_of_a_trend_breaks_where_the_units_are_others(years: Years) -> None:
    def draw(period: str) -> list[str]:
        made = desk.make_report(
            years.root, desk.Asking(period=period), as_of=datetime.fromisoformat(END), language="en"
        )
        assert isinstance(made, desk.Report)
        page = desk.render_report(years.root, made.view, "html")
        assert isinstance(page, bytes)
        return [
            "".join(re.findall("[ML]", line))
            for line in re.findall(r'class="way" d="([^"]*)"', page.decode())
        ]

    # Regrouped among themselves: one line. After the districts: all before it stands apart from the value.
    assert draw("2024")[0] == "MLLL"
    assert draw("2025")[0] == "MLLLLM"


def test_names_of_units_do_no_harm_where_they_are_shown_as_predecessors(tmp_path: Path, run: Run) -> None:
    years = Years(tmp_path).write()
    path = tmp_path / "data/units.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Huyện An Dương", 'name: "=1+1<b> Quận"'), encoding="utf-8")
    shown = run("units", "show", "q-an-duong", cwd=tmp_path).stdout
    assert "=1+1<b> Quận (h-an-duong), đến 31/12/2024" in shown
    made = run("form", "--unit", "q-an-duong", "--period", "2025-S1", "--out", "f.xlsx", cwd=tmp_path)
    assert made.returncode == 0
    assert "<f>1+1" not in read_parts((tmp_path / "f.xlsx").read_bytes())
    assert years.last("q-an-duong", "2025-S1") == {"dossiers": "60/100 (60,00%) (Năm 2024, của =1+1<b> Quận)"}


SPLIT = """
  - id: papers
    name: Hồ sơ công việc
    pillar: government
    lead: dic
    reporters: [level:department, level:commune]
    frequency: year
    measure: {kind: ratio, basis: at_date}
    targets: [{programme: plan, number: 4, at_least: 50, by: 2025-12-31}]
"""


@pytest.fixture
def split(tmp_path: Path) -> Years:
    """A store with a ward that was split, and departments of which one was merged and set up again."""
    sent = {
        ("2024", unit): f"papers: {{numerator: {numerator}, denominator: 100}}"
        for unit, numerator in (("phuong-a", 40), ("so-xay-dung", 50), ("so-qhkt", 70), ("so-tttt", 80))
    }
    sent["2025", "phuong-b"] = "papers: {numerator: 30, denominator: 50}"
    store = Years(tmp_path, sent).write()
    path = tmp_path / "data/indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8") + SPLIT.lstrip("\n"), encoding="utf-8")
    assert desk.check_workspace(tmp_path) == []
    return store


def test_what_was_before_a_split_is_shown_and_compared_with_nothing(run: Run, split: Years) -> None:
    assert split.last("phuong-c", "2025") == {
        "papers": "40/100 (40,00%) (Năm 2024, của Phường A; chia tách: không so sánh)"
    }
    # 2 of 50 is far from 40%, but whose 40% they were nobody knows.
    assert "KPI552" not in submit(run, split.root, "phuong-c", "2025", "papers=1/900")


def test_a_department_set_up_again_is_shown_its_former_figure_and_the_one_it_left_its_own(
    split: Years,
) -> None:
    assert split.last("so-qhkt-2025", "2025")["papers"] == (
        "70/100 (70,00%) (Năm 2024, của Sở Quy hoạch - Kiến trúc; lập lại: không so sánh)"
    )
    assert split.last("so-xay-dung", "2025")["papers"] == (
        "Sở Xây dựng: 50/100 (50,00%); Sở Quy hoạch - Kiến trúc: 70/100 (70,00%) (Năm 2024, của từng đơn vị trước "
        "đây; sáp nhập, lập lại: không so sánh)"
    )
    # In June it had the other whole: 120 of 200.
    assert split.last("so-xay-dung", "2025-S1")["papers"] == ("120/200 (60,00%) (Năm 2024, cộng từ 2 đơn vị)")


def test_a_half_that_is_missing_leaves_the_bounds_open(split: Years) -> None:
    row = split.row("2025", "papers")
    assert (row["value"], row["bounds"], row["certain"]) == ("60", None, False)
    assert "phuong-c" in row["coverage"]["missing"]
    # The split was among the wards themselves, but other departments had sent nothing in 2024 either: who was asked
    # counts, not who answered.
    assert trend(row) == [("2024", "60", "regrouped", None)]


def test_the_denominator_that_stands_for_a_missing_units_says_whose_it_was(run: Run, tmp_path: Path) -> None:
    sent = dict(SENT)
    del sent["2021", "thu-duc"]
    Years(tmp_path, sent).write()
    said = run("explain", "dossiers", "--period", "2021", cwd=tmp_path).stdout
    assert "mẫu số gần nhất 300 (Năm 2020, cộng từ 3 đơn vị)" in " ".join(said.split())
    said = run("--lang", "en", "contributions", "dossiers", "--period", "2021", cwd=tmp_path).stdout
    assert "300 (Year 2020, added up from 3 units)" in " ".join(said.split())
