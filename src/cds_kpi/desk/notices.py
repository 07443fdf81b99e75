"""Notices: the letters of a run of reminders, written and addressed; nothing is sent here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.deadlines import RoundDue
    from cds_kpi.assess.reminders import Reminder
    from cds_kpi.desk.forming import FormDesk
    from cds_kpi.model.office import Mail, Settings
    from cds_kpi.model.reminding import Attempt
    from cds_kpi.post.messages import Letter, Person
    from cds_kpi.render.notices import NoticePrinter
    from cds_kpi.report.notice import DigestLine, DigestView, NoticeView
    from cds_kpi.text import Language


@dataclass(slots=True)
class NoticeDesk:
    """Where letters are written: the office's templates, addresses and language."""

    root: Path
    settings: Settings
    mail: Mail
    language: Language
    has_form: bool
    """Whether every unit's form is attached."""
    _forms: dict[tuple[str, str], FormDesk | Refusal] = field(default_factory=dict)
    _printer: NoticePrinter | None = None

    @property
    def notice(self) -> str | None:
        """What the office prints plainly on everything."""
        notice = self.settings.notice
        return notice.say(self.language) if notice is not None else None

    def check(self, book: Book, reminder: Reminder) -> Problem | None:
        """Return what is wrong with the templates of a reminder."""
        from cds_kpi.assess.reminders import MAIL

        rendered = (
            self._render(self._word(book, reminder))
            if reminder.channel == MAIL
            else self.write_chat(book, [reminder])
        )
        return rendered if isinstance(rendered, Problem) else None

    def write_reminder(self, book: Book, reminder: Reminder, now: datetime) -> Letter | Problem:
        """Return the letter to a unit; addresses that no mail goes to are left out where there are others."""
        from cds_kpi.post.messages import Letter, Person, check_address, make_message_id

        view = self._word(book, reminder)
        rendered = self._render(view)
        attachment = self._make_form(reminder, now) if self.has_form else None
        for made in (rendered, attachment):
            if isinstance(made, Problem):
                return made
        assert not isinstance(rendered, Problem), "seen above"
        assert not isinstance(attachment, Problem), "seen above"
        emails = [one for one in view.emails if check_address(one) is not None] or view.emails
        copied = [
            Person(address, unit.name.say(self.language))
            for unit in reminder.copied
            for address in unit.email
            if check_address(address) is not None
        ]
        return Letter(
            sender=self._sign(view.focal_point_name),
            to=[Person(address, view.unit_name) for address in emails],
            copied=copied,
            subject=view.subject,
            text=rendered[0],
            html=rendered[1],
            message_id=make_message_id(reminder.key[:-1], self.mail.sender),
            moment=now,
            reply_to=Person(self.mail.reply_to) if self.mail.reply_to else None,
            attachment=attachment,
        )

    def write_chat(self, book: Book, reminders: Sequence[Reminder]) -> str | Problem:
        """Return the message to a chat channel about the reminders of one round; its first line is the title."""
        from cds_kpi.report.notice import build_chat

        answer_to = self.mail.reply_to or self.mail.sender
        view = build_chat(book, reminders, self.language, answer_to=answer_to, notice=self.notice)
        rendered = self._print().render(view, "txt")
        return rendered if isinstance(rendered, Problem) else rendered.decode()

    def write_digest(
        self,
        to: Sequence[str],
        book: Book,
        rounds: Sequence[tuple[Book, RoundDue]],
        lines: Sequence[DigestLine],
        now: datetime,
    ) -> Letter | Problem:
        """Return the letter that tells a focal point what a run did."""
        from cds_kpi.post.messages import Letter, Person, make_message_id
        from cds_kpi.report.notice import build_digest

        view = build_digest(book, rounds, lines, now, self.language, notice=self.notice)
        rendered = self._render(view)
        if isinstance(rendered, Problem):
            return rendered
        # Two runs within one second tell of different things.
        told = [f"{line.programme} {line.period} {line.unit} {line.step} {line.outcome}" for line in lines]
        return Letter(
            sender=self._sign(view.focal_point_name),
            to=[Person(address, view.focal_point_name) for address in to],
            subject=view.subject,
            text=rendered[0],
            html=rendered[1],
            message_id=make_message_id(["digest", *to, now.isoformat(), *told], self.mail.sender),
            moment=now,
        )

    def _sign(self, focal_point_name: str) -> Person:
        from cds_kpi.post.messages import Person

        return Person(self.mail.sender, self.mail.name or focal_point_name)

    def _word(self, book: Book, reminder: Reminder) -> NoticeView:
        from cds_kpi.report.notice import build_notice

        answer_to = self.mail.reply_to or self.mail.sender
        return build_notice(
            book, reminder, self.language, answer_to=answer_to, has_form=self.has_form, notice=self.notice
        )

    def _render(self, view: NoticeView | DigestView) -> tuple[str, str] | Problem:
        printer = self._print()
        text, html = (printer.render(view, form) for form in ("txt", "html"))
        if isinstance(text, Problem):
            return text
        return html if isinstance(html, Problem) else (text.decode(), html.decode())

    def _print(self) -> NoticePrinter:
        from cds_kpi.render.notices import NoticePrinter
        from cds_kpi.store import layout, packaged

        if self._printer is None:
            self._printer = NoticePrinter((self.root / layout.TEMPLATES, packaged.find_templates()))
        return self._printer

    def _make_form(self, reminder: Reminder, now: datetime) -> tuple[str, bytes] | Problem:
        from cds_kpi.desk.forming import fill_form, open_forms

        key = reminder.programme_id, str(reminder.round_due.collection.period)
        if key not in self._forms:
            self._forms[key] = open_forms(self.root, Asking(key[0], period=key[1]), now=now)
        opened = self._forms[key]
        form = (
            opened if isinstance(opened, Refusal) else fill_form(opened, reminder.due.unit.id, self.language)
        )
        return form.problems[0] if isinstance(form, Refusal) else (form.name, form.data)


def make_attempt(reminder: Reminder, now: datetime, letter: Letter | None = None) -> Attempt:
    """Return the record of an attempt at a reminder; without a letter it goes to no address."""
    from cds_kpi.model.reminding import Attempt

    to = () if letter is None else reminder.only or reminder.due.unit.email
    copied = () if letter is None or reminder.only else tuple(person.address for person in letter.copied)
    return Attempt.make(
        format=1,
        programme=reminder.programme_id,
        period=reminder.round_due.collection.period,
        unit=reminder.due.unit.id,
        deadline=reminder.due.deadline.last_on_time_day,
        step=str(reminder.step),
        attempt=reminder.attempt,
        channel=reminder.channel,
        to=to,
        copied=copied,
        indicators=reminder.due.indicators,
        message_id=letter.message_id if letter is not None else None,
        at=now,
    )
