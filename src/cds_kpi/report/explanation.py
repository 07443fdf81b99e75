"""The view of an explanation: one figure's whole story, from the rule to the verdict, with nothing left to compute.

Convention: a number that is reckoned with is an `Exact`: the fraction itself, its decimals, and its digits for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

# At run time too: samples are made after the types of the names.
from cds_kpi.report.row_view import RowView, UnitName  # noqa: TC001
from cds_kpi.report.view import BrokenView  # noqa: TC001

if TYPE_CHECKING:
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Exact:
    """A number of a working, said three times."""

    fraction: str
    """In lowest terms: "16246900/299753", "50"."""
    exact: str
    """Decimal text: exact when it ends, else 12 places, half up."""
    text: str
    """In the reader's language, with what it is counted in; digits that do not end are cut and end in "…"."""


@dataclass(frozen=True, slots=True)
class FactView:
    """One thing the rule says."""

    key: str
    """For programs: "basis", "reporters"."""
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The document a target stands in."""

    id: str
    number: str | None
    """Its number and symbol."""
    issued: str | None
    """YYYY-MM-DD."""
    issuer: str | None
    title: str
    url: str | None
    note: str | None
    text: str
    """All of it on one line."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """One number of an answer, and where it stands."""

    field: str
    """numerator, denominator, value, done or members_done."""
    exact: str
    text: str
    line: int | None
    """In the term's file, from 1."""
    cell_name: str | None
    """Of a unit that sent its form: the defined name of the cell, `in.online_dossiers.numerator`."""
    cell: str | None
    """Its sheet and cell, where the store kept them: "Số liệu!C9"."""


@dataclass(frozen=True, slots=True)
class TermView:
    """One line of the sum: what one answer brings, or what counts for a unit without one."""

    place: int
    """From 1, as in the table."""
    unit: str
    unit_name: str
    period: str
    period_title: str
    part: str | None
    """The level or the part of an answer by parts."""
    text: str
    """The answer in words: "812.345/1.498.765", "Không phát sinh: …", "chưa trả lời"."""
    counts: bool
    """Whether it brings anything to the sum."""
    numerator: Exact | None
    denominator: Exact | None
    value: Exact | None
    """Where the answer is one number; of a demand on every part what its part is worth."""
    running_numerator: Exact | None
    """Everything up to this line added up; None where lines are not added."""
    running_denominator: Exact | None
    running_value: Exact | None
    figures: tuple[FigureView, ...]
    """The numbers as they stand in the file."""
    file: str | None
    """None where there is no answer."""
    line: int | None
    """Of the answer's key."""
    revision: int | None
    sha256: str | None
    at_text: str
    """Where to look it up: "data/submissions/…yaml, dòng 9; ô in.x.numerator"; empty where there is no answer."""
    observed: str | None
    observed_text: str | None
    """Where it is not final."""
    method: str | None
    origin: str | None
    """Where the unit says the figure comes from."""
    note: str | None


@dataclass(frozen=True, slots=True)
class LineView:
    """One step of a working, to be done again with a calculator."""

    key: str
    """For programs: "numerator", "quotient", "attainment"."""
    label: str
    text: str
    """"812.345 ÷ 1.498.765 × 100 = 54,200959…"."""
    result: Exact | None


@dataclass(frozen=True, slots=True)
class PeriodView:
    """What one period of the year has to do with the figure."""

    period: str
    period_title: str
    is_in: bool
    text: str


@dataclass(frozen=True, slots=True)
class UncountedView:
    """An answer in the store that does not count, and why."""

    unit: str
    unit_name: str
    period: str
    period_title: str
    file: str
    line: int
    revision: int
    received_at: str | None
    received_text: str | None
    text: str
    """What it answered."""
    why: str
    """replaced, returned, not_accepted, not_frozen, too_late, excluded, not_due, gone, not_asked, unavailable, method,
    level, newer or longer."""
    why_text: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """The story of one target's figure."""

    row: RowView
    """As the report shows it."""
    title: str
    document: DocumentView | None
    demand: tuple[FactView, ...]
    """What is demanded, in the document's words and in the reading that was taken."""
    periods: tuple[PeriodView, ...]
    terms: tuple[TermView, ...]
    totals: tuple[str, ...]
    """The last running totals, numerator first; empty where lines are not added."""
    working: tuple[LineView, ...]
    """From the lines to the value shown."""
    verdict: tuple[LineView, ...]
    """From the value to the status."""
    certainty: tuple[LineView, ...]
    """What answers that are missing leave open, with the sums."""
    outlook: tuple[LineView, ...]
    """From the last two values to the one expected on the target's day, and to what each period left must bring."""
    growth: tuple[LineView, ...]
    """How fast it has grown against what the target takes; empty where that was not asked for."""
    remarks: tuple[str, ...]
    """What else a reader must know of the figure, as the report says it."""
    missing: tuple[UnitName, ...]
    uncounted: tuple[UncountedView, ...]


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """An indicator's explanation in one round; a story for each of its targets."""

    language: Language
    programme: str
    programme_name: str
    period: str
    period_title: str
    window: tuple[str, str]
    """The days the period's figures cover, YYYY-MM-DD."""
    window_text: str
    as_of: str
    """ISO 8601, the city's time."""
    as_of_text: str
    notice: str | None
    id: str
    name: str
    kind: str
    """ratio, value, roll_call, rank or milestone."""
    counted_in: str
    basis: str
    """at_date, in_period, year_to_date or distinct_in_period."""
    combine: str
    """sum, max, min or single."""
    decimals: int
    """Places a value is shown with, unless more are needed to keep its verdict."""
    rule: tuple[FactView, ...]
    """What is measured, who reports it, how it joins: the same for every target."""
    stories: tuple[StoryView, ...]
    broken: tuple[BrokenView, ...]
    changed: tuple[BrokenView, ...]
    """Submissions that count although their files are no longer what was received."""
    warnings: tuple[BrokenView, ...]
    """What `check` warns of in the figures that count."""
