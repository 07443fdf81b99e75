"""Everything a form prints, in words, with nothing left to compute.

Convention: texts are in the form's language already; ids are the store's. A form is written from a plan alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cds_kpi.model.measure import Kind
    from cds_kpi.text import Language

FORM_VERSION = 1
"""The version of the form's names and cells; a form of another version is not read."""


@dataclass(frozen=True, slots=True)
class FormPart:
    """One level, or one part of the whole, that is answered in cells of its own."""

    id: str
    """Its key under `parts`: `province`, `nong-nghiep`."""
    name: str
    """What it is called: "Cấp tỉnh"."""
    target: str | None = None
    """What is demanded of it, where the document sets one target a level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One indicator's question."""

    indicator: str
    """Its id."""
    number: int | None
    """Its number in the programme's document."""
    name: str
    """The official name."""
    kind: Kind
    numerator: str | None = None
    """What the numerator counts."""
    denominator: str | None = None
    """What the denominator counts."""
    counted_in: str = "percent"
    """What the value is counted in, as in the catalogue: percent, count, index, rank, VND."""
    measure: str | None = None
    """The same in words: "%", "tỷ đồng", "thứ hạng"."""
    basis: str | None = None
    """As of when or over which days: "phát sinh từ 15/6/2022 đến 14/9/2022", "tính đến hết ngày 14/9/2022"."""
    target: str | None = None
    """What is demanded and by when: "≥ 50% (31/12/2022)"."""
    last_figure: str | None = None
    """The figure of the last period in which the unit answered, as it was sent: "812.345/1.498.765 (54,20%)"."""
    last_period: str | None = None
    """That period's title: "6 tháng đầu năm 2022"."""
    methods: tuple[tuple[str, str], ...] = ()
    """The named methods of measuring: id and words."""
    members: int | None = None
    """Roll call: how many members the unit answers for; None or 0 asks for its own answer alone."""
    whole: bool = True
    """Whether the numbers must be whole ones (`Measure.counts_whole_things`)."""
    may_exceed: bool = False
    """Ratio: whether the numerator may be larger than the denominator."""
    minimum: int | None = None
    """The least a value can be (0 for a percentage of a whole, 1 for a rank); None: any, even below 0."""
    maximum: int | None = None
    """The most a value can be (100 for a percentage of a whole); None: any."""
    parts: tuple[FormPart, ...] = ()
    """Ratio or value answered by level or part: cells for each, and none for the whole."""
    excludes: str | None = None
    """What the document leaves out."""
    note: str | None = None
    """What whoever fills it in must know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlan:
    """One unit's form for one period."""

    unit: str
    """Its id."""
    unit_name: str
    period: str
    """`2022-Q3`."""
    period_title: str
    """"Quý III/2022"."""
    programme: str
    """What the programme is called."""
    programme_number: str | None
    """Its document's number and symbol: "3036/UBND-KT"."""
    window: str
    """Which days the figures cover: "số liệu từ 15/6/2022 đến 14/9/2022"."""
    deadline: str
    """When it must have arrived, in the document's words: "trước ngày 20 tháng 9 năm 2022"."""
    focal_point: str
    """Who collects: the unit's name."""
    catalogue: str
    """The SHA-256 of the catalogue the form was made from, in hexadecimal."""
    language: Language
    rows: tuple[FormRow, ...]
    send_to: str | None = None
    """Where to send it, for example an e-mail address."""
