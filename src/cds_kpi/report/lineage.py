"""Lineage in words: who came before a unit and after it, and whose figure an earlier figure is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cds_kpi.report.wording import pick, say_short_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.assess.lineage import Change, Lineage, Link
    from cds_kpi.model.units import Unit
    from cds_kpi.text import Language

CHANGES: dict[Change, tuple[str, str]] = {
    "renamed": ("đổi tên", "renamed"),
    "level_changed": ("đổi cấp, loại đơn vị", "changed in level or type"),
    "merged": ("sáp nhập", "merged"),
    "split": ("chia tách", "split up"),
    "split_off": ("tách một phần", "a part split off"),
    "recreated": ("lập lại", "set up again"),
}
"""What became of a unit."""


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A unit that came before or after another."""

    unit: str
    name: str
    day: str | None
    """YYYY-MM-DD: the first day of the new arrangement."""
    change: Change
    other: str
    """The unit it became or came out of: not always the one that is shown."""
    text: str
    """In words: "Sở Thông tin và Truyền thông (so-tttt), đến 28/02/2025: sáp nhập"."""


def build_links(
    units: Mapping[str, Unit], language: Language
) -> dict[str, tuple[tuple[LinkCard, ...], tuple[LinkCard, ...]]]:
    """Return for every unit all that came before it and all that came after it, the nearest first."""
    from cds_kpi.assess.lineage import find_lineage

    lineage = find_lineage(units)
    return {
        key: (
            tuple(_build(link, key, language, is_before=True) for link in walk_back(lineage, key)),
            tuple(_build(link, key, language, is_before=False) for link in _walk_on(lineage, key)),
        )
        for key in units
    }


def walk_back(lineage: Lineage, key: str) -> tuple[Link, ...]:
    """Return the links through which everything came that a unit came of, the nearest first, each unit once."""
    found: dict[str, Link] = {}
    waiting = [key]
    while waiting:
        for link in lineage.before.get(waiting.pop(0), ()):
            if link.before.id not in found and link.before.id != key:
                found[link.before.id] = link
                waiting.append(link.before.id)
    return tuple(found.values())


def _walk_on(lineage: Lineage, key: str) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    waiting = [key]
    while waiting:
        for link in lineage.after.get(waiting.pop(0), ()):
            if link.after.id not in found and link.after.id != key:
                found[link.after.id] = link
                waiting.append(link.after.id)
    return tuple(found.values())


def _build(link: Link, shown: str, language: Language, *, is_before: bool) -> LinkCard:
    unit, other = (link.before, link.after) if is_before else (link.after, link.before)
    text = say_before(link, language) if is_before else say_after(link, language)
    if other.id != shown:
        into = pick(("vào", "into"), language) if is_before else pick(("từ", "from"), language)
        text = f"{text} ({into} {other.name.say(language)})"
    return LinkCard(
        unit.id,
        unit.name.say(language),
        link.day.isoformat() if link.day is not None else None,
        link.change,
        other.id,
        text,
    )


def say_before(link: Link, language: Language) -> str:
    """Return who came before: "Sở Thông tin và Truyền thông (so-tttt), đến 28/02/2025: sáp nhập"."""
    unit, until = link.before, link.before.valid.until
    said = f"{unit.name.say(language)} ({unit.id})"
    if link.change == "split_off":
        return f"{said}{_since(link, language)}: {pick(CHANGES[link.change], language)}"
    assert until is not None, "only a part comes out of a unit without an end"
    ended = say_short_day(until, language)
    again = _since(link, language) if link.day is not None and link.day - until > timedelta(days=1) else ""
    change = pick(CHANGES[link.change], language)
    return f"{said}, {pick((f'đến {ended}', f'until {ended}'), language)}: {change}{again}"


def say_after(link: Link, language: Language) -> str:
    """Return who came after: "Sở Khoa học và Công nghệ (so-khcn), từ 01/3/2025: sáp nhập"."""
    said = f"{link.after.name.say(language)} ({link.after.id}){_since(link, language)}"
    return f"{said}: {pick(CHANGES[link.change], language)}"


def _since(link: Link, language: Language) -> str:
    if link.day is None:
        return ""
    day = say_short_day(link.day, language)
    return f", {pick((f'từ {day}', f'from {day}'), language)}"


def say_origin(link: Link, language: Language) -> str:
    """Return the mark of what a predecessor sent: "Tiền thân: Sở TT&TT (so-tttt), đến 28/02/2025: sáp nhập"."""
    return f"{pick(('Tiền thân', 'Predecessor'), language)}: {say_before(link, language)}"
