"""Periods of a year join: the newest, the sum of those that cover it without overlap, or the period's own."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from cds_kpi.assess.book import Book
from cds_kpi.assess.over_time import find_year_figure, tile_period
from cds_kpi.model.catalogue import Target
from cds_kpi.period import Period
from workspaces import Workspace, pick, read_period

YEAR_END = "2022-12-31T12:00:00+07:00"


def share(basis: str, reporters: str = "[so-a]") -> str:
    return f"""
id: share
measure: {{kind: ratio, basis: {basis}}}
reporters: {reporters}
targets: [{{programme: p, at_least: 50, by: 2022-12-31}}]
"""


def file(store: Workspace, period: str, unit: str, numerator: int, denominator: int) -> None:
    store.submit(period, unit, f"share: {{numerator: {numerator}, denominator: {denominator}}}")


def test_what_happens_in_a_period_adds_up_over_the_year_so_far(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-S1", "so-a", 10, 100)
    file(store, "2022-Q3", "so-a", 30, 50)
    file(store, "2022-Q4", "so-a", 50, 50)
    # S1 10/100; with Q3 40/150; with Q4 90/200: S1 + Q3 + Q4 is the year.
    told = {
        period: pick(
            store.row(period, as_of=YEAR_END), "numerator", "denominator", "value", "period_value", "covers"
        )
        for period in ("2022-S1", "2022-Q3", "2022-Q4")
    }
    assert told == {
        "2022-S1": ("10", "100", "10", "10", ["2022-S1"]),
        "2022-Q3": ("40", "150", "26.666666666667", "60", ["2022-S1", "2022-Q3"]),
        "2022-Q4": ("90", "200", "45", "100", ["2022-S1", "2022-Q3", "2022-Q4"]),
    }
    assert store.row_view("2022-Q4", as_of=YEAR_END).remarks == (
        "Lũy kế từ đầu năm: 6 tháng đầu năm 2022 + Quý III/2022 + Quý IV/2022.",
    )


def test_a_year_that_is_not_collected_is_the_sum_of_its_periods_carried_from_the_newest(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-S1", "so-a", 10, 100)
    file(store, "2022-Q3", "so-a", 30, 50)
    file(store, "2022-Q4", "so-a", 50, 50)
    row = store.row("2022", as_of=YEAR_END)
    assert pick(row, "value", "carried_from", "collected", "period_value", "covers") == (
        "45",
        "2022-Q4",
        False,
        None,
        ["2022-S1", "2022-Q3", "2022-Q4"],
    )


def test_a_semester_stands_before_its_quarters_and_a_disagreement_is_a_problem(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-Q1", "so-a", 10, 100)
    file(store, "2022-Q2", "so-a", 20, 100)
    file(store, "2022-S1", "so-a", 50, 200)
    file(store, "2022-Q3", "so-a", 50, 100)
    # The quarters say 30/200, the semester 50/200: with Q3 it is 100/300.
    assert store.find_problems() == ["periods-disagree"]
    assert pick(store.row(), "numerator", "denominator", "covers") == ("100", "300", ["2022-S1", "2022-Q3"])


def test_a_semester_that_agrees_with_its_quarters_is_no_problem_and_counts_once(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-Q1", "so-a", 10, 100)
    file(store, "2022-Q2", "so-a", 20, 100)
    file(store, "2022-S1", "so-a", 30, 200)
    assert store.find_problems() == []
    assert pick(store.row("2022-S1"), "numerator", "denominator", "covers") == ("30", "200", ["2022-S1"])


def test_a_disagreement_of_the_denominators_alone_is_a_problem_too(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-Q1", "so-a", 10, 100)
    file(store, "2022-Q2", "so-a", 20, 100)
    file(store, "2022-S1", "so-a", 30, 201)
    assert store.find_problems() == ["periods-disagree"]


def test_one_quarter_beside_its_semester_cannot_disagree(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-Q1", "so-a", 90, 100)
    file(store, "2022-S1", "so-a", 50, 200)
    assert store.find_problems() == []


def test_figures_that_do_not_add_up_cannot_disagree(tmp_path: Path) -> None:
    for basis in ("at_date", "year_to_date", "distinct_in_period"):
        store = Workspace(tmp_path / basis, share(basis))
        file(store, "2022-Q1", "so-a", 10, 100)
        file(store, "2022-Q2", "so-a", 20, 100)
        file(store, "2022-S1", "so-a", 50, 200)
        assert store.find_problems() == []


def test_a_year_that_disagrees_with_its_semester_and_quarters_is_a_problem(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period").replace("id: share", "id: share\nfrequency: unknown"))
    file(store, "2022-S1", "so-a", 10, 100)
    file(store, "2022-Q3", "so-a", 30, 50)
    file(store, "2022-Q4", "so-a", 50, 50)
    file(store, "2022", "so-a", 150, 200)
    assert "periods-disagree" in store.find_problems()


def test_each_unit_covers_the_year_with_its_own_periods(tmp_path: Path) -> None:
    # so-a by semester, so-b by quarters: 10/100 + (20 + 30)/(50 + 50) + Q3 (1 + 2)/(10 + 10) = 63/220.
    store = Workspace(tmp_path, share("in_period", "[so-a, so-b]"))
    file(store, "2022-S1", "so-a", 10, 100)
    file(store, "2022-Q1", "so-b", 20, 50)
    file(store, "2022-Q2", "so-b", 30, 50)
    file(store, "2022-Q3", "so-a", 1, 10)
    file(store, "2022-Q3", "so-b", 2, 10)
    row = store.row()
    assert pick(row, "numerator", "denominator") == ("63", "220")
    assert row["covers"] == ["2022-Q1", "2022-Q2", "2022-S1", "2022-Q3"]
    assert row["period_value"] == "15"


def test_values_that_happen_in_a_period_add_up_too(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: trained
        measure: {kind: value, basis: in_period, counted_in: count}
        targets: [{programme: p, at_least: 10000, by: 2022-12-31}]
        """,
    )
    store.submit("2022-S1", "so-a", "trained: {value: 4000}")
    store.submit("2022-Q3", "so-a", "trained: {value: 6000}")
    assert pick(store.row(), "value", "period_value", "status") == ("10000", "6000", "met")


@pytest.mark.parametrize("basis", ["at_date", "year_to_date"])
def test_a_state_takes_the_newest_period_of_the_year_and_says_when_it_is_older(
    tmp_path: Path, basis: str
) -> None:
    store = Workspace(tmp_path, share(basis))
    file(store, "2022-Q1", "so-a", 10, 100)
    file(store, "2022-S1", "so-a", 30, 100)
    assert pick(store.row("2022-S1"), "value", "carried_from", "period_value") == ("30", None, "30")
    assert pick(store.row("2022-Q3"), "value", "carried_from", "period_value", "covers") == (
        "30",
        "2022-S1",
        None,
        ["2022-S1"],
    )
    assert store.row_view("2022-Q3").remarks[0] == "Số liệu của 6 tháng đầu năm 2022."


@pytest.mark.parametrize("basis", ["at_date", "in_period", "year_to_date", "distinct_in_period"])
def test_a_later_period_and_another_year_are_never_taken(tmp_path: Path, basis: str) -> None:
    store = Workspace(tmp_path, share(basis))
    file(store, "2021", "so-a", 99, 100)
    file(store, "2022-Q4", "so-a", 99, 100)
    assert pick(store.row("2022-Q3", as_of=YEAR_END), "value", "status") == (None, "no_data")


def test_what_is_counted_once_within_its_period_never_adds_up(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("distinct_in_period"))
    file(store, "2022-S1", "so-a", 10, 100)
    file(store, "2022-Q3", "so-a", 30, 100)
    assert pick(store.row(), "value", "carried_from", "covers") == ("30", None, ["2022-Q3"])


def test_what_is_counted_once_within_its_period_stands_for_no_other_period(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("distinct_in_period"))
    file(store, "2022-S1", "so-a", 60, 100)
    assert pick(store.row(), "value", "status") == (None, "no_data")


def test_a_figure_the_round_does_not_collect_is_shown_from_its_newest_period_and_not_missing(
    tmp_path: Path,
) -> None:
    store = Workspace(
        tmp_path, share("at_date", "[so-a, so-b]").replace("id: share", "id: share\nfrequency: year")
    )
    file(store, "2022-S1", "so-a", 60, 100)
    file(store, "2022-S1", "so-b", 60, 100)
    report = store.report()
    row = report["indicators"][0]
    assert pick(row, "value", "collected", "carried_from", "status") == ("60", False, "2022-S1", "met")
    assert row["coverage"] == {"expected": 2, "reported": 2, "missing": []}
    assert report["reporting"]["expected"] == 0


def test_a_figure_the_round_does_not_collect_and_nobody_has_sent_is_said_to_be_yearly(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("at_date").replace("id: share", "id: share\nfrequency: year"))
    row = store.row()
    assert pick(row, "value", "collected", "status") == (None, False, "no_data")
    assert row["coverage"] == {"expected": 0, "reported": 0, "missing": []}
    assert store.row_view().value_text == "Báo cáo theo năm"
    assert store.row_view().remarks == ("Đợt này không thu thập (tần suất: năm).",)


def test_an_indicator_that_is_collected_keeps_its_missing_reporters_when_an_older_figure_is_shown(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, share("at_date", "[so-a, so-b]"))
    file(store, "2022-S1", "so-a", 60, 100)
    row = store.row()
    assert pick(row, "value", "carried_from", "observed") == ("60", "2022-S1", "provisional")
    assert row["coverage"] == {"expected": 2, "reported": 0, "missing": ["so-a", "so-b"]}


def test_nothing_to_count_in_a_quarter_leaves_the_rest_of_the_year(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-S1", "so-a", 10, 100)
    store.submit("2022-Q3", "so-a", "share: {nil: Không phát sinh}")
    assert pick(store.row(), "value", "period_value", "carried_from") == ("10", None, None)


def test_the_year_stands_before_its_last_quarter(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period").replace("id: share", "id: share\nfrequency: unknown"))
    file(store, "2022-Q4", "so-a", 10, 100)
    file(store, "2022", "so-a", 300, 400)
    row = store.row("2022-Q4", as_of=YEAR_END)
    assert pick(row, "value", "period_value", "covers") == ("75", "10", ["2022"])


def test_the_semester_stands_before_its_last_quarter(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-Q1", "so-a", 5, 100)
    file(store, "2022-Q2", "so-a", 10, 100)
    file(store, "2022-S1", "so-a", 150, 200)
    assert pick(store.row("2022-Q2"), "value", "period_value", "covers") == ("75", "10", ["2022-S1"])


def test_ranks_are_never_added_up(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: dti
        measure: {kind: rank, basis: in_period, counted_in: rank}
        targets: [{programme: p, at_most: 5, by: 2022-12-31}]
        """,
    )
    assert store.find_problems() == ["percentages-added"]


def test_percentages_that_would_be_added_up_over_the_year_are_a_problem(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: economy
        measure: {kind: value, basis: in_period, counted_in: percent}
        targets: [{programme: p, at_least: 15, by: 2022-12-31}]
        """,
    )
    assert store.find_problems() == ["percentages-added"]


def test_both_of_two_periods_are_exact(tmp_path: Path) -> None:
    # 1/3 + 1/7 in the year: 2/10 = 20 %, held as a fraction to the end.
    store = Workspace(tmp_path, share("in_period"))
    file(store, "2022-S1", "so-a", 1, 3)
    file(store, "2022-Q3", "so-a", 1, 7)
    assert store.assess().rows[0].value == Fraction(20)


@pytest.mark.parametrize(
    ("available", "until", "tiles"),
    [
        ("2022-S1 2022-Q3", "2022-Q3", "2022-S1 2022-Q3"),
        ("2022-S1 2022-Q3 2022-Q4", "2022", "2022-S1 2022-Q3 2022-Q4"),
        ("2022 2022-S1 2022-Q3 2022-Q4", "2022", "2022"),
        ("2022 2022-S1 2022-Q3", "2022-Q3", "2022-S1 2022-Q3"),
        ("2022-S1 2022-Q1 2022-Q2", "2022-S1", "2022-S1"),
        ("2022-S1 2022-Q1 2022-Q2", "2022-Q1", "2022-Q1"),
        ("2022-Q1 2022-Q2 2022-Q3", "2022-Q3", "2022-Q1 2022-Q2 2022-Q3"),
        ("2022-Q1 2022-04 2022-05 2022-06 2022-07", "2022-05", "2022-Q1 2022-04 2022-05"),
        ("2022-Q1 2022-Q3", "2022-Q3", "2022-Q1 2022-Q3"),
        ("2022-Q4", "2022-Q3", ""),
        ("", "2022", ""),
    ],
)
def test_a_year_is_covered_by_the_longest_periods_without_overlap(
    available: str, until: str, tiles: str
) -> None:
    found = tile_period(
        {read_period(one) for one in available.split()}, read_period("2022"), read_period(until)
    )
    assert [str(one) for one in found] == tiles.split()


def test_a_figure_is_worked_out_once_and_is_the_same_whatever_was_asked_before(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
id: share
measure: {kind: ratio, basis: in_period, methods: {a: A, b: B}}
reporters: [so-a, quan-1, quan-3]
targets:
  - {programme: p, at_least: 50, by: 2022-12-31}
  - {programme: p, at_least: 50, by: 2022-12-31, level: district}
  - {programme: p, at_least: 50, by: 2022-12-31, method: a}
  - {programme: p, at_least: 50, by: 2022-12-31, method: b}
""",
    )
    for place, unit in enumerate(("so-a", "quan-1", "quan-3")):
        for period in ("2022-Q1", "2022-Q2"):
            ratio = f"numerator: {place + 1}, denominator: 10, method: {'ab'[place // 2]}"
            store.submit(period, unit, f"share: {{{ratio}}}")
    book = store.open_book(as_of=YEAR_END)
    indicator = book.catalogue.by_id["share"]
    asked = [
        (target, read_period(period), methods)
        for target in indicator.targets
        for period in ("2022-Q1", "2022-Q2")
        for methods in (None, ("a",), ("a", "b", None))
    ]

    def find(fresh: Book, target: Target, period: Period, methods: tuple[str | None, ...] | None) -> object:
        year = find_year_figure(fresh, indicator, target, period, methods=methods)
        figure = year.figure if year is not None else None
        return figure and (figure.numerator, figure.denominator, figure.methods, len(figure.answers))

    alone = [find(replace(book), *one) for one in asked]
    assert [find(book, *one) for one in asked] == alone
    assert [find(book, *one) for one in reversed(asked)] == alone[::-1]
    assert len(set(alone)) == 10
    first = asked[0]
    assert find_year_figure(book, indicator, *first[:2]) is find_year_figure(book, indicator, *first[:2])
