"""The report before: what was last settled by a closing, and what has changed since in the figures it gave.

Convention: only a closing says what was reported, and when; what `report` wrote is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cds_kpi.assess.difference import Difference, Sight, find_difference, take_sight

if TYPE_CHECKING:
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Round
    from cds_kpi.model.office import Closing


@dataclass(frozen=True, slots=True)
class Settled:
    """A round as one of its closings settled it."""

    collection: Round
    number: int
    """Which of the round's closings it is, from 1."""
    closing: Closing
    book: Book
    """As of the closing."""

    def take_sight(self) -> Sight:
        """Return the round as the closing settled it."""
        return take_sight(self.book, self.collection)


def list_settled(book: Book, collection: Round) -> tuple[Settled, ...]:
    """Return the closings of one of the programme's rounds up to the book's moment, oldest first."""
    own = [
        act
        for act in book.closings
        if (act.programme, act.period) == (book.programme_id, collection.period) and act.at <= book.as_of
    ]
    others = [act for act in book.closings if act not in own]
    settled: list[Settled] = []
    for place, act in enumerate(own, 1):
        if act.act == "closed":
            # Without the acts that came after it, though they may bear the same moment.
            then = replace(book, as_of=act.at, closings=[*others, *own[:place]])
            settled.append(Settled(collection, len(settled) + 1, act, then))
    return tuple(settled)


def find_previous(book: Book, collection: Round) -> Settled | None:
    """Return what the report before this one rests on; None where no closing says it.

    Where this round was closed before: that closing, but not the one by which it stands closed now. Else the newest
    closing of the nearest earlier round that has one.
    """
    settled = list_settled(book, collection)
    if settled and book.find_closing(collection.period) is not None:
        settled = settled[:-1]
    if settled:
        return settled[-1]
    earlier = [one for one in book.programme.rounds if one.period.order < collection.period.order]
    for other in sorted(earlier, key=lambda one: one.period.order, reverse=True):
        settled = list_settled(book, other)
        if settled:
            return settled[-1]
    return None


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What has changed since the report before, in the figures which that gave."""

    since: Settled
    difference: Difference
    """Of the earlier report's own round: as it was settled, and as it stands now."""


def find_adjustments(book: Book, collection: Round) -> Adjustments | None:
    """Return what has changed in the figures of the report before this one; None where there was none."""
    since = find_previous(book, collection)
    if since is None:
        return None
    found = find_difference(since.take_sight(), take_sight(book, since.collection))
    # A verdict that turned because a day has passed is no adjustment.
    rows = tuple(row for row in found.rows if row.units or row.is_value_changed)
    return Adjustments(since, replace(found, rows=rows))
