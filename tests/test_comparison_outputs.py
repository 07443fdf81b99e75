"""What the comparison and a programme's report show in every form: marks, levels, phases, methods, hostile words."""

import html
import io
import re
import sys
import zipfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cds_kpi import desk
from cds_kpi.report.comparison_view import ComparisonView
from cds_kpi.report.view import ReportView
from cds_kpi.text import Language
from conftest import Run
from test_comparison import ECONOMY, FIBRE, YEAR_END, Store, ratio, several
from test_word import read_paragraphs

FORMS = ("md", "html", "docx", "xlsx")
KINDS = several(
    """id: digitised
name: {vi: Số hóa, en: Digitised}
measure: {kind: ratio, basis: at_date}
reporters: [level:district]
phases: [{level: district, from: 2023-06-01}]
targets: [{programme: cv-3036, number: 1, at_least: 100, by: 2022-12-31}]
""",
    """id: files
name: {vi: Hồ sơ công việc, en: Work files}
measure: {kind: ratio, basis: at_date}
reporters: [so-a]
targets:
  - {programme: cv-3036, number: 2, level: province, at_least: 90, by: 2022-12-31, aspirational: true}
  - {programme: cv-3036, number: 2, level: district, at_least: 80, by: 2022-12-31}
""",
    """id: rank
name: {vi: Xếp hạng, en: Rank}
measure: {kind: rank, counted_in: rank, basis: at_date, combine: single}
reporters: [so-a]
targets: [{programme: cv-3036, number: 3, at_most: 5, by: 2022-12-31}]
""",
    """id: other-rank
name: {vi: Xếp hạng khác, en: Other rank}
measure: {kind: rank, counted_in: rank, basis: at_date, combine: single}
reporters: [so-a]
targets: [{programme: cv-3036, number: 4, at_most: 14, by: 2022-12-31}]
""",
    """id: plan
name: {vi: Ban hành kế hoạch, en: Plan made}
measure: {kind: milestone, basis: at_date}
reporters: [so-a]
targets: [{programme: cv-3036, number: 5, done: true, by: 2022-12-31}]
""",
    """id: growth
name: {vi: Năng suất, en: Productivity}
measure: {kind: value, counted_in: percent, basis: at_date, combine: single}
frequency: year
reporters: [so-a]
targets: [{programme: cv-3036, number: 6, growth: 7, first_year: 2021, by: 2025-12-31}]
""",
)


def read_cell(cell: Any) -> str:
    """Return what a cell shows: a number by its format, which may be a word."""
    if isinstance(cell.value, float) and "%" in cell.number_format:
        return f"{cell.value:.2%} {cell.value:.2%}".replace(".", ",", 1)
    return f"{cell.value} {cell.number_format}"


def read_text(data: bytes, form: str) -> str:
    """Return what a reader sees of a file, its blanks made single."""
    if form == "xlsx":
        book = load_workbook(io.BytesIO(data))
        cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
        text = "\n".join(read_cell(cell) for cell in cells if cell.value is not None)
    elif form == "docx":
        text = "\n".join(read_paragraphs(data))
    elif form == "html":
        body = data.decode().partition("<body>")[2]
        text = html.unescape(re.sub(r"<[^>]*>", "", body))
    else:
        text = data.decode().replace("\\", "")
    return " ".join(text.split())


def render(store: Store, form: str, view: ComparisonView | ReportView) -> str:
    data = desk.render_report(store.root, view, form)
    assert isinstance(data, bytes), data
    return read_text(data, form)


@pytest.fixture
def kinds(tmp_path: Path) -> Store:
    """Give a store with every kind of target that is not a plain number."""
    store = Store(tmp_path, KINDS)
    store.submit("2021", "so-a", "growth: {value: 6.9}")
    store.submit(
        "2022",
        "so-a",
        """
        files: {parts: {province: {numerator: 91, denominator: 100}, district: {numerator: 7, denominator: 10}}}
        rank: {value: 5, note: Đồng hạng với một tỉnh}
        other-rank: {value: 15, note: Đồng hạng; tỉnh sau đó xếp thứ 17}
        plan: {done: false}
        growth: {value: 8}
        """,
    )
    return store


SHOWN = {
    "vi": (
        *("Chưa đến hạn áp dụng", "Hồ sơ công việc (Cấp tỉnh)", "Hồ sơ công việc (Cấp huyện)"),
        *("(phấn đấu)", "Đồng hạng với một tỉnh", "Chưa hoàn thành"),
        *("tăng ≥ 7% mỗi năm", "Không thể đạt nữa: năm 2021 chỉ tăng 6,9%", "≤ 14"),
    ),
    "en": (
        *("Not due yet", "Work files (Province)", "Work files (District)"),
        *("(aspirational)", "Đồng hạng với một tỉnh", "Not done"),
        *("growth ≥ 7% every year", "It can no longer be met: 2021 grew by 6.9% only", "≤ 14"),
    ),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_a_programmes_report_shows_phases_levels_ranks_milestones_growth_and_what_is_striven_for(
    form: str, language: Language, kinds: Store
) -> None:
    asking = desk.Asking(programme="cv-3036", period="2022")
    moment = datetime.fromisoformat(YEAR_END)
    made = desk.make_report(kinds.root, asking, as_of=moment, language=language)
    assert isinstance(made, desk.Report)
    text = render(kinds, form, made.view)
    assert [words for words in SHOWN[language] if words not in text] == []
    assert re.findall(r"\S\((?:phấn đấu|aspirational)\)", text) == []
    # A rank held jointly is the same number: 5 of 5 is met, 15 misses 14.
    assert {row.id: row.status for row in made.view.rows if row.kind == "rank"} == {
        "rank": "met",
        "other-rank": "missed",
    }


def test_the_summary_on_the_terminal_marks_what_is_striven_for_and_what_is_not_due(
    kinds: Store, run: Run
) -> None:
    done = run("report", "--period", "2022", "--as-of", "2023-01-31", "--format", "json", cwd=kinds.root)
    assert done.returncode == 0
    # A narrow column breaks between the words.
    assert "(phấn" in done.stdout
    assert "Chưa đến hạn áp dụng: 1" in done.stdout


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store with a conflict, a path, several methods, and related indicators."""
    store = Store(tmp_path, several(FIBRE, ECONOMY))
    store.submit("2022", "so-a", "fibre-lines: {numerator: 7212, denominator: 10000, note: Ghi chú của Sở A}")
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic}")
    return store


COMPARED = {
    "vi": (
        *("So sánh mục tiêu của các chương trình, kế hoạch", "3036/UBND-KT", "72,12%", "chặt hơn", "mới hơn"),
        *("Mục tiêu khác nhau", "Chặt hơn: 3036/UBND-KT, 27/QĐ-UBQGCĐS. Mới hơn: 3036/UBND-KT."),
        "Cùng cơ quan ban hành, thường theo văn bản ban hành sau: ≥ 75% (3036/UBND-KT, 30/8/2022).",
        *("Lộ trình", "Liên quan, không so sánh được: khác định nghĩa", "Không đạt"),
        *("18,66%", "Theo Bộ Thông tin và Truyền thông", "không gộp, không dùng để đánh giá"),
    ),
    "en": (
        *("The targets of all programmes compared", "3036/UBND-KT", "72.12%", "stricter", "newer"),
        *("Different demands", "Stricter: 3036/UBND-KT, 27/QĐ-UBQGCĐS. Newer: 3036/UBND-KT."),
        "Of one authority's documents the later one usually holds: ≥ 75% (3036/UBND-KT, 2022-08-30).",
        *("Path", "Related, not comparable: another definition", "Missed"),
        *("18.66%", "By the ministry", "not joined, not assessed"),
    ),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_the_comparison_shows_the_same_in_every_form_and_language(
    form: str, language: Language, store: Store
) -> None:
    view = store.compare(language=language)
    text = render(store, form, view)
    # A sheet's title stands in capitals.
    assert [words for words in COMPARED[language] if words.casefold() not in text.casefold()] == []
    again = desk.render_report(store.root, store.compare(language=language), form)
    assert desk.render_report(store.root, view, form) == again


@pytest.mark.parametrize("form", FORMS)
def test_the_ordinary_report_shows_every_methods_figure_in_every_form(form: str, store: Store) -> None:
    asking, moment = desk.Asking(programme="cv-3036", period="2022"), datetime.fromisoformat(YEAR_END)
    made = desk.make_report(store.root, asking, as_of=moment, language="vi")
    assert isinstance(made, desk.Report)
    text = render(store, form, made.view)
    said = "Theo Bộ Thông tin và Truyền thông: 18,66% (Sở đầu mối), đạt mục tiêu; không gộp, không dùng để đánh giá."
    assert said in text


@pytest.mark.parametrize("form", FORMS)
def test_what_users_write_appears_as_they_wrote_it(form: str, tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        several(
            ratio(
                "one",
                "  - {programme: cv-3036, at_least: 50, by: 2022-12-31, note: '=1+1 <i>{{ 7*7 }}</i>'}",
                "related: [{indicator: two, differs: scope, note: '<script>alert(1)</script> =2+2'}]\n",
            ).replace("name: Chỉ tiêu one", "name: '<b>một</b> {% raw %} |'"),
            ratio("two", "  - {programme: kh-593, at_least: 50, by: 2022-12-31}"),
        ),
    )
    view = store.compare()
    data = desk.render_report(store.root, view, form)
    assert isinstance(data, bytes), data
    if form == "html":
        assert b"<script>" not in data
        assert b"<i>" not in data
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert not any(b"<f>" in book.read(name) for name in book.namelist())
    text = read_text(data, form)
    assert all(words in text for words in ("<b>một</b> {% raw %} |", "<script>alert(1)</script> =2+2"))
    assert ("=1+1 <i>{{ 7*7 }}</i>" in text) == (form != "docx")
    assert "49" not in text.replace("2022", "")


def test_a_broken_submission_makes_it_refuse_or_is_left_out_and_told(store: Store) -> None:
    store.submit("2022", "quan-1", "fibre-linse: {numerator: 1, denominator: 2}")
    ask = partial(
        desk.make_comparison,
        store.root,
        desk.Asking(programme="all", period="2022"),
        as_of=datetime.fromisoformat(YEAR_END),
        language="vi",
    )
    refused = ask()
    assert isinstance(refused, desk.Refusal)
    assert (refused.why, [problem.kind for problem in refused.problems]) == ("data", ["indicator-unknown"])
    made = ask(skip_broken=True)
    assert isinstance(made, desk.Comparison)
    assert [item.file for item in made.view.broken] == ["data/submissions/2022/quan-1.yaml"]
    for form in FORMS:
        assert "data/submissions/2022/quan-1.yaml" in render(store, form, made.view)


def test_a_revision_received_after_the_moment_does_not_count(store: Store) -> None:
    store.submit(
        "2022", "so-a", "fibre-lines: {numerator: 8, denominator: 10}", at="2023-01-20T08:00:00+07:00"
    )
    early, late = (store.compare(as_of=f"2023-01-{day}T12:00:00+07:00") for day in (19, 21))
    assert [view.indicators[0].figures[0].value_text for view in (early, late)] == ["72,12%", "80,00%"]


def test_it_goes_where_it_is_told_and_nowhere_else(store: Store, run: Run, tmp_path: Path) -> None:
    call = partial(
        run, "report", "--programme", "all", "--year", "2022", "--as-of", "2023-01-31", cwd=store.root
    )
    call("--format", "md,json")
    assert sorted(path.name for path in (store.root / "reports/2022").iterdir()) == ["all.json", "all.md"]
    call("--out", str(tmp_path / "so-sanh.html"))
    assert (tmp_path / "so-sanh.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_templates_are_those_that_the_script_makes(repo: Path) -> None:
    sys.path.insert(0, str(repo / "scripts"))
    from comparison_template import ComparisonMaker

    for language, name in (("vi", "comparison.docx"), ("en", "comparison.en.docx")):
        with (
            zipfile.ZipFile(repo / "templates" / name) as kept,
            zipfile.ZipFile(io.BytesIO(ComparisonMaker(language).make())) as made,
        ):
            assert {part: kept.read(part) for part in kept.namelist()} == {
                part: made.read(part) for part in made.namelist()
            }
