"""The sides of a validation rule: what each comes to, and how that is said, as a report would say it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from cds_kpi.assess.attainment import choose_places
from cds_kpi.expression import Reference
from cds_kpi.model.rules import PAIRS
from cds_kpi.number import LONGEST, format_decimal, round_to
from cds_kpi.problem import format_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.model.catalogue import Indicator
    from cds_kpi.model.fields import Bilingual
    from cds_kpi.model.rules import Side, Strategy, ValidationRule
    from cds_kpi.problem import Fact

_PLAIN_DECIMALS = 2
"""Decimal places of a number that does not end and is counted in nothing."""
_LONGEST_BITS = 4096
"""Of a denominator that is kept as it is: Python refuses to write much longer ones."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one side of a rule comes to."""

    is_there: bool
    """Whether it has the figures that its strategy wants."""
    value: Fraction | None
    """None where it has not, or where it divides by 0."""
    is_filled: bool
    """Whether a missing figure was taken as 0."""


def weigh_side(side: Side, rule: ValidationRule, figures: Mapping[Reference, Fraction]) -> Weight:
    """Return what a side comes to with the figures that are there."""
    strategy: Strategy = side.strategy or rule.strategy
    references = side.expression.references
    missing = [one for one in references if one not in figures]
    is_bare = bool(references) and len(missing) == len(references)
    if rule.operator in PAIRS:
        # To take what is missing as 0 would answer the very question: here never_skip asks for any figure.
        return Weight(not missing if strategy == "skip_if_any" else not is_bare, None, is_filled=False)
    if (missing and strategy == "skip_if_any") or (is_bare and strategy == "skip_if_all"):
        return Weight(is_there=False, value=None, is_filled=False)
    value = side.expression.work_out({**dict.fromkeys(missing, Fraction(0)), **figures})
    return Weight(is_there=True, value=value, is_filled=bool(missing))


@dataclass(frozen=True, slots=True)
class _Scale:
    """How the number of a side is shown."""

    suffix: str = ""
    """What it is counted in, behind the number: "%", " VND"."""
    places: int | None = None
    """Its decimals; None: all of them."""


_COUNT = _Scale()


def state_sides(
    rule: ValidationRule, left: Weight, right: Weight, indicators: Mapping[str, Indicator]
) -> dict[str, Fact]:
    """Return the facts of what both sides come to: as they are shown, and exactly.

    They are shown as a report shows such figures, with as many more decimals as tell them apart, and from 0.
    """
    facts: dict[str, Fact] = {}
    weights = {"left": left, "right": right}
    values: dict[str, Fraction] = {}
    for name, weight in weights.items():
        if weight.value is None:
            facts[name] = "side.there" if weight.is_there else "side.missing"
        elif abs(weight.value) >= 10**LONGEST:
            facts[name] = "side.above" if weight.value > 0 else "side.below"
        else:
            values[name] = _bound(weight.value)
    sides = {"left": rule.left, "right": rule.right}
    scales = {name: _find_scale(side, indicators) for name, side in sides.items()}
    places = {
        name: _choose_places(sides[name], scales[name], value, indicators) for name, value in values.items()
    }
    more = 0
    while more < LONGEST and not _tells(values, {name: one + more for name, one in places.items()}):
        more += 1
    for name, value in values.items():
        # What is shown whole needs no zeros behind it.
        shown = places[name] + (more if round_to(value, places[name]) != value else 0)
        other = scales["right" if name == "left" else "left"]
        suffix = (scales[name] or other or _COUNT).suffix
        filled = "~" if weights[name].is_filled else ""
        facts[name] = filled + format_shown(value, shown, suffix)
        facts[f"value_{name}"] = format_decimal(value)
    return facts


def _bound(value: Fraction) -> Fraction:
    """Return a value that can be written: one with a denominator longer than any page is cut."""
    return value if value.denominator.bit_length() <= _LONGEST_BITS else round_to(value, LONGEST)


def _tells(values: Mapping[str, Fraction], places: Mapping[str, int]) -> bool:
    """Whether numbers, rounded so, stand to each other and to 0 as they do exactly."""
    exact = list(values.values())
    shown = [round_to(value, places[name]) for name, value in values.items()]
    return _order(exact) == _order(shown)


def _order(numbers: list[Fraction]) -> list[int]:
    pairs = [(one, Fraction(0)) for one in numbers] + list(pairwise(numbers))
    return [(left > right) - (left < right) for left, right in pairs]


def _choose_places(
    side: Side, scale: _Scale | None, value: Fraction, indicators: Mapping[str, Indicator]
) -> int:
    match side.expression.steps:
        case (Reference(figure="value") as one,):
            return choose_places(indicators[one.indicator], value)
    if scale is not None and scale.places is not None:
        return scale.places
    digits = format_decimal(value)
    places = len(digits.partition(".")[2])
    return min(places, LONGEST) if Fraction(digits) == value else _PLAIN_DECIMALS


def _find_scale(side: Side, indicators: Mapping[str, Indicator]) -> _Scale | None:
    """Return what a side is counted in; None of one that only has numbers, which can be counted in anything."""
    stack: list[_Scale | None] = []
    steps = side.expression.steps
    if 100 in steps and {"*", "/"} & set(steps) and side.expression.references:
        # To and from per cent: what comes out is no percentage any more.
        return _COUNT
    for step in steps:
        if isinstance(step, Fraction):
            stack.append(None)
        elif isinstance(step, Reference):
            measure = indicators[step.indicator].measure
            is_value = step.figure == "value"
            stack.append(_Scale(measure.suffix, measure.shown_decimals) if is_value else _COUNT)
        elif step != "negate":
            right, left = stack.pop(), stack.pop()
            if right is None or (left is None and step != "/"):
                stack.append(left or right)
            elif left is not None and step in {"+", "-"} and left.suffix == right.suffix:
                decimals = [one.places for one in (left, right) if one.places is not None]
                stack.append(_Scale(left.suffix, max(decimals)) if len(decimals) > 1 else _COUNT)
            else:
                stack.append(_COUNT)
    return stack.pop()


def write_wording(wording: Bilingual) -> str:
    """Return the fact of a wording of the catalogue: Vietnamese and English, parted by a NUL."""
    return f"{wording.vi}\0{wording.en or wording.vi}"


def name_side(side: Side, indicators: Mapping[str, Indicator], otherwise: tuple[str, str]) -> str:
    """Return what a side is called, in both languages: its name, or what its one figure counts."""
    if side.name is not None:
        return write_wording(side.name)
    match side.expression.steps:
        case (Reference(part=None) as one,):
            indicator = indicators[one.indicator]
            counted = {"numerator": indicator.measure.numerator, "denominator": indicator.measure.denominator}
            return write_wording(counted.get(one.figure) or indicator.name)
    return "\0".join(otherwise)
