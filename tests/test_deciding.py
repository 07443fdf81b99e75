"""Decisions on submissions and closings of rounds: what they name must exist, and what they mean shows everywhere."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.problems import word_problem
from cds_kpi.store import layout
from cds_kpi.store.contents import read_workspace
from conftest import Run
from workspaces import Workspace, pick

TWO = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
---
id: count
measure: {kind: value, basis: at_date, counted_in: count}
reporters: [so-a, so-b]
targets: [{programme: p, number: 2, at_least: 5, by: 2022-12-31}]
"""
ROUND = desk.Asking(period="2022-Q3")
NOW = datetime.fromisoformat("2022-09-16T09:00:00+07:00")


def both(share: int, count: int) -> str:
    return f"share: {{numerator: {share}, denominator: 100}}\ncount: {{value: {count}}}"


def as_bytes(made: bytes | desk.Refusal) -> bytes:
    assert isinstance(made, bytes), made
    return made


def send(root: Path, unit: str, *sets: str, at: datetime = NOW) -> desk.ReceiptView:
    """Send figures as `submit --set ... --yes` does."""
    draft = desk.draft_figures(root, unit, ROUND, sets, now=at)
    assert isinstance(draft, desk.Draft), draft
    received = desk.submit(root, draft, desk.Sending(now=at, language="vi", confirmed=True))
    assert isinstance(received, desk.ReceiptView), received
    return received


# ----------------------------------------------------------------------------------- returned and excluded units


def stand(root: Path, *, as_of: str = "2022-09-30T23:59:59+07:00") -> dict[str, Any]:
    """Return `status --format json`."""
    made = desk.find_standing(root, ROUND, as_of=datetime.fromisoformat(as_of), language="vi")
    assert isinstance(made, desk.Standing), made
    told: dict[str, Any] = json.loads(desk.render_standing(made, "json", "unit"))
    return told


def test_a_returned_correction_makes_the_unit_returned_while_the_revision_before_counts(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(10, 5), at="2022-09-10T08:00:00+07:00")
    store.submit("2022-Q3", "so-a", both(20, 5), at="2022-09-11T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 2, "returned", "2022-09-13T08:00:00+07:00")
    told = stand(tmp_path)
    unit = told["units"][0]
    assert pick(unit, "state", "revision", "returned", "answered") == ("returned", 1, 2, ["share", "count"])
    assert told["counts"] == {"expected": 2, "excluded": 0, "received": 1, "complete": 0, "on_time": 0}
    assert store.report()["reporting"]["complete"] == 0
    # The contract, section 8: the newest revision that has not been returned.
    assert store.row()["value"] == "10"
    assert store.view().units[0].remark == "lần 2 bị trả lại, tạm tính lần 1"
    store.submit("2022-Q3", "so-a", both(30, 5), at="2022-09-14T08:00:00+07:00")
    assert stand(tmp_path)["units"][0]["state"] == "on_time"


def test_a_return_says_what_counts_meanwhile_and_that_the_unit_must_send_again(
    run: Run, tmp_path: Path
) -> None:
    store = Workspace(tmp_path, TWO)
    for day in (10, 11, 12):
        store.submit("2022-Q3", "so-a", both(day, 5), at=f"2022-09-{day}T08:00:00+07:00")

    def send_back(revision: int, language: str = "vi") -> str:
        call = ("--workspace", tmp_path, "--lang", language, "review", "return", "--unit", "so-a")
        said = ("--period", "2022-Q3", "--revision", revision, "--reason", "Sai", "--by", "DIC")
        return run(*call, *map(str, said)).stdout.splitlines()[0].partition("; ")[2]

    must = "đơn vị chuyển sang tình trạng “đã trả lại”, phải gửi lại."
    assert send_back(1) == "lần gửi 3 được tính."
    assert send_back(3) == f"lần gửi 2 được tính thay; {must}"
    assert send_back(2, "en") == "no revision counts now; the unit is “returned” and must send again."
    assert stand(tmp_path, as_of="2099-01-01T00:00:00+07:00")["units"][0]["state"] == "returned"


def test_strict_is_about_what_was_asked_for(run: Run, tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(10, 5), at="2022-09-10T08:00:00+07:00")
    store.submit("2022-Q3", "so-b", "share: {numerator: 1, denominator: 2}", at="2022-09-10T08:00:00+07:00")
    call = ("--workspace", tmp_path, "status", "--period", "2022-Q3", "--as-of", "2022-09-30", "--strict")

    def ask(*more: str) -> tuple[int, str]:
        done = run(*call, *more)
        return done.returncode, done.stdout

    assert ask()[0] == 3
    code, said = ask("--indicator", "1")
    assert (code, said.splitlines()[-1]) == (0, "Mọi đơn vị đã trả lời.")
    assert ask("--indicator", "2")[0] == 3
    code, said = ask("--indicator", "2", "--unit", "so-a")
    assert (code, said.splitlines()[-1]) == (0, "Mọi đơn vị đã trả lời.")
    assert ask("--unit", "so-b")[0] == 3
    assert ask("--level", "district")[0] == 0
    store.review("2022-Q3", "so-a", 1, "returned", "2022-09-13T08:00:00+07:00")
    store.submit("2022-Q3", "so-b", both(10, 5), at="2022-09-14T08:00:00+07:00")
    store.review("2022-Q3", "so-b", 2, "returned", "2022-09-15T09:00:00+07:00")
    code, said = ask("--indicator", "1")
    assert code == 3
    assert said.splitlines()[-5:] == [
        "Còn chờ:",
        "  Sở A (so-a)",
        "Phải gửi lại:",
        "  Sở A (so-a): lần 1 bị trả lại",
        "  Sở B (so-b): lần 2 bị trả lại, tạm tính lần 1",
    ]
    assert stand(tmp_path)["indicators"][0]["returned"] == ["so-a", "so-b"]


def test_what_is_kept_from_a_returned_revision_is_said_and_must_be_confirmed(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(10, 5), at="2022-09-10T08:00:00+07:00")
    store.submit("2022-Q3", "so-a", both(20, 6), at="2022-09-11T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 2, "returned", "2022-09-13T08:00:00+07:00")
    draft = desk.draft_figures(tmp_path, "so-a", ROUND, ["share=15/100"], now=NOW)
    assert isinstance(draft, desk.Draft)
    asked = desk.submit(tmp_path, draft, desk.Sending(now=NOW, language="vi"))
    assert isinstance(asked, desk.Unconfirmed)
    assert [(word_problem(one, "vi").code, word_problem(one, "vi").message) for one in asked.warnings] == [
        ("KPI459", "Số liệu của count được mang từ lần gửi 2, đã bị trả lại.")
    ]
    received = send(tmp_path, "so-a", "share=15/100")
    assert [(line.indicator, line.text) for line in received.answered] == [
        ("share", "15/100 (15,00%)"),
        ("count", "6"),
    ]
    assert (received.carried, received.carried_text) == (("count",), "mang từ lần gửi 2, đã bị trả lại")
    text = desk.render_receipt(tmp_path, received, "txt")
    assert isinstance(text, bytes)
    assert "count: 6 (mang từ lần gửi 2, đã bị trả lại)" in text.decode().replace("Chỉ tiêu:", "count:")
    again = send(tmp_path, "so-a", "share=16/100")
    assert (again.carried_text, again.warnings) == ("giữ từ lần gửi 3", ())


def test_closing_a_round_names_the_units_that_were_told_to_send_again(run: Run, example: Path) -> None:
    said = ("--quarter", "Q3", "--reason", "Mẫu số sai", "--by", "DIC")
    assert run("review", "return", "--unit", "so-y-te", *said, cwd=example).returncode == 0
    result = run("close", "--quarter", "Q3", "--force", "--by", "DIC", cwd=example)
    assert (result.returncode, result.stderr) == (
        0,
        "Đã bị trả lại mà chưa gửi lại (1): Sở Y tế (lần 2 bị trả lại, tạm tính lần 1).\n",
    )


def test_an_excluded_unit_is_warned_and_owes_nothing(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.review("2022-Q3", "so-a", 0, "excluded", "2022-09-13T08:00:00+07:00")
    draft = desk.draft_figures(tmp_path, "so-a", ROUND, ["count=5"], now=NOW)
    assert isinstance(draft, desk.Draft)
    asked = desk.submit(tmp_path, draft, desk.Sending(now=NOW, language="vi"))
    assert isinstance(asked, desk.Unconfirmed)
    assert [word_problem(one, "vi").code for one in asked.warnings] == ["KPI458"]
    received = send(tmp_path, "so-a", "count=5")
    assert (received.owed, received.is_excluded, received.answered_at) == ((), True, NOW.isoformat())
    assert received.remarks == (
        "Đơn vị đã được loại khỏi đợt báo cáo này: không còn phải trả lời và số liệu không được tính.",
    )
    told = stand(tmp_path)
    assert [pick(unit, "unit", "state") for unit in told["units"]] == [
        ("so-a", "excluded"),
        ("so-b", "missing"),
    ]
    assert pick(told["counts"], "expected", "excluded") == (1, 1)


def test_what_an_excluded_unit_sent_before_is_no_matter_for_check(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(10, 5), at="2022-09-10T08:00:00+07:00")
    store.review("2022-Q3", "so-a", 0, "excluded", "2022-09-13T08:00:00+07:00")
    assert store.find_problems() == []


# ------------------------------------------------------------------------------------------- late corrections


def test_a_correction_after_the_deadline_is_explained_by_receipt_and_status(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    first, late = "2022-09-15T10:11:00+07:00", datetime.fromisoformat("2022-09-22T08:00:00+07:00")
    store.submit("2022-Q3", "so-a", both(10, 5), at=first)
    received = send(tmp_path, "so-a", "share=20/100", at=late)
    assert (received.verdict, received.answered_at, received.remarks) == (
        "late",
        first,
        (
            "Đơn vị đã gửi đủ số liệu lần đầu lúc 10:11 ngày 15/9/2022, đúng hạn; lần gửi này là bổ sung, sau hạn.",
        ),
    )
    told = json.loads(as_bytes(desk.render_receipt(tmp_path, received, "json")))
    assert pick(told, "received_at", "answered_at", "verdict") == (late.isoformat(), first, "late")
    unit = stand(tmp_path)["units"][0]
    assert pick(unit, "state", "received_at", "answered_at") == ("on_time", late.isoformat(), first)
    assert store.view().units[0].remark == "gửi lần đầu 10:11 ngày 15/9/2022; lần 2 là bổ sung, sau hạn"


def test_answers_completed_after_the_deadline_are_late_and_nothing_is_explained(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", "count: {value: 5}", at="2022-09-15T10:11:00+07:00")
    late = datetime.fromisoformat("2022-09-22T08:00:00+07:00")
    received = send(tmp_path, "so-a", "share=20/100", at=late)
    assert (received.verdict, received.answered_at, received.remarks) == ("late", late.isoformat(), ())
    assert stand(tmp_path)["units"][0]["state"] == "late"


# ------------------------------------------------------------------------------------------- by level

LEVELS = """
id: files
measure: {kind: ratio, basis: at_date}
reporters: lead
targets:
  - {programme: p, number: 8, level: province, at_least: 90, by: 2022-12-31}
  - {programme: p, number: 8, level: district, at_least: 80, by: 2022-12-31}
"""


@pytest.mark.parametrize(
    ("answer", "state", "found"),
    [
        (
            "files: {parts: {province: {numerator: 9, denominator: 10}, district: {numerator: 7, denominator: 9}}}",
            "on_time",
            [],
        ),
        ("files: {parts: {province: {numerator: 9, denominator: 10}}}", "partial", ["level-unanswered"]),
        ("files: {numerator: 9, denominator: 10}", "partial", ["level-unanswered"]),
        ("files: {nil: Không phát sinh}", "on_time", []),
    ],
)
def test_an_answer_that_leaves_a_level_out_is_not_whole(
    tmp_path: Path, answer: str, state: str, found: list[str]
) -> None:
    store = Workspace(tmp_path, LEVELS)
    store.submit("2022-Q3", "so-a", answer, at="2022-09-10T08:00:00+07:00")
    assert stand(tmp_path)["units"][0]["state"] == state
    assert store.find_problems() == found


def test_a_level_that_is_left_out_is_warned_of_and_still_owed(tmp_path: Path) -> None:
    Workspace(tmp_path, LEVELS)
    draft = desk.draft_figures(
        tmp_path, "so-a", ROUND, ["files.province.numerator=9", "files.province.denominator=10"], now=NOW
    )
    assert isinstance(draft, desk.Draft)
    received = desk.submit(tmp_path, draft, desk.Sending(now=NOW, language="vi", confirmed=True))
    assert isinstance(received, desk.ReceiptView), received
    assert [line.text for line in received.owed] == ["chưa có số liệu của cấp: Cấp huyện"]
    assert [warning.partition(":")[0] for warning in received.warnings] == ["KPI355 (files)"]
    assert received.answered_at is None


# ------------------------------------------------------------------------------------------- what does not exist


def test_a_decision_on_a_revision_that_was_not_sent_is_named(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(1, 5))
    store.review("2022-Q3", "so-a", 2, "returned", "2022-09-13T08:00:00+07:00")
    store.review("2022-Q3", "so-b", 1, "accepted", "2022-09-13T08:00:00+07:00")
    found = [(one.kind, one.place.file, one.place.line) for one in desk.check_workspace(tmp_path)]
    assert found == [
        ("revision-not-there", "data/reviews/2022-Q3/so-a.r2.yaml", 4),
        ("revision-not-there", "data/reviews/2022-Q3/so-b.r1.yaml", 4),
    ]


def test_a_decision_on_a_revision_that_cannot_be_read_is_no_second_problem(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.write("data/submissions/2022-Q3/so-a.yaml", "unit: [")
    store.review("2022-Q3", "so-a", 1, "returned", "2022-09-13T08:00:00+07:00")
    assert store.find_problems() == ["yaml-bracket-open"]


def decide(root: Path, decision: desk.Decision, revision: int | None = None) -> desk.Deed | desk.Refusal:
    return desk.decide(
        root, ROUND, "so-a", decision, by="Chuyên viên", now=NOW, reason="Sai mẫu số", revision=revision
    )


@pytest.mark.parametrize("sound", [0, 1], ids=["the only one", "with one before it"])
def test_no_decision_falls_on_an_older_revision_because_the_newest_cannot_be_read(
    tmp_path: Path, sound: int
) -> None:
    store = Workspace(tmp_path, TWO)
    for _ in range(sound):
        store.submit("2022-Q3", "so-a", both(10, 5), at="2022-09-10T08:00:00+07:00")
    newest = store.submit("2022-Q3", "so-a", both(20, 5), at="2022-09-11T08:00:00+07:00")
    newest.write_text("unit: [", encoding="utf-8")
    refused = decide(tmp_path, "returned")
    assert isinstance(refused, desk.Refusal)
    assert (refused.why, [one.kind for one in refused.problems]) == ("data", ["yaml-bracket-open"])
    # Whoever names the older one means it.
    if sound:
        assert isinstance(decide(tmp_path, "accepted", 1), desk.Deed)
    assert isinstance(decide(tmp_path, "excluded"), desk.Deed)


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("submision", ["store-folder-unknown"]),
        ("reveiws", ["store-folder-unknown"]),
        ("Submissions", ["store-folder-unknown"]),
        ("so-lieu-cu/2022-Q3", ["store-folder-unknown"]),
        ("archive", []),
        ("reminders/2022-Q3", []),
        (".git", []),
    ],
)
def test_a_folder_that_should_have_been_read_is_named(tmp_path: Path, folder: str, found: list[str]) -> None:
    store = Workspace(tmp_path, TWO)
    (tmp_path / "data" / folder).mkdir(parents=True)
    assert store.find_problems() == found


# ------------------------------------------------------------------------------------------- while others write


@pytest.mark.parametrize("moment", range(4))
def test_whoever_reads_while_others_submit_decide_and_close_sees_nothing_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """The others act between two folders that the reader lists: before each of them in turn."""
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(1, 5), at="2022-09-10T08:00:00+07:00")
    passed = 0

    def act() -> None:
        nonlocal passed
        passed += 1
        if passed != moment + 1:
            return
        send(tmp_path, "so-a", "count=6")
        deeds = [
            desk.decide(tmp_path, ROUND, "so-a", "accepted", by="DIC", now=NOW),
            desk.close_round(tmp_path, ROUND, by="DIC", now=NOW, force=True),
        ]
        assert all(isinstance(deed, desk.Deed) for deed in deeds), deeds

    def interrupt(listing: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        def listed(*args: Any) -> Iterator[Any]:
            act()
            yield from listing(*args)

        return listed

    for name in ("list_files", "list_acts"):
        monkeypatch.setattr(layout, name, interrupt(getattr(layout, name)))
    contents = read_workspace(tmp_path)
    assert passed > moment
    assert contents.problems == []
    assert [problem.kind for problem in desk.check_workspace(tmp_path)] == []
