"""A value against a demand: whether it is met, how far it is attained, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from cds_kpi.number import choose_decimals

if TYPE_CHECKING:
    from cds_kpi.model.catalogue import Baseline, Indicator, Target
    from cds_kpi.period import Period


WhyNoAttainment = Literal["target_not_positive", "value_not_positive", "no_change", "out_of_reach"]
"""Why a value has no attainment: the target, or where less is better the value, is 0 or below; the demanded change is
none; a year that fell short cannot be made up for."""


@dataclass(frozen=True, slots=True)
class YearGrowth:
    """The growth of one year."""

    year: int
    value: Fraction
    is_final: bool
    """Whether the year is over and the figure is of the whole of it, so that nothing is still to come."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A target with its baseline put in: what a value must be."""

    target: Target
    baseline: Baseline | None
    """For a change, the figure it starts from."""
    required: Fraction | None
    """The value at which it is met; None for a change without a baseline, or by per cent from one not above 0."""
    is_upward: bool
    """Whether larger values are better."""
    is_strict: bool
    """Whether the required value itself is not enough."""
    years: tuple[YearGrowth, ...] = ()
    """For a yearly growth: the growth of every year it is demanded of that has a figure, oldest first."""
    beside: tuple[Demand, ...] = ()
    """The demands that the same figure is held against on the same page: it takes the digits that tell all of them."""

    def over_years(self, years: tuple[YearGrowth, ...]) -> Demand:
        """Return the same demand, made of every one of these years."""
        return replace(self, years=years)

    def judge(self, value: Fraction) -> tuple[bool | None, ...]:
        """Return whether the value meets it, and each of those beside it."""
        return self.is_met(value), *(one.is_met(value) for one in self.beside)

    @property
    def failed_years(self) -> tuple[YearGrowth, ...]:
        """The years whose growth fell short."""
        return tuple(one for one in self.years if self.required is not None and one.value < self.required)

    @property
    def lost_years(self) -> tuple[YearGrowth, ...]:
        """The years that fell short for good: with one of them the target cannot be met any more."""
        return tuple(one for one in self.failed_years if one.is_final)

    def is_met(self, value: Fraction) -> bool | None:
        """Whether the value meets it, decided exactly; None where that cannot be said (no baseline)."""
        if self.required is None:
            return None
        if self.failed_years:
            return False
        if self.is_strict:
            return value > self.required if self.is_upward else value < self.required
        return value >= self.required if self.is_upward else value <= self.required

    def is_exceeded(self, value: Fraction) -> bool:
        """Whether the value lies above the upper end of a demanded range ("đạt từ 65 - 70%"), which is met too."""
        return self.target.between is not None and value > self.target.between[1].exact


def read_demand(indicator: Indicator, target: Target, method: str | None = None) -> Demand:
    """Return the demand of a target, with the baseline its change starts from.

    `method` is the one the figure was measured by, where the target names none: baselines by another do not serve.
    """
    if target.done:
        return Demand(target, None, Fraction(1), True, False)
    change, bound = target.change, target.bound
    assert bound is not None, "every other demand has a number"
    if change is not None:
        baseline = find_baseline(indicator, change.over, target.method or method)
        upward = target.increase is not None
        if baseline is None:
            return Demand(target, None, None, upward, False)
        start, by = baseline.value.exact, bound.exact if upward else -bound.exact
        if change.kind == "percent" and start <= 0:
            # Any percentage of 0 is 0, and of a negative number it turns the demand round.
            return Demand(target, baseline, None, upward, False)
        required = start + by if change.kind == "points" else start * (1 + by / 100)
        return Demand(target, baseline, required, upward, False)
    upward = target.demand not in {"at_most", "below"}
    return Demand(target, None, bound.exact, upward, target.demand in {"above", "below"})


def choose_places(indicator: Indicator, value: Fraction, method: str | None = None) -> int:
    """Return how many decimals a value is shown with: as a report does, and what is not 0 never as 0."""
    demands = [read_demand(indicator, target, method) for target in indicator.targets]
    return choose_decimals(
        value,
        indicator.measure.shown_decimals,
        lambda one: (one > 0, one < 0, *(demand.is_met(one) for demand in demands)),
    )


def find_baseline(indicator: Indicator, period: Period, method: str | None) -> Baseline | None:
    """Return the baseline of a period, by the method where one is named."""
    for baseline in indicator.baselines:
        if baseline.period == period and _is_by(baseline, method):
            return baseline
    return None


def find_start(
    indicator: Indicator, target: Target, period: Period, method: str | None = None
) -> Baseline | None:
    """Return the baseline a path to the target starts from.

    Of a change its own, else the newest that ends before the period does.
    """
    if target.change is not None:
        return find_baseline(indicator, target.change.over, target.method or method)
    earlier = [
        baseline
        for baseline in indicator.baselines
        if baseline.period.last_day < period.last_day and _is_by(baseline, target.method or method)
    ]
    return max(earlier, key=lambda baseline: baseline.period.order, default=None)


def _is_by(baseline: Baseline, method: str | None) -> bool:
    return method is None or baseline.method in {None, method}


def compute_attainment(demand: Demand, value: Fraction) -> Fraction | None:
    """Return how far the demand is attained, in per cent, exact and never capped; None where it has no meaning.

    value / target for at_least, above, growth and every; target / value for at_most and below; value / lower bound
    for between; achieved change / demanded change for increase and decrease; 100 or 0 for done.
    """
    target = demand.target
    if target.done:
        return Fraction(100 if value >= 1 else 0)
    required = demand.required
    if required is None or find_no_attainment(demand, value) is not None:
        return None
    if target.change is not None:
        assert demand.baseline is not None, "a required value came from a baseline"
        start = demand.baseline.value.exact
        return (value - start) / (required - start) * 100
    return value / required * 100 if demand.is_upward else required / value * 100


def find_no_attainment(demand: Demand, value: Fraction) -> WhyNoAttainment | None:
    """Return why a value has no attainment although there is a number to reach; None where it has one.

    A part of nothing or of a negative number tells nothing: -4 would be 200% of -2, and -1 half of it.
    """
    required = demand.required
    if demand.target.done or required is None:
        return None
    if demand.lost_years:
        return "out_of_reach"
    if demand.target.change is not None:
        assert demand.baseline is not None, "a required value came from a baseline"
        change = required - demand.baseline.value.exact
        return "no_change" if (change if demand.is_upward else -change) <= 0 else None
    if required <= 0:
        return "target_not_positive"
    return "value_not_positive" if not demand.is_upward and value <= 0 else None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is still missing to the demand; negative where it is exceeded."""

    value: Fraction
    """In what the indicator is counted in; percentages in points."""
    in_numerator: Fraction | None
    """How many more of the numerator's things it takes at today's denominator, at least 0; None without a ratio."""


def compute_gap(
    demand: Demand, value: Fraction, denominator: Fraction | None, *, is_percent: bool, is_whole: bool
) -> Gap | None:
    """Return what is still missing; None where the demand has no number, or nothing can bring it any more."""
    if demand.required is None or demand.target.done or demand.lost_years:
        return None
    gap = demand.required - value if demand.is_upward else value - demand.required
    if denominator is None or not demand.is_upward:
        return Gap(gap, None)
    needed = gap * denominator / (100 if is_percent else 1)
    if is_whole:
        needed = count_up(needed, demand)
    return Gap(gap, max(needed, Fraction(0)))


def count_up(needed: Fraction, demand: Demand) -> Fraction:
    """Return the least whole number that brings what is needed; one more where exactly that is not enough."""
    whole = -(-needed.numerator // needed.denominator)
    return Fraction(whole + (1 if demand.is_strict and whole == needed else 0))
