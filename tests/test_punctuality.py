"""A deadline's last on-time day, and which submission is late by it: in the city's time, to the second."""

from datetime import date, datetime
from pathlib import Path

import pytest

from cds_kpi.assess.punctuality import Deadline, find_deadline, find_today, find_unit_deadline
from cds_kpi.model.catalogue import Round
from cds_kpi.report.wording import say_deadline
from cds_kpi.workdays import OfficeDays
from workspaces import Workspace, read_period, read_record

NOBODY = OfficeDays()


def find(text: str, office: OfficeDays = NOBODY) -> Deadline:
    return find_deadline(
        read_record(Round, "{period: 2022-Q3, frequencies: [quarter], " + text + "}"), office
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


BEFORE = find("before: 2022-09-20")
BY = find("by: 2022-09-20")


def test_before_a_day_ends_as_that_day_begins_in_the_city() -> None:
    assert Deadline(date(2022, 9, 20), True, date(2022, 9, 19), None, None) == BEFORE
    assert BEFORE.closes_at == at("2022-09-20T00:00:00+07:00")


def test_by_a_day_ends_as_the_next_day_begins_in_the_city() -> None:
    assert Deadline(date(2022, 9, 20), False, date(2022, 9, 20), None, None) == BY
    assert BY.closes_at == at("2022-09-21T00:00:00+07:00")
    assert BY.last_moment == at("2022-09-20T23:59:59+07:00")


@pytest.mark.parametrize(
    ("received", "late_before", "late_by"),
    [
        ("2022-09-19T23:59:59+07:00", False, False),
        ("2022-09-20T00:00:00+07:00", True, False),
        ("2022-09-20T23:59:59+07:00", True, False),
        ("2022-09-20T23:59:59.999999+07:00", True, False),
        ("2022-09-21T00:00:00+07:00", True, True),
        # The same moments in UTC: the city is seven hours ahead.
        ("2022-09-19T16:59:59+00:00", False, False),
        ("2022-09-19T17:00:00+00:00", True, False),
        ("2022-09-20T16:59:59+00:00", True, False),
        ("2022-09-20T17:00:00+00:00", True, True),
        # Still the 19th in New York, long the 20th in the city.
        ("2022-09-19T13:00:00-04:00", True, False),
    ],
)
def test_one_second_decides(received: str, late_before: bool, late_by: bool) -> None:
    assert BEFORE.is_late(at(received)) is late_before
    assert BY.is_late(at(received)) is late_by


@pytest.mark.parametrize(
    ("received", "on_named_day"),
    [
        ("2022-09-19T23:59:59+07:00", False),
        ("2022-09-20T00:00:00+07:00", True),
        ("2022-09-19T17:00:00+00:00", True),
        ("2022-09-20T16:59:59+00:00", True),
        ("2022-09-20T17:00:00+00:00", False),
    ],
)
def test_the_named_day_is_recognised_in_the_citys_time(received: str, on_named_day: bool) -> None:
    assert BEFORE.is_on_named_day(at(received)) is on_named_day
    assert BY.is_on_named_day(at(received)) is False


def test_without_roll_a_deadline_stays_on_a_day_off() -> None:
    # 18 September 2022 is a Sunday.
    assert find("by: 2022-09-18").last_on_time_day == date(2022, 9, 18)


def test_a_deadline_rolls_over_a_weekend_and_says_from_where_and_why() -> None:
    assert find("by: 2022-09-17, roll: next_working_day") == Deadline(
        date(2022, 9, 17), False, date(2022, 9, 19), date(2022, 9, 17), ("Thứ bảy", "Saturday")
    )
    assert find("by: 2022-09-18, roll: next_working_day") == Deadline(
        date(2022, 9, 18), False, date(2022, 9, 19), date(2022, 9, 18), ("Chủ nhật", "Sunday")
    )


def test_a_deadline_rolls_over_a_holiday_and_the_weekend_behind_it() -> None:
    # Thursday 1 and Friday 2 September are National Day, then the weekend.
    assert find("by: 2022-09-01, roll: next_working_day") == Deadline(
        date(2022, 9, 1), False, date(2022, 9, 5), date(2022, 9, 1), ("Quốc khánh", "National Day")
    )


def test_before_a_monday_rolls_from_the_sunday_onto_the_named_day_itself() -> None:
    # Before Monday 19 September: the last on-time day is Sunday the 18th, moved to the 19th.
    rolled = find("before: 2022-09-19, roll: next_working_day")
    assert rolled == Deadline(
        date(2022, 9, 19), True, date(2022, 9, 19), date(2022, 9, 18), ("Chủ nhật", "Sunday")
    )
    assert rolled.is_late(at("2022-09-19T23:59:59+07:00")) is False
    assert rolled.is_late(at("2022-09-20T00:00:00+07:00")) is True


def test_a_deadline_on_a_worked_day_does_not_roll() -> None:
    assert find("before: 2022-09-20, roll: next_working_day") == BEFORE


def test_the_offices_own_days_move_a_deadline_and_keep_it() -> None:
    off = OfficeDays(off={date(2022, 9, 19): "Nghỉ bù"})
    assert find("before: 2022-09-20, roll: next_working_day", off) == Deadline(
        date(2022, 9, 20), True, date(2022, 9, 20), date(2022, 9, 19), ("Nghỉ bù", "Nghỉ bù")
    )
    worked = OfficeDays(worked=frozenset({date(2022, 9, 17)}))
    assert find("by: 2022-09-17, roll: next_working_day", worked).moved_from is None


def test_a_deadline_is_said_in_the_documents_words_or_in_ours() -> None:
    quoted = read_record(
        Round,
        "{period: 2022-Q3, before: 2022-09-20, frequencies: [quarter], wording: trước ngày 20 tháng 9 năm 2022}",
    )
    plain = read_record(Round, "{period: 2022-Q1, by: 2022-03-05, frequencies: [quarter]}")
    deadline = find_deadline(plain, NOBODY)
    assert say_deadline(quoted, BEFORE, "vi") == "trước ngày 20 tháng 9 năm 2022"
    assert say_deadline(quoted, BEFORE, "en") == "before 20 September 2022"
    assert say_deadline(plain, deadline, "vi") == "chậm nhất ngày 05 tháng 3 năm 2022"
    assert say_deadline(plain, deadline, "en") == "by 5 March 2022"


SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b, so-c]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""
ANSWER = "share: {numerator: 1, denominator: 2}"


def test_a_report_on_the_named_day_is_late_with_that_remark_and_a_later_one_says_by_how_much(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-19T16:59:59Z")
    store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-20T10:11:12+07:00")
    store.submit("2022-Q3", "so-c", ANSWER, at="2022-09-22T00:00:00+07:00")
    units = store.view().units
    assert [(unit.id, unit.state, unit.remark) for unit in units] == [
        ("so-a", "on_time", None),
        ("so-b", "late", "đúng ngày mốc"),
        # The 22nd is three days after the 19th.
        ("so-c", "late", "trễ 3 ngày"),
    ]
    assert [(unit.received_at, unit.received_text) for unit in units] == [
        ("2022-09-19T23:59:59+07:00", "23:59:59 ngày 19/9/2022"),
        ("2022-09-20T10:11:12+07:00", "10:11:12 ngày 20/9/2022"),
        ("2022-09-22T00:00:00+07:00", "00:00 ngày 22/9/2022"),
    ]


def test_a_file_written_by_hand_is_judged_by_the_day_it_was_sent(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-19")
    store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-20")
    store.submit("2022-Q3", "so-c", ANSWER, at=None)
    assert [(unit["unit"], unit["state"]) for unit in store.report()["units"]] == [
        ("so-a", "on_time"),
        ("so-b", "late"),
        ("so-c", "undated"),
    ]


EXTENSION = """format: 1
unit: so-b
period: 2022-Q3
until: 2022-09-23
granted_by: Đơn vị đầu mối
reason: Hệ thống gián đoạn
"""


def test_an_extension_holds_for_its_unit_alone_to_the_end_of_its_day(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.write("data/extensions/2022-Q3/so-b.yaml", EXTENSION)
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-23T08:00:00+07:00")
    store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-23T23:59:59+07:00")
    assert [(unit["unit"], unit["state"]) for unit in store.report()["units"]] == [
        ("so-a", "late"),
        ("so-b", "on_time"),
        ("so-c", "missing"),
    ]


def test_after_its_extension_a_unit_is_late_by_the_days_after_the_extension(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.write("data/extensions/2022-Q3/so-b.yaml", EXTENSION)
    store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-24T00:00:00+07:00")
    unit = store.view().units[1]
    assert (unit.id, unit.state, unit.remark) == ("so-b", "late", "trễ 1 ngày")


@pytest.mark.parametrize(
    ("granted_on", "last"),
    [(None, 23), ("2022-09-19", 23), ("2022-09-30", 23), ("2022-10-01", 19)],
)
def test_an_extension_holds_from_the_day_it_was_granted(
    tmp_path: Path, granted_on: str | None, last: int
) -> None:
    store = Workspace(tmp_path, SHARE)
    granted = f"granted_on: {granted_on}\n" if granted_on else ""
    store.write("data/extensions/2022-Q3/so-b.yaml", EXTENSION + granted)
    book, day = store.open_book(as_of="2022-09-30T23:00:00+07:00"), date(2022, 9, last)
    found = find_unit_deadline(book, BEFORE, read_period("2022-Q3"), "so-b")
    assert found == (BEFORE if last == 19 else Deadline(day, False, day, None, None))
    assert find_unit_deadline(book, BEFORE, read_period("2022-Q3"), "so-a") == BEFORE
    assert find_unit_deadline(book, BEFORE, read_period("2022-Q2"), "so-b") == BEFORE


def test_the_day_is_the_citys_wherever_the_machine_stands() -> None:
    assert find_today(at("2022-09-30T16:59:59+00:00")) == date(2022, 9, 30)
    assert find_today(at("2022-09-30T17:00:00+00:00")) == date(2022, 10, 1)
    assert find_today(at("2022-09-30T12:00:00-05:00")) == date(2022, 10, 1)


def test_an_extension_that_is_earlier_than_the_deadline_takes_nothing_away(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.write("data/extensions/2022-Q3/so-b.yaml", EXTENSION.replace("2022-09-23", "2022-09-10"))
    store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-19T12:00:00+07:00")
    assert store.report()["units"][1]["state"] == "on_time"


ROLLING = """
- {period: 2022-Q3, by: 2022-09-18, roll: next_working_day, frequencies: [quarter]}
"""


def test_the_report_says_that_a_deadline_moved_and_why(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=ROLLING)
    deadline = store.view().deadline
    assert deadline.last_on_time_day == "2022-09-19"
    assert (
        deadline.moved_text
        == "Ngày cuối cùng đúng hạn 18/9/2022 là ngày nghỉ (Chủ nhật) nên chuyển sang 19/9/2022."
    )


def test_an_english_report_says_why_a_deadline_moved_in_english(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=ROLLING)
    assert (
        store.view(language="en").deadline.moved_text
        == "The last on-time day, 2022-09-18, is a day off (Sunday), so it moved to 2022-09-19."
    )
