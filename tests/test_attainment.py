"""A value against each of the ten demands: whether it is met, how far it is attained, and what is still missing."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from cds_kpi.assess.attainment import (
    Gap,
    YearGrowth,
    choose_places,
    compute_attainment,
    compute_gap,
    find_no_attainment,
    find_start,
    read_demand,
)
from cds_kpi.model.catalogue import Indicator
from workspaces import Workspace, pick, read_indicator, read_period, read_target

BASELINES = """
id: share
measure: {kind: ratio, basis: at_date, methods: {gso: GSO, hids: HIDS}}
baselines:
  - {period: 2020, value: 50}
  - {period: 2021, value: 29.80}
"""


def indicator() -> Indicator:
    return read_indicator(BASELINES)


@pytest.mark.parametrize(
    ("demand", "value", "is_met", "attainment"),
    [
        # value / target
        ("at_least: 85", "85", True, "100"),
        ("at_least: 85", "84.996", False, "84996/850"),
        ("at_least: 30", "29.80", False, "2980/30"),
        ("at_least: 7", "11.27", True, "161"),
        ("at_least: 50", "0", False, "0"),
        ("above: 30", "30", False, "100"),
        ("above: 30", "30.0001", True, "300001/3000"),
        ("above: 30", "29", False, "2900/30"),
        # target / value
        ("at_most: 5", "5", True, "100"),
        ("at_most: 5", "2", True, "250"),
        ("at_most: 5", "8", False, "62.5"),
        ("below: 5", "5", False, "100"),
        ("below: 5", "4", True, "125"),
        # value / lower bound
        ("between: [65, 70]", "64.99", False, "6499/65"),
        ("between: [65, 70]", "65", True, "100"),
        ("between: [65, 70]", "66", True, "6600/65"),
        ("between: [65, 70]", "71", True, "7100/65"),
        # From 29.80: ten points more are 39.80, ten per cent more 29.80 x 1.10 = 32.78.
        ("increase: {by: 10, as: points, over: 2021}", "39.80", True, "100"),
        ("increase: {by: 10, as: points, over: 2021}", "39.79", False, "99.9"),
        ("increase: {by: 10, as: points, over: 2021}", "32.78", False, "29.8"),
        ("increase: {by: 10, as: percent, over: 2021}", "32.78", True, "100"),
        ("increase: {by: 10, as: percent, over: 2021}", "32.77", False, "29700/298"),
        ("increase: {by: 10, as: points, over: 2021}", "28.80", False, "-10"),
        # Targets, values and changes of 1 and less are figures like any other.
        ("at_least: 1", "0.5", False, "50"),
        ("at_most: 2", "1", True, "200"),
        ("increase: {by: 1, as: points, over: 2021}", "30.30", False, "50"),
        # From 50: 40 per cent less are 30, 40 points less are 10.
        ("decrease: {by: 40, as: percent, over: 2020}", "30", True, "100"),
        ("decrease: {by: 40, as: percent, over: 2020}", "30.01", False, "99.95"),
        ("decrease: {by: 40, as: percent, over: 2020}", "20", True, "150"),
        ("decrease: {by: 40, as: points, over: 2020}", "10", True, "100"),
        ("decrease: {by: 40, as: points, over: 2020}", "30", False, "50"),
        ("growth: 7", "7", True, "100"),
        ("growth: 7", "3.5", False, "50"),
        ("every: 9", "8.7", False, "870/9"),
        ("every: 9", "9", True, "100"),
        ("done: true", "1", True, "100"),
        ("done: true", "0", False, "0"),
    ],
)
def test_each_demand_is_decided_and_attained_exactly(
    demand: str, value: str, is_met: bool, attainment: str
) -> None:
    read = read_demand(indicator(), read_target("{" + demand + "}"))
    assert read.is_met(Fraction(value)) is is_met
    assert compute_attainment(read, Fraction(value)) == Fraction(attainment)


@pytest.mark.parametrize(
    ("demand", "is_upward", "is_strict"),
    [
        ("at_least: 85", True, False),
        ("above: 30", True, True),
        ("at_most: 5", False, False),
        ("below: 5", False, True),
        ("between: [65, 70]", True, False),
        ("growth: 7", True, False),
        ("done: true", True, False),
        ("increase: {by: 10, as: points, over: 2021}", True, False),
        ("decrease: {by: 10, as: points, over: 2021}", False, False),
        ("increase: {by: 10, as: points, over: 2019}", True, False),
        ("decrease: {by: 10, as: points, over: 2019}", False, False),
    ],
)
def test_which_way_a_demand_points_and_whether_its_bound_is_enough(
    demand: str, is_upward: bool, is_strict: bool
) -> None:
    read = read_demand(indicator(), read_target("{" + demand + "}"))
    assert (read.is_upward, read.is_strict) == (is_upward, is_strict)


@pytest.mark.parametrize("start", ["0", "-10"])
def test_a_change_by_per_cent_of_nothing_keeps_its_baseline_and_requires_no_value(start: str) -> None:
    made = read_indicator(
        f"id: share\nmeasure: {{kind: ratio, basis: at_date}}\nbaselines: [{{period: 2021, value: {start}}}]"
    )
    read = read_demand(made, read_target("{decrease: {by: 10, as: percent, over: 2021}}"))
    assert (read.baseline, read.required, read.is_upward) == (made.baselines[0], None, False)
    assert read.is_strict is False


def test_a_change_by_per_cent_starts_from_one_as_from_any_other_figure() -> None:
    made = read_indicator(
        "id: share\nmeasure: {kind: ratio, basis: at_date}\nbaselines: [{period: 2021, value: 1}]"
    )
    read = read_demand(made, read_target("{decrease: {by: 10, as: percent, over: 2021}}"))
    assert read.required == Fraction(9, 10)


def test_a_figure_is_judged_by_the_demands_beside_as_well() -> None:
    high, low = (read_demand(indicator(), read_target(f"{{at_least: {bound}}}")) for bound in (85, 50))
    assert replace(high, beside=(low,)).judge(Fraction(60)) == (False, True)


def test_the_years_that_fell_short_for_good_leave_nothing_to_attain() -> None:
    demand = read_demand(indicator(), read_target("{growth: 7}"))
    lost, open_year = YearGrowth(2021, Fraction(6), True), YearGrowth(2022, Fraction(6), False)
    told = [
        (found.failed_years, found.lost_years, find_no_attainment(found, Fraction(9)))
        for found in (demand.over_years((lost, open_year)), demand.over_years((open_year,)))
    ]
    assert told == [((lost, open_year), (lost,), "out_of_reach"), ((open_year,), (), None)]


@pytest.mark.parametrize(
    ("target", "value", "places"),
    [
        # As many as tell 84.996 from 85, and a hair from nothing on either side.
        ("at_least: 85", "84.996", 3),
        ("at_least: 85", "84.5", 1),
        ("at_least: 85", "0.004", 3),
        ("at_least: -5", "-0.004", 3),
        ("increase: {by: 10, as: points, over: 2021}", "39.7996", 4),
    ],
)
def test_a_value_is_shown_with_the_decimals_that_tell_its_verdict(
    target: str, value: str, places: int
) -> None:
    made = read_indicator(
        BASELINES.replace("at_date,", "at_date, decimals: 1,")
        + f"targets: [{{programme: p, by: 2022-12-31, {target}}}]"
    )
    assert choose_places(made, Fraction(value)) == places


def test_a_value_is_shown_against_the_baseline_of_its_own_method() -> None:
    made = read_indicator(
        """
        id: economy
        measure: {kind: value, basis: at_date, decimals: 0, methods: {gso: GSO, hids: HIDS}}
        baselines: [{period: 2021, value: 13, method: gso}, {period: 2021, value: 15, method: hids}]
        targets: [{programme: p, by: 2022-12-31, increase: {by: 1, as: points, over: 2021}}]
        """
    )
    assert (choose_places(made, Fraction("13.9"), "gso"), choose_places(made, Fraction("15.9"), "gso")) == (
        1,
        0,
    )
    assert (choose_places(made, Fraction("13.9"), "hids"), choose_places(made, Fraction("15.9"), "hids")) == (
        0,
        1,
    )


def test_above_a_demanded_range_is_met_and_exceeded() -> None:
    demand = read_demand(indicator(), read_target("{between: [65, 70]}"))
    told = {
        value: (demand.is_met(Fraction(value)), demand.is_exceeded(Fraction(value)))
        for value in (64, 65, 70, 71)
    }
    assert told == {64: (False, False), 65: (True, False), 70: (True, False), 71: (True, True)}


@pytest.mark.parametrize(
    ("demand", "value"),
    [
        ("at_least: 0", "5"),
        ("above: 0", "5"),
        ("at_most: 5", "0"),
        # No baseline for 2019.
        ("increase: {by: 10, as: points, over: 2019}", "5"),
        ("decrease: {by: 10, as: percent, over: 2019}", "5"),
        # A change by nothing has no part that could be achieved.
        ("increase: {by: 0, as: points, over: 2021}", "29.80"),
    ],
)
def test_an_attainment_without_a_meaning_is_none(demand: str, value: str) -> None:
    assert (
        compute_attainment(read_demand(indicator(), read_target("{" + demand + "}")), Fraction(value)) is None
    )


@pytest.mark.parametrize("demand", ["at_most: 0", "below: 0"])
def test_there_is_no_attainment_of_at_most_nothing(demand: str) -> None:
    assert compute_attainment(read_demand(indicator(), read_target("{" + demand + "}")), Fraction(3)) is None


def test_a_change_without_a_baseline_is_neither_met_nor_missed() -> None:
    demand = read_demand(indicator(), read_target("{increase: {by: 10, as: points, over: 2019}}"))
    assert (demand.required, demand.is_met(Fraction(99))) == (None, None)


@pytest.mark.parametrize(
    ("demand", "value", "denominator", "gap", "in_numerator"),
    [
        # 50 % of 1498765 are 749382.5: of 812345 nothing is missing.
        ("at_least: 50", Fraction(81234500, 1498765), 1498765, None, "0"),
        # 85 % of 1000 are 850: of 800 are missing 50.
        ("at_least: 85", Fraction(80), 1000, "5", "50"),
        # 85 % of 999 are 849.15: of 800 are missing 49.15, so 50 whole ones.
        ("at_least: 85", Fraction(80000, 999), 999, None, "50"),
        ("at_least: 50", Fraction(50), 10, "0", "0"),
        # Above 30 % of 10 takes 4: one more than the 3 there are; 3.1 of them would do, but there are no tenths.
        ("above: 30", Fraction(30), 10, "0", "1"),
        ("above: 30", Fraction(20), 10, "10", "2"),
        # 30 % of 7 are 2.1: above it is 3, one more than 2 and no more.
        ("above: 30", Fraction(200, 7), 7, None, "1"),
        ("above: 30", Fraction(40), 10, "-10", "0"),
        ("between: [65, 70]", Fraction(60), 100, "5", "5"),
        # 39.80 - 32 = 7.8 points; of 500 that is 39.
        ("increase: {by: 10, as: points, over: 2021}", Fraction(32), 500, "7.8", "39"),
    ],
)
def test_a_gap_is_counted_in_whole_things_and_a_strict_demand_takes_one_more(
    demand: str, value: Fraction, denominator: int, gap: str | None, in_numerator: str
) -> None:
    read = read_demand(indicator(), read_target("{" + demand + "}"))
    found = compute_gap(read, value, Fraction(denominator), is_percent=True, is_whole=True)
    assert found is not None
    assert found.in_numerator == Fraction(in_numerator)
    if gap is not None:
        assert found.value == Fraction(gap)
    # What is found is enough, and one less is not.
    numerator = value * denominator / 100
    assert read.is_met((numerator + Fraction(in_numerator)) / denominator * 100) is True
    if Fraction(in_numerator) > 0:
        assert read.is_met((numerator + Fraction(in_numerator) - 1) / denominator * 100) is False


def test_a_gap_in_money_is_not_rounded_up() -> None:
    demand = read_demand(indicator(), read_target("{at_least: 7}"))
    # 7 % of 333.5 are 23.345; of 20 are missing 3.345.
    gap = compute_gap(
        demand, Fraction(2000) / Fraction("333.5"), Fraction("333.5"), is_percent=True, is_whole=False
    )
    assert gap is not None
    assert gap.in_numerator == Fraction("3.345")


def test_a_gap_of_a_quotient_is_not_taken_for_per_cent() -> None:
    demand = read_demand(indicator(), read_target("{at_least: 7}"))
    # 7 for each of 20 are 140; 6.5 for each are 130.
    assert compute_gap(demand, Fraction("6.5"), Fraction(20), is_percent=False, is_whole=True) == Gap(
        Fraction("0.5"), Fraction(10)
    )


def test_a_growth_that_cannot_be_made_up_for_has_no_gap() -> None:
    demand = read_demand(indicator(), read_target("{growth: 7}"))
    lost = demand.over_years((YearGrowth(2021, Fraction(6), True),))
    assert compute_gap(lost, Fraction(6), None, is_percent=False, is_whole=False) is None


def test_a_gap_of_a_downward_demand_counts_what_is_too_much() -> None:
    read = read_demand(indicator(), read_target("{at_most: 5}"))
    assert compute_gap(read, Fraction(8), None, is_percent=False, is_whole=True) == Gap(Fraction(3), None)
    assert compute_gap(read, Fraction(2), None, is_percent=False, is_whole=True) == Gap(Fraction(-3), None)


def test_a_milestone_and_a_change_without_a_baseline_have_no_gap() -> None:
    done = read_demand(indicator(), read_target("{done: true}"))
    change = read_demand(indicator(), read_target("{increase: {by: 10, as: points, over: 2019}}"))
    assert compute_gap(done, Fraction(0), None, is_percent=False, is_whole=False) is None
    assert compute_gap(change, Fraction(5), Fraction(10), is_percent=True, is_whole=True) is None


def test_a_path_starts_from_the_newest_baseline_that_ends_before_the_period_does() -> None:
    made = read_indicator(
        """
        id: share
        measure: {kind: ratio, basis: at_date}
        baselines:
          - {period: 2022-Q1, value: 3}
          - {period: 2020, value: 1}
          - {period: 2021, value: 2}
          - {period: 2022-Q3, value: 4}
        """
    )
    target = read_target("{at_least: 50}")
    for period, start in (("2022-Q3", 3), ("2022-Q1", 2), ("2022-S1", 3), ("2021-Q4", 1)):
        found = find_start(made, target, read_period(period))
        assert found is not None
        assert found.value.exact == start
    assert find_start(made, target, read_period("2020-Q4")) is None


def test_a_path_starts_from_the_newest_baseline_by_the_targets_own_method_else_the_figures() -> None:
    made = read_indicator(
        """
        id: economy
        measure: {kind: value, basis: at_date, methods: {gso: GSO, hids: HIDS}}
        baselines:
          - {period: 2020, value: 1}
          - {period: 2021, value: 2, method: gso}
          - {period: 2022-Q1, value: 3, method: hids}
        """
    )
    told = [
        (found.value.exact if found is not None else None)
        for target in ("{at_least: 50}", "{method: gso, at_least: 50}")
        for method in (None, "gso", "hids")
        for found in [find_start(made, read_target(target), read_period("2022-Q3"), method)]
    ]
    assert told == [3, 2, 3, 2, 2, 2]


def test_a_target_by_a_method_starts_from_a_baseline_by_it() -> None:
    made = read_indicator(
        """
        id: economy
        measure: {kind: value, basis: at_date, methods: {gso: GSO, hids: HIDS}}
        baselines: [{period: 2021, value: 13.84, method: gso}, {period: 2021, value: 15.38, method: hids}]
        """
    )
    for method, value in (("gso", "13.84"), ("hids", "15.38")):
        target = read_target("{method: " + method + ", increase: {by: 1, as: points, over: 2021}}")
        assert read_demand(made, target).required == Fraction(value) + 1
        found = find_start(made, target, read_period("2022-Q3"))
        assert found is not None
        assert found.value.exact == Fraction(value)


# -------------------------------------------------------------------------------------------------- end to end


def share(target: str, more: str = "") -> str:
    return f"""
id: share
measure: {{kind: ratio, basis: at_date}}
targets: [{{programme: p, by: 2022-12-31, {target}}}]
{more}
"""


def test_the_row_states_value_attainment_and_gap_exactly(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("number: 5, at_least: 50"))
    store.submit("2022-Q3", "so-a", "share: {numerator: 812345, denominator: 1498765}")
    # 812345/1498765 = 54.2009587894033... %; x 2 = 108.4019175788065...; 50 - 54.2009... = -4.2009587894033...
    row = store.row()
    assert pick(row, "number", "value", "attainment", "status", "certain") == (
        5,
        "54.200958789403",
        "108.401917578807",
        "met",
        True,
    )
    assert row["gap"] == {"value": "-4.200958789403", "in_numerator": "0"}
    assert row["target"] == {
        "demand": "at_least",
        "value": "50",
        "text": {"vi": "≥ 50%", "en": "≥ 50%"},
        "by": "2022-12-31",
        "aspirational": False,
    }


def test_an_increase_states_the_reading_that_was_taken(tmp_path: Path) -> None:
    baselines = "baselines: [{period: 2021, value: 29.80}]"
    told: list[tuple[str, ...]] = []
    for reading in ("points", "percent"):
        store = Workspace(
            tmp_path / reading, share(f"increase: {{by: 10, as: {reading}, over: 2021}}", baselines)
        )
        store.submit("2022-Q3", "so-a", "share: {numerator: 3278, denominator: 10000}")
        row = store.row()
        told.append((row["target"]["as"], row["target"]["required"], row["status"], row["attainment"]))
        told.append(store.row_view().remarks)
    assert told == [
        # (32.78 - 29.80) / 10 = 29.8 %; (32.78 - 29.80) / 2.98 = 100 %. Behind e = 273/365 by more than 25 points.
        ("points", "39.8", "off_track", "29.8"),
        ("Cách hiểu: cộng thêm 10 điểm phần trăm vào số gốc 29,8%, tức phải đạt 39,8%.",),
        ("percent", "32.78", "met", "100"),
        ("Cách hiểu: thay đổi tương đối 10% so với số gốc 29,8%, tức phải đạt 32,78%.",),
    ]


GROWTH = """
id: productivity
measure: {kind: value, basis: at_date, combine: single, decimals: 1}
frequency: year
targets: [{programme: p, growth: 7, by: 2025-12-31}]
"""
YEARS = """
- {period: 2021, before: 2021-12-20, frequencies: [year]}
- {period: 2022, before: 2022-12-20, frequencies: [year]}
- {period: 2023, before: 2023-12-20, frequencies: [year]}
"""


def test_a_yearly_growth_must_be_reached_in_every_year(tmp_path: Path) -> None:
    store = Workspace(tmp_path, GROWTH, rounds=YEARS)
    store.submit("2021", "so-a", "productivity: {value: 7}", at="2021-12-10")
    store.submit("2022", "so-a", "productivity: {value: 6.9}", at="2022-12-10")
    store.submit("2023", "so-a", "productivity: {value: 8.4}", at="2023-12-10")
    as_of = "2023-12-31T12:00:00+07:00"
    told = {
        year: pick(store.row(year, as_of=as_of), "value", "attainment", "status")
        for year in ("2021", "2022", "2023")
    }
    assert told == {
        "2021": ("7", "100", "met"),
        # 6.9 in 2022, which is over: whatever comes, not every year reaches 7, and no part of that is attained.
        "2022": ("6.9", None, "off_track"),
        "2023": ("8.4", None, "off_track"),
    }
    row = store.row_view("2023", as_of=as_of)
    assert row.remarks == ("Không thể đạt nữa: năm 2022 chỉ tăng 6,9%, mà mục tiêu là từng năm ≥ 7%.",)
    assert (row.gap, row.need) == (None, None)
    assert store.row_view("2023", as_of=as_of, language="en").remarks == (
        "It can no longer be met: 2022 grew by 6.9% only, and every year has to reach 7%.",
    )
    assert store.row("2023", as_of="2026-01-01T00:00:00+07:00")["status"] == "missed"


def test_a_year_that_is_not_over_or_not_whole_loses_nothing(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, GROWTH, rounds=YEARS + "- {period: 2021-S1, before: 2021-08-30, frequencies: [year]}"
    )
    store.submit("2021-S1", "so-a", "productivity: {value: -1}", at="2021-07-10")
    store.submit("2022", "so-a", "productivity: {value: 6.9}", at="2022-12-10")
    # On 31/12/2022 that year is not over; of 2021 only a half is known. 6.9/7 = 98.57142857142857... %
    row = store.row("2022", as_of="2022-12-31T12:00:00+07:00")
    assert pick(row, "attainment", "status") == ("98.571428571429", "at_risk")
    assert store.row_view("2022", as_of="2022-12-31T12:00:00+07:00").remarks == (
        "Năm không đạt: 2021, 2022.",
    )
    assert store.row("2022", as_of="2023-01-01T00:00:00+07:00")["status"] == "off_track"


def test_a_growth_is_not_demanded_of_the_years_before_its_first(tmp_path: Path) -> None:
    store = Workspace(tmp_path, GROWTH.replace("growth: 7,", "growth: 7, first_year: 2022,"), rounds=YEARS)
    store.submit("2021", "so-a", "productivity: {value: 1}", at="2021-12-10")
    store.submit("2022", "so-a", "productivity: {value: 7}", at="2022-12-10")
    as_of = "2023-01-31T12:00:00+07:00"
    assert pick(store.row("2021", as_of=as_of), "value", "attainment", "status") == ("1", None, "not_due")
    assert pick(store.row("2022", as_of=as_of), "value", "attainment", "status") == ("7", "100", "met")
    row = store.row_view("2021", as_of=as_of)
    assert (row.status_text, row.value_text) == ("Chưa đến hạn áp dụng", "1,0%")
    assert (row.target.text_vi, row.target.text_en) == (
        "tăng ≥ 7% mỗi năm, từ năm 2022",
        "growth ≥ 7% every year from 2022",
    )
    assert store.row("2023", as_of=as_of)["status"] == "no_data"


def test_a_document_demands_nothing_of_the_years_before_it_was_issued(tmp_path: Path) -> None:
    store = Workspace(tmp_path, GROWTH, rounds=YEARS, programme="source: plan")
    catalogue = tmp_path / "data" / "indicators.yaml"
    catalogue.write_text(catalogue.read_text() + "sources: {plan: {issued: 2022-03-24, title: Kế hoạch}}\n")
    store.submit("2021", "so-a", "productivity: {value: 1}", at="2021-12-10")
    store.submit("2022", "so-a", "productivity: {value: 7}", at="2022-12-10")
    as_of = "2023-01-31T12:00:00+07:00"
    assert [store.row(year, as_of=as_of)["status"] for year in ("2021", "2022")] == ["not_due", "met"]


@pytest.mark.parametrize(
    ("demand", "baseline"),
    [("increase", "0"), ("increase", "-10"), ("decrease", "0")],
)
def test_no_change_by_per_cent_starts_from_nothing(tmp_path: Path, demand: str, baseline: str) -> None:
    store = Workspace(
        tmp_path,
        f"""
        id: share
        measure: {{kind: ratio, basis: at_date}}
        baselines: [{{period: 2021, value: {baseline}}}]
        targets: [{{programme: p, {demand}: {{by: 10, as: percent, over: 2021}}, by: 2022-12-31}}]
        """,
    )
    store.submit("2022-Q3", "so-a", "share: {numerator: 0, denominator: 100}")
    assert pick(store.row(), "value", "attainment", "gap", "status") == ("0", None, None, "no_data")
    row = store.row_view()
    assert row.status_text == "Số gốc không dùng được"
    said = f"số gốc năm 2021 là {baseline}, mức thay đổi theo phần trăm chỉ tính được từ số lớn hơn 0"
    assert row.remarks == (f"Không đánh giá được: {said}.",)
    assert store.find_problems() == ["baseline-not-positive"]


def test_a_change_in_points_starts_from_nothing_as_well(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: ratio, basis: at_date}
        baselines: [{period: 2021, value: 0}]
        targets: [{programme: p, increase: {by: 10, as: points, over: 2021}, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "share: {numerator: 5, denominator: 100}")
    assert pick(store.row(), "attainment", "status") == ("50", "at_risk")
    assert store.find_problems() == []


@pytest.mark.parametrize(
    ("demand", "value", "said"),
    [
        ("at_least: -2", "-4", "mục tiêu không lớn hơn 0"),
        ("at_least: 0", "3", "mục tiêu không lớn hơn 0"),
        ("at_most: -2", "-4", "mục tiêu không lớn hơn 0"),
        ("at_most: 5", "-1", "kết quả không lớn hơn 0"),
        ("at_most: 5", "0", "kết quả không lớn hơn 0"),
        (
            "increase: {by: 0, as: points, over: 2021}",
            "3",
            "mục tiêu không đòi hỏi thay đổi nào so với số gốc",
        ),
        (
            "increase: {by: -5, as: points, over: 2021}",
            "3",
            "mục tiêu không đòi hỏi thay đổi nào so với số gốc",
        ),
    ],
)
def test_why_a_value_has_no_attainment_is_said(tmp_path: Path, demand: str, value: str, said: str) -> None:
    store = Workspace(
        tmp_path,
        f"""
        id: balance
        measure: {{kind: value, counted_in: VND, basis: at_date, combine: single}}
        baselines: [{{period: 2021, value: 10}}]
        targets: [{{programme: p, {demand}, by: 2022-12-31}}]
        """,
    )
    store.submit("2022-Q3", "so-a", f"balance: {{value: {value}}}")
    assert store.row()["attainment"] is None
    assert f"Không tính mức độ đạt: {said}." in store.row_view().remarks


def test_a_growth_that_was_reached_in_every_year_is_met(tmp_path: Path) -> None:
    store = Workspace(tmp_path, GROWTH, rounds=YEARS)
    for year, value in (("2021", "7.5"), ("2022", "7"), ("2023", "9")):
        store.submit(year, "so-a", f"productivity: {{value: {value}}}", at=f"{year}-12-10")
    assert store.row("2023", as_of="2023-12-31T12:00:00+07:00")["status"] == "met"


def test_a_later_years_growth_does_not_judge_an_earlier_year(tmp_path: Path) -> None:
    store = Workspace(tmp_path, GROWTH, rounds=YEARS)
    store.submit("2021", "so-a", "productivity: {value: 7}", at="2021-12-10")
    store.submit("2022", "so-a", "productivity: {value: 1}", at="2022-12-10")
    assert store.row("2021", as_of="2022-12-31T12:00:00+07:00")["status"] == "met"
