"""The comparison as data for programs: JSON, schema cds-kpi.comparison/1. Numbers are decimal strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cds_kpi.render.data import describe_point, describe_sources, exact_of, make_target, make_waiting
from cds_kpi.render.json_text import dump_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.report.comparison_view import (
        BindingView,
        ComparedView,
        ComparisonView,
        FigureView,
        FindingView,
    )
    from cds_kpi.report.row_view import MethodView
    from cds_kpi.report.view import StatusCount


def render_comparison_json(view: ComparisonView) -> bytes:
    """Return the comparison as JSON, UTF-8, keys in a stated order; the same in every language but for the notice."""
    return dump_json(_make_comparison(view))


def _make_comparison(view: ComparisonView) -> dict[str, Any]:
    return {
        "schema": "cds-kpi.comparison/1",
        "programme": view.programme,
        "period": view.period,
        "as_of": view.as_of,
        "notice": view.notice,
        **({"journal": view.journal} if view.journal is not None else {}),
        "programmes": [
            {
                "id": one.id,
                "number": one.number,
                "issued": one.issued,
                "authority": one.authority.id,
                "collects": one.deadline_text is not None,
                "targets": one.targets,
                "statuses": _count(one.statuses),
                "unassessed": {count.reason: count.count for count in one.statuses if count.reason},
            }
            for one in view.programmes
        ],
        "targets": view.targets,
        "conflicts": view.conflicts,
        "indicators": [_make_compared(one) for one in view.indicators],
        "broken": [{"file": item.file, "problems": list(item.problems)} for item in view.broken],
        "changed": [{"file": item.file, "problems": list(item.problems)} for item in view.changed],
    }


def _count(statuses: Sequence[StatusCount]) -> dict[str, int]:
    """Return how many targets have each status, whatever the reason."""
    counts: dict[str, int] = {}
    for one in statuses:
        counts[one.status] = counts.get(one.status, 0) + one.count
    return counts


def _make_compared(one: ComparedView) -> dict[str, Any]:
    keys = [binding.row.key for binding in one.bindings]
    return {
        "id": one.id,
        "name": {"vi": one.name_vi, **({"en": one.name_en} if one.name_en else {})},
        "pillar": one.pillar,
        "lead": one.lead.id,
        "kind": one.kind,
        "counted_in": one.counted_in,
        "collected": one.is_collected,
        "figures": [_make_figure(figure) for figure in one.figures],
        "methods": [_make_method(method, one.bindings) for method in one.by_method],
        "targets": [_make_binding(binding) for binding in one.bindings],
        "findings": [_make_finding(finding, keys) for finding in one.findings],
        "conflict": one.has_conflict,
        "related": [{"id": related.id, "differs": related.differs} for related in one.related],
    }


def _make_figure(figure: FigureView) -> dict[str, Any]:
    return {
        "level": figure.level,
        "method": figure.method,
        "value": exact_of(figure.value),
        "numerator": exact_of(figure.numerator),
        "denominator": exact_of(figure.denominator),
        "carried_from": figure.carried_from,
        "observed": figure.observed,
        "coverage": {
            "expected": figure.expected,
            "reported": figure.reported,
            "missing": [unit.id for unit in figure.missing],
        },
        "trend": [describe_point(point) for point in figure.trend],
        "sources": describe_sources(figure.sources),
    }


def _make_binding(binding: BindingView) -> dict[str, Any]:
    row = binding.row
    return {
        "programme": binding.programme,
        "number": row.number,
        "document": binding.document_number,
        "issued": binding.issued,
        "level": row.level,
        "method": binding.method,
        "target": make_target(row.target),
        "figure": binding.figure,
        "value": exact_of(row.value),
        "attainment": exact_of(row.attainment),
        "gap": {"value": row.gap.exact, "in_numerator": exact_of(row.gap_in_numerator)} if row.gap else None,
        "status": row.status,
        "reason": row.reason,
        "not_due": make_waiting(row),
        "certain": row.is_certain,
        "exceeded": row.is_exceeded,
        "marks": [mark.kind for mark in binding.marks],
    }


def _make_finding(finding: FindingView, keys: Sequence[str]) -> dict[str, Any]:
    """Return a finding; its targets by their places in the indicator's list, from 0."""

    def place(rows: Sequence[str]) -> list[int]:
        return [keys.index(row) for row in rows]

    return {
        "kind": finding.kind,
        "year": finding.year,
        "reason": finding.reason,
        "targets": place(finding.rows),
        "stricter": place(finding.strictest),
        "newer": place(finding.newest),
        "advice": [{"rule": one.rule, "target": keys.index(one.row)} for one in finding.advice],
    }


def _make_method(one: MethodView, bindings: Sequence[BindingView]) -> dict[str, Any]:
    """Return a method's figure; the targets assessed by it by their places in the indicator's list, from 0."""
    return {
        "method": one.id,
        "value": exact_of(one.value),
        "assessed": one.is_assessed,
        "targets": [
            place for place, binding in enumerate(bindings) if one.is_assessed and binding.method == one.id
        ],
        "units": [unit.id for unit in one.units],
        "sources": describe_sources(one.sources),
    }
