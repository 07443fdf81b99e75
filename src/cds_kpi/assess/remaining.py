"""The periods that are still to come until a target's day."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cds_kpi.assess.reporters import is_collected
from cds_kpi.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cds_kpi.model.catalogue import Frequency, Indicator, Programme
    from cds_kpi.period import Span

MOST = 60
"""Remaining periods that are listed one by one; of more, by years, and at last only the target's day."""
_SPANS: dict[Frequency, Span] = {
    "month": "month",
    "quarter": "quarter",
    "semester": "semester",
    "year": "year",
}


def find_remaining(
    programme: Programme, indicator: Indicator, after: Period, by: date
) -> tuple[tuple[Period | None, date], ...]:
    """Return the periods still to come after one, each with its last day; at last always the target's day.

    Those of the programme's rounds that collect the indicator, from there on those of its frequency; of more than
    `MOST` the years, and of more years than that the target's day alone. None stands for a day within a period.
    """
    rounds: dict[date, Period] = {}
    for period in sorted(
        (one.period for one in programme.rounds if is_collected(indicator, one)), key=_order
    ):
        if after.last_day < period.last_day <= by:
            rounds.setdefault(period.last_day, period)
    last = max(rounds, default=after.last_day)
    spans = [_SPANS[indicator.frequency]] if indicator.frequency in _SPANS else []
    for span in [*spans, "year"] if spans else []:
        later = list(_list_periods(span, last, by))
        if len(rounds) + len(later) <= MOST:
            rounds |= {period.last_day: period for period in later}
            break
    found: list[tuple[Period | None, date]] = [(rounds[day], day) for day in sorted(rounds)]
    return tuple(found if by in rounds else [*found, (None, by)])


def _order(period: Period) -> tuple[date, int]:
    return period.order


def _list_periods(span: Span, after: date, by: date) -> Iterator[Period]:
    """Give the periods of a length that end after one day and by another, at most one more than are listed."""
    count = 12 // Period(by.year, span, 1).months
    found = (
        period
        for year in range(after.year, by.year + 1)
        for index in range(1, count + 1)
        if after < (period := Period(year, span, index)).last_day <= by
    )
    yield from islice(found, MOST + 1)
