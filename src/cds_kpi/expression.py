"""Expressions: what one side of a validation rule works out from a submission's figures, exactly and safely.

Convention: the language has references to figures (`online-dossiers.numerator`, `work-files.district.value`), decimal
numbers, + - * / and parentheses, and nothing else. A minus needs a space before it where a word stands there, because
ids hold hyphens: `a.value - b.value`. An expression is kept as the steps of a stack machine, so that working it out
takes as many steps as it has words; nothing of it is ever run as code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, cast

from cds_kpi.number import parse_number
from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

Operator = Literal["+", "-", "*", "/", "negate"]

LONGEST = 1000
"""Characters an expression may have."""
DEEPEST = 20
"""How deep its parentheses and signs may be nested."""

_TRIALS = 3
"""At how many points it is tried whether an expression always divides by 0."""

_TOKEN = re.compile(r"(?P<word>[^\W_][\w.-]*)|(?P<sign>[-+*/()])")
_DIGITS = re.compile(r"[0-9.]+\Z")
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_REFERENCE = re.compile(rf"({_ID})(?:\.({_ID}))?\.([a-z]+(?:_[a-z]+)*)\Z")
_RUN_ON = re.compile(
    r"(?<=\.numerator)-|(?<=\.denominator)-|(?<=\.value)-|(?<=\.done)-|(?<=\.members_done)-|(?<=[0-9])-(?=[0-9.]+\Z)"
)
"""A hyphen that was meant as a minus: one after the name of a field, or between numbers."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure of an entry: `indicator.field`, or `indicator.part.field` for one level or part of it."""

    indicator: str
    part: str | None
    figure: str
    offset: int = field(default=0, compare=False)
    """Where it stands in the expression, in characters from 0."""

    def __str__(self) -> str:
        """Return it as it is written."""
        return ".".join(step for step in (self.indicator, self.part, self.figure) if step is not None)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read: what is written, and the steps that work it out, operands before operators."""

    written: str
    steps: tuple[Fraction | Reference | Operator, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        """The figures it names, each once, in their order."""
        return tuple(dict.fromkeys(step for step in self.steps if isinstance(step, Reference)))

    @property
    def divides_by_zero(self) -> bool:
        """Whether it divides by 0 whatever the figures are: by 0, by `a.value - a.value`.

        Every figure is taken as a number of its own. What is 0 at points as far apart as digests is 0 everywhere: a
        polynomial of degree d is 0 at one of them with a chance of d in 2**64 (Schwartz and Zippel), and d is no more
        than LONGEST.
        """
        return all(
            self.work_out({one: _choose_point(one, trial) for one in self.references}) is None
            for trial in range(_TRIALS)
        )

    def work_out(self, figures: Mapping[Reference, Fraction]) -> Fraction | None:
        """Return its exact value, every figure it names being given; None where it divides by 0."""
        stack: list[Fraction] = []
        for step in self.steps:
            if isinstance(step, Fraction):
                stack.append(step)
            elif isinstance(step, Reference):
                stack.append(figures[step])
            elif step == "negate":
                stack.append(-stack.pop())
            else:
                right, left = stack.pop(), stack.pop()
                if step == "/" and right == 0:
                    return None
                stack.append(_calculate(left, step, right))
        return stack.pop()


def _choose_point(reference: Reference, trial: int) -> Fraction:
    """Return a number that nobody writes, always the same one: for finding out what holds for all numbers."""
    return Fraction(int.from_bytes(sha256(f"{trial} {reference}".encode()).digest()[:8]) + 1)


def _calculate(left: Fraction, operator: Operator, right: Fraction) -> Fraction:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    return left * right if operator == "*" else left / right


def parse_expression(text: str) -> Expression | Fault:
    """Read an expression as a person wrote it; a fault says with the fact `offset` at which character it is."""
    if len(text) > LONGEST:
        return Fault("expression-too-long", {"longest": LONGEST, "deepest": DEEPEST, "offset": LONGEST})
    try:
        return Expression(text, tuple(_Parser(text).read()))
    except _BrokenError as broken:
        return broken.fault


class _BrokenError(Exception):
    """The expression cannot be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    offset: int
    is_word: bool


class _Parser:
    """Reads by descent.

    sum = product {(+|-) product}; product = factor {(*|/) factor}; factor = - factor | (sum) | word
    """

    def __init__(self, text: str) -> None:
        self._tokens = list(reversed(_split(text)))
        self._end = len(text.rstrip())
        self._depth = 0
        self._steps: list[Fraction | Reference | Operator] = []

    def read(self) -> list[Fraction | Reference | Operator]:
        self._read_sum()
        if self._tokens:
            token = self._tokens[-1]
            kind = "expression-bracket" if token.text == ")" else "expression-operator-missing"
            raise _fail(kind, token.offset, found=token.text)
        return self._steps

    def _read_sum(self) -> None:
        self._read_product()
        while (sign := self._peek()) in {"+", "-"}:
            self._tokens.pop()
            self._read_product()
            self._steps.append(cast("Operator", sign))

    def _read_product(self) -> None:
        self._read_factor()
        while (sign := self._peek()) in {"*", "/"}:
            self._tokens.pop()
            self._read_factor()
            self._steps.append(cast("Operator", sign))

    def _peek(self) -> str:
        return self._tokens[-1].text if self._tokens else ""

    def _read_factor(self) -> None:
        if not self._tokens:
            raise _fail("expression-operand-missing", self._end, found="expression.end")
        token = self._tokens.pop()
        if token.is_word:
            self._steps.append(_read_word(token))
            return
        if token.text not in {"-", "("}:
            raise _fail("expression-operand-missing", token.offset, found=f"“{token.text}”")
        self._depth += 1
        if self._depth > DEEPEST:
            raise _fail("expression-too-long", token.offset, longest=LONGEST, deepest=DEEPEST)
        if token.text == "-":
            self._read_factor()
            self._steps.append("negate")
        else:
            self._read_sum()
            if not self._tokens:
                raise _fail("expression-bracket", token.offset, found="(")
            closing = self._tokens.pop()
            if closing.text != ")":
                raise _fail("expression-operator-missing", closing.offset, found=closing.text)
        self._depth -= 1


def _split(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        if text[at] in " \t\n":
            at += 1
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            raise _fail("expression-character", at, found=text[at])
        tokens.append(_Token(found[0], at, found.lastgroup == "word"))
        at = found.end()
    return tokens


def _read_word(token: _Token) -> Fraction | Reference:
    """Return the number or the reference that a word is."""
    read = _read_operand(token.text)
    if isinstance(read, Fraction):
        return read
    if isinstance(read, Reference):
        return Reference(read.indicator, read.part, read.figure, token.offset)
    if isinstance(read, Fault):
        raise _fail(read.kind, token.offset, **read.facts)
    near = _guess(token.text)
    raise _fail(
        "expression-word", token.offset, found=token.text, **({"near": near} if near is not None else {})
    )


def _read_operand(word: str) -> Fraction | Reference | Fault | None:
    if _DIGITS.match(word):
        number = parse_number(word)
        return number if isinstance(number, Fault) else number.exact
    found = _REFERENCE.match(word) if not _RUN_ON.search(word) else None
    return Reference(found[1], found[2], found[3]) if found is not None else None


def _guess(word: str) -> str | None:
    """Return what a word that is neither a number nor a reference may have been meant as."""
    head, dot, name = word.casefold().rpartition(".")
    mended = f"{head.replace('_', '-')}{dot}{name}"
    for near in (mended, mended.rstrip("-.")):
        pieces = _RUN_ON.split(near)
        if all(isinstance(_read_operand(piece), Fraction | Reference) for piece in pieces):
            return " - ".join(pieces) + (" -" if near != mended and mended.endswith("-") else "")
    return None


def _fail(kind: str, offset: int, **facts: str | int) -> _BrokenError:
    return _BrokenError(Fault(kind, {**facts, "offset": offset}))
