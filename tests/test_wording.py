"""What people read: numbers rounded once and never onto a target they do not meet, days, targets, remarks."""

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from cds_kpi.assess.attainment import read_demand
from cds_kpi.model.measure import Measure
from cds_kpi.model.submission import Entry
from cds_kpi.report.receipts import say_entry
from cds_kpi.report.row_view import RowView, Stated
from cds_kpi.report.wording import (
    say_day,
    say_moment,
    say_number,
    say_reading,
    say_short_day,
    say_target,
    say_things,
    say_unit,
    say_value,
)
from cds_kpi.text import Language
from workspaces import Workspace, read_indicator, read_record, read_target


def measure(text: str) -> Measure:
    return read_record(Measure, "{basis: at_date, " + text + "}")


PERCENT = measure("kind: ratio")
MONEY = measure("kind: value, counted_in: VND, decimals: 0")
COUNT = measure("kind: value, counted_in: count")
RANK = measure("kind: rank, counted_in: rank")


def show(
    tmp_path: Path, target: str, entry: str, measure: str = "kind: ratio", language: Language = "vi"
) -> RowView:
    store = Workspace(
        tmp_path,
        f"""
        id: x
        measure: {{basis: at_date, {measure}}}
        targets: [{{programme: p, by: 2022-12-31, {target}}}]
        """,
    )
    store.submit("2022-Q3", "so-a", f"x: {{{entry}}}")
    return store.row_view(language=language)


def read(row: RowView) -> tuple[str, str | None, str | None, str]:
    attainment, gap = row.attainment, row.gap
    return (
        row.value_text,
        attainment.text if attainment is not None else None,
        gap.text if gap is not None else None,
        row.status,
    )


@pytest.mark.parametrize(
    ("target", "entry", "measure", "shown"),
    [
        # 84.996 % against 85: two decimals would say 85,00. 84.996/85 = 99.9953 %: one decimal would say 100,0.
        (
            "at_least: 85",
            "numerator: 84996, denominator: 100000",
            "kind: ratio",
            ("84,996%", "99,995%", "0,004 điểm phần trăm", "at_risk"),
        ),
        # 29.80 % against 30, at no decimals: 30 would be a lie. 29.8/30 = 99.333... %, 0.2 would print as 0.
        (
            "at_least: 30",
            "value: 29.80",
            "kind: value, decimals: 0",
            ("29,8%", "99,3%", "0,2 điểm phần trăm", "at_risk"),
        ),
        # Nothing is at stake: rounded to two decimals, half up. 1/3 = 33.333 %; 50/3 = 16.67 missing; 66.7 %.
        (
            "at_least: 50",
            "numerator: 1, denominator: 3",
            "kind: ratio",
            ("33,33%", "66,7%", "16,67 điểm phần trăm", "off_track"),
        ),
        # 30 against above 30: not met, attained to 100 %, and no decimals could tell more.
        (
            "above: 30",
            "numerator: 30, denominator: 100",
            "kind: ratio",
            ("30,00%", "100,0%", "0,00 điểm phần trăm", "at_risk"),
        ),
        # 30.0004 is above 30: two decimals would hide that it is met.
        (
            "above: 30",
            "numerator: 300004, denominator: 1000000",
            "kind: ratio",
            ("30,0004%", "100,0%", "-0,0004 điểm phần trăm", "met"),
        ),
        (
            "between: [65, 70]",
            "numerator: 71, denominator: 100",
            "kind: ratio",
            ("71,00%", "109,2%", "-6,00 điểm phần trăm", "met"),
        ),
        # 5.004 against at most 5, to two decimals.
        (
            "at_most: 5",
            "value: 5.004",
            "kind: value, counted_in: index",
            ("5,004", "99,9%", "0,004", "at_risk"),
        ),
        (
            "at_least: 20000",
            "value: 13508.25",
            "kind: value, counted_in: VND",
            ("13.508,25 VND", "67,5%", "6.491,75 VND", "off_track"),
        ),
    ],
)
def test_a_shown_number_never_contradicts_the_verdict(
    tmp_path: Path, target: str, entry: str, measure: str, shown: tuple[str, str, str, str]
) -> None:
    assert read(show(tmp_path, target, entry, measure)) == shown


def test_the_exact_number_stands_beside_the_shown_one(tmp_path: Path) -> None:
    row = show(tmp_path, "at_least: 85", "numerator: 84996, denominator: 100000")
    assert row.value == Stated("84.996", "84,996%")
    assert row.numerator == Stated("84996", "84.996")
    assert row.denominator == Stated("100000", "100.000")
    assert row.counts_text == "84.996/100.000"
    # 85 % of 100000 are 85000: 4 more.
    assert row.gap_in_numerator == Stated("4", "4")


def test_an_english_report_writes_points_for_decimals_and_commas_for_groups(tmp_path: Path) -> None:
    row = show(tmp_path, "at_least: 85", "numerator: 84996, denominator: 100000", language="en")
    assert (row.value_text, row.counts_text, row.gap and row.gap.text) == (
        "84.996%",
        "84,996/100,000",
        "0.004 percentage points",
    )


def test_above_a_demanded_range_is_marked_as_exceeded(tmp_path: Path) -> None:
    inside = show(tmp_path / "inside", "between: [65, 70]", "numerator: 70, denominator: 100")
    above = show(tmp_path / "above", "between: [65, 70]", "numerator: 71, denominator: 100")
    assert [(row.status, row.is_exceeded) for row in (inside, above)] == [("met", False), ("met", True)]


def test_an_attainment_is_never_capped(tmp_path: Path) -> None:
    assert read(show(tmp_path, "at_least: 7", "value: 11.27", "kind: value"))[1] == "161,0%"


def test_people_and_dossiers_are_shown_without_decimals(tmp_path: Path) -> None:
    row = show(tmp_path, "at_least: 10000", "value: 9999", "kind: value, counted_in: count")
    assert row.value_text == "9.999"


def test_what_is_missing_of_people_is_shown_without_decimals(tmp_path: Path) -> None:
    row = show(tmp_path, "at_least: 10000", "value: 9999", "kind: value, counted_in: count")
    assert row.gap == Stated("1", "1")


@pytest.mark.parametrize(
    ("target", "kind", "vi", "en"),
    [
        ("at_least: 85", PERCENT, "≥ 85%", "≥ 85%"),
        ("above: 30", PERCENT, "> 30%", "> 30%"),
        ("at_most: 5", RANK, "≤ 5", "≤ 5"),
        ("below: 5.5", PERCENT, "< 5,5%", "< 5.5%"),
        ("between: [65, 70]", PERCENT, "65 - 70%", "65 - 70%"),
        ("at_least: 10000", COUNT, "≥ 10.000", "≥ 10,000"),
        ("at_least: 1500000", MONEY, "≥ 1.500.000 VND", "≥ 1,500,000 VND"),
        ("growth: 7", PERCENT, "tăng ≥ 7% mỗi năm", "growth ≥ 7% every year"),
        ("every: 9", PERCENT, "từng phần ≥ 9%", "every part ≥ 9%"),
        ("done: true", measure("kind: milestone"), "hoàn thành", "done"),
        (
            "increase: {by: 10, as: points, over: 2021}",
            PERCENT,
            "tăng 10 điểm phần trăm so với năm 2021",
            "up 10 percentage points on 2021",
        ),
        (
            "increase: {by: 10, as: percent, over: 2021}",
            PERCENT,
            "tăng 10% so với năm 2021",
            "up 10% on 2021",
        ),
        (
            "decrease: {by: 40, as: percent, over: 2020-Q4}",
            COUNT,
            "giảm 40% so với quý IV/2020",
            "down 40% on Quarter IV/2020",
        ),
        ("decrease: {by: 3, as: points, over: 2020}", RANK, "giảm 3 so với năm 2020", "down 3 on 2020"),
    ],
)
def test_a_target_is_said_in_both_languages(target: str, kind: Measure, vi: str, en: str) -> None:
    made = read_target("{" + target + "}")
    assert (say_target(made, kind, "vi"), say_target(made, kind, "en")) == (vi, en)


def test_a_change_without_a_baseline_says_so() -> None:
    indicator = read_indicator("id: x\nmeasure: {kind: ratio, basis: at_date}")
    demand = read_demand(indicator, read_target("{increase: {by: 10, as: points, over: 2021}}"))
    assert (
        say_reading(demand, PERCENT, "vi")
        == "Chưa có số liệu gốc năm 2021 nên chưa đánh giá được mức thay đổi."
    )
    assert (
        say_reading(demand, PERCENT, "en")
        == "There is no baseline for 2021, so the change cannot be assessed."
    )


def test_the_reading_of_a_change_is_said_with_its_baseline_and_what_it_asks_for() -> None:
    indicator = read_indicator(
        "id: x\nmeasure: {kind: ratio, basis: at_date}\nbaselines: [{period: 2021, value: 29.80}]"
    )
    points = read_demand(indicator, read_target("{increase: {by: 10, as: points, over: 2021}}"))
    percent = read_demand(indicator, read_target("{increase: {by: 10, as: percent, over: 2021}}"))
    assert (
        say_reading(points, PERCENT, "en")
        == "Read as percentage points: 10 above the baseline of 29.8%, so 39.8% is required."
    )
    assert (
        say_reading(percent, PERCENT, "en")
        == "Read as a relative change: 10% of the baseline of 29.8%, so 32.78% is required."
    )


def test_a_decrease_in_points_takes_them_off() -> None:
    indicator = read_indicator(
        "id: x\nmeasure: {kind: ratio, basis: at_date}\nbaselines: [{period: 2020, value: 50}]"
    )
    demand = read_demand(indicator, read_target("{decrease: {by: 40, as: points, over: 2020}}"))
    assert (
        say_reading(demand, PERCENT, "vi")
        == "Cách hiểu: trừ đi 40 điểm phần trăm từ số gốc 50%, tức phải đạt 10%."
    )
    assert (
        say_reading(demand, PERCENT, "en")
        == "Read as percentage points: 40 below the baseline of 50%, so 10% is required."
    )


def test_days_are_padded_as_the_decree_on_documents_says() -> None:
    # Decree 30/2020: days under 10 and the months 1 and 2 have two digits, the months 3 to 9 one.
    assert say_day(date(2022, 3, 5), "vi") == "ngày 05 tháng 3 năm 2022"
    assert say_day(date(2022, 2, 15), "vi") == "ngày 15 tháng 02 năm 2022"
    assert say_day(date(2022, 12, 20), "vi") == "ngày 20 tháng 12 năm 2022"
    assert say_day(date(2022, 3, 5), "en") == "5 March 2022"
    assert [say_short_day(date(2022, month, 5), "vi") for month in (1, 3, 9, 10)] == [
        "05/01/2022",
        "05/3/2022",
        "05/9/2022",
        "05/10/2022",
    ]
    assert say_short_day(date(2022, 3, 5), "en") == "2022-03-05"


def test_moments_have_seconds_only_where_there_are_any() -> None:
    assert say_moment(datetime.fromisoformat("2022-09-15T10:11:00+07:00"), "vi") == "10:11 ngày 15/9/2022"
    assert say_moment(datetime.fromisoformat("2022-09-15T10:11:12+07:00"), "vi") == "10:11:12 ngày 15/9/2022"
    assert say_moment(datetime.fromisoformat("2022-09-15T10:11:12+07:00"), "en") == "2022-09-15 10:11:12"


def test_a_number_carries_what_it_is_counted_in() -> None:
    assert [say_unit(kind, "5", "vi") for kind in (PERCENT, MONEY, COUNT, RANK)] == ["5%", "5 VND", "5", "5"]
    assert say_value(PERCENT, Fraction("54.2009587894"), 2, "vi") == "54,20%"
    assert say_value(MONEY, Fraction("13508.25"), 2, "vi") == "13.508,25 VND"
    assert say_value(measure("kind: milestone"), Fraction(1), 0, "vi") == "Đã hoàn thành"
    assert say_value(measure("kind: milestone"), Fraction(0), 0, "en") == "Not done"


def test_exactly_one_thing_has_a_word_of_its_own_in_english() -> None:
    of_households = measure("kind: ratio, things: {vi: hộ gia đình, en: households, en_one: household}")
    assert [say_things(of_households, number, "en") for number in ("1", "2")] == [
        "1 household",
        "2 households",
    ]
    assert say_things(of_households, "1", "vi") == "1 hộ gia đình"


def test_a_count_of_people_says_that_it_counts_people() -> None:
    of_people = measure("kind: value, counted_in: count, things: {vi: người, en: people, en_one: person}")
    assert say_value(of_people, Fraction(9999), 0, "vi") == "9.999 người"
    assert say_value(of_people, Fraction(1), 0, "en") == "1 person"
    target = read_target("{at_least: 10000}")
    assert say_target(target, of_people, "vi") == "≥ 10.000 người"


def test_a_figure_by_level_names_the_levels(tmp_path: Path) -> None:
    parts = (
        "parts: {province: {numerator: 91, denominator: 100}, nong-nghiep: {numerator: 7, denominator: 9}}"
    )
    entry = read_record(Entry, "{" + parts + "}")
    indicator = read_indicator("id: x\nmeasure: {basis: at_date, kind: ratio}")
    assert say_entry(entry, indicator, "vi") == "Cấp tỉnh: 91/100 (91,00%); nong-nghiep: 7/9 (77,78%)"


def test_a_number_that_was_reported_is_said_with_all_its_digits() -> None:
    assert [say_number(Fraction(text), "vi") for text in ("29.80", "1498765", "0.125")] == [
        "29,8",
        "1.498.765",
        "0,125",
    ]


def test_every_answer_behind_a_figure_is_quoted_with_file_and_line(tmp_path: Path) -> None:
    row = show(tmp_path, "at_least: 50", "numerator: 812345, denominator: 1498765, source: Hệ thống một cửa")
    source = row.sources[0]
    assert (source.unit, source.file, source.line, source.revision, source.text, source.origin) == (
        "so-a",
        "data/submissions/2022-Q3/so-a.yaml",
        6,
        1,
        "812.345/1.498.765",
        "Hệ thống một cửa",
    )
    assert len(source.sha256) == 64


def test_an_unsettled_frequency_is_said(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: x
        frequency: unknown
        measure: {kind: ratio, basis: at_date}
        targets: [{programme: p, at_least: 50, by: 2022-12-31}]
        """,
    )
    assert store.find_problems() == ["frequency-unknown"]
    row = store.row_view()
    assert (row.frequency_text, row.is_collected) == ("Chưa xác định", True)
    assert row.remarks == ("Tần suất báo cáo chưa được xác định.",)
