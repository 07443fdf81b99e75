"""Mail: messages as they travel, the server's every answer, and a login that nobody else sees."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

import pytest

from cds_kpi.post.messages import Letter, Person, build_message, check_address, make_message_id
from cds_kpi.post.smtp import Connection, Delivery, Server, open_server
from cds_kpi.problem import Fault
from cds_kpi.store.logins import Login, read_login
from conftest import Needs, Run
from post_office import PASSWORD, USER, PostOffice, make_certificate, open_post_office
from workspaces import Workspace

NOON = datetime(2022, 9, 16, 12, 0, tzinfo=timezone(timedelta(hours=7)))
NAME = "Ủy ban nhân dân Quận 3, Thành phố Hồ Chí Minh và các phường, xã, thị trấn trực thuộc"
SUBJECT = "Kết quả nhắc báo cáo lúc 17:03:59 ngày 22/11/2026: 2 đã gửi, 0 chưa được; xem thêm trong thư này"
INDICATOR = "id: share\nmeasure: {kind: ratio, basis: at_date}\ntargets: [{programme: p, at_least: 50, by: 2022-12-31}]"


def make_letter(**changes: object) -> Letter:
    values: dict[str, object] = {
        "sender": Person("cds@hcm.example", "Sở Thông tin và Truyền thông"),
        "to": [Person("quan-3@hcm.example", NAME)],
        "subject": SUBJECT,
        "text": "Kính gửi\n.\n.Dòng có dấu chấm\n",
        "html": "<p>Kính gửi</p>\n",
        "message_id": make_message_id(["p", "2022-Q3"], "cds@hcm.example"),
        "moment": NOON,
    }
    return Letter(**{**values, **changes})  # type: ignore[arg-type]  # what a test changes


def send(connection: Connection, *to: str, copied: tuple[str, ...] = ()) -> Delivery:
    message = build_message(make_letter())
    assert not isinstance(message, Fault)
    return connection.send(message.as_bytes(), "cds@hcm.example", to, copied)


def connect(office: PostOffice, **changes: object) -> Connection:
    opened = open_server(make_server(office, **changes))
    assert isinstance(opened, Connection), opened
    OPENED.append(opened)
    return opened


OPENED: list[Connection] = []


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[None]:
    """Close what a test has opened."""
    yield
    while OPENED:
        OPENED.pop().close()


def make_server(office: PostOffice, **changes: object) -> Server:
    values: dict[str, object] = {
        "host": "localhost", "port": office.port, "security": "none", "greeting": "hcm.example", "timeout": 30,
    }  # fmt: skip
    return Server(**{**values, **changes})  # type: ignore[arg-type]  # what a test changes


@pytest.fixture(scope="session")
def certificate(needs: Needs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(needs("openssl"), tmp_path_factory.mktemp("localhost"), "localhost")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


# ---- Messages


def test_a_message_says_in_vietnamese_what_it_was_given_and_travels_in_ascii() -> None:
    form = ("quan-3.2022-Q3.xlsx", b"PK\x03\x04")
    copied = [Person("city@hcm.example", 'Văn phòng "A", tầng 3')]
    message = build_message(
        make_letter(attachment=form, copied=copied, reply_to=Person("hoi@hcm.example", "Desk, the (1)"))
    )
    assert not isinstance(message, Fault)
    data = message.as_bytes()
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n") if b"=?" in line) <= 76
    read = message_from_bytes(data, policy=default)
    assert str(read["Subject"]) == SUBJECT
    # Not by the policy's own parser, which puts a space between the encoded words of a name.
    raw = message_from_bytes(data)["To"]
    assert parseaddr(str(make_header(decode_header(raw))).replace(",", ""))[0] == NAME.replace(",", "")
    assert [one.addr_spec for one in read["To"].addresses] == ["quan-3@hcm.example"]
    assert [one.display_name for one in read["Cc"].addresses] == ['Văn phòng "A", tầng 3']
    assert [one.display_name for one in read["Reply-To"].addresses] == ["Desk, the (1)"]
    assert read["Date"].datetime == NOON
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Kính gửi", ".", ".Dòng có dấu chấm"]
    assert html.get_content().splitlines() == ["<p>Kính gửi</p>"]
    [attached] = read.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == form


@pytest.mark.parametrize("length", range(1, 90, 7))
def test_a_subject_of_any_length_keeps_its_spaces(length: int) -> None:
    subject = ("Báo cáo 17:03 ngày 22 " * 6)[:length].strip()
    message = build_message(make_letter(subject=subject))
    assert not isinstance(message, Fault)
    assert str(message_from_bytes(message.as_bytes(), policy=default)["Subject"]) == subject


def test_the_message_id_is_the_same_for_the_same_reminder_and_for_no_other() -> None:
    parts = ["p", "2022-Q3", "so-a", "2022-09-19", "before-3"]
    made = make_message_id(parts, "cds@hcm.example")
    assert made == make_message_id(parts, "cds@hcm.example")
    assert made.endswith("@hcm.example>")
    assert made != make_message_id([*parts[:4], "before-1"], "cds@hcm.example")


@pytest.mark.parametrize(
    "trick",
    [
        "Sở A\nBcc: x@noi-khac.example",
        "Sở A\r\nBcc: x@noi-khac.example",
        "Sở A\rBcc: x@noi-khac.example",
        "Sở A\u2028Bcc: x",
        # An encoded word that holds a line break (CVE-2024-6923).
        "=?utf-8?q?So_A=0ABcc=3A_x=40noi-khac.example?=",
    ],
)
@pytest.mark.parametrize(
    "where", ["subject", "to", "copied", "sender", "reply_to", "attachment", "message_id"]
)
def test_what_could_add_a_header_is_refused_wherever_it_stands(where: str, trick: str) -> None:
    person = Person("quan-3@hcm.example", trick)
    changes: dict[str, object] = {
        "subject": trick,
        "to": [person],
        "copied": [person],
        "sender": person,
        "reply_to": person,
        "attachment": (trick, b"x"),
        "message_id": trick,
    }
    made = build_message(make_letter(**{where: changes[where]}))
    assert isinstance(made, Fault)
    assert (made.kind, made.facts) == ("mail-header", {"found": trick})


@pytest.mark.parametrize(
    "address",
    [
        "so-y-te",
        "@hcm.example",
        "so y te@hcm.example",
        "so-y-te@hcm",
        "so-y-te@hcm..example",
        "so-y-te@-hcm.example",
        ".so@hcm.example",
        "sở@hcm.example",
        "so@hcm.example\nBcc: x@y.vn",
        "so@hcm.example>,<x@y.vn",
        "=?utf-8?q?so=0A?=@hcm.example",
        "so@" + "a" * 64 + ".example",
        "a" * 65 + "@hcm.example",
    ],
)
def test_an_address_that_no_mail_goes_to_is_refused(address: str) -> None:
    assert check_address(address) is None
    made = build_message(make_letter(to=[Person(address)]))
    assert isinstance(made, Fault)
    assert made.kind == "mail-address"


def test_a_domain_in_vietnamese_letters_travels_in_ascii() -> None:
    assert check_address("so-y-te@tphcm.gov.vn") == "so-y-te@tphcm.gov.vn"
    assert check_address("so@thànhphố.vn") == "so@" + "thànhphố".encode("idna").decode() + ".vn"


# ---- The server's answers


def test_a_message_arrives_whole(office: PostOffice) -> None:
    connection = connect(office)
    assert send(connection, "a@hcm.example", copied=("c@hcm.example",)) == Delivery("sent", "250 2.0.0 Taken")
    # And another one over the same connection.
    assert send(connection, "b@hcm.example").outcome == "sent"
    connection.close()
    assert [to for to, _ in office.taken] == [["a@hcm.example", "c@hcm.example"], ["b@hcm.example"]]
    body = office.taken[0][1].get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Kính gửi", ".", ".Dòng có dấu chấm"]


def test_a_line_of_one_dot_does_not_end_a_message(office: PostOffice) -> None:
    message = build_message(make_letter(text="Before\n.\n.dot\nafter\n", html="<p>x</p>\n"))
    assert not isinstance(message, Fault)
    assert b"\r\n.\r\n.dot\r\n" in message.as_bytes()
    assert connect(office).send(message.as_bytes(), "cds@hcm.example", ["a@hcm.example"]).outcome == "sent"
    body = office.taken[0][1].get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Before", ".", ".dot", "after"]


@pytest.mark.parametrize(
    ("to", "copied", "outcome", "is_permanent", "refused"),
    [
        (("nobody@h.vn",), (), "refused", True, ["nobody@h.vn"]),
        (("full@h.vn",), (), "deferred", False, ["full@h.vn"]),
        (("full@h.vn", "nobody@h.vn"), (), "deferred", True, ["full@h.vn", "nobody@h.vn"]),
        (("a@h.vn", "nobody@h.vn"), (), "sent", True, ["nobody@h.vn"]),
        (("a@h.vn", "full@h.vn"), (), "sent", False, ["full@h.vn"]),
        (("a@h.vn",), ("nobody@h.vn",), "sent", True, ["nobody@h.vn"]),
        # The authority alone is no reason to send.
        (("nobody@h.vn",), ("a@h.vn",), "refused", True, ["nobody@h.vn"]),
    ],
)
def test_each_recipient_is_taken_or_not(
    office: PostOffice,
    to: tuple[str, ...],
    copied: tuple[str, ...],
    outcome: str,
    is_permanent: bool,
    refused: list[str],
) -> None:
    connection = connect(office)
    delivery = send(connection, *to, copied=copied)
    assert (delivery.outcome, delivery.is_permanent) == (outcome, is_permanent)
    assert [address for address, _ in delivery.refused] == refused
    assert office.reached() == (["a@h.vn"] if outcome == "sent" else [])
    # The next message is not disturbed.
    assert send(connection, "b@h.vn").outcome == "sent"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("452 4.3.1 Out of storage", "deferred"),
        ("554 5.7.1 Looks like spam", "refused"),
        ("552 5.3.4 Too large", "refused"),
    ],
)
def test_a_whole_message_that_is_not_taken_is_put_off_or_refused(
    office: PostOffice, said: str, outcome: str
) -> None:
    office.says = lambda _: said
    connection = connect(office)
    delivery = send(connection, "a@h.vn")
    assert (delivery.outcome, delivery.said, delivery.is_lost) == (outcome, said, False)
    office.says = lambda _: "250 OK"
    assert send(connection, "a@h.vn").outcome == "sent"


def test_a_sender_that_is_not_taken_is_no_addressees_fault(office: PostOffice) -> None:
    office.sender_says = "550 5.7.1 Not your address"
    delivery = send(connect(office), "a@h.vn")
    assert (delivery.outcome, delivery.said, delivery.is_permanent) == (
        "deferred",
        "550 5.7.1 Not your address",
        True,
    )


def test_a_connection_lost_before_the_text_went_out_is_put_off(office: PostOffice) -> None:
    office.hangs_up_at = "a@h.vn"
    assert send(connect(office), "a@h.vn") == Delivery("deferred", "mail closed", is_lost=True)
    delivery = send(connect(office), "leaving@h.vn")
    assert (delivery.outcome, delivery.said, delivery.is_lost) == ("deferred", "421 4.3.2 Going down", True)


def test_a_connection_lost_after_the_text_went_out_leaves_it_uncertain(office: PostOffice) -> None:
    office.says = lambda _: "hang up"
    assert send(connect(office), "a@h.vn") == Delivery("uncertain", "mail closed", is_lost=True)


def test_a_server_that_does_not_answer_in_time_leaves_it_uncertain(office: PostOffice) -> None:
    office.waits = 5
    assert send(connect(office, timeout=1), "a@h.vn") == Delivery("uncertain", "mail late", is_lost=True)


# ---- Encryption and login


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_a_login_a_message_arrives(
    security: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with open_post_office(security, certificate, with_login=security == "starttls") as office:
        login = {"user": USER, "password": PASSWORD} if security == "starttls" else {}
        assert send(connect(office, security=security, **login), "a@h.vn").outcome == "sent"
        assert office.reached() == ["a@h.vn"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_nobody_known_is_refused(security: str, certificate: Path) -> None:
    with open_post_office(security, certificate) as office:
        opened = open_server(make_server(office, security=security))
        assert isinstance(opened, Fault)
        assert opened.kind == "mail-certificate"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_another_name_is_refused(
    security: str, needs: Needs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_certificate(needs("openssl"), tmp_path, "mail.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with open_post_office(security, other) as office:
        opened = open_server(make_server(office, security=security))
        assert isinstance(opened, Fault)
        assert opened.kind == "mail-certificate"
        assert "localhost" in str(opened.facts["error"])
        assert office.taken == []


def test_a_server_without_starttls_gets_neither_password_nor_message(office: PostOffice) -> None:
    opened = open_server(make_server(office, security="starttls", user=USER, password=PASSWORD))
    assert isinstance(opened, Fault)
    assert opened.kind == "mail-not-encrypted"


@pytest.mark.parametrize("password", ["hoàn toàn sai", "sai-roi"])
def test_a_login_that_is_refused_says_so_without_the_password(
    password: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with open_post_office("starttls", certificate, with_login=True) as office:
        server = make_server(office, security="starttls", user=USER, password=password)
        opened = open_server(server)
        assert isinstance(opened, Fault)
        assert opened.kind == "mail-login-refused"
        assert password not in f"{opened} {server}"


def test_a_server_that_is_not_there_cannot_be_reached() -> None:
    with open_post_office() as office:
        gone = make_server(office)
    opened = open_server(gone)
    assert isinstance(opened, Fault)
    assert (opened.kind, opened.facts["error"]) == ("mail-unreachable", "mail refused")


# ---- The login's file


def test_a_login_is_read_from_a_file_that_only_its_owner_opens(tmp_path: Path) -> None:
    root, file = tmp_path / "store", tmp_path / "smtp"
    root.mkdir()
    file.write_text("cds\nbí mật \n", encoding="utf-8")
    file.chmod(0o600)
    assert read_login(file, root) == Login("cds", "bí mật ")
    assert "bí mật" not in repr(read_login(file, root))
    for mode in (0o640, 0o604, 0o644, 0o660):
        file.chmod(mode)
        read = read_login(file, root)
        assert isinstance(read, Fault)
        assert (read.kind, read.facts["mode"]) == ("mail-login-open", f"{mode:04o}")


@pytest.mark.parametrize("text", ["", "cds\n", "cds\n\n", "cds\nmật khẩu\nthừa\n", "cds\na\x00b\n"])
def test_a_login_file_of_anything_but_two_lines_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "smtp"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    read = read_login(file, tmp_path / "store")
    assert isinstance(read, Fault)
    assert read.kind == "mail-login-unreadable"


def test_a_login_in_the_workspace_is_refused_also_behind_a_link(tmp_path: Path) -> None:
    root = tmp_path / "store"
    (root / "data").mkdir(parents=True)
    file = root / "data" / "smtp"
    file.write_text("cds\nmật khẩu\n", encoding="utf-8")
    file.chmod(0o600)
    (tmp_path / "link").symlink_to(file)
    for path in (file, tmp_path / "link"):
        read = read_login(path, root)
        assert isinstance(read, Fault)
        assert read.kind == "mail-login-in-store"


# ---- The command


def set_up(root: Path, office: PostOffice, more: str = "security: none") -> Workspace:
    store = Workspace(root, INDICATOR)
    store.write(
        "data/settings.yaml",
        f"format: 1\nmail: {{host: localhost, port: {office.port}, from: cds@hcm.example, {more}}}\n",
    )
    return store


def test_mail_test_says_what_the_server_answered(run: Run, tmp_path: Path, office: PostOffice) -> None:
    set_up(tmp_path, office)
    done = run("mail", "test", "--to", "toi@hcm.example")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"Máy chủ localhost:{office.port} đã nhận thư thử gửi toi@hcm.example.\nTrả lời: 250 2.0.0 Taken\n"
    )
    done = run("--lang", "en", "mail", "test", "--to", "nobody@hcm.example")
    assert done.returncode == 5
    assert done.stdout == (
        f"The server localhost:{office.port} refused the test message for nobody@hcm.example.\n"
        "It said: 550 5.1.1 No such user\n"
    )
    assert run("mail", "test").returncode == 2
    assert "KPI759" in run("mail", "test", "--to", "sở@hcm.example").stderr


def test_mail_test_takes_its_login_from_the_environment_or_a_closed_file(
    run: Run, tmp_path: Path, certificate: Path
) -> None:
    trusted = {"SSL_CERT_FILE": str(certificate)}
    with open_post_office("starttls", certificate, with_login=True) as office:
        set_up(tmp_path / "store", office, "login_file: ../smtp")
        file = tmp_path / "smtp"
        file.write_text(f"{USER}\n{PASSWORD}\n", encoding="utf-8")
        file.chmod(0o644)
        call = ("--workspace", tmp_path / "store", "mail", "test", "--to", "toi@hcm.example")
        done = run(*call, env=trusted)
        assert (done.returncode, "KPI751" in done.stderr, PASSWORD in done.stderr) == (2, True, False)
        file.chmod(0o600)
        assert run(*call, env=trusted).returncode == 0
        login = {"CDS_KPI_SMTP_USER": USER, "CDS_KPI_SMTP_PASSWORD": "sai"}
        done = run(*call, env=trusted | login)
        assert (done.returncode, "KPI758" in done.stderr, "sai" in done.stderr.split()) == (5, True, False)
        login["CDS_KPI_SMTP_PASSWORD"] = PASSWORD
        assert run(*call, env=trusted | login).returncode == 0
        del login["CDS_KPI_SMTP_USER"]
        assert "KPI754" in run(*call, env=trusted | login).stderr
        other = tmp_path / "other"
        other.write_text("ai-do\nsai\n", encoding="utf-8")
        other.chmod(0o600)
        done = run(*call, env=trusted | {"CDS_KPI_SMTP_LOGIN_FILE": str(other)})
        assert (done.returncode, "KPI758" in done.stderr) == (5, True)


def test_without_settings_or_server_the_command_says_what_to_do(run: Run, tmp_path: Path) -> None:
    Workspace(tmp_path, INDICATOR)
    done = run("mail", "test", "--to", "toi@hcm.example")
    assert (done.returncode, "KPI750" in done.stderr) == (2, True)
    with open_post_office() as office:
        set_up(tmp_path, office)
    done = run("mail", "test", "--to", "toi@hcm.example")
    assert (done.returncode, "KPI755" in done.stderr) == (5, True)
    assert "máy chủ từ chối kết nối" in done.stderr


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("from: cds@hcm.example, host: 'https://mail.vn'", "mail-host"),
        ('from: cds@hcm.example, host: mail.vn, name: "A\\nBcc: x@y.vn"', "mail-header"),
        ('from: cds@hcm.example, host: mail.vn, name: "=?utf-8?q?A=0A?="', "mail-header"),
        ('from: "=?utf-8?q?A=0A?=@hcm.example", host: mail.vn', "mail-header"),
        ('from: "a@hcm.example\\nBcc: x@y.vn", host: mail.vn', "email-expected"),
        ("from: cds@hcm.example, host: mail.vn, security: none", "mail-unprotected"),
        ("from: cds@hcm.example, host: localhost.mail.vn, security: none", "mail-unprotected"),
        ("from: cds@hcm.example, host: mail.vn, security: ssl", "word-unknown"),
        ("from: cds@hcm.example, host: mail.vn, port: 70000", "number-range"),
        ("from: cds@hcm.example, host: mail.vn, password: abc", "key-unknown"),
    ],
)
def test_the_settings_refuse_what_could_send_otherwise_than_it_says(
    tmp_path: Path, line: str, kind: str
) -> None:
    store = Workspace(tmp_path, INDICATOR)
    store.write("data/settings.yaml", f"format: 1\nmail: {{{line}}}\n")
    assert store.find_problems() == [kind]


def test_this_machine_may_be_talked_to_without_encryption(tmp_path: Path) -> None:
    store = Workspace(tmp_path, INDICATOR)
    for host in ("localhost", "127.0.0.1", '"::1"'):
        store.write(
            "data/settings.yaml", f"format: 1\nmail: {{host: {host}, from: a@hcm.example, security: none}}\n"
        )
        assert store.find_problems() == []
