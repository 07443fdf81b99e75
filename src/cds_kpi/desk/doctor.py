"""The doctor: whether the machine and the workspace have what the program needs, and what to do where they have not."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from cds_kpi.desk.book import check_contents, open_book, read_contents
from cds_kpi.problem import Place, Problem
from cds_kpi.report.health import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.model.units import Unit
    from cds_kpi.report.health import Teller
    from cds_kpi.store.contents import Contents
    from cds_kpi.text import Language

__all__ = ["Finding", "examine_workspace"]

_UNREADABLE = {"file-forbidden", "file-io"}
AHEAD = 120
"""Seconds that a receipt may lie ahead of the clock: another machine's may differ by as much."""
PATIENCE = 10.0
"""Seconds to wait for a server at most."""


def examine_workspace(root: Path, *, now: datetime, zone: str, language: Language) -> tuple[Finding, ...]:
    """Look at everything the program needs and return what was found, each with what to do.

    `zone` is the name of the machine's time zone. Nothing lasting is written; of the network, only the mail server
    that the settings name is spoken to, up to its certificate: no login, no message.
    """
    from cds_kpi.desk.repairing import plan_for
    from cds_kpi.desk.templates import check_templates
    from cds_kpi.render.fonts import find_serif
    from cds_kpi.render.pdf import find_office
    from cds_kpi.report.health import Teller

    tell = Teller(language)
    contents = read_contents(root)
    problems = check_contents(contents)
    found = [_look_at_store(tell, problems), *_look_at_disk(tell, root)]
    found.append(tell.tell_leftovers(len(plan_for(contents, problems, now=now).steps)))
    found.append(tell.tell_clock(now, zone, _find_ahead(contents, now)))
    if contents.catalogue is not None and contents.registry is not None:
        found.append(_look_at_holidays(tell, contents, now))
        found.append(_look_at_units(tell, contents, now))
    found.append(_look_at_mail(tell, contents))
    found += _look_at_chat(tell, contents)
    found.append(tell.tell_templates(len(check_templates(root))))
    found.append(tell.tell_fonts(find_serif()))
    office = find_office()
    found.append(
        tell.tell_office(
            str(office) if office is not None else None, has_other=find_spec("weasyprint") is not None
        )
    )
    return tuple(found)


def _look_at_store(tell: Teller, problems: list[Problem]) -> Finding:
    from cds_kpi.problems import is_error

    unreadable = sorted({problem.place.file for problem in problems if problem.kind in _UNREADABLE})
    errors = sum(is_error(problem) for problem in problems)
    return tell.tell_store(unreadable, errors, len(problems) - errors)


def _look_at_disk(tell: Teller, root: Path) -> Iterator[Finding]:
    from cds_kpi.store.trial import find_folders, find_room, try_folder

    folders = list(find_folders(root))
    faults = ((folder, try_folder(folder)) for folder in folders)
    wrong = next(((folder, fault) for folder, fault in faults if fault is not None), None)
    problem = wrong[1].at(Place(str(wrong[0]))) if wrong is not None else None
    yield tell.tell_writing(problem, len(folders))
    yield tell.tell_disk(find_room(root))


def _find_ahead(contents: Contents, now: datetime) -> datetime | None:
    """Return the newest moment at which the store itself says something was received, where it is still to come."""
    receipts = [filing.submission.receipt for filing in contents.filings]
    newest = max((receipt.received_at for receipt in receipts if receipt is not None), default=None)
    return newest if newest is not None and (newest - now).total_seconds() > AHEAD else None


def _look_at_holidays(tell: Teller, contents: Contents, now: datetime) -> Finding:
    from cds_kpi.assess.punctuality import find_deadline, find_today
    from cds_kpi.workdays import knows_swaps

    assert contents.catalogue is not None, "looked at only where it could be read"
    years, rolling = set(), 0
    for name, programme in contents.catalogue.programmes.items():
        office = open_book(contents, name, now, set()).office_days
        for collection in programme.rounds:
            last = find_deadline(collection, office).last_on_time_day
            if collection.roll == "next_working_day" and last >= find_today(now):
                rolling += 1
                if not knows_swaps(last.year, office):
                    years.add(last.year)
    return tell.tell_holidays(sorted(years), rolling)


def _look_at_units(tell: Teller, contents: Contents, now: datetime) -> Finding:
    from cds_kpi.assess.punctuality import find_today
    from cds_kpi.assess.reporters import name_reporters

    assert contents.catalogue is not None, "looked at only where it could be read"
    asked: dict[str, Unit] = {}
    units = {unit.id: unit for unit in contents.registry.units} if contents.registry is not None else {}
    for name in contents.catalogue.programmes:
        book = open_book(contents, name, now, set())
        for indicator in book.catalogue.indicators:
            if any(target.programme == name for target in indicator.targets):
                asked |= {unit.id: unit for unit in name_reporters(book, indicator, find_today(now))}
        if book.programme.remind.overdue and book.programme.authority in units:
            # It is copied from the second reminder after the deadline on.
            asked[book.programme.authority] = units[book.programme.authority]
    return tell.tell_units([unit.id for unit in asked.values() if not unit.email], len(asked))


def _look_at_chat(tell: Teller, contents: Contents) -> Iterator[Finding]:
    from cds_kpi.desk.chatting import open_chat

    notify = contents.settings.notify
    if notify is not None:
        opened = [open_chat(contents.root, notify, name) for name in notify.channels]
        problem = next((one for one in opened if isinstance(one, Problem)), None)
        yield tell.tell_chat(len(opened), problem)


def _look_at_mail(tell: Teller, contents: Contents) -> Finding:
    from cds_kpi.desk.mailing import SETTINGS, make_server
    from cds_kpi.post.reach import find_hindrance

    mail = contents.settings.mail
    if mail is None:
        return tell.tell_no_mail()
    fault = find_hindrance(make_server(mail), min(float(mail.timeout), PATIENCE))
    problem = fault.at(Place(SETTINGS)) if fault is not None else None
    return tell.tell_mail(mail.host, mail.server_port, mail.security, problem)
