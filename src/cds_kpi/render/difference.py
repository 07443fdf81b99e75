"""A difference as data for programs: JSON, schema cds-kpi.diff/1; and as a document from the office's templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cds_kpi.render.json_text import dump_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_kpi.problem import Problem
    from cds_kpi.report.difference_view import (
        AdjustmentsView,
        AnswerView,
        ChangeView,
        DifferenceView,
        EventView,
        RowChangeView,
        SightView,
        StateChangeView,
        UnitChangeView,
    )
    from cds_kpi.report.row_view import Stated


def render_difference(view: DifferenceView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    """Return a difference as the bytes of a `json`, `md` or `html` file; a template that is wrong is a problem."""
    if form == "json":
        return dump_json(describe_difference(view))
    from cds_kpi.render.text import render_template

    return render_template(f"difference.{form}.j2", form, view.language, {"difference": view}, folders)


def describe_difference(view: DifferenceView) -> dict[str, Any]:
    """Return a difference as JSON holds it: the same in every language but for the words that people wrote."""
    return {
        "schema": "cds-kpi.diff/1",
        "programme": view.programme,
        "unit": view.unit.id if view.unit is not None else None,
        "from": _describe_sight(view.before),
        "to": _describe_sight(view.after),
        "catalogue": "current",
        "notice": view.notice,
        "compared": view.count,
        "changed": len(view.rows),
        "turned": view.turned,
        "indicators": [_describe_row(row) for row in view.rows],
        "units": [_describe_state(one) for one in view.states],
        "events": [_describe_event(event) for event in view.events],
    }


def describe_adjustments(view: AdjustmentsView) -> dict[str, Any]:
    """Return what has changed since the report before: that report, and its targets that have."""
    return {
        "since": _describe_sight(view.since),
        "indicators": [_describe_row(row) for row in view.rows],
    }


def _describe_sight(sight: SightView) -> dict[str, Any]:
    return {
        "kind": sight.kind,
        "period": sight.period,
        "as_of": sight.as_of,
        "closing": sight.closing,
        "revision": sight.revision,
    }


def _exact(stated: Stated | None) -> str | None:
    return stated.exact if stated is not None else None


def _describe_change(change: ChangeView) -> dict[str, Any]:
    return {
        "before": _exact(change.before),
        "after": _exact(change.after),
        "difference": _exact(change.difference),
    }


def _describe_row(row: RowChangeView) -> dict[str, Any]:
    turned = {
        "status": row.is_status_turned,
        "met": row.is_met_turned,
        "certain": row.is_certainty_turned,
    }
    return {
        "id": row.id,
        "number": row.number,
        "level": row.level,
        "name": {"vi": row.name_vi, **({"en": row.name_en} if row.name_en else {})},
        "value": _describe_change(row.value),
        "numerator": _describe_change(row.numerator),
        "denominator": _describe_change(row.denominator),
        "status": {"before": row.status_before, "after": row.status_after},
        "met": {"before": row.met_before, "after": row.met_after},
        "certain": {"before": row.certain_before, "after": row.certain_after},
        "observed": {"before": row.observed_before, "after": row.observed_after},
        "reported": {"before": row.reported_before, "after": row.reported_after},
        "turned": [name for name, is_turned in turned.items() if is_turned],
        "units": [_describe_unit(one) for one in row.units],
    }


def _describe_unit(change: UnitChangeView) -> dict[str, Any]:
    return {
        "unit": change.unit.id,
        "before": [_describe_answer(one) for one in change.before],
        "after": [_describe_answer(one) for one in change.after],
        "difference": {
            "numerator": _exact(change.numerator),
            "denominator": _exact(change.denominator),
            "value": _exact(change.value),
        },
        "excluded": change.is_excluded,
        "events": [_describe_event(event) for event in change.events],
    }


def _describe_answer(answer: AnswerView) -> dict[str, Any]:
    return {
        "period": answer.period,
        "kind": answer.kind,
        "numerator": _exact(answer.numerator),
        "denominator": _exact(answer.denominator),
        "value": _exact(answer.value),
        "observed": answer.observed,
        "file": answer.file,
        "line": answer.line,
        "revision": answer.revision,
        "sha256": answer.sha256,
        "received_at": answer.received_at,
        "decision": answer.decision,
    }


def _describe_state(change: StateChangeView) -> dict[str, Any]:
    return {
        "unit": change.unit.id,
        "state": {"before": change.state_before, "after": change.state_after},
        "revision": {"before": change.revision_before, "after": change.revision_after},
    }


def _describe_event(event: EventView) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "period": event.period,
        "unit": event.unit,
        "revision": event.revision,
        "at": event.at,
        "on": event.on,
        "by": event.by,
        "reason": event.reason,
        "until": event.until,
    }
