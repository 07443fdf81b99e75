"""A report as data for programs: JSON, schema cds-kpi.report/1. Numbers that carry meaning are decimal strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cds_kpi.render.difference import describe_adjustments
from cds_kpi.render.json_text import quote, write_json
from cds_kpi.report.sources import list_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cds_kpi.report.outlook_view import GrowthView, OutlookView
    from cds_kpi.report.row_view import MethodView, PointView, RowView, SourceView, Stated, TargetView
    from cds_kpi.report.sources import SourceData
    from cds_kpi.report.view import ReportView, UnitView

_ROWS = '"indicators": []'
_UNITS = '"units": []'
"""Where the rows, and then the units, stand in the report; within a text the quotation marks would be escaped."""
_END = "[]\n    }"
"""How a row ends that has no sources yet."""
_PIECE = 1000
"""Sources written at a time."""


def render_json(view: ReportView) -> bytes:
    """Return the report as JSON, UTF-8, keys in a stated order.

    The same in every language but for the notice and the deadline's words.
    """
    return b"".join(stream_json(view))


def stream_json(view: ReportView) -> Iterator[bytes]:
    """Yield the same piece by piece; a nation's report need not be in memory whole."""
    before, rest = write_json(_make_report(view)).split(_ROWS, 1)
    between, after = rest.split(_UNITS, 1)
    yield f"{before}{_ROWS[:-1]}".encode()
    for place, row in enumerate(view.rows):
        head = write_json({**_describe_row(row), "sources": []}, "\n    ")
        yield f"{',' if place else ''}\n    {head.removesuffix(_END)}".encode()
        yield from _stream_sources(row.sources)
        yield _END[2:].encode()
    closing = "\n  ]" if view.rows else "]"
    yield f"{closing}{between}{_UNITS[:-1]}".encode()
    for place, unit in enumerate(view.units):
        text = write_json(_describe_unit(unit), "\n    ")
        yield f"{',' if place else ''}\n    {text}".encode()
    closing = "\n  ]" if view.units else "]"
    yield f"{closing}{after}\n".encode()


def _stream_sources(sources: Sequence[SourceView]) -> Iterator[bytes]:
    """Yield a row's sources, some at a time, as `write_json` would write the list of them."""
    opening = "["
    lines: list[str] = []
    for line in map(_write_source, list_data(sources)):
        lines.append(line)
        if len(lines) == _PIECE:
            yield f"{opening}{','.join(lines)}".encode()
            opening, lines = ",", []
    if lines:
        yield f"{opening}{','.join(lines)}".encode()
    yield (b"[]" if not sources else b"\n      ]")


def _write_source(one: SourceData) -> str:
    # Decimal text needs no escaping.
    numerator = "null" if one.numerator is None else f'"{one.numerator}"'
    denominator = "null" if one.denominator is None else f'"{one.denominator}"'
    value = "null" if one.value is None else f'"{one.value}"'
    return (
        f'\n        {{\n          "unit": {quote(one.unit)},\n          "period": {quote(one.period)},'
        f'\n          "numerator": {numerator},\n          "denominator": {denominator},'
        f'\n          "value": {value},\n          "file": {quote(one.file)},\n          "line": {one.line},'
        f'\n          "revision": {one.revision},\n          "sha256": {quote(one.sha256)}\n        }}'
    )


def _make_report(view: ReportView) -> dict[str, Any]:
    reporting = view.reporting
    return {
        "schema": "cds-kpi.report/1",
        "programme": view.programme,
        "period": view.period,
        "as_of": view.as_of,
        "notice": view.notice,
        **({"journal": view.journal} if view.journal is not None else {}),
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
        "indicators": [],
        "units": [],
        "broken": [{"file": item.file, "problems": list(item.problems)} for item in view.broken],
        "changed": [{"file": item.file, "problems": list(item.problems)} for item in view.changed],
        "adjustments": describe_adjustments(view.adjustments) if view.adjustments is not None else None,
    }


def _describe_unit(unit: UnitView) -> dict[str, Any]:
    return {
        "unit": unit.id,
        "state": unit.state,
        "revision": unit.revision,
        "received_at": unit.received_at,
        "note": unit.note,
        "owed": unit.owed,
        "answered": unit.answered,
    }


def exact_of(stated: Stated | None) -> str | None:
    """Return a number's decimal text."""
    return stated.exact if stated is not None else None


def describe_row(row: RowView) -> dict[str, Any]:
    """Return one row as JSON has it."""
    return {**_describe_row(row), "sources": describe_sources(row.sources)}


def describe_point(point: PointView) -> dict[str, Any]:
    """Return a value from before as data."""
    return {
        "period": point.period,
        "value": point.value.exact,
        "origin": point.origin,
        **({"scope": point.scope} if point.scope != "same" else {}),
        **({"months": point.months} if point.months is not None else {}),
    }


def describe_sources(sources: Sequence[SourceView]) -> list[dict[str, Any]]:
    """Return counted answers as data."""
    return [one._asdict() for one in list_data(sources)]


def _describe_row(row: RowView) -> dict[str, Any]:
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
        "value": exact_of(row.value),
        "numerator": exact_of(row.numerator),
        "denominator": exact_of(row.denominator),
        "period_value": exact_of(row.period_value),
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
        "bounds": {"low": row.low.exact, "high": exact_of(row.high)} if row.low else None,
        "target": make_target(row.target),
        "attainment": exact_of(row.attainment),
        "gap": {"value": row.gap.exact, "in_numerator": exact_of(row.gap_in_numerator)} if row.gap else None,
        "status": row.status,
        "reason": row.reason,
        "not_due": make_waiting(row),
        "certain": row.is_certain,
        "unknown_denominators": [unit.id for unit in row.unknown_denominators],
        "exceeded": row.is_exceeded,
        "path": {"start": row.path.start.exact, "required_now": row.path.required_now.exact}
        if row.path
        else None,
        "outlook": _make_outlook(row.outlook),
        **({"growth": _make_growth(row.growth)} if row.growth is not None else {}),
        "trend": [describe_point(point) for point in row.trend],
        "notes": [
            {"unit": note.unit, "kind": note.kind, "text": note.text, "expected_on": note.expected_on}
            for note in row.notes
        ],
        "other_methods": [
            make_other(one) for one in row.by_method if one.value is not None and not one.is_assessed
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
    }


def _make_outlook(outlook: OutlookView) -> dict[str, Any]:
    if outlook.why_not is not None:
        return {"why_not": outlook.why_not}
    return {
        "why_not": None,
        "course": outlook.course,
        "since": outlook.since_period,
        "expected": exact_of(outlook.expected),
        "met": outlook.is_met,
        "short_by": exact_of(outlook.short_by),
        "bring": exact_of(outlook.bring),
        "in_numerator": outlook.is_in_numerator,
        "out_of": exact_of(outlook.out_of),
        "highest": exact_of(outlook.highest),
        "volume": exact_of(outlook.volume),
        "remaining": [
            {
                "period": point.period,
                "day": point.day,
                "required": exact_of(point.required),
                "expected": point.expected.exact,
                "bring": exact_of(point.bring),
            }
            for point in outlook.waypoints
        ],
    }


def _make_growth(growth: GrowthView) -> dict[str, Any]:
    return {
        "verdict": growth.verdict,
        "why_not": growth.why_not,
        "since": growth.since,
        "observed": exact_of(growth.observed),
        "required": exact_of(growth.required),
        "ratio": exact_of(growth.ratio),
    }


def make_waiting(row: RowView) -> list[dict[str, Any]]:
    """Return the levels that a row's indicator does not apply to yet as data."""
    return [{"level": one.level, "from": one.starts, "units": one.units} for one in row.waiting]


def make_target(target: TargetView) -> dict[str, Any]:
    """Return a demand as data."""
    return {
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
        **({"condition": target.condition} if target.condition is not None else {}),
    }


def make_other(one: MethodView) -> dict[str, Any]:
    """Return the figure of a method that is not assessed as data; of a published one no unit."""
    unit = one.units[0].id if len(one.units) == 1 else None
    several = {"units": [unit.id for unit in one.units]} if len(one.units) > 1 else {}
    return {"method": one.id, "value": exact_of(one.value), "unit": unit, **several, "meets": one.meets}
