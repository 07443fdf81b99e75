"""Deadlines as a calendar file that mail and calendar programs open (iCalendar, RFC 5545).

Convention: whoever is not in the city sees the entries at the city's time, whatever zones their machine knows: the
file brings the zone along.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event, Timezone

    from cds_kpi.report.calendar import CalendarEntry, CalendarView

ZONE = "Asia/Ho_Chi_Minh"
OFFSET = timedelta(hours=7)


def render_calendar(view: CalendarView) -> bytes:
    """Return the calendar as the bytes of an .ics file; the same for the same view."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//cds-kpi//cds-kpi//{view.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", view.title)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add_component(_make_zone())
    for entry in view.entries:
        calendar.add_component(_make_event(entry, view.as_of))
    data: bytes = calendar.to_ical()
    return data


def _make_zone() -> Timezone:
    """Return the city's zone: its offset has been the same since 1975."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - RFC 5545 asks for local time here
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _make_event(entry: CalendarEntry, as_of: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", as_of.astimezone(UTC))
    # The zone is named, not looked up: a machine without a table of zones writes the same file.
    for name, moment in (("dtstart", entry.begins), ("dtend", entry.ends)):
        event.add(name, moment.replace(tzinfo=None), parameters={"TZID": ZONE})
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("transp", "TRANSPARENT")
    for trigger in entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    return event
