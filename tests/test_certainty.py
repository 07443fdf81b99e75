"""With answers missing the report says what is still possible, and when the verdict is already certain."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from cds_kpi import desk
from cds_kpi.text import Language
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
        # Of so-a's 100 and so-b's and so-c's 10 each: low n/120, high (n + 20)/120; half of 120 is 60. Without a
        # baseline at risk is from 90 % of the target on: 54 of 120.
        (60, {"low": "50", "high": "66.666666666667"}, "met", True),
        (59, {"low": "49.166666666667", "high": "65.833333333333"}, "met", False),
        (40, {"low": "33.333333333333", "high": "50"}, "off_track", False),
        (39, {"low": "32.5", "high": "49.166666666667"}, "off_track", False),
        (34, {"low": "28.333333333333", "high": "45"}, "off_track", False),
        (33, {"low": "27.5", "high": "44.166666666667"}, "off_track", True),
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


def say_doubt(store: Workspace, language: Language, period: str = "2022-Q3") -> str:
    """Return the sentence on what is open."""
    return store.row_view(period, language=language).remarks[-1]


# Of so-a's 100 and so-b's and so-c's 10 each: low n/120, high (n + 20)/120; half of 120 is 60.
AT = (", theo mẫu số gần nhất đã biết của các đơn vị đó", ", at their latest known denominators")
OF = (", của 6 tháng đầu năm 2022", ", of the first half of 2022")
EVEN = "Even if the 2 reporters still missing have"
THEN = (
    "; tình trạng còn có thể thay đổi: từ Chậm tiến độ đến Có nguy cơ",
    "; the status can still change: from Off track to At risk",
)
SENTENCES: dict[int, tuple[str, str]] = {
    60: (
        f"Dù 2 đơn vị còn lại đạt 0%, chỉ tiêu vẫn đạt (từ 50,00% đến 66,67%{AT[0]}: 20{OF[0]}).",
        f"{EVEN} 0%, the target is met (from 50.00% to 66.67%{AT[1]}: 20{OF[1]}).",
    ),
    59: (
        f"Kết quả còn có thể thay đổi theo số liệu của 2 đơn vị còn lại: từ 49,17% đến 65,83%{AT[0]}: 20{OF[0]}.",
        f"The value can still change with 2 reporters missing: from 49.17% to 65.83%{AT[1]}: 20{OF[1]}.",
    ),
    39: (
        f"Dù 2 đơn vị còn lại đạt 100%, chỉ tiêu vẫn chưa đạt (từ 32,50% đến 49,17%{AT[0]}: 20{OF[0]}){THEN[0]}.",
        f"{EVEN} 100%, the target is not met (from 32.50% to 49.17%{AT[1]}: 20{OF[1]}){THEN[1]}.",
    ),
}


@pytest.mark.parametrize("numerator", list(SENTENCES))
def test_the_report_says_so_in_one_sentence(tmp_path: Path, numerator: int) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-S1", "so-c", 5, 10)
    file(store, "2022-Q3", "so-a", numerator, 100)
    assert (say_doubt(store, "vi"), say_doubt(store, "en")) == SENTENCES[numerator]
    assert store.row_view().remarks[0] == "Còn 2 đơn vị chưa báo cáo."


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sentence_stands_in_every_form(tmp_path: Path, language: Language) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-S1", "so-c", 5, 10)
    file(store, "2022-Q3", "so-a", 60, 100)
    view, said = store.view(language=language), SENTENCES[60][language == "en"]
    made = {form: desk.render_report(tmp_path, view, form) for form in ("md", "html", "docx", "xlsx", "json")}
    told = {form: data for form, data in made.items() if isinstance(data, bytes)}
    assert said in told["md"].decode()
    assert said in told["html"].decode()
    with ZipFile(BytesIO(told["docx"])) as package:
        assert said in package.read("word/document.xml").decode()
    cells = [cell for sheet in load_workbook(BytesIO(told["xlsx"])) for row in sheet.values for cell in row]
    assert [cell for cell in cells if isinstance(cell, str) and said in cell] != []
    row = json.loads(told["json"])["indicators"][0]
    assert pick(row, "bounds", "certain") == ({"low": "50", "high": "66.666666666667"}, True)


def test_after_the_targets_day_what_is_certain_is_that_it_is_missed(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("2022-12-31", "2022-09-29"))
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-Q3", "so-a", 39, 100)
    file(store, "2022-Q3", "so-c", 1, 10)
    # 40/110; with so-b's 10 from 40/120 to 50/120.
    said = f"Dù 1 đơn vị còn lại đạt 100%, chỉ tiêu vẫn không đạt (từ 33,33% đến 41,67%{AT[0]}: 10{OF[0]})."
    assert say_doubt(store, "vi") == said
    assert say_doubt(store, "en") == (
        f"Even if the one reporter still missing has 100%, the target is missed (from 33.33% to 41.67%{AT[1]}: 10"
        f"{OF[1]})."
    )


def test_where_a_missing_units_denominator_is_unknown_nothing_is_said(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-Q3", "so-a", 99, 100)
    row = store.row()
    assert pick(row, "value", "bounds", "certain", "unknown_denominators") == ("99", None, False, ["so-c"])
    assert say_doubt(store, "vi") == (
        "Chưa biết kết luận có thay đổi hay không: chưa có mẫu số kỳ nào trước đó của Sở C."
    )
    assert say_doubt(store, "en") == (
        "Whether the verdict can change is not known: no earlier denominator is known of Sở C."
    )


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


def test_where_a_missing_answer_may_be_anything_there_are_no_bounds(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("basis: at_date", "basis: at_date, may_exceed: true"))
    file(store, "2022-S1", "so-b", 5, 10)
    file(store, "2022-S1", "so-c", 5, 10)
    file(store, "2022-Q3", "so-a", 60, 100)
    assert pick(store.row(), "bounds", "certain", "unknown_denominators") == (None, False, [])
    assert say_doubt(store, "vi") == (
        "Chưa biết kết luận có thay đổi hay không: số liệu của 2 đơn vị còn lại không giới hạn được."
    )
    assert say_doubt(store, "en") == (
        "Whether the verdict can change is not known: nothing limits what the 2 reporters may still report."
    )


@pytest.mark.parametrize(
    ("combine", "numerator", "bounds", "certain"),
    [
        # The largest of several shares can only rise, the least only fall; 50% are demanded.
        ("max", 60, {"low": "60", "high": "100"}, True),
        ("max", 40, {"low": "40", "high": "100"}, False),
        ("min", 60, {"low": "0", "high": "60"}, False),
        ("min", 40, {"low": "0", "high": "40"}, True),
    ],
)
def test_the_largest_share_can_only_rise_and_the_least_only_fall(
    tmp_path: Path, combine: str, numerator: int, bounds: dict[str, str], certain: bool
) -> None:
    store = Workspace(tmp_path, SHARE.replace("basis: at_date", f"basis: at_date, combine: {combine}"))
    file(store, "2022-Q3", "so-a", numerator, 100)
    assert pick(store.row(), "bounds", "certain") == (bounds, certain)


def test_a_unit_that_lacks_an_older_period_may_change_its_own_share(tmp_path: Path) -> None:
    reporters = SHARE.replace("basis: at_date", "basis: in_period, combine: max")
    store = Workspace(tmp_path, reporters.replace("[so-a, so-b, so-c]", "[so-a, so-b]"))
    file(store, "2022-S1", "so-b", 1, 10)
    for unit in ("so-a", "so-b"):
        file(store, "2022-Q3", unit, 6, 10)
    # so-a's 6/10 is the largest; with a first half of 0/10 its own share would fall to 6/20.
    assert pick(store.row(), "value", "bounds", "certain") == ("60", None, False)


NO_MORE = "Dù 2 đơn vị còn lại không có thêm, chỉ tiêu vẫn chưa đạt"


@pytest.mark.parametrize(
    ("demand", "value", "certain", "said"),
    [
        (
            "at_least: 100",
            100,
            True,
            "Dù 2 đơn vị còn lại không có thêm, chỉ tiêu vẫn đạt (từ 100 người trở lên).",
        ),
        (
            "at_least: 100",
            99,
            False,
            "Kết quả còn có thể thay đổi theo số liệu của 2 đơn vị còn lại: từ 99 người trở lên.",
        ),
        (
            "at_most: 100",
            101,
            False,
            f"{NO_MORE} (từ 101 người trở lên); tình trạng còn có thể thay đổi.",
        ),
        (
            # 100/112 is less than 90 %.
            "at_most: 100",
            112,
            True,
            f"{NO_MORE} (từ 112 người trở lên); tình trạng không thể thay đổi: Chậm tiến độ.",
        ),
        (
            "at_most: 100",
            100,
            False,
            "Kết quả còn có thể thay đổi theo số liệu của 2 đơn vị còn lại: từ 100 người trở lên.",
        ),
    ],
)
def test_a_total_of_people_can_only_rise(
    tmp_path: Path, demand: str, value: int, certain: bool, said: str
) -> None:
    store = Workspace(
        tmp_path,
        f"""
        id: people
        measure: {{kind: value, counted_in: người, basis: at_date}}
        reporters: [so-a, so-b, so-c]
        targets: [{{programme: p, {demand}, by: 2022-12-31}}]
        """,
    )
    store.submit("2022-Q3", "so-a", f"people: {{value: {value}}}")
    assert pick(store.row(), "bounds", "certain") == ({"low": str(value), "high": None}, certain)
    assert say_doubt(store, "vi") == said


def test_money_may_be_negative_so_nothing_limits_its_total(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: money
        measure: {kind: value, counted_in: VND, basis: at_date}
        reporters: [so-a, so-b]
        targets: [{programme: p, at_least: 100, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "money: {value: 1000}")
    assert pick(store.row(), "bounds", "certain") == (None, False)


ROLL = """
id: roll
measure: {kind: roll_call, basis: at_date}
reporters: [so-a, quan-1, quan-3]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""


@pytest.mark.parametrize(
    ("members_done", "bounds", "certain", "said"),
    [
        # so-a, quan-1 with 10 members and quan-3 with 12: 25 bodies; quan-3's 13 have not answered.
        (
            10,
            {"low": "48", "high": "100"},
            False,
            "Kết quả còn có thể thay đổi theo số liệu của 13 đơn vị còn lại: từ 48,00% đến 100,00%.",
        ),
    ],
)
def test_a_roll_call_counts_the_bodies_that_have_not_answered(
    tmp_path: Path, members_done: int, bounds: dict[str, str], certain: bool, said: str
) -> None:
    store = Workspace(tmp_path, ROLL)
    store.submit("2022-Q3", "so-a", "roll: {done: true}")
    store.submit("2022-Q3", "quan-1", f"roll: {{done: true, members_done: {members_done}}}")
    assert pick(store.row(), "bounds", "certain") == (bounds, certain)
    assert say_doubt(store, "vi") == said


def test_a_roll_call_is_certain_with_members_of_answering_units_silent(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ROLL)
    store.submit("2022-Q3", "so-a", "roll: {done: true}")
    store.submit("2022-Q3", "quan-1", "roll: {done: true, members_done: 10}")
    store.submit("2022-Q3", "quan-3", "roll: {done: true, members_done: 1}")
    # 14 of 25 are done, 11 members of quan-3 have said nothing: from 56 % to 100 %.
    assert pick(store.row(), "bounds", "certain") == ({"low": "56", "high": "100"}, True)
    assert say_doubt(store, "vi") == (
        "Dù 11 đơn vị còn lại chưa thực hiện, chỉ tiêu vẫn đạt (từ 56,00% đến 100,00%)."
    )
    assert say_doubt(store, "en") == (
        "Even if the 11 bodies still missing have not done it, the target is met (from 56.00% to 100.00%)."
    )


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
    assert (
        say_doubt(store, "vi")
        == f"Dù 1 đơn vị còn lại đạt 100%, chỉ tiêu vẫn đạt (từ 6,67% đến 40,00%{AT[0]}: 100{OF[0]})."
    )


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


ROUNDS = """
- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}
- {period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}
- {period: 2022, before: 2022-12-20, frequencies: [year]}
"""


@pytest.mark.parametrize("basis", ["in_period", "at_date"])
def test_a_years_verdict_is_open_while_a_round_of_the_year_is_to_come(tmp_path: Path, basis: str) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_date", basis) + "frequency: quarter\n", rounds=ROUNDS)
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2022-Q3", unit, 60, 100)
    assert pick(store.row("2022-Q3"), "status", "certain") == ("met", True)
    row = store.row("2022")
    assert pick(row, "value", "status", "certain", "bounds") == ("60", "met", False, None)
    remarks = store.row_view("2022").remarks
    assert "Kết luận còn có thể thay đổi: chưa có số liệu quý IV/2022." in remarks
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2022-Q4", unit, 50, 100)
    assert pick(store.row("2022"), "status", "certain") == ("met", True)


def test_the_least_of_several_values_can_only_fall(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
id: sectors
measure: {kind: value, counted_in: percent, basis: at_date, combine: min}
reporters: [so-a, so-b]
targets: [{programme: p, at_least: 9, by: 2022-12-31}]
""",
    )
    store.submit("2022-Q3", "so-a", "sectors: {value: 8.9}")
    assert pick(store.row(), "bounds", "certain") == ({"low": "0", "high": "8.9"}, False)
    store.submit("2022-Q3", "so-a", "sectors: {value: 8.0}")
    # 8/9 is less than 90 %: off track whatever is missing.
    assert pick(store.row(), "bounds", "certain") == ({"low": "0", "high": "8"}, True)
    store.submit("2022-Q3", "so-a", "sectors: {value: 9.1}")
    assert pick(store.row(), "bounds", "certain") == ({"low": "0", "high": "9.1"}, False)


def test_what_was_due_in_an_earlier_year_keeps_that_years_verdict(tmp_path: Path) -> None:
    rounds = "".join(
        f"- {{period: {year}, by: {year}-12-25, frequencies: [year]}}\n" for year in (2022, 2023)
    )
    store = Workspace(tmp_path, SHARE + "frequency: year\n", rounds=rounds)
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2023", unit, 60, 100)
    later = "2024-01-05T00:00:00+07:00"
    row = store.row("2023", as_of=later)
    assert pick(row, "value", "status", "carried_from") == (None, "no_data", None)
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2022", unit, 40, 100)
    row = store.row("2023", as_of=later)
    assert pick(row, "value", "status", "carried_from") == ("40", "missed", "2022")


def test_a_status_that_can_turn_is_not_certain_though_the_target_is_missed_either_way(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        SHARE.replace("at_least: 50, by: 2022-12-31", "at_least: 90, by: 2023-12-31")
        + "baselines: [{period: 2021, value: 40}]\n",
    )
    file(store, "2022-S1", "so-c", 50, 100)
    for unit, numerator in (("so-a", 80), ("so-b", 55)):
        file(store, "2022-Q3", unit, numerator, 100)
    # 273 of 730 days: 58.7 % is asked for. 67.5 % is on track, 135/300 = 45 % off track, 235/300 = 78.3 % on track.
    assert pick(store.row(), "status", "certain") == ("on_track", False)
    assert say_doubt(store, "en").endswith("; the status can still change: from Off track to On track.")
    file(store, "2022-Q3", "so-b", 97, 100)
    # 177/300 = 59 % and 277/300 = 92.3 %: now the verdict itself is open.
    assert pick(store.row(), "status", "certain") == ("on_track", False)


def test_a_round_that_adds_to_the_year_has_bounds_before_anybody_has_answered_it(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_date", "in_period"))
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2022-S1", unit, 9, 10)
    # 27/30 so far; three more of 10 each: 27/60 to 57/60.
    assert pick(store.row(), "value", "carried_from", "bounds") == (
        "90",
        "2022-S1",
        {"low": "45", "high": "95"},
    )


def test_what_a_carried_figure_leaves_open_is_said(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    for unit in ("so-a", "so-b", "so-c"):
        file(store, "2022-S1", unit, 9, 10)
    assert say_doubt(store, "vi") == (
        "Kết luận còn có thể thay đổi: đây là số liệu của kỳ trước; quý III/2022 chưa có số liệu, còn 3 đơn vị "
        "chưa báo cáo, có thể từ 0% đến 100%."
    )
    assert say_doubt(store, "en") == (
        "The verdict can still change: the figure is of an earlier period; of Quarter III/2022 there is none yet, "
        "3 reporters missing: it can be from 0% to 100%."
    )


def test_the_round_that_reporters_are_missing_in_is_named_beside_an_older_gap(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_date", "in_period"))
    for period, unit in (("2022-S1", "so-a"), ("2022-S1", "so-c"), ("2022-Q3", "so-a"), ("2022-Q3", "so-b")):
        file(store, period, unit, 9, 10)
    remarks = store.row_view(language="en").remarks
    assert "1 reporter still missing of Quarter III/2022." in remarks
    assert "The sum of the year lacks the first half of 2022 of 1 reporter." in remarks
