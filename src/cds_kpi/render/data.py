"""A report as data for programs: JSON, schema cds-kpi.report/1. Numbers that carry meaning are decimal strings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cds_kpi.report.row_view import RowView, Stated
    from cds_kpi.report.view import ReportView


def render_json(view: ReportView) -> bytes:
    """Return the report as JSON, UTF-8, keys in a stated order.

    The same in every language but for the notice and the deadline's words.
    """
    return (json.dumps(_make_report(view), ensure_ascii=False, indent=2) + "\n").encode()


def _make_report(view: ReportView) -> dict[str, Any]:
    reporting = view.reporting
    return {
        "schema": "cds-kpi.report/1",
        "programme": view.programme,
        "period": view.period,
        "as_of": view.as_of,
        "notice": view.notice,
        "deadline": {"last_on_time_day": view.deadline.last_on_time_day, "text": view.deadline.text},
        "reporting": {
            "expected": reporting.expected,
            "received": reporting.received,
            "complete": reporting.complete,
            "on_time": reporting.on_time,
            "late": reporting.late,
            "missing": [unit.id for unit in reporting.missing],
            "excluded": [unit.id for unit in reporting.excluded],
        },
        "indicators": [_make_row(row) for row in view.rows],
        "units": [
            {
                "unit": unit.id,
                "state": unit.state,
                "revision": unit.revision,
                "received_at": unit.received_at,
                "note": unit.note,
                "owed": list(unit.owed),
                "answered": list(unit.answered),
            }
            for unit in view.units
        ],
        "broken": [{"file": item.file, "problems": list(item.problems)} for item in view.broken],
        "changed": [{"file": item.file, "problems": list(item.problems)} for item in view.changed],
    }


def _exact(stated: Stated | None) -> str | None:
    return stated.exact if stated is not None else None


def _make_row(row: RowView) -> dict[str, Any]:
    target = row.target
    return {
        "id": row.id,
        "number": row.number,
        "level": row.level,
        "name": {"vi": row.name_vi, **({"en": row.name_en} if row.name_en else {})},
        "pillar": row.pillar,
        "lead": row.lead.id,
        "coordinating": [unit.id for unit in row.coordinating],
        "kind": row.kind,
        "counted_in": row.counted_in,
        "value": _exact(row.value),
        "numerator": _exact(row.numerator),
        "denominator": _exact(row.denominator),
        "period_value": _exact(row.period_value),
        "basis": row.basis,
        "collected": row.is_collected,
        "frequency": row.frequency,
        "carried_from": row.carried_from,
        "covers": list(row.covers),
        "observed": row.observed,
        "coverage": {
            "expected": row.coverage.expected,
            "reported": row.coverage.reported,
            "missing": [unit.id for unit in row.coverage.missing],
        },
        "bounds": {"low": row.low.exact, "high": row.high.exact} if row.low and row.high else None,
        "target": {
            "demand": target.demand,
            "value": target.value,
            **({"upper": target.upper} if target.upper is not None else {}),
            **(
                {"as": target.reading, "over": target.over, "required": target.required}
                if target.reading is not None
                else {}
            ),
            "text": {"vi": target.text_vi, "en": target.text_en},
            "by": target.by,
            "aspirational": target.is_aspirational,
        },
        "attainment": _exact(row.attainment),
        "gap": {"value": row.gap.exact, "in_numerator": _exact(row.gap_in_numerator)} if row.gap else None,
        "status": row.status,
        "certain": row.is_certain,
        "exceeded": row.is_exceeded,
        "path": {"start": row.path.start.exact, "required_now": row.path.required_now.exact}
        if row.path
        else None,
        "trend": [
            {
                "period": point.period,
                "value": point.value.exact,
                "origin": point.origin,
                **({"scope": point.scope} if point.scope != "same" else {}),
                **({"months": point.months} if point.months is not None else {}),
            }
            for point in row.trend
        ],
        "notes": [
            {"unit": note.unit, "kind": note.kind, "text": note.text, "expected_on": note.expected_on}
            for note in row.notes
        ],
        "not_done": [
            {
                "unit": item.unit,
                "answered": item.is_answered,
                "done": item.is_done,
                "members_not_done": list(item.members_not_done),
                "members_unanswered": item.members_unanswered,
            }
            for item in row.not_done
        ],
        "sources": [
            {
                "unit": source.unit,
                "period": source.period,
                "numerator": _exact(source.numerator),
                "denominator": _exact(source.denominator),
                "value": _exact(source.value),
                "file": source.file,
                "line": source.line,
                "revision": source.revision,
                "sha256": source.sha256,
            }
            for source in row.sources
        ],
    }
