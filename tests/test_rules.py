"""Validation rules: who they are asked of, what missing figures do, and where a violation is told."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from itertools import product
from pathlib import Path
from textwrap import dedent, indent

import pytest

from cds_kpi import desk
from cds_kpi.assess.check_rules import read_figure
from cds_kpi.cli.printing import format_for_programs
from cds_kpi.expression import Reference
from cds_kpi.model.catalogue import Catalogue
from cds_kpi.model.submission import Submission, make_filing
from cds_kpi.problem import Problem
from cds_kpi.problems import word_problem
from cds_kpi.store.yamltext import step_into
from conftest import Run
from form_plans import fill, open_book
from terminals import talk
from workspaces import Workspace, read_record

INDICATORS = """
id: dossiers
name: {vi: Hồ sơ trực tuyến, en: Online dossiers}
measure:
  {kind: ratio, basis: in_period, numerator: {vi: Số trực tuyến, en: Online}, denominator: {vi: Tổng số, en: All}}
reporters: level:department
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
---
id: papers
measure: {kind: ratio, basis: in_period}
reporters: level:department
targets: [{programme: p, number: 2, at_least: 50, by: 2022-12-31}]
---
id: staff
measure: {kind: value, counted_in: people, basis: at_date}
reporters: [level:department, level:district]
targets: [{programme: p, number: 3, at_least: 5, by: 2022-12-31}]
---
id: payment
measure: {kind: roll_call, basis: at_date}
reporters: [level:department, level:district]
targets: [{programme: p, number: 4, at_least: 100, by: 2022-12-31}]
---
id: files
measure: {kind: ratio, basis: in_period}
reporters: level:district
targets:
  - {programme: p, number: 5, level: district, at_least: 80, by: 2022-12-31}
  - {programme: p, number: 5, level: commune, at_least: 60, by: 2022-12-31}
---
id: sectors
measure: {kind: value, counted_in: percent, basis: at_date, combine: single}
targets: [{programme: p, number: 6, every: 9, by: 2022-12-31}]
"""
NOW = datetime.fromisoformat("2022-09-16T09:00:00+07:00")
MESSAGE = "message: {vi: Không khớp, en: They disagree}"
RULE = f"{{id: r, {MESSAGE}, left: dossiers.numerator, operator: less_than_or_equal_to, "


class Store(Workspace):
    """A workspace whose catalogue has rules."""

    def rule(self, text: str) -> None:
        """Add a rule to the catalogue."""
        path = self.root / "data/indicators.yaml"
        written = path.read_text(encoding="utf-8")
        head = "" if "\nrules:\n" in written else "rules:\n"
        block = indent(dedent(text).strip(), "    ")
        path.write_text(f"{written}{head}  - {block.strip()}\n", encoding="utf-8")

    def find(self) -> list[Problem]:
        """Return what `check` finds."""
        return desk.check_workspace(self.root)

    def violations(self) -> list[tuple[str, str, str]]:
        """Return of every violation the rule and both sides."""
        return [
            (
                str(one.facts["rule"]),
                str(one.facts["left"]).split(":")[0],
                str(one.facts["right"]).split(":")[0],
            )
            for one in self.find()
            if one.kind in {"rule-violated", "rule-doubted"}
        ]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", INDICATORS)


def say(problems: Sequence[Problem]) -> list[str]:
    return [word_problem(problem, "en").message for problem in problems]


# -------------------------------------------------------------------------------------------- missing figures

GIVEN = {"a": "dossiers: {numerator: 50, denominator: 100}", "b": "papers: {numerator: 60, denominator: 100}"}
# By strategy and by which of a + b is there: what the left side comes to, None where the rule is passed over.
LEFT: dict[str, dict[str, str | None]] = {
    "skip_if_any": {"ab": "110", "a": None, "b": None, "": None},
    "skip_if_all": {"ab": "110", "a": "~50", "b": "~60", "": None},
    "never_skip": {"ab": "110", "a": "~50", "b": "~60", "": "~0"},
}


@pytest.mark.parametrize(("strategy", "there"), list(product(LEFT, ("ab", "a", "b", ""))))
@pytest.mark.parametrize("way", ["whole", "side"])
def test_a_strategy_says_what_a_missing_figure_does(
    strategy: str, there: str, way: str, store: Store
) -> None:
    side = "dossiers.numerator + papers.numerator"
    if way == "side":
        side = f"{{expression: {side}, strategy: {strategy}}}"
    whole = f", strategy: {strategy}" if way == "whole" else ""
    store.rule(f"{{id: r, message: m, left: {side}, operator: greater_than, right: staff.value{whole}}}")
    entries = [GIVEN[one] for one in there] + ["staff: {value: 1000}"]
    store.submit("2022-Q3", "so-a", "\n".join(entries))
    value = LEFT[strategy][there]
    assert store.violations() == ([] if value is None else [("r", value, "1000")])


# DHIS2's semantics (user manual, "Validation rules", Missing value strategy), worked out by hand for a left side of two
# figures, a = 50 and b = 60, and a right side of one, c = 1: what each side comes to with the figures that are there,
# None where its strategy has the rule passed over.
OF_TWO: dict[str, dict[str, int | None]] = {
    "skip_if_any": {"": None, "a": None, "b": None, "ab": 110},
    "skip_if_all": {"": None, "a": 50, "b": 60, "ab": 110},
    "never_skip": {"": 0, "a": 50, "b": 60, "ab": 110},
}
OF_ONE: dict[str, dict[str, int | None]] = {
    "skip_if_any": {"": None, "c": 1},
    "skip_if_all": {"": None, "c": 1},
    "never_skip": {"": 0, "c": 1},
}


@pytest.mark.parametrize(("left", "right"), list(product(OF_TWO, OF_ONE)))
def test_each_side_keeps_its_own_strategy(left: str, right: str, tmp_path: Path) -> None:
    side = "dossiers.numerator + papers.numerator"
    given = {**GIVEN, "c": "staff: {value: 1}"}
    for ab, c in product(OF_TWO[left], OF_ONE[right]):
        store = Store(tmp_path / f"of-{ab}-{c}", INDICATORS)
        # Whatever the rule is asked of is told: no side here is 7 more than the other.
        store.rule(
            f"{{id: r, message: m, left: {{expression: {side}, strategy: {left}}}, operator: equal_to, "
            f"right: {{expression: staff.value + 7, strategy: {right}}}}}"
        )
        store.submit("2022-Q3", "so-a", "\n".join([*(given[one] for one in ab + c), "payment: {done: true}"]))
        first, second = OF_TWO[left][ab], OF_ONE[right][c]
        told = [(one.facts["value_left"], one.facts["value_right"]) for one in store.find()]
        asked = first is not None and second is not None
        assert told == ([(str(first), str((second or 0) + 7))] if asked else []), (ab, c)


# By operator: which of the two sides being there is a violation.
PAIRS = {"compulsory_pair": {"a", "b"}, "exclusive_pair": {"ab"}}


@pytest.mark.parametrize(
    ("operator", "strategy", "there"),
    list(product(PAIRS, ("skip_if_any", "skip_if_all", "never_skip"), ("ab", "a", "b", ""))),
)
def test_a_pair_asks_whether_there_are_figures(
    operator: str, strategy: str, there: str, store: Store
) -> None:
    store.rule(
        f"{{id: r, message: m, left: dossiers.numerator, operator: {operator}, right: papers.numerator, "
        f"strategy: {strategy}}}"
    )
    store.submit("2022-Q3", "so-a", "\n".join([*(GIVEN[one] for one in there), "staff: {value: 1}"]))
    sides = ["side.there" if one in there else "side.missing" for one in "ab"]
    assert store.violations() == ([("r", *sides)] if there in PAIRS[operator] else [])


@pytest.mark.parametrize(
    ("strategy", "is_there"), [("skip_if_any", False), ("skip_if_all", True), ("never_skip", True)]
)
def test_half_a_side_of_a_pair_is_there_as_its_strategy_says(
    strategy: str, is_there: bool, store: Store
) -> None:
    left = f"{{expression: dossiers.numerator + papers.numerator, strategy: {strategy}}}"
    store.rule(f"{{id: r, message: m, left: {left}, operator: exclusive_pair, right: staff.value}}")
    store.submit("2022-Q3", "so-a", f"{GIVEN['a']}\nstaff: {{value: 1}}")
    assert store.violations() == ([("r", "side.there", "side.there")] if is_there else [])


SHORT = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}
SIGNS = {"==": "b", "!=": "ac", "<": "a", "<=": "ab", ">": "c", ">=": "bc"}


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("==", "equal_to"),
        ("!=", "not_equal_to"),
        ("<", "less_than"),
        ("<=", "less_than_or_equal_to"),
        (">", "greater_than"),
        (">=", "greater_than_or_equal_to"),
    ],
)
def test_an_operator_compares_exactly_by_name_and_by_sign(sign: str, name: str, store: Store) -> None:
    # A third and a ten-thousandth of a thousandth more or less: no rounded number tells them apart.
    written = {"by-name": name, "by-sign": f'"{sign}"', "by-one-sign": SHORT.get(sign, name)}
    for key, operator in written.items():
        store.rule(f"{{id: {key}, message: m, left: papers.value / 100, operator: {operator}, right: 1 / 3}}")
    for unit, numerator in zip(("so-a", "so-b", "so-c"), (99999999, 100000000, 100000001), strict=True):
        store.submit("2022-Q3", unit, f"papers: {{numerator: {numerator}, denominator: 300000000}}")
    told = {(one.place.file[-6], str(one.facts["rule"])) for one in store.find()}
    assert told == set(product(set("abc") - set(SIGNS[sign]), written))


def test_a_side_that_divides_by_nothing_has_no_value_and_is_not_judged(store: Store) -> None:
    store.rule(
        "{id: r, message: m, left: staff.value / dossiers.numerator, operator: '>', right: 1000, strategy: never_skip}"
    )
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 0, denominator: 100}\nstaff: {value: 1}")
    store.submit("2022-Q3", "so-b", "staff: {value: 1}")
    assert store.violations() == []


# -------------------------------------------------------------------------------------------- figures of entries


@pytest.mark.parametrize(
    ("figure", "entry", "value"),
    [
        ("dossiers.numerator", "{numerator: 1, denominator: 3}", 1),
        ("dossiers.denominator", "{numerator: 1, denominator: 3}", 3),
        ("dossiers.value", "{numerator: 1, denominator: 3}", Fraction(100, 3)),
        ("dossiers.value", "{numerator: 0, denominator: 0}", None),
        ("dossiers.numerator", "{nil: Không phát sinh}", 0),
        ("dossiers.value", "{nil: Không phát sinh}", None),
        ("dossiers.numerator", "{unavailable: Chưa có}", None),
        ("dossiers.numerator", "{not_applicable: Không}", None),
        ("staff.value", "{nil: Không phát sinh}", 0),
        ("sectors.y-te.value", "{nil: Không phát sinh}", None),
        ("staff.value", "{value: 12}", 12),
        ("payment.done", "{done: true, members_done: 4}", 1),
        ("payment.done", "{done: false}", 0),
        ("payment.members_done", "{done: true, members_done: 4}", 4),
        ("payment.members_done", "{done: true}", None),
        ("payment.done", "{nil: Không}", None),
        (
            "files.numerator",
            "{parts: {district: {numerator: 1, denominator: 3}, commune: {numerator: 5, denominator: 9}}}",
            6,
        ),
        (
            "files.value",
            "{parts: {district: {numerator: 1, denominator: 3}, commune: {numerator: 5, denominator: 9}}}",
            50,
        ),
        (
            "files.commune.denominator",
            "{parts: {district: {numerator: 1, denominator: 3}, commune: {numerator: 5, denominator: 9}}}",
            9,
        ),
        ("files.commune.denominator", "{parts: {district: {numerator: 1, denominator: 3}}}", None),
        ("files.district.numerator", "{numerator: 1, denominator: 3}", 1),
        ("files.commune.numerator", "{numerator: 1, denominator: 3}", None),
        ("sectors.y-te.value", "{parts: {y-te: {value: 9.5}, khac: {value: 8}}}", Fraction(19, 2)),
        ("dossiers.numerator", "{value: 12}", None),
    ],
)
def test_a_figure_is_taken_from_an_entry_or_is_missing(
    figure: str, entry: str, value: Fraction | None, store: Store
) -> None:
    book = store.open_book()
    indicator, *part, name = figure.split(".")
    submission = read_record(
        Submission, f"{{format: 1, unit: quan-1, period: 2022-Q3, entries: {{{indicator}: {entry}}}}}"
    )
    found = book.catalogue.find(indicator)
    assert found is not None
    reference = Reference(indicator, part[0] if part else None, name)
    assert read_figure(reference, found, make_filing(submission, 1, ""), book.units["quan-1"]) == value


# ----------------------------------------------------------------------------------------------- who is asked


def test_a_rule_is_not_asked_of_a_unit_that_owes_nothing_of_one_of_its_sides(store: Store) -> None:
    store.rule("{id: r, message: m, left: staff.value, operator: compulsory_pair, right: dossiers.numerator}")
    for unit in ("so-a", "quan-1"):
        store.submit("2022-Q3", unit, "staff: {value: 1}")
    assert [(one.kind, one.place.file) for one in store.find()] == [
        ("rule-violated", "data/submissions/2022-Q3/so-a.yaml")
    ]


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("", {"2022-Q3/so-a", "2022-Q3/quan-1", "2022-S1/so-a"}),
        ("periods: quarter", {"2022-Q3/so-a", "2022-Q3/quan-1"}),
        ("periods: [semester, year]", {"2022-S1/so-a"}),
        ("units: level:district", {"2022-Q3/quan-1"}),
        ("units: [quan-3, so-a]", {"2022-Q3/so-a", "2022-S1/so-a"}),
        ("units: under:city", {"2022-Q3/so-a", "2022-Q3/quan-1", "2022-S1/so-a"}),
        ("units: under:dic", set()),
        ("programme: p", {"2022-Q3/so-a", "2022-Q3/quan-1", "2022-S1/so-a"}),
        ("programme: q", set()),
    ],
)
def test_a_rule_says_when_and_of_whom_it_is_asked(when: str, told: set[str], store: Store) -> None:
    path = store.root / "data/indicators.yaml"
    other = "  q: {name: Khác, authority: city, focal_point: dic}\nindicators:"
    path.write_text(path.read_text(encoding="utf-8").replace("indicators:", other), encoding="utf-8")
    store.rule(
        f"{{id: r, message: m, left: staff.value, operator: '<', right: 5{f', {when}' if when else ''}}}"
    )
    for name in ("2022-Q3/so-a", "2022-Q3/quan-1", "2022-S1/so-a"):
        period, unit = name.split("/")
        store.submit(period, unit, "staff: {value: 7}")
    found = store.find()
    assert {one.kind for one in found} <= {"rule-violated"}
    assert {one.place.file.removeprefix("data/submissions/").removesuffix(".yaml") for one in found} == told


def test_an_answer_that_is_wrong_in_itself_is_mended_before_rules_are_asked(store: Store) -> None:
    store.rule(RULE + "right: papers.numerator}")
    store.submit(
        "2022-Q3",
        "so-a",
        "dossiers: {numerator: 200, denominator: 100}\npapers: {numerator: 1, denominator: 9}",
    )
    store.submit(
        "2022-Q3",
        "so-b",
        "dossiers: {numerator: 20, denominators: 100}\npapers: {numerator: 1, denominator: 9}",
    )
    assert [one.kind for one in store.find()] == ["numerator-larger", "key-unknown"]


def test_a_rule_that_is_broken_is_asked_of_nobody(store: Store) -> None:
    store.rule(RULE + "right: 1, unit: so-b}")
    store.rule("{id: s, message: m, left: dossiers.numerator, operator: '<', right: 1 +}")
    store.submit("2022-Q3", "so-a", GIVEN["a"])
    assert [one.kind for one in store.find()] == ["key-unknown", "expression-operand-missing"]


def test_a_rule_about_an_indicator_that_is_broken_is_asked_of_nobody(store: Store) -> None:
    store.rule(RULE + "right: staff.value}")
    store.submit("2022-Q3", "so-a", "dossiers: {numerator: 20, denominator: 100}\nstaff: {value: 1}")
    path = store.root / "data/indicators.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("id: staff\n", "id: staff\n    lead_unit: so-b\n"), encoding="utf-8")
    assert [one.kind for one in store.find()] == ["key-unknown"]


@pytest.mark.parametrize(
    ("rule", "kind", "column"),
    [
        ("{id: r, message: m, left: nobody.value, operator: '<', right: 1}", "indicator-unknown", 31),
        ("{id: r, message: m, left: 1 + r.value, operator: '<', right: 1}", "indicator-unknown", 35),
        ("{id: r, message: m, left: staff.value@-1, operator: '<', right: 1}", "expression-character", 42),
        ("{id: r, message: m, left: staff.2022-Q2.value, operator: '<', right: 1}", "expression-word", 31),
        ("{id: r, message: m, left: staff.value / (1 - 1), operator: '<', right: 1}", "rule-divides-by-zero", 31),
        ("{id: r, message: m, left: [staff.value], operator: '<', right: 1}", "mapping-expected", 31),
        ("{id: r, message: m, left: {}, operator: '<', right: 1}", "key-missing", 31),
        ("{id: r, message: m, left: , operator: '<', right: 1}", "value-empty", 31),
        ("{id: r, message: m, left: true, operator: '<', right: staff.value}", "expression-word", 31),
        ("{id: r, message: m, left: staff.value, operator: is, right: 1}", "word-unknown", 54),
        ("{id: r, message: m, left: staff.value, operator: '<', right: 1, strategy: skip}", "word-unknown", 79),
        ("{id: r, message: m, left: staff.value, operator: '<', right: 1, programme: x}", "programme-unknown", 80),
        ("{id: r, message: m, left: staff.value, operator: '<', right: 1, units: [so-x]}", "unit-unknown", 77),
        ("r", "mapping-expected", 5),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule_is_told_once_and_at_its_place(
    rule: str, kind: str, column: int, store: Store
) -> None:
    store.rule(rule)
    [told] = store.find()
    line = len((store.root / "data/indicators.yaml").read_text(encoding="utf-8").splitlines())
    assert (told.kind, told.place.line, told.place.column) == (kind, line, column)


def test_a_rule_may_name_an_indicator_of_another_programme_and_is_asked_of_who_answers_both(
    store: Store,
) -> None:
    path = store.root / "data/indicators.yaml"
    other = "  q: {name: Khác, authority: city, focal_point: dic}\nindicators:"
    text = path.read_text(encoding="utf-8").replace("indicators:", other)
    path.write_text(text.replace("programme: p, number: 3", "programme: q, number: 3"), encoding="utf-8")
    store.rule("{id: r, message: m, left: staff.value, operator: '<', right: dossiers.numerator}")
    store.submit("2022-Q3", "so-a", f"staff: {{value: 70}}\n{GIVEN['a']}")
    store.submit("2022-Q3", "so-b", GIVEN["a"])
    assert store.violations() == [("r", "70", "50")]


@pytest.mark.parametrize(
    ("left", "kind", "column", "hint"),
    [
        (
            "sectors.value",
            "rule-field-unfit",
            9,
            "What can stand after the id of this indicator: <part>.value.",
        ),
        (
            "1 + sectors.y-te.numerator",
            "rule-field-unfit",
            13,
            "What can stand after the id of this indicator: “value”.",
        ),
        (
            "payment.quan-1.done",
            "rule-field-unfit",
            9,
            "What can stand after the id of this indicator: none.",
        ),
        (
            "alone.members_done",
            "rule-field-unfit",
            9,
            "What can stand after the id of this indicator: “done”.",
        ),
        ("alone.done + files.districts.value", "level-unknown", 28, "Did you mean “district”?"),
        (
            "files.district.valeu",
            "rule-field-unfit",
            9,
            "Perhaps “files.district.value” is meant; there are: numerator, denominator, value.",
        ),
        ("plain.numerator + plain.denominator", None, 0, ""),
    ],
)
def test_a_rule_can_only_name_the_figures_that_an_indicator_has(
    left: str, kind: str | None, column: int, hint: str, tmp_path: Path
) -> None:
    goal = "targets: [{programme: p, at_least: 1, by: 2022-12-31}]"
    alone = f"id: alone\nmeasure: {{kind: roll_call, basis: at_date, members: false}}\n{goal}\n"
    plain = f"id: plain\nmeasure: {{kind: ratio, basis: at_date, members: false}}\n{goal}\n"
    store = Store(tmp_path / "store", f"{INDICATORS}---\n{alone}---\n{plain}")
    store.rule(f"left: {left}\nid: r\nmessage: m\noperator: '<'\nright: 1")
    told = [(one.kind, one.place.column, word_problem(one, "en").hint) for one in store.find()]
    assert told == ([(kind, column + 2, hint)] if kind is not None else [])


# ------------------------------------------------------------------------------------------ how a violation is told


def test_a_violation_says_both_sides_exactly_and_stands_at_the_first_figure(store: Store) -> None:
    store.rule(RULE + "right: {expression: papers.numerator / 3, name: {vi: Một phần ba, en: A third}}}")
    store.submit(
        "2022-Q3",
        "so-a",
        "papers: {numerator: 1000, denominator: 9000}\ndossiers: {numerator: 2999, denominator: 9999}",
    )
    [problem] = store.find()
    assert (problem.place.line, problem.place.column) == (7, 25)
    assert [(one.line, one.column) for one in problem.related] == [(6, 23)]
    assert word_problem(problem, "vi").message == (
        "Không khớp (Số trực tuyến: 2.999; Một phần ba: 333,33; số trước phải nhỏ hơn hoặc bằng số sau), "
        "theo quy tắc “r”."
    )
    assert word_problem(problem, "en").message == (
        "They disagree (Online: 2,999; A third: 333.33; the first must be smaller than or equal to the second), "
        "by the rule “r”."
    )


SHARES = """
id: reached
name: {vi: Đã đạt, en: Reached}
measure: {kind: ratio, basis: at_date, whole: false}
targets: [{programme: p, at_least: 85, by: 2022-12-31}]
---
id: held
name: {vi: Còn giữ, en: Held}
measure: {kind: ratio, basis: at_date, decimals: 1}
targets: [{programme: p, at_least: 1, by: 2022-12-31}]
---
id: money
name: {vi: Số tiền, en: Money}
measure: {kind: value, counted_in: VND, basis: at_date}
targets: [{programme: p, at_least: 1, by: 2022-12-31}]
"""


@pytest.mark.parametrize(
    ("left", "operator", "right", "entries", "vi", "exact"),
    [
        # 812345 of 1498765 is 54.2009... %, and 54.2 below it is told apart by what is between them.
        ("reached.value", "<", "54.2", "reached: 812345/1498765", "54,201%; 54,2%", "54.200958789403"),
        ("reached.value", ">", "60", "reached: 812345/1498765", "54,20%; 60%", "54.200958789403"),
        # As in a report, 84.996 is not shown as the 85 that it misses; and nothing that is there as 0.
        ("reached.value", ">", "90", "reached: 84996/100000", "84,996%; 90%", "84.996"),
        ("reached.value", ">", "90", "reached: 1/300000", "0,0003%; 90%", "0.000333333333"),
        ("reached.value - held.value", "<", "1", "reached: 1/3, held: 2/7", "4,76%; 1%", "4.761904761905"),
        ("held.value", ">", "reached.value", "reached: 1/3, held: 2/7", "28,6%; 33,33%", "28.571428571429"),
        ("reached.numerator / 3", ">", "300000", "reached: 80/99, held: 1/3", "26,67; 300.000", "26.666666666667"),
        # Per cent into a plain number, and figures of two kinds: counted in nothing.
        ("reached.value / 100", ">", "1", "reached: 812345/1498765", "0,54; 1", "0.542009587894"),
        ("money.value * 1.1", ">", "money.value * 2", "money: 1234.5", "1.357,95 VND; 2.469,00 VND", "1357.95"),
        ("money.value / reached.value", ">", "5", "money: 1, reached: 1/3", "0,03; 5", "0.03"),
        ("held.denominator / 7", "==", "1 / 3 + 0.00000001", "held: 1/3", "0,43; 0,33", "0.428571428571"),
        ("held.denominator / 7", "==", "3 / 7 + 0.00000001", "held: 1/3", "0,42857143; 0,42857144", "0.428571428571"),
    ],
)  # fmt: skip
def test_what_sides_come_to_is_rounded_as_in_a_report_and_told_apart(
    left: str, operator: str, right: str, entries: str, vi: str, exact: str, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store", SHARES)
    store.rule(
        f"{{id: r, message: m, left: {{expression: {left}, name: {{vi: T, en: L}}}}, operator: '{operator}', "
        f"right: {{expression: {right}, name: {{vi: P, en: R}}}}}}"
    )
    answers = []
    for one in entries.split(", "):
        key, figures = one.split(": ")
        top, _, bottom = figures.partition("/")
        answers.append(
            f"{key}: {{numerator: {top}, denominator: {bottom}}}" if bottom else f"{key}: {{value: {top}}}"
        )
    store.submit("2022-Q3", "dic", "\n".join(answers))
    [problem] = [one for one in store.find() if one.kind == "rule-violated"]
    shown = vi.split("; ")
    swap = str.maketrans(",.", ".,")
    english = [one.translate(swap) for one in shown]
    assert f"T: {shown[0]}; P: {shown[1]};" in word_problem(problem, "vi").message
    assert f"L: {english[0]}; R: {english[1]};" in word_problem(problem, "en").message
    told = json.loads(format_for_programs([problem], "vi"))["problems"][0]
    assert told["values"]["left"] == exact
    assert set(told["values"]) == {"left", "right"}


def test_numbers_longer_than_any_line_are_not_written_out(tmp_path: Path) -> None:
    store = Store(
        tmp_path / "store",
        "id: n\nmeasure: {kind: value, counted_in: people, basis: at_date}\nreporters: [dic]\n"
        "targets: [{programme: p, at_least: 1, by: 2022-12-31}]",
    )
    # 120 factors of 40 digits: longer than Python writes a whole number.
    huge = "*".join(["n.value"] * 120)
    sides = {"up": huge, "down": f"-{huge}", "small": f"1/({huge})", "same": f"{huge}*0+0.1"}
    for key, side in sides.items():
        store.rule(f"{{id: {key}, message: m, left: '{side}', operator: '==', right: 1}}")
    store.submit("2022-Q3", "dic", f"n: {{value: {'9' * 40}}}")
    said = {str(one.facts["rule"]): word_problem(one, "vi").message for one in store.find()}
    assert "(Vế trái: quá 40 chữ số; Vế phải: 1;" in said["up"]
    assert "(Vế trái: số âm quá 40 chữ số; Vế phải: 1;" in said["down"]
    assert "(Vế trái: 0,1; Vế phải: 1;" in said["same"]
    assert all(len(one) < 250 for one in said.values())


def test_a_violation_says_that_missing_figures_were_taken_as_0(store: Store) -> None:
    store.rule(
        "{id: r, message: Lệch., left: dossiers.numerator + papers.numerator, operator: '>', right: 100, "
        "strategy: skip_if_all}"
    )
    store.submit("2022-Q3", "so-a", GIVEN["a"])
    assert word_problem(store.find()[0], "vi").message == (
        "Lệch (Vế trái: 50 (số còn thiếu tính là 0); Vế phải: 100; số trước phải lớn hơn số sau), theo quy tắc “r”."
    )


def test_a_violation_without_any_figure_stands_at_the_entries(store: Store) -> None:
    store.rule("{id: r, message: m, left: dossiers.numerator, operator: '>', right: 1, strategy: never_skip}")
    store.submit("2022-Q3", "so-a", "staff: {value: 1}")
    [problem] = store.find()
    assert (problem.place.path, problem.place.line, problem.related) == (("entries",), 5, ())


def test_words_of_a_rule_cannot_do_harm(store: Store) -> None:
    store.rule(
        "{id: r, message: '{left.__class__} <b>{0}</b> =1+1', left: staff.value, operator: '>', right: 1}"
    )
    store.submit("2022-Q3", "so-a", "staff: {value: 1}")
    assert say(store.find()) == [
        (
            "{left.__class__} <b>{0}</b> =1+1 (Chỉ tiêu: 1 people; right side: 1 people; "
            "the first must be larger than the second), by the rule “r”."
        )
    ]


# --------------------------------------------------------------------------------------------------- every door


@pytest.fixture
def strict(store: Store) -> Store:
    """A store in which the online dossiers may not exceed the papers, and more than 40 of them are asked about."""
    store.rule(RULE + "right: papers.numerator}")
    store.rule(
        "{id: s, message: Nhiều quá, left: dossiers.numerator, operator: '<=', right: 40, severity: warning}"
    )
    store.rule(
        "{id: t, message: Quá nhiều, left: dossiers.numerator, operator: '<=', right: 30, severity: warning}"
    )
    return store


def send(store: Store, draft: desk.Draft | desk.Refusal, *, confirmed: bool = False) -> object:
    assert isinstance(draft, desk.Draft), draft
    return desk.submit(store.root, draft, desk.Sending(NOW, "vi", confirmed=confirmed))


def set_figures(store: Store, *sets: str) -> desk.Draft | desk.Refusal:
    return desk.draft_figures(store.root, "so-a", desk.Asking(period="2022-Q3"), sets, now=NOW)


TEXT = (
    "format: 1\nunit: so-a\nperiod: 2022-Q3\nentries:\n  {a}\n  papers: {{numerator: 9, denominator: 100}}\n"
)


def test_a_file_that_breaks_a_rule_is_refused(strict: Store) -> None:
    answer = send(strict, desk.read_draft(TEXT.format(a=GIVEN["a"]).encode(), "x.yaml"))
    assert isinstance(answer, desk.Refusal)
    assert [(one.kind, one.place.line, one.place.column) for one in answer.problems] == [
        ("rule-doubted", 5, 25),
        ("rule-doubted", 5, 25),
        ("rule-violated", 5, 25),
    ]


def test_figures_that_are_typed_and_break_a_rule_are_refused(strict: Store) -> None:
    answer = send(strict, set_figures(strict, "dossiers=50/100", "papers=9/100"))
    assert isinstance(answer, desk.Refusal)
    assert [(one.kind, one.place.file) for one in answer.problems][-1] == (
        "rule-violated",
        "--set dossiers=50/100",
    )


def test_whoever_is_asked_is_led_back_to_the_first_answer_that_a_rule_is_about(
    strict: Store, clean_environment: dict[str, str]
) -> None:
    strict.rule(
        "{id: u, message: Cần cả hai, left: dossiers.value, operator: compulsory_pair, right: staff.value}"
    )
    answers = [
        ("[1/5]", "50/100"),
        ("[2/5]", "9/100"),
        ("[3/5]", "7"),
        ("[4/5]", "có"),
        ("[5/5]", "chưa có: đang đối chiếu"),
        ("Không khớp (Số trực tuyến: 50", "8/100"),
        ("[2/5]", ""),
        ("[3/5]", ""),
        ("[4/5]", ""),
        ("[5/5]", ""),
        ("Gửi báo cáo này?", "có"),
    ]
    call = ("submit", "--unit", "so-a", "--period", "2022-Q3")
    said = talk(*call, answers=answers, cwd=strict.root, env=clean_environment)
    assert said.code == 0, said.shown
    assert said.shown.count("KPI560") == 1
    assert "Cần cả hai" not in said.shown


def test_a_form_that_breaks_a_rule_is_refused_by_sheet_and_cell(strict: Store) -> None:
    made = desk.make_form(strict.root, desk.Asking(period="2022-Q3"), "so-a", now=NOW, language="vi")
    assert isinstance(made, desk.Form)
    cells = {
        "in.dossiers.numerator": 50,
        "in.dossiers.denominator": 100,
        "in.papers.numerator": 9,
        "in.papers.denominator": 100,
    }
    answer = send(strict, desk.read_draft(fill(made.data, cells), "x.xlsx"))
    assert isinstance(answer, desk.Refusal)
    told = next(one for one in answer.problems if one.kind == "rule-violated")
    assert word_problem(told, "vi").message == (
        "Không khớp (Số trực tuyến: 50; Chỉ tiêu: 9; số trước phải nhỏ hơn hoặc bằng số sau)."
    )
    assert (told.place.sheet, told.place.cell) == ("Số liệu", "C6")
    assert [(one.sheet, one.cell) for one in told.related] == [("Số liệu", "C15")]


def test_a_form_that_breaks_a_rule_comes_back_with_its_cells_marked_and_is_not_filed(
    strict: Store, run: Run
) -> None:
    made = desk.make_form(strict.root, desk.Asking(period="2022-Q3"), "so-a", now=NOW, language="vi")
    assert isinstance(made, desk.Form)
    cells = {
        "in.dossiers.numerator": 50,
        "in.dossiers.denominator": 100,
        "in.papers.numerator": 9,
        "in.papers.denominator": 100,
    }
    (strict.root / "x.xlsx").write_bytes(fill(made.data, cells))
    done = run("submit", "x.xlsx", "--marked", "y.xlsx", "--yes", cwd=strict.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert not list((strict.root / "data").glob("submissions/*/*"))
    sheet = open_book((strict.root / "y.xlsx").read_bytes())["Số liệu"]
    said = {
        cell.coordinate: [line[:7] for line in cell.comment.text.splitlines() if line.startswith("KPI")]
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }
    assert said == {"C6": ["KPI561:", "KPI561:", "KPI560:"], "C15": ["KPI560:"]}
    assert "KPI560: Không khớp (Số trực tuyến: 50; Chỉ tiêu: 9;" in sheet["C15"].comment.text


def test_warnings_of_two_rules_on_one_figure_are_kept_apart_in_the_receipt(strict: Store) -> None:
    draft = set_figures(strict, "dossiers=50/100", "papers=90/100")
    assert isinstance(send(strict, draft), desk.Unconfirmed)
    receipt = send(strict, draft, confirmed=True)
    assert isinstance(receipt, desk.ReceiptView), receipt
    assert list(receipt.warnings) == [
        f"KPI561 (dossiers): {said} (Số trực tuyến: 50; Vế phải: {most}; số trước phải nhỏ hơn hoặc bằng số sau), "
        f"theo quy tắc “{name}”."
        for said, most, name in (("Nhiều quá", 40, "s"), ("Quá nhiều", 30, "t"))
    ]
    kept = (strict.root / "data/submissions/2022-Q3/so-a.yaml").read_text(encoding="utf-8")
    assert re.findall(r"KPI561 [^,\]]*", kept) == [
        "KPI561 entries.dossiers.numerator@s",
        "KPI561 entries.dossiers.numerator@t",
    ]
    for form in ("txt", "html", "json"):
        made = desk.render_receipt(strict.root, receipt, form)
        assert isinstance(made, bytes)
        assert isinstance(desk.verify_receipt(strict.root, made, f"r.{form}"), desk.Verified)


def test_a_report_refuses_what_breaks_a_rule_or_leaves_it_out(strict: Store) -> None:
    strict.submit("2022-Q3", "so-a", f"{GIVEN['a']}\npapers: {{numerator: 9, denominator: 100}}")
    asking = desk.Asking(period="2022-Q3")
    refused = desk.make_report(strict.root, asking, as_of=NOW, language="vi")
    assert isinstance(refused, desk.Refusal)
    assert "rule-violated" in {one.kind for one in refused.problems}


# --------------------------------------------------------------------------------------------- within a text


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("k: abc + def", 6, (1, 10)),
        ("k: 'abc + def'", 6, (1, 11)),
        ('k: "abc + def"', 6, (1, 11)),
        ('k: "abc \\u002B def"', 6, (1, 4)),
        ("k: abc +\n   def", 6, (2, 4)),
        ("k: 'abc +\r\n\r\n   def'", 6, (2, 1)),
        ("k: abc +", 5, (1, 9)),
        ("k: >\n  abc", 2, (1, 4)),
    ],
)
def test_a_character_of_a_text_is_found_in_its_file(text: str, offset: int, place: tuple[int, int]) -> None:
    assert step_into(text.encode(), 1, 4, offset) == place


# ------------------------------------------------------------------------------------------------- the manual


def test_the_rules_of_the_manual_are_good_ones(repo: Path, tmp_path: Path) -> None:
    page = (repo / "docs/data-format.md").read_text(encoding="utf-8")
    [written] = re.findall(r"```yaml\n(rules:\n.*?)```", page, re.DOTALL)
    catalogue = repo / "data/indicators.yaml"
    for name in ("indicators.yaml", "units.yaml"):
        text = (repo / "data" / name).read_text(encoding="utf-8")
        path = tmp_path / "data" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + (written if name == catalogue.name else ""), encoding="utf-8")
    assert [
        one.kind for one in desk.check_workspace(tmp_path) if one.place.file == "data/indicators.yaml"
    ] == []
    read = desk.read_catalogue(tmp_path)
    assert not isinstance(read, desk.Refusal)
    assert isinstance(read[0], Catalogue)
    assert len(read[0].rules) == written.count("- id: ")
