"""Figures by several methods for the same indicator: each on its own, in no common sum, and one of them assessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.answers import find_answers
from cds_kpi.assess.over_time import find_year_figure

if TYPE_CHECKING:
    from fractions import Fraction

    from cds_kpi.assess.attainment import Demand
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.over_time import YearFigure
    from cds_kpi.model.catalogue import Baseline, Indicator, Target
    from cds_kpi.period import Period


@dataclass(frozen=True, slots=True)
class MethodFigure:
    """What one method gives."""

    method: str | None
    """Its id; None of figures that do not say theirs."""
    year: YearFigure | None
    """What was reported by it for the year so far."""
    published: Baseline | None
    """A published figure of the period that stands in the catalogue, instead of one that was reported."""
    is_assessed: bool
    """Whether the target is assessed by it."""
    meets: bool | None
    """Whether a figure that is not assessed would meet the target; None where that cannot be said."""

    @property
    def value(self) -> Fraction | None:
        """The figure; None where nobody has measured by the method, or the answers do not join."""
        if self.published is not None:
            return self.published.value.exact
        return self.year.figure.value if self.year is not None else None


def find_methods(
    book: Book, indicator: Indicator, target: Target, demand: Demand, period: Period, *, is_collected: bool
) -> tuple[MethodFigure, ...]:
    """Return the figure of every method of the year so far, the one assessed first, then in the catalogue's order.

    Nothing where every figure is by the method that is assessed. Where the target names no method and several were
    used, none is assessed. A figure that does not say its method belongs to the target's, where that names one. A
    demanded change starts from a baseline by the target's own method, so whether another's figure meets it is not said.
    """
    every = indicator.measure.any_method
    if len(every) == 1:
        return ()
    used = {
        answer.entry.method
        for other in book.periods
        if other.year == period.year and other.last_day <= period.last_day
        for answer in find_answers(book, indicator, target, other, methods=every)
        if answer.entry.has_figures
    }
    if target.method is None:
        if len(used) < 2:
            return ()
        groups: list[tuple[str | None, ...]] = [(method,) for method in every if method in used]
        return tuple(_measure(book, indicator, target, None, period, group, is_collected) for group in groups)
    assessed = _measure(book, indicator, target, None, period, (target.method, None), is_collected)
    until = assessed.year.carried_from if assessed.year is not None else None
    judged = demand if target.change is None else None
    others = []
    for method in indicator.measure.methods:
        if method == target.method:
            continue
        others += [
            MethodFigure(method, None, one, False, judged.is_met(one.value.exact) if judged else None)
            for one in indicator.baselines
            if one.method == method and one.period in {period, until}
        ]
        if method in used:
            others.append(_measure(book, indicator, target, judged, period, (method,), is_collected))
    return (assessed, *others) if others else ()


def _measure(
    book: Book,
    indicator: Indicator,
    target: Target,
    judged: Demand | None,
    period: Period,
    methods: tuple[str | None, ...],
    is_collected: bool,
) -> MethodFigure:
    """Return what was reported by some methods; whether it would meet the demand, where one is given."""
    year = find_year_figure(book, indicator, target, period, is_collected=is_collected, methods=methods)
    value = year.figure.value if year is not None else None
    meets = judged.is_met(value) if judged is not None and value is not None else None
    is_assessed = methods[0] is not None and methods[0] == target.method
    return MethodFigure(methods[0], year, None, is_assessed, meets)
