"""Comparing: what changed between two moments of a round, two closings, two rounds, or two revisions of a unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.reporting import choose_round, open_round
from cds_kpi.period import CITY_TIME
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.difference import Sight
    from cds_kpi.model.catalogue import Round
    from cds_kpi.report.difference_view import DifferenceView
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The two sides, as the person said them; what is left out is worked out.

    Of each side at most one is said. Revisions are of `unit`, all else is of the round or of the whole programme.
    """

    since: datetime | None = None
    until: datetime | None = None
    since_closing: int | None = None
    until_closing: int | None = None
    since_round: str | None = None
    """A period whose round was closed: it is compared as that settled it."""
    unit: str | None = None
    since_revision: int | None = None
    until_revision: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A finished difference, and the submissions that do not count on either side for their errors."""

    view: DifferenceView
    broken: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    sight: Sight
    closing: int | None = None


def find_difference(
    root: Path,
    asking: Asking,
    between: Between,
    *,
    now: datetime,
    language: Language,
    skip_broken: bool = False,
) -> Compared | Refusal:
    """Return what changed from one side to the other.

    Without a word on the first side it is the round's newest closing, of one that stands closed the one before it
    where there was one; without any the last moment on time. Without a word on the second it is now. Of a unit the two
    newest revisions.

    Refused as data like a report; as request where the round, the unit or a revision is unknown or the sides stand the
    wrong way round; as state where a closing is asked for that there was not.
    """
    from cds_kpi.problems import is_error

    opened = open_round(root, asking, as_of=now, skip_broken=skip_broken)
    if isinstance(opened, Refusal):
        return opened
    book, collection, notice = opened.book, opened.assessment.collection, opened.settings.notice
    if between.unit is not None:
        view = _compare_revisions(book, collection, between, between.unit, language)
    else:
        view = _compare_sights(book, collection, between, language)
    if isinstance(view, Refusal):
        return view
    if notice is not None:
        view = replace(view, notice=notice.say(language))
    return Compared(view, tuple(problem for problem in opened.told if is_error(problem)))


def _compare_sights(
    book: Book, collection: Round, between: Between, language: Language
) -> DifferenceView | Refusal:
    from cds_kpi.assess import difference
    from cds_kpi.report.difference import build_difference

    before = _find_named_start(book, collection, between)
    if isinstance(before, Refusal):
        return before
    after = _find_end(book, collection, between)
    if isinstance(after, Refusal):
        return after
    if before is None:
        before = _find_usual_start(after.sight.book, collection)
    if isinstance(before, Refusal):
        return before
    since, until = before.sight.book.as_of, after.sight.book.as_of
    if since > until and between.since_round is None:
        facts = {"since": _write(since), "until": _write(until)}
        return Refusal("request", (Problem("difference-backwards", Place("--from"), facts),))
    found = difference.find_difference(before.sight, after.sight)
    return build_difference(found, language, closings=(before.closing, after.closing))


def _write(moment: datetime) -> str:
    return moment.astimezone(CITY_TIME).strftime("%Y-%m-%d %H:%M:%S")


def _find_end(book: Book, collection: Round, between: Between) -> _Side | Refusal:
    from cds_kpi.assess.difference import take_sight

    if between.until is not None:
        return _Side(take_sight(replace(book, as_of=between.until), collection))
    if between.until_closing is not None or between.since_round is not None:
        return _find_closing(book, collection, between.until_closing, "--to-closing")
    return _Side(take_sight(book, collection))


def _find_named_start(book: Book, collection: Round, between: Between) -> _Side | Refusal | None:
    """Return the first side as it was said; None where nothing was."""
    from cds_kpi.assess.difference import take_sight

    if between.since is not None:
        return _Side(take_sight(replace(book, as_of=between.since), collection))
    if between.since_round is not None:
        asking = Asking(programme=book.programme_id, period=between.since_round)
        chosen = choose_round(book.catalogue, asking, this_year=collection.period.year)
        if isinstance(chosen, Fault):
            return Refusal("request", (chosen.at(Place("--from-round")),))
        if chosen[1].period.order > collection.period.order:
            facts = {"since": str(chosen[1].period), "until": str(collection.period)}
            return Refusal("request", (Problem("difference-backwards", Place("--from-round"), facts),))
        return _find_closing(book, chosen[1], None, "--from-round")
    if between.since_closing is not None:
        return _find_closing(book, collection, between.since_closing, "--from-closing")
    return None


def _find_usual_start(until: Book, collection: Round) -> _Side | Refusal:
    """Return where a comparison begins that nobody said the beginning of; `until` is the book it ends with."""
    from cds_kpi.assess.difference import take_sight
    from cds_kpi.assess.previous import list_settled
    from cds_kpi.assess.punctuality import find_deadline

    settled = list_settled(until, collection)
    if len(settled) > 1 and until.find_closing(collection.period) is not None:
        settled = settled[:-1]
    if settled:
        return _Side(settled[-1].take_sight(), settled[-1].number)
    deadline = find_deadline(collection, until.office_days)
    if deadline.last_moment > until.as_of:
        facts = {"period": str(collection.period), "day": deadline.last_on_time_day.isoformat()}
        return Refusal("request", (Problem("difference-without-start", Place("--from"), facts),))
    return _Side(take_sight(replace(until, as_of=deadline.last_moment), collection))


def _find_closing(book: Book, collection: Round, number: int | None, option: str) -> _Side | Refusal:
    """Return a round as a closing of it settled it: the one of that number, or the newest."""
    from cds_kpi.assess.previous import list_settled

    settled = list_settled(book, collection)
    wanted = number if number is not None else max(len(settled), 1)
    if wanted > len(settled):
        facts: dict[str, str | int] = {
            "programme": book.programme_id,
            "period": str(collection.period),
            "number": wanted,
            "count": len(settled),
        }
        return Refusal("state", (Problem("closing-unknown", Place(option), facts),))
    one = settled[wanted - 1]
    return _Side(one.take_sight(), one.number)


def _compare_revisions(
    book: Book, collection: Round, between: Between, unit: str, language: Language
) -> DifferenceView | Refusal:
    from cds_kpi.assess import difference
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.report.difference import build_difference

    period = collection.period
    if unit not in book.units:
        return Refusal(
            "request", (Problem("unit-unknown", Place("--unit"), refer("unit", unit, book.units)),)
        )
    numbers = [filing.revision for filing in book.find_counted(period, unit).received]
    facts: dict[str, str | int] = {"unit": unit, "period": str(period)}
    until = between.until_revision or max(numbers, default=1)
    older = [number for number in numbers if number < until]
    since = between.since_revision or max(older, default=0)
    for option, number in (
        ("--from-revision", between.since_revision),
        ("--to-revision", between.until_revision),
    ):
        if number is not None and number not in numbers:
            known = ", ".join(map(str, numbers)) or "-"
            unknown = Problem(
                "revision-not-there", Place(option), {**facts, "revision": number, "known": known}
            )
            return Refusal("request", (unknown,))
    if since == 0:
        alone = Problem("revision-alone", Place("--unit"), {**facts, "count": len(numbers)})
        return Refusal("state", (alone,))
    # A unit that was taken out of the round would bring nothing with either revision.
    reviews = [
        review
        for review in book.reviews
        if (review.period, review.unit, review.revision) != (period, unit, 0)
    ]
    left, right = (
        difference.take_sight(replace(book, reviews=reviews, pinned={(period, unit): number}), collection)
        for number in (since, until)
    )
    found = difference.find_difference(left, right, has_events=False)
    return build_difference(found, language, revisions=(since, until), unit=book.units[unit])


def render_difference(root: Path, view: DifferenceView, form: str) -> bytes | Refusal:
    """Return a difference as the bytes of a file, in one of the DIFFERENCE_FORMS; refused where a template is wrong."""
    from cds_kpi.render import difference as rendering
    from cds_kpi.store import layout, packaged

    rendered = rendering.render_difference(view, form, (root / layout.TEMPLATES, packaged.find_templates()))
    return Refusal("data", (rendered,)) if isinstance(rendered, Problem) else rendered
