"""What happened to a programme's rounds between two moments: revisions received, decisions, extensions, closings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.punctuality import find_today

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

    from cds_kpi.assess.book import Book
    from cds_kpi.period import Period

EventKind = Literal[
    "received", "accepted", "returned", "excluded", "included", "extended", "closed", "reopened"
]
_OF_ROUND: frozenset[EventKind] = frozenset({"excluded", "included", "extended", "closed", "reopened"})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a round, or to one unit in it."""

    kind: EventKind
    period: Period
    on: date
    """The city's day."""
    at: datetime | None
    """The moment; None where only the day is known."""
    unit: str | None = None
    revision: int | None = None
    by: str | None = None
    reason: str | None = None
    until: date | None = None
    """For an extension: the last on-time day."""

    @property
    def is_of_round(self) -> bool:
        """Whether it is told of the round itself, and not only beside the figures it changed."""
        return self.kind in _OF_ROUND


def find_events(book: Book, since: datetime, periods: Collection[Period]) -> tuple[Event, ...]:
    """Return what happened after a moment and up to the book's, oldest first.

    Of the rounds of `periods`: of the later one and those before it, in the years of both; closings of the book's
    programme only.
    """
    years, last = {period.year for period in periods}, max(period.order for period in periods)
    found = [
        event
        for event in _list_events(book)
        if event.period.year in years and event.period.order <= last and _is_between(event, since, book.as_of)
    ]
    return tuple(sorted(found, key=lambda event: (event.on, event.at is not None, event.at or since)))


def _is_between(event: Event, since: datetime, until: datetime) -> bool:
    if event.at is not None:
        return since < event.at <= until
    return find_today(since) < event.on <= find_today(until)


def _list_events(book: Book) -> Iterator[Event]:
    for filing in book.filings:
        submission = filing.submission
        at = submission.received_at
        if at is not None:
            yield Event("received", submission.period, find_today(at), at, submission.unit, filing.revision)
    for review in book.reviews:
        yield Event(
            review.decision,
            review.period,
            find_today(review.at),
            review.at,
            review.unit,
            review.revision or None,
            review.decided_by,
            review.reason,
        )
    for extension in book.extensions:
        if extension.granted_on is not None:
            yield Event(
                "extended",
                extension.period,
                extension.granted_on,
                None,
                extension.unit,
                by=extension.granted_by,
                reason=extension.reason,
                until=extension.until,
            )
    for closing in book.closings:
        if closing.programme == book.programme_id:
            yield Event(
                closing.act,
                closing.period,
                find_today(closing.at),
                closing.at,
                by=closing.decided_by,
                reason=closing.reason,
            )
