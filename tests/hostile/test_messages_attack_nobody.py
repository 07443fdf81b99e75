"""Mails and chat messages about a workspace full of attacks, as servers get them: the parts and lines of any other."""

import re
import smtplib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from threading import Thread

import pytest
from attacks import ATTACKS, MARK, make_attacked
from test_outputs_attack_nobody import UNPRINTABLE, Page

from bounds import SOAK
from cds_kpi import desk
from cds_kpi.post.messages import Person, build_message
from post_office import PostOffice, open_post_office
from test_chat import Service
from test_mail import make_letter
from test_reminding import say_time

TURNS = range(0, len(ATTACKS), 1 if SOAK else 21)
AT = say_time("2022-09-20T08:00:00")
WORD = "=?utf-8?q?So_A=0D=0ABcc=3A_x=40noi-khac.example?="
"""An encoded word with a line break in it, and what would be a header of its own behind that."""


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def send(root: Path, turn: int, post: PostOffice, service: Service, *, harmless: bool) -> desk.Reminded:
    """Remind every unit that owes, by mail and chat."""
    make_attacked(root, turn, harmless=harmless)
    addresses = root.with_name(f"{root.name}-addresses")
    addresses.write_text(f"nhom {service.address('nhom')}\n", encoding="utf-8")
    addresses.chmod(0o600)
    with (root / "data/settings.yaml").open("a", encoding="utf-8") as settings:
        settings.write(
            f"mail: {{host: localhost, port: {post.port}, security: none, from: cds@hcm.example, name: CDS}}\n"
            f"notify: {{addresses_file: {addresses}, channels: {{nhom: {{}}}}}}\n"
        )
    done = desk.send_reminders(root, desk.Wish("vi"), login=desk.LoginSource(), clock=lambda: AT)
    assert isinstance(done, desk.Reminded), done
    return done


def read_shape(message: EmailMessage) -> list[tuple[str, list[str]]]:
    """Return the parts of a message with the names of their headers."""
    return [(part.get_content_type(), sorted(part.keys())) for part in message.walk()]


@pytest.mark.parametrize("turn", TURNS)
def test_a_message_has_the_headers_the_parts_and_the_recipients_of_any_other(
    turn: int, post: PostOffice, service: Service, tmp_path: Path
) -> None:
    send(tmp_path / "plain", turn, post, service, harmless=True)
    plain, post.taken = {tuple(to): message for to, message in post.taken}, []
    told, service.posted = service.posted, []
    assert len(plain) == 3
    done = send(tmp_path / "made", turn, post, service, harmless=False)
    for to, message in post.taken:
        other = plain[tuple(to)]
        assert read_shape(message) == read_shape(other)
        assert [one.addr_spec for one in message["To"].addresses] == to
        text, page = (message.get_body((kind,)) for kind in ("plain", "html"))
        other_page = other.get_body(("html",))
        assert text is not None
        assert page is not None
        assert other_page is not None
        assert MARK in text.get_content()
        assert not UNPRINTABLE.search(text.get_content().replace("\r\n", "\n"))
        shown = Page(page.get_content())
        assert shown.shapes <= Page(other_page.get_content()).shapes
        assert [one for one in shown.active if MARK in one] == []
    # What could add a line to a header is refused by itself, and the others go out.
    refused = [line for line in done.lines if line.outcome != "sent"]
    assert all("phần đầu thư" in str(line.detail) for line in refused)
    assert len(post.taken) + len(refused) >= 4
    assert [len(one["message"].splitlines()) for one in service.posted] == [
        len(one["message"].splitlines()) for one in told
    ]
    for one in service.posted:
        assert not UNPRINTABLE.search(f"{one['title']}{one['message']}")
        assert MARK in one["message"]


def test_an_encoded_word_that_holds_a_line_break_adds_no_header() -> None:
    """CVE-2024-6923: left to itself, this Python writes the break into the message, where the rest is a header."""
    made = build_message(make_letter(to=[Person("quan-3@hcm.example", WORD)]))
    assert not isinstance(made, EmailMessage)
    assert made.kind == "mail-header"
    naive = EmailMessage(policy=SMTP)
    naive["Subject"] = WORD
    naive.set_content("x")
    try:
        written = naive.as_bytes()
    except (ValueError, smtplib.SMTPException):
        # A Python in which the hole is closed.
        return
    read = message_from_bytes(written, policy=default)
    assert read["Bcc"] is not None or re.search(rb"\r?\nBcc:", written)
