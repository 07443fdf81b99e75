"""Chat channels: beside the mail, through Apprise and a real service, each unit told of once a step."""

import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.assess.reminders import MAIL
from conftest import Run
from post_office import PostOffice, open_post_office
from test_reminding import ANSWER, Office

LEDGER = "data/reminders/2022-Q3"


class Service(ThreadingHTTPServer):
    """A chat service on this machine: what was posted to it, and the status it answers with."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posted: list[dict[str, Any]] = []
        self.status = 200

    def address(self, channel: str) -> str:
        return f"json://127.0.0.1:{self.server_address[1]}/{channel}"

    def take(self) -> list[tuple[str, list[str]]]:
        """Take the title and the lines of what has been posted since."""
        taken, self.posted = self.posted, []
        return [(one["title"], one["message"].splitlines()) for one in taken]


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.posted.append({**body, "path": self.path})
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, post: PostOffice, service: Service) -> Office:
    """An office with a channel for everybody and one for a single unit."""
    made = Office(tmp_path / "kho", post)
    addresses = tmp_path / "kenh"
    addresses.write_text(
        f"# kênh của cơ quan\nnhom-cds {service.address('nhom')}\n\nrieng-b {service.address('b')}\n",
        encoding="utf-8",
    )
    addresses.chmod(0o600)
    set_channels(made, "{nhom-cds: {}, rieng-b: {units: so-b}}")
    return made


def set_channels(office: Office, channels: str, file: str = "../kenh") -> None:
    office.set_up()
    settings = office.root / "data/settings.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}notify: {{addresses_file: {file}, channels: {channels}}}\n", encoding="utf-8")


def tell(run: desk.Reminded) -> list[tuple[str, str, str, str]]:
    return [(line.channel, line.unit, line.step, line.outcome) for line in run.lines]


def test_a_channel_is_told_once_of_all_whose_turn_it_is(office: Office, service: Service) -> None:
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [
        ("mail", "so-a", "before-3", "sent"),
        ("mail", "so-b", "before-3", "sent"),
        ("nhom-cds", "so-a", "before-3", "sent"),
        ("nhom-cds", "so-b", "before-3", "sent"),
        ("rieng-b", "so-b", "before-3", "sent"),
    ]
    assert not run.has_failed
    title = "Nhắc gửi báo cáo số liệu Quý III/2022 (còn 3 ngày)"
    both, one = service.take()
    assert both == (
        title,
        [
            "Kế hoạch",
            "Hạn gửi: trước ngày 20 tháng 9 năm 2022; ngày cuối cùng đúng hạn 19/9/2022",
            "Còn nợ số liệu:",
            "- Sở A: 1 chỉ tiêu (số 7)",
            "- Sở B: 1 chỉ tiêu (số 7)",
            "Gửi biểu mẫu đã điền vào cds@hcm.example (Đơn vị đầu mối).",
        ],
    )
    assert one == (title, [line for line in both[1] if "Sở A" not in line])
    assert office.remind("2022-09-17T08:00:00").lines == ()
    assert service.take() == []


def test_every_unit_on_a_channel_has_its_files_in_the_ledger(office: Office) -> None:
    office.remind("2022-09-16T08:00:00")
    names = [name for name in office.names() if "nhom" in name or "rieng" in name]
    assert names == [
        "so-a.2022-09-19.before-3.nhom-cds.1.begun",
        "so-a.2022-09-19.before-3.nhom-cds.1.ended",
        "so-b.2022-09-19.before-3.nhom-cds.1.begun",
        "so-b.2022-09-19.before-3.nhom-cds.1.ended",
        "so-b.2022-09-19.before-3.rieng-b.1.begun",
        "so-b.2022-09-19.before-3.rieng-b.1.ended",
    ]
    begun = (office.root / LEDGER / f"p.{names[4]}.yaml").read_text(encoding="utf-8")
    assert "channel: rieng-b" in begun
    assert not [one for one in desk.check_workspace(office.root) if "reminders" in one.place.file]


def test_who_has_submitted_is_left_out_of_the_message(office: Office, service: Service) -> None:
    office.store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-10T08:00:00+07:00")
    run = office.remind("2022-09-16T08:00:00")
    assert [line[:2] for line in tell(run)] == [("mail", "so-a"), ("nhom-cds", "so-a")]
    [(_, lines)] = service.take()
    assert [line for line in lines if line.startswith("-")] == ["- Sở A: 1 chỉ tiêu (số 7)"]


def test_what_the_service_did_not_take_is_uncertain_and_repeated_only_when_asked(
    office: Office, service: Service, post: PostOffice
) -> None:
    service.status = 500
    run = office.remind("2022-09-16T08:00:00")
    assert {line[3] for line in tell(run) if line[0] != MAIL} == {"uncertain"}
    assert run.has_failed
    assert all("500" in str(line.detail) for line in run.lines if line.channel != MAIL)
    [digest] = [message for to, message in post.taken if "dic@hcm.example" in to]
    body = digest.get_body(("plain",))
    assert body is not None
    assert "Sở B (so-b), Quý III/2022, trước hạn 3 ngày, kênh rieng-b" in body.get_content()
    service.status = 200
    service.take()
    again = office.remind("2022-09-17T08:00:00")
    assert {line[3] for line in tell(again)} == {"uncertain"}
    assert service.take() == []
    repeated = office.remind("2022-09-17T09:00:00", is_repeating=True)
    assert {line[3] for line in tell(repeated)} == {"sent"}
    assert len(service.take()) == 2
    assert office.remind("2022-09-17T10:00:00", is_repeating=True).lines == ()


def test_two_runs_at_once_tell_a_channel_once(office: Office, service: Service) -> None:
    runs: list[desk.Reminded] = []
    start = [
        Thread(target=lambda: runs.append(office.remind("2022-09-16T08:00:00")), daemon=True)
        for _ in range(4)
    ]
    for thread in start:
        thread.start()
    for thread in start:
        thread.join()
    told = [line for run in runs for line in tell(run) if line[0] != MAIL and line[3] == "sent"]
    assert sorted(told) == sorted(set(told))
    named = [line for _, lines in service.take() for line in lines if line.startswith("-")]
    assert sorted(named) == ["- Sở A: 1 chỉ tiêu (số 7)", *["- Sở B: 1 chỉ tiêu (số 7)"] * 2]


@pytest.mark.parametrize(
    ("text", "mode", "kind"),
    [
        (None, 0o600, "mail-login-unreadable"),
        ("nhom-cds json://127.0.0.1:9/x\n", 0o644, "mail-login-open"),
        ("nhom-cds\n", 0o600, "chat-addresses-line"),
        ("a json://h/\na json://h/\n", 0o600, "chat-addresses-line"),
        ("nhom-cd json://127.0.0.1:9/x\n", 0o600, "chat-address-missing"),
        ("nhom-cds khong-co://x\n", 0o600, "chat-address"),
    ],
)
def test_a_channel_that_cannot_be_opened_keeps_no_mail_back(
    office: Office, tmp_path: Path, text: str | None, mode: int, kind: str
) -> None:
    set_channels(office, "{nhom-cds: {}}", "../khac")
    if text is not None:
        (tmp_path / "khac").write_text(text, encoding="utf-8")
        (tmp_path / "khac").chmod(mode)
    run = office.remind("2022-09-16T08:00:00")
    assert [problem.kind for problem in run.problems] == [kind]
    assert run.has_failed
    assert [line[2:] for line in tell(run) if line[0] == MAIL] == [("before-3", "sent")] * 2
    assert {line[3] for line in tell(run) if line[0] != MAIL} == {"not_begun"}
    assert not [name for name in office.names() if "nhom-cds" in name]


def test_without_the_package_only_the_mail_goes_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    run = office.remind("2022-09-16T08:00:00")
    assert [problem.kind for problem in run.problems] == ["chat-not-installed"]
    assert {line[3] for line in tell(run) if line[0] == MAIL} == {"sent"}
    assert {line[3] for line in tell(run) if line[0] != MAIL} == {"not_begun"}


def test_addresses_are_no_part_of_the_workspace(office: Office) -> None:
    office.store.write("kenh", "nhom-cds json://127.0.0.1:9/x\n")
    set_channels(office, "{nhom-cds: {}}", "kenh")
    assert [problem.kind for problem in office.remind("2022-09-16T08:00:00").problems] == [
        "mail-login-in-store"
    ]


def test_a_unit_that_no_registry_knows_is_told_of_in_its_place(office: Office) -> None:
    set_channels(office, "{nhom-cds: {units: [so-a, so-c]}}")
    [found] = [one for one in desk.check_workspace(office.root) if one.kind == "unit-unknown"]
    assert (found.place.file, found.place.line) == ("data/settings.yaml", 3)


def test_a_template_that_is_wrong_is_refused_before_anything_is_sent(
    office: Office, service: Service
) -> None:
    office.store.write("templates/chat.txt.j2", "{{ chat.unit }}\n")
    refused = office.try_to("2022-09-16T08:00:00")
    assert isinstance(refused, desk.Refusal)
    assert [problem.kind for problem in refused.problems] == ["template-name-unknown"]
    assert (office.names(), office.take(), service.take()) == ([], [], [])


def test_text_of_the_registry_is_no_markup_of_a_service(office: Office, service: Service) -> None:
    units = office.root / "data/units.yaml"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace("name: Sở B", 'name: "<b>Sở</b> *B* :smile: \\\\n @all"'), encoding="utf-8")
    office.remind("2022-09-16T08:00:00")
    [_, (_, lines)] = service.take()
    assert "- <b>Sở</b> *B* :smile: \\n @all: 1 chỉ tiêu (số 7)" in lines


def test_the_command_tries_a_channel(office: Office, service: Service, run: Run) -> None:
    said = run("mail", "test", "--channel", "nhom-cds", cwd=office.root)
    assert (said.returncode, said.stdout) == (0, "Đã gửi tin thử vào kênh nhom-cds.\n")
    [(title, _)] = service.take()
    assert title == "Tin thử: nhắc báo cáo số liệu"
    service.status = 403
    said = run("--lang", "en", "mail", "test", "--channel", "nhom-cds", cwd=office.root)
    assert said.returncode == 5
    assert said.stdout.startswith("Nobody knows whether nhom-cds took the test message: ")
    assert "403" in said.stdout
    said = run("mail", "test", "--channel", "nhom", cwd=office.root)
    assert (said.returncode, "KPI764" in said.stderr) == (2, True)
    said = run("mail", "test", "--channel", "a", "--to", "b@c.example", cwd=office.root)
    assert said.returncode == 2


def test_the_doctor_looks_at_the_addresses_and_posts_nothing(
    office: Office, service: Service, run: Run
) -> None:
    said = json.loads(run("doctor", "--format", "json", cwd=office.root).stdout)
    [chat] = [one for one in said["findings"] if one["check"] == "chat"]
    assert (chat["state"], chat["text"]) == (
        "fine",
        "2 kênh có địa chỉ dùng được; thử bằng: cds-kpi mail test --channel TÊN",
    )
    set_channels(office, "{nhom-cdss: {}}")
    said = json.loads(run("--lang", "en", "doctor", "--format", "json", cwd=office.root).stdout)
    [chat] = [one for one in said["findings"] if one["check"] == "chat"]
    assert chat["state"] == "attention"
    assert chat["advice"] == "Perhaps “nhom-cds” is meant."
    assert service.posted == []


def test_the_data_say_which_channel(office: Office, run: Run) -> None:
    office.store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-10T08:00:00+07:00")
    said = run("check-deadlines", "--as-of", "2022-09-16", "--format", "json", cwd=office.root)
    reminders = json.loads(said.stdout)["reminders"]
    assert [(one["unit"], one["channel"], one["sent"]) for one in reminders] == [
        ("so-b", "mail", False),
        ("so-b", "nhom-cds", False),
        ("so-b", "rieng-b", False),
    ]
