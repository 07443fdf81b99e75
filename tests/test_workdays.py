"""Days off are weekends, public holidays and what the office adds; the office's own list wins."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from cds_kpi.model.fields import Bilingual
from cds_kpi.model.office import DayOff, Holidays, days_by_date
from cds_kpi.store.reading import load_file
from cds_kpi.workdays import OfficeDays, find_reason_off, find_working_day

NOBODY = OfficeDays()


def days_of(year: int, text: str) -> list[date]:
    """Return the days that are written as 2/9."""
    return [date(year, int(month), int(day)) for day, month in (one.split("/") for one in text.split())]


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


# What is off on weekdays, by the Labour Code, art. 112, and by the announcements that data/holidays.yaml names; and
# the Saturdays that are worked instead.
WEEKDAYS_OFF = {
    2022: WEEKDAYS_OFF_2022,
    2023: days_of(2023, "2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9"),
    2024: days_of(2024, "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9"),
    2025: days_of(2025, "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9"),
    2026: days_of(2026, "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11"),
}
SATURDAYS_WORKED = {
    2022: [],
    2023: [],
    2024: days_of(2024, "4/5"),
    2025: days_of(2025, "26/4"),
    2026: days_of(2026, "10/1 22/8"),
}


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_the_days_off_and_the_saturdays_worked_are_those_that_were_announced(year: int, repo: Path) -> None:
    loaded = load_file(repo / "data/holidays.yaml", "data/holidays.yaml", Holidays)
    assert isinstance(loaded.record, Holidays), loaded.problems
    office = OfficeDays(*days_by_date(loaded.record))
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    off = [day for day in days if day.weekday() < 5 and find_reason_off(day, office) is not None]
    assert off == WEEKDAYS_OFF[year]
    worked = [day for day in days if day.weekday() >= 5 and find_reason_off(day, office) is None]
    assert worked == SATURDAYS_WORKED[year]


def test_a_saturday_that_was_swapped_is_worked_without_the_office_saying_so() -> None:
    # 29 April 2024 was off for it.
    assert find_reason_off(date(2024, 4, 29), NOBODY) == "Ngày nghỉ (thay cho ngày 04/05/2024)"
    assert find_reason_off(date(2024, 5, 4), NOBODY) is None
    assert find_reason_off(date(2024, 5, 5), NOBODY) == "Chủ nhật"
    assert find_working_day(date(2024, 5, 4), NOBODY) == date(2024, 5, 4)
    # An office that does not work it says so.
    office = OfficeDays(off={date(2024, 5, 4): "Nghỉ theo thông báo"})
    assert find_reason_off(date(2024, 5, 4), office) == "Nghỉ theo thông báo"


def test_a_reason_is_said_in_the_language_that_is_asked_for() -> None:
    day = DayOff.make(day=date(2026, 1, 2), name=Bilingual.make(vi="Hoán đổi", en="Swapped"))
    office = OfficeDays(*days_by_date(Holidays.make(format=1, off=(day,))))
    assert find_reason_off(day.day, office) == "Hoán đổi"
    assert find_reason_off(day.day, office, "en") == "Swapped"
    # Without an English name the Vietnamese one has to do.
    assert find_reason_off(day.day, OfficeDays(off={day.day: "Hoán đổi"}), "en") == "Hoán đổi"


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
