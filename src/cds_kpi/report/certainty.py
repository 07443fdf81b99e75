"""Certainty in words: what answers that are still missing leave open of a figure and its verdict."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.report.sentences import NAMED
from cds_kpi.report.stating import state_value
from cds_kpi.report.wording import STATUSES, pick, say_number, say_unit
from cds_kpi.text import LANGUAGES, say_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.certainty import Doubt
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language


def say_doubt(row: Row, doubt: Doubt) -> Pair:
    """Return what missing answers leave open: that the verdict stands whatever they say, or what it may become.

    A target that will not be met whatever they say may still be in better or worse time for its day.
    """
    bounds, count, is_roll_call = doubt.bounds, doubt.silent, row.indicator.measure.kind == "roll_call"
    bodies = (
        f"{count} {'body' if count == 1 else 'bodies'}"
        if is_roll_call
        else f"{count} reporter{'s' * (count > 1)}"
    )
    those = bodies.replace("1 ", "one ", 1) if count == 1 else bodies
    if bounds is None:
        if doubt.obstacle == "to_come":
            vi, en = (", ".join(one.in_sentence(language) for one in doubt.to_come) for language in LANGUAGES)
            return (
                f"Kết luận còn có thể thay đổi: chưa có số liệu {vi}.",
                f"The verdict can still change: there are no figures yet of {en}.",
            )
        if doubt.obstacle == "carried":
            return _say_carried(row, doubt)
        if doubt.obstacle == "denominators":
            vi, en = (name_units(doubt.unknown, one) for one in LANGUAGES)
            return (
                f"Chưa biết kết luận có thay đổi hay không: chưa có mẫu số kỳ nào trước đó của {vi}.",
                f"Whether the verdict can change is not known: no earlier denominator is known of {en}.",
            )
        return (
            f"Chưa biết kết luận có thay đổi hay không: số liệu của {count} đơn vị còn lại không giới hạn được.",
            f"Whether the verdict can change is not known: nothing limits what the {those} may still report.",
        )
    low, high = (
        tuple(stated.text if (stated := state_value(row, end, one)) else "" for one in LANGUAGES)
        for end in (bounds.low, bounds.high)
    )
    reach = (
        (f"từ {low[0]} đến {high[0]}", f"from {low[1]} to {high[1]}")
        if bounds.high is not None
        else (f"từ {low[0]} trở lên", f"from {low[1]} up")
    )
    if doubt.rest is not None:
        things = row.indicator.measure.things
        rest = [
            say_number(doubt.rest, one) + (f" {things.say(one)}" if things is not None else "")
            for one in LANGUAGES
        ]
        of = [_name_span(doubt.known_in, one) for one in LANGUAGES]
        reach = (
            f"{reach[0]}, theo mẫu số gần nhất đã biết của các đơn vị đó: {rest[0]}, {of[0]}",
            f"{reach[1]}, at their latest known denominators: {rest[1]}, {of[1]}",
        )
    if doubt.verdict is None:
        return (
            f"Kết quả còn có thể thay đổi theo số liệu của {count} đơn vị còn lại: {reach[0]}.",
            f"The value can still change with {bodies} missing: {reach[1]}.",
        )
    # The answers that would turn the verdict, were that possible.
    is_least = doubt.verdict is row.demand.is_upward
    have = "has" if count == 1 else "have"
    if is_roll_call:
        worst = (
            ("chưa thực hiện", f"{have} not done it") if is_least else ("đều đã thực hiện", f"{have} done it")
        )
    elif bounds.high is None:
        worst = ("không có thêm", "adds nothing" if count == 1 else "add nothing")
    else:
        worst = ("đạt 0%", f"{have} 0%") if is_least else ("đạt 100%", f"{have} 100%")
    not_met = ("không đạt", "is missed") if row.status == "missed" else ("chưa đạt", "is not met")
    verdict = ("đạt", "is met") if doubt.verdict else not_met
    then = _say_statuses(doubt) if not doubt.verdict and row.status != "missed" else ("", "")
    return (
        f"Dù {count} đơn vị còn lại {worst[0]}, chỉ tiêu vẫn {verdict[0]} ({reach[0]}){then[0]}.",
        f"Even if the {those} still missing {worst[1]}, the target {verdict[1]} ({reach[1]}){then[1]}.",
    )


def _name_span(periods: Sequence[Period], language: Language) -> str:
    """Return the periods that denominators are of, as the end of a sentence; of many the first and the last."""
    named = [one.in_sentence(language) for one in periods]
    if len(named) > 2:
        return pick((f"từ {named[0]} đến {named[-1]}", f"of {named[0]} to {named[-1]}"), language)
    return pick((f"của {' và '.join(named)}", f"of {' and '.join(named)}"), language)


def _say_carried(row: Row, doubt: Doubt) -> Pair:
    """Return that the figure is of an earlier round, and between what this one's own can be."""
    measure, period, count = row.indicator.measure, doubt.answers[0][1], doubt.silent
    vi, en = (period.in_sentence(one) for one in LANGUAGES)
    reach = ("có thể là bất kỳ giá trị nào", "it can be anything")
    if measure.counted_in == "percent" and not measure.may_exceed and measure.kind in {"ratio", "roll_call"}:
        (low, high), (low_en, high_en) = (
            [say_unit(measure, say_number(Fraction(end), one), one) for end in (0, 100)] for one in LANGUAGES
        )
        reach = f"có thể từ {low} đến {high}", f"it can be from {low_en} to {high_en}"
    vi = f"đây là số liệu của kỳ trước; {vi} chưa có số liệu, còn {count} đơn vị chưa báo cáo, {reach[0]}"
    still = f"{say_count(count, 'reporter')} missing"
    en = f"the figure is of an earlier period; of {en} there is none yet, {still}: {reach[1]}"
    return f"Kết luận còn có thể thay đổi: {vi}.", f"The verdict can still change: {en}."


def _say_statuses(doubt: Doubt) -> Pair:
    """Return whether the status of a target that is not met yet can change, as the end of a sentence."""
    assert doubt.statuses is not None, "there are bounds"
    low, high = doubt.statuses
    if doubt.is_certain:
        vi, en = STATUSES[low][1]
        return f"; tình trạng không thể thay đổi: {vi}", f"; the status cannot change: {en}"
    if high is None:
        return "; tình trạng còn có thể thay đổi", "; the status can still change"
    (vi_low, en_low), (vi_high, en_high) = STATUSES[low][1], STATUSES[high][1]
    return (
        f"; tình trạng còn có thể thay đổi: từ {vi_low} đến {vi_high}",
        f"; the status can still change: from {en_low} to {en_high}",
    )


def name_units(units: Sequence[Unit], language: Language) -> str:
    """Return units by name; of more than a sentence names how many others."""
    named = ", ".join(unit.name.say(language) for unit in units[:NAMED])
    more = len(units) - NAMED
    return named + (
        pick((f" và {more} đơn vị khác", f" and {say_count(more, 'other')}"), language) if more > 0 else ""
    )
