"""Periods: the stretches of time that figures are about, and the days they cover.

Convention: written `2022`, `2022-S1`, `2022-Q3`, `2022-09`; a period's calendar days are the whole months, its
data window is the days its figures cover, which Nghị định 09/2019/NĐ-CP art. 12 cuts on the 15th.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cds_kpi.problem import Fault
from cds_kpi.text import fold, normalise

if TYPE_CHECKING:
    from cds_kpi.text import Language

CITY_TIME = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh: UTC+7 the whole year, since 1975."""

Span = Literal["year", "semester", "quarter", "month"]
Cutoff = Literal["decree-09-2019", "calendar"]

_MONTHS: dict[Span, int] = {"year": 12, "semester": 6, "quarter": 3, "month": 1}
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""The months in English."""
_ROMAN = ("I", "II", "III", "IV")
_CANONICAL = re.compile(r"((?:19|20|21)[0-9]{2})(?:-(?:S([12])|Q([1-4])|(0[1-9]|1[0-2])))?\Z")
_YEAR = r"(?:(?:nam|/|-)? ?([0-9]{4}))?"
_READINGS: tuple[tuple[Span, str], ...] = (
    ("quarter", rf"(?:quy|q) ?(iv|i{{1,3}}|[1-4])(?: |/|-)*{_YEAR}\Z"),
    ("quarter", r"([0-9]{4})(?: |/|-)*(?:quy|q) ?(iv|i{1,3}|[1-4])\Z"),
    ("semester", rf"(?:s|h) ?([12])(?: |/|-)*{_YEAR}\Z"),
    ("semester", r"([0-9]{4})(?: |/|-)*(?:s|h) ?([12])\Z"),
    ("semester", rf"(?:6|sau) thang (dau|cuoi)(?: nam| |/|-)*{_YEAR}\Z"),
    ("month", rf"thang ?(1[0-2]|0?[1-9])(?: |/|-)*{_YEAR}\Z"),
    ("month", r"(1[0-2]|0?[1-9])/([0-9]{4})\Z"),
    ("year", r"nam ([0-9]{4})\Z"),
)
"""Compiled when first needed: files say `2022-Q3`, and every start of the program would pay."""
_INDEX = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "dau": 1, "cuoi": 2}


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or its semester, quarter or month number `index` (from 1; a year's is 1)."""

    year: int
    span: Span
    index: int

    def __str__(self) -> str:
        """Return the period as written in files: `2022-Q3`."""
        if self.span == "quarter":
            return f"{self.year}-Q{self.index}"
        if self.span == "semester":
            return f"{self.year}-S{self.index}"
        return f"{self.year}-{self.index:02}" if self.span == "month" else str(self.year)

    @property
    def first_day(self) -> date:
        """The first calendar day."""
        return date(self.year, (self.index - 1) * _MONTHS[self.span] + 1, 1)

    @property
    def last_day(self) -> date:
        """The last calendar day."""
        return _month_end(self.year, self.index * _MONTHS[self.span])

    @property
    def months(self) -> int:
        """How many months it has: 12, 6, 3 or 1."""
        return _MONTHS[self.span]

    @property
    def parts(self) -> tuple[Period, ...]:
        """The next smaller periods that make it up: a year's semesters, a semester's quarters, a quarter's months."""
        smaller: dict[Span, tuple[Span, int]] = {
            "year": ("semester", 2),
            "semester": ("quarter", 2),
            "quarter": ("month", 3),
        }
        if self.span == "month":
            return ()
        span, count = smaller[self.span]
        return tuple(Period(self.year, span, (self.index - 1) * count + n) for n in range(1, count + 1))

    def window(self, cutoff: Cutoff) -> tuple[date, date]:
        """Return the first and last day that the period's figures cover.

        Under `decree-09-2019` (Nghị định 09/2019/NĐ-CP, art. 12): from the 15th of the month before to the 14th of
        the last month; 2022-Q3 is 15/6 to 14/9/2022. Under `calendar` the calendar days.
        """
        if cutoff == "calendar":
            return self.first_day, self.last_day
        first, last = self.first_day, self.last_day
        return _month_start(first.year, first.month - 1).replace(day=15), last.replace(day=14)

    def title(self, language: Language) -> str:
        """Return the period as people write it: "Quý III/2022", "6 tháng đầu năm 2022"."""
        if language == "vi":
            half = "đầu" if self.index == 1 else "cuối"
            return {
                "year": f"Năm {self.year}",
                "semester": f"6 tháng {half} năm {self.year}",
                "quarter": f"Quý {_ROMAN[(self.index - 1) % 4]}/{self.year}",
                "month": f"Tháng {self.index}/{self.year}",
            }[self.span]
        half = "first" if self.index == 1 else "second"
        return {
            "year": f"Year {self.year}",
            "semester": f"{half} half of {self.year}".capitalize(),
            "quarter": f"Quarter {_ROMAN[(self.index - 1) % 4]}/{self.year}",
            "month": f"{MONTH_NAMES[self.index - 1]} {self.year}",
        }[self.span]

    def in_sentence(self, language: Language) -> str:
        """Return the title within a sentence: "quý IV/2022", "Quarter IV/2022", "the first half of 2022"."""
        title = self.title(language)
        if language == "en" and self.span in {"quarter", "month"}:
            return title
        if language == "en" and self.span == "year":
            return str(self.year)
        lowered = title[0].lower() + title[1:]
        return lowered if language == "vi" else f"the {lowered}"

    @property
    def order(self) -> tuple[date, int]:
        """A key that sorts periods by their end, at one end the shorter first."""
        return self.last_day, self.months


@lru_cache(maxsize=1024)
def _month_end(year: int, month: int) -> date:
    return _month_start(year, month + 1) - timedelta(days=1)


@lru_cache(maxsize=1024)
def _month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def parse_period(text: str, *, year: int | None = None) -> Period | Fault:
    """Read a period in any of the ways offices write it; `year` fills in where the text names none.

    Read: `2022`, `2022-S1`, `2022-Q3`, `2022-09`, `Q3` with a year, `2022Q3`, `Q3/2022`, `Quý III/2022`,
    `quý 3 năm 2022`, `6 tháng đầu năm 2022`, `2022S1`, `tháng 9/2022`, `năm 2022`.
    """
    exact = parse_canonical(text)
    if exact is not None:
        return exact
    folded = fold(normalise(text))
    for span, pattern in _READINGS:
        found = re.match(pattern, folded)
        if found is None:
            continue
        groups = [group for group in found.groups() if group is not None]
        if span == "year":
            return _known(Period(int(groups[0]), "year", 1), text)
        years = [int(group) for group in groups if len(group) == 4 and group.isdecimal()]
        marks = [group for group in groups if not (len(group) == 4 and group.isdecimal())]
        index = _INDEX.get(marks[0]) or int(marks[0])
        if not years and year is None:
            return Fault("period-without-year", {"found": text})
        return _known(Period(years[0] if years else year or 0, span, index), text)
    return Fault("period-unreadable", {"found": text})


@lru_cache(1024)
def parse_canonical(text: str) -> Period | None:
    """Read a period exactly as files write it, or return None."""
    found = _CANONICAL.match(text)
    if found is None:
        return None
    if found[2]:
        return Period(int(found[1]), "semester", int(found[2]))
    if found[3]:
        return Period(int(found[1]), "quarter", int(found[3]))
    if found[4]:
        return Period(int(found[1]), "month", int(found[4]))
    return Period(int(found[1]), "year", 1)


def _known(period: Period, text: str) -> Period | Fault:
    return period if 1900 <= period.year < 2200 else Fault("period-unreadable", {"found": text})
