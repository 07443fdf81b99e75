"""One row of the report view: an indicator's target, what came of it, and everything that stands behind the figure.

Convention: a number is a `Stated`: its exact decimal text for programs beside its rounded text for people.
"""

from __future__ import annotations

# At run time too: samples are made after the types of the names.
from collections.abc import Sequence  # noqa: TC003
from dataclasses import dataclass

from cds_kpi.report.outlook_view import GrowthView, OutlookView  # noqa: TC001
from cds_kpi.report.stating import Stated as Stated  # noqa: PLC0414, TC001  # the views' own word too


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
class MethodView:
    """What one of several methods gives; figures by different methods are never mixed."""

    id: str | None
    """None of figures that do not say theirs."""
    name: str
    value: Stated | None
    value_text: str
    counts_text: str | None
    """"812.345/1.498.765", for ratios."""
    is_assessed: bool
    """Whether the target is assessed by it."""
    use_text: str
    """"dùng để đánh giá", "không dùng để đánh giá"."""
    meets: bool | None
    """Whether the figure of a method that is not assessed would meet the target; None where that cannot be said."""
    text: str
    """All of it as a sentence; for what is not assessed one of the row's remarks."""
    period_title: str
    """The period the figure is of."""
    observed_text: str | None
    units: tuple[UnitName, ...]
    """Who sent it; nobody where it is a published one that stands in the catalogue."""
    origin_text: str
    """The same in words: names, or "số công bố"; and the period, where it is another than the report's."""
    sources: tuple[SourceView, ...]


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
    scope: str = "same"
    """same, handed_on (a predecessor answered), regrouped (merged or split since), or other: whose figure it was."""
    months: int | None = None
    """How many months of its year it counts, where that is not as many as the value does."""
    mark: str | None = None
    """What sets it apart from the value, in words: other units, another stretch of the year; mostly nothing."""
    is_comparable: bool = True
    """Whether it may be held against the value."""


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
    """The unit's own words."""
    expected_on: str | None
    """YYYY-MM-DD: when a figure that is not there yet is to be expected."""
    expected_text: str | None
    """"dự kiến có ngày 05/10/2022"."""


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
    aspires_text: str
    """" (phấn đấu)" where the document only strives for it, else nothing."""
    note: str | None
    condition: str | None = None
    """To what, or from when, the document restricts it."""


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A level that the indicator does not apply to yet."""

    level: str
    level_text: str
    starts: str
    """The day it begins to apply, YYYY-MM-DD."""
    units: int
    text: str
    """"Cấp huyện: chưa đến hạn áp dụng, từ 01/12/2022 (22 đơn vị)"."""


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
    aspect: str | None
    """What tells it from the other targets under its number, for its title: "Cấp tỉnh", "đến 31/12/2025"."""
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
    reason: str | None
    """Why, where the status is no_data although units have answered: nil, not_applicable, not_joined, no_baseline or
    unfit_baseline.
    """
    status_text: str
    """The status in words, or the reason: "Không phát sinh", "Thiếu số gốc"."""
    mark: str
    """A mark that stands for the status without colour."""
    strictly: str | None
    """Where the value is exactly the number demanded and that is not enough: "phải cao hơn hẳn 30%"."""
    waiting: tuple[WaitingView, ...]
    """The levels it does not apply to yet, beside those its figure is of."""
    is_certain: bool
    unknown_denominators: tuple[UnitName, ...]
    """The missing units because of which it cannot be told what is still possible: they never gave a denominator."""
    is_exceeded: bool
    """Above the upper end of a demanded range, which is met too."""
    not_done: tuple[NotDoneView, ...]
    by_method: tuple[MethodView, ...]
    """Where there are figures by several methods: every method's; nothing where all are by the one assessed."""
    remarks: tuple[str, ...]
    """What a reader must know of the figure, in sentences."""
    notes: tuple[NoteView, ...]
    sources: Sequence[SourceView]
    parts: Sequence[PartView]
    """Every reporter's part, in the registry's order."""
    holding_up: Sequence[PartView]
    """Where the target is not met: the parts that fall short of it or are missing, the largest shortage first."""
    joining: Sequence[str]
    """How the parts' own numbers make the row's: sum, max or min; empty where no such sum does."""
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
    outlook: OutlookView
    """Where it comes to by the target's day, and what the target still takes."""
    growth: GrowthView | None
    """Its growth a year against what the target takes; None unless the report was asked for it."""

    @property
    def joins(self) -> str | None:
        """How the parts make the figure; None where they do not."""
        return next(iter(self.joining), None)
