"""How a round went: what each unit owed and answered, which revision counts, and whether it was on time."""

from pathlib import Path
from typing import Any

import pytest

from workspaces import Workspace, pick

TWO = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
---
id: count
measure: {kind: value, basis: at_date, counted_in: count}
reporters: [so-a]
targets: [{programme: p, at_least: 5, by: 2022-12-31}]
"""
BOTH = "share: {numerator: 1, denominator: 2}\ncount: {value: 5}"
SHARE = "share: {numerator: 1, denominator: 2}"
ON_TIME, LATE = "2022-09-19T10:00:00+07:00", "2022-09-21T10:00:00+07:00"


def states(report: dict[str, Any]) -> dict[str, str]:
    return {unit["unit"]: unit["state"] for unit in report["units"]}


def test_a_unit_owes_what_names_it_and_is_partial_until_it_has_answered_all(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", SHARE, at=ON_TIME)
    store.submit("2022-Q3", "so-b", SHARE, at=ON_TIME)
    report = store.report()
    assert [pick(unit, "unit", "state", "owed", "answered") for unit in report["units"]] == [
        ("so-a", "partial", ["share", "count"], ["share"]),
        ("so-b", "on_time", ["share"], ["share"]),
    ]
    assert report["reporting"] == {
        "expected": 2,
        "received": 2,
        "complete": 1,
        "on_time": 1,
        "late": 0,
        "missing": [],
        "excluded": [],
    }


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("share: {nil: Không phát sinh}", "on_time"),
        ("share: {not_applicable: Không thuộc phạm vi}", "on_time"),
        ("share: {numerator: 0, denominator: 0}", "on_time"),
        ("share: {unavailable: Chưa có số liệu}", "partial"),
    ],
)
def test_to_say_why_there_is_no_figure_is_an_answer_to_say_it_is_not_there_yet_is_none(
    tmp_path: Path, answer: str, state: str
) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-b", answer, at=ON_TIME)
    assert states(store.report())["so-b"] == state


def test_the_round_is_counted_by_state_and_the_missing_are_listed(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, TWO.replace("reporters: [so-a, so-b]", "reporters: [level:department, level:district]")
    )
    store.submit("2022-Q3", "so-a", BOTH, at=ON_TIME)
    store.submit("2022-Q3", "so-b", SHARE, at=LATE)
    store.submit("2022-Q3", "so-c", SHARE, at=None)
    store.review("2022-Q3", "quan-3", 0, "excluded", "2022-09-01T08:00:00+07:00")
    report = store.report()
    assert states(report) == {
        "so-a": "on_time",
        "so-b": "late",
        "so-c": "undated",
        "quan-1": "missing",
        "quan-3": "excluded",
    }
    assert report["reporting"] == {
        "expected": 4,
        "received": 3,
        "complete": 3,
        "on_time": 1,
        "late": 1,
        "missing": ["quan-1"],
        "excluded": ["quan-3"],
    }


def test_an_undated_file_counts_is_never_on_time_and_is_warned_of(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-b", SHARE, at=None)
    assert states(store.report(as_of="2022-01-01T00:00:00+07:00"))["so-b"] == "undated"
    assert store.row()["value"] == "50"
    assert store.find_problems() == ["submission-undated"]


# ------------------------------------------------------------------------------------------- which revision counts

ONE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""


def file(store: Workspace, numerator: int, at: str) -> None:
    store.submit("2022-Q3", "so-a", f"share: {{numerator: {numerator}, denominator: 100}}", at=at)


def values(store: Workspace, *moments: str) -> list[str | None]:
    return [store.row(as_of=f"{moment}:00+07:00")["value"] for moment in moments]


def test_the_newest_revision_received_by_the_as_of_moment_counts(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE)
    file(store, 10, "2022-09-10T08:00:00+07:00")
    file(store, 20, "2022-09-12T08:00:00+07:00")
    assert values(store, "2022-09-10T07:59", "2022-09-10T08:00", "2022-09-12T07:59", "2022-09-12T08:00") == [
        None,
        "10",
        "10",
        "20",
    ]
    source = store.row()["sources"][0]
    assert pick(source, "file", "revision", "line") == ("data/submissions/2022-Q3/so-a.r2.yaml", 2, 6)


def test_a_returned_revision_does_not_count_from_the_moment_it_was_returned(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE)
    file(store, 10, "2022-09-10T08:00:00+07:00")
    file(store, 20, "2022-09-12T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 2, "returned", "2022-09-13T08:00:00+07:00")
    assert values(store, "2022-09-13T07:59", "2022-09-13T08:00") == ["20", "10"]


def test_a_unit_whose_every_revision_was_returned_is_returned_and_missing(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE)
    file(store, 10, "2022-09-10T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 1, "returned", "2022-09-13T08:00:00+07:00")
    report = store.report()
    assert states(report) == {"so-a": "returned"}
    assert pick(report["reporting"], "received", "missing") == (0, ["so-a"])
    assert pick(report["indicators"][0], "value", "coverage") == (
        None,
        {"expected": 1, "reported": 0, "missing": ["so-a"]},
    )


def test_a_return_that_was_taken_back_counts_again(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE)
    file(store, 10, "2022-09-10T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 1, "returned", "2022-09-13T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 1, "accepted", "2022-09-14T08:00:00+07:00", nth=2)
    assert values(store, "2022-09-13T08:00", "2022-09-14T08:00") == [None, "10"]


def test_where_accepted_revisions_count_the_newest_accepted_one_does(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE, programme="counts: accepted")
    file(store, 10, "2022-09-10T08:00:00+07:00")
    file(store, 20, "2022-09-12T08:00:00+07:00")
    file(store, 30, "2022-09-14T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 1, "accepted", "2022-09-11T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 2, "accepted", "2022-09-16T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 2, "returned", "2022-09-18T08:00:00+07:00", nth=2)
    moments = [
        "2022-09-10T12:00",
        "2022-09-11T08:00",
        "2022-09-15T08:00",
        "2022-09-16T08:00",
        "2022-09-18T08:00",
    ]
    assert values(store, *moments) == [None, "10", "10", "20", "10"]


def test_what_is_not_accepted_yet_is_missing_where_accepted_revisions_count(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE, programme="counts: accepted")
    file(store, 10, "2022-09-10T08:00:00+07:00")
    assert states(store.report()) == {"so-a": "missing"}


# ------------------------------------------------------------------------------------------------ on time or late


def test_a_figure_corrected_after_the_deadline_does_not_make_a_unit_late(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE)
    file(store, 10, ON_TIME)
    file(store, 20, LATE)
    report = store.report()
    assert states(report) == {"so-a": "on_time"}
    assert pick(report["units"][0], "revision", "received_at") == (2, LATE)
    assert report["indicators"][0]["value"] == "20"


def test_an_answer_given_only_after_the_deadline_does(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", SHARE, at=ON_TIME)
    store.submit("2022-Q3", "so-a", BOTH, at=LATE)
    assert states(store.report(as_of="2022-09-20T23:59:59+07:00"))["so-a"] == "partial"
    assert states(store.report())["so-a"] == "late"


def test_a_revision_sent_anew_after_a_return_is_judged_by_its_own_time(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE)
    file(store, 10, ON_TIME)
    store.review("2022-Q3", "so-a", 1, "returned", "2022-09-19T12:00:00+07:00")
    file(store, 20, LATE)
    assert states(store.report()) == {"so-a": "late"}


def test_a_dated_revision_in_time_is_on_time_whatever_came_before_it(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ONE)
    store.submit("2022-Q3", "so-a", SHARE, at=None)
    store.submit("2022-Q3", "so-a", SHARE, at="2022-09-10")
    assert states(store.report()) == {"so-a": "on_time"}
