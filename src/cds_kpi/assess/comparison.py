"""The comparison: each indicator's one figure against every target that binds it, whichever programme sets it.

Convention: targets are compared only where they ask the same thing: of the same indicator, level and method, under the
same condition, in the same direction. What they demand is compared exactly; a demanded change by the value it requires.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.assessment import assess_target, set_beside
from cds_kpi.assess.reporters import is_collected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from fractions import Fraction

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import (
        Catalogue,
        Difference,
        Indicator,
        Programme,
        Related,
        Round,
        Source,
        Target,
    )
    from cds_kpi.model.units import Level
    from cds_kpi.period import Period

Relation = Literal["conflict", "same", "path", "overtaken", "apart"]
Reason = Literal["level", "method", "condition", "demand", "baseline"]
Mark = Literal["stricter", "newer", "first"]
Rule = Literal["later", "floor"]
_FAMILIES = {
    "at_least": "up",
    "above": "up",
    "between": "up",
    "increase": "up",
    "at_most": "down",
    "below": "down",
    "decrease": "down",
}
"""Demands that are compared with each other; growth, every and done each only with its own kind."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One target, and what came of it."""

    programme_id: str
    programme: Programme
    document: Source | None
    """The document that set it."""
    row: Row
    marks: frozenset[Mark] = frozenset()
    """Among the targets it is compared with: the strictest, of the newest document, due first; none where all are."""

    @property
    def target(self) -> Target:
        """The target itself."""
        return self.row.target

    @property
    def issued(self) -> date | None:
        """The day its document was issued."""
        return self.document.issued if self.document is not None else None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule of thumb says of a conflict; it decides nothing."""

    rule: Rule
    """later: of the same authority the newer document; floor: a national target is the least that is asked."""
    binding: int
    """Which of the bindings it points to."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How some of an indicator's targets stand to each other."""

    relation: Relation
    """conflict: different demands for the same year; same: the same one; path: later ones ask more; overtaken: one due
    later asks no more than one due before; apart: not comparable."""
    bindings: tuple[int, ...]
    """Which ones, by their places; of a path and of what is overtaken in the order they fall due."""
    year: int | None = None
    """The year they are due, where it is the same."""
    reason: Reason | None = None
    """Why they are not comparable."""
    strictest: tuple[int, ...] = ()
    """Of a conflict: those that ask the most."""
    newest: tuple[int, ...] = ()
    """Of a conflict: those of the newest document; none where a document's day is not known."""
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class Relative:
    """Another indicator that looks alike, and whose figures and targets are never compared with this one's."""

    indicator: Indicator
    differs: Difference
    related: Related


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator with every target that binds it."""

    indicator: Indicator
    bindings: tuple[Binding, ...]
    """By the day they are due, then the newest document first, then in the catalogue's order."""
    findings: tuple[Finding, ...]
    relatives: tuple[Relative, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every indicator against every programme, for a period."""

    period: Period
    as_of: datetime
    rounds: tuple[tuple[str, Programme, Round | None], ...]
    """Every programme, in the catalogue's order, with its round of the period, if it has one."""
    indicators: tuple[Compared, ...]
    """In the catalogue's order; those without a target are not among them."""


def assess_comparison(book: Book, period: Period) -> Comparison:
    """Assess every target of every programme for a period; the book's programme says which figures count."""
    programmes = book.catalogue.programmes
    rounds = {
        name: next((one for one in programme.rounds if one.period == period), None)
        for name, programme in programmes.items()
    }
    compared = tuple(
        _compare(book, indicator, period, rounds)
        for indicator in book.catalogue.indicators
        if indicator.targets
    )
    listed = tuple((name, programme, rounds[name]) for name, programme in programmes.items())
    return Comparison(period, book.as_of, listed, compared)


def _compare(book: Book, indicator: Indicator, period: Period, rounds: dict[str, Round | None]) -> Compared:
    asking = [rounds[target.programme] for target in indicator.targets]
    collected = any(one is not None and is_collected(indicator, one) for one in asking)
    bindings = []
    for target in indicator.targets:
        programme = book.catalogue.programmes[target.programme]
        row = assess_target(book, indicator, target, period, collected=collected, bands=programme.bands)
        bindings.append(Binding(target.programme, programme, find_document(book, target), row))
    rows = set_beside([one.row for one in bindings])
    bindings = [replace(one, row=row) for one, row in zip(bindings, rows, strict=True)]
    bindings.sort(key=lambda one: (one.target.by, -(one.issued.toordinal() if one.issued else 0)))
    groups = _group(bindings)
    marks = _mark(bindings, groups)
    marked = tuple(replace(one, marks=marks[place]) for place, one in enumerate(bindings))
    findings = (
        *_find_conflicts(book, marked, groups),
        *_find_paths(marked, groups),
        *_find_apart(marked, groups),
    )
    return Compared(indicator, marked, findings, find_relatives(book.catalogue, indicator))


def find_document(book: Book, target: Target) -> Source | None:
    """Return the document that set a target: its own source, where that has a number, else its programme's.

    A source without a number is a page where the document was read about: its day is not the document's.
    """
    sources = book.catalogue.sources
    own = sources.get(target.source) if target.source is not None else None
    if own is not None and own.number is not None:
        return own
    programme = book.catalogue.programmes[target.programme]
    return sources.get(programme.source) if programme.source is not None else own


Key = tuple["Level | None", "str | None", "str | None", str]
"""What targets must share to be compared: level, method, condition, and family of demand."""


def _group(bindings: Sequence[Binding]) -> dict[Key, list[int]]:
    """Return the places of the bindings that can be compared with each other."""
    groups: dict[Key, list[int]] = {}
    for place, one in enumerate(bindings):
        family = _FAMILIES.get(one.target.demand, one.target.demand)
        if one.row.demand.required is None:
            family = f"baseline {place}"
        condition = one.target.condition.vi if one.target.condition is not None else None
        groups.setdefault((one.target.level, one.target.method, condition, family), []).append(place)
    return groups


def _weigh(demand: Demand) -> tuple[Fraction, bool]:
    """Return how strict a demand is, to be compared within its group."""
    assert demand.required is not None, "a demand without a number is compared with nothing"
    return demand.required if demand.is_upward else -demand.required, demand.is_strict


def _find_strictest(bindings: Sequence[Binding], places: Sequence[int]) -> tuple[int, ...]:
    most = max(_weigh(bindings[place].row.demand) for place in places)
    return tuple(place for place in places if _weigh(bindings[place].row.demand) == most)


def _find_newest(bindings: Sequence[Binding], places: Sequence[int]) -> tuple[int, ...]:
    """Return those of the newest document; none where a document's day is not known."""
    issued = [bindings[place].issued for place in places]
    days = [day for day in issued if day is not None]
    if len(days) < len(issued):
        return ()
    return tuple(place for place in places if bindings[place].issued == max(days))


def _mark(bindings: Sequence[Binding], groups: dict[Key, list[int]]) -> list[frozenset[Mark]]:
    marks: list[set[Mark]] = [set() for _ in bindings]
    for places in groups.values():
        first = min(bindings[place].target.by for place in places)
        chosen: dict[Mark, tuple[int, ...]] = {
            "stricter": () if len(places) < 2 else _find_strictest(bindings, places),
            "newer": _find_newest(bindings, places),
            "first": tuple(place for place in places if bindings[place].target.by == first),
        }
        for mark, some in chosen.items():
            for place in some if len(some) < len(places) else ():
                marks[place].add(mark)
    return [frozenset(some) for some in marks]


def _by_year(bindings: Sequence[Binding], places: Sequence[int]) -> dict[int, list[int]]:
    years: dict[int, list[int]] = {}
    for place in places:
        years.setdefault(bindings[place].target.by.year, []).append(place)
    return years


def _find_conflicts(book: Book, bindings: Sequence[Binding], groups: dict[Key, list[int]]) -> list[Finding]:
    """Return, for each year, whether the programmes that ask something for it ask the same."""
    findings = []
    for places in groups.values():
        for year, due in _by_year(bindings, places).items():
            if len({bindings[place].programme_id for place in due}) < 2:
                continue
            if len({_weigh(bindings[place].row.demand) for place in due}) == 1:
                findings.append(Finding("same", tuple(due), year))
                continue
            findings.append(
                Finding(
                    "conflict",
                    tuple(due),
                    year,
                    strictest=_find_strictest(bindings, due),
                    newest=_find_newest(bindings, due),
                    advice=tuple(_advise(book, bindings, due)),
                )
            )
    return findings


def _advise(book: Book, bindings: Sequence[Binding], places: Sequence[int]) -> list[Advice]:
    """Return what the rules of thumb say: of one authority the later document, a national target as a floor."""
    by_authority: dict[str, list[int]] = {}
    for place in places:
        by_authority.setdefault(bindings[place].programme.authority, []).append(place)
    advice = []
    for authority, own in by_authority.items():
        newest = _find_newest(bindings, own)
        if len({_weigh(bindings[place].row.demand) for place in own}) > 1 and len(newest) == 1:
            advice.append(Advice("later", newest[0]))
        unit = book.units.get(authority)
        if unit is not None and unit.level == "national" and len(by_authority) > 1:
            standing = newest if len(newest) == 1 else _find_strictest(bindings, own)
            advice.append(Advice("floor", standing[0]))
    return advice


def _find_paths(bindings: Sequence[Binding], groups: dict[Key, list[int]]) -> list[Finding]:
    """Return how the targets of one year stand to those of the years before."""
    findings = []
    for places in groups.values():
        years = _by_year(bindings, places)
        if len(years) < 2:
            continue
        steps = [_find_strictest(bindings, years[year])[0] for year in sorted(years)]
        rising = True
        most = steps[0]
        for step in steps[1:]:
            if _weigh(bindings[step].row.demand) > _weigh(bindings[most].row.demand):
                most = step
            else:
                rising = False
                findings.append(Finding("overtaken", (most, step)))
        if rising:
            findings.append(Finding("path", tuple(steps)))
    return findings


def _find_apart(bindings: Sequence[Binding], groups: dict[Key, list[int]]) -> list[Finding]:
    """Return which targets of different programmes cannot be compared, and why.

    That levels have targets of their own needs no saying; that one is of a level and one of the whole does.
    """
    findings = []
    keys = list(groups)
    for at, key in enumerate(keys):
        level, method, condition, family = key
        for other in keys[at + 1 :]:
            both = (*groups[key], *groups[other])
            if len({bindings[place].programme_id for place in both}) < 2:
                continue
            reason: Reason
            if level != other[0]:
                if level is not None and other[0] is not None:
                    continue
                reason = "level"
            elif method != other[1]:
                reason = "method"
            elif condition != other[2]:
                reason = "condition"
            else:
                reason = "baseline" if "baseline" in (family + other[3]) else "demand"
            findings.append(Finding("apart", tuple(sorted(both)), reason=reason))
    return findings


def find_relatives(catalogue: Catalogue, indicator: Indicator) -> tuple[Relative, ...]:
    """Return the indicators that this one or they themselves name as related, in the catalogue's order."""
    own = {related.indicator: related for related in indicator.related}
    found = []
    for other in catalogue.indicators:
        back = next((one for one in other.related if one.indicator == indicator.id), None)
        related = own.get(other.id) or back
        if related is not None and other.id != indicator.id:
            found.append(Relative(other, related.differs, related))
    return tuple(found)
