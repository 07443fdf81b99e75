"""How a round went: what each unit owed, what it answered, and whether on time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.punctuality import find_unit_deadline
from cds_kpi.assess.reporters import find_collected, find_reporters

if TYPE_CHECKING:
    from datetime import datetime

    from cds_kpi.assess.book import Book, Counted
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Indicator, Round
    from cds_kpi.model.submission import Filing
    from cds_kpi.model.units import Unit

State = Literal["on_time", "late", "undated", "partial", "missing", "returned", "excluded"]


@dataclass(frozen=True, slots=True)
class UnitState:
    """One unit's part in a round."""

    unit: Unit
    state: State
    filing: Filing | None
    """The revision that counts."""
    received_at: datetime | None
    """When that revision was received."""
    answered_at: datetime | None
    """When every answer that counts had first arrived: what lateness is judged by."""
    is_on_named_day: bool
    """Whether that was the very day the document says "before" of."""
    owed: tuple[str, ...]
    """The indicators it owes."""
    answered: tuple[str, ...]
    """Those it has answered."""


def assess_completeness(
    book: Book, programme: str, collection: Round, deadline: Deadline
) -> tuple[UnitState, ...]:
    """Return the state of every unit the round asks, in the registry's order, excluded ones included.

    On time means that every answer that counts had first arrived before the deadline: a figure corrected later does
    not make a unit late, an answer given later does.
    """
    period = collection.period
    owed: dict[str, list[Indicator]] = {}
    excluded: set[str] = set()
    for indicator in find_collected(book, collection, programme):
        reporters = find_reporters(book, indicator, period)
        for unit in reporters.expected:
            owed.setdefault(unit.id, []).append(indicator)
        excluded |= {unit.id for unit in reporters.excluded}
    states = []
    for unit in book.units.values():
        if unit.id in excluded:
            states.append(UnitState(unit, "excluded", None, None, None, False, (), ()))
        elif unit.id in owed:
            ids = tuple(indicator.id for indicator in owed[unit.id])
            own_deadline = find_unit_deadline(book, deadline, period, unit.id)
            states.append(_judge(unit, ids, book.find_counted(period, unit.id), own_deadline))
    return tuple(states)


def _judge(unit: Unit, owed: tuple[str, ...], counted: Counted, deadline: Deadline) -> UnitState:
    filing = counted.filing
    if filing is None:
        state: State = "returned" if counted.returned else "missing"
        return UnitState(unit, state, None, None, None, False, owed, ())
    answered = find_answered(filing, owed)
    received_at = filing.submission.received_at
    answered_at = received_at
    for earlier in counted.received:
        sent_at = earlier.submission.received_at
        stands = earlier.revision not in counted.returned and sent_at is not None
        if stands and set(answered) <= set(find_answered(earlier, owed)):
            answered_at = sent_at
            break
    on_named_day = answered_at is not None and deadline.is_on_named_day(answered_at)
    if len(answered) < len(owed):
        state = "partial"
    elif answered_at is None:
        state = "undated"
    else:
        state = "late" if deadline.is_late(answered_at) else "on_time"
    return UnitState(unit, state, filing, received_at, answered_at, on_named_day, owed, answered)


def find_answered(filing: Filing, owed: tuple[str, ...]) -> tuple[str, ...]:
    """Return those owed indicators that the filing answers; "unavailable" is no answer, "nil" is one."""
    entries = filing.submission.entries
    return tuple(key for key in owed if key in entries and entries[key].unavailable is None)
