"""Composing files: what is written is read back as the same record, each entry in its own line, whatever it says."""

import unicodedata
from datetime import datetime, timedelta, timezone
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cds_kpi.model.office import Closing, Review
from cds_kpi.model.shape import read_shape
from cds_kpi.model.submission import OnBehalf, Receipt, Submission
from cds_kpi.number import Number
from cds_kpi.store.composing import compose_record, compose_submission, compose_text
from cds_kpi.store.history import check_seal, hash_content
from cds_kpi.store.reading import load_bytes
from cds_kpi.store.yamltext import parse_yaml
from conftest import REPOSITORY

bounded = settings(derandomize=True, max_examples=300, deadline=None, database=None)
EXAMPLES = sorted((REPOSITORY / "data" / "submissions").glob("*/*.yaml"))
MOMENT = datetime(2022, 9, 15, 10, 11, 12, tzinfo=timezone(timedelta(hours=7)))
HASH = "0123456789abcdef" * 4


def make(record: type[BaseModel], tree: object) -> Any:
    """Make a record of a tree of texts, as reading does."""
    made = read_shape(record, tree)
    assert not isinstance(made, list), made
    return made


def read_back(data: bytes, record: type[BaseModel]) -> Any:
    """Read a file's bytes, which nothing may be wrong with."""
    loaded = load_bytes(data, "data/x.yaml", record)
    assert loaded.problems == [], data.decode()
    return loaded.record


def said(value: object) -> object:
    """Return what a record says: numbers by their exact value, whatever way they were written."""
    if isinstance(value, BaseModel):
        return {name: said(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Number):
        return value.exact
    if isinstance(value, dict):
        return {key: said(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [said(item) for item in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


# ------------------------------------------------------------------------------------------- the example store


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_submission_written_again_has_the_same_bytes(path: Path) -> None:
    data = path.read_bytes()
    submission = read_back(data, Submission)
    if submission.receipt is not None and submission.receipt.content is not None:
        assert compose_submission(submission, submission.receipt) == data
    else:
        # One that a person wrote by hand: the same record, in the one form that the program writes.
        again = read_back(compose_submission(submission, make_receipt()), Submission)
        assert said(again.model_copy(update={"receipt": submission.receipt})) == said(submission)


def test_most_of_the_example_store_was_received_and_not_written_by_hand() -> None:
    received = [path for path in EXAMPLES if b"content: " in path.read_bytes()]
    assert len(received) > len(EXAMPLES) / 2 > 40


# ---------------------------------------------------------------------------------------------------- texts

HOSTILE = [
    "'", '"', "''", '"quoted"', "a: b", "a:b", "a :b", ": a", "a:", "- a", "-", "--- a", "---", "...", "? a", "?",
    "# a", "a # b", "a#b", "#", "{a: b}", "{", "}", "[a]", "[", "]", "a, b", ",", "&a", "*a", "!a", "!!str a", "%a",
    "@a", "`a`", "|", ">", "| a", "> a", "<<", "=", "~", "null", "Null", "NULL", "yes", "Yes", "NO", "no", "on", "off",
    "y", "N", "true", "False", "1", "-1", "+1", "0", "010", "0o10", "0x1F", "1e3", "1E-3", "1_000", ".5", "5.", ".inf",
    "-.inf", ".nan", "NaN", "1:30", "190:20:30", "2022-09-15", "2022-09-15T10:11:12+07:00", "2022-Q3", "12%", "85,5",
    "a\nb", "a\n", "\na", "a\n\nb", "a\n b", " a", "a ", "  ", "a  b", "a\tb", "\ta", "a\t", "\\", "a\\nb", "\\x41",
    "a\\",
    "a\u2028b", "a\u2029b", "a\u00a0b", "\u00a0a", "a\u3000", "a\u200bb", "a\u00adb", "\ufeffa", "a\ufeff", "a\ufffeb",
    "a\uffff", "\ufffd", "😀", "a😀: b", "𝟙", "𐍈", "\U0001fffe", "\U0010ffff", "ệ", "ệ", "hoà", "hòa",
    "Đơn vị: “số”", "a\u0301",
    "\u0301a", "content: " + "a" * 64, "receipt: {content: " + "b" * 64 + "}", "a" * 9_000, "\ue000", "ﬁ", "Å",
]  # fmt: skip
REFUSED = ["", " ", "\n", "\x00", "a\x1bb", "a\x85b", "a\x7f", "a\u202eb", "a\u2066b"]

TURNERS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LETTERS = "ab0 :#-,'\"{}[]&*!|>%@`?~\\\n\t\u00a0\u2028\u2029\ufeff\ufffe\uffffệ\u0301\u0323😀"
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30),
    st.text(st.sampled_from(LETTERS), min_size=1, max_size=12),
    st.builds("".join, st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3)),
).filter(lambda text: bool(text.strip()) and not set(text) & TURNERS and len(text) < 10_000)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_text_is_read_back_as_it_was(text: str) -> None:
    parsed = parse_yaml(f"{{a: [{compose_text(text)}], b: {compose_text(text)}}}\n".encode())
    assert parsed.faults == []
    kept = unicodedata.normalize("NFC", text)
    assert parsed.tree == {"a": [kept], "b": kept}


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_text_stays_a_text_for_readers_that_guess_types(text: str) -> None:
    """People open the store with other programs, too: NO must not become false there, nor 1:30 ninety."""
    read = yaml.load(f"{{a: {compose_text(text)}}}\n", Loader=yaml.CSafeLoader)  # noqa: TID251 - the guessing reader is the oracle
    assert read == {"a": unicodedata.normalize("NFC", text)}


@bounded
@given(TEXTS)
def test_any_text_is_read_back_as_it_was_in_flow_and_in_block(text: str) -> None:
    parsed = parse_yaml(f"a: {{b: {compose_text(text)}}}\nc: {compose_text(text)}\n".encode())
    kept = unicodedata.normalize("NFC", text)
    assert (parsed.faults, parsed.tree) == ([], {"a": {"b": kept}, "c": kept})


@bounded
@given(TEXTS)
def test_a_text_stays_in_its_line(text: str) -> None:
    written = compose_text(text)
    assert written.splitlines() == [written]
    assert written.isascii() or not set(written) & set("\x85\u2028\u2029")


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_no_file_may_hold_is_refused_before_it_is_written(text: str) -> None:
    tree = {"format": "1", "unit": "so-a", "period": "2022-Q3", "note": text, "entries": {}}
    assert isinstance(read_shape(Submission, tree), list)


def test_half_a_pair_of_a_broken_encoding_is_refused_before_it_is_written() -> None:
    """A command line that is not UTF-8 reaches the program so."""
    tree = {"format": "1", "unit": "so-a", "period": "2022-Q3", "note": "a\udcffb", "entries": {}}
    assert isinstance(read_shape(Submission, tree), list)


# -------------------------------------------------------------------------------------------------- records

IDS = st.from_regex(r"[a-z0-9]{1,8}(?:-[a-z0-9]{1,8}){0,3}", fullmatch=True)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**15).map(str),
    st.builds(
        lambda whole, part: f"{whole}.{part}",
        st.integers(0, 10**9),
        st.from_regex(r"[0-9]{1,12}", fullmatch=True),
    ),
    st.sampled_from(["0", "-0", "0.0", "85,5", "85,5%", "99,99 %", "1.234.567", "1 234 567,25", "9" * 40]),
)
COUNTS = st.integers(0, 10**9).map(str)
DAYS = st.dates().filter(lambda day: day.year > 999).map(lambda day: day.isoformat())
MORE = st.fixed_dictionaries(
    {},
    optional={
        "method": IDS,
        "status": st.sampled_from(["final", "provisional", "estimated"]),
        "source": TEXTS,
        "note": TEXTS,
    },
)
RATIOS = st.fixed_dictionaries({"numerator": NUMBERS, "denominator": NUMBERS})
VALUES = st.fixed_dictionaries({"value": NUMBERS})
ANSWERS = st.one_of(
    RATIOS,
    VALUES,
    st.fixed_dictionaries(
        {"done": st.sampled_from(["true", "false"])},
        optional={"members_done": COUNTS, "members_not_done": st.lists(TEXTS, max_size=3)},
    ),
    st.fixed_dictionaries({"parts": st.dictionaries(IDS, st.one_of(RATIOS, VALUES), min_size=1, max_size=3)}),
    st.fixed_dictionaries({"nil": TEXTS}),
    st.fixed_dictionaries({"not_applicable": TEXTS}),
    st.fixed_dictionaries({"unavailable": TEXTS}, optional={"expected_on": DAYS}),
)
ENTRIES = st.dictionaries(IDS, st.builds(lambda answer, more: answer | more, ANSWERS, MORE), max_size=5)
PERIODS = st.sampled_from(["2022", "2022-S1", "2022-Q3", "2022-09", "Quý III/2022", "1999-12"])
EMAILS = st.sampled_from(["a@b.vn", "so-y-te+x@hcm.example", "'@b.c", "#@b.c", "đơn@vị.vn"])
SUBMISSIONS = st.fixed_dictionaries(
    {"format": st.just("1"), "unit": IDS, "period": PERIODS, "entries": ENTRIES},
    optional={
        "document": TEXTS,
        "sent_on": DAYS,
        "prepared_by": st.fixed_dictionaries(
            {}, optional={"name": TEXTS, "title": TEXTS, "email": EMAILS, "phone": TEXTS}
        ),
        "note": TEXTS,
    },
)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=36_500)).map(lambda later: MOMENT + later)
RECEIPTS = st.builds(
    lambda revision, moment, previous, more: Receipt.make(
        revision=revision, received_at=moment, previous=previous, **more
    ),
    st.integers(1, 999_999),
    MOMENTS,
    st.sampled_from([None, HASH, "0" * 64, "1e" * 32]),
    st.fixed_dictionaries(
        {},
        optional={
            "door": st.sampled_from(["form", "yaml", "set", "asked"]),
            "on_behalf_of": st.builds(lambda by, reason: OnBehalf.make(by=by, reason=reason), TEXTS, TEXTS),
            "warnings": st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
        },
    ),
)


def make_receipt() -> Receipt:
    return Receipt.make(revision=1, received_at=MOMENT, previous=None)


@bounded
@given(SUBMISSIONS, RECEIPTS)
def test_any_submission_is_read_back_equal_each_entry_in_its_own_line(
    tree: dict[str, Any], receipt: Receipt
) -> None:
    submission = make(Submission, tree)
    data = compose_submission(submission, receipt)
    loaded = load_bytes(data, "data/x.yaml", Submission)
    assert loaded.problems == []
    back = loaded.record
    assert isinstance(back, Submission)
    assert said(back.model_copy(update={"receipt": None})) == said(submission)
    assert back.receipt is not None
    assert said(back.receipt.model_copy(update={"content": None})) == said(receipt)
    # One line an entry, in the order of the record, and nothing between them.
    assert loaded.parsed is not None
    lines = data.decode().split("\n")
    places = loaded.parsed.lines.get("entries", {})
    assert list(places) == list(submission.entries)
    first = len(lines) - 2 - len(submission.entries)
    assert list(places.values()) == list(range(first + 1, first + 1 + len(submission.entries)))
    assert all(lines[line - 1].startswith(f"  {key}: {{") for key, line in places.items())
    # Sealed, and the same bytes from what was read.
    assert back.receipt.content == hash_content(data)
    assert check_seal(data, back.receipt.content or "", "data/x.yaml") == []
    assert compose_submission(back, back.receipt) == data


@bounded
@given(SUBMISSIONS, RECEIPTS, st.data())
def test_a_changed_byte_breaks_the_seal(
    tree: dict[str, Any], receipt: Receipt, choice: st.DataObject
) -> None:
    data = compose_submission(make(Submission, tree), receipt)
    content = read_back(data, Submission).receipt.content
    at = choice.draw(st.integers(0, len(data) - 1))
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    if changed[at : at + 1] == b"" or content.encode() not in changed:
        # The seal's own digits: they no longer agree with the rest.
        assert hash_content(changed) is not None
        return
    assert check_seal(changed, content, "data/x.yaml") != []


def test_words_in_a_receipt_that_look_like_its_seal_are_not_taken_for_it() -> None:
    submission = make(Submission, {"format": "1", "unit": "so-a", "period": "2022-Q3", "entries": {}})
    keyed = OnBehalf.make(by="content: " + "a" * 64, reason="content: " + "0" * 64)
    receipt = Receipt.make(revision=1, received_at=MOMENT, previous=None, on_behalf_of=keyed)
    data = compose_submission(submission, receipt)
    back = read_back(data, Submission).receipt
    assert back.on_behalf_of == keyed
    assert check_seal(data, back.content, "data/x.yaml") == []


def test_a_submission_without_answers_is_one() -> None:
    submission = make(Submission, {"format": "1", "unit": "so-a", "period": "2022-Q3", "entries": {}})
    data = compose_submission(submission, make_receipt())
    assert b"\nentries: {}\n...\n" in data
    assert read_back(data, Submission).entries == {}


# ----------------------------------------------------------------------------------------- the office's records


@bounded
@given(TEXTS, TEXTS, MOMENTS, st.sampled_from(["accepted", "returned", "excluded", "included"]))
def test_any_decision_is_read_back_equal(by: str, reason: str, moment: datetime, decision: str) -> None:
    revision = 2 if decision in {"accepted", "returned"} else 0
    period = make(Submission, {"format": "1", "unit": "a", "period": "2022-Q3", "entries": {}}).period
    review = Review.make(
        format=1,
        unit="so-a",
        period=period,
        revision=revision,
        decision=decision,
        decided_by=by,
        at=moment,
        reason=reason,
    )
    data = compose_record(review)
    assert said(read_back(data, Review)) == said(review)
    assert data.endswith(b"\n...\n")


def test_a_decision_without_a_reason_has_no_empty_line_for_it() -> None:
    text = (
        "format: 1\nunit: so-a\nperiod: 2022-Q3\nrevision: 1\ndecision: accepted\n"
        "by: Chuyên viên\nat: 2022-09-15T10:11:12+07:00\n...\n"
    )
    assert compose_record(read_back(text.encode(), Review)).decode() == text


@bounded
@given(TEXTS, TEXTS, MOMENTS, st.lists(st.tuples(IDS, st.integers(1, 99)), max_size=4))
def test_any_closing_is_read_back_equal(
    by: str, reason: str, moment: datetime, counted: list[tuple[str, int]]
) -> None:
    tree = {
        "format": "1",
        "programme": "p",
        "period": "2022-Q3",
        "act": "closed",
        "by": by,
        "at": moment.isoformat(),
        "reason": reason,
        "counted": [
            {
                "unit": unit,
                "revision": str(n),
                "file": f"data/submissions/2022-Q3/{unit}.yaml",
                "sha256": HASH,
            }
            for unit, n in counted
        ],
    }
    closing = make(Closing, tree)
    assert said(read_back(compose_record(closing), Closing)) == said(closing)


def test_a_closing_names_each_counted_revision_in_its_own_line() -> None:
    text = dedent(f"""\
        format: 1
        programme: p
        period: 2022-Q3
        act: closed
        by: Chuyên viên
        at: 2022-09-15T10:11:12+07:00
        counted:
          - {{unit: so-a, revision: 1, file: data/submissions/2022-Q3/so-a.yaml, sha256: {HASH}}}
          - {{unit: so-b, revision: 2, file: data/submissions/2022-Q3/so-b.r2.yaml, sha256: {HASH}}}
        ...
        """)
    assert compose_record(read_back(text.encode(), Closing)).decode() == text
