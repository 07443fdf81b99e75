"""Chatting: the reminders of a run that go to chat channels, one message for each round and channel.

Convention: every unit in a message has its own two files in the ledger, so that a unit is told of once a step whatever
the message around it, and one that no service is known to have taken is repeated with --resend alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.mailing import SETTINGS, MailTest
from cds_kpi.desk.notices import make_attempt
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.reminders import Reminder
    from cds_kpi.desk.notices import NoticeDesk
    from cds_kpi.model.office import Notify
    from cds_kpi.model.reminding import Attempt
    from cds_kpi.post.chat import Channel
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one reminder on a channel."""

    book: Book
    reminder: Reminder
    outcome: str
    """sent, uncertain or not_begun."""
    said: str = ""


@dataclass(slots=True)
class ChatDesk:
    """Where chat messages are written and posted; a channel is opened when it is first needed."""

    desk: NoticeDesk
    notify: Notify
    clock: Callable[[], datetime]
    problems: list[Problem] = field(default_factory=list)
    """What kept messages back: of addresses, templates and the ledger."""
    _channels: dict[str, Channel | Problem] = field(default_factory=dict)

    def post(
        self,
        name: str,
        wanted: Sequence[tuple[Book, Reminder]],
        look_again: Callable[[Book, Reminder], tuple[Book, Reminder] | None],
    ) -> list[Posted]:
        """Post the reminders of one round to a channel as one message.

        Those that have been answered since, or that another run has begun, are passed over.
        """
        channel = self._open(name)
        if isinstance(channel, Problem):
            return self._keep_back(wanted, channel)
        begun: list[tuple[Book, Reminder, Attempt]] = []
        kept: list[Posted] = []
        for old in wanted:
            found = look_again(*old)
            if found is None:
                continue
            attempt = make_attempt(found[1], self.clock())
            fault = self._begin(attempt)
            if fault is None:
                begun.append((*found, attempt))
            elif fault.kind != "file-exists":
                kept += self._keep_back([found], fault.at(Place(str(self.desk.root))))
        if not begun:
            return kept
        text = self.desk.write_chat(begun[0][0], [reminder for _, reminder, _ in begun])
        if isinstance(text, Problem):
            # The same template was filled before anything was begun: only another hand can have changed it since.
            self._complain(text)
            return kept + [Posted(book, reminder, "uncertain") for book, reminder, _ in begun]
        delivery = channel.post(text)
        return kept + [self._end(*one, delivery.outcome, delivery.said) for one in begun]

    def _begin(self, attempt: Attempt) -> Fault | None:
        from cds_kpi.store.ledger import begin_attempt

        return begin_attempt(self.desk.root, attempt)

    def _end(self, book: Book, reminder: Reminder, attempt: Attempt, outcome: str, said: str) -> Posted:
        from cds_kpi.model.reminding import Outcome
        from cds_kpi.store.ledger import end_attempt

        if outcome == "sent":
            record = Outcome.make(format=1, outcome="sent", at=self.clock(), detail=None)
            fault = end_attempt(self.desk.root, attempt, record)
            if fault is not None:
                self._complain(fault.at(Place(str(self.desk.root))))
                outcome = "uncertain"
        return Posted(book, reminder, outcome, said)

    def _keep_back(self, wanted: Sequence[tuple[Book, Reminder]], problem: Problem) -> list[Posted]:
        self._complain(problem)
        return [Posted(book, reminder, "not_begun") for book, reminder in wanted]

    def _complain(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def _open(self, name: str) -> Channel | Problem:
        if name not in self._channels:
            self._channels[name] = open_chat(self.desk.root, self.notify, name)
        return self._channels[name]


def open_chat(root: Path, notify: Notify, name: str) -> Channel | Problem:
    """Return a channel that the settings name, with its address from the file of addresses."""
    from cds_kpi.post.chat import open_channel
    from cds_kpi.store.logins import read_addresses
    from cds_kpi.text import find_near

    if notify.addresses_file is None:
        return Problem("chat-not-set-up", Place(SETTINGS), {"name": name})
    path = root / Path(notify.addresses_file).expanduser()
    addresses = read_addresses(path, root)
    if isinstance(addresses, Fault):
        return addresses.at(Place(str(path)))
    address = addresses.get(name)
    if address is None:
        near = find_near(name, list(addresses))
        facts = {"name": name, "path": str(path), **({"near": near} if near else {})}
        return Problem("chat-address-missing", Place(str(path)), facts)
    opened = open_channel(name, address, notify.timeout)
    return opened.at(Place(str(path))) if isinstance(opened, Fault) else opened


def try_channel(root: Path, name: str, *, now: datetime, language: Language) -> MailTest | Refusal:
    """Post one test message; refused as data for wrong settings, as request for a channel that is not set up."""
    from cds_kpi.problems import is_error
    from cds_kpi.report.wording import pick, say_moment
    from cds_kpi.store import layout
    from cds_kpi.store.contents import read_basis

    contents = read_basis(root)
    wrong = [one for one in contents.problems if one.place.file == layout.SETTINGS and is_error(one)]
    if wrong:
        return Refusal("data", tuple(wrong))
    notify = contents.settings.notify
    if notify is None or name not in notify.channels:
        return Refusal("request", (Problem("chat-not-set-up", Place(SETTINGS), {"name": name}),))
    channel = open_chat(root, notify, name)
    if isinstance(channel, Problem):
        return Refusal("request", (channel,))
    at = say_moment(now, language)
    title = pick(("Tin thử: nhắc báo cáo số liệu", "Test message: reminders"), language)
    text = pick((f"Tin thử của cds-kpi, gửi lúc {at}.", f"A test message from cds-kpi, sent {at}."), language)
    delivery = channel.post(f"{title}\n{text}\n")
    return MailTest(name, name, None, delivery.outcome, delivery.said)
