"""Messages: a finished notice as an e-mail with Vietnamese names, plain text, HTML and, if wanted, the form.

Convention: whatever goes into a header is checked before it gets there; what could add a line to it is refused, never
mended, because a text like that was not written by accident.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import EmailMessage

_LOCAL = re.compile(r"(?=.{1,64}\Z)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
"""RFC 5321, section 4.1.2: a dot-string. What needs quotation marks is left out."""
_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z"
)
_ENCODED = "=?"
"""Begins an encoded word (RFC 2047): Python decodes it when a header is set, a line break within it and all
(CVE-2024-6923)."""
WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into a message."""

    sender: Person
    to: Sequence[Person]
    subject: str
    text: str
    html: str
    message_id: str
    moment: datetime
    """Of sending."""
    copied: Sequence[Person] = ()
    reply_to: Person | None = None
    attachment: tuple[str, bytes] | None = None
    """The name and the bytes of a workbook."""


def check_address(address: str) -> str | None:
    """Return an address as it travels, with its domain in ASCII (IDNA); None where no mail can go to it."""
    local, at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not at or _ENCODED in local or _LOCAL.match(local) is None or _DOMAIN.match(domain) is None:
        return None
    return f"{local}@{domain}"


def make_message_id(parts: Sequence[str], sender: str) -> str:
    """Return the same Message-ID for the same parts, under the sender's domain, angle brackets included."""
    digest = sha256("\n".join(parts).encode()).hexdigest()[:40]
    return f"<{digest}@{sender.rpartition('@')[2].encode('idna').decode('ascii')}>"


def build_message(letter: Letter) -> EmailMessage | Fault:
    """Return the message, all ASCII on its way; a fault where an address or a header cannot be what it says.

    Names and subject are encoded as RFC 2047 asks, bodies as quoted-printable or base64, so that no server has to
    know 8BITMIME or SMTPUTF8.
    """
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    people = [letter.sender, *letter.to, *letter.copied, *([letter.reply_to] if letter.reply_to else [])]
    for person in people:
        if check_address(person.address) is None:
            return Fault("mail-address", {"found": person.address})
    name = letter.attachment[0] if letter.attachment is not None else ""
    for text in (letter.subject, letter.message_id, name, *(person.name for person in people)):
        if (text and not text.isprintable()) or _ENCODED in text:
            return Fault("mail-header", {"found": text})
    # Headers go in as they travel: left to itself, EmailMessage loses spaces between encoded words and others.
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit", refold_source="none"))
    message.set_raw("From", _write_people("From", [letter.sender]))
    message.set_raw("To", _write_people("To", letter.to))
    if letter.copied:
        message.set_raw("Cc", _write_people("Cc", letter.copied))
    if letter.reply_to is not None:
        message.set_raw("Reply-To", _write_people("Reply-To", [letter.reply_to]))
    message.set_raw("Subject", _encode("Subject", letter.subject))
    message["Date"] = format_datetime(letter.moment)
    message.set_raw("Message-ID", letter.message_id)
    # RFC 3834: nobody's absence note answers it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.attachment is not None:
        main, sub = WORKBOOK
        message.add_attachment(letter.attachment[1], maintype=main, subtype=sub, filename=name)
    return message


def _write_people(header: str, people: Sequence[Person]) -> str:
    from email.utils import formataddr

    written = []
    for person in people:
        address = check_address(person.address) or ""
        is_plain = person.name.isascii()
        written.append(
            formataddr((person.name, address))
            if is_plain
            else f"{_encode(header, person.name)}\r\n <{address}>"
        )
    return ",\r\n ".join(written)


def _encode(header: str, text: str) -> str:
    """Return a text as encoded words of RFC 2047 on lines of at most 76 characters; ASCII as it is."""
    from email.header import Header

    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=76, header_name=header).encode(linesep="\r\n")
