"""The official document's paragraphs: worded from the finished view, every figure its own."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from cds_kpi import desk
from cds_kpi.desk import Asking, Report
from cds_kpi.period import CITY_TIME
from cds_kpi.report.document import build_document
from cds_kpi.report.paragraphs import NAMED
from cds_kpi.report.row_view import UnitName
from cds_kpi.report.view import ReportView
from cds_kpi.text import Language
from conftest import REPOSITORY
from views import make_parts, make_view

NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def make_report(language: Language) -> ReportView:
    moment = datetime(2022, 9, 30, 23, 59, 59, tzinfo=CITY_TIME)
    made = desk.make_report(REPOSITORY, Asking(quarter="Q3"), as_of=moment, language=language)
    assert isinstance(made, Report)
    return made.view


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_figure_in_a_paragraph_is_one_of_its_rows_own(language: Language) -> None:
    view = make_report(language)
    document = build_document(view)
    lines = [line for chapter in document.chapters for line in chapter.lines]
    lines += [*document.reasons, *document.needs]
    rows = {row.number: row for row in view.rows}
    assert len(lines) > 30
    for line in lines:
        row = rows[int(line.split(".")[0])]
        # Everything that the view says of the row; counts of lists are the only figures made here.
        said = [row.name, row.result, row.need or "", row.target.text, row.target.by_text, *row.remarks]
        said += row.outlook.sentences
        said += [note.text for note in row.notes] + [note.unit_name for note in row.notes]
        days = [note.expected_on.replace("-", " ") for note in row.notes if note.expected_on is not None]
        said += [*days, *(day.replace(" 0", " ") for day in days)]
        for part in row.parts:
            value = part.value.text if part.value is not None else ""
            said += [part.unit_name, part.text, part.short_text or "", value]
        said += [f"{item.unit_name} {item.text}" for item in row.not_done]
        left_out = [max(0, len(items) - NAMED) for items in (row.holding_up, row.not_done, row.notes)]
        known = set(NUMBER.findall(" ".join(said))) | {str(row.number)} | {str(count) for count in left_out}
        assert set(NUMBER.findall(line)) <= known, line


@pytest.mark.parametrize("language", ["vi", "en"])
def test_how_the_reporting_went_names_every_unit(language: Language) -> None:
    view = make_report(language)
    lines = build_document(view).reporting
    assert lines[0] == view.summary[0]
    told = " ".join(lines)
    names = [unit.name for unit in view.reporting.missing]
    names += [unit.name for unit in (*view.reporting.late_units, *view.reporting.partial_units)]
    assert [name for name in names if name not in told] == []


def test_the_first_citation_is_in_full() -> None:
    assert build_document(make_report("vi")).opening == (
        "Thực hiện Công văn số 3036/UBND-KT ngày 30 tháng 8 năm 2022 của Ủy ban nhân dân Thành phố Hồ Chí Minh, "
        "Sở Thông tin và Truyền thông báo cáo kết quả thực hiện hệ thống chỉ tiêu về chuyển đổi số của Thành phố "
        "Hồ Chí Minh năm 2022 trong quý III/2022 như sau:"
    )


@pytest.mark.parametrize(
    ("number", "cited"),
    [
        ("27/QĐ-UBQGCĐS", "Quyết định số 27/QĐ-UBQGCĐS"),
        ("593/KH-UBND", "Kế hoạch số 593/KH-UBND"),
        ("3036/UBND-KT", "Công văn số 3036/UBND-KT"),
    ],
)
def test_a_document_is_called_by_the_letters_after_its_number(number: str, cited: str) -> None:
    view = replace(make_view("Sở A"), programme_number=number, programme_issued_text=None)
    assert build_document(view).opening.startswith(f"Thực hiện {cited} của Sở A, ")
    unnumbered = replace(view, programme_number=None)
    assert build_document(unnumbered).opening.startswith("Sở A báo cáo")


def test_number_date_and_name_are_left_to_fill_in() -> None:
    document = build_document(make_report("vi"))
    assert document.number == "Số:     /BC-STTTT"
    assert document.place_and_date == "Thành phố Hồ Chí Minh, ngày     tháng     năm 2022"
    assert document.attached.startswith(
        "(Kèm theo Báo cáo số     /BC-STTTT ngày     tháng     năm 2022 của Sở"
    )
    assert document.recipients[-1] == "- Lưu: VT."
    assert document.closing.endswith("./.")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân Thành phố Hồ Chí Minh", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"]),
        ("Sở Thông tin và Truyền thông", ["SỞ THÔNG TIN VÀ", "TRUYỀN THÔNG"]),
        ("Sở Nội vụ", ["SỞ NỘI VỤ"]),
        ("Ủy ban nhân dân", ["ỦY BAN NHÂN DÂN"]),
        ("", [""]),
    ],
)
def test_a_name_at_the_head_is_broken_where_it_reads_well(name: str, lines: list[str]) -> None:
    view = replace(make_view("A"), authority=UnitName("x", name))
    assert build_document(view).authority.split("\n") == lines


def test_a_long_list_of_units_is_cut_and_the_rest_counted() -> None:
    view = make_view("Sở A")
    parts = make_parts(1, "Sở A", True) * 10
    row = replace(view.rows[4], holding_up=parts, not_done=(), notes=())
    (line,) = build_document(replace(view, rows=(row,), units=())).reasons
    assert line.count("Sở A (") == NAMED
    assert line.endswith(f" và {20 - NAMED} đơn vị khác.")


# How it is worded.


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "vi",
            (
                "Thời hạn gửi: trước ngày 20 tháng 9 năm 2022; ngày cuối cùng đúng hạn là ngày 19 tháng 9 năm 2022. Số "
                "liệu từ ngày 15 tháng 6 năm 2022 đến hết ngày 14 tháng 9 năm 2022, tổng hợp đến hết ngày 30 tháng 9 "
                "năm 2022."
            ),
        ),
        (
            "en",
            (
                "Deadline: before 20 September 2022; the last day on time was 19 September 2022. The figures cover "
                "15 June 2022 to 14 September 2022 and stand as of the end of 30 September 2022."
            ),
        ),
    ],
)
def test_days_are_spelt_out_and_a_days_last_second_is_its_end(language: Language, told: str) -> None:
    assert build_document(make_report(language)).reporting[1] == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "tổng hợp đến 08 giờ 05 phút ngày 01 tháng 10 năm 2022."),
        ("en", "as of 08:05 on 1 October 2022."),
    ],
)
def test_another_moment_has_its_hour_and_minute(language: Language, told: str) -> None:
    view = replace(make_report(language), as_of="2022-10-01T08:05:59+07:00")
    assert build_document(view).reporting[1].endswith(told)


def test_the_appendix_tells_no_seconds() -> None:
    received = [line.received for line in build_document(make_report("vi")).units]
    assert "10:11 ngày 15/9/2022" in received
    assert [text for text in received if re.search(r"\d:\d\d:\d\d", text)] == []


def test_english_names_one_indicator_and_a_quarter_as_they_are_written() -> None:
    document = build_document(make_report("en"))
    assert "Incomplete (1): Department of Transport (indicator 9)." in document.reporting
    assert document.subject.endswith(": results of Quarter III/2022")
    assert document.opening.endswith(" in Quarter III/2022 as follows:")
    assert document.closing.startswith("Such are the results of Quarter III/2022, which")


def test_no_english_sentence_mixes_two_ways_of_writing_days() -> None:
    document = build_document(make_report("en"))
    lines = [line for chapter in document.chapters for line in chapter.lines]
    lines += [document.opening, *document.reporting, *document.reasons, *document.needs, document.closing]
    assert [line for line in lines if re.search(r"\d{4}-\d\d-\d\d", line)] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("vi", "Thành phố” (dự kiến có ngày 05/10/2022)"), ("en", "Thành phố” (expected on 5 October 2022)")],
)
def test_only_a_units_own_words_stand_within_its_quotation_marks(language: Language, told: str) -> None:
    assert told in " ".join(build_document(make_report(language)).reasons)


def test_a_note_of_several_lines_stands_on_one() -> None:
    view = make_view("Sở A")
    note = replace(view.rows[4].notes[0], kind="note", text="một\r\n\n  hai\nba\n", expected_on=None)
    row = replace(view.rows[4], holding_up=(), not_done=(), notes=(note,))
    (line,) = build_document(replace(view, rows=(row,), units=())).reasons
    assert line.endswith("Ghi chú của đơn vị: Sở A: “một / hai / ba”.")


@pytest.mark.parametrize(
    ("language", "told"), [("vi", "trong khoảng mục tiêu"), ("en", "within the target range")]
)
def test_a_value_within_its_demanded_range_is_not_above_the_target(language: Language, told: str) -> None:
    view = make_report(language)
    (row,) = [row for row in view.rows if row.id == "bank-accounts"]
    assert (row.target.demand, row.gap_text) == ("between", told)


def test_what_is_not_met_stands_beside_the_unit() -> None:
    view = make_report("vi")
    lines = {line.name: line for line in build_document(view).units}
    missing = view.reporting.missing[0].name
    assert (lines[missing].received, lines[missing].answered.split("/")[0]) == ("", "0")
    assert lines[missing].unanswered == "5, 8, 9"
    assert "7" in lines["Sở Giao thông vận tải"].short.split(", ")


def test_what_units_wrote_about_the_whole_ends_the_reasons() -> None:
    view = make_view("Sở A")
    units = (replace(view.units[0], note="một\nhai"), replace(view.units[1], note=None))
    assert build_document(replace(view, rows=(), units=units)).reasons == (
        "Ghi chú chung của đơn vị: Sở A: “một / hai”.",
    )


def test_a_year_is_not_said_behind_a_programme_of_that_year() -> None:
    view = make_report("vi")
    view = replace(view, period="2022", programme_name="Kế hoạch chuyển đổi số năm 2022")
    document = build_document(view)
    assert document.subject == "Kết quả thực hiện kế hoạch chuyển đổi số năm 2022"
    assert document.opening.endswith(" báo cáo kết quả thực hiện kế hoạch chuyển đổi số năm 2022 như sau:")
    document = build_document(replace(view, programme_name="Kế hoạch chuyển đổi số"))
    assert document.subject == "Kết quả thực hiện kế hoạch chuyển đổi số (năm 2022)"
    assert document.opening.endswith(" kế hoạch chuyển đổi số trong năm 2022 như sau:")


def test_an_indicator_without_a_number_is_not_called_by_one() -> None:
    view = make_report("vi")
    first = replace(view.rows[0], number=None)
    document = build_document(replace(view, rows=(first, *view.rows[1:])))
    assert [line for line in document.results if line.startswith(f"{first.mark} {first.status_text}")] == [
        "▲ Có nguy cơ (6): chỉ tiêu số 3, 8, 9, 10, 12; chỉ tiêu “Tỷ lệ dân số có điện thoại thông minh”."
    ]


def test_who_has_not_done_it_is_not_told_so_twice() -> None:
    reasons = "\n".join(build_document(make_report("vi")).reasons)
    assert "Chưa thực hiện: " in reasons
    assert "(chưa thực hiện)" not in reasons
