"""Expressions of validation rules: read exactly as written, worked out exactly, and nothing else done with them."""

import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_kpi.expression import DEEPEST, LONGEST, Expression, Reference, parse_expression
from cds_kpi.number import format_decimal
from cds_kpi.problem import Fault

bounded = settings(derandomize=True, max_examples=200, deadline=None, database=None)
A, B, PART = (
    Reference("a", None, "numerator"),
    Reference("b-2", None, "value"),
    Reference("a", "quan-1", "value"),
)
FIGURES = {A: Fraction(7), B: Fraction(1, 3), PART: Fraction(-2)}


def read(text: str) -> Expression:
    expression = parse_expression(text)
    assert isinstance(expression, Expression), expression
    return expression


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.numerator", 7),
        ("  12.50\n", Fraction(25, 2)),
        ("1.234.567", 1234567),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("10 - 4 - 3", 3),
        ("100 / 10 / 5", 2),
        ("a.numerator / 3 * 3", 7),
        ("-a.numerator", -7),
        ("- -2 - -(3)", 5),
        ("a.numerator - b-2.value", Fraction(20, 3)),
        ("a.numerator -b-2.value", Fraction(20, 3)),
        ("a.numerator+b-2.value*3", 8),
        ("a.quan-1.value * 0.1", Fraction(-1, 5)),
        ("1 / (a.numerator - 7)", None),
        ("0 / 0", None),
    ],
)
def test_an_expression_is_worked_out_exactly(text: str, value: Fraction | None) -> None:
    assert read(text).work_out(FIGURES) == value


def test_an_expression_names_each_figure_once_with_its_place() -> None:
    expression = read("a.numerator + (b-2.value - a.numerator)")
    assert [(str(one), one.offset) for one in expression.references] == [
        ("a.numerator", 0),
        ("b-2.value", 15),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "offset", "near"),
    [
        ("", "expression-operand-missing", 0, None),
        ("a.numerator *", "expression-operand-missing", 13, None),
        ("2 * / 3", "expression-operand-missing", 4, None),
        ("()", "expression-operand-missing", 1, None),
        ("((1 + 2)", "expression-bracket", 0, None),
        ("1 + 2)", "expression-bracket", 5, None),
        ("1 2", "expression-operator-missing", 2, None),
        ("(1 a.value)", "expression-operator-missing", 3, None),
        ("85,5 + 1", "expression-character", 2, None),
        ("a.value = 3", "expression-character", 8, None),
        ("{a.value}", "expression-character", 0, None),
        ("a.value ^ 2", "expression-character", 8, None),
        ("a", "expression-word", 0, None),
        ("1 + a.value-b.value", "expression-word", 4, "a.value - b.value"),
        ("a.value-3", "expression-word", 0, "a.value - 3"),
        ("a.value- 3", "expression-word", 0, "a.value -"),
        ("12-7", "expression-word", 0, "12 - 7"),
        ("a.value-b.value-c.value", "expression-word", 0, "a.value - b.value - c.value"),
        ("Online_Dossiers.Value", "expression-word", 0, "online-dossiers.value"),
        ("hồ-sơ.value", "expression-word", 0, None),
        ("a.b.c.value", "expression-word", 0, None),
        ("__import__('os').system('id')", "expression-character", 0, None),
        ("a.value.__class__", "expression-word", 0, None),
        ("2 * 010", "number-leading-zero", 4, None),
        ("1.2.3", "number-expected", 0, None),
        ("9" * 41, "number-too-long", 0, None),
        ("1 + 0." + "0" * 40 + "1", "number-too-long", 4, None),
        # Powers and exponents, in every writing.
        ("10 ** 999999", "expression-operand-missing", 4, None),
        ("1e999999", "expression-word", 0, None),
        ("2 * 1.5e3", "expression-word", 4, None),
        ("0x10", "expression-word", 0, None),
        ("1_000", "expression-word", 0, None),
        # Digits and letters of other scripts, and what cannot be seen.
        ("1 + ٣", "expression-word", 4, None),
        ("１ + 2", "expression-word", 0, None),
        ("2 * ²", "expression-word", 4, None),
        ("a.value + 𝟙", "expression-word", 10, None),
        ("а.value", "expression-word", 0, None),
        ("a\u200b.value", "expression-character", 1, None),
        ("a.value\u00a0+ 1", "expression-character", 7, None),
        ("a.value\x00", "expression-character", 7, None),
        # Other periods are not known to the language, nor are functions and conditions.
        ("a.value@-1", "expression-character", 7, None),
        ("a.value[-1]", "expression-character", 7, None),
        ("a.2022-Q2.value", "expression-word", 0, "a.2022-q2.value"),
        ("max(a.value, 1)", "expression-character", 11, None),
        ("1 if a.value else 2", "expression-operator-missing", 2, None),
        ("a.value % 2", "expression-character", 8, None),
        ("a.value // 2", "expression-operand-missing", 9, None),
        ("(" * 1000, "expression-too-long", 20, None),
        ("-" * 1000, "expression-too-long", 20, None),
    ],
)
def test_what_is_no_expression_is_told_at_its_character(
    text: str, kind: str, offset: int, near: str | None
) -> None:
    fault = parse_expression(text)
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.facts["offset"], fault.facts.get("near")) == (kind, offset, near)


def test_an_expression_is_neither_too_long_nor_too_deep() -> None:
    assert read("1" + "+1" * ((LONGEST - 1) // 2)).work_out({}) == (LONGEST + 1) // 2
    assert read("(" * DEEPEST + "1" + ")" * DEEPEST).work_out({}) == 1
    for text in (
        "1" + "+1" * (LONGEST // 2),
        "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1),
        "-" * 21 + "1",
    ):
        fault = parse_expression(text)
        assert isinstance(fault, Fault)
        assert fault.kind == "expression-too-long"


def test_the_largest_number_an_expression_can_make_is_made_at_once() -> None:
    before = time.process_time()
    value = read("*".join(["9" * 40] * (LONGEST // 41))).work_out({})
    assert value == Fraction(int("9" * 40)) ** (LONGEST // 41)
    assert time.process_time() - before < 1


def test_many_divisions_by_long_numbers_are_worked_out_at_once() -> None:
    before = time.process_time()
    expression = read("+".join(f"{7 + place}/{'9' * 36}{place:02}" for place in range(11, 34)))
    value = expression.work_out({})
    assert value == sum(Fraction(7 + place, int(f"{'9' * 36}{place:02}")) for place in range(11, 34))
    read("-(" * 10 + "/".join(["a.numerator"] * 70) + ")" * 10).work_out({A: Fraction(1, int("9" * 39))})
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("text", "always"),
    [
        ("1 / 0", True),
        ("a.numerator / (2 * 3 - 6)", True),
        ("a.numerator / -(1 - 1)", True),
        ("(1 / 0) * a.numerator", True),
        ("a.numerator / b-2.value", False),
        ("a.numerator / (a.numerator - a.numerator)", True),
        ("1 / ((a.value + b.value) * (a.value - b.value) - a.value * a.value + b.value * b.value)", True),
        ("1 / (a.value / b.value - a.value * 2 / (b.value + b.value))", True),
        ("1 / (a.value - b.value)", False),
        ("1 / (a.value * a.value - a.value)", False),
        ("1 / (a.numerator - a.denominator)", False),
        ("0 / 2", False),
        ("0 * a.numerator", False),
    ],
)
def test_a_division_by_nothing_but_zero_is_seen_beforehand(text: str, *, always: bool) -> None:
    assert read(text).divides_by_zero is always
    if always:
        assert read(text).work_out(dict.fromkeys(read(text).references, Fraction(7))) is None


# A tree is a figure's name, a number, ("-", tree), or (tree, sign, tree).
NUMBERS = st.builds(
    lambda digits, places: Fraction(digits, 10**places), st.integers(0, 10**6), st.integers(0, 3)
)
TREES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(list(FIGURES)) | NUMBERS,
    lambda inner: st.tuples(st.just("-"), inner) | st.tuples(inner, st.sampled_from("+-*/"), inner),
    max_leaves=12,
)
RANKS = {"+": 1, "-": 1, "*": 2, "/": 2}


def write(tree: Any, spaces: st.DataObject, above: int = 0, *, is_right: bool = False) -> str:
    """Write a tree with no more parentheses than it needs, and now and then some more."""
    if isinstance(tree, Reference):
        return str(tree)
    if isinstance(tree, Fraction):
        return format_decimal(tree)
    if tree[0] == "-" and len(tree) == 2:
        text, rank = f"-{write(tree[1], spaces, 3)}", 3
    else:
        left, sign, right = tree
        rank = RANKS[sign]
        gap = spaces.draw(st.sampled_from(["", " ", "\n "])) if sign != "-" else " "
        text = f"{write(left, spaces, rank)}{gap}{sign}{gap}{write(right, spaces, rank, is_right=True)}"
    needs = rank < above or (rank == above and is_right)
    return f"({text})" if needs or spaces.draw(st.integers(0, 9)) == 0 else text


def weigh(tree: Any) -> Fraction | None:
    """Work out a tree by itself."""
    if isinstance(tree, Reference):
        return FIGURES[tree]
    if isinstance(tree, Fraction):
        return tree
    sides = [weigh(one) for one in (tree[1:] if len(tree) == 2 else (tree[0], tree[2]))]
    if None in sides:
        return None
    left, right = (sides[0] or Fraction(0)), (sides[-1] or Fraction(0))
    if len(tree) == 2:
        return -left
    if tree[1] == "/":
        return None if right == 0 else left / right
    return {"+": left + right, "-": left - right, "*": left * right}[tree[1]]


@bounded
@given(TREES, st.data())
def test_an_expression_made_from_a_tree_comes_to_what_the_tree_does(tree: Any, spaces: st.DataObject) -> None:
    assert read(write(tree, spaces)).work_out(FIGURES) == weigh(tree)


PIECES = st.sampled_from(
    ["a.value", "b-2.", "-", "+", "*", "/", "(", ")", " ", "7", ".", "0", ",", "#{x}", "ồ", "\n"]
)


@bounded
@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_an_expression_or_a_fault_within_it(text: str) -> None:
    read = parse_expression(text)
    if isinstance(read, Fault):
        assert 0 <= int(read.facts["offset"]) <= len(text)
    else:
        figures = dict.fromkeys(read.references, Fraction(3))
        assert isinstance(read.work_out(figures), Fraction | None)
        assert all(text[one.offset :].startswith(str(one)) for one in read.references)
