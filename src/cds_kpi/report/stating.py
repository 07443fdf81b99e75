"""Numbers of a row, stated: each rounded once, with what it is counted in, its exact text beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.number import choose_decimals, format_decimal, format_number
from cds_kpi.report.wording import pick, say_decimals, say_unit, say_value

if TYPE_CHECKING:
    from fractions import Fraction

    from cds_kpi.assess.assessment import Row
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Stated:
    """A number, said twice."""

    exact: str
    """Decimal text: exact when it ends, else 12 places, half up."""
    text: str
    """Rounded, in the report's language, with what it is counted in."""


def state_value(row: Row, value: Fraction | None, language: Language) -> Stated | None:
    """Return a value of the row's, with as many decimals as keep its verdict; None of None."""
    if value is None:
        return None
    measure = row.indicator.measure
    text = say_value(measure, value, say_decimals(measure, row.demand, value), language)
    return Stated(format_decimal(value), text)


def state_difference(
    row: Row, difference: Fraction, language: Language, *, of: Fraction | None = None
) -> Stated:
    """Return a difference of two of the row's values: of percentages in points; what is above 0 is shown so.

    `of`: the value that it is told beside, which it has as many digits as.
    """
    measure = row.indicator.measure
    least = measure.shown_decimals if of is None else say_decimals(measure, row.demand, of)
    decimals = choose_decimals(difference, least, lambda one: (one > 0) - (one < 0))
    text = format_number(difference, decimals, language)
    if measure.counted_in == "percent":
        text += pick((" điểm phần trăm", " percentage points"), language)
    else:
        text = say_unit(measure, text, language)
    return Stated(format_decimal(difference), text)
