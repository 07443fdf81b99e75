"""What changed between two sights of a programme: every figure worked out by hand beside its case."""

import json
from datetime import datetime
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.problems import word_problem
from cds_kpi.report.difference_view import DifferenceView, RowChangeView
from cds_kpi.text import Language
from workspaces import Workspace

DOSSIERS = """
id: dossiers
reporters: [so-a, so-b, so-c]
measure: {kind: ratio, basis: in_period}
targets: [{programme: p, number: 5, at_least: 50, by: 2022-12-31}]
"""
NOW = datetime.fromisoformat("2022-12-01T08:00:00+07:00")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def compare(
    workspace: Workspace,
    since: str | None = None,
    until: str | None = None,
    *,
    period: str = "2022-Q3",
    language: Language = "vi",
    now: datetime = NOW,
    **said: Any,
) -> DifferenceView | desk.Refusal:
    """Compare two moments, each a day of 2022 ("09-15": its last second) or a whole moment; or what `said` names."""
    found = desk.find_difference(
        workspace.root,
        desk.Asking(period=period),
        desk.Between(since=read(since), until=read(until), **said),
        now=now,
        language=language,
    )
    return found if isinstance(found, desk.Refusal) else found.view


def read(text: str | None) -> datetime | None:
    if text is None:
        return None
    return moment(text if "T" in text else f"2022-{text}T23:59:59")


def see(*args: Any, **kwargs: Any) -> DifferenceView:
    view = compare(*args, **kwargs)
    assert isinstance(view, DifferenceView), view
    return view


def only_row(view: DifferenceView) -> RowChangeView:
    (row,) = view.rows
    return row


def refused(answer: DifferenceView | desk.Refusal) -> tuple[str, str]:
    assert isinstance(answer, desk.Refusal)
    (problem,) = answer.problems
    return answer.why, word_problem(problem, "vi").message


def close(workspace: Workspace, period: str, at: str, *, force: bool = True) -> None:
    deed = desk.close_round(
        workspace.root, desk.Asking(period=period), by="Chuyên viên", now=moment(at), force=force
    )
    assert isinstance(deed, desk.Deed), deed


def reopen(workspace: Workspace, period: str, at: str) -> None:
    deed = desk.reopen_round(
        workspace.root, desk.Asking(period=period), by="Chuyên viên", now=moment(at), reason="Đính chính"
    )
    assert isinstance(deed, desk.Deed), deed


@pytest.fixture
def corrected(tmp_path: Path) -> Workspace:
    """Sở A corrects 40/100 to 80/100, Sở C sends 10/50 afterwards; Sở B's 30/50 stays.

    By 15/9: (40 + 30)/(100 + 50) = 70/150 = 46,67%. By 30/9: (80 + 30 + 10)/(100 + 50 + 50) = 120/200 = 60%.
    """
    workspace = Workspace(tmp_path, DOSSIERS)
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 40, denominator: 100}", at="2022-09-10T10:00:00+07:00"
    )
    workspace.submit(
        "2022-Q3", "so-b", "dossiers: {numerator: 30, denominator: 50}", at="2022-09-11T10:00:00+07:00"
    )
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 80, denominator: 100}", at="2022-09-21T09:30:00+07:00"
    )
    workspace.submit(
        "2022-Q3", "so-c", "dossiers: {numerator: 10, denominator: 50}", at="2022-09-25T14:00:00+07:00"
    )
    return workspace


# ------------------------------------------------------------------------------------------------ two moments


def test_the_value_and_both_its_sides_are_told_before_after_and_by_how_much(corrected: Workspace) -> None:
    row = only_row(see(corrected, "09-15", "09-30"))
    assert row.value.text == "46,67% → 60,00% (+13,33 điểm phần trăm)"
    assert (row.value.before.exact, row.value.after.exact) == ("46.666666666667", "60")  # type: ignore[union-attr]
    # 60 - 46 2/3 = 13 1/3
    assert row.value.difference.exact == "13.333333333333"  # type: ignore[union-attr]
    assert (row.numerator.text, row.denominator.text) == ("70 → 120 (+50)", "150 → 200 (+50)")


def test_every_unit_that_changed_it_is_told_with_file_line_revision_and_time(corrected: Workspace) -> None:
    row = only_row(see(corrected, "09-15", "09-30"))
    assert [(one.unit.id, one.before_text, one.after_text, one.difference_text) for one in row.units] == [
        ("so-a", "40/100 (40,00%)", "80/100 (80,00%)", "tử số +40"),
        ("so-c", "không có", "10/50 (20,00%)", "+10/+50"),
    ]
    a, c = row.units
    assert [one.place_text for one in (*a.before, *a.after, *c.after)] == [
        "lần gửi 1, nhận 10:00 ngày 10/9/2022; data/submissions/2022-Q3/so-a.yaml:6",
        "lần gửi 2, nhận 09:30 ngày 21/9/2022; data/submissions/2022-Q3/so-a.r2.yaml:6",
        "lần gửi 1, nhận 14:00 ngày 25/9/2022; data/submissions/2022-Q3/so-c.yaml:6",
    ]


def test_the_units_changes_add_up_to_the_rows(corrected: Workspace) -> None:
    row = only_row(see(corrected, "09-15", "09-30"))
    assert [one.numerator.exact for one in row.units] == ["40", "10"]  # type: ignore[union-attr]
    assert [one.denominator.exact for one in row.units] == ["0", "50"]  # type: ignore[union-attr]
    assert (row.numerator.difference.exact, row.denominator.difference.exact) == ("50", "50")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("language", "status", "verdicts"),
    [
        (
            "vi",
            "▲ Có nguy cơ → ● Đạt",
            (
                "Trước chưa đạt mục tiêu, nay đạt.",
                "Kết luận nay đã chắc chắn: không còn thiếu số liệu nào.",
            ),
        ),
        (
            "en",
            "▲ At risk → ● Met",
            (
                "The target was not met and is met now.",
                "The verdict is certain now: nothing is missing any more.",
            ),
        ),
    ],
)
def test_the_verdicts_that_turned_are_told(
    corrected: Workspace, language: Language, status: str, verdicts: tuple[str, ...]
) -> None:
    # 46,67 / 50 = 93,3%, at risk from 90% on; then 60 >= 50, and nobody is missing.
    view = see(corrected, "09-15", "09-30", language=language)
    row = only_row(view)
    assert (row.status_text, row.verdicts, row.is_turned, view.turned) == (status, verdicts, True, 1)


def test_a_verdict_turns_back_as_well(corrected: Workspace) -> None:
    # Sở A takes back: (10 + 30 + 10)/200 = 25%.
    corrected.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 10, denominator: 100}", at="2022-10-02T08:00:00+07:00"
    )
    view = see(corrected, "09-30", "10-05")
    row = only_row(view)
    assert row.value.text == "60,00% → 25,00% (-35,00 điểm phần trăm)"
    assert row.status_text == "● Đạt → ▼ Chậm tiến độ"
    assert row.verdicts == ("Trước đạt mục tiêu, nay không đạt.",)
    assert view.summary == (
        "1/1 chỉ tiêu có thay đổi: 1 đổi giá trị, 1 đổi tình trạng; 1 đơn vị có số liệu thay đổi.",
        "Nay không đạt mục tiêu: 5. Chỉ tiêu.",
    )


def test_nothing_changed_says_so(corrected: Workspace) -> None:
    view = see(corrected, "09-25", "09-30")
    assert (view.summary, view.rows, view.states, view.events) == (("Không có gì thay đổi.",), (), (), ())


def test_a_moment_is_inclusive_and_the_second_before_is_not(corrected: Workspace) -> None:
    assert see(corrected, "2022-09-25T13:59:59", "2022-09-25T14:00:00").rows != ()
    assert see(corrected, "2022-09-25T14:00:00", "2022-09-30T00:00:00").rows == ()


def test_who_stands_otherwise_in_the_round_is_told(corrected: Workspace) -> None:
    view = see(corrected, "09-15", "09-30")
    assert [(one.unit.name, one.before_text, one.after_text) for one in view.states] == [
        # Its receipt says that the second revision is late, and when everything was first sent.
        (
            "Sở A",
            "Đúng hạn, lần gửi 1",
            "Đúng hạn, lần gửi 2 (gửi lần đầu 10:00 ngày 10/9/2022; lần 2 là bổ sung, sau hạn)",
        ),
        ("Sở C", "Chưa gửi", "Trễ hạn, lần gửi 1 (trễ 6 ngày)"),
    ]


def test_another_note_or_source_is_no_change(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, DOSSIERS)
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 1, denominator: 2}", at="2022-09-10T10:00:00+07:00"
    )
    workspace.submit(
        "2022-Q3",
        "so-a",
        "dossiers: {numerator: 1, denominator: 2, note: Đã rà soát, source: Sổ}",
        at="2022-09-12T10:00:00+07:00",
    )
    view = see(workspace, "09-11", "09-13")
    assert view.rows == ()
    assert view.summary == ("Không có số liệu nào thay đổi.",)
    assert [(one.before_text, one.after_text) for one in view.states] == [
        ("Đúng hạn, lần gửi 1", "Đúng hạn, lần gửi 2")
    ]


def test_a_figure_that_becomes_final_is_a_change_though_its_number_stays(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, DOSSIERS.replace("[so-a, so-b, so-c]", "[so-a]"))
    workspace.submit(
        "2022-Q3",
        "so-a",
        "dossiers: {numerator: 1, denominator: 2, status: provisional}",
        at="2022-09-10T10:00:00+07:00",
    )
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 1, denominator: 2}", at="2022-09-12T10:00:00+07:00"
    )
    row = only_row(see(workspace, "09-11", "09-13"))
    assert row.value.text == "50,00% (không đổi)"
    assert row.notes == ("Số liệu trước là sơ bộ, nay là chính thức.",)
    (unit,) = row.units
    assert (unit.before_text, unit.after_text, unit.difference_text) == (
        "1/2 (50,00%) (sơ bộ)",
        "1/2 (50,00%)",
        "",
    )


def test_a_change_too_small_for_the_shown_places_is_shown_with_as_many_as_it_takes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, DOSSIERS.replace("[so-a, so-b, so-c]", "[so-a]"))
    for number, at in ((700000, "10"), (700001, "12")):
        workspace.submit(
            "2022-Q3",
            "so-a",
            f"dossiers: {{numerator: {number}, denominator: 1000000}}",
            at=f"2022-09-{at}T10:00:00+07:00",
        )
    # 1/1.000.000 is 0,0001 points.
    assert only_row(see(workspace, "09-11", "09-13")).value.text == (
        "70,00% → 70,00% (+0,0001 điểm phần trăm)"
    )


@pytest.mark.parametrize(
    "days", [("09-15", "09-16"), ("09-16", "09-19"), ("09-19", "09-30"), ("09-15", "09-30")]
)
def test_on_the_citys_data_the_units_changes_add_up_to_every_rows(repo: Path, days: tuple[str, str]) -> None:
    since, until = (read(day) for day in days)
    found = desk.find_difference(
        repo, desk.Asking(period="2022-Q3"), desk.Between(since=since, until=until), now=NOW, language="vi"
    )
    assert isinstance(found, desk.Compared)
    added = 0
    for row in found.view.rows:
        for side, change in (("numerator", row.numerator), ("denominator", row.denominator)):
            if change.difference is None or row.units == ():
                continue
            moved = [getattr(unit, side) for unit in row.units]
            total = sum(Fraction(one.exact) for one in moved if one is not None)
            assert total == Fraction(change.difference.exact), (row.id, side)
            added += 1
    assert added > 1


# ------------------------------------------------------------------------------------------------ kinds of answers


def test_a_roll_call_counts_the_silent_as_not_done(tmp_path: Path) -> None:
    """Quận 1 has 10 members, Quận 3 has 12: of 11 + 13 = 24, 0 answered; Quận 1 brings 1 + 9 = 10."""
    workspace = Workspace(
        tmp_path,
        """
        id: payment
        reporters: [level:district]
        measure: {kind: roll_call, basis: at_date}
        targets: [{programme: p, at_least: 100, by: 2022-12-31}]
        """,
    )
    workspace.submit("2022-Q3", "quan-3", "payment: {done: false}", at="2022-09-09T10:00:00+07:00")
    workspace.submit(
        "2022-Q3", "quan-1", "payment: {done: true, members_done: 9}", at="2022-09-12T10:00:00+07:00"
    )
    row = only_row(see(workspace, "09-11", "09-13"))
    assert (row.numerator.text, row.denominator.text) == ("0 → 10 (+10)", "24 (không đổi)")
    (unit,) = row.units
    assert (unit.after_text, unit.difference_text) == ("đã thực hiện; trực thuộc: 9", "tử số +10")


def test_ranks_and_percentages_are_compared_by_unit_and_not_added_up(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path,
        """
        id: place
        measure: {kind: rank, basis: at_date, counted_in: rank}
        targets: [{programme: p, at_most: 5, by: 2022-12-31}]
        """,
    )
    workspace.submit("2022-Q3", "so-a", "place: {value: 7}", at="2022-09-10T10:00:00+07:00")
    workspace.submit("2022-Q3", "so-a", "place: {value: 4}", at="2022-09-12T10:00:00+07:00")
    row = only_row(see(workspace, "09-11", "09-13"))
    assert row.value.text == "7 → 4 (-3)"
    assert row.units[0].difference_text == "-3"
    assert row.verdicts == ("Trước chưa đạt mục tiêu, nay đạt.",)
    # Where there was nothing, there is nothing to take from it.
    first = only_row(see(workspace, "09-09", "09-11"))
    assert (first.value.text, first.units[0].difference_text) == ("Chưa có số liệu → 7", "")


def test_a_milestone_is_done_or_not_and_has_no_difference(tmp_path: Path) -> None:
    workspace = Workspace(
        tmp_path,
        """
        id: portal
        measure: {kind: milestone, basis: at_date}
        targets: [{programme: p, done: true, by: 2022-12-31}]
        """,
    )
    workspace.submit("2022-Q3", "so-a", "portal: {done: false}", at="2022-09-10T10:00:00+07:00")
    workspace.submit("2022-Q3", "so-a", "portal: {done: true}", at="2022-09-12T10:00:00+07:00")
    view = see(workspace, "09-11", "09-13")
    row = only_row(view)
    assert row.value.text == "Chưa hoàn thành → Đã hoàn thành"
    assert view.summary[0].startswith("1/1 chỉ tiêu có thay đổi: 1 đổi giá trị, 1 đổi tình trạng")


def test_what_stands_on_a_date_replaces_the_older_period(tmp_path: Path) -> None:
    """Until Sở A sends the quarter, its semester stands: 30/100; then the quarter: 45/100."""
    workspace = Workspace(
        tmp_path,
        DOSSIERS.replace("in_period", "at_date").replace("[so-a, so-b, so-c]", "[so-a]"),
    )
    workspace.submit(
        "2022-S1", "so-a", "dossiers: {numerator: 30, denominator: 100}", at="2022-08-20T10:00:00+07:00"
    )
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 45, denominator: 100}", at="2022-09-12T10:00:00+07:00"
    )
    (unit,) = only_row(see(workspace, "09-11", "09-13")).units
    assert (unit.before_text, unit.after_text, unit.difference_text) == (
        "6 tháng đầu năm 2022: 30/100 (30,00%)",
        "Quý III/2022: 45/100 (45,00%)",
        "tử số +15",
    )


def test_the_year_so_far_changes_through_the_corrected_period_alone(tmp_path: Path) -> None:
    """S1 10/100 corrected to 40/100; Q3 stays 50/100: 60/200 = 30% becomes 90/200 = 45%."""
    workspace = Workspace(tmp_path, DOSSIERS.replace("[so-a, so-b, so-c]", "[so-a]"))
    workspace.submit(
        "2022-S1", "so-a", "dossiers: {numerator: 10, denominator: 100}", at="2022-08-20T10:00:00+07:00"
    )
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 50, denominator: 100}", at="2022-09-10T10:00:00+07:00"
    )
    workspace.submit(
        "2022-S1", "so-a", "dossiers: {numerator: 40, denominator: 100}", at="2022-09-12T10:00:00+07:00"
    )
    row = only_row(see(workspace, "09-11", "09-13"))
    assert row.value.text == "30,00% → 45,00% (+15,00 điểm phần trăm)"
    (unit,) = row.units
    assert [(one.period, one.revision) for one in (*unit.before, *unit.after)] == [
        ("2022-S1", 1),
        ("2022-S1", 2),
    ]
    assert (unit.before_text, unit.after_text, unit.difference_text) == (
        "10/100 (10,00%)",
        "40/100 (40,00%)",
        "tử số +30",
    )


def test_an_answer_that_brings_no_figure_is_told_all_the_same(corrected: Workspace) -> None:
    corrected.submit(
        "2022-Q3", "so-c", "dossiers: {unavailable: Chờ số liệu}", at="2022-09-26T10:00:00+07:00"
    )
    row = only_row(see(corrected, "09-25", "09-30"))
    (unit,) = row.units
    # (80 + 30)/150 = 73,33%
    assert row.value.text == "60,00% → 73,33% (+13,33 điểm phần trăm)"
    assert (unit.after_text, unit.difference_text) == ("chưa có số liệu: Chờ số liệu", "-10/-50")


# ------------------------------------------------------------------------------------------------ what happened


def test_a_returned_revision_goes_and_the_one_before_counts_again(corrected: Workspace) -> None:
    corrected.review("2022-Q3", "so-a", 2, "returned", "2022-09-28T08:00:00+07:00")
    row = only_row(see(corrected, "09-27", "09-30"))
    # Back to (40 + 30 + 10)/200 = 40%.
    assert row.value.text == "60,00% → 40,00% (-20,00 điểm phần trăm)"
    (unit,) = row.units
    assert (unit.before_text, unit.after_text) == ("80/100 (80,00%)", "40/100 (40,00%)")
    assert [event.text for event in unit.events] == [
        "Sở A, Quý III/2022: lần gửi 2 bị trả lại lúc 08:00 ngày 28/9/2022 (Chuyên viên: Lý do)"
    ]


def test_an_excluded_unit_leaves_the_sum_and_the_event_says_so(corrected: Workspace) -> None:
    corrected.review("2022-Q3", "so-c", 0, "excluded", "2022-09-28T08:00:00+07:00")
    view = see(corrected, "09-27", "09-30")
    row = only_row(view)
    # (80 + 30)/150 = 73,33%
    assert row.value.text == "60,00% → 73,33% (+13,33 điểm phần trăm)"
    (unit,) = row.units
    assert (unit.after_text, unit.difference_text) == ("không tính, đơn vị được loại khỏi đợt", "-10/-50")
    assert [event.text for event in view.events] == [
        "Sở C, Quý III/2022: được loại khỏi đợt báo cáo lúc 08:00 ngày 28/9/2022 (Chuyên viên: Lý do)"
    ]
    assert [(one.unit.id, one.before_text, one.after_text) for one in view.states] == [
        ("so-c", "Trễ hạn, lần gửi 1 (trễ 6 ngày)", "Không phải báo cáo")
    ]


def test_an_extension_changes_no_figure_but_who_is_late(corrected: Workspace) -> None:
    corrected.write(
        "data/extensions/2022-Q3/so-c.yaml",
        "format: 1\nunit: so-c\nperiod: 2022-Q3\nuntil: 2022-09-30\ngranted_by: Trưởng phòng\n"
        "granted_on: 2022-09-27\nreason: Sự cố\n",
    )
    view = see(corrected, "09-26", "09-28")
    assert view.summary == ("Không có số liệu nào thay đổi.",)
    assert [(one.state_before, one.state_after) for one in view.states] == [("late", "on_time")]
    assert [event.text for event in view.events] == [
        "Sở C, Quý III/2022: được gia hạn đến hết 30/9/2022 (ngày 27/9/2022) (Trưởng phòng: Sự cố)"
    ]


def test_a_status_that_turned_with_the_day_alone_says_so(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, DOSSIERS.replace("[so-a, so-b, so-c]", "[so-a]"))
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 1, denominator: 4}", at="2022-09-10T10:00:00+07:00"
    )
    row = only_row(see(workspace, "09-30", "2023-01-01T00:00:00"))
    assert (row.status_text, row.units) == ("▼ Chậm tiến độ → ■ Không đạt", ())
    assert row.notes == ("Giá trị không đổi; tình trạng đổi vì đã qua thời hạn của mục tiêu (31/12/2022).",)


# ------------------------------------------------------------------------------------------------ closings


@pytest.fixture
def closed_twice(corrected: Workspace) -> Workspace:
    """Closed with 120/200, reopened for Sở B's 45/50 instead of 30/50, closed again with 135/200 = 67,5%."""
    close(corrected, "2022-Q3", "2022-10-01T09:00:00")
    reopen(corrected, "2022-Q3", "2022-10-03T09:00:00")
    corrected.submit(
        "2022-Q3", "so-b", "dossiers: {numerator: 45, denominator: 50}", at="2022-10-04T09:00:00+07:00"
    )
    close(corrected, "2022-Q3", "2022-10-05T09:00:00")
    return corrected


def test_two_closings_of_a_round_are_compared(closed_twice: Workspace) -> None:
    view = see(closed_twice, since_closing=1, until_closing=2)
    assert (view.before.text, view.after.text) == (
        "khi khóa đợt lần 1, 09:00 ngày 01/10/2022",
        "khi khóa đợt lần 2, 09:00 ngày 05/10/2022",
    )
    row = only_row(view)
    assert row.value.text == "60,00% → 67,50% (+7,50 điểm phần trăm)"
    assert [(one.unit.id, one.difference_text) for one in row.units] == [("so-b", "tử số +15")]
    assert [event.kind for event in view.events] == ["reopened", "closed"]


def test_without_a_word_a_round_closed_again_is_compared_with_its_closing_before(
    closed_twice: Workspace,
) -> None:
    view = see(closed_twice)
    assert (view.before.kind, view.before.closing, view.after.kind) == ("closing", 1, "moment")
    assert only_row(view).value.text == "60,00% → 67,50% (+7,50 điểm phần trăm)"


def test_without_a_word_a_reopened_round_is_compared_with_its_newest_closing(closed_twice: Workspace) -> None:
    reopen(closed_twice, "2022-Q3", "2022-10-06T09:00:00")
    closed_twice.submit(
        "2022-Q3", "so-b", "dossiers: {numerator: 50, denominator: 50}", at="2022-10-07T09:00:00+07:00"
    )
    view = see(closed_twice)
    assert view.before.closing == 2
    assert only_row(view).value.text == "67,50% → 70,00% (+2,50 điểm phần trăm)"


def test_without_a_word_a_round_never_closed_is_compared_with_its_deadline(corrected: Workspace) -> None:
    view = see(corrected)
    assert (view.before.kind, view.before.as_of) == ("moment", "2022-09-19T23:59:59+07:00")


def test_acts_of_one_moment_are_kept_apart_by_their_order(corrected: Workspace) -> None:
    close(corrected, "2022-Q3", "2022-10-01T09:00:00")
    reopen(corrected, "2022-Q3", "2022-10-01T09:00:00")
    corrected.submit(
        "2022-Q3", "so-b", "dossiers: {numerator: 45, denominator: 50}", at="2022-10-01T09:00:00+07:00"
    )
    close(corrected, "2022-Q3", "2022-10-01T09:00:00")
    view = see(corrected, since_closing=1, until_closing=2)
    assert only_row(view).value.text == "60,00% → 67,50% (+7,50 điểm phần trăm)"


def test_two_closed_rounds_are_compared_as_they_were_settled(tmp_path: Path) -> None:
    """The semester settled 20/100 = 20%; with the quarter's 50/100 the year so far is 70/200 = 35%."""
    workspace = Workspace(tmp_path, DOSSIERS.replace("[so-a, so-b, so-c]", "[so-a]"))
    workspace.submit(
        "2022-S1", "so-a", "dossiers: {numerator: 20, denominator: 100}", at="2022-08-20T10:00:00+07:00"
    )
    close(workspace, "2022-S1", "2022-09-01T09:00:00")
    workspace.submit(
        "2022-Q3", "so-a", "dossiers: {numerator: 50, denominator: 100}", at="2022-09-10T10:00:00+07:00"
    )
    close(workspace, "2022-Q3", "2022-10-01T09:00:00")
    view = see(workspace, since_round="2022-S1")
    assert (view.before.period, view.before.closing, view.after.period, view.after.closing) == (
        "2022-S1", 1, "2022-Q3", 1,
    )  # fmt: skip
    row = only_row(view)
    assert row.value.text == "20,00% → 35,00% (+15,00 điểm phần trăm)"
    assert [(one.before_text, one.after_text, one.difference_text) for one in row.units] == [
        ("không có", "50/100 (50,00%)", "+50/+100")
    ]


def test_what_cannot_be_compared_is_refused(corrected: Workspace) -> None:
    assert refused(compare(corrected, "09-30", "09-15")) == (
        "request",
        "Thời điểm đầu (2022-09-30 23:59:59) muộn hơn thời điểm cuối (2022-09-15 23:59:59).",
    )
    assert refused(compare(corrected, since_closing=1)) == (
        "state",
        "Đợt báo cáo 2022-Q3 của chương trình “p” không có lần khóa 1; số lần đã khóa: 0.",
    )
    assert refused(compare(corrected, since_round="2022-S1")) == (
        "state",
        "Đợt báo cáo 2022-S1 của chương trình “p” không có lần khóa 1; số lần đã khóa: 0.",
    )
    assert refused(compare(corrected, since_round="2022-Q4")) == (
        "request",
        "Thời điểm đầu (2022-Q4) muộn hơn thời điểm cuối (2022-Q3).",
    )
    assert refused(compare(corrected, since_round="2021-Q4"))[0] == "request"
    assert refused(compare(corrected, period="2022-Q4")) == (
        "request",
        "Đợt báo cáo 2022-Q4 chưa khóa lần nào và còn trong hạn gửi (đến hết ngày 2022-12-19).",
    )


# ------------------------------------------------------------------------------------------------ revisions


def test_two_revisions_are_compared_each_as_the_one_that_counts(corrected: Workspace) -> None:
    view = see(corrected, unit="so-a")
    assert (view.before.revision, view.after.revision) == (1, 2)
    row = only_row(view)
    # All else as now: (40 + 30 + 10)/200 = 40% with revision 1, (80 + 30 + 10)/200 = 60% with revision 2.
    assert row.value.text == "40,00% → 60,00% (+20,00 điểm phần trăm)"
    assert row.status_text == "▼ Chậm tiến độ → ● Đạt"
    assert [(one.unit.id, one.difference_text) for one in row.units] == [("so-a", "tử số +40")]
    assert view.events == ()


def test_revisions_are_compared_whatever_was_decided_on_them(corrected: Workspace) -> None:
    corrected.review("2022-Q3", "so-a", 2, "returned", "2022-09-28T08:00:00+07:00")
    corrected.review("2022-Q3", "so-a", 0, "excluded", "2022-09-29T08:00:00+07:00")
    close(corrected, "2022-Q3", "2022-10-01T09:00:00")
    row = only_row(see(corrected, unit="so-a", since_revision=2, until_revision=1))
    assert row.value.text == "60,00% → 40,00% (-20,00 điểm phần trăm)"
    assert row.units[0].before[0].decision == "returned"


def test_revisions_that_are_not_there_are_refused(corrected: Workspace) -> None:
    assert refused(compare(corrected, unit="so-b")) == (
        "state",
        "Kỳ 2022-Q3 đơn vị “so-b” không có lần gửi trước đó để so sánh (số lần đã gửi: 1).",
    )
    assert refused(compare(corrected, unit="so-a", since_revision=9)) == (
        "request",
        "Đơn vị “so-a” không có lần gửi 9 cho kỳ 2022-Q3.",
    )
    assert refused(compare(corrected, unit="so-d")) == (
        "request",
        "Đơn vị “so-d” không có trong danh sách đơn vị.",
    )


# ------------------------------------------------------------------------------------------------ forms


def test_programs_get_every_number_exact(corrected: Workspace) -> None:
    view = see(corrected, "09-15", "09-30")
    rendered = desk.render_difference(corrected.root, view, "json")
    assert isinstance(rendered, bytes)
    told = json.loads(rendered)
    (row,) = told["indicators"]
    assert (told["schema"], told["changed"], told["compared"], told["turned"]) == ("cds-kpi.diff/1", 1, 1, 1)
    assert told["from"] == {
        "kind": "moment",
        "period": "2022-Q3",
        "as_of": "2022-09-15T23:59:59+07:00",
        "closing": None,
        "revision": None,
    }
    assert row["value"] == {"before": "46.666666666667", "after": "60", "difference": "13.333333333333"}
    assert row["denominator"] == {"before": "150", "after": "200", "difference": "50"}
    assert row["status"] == {"before": "at_risk", "after": "met"}
    assert row["turned"] == ["status", "met", "certain"]
    a = row["units"][0]
    assert a["difference"] == {"numerator": "40", "denominator": "0", "value": None}
    assert (a["before"][0]["file"], a["before"][0]["line"], a["before"][0]["numerator"]) == (
        "data/submissions/2022-Q3/so-a.yaml", 6, "40",
    )  # fmt: skip
    assert [event["kind"] for event in a["events"]] == ["received"]


@pytest.mark.parametrize("form", ["md", "html"])
def test_what_people_wrote_stays_text(corrected: Workspace, form: str) -> None:
    corrected.submit(
        "2022-Q3",
        "so-c",
        'dossiers: {nil: "<script>alert(1)</script> | **=1+1**"}',
        at="2022-09-26T10:00:00+07:00",
    )
    made = desk.render_difference(corrected.root, see(corrected, "09-25", "09-30"), form)
    assert isinstance(made, bytes)
    text = made.decode()
    assert "<script>" not in text.replace("\\<script>", "")
    assert "alert(1)" in text
    if form == "md":
        (line,) = [one for one in text.splitlines() if one.startswith("| Sở C | 10/50")]
        assert r"\<script>alert(1)\</script> \| \*\*=1+1\*\*" in line


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_documents_say_it_in_both_languages(corrected: Workspace, language: Language) -> None:
    view = see(corrected, "09-15", "09-30", language=language)
    for form in ("md", "html"):
        made = desk.render_difference(corrected.root, view, form)
        assert isinstance(made, bytes)
        text = unescape(made.decode())
        for said in (*view.summary, *view.rows[0].verdicts, view.rows[0].value.text, *view.caveats):
            assert said in text
        assert all(unit.after[0].file in text for unit in view.rows[0].units)
        assert ("Đơn vị" in text) == (language == "vi")
