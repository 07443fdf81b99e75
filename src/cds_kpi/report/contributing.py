"""Building contributions: each unit's share of a gap, who is not done, and who owes the next input.

Definition (docs/decisions/0020): a unit's shortfall is what it lacks to the target at its own denominator, so all
shortfalls and all that is beyond the target add up to the row's gap, exactly; its share is of the shortfalls alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.attainment import count_up
from cds_kpi.number import format_decimal
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import is_error
from cds_kpi.report.build import list_broken
from cds_kpi.report.contributions import ContributionsView, ContributionView, GapView
from cds_kpi.report.inputs import find_duties, find_inputs
from cds_kpi.report.rows import build_row
from cds_kpi.report.sentences import say_aim
from cds_kpi.report.terms import say_digits, state_exact, state_share
from cds_kpi.report.unreported import build_missing, count_bodies, list_silent, size_roll_call
from cds_kpi.report.wording import name_part, pick, say_aspect, say_moment, say_number, say_things

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.assessment import Assessment, Row
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Target
    from cds_kpi.model.office import Settings
    from cds_kpi.period import Period
    from cds_kpi.problem import Problem
    from cds_kpi.report.contributions import InputView
    from cds_kpi.report.row_view import PartView, RowView
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

SHORT: dict[bool, Pair] = {True: ("Còn thiếu", "Short"), False: ("Vượt quá", "Over")}
"""What a unit's shortfall is called, by whether larger values are better."""


def build_contributions(
    book: Book,
    assessment: Assessment,
    indicator: str,
    *,
    settings: Settings,
    problems: tuple[Problem, ...],
    language: Language,
) -> ContributionsView:
    """Return who stands behind the gap of each of an indicator's targets in the assessed round."""
    period = assessment.collection.period
    rows = [(place, row) for place, row in enumerate(assessment.rows, 1) if row.indicator.id == indicator]
    named = rows[0][1].indicator
    as_of = assessment.as_of.astimezone(CITY_TIME)
    inputs = find_inputs(book, named, language)
    return ContributionsView(
        language=language,
        programme=assessment.programme_id,
        programme_name=assessment.programme.name.say(language),
        period=str(period),
        period_title=period.title(language),
        as_of=as_of.isoformat(),
        as_of_text=say_moment(as_of, language),
        notice=settings.notice.say(language) if settings.notice else None,
        id=named.id,
        name=named.name.say(language),
        gaps=tuple(
            _build_gap(book, row, period, place, inputs, [other.target for _, other in rows], language)
            for place, row in rows
        ),
        inputs=inputs,
        duties=tuple(find_duties(book, named, inputs, language)),
        broken=list_broken([one for one in problems if is_error(one)], language),
    )


def _build_gap(
    book: Book,
    row: Row,
    period: Period,
    place: int,
    inputs: Sequence[InputView],
    targets: Sequence[Target],
    language: Language,
) -> GapView:
    """Return who stands behind one target's gap; its title tells it from the other `targets` told of with it."""
    aspect = say_aspect(row.indicator, row.target, language, beside=targets)
    view = build_row(book, row, period, place, language)
    kind = _find_kind(row, view)
    silent = list_silent(book, row, period, inputs)
    weighed = _weigh_parts(row, view, kind)
    unheard = Fraction(0)
    if kind == "roll_call":
        # Whoever has not answered counts as not done, but nobody has said so: no rank.
        counted = {one.unit.id: one.unit for one in silent if one.is_counted}
        weighed = [one for one in weighed if one[0].unit not in counted]
        unheard = sum((count_bodies(row, unit) for unit in counted.values()), Fraction(0))
    lacking = sum((lack for _, lack in weighed if lack > 0), Fraction(0))
    short = lacking + unheard
    beyond = sum((lack for _, lack in weighed if lack < 0), Fraction(0))
    figure = row.year.figure if row.year is not None else None
    if kind == "roll_call" and row.demand.required is not None and figure is not None:
        # What a target below 100% leaves undone makes up for some of those who are not done.
        whole = figure.denominator or Fraction(0)
        beyond = row.demand.required * whole / 100 - whole
    is_share = kind in {"shares", "roll_call"}
    size = size_roll_call(row, silent, language)
    lines = _rank(weighed, short, kind, language)
    return GapView(
        row=view,
        title=f"{view.name} ({aspect})" if aspect else view.name,
        standing_text=_say_standing(view, language),
        kind=kind,
        words=pick(_say_kind(row, view, kind, language), language) + _say_ties(lines, language),
        lines=lines,
        short=state_exact(short, language) if is_share else None,
        silent=state_exact(unheard, language) if kind == "roll_call" else None,
        offset=state_exact(beyond, language) if is_share else None,
        net=state_exact(short + beyond, language) if is_share else None,
        net_text=_add_up([lacking, unheard] if unheard else [lacking], beyond, language)
        if is_share
        else None,
        net_label=pick(_say_sums(row, kind, is_silent=unheard > 0), language) if is_share else None,
        short_label=pick(SHORT[row.demand.is_upward], language),
        need=_say_need(row, view, short + beyond, language) if kind == "shares" else view.need,
        size=size,
        missing=tuple(build_missing(book, row, one, kind, short, language) for one in silent),
        not_done=view.not_done,
        told_not_done=tuple(one for one in view.not_done if one.is_answered),
    )


def _say_standing(view: RowView, language: Language) -> str:
    """Return where a row stands, behind its status: the value, or why there is none, and the target."""
    target = pick(("mục tiêu", "target"), language) + f" {view.target.text}"
    return target if view.value_text == view.status_text else f"{view.value_text}, {target}"


def _add_up(lacking: Sequence[Fraction], beyond: Fraction, language: Language) -> str:
    """Return a sum, written out: what is lacking, and in brackets what makes up for it."""
    sums = " + ".join(say_digits(one, language) for one in lacking)
    total = say_digits(sum(lacking, beyond), language)
    return f"{sums} + ({say_digits(beyond, language)}) = {total}"


def _say_need(row: Row, view: RowView, net: Fraction, language: Language) -> str | None:
    """Return what a target still takes; where less is better, as the sum of the table has it, not in points."""
    measure, demand = row.indicator.measure, row.demand
    if view.need is None or demand.is_upward or net < 0:
        return view.need
    less = count_up(net, demand) if measure.whole else net
    if not less or (demand.is_strict and less == net):
        return view.need
    amount = say_things(measure, say_number(less, language), language, "fewer")
    aim = say_aim(row, language)
    return pick((f"phải giảm {amount} {aim}", f"{amount} {aim}"), language)


def _say_sums(row: Row, kind: str, *, is_silent: bool) -> Pair:
    if kind != "roll_call":
        if not row.demand.is_upward:
            return "Cộng phần vượt quá và phần bù", "Over and made up for, added"
        return "Cộng phần còn thiếu và phần bù", "Short and made up for, added"
    if is_silent:
        return (
            "Chưa thực hiện, chưa báo cáo, trừ số mục tiêu cho phép",
            "Not done, not reported, less what the target allows",
        )
    return "Chưa thực hiện, trừ số mục tiêu cho phép", "Not done, less what the target allows"


def _find_kind(row: Row, view: RowView) -> str:
    figure = row.year.figure if row.year is not None else None
    if row.value is None or figure is None or view.joins != "sum" or row.demand.required is None:
        return "none"
    measure = row.indicator.measure
    if measure.kind == "roll_call":
        return "roll_call"
    if figure.denominator is not None:
        return "shares"
    return "amounts" if measure.can_add and len(view.parts) > 1 else "none"


def _weigh_parts(row: Row, view: RowView, kind: str) -> list[tuple[PartView, Fraction]]:
    """Return every part with figures, and what it lacks; of plain amounts, what it brings."""
    required = row.demand.required
    if kind == "none" or required is None:
        return []
    weighed = []
    for part in view.parts:
        if kind == "amounts":
            if part.value is not None:
                weighed.append((part, Fraction(part.value.exact)))
        elif part.numerator is not None and part.denominator is not None:
            top, bottom = Fraction(part.numerator.exact), Fraction(part.denominator.exact)
            lack = bottom - top
            if kind == "shares":
                lack = required * bottom / (100 if row.indicator.measure.counted_in == "percent" else 1) - top
                lack = lack if row.demand.is_upward else -lack
            weighed.append((part, lack))
    return weighed


def _rank(
    weighed: Sequence[tuple[PartView, Fraction]], whole: Fraction, kind: str, language: Language
) -> tuple[ContributionView, ...]:
    """Return the parts by what they lack, each with its share of `whole`, all that is lacking."""
    longest = max((abs(lack) for _, lack in weighed), default=Fraction(0))
    lines = []
    for part, lack in sorted(weighed, key=lambda one: -one[1]):
        share = lack / whole * 100 if whole and lack >= 0 else None
        size = Fraction(abs(lack) * 10_000 / longest // 1, 100) if longest else Fraction(0)
        lines.append(
            ContributionView(
                place=1 + sum(other > lack for _, other in weighed),
                unit=part.unit,
                unit_name=part.unit_name,
                numerator=part.numerator,
                denominator=part.denominator,
                value=part.value,
                shortfall=state_exact(lack, language) if kind != "amounts" else None,
                share=state_share(share, language) if share is not None else None,
                is_offset=lack < 0,
                size=format_decimal(size),
            )
        )
    return tuple(lines)


def _say_ties(lines: Sequence[ContributionView], language: Language) -> str:
    """Return, as a further sentence, that equal ranks are ties; nothing where no two that are shown are equal."""
    shown = [line.place for line in lines if line.size != "0"]
    if len(set(shown)) == len(shown):
        return ""
    return pick((" Các đơn vị cùng số hạng là đồng hạng.", " Units of the same rank are tied."), language)


def _say_kind(row: Row, view: RowView, kind: str, language: Language) -> Pair:
    if kind == "shares":
        return _say_shares(row, view.target.text)
    if kind == "roll_call":
        vi = "Còn thiếu: số đơn vị chưa thực hiện, kể cả trực thuộc. Đơn vị chưa báo cáo được tính là chưa thực hiện, "
        en = "Short: how many have not done it, members included. Whoever has not reported counts as not done, "
        return (
            f"{vi}nhưng không xếp hạng vì chưa biết thiếu bao nhiêu.",
            f"{en}but has no rank: how many they lack is not known.",
        )
    if kind == "amounts":
        return (
            "Văn bản không giao mục tiêu cho từng đơn vị; bảng nêu phần của từng đơn vị trong giá trị đã đạt.",
            "No document sets a target for single units; the table has each unit's part in the value reached.",
        )
    return _say_none(row, view, language)


def _say_shares(row: Row, goal: str) -> Pair:
    """Return how shortfalls are to be read: what is lacking, or where less is better what is too many."""
    things = row.indicator.measure.things
    counted = f"số {things.say('vi')}" if things is not None else "phần tử số"
    if row.demand.is_upward:
        vi = f"Còn thiếu: {counted} mà từng đơn vị còn thiếu để tự đạt {goal} trên mẫu số của mình; "
        en = f"Short: by how much each unit's numerator falls short of {goal} on its own denominator; "
        if things is not None:
            en = f"Short: how many {things.say('en')} each unit lacks to meet {goal} on its own denominator; "
        return (
            f"{vi}số âm là đơn vị vượt mục tiêu, bù cho đơn vị khác.",
            f"{en}below 0 it is beyond the target and makes up for others.",
        )
    vi = f"Vượt quá: {counted} mà từng đơn vị phải giảm để tự đạt {goal} trên mẫu số của mình; "
    en = f"Over: by how much each unit's numerator is above what {goal} allows on its own denominator; "
    if things is not None:
        en = f"Over: how many {things.say('en')} too many each unit has for {goal} on its own denominator; "
    return (
        f"{vi}số âm là đơn vị ở dưới mức tối đa, bù cho đơn vị khác.",
        f"{en}below 0 it is under the most allowed and makes up for others.",
    )


def _say_none(row: Row, view: RowView, language: Language) -> Pair:
    """Return why a gap cannot be divided among units."""
    measure, figure = row.indicator.measure, row.year.figure if row.year is not None else None
    if row.value is None or figure is None:
        why = "" if view.value_text == view.status_text else f" ({view.value_text})"
        return f"Chưa có giá trị để phân tích{why}.", f"There is no value to look into{why}."
    if measure.kind == "milestone":
        return (
            "Mốc hoàn thành: không có số lượng để chia; đơn vị chưa hoàn thành được nêu bên dưới.",
            "A milestone: there is no number to divide; who has not done it stands below.",
        )
    if row.target.every is not None:
        parts = [name_part(name, language) for name, value in figure.parts if value == row.value]
        named = ", ".join(parts)
        return (
            f"Mọi phần đều phải đạt; kết quả là của phần thấp nhất ({named}).",
            f"Every part must meet the target; the least decides ({named}).",
        )
    if row.demand.required is None:
        return (
            "Không có số liệu gốc nên không biết phải đạt bao nhiêu.",
            "Without a baseline no value is required.",
        )
    if measure.combine in {"max", "min"}:
        holders = "; ".join(
            part.unit_name
            for part in view.parts
            if part.value is not None and view.value is not None and part.value.exact == view.value.exact
        )
        which: Pair = ("lớn nhất", "largest") if measure.combine == "max" else ("nhỏ nhất", "least")
        return (
            f"Kết quả là số {which[0]} trong các đơn vị ({holders}), không phải tổng, nên không chia được.",
            f"The {which[1]} of the units' figures stands ({holders}), no sum, so the gap is not divided.",
        )
    names = "; ".join(part.unit_name for part in view.parts)
    if measure.kind == "rank":
        return (
            f"Thứ hạng không cộng hay chia được; đơn vị báo cáo: {names}.",
            f"A rank can neither be added up nor divided; reported by: {names}.",
        )
    return (
        f"Giá trị là một con số do {names} báo cáo, không phải tổng, nên không chia được.",
        f"The value is one number reported by {names}, no sum, so it cannot be divided.",
    )
