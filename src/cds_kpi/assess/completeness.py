"""How a round went: what each unit owed, what it answered, and whether on time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.answers import speaks_for
from cds_kpi.assess.punctuality import find_unit_deadline
from cds_kpi.assess.reporters import find_collected, find_levels, group_by_reporters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cds_kpi.assess.book import Book, Counted
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Round
    from cds_kpi.model.submission import Entry, Filing
    from cds_kpi.model.units import Level, Unit

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
    """Those it has answered, for every level asked of it."""
    returned: int | None = None
    """The number of its newest revision, where that was returned: the unit must send again."""


def assess_completeness(
    book: Book, programme: str, collection: Round, deadline: Deadline
) -> tuple[UnitState, ...]:
    """Return the state of every unit the round asks, in the registry's order, excluded ones included.

    On time means that every answer that counts had first arrived before the deadline: a figure corrected later does
    not make a unit late, an answer given later does. A unit whose newest revision was returned is returned, even where
    an older one counts in the meantime.
    """
    period = collection.period
    collected = find_collected(book, collection, programme)
    levels = {one.id: find_levels(book, one, period, programme) for one in collected}
    asked: dict[str, frozenset[str]] = {}
    for units, indicators in group_by_reporters(book, collected, period):
        ids = frozenset(indicator.id for indicator in indicators)
        for unit in units:
            asked[unit.id] = asked[unit.id] | ids if unit.id in asked else ids
    in_order = {ids: tuple(one.id for one in collected if one.id in ids) for ids in set(asked.values())}
    # Most are asked for no level: one mapping serves all who are asked the same.
    by_level = {unit for wanted in levels.values() for unit in wanted}
    whole: dict[frozenset[str], Mapping[str, tuple[Level, ...]]] = {
        ids: dict.fromkeys(order, ()) for ids, order in in_order.items()
    }
    excluded = book.find_excluded(period)
    states = []
    for unit in book.units.values():
        if unit.id not in asked:
            continue
        if unit.id in excluded:
            states.append(UnitState(unit, "excluded", None, None, None, False, (), ()))
            continue
        owed = whole[asked[unit.id]]
        if unit.id in by_level:
            owed = {key: levels[key].get(unit.id, ()) for key in owed}
        own_deadline = find_unit_deadline(book, deadline, period, unit.id)
        states.append(_judge(unit, owed, book.find_counted(period, unit.id), own_deadline))
    return tuple(states)


def _judge(
    unit: Unit, asked: Mapping[str, tuple[Level, ...]], counted: Counted, deadline: Deadline
) -> UnitState:
    filing, owed = counted.filing, tuple(asked)
    newest = counted.received[-1].revision if counted.received else None
    returned = newest if newest in counted.returned else None
    if filing is None:
        state: State = "missing" if returned is None else "returned"
        return UnitState(unit, state, None, None, None, False, owed, (), returned)
    answered = find_answered(filing, unit, asked)
    answered_at = find_answered_at(filing, unit, asked, counted)
    on_named_day = answered_at is not None and deadline.is_on_named_day(answered_at)
    if returned is not None:
        state = "returned"
    elif len(answered) < len(owed):
        state = "partial"
    elif answered_at is None:
        state = "undated"
    else:
        state = "late" if deadline.is_late(answered_at) else "on_time"
    received_at = filing.received_at
    return UnitState(unit, state, filing, received_at, answered_at, on_named_day, owed, answered, returned)


def find_answered(filing: Filing, unit: Unit, asked: Mapping[str, tuple[Level, ...]]) -> tuple[str, ...]:
    """Return the indicators that the filing answers wholly, of those asked of the unit.

    "Unavailable" is no answer, "nil" is one. `asked` says for each the levels that its targets want of the unit: an
    answer that leaves one of them out is not whole.
    """
    known = filing.body.answered
    if known is not None and not any(asked.values()):
        return _choose(tuple(asked), known)
    ratios = filing.ratios
    return tuple(
        key
        for key, levels in asked.items()
        if (key in ratios and not levels)
        or ((entry := filing.body.find_entry(key)) is not None and is_whole(entry, unit, levels))
    )


@lru_cache(1024)
def _choose(asked: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return those that are known of those that are asked."""
    return tuple(key for key in asked if key in known)


def is_whole(entry: Entry, unit: Unit, levels: tuple[Level, ...]) -> bool:
    """Whether an answer is one, for every level that is asked of the unit."""
    return entry.unavailable is None and (
        not levels or all(speaks_for(entry, unit, level) for level in levels)
    )


def find_answered_at(
    filing: Filing, unit: Unit, asked: Mapping[str, tuple[Level, ...]], counted: Counted
) -> datetime | None:
    """Return when every answer of the filing had first arrived, in it or an earlier revision; None where undated.

    Revisions that were returned have brought no answer.
    """
    before = [one for one in counted.received if one.revision < filing.revision]
    if not before:
        return filing.received_at
    answered = set(find_answered(filing, unit, asked))
    for earlier in before:
        sent_at = earlier.received_at
        stands = earlier.revision not in counted.returned and sent_at is not None
        if stands and answered <= set(find_answered(earlier, unit, asked)):
            return sent_at
    return filing.received_at
