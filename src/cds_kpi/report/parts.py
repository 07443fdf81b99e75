"""Who brings what to a row: every reporter's part in the figure, and what it brings answer by answer."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.attainment import compute_gap
from cds_kpi.assess.combine import Sides, add_sides, weigh_answer, worth
from cds_kpi.number import format_decimal
from cds_kpi.report.row_view import PartView, Stated
from cds_kpi.report.wording import (
    STANDINGS,
    pick,
    say_decimals,
    say_number,
    say_things,
    say_unit,
    say_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cds_kpi.assess.answers import Answer
    from cds_kpi.assess.assessment import Row
    from cds_kpi.model.units import Unit
    from cds_kpi.report.row_view import SourceView
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

PART_STATES: dict[str, Pair] = {
    "answered": ("Đã báo cáo", "Reported"),
    "nil": ("Không phát sinh", "Nothing to count"),
    "not_applicable": ("Không áp dụng", "Not applicable"),
    "unavailable": ("Chưa có số liệu", "No data yet"),
    "otherwise": ("Theo phương pháp khác", "By another method"),
    "missing": ("Chưa báo cáo", "Not reported"),
}


def state(value: Fraction | None, language: Language) -> Stated | None:
    """Return a number said twice, with all its digits; None of None."""
    return Stated(format_decimal(value), say_number(value, language)) if value is not None else None


def state_sides(
    sides: Sides | None, language: Language
) -> tuple[Stated | None, Stated | None, Stated | None]:
    """Return numerator and denominator, or the one number, of what an answer brings."""
    if sides is None:
        return None, None, None
    if sides.denominator is None:
        return None, None, state(sides.numerator, language)
    return state(sides.numerator, language), state(sides.denominator, language), None


def build_parts(row: Row, sources: Sequence[SourceView], language: Language) -> tuple[PartView, ...]:
    """Return the part of every unit that was asked or has answered, those asked first, in the registry's order."""
    answers: dict[str, list[Answer]] = {}
    for answer in row.year.figure.answers if row.year is not None else ():
        answers.setdefault(answer.unit.id, []).append(answer)
    own: dict[str, list[SourceView]] = {}
    for source in sources:
        own.setdefault(source.unit, []).append(source)
    units = {unit.id: unit for unit in row.coverage.expected}
    units |= {one[0].unit.id: one[0].unit for one in answers.values()}
    unavailable = {remark.unit.id for remark in row.remarks if remark.entry.unavailable is not None}
    silent = {unit.id for unit in row.coverage.missing}
    return tuple(
        _build_part(
            row,
            unit,
            answers.get(unit.id, []),
            own.get(unit.id, []),
            language,
            is_silent=unit.id in silent,
            is_unavailable=unit.id in unavailable,
        )
        for unit in units.values()
    )


def find_holding_up(row: Row, parts: Sequence[PartView]) -> tuple[PartView, ...]:
    """Return the parts that a target which is not met still waits for: the largest shortage first, silent ones last."""
    if row.status in {"met", "not_due"}:
        return ()
    short = [part for part in parts if part.is_met is False and part.state != "missing"]
    short.sort(key=lambda part: -Fraction(part.short_of.exact) if part.short_of is not None else Fraction(0))
    return (*short, *(part for part in parts if part.state in {"missing", "unavailable"}))


def find_joining(row: Row, parts: Sequence[PartView]) -> tuple[str, ...]:
    """Return how the parts make the row's figure, as one word; none where no such sum does, or it gives another.

    Figures that cannot be added up (percentages, ranks) of several units have none, nor has a demand on every part.
    """
    found = _find_joining(row, parts)
    return (found,) if found is not None else ()


def _find_joining(row: Row, parts: Sequence[PartView]) -> str | None:
    """Return how the parts make the row's figure: sum, max or min."""
    measure, figure = row.indicator.measure, row.year.figure if row.year is not None else None
    if row.target.every is not None or measure.kind == "milestone" or (figure and figure.cannot_join):
        return None
    if measure.can_add and measure.combine == "sum":
        # The figure is the sum of the very answers that the parts are made of.
        return "sum"
    if measure.combine in {"max", "min"}:
        values = [Fraction(part.value.exact) for part in parts if part.value is not None]
        found = max(values, default=None) if measure.combine == "max" else min(values, default=None)
        shown = format_decimal(row.value) if row.value is not None else None
        return measure.combine if shown == (format_decimal(found) if found is not None else None) else None
    if measure.kind in {"ratio", "roll_call"}:
        sums = _sum(part.numerator for part in parts), _sum(part.denominator for part in parts)
        whole = (figure.numerator, figure.denominator) if figure else (None, None)
        return "sum" if sums == whole else None
    if not measure.can_add and len(parts) > 1:
        return None
    return "sum" if _sum(part.value for part in parts) == row.value else None


def _sum(numbers: Iterable[Stated | None]) -> Fraction | None:
    found = [Fraction(one.exact) for one in numbers if one is not None]
    return sum(found, Fraction(0)) if found else None


def _build_part(
    row: Row,
    unit: Unit,
    answers: list[Answer],
    sources: list[SourceView],
    language: Language,
    *,
    is_silent: bool,
    is_unavailable: bool,
) -> PartView:
    measure = row.indicator.measure
    weighed = [weigh_answer(row.indicator, row.target, answer) for answer in answers]
    sides = add_sides(row.indicator, row.target, [one for one in weighed if one is not None])
    if sides is None and not answers and measure.kind == "roll_call" and row.value is not None:
        sides = Sides(Fraction(0), Fraction(1 + ((unit.members or 0) if measure.members else 0)))
    name = _find_state([] if is_silent else answers, is_unavailable)
    if name == "missing" and not is_silent:
        name = "otherwise"
    words = pick(PART_STATES[name], language)
    numerator, denominator, single = state_sides(sides, language)
    value = worth(measure, sides.numerator, sides.denominator) if sides is not None else None
    own = single or _state_value(row, value, language)
    text = words
    if name == "answered" and numerator is not None and denominator is not None:
        text = f"{numerator.text}/{denominator.text}"
    elif name == "answered" and single is not None:
        text = say_unit(measure, single.text, language)
    elif name == "answered":
        text = "; ".join(dict.fromkeys(_say_done(answer, language) for answer in answers)) or words
    is_met = _judge(row, value)
    short = _find_shortage(row, sides, value) if is_met is False else None
    standing = {True: "met", False: "short", None: "counted"}[is_met] if name == "answered" else name
    newest = max(answers, key=lambda answer: answer.period.order, default=None)
    return PartView(
        unit=unit.id,
        unit_name=unit.name.say(language),
        level=unit.level,
        state=name,
        state_text=words,
        text=text,
        numerator=numerator,
        denominator=denominator,
        value=own if value is not None else None,
        is_met=is_met,
        short_of=state(short, language),
        short_text=_say_shortage(row, short, language),
        file=newest.filing.file if newest is not None else None,
        line=newest.filing.lines.get(row.indicator.id, 1) if newest is not None else None,
        revision=newest.filing.revision if newest is not None else None,
        standing=standing,
        standing_text=pick(STANDINGS[standing][1], language),
        mark=STANDINGS[standing][0],
        sources=tuple(sources),
    )


def _find_state(answers: list[Answer], is_unavailable: bool) -> str:
    if not answers:
        return "unavailable" if is_unavailable else "missing"
    entries = [answer.entry for answer in answers]
    if all(entry.nil is not None for entry in entries):
        return "nil"
    return "not_applicable" if all(entry.not_applicable is not None for entry in entries) else "answered"


def _say_done(answer: Answer, language: Language) -> str:
    if answer.entry.done is None:
        return ""
    return pick(("đã thực hiện", "done") if answer.entry.done else ("chưa thực hiện", "not done"), language)


def _state_value(row: Row, value: Fraction | None, language: Language) -> Stated | None:
    if value is None:
        return None
    measure = row.indicator.measure
    return Stated(
        format_decimal(value), say_value(measure, value, say_decimals(measure, row.demand, value), language)
    )


def _judge(row: Row, value: Fraction | None) -> bool | None:
    """Whether a unit's own figure meets the target; of several only shares are judged, not a change of the whole."""
    measure = row.indicator.measure
    is_alone = len(row.coverage.expected) == 1
    if value is None or row.target.every is not None:
        return None
    if is_alone:
        return row.demand.is_met(value)
    is_share = measure.kind in {"ratio", "roll_call"} and row.target.change is None
    return row.demand.is_met(value) if is_share else None


def _find_shortage(row: Row, sides: Sides | None, value: Fraction | None) -> Fraction | None:
    if sides is None or value is None or sides.denominator is None:
        return None
    measure = row.indicator.measure
    gap = compute_gap(
        row.demand,
        value,
        sides.denominator,
        is_percent=measure.counted_in == "percent",
        is_whole=measure.whole or measure.kind == "roll_call",
    )
    return gap.in_numerator if gap is not None else None


def _say_shortage(row: Row, short: Fraction | None, language: Language) -> str | None:
    if short is None:
        return None
    amount = say_things(row.indicator.measure, say_number(short, language), language, "short")
    return pick((f"còn thiếu {amount}", amount), language)
