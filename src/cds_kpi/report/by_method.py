"""Figures by several methods for one indicator: side by side, each with where it comes from, one of them assessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.methods import find_methods
from cds_kpi.number import format_decimal
from cds_kpi.report.remarks import build_source
from cds_kpi.report.row_view import MethodView, Stated, UnitName
from cds_kpi.report.unassessed import UNASSESSED
from cds_kpi.report.wording import OBSERVED, pick, say_decimals, say_number, say_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.methods import MethodFigure
    from cds_kpi.period import Period
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

USES = {
    True: ("dùng để đánh giá", "assessed"),
    False: ("không gộp, không dùng để đánh giá", "not joined, not assessed"),
}
"""Whether the target is assessed by a method's figure."""
VERDICTS = {
    True: (", đạt mục tiêu", ", which meets the target"),
    False: (", không đạt mục tiêu", ", which does not meet the target"),
    None: ("", ""),
}
"""Whether a figure that is not assessed would meet the target."""


def build_methods(book: Book, row: Row, period: Period, language: Language) -> tuple[MethodView, ...]:
    """Return every method's figure, where there are others than the one assessed."""
    found = find_methods(book, row.indicator, row.target, row.demand, period, is_collected=row.is_collected)
    return tuple(_build_method(row, one, period, language) for one in found)


def say_methods(methods: Sequence[MethodView]) -> tuple[str, ...]:
    """Return the figures that are not assessed, each as a sentence."""
    return tuple(one.text for one in methods if not one.is_assessed)


def name_method(row: Row, method: str | None, language: Language) -> str:
    """Return a method's name."""
    words = row.indicator.measure.methods.get(method) if method is not None else None
    if words is not None:
        return words.say(language)
    return method or pick(("Không ghi phương pháp", "Method not said"), language)


def _build_method(row: Row, one: MethodFigure, period: Period, language: Language) -> MethodView:
    measure, value = row.indicator.measure, one.value
    figure = one.year.figure if one.year is not None else None
    stated = None
    if value is not None:
        # None is rounded onto the target, so that nobody takes 14.996 by another method for 15.
        text = say_value(measure, value, say_decimals(measure, row.demand, value), language)
        stated = Stated(format_decimal(value), text)
    nothing: Pair = ("Chưa có số liệu", "No data")
    if figure is not None and (figure.cannot_join or figure.is_nil):
        nothing = UNASSESSED["not_joined" if figure.cannot_join else "nil"][1]
    counts = None
    if figure is not None and figure.numerator is not None and figure.denominator is not None:
        counts = f"{say_number(figure.numerator, language)}/{say_number(figure.denominator, language)}"
    answers = [answer for answer in figure.answers if answer.entry.has_figures] if figure else []
    units = {answer.unit.id: answer.unit.name.say(language) for answer in answers}
    of = one.published.period if one.published is not None else one.year.carried_from if one.year else None
    name, use = name_method(row, one.method, language), pick(USES[one.is_assessed], language)
    origin = ", ".join(units.values())
    if one.published is not None:
        origin = pick(("số công bố", "published"), language)
    if of is not None and of != period:
        origin = ", ".join(part for part in (origin, of.title(language)) if part)
    value_text = stated.text if stated else pick(nothing, language)
    verdict = pick(VERDICTS[one.meets], language)
    return MethodView(
        id=one.method,
        name=name,
        value=stated,
        value_text=value_text,
        counts_text=counts,
        is_assessed=one.is_assessed,
        use_text=use,
        meets=one.meets,
        text=f"{name}: {value_text}{f' ({origin})' if origin else ''}{verdict}; {use}.",
        period_title=(of or period).title(language),
        observed_text=pick(OBSERVED[figure.observed], language) if figure and figure.observed else None,
        units=tuple(UnitName(unit, name) for unit, name in units.items()),
        origin_text=origin,
        sources=tuple(build_source(answer, row, language) for answer in answers),
    )
