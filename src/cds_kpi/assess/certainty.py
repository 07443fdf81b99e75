"""What is still possible with answers missing: the lowest and highest value, and whether the verdict can change."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from cds_kpi.assess.combine import read_sides, worth
from cds_kpi.assess.earlier import find_earlier
from cds_kpi.assess.reporters import is_collected

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.combine import Figure
    from cds_kpi.assess.earlier import Earlier
    from cds_kpi.assess.pace import Status
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.measure import Measure
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period


Obstacle = Literal["denominators", "unbounded", "to_come", "carried"]
"""Why nothing can be told: missing units' denominators are not known, their answers may be any number, a whole
round of the same year is still to come, or the figure is of an earlier round, and nobody has reported for this one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest value still possible."""

    low: Fraction
    high: Fraction | None
    """None: as high as may be, of a total that missing answers can only add to."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What answers that are still missing leave open."""

    missing: tuple[Unit, ...]
    """The units whose answers are missing, in the registry's order."""
    silent: int
    """Of a roll call: how many bodies have not answered, members in a unit's charge included; else the units."""
    bounds: Bounds | None
    obstacle: Obstacle | None
    """Why there are no bounds."""
    unknown: tuple[Unit, ...]
    """The units with no known denominator."""
    verdict: bool | None
    """Whether the target is met, or not, whatever they answer; None where that can still change or is not known."""
    rest: Fraction | None = None
    """Of a share whose sides are added up: the denominators of earlier periods that stand for those of the missing."""
    to_come: tuple[Period, ...] = ()
    """The rounds that ask for the indicator and of which there are no figures yet, though the period has them in it."""
    statuses: tuple[Status, Status | None] | None = None
    """The status at the lowest value and at the highest; None for one without a limit."""
    answers: tuple[tuple[Unit, Period], ...] = ()
    """The answers that are missing: of whom, and for which period."""
    known_in: tuple[Period, ...] = ()
    """The periods that the denominators in `rest` are of, in order of time."""

    @property
    def is_certain(self) -> bool:
        """Whether the status stands whatever they answer: it moves one way from the lowest value to the highest."""
        if self.statuses is None or self.verdict is None:
            return False
        low, high = self.statuses
        # Without a limit above, what is met stays met, and what is as bad as can be stays so.
        return low == high if high is not None else low in {"met", "off_track", "missed"}


def find_rounds_to_come(
    book: Book, indicator: Indicator, newest: Period, period: Period
) -> tuple[Period, ...]:
    """Return the rounds of any programme that ask for the indicator after its newest figure and within the period."""
    found = {
        collection.period
        for programme in book.catalogue.programmes.values()
        for collection in programme.rounds
        if is_collected(indicator, collection)
        and collection.period != period
        and collection.period.year == period.year
        and newest.last_day < collection.period.last_day <= period.last_day
    }
    return tuple(sorted(found, key=lambda one: one.order))


def await_rounds(to_come: tuple[Period, ...]) -> Doubt:
    """Return what rounds that are still to come leave open: everything."""
    return Doubt((), 0, None, "to_come", (), None, None, to_come)


def adds_periods(indicator: Indicator) -> bool:
    """Whether what a round brings is added to the figures of the rounds before it, and takes the place of none."""
    measure = indicator.measure
    return measure.basis == "in_period" and measure.combine in {"sum", "single"}


def await_figure(units: Sequence[Unit], period: Period) -> Doubt:
    """Return what is open while a figure is carried into a period that nobody has reported for: everything."""
    answers = tuple((unit, period) for unit in units)
    return Doubt(tuple(units), len(units), None, "carried", (), None, answers=answers)


def find_doubt(
    book: Book,
    indicator: Indicator,
    target: Target,
    demand: Demand,
    figure: Figure,
    missing: Sequence[tuple[Unit, Period]],
    judge: Callable[[Fraction], Status],
) -> Doubt:
    """Return what the value could still become and whether the verdict can change; `judge` tells a value's status.

    A roll call: none or all of those who have not answered are done. A ratio whose sides are added up: each missing
    unit is taken with its latest known denominator before the period it is missing in, its own or its predecessors',
    all or none of it in the numerator. The largest or least of several shares can only rise or fall, to 100% or 0 at
    most; a total of whole things can only rise.
    """
    ids = {unit.id for unit, _ in missing}
    ids |= {item.unit.id for item in figure.not_done if item.members_unanswered}
    units = tuple(unit for unit in book.units.values() if unit.id in ids)
    unknown: tuple[Unit, ...] = ()
    rest: Fraction | None = None
    bounds: Bounds | None = None
    known_in: set[Period] = set()
    silent = len(units)
    measure, value = indicator.measure, figure.value
    is_share = measure.kind == "ratio" and not measure.may_exceed
    if measure.kind == "roll_call":
        silent = sum(item.members_unanswered + (0 if item.is_answered else 1) for item in figure.not_done)
        bounds = _bound_sides(measure, figure, Fraction(silent), Fraction(0))
    elif is_share and target.every is None and measure.combine in {"max", "min"}:
        # A missing answer to an older period could also change what its unit has brought so far.
        if value is not None and ids.isdisjoint(answer.unit.id for answer in figure.answers):
            whole = worth(measure, Fraction(1), Fraction(1))
            bounds = Bounds(value, whole) if measure.combine == "max" else Bounds(Fraction(0), value)
    elif is_share and figure.denominator is not None:
        known = [(unit, find_latest_denominator(book, indicator, target, unit, at)) for unit, at in missing]
        lacking = {unit.id for unit, latest in known if latest is None}
        unknown = tuple(unit for unit in units if unit.id in lacking)
        if not unknown:
            rest = sum((latest.denominator for _, latest in known if latest is not None), Fraction(0))
            known_in = {latest.earlier.period for _, latest in known if latest is not None}
            bounds = _bound_sides(measure, figure, rest, rest)
    elif measure.kind == "value" and (target.every is not None or measure.combine == "min"):
        # The least of several can only fall.
        floor = indicator.value_range[0]
        if value is not None and floor is not None:
            bounds = Bounds(min(Fraction(floor), value), value)
    elif measure.kind == "value" and measure.combine == "sum" and measure.can_add and value is not None:
        # People and dossiers are not negative; money may be.
        bounds = Bounds(value, None) if measure.counts_whole_things else None
    obstacle: Obstacle | None = None
    if bounds is None:
        obstacle = "denominators" if unknown else "unbounded"
    statuses = None
    if bounds is not None:
        statuses = judge(bounds.low), judge(bounds.high) if bounds.high is not None else None
    verdict = _find_verdict(demand, bounds)
    return Doubt(
        units, silent, bounds, obstacle, unknown, verdict, rest, statuses=statuses, answers=tuple(missing),
        known_in=tuple(sorted(known_in, key=lambda one: one.order)),
    )  # fmt: skip


def _bound_sides(measure: Measure, figure: Figure, rest: Fraction, more: Fraction) -> Bounds | None:
    """Return the bounds with `rest` in the numerator, or nothing of it, and `more` in the denominator."""
    if figure.numerator is None or figure.denominator is None:
        return None
    bottom = worth(measure, figure.numerator, figure.denominator + more)
    top = worth(measure, figure.numerator + rest, figure.denominator + more)
    return Bounds(bottom, top) if bottom is not None and top is not None else None


@dataclass(frozen=True, slots=True)
class Known:
    """The denominator that stands for that of a missing unit, and whose it was."""

    denominator: Fraction
    earlier: Earlier


def find_latest_denominator(
    book: Book, indicator: Indicator, target: Target, unit: Unit, period: Period
) -> Known | None:
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
            return Known(sides.denominator, earlier)
    return None


def find_nothing(book: Book, indicator: Indicator, unit: Unit, period: Period) -> Period | None:
    """Return the newest period before in which the unit itself answered that there was nothing to count."""
    for earlier in find_earlier(book, indicator, unit, period):
        for one, entry in earlier.answers:
            sides = read_sides(entry)
            if one.id == unit.id and (
                entry.nil is not None or (sides is not None and sides.denominator == 0)
            ):
                return earlier.period
    return None


def _find_verdict(demand: Demand, bounds: Bounds | None) -> bool | None:
    """Return the verdict where every value between the bounds has the same."""
    if bounds is None:
        return None
    low = demand.is_met(bounds.low)
    if bounds.high is None:
        return low if low is demand.is_upward else None
    return low if low is demand.is_met(bounds.high) else None
