"""Reminding: every reminder that is due goes out once, is written down before and after, and is told of in a digest.

Convention: whatever can fail for reasons of our own (settings, templates, forms) is done before an attempt is begun.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cds_kpi.assess.reminders import MAIL
from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.deadlines import Agenda, Deadlines, check_deadlines, open_agenda
from cds_kpi.desk.mailing import SETTINGS, explain_login, find_server, hand_in, say_detail, say_fault
from cds_kpi.desk.notices import NoticeDesk, make_attempt
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.report.notice import DigestLine, build_line
from cds_kpi.store import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.reminders import Reminder
    from cds_kpi.desk.mailing import LoginSource
    from cds_kpi.post.messages import Letter
    from cds_kpi.post.smtp import Connection, Delivery, Server
    from cds_kpi.text import Language

MOST_LOST = 3
"""Connections lost one after the other, after which a run gives up: the next one tries again."""
UNDER_WAY = timedelta(minutes=15)
"""So long after its beginning an attempt may still be another run's: the digest does not tell of it yet."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a run of reminders was asked for."""

    language: Language
    programme: str | None = None
    within: int | None = None
    as_of: datetime | None = None
    """None: now."""
    is_repeating: bool = False
    """Whether those are sent again of which nobody knows whether they arrived."""
    has_form: bool = False
    """Whether every unit's form is attached."""


@dataclass(frozen=True, slots=True)
class Digested:
    """What became of a digest."""

    to: tuple[str, ...]
    outcome: str
    """sent, deferred, refused, uncertain, not_begun, or no_address where the focal point has none."""
    said: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run did, and how everything stands after it."""

    deadlines: Deadlines
    lines: tuple[DigestLine, ...]
    digests: tuple[Digested, ...]
    problems: tuple[Problem, ...]
    """What stopped the run: the server out of reach, the ledger not to be written."""
    has_failed: bool
    """Whether anything failed that waiting alone does not cure."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One reminder of this run, and what became of it."""

    book: Book
    reminder: Reminder
    line: DigestLine
    is_new: bool
    """Whether this run did it; otherwise it was found so."""


def send_reminders(
    root: Path, wish: Wish, *, login: LoginSource, clock: Callable[[], datetime]
) -> Reminded | Refusal:
    """Send every reminder that is due, or that the server put off; change nothing where none is.

    Refused as data while catalogue, units, settings or a template have errors, as request where mail is not set up.
    """
    agenda = _open(root, wish, clock)
    if isinstance(agenda, Refusal):
        return agenda
    found = find_server(root, agenda.contents.settings, login)
    if isinstance(found, Refusal):
        return found
    mail, server = found
    desk = NoticeDesk(root, agenda.contents.settings, mail, wish.language, wish.has_form)
    run = _Run(desk, server, wish, clock, agenda)
    refusal = run.go()
    if refusal is not None:
        return refusal
    after = check_deadlines(
        root,
        as_of=wish.as_of or clock(),
        language=wish.language,
        programme=wish.programme,
        within=wish.within,
    )
    if isinstance(after, Refusal):
        return after
    lines = tuple(one.line for one in run.told)
    return Reminded(after, lines, tuple(run.digests), tuple(run.problems), run.has_failed)


def _open(
    root: Path, wish: Wish, clock: Callable[[], datetime], programme: str | None = None
) -> Agenda | Refusal:
    return open_agenda(
        root, as_of=wish.as_of or clock(), programme=programme or wish.programme, within=wish.within
    )


class _Run:
    """One run: an open connection, and what has become of the reminders so far."""

    def __init__(
        self, desk: NoticeDesk, server: Server, wish: Wish, clock: Callable[[], datetime], agenda: Agenda
    ) -> None:
        self.desk, self.server, self.wish, self.clock, self.agenda = desk, server, wish, clock, agenda
        self.connection: Connection | None = None
        self.lost = 0
        self.told: list[_Told] = []
        self.digests: list[Digested] = []
        self.problems: list[Problem] = []
        self.has_failed = False

    def go(self) -> Refusal | None:
        """Send what is due, then the digests; a refusal where a template is wrong, before anything was sent."""
        wanted = self._find_wanted()
        wrong = self._check_templates(wanted)
        if wrong is not None:
            return Refusal("data", (wrong,))
        for one in self.told:
            if one.is_new:
                self._record_nowhere(one.reminder)
        for book, reminder in wanted:
            if reminder.channel != MAIL:
                continue
            if self.problems or not self._connect():
                self._note(book, reminder, "not_begun")
            else:
                self._remind(book, reminder)
        self._chat([one for one in wanted if one[1].channel != MAIL])
        self._tell_focal_points()
        if self.connection is not None:
            self.connection.close()
        return None

    def _find_wanted(self) -> list[tuple[Book, Reminder]]:
        """Return what is to be sent, and note what cannot be."""
        wanted = []
        for book, _, reminders in self.agenda.programmes:
            for reminder in reminders:
                if self._is_wanted(reminder):
                    wanted.append((book, reminder))
                elif reminder.condition == "no_address":
                    self._note(book, reminder, "no_address", is_new=reminder.attempt == 1)
                elif reminder.condition in {"uncertain", "refused"}:
                    self._note(book, reminder, reminder.condition, is_new=False)
                    self.has_failed |= not self._is_under_way(self.told[-1])
        return wanted

    def _check_templates(self, wanted: Sequence[tuple[Book, Reminder]]) -> Problem | None:
        """Return what is wrong with a template, before anything is begun."""
        for book, reminder in wanted:
            wrong = self.desk.check(book, reminder)
            if wrong is not None:
                return wrong
        books = [book for book, _ in wanted] + [one.book for one in self.told]
        digest = self.desk.write_digest((), books[0], (), (), self.clock()) if books else None
        return digest if isinstance(digest, Problem) else None

    def _is_wanted(self, reminder: Reminder) -> bool:
        if reminder.condition == "uncertain":
            if self._is_recent(reminder):
                return False
            return self.wish.is_repeating and (reminder.channel != MAIL or bool(reminder.due.unit.email))
        return reminder.condition in {"due", "retry"}

    def _note(
        self,
        book: Book,
        reminder: Reminder,
        outcome: str,
        *,
        detail: str | None = None,
        not_taken: Sequence[tuple[str, str]] = (),
        is_new: bool = True,
    ) -> None:
        language = self.wish.language
        refused = [(address, say_detail(said, language)) for address, said in not_taken]
        line = build_line(book, reminder, outcome, language, detail=detail, not_taken=refused)
        self.told.append(_Told(book, reminder, line, is_new))

    def _stop(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.has_failed = True

    def _record_nowhere(self, reminder: Reminder) -> None:
        """Write down that the focal point was told of a unit without an address, so that it is told once a step."""
        from cds_kpi.model.reminding import Outcome
        from cds_kpi.store.ledger import begin_attempt, end_attempt

        attempt = make_attempt(reminder, self.clock())
        fault = begin_attempt(self.desk.root, attempt)
        if fault is None:
            record = Outcome.make(format=1, outcome="refused", at=self.clock())
            fault = end_attempt(self.desk.root, attempt, record)
        if fault is not None and fault.kind != "file-exists":
            self._stop(fault.at(Place(layout.REMINDERS)))

    def _connect(self) -> bool:
        """Open a connection where there is none; False where the server is out of reach or keeps hanging up."""
        from cds_kpi.post.smtp import open_server

        if self.connection is None and not self.problems:
            opened = open_server(self.server) if self.lost < MOST_LOST else self._give_up()
            if isinstance(opened, Fault):
                self._stop(opened.at(Place(SETTINGS)))
            else:
                self.connection = opened
        return self.connection is not None

    def _give_up(self) -> Fault:
        server = self.server
        return Fault("mail-unreachable", {"host": server.host, "port": server.port, "error": "mail closed"})

    def _remind(self, book: Book, reminder: Reminder) -> None:
        """Send one reminder, written down before and after.

        One that has been answered since the run began, or that another run has begun, is passed over.
        """
        from cds_kpi.model.reminding import Outcome
        from cds_kpi.post.messages import build_message
        from cds_kpi.store.ledger import begin_attempt, end_attempt

        root, now = self.desk.root, self.clock()
        found = self._look_again(book, reminder)
        if found is None:
            return
        book, reminder = found
        letter = self.desk.write_reminder(book, reminder, now)
        if isinstance(letter, Problem):
            self._stop(letter)
            self._note(book, reminder, "not_begun")
            return
        built = build_message(letter)
        if isinstance(built, Fault) and built.kind == "mail-header":
            # No server was asked and no address is wrong: once the name is another, it goes out.
            self.has_failed = True
            said = say_detail(say_fault(built), self.wish.language)
            self._note(book, reminder, "refused", detail=said, is_new=False)
            return
        attempt = make_attempt(reminder, letter.moment, letter)
        fault = begin_attempt(root, attempt)
        if fault is not None:
            if fault.kind != "file-exists":
                self._stop(fault.at(Place(layout.REMINDERS)))
                self._note(book, reminder, "not_begun")
            return
        delivery = self._hand_in(letter, reminder.due.unit.email, reminder.only)
        outcome: str = delivery.outcome
        if delivery.outcome != "uncertain":
            taken_from = tuple(address for address, _ in delivery.refused)
            record = Outcome.make(
                format=1,
                outcome="sent" if reminder.only and delivery.outcome == "refused" else delivery.outcome,
                at=self.clock(),
                detail=delivery.said,
                refused=taken_from,
                put_off=delivery.put_off or (reminder.only if delivery.outcome == "deferred" else ()),
            )
            fault = end_attempt(root, attempt, record)
            if fault is not None:
                # The ledger does not know how it ended, so nobody may say that it does.
                self._stop(fault.at(Place(layout.REMINDERS)))
                outcome = "uncertain"
        self.has_failed |= delivery.is_permanent or outcome == "uncertain"
        detail = None if outcome == "sent" else say_detail(delivery.said, self.wish.language)
        self._note(book, reminder, outcome, detail=detail, not_taken=delivery.refused)

    def _chat(self, wanted: Sequence[tuple[Book, Reminder]]) -> None:
        """Post what goes to chat channels: one message for each channel and round."""
        from cds_kpi.desk.chatting import ChatDesk

        notify = self.agenda.contents.settings.notify
        if notify is None:
            return
        chat = ChatDesk(self.desk, notify, self.clock)
        groups: dict[tuple[str, str, str], list[tuple[Book, Reminder]]] = {}
        for book, reminder in wanted:
            period = str(reminder.round_due.collection.period)
            groups.setdefault((reminder.channel, reminder.programme_id, period), []).append((book, reminder))
        for (name, _, _), group in groups.items():
            for posted in chat.post(name, group, self._look_again):
                detail = posted.said or None
                self._note(posted.book, posted.reminder, posted.outcome, detail=detail)
                self.has_failed |= posted.outcome != "sent"
        self.problems += chat.problems

    def _look_again(self, book: Book, reminder: Reminder) -> tuple[Book, Reminder] | None:
        """Return the reminder as it stands now: read anew where its unit has sent something since the run began."""
        from cds_kpi.store.filing import find_newest

        period, unit = str(reminder.round_due.collection.period), reminder.due.unit.id
        newest = find_newest(self.desk.root, period, unit)
        known = (
            filing.revision for filing in book.filings if filing.unit == unit and str(filing.period) == period
        )
        if isinstance(newest, Fault) or newest.revision == max(known, default=0):
            return book, reminder
        agenda = _open(self.desk.root, self.wish, self.clock, reminder.programme_id)
        if isinstance(agenda, Refusal):
            return None
        for own, _, reminders in agenda.programmes:
            for one in reminders:
                if one.key == reminder.key and self._is_wanted(one):
                    return own, one
        return None

    def _hand_in(self, letter: Letter, wanted: Sequence[str], only: Sequence[str] = ()) -> Delivery:
        """Hand in a letter over the open connection; `wanted` are the addresses it should have gone to."""
        assert self.connection is not None, "a connection is opened before anything is handed in"
        delivery = hand_in(self.connection, letter, only)
        if delivery.wants_login:
            self._stop(explain_login(self.server, delivery).at(Place(SETTINGS)))
            self.connection.close()
            self.connection = None
        if delivery.is_lost:
            self.connection = None
        self.lost = self.lost + 1 if delivery.is_lost else 0
        reached = {person.address for person in letter.to}
        unfit = [] if only else [address for address in wanted if address not in reached]
        bad = tuple((address, say_fault(Fault("mail-address"))) for address in unfit)
        return replace(
            delivery, refused=bad + delivery.refused, is_permanent=delivery.is_permanent or bool(bad)
        )

    def _tell_focal_points(self) -> None:
        """Send each focal point one digest of its programmes, where this run did anything."""
        groups: dict[tuple[str, ...], list[_Told]] = {}
        for one in self.told:
            focal = one.book.units.get(one.book.programme.focal_point)
            to = self.desk.mail.focal_point or (focal.email if focal is not None else ())
            if not self._is_under_way(one):
                groups.setdefault(to, []).append(one)
        for to, told in groups.items():
            if any(one.is_new and one.line.outcome != "not_begun" for one in told):
                if to:
                    self._tell(to, told)
                else:
                    self.digests.append(Digested(to, "no_address", ""))

    def _is_under_way(self, one: _Told) -> bool:
        """Whether another run may be at it."""
        return not one.is_new and one.line.outcome == "uncertain" and self._is_recent(one.reminder)

    def _is_recent(self, reminder: Reminder) -> bool:
        begun = reminder.begun_at
        return begun is not None and abs(self.clock() - begun) < UNDER_WAY

    def _tell(self, to: tuple[str, ...], told: list[_Told]) -> None:
        periods = {(one.reminder.programme_id, one.reminder.round_due.collection.period) for one in told}
        rounds = [
            (book, one)
            for book, found, _ in self.agenda.programmes
            for one in found
            if (book.programme_id, one.collection.period) in periods
        ]
        lines = [one.line for one in told]
        letter = self.desk.write_digest(to, told[0].book, rounds, lines, self.clock())
        if isinstance(letter, Problem):
            self._stop(letter)
        elif not self._connect():
            self.digests.append(Digested(to, "not_begun", ""))
        else:
            delivery = self._hand_in(letter, to)
            said = say_detail(delivery.said, self.wish.language)
            self.digests.append(Digested(to, delivery.outcome, said))
            self.has_failed |= delivery.is_permanent or delivery.outcome == "uncertain"
