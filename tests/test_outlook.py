"""Outlook: where an indicator comes to at its last observed pace, and what its target still takes, worked by hand."""

import re
from datetime import date
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
from cds_kpi.assess.outlook import Outlook
from cds_kpi.assess.remaining import MOST, find_remaining
from cds_kpi.model.catalogue import Programme
from cds_kpi.text import Language
from workspaces import ROUNDS, UNITS, Workspace, pick, read_indicator, read_period, read_record

SHARE = """
id: share
measure: {kind: ratio, basis: at_date, things: hộ}
baselines: [{period: 2021, value: 20}]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""
# What happens in a year.
FLOW = SHARE.replace("at_date", "in_period").replace("hộ", "hồ sơ")
TWO_FLOWS = FLOW.replace("baselines", "reporters: [so-a, so-b]\nbaselines")
AT_RISK_BUT = (
    (
        "Đánh giá “Có nguy cơ” xét mức đã đạt so với đường thẳng từ số gốc, "
        "còn dự báo xét đà của kỳ gần nhất, nên hai bên khác nhau."
    ),
    (
        "The status “At risk” judges today's value by the line from the baseline, "
        "the outlook the last period's pace: so the two differ."
    ),
)
bounded = settings(derandomize=True, max_examples=40, deadline=None, database=None)
# The days until the end of 2022: 184 from 30/6 (31 + 31 + 30 + 31 + 30 + 31), 92 from 30/9; 92 lie between the two.


def file(store: Workspace, period: str, numerator: int, denominator: int, unit: str = "so-a") -> None:
    store.submit(period, unit, f"share: {{numerator: {numerator}, denominator: {denominator}}}")


def look(store: Workspace, period: str = "2022-Q3") -> dict[str, Any]:
    outlook: dict[str, Any] = store.row(period)["outlook"]
    return outlook


def say(store: Workspace, period: str = "2022-Q3") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sentences in both languages."""
    vi, en = (store.row_view(period, language=one).outlook.sentences for one in ("vi", "en"))
    return vi, en


def test_a_level_goes_on_along_its_last_two_values(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", 30, 100)
    file(store, "2022-Q3", 80, 200)
    # From 30 % on 30/6 to 40 % on 30/9, so 50 % 92 days later: exactly the target. It takes 20 households of 200.
    assert look(store) == {
        "why_not": None,
        "course": "level",
        "since": "2022-S1",
        "expected": "50",
        "met": True,
        "short_by": "0",
        "bring": "20",
        "in_numerator": True,
        "out_of": None,
        "highest": None,
        "volume": None,
        "remaining": [
            {"period": "2022-Q4", "day": "2022-12-31", "required": "50", "expected": "50", "bring": "20"}
        ],
    }
    assert say(store) == (
        (
            (
                "Theo đà từ 6 tháng đầu năm 2022 đến hết quý III/2022, dự kiến đạt 50,00% vào 31/12/2022: "
                "bằng đúng mục tiêu."
            ),
            "Để đạt mục tiêu, quý IV/2022 cần có thêm 20 hộ, nếu mẫu số vẫn là 200 hộ.",
            AT_RISK_BUT[0],
        ),
        (
            (
                "At the pace from the first half of 2022 to Quarter III/2022, 50.00% is expected on 31 December 2022: "
                "exactly the target."
            ),
            "To meet the target, Quarter IV/2022 has to add 20 hộ, if the denominator stays at 200 hộ.",
            AT_RISK_BUT[1],
        ),
    )


def test_a_baseline_is_the_first_of_two_values(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", 24, 100)
    # From 20 % to 24 % in 181 days; 184 more bring 4 x 184/181 points. On the line 20 + 30 x 273/365 on 30/9.
    outlook = look(store, "2022-S1")
    assert Fraction(24) + Fraction(4 * 184, 181) == Fraction(5080, 181)
    assert pick(outlook, "since", "expected", "met", "short_by", "bring") == (
        "2021", "28.066298342541", False, "21.933701657459", "26",
    )  # fmt: skip
    # 26 households in 184 days: 13 in the first 92, as many in the rest.
    assert outlook["remaining"] == [
        {
            "period": "2022-Q3",
            "day": "2022-09-30",
            "required": "42.438356164384",
            "expected": "26.033149171271",
            "bring": "13",
        },
        {
            "period": "2022-Q4",
            "day": "2022-12-31",
            "required": "50",
            "expected": "28.066298342541",
            "bring": "13",
        },
    ]
    assert say(store, "2022-S1")[0] == (
        (
            "Theo đà từ năm 2021 đến hết 6 tháng đầu năm 2022, dự kiến đạt 28,07% vào 31/12/2022: "
            "thấp hơn mục tiêu 21,93 điểm phần trăm."
        ),
        (
            "Để đạt mục tiêu cần có thêm tất cả 26 hộ, nếu mẫu số vẫn là 100 hộ "
            "(quý III/2022: 13 hộ; quý IV/2022: 13 hộ)."
        ),
        "Theo đường thẳng đến mục tiêu cần có quý III/2022: 42,44%.",
    )


def test_with_one_period_there_is_none_and_it_says_so(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("baselines: [{period: 2021, value: 20}]\n", ""))
    file(store, "2022-Q3", 80, 200)
    assert look(store) == {"why_not": "one_period"}
    assert say(store) == (
        ("Chưa đủ số liệu để dự báo: mới có một kỳ.",),
        ("Not enough figures for an outlook: there is one period only.",),
    )


@pytest.mark.parametrize(
    ("numerator", "expected"),
    [
        # From 60 % and 40 % on 30/6 to 90 % and 10 %: 120 % and -20 % would be reached, which a share cannot be.
        ((60, 90), "100"),
        ((40, 10), "0"),
    ],
)
def test_a_share_stays_between_nothing_and_all(
    tmp_path: Path, numerator: tuple[int, int], expected: str
) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", numerator[0], 100)
    file(store, "2022-Q3", numerator[1], 100)
    assert look(store)["expected"] == expected


def test_what_may_exceed_the_whole_has_no_ceiling(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("basis: at_date", "basis: at_date, may_exceed: true"))
    file(store, "2022-S1", 60, 100)
    file(store, "2022-Q3", 90, 100)
    assert look(store)["expected"] == "120"


def test_above_a_bound_the_bound_itself_is_missed_by_nothing(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_least", "above"))
    file(store, "2022-S1", 30, 100)
    file(store, "2022-Q3", 80, 200)
    # Above 50 % of 200 are 101 households: 21 more.
    assert pick(look(store), "expected", "met", "short_by", "bring") == ("50", False, "0", "21")


def test_a_met_target_that_will_not_hold_is_said(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", 70, 100)
    file(store, "2022-Q3", 55, 100)
    # Down 15 points in 92 days: 40 % at the end of the year.
    row = store.row()
    assert row["status"] == "met"
    assert pick(row["outlook"], "expected", "met", "short_by", "bring") == ("40", False, "10", None)


@pytest.mark.parametrize(
    ("demand", "by", "why"),
    [
        ("at_least: 50", "2022-09-29", "past_due"),
        ("increase: {by: 10, as: points, over: 2019}", "2022-12-31", "no_baseline"),
        ("growth: 7", "2022-12-31", "growth"),
    ],
)
def test_where_nothing_can_be_expected_nothing_is_said(
    tmp_path: Path, demand: str, by: str, why: str
) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_least: 50, by: 2022-12-31", f"{demand}, by: {by}"))
    file(store, "2022-S1", 30, 100)
    file(store, "2022-Q3", 40, 100)
    assert look(store) == {"why_not": why}
    assert say(store) == ((), ())


def test_in_the_last_period_before_the_day_none_is_left_and_the_day_has_not_passed(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-Q3", 40, 100)
    file(store, "2022-Q4", 45, 100)
    # The report that is due before 20 December: the period's last day is the target's, and is still to come.
    early, day, after = (
        f"{one}+07:00" for one in ("2022-12-20T12:00:00", "2022-12-31T23:59:59", "2023-01-01T00:00:00")
    )
    assert [store.row("2022-Q4", as_of=one)["outlook"] for one in (early, day, after)] == [
        {"why_not": "last_period"}, {"why_not": "last_period"}, {"why_not": "past_due"},
    ]  # fmt: skip
    views = [store.row_view("2022-Q4", as_of=early, language=one) for one in ("vi", "en")]
    assert [(one.outlook.sentences, one.need) for one in views] == [
        (
            ("Kỳ này là kỳ cuối trước hạn của mục tiêu: không còn kỳ nào để dự báo.",),
            "còn thiếu 5 hộ để đạt mục tiêu ≥ 50% đến 31/12/2022",
        ),
        (
            ("This is the last period before the target's day: none is left for an outlook.",),
            "5 hộ more for the target ≥ 50% by 31 December 2022",
        ),
    ]
    file(store, "2022-Q4", 55, 100)
    assert store.row_view("2022-Q4", as_of=early).outlook.sentences == ()


def test_after_the_targets_day_an_older_figure_has_no_outlook(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", 30, 100)
    file(store, "2022-Q3", 40, 100)
    assert store.row(as_of="2022-12-31T23:59:59+07:00")["outlook"]["why_not"] is None
    assert store.row(as_of="2023-01-01T00:00:00+07:00")["outlook"] == {"why_not": "past_due"}


def test_a_milestone_and_what_nobody_reported_have_none(tmp_path: Path) -> None:
    milestone = """
    id: plan
    measure: {kind: milestone, basis: at_date}
    targets: [{programme: p, done: true, by: 2022-12-31}]
    """
    store = Workspace(tmp_path, milestone)
    store.submit("2022-Q3", "so-a", "plan: {done: false}")
    assert look(store) == {"why_not": "milestone"}
    assert look(Workspace(tmp_path / "empty", SHARE)) == {"why_not": "no_data"}


def test_a_decrease_goes_down(tmp_path: Path) -> None:
    falling = "decrease: {by: 40, as: percent, over: 2021}"
    store = Workspace(tmp_path, SHARE.replace("at_least: 50", falling).replace("value: 20", "value: 50"))
    file(store, "2022-S1", 45, 100)
    file(store, "2022-Q3", 80, 200)
    # From 50 % down to 30 %. 45 % and 40 %: 35 % at the end, 5 points too many. 60 of 200 are allowed, so 20 less.
    assert pick(look(store), "expected", "met", "short_by", "bring") == ("35", False, "5", "20")
    assert say(store)[0] == (
        (
            "Theo đà từ 6 tháng đầu năm 2022 đến hết quý III/2022, dự kiến đạt 35,00% vào 31/12/2022: "
            "cao hơn mức tối đa 5,00 điểm phần trăm."
        ),
        "Để đạt mục tiêu, quý IV/2022 cần giảm 20 hộ, nếu mẫu số vẫn là 200 hộ.",
    )
    assert say(store)[1][1] == (
        "To meet the target, Quarter IV/2022 has to take off 20 hộ, if the denominator stays at 200 hộ."
    )


def test_a_baseline_beyond_the_target_gives_a_pace_but_no_line(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("value: 20", "value: 60"))
    file(store, "2022-Q3", 40, 100)
    # From 60 % to 40 % in 273 days; 92 more take 20 x 92/273 off.
    outlook = look(store)
    assert Fraction(40) - Fraction(20 * 92, 273) == Fraction(9080, 273)
    assert outlook["expected"] == "33.260073260073"
    assert [point["required"] for point in outlook["remaining"]] == [None]


def test_a_rank_is_expected_but_takes_no_counts(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: rank
        measure: {kind: rank, counted_in: rank, basis: at_date, combine: single}
        targets: [{programme: p, at_most: 5, by: 2022-12-31}]
        """,
    )
    store.submit("2022-S1", "so-a", "rank: {value: 12}")
    store.submit("2022-Q3", "so-a", "rank: {value: 6}")
    # Six places in 92 days would end at 0; there is no better rank than 1.
    assert pick(look(store), "expected", "met", "bring") == ("1", True, None)
    assert say(store)[0][0] == (
        "Theo đà từ 6 tháng đầu năm 2022 đến hết quý III/2022, dự kiến xếp thứ 1 vào 31/12/2022: "
        "hơn mục tiêu 4 bậc."
    )


def test_a_figure_of_other_units_is_no_second_point(tmp_path: Path) -> None:
    later = UNITS.replace(
        "name: Sở C, level: department", "name: Sở C, level: department, valid: {from: 2022-08-01}"
    )
    text = SHARE.replace("baselines: [{period: 2021, value: 20}]", "reporters: [so-a, so-c]")
    for units, why in ((UNITS, None), (later, "incomparable")):
        store = Workspace(tmp_path / str(why), text, units=units)
        file(store, "2022-S1", 30, 100)
        if why is None:
            file(store, "2022-S1", 30, 100, "so-c")
        for unit in ("so-a", "so-c"):
            file(store, "2022-Q3", 40, 100, unit)
        assert look(store)["why_not"] == why


TWO = SHARE.replace("baselines", "reporters: [so-a, so-b]\nbaselines")
UNITS_DIFFER = (
    ("Chưa dự báo được: hai kỳ không có số liệu của cùng các đơn vị; một kỳ thiếu đơn vị mà kỳ kia có.",),
    ("No outlook: two periods do not hold the same units; one lacks a reporter that the other has.",),
)


@pytest.mark.parametrize("missing", ["2022-S1", "2022-Q3"])
def test_a_period_that_lacks_a_reporter_is_not_held_against_one_that_has_it(
    tmp_path: Path, missing: str
) -> None:
    store = Workspace(tmp_path, TWO.replace("baselines: [{period: 2021, value: 20}]\n", ""))
    for period in ("2022-S1", "2022-Q3"):
        file(store, period, 30, 100)
        if period != missing:
            file(store, period, 90, 100, "so-b")
    # With so-b 60 %, without it 30 %: nothing moved but who reported.
    assert look(store) == {"why_not": "units_differ"}
    assert say(store) == UNITS_DIFFER


def test_two_periods_without_the_same_reporter_can_be_compared_and_it_is_said(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    file(store, "2022-S1", 30, 100)
    file(store, "2022-Q3", 80, 200)
    assert pick(look(store), "since", "expected") == ("2022-S1", "50")
    assert [said[-2] for said in say(store)] == [
        "Dự báo này chưa tính phần của 1 đơn vị chưa có số liệu.",
        "This outlook is without 1 unit that has no figure.",
    ]


def test_a_published_figure_stands_for_all_and_is_held_against_no_part(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    file(store, "2022-Q3", 80, 200)
    assert look(store) == {"why_not": "units_differ"}
    file(store, "2022-Q3", 80, 200, "so-b")
    assert look(store)["since"] == "2021"


def test_an_older_period_of_the_same_units_serves_where_the_last_lacks_one(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    for period, numerator in (("2022-Q1", 20), ("2022-Q3", 40)):
        file(store, period, numerator, 100)
        file(store, period, numerator, 100, "so-b")
    file(store, "2022-Q2", 90, 100)
    # From 20 % on 31/3 to 40 % on 30/9, 183 days; 92 more bring 20 x 92/183.
    assert pick(look(store), "since", "expected") == ("2022-Q1", "50.054644808743")


def test_a_roll_call_is_not_held_against_one_with_other_silent_units(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: roll_call, basis: at_date, members: false}
        reporters: [so-a, so-b, so-c]
        targets: [{programme: p, at_least: 100, by: 2022-12-31}]
        """,
    )
    for period in ("2022-S1", "2022-Q3"):
        store.submit(period, "so-a", "share: {done: true}")
        store.submit(period, "so-b", "share: {done: false}")
    assert look(store)["since"] == "2022-S1"
    store.submit("2022-Q3", "so-c", "share: {done: true}")
    assert look(store) == {"why_not": "units_differ"}


def test_the_sides_of_a_year_to_date_are_those_of_the_same_units(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        TWO_FLOWS.replace("in_period", "year_to_date"),
    )
    for unit in ("so-a", "so-b"):
        file(store, "2022-S1", 40, 200, unit)
    file(store, "2022-Q3", 300, 600)
    # 300/600 after 80/400 would be 220 of 200 more, of one unit alone.
    assert look(store) == {"why_not": "units_differ"}
    file(store, "2022-Q3", 60, 300, "so-b")
    assert look(store)["since"] == "2022-S1"


def test_what_a_stretch_itself_brought_is_of_its_own_units(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO_FLOWS)
    for unit in ("so-a", "so-b"):
        file(store, "2022-S1", 20, 100, unit)
    file(store, "2022-Q3", 60, 100)
    # 40/200 and the third quarter's 60/100 of so-a: another such quarter makes 160/400, without so-b's.
    assert pick(look(store), "since", "expected", "out_of") == ("2022-S1", "40", "100")
    assert "Dự báo này chưa tính phần của 1 đơn vị chưa có số liệu." in say(store)[0]


def test_units_that_join_later_are_named_with_their_day(tmp_path: Path) -> None:
    phases = "phases: [{level: department, from: 2022-01-01}, {level: district, from: 2022-12-01}]"
    reporters = "reporters: [so-a, quan-1]"
    store = Workspace(tmp_path, TWO_FLOWS.replace("reporters: [so-a, so-b]", f"{reporters}\n{phases}"))
    file(store, "2022-S1", 20, 100)
    file(store, "2022-Q3", 60, 100)
    assert [one[2] for one in say(store)] == [
        "Dự báo này chưa tính phần của 1 đơn vị chỉ áp dụng từ 01/12/2022.",
        "This outlook is without 1 unit that it applies to from 1 December 2022 on.",
    ]


@pytest.mark.parametrize("reported", ["2022-S1", "2022-Q3"])
def test_a_share_of_a_part_of_the_year_does_not_join_the_last_whole_years(
    tmp_path: Path, reported: str
) -> None:
    economy = """
        id: economy
        measure: {kind: value, counted_in: percent, basis: year_to_date, combine: single}
        baselines: [{period: 2020, value: 12.61}, {period: 2021, value: 13.84}]
        targets: [{programme: p, at_least: 15, by: 2022-12-31}]
        """
    store = Workspace(tmp_path, economy)
    store.submit("2022-S1", "so-a", "economy: {value: 13.51}")
    if reported == "2022-Q3":
        # Of six and of nine months of one year: no two wholes are the same either.
        store.submit("2022-Q3", "so-a", "economy: {value: 13.60}")
    assert look(store, reported) == {"why_not": "other_stretch"}
    later = Workspace(tmp_path / "later", economy.replace("2022-12-31", "2025-12-31"))
    later.submit("2022", "so-a", "economy: {value: 15}")
    assert pick(later.row("2022", as_of="2022-12-31T12:00:00+07:00")["outlook"], "since", "expected") == (
        "2021", "18.483178082192",
    )  # fmt: skip


def test_a_figure_of_unknown_method_is_no_point_beside_one_of_a_known(tmp_path: Path) -> None:
    economy = """
        id: economy
        measure: {kind: value, counted_in: percent, basis: at_date, combine: single, methods: {gso: GSO, hids: HIDS}}
        baselines: [{period: 2021, value: 13}]
        targets: [{programme: p, at_least: 15, by: 2022-12-31}]
        """
    store = Workspace(tmp_path, economy)
    store.submit("2022-Q3", "so-a", "economy: {value: 14, method: gso}")
    assert look(store) == {"why_not": "incomparable"}
    # A target that names a method names that of figures that do not say theirs.
    named = Workspace(tmp_path / "named", economy.replace("at_least: 15", "at_least: 15, method: gso"))
    named.submit("2022-Q3", "so-a", "economy: {value: 14, method: gso}")
    assert look(named)["since"] == "2021"


def test_by_a_later_year_a_part_of_a_year_is_not_held_against_a_whole_one(tmp_path: Path) -> None:
    later = SHARE.replace("at_date", "in_period").replace("by: 2022-12-31", "by: 2023-12-31")
    store = Workspace(tmp_path, later.replace("period: 2021, value: 20", "period: 2020, value: 10"))
    file(store, "2021", 20, 100)
    file(store, "2022-S1", 30, 100)
    # The half year tells nothing beside all of 2021, and as little beside the published figure of all of 2020.
    assert look(store, "2022-S1") == {"why_not": "other_stretch"}
    assert say(store, "2022-S1") == (
        (
            (
                "Chưa dự báo được: tỷ lệ của một phần năm không nối được với tỷ lệ của cả năm hay của phần năm dài "
                "ngắn khác."
            ),
        ),
        (
            (
                "No outlook: a percentage of a part of a year joins none of a whole year, or of a longer or shorter "
                "part."
            ),
        ),
    )
    file(store, "2021-S1", 25, 100)
    # Of the first half of 2021 it says as much: 25 % and 30 % within 365 days, 549 days before the target's.
    assert pick(look(store, "2022-S1"), "course", "since", "bring") == ("level", "2021-S1", None)
    assert Fraction(look(store, "2022-S1")["expected"]) == pytest.approx(
        Fraction(30) + Fraction(5 * 549, 365)
    )


# What happens in a year: a share's two sides go on as in the newest stretch.


def test_a_share_of_what_happens_in_the_year_is_the_quotient_of_both_sides_going_on(tmp_path: Path) -> None:
    store = Workspace(tmp_path, FLOW)
    file(store, "2022-S1", 40, 200)
    file(store, "2022-Q3", 60, 100)
    # 100/300 so far; 92 more days like the third quarter: 160/400 = 40 %. Half of 400 are 200: 100 of 100 to come.
    assert pick(look(store), "course", "expected", "short_by", "bring", "out_of", "highest") == (
        "year_share", "40", "10", "100", "100", None,
    )  # fmt: skip
    assert say(store)[0] == (
        (
            "Theo đà từ sau 6 tháng đầu năm 2022 đến hết quý III/2022, dự kiến đạt 40,00% vào 31/12/2022: "
            "thấp hơn mục tiêu 10,00 điểm phần trăm."
        ),
        (
            "Để đạt mục tiêu, quý IV/2022 cần có thêm 100 hồ sơ trên khoảng 100 hồ sơ còn phát sinh "
            "(ước theo đà hiện nay)."
        ),
    )


def test_what_the_rest_as_estimated_cannot_do_is_told_with_the_volume_it_would_take(tmp_path: Path) -> None:
    store = Workspace(tmp_path, FLOW)
    file(store, "2022-S1", 40, 200)
    file(store, "2022-Q3", 59, 100)
    # 99/300, and 100 more of 100 are 199/400 = 49.75 %; 102 of 102 are 201/402 = 50 %, 101 of 101 are not.
    assert pick(look(store), "bring", "highest", "volume") == (None, "49.75", "102")
    assert say(store)[0][1] == (
        "Với khối lượng như hiện nay, không còn đạt được mục tiêu: dù toàn bộ khoảng 100 hồ sơ còn phát sinh "
        "(ước theo đà hiện nay) đến 31/12/2022 đều đạt, cao nhất với khối lượng đó cũng chỉ là 49,75%; "
        "muốn đạt, phải phát sinh từ 102 hồ sơ trở lên và tất cả đều đạt."
    )
    assert say(store)[1][1] == (
        "At the present volume the target is out of reach: even with all of about 100 hồ sơ still to come "
        "(estimated at the present pace) until 31 December 2022, 49.75% at most at that volume; "
        "it would take 102 hồ sơ or more still to come, all of them counted in."
    )
    # As much comes, and it is met.
    file(store, "2022-Q4", 102, 102)
    assert store.row("2022-Q4")["status"] == "met"


def test_above_a_bound_the_volume_that_makes_just_that_is_not_enough(tmp_path: Path) -> None:
    store = Workspace(tmp_path, FLOW.replace("at_least", "above"))
    file(store, "2022-S1", 40, 200)
    file(store, "2022-Q3", 59, 100)
    assert look(store)["volume"] == "103"


@pytest.mark.parametrize(
    ("basis", "begins"),
    [
        # What was missed in a period by itself stays missed; a sum since 1 January may still make up for it.
        ("in_period", "Không còn đạt được mục tiêu, dù phát sinh thêm bao nhiêu: "),
        ("year_to_date", "Riêng phần còn phát sinh không đủ để đạt mục tiêu: "),
    ],
)
def test_no_volume_makes_up_for_what_is_short_of_all(tmp_path: Path, basis: str, begins: str) -> None:
    store = Workspace(tmp_path, FLOW.replace("in_period", basis).replace("50", "100"))
    file(store, "2022-S1", 190, 200)
    later = (100, 100) if basis == "in_period" else (290, 300)
    file(store, "2022-Q3", *later)
    assert pick(look(store), "highest", "volume") == ("97.5", None)
    assert say(store)[0][1].startswith(begins)


def test_with_one_period_of_the_year_a_share_has_one_point(tmp_path: Path) -> None:
    store = Workspace(tmp_path, FLOW)
    store.submit("2022-S1", "so-a", "share: {numerator: 40, denominator: 200}")
    # The year before is a whole year's and has no two sides: it is no point of this year.
    assert [look(store, period) for period in ("2022-S1", "2022-Q3")] == [{"why_not": "one_in_year"}] * 2
    assert say(store, "2022-S1") == (
        ("Chưa đủ số liệu để dự báo: số lũy kế của năm mới có một kỳ.",),
        ("Not enough figures for an outlook: the year's figure so far is of one period only.",),
    )


def test_what_is_lacking_today_is_told_at_todays_denominator(tmp_path: Path) -> None:
    store = Workspace(tmp_path, FLOW)
    file(store, "2022-S1", 40, 200)
    file(store, "2022-Q3", 60, 100)
    # 50 of 300 today; with the 100 that are still to come it takes 100, as the outlook says.
    assert [store.row_view(language=one).need for one in ("vi", "en")] == [
        "còn thiếu 50 hồ sơ để đạt mục tiêu ≥ 50%, nếu mẫu số vẫn như hiện nay",
        "50 hồ sơ more for the target ≥ 50%, if the denominator stays as it is",
    ]
    file(store, "2022-Q4", 60, 100)
    # Nothing more comes to the year: 40 of 400.
    need = store.row_view("2022-Q4", as_of="2022-12-20T12:00:00+07:00").need
    assert need == "còn thiếu 40 hồ sơ để đạt mục tiêu ≥ 50% đến 31/12/2022"


def test_an_outlook_that_says_otherwise_than_the_status_says_why(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", 49, 100)
    file(store, "2022-Q3", 48, 100)
    # 48 % on 30/9 is above the line from 20 % to 50 %; one point less a quarter leads to 47 %.
    row = store.row()
    assert (row["status"], row["outlook"]["met"]) == ("on_track", False)
    assert [one[-1] for one in say(store)] == [
        AT_RISK_BUT[0].replace("Có nguy cơ", "Đúng tiến độ"),
        AT_RISK_BUT[1].replace("At risk", "On track"),
    ]


def test_a_met_share_of_the_year_still_takes_what_holds_it(tmp_path: Path) -> None:
    store = Workspace(tmp_path, FLOW)
    file(store, "2022-S1", 150, 200)
    file(store, "2022-Q3", 20, 100)
    # 170/300 is met; 20 of the next 100 make 190/400 = 47.5 %: 30 are needed.
    row = store.row()
    assert row["status"] == "met"
    assert pick(row["outlook"], "expected", "met", "bring") == ("47.5", False, "30")
    assert say(store)[0][1].startswith("Để giữ mục tiêu, quý IV/2022 cần có thêm 30 hồ sơ")


def test_a_share_of_the_year_that_shrinks_cannot_be_compared(tmp_path: Path) -> None:
    store = Workspace(tmp_path, FLOW.replace("in_period", "year_to_date"))
    file(store, "2022-S1", 150, 300)
    file(store, "2022-Q3", 100, 200)
    assert look(store) == {"why_not": "incomparable"}
    assert say(store)[0] == ("Chưa dự báo được: số liệu các kỳ không so sánh được với nhau.",)


TOTAL = """
id: people
measure: {kind: value, counted_in: người, basis: in_period}
reporters: [so-a, so-b]
baselines: [{period: 2021, value: 900}]
targets: [{programme: p, at_least: 1000, by: 2022-12-31}]
"""


def count(store: Workspace, period: str, value: int, units: str = "ab") -> None:
    for unit in units:
        store.submit(period, f"so-{unit}", f"people: {{value: {value}}}")


def test_a_total_of_the_year_grows_from_nothing_as_in_its_last_stretch(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TOTAL)
    count(store, "2022-S1", 200)
    count(store, "2022-Q3", 150)
    # 400 and 300 more: 700, and 300 again in as many days. On the line from 0: 1000 x 365/365.
    assert pick(look(store), "course", "expected", "met", "bring", "in_numerator") == (
        "year_total", "1000", True, "300", False,
    )  # fmt: skip
    assert say(store)[0] == (
        (
            "Theo đà từ 6 tháng đầu năm 2022 đến hết quý III/2022, dự kiến đạt 1.000 người vào 31/12/2022: "
            "bằng đúng mục tiêu."
        ),
        "Để đạt mục tiêu, quý IV/2022 cần có thêm 300 người.",
        AT_RISK_BUT[0].replace("Có nguy cơ", "Chậm tiến độ"),
    )


def test_a_years_total_runs_from_nothing_to_its_target(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TOTAL)
    count(store, "2022-Q1", 100)
    count(store, "2022-Q2", 100)
    # 200 on 31/3 and 400 on 30/6, 91 days later; 92 more bring 200 x 92/91. From 0 on 31/12, 273 of 365 days on.
    remaining = look(store, "2022-Q2")["remaining"]
    assert [pick(one, "period", "required", "expected", "bring") for one in remaining] == [
        ("2022-Q3", "747.945205479452", "602.197802197802", "300"),
        ("2022-Q4", "1000", "804.395604395604", "300"),
    ]


def test_one_period_of_a_years_total_is_one_point(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TOTAL)
    count(store, "2022-S1", 200)
    assert look(store, "2022-S1") == {"why_not": "one_in_year"}
    assert say(store, "2022-S1")[0] == ("Chưa đủ số liệu để dự báo: số lũy kế của năm mới có một kỳ.",)


def test_a_total_without_some_reporters_says_nothing_of_its_pace(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TOTAL)
    count(store, "2022-S1", 200)
    count(store, "2022-Q3", 150, "a")
    assert look(store) == {"why_not": "incomplete"}


def test_by_a_later_year_only_whole_years_of_a_total_are_compared(tmp_path: Path) -> None:
    later = TOTAL.replace("by: 2022-12-31", "by: 2024-12-31").replace("1000", "1100")
    store = Workspace(tmp_path, later.replace("people\n", "people\nfrequency: year\n"))
    count(store, "2022", 475)
    year_end = "2022-12-31T23:59:59+07:00"
    # 900 in 2021 and 950 in 2022, 365 days; 731 more (2024 is a leap year) bring 50 x 731/365.
    outlook = store.row("2022", as_of=year_end)["outlook"]
    assert Fraction(950) + Fraction(50 * 731, 365) == Fraction(76660, 73)
    assert pick(outlook, "course", "since", "expected", "bring") == (
        "level",
        "2021",
        "1050.136986301370",
        None,
    )
    assert [(one["period"], one["day"]) for one in outlook["remaining"]] == [
        ("2023", "2023-12-31"),
        ("2024", "2024-12-31"),
    ]


def test_what_is_counted_anew_is_compared_with_periods_as_long(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_date", "distinct_in_period"))
    file(store, "2022-Q2", 20, 100)
    file(store, "2022-S1", 60, 100)
    file(store, "2022-Q3", 30, 100)
    # The second quarter ended 92 days before the third: 20 % and 30 %, so 40 %.
    assert pick(look(store), "since", "expected", "bring") == ("2022-Q2", "40", None)


def test_values_of_another_method_are_no_second_point(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: economy
        measure: {kind: value, counted_in: percent, basis: at_date, combine: single, methods: {gso: GSO, hids: HIDS}}
        baselines: [{period: 2021, value: 15.38, method: hids}]
        targets: [{programme: p, at_least: 15, by: 2022-12-31, method: gso}]
        """,
    )
    store.submit("2022-S1", "so-a", "economy: {value: 18.66, method: hids}")
    store.submit("2022-Q3", "so-a", "economy: {value: 13.51, method: gso}")
    assert look(store) == {"why_not": "one_period"}


def test_the_least_of_several_shares_takes_no_counts(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("basis: at_date", "basis: at_date, combine: min"))
    file(store, "2022-S1", 30, 100)
    file(store, "2022-Q3", 40, 100)
    assert pick(look(store), "expected", "bring") == ("50", None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sentences_stand_in_every_form(tmp_path: Path, language: Language) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", 24, 100)
    view = store.view("2022-S1", language=language)
    made = {form: desk.render_report(tmp_path, view, form) for form in ("md", "html", "docx", "xlsx")}
    told = {form: data for form, data in made.items() if isinstance(data, bytes)}
    expected, need, _ = view.rows[0].outlook.sentences
    for sentence in (expected, need):
        assert sentence in told["md"].decode()
        assert sentence in told["html"].decode()
        with ZipFile(BytesIO(told["docx"])) as package:
            assert sentence in package.read("word/document.xml").decode()
    sheet = load_workbook(BytesIO(told["xlsx"]))["Dự báo" if language == "vi" else "Outlook"]
    lines = [list(row) for row in sheet.values if row[1] == "Chỉ tiêu" and row[4]][-2:]
    # Both remaining periods, 26.03 % and 28.07 % at the last pace, 13 households each.
    assert [line[12] for line in lines] == [13, 13]
    assert [line[6] for line in lines] == [pytest.approx(float(Fraction(5080, 18100)))] * 2
    assert [line[11] for line in lines] == [
        pytest.approx(0.2603314917), pytest.approx(float(Fraction(5080, 18100)))
    ]  # fmt: skip
    assert lines[0][13] == " ".join(view.rows[0].outlook.sentences)


def test_the_page_lists_the_remaining_periods_where_there_are_several(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", 24, 100)
    file(store, "2022-Q3", 40, 100)
    pages = [desk.render_report(tmp_path, store.view(period), "html") for period in ("2022-S1", "2022-Q3")]
    told = [page.decode() for page in pages if isinstance(page, bytes)]
    cells = re.findall(r'<td class="n" data-label="([^"]+)">([^<]+)</td>', told[0])
    assert [cell for cell in cells if cell[0] in {"Mức cần có", "Theo đà hiện nay", "Cần có thêm"}][:3] == [
        ("Mức cần có", "42,44%"),
        ("Theo đà hiện nay", "26,03%"),
        ("Cần có thêm", "13 hộ"),
    ]
    assert "Dự báo đến hạn của mục tiêu" not in told[1]


# The periods that are still to come.


def list_remaining(frequency: str, after: str, by: str) -> list[tuple[str | None, str]]:
    indented = "".join(f"  {line}\n" for line in ROUNDS.strip().splitlines())
    programme = read_record(
        Programme, f"name: Kế hoạch\nauthority: city\nfocal_point: dic\nrounds:\n{indented}"
    )
    indicator = read_indicator(f"id: share\nmeasure: {{kind: ratio, basis: at_date}}\nfrequency: {frequency}")
    found = find_remaining(programme, indicator, read_period(after), date.fromisoformat(by))
    return [(str(period) if period is not None else None, day.isoformat()) for period, day in found]


@pytest.mark.parametrize(
    ("frequency", "after", "by", "remaining"),
    [
        # The rounds' periods first, one for each day on which some end; then those of the frequency.
        ("quarter", "2022-Q1", "2022-12-31", ["2022-Q2", "2022-Q3", "2022-Q4"]),
        ("quarter", "2022-Q3", "2023-06-30", ["2022-Q4", "2023-Q1", "2023-Q2"]),
        ("semester", "2022-S1", "2023-12-31", ["2022-S2", "2023-S1", "2023-S2"]),
        ("year", "2022", "2025-12-31", ["2023", "2024", "2025"]),
        ("year", "2021", "2022-12-31", ["2022-S1", "2022"]),
        ("month", "2022-11", "2023-02-28", ["2022-12", "2023-01", "2023-02"]),
        ("unknown", "2022", "2025-12-31", [None]),
        ("year", "2022", "2024-02-29", ["2023", None]),
        ("quarter", "2022-Q4", "2023-01-15", [None]),
    ],
)
def test_the_remaining_periods_end_with_the_targets_day(
    frequency: str, after: str, by: str, remaining: list[str | None]
) -> None:
    found = list_remaining(frequency, after, by)
    assert [period for period, _ in found] == remaining
    assert found[-1][1] == by


def test_of_very_many_periods_the_years_are_listed_and_of_more_the_day_alone() -> None:
    assert len(list_remaining("month", "2022-12", "2027-12-31")) == MOST
    years = list_remaining("month", "2022-12", "2028-12-31")
    assert [period for period, _ in years] == ["2023", "2024", "2025", "2026", "2027", "2028"]
    assert list_remaining("year", "2022", "9999-12-31") == [(None, "9999-12-31")]


# Properties of any two values and any target's day.

counts = st.integers(min_value=0, max_value=1000)


def make_outlook(folder: Path, earlier: int, now: int, target: int, by: date, line: int) -> Outlook:
    text = SHARE.replace("at_least: 50", f"at_least: {target}").replace("2022-12-31", by.isoformat())
    store = Workspace(folder, text.replace("value: 20", f"value: {line}"))
    file(store, "2022-S1", earlier, 1000)
    file(store, "2022-Q3", now, 1000)
    outlook = store.assess().rows[0].outlook
    assert isinstance(outlook, Outlook)
    return outlook


@bounded
@given(
    earlier=counts,
    now=counts,
    target=st.integers(min_value=1, max_value=100),
    by=st.dates(min_value=date(2022, 10, 1), max_value=date(2032, 12, 31)),
    line=st.integers(min_value=0, max_value=100),
)
def test_the_line_ends_at_the_target_and_the_shares_add_up_to_the_gap(
    tmp_path_factory: pytest.TempPathFactory, earlier: int, now: int, target: int, by: date, line: int
) -> None:
    outlook = make_outlook(tmp_path_factory.mktemp("outlook"), earlier, now, target, by, line)
    last = outlook.waypoints[-1]
    assert last.day == by
    assert last.required == (target if line < target else None)
    # The line leaves the baseline at the end of 2021 and is straight.
    first = date(2021, 12, 31)
    assert all(
        point.required == line + (target - line) * Fraction((point.day - first).days, (by - first).days)
        for point in outlook.waypoints
        if point.required is not None
    )
    shares = [point.bring for point in outlook.waypoints if point.bring is not None]
    assert sum(shares) == max(0, target * 10 - now)
    assert all(share >= 0 and share.denominator == 1 for share in shares)
    days = [point.day for point in outlook.waypoints]
    assert days == sorted(set(days))
    assert all(0 <= point.expected <= 100 for point in outlook.waypoints)
    assert outlook.is_met is (outlook.expected >= target)
    assert outlook.short_by == target - outlook.expected
    # The pace passes through both values that it was measured by.
    pace = Fraction(now - earlier, 10) / 92
    free = Fraction(now, 10) + pace * (by - date(2022, 9, 30)).days
    assert outlook.expected == min(Fraction(100), max(Fraction(0), free))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("not_applicable: chưa giao", "units_differ"),
        # Nothing to count is 0 of 0, and adds up.
        ("nil: không phát sinh", None),
    ],
)
def test_a_unit_that_a_figure_does_not_apply_to_is_not_in_it(
    tmp_path: Path, answer: str, why: str | None
) -> None:
    store = Workspace(tmp_path, TWO.replace("baselines: [{period: 2021, value: 20}]\n", ""))
    file(store, "2022-S1", 30, 100)
    store.submit("2022-S1", "so-b", f"share: {{{answer}}}")
    file(store, "2022-Q3", 30, 100)
    file(store, "2022-Q3", 90, 100, "so-b")
    assert look(store).get("why_not") == why
