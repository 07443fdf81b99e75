"""Notices in words: what a reminder tells a unit, and what a run of reminders tells the focal point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.reminders import MAIL
from cds_kpi.report.deadlines import OwedLine, build_owing, build_round, say_days_left
from cds_kpi.report.wording import pick, say_deadline, say_moment, say_moved, say_short_day
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.deadlines import RoundDue
    from cds_kpi.assess.reminders import Reminder
    from cds_kpi.model.reminding import Step
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

OUTCOMES: dict[str, Pair] = {
    "sent": ("Đã gửi", "Sent"),
    "deferred": ("Chưa gửi được, lần chạy sau gửi lại", "Not yet sent, the next run tries again"),
    "refused": ("Bị từ chối", "Refused"),
    "uncertain": ("Không rõ đã đến chưa", "Uncertain whether it arrived"),
    "no_address": ("Không có địa chỉ", "No address known"),
    "not_begun": ("Chưa gửi", "Not sent"),
}
"""What became of a reminder; not_begun: the server could not be reached, or the run was stopped."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A reminder to one unit, about one round."""

    language: Language
    subject: str
    unit: str
    unit_name: str
    emails: tuple[str, ...]
    copied: tuple[str, ...]
    """The names of who is copied."""
    programme: str
    programme_name: str
    programme_number: str | None
    """The document's number and symbol."""
    period: str
    period_title: str
    deadline_text: str
    """The document's own words, or ours: "trước ngày 20 tháng 9 năm 2022"."""
    last_on_time_text: str
    """The last day on time: "19/9/2022"."""
    moved_text: str | None
    """That the deadline moved off a day that is not worked, and why."""
    is_extended: bool
    """Whether the unit was granted a later deadline than the round's."""
    days_text: str
    """"còn 3 ngày", "quá hạn 2 ngày"."""
    is_overdue: bool
    step: str
    """before-3, overdue-1."""
    owed: tuple[OwedLine, ...]
    """What is owed, by the number in the document."""
    returned_text: str | None
    """"lần gửi 2 đã bị trả lại: ...", where the unit has to send again."""
    focal_point_name: str
    answer_to: str
    """The address that the filled form goes to."""
    ask: tuple[str, ...]
    """The addresses of whom to ask."""
    has_form: bool
    """Whether the unit's form is attached."""
    notice: str | None
    """What the office prints plainly on everything."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One unit in a chat message."""

    unit: str
    unit_name: str
    owed: tuple[OwedLine, ...]
    """What it owes, by the number in the document."""
    days_text: str
    """"còn 3 ngày", "quá hạn 2 ngày"."""
    is_extended: bool
    """Whether it was granted a later deadline than the round's."""
    is_returned: bool
    """Whether what it sent was returned, so that it has to send again."""


@dataclass(frozen=True, slots=True)
class ChatView:
    """What a chat channel is told of one round: the units whose turn it is."""

    language: Language
    subject: str
    programme: str
    programme_name: str
    period: str
    period_title: str
    deadline_text: str
    """The document's own words, or ours: "trước ngày 20 tháng 9 năm 2022"."""
    last_on_time_text: str
    """The last day on time: "19/9/2022"."""
    is_overdue: bool
    units: tuple[ChatLine, ...]
    focal_point_name: str
    answer_to: str
    """The address that figures go to."""
    notice: str | None
    """What the office prints plainly on everything."""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """What became of one reminder."""

    programme: str
    period: str
    period_title: str
    """With the document's number where there are several programmes."""
    unit: str
    unit_name: str
    step: str
    step_text: str
    """"trước hạn 3 ngày", "quá hạn 1 ngày"."""
    outcome: str
    """sent, deferred, refused, uncertain, no_address or not_begun."""
    outcome_text: str
    emails: tuple[str, ...]
    """None for a chat channel."""
    channel: str
    """mail, or a chat channel's name."""
    channel_text: str | None
    """"kênh nhom-cds"; None for mail."""
    copied: tuple[str, ...]
    """The addresses of who was copied."""
    detail: str | None
    """What the server said, or since when it is uncertain."""
    not_taken: tuple[str, ...] = ()
    """The addresses that were not taken, where others were, each with what the server said."""


@dataclass(frozen=True, slots=True)
class DigestRound:
    """How many still owe in one round."""

    programme_name: str
    period_title: str
    deadline_text: str
    days_text: str
    expected: int
    owing: tuple[str, ...]
    """The names of the units that owe."""


@dataclass(frozen=True, slots=True)
class DigestView:
    """What a run of reminders tells the focal point."""

    language: Language
    subject: str
    moment_text: str
    focal_point_name: str
    rounds: tuple[DigestRound, ...]
    """The rounds in which somebody owes."""
    sent: tuple[DigestLine, ...]
    deferred: tuple[DigestLine, ...]
    """The server asked to try again, which the next run does."""
    refused: tuple[DigestLine, ...]
    """The server never will take it: the address is wrong, most likely."""
    uncertain: tuple[DigestLine, ...]
    """Nobody knows whether it arrived; it is repeated only when asked for."""
    no_address: tuple[DigestLine, ...]
    notice: str | None
    """What the office prints plainly on everything."""


def build_notice(
    book: Book,
    reminder: Reminder,
    language: Language,
    *,
    answer_to: str,
    has_form: bool,
    notice: str | None,
) -> NoticeView:
    """Return a reminder in words."""
    one = reminder.round_due
    owing, title = build_owing(book, one, reminder.due, language), one.collection.period.title(language)
    source = book.catalogue.sources.get(book.programme.source or "")
    focal = book.units.get(book.programme.focal_point)
    late = reminder.due.days_left < 0
    verb = pick(("Đôn đốc", "Overdue:") if late else ("Nhắc", "Reminder:"), language)
    figures = pick(("gửi báo cáo số liệu", "figures for"), language)
    return NoticeView(
        language=language,
        subject=f"{verb} {figures} {title}{_name_programme(book, ', ')} ({owing.days_text})",
        unit=owing.unit,
        unit_name=owing.unit_name,
        emails=owing.email,
        copied=tuple(unit.name.say(language) for unit in reminder.copied if unit.email),
        programme=reminder.programme_id,
        programme_name=book.programme.name.say(language),
        programme_number=source.number if source is not None else None,
        period=str(one.collection.period),
        period_title=title,
        deadline_text=say_deadline(one.collection, one.deadline, language),
        last_on_time_text=owing.last_on_time_text,
        moved_text=say_moved(one.deadline, language) if not owing.is_extended else None,
        is_extended=owing.is_extended,
        days_text=owing.days_text,
        is_overdue=late,
        step=str(reminder.step),
        owed=owing.indicators,
        returned_text=owing.returned_text,
        focal_point_name=focal.name.say(language) if focal is not None else book.programme.focal_point,
        answer_to=answer_to,
        ask=focal.email if focal is not None and focal.email else (answer_to,),
        has_form=has_form,
        notice=notice,
    )


def _name_programme(book: Book, before: str) -> str:
    """Return the number of the programme's document where units are asked by more than one, else nothing."""
    if sum(bool(programme.rounds) for programme in book.catalogue.programmes.values()) < 2:
        return ""
    source = book.catalogue.sources.get(book.programme.source or "")
    number = source.number if source is not None else None
    return f"{before}{number or book.programme_id}"


def build_chat(
    book: Book, reminders: Sequence[Reminder], language: Language, *, answer_to: str, notice: str | None
) -> ChatView:
    """Return the reminders of one round on one channel in words, as one message."""
    one = reminders[0].round_due
    title = one.collection.period.title(language)
    late = one.days_left < 0
    verb = pick(("Đôn đốc", "Overdue:") if late else ("Nhắc", "Reminder:"), language)
    figures = pick(("gửi báo cáo số liệu", "figures for"), language)
    focal = book.units.get(book.programme.focal_point)
    lines = []
    for reminder in reminders:
        owing = build_owing(book, one, reminder.due, language)
        lines.append(
            ChatLine(
                owing.unit,
                owing.unit_name,
                owing.indicators,
                owing.days_text,
                owing.is_extended,
                owing.returned_text is not None,
            )
        )
    return ChatView(
        language=language,
        subject=f"{verb} {figures} {title}{_name_programme(book, ', ')} ({say_days_left(one.days_left, language)})",
        programme=book.programme_id,
        programme_name=book.programme.name.say(language),
        period=str(one.collection.period),
        period_title=title,
        deadline_text=say_deadline(one.collection, one.deadline, language),
        last_on_time_text=say_short_day(one.deadline.last_on_time_day, language),
        is_overdue=late,
        units=tuple(lines),
        focal_point_name=focal.name.say(language) if focal is not None else book.programme.focal_point,
        answer_to=answer_to,
        notice=notice,
    )


def build_line(
    book: Book,
    reminder: Reminder,
    outcome: str,
    language: Language,
    *,
    detail: str | None = None,
    not_taken: Sequence[tuple[str, str]] = (),
) -> DigestLine:
    """Return what became of a reminder in words."""
    period = reminder.round_due.collection.period
    nowhere = pick(("không có địa chỉ", "no address"), language)
    unknown = [f"{unit.name.say(language)} ({nowhere})" for unit in reminder.copied if not unit.email]
    posted = reminder.channel if reminder.channel != MAIL else None
    if detail is None and outcome == "uncertain" and reminder.begun_at is not None:
        begun = say_moment(reminder.begun_at, language)
        detail = pick((f"bắt đầu gửi lúc {begun}", f"begun {begun}"), language)
    return DigestLine(
        programme=reminder.programme_id,
        period=str(period),
        period_title=period.title(language) + _name_programme(book, ", "),
        unit=reminder.due.unit.id,
        unit_name=reminder.due.unit.name.say(language),
        step=str(reminder.step),
        step_text=say_step(reminder.step, language),
        outcome=outcome,
        outcome_text=pick(OUTCOMES[outcome], language),
        emails=() if posted else reminder.due.unit.email,
        channel=reminder.channel,
        channel_text=pick((f"kênh {posted}", f"channel {posted}"), language) if posted else None,
        copied=tuple(address for unit in reminder.copied for address in unit.email),
        detail=detail,
        not_taken=(*(f"{address} ({said})" for address, said in not_taken), *unknown),
    )


def say_step(step: Step, language: Language) -> str:
    """Return a step in words: "trước hạn 3 ngày", "quá hạn 1 ngày"."""
    days = step.days
    if step.side == "overdue":
        return pick((f"quá hạn {days} ngày", f"{say_count(days, 'day')} overdue"), language)
    if days == 0:
        return pick(("ngày cuối cùng", "last day"), language)
    return pick((f"trước hạn {days} ngày", f"{say_count(days, 'day')} before"), language)


def build_digest(
    book: Book,
    rounds: Sequence[tuple[Book, RoundDue]],
    lines: Sequence[DigestLine],
    moment: datetime,
    language: Language,
    *,
    notice: str | None,
) -> DigestView:
    """Return what a run did, for the focal point of the book's programme; `rounds` are those told of."""
    focal = book.units.get(book.programme.focal_point)
    at = say_moment(moment, language)

    def find(outcome: str) -> tuple[DigestLine, ...]:
        return tuple(line for line in lines if line.outcome == outcome)

    sent, failed = len(find("sent")), len(find("refused")) + len(find("deferred")) + len(find("uncertain"))
    counts = pick((f"{sent} đã gửi, {failed} chưa được", f"{sent} sent, {failed} not"), language)
    return DigestView(
        language=language,
        subject=pick((f"Kết quả nhắc báo cáo lúc {at}: ", f"Reminders of {at}: "), language) + counts,
        moment_text=at,
        focal_point_name=focal.name.say(language) if focal is not None else book.programme.focal_point,
        rounds=tuple(_build_digest_round(own, one, language) for own, one in rounds if one.owing),
        sent=find("sent"),
        deferred=find("deferred"),
        refused=find("refused"),
        uncertain=find("uncertain"),
        no_address=find("no_address"),
        notice=notice,
    )


def _build_digest_round(book: Book, one: RoundDue, language: Language) -> DigestRound:
    told = build_round(book, one, language)
    return DigestRound(
        programme_name=told.programme_name,
        period_title=told.period_title,
        deadline_text=told.deadline_text,
        days_text=told.days_text,
        expected=told.expected,
        owing=tuple(unit.unit_name for unit in told.owing),
    )
