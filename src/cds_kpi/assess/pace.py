"""Status: met, missed, or whether an indicator keeps the pace that its target takes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.model.catalogue import Bands, Baseline
    from cds_kpi.period import Period

Status = Literal["met", "on_track", "at_risk", "off_track", "missed", "no_data", "not_due"]


@dataclass(frozen=True, slots=True)
class Pace:
    """Where an indicator is on the straight line from its baseline to its target."""

    baseline: Baseline
    progress: Fraction
    """(value - baseline) / (target - baseline)."""
    elapsed: Fraction
    """Time from the baseline period's last day to the period's, over that to the target's day."""
    required_now: Fraction
    """Where the straight line from the baseline to the target is at the period's end; beyond the target's day there."""


def compute_pace(demand: Demand, start: Baseline | None, value: Fraction, period: Period) -> Pace | None:
    """Return progress and elapsed time, or None where no path leads from the baseline to the target.

    There is none without a baseline, for a milestone, a yearly growth, when the baseline already lies at or beyond
    the target, or when the target's day is not after the baseline's.
    """
    required = demand.required
    if start is None or required is None or demand.target.done or demand.target.growth is not None:
        return None
    origin = start.value.exact
    if (required <= origin) if demand.is_upward else (required >= origin):
        return None
    first, last = start.period.last_day, demand.target.by
    if last <= first:
        return None
    progress = (value - origin) / (required - origin)
    elapsed = Fraction((period.last_day - first).days, (last - first).days)
    return Pace(start, progress, elapsed, origin + min(elapsed, Fraction(1)) * (required - origin))


def judge_status(
    demand: Demand, value: Fraction, attainment: Fraction | None, pace: Pace | None, bands: Bands, as_of: date
) -> Status:
    """Return the status of a reported value, decided on exact values.

    `met`; `missed` when the as-of day is after the target's; else by pace, and without one by attainment. `no_data`
    where the baseline that a demanded change starts from is not known.
    """
    met = demand.is_met(value)
    if met is None:
        return "no_data"
    if met:
        return "met"
    if as_of > demand.target.by:
        return "missed"
    if pace is not None:
        if pace.progress >= pace.elapsed:
            return "on_track"
        slack = bands.at_risk_points.exact / 100
        return "at_risk" if pace.progress >= pace.elapsed - slack else "off_track"
    near = attainment is not None and attainment >= bands.near.exact
    return "at_risk" if near else "off_track"


@dataclass(frozen=True, slots=True)
class Step:
    """A status and the values that have it."""

    status: Status
    bound: Fraction | None
    """From this value on, or down from it where less is better; None for all that is left."""


def find_steps(
    demand: Demand, start: Baseline | None, period: Period, bands: Bands, as_of: date
) -> tuple[Step, ...]:
    """Return the statuses a value may have, the best first: what `judge_status` says, told by the value alone.

    Empty where the value alone does not tell: a milestone, a yearly growth, a change without a baseline, a target
    that is not above 0.
    """
    required, target = demand.required, demand.target
    if required is None or target.done or target.growth is not None:
        return ()
    met = Step("met", required)
    if as_of > target.by:
        return met, Step("missed", None)
    pace = compute_pace(demand, start, required, period)
    if pace is not None:
        origin = pace.baseline.value.exact
        length = required - origin
        slack = bands.at_risk_points.exact / 100
        on_track, at_risk = (origin + share * length for share in (pace.elapsed, pace.elapsed - slack))
        return met, Step("on_track", on_track), Step("at_risk", at_risk), Step("off_track", None)
    near = bands.near.exact / 100
    if target.change is not None and demand.baseline is not None:
        origin = demand.baseline.value.exact
        return met, Step("at_risk", origin + near * (required - origin)), Step("off_track", None)
    if required <= 0 or near <= 0:
        return ()
    bound = near * required if demand.is_upward else required / near
    return met, Step("at_risk", bound), Step("off_track", None)
