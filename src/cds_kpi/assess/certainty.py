"""What is still possible with answers missing: the lowest and highest value, and whether the verdict can change."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.combine import read_sides, worth

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
    unit is taken with its latest known denominator before the period it is missing in, all or none of it in the
    numerator.
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
        known = [
            find_latest_denominator(book, indicator, target, unit.id, period) for unit, period in missing
        ]
        if any(denominator is None for denominator in known):
            return None
        rest = sum((denominator for denominator in known if denominator is not None), Fraction(0))
        bottom = worth(measure, figure.numerator, figure.denominator + rest)
        top = worth(measure, figure.numerator + rest, figure.denominator + rest)
    else:
        return None
    return Bounds(bottom, top) if bottom is not None and top is not None else None


def find_latest_denominator(
    book: Book, indicator: Indicator, target: Target, unit: str, period: Period
) -> Fraction | None:
    """Return the denominator a unit reported last before a period; None where it never did, or it was 0."""
    for earlier in reversed(book.periods):
        if earlier.last_day >= period.last_day:
            continue
        filing = book.find_counted(earlier, unit).filing
        entry = filing.submission.entries.get(indicator.id) if filing is not None else None
        if entry is None:
            continue
        if target.level is not None and entry.parts is not None:
            part = entry.parts.get(target.level)
            sides = read_sides(part) if part is not None else None
        else:
            sides = read_sides(entry)
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
