"""What falls due: every round of a programme at a moment, and who still owes what until when.

Convention: days are the city's (UTC+7), whatever the machine's zone; `days_left` counts from today to the last
on-time day and is negative once that is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.completeness import assess_completeness
from cds_kpi.assess.lineage import find_heirs
from cds_kpi.assess.punctuality import find_deadline, find_today, find_unit_deadline
from cds_kpi.model.fields import Bilingual
from cds_kpi.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Programme, Round
    from cds_kpi.model.office import Review
    from cds_kpi.model.units import Unit
    from cds_kpi.workdays import OfficeDays

RoundState = Literal["open", "due_soon", "overdue", "complete", "closed"]
Warning = Literal["due-on-issue", "due-together", "window-open"]
"""due-on-issue: the deadline is not after the day its document was issued; due-together: another round is due on the
same day; window-open: the deadline comes before the end of the days that the figures cover."""


@dataclass(frozen=True, slots=True)
class UnitDue:
    """A unit that owes answers to a round."""

    unit: Unit
    """As it is written to: one that has ended since by its name and its heirs', at their addresses."""
    deadline: Deadline
    """Its own: a later one where it was granted an extension."""
    days_left: int
    indicators: tuple[str, ...]
    """What it has not answered, in the catalogue's order; everything it owes where its newest revision was returned."""
    returned: Review | None = None
    """The return of its newest revision: it must send again, even where an older one counts in the meantime."""


@dataclass(frozen=True, slots=True)
class RoundDue:
    """A round, as it stands at a moment."""

    programme_id: str
    collection: Round
    deadline: Deadline
    days_left: int
    state: RoundState
    """overdue: a unit that owes has passed its own deadline; due_soon: within so many days; open: later."""
    expected: int
    owing: tuple[UnitDue, ...]
    """In the registry's order; nobody where the round is closed."""
    warnings: tuple[Warning, ...]
    together: tuple[str, ...]
    """The other rounds that are due on the same day: `2022-Q4`."""


def assess_rounds(book: Book, *, within: int | None = None) -> tuple[RoundDue, ...]:
    """Return the rounds of the book's programme that have begun or are due within so many days, in their order.

    A round begins with the first day its figures cover. `within` is the programme's first reminder by default.
    """
    today = find_today(book.as_of)
    near = _find_nearness(book.programme, within)
    return tuple(
        _assess_round(book, collection, deadline, today, near)
        for collection, deadline in find_begun(book.programme, book.office_days, today, within=within)
    )


def find_begun(
    programme: Programme, office_days: OfficeDays, today: date, *, within: int | None = None
) -> Iterator[tuple[Round, Deadline]]:
    """Yield the rounds that `assess_rounds` tells of, each with its deadline."""
    near = _find_nearness(programme, within)
    for collection in programme.rounds:
        deadline = find_deadline(collection, office_days)
        days_left = (deadline.last_on_time_day - today).days
        if collection.period.window(programme.cutoff)[0] <= today or days_left <= near:
            yield collection, deadline


def _find_nearness(programme: Programme, within: int | None) -> int:
    return within if within is not None else max(programme.remind.before, default=0)


def _assess_round(book: Book, collection: Round, deadline: Deadline, today: date, near: int) -> RoundDue:
    states = assess_completeness(book, book.programme_id, collection, deadline)
    is_closed = book.find_closing(collection.period) is not None
    owing = []
    for state in states:
        answered = set(state.answered)
        open_ids = tuple(key for key in state.owed if key not in answered or state.returned is not None)
        if open_ids and not is_closed:
            period, unit = collection.period, state.unit.id
            own = find_unit_deadline(book, deadline, period, unit)
            left = (own.last_on_time_day - today).days
            returned = None if state.returned is None else book.find_return(period, unit, state.returned)
            owing.append(UnitDue(_address(book, state.unit, today), own, left, open_ids, returned))
    days_left = (deadline.last_on_time_day - today).days
    if is_closed:
        state_of_round: RoundState = "closed"
    elif not owing:
        state_of_round = "complete"
    elif any(due.days_left < 0 for due in owing):
        state_of_round = "overdue"
    else:
        state_of_round = "due_soon" if min(due.days_left for due in owing) <= near else "open"
    warnings, together = _warn(book, collection, deadline)
    return RoundDue(
        book.programme_id,
        collection,
        deadline,
        days_left,
        state_of_round,
        sum(state.state != "excluded" for state in states),
        tuple(owing),
        warnings,
        together,
    )


def _address(book: Book, unit: Unit, today: date) -> Unit:
    """Return a unit as it is written to: by its heirs' addresses once it has ended; without heirs it has none."""
    until = unit.valid.until
    if until is None or until >= today:
        return unit
    heirs = find_heirs(book.lineage, unit, today)
    name = unit.name
    if heirs:
        vi, en = ("; ".join(heir.name.say(language) for heir in heirs) for language in LANGUAGES)
        name = Bilingual(vi=f"{name.vi} (nay là {vi})", en=f"{name.say('en')} (now {en})")
    addresses = dict.fromkeys(address for heir in heirs for address in heir.email)
    return unit.model_copy(update={"name": name, "email": tuple(addresses)})


def _warn(book: Book, collection: Round, deadline: Deadline) -> tuple[tuple[Warning, ...], tuple[str, ...]]:
    warnings: list[Warning] = []
    source = book.catalogue.sources.get(book.programme.source or "")
    if source is not None and source.issued is not None and deadline.named_day <= source.issued:
        warnings.append("due-on-issue")
    together = tuple(
        str(other.period)
        for other in book.programme.rounds
        if other.period != collection.period
        and find_deadline(other, book.office_days).last_on_time_day == deadline.last_on_time_day
    )
    if together:
        warnings.append("due-together")
    if collection.period.window(book.programme.cutoff)[1] > deadline.last_on_time_day:
        warnings.append("window-open")
    return tuple(warnings), together
