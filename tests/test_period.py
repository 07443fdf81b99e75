"""Periods are read the ways offices write them, and know the days their figures cover."""

from datetime import date
from itertools import pairwise

import pytest

from cds_kpi.period import Cutoff, Period, parse_canonical, parse_period
from cds_kpi.problem import Fault

Q3 = Period(2022, "quarter", 3)
S1 = Period(2022, "semester", 1)


@pytest.mark.parametrize(
    "text",
    [
        *["2022-Q3", "2022Q3", "2022 Q3", "2022/Q3", "Q3/2022", "q3-2022", "Q3 2022", "2022 quý III"],
        *["Quý III/2022", "quý 3/2022", "quý 3 năm 2022", "QUÝ III NĂM 2022", "quy 3/2022"],
        # Decomposed letters, a space that does not break, spaces around.
        *["Quy\u0301 III/2022", "quý\u00a0III/2022", "  Quý III/2022 "],
    ],
)
def test_a_quarter_is_read_in_every_spelling(text: str) -> None:
    assert parse_period(text) == Q3


@pytest.mark.parametrize(
    "text",
    [
        "2022-S1",
        "2022S1",
        "S1/2022",
        "6 tháng đầu năm 2022",
        "sáu tháng đầu năm 2022",
        "6 THÁNG ĐẦU NĂM 2022",
    ],
)
def test_a_semester_is_read_in_every_spelling(text: str) -> None:
    assert parse_period(text) == S1


def test_the_second_semester_years_and_months_are_read() -> None:
    assert parse_period("6 tháng cuối năm 2022") == Period(2022, "semester", 2)
    assert (
        parse_period("2022")
        == parse_period("năm 2022")
        == parse_period("Năm 2022")
        == Period(2022, "year", 1)
    )
    for text in ("2022-09", "tháng 9/2022", "tháng 09 năm 2022", "9/2022"):
        assert parse_period(text) == Period(2022, "month", 9)


@pytest.mark.parametrize(
    ("numeral", "index"), [("I", 1), ("II", 2), ("III", 3), ("IV", 4), ("1", 1), ("2", 2), ("3", 3), ("4", 4)]
)
def test_roman_and_arabic_quarters_are_the_same(numeral: str, index: int) -> None:
    assert parse_period(f"Quý {numeral}/2022") == Period(2022, "quarter", index)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Q3", Q3),
        ("quý III", Q3),
        ("S1", S1),
        ("6 tháng đầu năm", S1),
        ("tháng 9", Period(2022, "month", 9)),
    ],
)
def test_a_period_without_a_year_takes_the_year_of_its_context_and_is_refused_without_one(
    text: str, period: Period
) -> None:
    assert parse_period(text, year=2022) == period
    assert parse_period(text) == Fault("period-without-year", {"found": text})


def test_a_year_that_is_written_down_wins_over_the_context() -> None:
    assert parse_period("Q3/2022", year=2023) == Q3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022-Q5",
        "2022-Q0",
        "2022-S3",
        "2022-13",
        "2022-00",
        "Q",
        "quý V/2022",
        "III/2022",
        "9 tháng năm 2022",
        *["22-Q3", "2022-Q3-Q4", "Q3/0022", "Q3/2200", "2022-9", "２０２２", "tháng 13/2022"],
    ],
)
def test_what_names_no_period_is_refused_with_what_was_found(text: str) -> None:
    assert parse_period(text, year=2022) == Fault("period-unreadable", {"found": text})


def test_files_write_periods_in_one_way_only() -> None:
    assert parse_canonical("2022-Q3") == Q3
    assert parse_canonical("2022") == Period(2022, "year", 1)
    assert parse_canonical("2022-09") == Period(2022, "month", 9)
    assert parse_canonical("2022-S2") == Period(2022, "semester", 2)
    for other in ("2022Q3", "2022-q3", "2022-9", "2022-Q3\n", "1850", "2200"):
        assert parse_canonical(other) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # Decree 09/2019, article 12: from the 15th of the month before to the 14th of the last month.
        ("2022-Q1", date(2021, 12, 15), date(2022, 3, 14)),
        ("2022-Q2", date(2022, 3, 15), date(2022, 6, 14)),
        ("2022-Q3", date(2022, 6, 15), date(2022, 9, 14)),
        ("2022-Q4", date(2022, 9, 15), date(2022, 12, 14)),
        ("2022-S1", date(2021, 12, 15), date(2022, 6, 14)),
        ("2022-S2", date(2022, 6, 15), date(2022, 12, 14)),
        ("2022", date(2021, 12, 15), date(2022, 12, 14)),
        ("2022-01", date(2021, 12, 15), date(2022, 1, 14)),
        ("2022-09", date(2022, 8, 15), date(2022, 9, 14)),
    ],
)
def test_under_the_decree_figures_are_cut_on_the_fifteenth(text: str, first: date, last: date) -> None:
    period = parse_canonical(text)
    assert period is not None
    assert period.window("decree-09-2019") == (first, last)


def test_under_the_calendar_figures_cover_whole_months() -> None:
    assert Q3.window("calendar") == (date(2022, 7, 1), date(2022, 9, 30))
    assert S1.window("calendar") == (date(2022, 1, 1), date(2022, 6, 30))
    assert Period(2022, "year", 1).window("calendar") == (date(2022, 1, 1), date(2022, 12, 31))
    assert Period(2024, "month", 2).window("calendar") == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize("cutoff", ["decree-09-2019", "calendar"])
def test_the_quarters_of_two_years_follow_each_other_without_a_gap(cutoff: Cutoff) -> None:
    windows = [Period(year, "quarter", n).window(cutoff) for year in (2022, 2023) for n in (1, 2, 3, 4)]
    assert all((later[0] - earlier[1]).days == 1 for earlier, later in pairwise(windows))
    assert windows[0][0] == Period(2022, "year", 1).window(cutoff)[0]
    assert windows[3][1] == Period(2022, "year", 1).window(cutoff)[1]


def test_a_period_knows_its_parts() -> None:
    assert [str(part) for part in Period(2022, "year", 1).parts] == ["2022-S1", "2022-S2"]
    assert [str(part) for part in Period(2022, "semester", 2).parts] == ["2022-Q3", "2022-Q4"]
    assert [str(part) for part in Q3.parts] == ["2022-07", "2022-08", "2022-09"]
    assert Period(2022, "month", 9).parts == ()
    assert [Period(2022, "year", 1).months, S1.months, Q3.months, Period(2022, "month", 9).months] == [
        12,
        6,
        3,
        1,
    ]


def test_periods_are_shown_as_offices_write_them() -> None:
    assert (Q3.title("vi"), Q3.title("en")) == ("Quý III/2022", "Quarter III/2022")
    assert (S1.title("vi"), S1.title("en")) == ("6 tháng đầu năm 2022", "First half of 2022")
    assert Period(2022, "semester", 2).title("vi") == "6 tháng cuối năm 2022"
    assert Period(2022, "year", 1).title("vi") == "Năm 2022"
    assert Period(2022, "month", 9).title("vi") == "Tháng 9/2022"
    assert Period(2022, "month", 9).title("en") == "September 2022"


def test_within_a_sentence_a_period_keeps_its_capital_only_where_it_is_a_name() -> None:
    periods = (Q3, S1, Period(2022, "year", 1), Period(2022, "month", 9))
    assert [one.in_sentence("vi") for one in periods] == [
        "quý III/2022",
        "6 tháng đầu năm 2022",
        "năm 2022",
        "tháng 9/2022",
    ]
    assert [one.in_sentence("en") for one in periods] == [
        "Quarter III/2022",
        "the first half of 2022",
        "2022",
        "September 2022",
    ]


def test_periods_stand_in_order_of_their_end_the_shorter_first() -> None:
    names = ["2022", "2022-Q4", "2022-S1", "2022-Q3", "2022-Q2", "2022-06", "2021"]
    periods = [parse_canonical(name) for name in names]
    ordered = sorted((period for period in periods if period), key=lambda period: period.order)
    assert [str(period) for period in ordered] == [
        "2021",
        "2022-06",
        "2022-Q2",
        "2022-S1",
        "2022-Q3",
        "2022-Q4",
        "2022",
    ]
