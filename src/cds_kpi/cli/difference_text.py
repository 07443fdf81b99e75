"""A difference for the terminal: the two sides, each target that changed with its units, who stands otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.cli.language import say
from cds_kpi.cli.tables import Column, format_facts, format_table, wrap
from cds_kpi.cli.terminal import Terminal, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_kpi import desk
    from cds_kpi.text import Language

INDENT = "  "
ARROW = "→"


def format_difference(view: desk.DifferenceView, terminal: Terminal) -> str:
    """Return what changed, as people read it, within the terminal's width."""
    language = view.language
    parts = [_format_heading(view, terminal)]
    parts += [_format_row(row, terminal, language) for row in view.rows]
    if view.states:
        parts.append(_format_states(view, terminal))
    if view.events:
        heading = say("Những việc đã diễn ra", "What happened", language)
        lines = [line for event in view.events for line in _wrap(f"- {clean(event.text)}", terminal, INDENT)]
        parts.append("".join(f"{line}\n" for line in [terminal.paint(heading, "bold"), *lines]))
    caveats = [line for text in view.caveats for line in _wrap(clean(text), terminal)]
    parts.append("".join(f"{line}\n" for line in caveats))
    return "\n".join(part for part in parts if part)


def _wrap(text: str, terminal: Terminal, indent: str = "", first: str = "") -> list[str]:
    return [f"{first}{line}" for line in wrap(text, terminal.width - len(first), indent=indent)]


def _format_heading(view: desk.DifferenceView, terminal: Terminal) -> str:
    language = view.language
    title = view.programme_name
    if view.unit is not None:
        title = f"{view.unit.name}, {title}"
    lines = [terminal.paint(line, "bold") for line in _wrap(clean(title), terminal)]
    if view.notice:
        lines += [terminal.paint(line, "bold") for line in _wrap(clean(view.notice), terminal)]
    facts = [
        (say("Từ", "From", language), clean(f"{view.before.period_title}, {view.before.text}")),
        (say("Đến", "To", language), clean(f"{view.after.period_title}, {view.after.text}")),
    ]
    said = [line for text in view.summary for line in _wrap(clean(text), terminal)]
    return (
        "".join(f"{line}\n" for line in lines)
        + format_facts(facts, terminal)
        + "".join(f"{line}\n" for line in said)
    )


def _format_row(row: desk.RowChangeView, terminal: Terminal, language: Language) -> str:
    name = f"{row.name} ({row.aspect})" if row.aspect else row.name
    title = f"{row.number}. {name}" if row.number is not None else name
    lines = [terminal.paint(line, "bold") for line in _wrap(clean(title), terminal, "   ")]
    facts = [
        (say("Giá trị", "Value", language), clean(row.value.text)),
        (say("Tử số", "Numerator", language), _say_side(row.numerator)),
        (say("Mẫu số", "Denominator", language), _say_side(row.denominator)),
        (say("Mục tiêu", "Target", language), clean(row.target_text)),
        (say("Tình trạng", "Status", language), clean(row.status_text)),
    ]
    inner = terminal._replace(width=terminal.width - len(INDENT))
    lines += [f"{INDENT}{line}" for line in format_facts(facts, inner).splitlines()]
    for sentence in (*row.verdicts, *row.notes):
        lines += _wrap(clean(sentence), terminal, first=INDENT)
    for unit in row.units:
        lines += _format_unit(unit, terminal, language)
    return "".join(f"{line}\n" for line in lines)


def _say_side(change: desk.ChangeView) -> str | None:
    return change.text if change.before is not None or change.after is not None else None


def _format_unit(unit: desk.UnitChangeView, terminal: Terminal, language: Language) -> Iterator[str]:
    said = f"- {unit.unit.name}: {unit.before_text} {ARROW} {unit.after_text}"
    if unit.difference_text:
        said += f" ({unit.difference_text})"
    yield from _wrap(clean(said), terminal, "  ", first=INDENT)
    places = [
        (say("trước", "before", language), unit.before),
        (say("sau", "after", language), unit.after),
    ]
    for word, answers in places:
        for answer in answers:
            yield from _wrap(clean(f"{word}: {answer.place_text}"), terminal, "  ", first=INDENT * 2)
    for event in unit.events:
        if event.kind != "received":
            yield from _wrap(clean(event.text), terminal, "  ", first=INDENT * 2)


def _format_states(view: desk.DifferenceView, terminal: Terminal) -> str:
    language = view.language
    columns = (
        Column(say("Đơn vị", "Unit", language), is_wide=True),
        Column(say("Trước", "Before", language), narrow=16),
        Column(say("Sau", "After", language), narrow=16),
    )
    rows = [[clean(one.unit.name), clean(one.before_text), clean(one.after_text)] for one in view.states]
    heading = say("Đơn vị đổi tình trạng gửi hoặc lần gửi", "Units that stand otherwise", language)
    return f"{terminal.paint(heading, 'bold')}\n{format_table(columns, rows, terminal)}"
