"""Who has not reported on an indicator, and how much of its gap may be theirs.

Convention: whoever is silent has no rank and no share: only what they are counted as, and the most that can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.attainment import compute_gap
from cds_kpi.assess.certainty import find_latest_denominator
from cds_kpi.assess.reporters import find_reporters
from cds_kpi.number import format_decimal
from cds_kpi.period import parse_canonical
from cds_kpi.report.contributions import MissingView, SizeView
from cds_kpi.report.earlier import say_origin
from cds_kpi.report.explaining import list_missing
from cds_kpi.report.parts import PART_STATES
from cds_kpi.report.stating import Stated
from cds_kpi.report.terms import state_exact, state_share
from cds_kpi.report.wording import pick, say_number, say_target, say_things

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.certainty import Known
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.report.contributions import InputView
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Silence:
    """An answer that is not there."""

    unit: Unit
    period: Period
    """Of which it is missing."""
    is_counted: bool
    """Of a roll call: whether the unit stands in the figure as not done, though it has said nothing."""


def list_silent(book: Book, row: Row, period: Period, inputs: Sequence[InputView]) -> list[Silence]:
    """Return the answers that a row waits for; of a roll call no round has asked for yet, those of the next one."""
    figure, year = (row.year.figure, row.year) if row.year is not None else (None, None)
    counted = {one.unit.id: one.unit for one in figure.not_done if not one.is_answered} if figure else {}
    waiting = list_missing(row, period)
    if year is not None:
        named = {unit.id for unit, _ in waiting}
        newest = max(year.covers, key=lambda one: one.order)
        waiting += [(unit, newest) for key, unit in counted.items() if key not in named]
    elif row.indicator.measure.kind == "roll_call" and not row.is_collected and row.status != "not_due":
        rounds = [parse_canonical(one.period) for one in inputs]
        waiting = [
            (unit, one)
            for one in rounds[:1]
            if one is not None
            for unit in find_reporters(book, row.indicator, one, row.target.level).expected
        ]
    return [Silence(unit, of, unit.id in counted) for unit, of in waiting]


def count_bodies(row: Row, unit: Unit) -> Fraction:
    """Return how many a unit answers for in a roll call: itself, and the members in its charge."""
    return Fraction(1 + ((unit.members or 0) if row.indicator.measure.members else 0))


def size_roll_call(row: Row, silent: Sequence[Silence], language: Language) -> SizeView | None:
    """Return how large a roll call is that nobody has answered, and how many the target takes; None of any other."""
    measure = row.indicator.measure
    if measure.kind != "roll_call" or row.value is not None or not silent:
        return None
    bodies = sum((count_bodies(row, one.unit) for one in silent), Fraction(0))
    gap = compute_gap(
        row.demand, Fraction(0), bodies, is_percent=measure.counted_in == "percent", is_whole=True
    )
    needed = gap.in_numerator if gap is not None else None
    asked = f"{len(silent)} đơn vị", f"{len(silent)} units"
    whole = say_things(measure, say_number(bodies, language), language)
    text = pick(
        (f"Chưa đơn vị nào trả lời; được hỏi: {asked[0]}", f"Nobody has answered; asked: {asked[1]}"),
        language,
    )
    if bodies != len(silent):
        text += pick((f", kể cả trực thuộc là {whole}", f", with their members {whole}"), language)
    if needed is not None:
        goal = say_target(row.target, measure, language)
        amount = say_things(measure, say_number(needed, language), language)
        text += pick(
            (f"; để đạt mục tiêu {goal} phải có {amount} thực hiện", f"; the target, {goal}, takes {amount}"),
            language,
        )
    return SizeView(
        units=len(silent),
        bodies=_state(bodies, language),
        needed=_state(needed, language) if needed is not None else None,
        text=f"{text}.",
    )


def build_missing(
    book: Book, row: Row, silence: Silence, kind: str, whole: Fraction, language: Language
) -> MissingView:
    """Return an answer that is not there, with what is known of its size.

    `whole` are all shortfalls of a roll call, those counted for whoever is silent included.
    """
    unit, measure = silence.unit, row.indicator.measure
    is_unavailable = any(
        remark.unit.id == unit.id
        and remark.entry.unavailable is not None
        and remark.filing.submission.period == silence.period
        for remark in row.remarks
    )
    state = "unavailable" if is_unavailable else "missing"
    said = [pick(PART_STATES["unavailable"], language).lower()] if is_unavailable else []
    size = most = share = known = None
    if measure.kind == "roll_call":
        size = count_bodies(row, unit)
        number = say_number(size, language)
        said.append(pick((say_things(measure, number, "vi"), f"counts for {number}"), language))
        if silence.is_counted and kind == "roll_call":
            most = size
            share = state_share(size / whole * 100, language)
            said.append(
                pick((f"từ 0% đến {share.text} khoảng cách", f"0% to {share.text} of the gap"), language)
            )
        elif row.year is not None:
            title = max(row.year.covers, key=lambda one: one.order).title(language)
            said.append(pick((f"đang tính theo {title}", f"counted by {title}"), language))
    elif measure.kind != "milestone":
        known = find_latest_denominator(book, row.indicator, row.target, unit, silence.period)
        most = _bound_shortfall(row, known) if kind == "shares" else None
        said += _say_known(row, known, most, language)
    return MissingView(
        unit=unit.id,
        unit_name=unit.name.say(language),
        period=str(silence.period),
        period_title=silence.period.title(language),
        state=state,
        denominator=_state_known(known, language),
        size=_state(size, language) if size is not None else None,
        most=state_exact(most, language) if most is not None else None,
        share_most=share,
        text="; ".join(said),
    )


def _bound_shortfall(row: Row, known: Known | None) -> Fraction | None:
    """Return the most a silent unit can lack at its latest denominator: nothing of it done, or below a ceiling all."""
    measure, required = row.indicator.measure, row.demand.required
    if known is None or required is None or measure.may_exceed:
        return None
    goal = required * known.denominator / (100 if measure.counted_in == "percent" else 1)
    return max(goal if row.demand.is_upward else known.denominator - goal, Fraction(0))


def _say_known(row: Row, known: Known | None, most: Fraction | None, language: Language) -> list[str]:
    stated = _state_known(known, language)
    if stated is None:
        return [pick(("chưa biết quy mô", "size not known"), language)]
    said = [pick((f"mẫu số gần nhất {stated.text}", f"latest denominator {stated.text}"), language)]
    if most is not None:
        word = "short" if row.demand.is_upward else "too many"
        amount = say_things(row.indicator.measure, say_number(most, language), language, word)
        vi = "còn thiếu" if row.demand.is_upward else "vượt quá"
        said.append(pick((f"{vi} nhiều nhất {amount}", f"at most {amount}"), language))
    return said


def _state_known(known: Known | None, language: Language) -> Stated | None:
    """Return a missing unit's latest denominator, with its period, and whose it was where predecessors reported it."""
    if known is None:
        return None
    number = say_number(known.denominator, language)
    return Stated(format_decimal(known.denominator), f"{number} ({say_origin(known.earlier, language)})")


def _state(number: Fraction, language: Language) -> Stated:
    return Stated(format_decimal(number), say_number(number, language))
