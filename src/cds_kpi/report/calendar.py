"""Deadlines as entries of a calendar: the last day on time of every round, and the days on which reminders go out.

Convention: an entry's `uid` is made of what it is about alone, so that a calendar that takes the file in again moves
the entry it has instead of adding another; a round that is complete or closed keeps its entries, without alarms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from cds_kpi.model.reminding import Step
from cds_kpi.period import CITY_TIME
from cds_kpi.report.deadlines import ROUND_STATES, say_days_left
from cds_kpi.report.wording import pick, say_deadline, say_moved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.deadlines import RoundDue
    from cds_kpi.model.catalogue import Remind
    from cds_kpi.text import Language

OFFICE_OPENS = time(8)
"""When a reminder's entry begins, and its alarm rings."""
REMINDER_LASTS = timedelta(minutes=30)
DEADLINE_ALARMS = (timedelta(hours=-16), timedelta(hours=8))
"""From the first moment of the last day on time: at 8 o'clock of the day before and of the day itself."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry of a calendar."""

    uid: str
    """The same in every file, whatever moves."""
    begins: datetime
    """In the city's time, as is the end."""
    ends: datetime
    """The first moment that is not part of it: of a deadline the first that is late."""
    title: str
    text: str
    """A few lines."""
    alarms: tuple[timedelta, ...]
    """From the beginning; none where nobody is to be woken any more."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The entries of all programmes that were asked for."""

    language: Language
    as_of: datetime
    title: str
    entries: tuple[CalendarEntry, ...]
    """By beginning, then by uid."""


def build_calendar(
    pairs: Sequence[tuple[Book, Sequence[RoundDue]]], as_of: datetime, language: Language
) -> CalendarView:
    """Return the entries for the rounds of some programmes."""
    entries = [
        entry for book, rounds in pairs for one in rounds for entry in _build_round(book, one, language)
    ]
    return CalendarView(
        language,
        as_of,
        pick(("Thời hạn báo cáo", "Reporting deadlines"), language),
        tuple(sorted(entries, key=lambda entry: (entry.begins, entry.uid))),
    )


def _build_round(book: Book, one: RoundDue, language: Language) -> Iterator[CalendarEntry]:
    period, programme = one.collection.period, book.programme
    about = f"{period.title(language)} ({one.programme_id})"
    is_over = one.state in {"complete", "closed"}
    ending = f" · {pick(ROUND_STATES[one.state], language)}" if is_over else ""
    due = f"{pick(('Hạn gửi', 'Due'), language)}: {say_deadline(one.collection, one.deadline, language)}"
    text = "\n".join(filter(None, (programme.name.say(language), due, say_moved(one.deadline, language))))
    place = f"{programme.focal_point}.cds-kpi"
    uid = f"{one.programme_id}.{period}"
    last = one.deadline.last_on_time_day
    heads = {"deadline": ("Hạn báo cáo", "Reports due"), "step": ("Nhắc báo cáo", "Reminder of reports")}
    head = {name: pick(words, language) for name, words in heads.items()}
    yield _build_deadline(
        f"{uid}.deadline@{place}", last, f"{head['deadline']} {about}{ending}", text, is_over=is_over
    )
    for due_unit in one.owing:
        day = due_unit.deadline.last_on_time_day
        if day != last:
            name = due_unit.unit.name.say(language)
            extended = pick(("được gia hạn", "extended"), language)
            title = f"{head['deadline']} {about}: {name}, {extended}"
            own = f"{uid}.{due_unit.unit.id}"
            yield _build_deadline(f"{own}.deadline@{place}", day, title, text, is_over=False)
            for step, begins, left in _list_steps(programme.remind, day):
                title = f"{head['step']} {about}: {name}, {say_days_left(left, language)}"
                yield CalendarEntry(
                    f"{own}.{step}@{place}", begins, begins + REMINDER_LASTS, title, text, (timedelta(0),)
                )
    for step, begins, left in _list_steps(programme.remind, last):
        title = f"{head['step']} {about}: {say_days_left(left, language)}{ending}"
        alarms = () if is_over else (timedelta(0),)
        yield CalendarEntry(f"{uid}.{step}@{place}", begins, begins + REMINDER_LASTS, title, text, alarms)


def _list_steps(remind: Remind, last: date) -> Iterator[tuple[Step, datetime, int]]:
    """Yield every step of a deadline with the moment of its reminder and the days left by then."""
    steps = [Step("before", days) for days in remind.before]
    steps += [Step("overdue", days) for days in remind.overdue]
    for step in dict.fromkeys(steps):
        left = step.days if step.side == "before" else -step.days
        yield step, datetime.combine(last - timedelta(days=left), OFFICE_OPENS, CITY_TIME), left


def _build_deadline(uid: str, day: date, title: str, text: str, *, is_over: bool) -> CalendarEntry:
    begins = datetime.combine(day, time(), CITY_TIME)
    alarms = () if is_over else DEADLINE_ALARMS
    return CalendarEntry(uid, begins, begins + timedelta(days=1), title, text, alarms)
