"""The history of a unit: its own revisions, and apart from them, each under its mark, those of the units it came of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.period import CITY_TIME
from cds_kpi.report.lineage import say_after, say_origin, walk_back

if TYPE_CHECKING:
    from collections.abc import Collection

    from cds_kpi.assess.book import Book
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.report.receipt import RevisionLine
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class PeriodHistory:
    """A unit's revisions for one period, oldest first."""

    period: str
    title: str
    revisions: tuple[RevisionLine, ...]


@dataclass(frozen=True, slots=True)
class OriginHistory:
    """What a unit sent that another one came of."""

    unit: str
    name: str
    until: str | None
    """YYYY-MM-DD: its last day; None where it lives on."""
    change: str
    mark: str
    """"Tiền thân: Sở Thông tin và Truyền thông (so-tttt), đến 28/02/2025: sáp nhập"."""
    periods: tuple[PeriodHistory, ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Everything a unit has sent, and those before it."""

    unit: str
    periods: tuple[PeriodHistory, ...]
    """The unit's own, oldest first."""
    origins: tuple[OriginHistory, ...]
    """Those it had come of by then that have sent anything, the nearest first."""
    heirs: tuple[str, ...]
    """Who came after it, where it had ended by the last day of the last period asked for, in words."""


def build_unit_history(
    book: Book,
    unit: Unit,
    period: Period | None,
    language: Language,
    changed: Collection[str] = (),
    unsigned: Collection[str] = (),
) -> HistoryView:
    """Return what a unit and those before it have sent for a period, or for all of them.

    `changed` are the files that are no longer what was received, `unsigned` those that do not count for want of a right
    signature.
    """
    today = book.as_of.astimezone(CITY_TIME).date()
    last_day = period.last_day if period is not None else today
    links = book.lineage.after.get(unit.id, ()) if not unit.exists_on(last_day) else ()
    origins = (
        OriginHistory(
            link.before.id,
            link.before.name.say(language),
            link.before.valid.until.isoformat() if link.before.valid.until is not None else None,
            link.change,
            say_origin(link, language),
            _list_periods(book, link.before, period, language, changed, unsigned),
        )
        for link in walk_back(book.lineage, unit.id)
        if link.day is not None and link.day <= today
    )
    return HistoryView(
        unit.id,
        _list_periods(book, unit, period, language, changed, unsigned),
        tuple(origin for origin in origins if origin.periods),
        tuple(say_after(link, language) for link in links),
    )


def _list_periods(
    book: Book,
    unit: Unit,
    period: Period | None,
    language: Language,
    changed: Collection[str],
    unsigned: Collection[str],
) -> tuple[PeriodHistory, ...]:
    from cds_kpi.report.receipts import build_history

    sent = {filing.period for filing in book.filings if filing.unit == unit.id}
    chosen = sorted((one for one in sent if period in {None, one}), key=lambda one: one.order)
    told = (
        PeriodHistory(
            str(one),
            one.title(language),
            build_history(book, book.find_counted(one, unit.id), language, changed, unsigned),
        )
        for one in chosen
    )
    return tuple(one for one in told if one.revisions)
