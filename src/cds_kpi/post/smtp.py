"""Mail over SMTP: encrypted, the certificate checked, and of every message what became of it.

Convention: a message is `sent` once the server has taken it whole, `deferred` where it said to try again or was lost
before the text went out, `refused` where it never will take it, and `uncertain` where the connection broke after the
text went out: nobody knows then, and nothing is sent again by itself.
"""

from __future__ import annotations

import contextlib
import errno
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.problem import Fact

Result = Literal["sent", "deferred", "refused", "uncertain"]
NO_LOGIN = 530
"""What a server answers that wants a login first (RFC 4954, section 6)."""
LONGEST_SAID = 300
"""Characters that are kept of what a server says."""
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Server:
    """Where messages are handed in, and how."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    greeting: str
    """The domain the program gives as its own."""
    timeout: int
    """Seconds, for each answer."""
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        """Return the server without its password."""
        return f"Server({self.host!r}, {self.port}, {self.security!r})"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message."""

    outcome: Result
    said: str
    """The server's answer with its code, or what happened to the connection: a word that problems have words for."""
    is_permanent: bool = False
    """Whether the server said no for good (5xx), to the message or to anyone on it."""
    refused: tuple[tuple[str, str], ...] = ()
    """The addresses that were not taken, each with what the server said."""
    is_lost: bool = False
    """Whether the connection is of no more use."""
    put_off: tuple[str, ...] = ()
    """The addresses among them for which the server asked to try again."""
    wants_login: bool = False
    """Whether the server takes no message from who has not logged in: so it is with every other, too."""


def open_server(server: Server) -> Connection | Fault:
    """Connect, encrypt and log in; a fault says why not, and nothing was sent.

    With starttls a server that does not offer it is refused, so that nobody between can take the encryption away.
    """
    client: smtplib.SMTP | None = None
    try:
        if server.security == "tls":
            context = ssl.create_default_context()
            client = smtplib.SMTP_SSL(
                server.host, server.port, server.greeting, timeout=server.timeout, context=context
            )
        else:
            client = smtplib.SMTP(server.host, server.port, server.greeting, timeout=server.timeout)
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            client.starttls(context=ssl.create_default_context())
            client.ehlo_or_helo_if_needed()
        if server.user is not None and server.password is not None:
            client.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        if client is not None:
            client.close()
        return _explain(error, server, client)
    return Connection(client)


def _explain(error: Exception, server: Server, client: smtplib.SMTP | None) -> Fault:
    facts: dict[str, Fact] = {"host": server.host, "port": server.port}
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fault("mail-certificate", {**facts, "error": error.verify_message or str(error)})
    if isinstance(error, smtplib.SMTPNotSupportedError):
        if (
            server.security == "starttls"
            and client is not None
            and not isinstance(client.sock, ssl.SSLSocket)
        ):
            return Fault("mail-not-encrypted", facts)
        return Fault("mail-login-refused", {**facts, "said": "mail no auth"})
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Fault("mail-login-refused", {**facts, "said": say_answer(error.smtp_code, error.smtp_error)})
    if isinstance(error, UnicodeError):
        return Fault("mail-login-refused", {**facts, "said": "mail not ascii"})
    return Fault("mail-unreachable", {**facts, "error": word_failure(error)})


def word_failure(error: Exception) -> str:
    """Return what happened to a connection: a word that problems have words for, or the server's own."""
    if isinstance(error, smtplib.SMTPResponseException):
        return say_answer(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return "mail late"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        # smtplib makes this of a timeout, too.
        return "mail late" if isinstance(error.__context__, TimeoutError) else "mail closed"
    if isinstance(error, ConnectionRefusedError):
        return "mail refused"
    if isinstance(error, socket.gaierror):
        return "mail unknown"
    if isinstance(error, ssl.SSLError):
        # Only what OpenSSL itself says has a reason.
        return str(getattr(error, "reason", None) or "TLS")
    if isinstance(error, ConnectionError):
        return "mail closed"
    return errno.errorcode.get(error.errno or 0, "?") if isinstance(error, OSError) else "?"


def say_answer(code: int, text: bytes | str) -> str:
    """Return a server's answer on one line of what can be printed: "452 4.2.2 mailbox full"."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    line = " ".join(words.split())
    shown = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return f"{code} {shown}".strip()[:LONGEST_SAID]


class Connection:
    """An open connection to a server, for one message after the other."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    def send(self, message: bytes, sender: str, to: Sequence[str], copied: Sequence[str] = ()) -> Delivery:
        """Hand in one message with line ends CRLF; it goes out where at least one of `to` is taken.

        An address of `copied` that is not taken keeps nothing back.
        """
        try:
            return self._offer(message, sender, to, copied)
        except (OSError, smtplib.SMTPException) as error:
            # The text has not gone out.
            self._client.close()
            return Delivery("deferred", word_failure(error), is_lost=True)

    def _offer(self, message: bytes, sender: str, to: Sequence[str], copied: Sequence[str]) -> Delivery:
        code, said = self._client.mail(sender)
        if code != 250:
            # About the sender or this session: no address is to blame.
            return replace(self._drop("deferred", code, said), wants_login=code == NO_LOGIN)
        refused: dict[str, tuple[int, str]] = {}
        for address in dict.fromkeys([*to, *copied]):
            code, said = self._client.rcpt(address)
            if code == 421:
                return self._drop("deferred", code, said)
            if code not in {250, 251, 252}:
                refused[address] = code, say_answer(code, said)
        put_off = tuple(address for address, (code, _) in refused.items() if code < 500)
        is_permanent = any(code >= 500 for code, _ in refused.values())
        listed = tuple((address, text) for address, (_, text) in refused.items())
        if all(address in refused for address in to):
            outcome: Result = "refused" if all(refused[address][0] >= 500 for address in to) else "deferred"
            self._reset()
            return Delivery(outcome, listed[0][1], is_permanent, listed)
        code, said = self._client.docmd("DATA")
        if code != 354:
            return self._drop("refused" if code >= 500 else "deferred", code, said, listed)
        handed = self._hand_over(message, is_permanent, listed)
        return replace(handed, put_off=put_off) if handed.outcome == "sent" else handed

    def _hand_over(
        self, message: bytes, is_permanent: bool, refused: tuple[tuple[str, str], ...]
    ) -> Delivery:
        text = _LEADING_DOT.sub(b"..", message)
        try:
            self._client.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, said = self._client.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._client.close()
            return Delivery("uncertain", word_failure(error), is_permanent, refused, is_lost=True)
        if 200 <= code < 300:
            return Delivery("sent", say_answer(code, said), is_permanent, refused)
        if not 400 <= code < 600:
            self._client.close()
            return Delivery("uncertain", say_answer(code, said), is_permanent, refused, is_lost=True)
        return self._drop("refused" if code >= 500 else "deferred", code, said, refused)

    def _drop(
        self, outcome: Result, code: int, said: bytes, refused: tuple[tuple[str, str], ...] = ()
    ) -> Delivery:
        """Give one message up; the server closes the connection after 421."""
        if code == 421:
            self._client.close()
        else:
            self._reset()
        return Delivery(outcome, say_answer(code, said), code >= 500, refused, is_lost=code == 421)

    def _reset(self) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._client.rset()

    def close(self) -> None:
        """Say goodbye; nothing depends on the answer."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._client.quit()
        self._client.close()
