"""How a round stands, for the terminal: the rates, then a table by unit, level or indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.cli.language import say
from cds_kpi.cli.tables import Column, format_table, wrap
from cds_kpi.cli.terminal import Terminal, clean

if TYPE_CHECKING:
    from cds_kpi import desk
    from cds_kpi.text import Language

MARKS = {
    "on_time": ("●", "green"),
    "late": ("▲", "yellow"),
    "undated": ("○", "yellow"),
    "partial": ("▼", "red"),
    "missing": ("□", "red"),
    "returned": ("■", "bold red"),
    "excluded": ("–", "dim"),
}
"""A state's mark and colour, beside its words and never instead of them."""


def format_standing(standing: desk.Standing, side: desk.Side, terminal: Terminal, *, asks_one: bool) -> str:
    """Return how a round stands; `asks_one` says that one indicator was asked for, and who it waits for is named."""
    parts = [_format_heading(standing, terminal)]
    if side == "unit":
        parts.append(_format_units(standing, terminal))
    elif side == "level":
        parts.append(_format_levels(standing, terminal))
    else:
        parts.append(_format_indicators(standing, terminal))
        if asks_one:
            parts.append(_format_waiting(standing))
    return "\n".join(part for part in parts if part)


def _format_heading(standing: desk.Standing, terminal: Terminal) -> str:
    view = standing.view
    language = view.language
    closed = say(" (đã khóa)", " (closed)", language) if view.is_closed else ""
    as_of = say("tính đến", "as of", language)
    rates = [
        say(f"Đủ số liệu {view.completeness.text}", f"complete {view.completeness.text}", language)
        if view.completeness is not None
        else None,
        say(f"đúng hạn {view.punctuality.text}", f"on time {view.punctuality.text}", language)
        if view.punctuality is not None
        else None,
    ]
    counts = say(
        f"Đơn vị: {view.expected} phải báo cáo, {view.received} đã gửi, {view.complete} đủ số liệu, "
        f"{view.on_time} đúng hạn.",
        f"Units: {view.expected} expected, {view.received} received, {view.complete} complete, "
        f"{view.on_time} on time.",
        language,
    )
    if view.excluded:
        counts += say(
            f" Không phải báo cáo (đã loại khỏi đợt): {view.excluded}.",
            f" Excluded from the round: {view.excluded}.",
            language,
        )
    shares = ", ".join(rate for rate in rates if rate)
    paragraphs = [
        (view.programme_name, "bold"),
        (f"{view.period_title}{closed}, {as_of} {view.as_of_text}", ""),
        (f"{say('Hạn gửi', 'Due', language)}: {view.deadline_text}.", ""),
        (f"{counts} {shares[:1].upper()}{shares[1:]}." if shares else counts, ""),
    ]
    return "".join(
        f"{terminal.paint(line, style)}\n" if style else f"{line}\n"
        for paragraph, style in paragraphs
        for line in wrap(clean(paragraph), terminal.width)
    )


def _format_units(standing: desk.Standing, terminal: Terminal) -> str:
    units, language = standing.view.units, standing.view.language
    if not units:
        return say("Không có đơn vị nào như vậy.\n", "There is no such unit.\n", language)
    columns = (
        Column(say("Đơn vị", "Unit", language), is_wide=True),
        Column(say("Tình trạng", "State", language), narrow=12),
        Column(say("Nhận lúc", "Received", language)),
        Column(say("Lần", "Rev.", language), is_number=True),
        Column(say("Trả lời", "Answers", language), is_number=True),
        Column(say("Ghi chú", "Remark", language), narrow=10),
    )
    rows = [
        [
            clean(unit.name),
            f"{MARKS[unit.state][0]} {unit.state_text}",
            _shorten_moment(unit.received_at, language),
            str(unit.revision or ""),
            f"{len(unit.answered)}/{len(unit.owed)}" if unit.owed else "",
            clean(unit.remark or ""),
        ]
        for unit in units
    ]
    return format_table(columns, rows, terminal, [MARKS[unit.state][1] for unit in units], styled=1)


def _shorten_moment(moment: str | None, language: Language) -> str:
    """Return a moment in the width of a column, to the minute: 15/9/2022 10:11."""
    if moment is None:
        return ""
    day, clock = moment[:10], moment[11:16]
    if language == "en":
        return f"{day} {clock}"
    year, month, number = day.split("-")
    return f"{number}/{month if month < '03' else month.lstrip('0')}/{year} {clock}"


def _format_levels(standing: desk.Standing, terminal: Terminal) -> str:
    language = standing.view.language
    columns = (
        Column(say("Cấp", "Level", language), is_wide=True),
        Column(say("Phải gửi", "Expected", language), is_number=True),
        Column(say("Đã gửi", "Received", language), is_number=True),
        Column(say("Đủ", "Complete", language), is_number=True),
        Column(say("Đúng hạn", "On time", language), is_number=True),
    )
    rows = [
        [line.name, *map(str, (line.expected, line.received, line.complete, line.on_time))]
        for line in standing.view.levels
    ]
    return format_table(columns, rows, terminal)


def _format_indicators(standing: desk.Standing, terminal: Terminal) -> str:
    language = standing.view.language
    columns = (
        Column(say("Số", "No", language), is_number=True),
        Column(say("Chỉ tiêu", "Indicator", language), is_wide=True),
        Column(say("Trả lời", "Answers", language), is_number=True),
        Column(say("Còn chờ", "Waits for", language), is_number=True),
    )
    rows = [
        [
            str(line.number or ""),
            clean(line.name),
            f"{line.reported}/{line.expected}",
            str(len(line.missing) or "–"),
        ]
        for line in standing.view.indicators
    ]
    return format_table(columns, rows, terminal)


def _format_waiting(standing: desk.Standing) -> str:
    """Return whom the indicator that was asked for still waits for, and who must send again, a name a line.

    Of the units that were asked for alone.
    """
    view, language = standing.view, standing.view.language
    known = {unit.id for unit in view.units}
    waiting = [
        f"  {clean(unit.name)} ({unit.id})"
        for line in view.indicators
        for unit in line.missing
        if unit.id in known
    ]
    again = [
        f"  {clean(unit.name)} ({unit.id}): {clean(unit.remark or '')}"
        for unit in view.units
        if unit.returned is not None
    ]
    lines = [
        *([say("Còn chờ:", "Waits for:", language), *waiting] if waiting else []),
        *([say("Phải gửi lại:", "Must send again:", language), *again] if again else []),
    ]
    if not lines:
        return say("Mọi đơn vị đã trả lời.\n", "Every unit has answered.\n", language)
    return "".join(f"{line}\n" for line in lines)
