"""`contributions`: each unit's share of an indicator's gap, who is not done, and who owes the next input."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.figures import Form, Key, Out, SkipBroken, tell_figure
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import AsOf, Period, Programme, Quarter, Year
from cds_kpi.cli.tables import Column, format_table, wrap
from cds_kpi.cli.terminal import clean
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.cli.terminal import Terminal
    from cds_kpi.text import Language

EXAMPLES = f"""\
cds-kpi contributions online-dossiers --quarter Q3
cds-kpi contributions 8 --quarter Q3 --as-of 2022-09-30
cds-kpi contributions 7 --quarter Q3 --out {say("dong-gop", "contributions")}.html"""
BAR = 12
"""Columns of the longest bar."""
ROOMY = 80
"""Columns from which a table has bars."""
NAMED = 10
"""Units that a line names; of more it tells the number."""


def contributions(
    context: typer.Context,
    indicator: Key,
    *,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    as_of: AsOf = None,
    form: Form = None,
    out: Out = None,
    skip_broken: SkipBroken = False,
) -> int:
    """Print who stands behind a gap; refused while the data has errors."""

    def make(
        root: Path, asking: desk.Asking, moment: datetime, language: Language
    ) -> desk.ContributionsView | desk.Refusal:
        return desk.find_contributions(
            root, indicator, asking, as_of=moment, language=language, skip_broken=skip_broken
        )

    def render(
        root: Path, view: desk.ContributionsView, chosen: str, terminal: Terminal
    ) -> bytes | desk.Refusal:
        if chosen == "text":
            return format_contributions(view, terminal).encode()
        return desk.render_contributions(root, view, chosen)

    return tell_figure(
        context, make, render,
        quarter=quarter, year=year, period=period, programme=programme, as_of=as_of, form=form, out=out,
    )  # fmt: skip


def format_contributions(view: desk.ContributionsView, terminal: Terminal) -> str:
    """Return contributions as people read them, within the terminal's width."""
    language = view.language
    as_of = say("tính đến", "as of", language)
    heading = [
        (f"{view.name} ({view.id})", "bold"),
        (view.programme_name, ""),
        (f"{view.period_title}, {as_of} {view.as_of_text}", ""),
        (view.notice, "bold"),
    ]
    blocks = ["".join(_write(text, terminal, style) for text, style in heading if text)]
    for gap in view.gaps:
        blocks += _format_gap(gap, terminal, language, has_title=len(view.gaps) > 1)
    blocks.append(_format_inputs(view, terminal))
    for broken in view.broken:
        told = say("Không tính vì có lỗi", "Not counted, it has errors", language)
        blocks.append(_write(f"{told}: {broken.file}", terminal))
    return "\n".join(block for block in blocks if block)


def _write(text: str, terminal: Terminal, style: str = "", indent: str = "") -> str:
    lines = wrap(clean(text), terminal.width, indent=indent)
    return "".join(f"{terminal.paint(line, style) if style else line}\n" for line in lines)


def _format_gap(
    gap: desk.GapView, terminal: Terminal, language: Language, *, has_title: bool
) -> Iterable[str]:
    """Yield the blocks of one target: how it stands, the table, who is not done, whose figures are missing."""
    row = gap.row
    title = f"{gap.title}\n" if has_title else ""
    stands = f"{row.mark} {row.status_text}: {gap.standing_text}"
    stands += f"; {row.gap_text}" if row.gap_text and row.value else ""
    yield title + _write(stands, terminal, "bold") + _write(gap.words, terminal)
    if gap.lines:
        yield _format_lines(gap, terminal, language)
    if gap.net_text is not None:
        need = f". {gap.need[:1].upper()}{gap.need[1:]}." if gap.need else ""
        yield _write(f"{gap.net_label}: {gap.net_text}{need}", terminal)
    if gap.told_not_done:
        heading = say("Chưa thực hiện", "Not done", language)
        items = "".join(
            _write(f"  - {one.unit_name}: {one.text}", terminal, indent="    ") for one in gap.told_not_done
        )
        yield f"{terminal.paint(heading, 'bold')} ({len(gap.told_not_done)}):\n{items}"
    if gap.missing:
        yield _format_missing(gap, terminal, language)


def _format_lines(gap: desk.GapView, terminal: Terminal, language: Language) -> str:
    is_amount = gap.kind == "amounts"
    has_bar = terminal.width >= ROOMY
    columns = [
        Column(say("Hạng", "Rank", language), is_number=True),
        Column(say("Đơn vị", "Unit", language), is_wide=True),
        Column(say("Kết quả", "Value", language), is_number=True),
        *([] if is_amount else [Column(gap.short_label, is_number=True)]),
        Column(say("Tỷ lệ", "Share", language), is_number=True),
        *([Column("")] if has_bar else []),
    ]
    rows = []
    for line in _choose_lines(gap):
        cells = [str(line.place), clean(line.unit_name), line.value.text if line.value else "–"]
        if not is_amount:
            cells.append(line.shortfall.text if line.shortfall else "–")
        cells.append(line.share.text if line.share else say("bù", "offsets", language))
        if has_bar:
            cells.append(_draw_bar(line.size, is_offset=line.is_offset))
        rows.append(cells)
    rest = len(gap.lines) - len(rows)
    told = say(
        f"Không thiếu và không vượt: {rest} đơn vị.",
        f"Neither short nor beyond: {say_count(rest, 'unit')}.",
        language,
    )
    return format_table(columns, rows, terminal) + (_write(told, terminal) if rest else "")


def _choose_lines(gap: desk.GapView) -> list[desk.ContributionView]:
    """Return the lines with something in them: a unit that lacks nothing and makes up for nobody is only counted."""
    return [line for line in gap.lines if line.size != "0"] or list(gap.lines)


def _draw_bar(size: str, *, is_offset: bool) -> str:
    """Return a bar of whole columns, at least one for what is not nothing; another tone for what offsets."""
    return ("░" if is_offset else "█") * ceil(Fraction(size) * BAR / 100)


def _format_missing(gap: desk.GapView, terminal: Terminal, language: Language) -> str:
    heading = say("Chưa báo cáo", "Not reported", language)
    lines = [_write(gap.size.text, terminal)] if gap.size is not None else []
    lines.append(f"{terminal.paint(heading, 'bold')} ({len(gap.missing)}):\n")
    for one in gap.missing:
        known = f": {one.text}" if one.text else ""
        lines.append(_write(f"  - {one.unit_name}, {one.period_title}{known}", terminal, indent="    "))
    return "".join(lines)


def _format_inputs(view: desk.ContributionsView, terminal: Terminal) -> str:
    language = view.language
    heading = say("Số liệu tiếp theo", "The next input", language)
    lines = [f"{terminal.paint(heading, 'bold')}:\n"]
    if not view.inputs:
        lines.append(f"  {say('không còn đợt nào chờ số liệu', 'no round waits for figures', language)}\n")
    for one in view.inputs:
        lines.append(_write(f"  - {one.text}", terminal, indent="    "))
        names = [
            f"{ower.unit_name} ({ower.role_text})" if ower.role != "reporter" else ower.unit_name
            for ower in one.owing[:NAMED]
        ]
        rest = len(one.owing) - len(names)
        more = say(f"; và {rest} đơn vị khác", f"; and {say_count(rest, 'other')}", language) if rest else ""
        lines.append(_write(f"    {'; '.join(names)}{more}", terminal, indent="    "))
    for duty in view.duties:
        lines.append(_write(f"  {duty.unit.name} ({duty.role_text}): {duty.text}", terminal, indent="    "))
    return "".join(lines)


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "contributions",
        cls=Command,
        epilog=EXAMPLES,
        help=summarise("contributions"),
    )(contributions)
