"""Building receipts, and the history of a unit's revisions, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.answers import speaks_for
from cds_kpi.assess.attainment import read_demand
from cds_kpi.assess.combine import read_sides, worth
from cds_kpi.assess.completeness import find_answered_at, is_whole
from cds_kpi.assess.punctuality import find_deadline, find_unit_deadline
from cds_kpi.assess.reporters import find_brought, find_collected, find_rounds
from cds_kpi.model.submission import make_filing
from cds_kpi.number import format_number
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import word_problem
from cds_kpi.report.receipt import ChangeLine, ReceiptLine, ReceiptView, RevisionLine
from cds_kpi.report.wording import (
    LEVELS,
    name_part,
    pick,
    say_deadline,
    say_decimals,
    say_lateness,
    say_moment,
    say_number,
    say_unit,
)
from cds_kpi.text import shorten, shorten_head

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from cds_kpi.assess.book import Book, Counted
    from cds_kpi.assess.combine import Sides
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Indicator, Round
    from cds_kpi.model.fields import Bilingual
    from cds_kpi.model.submission import Entry, Part, Receipt, Submission
    from cds_kpi.model.units import Level, Unit
    from cds_kpi.problem import Problem
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Overtaking:
    """What others filed for the unit while a submission of single figures was on its way."""

    revisions: tuple[int, ...]
    """The revisions that came first; what the submission does not set is theirs."""
    changed: Mapping[str, Entry]
    """Their answers that it replaces: both changed the same indicator."""


@dataclass(frozen=True, slots=True)
class Received:
    """A revision as it was received."""

    receipt: Receipt
    file: str
    """Path within the workspace; empty for a rehearsal."""
    sha256: str
    warnings: tuple[Problem, ...]
    """Those that were confirmed."""
    is_rehearsal: bool
    overtaking: Overtaking | None = None


def build_receipt(
    book: Book,
    programmes: Sequence[tuple[str, Round]],
    submission: Submission,
    *,
    received: Received,
    owed: Mapping[str, tuple[Level, ...]],
    notice: Bilingual | None,
    language: Language,
) -> ReceiptView:
    """Return the receipt of a revision, in words. It is late where it is late for any round it belongs to.

    Of the programmes that collect the period, those count whose rounds it brings or changes answers for.
    `book` holds what was received before it; `owed` says for each indicator the levels that are asked of the unit.
    """
    before = book.find_counted(submission.period, submission.unit)
    newest = before.received[-1] if before.received else None
    rounds = find_rounds(book.catalogue, programmes, find_brought(submission, newest))
    receipt = received.receipt
    received_at = receipt.received_at.astimezone(CITY_TIME)
    unit = book.units[submission.unit]
    deadlines = [
        (
            collection,
            find_unit_deadline(book, find_deadline(collection, book.office_days), submission.period, unit.id),
        )
        for _, collection in rounds
    ]
    collection, deadline = min(deadlines, key=lambda one: one[1].closes_at)
    late = deadline.is_late(received_at)
    indicators = book.catalogue.by_id
    entries = submission.entries
    is_excluded = book.is_excluded(submission.period, unit.id)
    collected = {one.id for name, collection in rounds for one in find_collected(book, collection, name)}
    asked = {key: owed[key] for key in indicators if key in owed and key in collected and not is_excluded}
    unanswered = [key for key in asked if key not in entries or not is_whole(entries[key], unit, asked[key])]
    filing = make_filing(submission.model_copy(update={"receipt": receipt}), receipt.revision, "")
    answered_at = find_answered_at(filing, unit, asked, before)
    first_at = answered_at.astimezone(CITY_TIME) if answered_at is not None and not unanswered else None
    keyed = receipt.on_behalf_of
    return ReceiptView(
        language=language,
        unit=unit.id,
        unit_name=unit.name.say(language),
        period=str(submission.period),
        period_title=submission.period.title(language),
        revision=receipt.revision,
        received_at=received_at.isoformat(),
        received_text=say_moment(received_at, language),
        verdict="late" if late else "on_time",
        verdict_text=_say_verdict(deadline, received_at, language),
        deadline_text=say_deadline(collection, deadline, language),
        answered_at=first_at.isoformat() if first_at is not None else None,
        remarks=tuple(_remark(is_excluded, deadline, received_at, first_at, language)),
        is_excluded=is_excluded,
        file=received.file,
        sha256=received.sha256,
        previous=receipt.previous,
        signed_by=receipt.signed.key if receipt.signed is not None else None,
        journal=receipt.journal,
        journal_text=shorten_head(receipt.journal or ""),
        answered=tuple(
            ReceiptLine(key, indicators[key].name.say(language), say_entry(entry, indicators[key], language))
            for key in indicators
            if (entry := entries.get(key)) is not None and entry.unavailable is None
        ),
        owed=tuple(
            ReceiptLine(
                key,
                indicators[key].name.say(language),
                _say_unanswered(entries.get(key), unit, asked[key], language),
            )
            for key in unanswered
        ),
        warnings=tuple(_say_warning(problem, language) for problem in received.warnings),
        on_behalf_of=f"{keyed.by} ({keyed.reason})" if keyed is not None else None,
        carried=receipt.carried,
        carried_text=_say_carried(before, language),
        overtaken=tuple(_say_overtaking(received.overtaking, indicators, language)),
        is_rehearsal=received.is_rehearsal,
        notice=notice.say(language) if notice is not None else None,
    )


def _say_verdict(deadline: Deadline, received_at: datetime, language: Language) -> str:
    if deadline.is_late(received_at):
        late = say_lateness(deadline, received_at, language)
        if deadline.is_on_named_day(received_at):
            late += pick((", đúng ngày mốc", ", on the named day itself"), language)
        return pick((f"Trễ hạn ({late})", f"Late ({late})"), language)
    days = (deadline.last_on_time_day - received_at.date()).days
    if days == 0:
        return pick(("Đúng hạn (ngày cuối cùng)", "On time (the last day)"), language)
    return pick(
        (f"Đúng hạn (còn {days} ngày)", f"On time ({days} day{'s' if days > 1 else ''} left)"), language
    )


def _say_warning(problem: Problem, language: Language) -> str:
    worded, place = word_problem(problem, language), problem.place
    where = [str(place.path[1])] if len(place.path) > 1 else []
    where += (
        [f"{shorten(place.sheet)}!{place.cell}"] if place.sheet is not None and place.cell is not None else []
    )
    said = f" ({', '.join(where)})" if where else ""
    return f"{worded.code}{said}: {worded.message}"


def _remark(
    is_excluded: bool,
    deadline: Deadline,
    received_at: datetime,
    first_at: datetime | None,
    language: Language,
) -> Iterator[str]:
    """Yield what the verdict on this revision alone does not tell."""
    if is_excluded:
        yield pick(
            (
                "Đơn vị đã được loại khỏi đợt báo cáo này: không còn phải trả lời và số liệu không được tính.",
                "The unit is excluded from this round: it owes nothing, and its figures do not count.",
            ),
            language,
        )
    elif first_at is not None and first_at < received_at and deadline.is_late(received_at):
        moment = say_moment(first_at, language)
        was_late = deadline.is_late(first_at)
        how = (
            say_lateness(deadline, first_at, language)
            if was_late
            else pick(("đúng hạn", "on time"), language)
        )
        yield pick(
            (
                f"Đơn vị đã gửi đủ số liệu lần đầu lúc {moment}, {how}; lần gửi này là bổ sung, sau hạn.",
                f"The unit first sent all figures at {moment}, {how}; this revision corrects it after the deadline.",
            ),
            language,
        )


def _say_overtaking(
    overtaking: Overtaking | None, indicators: Mapping[str, Indicator], language: Language
) -> Iterator[str]:
    if overtaking is None:
        return
    numbers = ", ".join(map(str, overtaking.revisions))
    yield pick(
        (
            f"lần gửi {numbers} được nhận trước; chỉ tiêu nào không gửi lại ở đây thì giữ theo lần gửi đó",
            f"revision {numbers} was received first; what is not sent anew here is kept from it",
        ),
        language,
    )
    for key, entry in overtaking.changed.items():
        name, said = indicators[key].name.say(language), say_entry(entry, indicators[key], language)
        yield pick(
            (
                f"lần gửi đó cũng sửa “{name}” ({said}); nay thay bằng số liệu của lần này",
                f"it changed “{name}”, too ({said}); replaced now by the figure sent here",
            ),
            language,
        )


def _say_carried(before: Counted, language: Language) -> str:
    """Return which revision answers are taken over from: the newest one, even where it was returned."""
    if not before.received:
        return ""
    number = before.received[-1].revision
    if number in before.returned:
        return pick(
            (f"mang từ lần gửi {number}, đã bị trả lại", f"from revision {number}, which was returned"),
            language,
        )
    return pick((f"giữ từ lần gửi {number}", f"kept from revision {number}"), language)


def _say_unanswered(entry: Entry | None, unit: Unit, levels: tuple[Level, ...], language: Language) -> str:
    if entry is None:
        return pick(("chưa trả lời", "no answer yet"), language)
    if entry.unavailable is not None:
        return say_entry_excuse(entry, language)
    names = ", ".join(pick(LEVELS[level], language) for level in levels if not speaks_for(entry, unit, level))
    return pick((f"chưa có số liệu của cấp: {names}", f"no figure for: {names}"), language)


def say_entry(entry: Entry, indicator: Indicator, language: Language) -> str:
    """Return an answer in words: "812.345/1.498.765 (54,20%)", "đã thực hiện; trực thuộc 33/34", or the reason."""
    if entry.done is not None:
        said = pick(("đã thực hiện", "done") if entry.done else ("chưa thực hiện", "not done"), language)
        if entry.members_done is not None:
            said += pick(
                (f"; trực thuộc: {entry.members_done}", f"; members: {entry.members_done}"), language
            )
        if entry.members_not_done:
            names = ", ".join(entry.members_not_done)
            said += pick((f"; chưa thực hiện: {names}", f"; not done: {names}"), language)
        return said
    if entry.parts is not None:
        return "; ".join(
            f"{name_part(name, language)}: {_say_figures(part, indicator, entry.method, language)}"
            for name, part in entry.parts.items()
        )
    if entry.has_figures:
        return _say_figures(entry, indicator, entry.method, language)
    return say_entry_excuse(entry, language)


def say_entry_excuse(entry: Entry, language: Language) -> str:
    """Return why there is no figure: "không phát sinh: ...", "chưa có số liệu: ..."."""
    if entry.nil is not None:
        return pick((f"không phát sinh: {entry.nil}", f"nothing to count: {entry.nil}"), language)
    if entry.not_applicable is not None:
        reason = entry.not_applicable
        return pick((f"không áp dụng: {reason}", f"not applicable: {reason}"), language)
    return pick((f"chưa có số liệu: {entry.unavailable}", f"not available: {entry.unavailable}"), language)


def _say_figures(entry: Entry | Part, indicator: Indicator, method: str | None, language: Language) -> str:
    """Return an entry's figures with their quotient, in as many decimals as the report shows it with."""
    sides = read_sides(entry)
    assert sides is not None, "an entry with figures has its sides"
    return say_sides(sides, indicator, method, language)


def say_sides(sides: Sides, indicator: Indicator, method: str | None, language: Language) -> str:
    """Return figures with their quotient: "812.345/1.498.765 (54,20%)"."""
    measure = indicator.measure
    if sides.denominator is None:
        return say_unit(measure, say_number(sides.numerator, language), language)
    counts = f"{say_number(sides.numerator, language)}/{say_number(sides.denominator, language)}"
    value = worth(measure, sides.numerator, sides.denominator)
    if value is None:
        return counts
    demands = [read_demand(indicator, target, method) for target in indicator.targets]
    decimals = max((say_decimals(measure, demand, value) for demand in demands), default=measure.decimals)
    return f"{counts} ({say_unit(measure, format_number(value, decimals, language), language)})"


def build_history(
    book: Book,
    counted: Counted,
    language: Language,
    changed: Collection[str] = (),
    unsigned: Collection[str] = (),
) -> tuple[RevisionLine, ...]:
    """Return a unit's revisions, oldest first, each with what changed from the one before.

    `changed` are the files that are no longer what was received, `unsigned` those that do not count for want of a right
    signature.
    """
    lines = []
    previous: Submission | None = None
    for filing in counted.received:
        submission = filing.submission
        received_at = submission.received_at
        receipt = submission.receipt
        keyed = receipt.on_behalf_of if receipt is not None else None
        moment = received_at.astimezone(CITY_TIME) if received_at is not None else None
        lines.append(
            RevisionLine(
                revision=filing.revision,
                file=filing.file,
                sha256=filing.sha256,
                received_at=moment.isoformat() if moment is not None else None,
                received_text=say_moment(moment, language) if moment is not None else "-",
                is_counted=counted.filing is not None and filing.file == counted.filing.file,
                is_returned=filing.revision in counted.returned,
                door=receipt.door if receipt is not None else None,
                on_behalf_of=f"{keyed.by} ({keyed.reason})" if keyed is not None else None,
                warnings=receipt.warnings if receipt is not None else (),
                signed_by=filing.signed.key if filing.signed is not None else None,
                is_unsigned=filing.file in unsigned,
                is_changed=filing.file in changed,
                changes=_compare(book, previous, submission, language),
            )
        )
        previous = submission
    return tuple(lines)


def _compare(
    book: Book, before: Submission | None, after: Submission, language: Language
) -> tuple[ChangeLine, ...]:
    changes = []
    old = before.entries if before is not None else {}
    for key, indicator in book.catalogue.by_id.items():
        left, right = old.get(key), after.entries.get(key)
        if left == right:
            continue
        changes.append(
            ChangeLine(
                key,
                indicator.name.say(language),
                say_entry(left, indicator, language) if left is not None else None,
                say_entry(right, indicator, language) if right is not None else None,
            )
        )
    return tuple(changes)
