"""What an outlook rests on, in words: the volume still to come, who is not in it, why it differs from the status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.number import format_decimal, format_number
from cds_kpi.report.stating import Stated, state_value
from cds_kpi.report.unassessed import find_reason, name_status
from cds_kpi.report.wording import pick, say_day, say_number, say_short_day, say_things
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from datetime import date

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.outlook import Outlook
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language


def say_highest(row: Row, outlook: Outlook, language: Language) -> str:
    """Return that the rest of the year as estimated would not do, and how much it would take instead.

    It is out of reach whatever comes only where what has not met it once can never be made up for: of all (100%),
    and of what is counted in each period by itself.
    """
    most = state_value(row, outlook.highest, language)
    assert most is not None, "it is a number"
    rest, day = say_to_come(row, outlook, language), spell_day(row.target.by, language)
    volume = state_volume(row, outlook, language)
    if volume is not None:
        goal = (
            "Với khối lượng như hiện nay, không còn đạt được mục tiêu",
            "At the present volume the target is out of reach",
        )
        more = (
            f"; muốn đạt, phải phát sinh từ {volume.text} trở lên và tất cả đều đạt",
            f"; it would take {volume.text} or more still to come, all of them counted in",
        )
    else:
        goal = (
            "Riêng phần còn phát sinh không đủ để đạt mục tiêu",
            "What is still to come is not enough for the target",
        )
        if row.indicator.measure.basis == "in_period":
            goal = (
                "Không còn đạt được mục tiêu, dù phát sinh thêm bao nhiêu",
                "The target is out of reach, however much is still to come",
            )
        more = ("", "")
    return pick(
        (
            (
                f"{goal[0]}: dù toàn bộ {rest} đến {day} đều đạt, cao nhất với khối lượng đó cũng chỉ là "
                f"{most.text}{more[0]}."
            ),
            f"{goal[1]}: even with all of {rest} until {day}, {most.text} at most at that volume{more[1]}.",
        ),
        language,
    )


def state_volume(row: Row, outlook: Outlook, language: Language) -> Stated | None:
    """Return how much would have to come for the target; None where there is no such amount."""
    if outlook.volume is None:
        return None
    measure = row.indicator.measure
    number = say_number(outlook.volume, language)
    return Stated(format_decimal(outlook.volume), say_things(measure, number, language))


def say_apart(row: Row, outlook: Outlook, language: Language) -> str | None:
    """Return why the outlook says otherwise than the status; None where the two agree."""
    promised = {"met": True, "on_track": True, "at_risk": False, "off_track": False}
    if promised.get(row.status, outlook.is_met) == outlook.is_met:
        return None
    by_line = ("mức đã đạt so với đường thẳng từ số gốc", "today's value by the line from the baseline")
    by_value = ("giá trị hiện nay so với mục tiêu", "today's value by the target")
    held = by_line if row.pace is not None and row.status != "met" else by_value
    _, name = name_status(row.status, find_reason(row), language)
    return pick(
        (
            f"Đánh giá “{name}” xét {held[0]}, còn dự báo xét đà của kỳ gần nhất, nên hai bên khác nhau.",
            f"The status “{name}” judges {held[1]}, the outlook the last period's pace: so the two differ.",
        ),
        language,
    )


def say_lacking(row: Row, outlook: Outlook, language: Language) -> str | None:
    """Return how many units the outlook is without, and from when those count that it does not apply to yet."""
    lacking = {unit for unit, _ in outlook.now.lacking}
    said: list[Pair] = []
    for one in row.waiting:
        later = lacking & {unit.id for unit in one.units}
        lacking -= later
        if later:
            day = say_short_day(one.starts, "vi")
            said.append(
                (
                    f"{len(later)} đơn vị chỉ áp dụng từ {day}",
                    f"{say_count(len(later), 'unit')} that it applies to from {say_day(one.starts, 'en')} on",
                )
            )
    if lacking:
        count = len(lacking)
        units = f"{say_count(count, 'unit')} that {'has' if count == 1 else 'have'} no figure"
        said.append((f"{count} đơn vị chưa có số liệu", units))
    if not said:
        return None
    vi, en = " và ".join(one[0] for one in said), " and ".join(one[1] for one in said)
    return pick((f"Dự báo này chưa tính phần của {vi}.", f"This outlook is without {en}."), language)


def say_to_come(row: Row, outlook: Outlook, language: Language) -> str:
    """Return how much is expected to come to the denominator, and on what ground."""
    assert outlook.out_of is not None, "asked for a share of the year"
    whole = say_whole(row, format_number(outlook.out_of, 0, language), language)
    return pick(
        (
            f"khoảng {whole} còn phát sinh (ước theo đà hiện nay)",
            f"about {whole} still to come (estimated at the present pace)",
        ),
        language,
    )


def say_whole(row: Row, number: str, language: Language) -> str:
    """Return a number of the denominator's things: "12.400 hồ sơ", else "12.400"."""
    things = row.indicator.measure.things
    return f"{number} {things.say(language)}" if things is not None else number


def spell_day(day: date, language: Language) -> str:
    """Return a day as a sentence has it: English spells it out, the short form being ISO's."""
    return say_day(day, language) if language == "en" else say_short_day(day, language)
