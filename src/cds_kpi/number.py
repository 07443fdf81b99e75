"""Numbers as people write them, held exactly, and written again for people and for programs.

Convention: every number is a Fraction; it is rounded once, half away from zero, when it is shown.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cds_kpi.text import Language

Writing = Literal["yaml", "form"]
"""Where a number was written: in YAML the decimal sign is the point; in forms and prompts people write Vietnamese."""

LONGEST = 40
"""Characters a number may have; no figure of a public office needs more."""
PLACES = 12
"""Decimal places of an endless fraction in data for programs."""

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
_COMMA = re.compile(r"-?(?:0|[1-9][0-9]*),[0-9]+\Z")
_ONE_DOT_GROUP = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_ONE_COMMA_GROUP = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}\Z")
_DOT_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+(?=,))(?:,[0-9]+)?\Z")
_SPACE_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?\Z")
_COMMA_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_LEADING_ZERO = re.compile(r"-?0[0-9]+(?:[.,][0-9]+)?\Z")


class Number(NamedTuple):
    """A number from a file: its exact value, and how it was written."""

    exact: Fraction
    written: str

    @property
    def is_whole(self) -> bool:
        """Whether the number is a whole one."""
        return self.exact.denominator == 1

    @property
    def is_negative(self) -> bool:
        """Whether the number is below 0; told from the sign alone, which is many times cheaper than comparing."""
        return self.exact.numerator < 0

    def exceeds(self, other: Number) -> bool:
        """Whether the number is larger than another, by cross-multiplying whole numbers."""
        left, right = self.exact, other.exact
        return left.numerator * right.denominator > right.numerator * left.denominator

    @property
    def is_percentage(self) -> bool:
        """Whether it was written with a percent sign."""
        return self.written.endswith("%")

    @property
    def if_grouped(self) -> str | None:
        """The digits this number would have if its one sign were a thousands separator: `7.650` gives `7650`."""
        if _ONE_DOT_GROUP.match(self.written) or _ONE_COMMA_GROUP.match(self.written):
            return self.written.replace(".", "").replace(",", "")
        return None


def parse_number(text: str, *, writing: Writing = "yaml") -> Number | Fault:
    """Read a number as a person wrote it; what could mean two numbers is a fault, never a guess.

    In YAML `85.5`, `85,5`, `85,5%`, `1.234.567` and `1 234 567` are read. In forms `7.650` alone is refused as
    ambiguous. Refused everywhere: `010`, `3,194.15`, `1e3`, `1_000`, `+5`, `nan`, digits of other scripts.
    """
    if text.isdecimal() and text.isascii() and len(text) <= LONGEST and (text[0] != "0" or text == "0"):
        return Number(Fraction(int(text)), text)
    written = text if text.isascii() else " ".join(text.split())
    written = written.strip()
    if len(written) > LONGEST:
        return Fault("number-too-long", {"found": written[:LONGEST] + "…", "longest": LONGEST})
    body = written[:-1].rstrip() if written.endswith("%") else written
    if _PLAIN.match(body):
        if writing == "form" and body is written and _ONE_DOT_GROUP.match(body):
            return _ambiguous(written, body.replace(".", ""), body.replace(".", ","))
        return Number(Fraction(body), written)
    if _COMMA.match(body):
        if writing == "yaml" and body is written and _ONE_COMMA_GROUP.match(body):
            return _ambiguous(written, body.replace(",", ""), body.replace(",", "."))
        return Number(Fraction(body.replace(",", ".")), written)
    if _DOT_GROUPS.match(body):
        return Number(Fraction(body.replace(".", "").replace(",", ".")), written)
    if _SPACE_GROUPS.match(body):
        return Number(Fraction(body.replace(" ", "").replace(",", ".")), written)
    if _COMMA_GROUPS.match(body):
        return Fault("number-foreign-groups", {"found": written, "plain": body.replace(",", "")})
    if _LEADING_ZERO.match(body):
        return Fault("number-leading-zero", {"found": written, "plain": _strip_zeros(body)})
    return Fault("number-expected", {"found": written})


def _ambiguous(written: str, grouped: str, decimal: str) -> Fault:
    return Fault("number-ambiguous", {"found": written, "grouped": grouped, "decimal": decimal})


def _strip_zeros(body: str) -> str:
    sign = "-" if body.startswith("-") else ""
    digits = body.lstrip("-0")
    return sign + ("0" + digits if not digits or not digits[0].isdigit() else digits)


def add_up(numbers: Iterable[Fraction]) -> Fraction:
    """Return the exact sum, 0 of nothing; what has the same denominator is added as whole numbers, which is cheap."""
    tops: dict[int, int] = {}
    for number in numbers:
        top, bottom = number.as_integer_ratio()
        tops[bottom] = tops.get(bottom, 0) + top
    return sum((Fraction(top, bottom) for bottom, top in tops.items()), Fraction(0))


def round_to(value: Fraction, places: int) -> Fraction:
    """Return the value rounded to so many decimal places, half away from zero."""
    return Fraction(_scale(value, places), 10**places)


def _scale(value: Fraction, places: int) -> int:
    """Return the value times 10 to the power of `places` as a whole number, half away from zero."""
    top, bottom = value.numerator, value.denominator
    power: int = 10**places
    if bottom == 1:
        return top * power
    whole = (2 * abs(top) * power + bottom) // (2 * bottom)
    return whole if top >= 0 else -whole


def _digits(value: Fraction, places: int) -> str:
    """Write a value rounded to `places` decimals, with exactly so many."""
    scaled = _scale(value, places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def format_decimal(value: Fraction) -> str:
    """Write a number for programs: exact where it ends, else with 12 places rounded half up."""
    denominator = value.denominator
    if denominator == 1:
        return str(value.numerator)
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return _digits(value, max(twos, fives) if rest == 1 else PLACES)


def format_number(value: Fraction, decimals: int, language: Language) -> str:
    """Write a number for people, rounded to `decimals` places: `13.508,25` in Vietnamese, `13,508.25` in English."""
    digits = _digits(value, decimals)
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, _, part = digits.partition(".")
    groups = f"{int(whole):,}"
    if language == "vi":
        return sign + groups.replace(",", ".") + (f",{part}" if part else "")
    return sign + groups + (f".{part}" if part else "")


def format_exact(value: Fraction, decimals: int, language: Language) -> str:
    """Write a number that ends with all its digits, at least none; an endless one with `decimals` places."""
    if value.denominator == 1:
        return format_number(value, 0, language)
    digits = format_decimal(value)
    places = len(digits.partition(".")[2])
    return format_number(value, places if round_to(value, places) == value else decimals, language)


def choose_decimals(value: Fraction, decimals: int, judge: Callable[[Fraction], object]) -> int:
    """Return how many decimals to show so that the rounded number gets the same verdict as the exact one.

    84.996 against 85 is shown as 84,996, not 85,00. `judge` says whether a value meets the demand, or which of
    several it meets.
    """
    verdict = judge(value)
    while decimals < LONGEST and judge(round_to(value, decimals)) != verdict:
        decimals += 1
    return decimals
