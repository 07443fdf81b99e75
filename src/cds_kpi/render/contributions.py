"""Contributions as a page with a picture, and as data for programs: JSON, schema cds-kpi.contributions/1."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cds_kpi.render.json_text import dump_json
from cds_kpi.render.text import escape_html, fill_template, find_digest, find_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cds_kpi.problem import Problem
    from cds_kpi.report.contributions import ContributionsView, GapView
    from cds_kpi.report.row_view import Stated


def render_contributions(view: ContributionsView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    """Return contributions as the bytes of `json` or `html`: UTF-8, line ends LF.

    The template `contributions.html.j2` is taken from the first of the folders that has it; what is wrong with it is
    a problem with the place in it.
    """
    if form == "json":
        return dump_json(_describe(view))
    functions: dict[str, Callable[..., str]] = {"say": find_words(view.language), "digest": find_digest}
    given = {"contributions": view}
    return fill_template("contributions.html.j2", folders, escape_html, functions, given)


def _describe(view: ContributionsView) -> dict[str, Any]:
    return {
        "schema": "cds-kpi.contributions/1",
        "programme": view.programme,
        "period": view.period,
        "as_of": view.as_of,
        "notice": view.notice,
        "language": view.language,
        "id": view.id,
        "name": view.name,
        "gaps": [_describe_gap(gap) for gap in view.gaps],
        "inputs": [asdict(one) for one in view.inputs],
        "duties": [
            {"unit": one.unit.id, "unit_name": one.unit.name, "role": one.role, "text": one.text}
            for one in view.duties
        ],
        "broken": [{"file": item.file, "problems": list(item.problems)} for item in view.broken],
    }


def _exact(stated: Stated | None) -> str | None:
    return stated.exact if stated is not None else None


def _describe_gap(gap: GapView) -> dict[str, Any]:
    row = gap.row
    return {
        "title": gap.title,
        "number": row.number,
        "level": row.level,
        "value": _exact(row.value),
        "target": row.target.text,
        "status": row.status,
        "gap": {"value": row.gap.exact, "in_numerator": _exact(row.gap_in_numerator)} if row.gap else None,
        "kind": gap.kind,
        "words": gap.words,
        "short": asdict(gap.short) if gap.short else None,
        "silent": asdict(gap.silent) if gap.silent else None,
        "offset": asdict(gap.offset) if gap.offset else None,
        "need": gap.need,
        "net": asdict(gap.net) if gap.net else None,
        "units": [
            {
                "place": line.place,
                "unit": line.unit,
                "unit_name": line.unit_name,
                "numerator": _exact(line.numerator),
                "denominator": _exact(line.denominator),
                "value": _exact(line.value),
                "shortfall": asdict(line.shortfall) if line.shortfall else None,
                "share": asdict(line.share) if line.share else None,
                "offsets": line.is_offset,
            }
            for line in gap.lines
        ],
        "size": {
            "units": gap.size.units,
            "bodies": gap.size.bodies.exact,
            "needed": _exact(gap.size.needed),
        }
        if gap.size
        else None,
        "missing": [
            {
                "unit": one.unit,
                "unit_name": one.unit_name,
                "period": one.period,
                "state": one.state,
                "latest_denominator": _exact(one.denominator),
                "size": _exact(one.size),
                "most": asdict(one.most) if one.most else None,
                "share_most": asdict(one.share_most) if one.share_most else None,
            }
            for one in gap.missing
        ],
        "not_done": [asdict(one) for one in gap.not_done],
    }
