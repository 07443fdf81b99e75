"""The book: everything the sums are made from, indexed once, with the revision that counts for each unit and period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from cds_kpi.assess.lineage import find_lineage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from cds_kpi.assess.lineage import Alike, Lineage
    from cds_kpi.model.catalogue import Catalogue, Programme
    from cds_kpi.model.office import Closing, Extension, Review
    from cds_kpi.model.submission import Filing
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.workdays import OfficeDays

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Counted:
    """What one unit has filed for one period by the as-of moment."""

    filing: Filing | None
    """The revision that counts."""
    received: tuple[Filing, ...]
    """Every revision received by then, oldest first."""
    returned: frozenset[int]
    """The numbers of the revisions that were returned."""


_NOTHING = Counted(None, (), frozenset())


@dataclass(frozen=True)
class Book:
    """The catalogue, the units and the filings as they stood at a moment."""

    catalogue: Catalogue
    programme_id: str
    programme: Programme
    units: Mapping[str, Unit]
    """By id, in the registry's order."""
    filings: Sequence[Filing]
    reviews: Sequence[Review]
    extensions: Sequence[Extension]
    closings: Sequence[Closing]
    office_days: OfficeDays
    as_of: datetime
    pinned: Mapping[tuple[Period, str], int] = field(default_factory=dict)
    """Revisions that are taken to count, whatever was decided or closed; for asking what one of them would give."""

    @cached_property
    def _counted(self) -> Mapping[Period, Mapping[str, Counted]]:
        groups: dict[Period, dict[str, list[Filing]]] = {}
        group: dict[str, list[Filing]] = {}
        period: Period | None = None
        for filing in self.filings:
            if filing.period is not period:
                period = filing.period
                group = groups.setdefault(period, {})
            if filing.received_at is None or filing.received_at <= self.as_of:
                group.setdefault(filing.unit, []).append(filing)
        return {period: self._count(period, group) for period, group in groups.items()}

    def _count(self, period: Period, group: Mapping[str, list[Filing]]) -> Mapping[str, Counted]:
        """Return what counts of each unit's revisions for a period."""
        closing = self.find_closing(period)
        frozen = {item.file: item.sha256 for item in closing.counted} if closing is not None else None
        counted = {}
        for unit, received in group.items():
            received.sort(key=lambda filing: filing.revision)
            decided = self._decisions.get((period, unit), {}) if self._decisions else {}
            returned = frozenset(number for number, decision in decided.items() if decision == "returned")
            if self.programme.counts == "accepted":
                standing = [filing for filing in received if decided.get(filing.revision) == "accepted"]
            else:
                standing = [filing for filing in received if filing.revision not in returned]
            chosen = standing[-1] if standing else None
            if frozen is not None:
                chosen = next((one for one in received if frozen.get(one.file) == one.sha256), None)
            if self.pinned and (period, unit) in self.pinned:
                wanted = self.pinned[period, unit]
                chosen = next((one for one in received if one.revision == wanted), None)
            counted[unit] = Counted(chosen, tuple(received), returned)
        return counted

    @cached_property
    def _closings(self) -> Mapping[Period, Closing]:
        """The newest act on each of the programme's rounds."""
        acts: dict[Period, Closing] = {}
        for closing in self.closings:
            if closing.programme == self.programme_id and closing.at <= self.as_of:
                acts[closing.period] = closing
        return acts

    def find_closing(self, period: Period) -> Closing | None:
        """Return the closing of the programme's round of a period, where it stands closed."""
        closing = self._closings.get(period)
        return closing if closing is not None and closing.act == "closed" else None

    @cached_property
    def _decisions(self) -> Mapping[tuple[Period, str], Mapping[int, str]]:
        """The newest decision on each revision; on the unit as a whole under 0."""
        decisions: dict[tuple[Period, str], dict[int, str]] = defaultdict(dict)
        for review in sorted(self.reviews, key=lambda review: review.at):
            if review.at <= self.as_of:
                decisions[review.period, review.unit][review.revision] = review.decision
        return decisions

    def find_counted(self, period: Period, unit: str) -> Counted:
        """Return what the unit has filed for the period; nothing where it has filed nothing."""
        return self._counted.get(period, {}).get(unit, _NOTHING)

    @cached_property
    def _standing(self) -> Mapping[Period, Mapping[str, Filing]]:
        standing = {
            period: {unit: one.filing for unit, one in counted.items() if one.filing is not None}
            for period, counted in self._counted.items()
        }
        return {period: filings for period, filings in standing.items() if filings}

    def find_standing(self, period: Period) -> Mapping[str, Filing]:
        """Return, by unit, the revisions that count for the period."""
        return self._standing.get(period, {})

    def find_decision(self, period: Period, unit: str, revision: int) -> str | None:
        """Return the newest decision on a revision: accepted or returned; None where there is none."""
        return self._decisions.get((period, unit), {}).get(revision)

    def find_return(self, period: Period, unit: str, revision: int) -> Review | None:
        """Return the newest decision on a revision, where it returned it."""
        found = [
            review
            for review in self.reviews
            if (review.period, review.unit, review.revision) == (period, unit, revision)
            and review.at <= self.as_of
        ]
        newest = max(found, key=lambda review: review.at, default=None)
        return newest if newest is not None and newest.decision == "returned" else None

    @cached_property
    def _excluded(self) -> frozenset[tuple[Period, str]]:
        return frozenset(key for key, decided in self._decisions.items() if decided.get(0) == "excluded")

    def is_excluded(self, period: Period, unit: str) -> bool:
        """Whether the focal point has taken the unit out of the period's totals and expectations."""
        return (period, unit) in self._excluded

    def find_excluded(self, period: Period) -> frozenset[str]:
        """Return the units that the focal point has taken out of the period's totals and expectations."""
        return frozenset(unit for other, unit in self._excluded if other == period)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods with a revision that counts, oldest end first, at one end the shorter first."""
        return tuple(sorted(self._standing, key=lambda period: period.order))

    @cached_property
    def named(self) -> dict[tuple[tuple[str, ...], str, date], tuple[Unit, ...]]:
        """The units that `reporters`, for a lead, name on a day, kept once they have been looked up."""
        return {}

    @cached_property
    def _kept(self) -> dict[tuple[object, ...], Any]:
        return {}

    def keep(self, key: tuple[object, ...], find: Callable[[], _Found]) -> _Found:
        """Return what was found under a key before, else find it and keep it: one figure is asked for many times.

        A key begins with the name of the function whose answer it is.
        """
        if key not in self._kept:
            self._kept[key] = find()
        found: _Found = self._kept[key]
        return found

    @cached_property
    def lineage(self) -> Lineage:
        """Which units came out of which."""
        return find_lineage(self.units)

    @cached_property
    def scopes(self) -> dict[tuple[frozenset[str], frozenset[str], date, date], Alike]:
        """Whether two sets of units, of two days, are the same ones, kept once it has been worked out."""
        return {}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The ids directly under each unit."""
        children: dict[str, list[str]] = defaultdict(list)
        for unit in self.units.values():
            if unit.parent is not None:
                children[unit.parent].append(unit.id)
        return {parent: tuple(ids) for parent, ids in children.items()}
