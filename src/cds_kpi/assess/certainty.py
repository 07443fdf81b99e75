"""What is still possible with answers missing: the lowest and highest value, and whether the verdict can change."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.combine import read_sides, worth
from cds_kpi.assess.earlier import find_earlier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.combine import Figure
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest value still possible."""

    low: Fraction
    high: Fraction


def find_bounds(
    book: Book,
    indicator: Indicator,
    target: Target,
    figure: Figure,
    missing: Sequence[tuple[Unit, Period]],
) -> Bounds | None:
    """Return what the value could still become, or None where that cannot be told.

    A roll call: none or all of those who have not answered are done. A ratio whose sides are added up: each missing
    unit is taken with its latest known denominator before the period it is missing in, its own or its predecessors',
    all or none of it in the numerator.
    """
    measure = indicator.measure
    if figure.numerator is None or figure.denominator is None:
        return None
    if measure.kind == "roll_call":
        silent = sum(item.members_unanswered + (0 if item.is_answered else 1) for item in figure.not_done)
        low, rest = figure.denominator, Fraction(silent)
        bottom = worth(measure, figure.numerator, low)
        top = worth(measure, figure.numerator + rest, low)
    elif measure.kind == "ratio" and measure.combine in {"sum", "single"} and not measure.may_exceed:
        known = [_find_latest_denominator(book, indicator, target, unit, period) for unit, period in missing]
        if any(denominator is None for denominator in known):
            return None
        rest = sum((denominator for denominator in known if denominator is not None), Fraction(0))
        bottom = worth(measure, figure.numerator, figure.denominator + rest)
        top = worth(measure, figure.numerator + rest, figure.denominator + rest)
    else:
        return None
    return Bounds(bottom, top) if bottom is not None and top is not None else None


def _find_latest_denominator(
    book: Book, indicator: Indicator, target: Target, unit: Unit, period: Period
) -> Fraction | None:
    """Return the unit's denominator of the newest period before; of the units it came of where it may be compared.

    Of units that were merged whole, and all answered, the sum; of a unit that was split nobody knows.
    """
    for earlier in find_earlier(book, indicator, unit, period):
        if not earlier.is_comparable:
            continue
        entry = earlier.answers[0][1]
        sides = earlier.sides
        if target.level is not None and entry.parts is not None:
            part = entry.parts.get(target.level) if len(earlier.answers) == 1 else None
            sides = read_sides(part) if part is not None else None
        if sides is not None and sides.denominator:
            return sides.denominator
    return None


def is_certain(demand: Demand, bounds: Bounds | None, *, is_complete: bool) -> bool:
    """Whether no answer still missing can change the verdict."""
    if is_complete:
        return True
    if bounds is None:
        return False
    return demand.is_met(bounds.low) is not None and demand.is_met(bounds.low) == demand.is_met(bounds.high)
