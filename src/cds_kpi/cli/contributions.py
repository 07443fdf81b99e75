"""`contributions`: each unit's share of an indicator's gap, who is not done, and who owes the next input."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.explaining import Form, Key, Out, SkipBroken, choose_form, deliver
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import AsOf, Period, Programme, Quarter, Year, parse_as_of, read_asking
from cds_kpi.cli.tables import Column, format_table, wrap
from cds_kpi.cli.terminal import Terminal, clean
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    visit = find_visit(context)
    chosen = choose_form(form, out)
    moment = visit.now if as_of is None else parse_as_of(as_of)
    root, language = enter_workspace(visit)
    made = desk.find_contributions(
        root, indicator, asking, as_of=moment, language=language, skip_broken=skip_broken
    )
    if isinstance(made, desk.Refusal):
        raise refuse(made, root, language)
    if chosen == "text":
        rendered: bytes | desk.Refusal = format_contributions(made, visit.terminal).encode()
    else:
        rendered = desk.render_contributions(root, made, chosen)
    if isinstance(rendered, desk.Refusal):
        raise refuse(rendered, root, language)
    deliver(rendered, chosen, out, root, visit.terminal, language)
    return Code.DONE


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
    target = say("mục tiêu", "target", language)
    stands = f"{row.mark} {row.status_text}: {row.value_text}, {target} {row.target.text}"
    stands += f"; {row.gap_text}" if row.gap_text and row.value else ""
    yield title + _write(stands, terminal, "bold") + _write(gap.words, terminal)
    if gap.lines:
        yield _format_lines(gap, terminal, language)
    if gap.net_text is not None:
        name = say("Cộng phần còn thiếu và phần bù", "Short and made up for, added", language)
        if gap.kind == "roll_call":
            name = say(
                "Chưa thực hiện, trừ số mục tiêu cho phép", "Not done, less what the target allows", language
            )
        need = f". {row.need[:1].upper()}{row.need[1:]}." if row.need else ""
        yield _write(f"{name}: {gap.net_text}{need}", terminal)
    if gap.not_done:
        heading = say("Chưa thực hiện hoặc chưa trả lời", "Not done or not answered", language)
        items = "".join(
            _write(f"  - {one.unit_name}: {one.text}", terminal, indent="    ") for one in gap.not_done
        )
        yield f"{terminal.paint(heading, 'bold')} ({len(gap.not_done)}):\n{items}"
    if gap.missing:
        yield _format_missing(gap, terminal, language)


def _format_lines(gap: desk.GapView, terminal: Terminal, language: Language) -> str:
    is_amount = gap.kind == "amounts"
    has_bar = terminal.width >= ROOMY
    columns = [
        Column(say("Hạng", "Rank", language), is_number=True),
        Column(say("Đơn vị", "Unit", language), is_wide=True),
        Column(say("Kết quả", "Value", language), is_number=True),
        *([] if is_amount else [Column(say("Còn thiếu", "Short", language), is_number=True)]),
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
        f"Không thiếu và không vượt: {rest} đơn vị.", f"Neither short nor beyond: {rest} units.", language
    )
    return format_table(columns, rows, terminal) + (_write(told, terminal) if rest else "")


def _choose_lines(gap: desk.GapView) -> list[desk.ContributionView]:
    """Return the lines with something in them: a unit that lacks nothing and makes up for nobody is only counted."""
    return [line for line in gap.lines if line.size != "0"] or list(gap.lines)


def _draw_bar(size: str, *, is_offset: bool) -> str:
    """Return a bar of whole columns, at least one for what is not nothing; another tone for what offsets."""
    return ("░" if is_offset else "█") * ceil(Fraction(size) * BAR / 100)


def _format_missing(gap: desk.GapView, terminal: Terminal, language: Language) -> str:
    heading = say("Chưa có số liệu", "Figures missing", language)
    lines = [f"{terminal.paint(heading, 'bold')} ({len(gap.missing)}):\n"]
    for one in gap.missing:
        known = say("chưa biết quy mô", "size not known", language)
        if one.denominator is not None:
            latest = say("mẫu số gần nhất", "latest denominator", language)
            known = f"{latest} {one.denominator.text}"
        lines.append(_write(f"  - {one.unit_name}, {one.period_title}: {known}", terminal, indent="    "))
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
        more = say(f"; và {rest} đơn vị khác", f"; and {rest} others", language) if rest else ""
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
