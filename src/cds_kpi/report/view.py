"""The report view: a finished report in one language, with nothing left to compute; all that templates may use.

Convention: a number is a `Stated`: its exact decimal text for programs beside its rounded text for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Stated:
    """A number, said twice."""

    exact: str
    """Decimal text: exact when it ends, else 12 places, half up."""
    text: str
    """Rounded, in the report's language, with what it is counted in."""


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit, by id and by name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """One counted answer and the place it stands in."""

    unit: str
    unit_name: str
    period: str
    period_title: str
    file: str
    """Path relative to the workspace."""
    line: int
    revision: int
    sha256: str
    """Of the file."""
    text: str
    """What was answered: "812.345/1.498.765"."""
    numerator: Stated | None
    """What it brings to the row's sum; of a roll call how many are done."""
    denominator: Stated | None
    value: Stated | None
    """Where the answer is one number."""
    origin: str | None
    """Where the unit says the figure comes from."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One reporter's part in a row: all that it brings to the figure, or that it brings nothing."""

    unit: str
    unit_name: str
    level: str
    state: str
    """Of the period: answered, nil, not_applicable, unavailable or missing; the numbers may be of earlier ones."""
    state_text: str
    text: str
    """"812.345/1.498.765", or the state's words."""
    numerator: Stated | None
    """Over the periods in the figure; of a roll call how many are done; who is silent there counts as not done."""
    denominator: Stated | None
    value: Stated | None
    """The unit's own figure, measured as the row's."""
    is_met: bool | None
    """Whether the unit's own figure meets the row's target; None where that cannot be said."""
    short_of: Stated | None
    """How many more of the numerator's things its own figure takes to meet the target; None where it does."""
    short_text: str | None
    """"còn thiếu 1.200 hồ sơ"."""
    file: str | None
    """Where its newest answer stands, relative to the workspace."""
    line: int | None
    revision: int | None
    standing: str
    """In one word: met, short, counted (it cannot be judged alone), nil, not_applicable, unavailable or missing."""
    standing_text: str
    mark: str
    """A mark that stands for the standing without colour."""
    sources: tuple[SourceView, ...]
    """Every counted answer in it, oldest first."""


@dataclass(frozen=True, slots=True)
class PointView:
    """The value at the end of a period."""

    period: str
    period_title: str
    value: Stated
    origin: str
    """baseline, or reported."""


@dataclass(frozen=True, slots=True)
class StepView:
    """A status and the values that have it, as far as the value alone tells."""

    status: str
    status_text: str
    mark: str
    bound: Stated | None
    """From this value on, or down from it where less is better; None for all that is left."""


@dataclass(frozen=True, slots=True)
class PathView:
    """The straight line from a baseline to the target."""

    since: str
    """The baseline's period, as a title."""
    start: Stated
    """The baseline."""
    required_now: Stated
    """Where the line is at the end of the period reported on."""


@dataclass(frozen=True, slots=True)
class ScaleView:
    """The stretch of numbers on which a picture shows the value, the target, the path and the trend."""

    low: Stated
    high: Stated
    goal: Stated | None
    """The value at which the target is met; None where there is none (a change without a baseline)."""
    goal_end: Stated | None
    """For a demanded range: its upper end."""
    is_upward: bool
    """Whether larger values are better."""


@dataclass(frozen=True, slots=True)
class NotDoneView:
    """A unit of a roll call that is not wholly done, and what of it is missing."""

    unit: str
    unit_name: str
    text: str
    """"chưa trả lời", "chưa thực hiện", or its members that have not."""
    is_answered: bool
    """Whether the unit has answered at all."""
    is_done: bool
    """Whether the unit itself is done."""
    members_not_done: tuple[str, ...]
    """Members named as not done."""
    members_unanswered: int
    """Members nothing was said about."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """What a unit wrote beside its answer."""

    unit: str
    unit_name: str
    kind: str
    """note, nil, not_applicable or unavailable."""
    text: str


@dataclass(frozen=True, slots=True)
class TargetView:
    """What is demanded."""

    demand: str
    """at_least, above, at_most, below, between, increase, decrease, growth, every or done."""
    value: str | None
    """The number demanded, decimal text; for between the lower one; None for done."""
    upper: str | None
    """For between: the upper one."""
    reading: str | None
    """For increase and decrease: points or percent, the reading that was taken."""
    over: str | None
    """For increase and decrease: the period it starts from."""
    required: str | None
    """The value at which it is met, where that is another number than the one demanded."""
    start: str | None
    """For increase and decrease: the baseline's value."""
    is_upward: bool
    """Whether larger values are better."""
    text_vi: str
    text_en: str
    text: str
    """In the report's language: "≥ 50%"."""
    by: str
    """The day by which it must be met, YYYY-MM-DD."""
    by_text: str
    wording: str | None
    """The document's own words."""
    is_aspirational: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Who was asked for the figure, and who has answered."""

    expected: int
    reported: int
    missing: tuple[UnitName, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """One target of one indicator."""

    key: str
    """Names the row within the report, in links: r1, r2, ... in the order of the rows."""
    id: str
    number: int | None
    """The number in the programme's document."""
    level: str | None
    level_text: str | None
    name: str
    name_vi: str
    name_en: str | None
    pillar: str
    pillar_name: str
    lead: UnitName
    coordinating: tuple[UnitName, ...]
    kind: str
    """ratio, value, roll_call, rank or milestone."""
    basis: str
    counted_in: str
    things: str | None
    """What its sides count, in a word: "hồ sơ"."""
    value: Stated | None
    value_text: str
    """The value, or why there is none: "Không phát sinh", "Chưa có số liệu"."""
    numerator: Stated | None
    denominator: Stated | None
    counts_text: str | None
    """"812.345/1.498.765", for ratios and roll calls."""
    numerator_name: str | None
    denominator_name: str | None
    period_value: Stated | None
    """The period's own figure, where the value is of the year so far."""
    is_collected: bool
    frequency: str
    frequency_text: str
    carried_from: str | None
    """The older period the value comes from."""
    value_period: str
    """The period the value is of, as a title."""
    covers: tuple[str, ...]
    """The periods that are in the value."""
    observed: str | None
    """final, provisional or estimated."""
    observed_text: str | None
    coverage: CoverageView
    low: Stated | None
    high: Stated | None
    target: TargetView
    attainment: Stated | None
    gap: Stated | None
    gap_in_numerator: Stated | None
    gap_text: str | None
    """How far it is from the target: "vượt mục tiêu 4,20 điểm phần trăm"."""
    result: str
    """The outcome as the end of a sentence: "đạt 54,20% (812.345/1.498.765 hồ sơ), vượt mục tiêu …"."""
    need: str | None
    """What the target still takes: "còn thiếu 12.400 hồ sơ"; None where it is met, or not due."""
    status: str
    status_text: str
    mark: str
    """A mark that stands for the status without colour."""
    is_certain: bool
    is_exceeded: bool
    """Above the upper end of a demanded range, which is met too."""
    not_done: tuple[NotDoneView, ...]
    remarks: tuple[str, ...]
    """What a reader must know of the figure, in sentences."""
    notes: tuple[NoteView, ...]
    sources: tuple[SourceView, ...]
    parts: tuple[PartView, ...]
    """Every reporter's part, in the registry's order."""
    holding_up: tuple[PartView, ...]
    """Where the target is not met: the parts that fall short of it or are missing, the largest shortage first."""
    joins: str | None
    """How the parts' own numbers make the row's: sum, max or min; None where no such sum does."""
    is_whole: bool
    """Whether its sides count whole things."""
    steps: tuple[StepView, ...]
    """The statuses a value may have, the best first; empty where the value alone does not tell."""
    path: PathView | None
    trend: tuple[PointView, ...]
    """Values and baselines from before the value's own period, oldest first."""
    scale: ScaleView | None
    """None of milestones, and where there is no number to show."""
    combined_text: str
    """What the reporters' numbers become: "Cộng", "Lớn nhất", "Nhỏ nhất", "Kết quả"."""
    working: str | None
    """How the value comes of its parts, up to the rounding: "812.345 ÷ 1.498.765 × 100% = 54,2009…%, …"."""


@dataclass(frozen=True, slots=True)
class PillarView:
    """The rows of one pillar."""

    id: str
    name: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many rows have a status."""

    status: str
    text: str
    mark: str
    count: int


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
    grid: tuple[GridLineView, ...]
    """Every unit with a part in a row, those of the round first."""
    files: tuple[FileView, ...]
    """Every file that a figure comes from, by its path."""
    broken: tuple[BrokenView, ...]
    changed: tuple[BrokenView, ...]
    """Submissions that count although their files are no longer what was received."""
