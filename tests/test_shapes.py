"""From trees to records: whatever a file may hold, what is wrong with it has a kind and words in both languages."""

import copy
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cds_kpi import desk
from cds_kpi.model.catalogue import Catalogue, Target
from cds_kpi.model.office import Closing, Extension, Holidays, Review, Settings
from cds_kpi.model.shape import read_shape
from cds_kpi.model.submission import Submission
from cds_kpi.model.units import Registry
from cds_kpi.problem import Fault, Place
from cds_kpi.problems import KINDS, word_problem
from cds_kpi.problems.wording import WORDS
from cds_kpi.store.yamltext import Tree, parse_yaml

BASE = Path(__file__).parent / "problems" / "base" / "data"

RECORDS: dict[type[BaseModel], str] = {
    Catalogue: (BASE / "indicators.yaml")
    .read_text(encoding="utf-8")
    .replace("at_least: 100", "between: [65, 70]"),
    Registry: (BASE / "units.yaml").read_text(encoding="utf-8"),
    Submission: """
        format: 1
        receipt: {revision: 1, received_at: 2022-09-15T10:11:12+07:00, previous: null}
        unit: so-tttt
        period: 2022-Q3
        sent_on: 2022-09-15
        prepared_by: {name: Văn phòng, email: vanthu@so-tttt.example}
        entries:
          online-dossiers: {numerator: 7650, denominator: 9000, status: final}
          digital-economy: {value: 13.51, method: gso}
          e-payment: {done: true, members_done: 3, members_not_done: [Phường Đa Kao]}
          work-files: {parts: {province: {numerator: 1, denominator: 2}, district: {value: 3}}}
          e-contract: {unavailable: Chưa có số liệu, expected_on: 2022-10-05}
    """,
    Settings: "{format: 1, language: vi, notice: {vi: Số liệu minh họa, en: Illustrative}}",
    Holidays: "{format: 1, off: [{day: 2022-09-01, name: Nghỉ bù}], worked: [{day: 2022-09-03, name: Làm bù}]}",
    Review: """
        {format: 1, unit: so-tttt, period: 2022-Q3, revision: 1, decision: returned, by: Văn phòng,
         at: 2022-09-16T08:00:00+07:00, reason: Thiếu mẫu số}
    """,
    Extension: """
        {format: 1, unit: so-tttt, period: 2022-Q3, until: 2022-09-25, granted_by: Văn phòng, reason: Mưa lũ}
    """,
    Closing: """
        {format: 1, programme: cv-3036, period: 2022-Q3, act: closed, by: Văn phòng, at: 2022-09-30T08:00:00+07:00,
         counted: [{unit: so-tttt, revision: 1, file: data/submissions/2022-Q3/so-tttt.yaml, sha256: 00}]}
    """.replace("sha256: 00", "sha256: " + 64 * "0"),
}
TREES = {record: parse_yaml(text.encode()).tree for record, text in RECORDS.items()}

ODD = st.sampled_from(
    [
        *(
            "",
            " ",
            "yes",
            "None",
            "null",
            "0",
            "-1",
            "010",
            "1e3",
            "7,650",
            "3,194.15",
            "85%",
            "9" * 50,
            "1.234.567",
        ),
        *(
            "2022-13-01",
            "31/12/2022",
            "2022-Q5",
            "Q3",
            "quý 3",
            "2022-09-15T25:00:00+07:00",
            "9999-12-31T23:59:59-14:00",
        ),
        *(
            "So TTTT",
            "so--tttt",
            "a@b",
            "\x07",
            "\u202e",
            "dài " * 3000,
            "lead",
            "final",
            "{found}",
            "\U0001f600",
        ),
    ]
)
VALUES: st.SearchStrategy[Tree] = st.recursive(
    st.none() | ODD | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD | st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def find_spots(tree: Tree) -> Iterator[tuple[dict[str, Tree] | list[Tree], str | int]]:
    """Yield every container of a tree with each of its keys or positions."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, inner in pairs:
        assert isinstance(tree, dict | list)
        yield tree, step
        yield from find_spots(inner)


def spoil(tree: Tree, draw: st.DataObject) -> None:
    """Change one thing in a tree: drop a key, add one, or put something else in a value's place."""
    spots = list(find_spots(tree))
    if not spots:
        return
    holder, step = spots[draw.draw(st.integers(0, len(spots) - 1))]
    change = draw.draw(st.sampled_from(["drop", "add", "replace", "nest"]))
    if isinstance(holder, dict):
        key = str(step)
        if change == "drop":
            del holder[key]
        elif change == "add":
            holder[draw.draw(ODD | st.text(max_size=8) | st.just(f"{key}s"))] = draw.draw(VALUES)
        else:
            holder[key] = draw.draw(VALUES) if change == "replace" else {key: holder[key]}
    else:
        place = int(step)
        if change == "drop":
            del holder[place]
        elif change == "add":
            holder.insert(place, draw.draw(VALUES))
        else:
            holder[place] = draw.draw(VALUES) if change == "replace" else [holder[place]]


def assert_worded(fault: Fault) -> None:
    kind = KINDS[fault.kind]
    hint = kind.near if kind.near is not None and "near" in fault.facts else kind.hint
    for template in (*kind.message, *hint):
        for _, name, spec, _ in string.Formatter().parse(template):
            assert name is None or name in fault.facts, f"{fault.kind} has no fact {name}"
            if (
                name
                and spec
                and spec.casefold() == "word"
                and kind.slug not in {"entry-answers", "target-demand"}
            ):
                assert str(fault.facts[name]) in WORDS
    for language in ("vi", "en"):
        worded = word_problem(fault.at(Place("data/units.yaml")), "vi" if language == "vi" else "en")
        assert worded.message.isprintable()
        assert worded.hint.isprintable()


@pytest.mark.parametrize("record", RECORDS, ids=[record.__name__ for record in RECORDS])
def test_the_tree_that_is_spoiled_is_right_before(record: type[BaseModel]) -> None:
    assert isinstance(read_shape(record, TREES[record]), record)


@given(draw=st.data())
@settings(max_examples=600, deadline=None)
def test_whatever_is_wrong_with_a_tree_has_a_kind_and_words(draw: st.DataObject) -> None:
    record = draw.draw(st.sampled_from(list(RECORDS)))
    tree = copy.deepcopy(TREES[record])
    for _ in range(draw.draw(st.integers(1, 3))):
        spoil(tree, draw)
    made = read_shape(record, tree)
    for _, _, fault in made if isinstance(made, list) else ():
        assert_worded(fault)


@given(record=st.sampled_from(list(RECORDS)), tree=VALUES)
@settings(max_examples=200, deadline=None)
def test_whatever_tree_there_is_has_a_kind_and_words(record: type[BaseModel], tree: Tree) -> None:
    made = read_shape(record, tree)
    for _, _, fault in made if isinstance(made, list) else ():
        assert_worded(fault)


def shape_target(**keys: Tree) -> list[tuple[tuple[str | int, ...], bool, Fault]]:
    made = read_shape(Target, {"programme": "cv-3036", "by": "2022-12-31", **keys})
    assert isinstance(made, list)
    return made


def test_an_unknown_key_is_pointed_at_with_the_keys_there_are() -> None:
    [(path, on_key, fault)] = shape_target(at_leats="85", at_least="85")
    assert (path, on_key, fault.kind) == (("at_leats",), True, "key-unknown")
    assert fault.facts["near"] == "at_least"
    assert str(fault.facts["known"]).startswith("programme, number, at_least, above")


def test_a_range_of_one_or_three_numbers_is_counted_once() -> None:
    for found in ([], ["65"], ["65", "70", "75"]):
        faults = {repr(fault) for path, _, fault in shape_target(between=list(found)) if path == ("between",)}
        assert faults == {
            repr(Fault("list-length", {"length": len(found), "bound": "exactly", "allowed": 2}))
        }


def test_a_number_cut_in_two_by_a_comma_is_told_from_an_unknown_key() -> None:
    tree = parse_yaml(b"{programme: cv-3036, by: 2022-12-31, at_least: 85,5}").tree
    made = read_shape(Target, tree)
    assert made == [(("5",), True, Fault("comma-splits", {"key": "5"}))]


def test_a_schema_tells_what_every_key_is_for_even_where_the_record_was_read_before() -> None:
    assert not isinstance(read_shape(Registry, parse_yaml(RECORDS[Registry].encode()).tree), list)
    schema: Any = desk.make_schema("units")
    told = {
        (name, key): one.get("description")
        for name, record in schema["$defs"].items()
        for key, one in record["properties"].items()
    }
    assert None not in told.values()
    assert told["Unit", "members"] == "Units in its charge that are not registered one by one (communes)."
    assert told["Validity", "until"] == "The last day; left out while the unit exists."
