"""An explanation as text, as a page, and as data for programs: JSON, schema cds-kpi.explanation/1."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cds_kpi.render.data import describe_row
from cds_kpi.render.json_text import dump_json
from cds_kpi.render.text import escape_html, escape_line, fill_template, find_digest, find_share, find_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cds_kpi.problem import Problem
    from cds_kpi.report.explanation import ExplanationView, StoryView

WIDEST = 40
"""Columns that a number of a text's table is set to the right in, at most."""


def render_explanation(view: ExplanationView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    """Return an explanation as the bytes of `text`, `json` or `html`: UTF-8, line ends LF.

    The template `explain.txt.j2` or `explain.html.j2` is taken from the first of the folders that has it; what is
    wrong with it is a problem with the place in it.
    """
    if form == "json":
        return dump_json(_describe(view))
    functions: dict[str, Callable[..., str]] = {"say": find_words(view.language), "share": find_share}
    given = {"explanation": view}
    if form == "html":
        return fill_template(
            "explain.html.j2", folders, escape_html, functions | {"digest": find_digest}, given
        )
    return fill_template("explain.txt.j2", folders, escape_line, functions | {"right": set_right}, given)


def set_right(text: str, width: int) -> str:
    """Return a text with blanks before it, so that it ends in a column."""
    return str(text).rjust(min(width, WIDEST))


def _describe(view: ExplanationView) -> dict[str, Any]:
    return {
        "schema": "cds-kpi.explanation/1",
        "programme": view.programme,
        "period": view.period,
        "window": list(view.window),
        "as_of": view.as_of,
        "notice": view.notice,
        "language": view.language,
        "id": view.id,
        "name": view.name,
        "measure": {
            "kind": view.kind,
            "counted_in": view.counted_in,
            "basis": view.basis,
            "combine": view.combine,
            "decimals": view.decimals,
        },
        "rule": [asdict(fact) for fact in view.rule],
        "stories": [_describe_story(story) for story in view.stories],
        "broken": [{"file": item.file, "problems": list(item.problems)} for item in view.broken],
        "changed": [{"file": item.file, "problems": list(item.problems)} for item in view.changed],
        "warnings": [{"file": item.file, "problems": list(item.problems)} for item in view.warnings],
    }


def _describe_story(story: StoryView) -> dict[str, Any]:
    return {
        "title": story.title,
        "document": asdict(story.document) if story.document is not None else None,
        "demand": [asdict(fact) for fact in story.demand],
        "shown": story.row.value_text,
        "row": describe_row(story.row),
        "periods": [asdict(one) for one in story.periods],
        "terms": [asdict(term) for term in story.terms],
        "working": [asdict(line) for line in story.working],
        "verdict": [asdict(line) for line in story.verdict],
        "certainty": [asdict(line) for line in story.certainty],
        "outlook": [asdict(line) for line in story.outlook],
        "growth": [asdict(line) for line in story.growth],
        "remarks": list(story.remarks),
        "missing": [unit.id for unit in story.missing],
        "uncounted": [asdict(one) for one in story.uncounted],
    }
