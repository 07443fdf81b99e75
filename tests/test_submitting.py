"""Submitting: from every door the same checks, asked at a terminal, surprises confirmed, nothing written on refusal."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.cli.asking import read_sets
from cds_kpi.problems import word_problem
from conftest import Run
from terminals import CTRL_C, CTRL_D, NOW, Talk, talk
from workspaces import Workspace

MOMENT = datetime.fromisoformat(NOW)
UNIT, ROUND = ("--unit", "so-y-te"), ("--quarter", "Q3")
TO_LAST = [("> ", ""), ("> ", ""), ("> ", ""), ("> ", "")]
"""Keeping the four answers that so-y-te has sent."""

Conversation = Callable[..., Talk]


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def converse(example: Path, clean_environment: dict[str, str]) -> Conversation:
    """Talk to `submit` in a copy of the example."""

    def start(*args: str, answers: Sequence[tuple[str, str]]) -> Talk:
        return talk(*args, answers=answers, cwd=example, env=clean_environment)

    return start


# ------------------------------------------------------------------------------------------------ at a terminal


def test_a_person_is_asked_question_by_question_and_gets_a_receipt(
    converse: Conversation, example: Path
) -> None:
    answers = [
        ("Đơn vị (mã", "y tế"),
        ("Kỳ báo cáo [2022-Q3]> ", ""),
        ("[1/4] Chỉ tiêu số 5", ""),
        ("[2/4] Chỉ tiêu số 7", "8863/13301 sơ bộ"),
        ("[3/4] Chỉ tiêu số 8", "có"),
        ("[4/4] Chỉ tiêu số 9", "chưa có: đang đối chiếu"),
        ("Gửi báo cáo này?", "có"),
        ("vẫn gửi?", "có"),
    ]
    said = converse("submit", answers=answers)
    assert said.code == 0
    assert "Kỳ trước: 10.563/17.137 (61,64%) (6 tháng đầu năm 2022)" in said.shown
    assert "BIÊN NHẬN BÁO CÁO SỐ LIỆU" in said.shown
    assert "Còn thiếu (1):" in said.shown
    filed = (example / "data/submissions/2022-Q3/so-y-te.r3.yaml").read_text(encoding="utf-8")
    assert "digitised-dossiers: {numerator: 8863, denominator: 13301, status: provisional}" in filed
    assert "online-reports: {unavailable: đang đối chiếu}" in filed
    assert "door: asked" in filed


def test_each_answer_is_checked_as_soon_as_it_is_given(converse: Conversation) -> None:
    answers = [
        ("> ", "7.650/9000"),
        ("“7.650” có thể là 7650 hoặc 7,650.", "900/800"),
        ("Tử số 900 lớn hơn mẫu số 800.", "có"),
        ("không có số liệu thì gõ", "thoát"),
    ]
    said = converse("submit", *UNIT, *ROUND, answers=answers)
    assert said.code == 130


def test_one_can_go_back_and_answer_again(converse: Conversation, example: Path) -> None:
    answers = [
        ("[1/4]", "7000/11399"),
        ("[2/4]", "<"),
        ("[1/4]", "7369/11399"),
        ("[2/4]", "quay lại"),
        ("Đang có:  7.369/11.399 (64,65%)", ""),
        ("[2/4]", "8863/13300"),
        ("[3/4]", ""),
        ("[4/4]", ""),
        ("Gửi báo cáo này?", "<"),
        ("[4/4]", "108/331"),
        ("Gửi báo cáo này?", "có"),
        ("vẫn gửi?", "có"),
    ]
    said = converse("submit", *UNIT, *ROUND, answers=answers)
    assert said.code == 0
    filed = (example / "data/submissions/2022-Q3/so-y-te.r3.yaml").read_text(encoding="utf-8")
    assert "online-dossiers: {numerator: 7369, denominator: 11399}" in filed
    assert "online-reports: {numerator: 108, denominator: 331}" in filed


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([("> ", "thoát")], "Đã dừng; chưa gửi gì."),
        ([("> ", "7369/11399"), ("> ", CTRL_C)], "Đã dừng theo yêu cầu."),
        ([("> ", CTRL_D)], "Đã dừng; chưa gửi gì."),
        ([*TO_LAST, ("Gửi báo cáo này?", "không")], "Đã dừng; chưa gửi gì."),
        ([*TO_LAST, ("Gửi báo cáo này?", "")], "Đã dừng; chưa gửi gì."),
        ([*TO_LAST, ("Gửi báo cáo này?", "có"), ("vẫn gửi?", "")], "Đã dừng; chưa gửi gì."),
        ([*TO_LAST, ("Gửi báo cáo này?", "có"), ("vẫn gửi?", "<")], "Đã dừng; chưa gửi gì."),
        ([*TO_LAST, ("Gửi báo cáo này?", "có"), ("vẫn gửi?", CTRL_C)], "Đã dừng theo yêu cầu."),
    ],
    ids=["quit", "ctrl-c", "end", "no", "enter is no", "warnings", "back at warnings", "ctrl-c at warnings"],
)
def test_whoever_stops_has_sent_nothing(
    converse: Conversation, example: Path, answers: list[tuple[str, str]], sentence: str
) -> None:
    before = fingerprint(example)
    said = converse("submit", *UNIT, *ROUND, answers=answers)
    # The terminal's own echo of the interrupt may stand before, between or after what the program writes.
    lines = said.shown.replace("^C", "").splitlines()
    assert (said.code, lines[-1]) == (130, sentence)
    assert fingerprint(example) == before


def test_a_unit_is_chosen_by_number_from_those_that_fit(converse: Conversation) -> None:
    answers = [
        ("Đơn vị (mã", "không có đơn vị này"),
        ("Không có đơn vị nào như vậy.", "quan"),
        ("ghi rõ hơn", "thu duc"),
        ("Kỳ báo cáo", "9"),
        ("Không có kỳ nào như vậy.", "2"),
        ("[1/3]", "thoát"),
    ]
    said = converse("submit", answers=answers)
    assert said.code == 130
    assert "Ủy ban nhân dân thành phố Thủ Đức" in said.shown.replace("Thành phố", "thành phố")


def test_the_conversation_is_held_in_the_language_of_the_call(converse: Conversation) -> None:
    answers = [("> ", "back"), ("> ", "quit")]
    said = converse("--lang", "en", "submit", *UNIT, *ROUND, answers=answers)
    assert said.shown.count("[1/4] Indicator 5: Share of administrative procedure dossiers") == 2
    assert (said.code, said.shown.strip().splitlines()[-1]) == (130, "Stopped; nothing was sent.")


def test_members_are_asked_for_where_a_unit_answers_for_them(converse: Conversation, example: Path) -> None:
    answers = [
        ("[1/3]", "800/1000"),
        ("[2/3]", "có"),
        ("số đơn vị> ", "10"),
        ("chưa thực hiện> ", "Phường 1; Phường 2"),
        ("[3/3]", "nil: không phát sinh"),
        ("Gửi báo cáo này?", "có"),
        ("vẫn gửi?", "có"),
    ]
    said = converse("submit", "--unit", "ubnd-quan-3", *ROUND, answers=answers)
    assert said.code == 0
    filed = (example / "data/submissions/2022-Q3/ubnd-quan-3.yaml").read_text(encoding="utf-8")
    assert "{done: true, members_done: 10, members_not_done: [Phường 1, Phường 2]}" in filed


def test_a_file_with_warnings_is_confirmed_at_a_terminal(converse: Conversation, example: Path) -> None:
    call = ("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11399")
    refused = converse(*call, answers=[("vẫn gửi? (có/không) [không] ", "gì"), ("Ghi “có” hoặc", "không")])
    assert refused.code == 130
    assert not (example / "data/submissions/2022-Q3/so-y-te.r3.yaml").exists()
    assert converse(*call, answers=[("vẫn gửi?", "có")]).code == 0
    filed = (example / "data/submissions/2022-Q3/so-y-te.r3.yaml").read_text(encoding="utf-8")
    assert "warnings: [KPI552 entries.digitised-dossiers]" in filed


def test_a_round_is_closed_at_a_terminal_only_after_a_yes(converse: Conversation, example: Path) -> None:
    said = converse("close", "--period", "2022-S1", answers=[("Khóa đợt báo cáo kỳ 2022-S1?", "không")])
    assert said.code == 130
    assert said.shown.splitlines()[-1] == "Đã dừng; đợt báo cáo kỳ 2022-S1 vẫn mở."
    assert not (example / "data/rounds").exists()
    said = converse("close", "--period", "2022-S1", answers=[("Khóa đợt báo cáo kỳ 2022-S1?", "có")])
    assert said.code == 0
    assert (example / "data/rounds/cv-3036/2022-S1.yaml").exists()


def make_prompt(levels: tuple[tuple[str, str], ...] = ()) -> desk.Prompt:
    return desk.Prompt(
        indicator="x",
        number=1,
        name="Chỉ tiêu",
        kind="ratio",
        numerator=None,
        denominator=None,
        counted_in="percent",
        basis="",
        target="",
        last=None,
        before=None,
        methods=(),
        members=None,
        levels=levels,
        by_parts=False,
    )


@pytest.mark.parametrize(
    ("said", "sets"),
    [
        ("1/2", ["x=1/2"]),
        ("1/2 sơ bộ", ["x=1/2", "x.status=provisional"]),
        ("1/2 (Ước tính)", ["x=1/2", "x.status=estimated"]),
        ("nil: số sơ bộ", ["x=nil: số sơ bộ"]),
        ("sơ bộ", ["x=sơ bộ"]),
    ],
)
def test_an_answer_is_read_as_people_write_it(said: str, sets: list[str]) -> None:
    assert read_sets(make_prompt(), said) == sets


def test_an_answer_by_levels_is_taken_apart() -> None:
    prompt = make_prompt((("province", "Cấp tỉnh"), ("district", "Cấp huyện")))
    assert read_sets(prompt, "province=91/100; district = 7,5;") == [
        "x.province.numerator=91",
        "x.province.denominator=100",
        "x.district.value= 7,5",
    ]


# ------------------------------------------------------------------------------------------------ surprises

RATIO = """\
id: dossiers
measure:
  kind: ratio
  numerator: Số hồ sơ trực tuyến
  denominator: Tổng số hồ sơ
  basis: {basis}
targets: [{{programme: p, number: 1, at_least: 50, by: 2022-12-31}}]
"""
VALUE = """\
id: economy
measure:
  kind: value
  counted_in: percent
  basis: at_date
  combine: single
  methods: {gso: Theo Tổng cục Thống kê, hids: Theo Viện}
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""


def find_warnings(root: Path, text: str) -> list[str]:
    """Return what is asked about a submission: code, place and message of each."""
    draft = desk.read_draft(text.encode(), "so-a.yaml")
    answer = desk.submit(root, draft, desk.Sending(now=MOMENT, language="vi"))
    assert isinstance(answer, desk.Unconfirmed), answer
    return [
        f"{word_problem(one, 'vi').code} {one.place.line}:{one.place.column} {word_problem(one, 'vi').message}"
        for one in answer.warnings
    ]


def write(entries: str) -> str:
    return f"format: 1\nunit: so-a\nperiod: 2022-Q3\nentries:\n{entries}"


def test_a_jump_is_asked_about_with_the_earlier_figures(tmp_path: Path) -> None:
    made = Workspace(tmp_path, RATIO.format(basis="in_period"))
    made.submit("2022-Q2", "so-a", "dossiers: {numerator: 400, denominator: 1000}", at="2022-06-01")
    assert find_warnings(tmp_path, write("  dossiers: {numerator: 900, denominator: 1000}\n")) == [
        "KPI552 5:13 Số liệu 900/1.000 (90,00%) khác xa các kỳ trước (quý II/2022: 400/1.000 (40,00%))."
    ]
    assert find_warnings(tmp_path, write("  dossiers: {numerator: 4500, denominator: 10000}\n")) == [
        "KPI552 5:13 Số liệu 4.500/10.000 (45,00%) khác xa các kỳ trước (quý II/2022: 400/1.000 (40,00%))."
    ]


def test_a_cumulative_figure_that_shrinks_is_asked_about(tmp_path: Path) -> None:
    made = Workspace(tmp_path, RATIO.format(basis="year_to_date"))
    made.submit("2022-Q2", "so-a", "dossiers: {numerator: 400, denominator: 1000}", at="2022-06-01")
    assert find_warnings(tmp_path, write("  dossiers: {numerator: 399, denominator: 1000}\n")) == [
        "KPI551 5:25 Số lũy kế từ đầu năm là 399, nhỏ hơn 400 của kỳ 2022-Q2."
    ]


def test_another_method_is_asked_about(tmp_path: Path) -> None:
    made = Workspace(tmp_path, VALUE)
    made.submit("2022-Q2", "so-a", "economy: {value: 13.1, method: gso}", at="2022-06-01")
    assert find_warnings(tmp_path, write("  economy: {value: 13.5, method: hids}\n")) == [
        "KPI550 5:34 Số liệu tính theo phương pháp “hids”, còn kỳ 2022-Q2 tính theo “gso”."
    ]


def test_an_answer_that_is_left_out_is_asked_about(tmp_path: Path) -> None:
    made = Workspace(tmp_path, f"{RATIO.format(basis='in_period')}---\n{VALUE}")
    made.submit("2022-Q3", "so-a", "dossiers: {numerator: 4, denominator: 10}", at="2022-09-01")
    assert find_warnings(tmp_path, write("  economy: {value: 13.5, method: hids}\n")) == [
        "KPI553 5:3 Lần gửi 1 có số liệu của chỉ tiêu “dossiers”, lần này thì không."
    ]


def test_two_totals_of_the_same_things_that_differ_are_asked_about(tmp_path: Path) -> None:
    one = RATIO.format(basis="in_period")
    Workspace(tmp_path, f"{one}---\n{one.replace('id: dossiers', 'id: digitised')}")
    text = "  dossiers: {numerator: 4, denominator: 10}\n  digitised: {numerator: 4, denominator: 11}\n"
    assert find_warnings(tmp_path, write(text)) == [
        "KPI554 6:42 “Tổng số hồ sơ” ở đây là 11, còn ở chỉ tiêu “dossiers” là 10."
    ]


def test_a_receipt_that_a_file_brings_along_is_passed_over(tmp_path: Path) -> None:
    Workspace(tmp_path, RATIO.format(basis="in_period"))
    receipt = "receipt: {revision: 7, received_at: 2022-01-01T00:00:00+07:00, previous: null}\n"
    assert find_warnings(tmp_path, receipt + write("  dossiers: {numerator: 4, denominator: 10}\n")) == [
        "KPI190 1:1 Tệp gửi đến đã có mục “receipt”; mục này bị bỏ qua."
    ]


def test_a_receipt_is_told_to_be_passed_over_where_the_rest_is_wrong_too(tmp_path: Path) -> None:
    Workspace(tmp_path, RATIO.format(basis="in_period"))
    receipt = "receipt: {revision: 7, received_at: 2022-01-01T00:00:00+07:00, previous: null}\n"
    wrong = (
        (receipt, "  dossiers: {numerator: x, denominator: 10}\n"),
        ("receipt: mine\n", "  dossiers: {nil: x}\n"),
    )
    for first, entries in wrong:
        draft = desk.read_draft((first + write(entries)).encode(), "sent.yaml")
        answer = desk.submit(tmp_path, draft, desk.Sending(now=MOMENT, language="vi"))
        assert isinstance(answer, desk.Refusal)
        assert "receipt-ignored" in [problem.kind for problem in answer.problems]


def test_a_day_of_sending_after_today_is_asked_about(tmp_path: Path) -> None:
    Workspace(tmp_path, RATIO.format(basis="in_period"))
    text = write("  dossiers: {numerator: 4, denominator: 10}\n")
    today = MOMENT.date().isoformat()
    assert find_warnings(tmp_path, "sent_on: 2031-09-15\n" + text) == [
        f"KPI432 1:10 Ngày gửi ghi là 2031-09-15, sau hôm nay ({today})."
    ]
    draft = desk.read_draft(f"sent_on: {today}\n{text}".encode(), "so-a.yaml")
    answer = desk.submit(tmp_path, draft, desk.Sending(now=MOMENT, language="vi"))
    assert isinstance(answer, desk.ReceiptView)


def test_a_receipt_shows_as_many_decimals_as_the_report(tmp_path: Path) -> None:
    made = Workspace(
        tmp_path,
        "id: share\nmeasure: {kind: ratio, basis: at_date}\ntargets: [{programme: p, at_least: 75, by: 2022-12-31}]",
    )
    draft = desk.draft_figures(
        tmp_path, "so-a", desk.Asking(period="2022-Q3"), ["share=74996/100000"], now=MOMENT
    )
    assert isinstance(draft, desk.Draft)
    answer = desk.submit(tmp_path, draft, desk.Sending(now=MOMENT, language="vi", confirmed=True))
    assert isinstance(answer, desk.ReceiptView)
    assert answer.answered[0].text == "74.996/100.000 (74,996%)"
    assert "74,996%" in str(made.row_view())


def test_what_was_received_by_a_clock_that_runs_ahead_is_not_lost(tmp_path: Path) -> None:
    made = Workspace(tmp_path, f"{RATIO.format(basis='in_period')}---\n{VALUE}")
    ahead = "2022-09-16T09:05:00+07:00"
    made.submit("2022-Q3", "so-a", "dossiers: {numerator: 4, denominator: 10}", at=ahead)
    asking = desk.Asking(period="2022-Q3")
    draft = desk.draft_figures(tmp_path, "so-a", asking, ["economy=13,5", "economy.method=gso"], now=MOMENT)
    assert isinstance(draft, desk.Draft)
    assert draft.carried == ("dossiers",)


# ------------------------------------------------------------------------------------------------ receipts


@pytest.fixture
def receipt(run: Run, example: Path) -> Callable[[str], Path]:
    """Send something and keep its receipt in a form."""

    def make(name: str) -> Path:
        sent = ("--set", "online-dossiers=7369/11399", "--yes", "--receipt", name)
        result = run("submit", *UNIT, *ROUND, *sent, cwd=example)
        assert result.returncode == 0, result.stderr
        return example / name

    return make


@pytest.mark.parametrize("name", ["r.txt", "r.html", "r.json", "sub/R.HTML"])
def test_a_receipt_of_any_form_is_verified(
    name: str, receipt: Callable[[str], Path], run: Run, example: Path
) -> None:
    path = receipt(name)
    result = run("verify-receipt", path, cwd=example)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Khớp: so-y-te, kỳ 2022-Q3, lần gửi 3, ")


@pytest.fixture
def given(run: Run, example: Path) -> Callable[[str], Path]:
    """Send, late, on a unit's behalf, with a warning and answers left over from before; keep the receipt in a form."""

    def make(name: str) -> Path:
        why = ("--on-behalf-of", "--reason", "Gửi bản giấy", "--by", "DIC")
        sent = ("--set", "digitised-dossiers=8863/13300", "--set", "online-reports=unavailable:Chưa có")
        result = run("submit", *UNIT, *ROUND, *sent, *why, "--yes", "--receipt", name, cwd=example)
        assert result.returncode == 0, result.stderr
        return example / name

    return make


def verify(run: Run, path: Path, text: str) -> tuple[int, list[str]]:
    """Verify a receipt with another text; return the exit code and the codes and messages of what is wrong."""
    path.write_text(text, encoding="utf-8", newline="")
    result = run("verify-receipt", path, cwd=path.parent)
    lines = result.stderr.splitlines()
    return result.returncode, [
        line.strip() for line in lines if line.startswith("  ") and "gợi ý" not in line
    ]


@pytest.mark.parametrize("form", ["txt", "html", "json"])
def test_a_receipt_with_any_character_of_its_words_changed_is_not_genuine(
    form: str, given: Callable[[str], Path], example: Path
) -> None:
    path = given(f"r.{form}")
    text = path.read_text(encoding="utf-8")
    assert isinstance(desk.verify_receipt(example, text.encode(), path.name), desk.Verified)
    places = [at for at, char in enumerate(text) if char.isalnum()]
    # Every place would take minutes: some all over it, each page its own.
    for at in places[:: len(places) // 60]:
        other = "8" if text[at] != "8" else "3"
        changed = text[:at] + other + text[at + 1 :]
        answer = desk.verify_receipt(example, changed.encode(), path.name)
        assert isinstance(answer, desk.Refusal), text[at - 20 : at + 20]


@pytest.mark.parametrize("form", ["txt", "html"])
@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("8.863/13.300", "8.863/13.200", "8.863/13.300"),
        ("Trễ hạn", "Đúng hạn", "Trễ hạn"),
        ("Sở Y tế (so-y-te)", "Sở Y Tế (so-y-te)", "Sở Y tế (so-y-te)"),
        ("chưa có số liệu: Chưa có", "chưa có số liệu: Chờ", "chưa có số liệu: Chưa có"),
        ("Gửi bản giấy", "Gửi bản in", "Gửi bản giấy"),
        ("825/1.234", "825/1.235", "825/1.234"),
    ],
)
def test_a_line_of_a_receipt_that_was_changed_is_named_with_what_it_was(
    form: str, old: str, new: str, named: str, given: Callable[[str], Path], run: Run
) -> None:
    path = given(f"r.{form}")
    text = path.read_text(encoding="utf-8")
    assert old in text
    code, said = verify(run, path, text.replace(old, new))
    assert code == 1
    assert any("Biên nhận ghi một dòng là" in line and new in line for line in said), said
    assert any("còn trong kho là" in line and named in line for line in said), said


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("verdict", "on_time", "kết quả đúng hạn, trễ hạn"),
        ("verdict_text", "Đúng hạn", "kết quả đúng hạn, trễ hạn"),
        ("unit_name", "Sở Y", "tên đơn vị"),
        ("received_at", "2022-09-15T09:00:00+07:00", "thời điểm nhận"),
        ("file", "data/submissions/2022-Q3/so-y-te.yaml", "tệp"),
        ("previous", None, "mã SHA-256 của lần gửi trước"),
        ("sha256", "0" * 64, "mã SHA-256"),
        ("owed", [], "các chỉ tiêu còn thiếu"),
        ("answered", ["online-dossiers"], "các chỉ tiêu đã trả lời"),
        ("warnings", [], "các cảnh báo"),
        ("carried", [], "các chỉ tiêu giữ từ lần trước"),
        ("on_behalf_of", None, "người nhập thay"),
        ("notice", None, "lời ghi chung"),
        ("extra", 1, "một dòng"),
    ],
)
def test_a_field_of_a_receipt_that_was_changed_is_named(
    key: str, value: object, what: str, given: Callable[[str], Path], run: Run
) -> None:
    path = given("r.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told.get(key) != value
    code, said = verify(run, path, json.dumps(told | {key: value}))
    assert (code, len(said)) == (1, 1), said
    assert said[0].startswith(f"Biên nhận ghi {what} là")


def test_one_digit_of_an_answer_changed_is_named_with_both(given: Callable[[str], Path], run: Run) -> None:
    path = given("r.json")
    text = path.read_text(encoding="utf-8").replace("8.863/13.300 (66,64%)", "8.863/13.200 (67,14%)", 1)
    assert verify(run, path, text) == (
        1,
        [
            (
                "Biên nhận ghi số liệu đã trả lời là “digitised-dossiers: 8.863/13.200 (67,14%)”, còn trong kho là "
                "“digitised-dossiers: 8.863/13.300 (66,64%)”."
            )
        ],
    )


def test_a_receipt_stays_genuine_whatever_is_written_differently_later(
    given: Callable[[str], Path], run: Run, example: Path
) -> None:
    """The office renames the unit, grants it more time and words its templates anew; mail programs touch the ends."""
    paths = [given(f"r.{form}") for form in ("txt", "html", "json")]
    units = example / "data" / "units.yaml"
    units.write_text(
        units.read_text(encoding="utf-8").replace("Sở Y tế", "Sở Y tế Thành phố"), encoding="utf-8"
    )
    later = example / "data" / "extensions" / "2022-Q3" / "so-y-te.yaml"
    later.parent.mkdir(parents=True)
    later.write_text(
        "format: 1\nunit: so-y-te\nperiod: 2022-Q3\nuntil: 2099-12-31\ngranted_by: DIC\nreason: Lý do\n",
        encoding="utf-8",
    )
    for form in ("txt", "html"):
        (example / "templates" / f"receipt.{form}.j2").write_text("{{ receipt.unit }}", encoding="utf-8")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        ended = json.dumps(json.loads(text)) if path.suffix == ".json" else text.replace("\n", " \r\n")
        assert verify(run, path, f"\ufeff{ended}\n") == (0, []), path


def test_a_receipt_that_says_a_thing_twice_is_not_genuine(given: Callable[[str], Path], run: Run) -> None:
    path = given("r.json")
    text = path.read_text(encoding="utf-8")
    twice = text.replace("{", '{"verdict": "on_time",', 1)
    assert verify(run, path, twice) == (
        1,
        ["Biên nhận này không còn nguyên văn như lúc cấp cho lần gửi 3 của “so-y-te”, kỳ 2022-Q3."],
    )


def test_what_has_become_of_a_revision_is_told_and_its_receipt_stays_genuine(
    receipt: Callable[[str], Path], run: Run, example: Path
) -> None:
    path = receipt("r.txt")

    def tell(*args: str, language: str = "vi") -> str:
        if args:
            done = run(*args, *UNIT, *ROUND, "--by", "DIC", cwd=example)
            assert done.returncode == 0, done.stderr
        result = run("--lang", language, "verify-receipt", path, cwd=example)
        assert result.returncode == 0
        return result.stdout.splitlines()[-1]

    because = ("--reason", "Lý do")
    assert tell() == "Hiện nay: lần gửi 3 đang được tính."
    assert (
        tell("review", "return", *because) == "Hiện nay: lần gửi 3 đã bị trả lại; lần gửi 3 không được tính."
    )
    sent = run("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11398", "--yes", cwd=example)
    assert sent.returncode == 0
    assert tell(language="en") == (
        "Today: revision 3 was returned; there is revision 4; revision 3 does not count."
    )
    assert tell("review", "exclude", *because) == (
        "Hiện nay: đơn vị đã được loại khỏi đợt báo cáo; lần gửi 3 đã bị trả lại; đã có lần gửi 4."
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("unit", "../../../etc"),
        ("unit", "so-y-te\u0000"),
        ("period", "../2022-Q3"),
        ("revision", "3"),
        ("revision", True),
        ("revision", 0),
        ("sha256", "x"),
        ("received_at", None),
        ("schema", "cds-kpi.report/1"),
    ],
)
def test_a_receipt_that_names_no_revision_is_none(
    key: str, value: object, receipt: Callable[[str], Path], run: Run, example: Path
) -> None:
    path = receipt("r.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {key: value}), encoding="utf-8")
    result = run("verify-receipt", path, cwd=example)
    assert result.returncode == 1
    assert "lỗi[KPI191]" in result.stderr


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, "cds-kpi.receipt/1 {}", "\ufeff{}"])
def test_what_is_no_receipt_is_said_to_be_none(text: str, run: Run, example: Path) -> None:
    result = run("verify-receipt", "-", stdin=text, cwd=example)
    assert result.returncode == 1
    assert "lỗi[KPI191]" in result.stderr


def test_a_page_says_what_people_wrote_as_text(run: Run, example: Path) -> None:
    note = "online-reports=nil:<script>alert(1)</script> --> {{ 7*7 }}"
    sent = ("--set", note, "--yes", "--receipt", "r.html")
    assert run("submit", *UNIT, *ROUND, *sent, cwd=example).returncode == 0
    page = (example / "r.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "{{ 7*7 }}" in page
    assert page.count("-->") == 1
    assert run("verify-receipt", "r.html", cwd=example).returncode == 0


def test_what_is_received_stays_received_where_the_receipt_cannot_be_shown(
    example: Path, run: Run, clean_environment: dict[str, str]
) -> None:
    sent = ("--set", "online-dossiers=7369/11399", "--yes")
    template = example / "templates/receipt.txt.j2"
    right = template.read_text(encoding="utf-8")
    template.write_text("{{ nonsense() }}", encoding="utf-8")
    result = run("submit", *UNIT, *ROUND, *sent, cwd=example)
    assert (result.returncode, result.stdout) == (0, "")
    assert "Đã nhận lần gửi 3: data/submissions/2022-Q3/so-y-te.r3.yaml" in result.stderr
    assert "nhưng không làm được biên nhận: mẫu biên nhận có lỗi" in result.stderr
    template.write_text(right, encoding="utf-8")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cds_kpi", "submit", *UNIT, *ROUND, *sent],
            cwd=example,
            env=clean_environment,
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0
    assert "Đã nhận lần gửi 4: data/submissions/2022-Q3/so-y-te.r4.yaml, SHA-256 " in done.stderr
    assert done.stderr.endswith("; nhưng không in được biên nhận: ổ đĩa đã đầy.\n")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            ("review", "accept", *UNIT, *ROUND),
            "của so-y-te, kỳ 2022-Q3. data/reviews/2022-Q3/so-y-te.r2.yaml; nhưng không in được trả lời: {}.\n",
        ),
        (
            ("close", *ROUND, "--force"),
            "data/rounds/cv-3036/2022-Q3.yaml; nhưng không in được trả lời: {}.\n",
        ),
    ],
)
@pytest.mark.parametrize(
    ("target", "why"), [("> /dev/full", "ổ đĩa đã đầy"), ("| true", "nơi đọc kết quả đã đóng")]
)
def test_what_is_decided_is_not_told_as_refused_where_it_cannot_be_printed(
    call: tuple[str, ...],
    told: str,
    target: str,
    why: str,
    example: Path,
    clean_environment: dict[str, str],
) -> None:
    # Whoever reads the pipe is gone before the program begins to write.
    line = f'"{sys.executable}" -m cds_kpi {" ".join(call)} {target}'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=example,
        env=clean_environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr.endswith(told.format(why))


@pytest.mark.parametrize("place", ["blocked/r.txt", "folder.txt"])
def test_a_receipt_that_has_no_place_to_go_is_told_before_anything_is_sent(
    example: Path, run: Run, place: str
) -> None:
    (example / "blocked").write_text("", encoding="utf-8")
    (example / "folder.txt").mkdir()
    before = fingerprint(example)
    sent = ("--set", "online-dossiers=7369/11399", "--yes")
    result = run("submit", *UNIT, *ROUND, *sent, "--receipt", place, cwd=example)
    assert (result.returncode, result.stdout) == (2, "")
    assert "--receipt" in result.stderr
    assert fingerprint(example) == before


# ------------------------------------------------------------------------------------------------ nothing is written


@pytest.mark.parametrize(
    "args",
    [
        ("submit", *UNIT, *ROUND, "--set", "online-dossiers=9/8"),
        ("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11399"),
        ("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11399", "--yes", "--dry-run"),
        ("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11399", "--yes", "--expect-revision", "9"),
        ("submit", "data/submissions/2022-Q3/so-tttt.yaml"),
        ("history", *UNIT, *ROUND),
        ("status", *ROUND),
        ("status", *ROUND, "--format", "csv"),
        ("review", "accept", "--unit", "ubnd-quan-3", *ROUND),
        ("close", *ROUND),
        ("reopen", *ROUND, "--reason", "Sai"),
    ],
    ids=" ".join,
)
def test_looking_and_being_refused_change_nothing(args: tuple[str, ...], run: Run, example: Path) -> None:
    before = fingerprint(example)
    assert run(*args, cwd=example).returncode in {0, 1, 4}
    assert fingerprint(example) == before


def test_whoever_expects_another_revision_is_told_who_came_first(run: Run, example: Path) -> None:
    sent = ("--set", "online-dossiers=7369/11399", "--yes", "--expect-revision", "3")
    assert run("submit", *UNIT, *ROUND, *sent, cwd=example).returncode == 0
    result = run("submit", *UNIT, *ROUND, *sent, cwd=example)
    assert result.returncode == 4
    assert "lỗi[KPI185]" in result.stderr
    assert len(list((example / "data/submissions/2022-Q3").glob("so-y-te*"))) == 3


def test_a_rehearsal_with_an_expected_revision_answers_as_the_real_run(run: Run, example: Path) -> None:
    sent = ("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11399", "--yes", "--expect-revision")
    before = fingerprint(example)
    rehearsal = run(*sent, "1", "--dry-run", cwd=example)
    real = run(*sent, "1", cwd=example)
    assert (rehearsal.returncode, rehearsal.stderr) == (real.returncode, real.stderr)
    assert rehearsal.returncode == 4
    assert run(*sent, "3", "--dry-run", cwd=example).returncode == 0
    assert fingerprint(example) == before


def test_who_came_first_is_told_before_warnings_are_asked_about(run: Run, example: Path) -> None:
    text = (example / "data/submissions/2022-Q3/so-y-te.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("receipt:", "prepared_by:"))]
    lines.insert(1, "prepared_by: {name: Nguyễn Văn A}")
    (example / "sent.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    behalf = ("--on-behalf-of", "--by", "DIC", "--reason", "Gửi bản giấy", "--yes")
    sent = run("submit", "sent.yaml", *behalf, cwd=example)
    assert sent.returncode == 0, sent.stderr
    before = fingerprint(example)
    call = ("submit", *UNIT, *ROUND, "--set", "online-dossiers=1/11399", "--expect-revision", "3")
    for more in ((), ("--dry-run",), ("--yes",)):
        refused = run(*call, *more, cwd=example)
        assert refused.returncode == 4
        assert re.search(
            r"Lần gửi 3: nhận lúc [0-9:]{8} ngày [0-9/]+, bằng tệp YAML, nhập thay bởi DIC \(Gửi bản giấy\), "
            "người lập Nguyễn Văn A.",
            refused.stderr,
        )
        assert "KPI552" not in refused.stderr
    refused = run("--lang", "en", "submit", "sent.yaml", "--expect-revision", "3", cwd=example)
    assert refused.returncode == 4
    assert "as a YAML file, keyed in by DIC (Gửi bản giấy), prepared by Nguyễn Văn A." in refused.stderr
    assert fingerprint(example) == before


def test_what_is_no_plain_file_is_named(run: Run, example: Path) -> None:
    os.mkfifo(example / "pipe.xlsx")
    for path, what in (("pipe.xlsx", "đường ống (FIFO)"), ("/dev/zero", "thiết bị"), ("data", "thư mục")):
        done = run("submit", path, cwd=example)
        assert (done.returncode, done.stderr.splitlines()[1]) == (
            2,
            f"  “{path}” là một {what}, không phải là tệp.",
        )
    os.mkfifo(example / "data/submissions/2022-Q3/so-y-te.r3.yaml")
    done = run("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11399", "--yes", cwd=example)
    file = example / "data/submissions/2022-Q3/so-y-te.r3.yaml"
    assert (done.returncode, done.stderr.splitlines()[0]) == (5, f"lỗi[KPI163] {file}")


def test_a_table_for_spreadsheets_holds_no_formula(run: Run, example: Path) -> None:
    from openpyxl import load_workbook

    units = example / "data" / "units.yaml"
    text = units.read_text(encoding="utf-8").replace("vi: Sở Y tế", "vi: \"=cmd|'/c calc'!A1\"")
    units.write_text(text, encoding="utf-8")
    page = run("status", *ROUND, "--unit", "so-y-te", "--format", "csv", cwd=example).stdout
    assert page.splitlines()[1].startswith("so-y-te,'=cmd|")
    made = run("status", *ROUND, "--format", "xlsx", "--out", "s.xlsx", cwd=example)
    assert made.returncode == 0
    sheet = load_workbook(example / "s.xlsx").worksheets[0]
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert cells["=cmd|'/c calc'!A1"] == "s"


def test_two_runs_make_the_same_workbook(run: Run, example: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        call = ("status", *ROUND, "--as-of", "2022-09-30", "--format", "xlsx", "--out", name)
        assert run(*call, cwd=example).returncode == 0
    assert (example / "a.xlsx").read_bytes() == (example / "b.xlsx").read_bytes()


def test_a_marked_workbook_comes_back_with_what_was_wrong(run: Run, example: Path) -> None:
    from openpyxl import load_workbook

    assert run("form", "--unit", "so-gtvt", *ROUND, cwd=example).returncode == 0
    book = load_workbook(example / "so-gtvt.2022-Q3.xlsx")
    [(sheet, cell)] = book.defined_names["in.online_dossiers.numerator"].destinations
    book[sheet][cell.replace("$", "")].value = "7.650"
    book.save(example / "filled.xlsx")
    result = run("submit", "filled.xlsx", "--marked", "marked.xlsx", cwd=example)
    assert result.returncode == 1
    at = f"filled.xlsx:{sheet}!{cell.replace('$', '')}\n  “7.650” có thể là 7650 hoặc 7,650."
    assert at in result.stderr
    note = load_workbook(example / "marked.xlsx")[sheet][cell.replace("$", "")].comment
    assert note is not None
    assert "“7.650” có thể là 7650 hoặc 7,650." in note.text
    assert not (example / "data/submissions/2022-Q3/so-gtvt.r2.yaml").exists()


def test_a_confirmed_warning_keeps_its_cell(run: Run, example: Path) -> None:
    from openpyxl import load_workbook

    assert run("form", *UNIT, *ROUND, cwd=example).returncode == 0
    book = load_workbook(example / "so-y-te.2022-Q3.xlsx")
    where = {}
    for name, value in (
        ("digitised_dossiers.numerator", 8863),
        ("digitised_dossiers.denominator", 11177),
        ("online_dossiers.numerator", 7369),
        ("online_dossiers.denominator", 11399),
        ("e_payment_units.done", "Có"),
        ("online_reports.numerator", 108),
        ("online_reports.denominator", 331),
    ):
        [(sheet, cell)] = book.defined_names[f"in.{name}"].destinations
        where[name] = cell.replace("$", "")
        book[sheet][where[name]].value = value
    book["Số liệu"]["H3"].value = "đã trao đổi"
    book.save(example / "filled.xlsx")
    cell = f"Số liệu!{where['digitised_dossiers.numerator']}"
    for name in ("r.txt", "r.html", "r.json"):
        sent = run("submit", "filled.xlsx", "--yes", "--receipt", name, cwd=example)
        assert sent.returncode == 0, sent.stderr
        verified = run("verify-receipt", name, cwd=example)
        assert (verified.returncode, verified.stderr) == (0, "")
    told = json.loads((example / "r.json").read_text(encoding="utf-8"))
    assert [one.partition(": ")[0] for one in told["warnings"]] == [
        "KPI662 (Số liệu!H3)",
        f"KPI552 (digitised-dossiers, {cell})",
    ]
    kept = ["KPI662 Số liệu!H3", f"KPI552 entries.digitised-dossiers {cell}"]
    filed = (example / "data/submissions/2022-Q3/so-y-te.r5.yaml").read_text(encoding="utf-8")
    assert f"warnings: {json.dumps(kept, ensure_ascii=False)}" in filed
    shown = json.loads(run("history", *UNIT, *ROUND, "--format", "json", cwd=example).stdout)["revisions"]
    assert shown[-1]["warnings"] == kept
    said = run("history", *UNIT, *ROUND, cwd=example).stdout
    assert f"    KPI552 (entries.digitised-dossiers {cell}): Số liệu thay đổi đột ngột\n" in said
    # A word that was changed is named, and nothing that was not.
    text = (example / "r.txt").read_text(encoding="utf-8")
    (example / "r.txt").write_text(text.replace("Đúng hạn", "Trễ hạn"), encoding="utf-8")
    assert "KPI552" not in run("verify-receipt", "r.txt", cwd=example).stderr


def test_history_marks_a_revision_that_was_changed_after_it_was_received(run: Run, example: Path) -> None:
    for number in (3, 4):
        sent = run(
            "submit", *UNIT, *ROUND, "--set", f"online-dossiers=736{number}/11399", "--yes", cwd=example
        )
        assert sent.returncode == 0, sent.stderr
    path = example / "data/submissions/2022-Q3/so-y-te.r3.yaml"
    path.write_bytes(path.read_bytes().replace(b"7363", b"7399"))
    shown = json.loads(run("history", *UNIT, *ROUND, "--format", "json", cwd=example).stdout)["revisions"]
    assert [one["changed_since"] for one in shown] == [False, False, True, False]
    said = run("history", *UNIT, *ROUND, cwd=example).stdout
    marked = [part for part in said.split("\n\n") if "tệp đã bị thay đổi sau khi tiếp nhận" in part]
    assert [part.partition(":")[0] for part in marked] == ["Lần gửi 3"]


def test_going_back_from_the_members_asks_for_the_units_own_answer_again(
    converse: Conversation, example: Path
) -> None:
    answers = [
        ("[1/3]", "800/1000"),
        ("[2/3]", "có"),
        ("số đơn vị> ", "10"),
        ("chưa thực hiện> ", "<"),
        ("[2/3]", "chưa"),
        ("số đơn vị> ", "<"),
        ("[2/3]", "chưa"),
        ("số đơn vị> ", "11"),
        ("chưa thực hiện> ", "Phường 1"),
        ("[3/3]", "nil: không phát sinh"),
        ("Gửi báo cáo này?", "có"),
        ("vẫn gửi?", "có"),
    ]
    said = converse("submit", "--unit", "ubnd-quan-3", *ROUND, answers=answers)
    assert said.code == 0
    filed = (example / "data/submissions/2022-Q3/ubnd-quan-3.yaml").read_text(encoding="utf-8")
    assert "{done: false, members_done: 11, members_not_done: Phường 1}" in filed or (
        "{done: false, members_done: 11, members_not_done: [Phường 1]}" in filed
    )


# ------------------------------------------------------------------------------------------- forms at a terminal


def test_the_unit_of_a_form_is_chosen_at_a_terminal(converse: Conversation, example: Path) -> None:
    answers = [("Đơn vị (mã", "quan 1"), ("Ủy ban nhân dân Quận 1\n".strip(), "1")]
    said = converse("form", *ROUND, answers=answers)
    assert said.code == 0
    assert (example / "ubnd-quan-1.2022-Q3.xlsx").exists()
    assert "ubnd-quan-1.2022-Q3.xlsx: Ủy ban nhân dân Quận 1 (3 chỉ tiêu)" in said.shown


@pytest.mark.parametrize(("language", "task"), [("vi", "Lập biểu mẫu"), ("en", "Making forms")])
def test_a_folder_of_forms_shows_how_far_it_has_got(
    example: Path, clean_environment: dict[str, str], language: str, task: str
) -> None:
    call = ("--lang", language, "form", "--all", *ROUND, "--out", "bieu-mau")
    said = talk(*call, answers=[], cwd=example, env=clean_environment, kind="xterm")
    assert said.code == 0
    assert task in said.shown
    assert "44/44" in said.shown
    assert len(list((example / "bieu-mau").iterdir())) == 44
    assert said.shown.count("bieu-mau/") == 44


def test_one_form_needs_no_bar(converse: Conversation) -> None:
    said = converse("form", *UNIT, *ROUND, answers=[])
    assert "Lập biểu mẫu" not in said.shown


def test_a_folder_of_forms_shows_no_bar_to_a_pipe(run: Run, example: Path) -> None:
    result = run("form", "--all", *ROUND, "--out", "bieu-mau", cwd=example)
    assert (result.returncode, result.stderr) == (0, "")


def test_where_nobody_owes_anything_there_is_no_form_and_a_sentence(run: Run, example: Path) -> None:
    catalogue = example / "data/indicators.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("frequencies: [quarter]", "frequencies: [month]"), encoding="utf-8")
    result = run("form", "--all", *ROUND, "--out", "bieu-mau", cwd=example)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("lỗi: Không đơn vị nào phải báo cáo trong kỳ này.")
    assert not (example / "bieu-mau").exists()
