"""The counter: a workspace opened for one submission, with what is asked and what was sent before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.reporters import find_brought, find_rounds
from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.book import ask_of, check_contents, open_book, read_contents
from cds_kpi.desk.drafting import Basis
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.check_submission import Asked
    from cds_kpi.model.catalogue import Round
    from cds_kpi.model.submission import Filing, Submission
    from cds_kpi.report.receipt import ReceiptView
    from cds_kpi.report.receipts import Received
    from cds_kpi.store.contents import Contents
    from cds_kpi.store.filing import Newest
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Counter:
    """A workspace opened for one submission: what is asked, and what was sent before."""

    root: Path
    contents: Contents
    asked: Asked
    programmes: tuple[tuple[str, Round], ...]
    """The programmes and rounds that collect the period."""
    book: Book
    """The book of the first of them, with everything ever received."""


def open_counter(root: Path, period: str | None, now: datetime, unit: str) -> Counter | Refusal:
    """Open a workspace for a unit's submission of a period; refused while catalogue, units or settings have errors.

    Of the submissions only those of the unit are read, and of those it came of or that came of it.
    """
    from cds_kpi.assess.lineage import find_kin
    from cds_kpi.problems import is_error
    from cds_kpi.store import layout
    from cds_kpi.store.contents import Scope

    def limit(contents: Contents) -> Scope:
        return Scope(units=find_kin(contents.basis[layout.UNITS].record.units, unit))

    contents = read_contents(root, limit)
    basis = (layout.CATALOGUE, layout.UNITS, layout.SETTINGS, layout.HOLIDAYS)
    errors = [p for p in check_contents(contents) if is_error(p) and p.place.file in basis]
    if errors or contents.catalogue is None or contents.registry is None:
        return Refusal("data", tuple(errors))
    units = {unit.id: unit for unit in contents.registry.units}
    asked = ask_of(contents, contents.catalogue, units)
    programmes = asked.rounds.get(period or "", ())
    if not programmes:
        known = ", ".join(asked.rounds) or "-"
        facts: dict[str, str | int] = {"found": period or "?", "known": known}
        return Refusal("request", (Problem("period-without-round", Place(period or "?"), facts),))
    # Not as of now: what another machine's clock dates a moment ahead must not be taken for not sent.
    book = open_book(contents, programmes[0][0], None, set())
    return Counter(root, contents, asked, programmes, book)


def list_numbers(counter: Counter, programme: str) -> list[tuple[str, int | None]]:
    """Return the indicators by id, those of the programme with their numbers in its document, too."""
    indicators = counter.book.catalogue.indicators
    numbers = (
        (one.id, goal.number) for one in indicators for goal in one.targets if goal.programme == programme
    )
    return [*((one.id, None) for one in indicators), *numbers]


def find_latest(counter: Counter, unit: str) -> Filing | None:
    """Return the unit's newest revision, whether or not it counts: what the unit last held to be true."""
    received = counter.book.find_counted(counter.programmes[0][1].period, unit).received
    return received[-1] if received else None


def read_basis(counter: Counter, unit: str, newest: Newest | Fault, first: Basis | None = None) -> Basis:
    """Return what further figures of a unit are put on top of: the answers of its newest revision.

    `newest` was found before the counter was opened: whatever came since is noticed when they are filed.
    """
    from cds_kpi.store.reading import read_bytes
    from cds_kpi.store.yamltext import parse_yaml

    filing = find_latest(counter, unit)
    data = read_bytes(counter.root / filing.file) if filing is not None else b""
    tree = parse_yaml(data).tree if isinstance(data, bytes) and data else None
    entries = tree.get("entries") if isinstance(tree, dict) else None
    answers = entries if isinstance(entries, dict) else {}
    return Basis(0 if isinstance(newest, Fault) else newest.revision, answers, first)


def hash_catalogue(root: Path) -> str:
    """Return the SHA-256 of the catalogue file: forms carry it, to show which catalogue they were made from."""
    import hashlib

    from cds_kpi.store import layout
    from cds_kpi.store.reading import read_bytes

    data = read_bytes(root / layout.CATALOGUE)
    return hashlib.sha256(data if isinstance(data, bytes) else b"").hexdigest()


def find_closed(counter: Counter, now: datetime, rounds: Sequence[tuple[str, Round]]) -> dict[str, Problem]:
    """Return which of some programmes' rounds are closed, by programme."""
    closed = {}
    for name, collection in rounds:
        book = open_book(counter.contents, name, now, set())
        if book.find_closing(collection.period) is not None:
            facts: dict[str, str | int] = {"programme": name, "period": str(collection.period)}
            closed[name] = Problem("round-closed", Place(f"{name} {collection.period}"), facts)
    return closed


def find_closed_to(counter: Counter, submission: Submission, now: datetime) -> Problem | None:
    """Return that a round is closed which the submission brings or changes answers for.

    The other programmes that collect the period may still be open, and theirs closed: what a closed round counted
    stays as it was.
    """
    brought = find_brought(submission, find_latest(counter, submission.unit))
    rounds = find_rounds(counter.book.catalogue, counter.programmes, brought)
    return next(iter(find_closed(counter, now, rounds).values()), None)


def view_receipt(
    counter: Counter, submission: Submission, received: Received, language: Language
) -> ReceiptView:
    """Return the receipt of a revision at a counter that was opened before it came."""
    from cds_kpi.report.receipts import build_receipt

    period, unit, asked = str(submission.period), submission.unit, counter.asked
    levels = asked.levels.get(period, {})
    return build_receipt(
        counter.book,
        counter.programmes,
        submission,
        received=received,
        owed={key: levels.get((unit, key), ()) for key in asked.owed.get(period, {}).get(unit, ())},
        notice=counter.contents.settings.notice,
        language=language,
    )
