"""Deadlines: what falls due and what is overdue, who is reminded of it, and later deadlines for single units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.book import check_contents, open_book, read_contents
from cds_kpi.desk.choices import ALL
from cds_kpi.desk.keeping import note_moments
from cds_kpi.desk.papers import write_paper
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.report.deadlines import DeadlinesView, OwingLine, RoundLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.deadlines import RoundDue
    from cds_kpi.assess.reminders import Reminder
    from cds_kpi.desk.answers import Asking
    from cds_kpi.store.contents import Contents
    from cds_kpi.text import Language


__all__ = [
    "Agenda",
    "Deadlines",
    "DeadlinesView",
    "Extended",
    "OwingLine",
    "RoundLine",
    "check_deadlines",
    "extend_deadline",
    "open_agenda",
    "write_calendar",
]

EVER = 366 * 300
"""Days within which every round is due: a calendar holds those to come, too."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What falls due, in words, and what could not be taken into account."""

    view: DeadlinesView
    agenda: Agenda
    """The same, exact."""
    broken: tuple[Problem, ...] = ()
    """Submissions with errors, which do not count, and files of reminders that cannot be read."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything a run of reminders needs, exact."""

    contents: Contents
    as_of: datetime
    programmes: tuple[tuple[Book, Sequence[RoundDue], Sequence[Reminder]], ...]
    broken: tuple[Problem, ...]


def check_deadlines(
    root: Path,
    *,
    as_of: datetime,
    language: Language,
    programme: str | None = None,
    within: int | None = None,
) -> Deadlines | Refusal:
    """Return what falls due and what is overdue, in every programme or one; nothing is changed.

    Refused as data while the catalogue, units, settings or holidays have errors; as request for an unknown programme.
    """
    from cds_kpi.report.deadlines import build_deadlines

    agenda = open_agenda(root, as_of=as_of, programme=programme, within=within)
    if isinstance(agenda, Refusal):
        return agenda
    return Deadlines(build_deadlines(agenda.programmes, as_of, language), agenda, agenda.broken)


def write_calendar(root: Path, path: Path, found: Deadlines) -> Path | Refusal:
    """Write every round's deadline and reminder days into a calendar file, and return it; an earlier one is replaced.

    Refused as request for a file within the store, as machine where it cannot be written.
    """
    from cds_kpi.assess.deadlines import assess_rounds
    from cds_kpi.post.calendar import render_calendar
    from cds_kpi.report.calendar import build_calendar

    # What was found tells of the rounds that have begun; a calendar holds those to come, too.
    agenda = open_agenda(root, as_of=found.agenda.as_of, every_round=True)
    if isinstance(agenda, Refusal):
        return agenda
    told = {book.programme_id for book, _, _ in found.agenda.programmes}
    books = [book for book, _, _ in agenda.programmes if book.programme_id in told]
    rounds = [(book, assess_rounds(book, within=EVER)) for book in books]
    view = build_calendar(rounds, found.agenda.as_of, found.view.language)
    return write_paper(path, render_calendar(view), root, option="--ics", replaces=True)


def open_agenda(
    root: Path,
    *,
    as_of: datetime,
    programme: str | None = None,
    within: int | None = None,
    every_round: bool = False,
) -> Agenda | Refusal:
    """Return the rounds that have begun or are due, who owes, and the reminder that applies to each.

    Of other rounds nothing is read, unless `every_round` is said.
    """
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.assess.deadlines import assess_rounds, find_begun
    from cds_kpi.assess.punctuality import find_today
    from cds_kpi.assess.reminders import plan_reminders
    from cds_kpi.model.office import days_by_date
    from cds_kpi.problems import is_error
    from cds_kpi.store import layout
    from cds_kpi.store.contents import Scope
    from cds_kpi.store.ledger import read_ledger
    from cds_kpi.workdays import OfficeDays

    def limit(contents: Contents) -> Scope:
        if contents.catalogue is None:
            return Scope()
        office_days, today = OfficeDays(*days_by_date(contents.holidays)), find_today(as_of)
        programmes = contents.catalogue.programmes.values()
        return Scope(
            frozenset(
                str(collection.period)
                for one in programmes
                for collection, _ in find_begun(one, office_days, today, within=within)
            )
        )

    contents = read_contents(root, None if every_round else limit)
    errors = [problem for problem in check_contents(contents) if is_error(problem)]
    broken = [problem for problem in errors if layout.is_submission(problem.place.file)]
    if len(broken) < len(errors) or contents.catalogue is None:
        return Refusal("data", tuple(errors))
    known = contents.catalogue.programmes
    programme = None if programme == ALL else programme
    if programme is not None and programme not in known:
        facts = refer("programme", programme, known)
        return Refusal("request", (Problem("programme-unknown", Place("--programme"), facts),))
    chosen = [programme] if programme is not None else list(known)
    left_out = {problem.place.file for problem in broken}
    notify = contents.settings.notify
    channels = notify.channels if notify is not None else {}
    parts = []
    for name in chosen:
        book = open_book(contents, name, as_of, left_out)
        rounds = assess_rounds(book, within=within)
        tries, wrong = read_ledger(root, [str(one.collection.period) for one in rounds if one.owing])
        note_moments(
            one.at for attempts in tries.values() for pair in attempts for one in pair if one is not None
        )
        broken += wrong
        parts.append((book, rounds, plan_reminders(book, rounds, tries, channels)))
    return Agenda(contents, as_of, tuple(parts), tuple(broken))


@dataclass(frozen=True, slots=True)
class Extended:
    """A later deadline that was written down."""

    file: str
    unit: str
    unit_name: str
    programme: str
    period: str
    until: str
    """YYYY-MM-DD: the last on-time day now."""
    before: str
    """YYYY-MM-DD: the last on-time day until now."""
    until_text: str
    before_text: str
    others: tuple[str, ...]
    """The other programmes with a round of this period, in which it holds, too."""


def extend_deadline(
    root: Path,
    asking: Asking,
    unit: str,
    until: date,
    *,
    by: str,
    reason: str,
    now: datetime,
    language: Language,
) -> Extended | Refusal:
    """Grant one unit a later deadline for a round, in a file of its own.

    Refused as request where the unit is unknown, or the day is not later than its deadline is now or far beyond it; as
    state where the unit is not asked in this round or the round is closed.
    """
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.assess.check_office import find_far
    from cds_kpi.assess.completeness import assess_completeness
    from cds_kpi.assess.punctuality import find_deadline, find_unit_deadline
    from cds_kpi.desk.deciding import open_round
    from cds_kpi.model.office import Extension
    from cds_kpi.report.wording import say_short_day
    from cds_kpi.store.filing import file_extension

    opened = open_round(root, asking, now)
    if isinstance(opened, Refusal):
        return opened
    book, collection = opened.book, opened.collection
    period = collection.period
    if unit not in book.units:
        facts = refer("unit", unit, book.units)
        return Refusal("request", (Problem("unit-unknown", Place("--unit"), facts),))
    known: dict[str, str | int] = {"unit": unit, "period": str(period), "programme": opened.programme}
    if book.find_closing(period) is not None:
        return Refusal("state", (Problem("round-closed", Place(str(period)), known),))
    deadline = find_deadline(collection, book.office_days)
    states = assess_completeness(book, opened.programme, collection, deadline)
    if not any(state.unit.id == unit and state.state != "excluded" for state in states):
        return Refusal("state", (Problem("unit-not-asked", Place(unit), known),))
    before = find_unit_deadline(book, deadline, period, unit).last_on_time_day
    if until <= before:
        dates = {"found": until.isoformat(), "last": before.isoformat()}
        return Refusal("request", (Problem("extension-not-later", Place("--until"), {**known, **dates}),))
    extension = Extension.make(
        format=1,
        unit=unit,
        period=period,
        until=until,
        granted_by=by,
        granted_on=now.date(),
        reason=reason,
    )
    far = find_far(extension, deadline.last_on_time_day)
    if far is not None:
        return Refusal("request", (far.at(Place("--until")),))
    filed = file_extension(root, extension, now)
    if isinstance(filed, Fault):
        return Refusal("machine", (filed.at(Place(str(root))),))
    return Extended(
        filed.file,
        unit,
        book.units[unit].name.say(language),
        opened.programme,
        str(period),
        until.isoformat(),
        before.isoformat(),
        say_short_day(until, language),
        say_short_day(before, language),
        tuple(
            name
            for name, programme in book.catalogue.programmes.items()
            if name != opened.programme and any(one.period == period for one in programme.rounds)
        ),
    )
