"""What stands in the store on an indicator and does not count, and why: revisions, units, periods, methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.answers import speaks_for
from cds_kpi.assess.reporters import find_reporters
from cds_kpi.period import CITY_TIME
from cds_kpi.report.explanation import PeriodView, UncountedView
from cds_kpi.report.receipts import say_entry
from cds_kpi.report.wording import pick, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.model.submission import Entry, Filing
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

WHYS: dict[str, Pair] = {
    "returned": ("đã bị trả lại", "it was returned"),
    "not_accepted": ("chưa được chấp nhận", "it has not been accepted"),
    "not_frozen": (
        "không nằm trong số liệu đã chốt của đợt",
        "it is not among what the closed round counted",
    ),
    "too_late": ("nhận sau thời điểm tính", "it was received after the moment of the report"),
    "excluded": ("đơn vị đã được loại khỏi đợt báo cáo", "the unit is excluded from the round"),
    "not_due": ("chỉ tiêu chưa áp dụng cho đơn vị", "the indicator does not apply to the unit yet"),
    "gone": ("đơn vị không tồn tại vào ngày cuối của kỳ", "the unit did not exist on the period's last day"),
    "not_asked": ("đơn vị không phải báo cáo chỉ tiêu này", "the unit is not asked for this indicator"),
    "unavailable": ("trả lời là chưa có số liệu", "the answer is that there is no figure yet"),
    "method": (
        "đo theo phương pháp khác với mục tiêu",
        "it was measured by another method than the target's",
    ),
    "level": ("không có số liệu của cấp này", "it holds no figure of this level"),
    "newer": ("đã có số liệu của kỳ mới hơn", "a newer period stands"),
    "later": (
        "số liệu của năm sau không được tính cho mục tiêu đến hạn năm {year}",
        "a figure of a later year does not stand for a target due in {year}",
    ),
    "longer": ("nằm trong một kỳ dài hơn đã được tính", "a longer period that contains it counts"),
}


def build_periods(book: Book, row: Row, period: Period, language: Language) -> tuple[PeriodView, ...]:
    """Return every period of the year with answers, up to the one reported on, and whether it is in the figure."""
    year, years = row.year, _list_years(row, period)
    told = {answer.period for answer in year.figure.answers} if year is not None else set()
    views = []
    for other in sorted({*book.periods, period}, key=lambda one: one.order):
        if other.year not in years or other.last_day > period.last_day:
            continue
        asked = find_reporters(book, row.indicator, other).expected
        answered = sum(_find_entry(book, row, other, unit) is not None for unit in asked)
        if answered or other == period:
            words = _say_period(row, other, period, answered, other in told)
            views.append(PeriodView(str(other), other.title(language), other in told, pick(words, language)))
    return tuple(views)


def _list_years(row: Row, period: Period) -> frozenset[int]:
    """Return the years to look into: the one reported on, and the one in which the target was due before it."""
    return frozenset({period.year, min(row.target.by.year, period.year)})


def _say_why(key: str, row: Row) -> Pair:
    vi, en = WHYS[key]
    return vi.format(year=row.target.by.year), en.format(year=row.target.by.year)


def _find_entry(book: Book, row: Row, period: Period, unit: Unit) -> Entry | None:
    filing = book.find_counted(period, unit.id).filing
    return filing.body.find_entry(row.indicator.id) if filing is not None else None


def _say_period(row: Row, other: Period, period: Period, answered: int, is_in: bool) -> Pair:
    vi, en = (
        f"{answered} đơn vị có trả lời",
        f"{answered} unit{'s have' if answered != 1 else ' has'} answered",
    )
    if not is_in and other.year > row.target.by.year:
        why = _say_why("later", row)
        return (f"{vi}; {why[0]}", f"{en}; {why[1]}") if answered else why
    if not is_in and other == period:
        if not row.is_collected:
            return "đợt này không thu thập chỉ tiêu này", "this round does not collect it"
        return (
            ("chưa có số liệu", "no figure yet")
            if not answered
            else (f"{vi}; không tính", f"{en}; not counted")
        )
    if not is_in:
        return f"{vi}; không tính vào giá trị này", f"{en}; not in this value"
    year = row.year
    if year is not None and year.carried_from == other:
        return (
            f"{vi}; được tính, vì đây là số liệu mới nhất của năm (mang sang)",
            f"{en}; counted: the newest figure of the year, carried forward",
        )
    return f"{vi}; được tính", f"{en}; counted"


def build_uncounted(book: Book, row: Row, period: Period, language: Language) -> tuple[UncountedView, ...]:
    """Return the answers of the year so far that are in the store and not in the figure, newest period first."""
    year, years = row.year, _list_years(row, period)
    told = {answer.filing.file for answer in year.figure.answers} if year is not None else set()
    found = []
    for filing in book.filings:
        submission = filing.submission
        entry, other = submission.entries.get(row.indicator.id), submission.period
        unit = book.units.get(submission.unit)
        if entry is None or unit is None or filing.file in told:
            continue
        if other.year not in years or other.last_day > period.last_day:
            continue
        key, words = _find_why(book, row, filing, entry, unit)
        received_at = submission.received_at
        moment = received_at.astimezone(CITY_TIME) if received_at is not None else None
        view = UncountedView(
            unit=unit.id,
            unit_name=unit.name.say(language),
            period=str(other),
            period_title=other.title(language),
            file=filing.file,
            line=filing.lines.get(row.indicator.id, 1),
            revision=filing.revision,
            received_at=moment.isoformat() if moment is not None else None,
            received_text=say_moment(moment, language) if moment is not None else None,
            text=say_entry(entry, row.indicator, language),
            why=key,
            why_text=pick(words, language),
        )
        found.append((other.order, filing.file, filing.revision, view))
    order = {unit: place for place, unit in enumerate(book.units)}
    found.sort(key=lambda one: (order[one[3].unit], one[2]))
    found.sort(key=lambda one: one[0], reverse=True)
    return tuple(view for *_, view in found)


def _find_why(book: Book, row: Row, filing: Filing, entry: Entry, unit: Unit) -> tuple[str, Pair]:
    submission = filing.submission
    period = submission.period
    received_at = submission.received_at
    if received_at is not None and received_at > book.as_of:
        return "too_late", WHYS["too_late"]
    counted = book.find_counted(period, unit.id)
    if counted.filing is None or counted.filing.file != filing.file:
        return _find_why_replaced(book, filing, unit)
    key = next(_find_reasons(book, row, entry, unit, period))
    return key, _say_why(key, row)


def _find_why_replaced(book: Book, filing: Filing, unit: Unit) -> tuple[str, Pair]:
    period = filing.period
    counted = book.find_counted(period, unit.id)
    if filing.revision in counted.returned:
        return "returned", WHYS["returned"]
    if counted.filing is not None and counted.filing.revision > filing.revision:
        number = counted.filing.revision
        return "replaced", (f"đã thay bằng lần gửi {number}", f"revision {number} has replaced it")
    key = "not_frozen" if book.find_closing(period) is not None else "not_accepted"
    return key, WHYS[key]


def _find_reasons(book: Book, row: Row, entry: Entry, unit: Unit, period: Period) -> Iterator[str]:
    """Yield why an answer of the revision that counts is not in the figure, the first reason first."""
    target = row.target
    reporters = find_reporters(book, row.indicator, period)
    if not unit.exists_on(period.window(book.programme.cutoff)[1]):
        yield "gone"
    if unit in reporters.excluded:
        yield "excluded"
    if unit in reporters.not_due:
        yield "not_due"
    if unit not in reporters.expected:
        yield "not_asked"
    if entry.unavailable is not None:
        yield "unavailable"
    if target.level is not None:
        of_level = find_reporters(book, row.indicator, period, target.level).expected
        if unit not in of_level or not speaks_for(entry, unit, target.level):
            yield "level"
    if target.method is not None and entry.has_figures and entry.method not in {target.method, None}:
        yield "method"
    if period.year > target.by.year:
        yield "later"
    yield "longer" if row.indicator.measure.basis == "in_period" else "newer"
