"""What the desk answers with: a refusal, a finished report, and how a round is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.problem import Problem
    from cds_kpi.report.comparison_view import ComparisonView
    from cds_kpi.report.view import ReportView

Why = Literal["data", "request", "machine", "state"]
"""Whose fault it is: the data's, the request's, the machine's, or that the round's state forbids it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that was not carried out: the data is wrong, the request is wrong, or the machine failed."""

    why: Why
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Which round is meant, as the person said it; everything left out is worked out."""

    programme: str | None = None
    quarter: str | None = None
    year: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The files a report was written to, and what could not be made for want of a program or by its failure."""

    files: tuple[Path, ...]
    failed: tuple[Problem, ...] = ()
    pdf_program: str | None = None
    """What made the PDF."""


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report, and the warnings on the data it was made from."""

    view: ReportView
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The finished comparison of all programmes, and the warnings on the data it was made from."""

    view: ComparisonView
    warnings: tuple[Problem, ...] = ()
