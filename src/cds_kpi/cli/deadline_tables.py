"""Deadlines as text and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cds_kpi.cli.language import say
from cds_kpi.cli.tables import wrap
from cds_kpi.cli.terminal import clean
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from cds_kpi import desk
    from cds_kpi.text import Language

PRESSING = frozenset({"due_soon", "overdue"})
"""The states of a round in which somebody must do something."""


def format_deadlines(view: desk.DeadlinesView, language: Language, width: int, *, quiet: bool) -> str:
    """Return the rounds with who owes in each, the pressing ones alone where `quiet`."""
    rounds = [one for one in view.rounds if one.state in PRESSING or not quiet]
    head = say(
        f"Thời hạn báo cáo, tính đến {view.as_of_text}", f"Deadlines as of {view.as_of_text}", language
    )
    if not rounds:
        return f"{head}\n{say('Chưa đến đợt báo cáo nào.', 'No round has begun yet.', language)}\n"
    text = head + "\n" + "".join(f"\n{_format_round(one, language)}" for one in rounds)
    return "".join(f"{line}\n" for long in text.splitlines() for line in fold_line(long, width))


def fold_line(line: str, width: int) -> list[str]:
    """Return a line in as many as the width takes, those after the first further in."""
    text = line.lstrip(" ")
    indent = " " * (len(line) - len(text))
    return wrap(line, width, f"{indent}  ") if text else [""]


def _format_round(one: desk.RoundLine, language: Language) -> str:
    lines = [
        f"{one.period_title} · {clean(one.programme_name)} ({one.programme})",
        "  "
        + say("Hạn gửi:", "Due:", language)
        + f" {clean(one.deadline_text)}; "
        + say("ngày cuối cùng đúng hạn", "last day on time", language)
        + f" {one.last_on_time_text}"
        + (f" ({one.days_text})" if any(not unit.is_extended for unit in one.owing) else ""),
    ]
    if one.moved_text is not None:
        lines.append(f"  {clean(one.moved_text)}")
    lines += [f"  {say('Lưu ý:', 'Note:', language)} {clean(warning)}" for warning in one.warnings]
    owing = len(one.owing)
    counts = say(
        f"{one.state_text}: {one.expected} đơn vị phải báo cáo, {owing} còn nợ",
        f"{one.state_text}: {say_count(one.expected, 'unit')} asked, {owing} still owing",
        language,
    )
    lines.append(f"  {counts if one.expected else one.state_text}")
    if one.state in PRESSING:
        lines += [f"    {_format_owing(unit, language)}" for unit in one.owing]
    return "\n".join(lines) + "\n"


def _format_owing(unit: desk.OwingLine, language: Language) -> str:
    numbers = [str(line.number) for line in unit.indicators if line.number is not None]
    count = len(unit.indicators)
    owed = say(f"{count} chỉ tiêu", f"{count} indicator{'s' * (count > 1)}", language)
    if len(numbers) == count:
        owed += say(" (số ", " (no. ", language) + ", ".join(numbers) + ")"
    extended = ""
    if unit.is_extended:
        until = f"{unit.last_on_time_text}, {unit.days_text}"
        extended = say(f"; được gia hạn đến {until}", f"; extended to {until}", language)
    returned = f"; {clean(unit.returned_text)}" if unit.returned_text is not None else ""
    return f"{clean(unit.unit_name)} ({unit.unit}): {owed}{extended}{returned}"


def describe_deadlines(view: desk.DeadlinesView) -> dict[str, Any]:
    """Return the deadlines as data, schema cds-kpi.deadlines/1."""
    return {
        "schema": "cds-kpi.deadlines/1",
        "as_of": view.as_of,
        "rounds": [
            {
                "programme": one.programme,
                "period": one.period,
                "deadline": one.deadline,
                "last_on_time_day": one.last_on_time_day,
                "days_left": one.days_left,
                "state": one.state,
                "warnings": list(one.warnings),
                "owing": [
                    {
                        "unit": unit.unit,
                        "indicators": [line.id for line in unit.indicators],
                        "email": list(unit.email),
                        "last_on_time_day": unit.last_on_time_day,
                        "days_left": unit.days_left,
                        "returned": unit.returned_text,
                    }
                    for unit in one.owing
                ],
            }
            for one in view.rounds
        ],
        "reminders": [
            {
                "programme": one.programme,
                "unit": one.unit,
                "period": one.period,
                "step": one.step,
                "channel": one.channel,
                "sent": one.is_sent,
                "condition": one.condition,
            }
            for one in view.reminders
        ],
    }
