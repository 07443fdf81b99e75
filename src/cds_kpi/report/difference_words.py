"""The words of a difference: what the two sides are, what happened in between, which verdicts turned and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.difference import find_met
from cds_kpi.assess.punctuality import find_today
from cds_kpi.period import CITY_TIME
from cds_kpi.report.wording import OBSERVED, pick, say_moment, say_short_day
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from cds_kpi.assess.difference import Difference, RowChange
    from cds_kpi.assess.events import Event
    from cds_kpi.report.difference_view import (
        AnswerView,
        EventView,
        RowChangeView,
        SightView,
        StateChangeView,
        UnitChangeView,
    )
    from cds_kpi.report.row_view import Stated
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

NAMED = 6
"""Units that are named beside a change; the others are counted."""


def say_sight(as_of: datetime, closing: int | None, revision: int | None, language: Language) -> str:
    """Return what one side is: a moment, a closing, or a revision that is taken to count."""
    moment = say_moment(as_of, language)
    if revision is not None:
        return pick((f"lần gửi {revision}", f"revision {revision}"), language)
    if closing is not None:
        return pick(
            (f"khi khóa đợt lần {closing}, {moment}", f"at closing {closing} of the round, {moment}"),
            language,
        )
    return pick((f"tính đến {moment}", f"as of {moment}"), language)


def say_event(event: Event, unit: str | None, language: Language) -> str:
    """Return what happened, in words, with the period, who did it and why."""
    when = (
        say_moment(event.at.astimezone(CITY_TIME), language)
        if event.at is not None
        else pick((f"ngày {say_short_day(event.on, language)}", say_short_day(event.on, language)), language)
    )
    number, title = event.revision, event.period.title(language)
    until = say_short_day(event.until, language) if event.until is not None else ""
    words: dict[str, Pair] = {
        "received": (f"lần gửi {number} nhận lúc {when}", f"revision {number} received {when}"),
        "accepted": (f"lần gửi {number} được chấp nhận lúc {when}", f"revision {number} accepted {when}"),
        "returned": (f"lần gửi {number} bị trả lại lúc {when}", f"revision {number} returned {when}"),
        "excluded": (f"được loại khỏi đợt báo cáo lúc {when}", f"excluded from the round {when}"),
        "included": (f"được đưa trở lại đợt báo cáo lúc {when}", f"included in the round again {when}"),
        "extended": (f"được gia hạn đến hết {until} ({when})", f"deadline extended to {until} ({when})"),
        "closed": (f"đợt báo cáo được khóa lúc {when}", f"the round was closed {when}"),
        "reopened": (f"đợt báo cáo được mở lại lúc {when}", f"the round was reopened {when}"),
    }
    said = pick(words[event.kind], language)
    told = [text for text in (event.by, event.reason) if text]
    about = f"{unit}, {title}" if unit is not None else title
    return f"{about}: {said}" + (f" ({': '.join(told)})" if told else "")


def join_answers_said(
    answers: Sequence[AnswerView],
    others: Sequence[AnswerView],
    language: Language,
    *,
    is_excluded: bool = False,
) -> str:
    """Return a unit's answers on one side, or why there is none; each with its period where the sides differ in it."""
    if is_excluded and not answers:
        return pick(("không tính, đơn vị được loại khỏi đợt", "not counted, the unit is excluded"), language)
    if not answers:
        return pick(("không có", "none"), language)
    if len({one.period for one in (*answers, *others)}) == 1:
        return "; ".join(one.text for one in answers)
    return "; ".join(f"{one.period_title}: {one.text}" for one in answers)


def say_change(before: str, after: str, moved: str, language: Language) -> str:
    """Return what became of what, and by how much: "54,48% → 54,20% (-0,28 điểm phần trăm)"."""
    if before == after and not moved:
        return pick((f"{before} (không đổi)", f"{before} (unchanged)"), language)
    return f"{before} → {after}" + (f" ({moved})" if moved else "")


def say_place(
    file: str, line: int, revision: int, received: str | None, decision: str | None, language: Language
) -> str:
    """Return which revision an answer stands in, when that was received, what was decided on it, and the place."""
    said = [pick((f"lần gửi {revision}", f"revision {revision}"), language)]
    if received is not None:
        said.append(pick((f"nhận {received}", f"received {received}"), language))
    if decision is not None:
        words: Pair = ("đã chấp nhận", "accepted") if decision == "accepted" else ("đã trả lại", "returned")
        said.append(pick(words, language))
    return f"{', '.join(said)}; {file}:{line}"


def say_sides(numerator: Stated, denominator: Stated, language: Language) -> str:
    """Return by how much two sides changed: "+638/+952", "tử số +3.600"; empty text where neither did."""
    if denominator.exact == "0":
        said = pick(("tử số", "numerator"), language)
        return f"{said} {numerator.text}" if numerator.exact != "0" else ""
    if numerator.exact == "0":
        return f"{pick(('mẫu số', 'denominator'), language)} {denominator.text}"
    return f"{numerator.text}/{denominator.text}"


def say_verdicts(change: RowChange, language: Language) -> tuple[str, ...]:
    """Return which verdicts turned, in sentences without the status, which is shown by itself."""
    said: list[Pair] = []
    if change.is_met_turned:
        is_met = find_met(change.after)
        said.append(
            ("Trước chưa đạt mục tiêu, nay đạt.", "The target was not met and is met now.")
            if is_met
            else ("Trước đạt mục tiêu, nay không đạt.", "The target was met and is not met now.")
        )
    if change.is_certainty_turned:
        said.append(
            (
                "Kết luận nay đã chắc chắn: số liệu còn thiếu không làm thay đổi được.",
                "The verdict is certain now: what is still missing cannot change it.",
            )
            if change.after.is_certain and change.after.doubt is not None
            else (
                "Kết luận nay đã chắc chắn: không còn thiếu số liệu nào.",
                "The verdict is certain now: nothing is missing any more.",
            )
            if change.after.is_certain
            else (
                "Kết luận nay không còn chắc chắn: số liệu còn thiếu có thể làm thay đổi.",
                "The verdict is no longer certain: what is still missing can change it.",
            )
        )
    return tuple(pick(pair, language) for pair in said)


def say_notes(difference: Difference, change: RowChange, language: Language) -> tuple[str, ...]:
    """Return why something changed that is no change of the figure."""
    old, new = change.before, change.after
    said: list[Pair] = []
    if change.is_status_turned and not change.is_value_changed:
        by, title = new.target.by, difference.after.period.in_sentence(language)
        day = say_short_day(by, language)
        if find_today(difference.before.book.as_of) <= by < find_today(difference.after.book.as_of):
            said.append(
                (
                    f"Giá trị không đổi; tình trạng đổi vì đã qua thời hạn của mục tiêu ({day}).",
                    f"The value is the same; the status turned because the target's day ({day}) has passed.",
                )
            )
        elif difference.before.period != difference.after.period and new.pace is not None:
            said.append(
                (
                    f"Giá trị không đổi; tình trạng đổi vì tiến độ yêu cầu đến cuối {title} đã khác.",
                    f"The value is the same; the status turned because {title} demands another pace.",
                )
            )
    if old.observed != new.observed and old.observed is not None and new.observed is not None:
        left, right = OBSERVED[old.observed], OBSERVED[new.observed]
        said.append(
            (
                f"Số liệu trước là {left[0]}, nay là {right[0]}.",
                f"The figure was {left[1]} and is {right[1]}.",
            )
        )
    return tuple(pick(pair, language) for pair in said)


def say_summary(
    rows: Sequence[RowChangeView],
    states: Sequence[StateChangeView],
    events: Sequence[EventView],
    count: int,
    language: Language,
) -> tuple[str, ...]:
    """Return what came of the comparison, in sentences."""
    if not rows and not states and not events:
        return (pick(("Không có gì thay đổi.", "Nothing changed."), language),)
    units = {unit.unit.id for row in rows for unit in row.units}
    moved, turned = sum(_has_moved(row) for row in rows), sum(row.is_status_turned for row in rows)
    said = [
        pick(
            (
                (
                    f"{len(rows)}/{count} chỉ tiêu có thay đổi: {moved} đổi giá trị, {turned} đổi tình trạng; "
                    f"{len(units)} đơn vị có số liệu thay đổi."
                ),
                (
                    f"{len(rows)} of {count} indicators changed: {moved} in value, {turned} in status; "
                    f"the figures of {say_count(len(units), 'unit')} changed."
                ),
            ),
            language,
        )
        if rows
        else pick(("Không có số liệu nào thay đổi.", "No figure changed."), language)
    ]
    better = _list_names(row for row in rows if row.is_met_turned and row.met_after)
    worse = _list_names(row for row in rows if row.is_met_turned and not row.met_after)
    if better:
        said.append(pick((f"Nay đạt mục tiêu: {better}.", f"Now met: {better}."), language))
    if worse:
        said.append(pick((f"Nay không đạt mục tiêu: {worse}.", f"No longer met: {worse}."), language))
    return tuple(said)


def _has_moved(row: RowChangeView) -> bool:
    return bool(row.value.difference_text) or _exact(row.value.before) != _exact(row.value.after)


def _exact(stated: Stated | None) -> str | None:
    return stated.exact if stated is not None else None


def _list_names(rows: Iterable[RowChangeView]) -> str:
    names = []
    for row in rows:
        name = f"{row.name} ({row.aspect})" if row.aspect else row.name
        names.append(f"{row.number}. {name}" if row.number is not None else name)
    return "; ".join(names)


def list_units(units: Sequence[UnitChangeView], language: Language) -> str:
    """Return whose figures changed, each with by how much; of many the first few, and how many more."""
    said = [
        f"{one.unit.name} ({one.difference_text})" if one.difference_text else one.unit.name for one in units
    ]
    left = len(said) - NAMED
    # One more is named rather than counted.
    if left > 1:
        more = pick((f"và {left} đơn vị khác", f"and {left} more units"), language)
        said = [*said[:NAMED], more]
    return "; ".join(said)


def say_adjustments(since: SightView, count: int, language: Language) -> str:
    """Return against which report the adjustments are, and how many there are."""
    title, text = since.period_title, since.text
    if count == 0:
        return pick(
            (
                f"Số liệu của báo cáo trước ({title}, {text}) không có điều chỉnh.",
                f"The figures of the report before ({title}, {text}) have not been adjusted.",
            ),
            language,
        )
    few = "indicator" if count == 1 else "indicators"
    have = "has" if count == 1 else "have"
    return pick(
        (
            f"Có {count} chỉ tiêu của báo cáo trước ({title}, {text}) được điều chỉnh theo số liệu gửi sau đó.",
            f"{count} {few} of the report before ({title}, {text}) {have} been adjusted by what came in since.",
        ),
        language,
    )


def say_caveats(
    before: SightView, after: SightView, rows: Sequence[RowChangeView], language: Language
) -> tuple[str, ...]:
    """Return how the comparison was made, and what it cannot tell."""
    said: list[Pair] = [
        (
            "Danh mục, mục tiêu, đơn vị và thiết lập lấy theo hiện nay ở cả hai phía; kho không giữ bản cũ của chúng.",
            "The catalogue, targets, units and settings are today's on both sides: the store keeps no older ones.",
        )
    ]
    if any(row.value.difference_text for row in rows):
        said.append(
            (
                "Chênh lệch tính trên số chưa làm tròn.",
                "Differences are of the exact figures, not of the rounded ones.",
            )
        )
    if before.kind == "revision":
        said.append(
            (
                (
                    f"Mọi số liệu khác lấy như nhau, tính đến {after.as_of_text}; coi như lần gửi được so sánh "
                    "là lần được tính."
                ),
                (
                    f"All other figures are the same, as of {after.as_of_text}; each revision is taken to be the one "
                    "that counts."
                ),
            )
        )
    return tuple(pick(pair, language) for pair in said)
