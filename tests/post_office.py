"""A real mail server on loopback that says and does what a test tells it, and keeps what it was handed.

Convention: an address's local part decides: `full` is a full mailbox, `nobody` is unknown, and so on, see ANSWERS.
"""

import asyncio
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

ANSWERS = {
    "full": "452 4.2.2 Mailbox full",
    "nobody": "550 5.1.1 No such user",
    "leaving": "421 4.3.2 Going down",
}
"""What is said to a recipient whose address begins so."""
USER, PASSWORD = "cds", "bí mật?".encode("ascii", "replace").decode()


@dataclass
class PostOffice:
    """What the server was handed, and how it behaves."""

    port: int = 0
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    """The recipients and the message of everything it took."""
    says: Callable[[list[str]], str] = lambda _: "250 2.0.0 Taken"
    """What it says to a whole message for these recipients; `hang up` and it closes the connection."""
    hangs_up_at: str | None = None
    """A recipient at whom it closes the connection."""
    waits: float = 0
    """Seconds before it says anything to a whole message."""
    sender_says: str = "250 OK"
    came: threading.Event = field(default_factory=threading.Event)
    """Set once a whole message has come in, before anything is said to it."""

    async def handle_MAIL(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender_says

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.hangs_up_at:
            _hang_up(server)
        for beginning, answer in ANSWERS.items():
            if address.startswith(beginning):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        to = [str(address) for address in envelope.rcpt_tos]
        self.came.set()
        said = self.says(to)
        if self.waits:
            await asyncio.sleep(self.waits)
        if said == "hang up":
            _hang_up(server)
            return "250 OK"
        if said.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append((to, message_from_bytes(content, policy=default)))
        return said

    def reached(self) -> list[str]:
        """Return who was reached, once for every message."""
        return [address for to, _ in self.taken for address in to]


@contextmanager
def open_post_office(
    security: str = "none", certificate: Path | None = None, *, with_login: bool = False
) -> Iterator[PostOffice]:
    """Run a server; `certificate` holds certificate and key."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    office = PostOffice(port)
    options: dict[str, Any] = {}
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if with_login:
        options |= {
            "authenticator": _judge,
            "auth_required": True,
            "auth_require_tls": security == "starttls",
        }
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=port,
        ssl_context=context if security == "tls" else None,
        **options,
    )
    controller.start()
    try:
        yield office
    finally:
        # The server leaves connections to themselves when it stops.
        asyncio.run_coroutine_threadsafe(_close_all(controller.loop), controller.loop).result(5)
        controller.stop()


async def _close_all(loop: asyncio.AbstractEventLoop) -> None:
    for transport in list(getattr(loop, "_transports", {}).values()):
        transport.abort()
    await asyncio.sleep(0.01)


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def _judge(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    assert isinstance(data, LoginPassword)
    is_known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=False)


def make_certificate(openssl: Path, folder: Path, name: str) -> Path:
    """Make a certificate for a name and its key, in one file."""
    file = folder / f"{name}.pem"
    key = folder / f"{name}.key"
    subject = f"DNS:{name}"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName={subject}"),
            *("-keyout", key, "-out", file),
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + key.read_bytes())
    return file
