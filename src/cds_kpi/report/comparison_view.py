"""The comparison's view: every indicator against every target that binds it, in one language, nothing left to compute.

Convention: a number is a `Stated`: its exact decimal text for programs beside its rounded text for people.
"""

from __future__ import annotations

# At run time too: samples are made after the types of the names.
from collections.abc import Sequence  # noqa: TC003
from dataclasses import dataclass
from typing import TYPE_CHECKING

# At run time too: samples are made after the types of the names.
from cds_kpi.report.row_view import (  # noqa: TC001
    MethodView,
    NoteView,
    PointView,
    RowView,
    SourceView,
    Stated,
    UnitName,
)
from cds_kpi.report.view import BrokenView, FileView, StatusCount  # noqa: TC001

if TYPE_CHECKING:
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """One programme, and its round of the period."""

    id: str
    name: str
    number: str | None
    """The document's number and symbol."""
    issued: str | None
    """YYYY-MM-DD."""
    issued_text: str | None
    authority: UnitName
    deadline_text: str | None
    """When its round of the period was due; None where it has none."""
    round_text: str
    """The same as a sentence, which says so where it has none."""
    targets: int
    statuses: tuple[StatusCount, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure of an indicator: the same for every target that is about the same level and method."""

    level: str | None
    level_text: str | None
    method: str | None
    method_text: str | None
    value: Stated | None
    value_text: str
    """The value, or why there is none."""
    numerator: Stated | None
    denominator: Stated | None
    counts_text: str | None
    value_period: str
    """The period the value is of, as a title."""
    carried_from: str | None
    """The older period the value comes from."""
    observed: str | None
    observed_text: str | None
    reported: int
    expected: int
    missing: tuple[UnitName, ...]
    trend: tuple[PointView, ...]
    """Values and baselines from before it, oldest first."""
    remarks: tuple[str, ...]
    """What a reader must know of it, in sentences; its earlier values first."""
    sources: Sequence[SourceView]


@dataclass(frozen=True, slots=True)
class MarkView:
    """How a target stands among those it is compared with."""

    kind: str
    """stricter, newer or first."""
    text: str


@dataclass(frozen=True, slots=True)
class BindingView:
    """One target, and what came of it."""

    programme: str
    programme_name: str
    document: str
    """The number and symbol of the document that set it, else the programme's name."""
    document_number: str | None
    issued: str | None
    """YYYY-MM-DD."""
    issued_text: str | None
    method: str | None
    """The method the target names."""
    method_text: str | None
    figure: int
    """Which of the indicator's figures it is judged by, from 0."""
    marks: tuple[MarkView, ...]
    remarks: tuple[str, ...]
    """What a reader must know of this target's own outcome, besides what is said of the figure."""
    row: RowView
    """As the programme's own report has it."""


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What a rule of thumb says of a conflict."""

    rule: str
    """later or floor."""
    row: str
    """The key of the row it points to."""
    text: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """How some of an indicator's targets stand to each other, in a sentence."""

    kind: str
    """conflict, same, path, overtaken or apart."""
    kind_text: str
    mark: str
    """A mark that stands for the kind without colour."""
    year: int | None
    reason: str | None
    """Why targets are not compared: level, method, condition, demand or baseline."""
    text: str
    rows: tuple[str, ...]
    """The keys of the rows it is about."""
    strictest: tuple[str, ...]
    newest: tuple[str, ...]
    advice: tuple[AdviceView, ...]
    """What rules of thumb say of a conflict; nothing is decided by them."""


@dataclass(frozen=True, slots=True)
class RelatedTargetView:
    """What is demanded of a related indicator."""

    text: str
    by_text: str
    document: str


@dataclass(frozen=True, slots=True)
class RelatedView:
    """An indicator that looks alike, shown beside and never compared."""

    id: str
    name: str
    differs: str
    """denominator, method, scope or definition."""
    text: str
    """"Liên quan, không so sánh được: khác mẫu số"."""
    note: str | None
    targets: tuple[RelatedTargetView, ...]


@dataclass(frozen=True, slots=True)
class ComparedView:
    """One indicator with every target that binds it."""

    key: str
    """Names the indicator within the page, in links."""
    id: str
    name: str
    name_vi: str
    name_en: str | None
    pillar: str
    pillar_name: str
    lead: UnitName
    coordinating: tuple[UnitName, ...]
    kind: str
    counted_in: str
    frequency_text: str
    is_collected: bool
    """Whether a programme that sets a target for it collects it in the period."""
    numerator_name: str | None
    denominator_name: str | None
    figures: tuple[FigureView, ...]
    bindings: tuple[BindingView, ...]
    """By the day they are due, then the newest document first."""
    by_method: tuple[MethodView, ...]
    """Where figures by several methods were sent: every method's."""
    findings: tuple[FindingView, ...]
    related: tuple[RelatedView, ...]
    notes: tuple[NoteView, ...]
    has_conflict: bool


@dataclass(frozen=True, slots=True)
class ComparedPillarView:
    """The indicators of one pillar."""

    id: str
    name: str
    indicators: tuple[ComparedView, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The whole comparison."""

    language: Language
    programme: str
    """all."""
    title: str
    period: str
    period_title: str
    window_text: str
    """The days the period's figures cover."""
    as_of: str
    """ISO 8601, the city's time."""
    as_of_text: str
    notice: str | None
    basis: tuple[str, ...]
    """By whose rules the figures count, and what is done in a period that is nobody's round, in sentences."""
    programmes: tuple[ProgrammeView, ...]
    summary: tuple[str, ...]
    statuses: tuple[StatusCount, ...]
    """Of all targets."""
    conflicts: int
    """How many indicators have targets that ask different things for the same year."""
    targets: int
    pillars: tuple[ComparedPillarView, ...]
    indicators: tuple[ComparedView, ...]
    """In the catalogue's order."""
    files: tuple[FileView, ...]
    broken: tuple[BrokenView, ...]
    changed: tuple[BrokenView, ...]
    journal: str | None = None
    """The newest acts of the journal when it was made, with all digits; None where there is no journal. The last
    sentence of `basis` says the same shortly."""
