"""The summary of a report for the terminal: how the round went, a line an indicator, who is missing or late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.cli.language import say
from cds_kpi.cli.tables import Column, format_table, shorten, wrap
from cds_kpi.cli.terminal import Terminal, clean, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi import desk
    from cds_kpi.text import Language

STYLES = {
    "met": "green",
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "missed": "bold red",
    "no_data": "dim",
    "not_due": "dim",
}
"""A status's colour beside its mark and words, never instead of them."""
CARRIED, UNSETTLED = "*", "~"
"""Signs before a value: of an older period; not final."""


def format_summary(report: desk.Report, terminal: Terminal) -> str:
    """Return a report as people read it at a glance, within the terminal's width."""
    parts = [
        _format_heading(report, terminal),
        _format_rows(report, terminal),
        _format_waiting(report, terminal),
        _format_outlook(report, terminal),
        _format_growth(report, terminal),
        _format_units(report, terminal),
    ]
    return "\n".join(part for part in parts if part)


def _format_heading(report: desk.Report, terminal: Terminal) -> str:
    view, count, deadline = report.view, report.view.reporting, report.view.deadline
    language = view.language
    number = f" ({view.programme_number})" if view.programme_number else ""
    went = say(
        f"Đơn vị: {count.expected} phải báo cáo, {count.received} đã gửi, {count.on_time} đúng hạn, "
        f"{count.late} trễ hạn, {len(count.missing)} chưa gửi.",
        f"Units: {count.expected} expected, {count.received} received, {count.on_time} on time, "
        f"{count.late} late, {len(count.missing)} missing.",
        language,
    )
    as_of = say("tính đến", "as of", language)
    paragraphs = [
        (f"{view.programme_name}{number}", "bold"),
        (f"{view.period_title} ({view.window_text}), {as_of} {view.as_of_text}", ""),
        (view.notice, "bold"),
        (f"{say('Hạn gửi', 'Due', language)}: {deadline.text}.", ""),
        (deadline.moved_text, ""),
        (went, ""),
        (view.adjustments.text if view.adjustments is not None and view.adjustments.rows else None, ""),
    ]
    return "".join(
        f"{terminal.paint(line, style)}\n" if style else f"{line}\n"
        for paragraph, style in paragraphs
        if paragraph
        for line in wrap(clean(paragraph), terminal.width)
    )


def _format_rows(report: desk.Report, terminal: Terminal) -> str:
    view, language = report.view, report.view.language
    columns = (
        Column(say("Số", "No", language), is_number=True),
        Column(say("Chỉ tiêu", "Indicator", language), is_wide=True),
        Column(say("Giá trị", "Value", language), is_number=True, narrow=12, style="bold"),
        Column(say("Mục tiêu", "Target", language), narrow=12),
        Column(say("Mức đạt", "Attained", language), is_number=True),
        Column(say("Tình trạng", "Status", language), narrow=15),
        Column(say("Đã gửi", "Sent", language), is_number=True),
    )
    rows = []
    for row in view.rows:
        signs = CARRIED * bool(row.carried_from) + UNSETTLED * (row.observed in {"provisional", "estimated"})
        rows.append(
            [
                str(row.number or ""),
                clean(f"{row.name} ({row.aspect})" if row.aspect else row.name),
                clean(f"{signs} {row.value_text}" if signs else row.value_text),
                clean(row.target.text + row.target.aspires_text),
                row.attainment.text if row.attainment else "–",
                f"{row.mark} {row.status_text}" + (f", {row.strictly}" if row.strictly else ""),
                f"{row.coverage.reported}/{row.coverage.expected}" if row.coverage.expected else "–",
            ]
        )
    styles = [STYLES.get(row.status, "") for row in view.rows]
    counts = " · ".join(f"{one.mark} {one.text}: {one.count}" for one in view.statuses)
    legend = [*wrap(counts, terminal.width), *explain_signs([row[2] for row in rows], language)]
    return format_table(columns, rows, terminal, styles, styled=5) + "".join(
        f"{line}\n" for line in ["", *legend]
    )


def _format_waiting(report: desk.Report, terminal: Terminal) -> str:
    """Return the levels that an indicator does not apply to yet; each once for the targets of one number."""
    lines = dict.fromkeys(
        f"{_name_shortly(row)}: {clean(one.text)}." for row in report.view.rows for one in row.waiting
    )
    return "".join(f"{line}\n" for said in lines for line in wrap(said, terminal.width, indent="  "))


def _format_outlook(report: desk.Report, terminal: Terminal) -> str:
    """Return a line for every target that will be missed at the last pace; nothing where none will."""
    language = report.view.language
    missing = [(row, row.outlook.expected) for row in report.view.rows if row.outlook.is_met is False]
    if not missing:
        return ""
    heading = say("Dự báo không đạt, theo đà hiện nay", "Will be missed, at the pace so far", language)
    lines = [terminal.paint(f"{heading} ({len(missing)})", "bold")]
    for row, expected in missing:
        reached = expected.text if expected is not None else "–"
        target, day = clean(row.target.text + row.target.aspires_text), row.target.by_text
        said = say(
            f": dự kiến {reached} vào {day}, mục tiêu {target}",
            f": {reached} expected by {day}, target {target}",
            language,
        )
        name = shorten(_name_shortly(row), terminal.width - measure(said) - 2)
        lines += wrap(f"  {name}{said}", terminal.width, indent="    ")
    return "".join(f"{line}\n" for line in lines)


def _name_shortly(row: desk.RowView) -> str:
    """Return an indicator by its number and name, with which of its targets it is."""
    name = f"{row.number}. {row.name}" if row.number is not None else row.name
    return clean(f"{name} ({row.aspect})" if row.aspect else name)


def _format_growth(report: desk.Report, terminal: Terminal) -> str:
    """Return the verdicts on growth, where the report was asked for them."""
    language = report.view.language
    asked = [(row, row.growth) for row in report.view.rows if row.growth is not None]
    if not asked:
        return ""
    heading = say("Theo tốc độ tăng trưởng bình quân năm", "By compound annual growth", language)
    lines = [terminal.paint(heading, "bold")]
    for row, growth in asked:
        if growth.observed is None or growth.required is None or growth.ratio is None:
            continue
        rates = say(
            f"mỗi năm {growth.observed.text}, cần {growth.required.text}, tỷ số {growth.ratio.text}",
            f"{growth.observed.text} a year, {growth.required.text} needed, ratio {growth.ratio.text}",
            language,
        )
        said = f"  {_name_shortly(row)}: {growth.verdict_text} ({rates})"
        lines += wrap(said, terminal.width, indent="    ")
    unjudged = sum(growth.verdict is None for _, growth in asked)
    if unjudged:
        said = say(
            f"  Không đánh giá: {unjudged} chỉ tiêu, lý do ghi ở báo cáo.",
            f"  Not assessed: {unjudged} indicator{'s' * (unjudged > 1)}; the report says why.",
            language,
        )
        lines += wrap(said, terminal.width, indent="    ")
    return "".join(f"{line}\n" for line in lines)


def explain_signs(values: Sequence[str], language: Language) -> list[str]:
    """Return what the signs before the values mean, of those that are used."""
    explained = {
        CARRIED: say("số liệu của kỳ trước", "figure of an earlier period", language),
        UNSETTLED: say("số liệu sơ bộ hoặc ước tính", "provisional or estimated figure", language),
    }
    used = [sign for sign in explained if any(sign in value.partition(" ")[0] for value in values)]
    return [f"{sign} {explained[sign]}" for sign in used]


def _format_units(report: desk.Report, terminal: Terminal) -> str:
    view, count = report.view, report.view.reporting
    language = view.language
    said = say("chỉ tiêu số", "no.", language)
    own = {row.id: [one.number for one in view.rows if one.id == row.id and one.number] for row in view.rows}
    numbers = {key: f"{said} {', '.join(map(str, dict.fromkeys(some)))}" for key, some in own.items() if some}
    lists = {
        say("Chưa gửi", "Missing", language): [unit.name for unit in count.missing],
        say("Trễ hạn", "Late", language): [_remark(unit.name, unit.remark) for unit in count.late_units],
        say("Chưa đủ số liệu", "Incomplete", language): [
            _remark(unit.name, ", ".join(numbers.get(key) or key for key in unit.unanswered))
            for unit in count.partial_units
        ],
        say("Đã trả lại, chờ gửi lại", "Returned", language): [
            _remark(unit.name, unit.remark) for unit in view.units if unit.state == "returned"
        ],
        say("Không phải báo cáo", "Excluded", language): [unit.name for unit in count.excluded],
    }
    lines = []
    for heading, names in lists.items():
        if names:
            first, *rest = wrap(
                f"{heading} ({len(names)}): {clean('; '.join(names))}", terminal.width, indent="  "
            )
            lines += [terminal.paint(heading, "bold") + first.removeprefix(heading), *rest]
    return "".join(f"{line}\n" for line in lines) + format_broken(view.broken, terminal, language)


def format_broken(broken: Sequence[desk.BrokenView], terminal: Terminal, language: Language) -> str:
    """Return the submissions that do not count because they have errors."""
    lines = []
    for item in broken:
        heading = say("Không tính vì có lỗi", "Not counted, it has errors", language)
        lines.append(f"{terminal.paint(heading, 'bold')}: {clean(item.file)}")
        for problem in item.problems:
            lines += wrap(f"  {clean(problem)}", terminal.width, indent="    ")
    return "".join(f"{line}\n" for line in lines)


def _remark(name: str, remark: str | None) -> str:
    return f"{name} ({remark})" if remark else name
