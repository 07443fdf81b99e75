"""Working days: weekends, Vietnam's public holidays, and the days an office adds or takes away.

Convention: the office's own list (data/holidays.yaml) wins over the `holidays` library, because swapped working
days are announced weeks before and no library can know them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """What an office adds to the public calendar: extra days off with their names, and days worked all the same."""

    off: Mapping[date, str] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()
    english: Mapping[date, str] = field(default_factory=dict)
    """The English names of the days off."""


def find_reason_off(day: date, office: OfficeDays, language: Language = "vi") -> str | None:
    """Return why `day` is not worked (a holiday's name, "Thứ bảy", "Chủ nhật"), or None for a working day.

    Public holidays are those of the Labour Code 2019, art. 112, as the `holidays` library computes them; a Saturday
    that it knows to be worked for a swapped day is a working day.
    """
    if day in office.worked:
        return None
    if day in office.off:
        return (office.english if language == "en" else office.off).get(day, office.off[day])
    import holidays

    known = holidays.country_holidays("VN", years=day.year, language="vi" if language == "vi" else "en_US")
    if day in known:
        return str(known[day])
    if day.weekday() >= 5 and day not in known.weekend_workdays:
        names = {"vi": ("Thứ bảy", "Chủ nhật"), "en": ("Saturday", "Sunday")}
        return names[language][day.weekday() - 5]
    return None


def find_working_day(day: date, office: OfficeDays) -> date:
    """Return `day` itself when it is worked, else the next day that is (Civil Code 2015, art. 148.5)."""
    while find_reason_off(day, office) is not None:
        day += timedelta(days=1)
    return day


def knows_swaps(year: int, office: OfficeDays) -> bool:
    """Whether the office's list or the library says anything special of a year: swaps are announced shortly before."""
    if any(day.year == year for day in (*office.off, *office.worked)):
        return True
    import holidays

    return year in holidays.country_holidays("VN", years=year).special_public_holidays
