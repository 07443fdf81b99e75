"""Validation rules: what must hold between the figures of one submission, written in the catalogue.

Convention: the words are DHIS2's: a left side, an operator, a right side, and a strategy for missing values.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from cds_kpi.expression import LONGEST, Expression, parse_expression
from cds_kpi.model.fields import AS_LIST, Id, Line, OrElse, Record, Wording, one_of, read_text, refuse
from cds_kpi.period import Span
from cds_kpi.problem import Fault

Comparison = Literal[
    "equal_to",
    "not_equal_to",
    "greater_than",
    "greater_than_or_equal_to",
    "less_than",
    "less_than_or_equal_to",
    "compulsory_pair",
    "exclusive_pair",
]
Strategy = Literal["skip_if_any", "skip_if_all", "never_skip"]

COMPARISONS: tuple[Comparison, ...] = (
    "equal_to",
    "not_equal_to",
    "greater_than",
    "greater_than_or_equal_to",
    "less_than",
    "less_than_or_equal_to",
    "compulsory_pair",
    "exclusive_pair",
)
SIGNS: dict[str, Comparison] = {
    "==": "equal_to",
    "!=": "not_equal_to",
    ">": "greater_than",
    ">=": "greater_than_or_equal_to",
    "<": "less_than",
    "<=": "less_than_or_equal_to",
    "=": "equal_to",
    "≠": "not_equal_to",
    "≥": "greater_than_or_equal_to",
    "≤": "less_than_or_equal_to",
}
"""The signs that can stand for an operator; YAML wants `!=`, `>` and `>=` in quotes, none of the last four."""
PAIRS: frozenset[Comparison] = frozenset({"compulsory_pair", "exclusive_pair"})
"""The operators that ask whether there are figures, not how large they are."""
_STRATEGIES: tuple[Strategy, ...] = ("skip_if_any", "skip_if_all", "never_skip")
_SPANS: tuple[Span, ...] = ("month", "quarter", "semester", "year")

_StrategyField = Annotated[Strategy, one_of(*_STRATEGIES)]


def _read_expression(value: object) -> Expression:
    read = parse_expression(read_text(value))
    if isinstance(read, Fault):
        refuse(read.kind, **read.facts)
    return read


def _as_word(value: object) -> object:
    return SIGNS.get(value.strip(), value) if isinstance(value, str) else value


def _as_side(value: object) -> object:
    return {"expression": value} if value is None or isinstance(value, str) else value


_EXPRESSION: dict[str, Any] = {"type": ["string", "number"], "minLength": 1, "maxLength": LONGEST}
ExpressionField = Annotated[
    Expression,
    PlainValidator(_read_expression),
    PlainSerializer(lambda expression: expression.written),
    WithJsonSchema(_EXPRESSION),
]
"""Figures (`indicator.field`, `indicator.part.field`), numbers, + - * / and parentheses; spaces around the minus."""


class Side(Record):
    """One side of a rule; where it is its expression alone, that can stand in its place."""

    expression: ExpressionField
    """What is worked out, exactly."""
    name: Wording | None = None
    """What it is called in messages; where left out, what its one figure is called."""
    strategy: _StrategyField | None = None
    """What happens where figures of this side are missing; the rule's own strategy where left out."""


_SideField = Annotated[Side, BeforeValidator(_as_side), OrElse(**_EXPRESSION)]


class ValidationRule(Record):
    """What must hold between the figures of one unit's submission, or a problem is told."""

    id: Id
    """Its key, in problems and lists."""
    message: Wording
    """What is wrong where it does not hold, in one sentence."""
    instruction: Wording | None = None
    """What to do then."""
    left: _SideField
    """The left side."""
    operator: Annotated[Comparison, one_of(*COMPARISONS), BeforeValidator(_as_word), OrElse(enum=[*SIGNS])]
    """How the left side must stand to the right one; a sign (==, !=, >, >=, <, <=) will do. compulsory_pair: where one
    side has figures, the other must have some; exclusive_pair: not both."""
    right: _SideField
    """The right side."""
    strategy: _StrategyField = "skip_if_any"
    """What happens where figures of a side are missing. skip_if_any: the rule is passed over where any is; skip_if_all:
    where all are, and else what is missing is 0; never_skip: what is missing is 0."""
    severity: Annotated[Literal["error", "warning"], one_of("error", "warning")] = "error"
    """error: the submission does not count until it holds; warning: it is to be confirmed."""
    programme: Id | None = None
    """Only periods that this programme collects."""
    periods: Annotated[tuple[Annotated[Span, one_of(*_SPANS)], ...], AS_LIST] = ()
    """Only periods of these lengths."""
    units: Annotated[tuple[Line, ...], AS_LIST] = ()
    """Only these units: unit ids, `level:<level>`, `under:<unit>`."""

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators it names, each once, the left side's first."""
        references = (*self.left.expression.references, *self.right.expression.references)
        return tuple(dict.fromkeys(reference.indicator for reference in references))
