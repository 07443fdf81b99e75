"""Scales: a share from 0 to 100%, all else from 0 to a round number beyond everything that is drawn."""

from pathlib import Path

import pytest

from workspaces import Workspace

RATIO = "measure: {kind: ratio, basis: at_date}"
VALUE = "measure: {kind: value, basis: at_date, counted_in: VND}"


def scale(
    tmp_path: Path, measure: str, target: str, answer: str, more: str = ""
) -> tuple[str, str, str | None, str | None, bool] | None:
    """Give the ends, the goal and its end, and whether up is better, of an indicator with one answer."""
    workspace = Workspace(
        tmp_path, f"id: share\n{measure}\n{more}\ntargets: [{{programme: p, by: 2022-12-31, {target}}}]"
    )
    workspace.submit("2022-Q3", "so-a", f"share: {answer}")
    made = workspace.row_view().scale
    if made is None:
        return None
    ends = [made.goal.text if made.goal else None, made.goal_end.text if made.goal_end else None]
    return made.low.text, made.high.text, ends[0], ends[1], made.is_upward


@pytest.mark.parametrize(
    ("measure", "target", "answer", "expected"),
    [
        (RATIO, "at_least: 50", "{numerator: 3, denominator: 10}", ("0%", "100%", "50%", None, True)),
        (RATIO, "at_least: 7", "{numerator: 8, denominator: 100}", ("0%", "10%", "7%", None, True)),
        (RATIO, "between: [65, 70]", "{numerator: 3, denominator: 10}", ("0%", "100%", "65%", "70%", True)),
        (RATIO, "at_most: 50", "{numerator: 3, denominator: 10}", ("0%", "100%", "50%", None, False)),
        (
            "measure: {kind: ratio, basis: at_date, may_exceed: true}",
            "at_least: 100",
            "{numerator: 13, denominator: 10}",
            ("0%", "150%", "100%", None, True),
        ),
        (VALUE, "at_least: 1500", "{value: 1190}", ("0 VND", "2.000 VND", "1.500 VND", None, True)),
        (VALUE, "at_least: 0.02", "{value: 0.01}", ("0 VND", "0,025 VND", "0,02 VND", None, True)),
        (VALUE, "at_least: 10", "{value: -4}", ("-5 VND", "12 VND", "10 VND", None, True)),
        (VALUE, "at_most: 0", "{value: 0}", ("0 VND", "1 VND", "0 VND", None, False)),
    ],
)
def test_the_ends_are_round_and_hold_all_that_is_drawn(
    tmp_path: Path, measure: str, target: str, answer: str, expected: object
) -> None:
    assert scale(tmp_path, measure, target, answer) == expected


def test_the_trend_and_the_baseline_are_on_the_scale(tmp_path: Path) -> None:
    more = "baselines: [{period: 2021, value: 9000}]"
    assert scale(tmp_path, VALUE, "at_least: 10", "{value: 4}", more) == (
        "0 VND", "10.000 VND", "10 VND", None, True,
    )  # fmt: skip


def test_a_change_without_a_baseline_has_no_goal(tmp_path: Path) -> None:
    target = "increase: {by: 10, as: points, over: 2021}"
    made = scale(tmp_path, RATIO, target, "{numerator: 3, denominator: 10}")
    assert made == ("0%", "100%", None, None, True)


def test_a_milestone_has_no_scale(tmp_path: Path) -> None:
    measure = "measure: {kind: milestone, basis: at_date}"
    assert scale(tmp_path, measure, "done: true", "{done: true}") is None
