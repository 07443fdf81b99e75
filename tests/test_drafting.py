"""Drafts: every way to write a figure, and the same answer to the same mistake from every door."""

import re
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.desk import find_indicator
from cds_kpi.desk.book import limit_problems
from cds_kpi.model.submission import Entry
from cds_kpi.number import Number
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.problems import find_kind, word_problem
from cds_kpi.text import LANGUAGES
from conftest import Run
from workspaces import Workspace

LETTERS = "abcdefghijklmnopqrstuvwxyz"

NOW = datetime.fromisoformat("2022-09-15T10:11:12+07:00")
TARGET = "targets: [{programme: p, at_least: 50, by: 2022-12-31}]"
INDICATORS = f"""
id: online-dossiers
measure: {{kind: ratio, basis: in_period}}
targets: [{{programme: p, number: 5, at_least: 50, by: 2022-12-31}}]
---
id: digital-economy
measure: {{kind: value, basis: at_date, combine: max}}
{TARGET}
---
id: e-payment
measure: {{kind: roll_call, basis: at_date}}
{TARGET}
---
id: e-contract
measure: {{kind: ratio, basis: in_period}}
{TARGET}
"""
HEAD = "format: 1\nunit: so-a\nperiod: 2022-Q3\nentries:\n"


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store", INDICATORS)


def draft_sets(store: Workspace, *sets: str, unit: str = "so-a", note: str | None = None) -> desk.Draft:
    drafted = desk.draft_figures(
        store.root, unit, desk.Asking(period="2022-Q3"), list(sets), now=NOW, note=note
    )
    assert isinstance(drafted, desk.Draft), drafted
    return drafted


def draft_yaml(entries: str) -> desk.Draft:
    return desk.read_draft((HEAD + entries).encode(), "draft.yaml")


def send(store: Workspace, draft: desk.Draft) -> desk.ReceiptView | desk.Refusal:
    done = desk.submit(store.root, draft, desk.Sending(now=NOW, language="vi", confirmed=True))
    assert not isinstance(done, desk.Unconfirmed)
    return done


def find_codes(store: Workspace, draft: desk.Draft) -> list[str]:
    """Return the public codes of everything that is wrong with a draft."""
    done = desk.submit(store.root, draft, desk.Sending(now=NOW, language="vi"))
    if isinstance(done, desk.ReceiptView):
        return []
    problems = done.warnings if isinstance(done, desk.Unconfirmed) else done.problems
    kinds = [find_kind(problem.kind) for problem in problems]
    return sorted(kind.code for kind in kinds if kind is not None)


def read_entry(draft: desk.Draft, key: str) -> dict[str, Any]:
    """Return what an entry says, numbers by their value."""
    assert draft.submission is not None, draft.problems
    entry = draft.submission.entries[key]
    given = {name: getattr(entry, name) for name in Entry.model_fields if name in entry.model_fields_set}
    return {name: one.exact if isinstance(one, Number) else one for name, one in given.items()}


# ------------------------------------------------------------------------------------------- ways to write

RATIO = {"numerator": Fraction(812345), "denominator": Fraction(1498765)}


@pytest.mark.parametrize(
    ("sets", "entry"),
    [
        (["online-dossiers=812345/1498765"], RATIO),
        (["online-dossiers= 812345 / 1498765 "], RATIO),
        ([" online-dossiers =812345/1498765"], RATIO),
        (["online-dossiers=812 345/1 498 765"], RATIO),
        (["online-dossiers=812345/1.498.765"], RATIO),
        (["online-dossiers.numerator=812345", "online-dossiers.denominator=1498765"], RATIO),
        (["online-dossiers=812345/1498765", "online-dossiers.status=provisional"], RATIO | {"status": "provisional"}),
        (["online-dossiers=812345/1498765", "online-dossiers.note=a=b: c"], RATIO | {"note": "a=b: c"}),
        (["online-dossiers=nil:Không phát sinh"], {"nil": "Không phát sinh"}),
        (["online-dossiers=NIL: x:y "], {"nil": "x:y"}),
        (["online-dossiers=không phát sinh: lý do"], {"nil": "lý do"}),
        (["online-dossiers=na:lý do"], {"not_applicable": "lý do"}),
        (["online-dossiers=not_applicable:lý do"], {"not_applicable": "lý do"}),
        (["online-dossiers=unavailable:chưa có"], {"unavailable": "chưa có"}),
        (
            ["online-dossiers.district.numerator=70", "online-dossiers.district.denominator=90"],
            None,
        ),
    ],
)  # fmt: skip
def test_a_ratio_is_set_in_every_way(store: Workspace, sets: list[str], entry: dict[str, Any] | None) -> None:
    read = read_entry(draft_sets(store, *sets), "online-dossiers")
    if entry is None:
        part = read["parts"]["district"]
        assert (part.numerator.exact, part.denominator.exact) == (70, 90)
    else:
        assert read == entry


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("13.51", Fraction("13.51")),
        ("13,51", Fraction("13.51")),
        ("13,510", Fraction("13.51")),
        ("85,5%", Fraction("85.5")),
        ("0,850", Fraction("0.85")),
        ("0.850", Fraction("0.85")),
        ("-3", Fraction(-3)),
        ("1.234.567", Fraction(1234567)),
        ("1 234 567,5", Fraction("1234567.5")),
        ("7650", Fraction(7650)),
    ],
)
def test_a_value_is_read_as_people_write_it(store: Workspace, written: str, value: Fraction) -> None:
    assert read_entry(draft_sets(store, f"digital-economy={written}"), "digital-economy") == {"value": value}
    assert read_entry(draft_sets(store, f"digital-economy.value={written}"), "digital-economy") == {
        "value": value
    }


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("7.650", "number-ambiguous"),
        ("3,194.15", "number-foreign-groups"),
        ("010", "number-leading-zero"),
        ("1e3", "number-expected"),
        ("1_000", "number-expected"),
        ("+5", "number-expected"),
        ("nan", "number-expected"),
        ("٣", "number-expected"),
        ("", "number-expected"),
        ("1/", "number-expected"),
        ("/2", "number-expected"),
        ("/", "number-expected"),
        ("1/2/3", "number-expected"),
        ("abc", "number-expected"),
        ("9" * 41, "number-too-long"),
        ("9" * 5000, "number-too-long"),
    ],
)
def test_a_number_in_doubt_is_refused_where_it_was_written(store: Workspace, written: str, kind: str) -> None:
    draft = draft_sets(store, f"digital-economy={written}")
    problem = next(problem for problem in draft.problems)
    assert (problem.kind, problem.place.file) == (kind, f"--set digital-economy={written}")
    assert isinstance(send(store, draft), desk.Refusal)


@pytest.mark.parametrize("word", ["done", "true", "có", "CÓ", "yes", "rồi"])
def test_a_roll_call_is_answered_by_a_word_for_yes(store: Workspace, word: str) -> None:
    assert read_entry(draft_sets(store, f"e-payment={word}"), "e-payment") == {"done": True}


@pytest.mark.parametrize("word", ["not_done", "false", "chưa", "no", "không"])
def test_a_roll_call_is_answered_by_a_word_for_no(store: Workspace, word: str) -> None:
    assert read_entry(draft_sets(store, f"e-payment={word}"), "e-payment") == {"done": False}


def test_the_members_that_have_not_done_it_are_named_with_semicolons(store: Workspace) -> None:
    draft = draft_sets(
        store, "e-payment=có", "e-payment.members_done=8", "e-payment.members_not_done=Phường 1; Xã Bình Mỹ ;"
    )
    assert read_entry(draft, "e-payment") == {
        "done": True,
        "members_done": 8,
        "members_not_done": ("Phường 1", "Xã Bình Mỹ"),
    }


@pytest.mark.parametrize("written", ["", "=", "=5", "x", "online-dossiers", "  =5", "online-dossiers 5"])
def test_what_is_no_figure_at_all_is_refused_as_such(store: Workspace, written: str) -> None:
    draft = draft_sets(store, written)
    assert [problem.kind for problem in draft.problems] == ["set-unreadable"]
    assert isinstance(send(store, draft), desk.Refusal)


def test_every_wrong_figure_is_named_at_once(store: Workspace) -> None:
    draft = draft_sets(store, "digital-economy=7.650", "online-dossiers=1e3/5", "nothing", "e-payment=có")
    assert [problem.kind for problem in draft.problems] == [
        "number-ambiguous",
        "number-expected",
        "set-unreadable",
    ]


def test_an_excuse_without_a_reason_is_refused(store: Workspace) -> None:
    assert [problem.kind for problem in draft_sets(store, "online-dossiers=nil:").problems] == ["value-empty"]
    for written in ("nil", "NIL", "na", "unavailable", "chưa có"):
        (problem,) = draft_sets(store, f"online-dossiers={written}").problems
        assert (problem.kind, problem.facts) == ("reason-missing", {"found": written})
        assert problem.place.file == f"--set online-dossiers={written}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("online-dossiers=1/2", "online-dossiers=1/2"),
        ("online-dossiers=1/2", "online-dossiers=nil:x"),
        ("online-dossiers=1/2", "5=3/4"),
        ("online-dossiers=1/2", "online-dossiers.numerator=3"),
        ("online-dossiers.numerator=3", "online-dossiers=1/2"),
        ("online-dossiers.note=a", "online-dossiers.note=b"),
        ("online-dossiers.district.numerator=70", "online-dossiers.district.numerator=71"),
    ],
)
def test_an_indicator_that_is_set_twice_is_refused_and_both_are_named(
    store: Workspace, first: str, second: str
) -> None:
    problem = draft_sets(store, "e-contract=nil:x", first, second).problems[0]
    assert problem.kind == "set-twice"
    assert problem.facts == {"indicator": "online-dossiers", "first": first, "found": second}
    assert problem.place.file == f"--set {second}"


def test_an_indicator_may_be_named_by_its_number(store: Workspace) -> None:
    draft = draft_sets(store, "5=3/4", " 5.note=Theo số của phần mềm")
    assert read_entry(draft, "online-dossiers") == {
        "numerator": 3,
        "denominator": 4,
        "note": "Theo số của phần mềm",
    }
    wrong = send(store, draft_sets(store, "5=4/3"))
    assert isinstance(wrong, desk.Refusal)
    assert [problem.place.file for problem in wrong.problems] == ["--set 5=4/3"]
    unknown = send(store, draft_sets(store, "99=4/3"))
    assert isinstance(unknown, desk.Refusal)
    assert [problem.kind for problem in unknown.problems] == ["indicator-unknown"]


def test_a_number_that_is_also_an_id_is_asked_about() -> None:
    numbered = [("5", None), ("online-dossiers", 5), ("e-contract", 6)]
    assert find_indicator(numbered, " 6 ") == "e-contract"
    assert find_indicator(numbered, "None") == "None"
    assert find_indicator(numbered, "5") == Fault(
        "indicator-ambiguous", {"found": "5", "known": "5, online-dossiers"}
    )


@pytest.mark.parametrize(("written", "quoted"), [("1,5/5,25", ["1,5", "5,25"]), (" 1.5 / 2 ", ["1.5"])])
def test_a_figure_is_quoted_as_it_was_written(store: Workspace, written: str, quoted: list[str]) -> None:
    done = send(store, draft_sets(store, f"online-dossiers={written}"))
    assert isinstance(done, desk.Refusal)
    assert [one.facts["found"] for one in done.problems if one.kind.startswith("whole")] == quoted


def test_an_unknown_id_is_refused_with_the_near_one(store: Workspace) -> None:
    done = send(store, draft_sets(store, "online-dossier=1/2"))
    assert isinstance(done, desk.Refusal)
    problem = next(one for one in done.problems if one.kind == "indicator-unknown")
    assert problem.facts["near"] == "online-dossiers"
    assert problem.place.file == "--set online-dossier=1/2"


def test_an_unknown_unit_is_refused_with_the_near_one(store: Workspace) -> None:
    drafted = desk.draft_figures(store.root, "so-aa", desk.Asking(period="2022-Q3"), ["x=1/2"], now=NOW)
    assert isinstance(drafted, desk.Refusal)
    assert (drafted.why, drafted.problems[0].kind, drafted.problems[0].facts["near"]) == (
        "request", "unit-unknown", "so-a",
    )  # fmt: skip


def test_a_note_stands_on_the_whole(store: Workspace) -> None:
    draft = draft_sets(store, "online-dossiers=1/2", note="Số liệu đến 14/9")
    assert draft.submission is not None
    assert draft.submission.note == "Số liệu đến 14/9"


# ---------------------------------------------------------------------------------------- what is taken over


def test_answers_that_are_not_set_anew_are_taken_over_and_said_so(store: Workspace) -> None:
    first = send(
        store,
        draft_yaml("  online-dossiers: {numerator: 1, denominator: 2, note: a}\n  e-contract: {nil: x}\n"),
    )
    assert isinstance(first, desk.ReceiptView)
    draft = draft_sets(store, "online-dossiers=3/4")
    assert draft.carried == ("e-contract",)
    assert read_entry(draft, "online-dossiers") == {"numerator": 3, "denominator": 4}
    assert read_entry(draft, "e-contract") == {"nil": "x"}
    receipt = send(store, draft)
    assert isinstance(receipt, desk.ReceiptView)
    assert (receipt.revision, receipt.carried) == (2, ("e-contract",))


def test_a_remark_alone_leaves_the_answer_as_it_was(store: Workspace) -> None:
    first = "  online-dossiers: {numerator: 1, denominator: 2, note: a, source: s}\n  e-contract: {nil: x}\n"
    assert isinstance(send(store, draft_yaml(first)), desk.ReceiptView)
    draft = draft_sets(store, "online-dossiers.note=b", "online-dossiers.status=provisional")
    figure = {"numerator": 1, "denominator": 2, "source": "s", "status": "provisional"}
    assert read_entry(draft, "online-dossiers") == figure | {"note": "b"}
    assert draft.carried == ("e-contract",)
    assert isinstance(send(store, draft), desk.ReceiptView)
    emptied = draft_sets(store, "online-dossiers.note=")
    assert read_entry(emptied, "online-dossiers") == figure


def test_a_remark_on_no_answer_says_what_is_missing(store: Workspace) -> None:
    done = send(store, draft_sets(store, "online-dossiers.note=b", "e-contract=nil:x"))
    assert isinstance(done, desk.Refusal)
    (problem,) = done.problems
    assert (problem.kind, problem.facts["found"]) == ("entry-answers", "-")
    assert problem.place.file == "--set online-dossiers.note=b"


def test_a_file_takes_nothing_over(store: Workspace) -> None:
    assert isinstance(send(store, draft_yaml("  e-contract: {nil: x}\n")), desk.ReceiptView)
    draft = draft_yaml("  online-dossiers: {numerator: 3, denominator: 4}\n")
    assert draft.carried == ()
    assert draft.submission is not None
    assert list(draft.submission.entries) == ["online-dossiers"]


def test_a_figure_that_was_read_with_a_comma_is_taken_over_as_it_was(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "digital-economy: {value: '13,51'}")
    draft = draft_sets(store, "online-dossiers=3/4")
    assert read_entry(draft, "digital-economy") == {"value": Fraction("13.51")}
    assert isinstance(send(store, draft), desk.ReceiptView)


# --------------------------------------------------------------------------------- one mistake, one code

SAME = [
    ("online-dossiers: {numerator: 5, denominator: 4}", ["online-dossiers=5/4"]),
    ("online-dossiers: {numerator: -5, denominator: 4}", ["online-dossiers=-5/4"]),
    ("online-dossiers: {numerator: 1.5, denominator: 4}", ["online-dossiers=1,5/4"]),
    ("online-dossiers: {numerator: 1, denominator: 0}", ["online-dossiers=1/0"]),
    ("online-dossiers: {numerator: 1}", ["online-dossiers.numerator=1"]),
    ("online-dossiers: {denominator: 1}", ["online-dossiers.denominator=1"]),
    ("online-dossiers: {value: 85}", ["online-dossiers=85"]),
    ("online-dossiers: {done: true}", ["online-dossiers=có"]),
    ("online-dossiers: {numerator: x, denominator: 4}", ["online-dossiers=x/4"]),
    ("online-dossiers: {numerator: 1e3, denominator: 4000}", ["online-dossiers=1e3/4000"]),
    ("online-dossiers: {numerator: 010, denominator: 40}", ["online-dossiers=010/40"]),
    ("online-dossiers: {numerator: '3,194.15', denominator: 4000}", ["online-dossiers=3,194.15/4000"]),
    (f"online-dossiers: {{numerator: {'9' * 41}, denominator: 4}}", [f"online-dossiers={'9' * 41}/4"]),
    ("online-dossiers: {nil: ''}", ["online-dossiers=nil:"]),
    (
        "online-dossiers: {nil: x, numerator: 1, denominator: 2}",
        ["online-dossiers=nil:x", "online-dossiers.numerator=1", "online-dossiers.denominator=2"],
    ),
    (
        "online-dossiers: {numerator: 1, denominator: 2, status: finall}",
        ["online-dossiers=1/2", "online-dossiers.status=finall"],
    ),
    (
        "online-dossiers: {numerator: 1, denominator: 2, notes: x}",
        ["online-dossiers=1/2", "online-dossiers.notes=x"],
    ),
    (
        "online-dossiers: {numerator: 1, denominator: 2, expected_on: 2022-10-05}",
        ["online-dossiers=1/2", "online-dossiers.expected_on=2022-10-05"],
    ),
    (
        "online-dossiers: {unavailable: x, expected_on: 5/10/2022}",
        ["online-dossiers=unavailable:x", "online-dossiers.expected_on=5/10/2022"],
    ),
    (
        "online-dossiers: {numerator: 1, denominator: 2, method: 'A B'}",
        ["online-dossiers=1/2", "online-dossiers.method=A B"],
    ),
    (
        "online-dossiers: {numerator: 1, denominator: 2, method: gso}",
        ["online-dossiers=1/2", "online-dossiers.method=gso"],
    ),
    ("digital-economy: {numerator: 1, denominator: 2}", ["digital-economy=1/2"]),
    ("digital-economy: {value: 0.85}", ["digital-economy=0,85"]),
    ("digital-economy: {value: -3}", ["digital-economy=-3"]),
    ("digital-economy: {value: 1351}", ["digital-economy=1351"]),
    ("digital-economy: {value: nan}", ["digital-economy=nan"]),
    ("e-payment: {value: 5}", ["e-payment=5"]),
    ("e-payment: {done: maybe}", ["e-payment.done=maybe"]),
    ("e-payment: {done: true, members_done: 5}", ["e-payment=có", "e-payment.members_done=5"]),
    ("e-payment: {members_done: 5}", ["e-payment.members_done=5"]),
    ("e-payment: {done: true, members_done: 1.5}", ["e-payment=có", "e-payment.members_done=1.5"]),
    ("e-paymen: {done: true}", ["e-paymen=có"]),
    ("E-Payment: {done: true}", ["E-Payment=có"]),
    ('online-dossiers: {nil: "a\\eb"}', ["online-dossiers=nil:a\x1bb"]),
    ('online-dossiers: {nil: "a\\u202eb"}', ["online-dossiers=nil:a\u202eb"]),
    (f"online-dossiers: {{nil: {'x' * 10_001}}}", [f"online-dossiers=nil:{'x' * 10_001}"]),
    ("online-dossiers: {parts: {district: {numerator: 1}}}", ["online-dossiers.district.numerator=1"]),
]


@pytest.mark.parametrize(("entries", "sets"), SAME, ids=[" ".join(sets)[:60] for _, sets in SAME])
def test_the_same_mistake_has_the_same_codes_from_a_file_and_from_the_command_line(
    store: Workspace, entries: str, sets: list[str]
) -> None:
    codes = find_codes(store, draft_yaml(f"  {entries}\n"))
    assert codes != []
    assert find_codes(store, draft_sets(store, *sets)) == codes


SHARE = (
    "measure: {kind: value, counted_in: %s, basis: at_date, combine: max}\n"
    "targets: [{programme: p, %s, by: 2022-12-31}]"
)


@pytest.mark.parametrize(
    ("measure", "value", "codes"),
    [
        (SHARE % ("percent", "at_least: 50"), "-0,01", ["KPI520"]),
        (SHARE % ("percent", "at_least: 50"), "100,01", ["KPI524"]),
        (SHARE % ("percent", "at_least: 50"), "100", []),
        (SHARE % ("percent, may_exceed: true", "at_least: 50"), "1351", []),
        (SHARE % ("percent, may_exceed: true", "at_least: 50"), "-3", ["KPI520"]),
        (SHARE % ("percent", "at_least: 110"), "135,1", []),
        (SHARE % ("percent", "growth: 10"), "-3", []),
        (SHARE % ("index", "at_least: 50"), "-3", []),
        (SHARE % ("VND", "at_least: 50"), "-3", []),
        (SHARE % ("count", "at_least: 50"), "-3", ["KPI520"]),
        (SHARE % ("count", "at_least: 50"), "1351", []),
    ],
)
def test_a_value_lies_where_the_form_wants_it(
    tmp_path: Path, measure: str, value: str, codes: list[str]
) -> None:
    store = Workspace(tmp_path / "store", f"id: share\n{measure}")
    assert find_codes(store, draft_sets(store, f"share={value}")) == codes


KEYS = re.compile(
    r"[a-z]+_[a-z]+: |\b(?:done|parts|value|method|whole|may_exceed): |YAML|data/|“(?:done|value|parts)”"
)
"""What nobody types after `--set`."""


@pytest.mark.parametrize(
    ("sets", "message", "hint"),
    [
        (
            ["online-dossiers=có"],
            "Chỉ tiêu “online-dossiers” cần “tử số/mẫu số”, ví dụ 812345/1498765, nhưng ở đây ghi “có” hoặc “chưa”.",
            "Gõ “tử số/mẫu số”, ví dụ 812345/1498765; không có số liệu thì gõ “nil: lý do”, “na: lý do”",
        ),
        (
            ["online-dossiers=5/4"],
            "Tử số 5 lớn hơn mẫu số 4.",
            "Kiểm tra lại hai số; nếu đúng là có thể như vậy thì hỏi đơn vị đầu mối.",
        ),
        (
            ["digital-economy=nan"],
            "“nan” không phải là số.",
            "Chỉ gõ chữ số và dấu thập phân, ví dụ 85,5; nếu chưa có số liệu thì gõ “chưa có: lý do”.",
        ),
        (["online-dossiers.numerator=1"], "Thiếu “Mẫu số”.", "Gõ cả hai số, cách nhau bằng dấu “/”"),
        (["e-payment.done=maybe"], "“maybe” không phải là “có” hay “chưa”.", "Gõ “có” hoặc “chưa”."),
        (
            ["e-payment.members_done=5"],
            "Mỗi chỉ tiêu cần đúng một câu trả lời; ở đây ghi: không có.",
            "Gõ số liệu, hoặc chỉ một lý do: “nil: lý do”, “na: lý do”, “chưa có: lý do”.",
        ),
        (
            ["online-dossiers=1,5/4"],
            "“1,5” không phải là số nguyên, trong khi chỉ tiêu này đếm từng người, từng việc.",
            "Ghi số nguyên; nếu đại lượng này có phần thập phân thì hỏi đơn vị đầu mối.",
        ),
    ],
)
def test_what_is_typed_is_told_what_to_type(
    store: Workspace, sets: list[str], message: str, hint: str
) -> None:
    done = desk.submit(store.root, draft_sets(store, *sets), desk.Sending(now=NOW, language="vi"))
    assert isinstance(done, desk.Refusal)
    said = word_problem(done.problems[0], "vi")
    assert (said.message, said.hint[: len(hint)]) == (message, hint)
    for language in LANGUAGES:
        for problem in done.problems:
            worded = word_problem(problem, language)
            assert not KEYS.search(worded.message + worded.hint)


def test_a_warning_on_a_kept_figure_is_not_placed_at_a_set_that_nobody_typed(store: Workspace) -> None:
    store.submit("2022-Q2", "so-a", "online-dossiers: {numerator: 10, denominator: 1000}")
    store.submit("2022-Q3", "so-a", "online-dossiers: {numerator: 900, denominator: 1000}")
    done = desk.submit(store.root, draft_sets(store, "e-payment=có"), desk.Sending(now=NOW, language="vi"))
    assert isinstance(done, desk.Unconfirmed)
    assert [(one.kind, one.place.file) for one in done.warnings] == [
        ("figure-jumps", "data/submissions/2022-Q3/so-a.yaml")
    ]


# --------------------------------------------------------------------------------------------- other doors


def test_a_submission_may_come_from_standard_input(store: Workspace, run: Run) -> None:
    text = HEAD + "  online-dossiers: {numerator: 1, denominator: 2}\n"
    done = run("--workspace", store.root, "submit", "-", "--yes", stdin=text)
    assert done.returncode == 0, done.stderr
    assert (store.root / "data/submissions/2022-Q3/so-a.yaml").exists()


def test_what_is_wrong_on_standard_input_is_named_by_line(store: Workspace, run: Run) -> None:
    done = run(
        "--workspace",
        store.root,
        "submit",
        "-",
        stdin=HEAD + "  online-dossiers: {numerator: 5, denominator: 4}\n",
    )
    assert done.returncode == 1
    assert "-:5:" in done.stderr
    assert not (store.root / "data/submissions").exists()


def test_a_receipt_in_what_is_sent_is_not_taken_over(store: Workspace) -> None:
    text = HEAD.replace(
        "unit:", "receipt: {revision: 7, received_at: 2020-01-01T00:00:00+07:00, previous: null}\nunit:"
    )
    draft = desk.read_draft((text + "  online-dossiers: {numerator: 1, denominator: 2}\n").encode(), "x.yaml")
    assert "receipt-ignored" in [problem.kind for problem in draft.problems]
    receipt = send(store, draft)
    assert isinstance(receipt, desk.ReceiptView)
    assert (receipt.revision, receipt.received_at) == (1, NOW.isoformat())


@pytest.mark.parametrize(
    ("unit", "period", "kind"),
    [("so-b", None, "unit-not-named"), (None, "2022-S1", "period-not-named")],
)
def test_a_file_of_another_unit_or_period_than_the_one_named_is_refused(
    store: Workspace, unit: str | None, period: str | None, kind: str
) -> None:
    draft = draft_yaml("  online-dossiers: {numerator: 1, denominator: 2}\n")
    sending = desk.Sending(now=NOW, language="vi", confirmed=True, unit=unit, period=period)
    done = desk.submit(store.root, draft, sending)
    assert isinstance(done, desk.Refusal)
    assert (done.why, [problem.kind for problem in done.problems]) == ("request", [kind])
    assert (done.problems[0].place.file, done.problems[0].place.line) == ("draft.yaml", 2 if unit else 3)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 old workbook", b"PK\x03\x04" + b"\0" * 5000]
)
def test_what_begins_like_a_workbook_is_read_as_one_whatever_its_name(store: Workspace, data: bytes) -> None:
    draft = desk.read_draft(data, "draft.yaml")
    assert (draft.door, draft.submission) == ("form", None)
    done = send(store, draft)
    assert isinstance(done, desk.Refusal)
    assert done.why == "data"
    codes = [kind.code for problem in done.problems if (kind := find_kind(problem.kind)) is not None]
    assert all(code.startswith("KPI6") for code in codes), codes
    assert codes


def test_yaml_named_as_a_workbook_is_refused_as_no_workbook(store: Workspace) -> None:
    done = send(store, desk.read_draft(HEAD.encode(), "draft.xlsx"))
    assert isinstance(done, desk.Refusal)
    assert done.problems


# ------------------------------------------------------------------------------------------------ too much of it


def test_a_file_of_more_than_a_megabyte_is_refused_with_its_size(store: Workspace) -> None:
    draft = draft_yaml("  e-contract: {nil: " + "a" * 1_200_000 + "}\n")
    [problem] = draft.problems
    assert word_problem(problem, "vi").message == "Tệp gửi nặng 1,3 MB, vượt mức 1 MB."
    assert draft.submission is None
    assert send(store, draft) == desk.Refusal("data", (problem,))


def test_of_a_file_with_thousands_of_problems_a_thousand_are_told_and_that_there_are_more(
    store: Workspace,
) -> None:
    for entries in ("  id-@: {value: 1}\n", "  online-dossiers: {k@: 1}\n", "  x: {? }\n"):
        lines = "".join(entries.replace("@", str(number)) for number in range(3000))
        done = send(store, draft_yaml(lines))
        assert isinstance(done, desk.Refusal)
        assert len(done.problems) == 1001
        assert (
            word_problem(done.problems[-1], "vi").message
            == "… và còn nữa: tệp này chỉ nêu 1000 chỗ đầu tiên."
        )
        assert "problems-left-out" not in {problem.kind for problem in done.problems[:-1]}


def test_what_may_have_been_meant_is_worked_out_for_the_first_hundred_unknown_names(store: Workspace) -> None:
    done = send(
        store,
        draft_yaml("".join(f"  online-dossier{a}{b}: {{value: 1}}\n" for a in LETTERS for b in LETTERS)),
    )
    assert isinstance(done, desk.Refusal)
    assert [one.facts.get("near") for one in done.problems] == ["online-dossiers"] * 100 + [None] * 576


def test_errors_are_told_before_warnings_where_a_file_has_too_many_of_both() -> None:
    place, elsewhere = Place("a.yaml"), Place("b.yaml")
    many = [Problem("submission-undated", place, {"unit": str(n)}) for n in range(1500)]
    error, other = Problem("file-empty", place), Problem("file-empty", elsewhere)
    kept = limit_problems([*many, error, other])
    assert kept[0] == error
    assert kept[-1] == Problem("problems-left-out", kept[999].place, {"shown": 1000})
    assert len(kept) == 1002
    assert other in kept
