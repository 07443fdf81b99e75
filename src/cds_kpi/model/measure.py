"""The measure of an indicator: what is counted, in what, and how several reporters and periods join."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cds_kpi.model.fields import Flag, Id, Line, Record, Things, Whole, Wording, one_of

Kind = Literal["ratio", "value", "roll_call", "rank", "milestone"]
Basis = Literal["at_date", "in_period", "year_to_date", "distinct_in_period"]
Combine = Literal["sum", "max", "min", "single"]


class Measure(Record):
    """What is counted, and how several reporters and periods join."""

    kind: Annotated[Kind, one_of("ratio", "value", "roll_call", "rank", "milestone")]
    """ratio: a part of a whole; value: one figure; roll_call: how many units have done it; rank; milestone."""
    numerator: Wording | None = None
    """What the numerator counts."""
    denominator: Wording | None = None
    """What the denominator counts."""
    things: Things | None = None
    """What both sides count, in a word that stands behind a number: hồ sơ, hộ gia đình, doanh nghiệp."""
    counted_in: Line = "percent"
    """percent, count, a currency code, index, rank, or any word."""
    basis: Annotated[Basis, one_of("at_date", "in_period", "year_to_date", "distinct_in_period")]
    """at_date: as it stands; in_period: happened in the period, adds up over the year; year_to_date: since 1 January;
    distinct_in_period: counted once within the period, never adds up."""
    combine: Annotated[Combine, one_of("sum", "max", "min", "single")] = "sum"
    """How several reporters join; a ratio's sum adds both sides."""
    decimals: Whole = Field(default=2, le=12)
    """Decimal places shown."""
    whole: Flag = True
    """Ratio: both sides count whole things; false for money and other quantities."""
    may_exceed: Flag = False
    """Whether a ratio's numerator may be larger than its denominator, or a percentage more than 100."""
    members: Flag = True
    """Roll call: whether units also answer for the members in their charge."""
    methods: dict[Id, Wording] = {}
    """Named methods of measuring; figures by different methods never mix."""

    @property
    def any_method(self) -> tuple[str | None, ...]:
        """Every method an answer may name, and that it names none."""
        return (*self.methods, None)

    @property
    def counts_whole_things(self) -> bool:
        """Whether its numbers must be whole: counts of people or dossiers and ranks are, money and indices are not."""
        if self.kind in {"rank", "roll_call"} or not self.whole:
            return self.kind in {"rank", "roll_call"}
        quantity = self.counted_in in {"percent", "index"} or (
            len(self.counted_in) == 3 and self.counted_in.isupper()
        )
        return self.kind == "ratio" or not quantity

    @property
    def shown_decimals(self) -> int:
        """How many decimals its value is shown with: none for whole things that are no share."""
        is_share = self.kind in {"ratio", "roll_call"}
        return self.decimals if is_share or not self.counts_whole_things else 0

    @property
    def suffix(self) -> str:
        """What stands behind its value: "%", " VND"; nothing where a number alone says it."""
        if self.counted_in == "percent":
            return "%"
        is_bare = self.counted_in in {"count", "index", "rank"} or self.kind == "milestone"
        return "" if is_bare else f" {self.counted_in}"

    @property
    def can_add(self) -> bool:
        """Whether values of several reporters or periods can be added up; percentages, indices and ranks cannot."""
        if self.kind == "ratio":
            return True
        return self.kind == "value" and self.counted_in not in {"percent", "index", "rank"}
