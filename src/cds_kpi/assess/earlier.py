"""Earlier figures: what a unit, or the units it came of, answered before, and whether it can be compared.

Convention: figures of other units are never joined silently. Of one unit that only got another name they stand for it;
of units that were merged whole they are added up, if all that were asked answered and sums have a meaning; in every
other case each is kept for itself and compared with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.combine import Sides, read_sides
from cds_kpi.assess.lineage import find_extent
from cds_kpi.assess.reporters import find_reporters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.lineage import Extent
    from cds_kpi.model.catalogue import Indicator
    from cds_kpi.model.submission import Entry, Submission
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was answered on one indicator for an earlier period."""

    period: Period
    extent: Extent
    """Who held then what the unit holds now."""
    answers: tuple[tuple[Unit, Entry], ...]
    """Those who answered, and what."""
    is_comparable: bool = False
    """Whether what the unit reports now may be held against it."""
    method: str | None = None
    sides: Sides | None = None
    """The figure, where it is comparable and there is one."""

    @property
    def has_figures(self) -> bool:
        """Whether every answer brings figures."""
        return all(entry.has_figures for _, entry in self.answers)


def find_earlier(book: Book, indicator: Indicator, unit: Unit, period: Period) -> Iterator[Earlier]:
    """Yield what was answered on an indicator before a period by the unit or those it came of, newest first."""
    now = period.window(book.programme.cutoff)[1]
    for other in reversed(book.periods):
        if other.last_day >= period.last_day:
            continue
        extent = find_extent(book.lineage, unit, other.window(book.programme.cutoff)[1], now)
        answers = [
            (one, filing.entries[indicator.id])
            for one in extent.units
            if (filing := book.find_counted(other, one.id).filing) is not None
            and indicator.id in filing.entries
        ]
        if answers:
            yield _weigh(book, indicator, other, extent, answers)


def list_earlier(book: Book, submission: Submission) -> dict[str, list[Earlier]]:
    """Return what was answered before on each of a submission's indicators, oldest first."""
    unit, indicators = book.units.get(submission.unit), book.catalogue.by_id
    if unit is None:
        return {}
    return {
        key: [*find_earlier(book, indicators[key], unit, submission.period)][::-1]
        for key in submission.entries
        if key in indicators
    }


def _weigh(
    book: Book, indicator: Indicator, period: Period, extent: Extent, answers: Sequence[tuple[Unit, Entry]]
) -> Earlier:
    told = tuple(answers)
    apart = Earlier(period, extent, told)
    if extent.kinship == "unlike":
        return apart
    entries = [entry for _, entry in answers]
    sides = [read_sides(entry) for entry in entries]
    if extent.kinship in {"same", "renamed"}:
        return Earlier(period, extent, told, True, entries[0].method, sides[0])
    known = [side for side in sides if side is not None]
    bottoms = [side.denominator for side in known if side.denominator is not None]
    measure = indicator.measure
    is_alike = len({entry.method for entry in entries}) == 1 and len(bottoms) in {0, len(known)}
    is_sum = measure.combine == "sum" and measure.can_add if len(known) > 1 else len(known) == 1
    is_whole = len(known) == len(sides) and _is_whole(book, indicator, period, extent, answers)
    if not (is_alike and is_sum and is_whole):
        return apart
    total = sum((side.numerator for side in known), Fraction(0))
    joined = Sides(total, sum(bottoms, Fraction(0)) if bottoms else None)
    return Earlier(period, extent, told, True, entries[0].method, joined)


def _is_whole(
    book: Book, indicator: Indicator, period: Period, extent: Extent, answers: Sequence[tuple[Unit, Entry]]
) -> bool:
    """Whether those who answered are all units of the extent that were asked."""
    reporters = find_reporters(book, indicator, period)
    asked = {unit.id for unit in (*reporters.expected, *reporters.excluded)}
    return {unit.id for unit in extent.units if unit.id in asked} == {unit.id for unit, _ in answers}
