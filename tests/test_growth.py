"""Growth: observed against required compound annual growth, decided exactly although the rates are irrational."""

import json
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cds_kpi import desk
from cds_kpi.assess.attainment import find_start, read_demand
from cds_kpi.assess.growth import Growth, Root, count_years, judge_growth
from cds_kpi.cli.summary import format_summary
from cds_kpi.cli.terminal import Terminal
from workspaces import Workspace, pick, read_indicator, read_period, read_target

bounded = settings(derandomize=True, max_examples=100, deadline=None, database=None)
BASE = "baselines: [{period: 2020, value: 100}]"
ORDER = ("away", "insufficient", "moderate", "significant", "achieved")


def judge(
    demand: str,
    value: Fraction | str,
    *,
    period: str = "2022",
    by: str = "2024-12-31",
    baselines: str = BASE,
    measure: str = "{kind: value, counted_in: VND, basis: at_date}",
    as_of: str = "2023-01-15",
    lacks_answers: bool = False,
) -> Growth | str:
    indicator = read_indicator(f"id: share\nmeasure: {measure}\n{baselines}")
    target = read_target("{" + demand + "}").model_copy(update={"by": date.fromisoformat(by)})
    at, exact = read_period(period), Fraction(value)
    start = find_start(indicator, target, at)
    return judge_growth(
        indicator, read_demand(indicator, target), start, exact, at, date.fromisoformat(as_of),
        lacks_answers=lacks_answers,
    )  # fmt: skip


def name(growth: Growth | str) -> str:
    return growth.verdict if isinstance(growth, Growth) else growth


def test_two_years_of_four_with_rational_rates() -> None:
    # 100 to 146.41 in four years is 10 % a year; 100 to 121 in two is 10 % a year as well: the ratio is 1.
    growth = judge("at_least: 146.41", "121")
    assert isinstance(growth, Growth)
    assert growth.verdict == "significant"
    assert (growth.observed, growth.required, growth.ratio) == (Fraction(10), Fraction(10), Fraction(1))


def test_a_figure_that_lacks_reporters_is_not_held_against_a_baseline_of_all() -> None:
    assert judge("at_least: 146.41", "121", lacks_answers=True) == "incomplete"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        # Required 10 % a year. 0.95 of that is 9.5 %: 1.095 squared is 1.199025; 0.60 is 6 %: 1.06 squared 1.1236.
        ("119.9025", "significant"),
        ("119.90249999999999999999999999999", "moderate"),
        ("112.36", "moderate"),
        ("112.35999999999999999999999999999", "insufficient"),
        ("100", "insufficient"),
        ("99.999999999999999999999999999999", "away"),
        ("0", "away"),
        ("146.41", "achieved"),
        ("146.40999999999999999999999999999", "significant"),
    ],
)
def test_a_rate_that_lies_exactly_on_a_threshold_reaches_it(value: str, verdict: str) -> None:
    assert name(judge("at_least: 146.41", value)) == verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        # 100 down to 65.61 in four years is -10 % a year; 0.905 squared is 0.819025, 0.94 squared 0.8836.
        ("65.61", "achieved"),
        ("81.9025", "significant"),
        ("81.90250000000000000000000001", "moderate"),
        ("88.36", "moderate"),
        ("88.36000000000000000000000001", "insufficient"),
        ("100", "insufficient"),
        ("100.0000000000000000000000001", "away"),
    ],
)
@pytest.mark.parametrize("demand", ["at_most: 65.61", "decrease: {by: 34.39, as: percent, over: 2020}"])
def test_a_decrease_is_judged_downward(demand: str, value: str, verdict: str) -> None:
    assert name(judge(demand, value)) == verdict


def test_an_irrational_rate_is_shown_with_many_digits() -> None:
    # 100 to 150 in four years: 1.5 ** 0.25 = 1.10668191970...; 100 to 110 in two: 1.1 ** 0.5 = 1.04880884817...
    growth = judge("at_least: 150", "110")
    assert isinstance(growth, Growth)
    with localcontext() as context:
        context.prec = 40
        observed = (Decimal("1.1").sqrt() - 1) * 100
        required = (Decimal("1.5").sqrt().sqrt() - 1) * 100
    assert abs(growth.observed - Fraction(observed)) < Fraction(1, 10**30)
    assert abs(growth.required - Fraction(required)) < Fraction(1, 10**30)
    assert abs(growth.ratio - Fraction(observed) / Fraction(required)) < Fraction(1, 10**30)
    assert growth.verdict == "insufficient"


@pytest.mark.parametrize(
    ("demand", "value", "options", "why"),
    [
        ("between: [120, 130]", "110", {}, "band"),
        ("growth: 7", "8", {}, "growth"),
        ("done: true", "0", {"measure": "{kind: milestone, basis: at_date}"}, "milestone"),
        ("at_most: 5", "8", {"measure": "{kind: rank, counted_in: rank, basis: at_date}"}, "rank"),
        ("at_least: 150", "110", {"baselines": ""}, "no_baseline"),
        ("increase: {by: 10, as: points, over: 2019}", "110", {}, "no_baseline"),
        ("at_least: 150", "110", {"baselines": "baselines: [{period: 2020, value: 0}]"}, "not_positive"),
        ("at_least: 150", "110", {"baselines": "baselines: [{period: 2020, value: -1}]"}, "not_positive"),
        ("at_most: 0", "50", {}, "not_positive"),
        ("at_least: 150", "-1", {}, "not_positive"),
        ("at_least: 100", "90", {}, "already_there"),
        ("at_most: 100", "110", {}, "already_there"),
        ("at_least: 150", "110", {"as_of": "2025-01-01"}, "past_due"),
        # From the end of 2020 to the end of 2021 is one year; a day more is a horizon of more than one.
        ("at_least: 150", "110", {"by": "2021-12-31", "period": "2021", "as_of": "2021-12-31"}, "one_year"),
        (
            "at_least: 150",
            "110",
            {"by": "2021-09-30", "period": "2021-Q2", "as_of": "2021-06-30"},
            "one_year",
        ),
        ("at_least: 150", "110", {"period": "2021-Q3", "as_of": "2021-10-15"}, "too_early"),
        (
            "at_least: 150",
            "110",
            {"period": "2022-Q3", "measure": "{kind: value, counted_in: VND, basis: year_to_date}"},
            "part_of_year",
        ),
    ],
)
def test_where_a_rate_has_no_meaning_it_is_refused(
    demand: str, value: str, options: dict[str, Any], why: str
) -> None:
    assert judge(demand, value, **options) == why


def test_a_day_more_than_a_year_is_a_horizon_and_a_year_to_the_day_is_enough_to_see() -> None:
    assert (
        name(judge("at_least: 150", "110", by="2022-01-01", period="2021", as_of="2021-12-31"))
        == "insufficient"
    )


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2020-12-31", "2024-12-31", "4"),
        ("2019-12-31", "2020-12-31", "1"),
        ("2020-12-31", "2022-09-30", "638/365"),  # 1 + 273/365
        ("2019-12-31", "2020-03-31", "91/366"),  # within a leap year
        ("2020-02-29", "2021-02-28", "1"),
        ("2020-02-29", "2024-02-28", "1460/1461"),  # placed below
        ("2020-02-29", "2024-02-29", "4"),
        ("2022-09-30", "2022-09-30", "0"),
    ],
)
def test_years_are_whole_years_and_a_part_of_the_year_it_lies_in(first: str, last: str, years: str) -> None:
    # From 28/2/2023, which stands for the 29th, to 29/2/2024 are 366 days; the 28th is the 365th of them.
    expected = Fraction(3) + Fraction(365, 366) if last == "2024-02-28" else Fraction(years)
    assert count_years(date.fromisoformat(first), date.fromisoformat(last)) == expected


def test_a_root_is_exact_where_it_is_rational_and_only_there() -> None:
    assert Root(Fraction(8, 27), Fraction(3)).find_exact() == Fraction(2, 3)
    assert Root(Fraction(8, 27), Fraction(3, 2)).find_exact() == Fraction(4, 9)
    assert Root(Fraction(1), Fraction(638, 365)).find_exact() == 1
    assert Root(Fraction(0), Fraction(3)).find_exact() == 0
    assert Root(Fraction(8, 27), Fraction(2)).find_exact() is None
    assert Root(Fraction(10**30 + 1, 1), Fraction(3)).find_exact() is None


positive = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@bounded
@given(base=positive, top=st.integers(1, 40), bottom=st.integers(1, 12), digits=st.integers(5, 60))
def test_the_bounds_of_a_root_hold_it(base: Fraction, top: int, bottom: int, digits: int) -> None:
    # low ** years <= base <= high ** years, in whole powers.
    years = Fraction(top, bottom)
    low, high = Root(base, years).bound(digits)
    assert 0 < low <= high
    power = base**years.denominator
    assert low**years.numerator <= power <= high**years.numerator
    assert high - low <= high * Fraction(1, 10 ** (digits - 3))


@bounded
@given(
    values=st.lists(positive, min_size=2, max_size=6), goal=st.integers(101, 2000), years=st.integers(3, 9)
)
def test_a_better_value_never_gets_a_worse_verdict(values: list[Fraction], goal: int, years: int) -> None:
    told = [
        name(judge(f"at_least: {goal}", value * 2, by=f"{2020 + years}-12-31")) for value in sorted(values)
    ]
    assert [ORDER.index(one) for one in told] == sorted(ORDER.index(one) for one in told)


@bounded
@given(value=positive, years=st.integers(3, 12), goal=st.integers(101, 5000))
def test_the_verdict_is_that_of_the_ratio_shown(value: Fraction, years: int, goal: int) -> None:
    growth = judge(f"at_least: {goal}", value * 3, by=f"{2020 + years}-12-31")
    assert isinstance(growth, Growth)
    if growth.verdict == "achieved":
        return
    # Far from a threshold the many digits of the ratio say the same.
    reached = [one for one in (Fraction(0), Fraction(3, 5), Fraction(19, 20)) if growth.ratio >= one]
    near = min(abs(growth.ratio - one) for one in (Fraction(0), Fraction(3, 5), Fraction(19, 20)))
    assert near < Fraction(1, 10**20) or ORDER.index(growth.verdict) == len(reached)


LONG = """
id: share
measure: {kind: ratio, basis: at_date}
frequency: year
baselines: [{period: 2020, value: 40}]
targets:
  - {programme: p, number: 1, at_least: 80, by: 2025-12-31}
  - {programme: p, number: 2, between: [60, 70], by: 2025-12-31}
"""


def test_the_report_shows_it_beside_the_status_where_it_was_asked_for(tmp_path: Path) -> None:
    store = Workspace(tmp_path, LONG)
    store.submit("2022", "so-a", "share: {numerator: 50, denominator: 100}")
    year_end = "2022-12-31T23:59:59+07:00"
    plain = store.view("2022", as_of=year_end)
    assert [row.growth for row in plain.rows] == [None, None]
    asked = store.view("2022", as_of=year_end, with_growth=True)
    assert [row.status for row in asked.rows] == [row.status for row in plain.rows] == ["at_risk", "on_track"]
    first, second = (row.growth for row in asked.rows)
    assert first is not None
    assert second is not None
    # 40 to 50 in two years: 1.25 ** 0.5 - 1 = 11.80 %; 40 to 80 in five: 2 ** 0.2 - 1 = 14.87 %; 0.794.
    assert first.text == (
        "Theo tốc độ tăng trưởng: tiến bộ vừa phải; từ năm 2020 bình quân mỗi năm tăng 11,80%, "
        "cần tăng 14,87%, tỷ số 0,79."
    )
    assert second.text == "Không đánh giá theo tốc độ tăng trưởng: mục tiêu là một khoảng."
    english = store.view("2022", as_of=year_end, language="en", with_growth=True).rows
    assert [row.growth.text for row in english if row.growth is not None] == [
        (
            "By growth rate: Moderate progress; since 2020 up 11.80% a year on average, up 14.87% needed, "
            "ratio 0.79."
        ),
        "Growth is not assessed: the target is a range.",
    ]


def test_every_form_and_the_terminal_show_it(tmp_path: Path) -> None:
    store = Workspace(tmp_path, LONG)
    store.submit("2022", "so-a", "share: {numerator: 50, denominator: 100}")
    view = store.view("2022", as_of="2022-12-31T23:59:59+07:00", with_growth=True)
    made = {form: desk.render_report(tmp_path, view, form) for form in ("md", "html", "docx", "xlsx", "json")}
    told = {form: data for form, data in made.items() if isinstance(data, bytes)}
    growth, refused = (row.growth.text for row in view.rows if row.growth is not None)
    for form in ("md", "html"):
        assert growth in told[form].decode()
        assert refused in told[form].decode()
    with ZipFile(BytesIO(told["docx"])) as package:
        assert growth in package.read("word/document.xml").decode()
    sheet = load_workbook(BytesIO(told["xlsx"]))["Dự báo"]
    lines = {row[0]: list(row)[15:] for row in sheet.values if row[0] in {1, 2}}
    assert lines[1] == [
        pytest.approx(0.1180339887), pytest.approx(0.1486983550), pytest.approx(0.7937813), "Tiến bộ vừa phải"
    ]  # fmt: skip
    assert lines[2] == [None, None, None, refused]
    first, second = (row["growth"] for row in json.loads(told["json"])["indicators"])
    assert first == {
        "verdict": "moderate",
        "why_not": None,
        "since": "2020",
        "observed": "11.803398874989",
        "required": "14.869835499704",
        "ratio": "0.793781402304",
    }
    assert pick(second, "verdict", "why_not", "ratio") == (None, "band", None)
    shown = format_summary(
        desk.Report(view),
        Terminal(80, has_colour=False, has_error_colour=False, is_screen=False, is_error_screen=False),
    )
    assert (
        "Theo tốc độ tăng trưởng bình quân năm\n"
        "  1. Chỉ tiêu: Tiến bộ vừa phải (mỗi năm 11,80%, cần 14,87%, tỷ số 0,79)\n"
        "  Không đánh giá: 1 chỉ tiêu, lý do ghi ở báo cáo.\n"
    ) in shown
