"""Reminding: who owes is reminded once a step, whatever the server, the clock or another run does."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.period import CITY_TIME
from conftest import Run
from post_office import ANSWERS, PostOffice, open_post_office
from workspaces import Workspace

SHARE = """
id: share
name: Tỷ lệ hồ sơ trực tuyến
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 7, at_least: 50, by: 2022-12-31}]
"""
ANSWER = "share: {numerator: 1, denominator: 2}"
QUARTER = "- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}"
UNITS = """
- {id: city, name: Thành phố, level: province, email: [city@hcm.example]}
- {id: dic, name: Đơn vị đầu mối, level: agency, parent: city, email: [dic@hcm.example]}
- {id: so-a, name: Sở A, level: department, parent: city, email: [a@hcm.example]}
- {id: so-b, name: Sở B, level: department, parent: city, email: [b@hcm.example]}
"""
A, B, DIC, CITY = (f"{name}@hcm.example" for name in ("a", "b", "dic", "city"))
LEDGER = "data/reminders/2022-Q3"
CLOCKED = Path(__file__).with_name("clocked.py")


def say_time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


class Office:
    """A workspace with a mail server."""

    def __init__(self, root: Path, post: PostOffice, units: str = UNITS, indicators: str = SHARE) -> None:
        self.store = Workspace(root, indicators, units=units, rounds=QUARTER)
        self.root, self.post = root, post
        self.set_up()

    def set_up(self, more: str = "") -> None:
        self.store.write(
            "data/settings.yaml",
            f"format: 1\nmail: {{host: localhost, port: {self.post.port}, security: none, "
            f"from: cds@hcm.example{more}}}\n",
        )

    def remind(self, at: str, **wish: object) -> desk.Reminded:
        """Run at a moment; return what was done."""
        made = self.try_to(at, **wish)
        assert isinstance(made, desk.Reminded), made
        return made

    def try_to(self, at: str, **wish: object) -> desk.Reminded | desk.Refusal:
        return desk.send_reminders(
            self.root,
            desk.Wish("vi", **wish),  # type: ignore[arg-type]  # what a test wishes
            login=desk.LoginSource(),
            clock=lambda: say_time(at),
        )

    def take(self) -> list[tuple[list[str], EmailMessage]]:
        """Take what has arrived since."""
        taken, self.post.taken = self.post.taken, []
        return taken

    def names(self) -> list[str]:
        """Name the ledger's files, without what they have in common."""
        folder = self.root / LEDGER
        if not folder.is_dir():
            return []
        return sorted(path.name.removeprefix("p.").removesuffix(".yaml") for path in folder.iterdir())


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, post: PostOffice) -> Office:
    return Office(tmp_path, post)


def tell(run: desk.Reminded) -> list[tuple[str, str, str]]:
    return [(line.unit, line.step, line.outcome) for line in run.lines]


def recipients(taken: list[tuple[list[str], EmailMessage]]) -> list[list[str]]:
    return [to for to, _ in taken]


def read_text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def test_who_owes_is_reminded_once_a_step_and_the_focal_point_told(office: Office) -> None:
    office.store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-10T08:00:00+07:00")
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-b", "before-3", "sent")]
    assert not run.has_failed
    assert [(line.unit, line.condition) for line in run.deadlines.view.reminders] == [("so-b", "sent")]
    assert recipients(office.take()) == [[B], [DIC]]
    assert office.names() == ["so-b.2022-09-19.before-3.1.begun", "so-b.2022-09-19.before-3.1.ended"]
    for moment in ("2022-09-16T08:00:00", "2022-09-17T08:00:00"):
        run = office.remind(moment)
        assert (run.lines, run.digests, office.take()) == ((), (), [])
    assert tell(office.remind("2022-09-18T08:00:00")) == [("so-b", "before-1", "sent")]
    office.store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-18T09:00:00+07:00")
    assert office.remind("2022-09-30T08:00:00").lines == ()


def test_a_reminder_says_what_is_owed_until_when_and_how_to_send_it(office: Office) -> None:
    office.set_up(", reply_to: nhan@hcm.example, name: Tổ chuyển đổi số")
    office.store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-10T08:00:00+07:00")
    office.remind("2022-09-16T08:00:00", has_form=True)
    [[_, message], _] = office.take()
    assert str(message["Subject"]) == "Nhắc gửi báo cáo số liệu Quý III/2022 (còn 3 ngày)"
    assert (str(message["To"]), str(message["From"])) == (
        "Sở B <b@hcm.example>",
        "Tổ chuyển đổi số <cds@hcm.example>",
    )
    assert str(message["Reply-To"]) == "nhan@hcm.example"
    assert message["Date"].datetime == say_time("2022-09-16T08:00:00")
    text = read_text(message)
    for said in (
        "Kính gửi: Sở B\n",
        "còn 3 ngày",
        "Ngày cuối cùng đúng hạn: 19/9/2022\n",
        "  - Số 7: Tỷ lệ hồ sơ trực tuyến\n",
        "Điền biểu mẫu Excel đính kèm, rồi gửi lại vào địa chỉ nhan@hcm.example.\n",
        "Cần hỏi thêm: Đơn vị đầu mối, dic@hcm.example\n",
    ):
        assert said in text
    html = message.get_body(("html",))
    assert html is not None
    assert "<li>Số 7: Tỷ lệ hồ sơ trực tuyến</li>" in html.get_content()
    [form] = message.iter_attachments()
    assert form.get_filename() == "so-b.2022-Q3.xlsx"
    draft = desk.read_draft(form.get_content(), "so-b.2022-Q3.xlsx")
    assert draft.form is not None
    assert (draft.form.unit, str(draft.form.period)) == ("so-b", "2022-Q3")


def test_after_missed_days_the_newest_step_goes_out_and_never_the_pile(office: Office) -> None:
    assert tell(office.remind("2022-09-17T08:00:00")) == [
        ("so-a", "before-3", "sent"),
        ("so-b", "before-3", "sent"),
    ]
    assert tell(office.remind("2022-09-25T08:00:00")) == [
        ("so-a", "overdue-3", "sent"),
        ("so-b", "overdue-3", "sent"),
    ]
    assert len(office.names()) == 8


def test_from_the_second_step_after_the_deadline_the_authority_is_copied(office: Office) -> None:
    office.store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-10T08:00:00+07:00")
    for moment, reached in (
        ("2022-09-19T08:00:00", [B]),
        ("2022-09-20T08:00:00", [B]),
        ("2022-09-22T08:00:00", [B, CITY]),
        ("2022-09-26T08:00:00", [B, CITY]),
    ):
        office.remind(moment)
        taken = office.take()
        assert recipients(taken) == [reached, [DIC]]
        assert (taken[0][1]["Cc"] is not None) == (CITY in reached)


def test_a_full_mailbox_is_tried_again_by_the_next_run_under_the_same_message_id(
    tmp_path: Path, post: PostOffice
) -> None:
    office = Office(tmp_path, post, UNITS.replace("a@hcm", "full@hcm"))
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "deferred"), ("so-b", "before-3", "sent")]
    # To wait is enough: that is no failure.
    assert not run.has_failed
    assert "452 4.2.2 Mailbox full" in read_text(office.take()[-1][1])
    first = (tmp_path / LEDGER / "p.so-a.2022-09-19.before-3.1.begun.yaml").read_text(encoding="utf-8")
    assert tell(office.remind("2022-09-16T09:00:00")) == [("so-a", "before-3", "deferred")]
    second = (tmp_path / LEDGER / "p.so-a.2022-09-19.before-3.2.begun.yaml").read_text(encoding="utf-8")
    line = next(one for one in first.splitlines() if one.startswith("message_id"))
    assert line in second


def test_a_bad_address_is_told_of_and_not_tried_again_until_it_is_another(
    tmp_path: Path, post: PostOffice
) -> None:
    office = Office(tmp_path, post, UNITS.replace("a@hcm", "nobody@hcm"))
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "refused"), ("so-b", "before-3", "sent")]
    assert run.has_failed
    text = read_text(office.take()[-1][1])
    assert "Bị từ chối: xem lại địa chỉ (1):\n  - Sở A (so-a)" in text
    assert "550 5.1.1 No such user" in text
    run = office.remind("2022-09-16T09:00:00")
    assert (tell(run), run.has_failed, office.take()) == ([("so-a", "before-3", "refused")], True, [])
    units = (tmp_path / "data/units.yaml").read_text(encoding="utf-8").replace("nobody@hcm", "a@hcm")
    office.store.write("data/units.yaml", units)
    assert tell(office.remind("2022-09-16T10:00:00")) == [("so-a", "before-3", "sent")]
    assert recipients(office.take()) == [[A], [DIC]]


def test_of_several_addresses_the_good_ones_are_reached_and_the_bad_ones_told_of(
    tmp_path: Path, post: PostOffice
) -> None:
    office = Office(
        tmp_path,
        post,
        UNITS.replace("[a@hcm.example]", "[a@hcm.example, nobody@hcm.example, sở@hcm.example]"),
    )
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run)[0] == ("so-a", "before-3", "sent")
    assert run.lines[0].not_taken == (
        "sở@hcm.example (Địa chỉ thư không gửi được)",
        "nobody@hcm.example (550 5.1.1 No such user)",
    )
    assert run.has_failed
    assert "không nhận: sở@hcm.example" in read_text(office.take()[-1][1])
    ended = (tmp_path / LEDGER / "p.so-a.2022-09-19.before-3.1.ended.yaml").read_text(encoding="utf-8")
    assert "refused: [sở@hcm.example, nobody@hcm.example]" in ended


def test_a_unit_without_an_address_is_told_of(tmp_path: Path, post: PostOffice) -> None:
    office = Office(tmp_path, post, UNITS.replace(", email: [a@hcm.example]", ""))
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "no_address"), ("so-b", "before-3", "sent")]
    assert "Không có địa chỉ: bổ sung trong data/units.yaml (1):\n  - Sở A (so-a)" in read_text(
        office.take()[-1][1]
    )
    # The focal point is told once a step, also where nothing else is to be told.
    assert (office.remind("2022-09-16T09:00:00").digests, office.take()) == ((), [])
    office.store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-17T08:00:00+07:00")
    assert tell(office.remind("2022-09-18T08:00:00")) == [("so-a", "before-1", "no_address")]
    assert recipients(office.take()) == [[DIC]]
    assert (office.remind("2022-09-18T09:00:00").digests, office.take()) == ((), [])
    units = (tmp_path / "data/units.yaml").read_text(encoding="utf-8")
    office.store.write("data/units.yaml", units.replace("id: so-a,", "id: so-a, email: [a@hcm.example],"))
    assert tell(office.remind("2022-09-18T10:00:00")) == [("so-a", "before-1", "sent")]


def test_a_unit_that_ended_after_its_round_is_written_to_through_its_heirs(
    tmp_path: Path, post: PostOffice
) -> None:
    ended = UNITS.replace(
        "level: department,", "level: department, valid: {until: 2022-09-15}, successors: [so-c],", 1
    )
    heir = "- {id: so-c, name: Sở C, level: department, valid: {from: 2022-09-16}, email: [c@hcm.example]}\n"
    office = Office(tmp_path, post, ended + heir)
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "sent"), ("so-b", "before-3", "sent")]
    to, message = office.take()[0]
    assert to == ["c@hcm.example"]
    assert "Sở A (nay là Sở C)" in read_text(message)
    # Without anybody after it, the focal point is told.
    office.store.write(
        "data/units.yaml",
        (tmp_path / "data/units.yaml").read_text(encoding="utf-8").replace(", successors: [so-c]", ""),
    )
    assert tell(office.remind("2022-09-18T08:00:00"))[0] == ("so-a", "before-1", "no_address")


def test_a_name_that_could_add_a_header_is_refused_and_the_others_reached(
    tmp_path: Path, post: PostOffice
) -> None:
    trick = '"Sở A\\nBcc: x@noi-khac.example"'
    office = Office(tmp_path, post, UNITS.replace("name: Sở A", f"name: {trick}"))
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "refused"), ("so-b", "before-3", "sent")]
    assert run.has_failed
    assert recipients(office.take()) == [[B], [DIC]]
    assert run.lines[0].detail == (
        "“Sở A�Bcc: x@noi-khac.example” không được ghi vào phần đầu thư: có dấu xuống dòng, ký tự ẩn hoặc “=?”."
    )
    # Once the name is another, it goes out.
    units = (tmp_path / "data/units.yaml").read_text(encoding="utf-8")
    office.store.write("data/units.yaml", units.replace(trick, "Sở A"))
    assert tell(office.remind("2022-09-16T09:00:00")) == [("so-a", "before-3", "sent")]


def test_what_is_put_off_for_one_address_is_tried_again_for_that_one_alone(
    tmp_path: Path, post: PostOffice
) -> None:
    office = Office(
        tmp_path, post, UNITS.replace("city@hcm", "full@hcm").replace("[b@", "[full.b@hcm.example, b@")
    )
    run = office.remind("2022-09-22T08:00:00")
    assert tell(run) == [("so-a", "overdue-3", "sent"), ("so-b", "overdue-3", "sent")]
    assert recipients(office.take()) == [[A], [B], [DIC]]
    assert [(one.unit, one.condition, one.is_sent) for one in run.deadlines.view.reminders] == [
        ("so-a", "retry", True),
        ("so-b", "retry", True),
    ]
    run = office.remind("2022-09-22T09:00:00")
    assert [line.outcome for line in run.lines] == ["deferred", "deferred"]
    assert recipients(office.take()) == [[DIC]]
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(ANSWERS, "full")
        run = office.remind("2022-09-22T10:00:00")
    assert [line.outcome for line in run.lines] == ["sent", "sent"]
    assert recipients(office.take()) == [
        ["full@hcm.example"],
        ["full.b@hcm.example", "full@hcm.example"],
        [DIC],
    ]
    assert office.remind("2022-09-22T11:00:00").lines == ()


def test_an_authority_without_an_address_is_told_of_and_not_called_copied(
    tmp_path: Path, post: PostOffice
) -> None:
    office = Office(tmp_path, post, UNITS.replace(", email: [city@hcm.example]", ""))
    run = office.remind("2022-09-22T08:00:00")
    assert run.lines[0].not_taken == ("Thành phố (không có địa chỉ)",)
    [[_, message], *_, [_, digest]] = office.take()
    assert message["Cc"] is None
    assert "Thành phố" not in read_text(message)
    assert "không nhận: Thành phố (không có địa chỉ)" in read_text(digest)


def test_what_another_run_may_be_sending_is_not_repeated(office: Office) -> None:
    office.post.says = lambda to: "hang up" if to == [A] else "250 OK"
    office.remind("2022-09-16T08:00:00")
    office.post.says = lambda _: "250 OK"
    office.take()
    run = office.remind("2022-09-16T08:14:00", is_repeating=True)
    assert (tell(run), run.has_failed, office.take()) == ([("so-a", "before-3", "uncertain")], False, [])
    assert tell(office.remind("2022-09-16T08:16:00", is_repeating=True)) == [("so-a", "before-3", "sent")]


def test_a_unit_whose_submission_was_returned_owes_again_and_reads_why(office: Office) -> None:
    for unit in ("so-a", "so-b"):
        office.store.submit("2022-Q3", unit, ANSWER, at="2022-09-10T08:00:00+07:00")
    office.store.write(
        "data/reviews/2022-Q3/so-b.r1.yaml",
        "format: 1\nunit: so-b\nperiod: 2022-Q3\nrevision: 1\ndecision: returned\nby: Chuyên viên tổng hợp\n"
        "at: 2022-09-12T08:00:00+07:00\nreason: Mẫu số chưa khớp\n",
    )
    assert office.remind("2022-09-11T23:00:00").lines == ()
    assert tell(office.remind("2022-09-16T08:00:00")) == [("so-b", "before-3", "sent")]
    [[to, message], _] = office.take()
    assert to == [B]
    assert (
        "Đơn vị phải gửi lại: lần gửi 1 đã bị trả lại: Mẫu số chưa khớp.\nPhải gửi số liệu của 1 chỉ tiêu:"
        in (read_text(message))
    )
    office.store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-17T08:00:00+07:00")
    assert office.remind("2022-09-18T08:00:00").lines == ()


def test_a_returned_unit_owes_all_of_it_even_where_an_older_revision_counts(office: Office) -> None:
    for at in ("2022-09-10T08:00:00+07:00", "2022-09-11T08:00:00+07:00"):
        office.store.submit("2022-Q3", "so-b", ANSWER, at=at)
    office.store.write(
        "data/reviews/2022-Q3/so-b.r2.yaml",
        "format: 1\nunit: so-b\nperiod: 2022-Q3\nrevision: 2\ndecision: returned\nby: Chuyên viên tổng hợp\n"
        "at: 2022-09-12T08:00:00+07:00\nreason: Mẫu số chưa khớp\n",
    )
    run = office.remind("2022-09-22T08:00:00")
    owing = {unit.unit: unit for unit in run.deadlines.view.rounds[0].owing}
    assert [line.id for line in owing["so-b"].indicators] == ["share"]
    assert owing["so-b"].returned_text == "lần gửi 2 đã bị trả lại: Mẫu số chưa khớp"


def test_a_server_that_wants_a_login_ends_the_run_and_says_so(office: Office) -> None:
    office.post.sender_says = "530 5.7.0 Authentication required"
    run = office.remind("2022-09-16T08:00:00")
    assert [problem.kind for problem in run.problems] == ["mail-login-refused"]
    assert tell(run) == [("so-a", "before-3", "deferred"), ("so-b", "before-3", "not_begun")]
    office.post.sender_says = "250 OK"
    assert tell(office.remind("2022-09-16T09:00:00"))[0] == ("so-a", "before-3", "sent")


def test_a_wrong_digest_is_found_before_anything_is_sent(office: Office) -> None:
    office.store.write("templates/digest.txt.j2", "{{ digest.nosuch }}\n")
    refused = office.try_to("2022-09-16T08:00:00")
    assert isinstance(refused, desk.Refusal)
    assert (refused.why, office.names(), office.take()) == ("data", [], [])


def test_what_was_sent_is_told_of_even_where_a_calendar_cannot_be_written(
    office: Office, clean_environment: dict[str, str]
) -> None:
    code, out, err = call(
        office, "2022-09-16T08:00:00+07:00", clean_environment, "--ics", "/proc/deadlines.ics"
    )
    assert (code, "Đã gửi (2):" in out, "error" in err or "lỗi" in err) == (5, True, True)


def test_a_connection_lost_after_the_text_is_uncertain_and_repeated_only_when_asked_for(
    office: Office,
) -> None:
    office.post.says = lambda to: "hang up" if to == [A] else "250 OK"
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "uncertain"), ("so-b", "before-3", "sent")]
    assert run.has_failed
    assert "Không rõ đã đến chưa" in read_text(office.take()[-1][1])
    assert "so-a.2022-09-19.before-3.1.ended" not in office.names()
    office.post.says = lambda _: "250 OK"
    run = office.remind("2022-09-17T08:00:00")
    assert tell(run) == [("so-a", "before-3", "uncertain")]
    assert run.lines[0].detail == "bắt đầu gửi lúc 08:00 ngày 16/9/2022"
    assert (run.has_failed, office.take()) == (True, [])
    assert tell(office.remind("2022-09-17T08:00:00", is_repeating=True)) == [("so-a", "before-3", "sent")]
    assert recipients(office.take()) == [[A], [DIC]]
    assert "so-a.2022-09-19.before-3.2.ended" in office.names()
    # Once it has arrived there is nothing left to repeat.
    assert office.remind("2022-09-17T09:00:00", is_repeating=True).lines == ()


def test_a_connection_lost_before_the_text_is_tried_again_by_the_next_run(office: Office) -> None:
    office.post.hangs_up_at = A
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "deferred"), ("so-b", "before-3", "sent")]
    office.post.hangs_up_at = None
    assert tell(office.remind("2022-09-16T09:00:00")) == [("so-a", "before-3", "sent")]


def test_a_server_that_keeps_hanging_up_is_left_alone(tmp_path: Path, post: PostOffice) -> None:
    many = [f"so-{letter}" for letter in "abcdefg"]
    units = UNITS + "".join(
        f"- {{id: {one}, name: {one}, level: department, parent: city, email: [{one}@hcm.example]}}\n"
        for one in many[2:]
    )
    office = Office(tmp_path, post, units, SHARE.replace("[so-a, so-b]", f"[{', '.join(many)}]"))
    post.says = lambda _: "hang up"
    run = office.remind("2022-09-16T08:00:00")
    assert Counter(line.outcome for line in run.lines) == {"uncertain": 3, "not_begun": 4}
    assert [problem.kind for problem in run.problems] == ["mail-unreachable"]
    post.says = lambda _: "250 OK"
    run = office.remind("2022-09-16T09:00:00")
    assert Counter(line.outcome for line in run.lines) == {"uncertain": 3, "sent": 4}


def test_a_server_out_of_reach_begins_nothing_and_the_next_run_sends_it(
    tmp_path: Path, post: PostOffice
) -> None:
    office = Office(tmp_path, post)
    port, post.port = post.port, 1
    office.set_up()
    run = office.remind("2022-09-16T08:00:00")
    assert {line.outcome for line in run.lines} == {"not_begun"}
    assert ([problem.kind for problem in run.problems], run.has_failed) == (["mail-unreachable"], True)
    assert office.names() == []
    post.port = port
    office.set_up()
    assert {line.outcome for line in office.remind("2022-09-16T09:00:00").lines} == {"sent"}


def test_a_submission_that_comes_in_while_others_are_reminded_stops_its_reminder(office: Office) -> None:
    def answer(_: list[str]) -> str:
        if not (office.root / "data/submissions/2022-Q3/so-b.yaml").exists():
            office.store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-16T07:59:59+07:00")
        return "250 OK"

    office.post.says = answer
    run = office.remind("2022-09-16T08:00:00")
    assert tell(run) == [("so-a", "before-3", "sent")]
    assert recipients(office.take()) == [[A], [DIC]]


def test_a_later_deadline_is_reminded_of_anew(office: Office) -> None:
    office.remind("2022-09-16T08:00:00")
    office.take()
    office.store.write(
        "data/extensions/2022-Q3/so-b.yaml",
        "format: 1\nunit: so-b\nperiod: 2022-Q3\nuntil: 2022-09-26\ngranted_by: Lãnh đạo\n"
        "granted_on: 2022-09-17\nreason: Mất điện\n",
    )
    assert tell(office.remind("2022-09-19T08:00:00")) == [
        ("so-a", "before-1", "sent"),
        ("so-b", "before-7", "sent"),
    ]
    message = office.take()[1][1]
    assert "26/9/2022 (đã được gia hạn)" in read_text(message)


def test_a_ledger_that_cannot_be_written_sends_nothing(office: Office) -> None:
    office.store.write("data/reminders/2022-Q3", "không phải là thư mục")
    made = office.try_to("2022-09-16T08:00:00")
    assert isinstance(made, desk.Reminded)
    assert made.has_failed
    assert {line.outcome for line in made.lines} == {"not_begun"}
    assert office.take() == []


@pytest.mark.parametrize("name", ["reminder.txt.j2", "reminder.html.j2"])
def test_a_template_that_is_wrong_is_refused_before_anything_is_begun(office: Office, name: str) -> None:
    office.store.write(f"templates/{name}", "{{ notice.ten_don_vi }}")
    made = office.try_to("2022-09-16T08:00:00")
    assert isinstance(made, desk.Refusal)
    assert (made.why, made.problems[0].kind) == ("data", "template-name-unknown")
    assert (office.names(), office.take()) == ([], [])


def test_the_offices_own_template_serves(office: Office) -> None:
    office.store.write("templates/reminder.txt.j2", "Chào {{ notice.unit_name }}, {{ notice.days_text }}.\n")
    office.remind("2022-09-16T08:00:00")
    assert read_text(office.take()[0][1]) == "Chào Sở A, còn 3 ngày.\n"


def test_two_programmes_tell_each_focal_point_of_its_own(tmp_path: Path, post: PostOffice) -> None:
    office = Office(tmp_path, post)
    office.set_up(", focal_point: [x@hcm.example, y@hcm.example]")
    office.remind("2022-09-16T08:00:00")
    assert recipients(office.take())[-1] == ["x@hcm.example", "y@hcm.example"]


def test_a_focal_point_without_an_address_is_told_of_by_the_command(
    tmp_path: Path, post: PostOffice, clean_environment: dict[str, str]
) -> None:
    office = Office(tmp_path, post, UNITS.replace(", email: [dic@hcm.example]", ""))
    code, out, _ = call(office, "2022-09-16T08:00:00+07:00", clean_environment)
    assert (code, recipients(office.take())) == (0, [[A], [B]])
    assert "Không báo được kết quả: đơn vị đầu mối không có địa chỉ" in out


# ---- Whole programs


def start(office: Office, at: str, env: dict[str, str], *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, CLOCKED, at, "check-deadlines", "--send", *more],
        cwd=office.root,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_two_runs_at_once_send_nothing_twice(
    tmp_path: Path, post: PostOffice, clean_environment: dict[str, str]
) -> None:
    many = [f"so-{number}" for number in range(1, 16)]
    units = UNITS + "".join(
        f"- {{id: {one}, name: {one}, level: department, parent: city, email: [{one}@hcm.example]}}\n"
        for one in many
    )
    office = Office(tmp_path, post, units, SHARE.replace("[so-a, so-b]", f"[{', '.join(many)}]"))
    post.waits = 0.02
    runs = [start(office, "2022-09-16T08:00:00+07:00", clean_environment) for _ in range(3)]
    for one in runs:
        one.communicate(timeout=60)
    reached = Counter(address for to, _ in office.take() for address in to if address != DIC)
    assert reached == {f"{one}@hcm.example": 1 for one in many}
    assert {one.returncode for one in runs} == {0}


def test_a_run_killed_while_it_sends_leaves_it_uncertain(
    office: Office, clean_environment: dict[str, str]
) -> None:
    office.post.waits = 30
    killed = start(office, "2022-09-16T08:00:00+07:00", clean_environment)
    assert office.post.came.wait(30)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert office.names() == ["so-a.2022-09-19.before-3.1.begun"]
    office.post.waits = 0
    assert tell(office.remind("2022-09-16T12:00:00")) == [
        ("so-a", "before-3", "uncertain"),
        ("so-b", "before-3", "sent"),
    ]
    assert "Không rõ đã đến chưa" in read_text(office.take()[-1][1])
    assert tell(office.remind("2022-09-16T13:00:00", is_repeating=True)) == [("so-a", "before-3", "sent")]


def call(office: Office, at: str, env: dict[str, str], *more: str) -> tuple[int, str, str]:
    started = start(office, at, env, *more)
    out, err = started.communicate(timeout=60)
    return started.returncode, out, err


def test_the_command_says_what_was_sent_and_what_was_not(
    tmp_path: Path, post: PostOffice, clean_environment: dict[str, str]
) -> None:
    office = Office(tmp_path, post, UNITS.replace("a@hcm", "nobody@hcm"))
    code, out, err = call(office, "2022-09-22T08:00:00+07:00", clean_environment)
    assert (code, err) == (5, "")
    assert out.partition("\n\nĐã gửi")[2] == (
        " (1):\n"
        "  Sở B (so-b), Quý III/2022, quá hạn 3 ngày: b@hcm.example; đồng gửi city@hcm.example\n"
        "\n"
        "Bị từ chối (1):\n"
        "  Sở A (so-a), Quý III/2022, quá hạn 3 ngày: nobody@hcm.example (550 5.1.1 No such user)\n"
        "\n"
        "Đã báo kết quả cho đầu mối: dic@hcm.example\n"
    )
    # What is refused once is not tried again, and nobody has mended it yet.
    code, out, err = call(office, "2022-09-22T09:00:00+07:00", clean_environment, "--format", "json")
    assert (code, err) == (5, "")
    told = json.loads(out)
    assert told["schema"] == "cds-kpi.deadlines/1"
    assert [(one["unit"], one["sent"], one["condition"]) for one in told["reminders"]] == [
        ("so-a", False, "refused"),
        ("so-b", True, "sent"),
    ]
    assert [(one["unit"], one["outcome"]) for one in told["sending"]] == [("so-a", "refused")]


def test_the_command_is_silent_only_when_there_is_nothing_to_say(
    office: Office, clean_environment: dict[str, str]
) -> None:
    quiet = "--quiet"
    assert call(office, "2022-08-01T08:00:00+07:00", clean_environment, quiet) == (0, "", "")
    code, out, _ = call(office, "2022-09-16T08:00:00+07:00", clean_environment, quiet)
    assert (code, "Đã gửi (2):" in out) == (0, True)
    for unit in ("so-a", "so-b"):
        office.store.submit("2022-Q3", unit, ANSWER, at="2022-09-16T09:00:00+07:00")
    assert call(office, "2022-09-22T08:00:00+07:00", clean_environment, quiet) == (0, "", "")


def test_without_send_nothing_is_changed_or_sent(run: Run, office: Office) -> None:
    def look() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in office.root.rglob("*") if path.is_file()}

    before = look()
    done = run("check-deadlines", "--as-of", "2022-09-22")
    assert (done.returncode, look() == before, office.take()) == (3, True, [])
    assert run("check-deadlines", "--resend").returncode == 2
    assert run("check-deadlines", "--attach-form").returncode == 2


def test_send_as_of_a_moment_sends_what_is_due_then(run: Run, office: Office) -> None:
    done = run("--lang", "en", "check-deadlines", "--send", "--as-of", "2022-09-16")
    assert (done.returncode, "Sent (2):" in done.stdout) == (0, True)
    assert recipients(office.take()) == [[A], [B], [DIC]]
    done = run("--lang", "en", "check-deadlines", "--send", "--as-of", "2022-09-16")
    assert (done.returncode, "No reminder is due." in done.stdout) == (0, True)


def test_without_a_server_in_the_settings_the_command_says_what_to_write(run: Run, office: Office) -> None:
    (office.root / "data/settings.yaml").unlink()
    done = run("check-deadlines", "--send", "--as-of", "2022-09-16")
    assert (done.returncode, "KPI750" in done.stderr) == (2, True)
