"""Scales of pictures: from where to where a row's value, target, path and trend are drawn.

Convention: a share of a whole is drawn from 0 to 100%; everything else from 0, or below, to round numbers.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.number import format_decimal
from cds_kpi.report.row_view import ScaleView, Stated
from cds_kpi.report.wording import say_number, say_unit

if TYPE_CHECKING:
    from cds_kpi.assess.assessment import Row
    from cds_kpi.text import Language

WHOLE = Fraction(100)
SMALL_SHARE = Fraction(25)
"""Up to here a share is too small to be seen beside 100%."""
HEADROOM = Fraction(21, 20)
"""How much longer the scale is than what is drawn on it, so that a target does not fall on its edge."""
_STEPS = [Fraction(step) for step in ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")]


def build_scale(row: Row, language: Language) -> ScaleView | None:
    """Return the scale on which all numbers of a row can be drawn; None where it has none to draw."""
    measure, demand = row.indicator.measure, row.demand
    if measure.kind == "milestone":
        return None
    end = row.target.between[1].exact if row.target.between is not None else None
    path = (row.pace.baseline.value.exact, row.pace.required_now) if row.pace is not None else ()
    bounds = (row.bounds.low, row.bounds.high) if row.bounds is not None else ()
    found = (row.value, demand.required, end, *path, *bounds, *(point.value for point in row.trend))
    numbers = [number for number in found if number is not None]
    if not numbers:
        return None
    least, most = min([Fraction(0), *numbers]), max([Fraction(0), *numbers])
    is_share = measure.kind == "roll_call" or (measure.kind == "ratio" and not measure.may_exceed)
    is_whole = is_share and measure.counted_in == "percent" and SMALL_SHARE < most <= WHOLE
    low = _round_out(least * HEADROOM)
    high = WHOLE if is_whole else _round_out(most * HEADROOM)
    if low == high:
        high = Fraction(1)

    def state(number: Fraction) -> Stated:
        return Stated(format_decimal(number), say_unit(measure, say_number(number, language), language))

    return ScaleView(
        low=state(low),
        high=state(high),
        goal=state(demand.required) if demand.required is not None else None,
        goal_end=state(end) if end is not None else None,
        is_upward=demand.is_upward,
    )


def _round_out(number: Fraction) -> Fraction:
    """Return the nearest round number that is at least as far from 0."""
    size = abs(number)
    if size == 0:
        return size
    power = Fraction(1)
    while power * 10 < size:
        power *= 10
    while power >= size:
        power /= 10
    rounded = next(power * step for step in _STEPS if power * step >= size)
    return rounded if number > 0 else -rounded
