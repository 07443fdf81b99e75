"""The report view: a finished report in one language, with nothing left to compute; all that templates may use.

Convention: a number is a `Stated`: its exact decimal text for programs beside its rounded text for people.
"""

from __future__ import annotations

# At run time too: samples are made after the types of the names.
from collections.abc import Sequence  # noqa: TC003
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.report.difference_view import AdjustmentsView  # noqa: TC001
from cds_kpi.report.row_view import PartView, RowView, UnitName  # noqa: TC001

if TYPE_CHECKING:
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class PillarView:
    """The rows of one pillar."""

    id: str
    name: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many rows have a status; those without a verdict for a reason of its own are counted apart."""

    status: str
    text: str
    mark: str
    count: int
    reason: str | None = None
    """As a row's: why there is no verdict although units have answered."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit's part in the round."""

    id: str
    name: str
    level: str
    state: str
    """on_time, late, undated, partial, missing, returned or excluded."""
    state_text: str
    revision: int | None
    received_at: str | None
    """ISO 8601, the city's time."""
    received_text: str | None
    note: str | None
    """What the unit wrote about the whole of what it sent."""
    remark: str | None
    """"đúng ngày mốc", how late it was, that a correction came after the deadline, or what was returned."""
    owed: tuple[str, ...]
    answered: tuple[str, ...]
    unanswered: tuple[str, ...]
    answered_at: str | None = None
    """When every answer that counts had first arrived, ISO 8601: what lateness is judged by."""
    returned: int | None = None
    """The number of its newest revision, where that was returned."""


@dataclass(frozen=True, slots=True)
class GridLineView:
    """One unit's parts in all rows."""

    unit: UnitName
    cells: tuple[PartView | None, ...]
    """One for each of the report's rows, in their order; None where the unit has no part in it."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that figures come from."""

    file: str
    """Path relative to the workspace."""
    unit_name: str
    period_title: str
    revision: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportingView:
    """How the round went."""

    expected: int
    received: int
    complete: int
    on_time: int
    late: int
    missing: tuple[UnitName, ...]
    excluded: tuple[UnitName, ...]
    late_units: tuple[UnitView, ...]
    partial_units: tuple[UnitView, ...]


@dataclass(frozen=True, slots=True)
class BrokenView:
    """A submission that does not count because it has errors."""

    file: str
    problems: tuple[str, ...]
    """In words, each with its line."""


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """When the round was due."""

    text: str
    """The document's own words, or ours: "trước ngày 20 tháng 9 năm 2022"."""
    last_on_time_day: str
    """YYYY-MM-DD."""
    last_on_time_text: str
    moved_text: str | None
    """That it moved off a day that is not worked, and why."""


@dataclass(frozen=True, slots=True)
class OfficeView:
    """What the official document says of who makes it; empty text where it is left to be filled in."""

    agency: UnitName
    """Who signs it: the focal point, or whoever has come after it by the report's day."""
    abbreviation: str
    """Of who signs."""
    place: str
    symbol: str
    """"BC-STTTT"."""
    signer: str
    """"GIÁM ĐỐC"."""
    drafter: str
    year: str
    """Of the report's moment, for the date that is left open."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report."""

    language: Language
    programme: str
    programme_name: str
    programme_number: str | None
    """The document's number and symbol."""
    programme_issued_text: str | None
    authority: UnitName
    focal_point: UnitName
    report_to: tuple[UnitName, ...]
    office: OfficeView
    period: str
    period_title: str
    window_text: str
    """The days the period's figures cover."""
    window: tuple[str, str]
    """The first and the last of them, YYYY-MM-DD."""
    as_of: str
    """ISO 8601, the city's time."""
    as_of_text: str
    notice: str | None
    """Printed plainly on every report."""
    deadline: DeadlineView
    reporting: ReportingView
    summary: tuple[str, ...]
    """How the reporting went and what came of it, in sentences."""
    statuses: tuple[StatusCount, ...]
    """By status, in the order met to not due; only those that occur."""
    pillars: tuple[PillarView, ...]
    rows: tuple[RowView, ...]
    """By the number in the document."""
    units: tuple[UnitView, ...]
    grid: Sequence[GridLineView]
    """Every unit with a part in a row, those of the round first."""
    files: Sequence[FileView]
    """Every file that a figure comes from, by its path."""
    broken: tuple[BrokenView, ...]
    changed: tuple[BrokenView, ...]
    """Submissions that count although their files are no longer what was received."""
    adjustments: AdjustmentsView | None = None
    """What has changed since the report before; None where no closing says what that was."""
    journal: str | None = None
    """The newest acts of the journal when it was made, with all digits; None where there is no journal."""
    journal_text: str = ""
    """The same in a sentence, shortly; empty where there is none."""
