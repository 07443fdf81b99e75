"""The view of contributions: who stands behind an indicator's gap, and who owes its next input.

Convention: a shortfall is in the numerator's own things, exact; it is negative where a unit is beyond the target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

# At run time too: samples are made after the types of the names.
from cds_kpi.report.explanation import Exact  # noqa: TC001
from cds_kpi.report.row_view import NotDoneView, RowView, Stated, UnitName  # noqa: TC001
from cds_kpi.report.view import BrokenView  # noqa: TC001

if TYPE_CHECKING:
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class ContributionView:
    """One unit's part in the gap."""

    place: int
    """Its rank, from 1: the largest shortfall first; equal ones share a rank, and the next ones are passed over."""
    unit: str
    unit_name: str
    numerator: Stated | None
    denominator: Stated | None
    value: Stated | None
    """Its own figure, measured as the row's."""
    shortfall: Exact | None
    """How much it lacks to the target at its own denominator; below 0 what it is beyond; None of plain amounts."""
    share: Exact | None
    """In per cent of all shortfalls, or of a plain amount in the sum; None of a unit that offsets."""
    is_offset: bool
    """Whether it is beyond the target, which makes up for others."""
    size: str
    """Its bar, in hundredths of the longest."""


@dataclass(frozen=True, slots=True)
class MissingView:
    """An answer that is not there: it has no rank, and no share but a most."""

    unit: str
    unit_name: str
    period: str
    period_title: str
    state: str
    """missing, or unavailable: the unit has answered that it has no figure yet."""
    denominator: Stated | None
    """The latest that the unit reported before."""
    size: Stated | None
    """Of a roll call: how many the unit answers for, itself and its members."""
    most: Exact | None
    """The most that it can lack; None where that is not known. The least is 0, or that it makes up for others."""
    share_most: Exact | None
    """Of a roll call: the most that its share of the gap can be, in per cent."""
    text: str
    """"13 cơ quan; từ 0% đến 48,1% khoảng cách", "mẫu số gần nhất 9; còn thiếu nhiều nhất 4,5 hồ sơ"."""


@dataclass(frozen=True, slots=True)
class SizeView:
    """How large a roll call is that nobody has answered yet."""

    units: int
    """The units that are asked."""
    bodies: Stated
    """Those, and the members in their charge."""
    needed: Stated | None
    """How many of them must have done it for the target to be met."""
    text: str


@dataclass(frozen=True, slots=True)
class GapView:
    """Who stands behind the gap of one target."""

    row: RowView
    title: str
    standing_text: str
    """"92,39%, mục tiêu ≥ 100%", or the target alone where there is no value and the status says why."""
    kind: str
    """shares (of a ratio's gap), roll_call, amounts (of a sum that has no target for single units) or none."""
    words: str
    """How to read the table, or why there is none."""
    lines: tuple[ContributionView, ...]
    short: Exact | None
    """All shortfalls added up; of a roll call with those who have not answered, who count as not done."""
    silent: Exact | None
    """Of a roll call: how much of that is of units that have not answered."""
    offset: Exact | None
    """All that is beyond the target, below 0; of a roll call what the target allows not to be done."""
    net: Exact | None
    """Both together: the row's own gap, in the numerator's things."""
    net_text: str | None
    """"33.105 + (−96.067,5) = −62.962,5"."""
    net_label: str | None
    """What it adds up."""
    short_label: str
    """What heads the shortfalls: "Còn thiếu"; where less is better, "Vượt quá"."""
    need: str | None
    """What the target still takes, in the numerator's things where they are added up: "phải giảm 26 lỗi để đạt …"."""
    size: SizeView | None
    """Of a roll call that nobody has answered."""
    missing: tuple[MissingView, ...]
    """Who has not reported; of a roll call that no round has asked for yet, whom the next one will ask."""
    not_done: tuple[NotDoneView, ...]
    """Of a roll call or milestone: everyone who is not done, those who have not answered included."""
    told_not_done: tuple[NotDoneView, ...]
    """Of these, whoever has answered."""


@dataclass(frozen=True, slots=True)
class OwerView:
    """A unit that owes an answer on the indicator."""

    unit: str
    unit_name: str
    role: str
    """lead, coordinating or reporter."""
    role_text: str
    due: str
    """The last on-time day of its own, YYYY-MM-DD."""
    due_text: str
    days_left: int
    """To that day; negative once it is over."""
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class InputView:
    """A round that asks for the indicator and still waits for answers."""

    period: str
    period_title: str
    due: str
    """The round's last on-time day, YYYY-MM-DD."""
    due_text: str
    is_overdue: bool
    text: str
    """"Quý III/2022, hạn 19/9/2022, đã quá hạn 11 ngày: 1/43 đơn vị chưa trả lời"."""
    expected: int
    owing: tuple[OwerView, ...]
    """The lead first, then coordinating units, then the others."""


@dataclass(frozen=True, slots=True)
class DutyView:
    """What the lead or a coordinating unit itself owes."""

    unit: UnitName
    role: str
    role_text: str
    text: str


@dataclass(frozen=True, slots=True)
class ContributionsView:
    """An indicator's contributions in one round; a gap for each of its targets."""

    language: Language
    programme: str
    programme_name: str
    period: str
    period_title: str
    as_of: str
    """ISO 8601, the city's time."""
    as_of_text: str
    notice: str | None
    id: str
    name: str
    gaps: tuple[GapView, ...]
    inputs: tuple[InputView, ...]
    """Rounds that are overdue, and the next one that is due; oldest first."""
    duties: tuple[DutyView, ...]
    broken: tuple[BrokenView, ...]
