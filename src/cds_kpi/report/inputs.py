"""The next input of an indicator: which rounds wait for it, who has not answered, and what its lead units owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.completeness import is_whole
from cds_kpi.assess.punctuality import find_deadline, find_today, find_unit_deadline
from cds_kpi.assess.reporters import find_levels, find_reporters, is_collected
from cds_kpi.report.contributions import DutyView, InputView, OwerView
from cds_kpi.report.rows import find_name
from cds_kpi.report.wording import pick, say_short_day
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Indicator, Round
    from cds_kpi.model.units import Unit
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

ROLES: dict[str, Pair] = {
    "lead": ("chủ trì", "lead"),
    "coordinating": ("phối hợp", "coordinating"),
    "reporter": ("báo cáo", "reporter"),
}
"""What a unit is to an indicator, the first in charge first."""


def find_inputs(book: Book, indicator: Indicator, language: Language) -> tuple[InputView, ...]:
    """Return the rounds that wait for the indicator: those overdue, and the first that is still to come."""
    today = find_today(book.as_of)
    found, is_next_found = [], False
    rounds = sorted(
        ((find_deadline(one, book.office_days), one) for one in book.programme.rounds),
        key=lambda pair: (pair[0].last_on_time_day, pair[1].period.order),
    )
    for deadline, collection in rounds:
        period = collection.period
        if not is_collected(indicator, collection) or book.find_closing(period) is not None:
            continue
        is_over = deadline.last_on_time_day < today
        if not is_over and is_next_found:
            break
        made = _build_input(book, indicator, collection, deadline, language)
        if made.owing:
            found.append(made)
            is_next_found = is_next_found or not is_over
    return tuple(found)


def _build_input(
    book: Book, indicator: Indicator, collection: Round, deadline: Deadline, language: Language
) -> InputView:
    period, today = collection.period, find_today(book.as_of)
    expected = find_reporters(book, indicator, period).expected
    levels = find_levels(book, indicator, period, book.programme_id)
    owing = []
    for unit in expected:
        filing = book.find_counted(period, unit.id).filing
        entry = filing.body.find_entry(indicator.id) if filing is not None else None
        if entry is None or not is_whole(entry, unit, levels.get(unit.id, ())):
            due = find_unit_deadline(book, deadline, period, unit.id).last_on_time_day
            role = _find_role(indicator, unit)
            owing.append(
                OwerView(
                    unit.id,
                    unit.name.say(language),
                    role,
                    pick(ROLES[role], language),
                    due.isoformat(),
                    say_short_day(due, language),
                    (due - today).days,
                    due < today,
                )
            )
    owing.sort(key=lambda one: list(ROLES).index(one.role))
    left = (deadline.last_on_time_day - today).days
    due_text = say_short_day(deadline.last_on_time_day, language)
    when: Pair = (f"còn {left} ngày", f"{say_count(left, 'day')} left")
    if left < 0:
        when = (f"đã quá hạn {-left} ngày", f"{-left} day{'s' * (left != -1)} overdue")
    count = f"{len(owing)}/{len(expected)}"
    have = "unit has" if len(expected) == 1 else "units have"
    text: Pair = (
        f"{period.title('vi')}, hạn {due_text}, {when[0]}: {count} đơn vị chưa trả lời",
        f"{period.title('en')}, due {due_text}, {when[1]}: {count} {have} not answered",
    )
    return InputView(
        period=str(period),
        period_title=period.title(language),
        due=deadline.last_on_time_day.isoformat(),
        due_text=due_text,
        is_overdue=left < 0,
        text=pick(text, language),
        expected=len(expected),
        owing=tuple(owing),
    )


def _find_role(indicator: Indicator, unit: Unit) -> str:
    if unit.id == indicator.lead:
        return "lead"
    return "coordinating" if unit.id in indicator.coordinating else "reporter"


def find_duties(
    book: Book, indicator: Indicator, inputs: Sequence[InputView], language: Language
) -> list[DutyView]:
    """Return what the lead and each coordinating unit owe next, or whom they wait for."""
    duties = []
    for unit in dict.fromkeys((indicator.lead, *indicator.coordinating)):
        role = "lead" if unit == indicator.lead else "coordinating"
        own = [(one, ower) for one in inputs for ower in one.owing if ower.unit == unit]
        others = [one for one in inputs if one.owing]
        if own:
            text = pick(("còn nợ ", "owes "), language) + "; ".join(
                pick(
                    (f"{one.period_title}, hạn {ower.due_text}", f"{one.period_title}, due {ower.due_text}"),
                    language,
                )
                for one, ower in own
            )
        elif others:
            first = others[0]
            count, due = len(first.owing), first.due_text
            text = pick(
                (
                    f"không nợ số liệu; chờ {count} đơn vị trả lời {first.period_title}, hạn {due}",
                    f"owes nothing itself; waits for {count} to answer {first.period_title}, due {due}",
                ),
                language,
            )
        else:
            text = pick(("không còn đợt nào chờ số liệu", "no round waits for figures"), language)
        duties.append(DutyView(find_name(book, unit, language), role, pick(ROLES[role], language), text))
    return duties
