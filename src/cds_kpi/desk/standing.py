"""Standing: how a round stands, and the history of a unit's revisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.book import check_contents, open_book, read_contents
from cds_kpi.desk.papers import write_paper
from cds_kpi.desk.reporting import choose_programme, choose_round
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.report.history import HistoryView
    from cds_kpi.report.standing import StandingView
    from cds_kpi.store.contents import Contents
    from cds_kpi.text import Language

Side = Literal["unit", "level", "indicator"]
"""What a line of a standing's table is about."""
_TAMPERED = frozenset({"store-file-changed", "store-file-cut", "revision-chain"})
"""What shows that a revision's file is no longer what was received."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands, and the submissions that could not be read or do not count for their errors."""

    view: StandingView
    broken: tuple[Problem, ...] = ()


def find_standing(root: Path, asking: Asking, *, as_of: datetime, language: Language) -> Standing | Refusal:
    """Return who owes what in a round, and who has sent it; refused while the catalogue or units have errors."""
    from cds_kpi.assess.completeness import assess_completeness
    from cds_kpi.assess.punctuality import find_deadline
    from cds_kpi.problems import is_error
    from cds_kpi.report.standing import build_standing
    from cds_kpi.store import layout
    from cds_kpi.store.contents import Scope

    def limit(contents: Contents) -> Scope:
        if contents.catalogue is None:
            return Scope()
        chosen = choose_round(contents.catalogue, asking, this_year=as_of.year)
        return Scope() if isinstance(chosen, Fault) else Scope(frozenset({str(chosen[1].period)}))

    contents = read_contents(root, limit)
    errors = [problem for problem in check_contents(contents) if is_error(problem)]
    broken = [problem for problem in errors if layout.is_submission(problem.place.file)]
    if len(broken) < len(errors) or contents.catalogue is None:
        return Refusal("data", tuple(errors))
    chosen = choose_round(contents.catalogue, asking, this_year=as_of.year)
    if isinstance(chosen, Fault):
        return Refusal("request", (chosen.at(Place("--quarter")),))
    programme, collection = chosen
    book = open_book(contents, programme, as_of, {problem.place.file for problem in broken})
    deadline = find_deadline(collection, book.office_days)
    states = assess_completeness(book, programme, collection, deadline)
    view = build_standing(book, programme, collection, deadline, states, language)
    return Standing(view, tuple(broken))


def find_history(
    root: Path, asking: Asking, unit: str, *, as_of: datetime, language: Language
) -> HistoryView | Refusal:
    """Return a unit's revisions for a period, oldest first, with what changed between them; those it came of apart.

    Where no period is asked for, of every period.
    """
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.report.history import build_unit_history

    contents = read_contents(root)
    if contents.catalogue is None or contents.registry is None:
        return Refusal("data", tuple(check_contents(contents)))
    period = None
    if any((asking.quarter, asking.year, asking.period)):
        chosen = choose_round(contents.catalogue, asking, this_year=as_of.year)
        if isinstance(chosen, Fault):
            return Refusal("request", (chosen.at(Place("--quarter")),))
        programme, period = chosen[0], chosen[1].period
    else:
        found = choose_programme(contents.catalogue, asking)
        if isinstance(found, Fault):
            return Refusal("request", (found.at(Place("--programme")),))
        programme = found
    book = open_book(contents, programme, as_of, set())
    if contents.uncounted:
        book = _put_back(book, contents)
    if unit not in book.units:
        return Refusal(
            "request", (Problem("unit-unknown", Place("--unit"), refer("unit", unit, book.units)),)
        )
    changed = {one.place.file for one in contents.problems if one.kind in _TAMPERED}
    return build_unit_history(book, book.units[unit], period, language, changed, contents.uncounted)


def _put_back(book: Book, contents: Contents) -> Book:
    """Return the book with what does not count for want of a signature among what was received; the same counts."""
    pinned = {}
    for filing in contents.uncounted.values():
        counted = book.find_counted(filing.period, filing.unit).filing
        pinned[filing.period, filing.unit] = counted.revision if counted is not None else 0
    return replace(book, filings=[*book.filings, *contents.uncounted.values()], pinned=pinned)


def select_standing(
    standing: Standing, *, level: str | None, unit: str | None, state: str | None, indicator: str | None
) -> Standing:
    """Return only some of a standing's units and indicators; its counts and rates stay those of the whole round."""
    view = standing.view
    chosen = tuple(one for one in view.indicators if indicator in {None, one.id})
    units = tuple(
        one
        for one in view.units
        if level in {None, one.level}
        and unit in {None, one.id}
        and state in {None, one.state}
        and (indicator is None or indicator in one.owed)
    )
    return replace(standing, view=replace(view, units=units, indicators=chosen))


def render_standing(standing: Standing, form: str, side: Side) -> bytes:
    """Return a standing as the bytes of a `json`, `csv` or `xlsx` file, by unit, level or indicator."""
    from cds_kpi.render import standing as rendering

    files = dict.fromkeys(problem.place.file for problem in standing.broken)
    return rendering.render_standing(standing.view, form, side, tuple(files))


def write_standing(root: Path, standing: Standing, form: str, side: Side, path: Path) -> Path | Refusal:
    """Write a standing to a file, whole or not at all; one of an earlier day is replaced."""
    return write_paper(path, render_standing(standing, form, side), root, replaces=True)
