"""With answers missing the report says what is still possible, and when the verdict is already certain."""

from pathlib import Path

import pytest

from workspaces import Workspace, pick

SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b, so-c]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""


def file(
    store: Workspace, period: str, unit: str, numerator: int, denominator: int, at: str = "2022-01-02"
) -> None:
    store.submit(period, unit, f"share: {{numerator: {numerator}, denominator: {denominator}}}", at=at)


def test_a_missing_unit_is_taken_with_its_latest_denominator_wholly_and_not_at_all(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-Q1", "so-c", 1, 999)
    file(store, "2022-S1", "so-c", 1, 50)
    file(store, "2022-Q3", "so-a", 60, 100)
    file(store, "2022-Q3", "so-b", 20, 50)
    row = store.row()
    # 80/150 = 53.33 %; with so-c's 50: from 80/200 = 40 % to 130/200 = 65 %.
    assert pick(row, "value", "bounds", "certain", "observed") == (
        "53.333333333333",
        {"low": "40", "high": "65"},
        False,
        "provisional",
    )
    assert row["coverage"] == {"expected": 3, "reported": 2, "missing": ["so-c"]}


@pytest.mark.parametrize(
    ("numerator", "bounds", "status", "certain"),
    [
        # Of so-a's 100 and so-b's and so-c's 10 each: low n/120, high (n + 20)/120; half of 120 is 60.
        (60, {"low": "50", "high": "66.666666666667"}, "met", True),
        (59, {"low": "49.166666666667", "high": "65.833333333333"}, "met", False),
        (40, {"low": "33.333333333333", "high": "50"}, "off_track", False),
        (39, {"low": "32.5", "high": "49.166666666667"}, "off_track", True),
    ],
)
def test_the_verdict_is_certain_when_no_missing_answer_can_change_it(
    tmp_path: Path, numerator: int, bounds: dict[str, str], status: str, certain: bool
) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-S1", "so-c", 5, 10)
    file(store, "2022-Q3", "so-a", numerator, 100)
    assert pick(store.row(), "bounds", "status", "certain") == (bounds, status, certain)


def test_the_report_says_so_in_words(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-S1", "so-c", 5, 10)
    file(store, "2022-Q3", "so-a", 60, 100)
    assert store.row_view().remarks == (
        "Còn 2 đơn vị chưa báo cáo.",
        "Kết luận không thay đổi dù các đơn vị còn lại báo cáo thế nào.",
    )
    row = store.row_view()
    assert row.low is not None
    assert row.high is not None
    assert (row.low.text, row.high.text) == ("50,00%", "66,67%")


def test_where_a_missing_units_denominator_is_unknown_nothing_is_said(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-Q3", "so-a", 99, 100)
    assert pick(store.row(), "value", "bounds", "certain") == ("99", None, False)


def test_a_denominator_of_nought_a_nil_and_a_returned_revision_are_no_known_denominators(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, SHARE.replace("[so-a, so-b, so-c]", "[so-a, so-b]"))
    file(store, "2022-Q1", "so-b", 5, 100)
    file(store, "2022-Q2", "so-b", 5, 10)
    store.review("2022-Q2", "so-b", 1, "returned", "2022-01-03T00:00:00+07:00")
    file(store, "2022-S1", "so-b", 0, 0)
    file(store, "2022-Q3", "so-a", 60, 100)
    # The latest known one is the 100 of the first quarter: 60/200 to 160/200.
    assert store.row()["bounds"] == {"low": "30", "high": "80"}


def test_a_denominator_that_was_received_after_the_as_of_moment_is_not_known(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("[so-a, so-b, so-c]", "[so-a, so-b]"))
    file(store, "2022-S1", "so-b", 5, 100, at="2022-10-15")
    file(store, "2022-Q3", "so-a", 60, 100)
    assert store.row(as_of="2022-10-14T23:59:59+07:00")["bounds"] is None
    assert store.row(as_of="2022-10-15T00:00:00+07:00")["bounds"] == {"low": "30", "high": "80"}


@pytest.mark.parametrize("measure", ["may_exceed: true", "combine: max", "combine: min"])
def test_where_a_missing_answer_may_be_anything_there_are_no_bounds(tmp_path: Path, measure: str) -> None:
    store = Workspace(tmp_path, SHARE.replace("basis: at_date", f"basis: at_date, {measure}"))
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-S1", "so-c", 5, 10)
    file(store, "2022-Q3", "so-a", 60, 100)
    assert pick(store.row(), "bounds", "certain") == (None, False)


def test_a_complete_round_is_certain_and_has_no_bounds(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2022-Q3", unit, 1, 2)
    assert pick(store.row(), "bounds", "certain", "observed") == (None, True, "final")


def test_over_the_year_so_far_only_the_missing_quarter_is_open(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, SHARE.replace("at_date", "in_period").replace("[so-a, so-b, so-c]", "[so-a, so-b]")
    )
    file(store, "2022-S1", "so-a", 100, 200)
    file(store, "2022-S1", "so-b", 50, 100)
    file(store, "2022-Q3", "so-a", 50, 100)
    # 200/400 so far; so-b's latest denominator is 100: from 200/500 to 300/500.
    assert pick(store.row(), "value", "bounds", "certain") == ("50", {"low": "40", "high": "60"}, False)


def test_a_year_so_far_that_lacks_a_units_first_half_is_not_certain(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, SHARE.replace("at_date", "in_period").replace("[so-a, so-b, so-c]", "[so-a, so-b]")
    )
    file(store, "2022-S1", "so-a", 90, 100)
    file(store, "2022-Q3", "so-a", 90, 100)
    file(store, "2022-Q3", "so-b", 90, 100)
    # 270/300 = 90 % without so-b's first half: with 0/1000 it would be 270/1300, which is not met.
    assert pick(store.row(), "value", "observed", "certain") == ("90", "provisional", False)


def test_a_year_so_far_that_lacks_a_units_second_quarter_takes_its_latest_denominator(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, SHARE.replace("at_date", "in_period").replace("[so-a, so-b, so-c]", "[so-a, so-b]")
    )
    file(store, "2022-S1", "so-a", 90, 100)
    file(store, "2022-Q1", "so-b", 9, 10)
    file(store, "2022-Q3", "so-a", 90, 100)
    file(store, "2022-Q3", "so-b", 90, 100)
    # 279/310 without so-b's second quarter, whose latest known denominator is 10: from 279/320 to 289/320.
    bounds = {"low": "87.1875", "high": "90.3125"}
    assert pick(store.row(), "value", "observed", "bounds", "certain") == ("90", "provisional", bounds, True)


def test_an_answer_that_a_longer_period_already_contains_leaves_nothing_open(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, SHARE.replace("at_date", "in_period").replace("[so-a, so-b, so-c]", "[so-a, so-b]")
    )
    for unit in ("so-a", "so-b"):
        file(store, "2022-S1", unit, 50, 100)
    file(store, "2022-Q2", "so-a", 20, 40)
    # Both halves are in the sum, so-b's second quarter with them: 100/200, whatever it sends for the quarter.
    assert pick(store.row("2022-Q2"), "value", "bounds", "certain") == ("50", None, True)


def test_a_target_by_level_is_bounded_by_that_levels_parts(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: ratio, basis: at_date}
        reporters: [so-a, so-b]
        targets: [{programme: p, level: district, at_least: 80, by: 2022-12-31}]
        """,
    )
    province, bottom = "province: {numerator: 1, denominator: 1000}", "denominator: 100"
    store.submit("2022-S1", "so-b", f"share: {{parts: {{{province}, district: {{numerator: 7, {bottom}}}}}}}")
    store.submit(
        "2022-Q3", "so-a", f"share: {{parts: {{{province}, district: {{numerator: 80, {bottom}}}}}}}"
    )
    assert pick(store.row(), "value", "bounds", "certain") == ("80", {"low": "40", "high": "90"}, False)


def test_a_downward_verdict_can_be_certain_too(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, SHARE.replace("at_least: 50", "below: 50").replace("[so-a, so-b, so-c]", "[so-a, so-b]")
    )
    file(store, "2022-S1", "so-b", 5, 100)
    file(store, "2022-Q3", "so-a", 20, 200)
    # From 20/300 = 6.67 % to 120/300 = 40 %: below 50 either way.
    assert pick(store.row(), "status", "certain") == ("met", True)


def test_a_figure_carried_from_an_older_period_is_neither_bounded_nor_certain(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2022-S1", unit, 9, 10)
    assert pick(store.row(), "value", "carried_from", "bounds", "certain") == ("90", "2022-S1", None, False)


def test_a_change_is_certain_when_it_is_reached_whatever_is_missing(tmp_path: Path) -> None:
    change = "increase: {by: 10, as: points, over: 2021}"
    store = Workspace(
        tmp_path,
        SHARE.replace("at_least: 50", change).replace("[so-a, so-b, so-c]", "[so-a, so-b]")
        + "baselines: [{period: 2021, value: 29.80}]\n",
    )
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-Q3", "so-a", 45, 90)
    # Required 39.80: from 45/100 to 55/100, met either way.
    assert pick(store.row(), "bounds", "certain", "status") == ({"low": "45", "high": "55"}, True, "met")
