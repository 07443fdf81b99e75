"""Lineage: which units came before and after a unit, since when, and what became of its extent on the way.

Convention: a link is dated with the first day of the new arrangement. A unit has one stretch of life; one that is set
up again under its old name is a new unit, and comes after the old one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from cds_kpi.text import match_key, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cds_kpi.model.units import Unit

Change = Literal["renamed", "level_changed", "merged", "split", "split_off", "recreated"]
"""What a unit's end, or a part of it that became a unit of its own, was."""
Kinship = Literal["same", "renamed", "summed", "unlike"]
"""How what a unit is relates to what it was: itself; itself by another name; several whole units; or none of these."""

Alike = Literal["same", "regrouped", "other"]
"""Whether two sets of units are the same ones, the same merged or split among themselves, or others."""

ONE_TO_ONE = frozenset({"renamed", "level_changed"})
"""Changes that leave the extent as it was."""
_TYPES = re.compile(r"(?<!\w)(tỉnh|thành phố|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu)(?!\w)")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Link:
    """One unit, or a part of it, becoming another."""

    before: Unit
    after: Unit
    day: date | None
    """The first day of the new arrangement; None where neither unit's days tell it."""
    change: Change


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every link of a registry, by the unit after and by the unit before, each in order of time."""

    before: Mapping[str, tuple[Link, ...]]
    after: Mapping[str, tuple[Link, ...]]


@dataclass(frozen=True, slots=True)
class Extent:
    """Which units held on an earlier day what a unit holds now."""

    units: tuple[Unit, ...]
    """Those that existed then, in the order of the lineage: the unit itself first where it did."""
    kinship: Kinship
    """`summed`: these units together were all of it; `unlike`: its extent cannot be made of whole units."""
    links: tuple[Link, ...]
    """What happened in between."""


def find_lineage(units: Mapping[str, Unit]) -> Lineage:
    """Return how the units of a registry came out of each other; successors it does not know are passed over."""
    pairs = [
        (unit, units[after])
        for unit in units.values()
        for after in dict.fromkeys(unit.successors)
        if after in units and after != unit.id
    ]
    links = [
        Link(before, after, _date(before, after), _name(before, after, pairs)) for before, after in pairs
    ]
    links += _find_recreated(units, links)
    links.sort(key=lambda link: link.day or date.min)
    earlier: dict[str, list[Link]] = defaultdict(list)
    later: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        earlier[link.after.id].append(link)
        later[link.before.id].append(link)
    return Lineage(
        {key: tuple(found) for key, found in earlier.items()},
        {key: tuple(found) for key, found in later.items()},
    )


def _date(before: Unit, after: Unit) -> date | None:
    start, until = after.valid.start, before.valid.until
    if until is None:
        return start
    return start if start is not None and start > until else until + _DAY


def _is_gap(before: Unit, after: Unit) -> bool:
    start, until = after.valid.start, before.valid.until
    return start is not None and until is not None and start > until + _DAY


def _name(before: Unit, after: Unit, pairs: Sequence[tuple[Unit, Unit]]) -> Change:
    until = before.valid.until
    if until is None:
        return "split_off"
    if (
        not _is_gap(before, after)
        and sum(unit.id == before.id and not _is_gap(unit, successor) for unit, successor in pairs) > 1
    ):
        return "split"
    joined = any(
        successor.id == after.id
        and unit.id != before.id
        and unit.valid.until
        and not _is_gap(unit, successor)
        for unit, successor in pairs
    )
    if joined or after.exists_on(until):
        return "merged"
    if _is_gap(before, after):
        return "recreated"
    return "level_changed" if _changes_level(before, after) else "renamed"


def _changes_level(before: Unit, after: Unit) -> bool:
    """Whether the level is another, or the name says another kind of place: "huyện An Dương", "quận An Dương"."""
    names = {match_key(unit.name.vi) for unit in (before, after)}
    places = {match_key(_TYPES.sub("", normalise(unit.name.vi).casefold())) for unit in (before, after)}
    return before.level != after.level or len(names) > len(places)


def _find_recreated(units: Mapping[str, Unit], links: Sequence[Link]) -> Iterator[Link]:
    """Yield a link to every unit from one that had ended under the same name and came before it through others."""
    above: dict[str, list[Unit]] = defaultdict(list)
    for link in links:
        above[link.after.id].append(link.before)
    for unit in units.values():
        start = unit.valid.start
        seen = {unit.id, *(direct.id for direct in above[unit.id])}
        waiting = list(above[unit.id])
        while waiting and start is not None:
            for far in above[waiting.pop().id]:
                if far.id in seen:
                    continue
                seen.add(far.id)
                waiting.append(far)
                is_named_so = match_key(far.name.vi) == match_key(unit.name.vi) and far.level == unit.level
                if is_named_so and far.valid.until is not None and far.valid.until < start - _DAY:
                    yield Link(far, unit, start, "recreated")


def find_extent(lineage: Lineage, unit: Unit, then: date, now: date) -> Extent:
    """Return the units that were on one day what a unit is on a later one."""
    links: list[Link] = []
    found: dict[str, Unit] = {}
    waiting = [unit]
    seen = {unit.id}
    while waiting:
        one = waiting.pop(0)
        if one.exists_on(then):
            found[one.id] = one
        for link in lineage.before.get(one.id, ()):
            if _falls(link, then, now):
                links.append(link)
                links += _find_lost(lineage, link, now)
                if link.before.id not in seen:
                    seen.add(link.before.id)
                    waiting.append(link.before)
        links += [
            link
            for link in lineage.after.get(one.id, ())
            if link.change == "split_off" and _falls(link, then, now) and link not in links
        ]
    return Extent(tuple(found.values()), _relate(unit, found, links), tuple(links))


def _find_lost(lineage: Lineage, link: Link, now: date) -> list[Link]:
    """Return how what came into a unit by a link has left it again, under its old name."""
    if link.change != "merged" or link.day is None:
        return []
    return [
        later
        for later in lineage.after[link.before.id]
        if later.change == "recreated" and _falls(later, link.day - _DAY, now)
    ]


def _relate(unit: Unit, found: Mapping[str, Unit], links: Sequence[Link]) -> Kinship:
    changes = {link.change for link in links}
    if not changes:
        return "same"
    if changes - ONE_TO_ONE - {"merged"}:
        return "unlike"
    return "summed" if "merged" in changes or len(found) > 1 or unit.id in found else "renamed"


def _falls(link: Link, then: date, now: date) -> bool:
    return link.day is not None and then < link.day <= now


def find_heirs(lineage: Lineage, unit: Unit, day: date) -> tuple[Unit, ...]:
    """Return the units that hold on a day what a unit that had ended by then held; none where nobody came after.

    One that was set up again under the old name stands for all others. A part that became a unit of its own while
    the old unit lived on is no heir.
    """
    found: dict[str, Unit] = {}
    waiting, seen = [unit], {unit.id}
    while waiting:
        links = [
            link
            for link in lineage.after.get(waiting.pop(0).id, ())
            if link.change != "split_off" and link.day is not None and link.day <= day
        ]
        again = [link for link in links if link.change == "recreated" and link.after.exists_on(day)]
        for link in again or links:
            if link.after.id in seen:
                continue
            seen.add(link.after.id)
            if link.after.exists_on(day):
                found[link.after.id] = link.after
            else:
                waiting.append(link.after)
    return tuple(found.values())


def find_holders(lineage: Lineage, unit: Unit, day: date) -> tuple[Unit, ...]:
    """Return who holds on a day what a unit holds: the unit itself while it exists, else its heirs."""
    return (unit,) if unit.exists_on(day) else find_heirs(lineage, unit, day)


def compare_scopes(
    lineage: Lineage, earlier: Iterable[Unit], later: Iterable[Unit], then: date, now: date
) -> Alike:
    """Return whether two sets of units, of an earlier and a later day, are the same ones.

    `same` also where some have only been given another name or level; `regrouped` where units were merged or split
    among themselves, nothing left out and nothing added; `other` where what they hold together is not the same.
    """
    held = {unit.id for unit in earlier}
    now_there = list(later)
    ids = {unit.id for unit in now_there}
    if not any(_falls(link, then, now) for links in lineage.after.values() for link in links):
        return "same" if held == ids else "other"
    origins: set[str] = set()
    is_moved = is_torn = False
    for unit in now_there:
        extent = find_extent(lineage, unit, then, now)
        origins |= {one.id for one in extent.units}
        is_moved = is_moved or extent.kinship in {"summed", "unlike"}
        is_torn = is_torn or _is_new_in_part(lineage, extent, then)
        is_torn = is_torn or any(not _has_all_parts(lineage, link, ids, now) for link in extent.links)
    if origins != held or is_torn:
        return "other"
    return "regrouped" if is_moved else "same"


def _is_new_in_part(lineage: Lineage, extent: Extent, then: date) -> bool:
    """Whether something of what the unit holds was held by nobody on the earlier day, or on a day since."""
    there = {one.id for one in extent.units} | {link.after.id for link in extent.links}
    if not there:
        return True
    for link in extent.links:
        before = link.before
        if before.id in there and not _is_gap(before, link.after):
            continue
        start, until = before.valid.start, before.valid.until
        if until is None or (before.id not in there and start is not None and start > then):
            return True
        # One that is set up again may have been a part of another meanwhile.
        if not find_heirs(lineage, before, max(then, until + _DAY)):
            return True
    return False


def _has_all_parts(lineage: Lineage, link: Link, ids: set[str], now: date) -> bool:
    """Whether everything that came out of the unit before a link is among the units now."""
    if link.change not in {"split", "split_off"}:
        return True
    kept = link.change != "split_off" or not link.before.exists_on(now) or link.before.id in ids
    parts = [one.after for one in lineage.after[link.before.id] if one.change in {"split", "split_off"}]
    heirs = [
        heir for part in parts for heir in ([part] if part.exists_on(now) else find_heirs(lineage, part, now))
    ]
    return kept and bool(heirs) and all(heir.id in ids for heir in heirs)


def find_kin(units: Iterable[Unit], unit: str) -> frozenset[str]:
    """Return a unit's id with those of all it is related to through successors, in either direction."""
    near: dict[str, set[str]] = defaultdict(set)
    for one in units:
        for heir in one.successors:
            near[one.id].add(heir)
            near[heir].add(one.id)
    found, waiting = {unit}, [unit]
    while waiting:
        fresh = near[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return frozenset(found)
