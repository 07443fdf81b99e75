"""Growth: the observed compound annual growth of an indicator against the growth that its target takes.

The method of Eurostat's monitoring reports on sustainable development for indicators with a quantitative target, as
Statistics Canada put it into Open SDG (docs/progress-methodology.md of open-sdg/open-sdg): R is the observed growth
rate over the required one, each (y / y0) to the power of 1 / years, less 1; significant progress from 0.95, moderate
from 0.60, insufficient from 0, below that it moves away. Where they put a small number for a base or a target of 0,
nothing is said here.

Convention: the verdict is exact although the rates are irrational. Real roots of positive rationals, no two of them
with a rational quotient, are linearly independent over the rationals (Besicovitch 1940, Mordell 1953); so a rate lies
exactly on a threshold only where both roots are rational, and otherwise bounds of growing precision part the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cds_kpi.assess.attainment import Demand
    from cds_kpi.model.catalogue import Baseline, Indicator
    from cds_kpi.period import Period

GrowthVerdict = Literal["achieved", "significant", "moderate", "insufficient", "away"]
NoGrowth = Literal[
    "milestone", "rank", "growth", "band", "no_baseline", "no_data", "past_due", "already_there", "one_year",
    "too_early", "part_of_year", "not_positive", "incomplete",
]  # fmt: skip
"""Why the growth is not judged."""

THRESHOLDS: tuple[tuple[GrowthVerdict, Fraction], ...] = (
    ("significant", Fraction(95, 100)),
    ("moderate", Fraction(60, 100)),
    ("insufficient", Fraction(0)),
)
"""Each verdict and the ratio it begins at; below the last the indicator moves away."""
DIGITS = 50
"""Significant digits that roots are bounded with at first."""


@dataclass(frozen=True, slots=True)
class Growth:
    """An indicator's growth since its baseline against what its target takes; rates in per cent a year.

    Rates and ratio are irrational as a rule and stand with many more digits than are shown; the verdict is exact.
    """

    verdict: GrowthVerdict
    start: Baseline
    observed: Fraction
    required: Fraction
    ratio: Fraction
    """Observed over required; of a decrease too it is above 0 where the indicator moves towards its target."""


def judge_growth(
    indicator: Indicator,
    demand: Demand,
    start: Baseline | None,
    value: Fraction | None,
    period: Period,
    as_of: date,
    *,
    lacks_answers: bool,
) -> Growth | NoGrowth:
    """Return the growth of a value, that of a period's end, judged by its compound annual rate; or why it is not.

    `start` is the baseline the path to the target starts from; it stands for all reporters, so that a figure which
    `lacks_answers` of some is not held against it. Nothing is judged where a rate has no meaning: of
    milestones, ranks, bands and yearly growths; from a base, to a target or at a value that is not above 0 (a value
    of 0 has lost everything, which can be said); where target or value lie no more than, or less than, a year after
    the base, and of totals of a part of a year.
    """
    why = _find_obstacle(indicator, demand, value, period, as_of)
    if why is not None:
        return why
    if start is None:
        return "no_baseline"
    required, origin = demand.required, start.value.exact
    assert required is not None, "a demand without a number is an obstacle"
    assert value is not None, "no value is an obstacle"
    if origin <= 0 or required <= 0 or value < 0:
        return "not_positive"
    if (required <= origin) if demand.is_upward else (required >= origin):
        return "already_there"
    ahead = count_years(start.period.last_day, demand.target.by)
    passed = count_years(start.period.last_day, period.last_day)
    if ahead <= 1:
        return "one_year"
    if passed < 1:
        return "too_early"
    if lacks_answers:
        return "incomplete"
    now, aim = Root(value / origin, passed), Root(required / origin, ahead)
    sign = 1 if demand.is_upward else -1
    verdict: GrowthVerdict = "achieved" if demand.is_met(value) else "away"
    if verdict != "achieved":
        verdict = next((name for name, share in THRESHOLDS if _reaches(now, aim, share, sign)), verdict)
    observed, needed = now.approach() - 1, aim.approach() - 1
    return Growth(verdict, start, observed * 100, needed * 100, observed / needed)


def _find_obstacle(
    indicator: Indicator, demand: Demand, value: Fraction | None, period: Period, as_of: date
) -> NoGrowth | None:
    target, measure = demand.target, indicator.measure
    if target.done:
        return "milestone"
    if target.growth is not None:
        return "growth"
    if measure.kind == "rank":
        return "rank"
    if target.between is not None:
        return "band"
    if demand.required is None:
        return "no_baseline" if demand.baseline is None else "not_positive"
    if value is None:
        return "no_data"
    if as_of > target.by and not demand.is_met(value):
        return "past_due"
    is_total = measure.kind == "value" and measure.can_add and measure.basis != "at_date"
    ends_year = (period.last_day.month, period.last_day.day) == (12, 31)
    return "part_of_year" if is_total and not ends_year else None


def count_years(first: date, last: date) -> Fraction:
    """Return the years between two days: whole ones, and the rest as a part of the year it lies in."""
    whole = last.year - first.year
    if _add_years(first, whole) > last:
        whole -= 1
    since = _add_years(first, whole)
    return whole + Fraction((last - since).days, (_add_years(first, whole + 1) - since).days)


def _add_years(day: date, years: int) -> date:
    """Return the same day of another year; 28 February for the 29th where that year has none."""
    is_lost = (day.month, day.day) == (2, 29)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        assert is_lost, "every other day is in every year"
        return date(day.year + years, 2, 28)


@dataclass(frozen=True, slots=True)
class Root:
    """The positive real root `base ** (1 / years)`; both are rational, the base not below 0, the years above 0."""

    base: Fraction
    years: Fraction

    def find_exact(self) -> Fraction | None:
        """Return the root where it is rational, else None."""
        power = self.years.numerator
        top, bottom = (_find_whole_root(one, power) for one in self.base.as_integer_ratio())
        return (
            Fraction(top, bottom) ** self.years.denominator
            if top is not None and bottom is not None
            else None
        )

    def bound(self, digits: int) -> tuple[Fraction, Fraction]:
        """Return two rationals that the root lies between, closer the more digits.

        exp and ln of `decimal` are correctly rounded, so that the true number lies between the neighbours.
        """
        exact = self.find_exact()
        if exact is not None:
            return exact, exact
        low, high = (Context(prec=digits, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))
        ends = []
        for context, is_low in ((low, True), (high, False)):
            step = context.next_minus if is_low else context.next_plus
            top, bottom = (Decimal(one) for one in self.base.as_integer_ratio())
            logarithm = step(context.ln(context.divide(top, bottom)))
            whole, part = (Decimal(one) for one in self.years.as_integer_ratio())
            power = context.divide(context.multiply(logarithm, part), whole)
            ends.append(Fraction(step(context.exp(power))))
        return ends[0], ends[1]

    def approach(self) -> Fraction:
        """Return the root itself where it is rational, else a number very near to it."""
        return sum(self.bound(DIGITS), Fraction(0)) / 2


def _find_whole_root(number: int, power: int) -> int | None:
    """Return the whole number whose power the number is, else None."""
    if number in {0, 1}:
        return number
    if power >= number.bit_length():
        return None
    low, high = 1, 1 << (number.bit_length() // power + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**power < number else (low, middle)
    return low if low**power == number else None


def _reaches(now: Root, aim: Root, share: Fraction, sign: int) -> bool:
    """Whether the observed rate is at least a share of the required one, in the demand's direction; decided exactly."""
    if share == 0:
        return sign * (now.base - 1) >= 0
    exact = now.find_exact(), aim.find_exact()
    if exact[0] is not None and exact[1] is not None:
        return sign * (exact[0] - 1 - share * (exact[1] - 1)) >= 0
    digits = DIGITS
    while True:
        (now_low, now_high), (aim_low, aim_high) = now.bound(digits), aim.bound(digits)
        if now_low - 1 > share * (aim_high - 1):
            return sign > 0
        if now_high - 1 < share * (aim_low - 1):
            return sign < 0
        digits *= 2
