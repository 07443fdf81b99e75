"""A report as data for programs: JSON, schema cds-kpi.report/1. Numbers that carry meaning are decimal strings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cds_kpi.render.difference import describe_adjustments

if TYPE_CHECKING:
    from cds_kpi.report.outlook_view import GrowthView, OutlookView
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
        "indicators": [describe_row(row) for row in view.rows],
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
        "adjustments": describe_adjustments(view.adjustments) if view.adjustments is not None else None,
    }


def _exact(stated: Stated | None) -> str | None:
    return stated.exact if stated is not None else None


def describe_row(row: RowView) -> dict[str, Any]:
    """Return one row as JSON has it."""
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
        "bounds": {"low": row.low.exact, "high": _exact(row.high)} if row.low else None,
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
        "unknown_denominators": [unit.id for unit in row.unknown_denominators],
        "exceeded": row.is_exceeded,
        "path": {"start": row.path.start.exact, "required_now": row.path.required_now.exact}
        if row.path
        else None,
        "outlook": _make_outlook(row.outlook),
        **({"growth": _make_growth(row.growth)} if row.growth is not None else {}),
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
        "other_methods": [
            {"method": other.method, "value": other.value.exact, "unit": other.unit, "meets": other.meets}
            for other in row.other_figures
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


def _make_outlook(outlook: OutlookView) -> dict[str, Any]:
    if outlook.why_not is not None:
        return {"why_not": outlook.why_not}
    return {
        "why_not": None,
        "course": outlook.course,
        "since": outlook.since_period,
        "expected": _exact(outlook.expected),
        "met": outlook.is_met,
        "short_by": _exact(outlook.short_by),
        "bring": _exact(outlook.bring),
        "in_numerator": outlook.is_in_numerator,
        "out_of": _exact(outlook.out_of),
        "highest": _exact(outlook.highest),
        "remaining": [
            {
                "period": point.period,
                "day": point.day,
                "required": _exact(point.required),
                "expected": point.expected.exact,
                "bring": _exact(point.bring),
            }
            for point in outlook.waypoints
        ],
    }


def _make_growth(growth: GrowthView) -> dict[str, Any]:
    return {
        "verdict": growth.verdict,
        "why_not": growth.why_not,
        "since": growth.since,
        "observed": _exact(growth.observed),
        "required": _exact(growth.required),
        "ratio": _exact(growth.ratio),
    }
