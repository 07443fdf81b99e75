"""Mailing: the office's mail server opened with its login, a message handed in, and a test of all of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cds_kpi.model.office import Mail, Settings
    from cds_kpi.post.messages import Letter
    from cds_kpi.post.smtp import Connection, Delivery, Server
    from cds_kpi.text import Language

SETTINGS = "data/settings.yaml"


@dataclass(frozen=True, slots=True)
class LoginSource:
    """What the environment says of the login: CDS_KPI_SMTP_USER, _PASSWORD and _LOGIN_FILE."""

    user: str | None = None
    password: str | None = None
    file: str | None = None
    """Comes before the file that the settings name; user and password come before both."""

    def __repr__(self) -> str:
        """Return the source without its password."""
        return f"LoginSource({self.user!r}, {self.file!r})"


@dataclass(frozen=True, slots=True)
class MailTest:
    """What the server said to a test message."""

    to: str
    host: str
    port: int | None
    """None for a chat channel, whose name stands for the host."""
    outcome: str
    """sent, deferred, refused or uncertain."""
    said: str


def find_server(root: Path, settings: Settings, login: LoginSource) -> tuple[Mail, Server] | Refusal:
    """Return how mail is sent, with the login; refused as request where it is not set up or the login cannot be had."""
    mail = settings.mail
    if mail is None:
        return Refusal("request", (Fault("mail-not-set-up").at(Place(SETTINGS)),))
    found = _find_login(root, mail, login)
    if isinstance(found, Fault):
        return Refusal("request", (found.at(Place(str(found.facts.get("path", SETTINGS)))),))
    user, password = found
    return mail, replace(make_server(mail), user=user, password=password)


def make_server(mail: Mail) -> Server:
    """Return the server that the settings name, without a login."""
    from cds_kpi.post.smtp import Server

    greeting = mail.sender.rpartition("@")[2].encode("idna").decode("ascii")
    return Server(mail.host, mail.server_port, mail.security, greeting, mail.timeout)


def _find_login(root: Path, mail: Mail, login: LoginSource) -> tuple[str | None, str | None] | Fault:
    from cds_kpi.store.logins import read_login

    if login.user or login.password:
        if not (login.user and login.password):
            names = ("CDS_KPI_SMTP_USER", "CDS_KPI_SMTP_PASSWORD")
            given, other = names if login.user else names[::-1]
            return Fault("mail-login-half", {"name": given, "other": other})
        return login.user, login.password
    name = login.file or mail.login_file
    if name is None:
        return None, None
    read = read_login(root / Path(name).expanduser(), root)
    return read if isinstance(read, Fault) else (read.user, read.password)


def hand_in(connection: Connection, letter: Letter, only: Sequence[str] = ()) -> Delivery:
    """Send a letter over an open connection, to all it names or to some of them alone.

    What cannot be a message is refused without the server.
    """
    from cds_kpi.post.messages import build_message, check_address
    from cds_kpi.post.smtp import Delivery

    message = build_message(letter)
    if isinstance(message, Fault):
        return Delivery("refused", say_fault(message), is_permanent=True)
    to, copied = (
        [address for person in people if (address := check_address(person.address)) is not None]
        for people in (letter.to, letter.copied)
    )
    sender = check_address(letter.sender.address)
    assert sender is not None, "a message has a sender that was checked"
    if only:
        to, copied = [address for address in (*to, *copied) if address in only], []
    return connection.send(message.as_bytes(), sender, to, copied)


def explain_login(server: Server, delivery: Delivery) -> Fault:
    """Return that the server wants a login, or another one."""
    return Fault("mail-login-refused", {"host": server.host, "port": server.port, "said": delivery.said})


def say_fault(fault: Fault) -> str:
    """Return the code and the found text of a fault, for a line of the ledger."""
    from cds_kpi.problems import KINDS

    found = "".join(char if char.isprintable() else "\ufffd" for char in str(fault.facts.get("found", "")))
    return f"{KINDS[fault.kind].code} {found}".strip()


def say_detail(said: str, language: Language) -> str:
    """Return what a server or a connection said, in the language where it is a word or a problem of ours."""
    from cds_kpi.problems import find_kind, word_problem
    from cds_kpi.problems.wording import WORDS

    if said in WORDS:
        return WORDS[said].say(language)
    code, _, found = said.partition(" ")
    kind = find_kind(code) if code.startswith("KPI") else None
    if kind is None:
        return said
    if not found:
        return kind.summary.say(language)
    return word_problem(Fault(kind.slug, {"found": found}).at(Place(SETTINGS)), language).message


def try_mail(
    root: Path, to: str, *, login: LoginSource, now: datetime, language: Language
) -> MailTest | Refusal:
    """Send one test message; refused as request for a bad address or settings, as machine where no server answers."""
    from cds_kpi.post.messages import Letter, Person, check_address, make_message_id
    from cds_kpi.post.smtp import open_server
    from cds_kpi.problems import is_error
    from cds_kpi.report.wording import pick, say_moment
    from cds_kpi.store import layout

    if check_address(to) is None:
        return Refusal("request", (Fault("mail-address", {"found": to}).at(Place("--to")),))
    from cds_kpi.store.contents import read_basis

    contents = read_basis(root)
    wrong = [one for one in contents.problems if one.place.file == layout.SETTINGS and is_error(one)]
    if wrong:
        return Refusal("data", tuple(wrong))
    found = find_server(root, contents.settings, login)
    if isinstance(found, Refusal):
        return found
    mail, server = found
    connection = open_server(server)
    if isinstance(connection, Fault):
        return Refusal("machine", (connection.at(Place(SETTINGS)),))
    at = say_moment(now, language)
    text = pick((f"Thư thử của cds-kpi, gửi lúc {at}.", f"A test message from cds-kpi, sent {at}."), language)
    letter = Letter(
        sender=Person(mail.sender, mail.name or ""),
        to=(Person(to),),
        subject=pick(("Thư thử: nhắc báo cáo số liệu", "Test message: reminders"), language),
        text=f"{text}\n",
        html=f"<p>{text}</p>\n",
        message_id=make_message_id(["test", to, now.isoformat(), uuid4().hex], mail.sender),
        moment=now,
        reply_to=Person(mail.reply_to) if mail.reply_to else None,
    )
    delivery = hand_in(connection, letter)
    connection.close()
    if delivery.wants_login:
        return Refusal("machine", (explain_login(server, delivery).at(Place(SETTINGS)),))
    return MailTest(to, server.host, server.port, delivery.outcome, say_detail(delivery.said, language))
