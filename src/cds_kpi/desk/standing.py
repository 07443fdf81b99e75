"""Standing: how a round stands, and the history of one unit's revisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.book import check_contents, open_book
from cds_kpi.desk.reporting import choose_round
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.report.receipts import RevisionLine
    from cds_kpi.report.standing import StandingView
    from cds_kpi.text import Language


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
    from cds_kpi.store.reading import read_workspace

    contents = read_workspace(root)
    errors = [problem for problem in check_contents(contents) if is_error(problem)]
    broken = [problem for problem in errors if problem.place.file.startswith(f"{layout.SUBMISSIONS}/")]
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
) -> tuple[RevisionLine, ...] | Refusal:
    """Return a unit's revisions for a period, oldest first, with what changed between them."""
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.report.receipts import build_history
    from cds_kpi.store.reading import read_workspace

    contents = read_workspace(root)
    if contents.catalogue is None or contents.registry is None:
        return Refusal("data", tuple(check_contents(contents)))
    chosen = choose_round(contents.catalogue, asking, this_year=as_of.year)
    if isinstance(chosen, Fault):
        return Refusal("request", (chosen.at(Place("--quarter")),))
    book = open_book(contents, chosen[0], as_of, set())
    if unit not in book.units:
        return Refusal(
            "request", (Problem("unit-unknown", Place("--unit"), refer("unit", unit, book.units)),)
        )
    return build_history(book, book.find_counted(chosen[1].period, unit), language)
