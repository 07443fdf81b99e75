"""Deadlines in words: what falls due, who owes what, and which reminders apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.period import CITY_TIME
from cds_kpi.report.wording import pick, say_deadline, say_moment, say_moved, say_short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.deadlines import RoundDue, UnitDue
    from cds_kpi.assess.reminders import Reminder
    from cds_kpi.model.office import Review
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

ROUND_STATES: dict[str, Pair] = {
    "open": ("Đang thu thập", "Open"),
    "due_soon": ("Sắp đến hạn", "Due soon"),
    "overdue": ("Quá hạn", "Overdue"),
    "complete": ("Đã đủ", "Complete"),
    "closed": ("Đã khóa", "Closed"),
}
_NOBODY: Pair = ("Không đơn vị nào phải báo cáo", "No unit is asked to report")
CONDITIONS: dict[str, Pair] = {
    "due": ("đến lượt nhắc", "to be sent"),
    "retry": ("gửi lại", "to be sent again"),
    "sent": ("đã nhắc", "sent"),
    "refused": ("bị từ chối", "refused"),
    "uncertain": ("không rõ đã đến chưa", "uncertain"),
    "no_address": ("không có địa chỉ", "no address"),
}


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One indicator that is owed."""

    id: str
    number: int | None
    """Its number in the programme's document."""
    name: str


@dataclass(frozen=True, slots=True)
class OwingLine:
    """One unit that owes."""

    unit: str
    unit_name: str
    email: tuple[str, ...]
    indicators: tuple[OwedLine, ...]
    last_on_time_day: str
    """YYYY-MM-DD; the unit's own."""
    last_on_time_text: str
    is_extended: bool
    days_left: int
    days_text: str
    """"còn 3 ngày", "quá hạn 2 ngày"."""
    returned_text: str | None
    """"lần gửi 2 đã bị trả lại: số liệu chỉ tiêu 5 chưa khớp"."""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round."""

    programme: str
    programme_name: str
    period: str
    period_title: str
    deadline: str
    """The first moment that is late, ISO 8601."""
    deadline_text: str
    last_on_time_day: str
    last_on_time_text: str
    moved_text: str | None
    days_left: int
    days_text: str
    state: str
    """open, due_soon, overdue, complete or closed."""
    state_text: str
    expected: int
    owing: tuple[OwingLine, ...]
    warnings: tuple[str, ...]
    """In sentences."""


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One reminder."""

    programme: str
    unit: str
    unit_name: str
    period: str
    step: str
    """before-3, overdue-1."""
    condition: str
    """due, retry, sent, refused, uncertain or no_address."""
    condition_text: str
    copied: tuple[str, ...]
    """The ids of who is copied."""
    channel: str
    """mail, or a chat channel's name."""
    is_sent: bool
    """Whether it has reached somebody at the unit."""


@dataclass(frozen=True, slots=True)
class DeadlinesView:
    """What falls due and what is overdue, as of a moment."""

    language: Language
    as_of: str
    as_of_text: str
    rounds: tuple[RoundLine, ...]
    reminders: tuple[ReminderLine, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether anything owed has passed its deadline."""
        return any(one.state == "overdue" for one in self.rounds)


def build_deadlines(
    pairs: Sequence[tuple[Book, Sequence[RoundDue], Sequence[Reminder]]], as_of: datetime, language: Language
) -> DeadlinesView:
    """Return the rounds and reminders of every programme in words, the rounds by deadline."""
    moment = as_of.astimezone(CITY_TIME)
    rounds = [build_round(book, one, language) for book, found, _ in pairs for one in found]
    rounds.sort(key=lambda line: (line.last_on_time_day, line.programme, line.period))
    return DeadlinesView(
        language,
        moment.isoformat(),
        say_moment(moment, language),
        tuple(rounds),
        tuple(_build_reminder(one, language) for _, _, planned in pairs for one in planned),
    )


def build_round(book: Book, one: RoundDue, language: Language) -> RoundLine:
    """Return one round in words."""
    deadline, period = one.deadline, one.collection.period
    return RoundLine(
        programme=one.programme_id,
        programme_name=book.programme.name.say(language),
        period=str(period),
        period_title=period.title(language),
        deadline=deadline.closes_at.isoformat(),
        deadline_text=say_deadline(one.collection, deadline, language),
        last_on_time_day=deadline.last_on_time_day.isoformat(),
        last_on_time_text=say_short_day(deadline.last_on_time_day, language),
        moved_text=say_moved(deadline, language),
        days_left=one.days_left,
        days_text=say_days_left(one.days_left, language),
        state=one.state,
        state_text=pick(
            _NOBODY if one.state == "complete" and not one.expected else ROUND_STATES[one.state], language
        ),
        expected=one.expected,
        owing=tuple(build_owing(book, one, due, language) for due in one.owing),
        warnings=tuple(_say_warning(book, one, warning, language) for warning in one.warnings),
    )


def build_owing(book: Book, one: RoundDue, due: UnitDue, language: Language) -> OwingLine:
    """Return what one unit owes in words."""
    day = due.deadline.last_on_time_day
    lines = []
    for key in due.indicators:
        indicator = book.catalogue.find(key)
        assert indicator is not None, "what is owed is in the catalogue"
        numbers = [target.number for target in indicator.targets if target.programme == one.programme_id]
        lines.append(OwedLine(key, numbers[0] if numbers else None, indicator.name.say(language)))
    lines.sort(key=lambda line: (line.number is None, line.number or 0))
    return OwingLine(
        unit=due.unit.id,
        unit_name=due.unit.name.say(language),
        email=due.unit.email,
        indicators=tuple(lines),
        last_on_time_day=day.isoformat(),
        last_on_time_text=say_short_day(day, language),
        is_extended=day != one.deadline.last_on_time_day,
        days_left=due.days_left,
        days_text=say_days_left(due.days_left, language),
        returned_text=_say_return(due.returned, language) if due.returned is not None else None,
    )


def _say_return(review: Review, language: Language) -> str:
    said = pick(
        (f"lần gửi {review.revision} đã bị trả lại", f"revision {review.revision} was returned"), language
    )
    return f"{said}: {review.reason}"


def say_days_left(days: int, language: Language) -> str:
    """Return how many days are left to the last on-time day, or how many have passed since."""
    if days == 0:
        return pick(("hôm nay là ngày cuối", "today is the last day"), language)
    if days > 0:
        return pick((f"còn {days} ngày", f"{days} day{'s' * (days > 1)} left"), language)
    return pick((f"quá hạn {-days} ngày", f"{-days} day{'s' * (days < -1)} overdue"), language)


def _say_warning(book: Book, one: RoundDue, warning: str, language: Language) -> str:
    day = say_short_day(one.deadline.last_on_time_day, language)
    if warning == "due-on-issue":
        source = book.catalogue.sources[book.programme.source or ""]
        issued = say_short_day(source.issued, language) if source.issued is not None else ""
        return pick(
            (
                f"Thời hạn không sau ngày ban hành văn bản ({issued}): đã đến hạn khi văn bản vừa ban hành.",
                f"The deadline is not after the day the document was issued ({issued}): it was due on issue.",
            ),
            language,
        )
    if warning == "due-together":
        others = ", ".join(one.together)
        return pick(
            (f"Cùng đến hạn ngày {day} với kỳ {others}.", f"Due on {day} together with {others}."), language
        )
    last = say_short_day(one.collection.period.window(book.programme.cutoff)[1], language)
    return pick(
        (
            f"Kỳ số liệu kết thúc ngày {last}, sau thời hạn gửi {day}: khi đến hạn chưa thể có đủ số liệu.",
            f"The days the figures cover end on {last}, after the deadline of {day}: they cannot be complete then.",
        ),
        language,
    )


def _build_reminder(one: Reminder, language: Language) -> ReminderLine:
    return ReminderLine(
        programme=one.programme_id,
        unit=one.due.unit.id,
        unit_name=one.due.unit.name.say(language),
        period=str(one.round_due.collection.period),
        step=str(one.step),
        condition=one.condition,
        condition_text=pick(CONDITIONS[one.condition], language),
        copied=tuple(unit.id for unit in one.copied),
        channel=one.channel,
        is_sent=one.condition == "sent" or bool(one.only),
    )
