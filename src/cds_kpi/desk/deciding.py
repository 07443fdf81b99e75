"""Deciding: the focal point's decisions on submissions, and the closing and reopening of rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.book import check_contents, open_book, read_contents
from cds_kpi.desk.reporting import choose_round
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Round
    from cds_kpi.store.contents import Contents

Decision = Literal["accepted", "returned", "excluded", "included"]


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a submission or a round, and the file that says so."""

    file: str
    programme: str
    period: str
    unit: str | None = None
    revision: int | None = None
    counted: int = 0
    """For a closing: how many revisions it counts."""
    counts_now: int | None = None
    """For a decision: the unit's revision that counts from now on; None where none does."""
    is_returned: bool = False
    """For a decision: whether the unit must send again, its newest revision having been returned."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace opened for a decision on one round."""

    contents: Contents
    programme: str
    collection: Round
    book: Book


def open_round(root: Path, asking: Asking, now: datetime) -> Opened | Refusal:
    """Open a round for an act on it; refused as data while what it rests on has errors, as request where unknown.

    Refused as machine where a file could not be read: what it says might make the act another one.
    """
    from cds_kpi.problems import is_error
    from cds_kpi.store import layout

    contents = read_contents(root)
    failed = tuple(problem for problem in contents.problems if problem.kind in {"file-io", "file-forbidden"})
    if failed:
        return Refusal("machine", failed)
    basis = (layout.CATALOGUE, layout.UNITS, layout.SETTINGS, layout.HOLIDAYS)
    errors = [p for p in check_contents(contents) if is_error(p) and p.place.file in basis]
    if errors or contents.catalogue is None:
        return Refusal("data", tuple(errors))
    chosen = choose_round(contents.catalogue, asking, this_year=now.year)
    if isinstance(chosen, Fault):
        return Refusal("request", (chosen.at(Place("--quarter")),))
    return Opened(contents, *chosen, open_book(contents, chosen[0], now, set()))


def decide(
    root: Path,
    asking: Asking,
    unit: str,
    decision: Decision,
    *,
    by: str,
    now: datetime,
    reason: str | None = None,
    revision: int | None = None,
) -> Deed | Refusal:
    """File a decision: accept or return a unit's newest revision (or the one named), exclude or include the unit.

    Refused as state where there is nothing to decide on, the decision already stands, or the round is closed; as data
    where the newest revision has errors and none is named.
    """
    opened = open_round(root, asking, now)
    if isinstance(opened, Refusal):
        return opened
    book, period = opened.book, opened.collection.period
    if unit not in book.units:
        from cds_kpi.assess.check_catalogue import refer

        return Refusal(
            "request", (Problem("unit-unknown", Place("--unit"), refer("unit", unit, book.units)),)
        )
    if decision in {"returned", "excluded"} and not (reason or "").strip():
        return Refusal(
            "request", (Problem("review-without-reason", Place("--reason"), {"decision": decision}),)
        )
    if decision in {"accepted", "returned"} and revision is None:
        newer = _find_newer_unread(opened, unit)
        if newer:
            return Refusal("data", newer)
    number = _find_revision(book, opened.collection, unit, decision, revision)
    if isinstance(number, Fault):
        return Refusal("state", (number.at(Place(f"{unit} {period}")),))
    if book.find_closing(period) is not None:
        closed = Problem(
            "round-closed", Place(str(period)), {"programme": opened.programme, "period": str(period)}
        )
        return Refusal("state", (closed,))
    from cds_kpi.model.office import Review
    from cds_kpi.store.filing import file_review

    review = Review.make(
        format=1,
        unit=unit,
        period=period,
        revision=number,
        decision=decision,
        decided_by=by,
        at=now,
        reason=reason,
    )
    filed = file_review(root, review)
    if isinstance(filed, Fault):
        return Refusal("machine", (filed.at(Place(str(root))),))
    reviews = [*opened.contents.reviews, (filed.file, review)]
    after = open_book(replace(opened.contents, reviews=reviews), opened.programme, now, set())
    counted = after.find_counted(period, unit)
    return Deed(
        filed.file,
        opened.programme,
        str(period),
        unit,
        number,
        counts_now=counted.filing.revision if counted.filing is not None else None,
        is_returned=bool(counted.received) and counted.received[-1].revision in counted.returned,
    )


def _find_revision(
    book: Book, collection: Round, unit: str, decision: Decision, revision: int | None
) -> int | Fault:
    """Return the revision a decision is about, 0 for the unit itself, or why there is none."""
    period = collection.period
    facts: dict[str, str | int] = {"unit": unit, "period": str(period)}
    if decision in {"excluded", "included"}:
        if book.is_excluded(period, unit) == (decision == "excluded"):
            if decision == "included":
                return Fault("unit-not-excluded", facts)
            return Fault("decision-stands", {**facts, "decision": decision})
        return 0
    received = book.find_counted(period, unit).received
    if not received:
        return Fault("nothing-to-decide", facts)
    numbers = [filing.revision for filing in received]
    number = revision if revision is not None else numbers[-1]
    if number not in numbers:
        return Fault(
            "revision-not-there", {**facts, "revision": number, "known": ", ".join(map(str, numbers))}
        )
    if book.find_decision(period, unit, number) == decision:
        return Fault("decision-stands", {**facts, "decision": decision})
    return number


def _find_newer_unread(opened: Opened, unit: str) -> tuple[Problem, ...]:
    """Return what is wrong with a unit's newest revisions, where nobody knows yet what they say."""
    from cds_kpi.store import layout

    contents, period = opened.contents, opened.collection.period
    received = opened.book.find_counted(period, unit).received
    newest = received[-1].revision if received else 0
    steps = range(1, len(contents.unread) + 1)
    unread = {layout.name_submission(str(period), unit, newest + step) for step in steps}
    unread &= set(contents.unread)
    return tuple(problem for problem in contents.problems if problem.place.file in unread)


def close_round(
    root: Path, asking: Asking, *, by: str, now: datetime, reason: str | None = None, force: bool = False
) -> Deed | Refusal:
    """Close a round: every revision it counts is written down with its SHA-256, and nothing else counts from then on.

    Refused as data while any submission that counts has errors; as state where it is closed already, or an earlier
    round of the programme is still open and `force` is not said.
    """
    from cds_kpi.problems import is_error

    opened = open_round(root, asking, now)
    if isinstance(opened, Refusal):
        return opened
    uncounted = opened.contents.uncounted
    errors = [
        problem
        for problem in check_contents(opened.contents)
        if is_error(problem) and problem.place.file not in uncounted
    ]
    if errors:
        return Refusal("data", tuple(errors))
    book, period = opened.book, opened.collection.period
    facts: dict[str, str | int] = {"programme": opened.programme, "period": str(period)}
    if book.find_closing(period) is not None:
        return Refusal("state", (Problem("round-closed-already", Place(str(period)), facts),))
    earlier = _find_open_earlier(book, opened.collection)
    if earlier and not force:
        known = {**facts, "earlier": ", ".join(earlier)}
        return Refusal("state", (Problem("round-earlier-open", Place(str(period)), known),))
    counted = _list_counted(book, opened)
    return _file_act(root, opened, "closed", by, now, reason, counted)


def reopen_round(root: Path, asking: Asking, *, by: str, now: datetime, reason: str) -> Deed | Refusal:
    """Reopen a closed round, with the reason; refused as state where it is not closed."""
    opened = open_round(root, asking, now)
    if isinstance(opened, Refusal):
        return opened
    period = opened.collection.period
    if not reason.strip():
        return Refusal("request", (Problem("closing-without-reason", Place("--reason")),))
    if opened.book.find_closing(period) is None:
        facts: dict[str, str | int] = {"programme": opened.programme, "period": str(period)}
        return Refusal("state", (Problem("round-not-closed", Place(str(period)), facts),))
    return _file_act(root, opened, "reopened", by, now, reason, ())


def _find_open_earlier(book: Book, collection: Round) -> list[str]:
    return [
        str(other.period)
        for other in book.programme.rounds
        if other.period.last_day < collection.period.last_day and book.find_closing(other.period) is None
    ]


def _list_counted(book: Book, opened: Opened) -> tuple[object, ...]:
    from cds_kpi.assess.completeness import assess_completeness
    from cds_kpi.assess.punctuality import find_deadline
    from cds_kpi.model.office import CountedRevision

    deadline = find_deadline(opened.collection, book.office_days)
    states = assess_completeness(book, opened.programme, opened.collection, deadline)
    return tuple(
        CountedRevision.make(
            unit=state.unit.id,
            revision=state.filing.revision,
            file=state.filing.file,
            sha256=state.filing.sha256,
        )
        for state in states
        if state.filing is not None
    )


def _file_act(
    root: Path,
    opened: Opened,
    act: Literal["closed", "reopened"],
    by: str,
    now: datetime,
    reason: str | None,
    counted: Sequence[object],
) -> Deed | Refusal:
    from cds_kpi.model.office import Closing
    from cds_kpi.store.filing import file_closing

    period = opened.collection.period
    closing = Closing.make(
        format=1,
        programme=opened.programme,
        period=period,
        act=act,
        decided_by=by,
        at=now,
        reason=reason,
        **({"counted": tuple(counted)} if counted else {}),
    )
    acts = [
        one
        for _, one in opened.contents.closings
        if (one.programme, one.period) == (opened.programme, period)
    ]
    filed = file_closing(root, closing, len(acts) + 1)
    if isinstance(filed, Fault):
        taken = filed.kind == "file-exists"
        return Refusal("state" if taken else "machine", (filed.at(Place(str(root))),))
    return Deed(filed.file, opened.programme, str(period), counted=len(counted))
