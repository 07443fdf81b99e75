"""What the report view says of what is to come: the outlook of a row, its remaining periods, and its growth a year."""

from __future__ import annotations

from dataclasses import dataclass

# At run time too: samples are made after the types of the names.
from cds_kpi.report.stating import Stated  # noqa: TC001


@dataclass(frozen=True, slots=True)
class WaypointView:
    """The end of a remaining period, or the target's day."""

    period: str | None
    """None: the target's day, where that lies within a period."""
    title: str
    day: str
    """YYYY-MM-DD."""
    required: Stated | None
    """Where the straight line to the target is then; None without a baseline."""
    expected: Stated
    """The value then, if it goes on as it last went."""
    bring: Stated | None
    """What the period has to bring for the target; None where that has no meaning."""


@dataclass(frozen=True, slots=True)
class OutlookView:
    """Where an indicator comes to by the target's day, and what the target still takes."""

    why_not: str | None
    """Why there is none: milestone, growth, no_baseline, no_data, past_due, last_period, one_period, one_in_year,
    incomplete, units_differ, other_stretch or incomparable; None where there is one."""
    sentences: tuple[str, ...]
    """All of it in words, or why there is none; nothing where that goes without saying."""
    course: str | None
    """How the figure moves: level, year_total or year_share."""
    since: str | None
    """The period from which the last pace is measured, as a title."""
    since_period: str | None
    expected: Stated | None
    """The value on the target's day."""
    is_met: bool | None
    """Whether that value meets the target."""
    verdict_text: str | None
    """"Sẽ đạt" or "Sẽ không đạt"."""
    short_by: Stated | None
    """How far that value misses the target; negative where it is better."""
    bring: Stated | None
    """What it takes in all until the target's day."""
    is_in_numerator: bool
    """Whether that counts the numerator's things."""
    out_of: Stated | None
    """Of a share of what happens in a year: how much is expected to come to the denominator until then."""
    highest: Stated | None
    """Where the volume expected cannot meet the target: the value that all of it in the numerator would make."""
    volume: Stated | None
    """There: how much at least would have to come, all of it in the numerator; None where no amount would do."""
    waypoints: tuple[WaypointView, ...]
    """In order of time; the last is on the target's day."""


@dataclass(frozen=True, slots=True)
class GrowthView:
    """The growth of an indicator since its baseline against what its target takes."""

    verdict: str | None
    """achieved, significant, moderate, insufficient or away; None where it is not judged."""
    verdict_text: str
    """In words; "Không đánh giá" where it is not judged."""
    why_not: str | None
    """milestone, rank, growth, band, no_baseline, no_data, past_due, already_there, one_year, too_early,
    part_of_year or not_positive."""
    text: str
    """All of it, or why it is not judged, as a sentence."""
    since: str | None
    """The baseline's period."""
    observed: Stated | None
    """Per cent a year."""
    required: Stated | None
    """Per cent a year."""
    ratio: Stated | None
    """Observed over required."""
