"""The comparison of all programmes for the terminal: a line a target under its indicator, then what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.cli.language import say
from cds_kpi.cli.summary import CARRIED, STYLES, UNSETTLED, explain_signs, format_broken
from cds_kpi.cli.tables import Column, format_table, wrap
from cds_kpi.cli.terminal import Terminal, clean

if TYPE_CHECKING:
    from cds_kpi import desk


def format_comparison(compared: desk.Comparison, terminal: Terminal) -> str:
    """Return the comparison as people read it at a glance, within the terminal's width."""
    parts = [
        _format_heading(compared, terminal),
        _format_targets(compared, terminal),
        _format_findings(compared, terminal),
        format_broken(compared.view.broken, terminal, compared.view.language),
    ]
    return "\n".join(part for part in parts if part)


def _format_heading(compared: desk.Comparison, terminal: Terminal) -> str:
    view = compared.view
    as_of = say("tính đến", "as of", view.language)
    paragraphs = [
        (view.title, "bold"),
        (f"{view.period_title} ({view.window_text}), {as_of} {view.as_of_text}", ""),
        (view.notice, "bold"),
        *((sentence, "") for sentence in (*view.basis, *view.summary)),
    ]
    return "".join(
        f"{terminal.paint(line, style)}\n" if style else f"{line}\n"
        for paragraph, style in paragraphs
        if paragraph
        for line in wrap(clean(paragraph), terminal.width)
    )


def _format_targets(compared: desk.Comparison, terminal: Terminal) -> str:
    view, language = compared.view, compared.view.language
    columns = (
        Column(say("Chỉ tiêu", "Indicator", language), is_wide=True),
        Column(say("Giá trị", "Value", language), is_number=True, narrow=9, style="bold"),
        Column(say("Mục tiêu", "Target", language), narrow=12),
        Column(say("Đến", "By", language)),
        Column(say("Văn bản", "Document", language), narrow=14),
        Column(say("Tình trạng", "Status", language), narrow=13),
    )
    rows, styles, values = [], [], []
    for one in view.indicators:
        shown: set[int] = set()
        for place, binding in enumerate(one.bindings):
            row, figure = binding.row, one.figures[binding.figure]
            unsettled = figure.observed in {"provisional", "estimated"}
            signs = CARRIED * bool(figure.carried_from) + UNSETTLED * unsettled
            value = f"{signs} {figure.value_text}" if signs else figure.value_text
            named = one.name if place == 0 else ""
            if row.level_text:
                named = f"{named} ({row.level_text})".strip()
            rows.append(
                [
                    clean(named),
                    "" if binding.figure in shown else clean(value),
                    clean(row.target.text + row.target.aspires_text),
                    row.target.by_text,
                    clean(binding.document),
                    f"{row.mark} {row.status_text}" + (f", {row.strictly}" if row.strictly else ""),
                ]
            )
            shown.add(binding.figure)
            values.append(value)
            styles.append(STYLES.get(row.status, ""))
    counts = " · ".join(f"{one.mark} {one.text}: {one.count}" for one in view.statuses)
    legend = [*wrap(counts, terminal.width), *explain_signs(values, language)]
    return format_table(columns, rows, terminal, styles, styled=5) + "".join(
        f"{line}\n" for line in ["", *legend]
    )


def _format_findings(compared: desk.Comparison, terminal: Terminal) -> str:
    """Return the conflicts, the figures by several methods, and what is related but never compared."""
    language = compared.view.language
    lines = []
    paired: set[frozenset[str]] = set()
    for one in compared.view.indicators:
        said = [
            f"{finding.mark} {finding.text}" + "".join(f" {advice.text}" for advice in finding.advice)
            for finding in one.findings
            if finding.kind == "conflict" or finding.reason == "condition"
        ]
        waiting = (level.text for binding in one.bindings for level in binding.row.waiting)
        said += [f"{text}." for text in dict.fromkeys(waiting)]
        for method in one.by_method:
            origin = f" ({method.origin_text})" if method.origin_text else ""
            said.append(f"{method.name}: {method.value_text}{origin}; {method.use_text}")
        pairs = {related.id: frozenset((one.id, related.id)) for related in one.related}
        said += [
            f"{related.text}: {related.name}" for related in one.related if pairs[related.id] not in paired
        ]
        paired |= set(pairs.values())
        if said:
            lines += [terminal.paint(line, "bold") for line in wrap(clean(one.name), terminal.width)]
            lines += [
                line for text in said for line in wrap(f"  {clean(text)}", terminal.width, indent="    ")
            ]
    if not lines:
        return ""
    heading = say("Cần lưu ý khi đối chiếu mục tiêu:", "To note when targets are compared:", language)
    return "".join(f"{line}\n" for line in [heading, *lines])
