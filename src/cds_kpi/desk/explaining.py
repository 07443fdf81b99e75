"""Explaining: one figure's whole story, and who stands behind its gap, as of a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.confirmed import read_warning
from cds_kpi.desk.drafting import find_indicator
from cds_kpi.desk.reporting import open_round
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.desk.reporting import OpenRound
    from cds_kpi.model.submission import Filing
    from cds_kpi.problem import Path as Steps
    from cds_kpi.report.contributions import ContributionsView
    from cds_kpi.report.explanation import ExplanationView
    from cds_kpi.text import Language


def explain_figure(
    root: Path,
    indicator: str,
    asking: Asking,
    *,
    as_of: datetime,
    language: Language,
    skip_broken: bool = False,
    with_growth: bool = False,
) -> ExplanationView | Refusal:
    """Return the story of an indicator's figure in one round; `indicator` is its id or its number in the programme.

    `with_growth` tells its growth a year, too.

    Refused as a report of the round is; refused ("request") where there is no such indicator in the programme.
    """
    from cds_kpi.report.explaining import Question, build_explanation
    from cds_kpi.report.terms import Places
    from cds_kpi.store import layout
    from cds_kpi.store.reading import find_lines

    opened = open_round(root, asking, as_of=as_of, skip_broken=skip_broken)
    if isinstance(opened, Refusal):
        return opened
    named = name_indicator(opened, indicator)
    if isinstance(named, Refusal):
        return named

    def look_up(file: str, paths: Sequence[Steps]) -> Sequence[int]:
        return find_lines(root, file, paths)

    return build_explanation(
        opened.book,
        opened.assessment,
        Question(named, with_growth),
        settings=opened.settings,
        problems=opened.told,
        warnings=opened.warnings,
        places=Places(look_up, _find_cell, layout.CATALOGUE),
        language=language,
    )


def find_contributions(
    root: Path,
    indicator: str,
    asking: Asking,
    *,
    as_of: datetime,
    language: Language,
    skip_broken: bool = False,
) -> ContributionsView | Refusal:
    """Return who stands behind an indicator's gap in one round, and who owes its next input; refused as above."""
    from cds_kpi.report.contributing import build_contributions

    opened = open_round(root, asking, as_of=as_of, skip_broken=skip_broken)
    if isinstance(opened, Refusal):
        return opened
    named = name_indicator(opened, indicator)
    if isinstance(named, Refusal):
        return named
    return build_contributions(
        opened.book,
        opened.assessment,
        named,
        settings=opened.settings,
        problems=opened.told,
        language=language,
    )


def name_indicator(opened: OpenRound, said: str) -> str | Refusal:
    """Return the id of the indicator that is meant, which the round's programme has a target for."""
    from cds_kpi.assess.check_catalogue import refer

    numbered = [(row.indicator.id, row.target.number) for row in opened.assessment.rows]
    found = find_indicator(numbered, said)
    if isinstance(found, Fault):
        return Refusal("request", (found.at(Place(said)),))
    ids = list(dict.fromkeys(key for key, _ in numbered))
    if found in ids:
        return found
    indicator = opened.book.catalogue.find(found)
    if indicator is None:
        return Refusal(
            "request", (Problem("indicator-unknown", Place(said), refer("indicator", found, ids)),)
        )
    programmes = ", ".join(dict.fromkeys(target.programme for target in indicator.targets)) or "-"
    facts = {"indicator": found, "programme": opened.assessment.programme_id, "known": programmes}
    return Refusal("request", (Problem("indicator-elsewhere", Place(said), facts),))


def _find_cell(filing: Filing, path: Steps) -> str | None:
    """Return the sheet and cell that a figure came from, where a warning that was confirmed kept them."""
    receipt = filing.submission.receipt
    wanted = ".".join(map(str, path))
    for kept in receipt.warnings if receipt is not None else ():
        _, where, cell = read_warning(kept)
        if where == wanted and cell is not None:
            return f"{cell[0]}!{cell[1]}"
    return None


def render_explanation(root: Path, view: ExplanationView, form: str) -> bytes | Refusal:
    """Return an explanation as the bytes of `text`, `json` or `html`; refused ("data") where a template is wrong."""
    from cds_kpi.render import explanation
    from cds_kpi.store import layout, packaged

    folders = (root / layout.TEMPLATES, packaged.find_templates())
    rendered = explanation.render_explanation(view, form, folders)
    return Refusal("data", (rendered,)) if isinstance(rendered, Problem) else rendered


def render_contributions(root: Path, view: ContributionsView, form: str) -> bytes | Refusal:
    """Return contributions as the bytes of `json` or `html`; refused ("data") where a template is wrong."""
    from cds_kpi.render import contributions
    from cds_kpi.store import layout, packaged

    folders = (root / layout.TEMPLATES, packaged.find_templates())
    rendered = contributions.render_contributions(view, form, folders)
    return Refusal("data", (rendered,)) if isinstance(rendered, Problem) else rendered
