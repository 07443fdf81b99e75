"""Samples: finished views that hold something, or nothing, in every place a template may ask for.

Convention: a text says the name of its own place, so that whoever looks at a filled template sees what stands where.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from cds_kpi.report.comparison_view import ComparisonView, FindingView
from cds_kpi.report.findings import KINDS
from cds_kpi.report.letter import LetterView
from cds_kpi.report.parts import PART_STATES
from cds_kpi.report.row_view import NoteView, PartView, RowView, Stated, TargetView
from cds_kpi.report.unassessed import UNASSESSED
from cds_kpi.report.view import DeadlineView, ReportView, StatusCount, UnitView
from cds_kpi.report.wording import STANDINGS, STATES, STATUSES

if TYPE_CHECKING:
    from cds_kpi.text import Language

V = TypeVar("V")

_DAY = "2022-09-30"
_MOMENT = "2022-09-30T23:59:59+07:00"
_ALTERNATIVES: dict[type[Any], dict[str, tuple[str | tuple[str, ...], ...]]] = {
    RowView: {
        "status": tuple(STATUSES),
        "reason": tuple(UNASSESSED),
        "kind": ("ratio", "value", "roll_call", "rank", "milestone"),
    },
    StatusCount: {"status": tuple(STATUSES), "reason": tuple(UNASSESSED)},
    UnitView: {"state": tuple(STATES), "received_at": (_MOMENT,)},
    PartView: {"state": tuple(PART_STATES), "standing": tuple(STANDINGS)},
    NoteView: {"kind": ("note", "nil", "not_applicable", "unavailable"), "expected_on": (_DAY,)},
    TargetView: {"value": ("1",), "upper": ("2",), "required": ("1",), "by": (_DAY,)},
    DeadlineView: {"last_on_time_day": (_DAY,)},
    ReportView: {"as_of": (_MOMENT,), "window": ((_DAY, _DAY),)},
    FindingView: {"kind": tuple(KINDS)},
    ComparisonView: {"as_of": (_MOMENT,)},
    LetterView: {"as_of": (_MOMENT,)},
}
"""Words that templates and pictures tell apart or reckon with: a list holds one item for each."""


def make_samples(view: type[V], language: Language) -> tuple[V, ...]:
    """Return views with everything in them, with lists of bare items, and with nothing that may be left out."""
    return tuple(
        _fill(view, language, lists=lists, options=options)
        for lists, options in ((True, True), (True, False), (False, False))
    )


def _fill(view: type[V], language: Language, *, lists: bool, options: bool, turn: int = 0) -> V:
    hints = get_type_hints(view, localns={"Language": str})
    values: dict[str, Any] = {}
    for field in fields(view):  # type: ignore[arg-type]  # every view is a dataclass
        words = _ALTERNATIVES.get(view, {}).get(field.name)
        is_optional = get_origin(hints[field.name]) in {types.UnionType, Union}
        if words is not None and (options or not is_optional):
            values[field.name] = words[turn % len(words)]
        elif field.name == "language":
            values[field.name] = language
        else:
            values[field.name] = _make(hints[field.name], field.name, language, lists=lists, options=options)
    return view(**values)


def _make(hint: Any, name: str, language: Language, *, lists: bool, options: bool) -> Any:
    if get_origin(hint) in {types.UnionType, Union}:
        wanted = next(one for one in get_args(hint) if one is not type(None))
        return _make(wanted, name, language, lists=lists, options=options) if options else None
    if get_origin(hint) in {tuple, Sequence}:
        item = get_args(hint)[0]
        count = max((len(words) for words in _ALTERNATIVES.get(item, {}).values()), default=1)
        return tuple(
            _fill(item, language, lists=lists, options=options, turn=turn)
            if hasattr(item, "__dataclass_fields__")
            else _make(item, name, language, lists=lists, options=options)
            for turn in range(count if lists else 0)
        )
    if hint is Stated:
        return Stated("1", name)
    if hint is bool:
        return options
    if hint is int:
        return 1
    return name if hint is str else _fill(hint, language, lists=lists, options=options)
