"""Everything in one run: what is well is checked beside what is broken, and nothing that only follows is said."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.problems import word_problem
from cds_kpi.text import Language
from workspaces import AS_OF, Workspace

INDICATORS = """
id: dossiers
measure: {kind: ratio, basis: in_period, numerator: Hồ sơ trực tuyến, denominator: Hồ sơ}
reporters: level:department
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
---
id: e-payment
measure: {kind: roll_call, basis: at_date}
reporters: [level:department, level:district]
targets: [{programme: p, number: 2, at_least: 100, by: 2022-12-31}]
---
id: economy
measure: {kind: value, counted_in: percent, basis: at_date, methods: {gso: GSO, hids: HIDS}}
reporters: lead
baselines: [{period: 2021, value: 10}]
targets: [{programme: p, number: 3, increase: {by: 10, as: points, over: 2021}, by: 2022-12-31, method: gso}]
"""


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store", INDICATORS)


def find(store: Workspace) -> list[tuple[str, str, int | None]]:
    """Return file, kind and line of everything `check` finds."""
    found = desk.check_workspace(store.root)
    return [(one.place.file.rpartition("/")[2], one.kind, one.place.line) for one in found]


def swap(store: Workspace, name: str, old: str, new: str) -> None:
    path = store.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


CATALOGUE, UNITS = "data/indicators.yaml", "data/units.yaml"
WRONG = """
dossiers: {numerator: 20, denominator: 10}
economi: {value: 5, method: gso}
"""
"""A submission with two mistakes that only a check against the catalogue can see."""
BOTH = [("so-a.yaml", "numerator-larger", 6), ("so-a.yaml", "indicator-unknown", 7)]


# ------------------------------------------------------------------------------------------------ submissions


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        ("e-payment: {done: true, notes: x}", "key-unknown"),
        ("e-payment: {done: yes}", "flag-expected"),
        ("e-payment: true", "mapping-expected"),
        ("e-payment: [true]", "mapping-expected"),
        ("e-payment: {done: true, value: 3}", "entry-answers"),
        ("e-payment: {note: x}", "entry-answers"),
        ("e-payment: {done: true, expected_on: 1/2/2022}", "day-not-iso"),
        ("e-payment: !x {done: true}", "yaml-tag"),
        ("E-Payment: {done: true}", "id-malformed"),
    ],
)
def test_one_broken_answer_hides_nothing_in_the_others(store: Workspace, broken: str, kind: str) -> None:
    store.submit("2022-Q3", "so-a", f"{WRONG.strip()}\n{broken}")
    assert find(store) == [*BOTH, ("so-a.yaml", kind, 8)]


def test_an_answer_given_twice_is_not_judged_and_hides_nothing(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", f"{WRONG.strip()}\ne-payment: {{value: 3}}\ne-payment: {{done: true}}")
    assert find(store) == [*BOTH, ("so-a.yaml", "yaml-key-twice", 9)]


def test_an_answer_with_a_key_too_many_is_checked_without_it(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 20, denominator: 10, stauts: final}")
    assert find(store) == [("so-a.yaml", "numerator-larger", 6), ("so-a.yaml", "key-unknown", 6)]


def test_what_a_key_too_many_hid_is_told_unless_it_is_the_mistyped_key(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 2, xyz: 1}\neconomy: {valu: 3, method: gso}\n")
    assert find(store) == [
        ("so-a.yaml", "entry-half-ratio", 6),
        ("so-a.yaml", "key-unknown", 6),
        ("so-a.yaml", "key-unknown", 7),
    ]


def test_what_an_answer_lacks_because_its_key_is_mistyped_is_not_told_twice(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "economy: {value: 20, methud: gso}")
    store.submit("2022-Q3", "quan-1", "e-payment: {done: true, members_don: 10}")
    assert find(store) == [("quan-1.yaml", "key-unknown", 6), ("so-a.yaml", "key-unknown", 6)]


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("sent_on: 2022-01-02", "sent_on: 2/1/2022", "day-not-iso", 2),
        ("sent_on:", "sent_onn:", "key-unknown", 2),
        ("unit: so-a", "unit: Sở A", "id-malformed", 3),
        ("period: 2022-Q3", "period: quý ba", "period-unreadable", 4),
        ("format: 1", "format: 2", "format-unknown", 1),
        ("format: 1", "format: 1\nprepared_by: {mail: x@y.vn}", "key-unknown", 2),
    ],
)
def test_a_broken_heading_hides_nothing_in_the_answers(
    store: Workspace, old: str, new: str, kind: str, line: int
) -> None:
    path = store.submit("2022-Q3", "so-a", WRONG).relative_to(store.root)
    swap(store, str(path), old, new)
    later = new.count("\n")
    assert find(store) == sorted(
        [("so-a.yaml", kind, line), *((file, one, at + later) for file, one, at in BOTH)], key=lambda p: p[2]
    )


def test_a_submission_without_answers_left_is_not_called_empty(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "dossiers: 5")
    assert find(store) == [("so-a.yaml", "mapping-expected", 6)]


def test_what_is_left_of_a_submission_never_counts(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 1, denominator: 2, stauts: final}")
    store.submit("2022-Q3", "so-b", "dossiers: {numerator: 3, denominator: 4}")
    asking = desk.Asking(period="2022-Q3")
    now = datetime.fromisoformat(AS_OF)
    refused = desk.make_report(store.root, asking, as_of=now, language="vi")
    assert isinstance(refused, desk.Refusal)
    assert refused.why == "data"
    made = desk.make_report(store.root, asking, as_of=now, language="vi", skip_broken=True)
    assert isinstance(made, desk.Report)
    assert made.view.rows[0].numerator is not None
    assert made.view.rows[0].numerator.exact == "3"


def test_a_draft_shows_every_problem_of_its_answers_at_once(store: Workspace, tmp_path: Path) -> None:
    path = store.submit("2022-Q3", "so-a", f"{WRONG.strip()}\ne-payment: {{done: yes}}")
    loose = path.rename(tmp_path / "loose.yaml")
    found = desk.check_paths(store.root, [loose])
    assert isinstance(found, list)
    assert [(one.kind, one.place.line) for one in found] == [
        ("numerator-larger", 6),
        ("indicator-unknown", 7),
        ("flag-expected", 8),
    ]


# ------------------------------------------------------------------------------------------------ the catalogue


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("measure: {kind: roll_call", "mesure: {kind: roll_call", ["key-missing", "key-unknown"]),
        ("number: 2, at_least: 100", "number: 2, at_last: 100", ["key-unknown"]),
        ("kind: roll_call", "kind: rollcall", ["word-unknown"]),
        ("pillars: {government", "pilars: {government", ["key-missing", "key-unknown"]),
        ("format: 1", "format: 1\ndefault_programm: p", ["key-unknown"]),
        ("authority: city", "authority: Thành phố", ["id-malformed"]),
    ],
)
def test_one_wrong_key_in_the_catalogue_does_not_hide_what_is_wrong_with_a_submission(
    store: Workspace, old: str, new: str, found: list[str]
) -> None:
    store.submit("2022-Q3", "so-a", WRONG)
    store.submit("2022-Q3", "so-b", "e-payment: {done: true}")
    swap(store, CATALOGUE, old, new)
    said = find(store)
    assert said[-2:] == BOTH
    assert [kind for _, kind, _ in said[:-2]] == found


def test_the_catalogues_own_other_mistakes_keep_their_places(store: Workspace) -> None:
    swap(store, CATALOGUE, "kind: ratio", "kind: rato")
    before = find(store)
    swap(store, CATALOGUE, "id: economy", "id: economy\n    coordinating: nobody")
    after = find(store)
    lines = (store.root / CATALOGUE).read_text(encoding="utf-8").splitlines()
    added = ("indicators.yaml", "unit-unknown", lines.index("    coordinating: nobody") + 1)
    assert after == [*before, added]


def test_an_indicator_that_is_not_whole_is_neither_unknown_nor_without_its_other_keys(
    store: Workspace,
) -> None:
    store.submit("2022-Q3", "so-a", "economy: {value: 20, method: gso}")
    for old, new in (("methods: {", "methodes: {"), ("baselines:", "baseline:")):
        swap(store, CATALOGUE, old, new)
    assert {kind for _, kind, _ in find(store)} == {"key-unknown"}


def test_a_broken_programme_makes_no_round_or_programme_unknown(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", WRONG)
    swap(store, CATALOGUE, "focal_point: dic", "focal_point: [dic, city]")
    assert [kind for _, kind, _ in find(store)] == ["scalar-expected", *(kind for _, kind, _ in BOTH)]


# ------------------------------------------------------------------------------------------------ units


def cut(path: Path) -> None:
    path.unlink()


def blank(path: Path) -> None:
    path.write_text("", encoding="utf-8")


def spoil(path: Path) -> None:
    path.write_text("format: 1\nunits: [\n", encoding="utf-8")


@pytest.mark.parametrize("break_it", [cut, blank, spoil])
def test_without_a_registry_submissions_are_checked_as_far_as_can_be(
    store: Workspace, break_it: Callable[[Path], Any]
) -> None:
    store.submit("2022-Q3", "so-a", WRONG)
    break_it(store.root / UNITS)
    said = find(store)
    assert said[:2] == BOTH
    assert [file for file, _, _ in said[2:]] == ["units.yaml"]


@pytest.mark.parametrize("break_it", [cut, blank, spoil])
def test_without_a_catalogue_no_indicator_is_unknown(
    store: Workspace, break_it: Callable[[Path], Any]
) -> None:
    store.submit("2022-Q3", "so-a", WRONG)
    swap(store, UNITS, "parent: city, members: 12", "parent: ciity, members: 12")
    break_it(store.root / CATALOGUE)
    assert [file for file, _, _ in find(store)] == ["indicators.yaml", "units.yaml"]


def test_a_broken_unit_is_not_unknown_and_the_others_are_checked(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", WRONG)
    store.submit("2022-Q3", "quan-1", "e-payment: {done: true, members_done: 10}")
    store.submit("2022-Q3", "quan-3", "e-payment: {done: true, members_done: 13}")
    swap(
        store, UNITS, "id: quan-1, name: Quận 1, level: district", "id: quan-1, name: Quận 1, level: disrict"
    )
    assert find(store) == [
        ("quan-3.yaml", "members-too-many", 6),
        *BOTH,
        ("units.yaml", "word-unknown", 8),
    ]


# ------------------------------------------------------------------------------------------------ slips of the pen


def tell(store: Workspace, language: Language = "vi") -> list[tuple[int | None, int | None, str, str, str]]:
    """Return line, column, code, message and hint of everything `check` finds."""
    told = []
    for problem in desk.check_workspace(store.root):
        worded = word_problem(problem, language)
        told.append((problem.place.line, problem.place.column, worded.code, worded.message, worded.hint))
    return told


TORN = "Trong ngoặc, dấu phẩy ngăn các mục nên số “{}” bị tách rời."
MEANT = "Có phải là {}? Trong ngoặc, ghi số không có dấu phẩy; phần thập phân ghi sau dấu chấm."


def test_commas_in_numbers_within_brackets_are_told_once_a_number_with_the_number_meant(
    store: Workspace,
) -> None:
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 812,345, denominator: 1,498,765}")
    assert tell(store) == [
        (6, 25, "KPI209", TORN.format("812,345"), MEANT.format("812345")),
        (6, 47, "KPI209", TORN.format("1,498,765"), MEANT.format("1498765")),
    ]


def test_two_numbers_torn_into_the_same_piece_are_no_key_twice(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 812,345, denominator: 1,345}")
    assert [(code, hint) for _, _, code, _, hint in tell(store)] == [
        ("KPI209", MEANT.format("812345")),
        ("KPI209", MEANT.format("1345")),
    ]


def test_a_decimal_comma_within_brackets_is_told_with_its_point(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "economy: {value: 85,5, method: gso}")
    assert tell(store) == [(6, 20, "KPI209", TORN.format("85,5"), MEANT.format("85.5"))]


def test_a_comma_in_a_text_within_brackets_is_told_with_the_text_in_quotes(store: Workspace) -> None:
    store.submit(
        "2022-Q3",
        "so-a",
        "dossiers: {numerator: 1, denominator: 2, note: Theo báo cáo, gửi lại sau, lần hai}",
    )
    text = "Theo báo cáo, gửi lại sau, lần hai"
    said = f"Trong ngoặc, dấu phẩy ngăn các mục nên đoạn chữ “{text}” bị tách rời."
    assert tell(store) == [(6, 50, "KPI282", said, f'Đặt cả đoạn chữ trong dấu nháy kép: "{text}".')]


@pytest.mark.parametrize("written", ["numerator 10", "numerator:10", "numerator = 10"])
def test_a_colon_forgotten_within_brackets_is_told_with_the_key_as_meant(
    store: Workspace, written: str
) -> None:
    store.submit("2022-Q3", "so-a", f"dossiers: {{{written}, denominator: 20}}")
    said = "thiếu dấu hai chấm, hoặc dấu cách sau dấu hai chấm."
    assert tell(store) == [(6, 14, "KPI281", f"“{written}” {said}", "Ghi “numerator: 10”.")]


@pytest.mark.parametrize("written", ["numerator 10", "numerator:10"])
def test_a_colon_forgotten_on_a_line_of_its_own_is_told_on_that_line(store: Workspace, written: str) -> None:
    store.submit("2022-Q3", "so-a", f"dossiers:\n  {written}\n  denominator: 20")
    said = f"Dòng “{written}” thiếu dấu hai chấm, hoặc dấu cách sau dấu hai chấm."
    assert tell(store) == [(7, 5, "KPI123", said, "Có lẽ cần ghi “numerator: 10”.")]


def test_a_colon_within_a_value_is_still_told_where_it_stands(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "dossiers:\n  numerator: 10\n  note: số: 20\n  denominator: 20")
    assert [(line, column, code) for line, column, code, _, _ in tell(store)] == [(8, 13, "KPI124")]


def test_a_reference_in_the_place_of_an_answer_is_told_as_one_only(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", "dossiers: &x {numerator: 1, denominator: 2}\neconomy: *x")
    assert [kind for _, kind, _ in find(store)] == ["yaml-anchor", "yaml-alias"]


@pytest.mark.parametrize(("unit", "name"), [("so-a", "so-xyz"), ("so-xyz", "so-a")])
def test_of_two_units_only_one_that_there_is_gets_offered(store: Workspace, unit: str, name: str) -> None:
    path = store.submit("2022-Q3", unit, "dossiers: {numerator: 1, denominator: 2}")
    path.rename(path.parent / f"{name}.yaml")
    hints = {code: hint for _, _, code, _, hint in tell(store)}
    assert hints["KPI170"] == "Trong hai mã, chỉ “so-a” có trong danh sách đơn vị: ghi mã này ở cả hai chỗ."


# ------------------------------------------------------------------------------------------------ targets


@pytest.mark.parametrize("targets", ["", "\ntargets: []"])
def test_an_indicator_without_a_target_is_warned_about_and_its_figures_are_not_blamed(
    tmp_path: Path, targets: str
) -> None:
    bare = "id: bare\nmeasure: {kind: value, counted_in: index, basis: at_date}" + targets
    store = Workspace(tmp_path / "store", f"{INDICATORS.strip()}\n---\n{bare}")
    store.submit("2022-Q3", "so-a", "bare: {value: 5}")
    lines = (store.root / CATALOGUE).read_text(encoding="utf-8").splitlines()
    assert find(store) == [("indicators.yaml", "indicator-without-target", lines.index("  - id: bare") + 1)]
