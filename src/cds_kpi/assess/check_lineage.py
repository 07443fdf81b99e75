"""Checks on who came after whom: circles, successors that had ended, and days that do not fit each other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cds_kpi.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cds_kpi.model.units import Registry, Unit
    from cds_kpi.problem import Fact, Path

EARLY = timedelta(days=366)
"""A successor that began so shortly before its predecessor's end is more likely a slip than a young unit."""


def check_lineage(registry: Registry, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the successors the registry names; ids nobody has are another check's."""
    units = {unit.id: unit for unit in registry.units}
    for position, unit in enumerate(registry.units):
        for place, key in enumerate(unit.successors):
            successor = units.get(key)
            path: Path = ("units", position, "successors", place)
            if successor is None:
                continue
            if _leads_back(successor, unit.id, units):
                yield Problem("successor-circle", Place(file, path), {"unit": unit.id, "found": key})
            else:
                yield from _check_days(unit, successor, Place(file, path))


def _leads_back(start: Unit, goal: str, units: Mapping[str, Unit]) -> bool:
    waiting, seen = [start.id], {start.id}
    while waiting:
        one = waiting.pop()
        if one == goal:
            return True
        after = [key for key in units[one].successors if key in units and key not in seen]
        seen.update(after)
        waiting += after
    return False


def _check_days(unit: Unit, successor: Unit, place: Place) -> Iterator[Problem]:
    until, start, end = unit.valid.until, successor.valid.start, successor.valid.until
    facts: dict[str, Fact] = {"unit": unit.id, "found": successor.id}
    if until is None:
        if start is None:
            yield Problem("successor-undated", place, facts)
        return
    facts["until"] = until.isoformat()
    if end is not None and end <= until:
        yield Problem("successor-gone", place, {**facts, "end": end.isoformat()})
    elif start is not None and until - EARLY < start <= until:
        yield Problem("successor-early", place, {**facts, "start": start.isoformat()})
