"""The view of a difference: what changed from one sight of a programme to another, with nothing left to compute.

Convention: as in the report a number is a `Stated`; by how much is said with its sign: "+0,90 điểm phần trăm".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

# At run time too: samples are made after the types of the names.
from cds_kpi.report.row_view import Stated, UnitName  # noqa: TC001

if TYPE_CHECKING:
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class SightView:
    """One of the two sides."""

    kind: str
    """moment, closing or revision."""
    period: str
    period_title: str
    as_of: str
    """ISO 8601, the city's time."""
    as_of_text: str
    closing: int | None
    """Which closing of the round it is, from 1."""
    revision: int | None
    """Which of the unit's revisions is taken to count."""
    text: str
    """"số liệu tính đến 23:59:59 ngày 20/9/2022", "báo cáo khóa lần 1, 10:00 ngày 25/9/2022"."""


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened in between."""

    kind: str
    """received, accepted, returned, excluded, included, extended, closed or reopened."""
    period: str
    unit: str | None
    revision: int | None
    at: str | None
    """ISO 8601, the city's time; None where only the day is known."""
    on: str
    """YYYY-MM-DD."""
    by: str | None
    reason: str | None
    until: str | None
    """For an extension: the last on-time day, YYYY-MM-DD."""
    text: str
    """"Sở Y tế: lần gửi 2, nhận lúc 10:11 ngày 21/9/2022"."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A number before and after; either is None where there was none."""

    before: Stated | None
    after: Stated | None
    difference: Stated | None
    """None where one of the two is not there, or it is no number that people count with."""
    before_text: str
    """The number, or why there was none."""
    after_text: str
    difference_text: str
    """With its sign: "+0,90 điểm phần trăm"; empty text where nothing changed or nothing can be subtracted."""
    text: str
    """"54,48% → 54,20% (-0,28 điểm phần trăm)", "355 (không đổi)"."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer of a unit, with the place it stands in."""

    period: str
    period_title: str
    kind: str
    """ratio, value, done, parts, nil, not_applicable or unavailable."""
    text: str
    """"812.345/1.498.765 (54,20%)", with how sure it is where it is not final."""
    numerator: Stated | None
    """What it brings to the row's sum; of a roll call how many are done."""
    denominator: Stated | None
    value: Stated | None
    """Where the answer is one number."""
    observed: str | None
    """final, provisional or estimated; None without figures."""
    place_text: str
    """"lần gửi 2, nhận 10:11 ngày 21/9/2022; data/submissions/…:9"."""
    file: str
    """Path relative to the workspace."""
    line: int
    revision: int
    sha256: str
    received_at: str | None
    received_text: str | None
    decision: str | None
    """The newest decision on the revision: accepted or returned."""


@dataclass(frozen=True, slots=True)
class UnitChangeView:
    """What changed in one unit's part of a row."""

    unit: UnitName
    before: tuple[AnswerView, ...]
    after: tuple[AnswerView, ...]
    before_text: str
    """The answers joined, or that there was none."""
    after_text: str
    numerator: Stated | None
    """By how much its numerator changed; the same for the other two."""
    denominator: Stated | None
    value: Stated | None
    difference_text: str
    """"+17.655/+7.587"; empty text where there is nothing to subtract."""
    events: tuple[EventView, ...]
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class RowChangeView:
    """One target of one indicator, before and after."""

    id: str
    number: int | None
    level: str | None
    level_text: str | None
    aspect: str | None
    """What tells it from the other targets under its number, for its title: "Cấp tỉnh", "đến 31/12/2025"."""
    name: str
    name_vi: str
    name_en: str | None
    counted_in: str
    target_text: str
    value: ChangeView
    numerator: ChangeView
    denominator: ChangeView
    status_before: str
    status_after: str
    status_before_text: str
    """With its mark."""
    status_after_text: str
    status_text: str
    """"▼ Chậm tiến độ → ▲ Có nguy cơ", "● Đạt (không đổi)"."""
    is_status_turned: bool
    met_before: bool | None
    met_after: bool | None
    is_met_turned: bool
    certain_before: bool
    certain_after: bool
    is_certainty_turned: bool
    observed_before: str | None
    observed_after: str | None
    reported_before: int
    """Reporters that had answered."""
    reported_after: int
    is_turned: bool
    """Whether any verdict turned."""
    verdicts: tuple[str, ...]
    """What turned besides the status, in sentences: "Trước chưa đạt mục tiêu, nay đạt."."""
    notes: tuple[str, ...]
    """Why something changed that no unit changed."""
    units: tuple[UnitChangeView, ...]
    units_text: str
    """Whose figures changed it, and by how much each: "Sở A (tử số +40); Sở C (+10/+50)"; of many the first few."""


@dataclass(frozen=True, slots=True)
class StateChangeView:
    """A unit that stands otherwise in the round."""

    unit: UnitName
    state_before: str | None
    state_after: str | None
    before_text: str
    after_text: str
    revision_before: int | None
    revision_after: int | None


@dataclass(frozen=True, slots=True)
class AdjustmentsView:
    """What has changed since the report before, in the figures which that gave."""

    since: SightView
    """The report before: a round as a closing settled it."""
    count: int
    """How many of its targets have changed."""
    text: str
    """Against which report, and how many changed; that none did, where none did."""
    rows: tuple[RowChangeView, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """The whole difference, in one language."""

    language: Language
    programme: str
    programme_name: str
    unit: UnitName | None
    """The unit two of whose revisions are compared."""
    before: SightView
    after: SightView
    count: int
    """How many targets were compared."""
    turned: int
    """In how many of them a verdict turned."""
    summary: tuple[str, ...]
    """What came of it, in sentences; that nothing changed, where nothing did."""
    rows: tuple[RowChangeView, ...]
    states: tuple[StateChangeView, ...]
    events: tuple[EventView, ...]
    caveats: tuple[str, ...]
    """What the comparison cannot tell."""
    notice: str | None
    """What the office prints plainly on everything."""

    @property
    def is_any(self) -> bool:
        """Whether anything changed."""
        return bool(self.rows or self.states or self.events)
