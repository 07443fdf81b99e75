"""The catalogue, data/indicators.yaml: which programmes demand what of which indicator, and who reports it when."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from cds_kpi.model.fields import (
    AS_LIST,
    Day,
    Figure,
    Flag,
    Format,
    Id,
    Line,
    PeriodField,
    Record,
    Whole,
    Wording,
    exactly_one,
    one_of,
    refuse,
)
from cds_kpi.model.measure import Measure
from cds_kpi.model.rules import ValidationRule
from cds_kpi.model.units import LevelField
from cds_kpi.number import Number
from cds_kpi.period import Cutoff

if TYPE_CHECKING:
    from collections.abc import Mapping

Frequency = Literal["month", "quarter", "semester", "year", "unknown"]
Demand = Literal[
    "at_least", "above", "at_most", "below", "between", "increase", "decrease", "growth", "every", "done"
]
Difference = Literal["denominator", "method", "scope", "definition"]
DEMANDS: tuple[Demand, ...] = (
    "at_least",
    "above",
    "at_most",
    "below",
    "between",
    "increase",
    "decrease",
    "growth",
    "every",
    "done",
)
FREQUENCIES: tuple[Frequency, ...] = ("month", "quarter", "semester", "year", "unknown")

_FrequencyField = Annotated[Frequency, one_of(*FREQUENCIES)]


class Source(Record):
    """A document that figures or demands are taken from."""

    number: Line | None = None
    """The document's number and symbol: 3036/UBND-KT."""
    issued: Day | None = None
    """The day it was issued."""
    issuer: Line | None = None
    """Who issued it."""
    title: Wording
    """What it is called."""
    url: Line | None = None
    """Where a copy was read."""
    note: Wording | None = None
    """What a reader must know of it: an excerpt, a known mistake."""


class Round(Record):
    """One period's collection, with its deadline."""

    model_config = ConfigDict(json_schema_extra=exactly_one("before", "by"))

    period: PeriodField
    """The period the figures are about."""
    before: Day | None = None
    """Received strictly before this day ("trước ngày")."""
    by: Day | None = None
    """Received on this day at the latest ("chậm nhất ngày")."""
    frequencies: tuple[_FrequencyField, ...] = Field(min_length=1)
    """Indicators of these frequencies are collected."""
    roll: Annotated[Literal["none", "next_working_day"], one_of("none", "next_working_day")] = "none"
    """Whether a deadline on a day off moves to the next working day."""
    wording: Line | None = None
    """The document's own words, quoted in forms and reminders."""

    @model_validator(mode="after")
    def _has_one_deadline(self) -> Self:
        if (self.before is None) == (self.by is None):
            refuse("round-deadline")
        return self


class Remind(Record):
    """On which days before and after the last on-time day reminders go out."""

    before: tuple[Whole, ...] = (14, 7, 3, 1)
    """Days before."""
    overdue: tuple[Whole, ...] = (1, 3, 7)
    """Days after."""


class Bands(Record):
    """How far behind its path an indicator may be and still count as at risk rather than off track."""

    at_risk_points: Figure = Field(Number(Fraction(25), "25"), json_schema_extra={"default": 25})
    """Points of progress behind the elapsed time, in per cent."""
    near: Figure = Field(Number(Fraction(90), "90"), json_schema_extra={"default": 90})
    """Attainment in per cent from which a target without a baseline is at risk only."""


class Programme(Record):
    """A document that sets targets, and how its figures are collected."""

    name: Wording
    """What it is called."""
    source: Id | None = None
    """The document, by its id under `sources`."""
    authority: Id
    """The unit that answers for the programme."""
    focal_point: Id
    """The unit that collects, reminds and consolidates."""
    report_to: Annotated[tuple[Id, ...], AS_LIST] = ()
    """The units that receive the consolidated report."""
    cutoff: Annotated[Cutoff, one_of("decree-09-2019", "calendar")] = "decree-09-2019"
    """Which days a period's figures cover: Nghị định 09/2019/NĐ-CP art. 12, or the calendar's."""
    counts: Annotated[Literal["submitted", "accepted"], one_of("submitted", "accepted")] = "submitted"
    """Which revisions count: the newest not returned, or the newest accepted."""
    remind: Remind = Remind()
    """When reminders go out."""
    bands: Bands = Bands()
    """Where at risk ends and off track begins."""
    rounds: tuple[Round, ...] = ()
    """The collections, each with its period and deadline."""


class Phase(Record):
    """From when an indicator applies to units of one level; before that it is not due, which is not 0."""

    level: LevelField
    """The level."""
    starts: Day = Field(alias="from")
    """The first day it applies."""


class Baseline(Record):
    """The figure a path starts from."""

    period: PeriodField
    """The period the figure is about."""
    value: Figure
    """The figure, in what the indicator is counted in."""
    source: Wording | None = None
    """Where it was published, or that it is illustrative."""
    method: Id | None = None
    """The method it was measured by."""


class Change(Record):
    """A demanded change over an earlier period."""

    by: Figure
    """How much."""
    kind: Annotated[Literal["points", "percent"], one_of("points", "percent")] = Field(alias="as")
    """points: the difference; percent: relative to the baseline. Texts use "tăng 10%" for both, so it must be said."""
    over: PeriodField
    """The period whose baseline it starts from."""


class Target(Record):
    """What one programme demands of one indicator: exactly one demand, by a date."""

    model_config = ConfigDict(
        json_schema_extra={
            **exactly_one(*DEMANDS),
            "allOf": [{"properties": {"done": {"enum": [True, "true", None]}}}],
        }
    )

    programme: Id
    """The programme that demands it."""
    number: Whole | None = None
    """Its number in the programme's document."""
    at_least: Figure | None = None
    """Met from this value up ("đạt 85%", "tối thiểu")."""
    above: Figure | None = None
    """Met above this value ("trên 30%")."""
    at_most: Figure | None = None
    """Met up to this value ("nhóm 5 đứng đầu")."""
    below: Figure | None = None
    """Met below this value ("dưới")."""
    between: tuple[Figure, Figure] | None = None
    """Met from the first; above the second is met and exceeded ("đạt từ 65 - 70%")."""
    increase: Change | None = None
    """Met when the value has risen by so much ("tăng 10% so với năm 2021")."""
    decrease: Change | None = None
    """Met when the value has fallen by so much ("giảm 40%")."""
    growth: Figure | None = None
    """Met when the value, a year's growth, is at least this in every year."""
    every: Figure | None = None
    """Met when the least of the reported parts is at least this ("từng ngành đạt tối thiểu 9%")."""
    done: Flag | None = None
    """Met when the milestone is done; only `true` can be demanded."""
    by: Day
    """The day by which it must be met."""
    first_year: Whole | None = None
    """Of a yearly growth: the first year it is demanded of; left out, that in which the programme's document was
    issued. Years before are not judged."""
    level: LevelField | None = None
    """The level it is about, where the document sets one target a level."""
    source: Id | None = None
    """The document, by its id under `sources`; the programme's where left out."""
    wording: Wording | None = None
    """The document's own words."""
    method: Id | None = None
    """The method of measuring that is assessed."""
    condition: Wording | None = None
    """To what, or from when, the document restricts it; a target without is compared with none that has one."""
    aspirational: Flag = False
    """Whether the document only strives for it ("phấn đấu")."""
    note: Wording | None = None
    """What a reader must know of it: a reading that was chosen."""

    @model_validator(mode="after")
    def _demands_one_thing(self) -> Self:
        demands = [name for name in DEMANDS if getattr(self, name) is not None]
        if len(demands) != 1:
            refuse("target-demand", count=len(demands), found=", ".join(demands) or "-")
        if self.done is False:
            refuse("target-done-false", at="done")
        if self.between is not None and self.between[0].exact > self.between[1].exact:
            low, high = self.between
            refuse("target-range", low=low.written, high=high.written, at="between")
        if self.first_year is not None and (self.growth is None or self.first_year > self.by.year):
            refuse("first-year-unfit", found=self.first_year, by=self.by.year, at="first_year")
        return self

    @property
    def demand(self) -> Demand:
        """Which of the ten demands it makes."""
        return next(name for name in DEMANDS if getattr(self, name) is not None)

    @property
    def bound(self) -> Number | None:
        """The number demanded (for `between` the lower one, for a change by how much); None for `done`."""
        if self.between is not None:
            return self.between[0]
        change = self.increase or self.decrease
        if change is not None:
            return change.by
        return self.at_least or self.above or self.at_most or self.below or self.growth or self.every

    @property
    def change(self) -> Change | None:
        """The demanded change, for increase and decrease."""
        return self.increase or self.decrease


class Related(Record):
    """Another indicator that is easily taken for this one, and why their figures must not be compared."""

    indicator: Id
    """The other indicator's id."""
    differs: Annotated[Difference, one_of("denominator", "method", "scope", "definition")]
    """denominator: another whole; method: measured otherwise; scope: of other bodies, systems or levels; definition:
    another thing is counted."""
    note: Wording | None = None
    """What the difference is, for a reader."""


class Indicator(Record):
    """What is measured, independent of any target."""

    id: Id
    """The key everywhere."""
    name: Wording
    """The official name."""
    pillar: Id
    """The pillar it belongs to, by its id under `pillars`."""
    measure: Measure
    """What is counted and how it joins."""
    frequency: _FrequencyField
    """How often it is collected; `unknown` is asked in every round until it is settled."""
    frequency_note: Wording | None = None
    """What is known of the frequency, for example that it is an assumption."""
    lead: Id
    """The unit that answers for it."""
    coordinating: Annotated[tuple[Id, ...], AS_LIST] = ()
    """The units that help."""
    reporters: Annotated[tuple[Line, ...], AS_LIST, Field(min_length=1)] = ("lead",)
    """Who owes a figure: `lead`, unit ids, `level:<level>`, `under:<unit>`."""
    phases: tuple[Phase, ...] = ()
    """From when it applies, by level."""
    excludes: Wording | None = None
    """What the document leaves out."""
    baselines: tuple[Baseline, ...] = ()
    """The figures its path starts from."""
    targets: tuple[Target, ...] = ()
    """What programmes demand of it."""
    related: tuple[Related, ...] = ()
    """Indicators that look alike and are never compared; saying it of one of the two is enough."""
    note: Wording | None = None
    """What a reader must know of it."""

    @property
    def value_range(self) -> tuple[int | None, int | None]:
        """The least and the most a value can be; None: any.

        A percentage lies from 0 to 100, unless it is a growth, a target demands a change or more than the whole, or
        the measure says `may_exceed`; counts are not negative, ranks start at 1.
        """
        measure = self.measure
        if measure.kind == "rank":
            return 1, None
        changes = any(target.demand in {"growth", "increase", "decrease"} for target in self.targets)
        if measure.kind != "value" or measure.counted_in != "percent" or changes:
            return 0 if measure.counts_whole_things else None, None
        bounds = [one for target in self.targets for one in (target.bound, *(target.between or ())) if one]
        is_more = measure.may_exceed or any(bound.exact > 100 for bound in bounds)
        return 0, None if is_more else 100


class Catalogue(Record):
    """The whole file."""

    format: Format
    """The version of the file's form; 1."""
    default_programme: Id | None = None
    """The programme meant where none is named."""
    sources: dict[Id, Source] = {}
    """The documents, by id."""
    programmes: dict[Id, Programme]
    """The programmes, by id."""
    pillars: dict[Id, Wording]
    """The pillars, by id, in the order they are shown."""
    indicators: tuple[Indicator, ...]
    """The indicators, in the order they are shown."""
    rules: tuple[ValidationRule, ...] = ()
    """What must hold between the figures of one submission."""

    def find(self, indicator: str) -> Indicator | None:
        """Return the indicator with this id."""
        return self.by_id.get(indicator)

    @property
    def by_id(self) -> Mapping[str, Indicator]:
        """The indicators by id."""
        return {indicator.id: indicator for indicator in self.indicators}
