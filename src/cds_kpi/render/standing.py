"""How a round stands, as data for programs (JSON, schema cds-kpi.status/1) and as tables for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from cds_kpi.render.json_text import dump_json
from cds_kpi.render.tables import Table, render_csv, render_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.report.standing import StandingView

Side = Literal["unit", "level", "indicator"]
"""What a line of the table is about."""


def render_standing(view: StandingView, form: str, side: Side, broken: Sequence[str] = ()) -> bytes:
    """Return a standing as the bytes of a `json`, `csv` or `xlsx` file; CSV has one side of it, the others all.

    `broken` are the files that do not count because they have errors.
    """
    if form == "json":
        return dump_json({**_describe(view), "broken": list(broken)})
    if form == "csv":
        return render_csv(_make_table(view, side))
    sides: tuple[Side, ...] = ("unit", "level", "indicator")
    return render_workbook([_make_table(view, one) for one in sorted(sides, key=lambda one: one != side)])


def _describe(view: StandingView) -> dict[str, Any]:
    return {
        "schema": "cds-kpi.status/1",
        "programme": view.programme,
        "period": view.period,
        "as_of": view.as_of,
        "deadline": view.deadline,
        "last_on_time_day": view.last_on_time_day,
        "closed": view.is_closed,
        "counts": {
            "expected": view.expected,
            "excluded": view.excluded,
            "received": view.received,
            "complete": view.complete,
            "on_time": view.on_time,
        },
        "completeness": view.completeness.exact if view.completeness is not None else None,
        "punctuality": view.punctuality.exact if view.punctuality is not None else None,
        "units": [
            {
                "unit": unit.id,
                "state": unit.state,
                "revision": unit.revision,
                "received_at": unit.received_at,
                "answered_at": unit.answered_at,
                "returned": unit.returned,
                "owed": list(unit.owed),
                "answered": list(unit.answered),
                "name": unit.name,
                "level": unit.level,
            }
            for unit in view.units
        ],
        "levels": [
            {
                "level": line.level,
                "expected": line.expected,
                "received": line.received,
                "complete": line.complete,
                "on_time": line.on_time,
            }
            for line in view.levels
        ],
        "indicators": [
            {
                "id": line.id,
                "number": line.number,
                "expected": line.expected,
                "reported": line.reported,
                "missing": [unit.id for unit in line.missing],
                "returned": [unit.id for unit in line.returned],
            }
            for line in view.indicators
        ],
    }


def _make_table(view: StandingView, side: Side) -> Table:
    def say(vi: str, en: str) -> str:
        return vi if view.language == "vi" else en

    if side == "unit":
        return Table(
            say("Theo đơn vị", "By unit"),
            (
                say("Mã", "Id"),
                say("Đơn vị", "Unit"),
                say("Tình trạng", "State"),
                say("Nhận lúc", "Received"),
                say("Trả lời lần đầu lúc", "First answered"),
                say("Lần gửi", "Revision"),
                say("Phải trả lời", "Owed"),
                say("Đã trả lời", "Answered"),
                say("Còn thiếu", "Still owed"),
                say("Ghi chú", "Remark"),
            ),
            tuple(
                (
                    unit.id,
                    unit.name,
                    unit.state_text,
                    unit.received_at,
                    unit.answered_at,
                    unit.revision,
                    len(unit.owed),
                    len(unit.answered),
                    ", ".join(unit.unanswered),
                    unit.remark,
                )
                for unit in view.units
            ),
        )
    if side == "level":
        return Table(
            say("Theo cấp", "By level"),
            (
                say("Cấp", "Level"),
                say("Phải báo cáo", "Expected"),
                say("Đã gửi", "Received"),
                say("Đủ số liệu", "Complete"),
                say("Đúng hạn", "On time"),
            ),
            tuple(
                (line.name, line.expected, line.received, line.complete, line.on_time) for line in view.levels
            ),
        )
    return Table(
        say("Theo chỉ tiêu", "By indicator"),
        (
            say("Số", "No"),
            say("Mã", "Id"),
            say("Chỉ tiêu", "Indicator"),
            say("Phải trả lời", "Expected"),
            say("Đã trả lời", "Answered"),
            say("Còn chờ", "Waits for"),
            say("Phải gửi lại", "Must send again"),
        ),
        tuple(
            (
                line.number,
                line.id,
                line.name,
                line.expected,
                line.reported,
                "; ".join(unit.name for unit in line.missing),
                "; ".join(unit.name for unit in line.returned),
            )
            for line in view.indicators
        ),
    )
