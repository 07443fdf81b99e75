"""Deadlines and lateness: until when a submission is on time, and whether it was.

Convention: every deadline is worked out in the city's time (UTC+7), whatever the machine's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cds_kpi.period import CITY_TIME
from cds_kpi.text import LANGUAGES
from cds_kpi.workdays import find_reason_off, find_working_day

if TYPE_CHECKING:
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Round
    from cds_kpi.period import Period
    from cds_kpi.workdays import OfficeDays


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a round's figures are due."""

    named_day: date
    """The day the document names."""
    is_strict: bool
    """Whether the document says before that day ("trước ngày"), so that the day itself is late."""
    last_on_time_day: date
    """The last day on which a submission is on time."""
    moved_from: date | None
    """The last on-time day before it moved off a day that is not worked."""
    moved_because: tuple[str, str] | None
    """Why it moved: the day off's name in Vietnamese and in English."""

    @property
    def closes_at(self) -> datetime:
        """The first moment that is late."""
        return datetime.combine(self.last_on_time_day + timedelta(days=1), time(), CITY_TIME)

    @property
    def last_moment(self) -> datetime:
        """The last second that is on time."""
        return self.closes_at - timedelta(seconds=1)

    def is_late(self, received_at: datetime) -> bool:
        """Whether what was received then is late."""
        return received_at >= self.closes_at

    def is_on_named_day(self, received_at: datetime) -> bool:
        """Whether it arrived on the very day the document says "before" of ("đúng ngày mốc")."""
        return self.is_strict and received_at.astimezone(CITY_TIME).date() == self.named_day


def find_today(as_of: datetime) -> date:
    """Return the city's day of a moment."""
    return as_of.astimezone(CITY_TIME).date()


def find_deadline(collection: Round, office_days: OfficeDays) -> Deadline:
    """Return a round's deadline, moved to the next working day where the round says so.

    The rule is that of the Civil Code 2015, art. 148.5.
    """
    strict = collection.before is not None
    named = collection.before or collection.by
    assert named is not None, "a round has one of the two"
    last = named - timedelta(days=1) if strict else named
    if collection.roll == "next_working_day":
        worked = find_working_day(last, office_days)
        if worked != last:
            reasons = [find_reason_off(last, office_days, language) or "" for language in LANGUAGES]
            return Deadline(named, strict, worked, last, (reasons[0], reasons[1]))
    return Deadline(named, strict, last, None, None)


def find_unit_deadline(book: Book, deadline: Deadline, period: Period, unit: str) -> Deadline:
    """Return the deadline that holds for one unit: a later one where it was granted an extension by then."""
    latest = book.keep(("extended",), lambda: _find_extended(book)).get((period, unit))
    if latest is None or latest <= deadline.last_on_time_day:
        return deadline
    return Deadline(latest, False, latest, None, None)


def _find_extended(book: Book) -> dict[tuple[Period, str], date]:
    """Return the latest day that each unit was granted for a period by then."""
    today = find_today(book.as_of)
    latest: dict[tuple[Period, str], date] = {}
    for item in book.extensions:
        if item.granted_on is None or item.granted_on <= today:
            key = (item.period, item.unit)
            latest[key] = max(item.until, latest.get(key, item.until))
    return latest
