"""What other methods of measuring give for the same period: shown beside the figure, in no sum and in no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.combine import read_sides, worth
from cds_kpi.assess.reporters import find_reporters

if TYPE_CHECKING:
    from fractions import Fraction

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A figure by a method that is not the one assessed."""

    method: str
    value: Fraction
    unit: Unit | None
    """Who reported it; None for a published one that stands in the catalogue."""
    meets: bool | None
    """Whether it would meet the demand; None where that cannot be said."""


def find_other_figures(
    book: Book, indicator: Indicator, target: Target, demand: Demand, period: Period
) -> tuple[OtherFigure, ...]:
    """Return what units reported, and what the catalogue holds, for a period by methods the target does not name.

    In the order of the indicator's methods. Empty where the target names none. A demanded change starts from a
    baseline by the target's own method, so whether another method's figure meets it is not said.
    """
    if target.method is None:
        return ()
    found: list[tuple[str, Fraction, Unit | None]] = [
        (baseline.method, baseline.value.exact, None)
        for baseline in indicator.baselines
        if baseline.period == period and baseline.method is not None
    ]
    for unit in find_reporters(book, indicator, period, target.level).expected:
        filing = book.find_counted(period, unit.id).filing
        entry = filing.submission.entries.get(indicator.id) if filing is not None else None
        sides = read_sides(entry) if entry is not None else None
        if entry is None or entry.method is None or sides is None:
            continue
        value = worth(indicator.measure, sides.numerator, sides.denominator)
        if value is not None:
            found.append((entry.method, value, unit))
    order = {method: place for place, method in enumerate(indicator.measure.methods)}
    others = [one for one in found if one[0] != target.method and one[0] in order]
    others.sort(key=lambda one: order[one[0]])
    return tuple(
        OtherFigure(method, value, unit, None if target.change is not None else demand.is_met(value))
        for method, value, unit in others
    )
