"""Days off are weekends, public holidays and what the office adds; the office's own list wins."""

from datetime import date, timedelta

import pytest

from cds_kpi.workdays import OfficeDays, find_reason_off, find_working_day

NOBODY = OfficeDays()
# The days off of 2022 on weekdays: Labour Code, art. 112, with the days moved off a weekend.
WEEKDAYS_OFF_2022 = [
    date(2022, 1, 3),
    date(2022, 1, 31),
    date(2022, 2, 1),
    date(2022, 2, 2),
    date(2022, 2, 3),
    date(2022, 2, 4),
    date(2022, 4, 11),
    date(2022, 5, 2),
    date(2022, 5, 3),
    date(2022, 9, 1),
    date(2022, 9, 2),
]


def test_the_weekdays_off_in_2022_are_those_that_were_announced() -> None:
    days = [date(2022, 1, 1) + timedelta(days=n) for n in range(365)]
    off = [day for day in days if day.weekday() < 5 and find_reason_off(day, NOBODY) is not None]
    assert off == WEEKDAYS_OFF_2022


def test_every_weekend_is_off_with_its_name_or_the_holidays() -> None:
    assert find_reason_off(date(2022, 9, 17), NOBODY) == "Thứ bảy"
    assert find_reason_off(date(2022, 9, 18), NOBODY) == "Chủ nhật"
    assert find_reason_off(date(2022, 9, 17), NOBODY, "en") == "Saturday"
    assert find_reason_off(date(2022, 9, 18), NOBODY, "en") == "Sunday"
    # New Year's Day of 2022 was a Saturday: the holiday is the better reason.
    assert find_reason_off(date(2022, 1, 1), NOBODY) == "Tết Dương lịch"
    assert find_reason_off(date(2022, 9, 2), NOBODY) == "Quốc khánh"


@pytest.mark.parametrize("day", [date(2022, 8, 30), date(2022, 9, 19), date(2022, 9, 20), date(2022, 12, 20)])
def test_the_days_that_the_dispatch_names_are_worked(day: date) -> None:
    assert find_reason_off(day, NOBODY) is None
    assert find_working_day(day, NOBODY) == day


def test_the_office_adds_a_day_off_and_its_name_stands_before_the_public_one() -> None:
    office = OfficeDays(off={date(2022, 9, 19): "Nghỉ bù", date(2022, 9, 2): "Quốc khánh (theo thông báo)"})
    assert find_reason_off(date(2022, 9, 19), office) == "Nghỉ bù"
    assert find_reason_off(date(2022, 9, 2), office) == "Quốc khánh (theo thông báo)"


def test_the_office_works_a_saturday_and_a_holiday_all_the_same() -> None:
    office = OfficeDays(worked=frozenset({date(2022, 9, 3), date(2022, 9, 2)}))
    assert find_reason_off(date(2022, 9, 3), office) is None
    assert find_reason_off(date(2022, 9, 2), office) is None
    assert find_reason_off(date(2022, 9, 4), office) == "Chủ nhật"


def test_the_next_working_day_lies_behind_holiday_and_weekend() -> None:
    # 1 and 2 September 2022 are Thursday and Friday, 3 and 4 the weekend.
    assert find_working_day(date(2022, 9, 1), NOBODY) == date(2022, 9, 5)
    # With the Monday off as well it is the Tuesday; with the Saturday worked it is that.
    assert find_working_day(date(2022, 9, 1), OfficeDays(off={date(2022, 9, 5): "Bù"})) == date(2022, 9, 6)
    worked = OfficeDays(worked=frozenset({date(2022, 9, 3)}))
    assert find_working_day(date(2022, 9, 1), worked) == date(2022, 9, 3)
    # Lunar new year: from Saturday 29 January to Monday 7 February.
    assert find_working_day(date(2022, 1, 29), NOBODY) == date(2022, 2, 7)
