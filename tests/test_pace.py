"""Status: met, missed, or by pace along the line from baseline to target; always on exact values."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from cds_kpi.assess.attainment import compute_attainment, find_start, read_demand
from cds_kpi.assess.pace import Pace, Step, compute_pace, find_steps, judge_status
from cds_kpi.model.catalogue import Bands
from workspaces import Workspace, pick, read_indicator, read_period, read_record, read_target

OPEN = date(2022, 9, 30)
BASELINE = "baselines: [{period: 2021, value: 20}]"


def judge(
    demand: str,
    value: Fraction | str,
    *,
    baselines: str = "",
    as_of: date = OPEN,
    bands: str = "{at_risk_points: 25, near: 90}",
    by: str = "2022-12-31",
) -> tuple[Pace | None, str]:
    indicator = read_indicator(f"id: share\nmeasure: {{kind: ratio, basis: at_date}}\n{baselines}")
    target = read_target("{" + demand + "}").model_copy(update={"by": date.fromisoformat(by)})
    period, exact = read_period("2022-Q3"), Fraction(value)
    read = read_demand(indicator, target)
    pace = compute_pace(read, find_start(indicator, target, period), exact, period)
    attainment = compute_attainment(read, exact)
    return pace, judge_status(read, exact, attainment, pace, read_record(Bands, bands), as_of)


def test_progress_and_time_run_from_the_baselines_last_day_to_the_targets() -> None:
    # 31/12/2021 to 30/9/2022 are 273 days, to 31/12/2022 365. From 20 to 50: 35 is half way.
    pace, status = judge("at_least: 50", "35", baselines=BASELINE)
    assert pace is not None
    assert (pace.progress, pace.elapsed) == (Fraction(1, 2), Fraction(273, 365))
    assert pace.required_now == 20 + 30 * Fraction(273, 365)
    assert status == "at_risk"


def test_after_the_targets_day_the_line_stays_at_the_target() -> None:
    # 31/12/2021 to 30/6/2022 are 181 days; the third quarter ends 92 days later.
    pace, status = judge("at_least: 50", "35", baselines=BASELINE, by="2022-06-30")
    assert pace is not None
    assert (pace.elapsed, pace.required_now, status) == (Fraction(273, 181), Fraction(50), "missed")


# On the line the value is 20 + 30 * 273/365; 25 points behind it 20 + 30 * (273/365 - 1/4).
ON_LINE = 20 + 30 * Fraction(273, 365)
BAND = 20 + 30 * (Fraction(273, 365) - Fraction(1, 4))
HAIR = Fraction(1, 10**15)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (Fraction(50), "met"),
        (50 - HAIR, "on_track"),
        (ON_LINE, "on_track"),
        (ON_LINE - HAIR, "at_risk"),
        (BAND, "at_risk"),
        (BAND - HAIR, "off_track"),
        (Fraction(10), "off_track"),
    ],
)
def test_the_bands_end_exactly_where_they_are_drawn(value: Fraction, status: str) -> None:
    assert judge("at_least: 50", value, baselines=BASELINE)[1] == status


def test_the_band_is_the_programmes_to_set() -> None:
    wide, narrow = "{at_risk_points: 50}", "{at_risk_points: 0}"
    assert judge("at_least: 50", BAND - HAIR, baselines=BASELINE, bands=wide)[1] == "at_risk"
    assert judge("at_least: 50", ON_LINE - HAIR, baselines=BASELINE, bands=narrow)[1] == "off_track"


@pytest.mark.parametrize(
    ("value", "status"),
    [("50", "met"), ("49.999", "at_risk"), ("45", "at_risk"), ("44.999", "off_track"), ("0", "off_track")],
)
def test_without_a_baseline_ninety_per_cent_of_the_target_are_near(value: str, status: str) -> None:
    pace, told = judge("at_least: 50", value)
    assert (pace, told) == (None, status)


def test_what_is_near_is_the_programmes_to_set() -> None:
    assert judge("at_least: 50", "40", bands="{near: 80}")[1] == "at_risk"
    assert judge("at_least: 50", "39.9", bands="{near: 80}")[1] == "off_track"


@pytest.mark.parametrize(
    ("as_of", "status"),
    [(date(2022, 12, 30), "at_risk"), (date(2022, 12, 31), "at_risk"), (date(2023, 1, 1), "missed")],
)
def test_a_target_is_missed_only_after_its_day(as_of: date, status: str) -> None:
    assert judge("at_least: 50", "49", as_of=as_of)[1] == status
    assert judge("at_least: 50", "50", as_of=as_of)[1] == "met"


def test_the_day_after_the_targets_begins_in_the_citys_time(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: ratio, basis: at_date}
        targets: [{programme: p, at_least: 50, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "share: {numerator: 49, denominator: 100}")
    assert store.row(as_of="2022-12-31T16:59:59+00:00")["status"] == "at_risk"
    assert store.row(as_of="2022-12-31T17:00:00+00:00")["status"] == "missed"


def test_a_downward_demand_runs_downward() -> None:
    # From 50 to 30 by the end of 2022: 40 is half way, 273/365 of the way is 50 - 20 * 273/365.
    falling = "decrease: {by: 40, as: percent, over: 2021}"
    baseline = "baselines: [{period: 2021, value: 50}]"
    pace, status = judge(falling, "40", baselines=baseline)
    assert pace is not None
    assert (pace.progress, status) == (Fraction(1, 2), "at_risk")
    assert pace.required_now == 50 - 20 * Fraction(273, 365)
    line = 50 - 20 * Fraction(273, 365)
    assert judge(falling, line, baselines=baseline)[1] == "on_track"
    assert judge(falling, line + HAIR, baselines=baseline)[1] == "at_risk"
    assert judge(falling, "30", baselines=baseline)[1] == "met"
    assert judge(falling, "60", baselines=baseline)[1] == "off_track"


def test_a_rank_has_a_pace_as_well() -> None:
    # From rank 20 to rank 5: rank 5 + 15 * (1 - 273/365) = 8.78 is on the line, so 8 is and 9 is not.
    assert judge("at_most: 5", "8", baselines=BASELINE)[1] == "on_track"
    assert judge("at_most: 5", "9", baselines=BASELINE)[1] == "at_risk"


def test_an_increase_runs_from_the_baseline_it_names() -> None:
    # From 29.80 to 39.80: 35 is (35 - 29.80)/10 = 0.52 of it; e is 273/365 = 0.747..., so within 25 points.
    baselines = "baselines: [{period: 2021, value: 29.80}, {period: 2022-Q1, value: 34}]"
    pace, status = judge("increase: {by: 10, as: points, over: 2021}", "35", baselines=baselines)
    assert pace is not None
    assert (pace.progress, pace.elapsed, status) == (Fraction("0.52"), Fraction(273, 365), "at_risk")


def test_of_several_baselines_the_newest_before_the_period_is_where_the_path_begins() -> None:
    # From 31/3/2022: 183 of 275 days; (45 - 40)/(50 - 40) = 1/2 against 183/275 = 0.665...
    baselines = "baselines: [{period: 2021, value: 20}, {period: 2022-Q1, value: 40}]"
    pace, status = judge("at_least: 50", "45", baselines=baselines)
    assert pace is not None
    assert (pace.progress, pace.elapsed, status) == (Fraction(1, 2), Fraction(183, 275), "at_risk")


@pytest.mark.parametrize(
    ("demand", "baselines", "by"),
    [
        # The baseline is at the target already, or beyond it.
        ("at_least: 50", "baselines: [{period: 2021, value: 50}]", "2022-12-31"),
        ("at_least: 50", "baselines: [{period: 2021, value: 60}]", "2022-12-31"),
        ("at_most: 50", "baselines: [{period: 2021, value: 40}]", "2022-12-31"),
        ("at_most: 50", "baselines: [{period: 2021, value: 50}]", "2022-12-31"),
        # The target's day is not after the baseline's.
        ("at_least: 50", BASELINE, "2021-12-31"),
        # There is no line to a milestone, nor to a growth demanded anew each year.
        ("done: true", "baselines: [{period: 2021, value: 0}]", "2022-12-31"),
        ("growth: 50", BASELINE, "2022-12-31"),
    ],
)
def test_where_no_path_leads_there_is_no_pace(demand: str, baselines: str, by: str) -> None:
    assert judge(demand, "45", baselines=baselines, by=by, as_of=date(2021, 1, 1))[0] is None


def test_a_value_that_fell_below_its_baseline_has_gone_backward() -> None:
    pace, status = judge("at_least: 50", "14", baselines=BASELINE)
    assert pace is not None
    assert (pace.progress, status) == (Fraction(-1, 5), "off_track")


def test_a_change_without_its_baseline_has_no_status_but_no_data() -> None:
    assert judge("increase: {by: 10, as: points, over: 2019}", "99")[1] == "no_data"


def test_every_status_can_be_reached_in_a_report(tmp_path: Path) -> None:
    def share(key: str, baseline: str = "", phases: str = "", by: str = "2022-12-31") -> str:
        return (
            f"id: {key}\nmeasure: {{kind: ratio, basis: at_date}}\n{baseline}\n{phases}\n"
            f"targets: [{{programme: p, at_least: 50, by: {by}}}]"
        )

    keys = ["met", "missed", "on-track", "at-risk", "off-track", "no-data", "not-due"]
    blocks = [
        share("met"),
        share("missed", by="2022-09-29"),
        share("on-track", BASELINE),
        share("at-risk"),
        share("off-track"),
        share("no-data"),
        share("not-due", phases="phases: [{level: department, from: 2022-12-01}]"),
    ]
    store = Workspace(tmp_path, "\n---\n".join(blocks))
    store.submit(
        "2022-Q3",
        "so-a",
        """
        met: {numerator: 1, denominator: 2}
        missed: {numerator: 49, denominator: 100}
        on-track: {numerator: 45, denominator: 100}
        at-risk: {numerator: 45, denominator: 100}
        off-track: {numerator: 44, denominator: 100}
        """,
    )
    report = store.report()
    assert [pick(row, "id", "status") for row in report["indicators"]] == [
        (key, key.replace("-", "_")) for key in keys
    ]
    view = store.view()
    assert [(one.status, one.text, one.count) for one in view.statuses] == [
        ("met", "Đạt", 1),
        ("on_track", "Đúng tiến độ", 1),
        ("at_risk", "Có nguy cơ", 1),
        ("off_track", "Chậm tiến độ", 1),
        ("missed", "Không đạt", 1),
        ("no_data", "Chưa có số liệu", 1),
        ("not_due", "Chưa đến hạn áp dụng", 1),
    ]


def list_steps(
    demand: str,
    *,
    baselines: str = "",
    as_of: date = OPEN,
    bands: str = "{at_risk_points: 25, near: 90}",
    by: str = "2022-12-31",
) -> tuple[Step, ...]:
    indicator = read_indicator(f"id: share\nmeasure: {{kind: ratio, basis: at_date}}\n{baselines}")
    target = read_target("{" + demand + "}").model_copy(update={"by": date.fromisoformat(by)})
    period = read_period("2022-Q3")
    read = read_demand(indicator, target)
    start = find_start(indicator, target, period)
    return find_steps(read, start, period, read_record(Bands, bands), as_of)


def pick_step(demand: str, steps: tuple[Step, ...], value: Fraction) -> str:
    """Read the steps as a reader does: the first whose bound the value reaches."""
    is_upward = not demand.startswith(("at_most", "below", "decrease"))
    for place, step in enumerate(steps):
        if step.bound is None or (value > step.bound if is_upward else value < step.bound):
            return step.status
        if value == step.bound and not (place == 0 and demand.startswith(("above", "below"))):
            return step.status
    raise AssertionError("the last step has no bound")


@pytest.mark.parametrize("as_of", [OPEN, date(2023, 1, 1)])
@pytest.mark.parametrize(
    "baselines", ["", "baselines: [{period: 2021, value: 20}]", "baselines: [{period: 2021, value: 60}]"]
)
@pytest.mark.parametrize(
    "demand",
    [
        "at_least: 50",
        "above: 50",
        "at_most: 5",
        "below: 5",
        "between: [65, 70]",
        "every: 9",
        "increase: {by: 10, as: points, over: 2021}",
        "decrease: {by: 40, as: percent, over: 2021}",
    ],
)
def test_the_steps_say_what_the_verdict_says(demand: str, baselines: str, as_of: date) -> None:
    steps = list_steps(demand, baselines=baselines, as_of=as_of)
    if not steps:
        assert baselines == ""
        assert demand.startswith(("increase", "decrease"))
        return
    bounds = [step.bound for step in steps if step.bound is not None]
    values = [bound + hair for bound in bounds for hair in (-HAIR, Fraction(0), HAIR)]
    for value in [*values, Fraction(1), Fraction(47), Fraction(1000)]:
        told = judge(demand, value, baselines=baselines, as_of=as_of)[1]
        assert pick_step(demand, steps, value) == told, (value, steps)


@pytest.mark.parametrize("demand", ["done: true", "growth: 7", "at_least: 0"])
def test_where_the_value_alone_does_not_tell_there_are_no_steps(demand: str) -> None:
    assert list_steps(demand) == ()


def test_on_the_targets_day_itself_nothing_is_missed_yet() -> None:
    assert [step.status for step in list_steps("at_least: 50", as_of=date(2022, 12, 31))] == [
        "met",
        "at_risk",
        "off_track",
    ]


def test_a_target_of_one_or_less_has_steps_as_well() -> None:
    assert list_steps("at_least: 1")[1] == Step("at_risk", Fraction(9, 10))


def test_where_nothing_is_near_there_are_no_steps() -> None:
    assert list_steps("at_most: 5", bands="{near: 0}") == ()


def test_a_change_without_time_for_it_is_near_by_the_part_of_the_change() -> None:
    # From 20 to 30, by the very day that the baseline is of: no line leads there; 90 per cent of the way are 29.
    rising, falling = (
        "increase: {by: 10, as: points, over: 2021}",
        "decrease: {by: 10, as: points, over: 2021}",
    )
    day = date(2021, 12, 31)
    assert list_steps(rising, baselines=BASELINE, as_of=day, by="2021-12-31") == (
        Step("met", Fraction(30)),
        Step("at_risk", Fraction(29)),
        Step("off_track", None),
    )
    assert list_steps(falling, baselines=BASELINE, as_of=day, by="2021-12-31")[1] == Step(
        "at_risk", Fraction(11)
    )
