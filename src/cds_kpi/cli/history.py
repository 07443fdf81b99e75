"""`history`: what a unit has sent, and apart from it what those sent that it came of."""

from __future__ import annotations

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import Format
from cds_kpi.cli.rounds import Period, Programme, Quarter, Unit, Year, read_asking, require_option
from cds_kpi.cli.tables import wrap
from cds_kpi.cli.terminal import Terminal, clean, format_json, write_error, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import Language


def history(
    context: typer.Context,
    *,
    unit: Unit = None,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    form: Format = "table",
) -> int:
    """Print a unit's revisions for a period, or for all of them, and what changed from one to the next."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    key = require_option(context, "--unit", unit)
    root, language = enter_workspace(visit)
    view = desk.find_history(root, asking, key, as_of=visit.now, language=language)
    if isinstance(view, desk.Refusal):
        raise refuse(view, root, language)
    if form == "json":
        write_out(format_json(_describe_history(view)))
        return Code.DONE
    has_period = any((quarter, year, period))
    blocks = _format_periods(view.periods, visit.terminal, language, is_titled=not has_period)
    for origin in view.origins:
        heading = "\n".join(wrap(clean(origin.mark), visit.terminal.width, indent="  "))
        told = _format_periods(origin.periods, visit.terminal, language, is_titled=not has_period)
        blocks += [f"{visit.terminal.paint(heading, 'bold')}\n", *told]
    write_out("\n".join(blocks))
    if not view.periods:
        said = (
            say(f"Đơn vị {key} chưa gửi lần nào cho kỳ này.", f"{key} has sent nothing for this.", language)
            if has_period
            else say(f"Đơn vị {key} chưa gửi lần nào.", f"{key} has sent nothing.", language)
        )
        write_error(said)
    for heir in view.heirs:
        write_error(f"{say('Đơn vị kế tục', 'Successor', language)}: {clean(heir)}")
    return Code.DONE


def _format_periods(
    periods: tuple[desk.PeriodHistory, ...], terminal: Terminal, language: Language, *, is_titled: bool
) -> list[str]:
    blocks = []
    for one in periods:
        told = [_format_revision(line, terminal, language) for line in one.revisions]
        if is_titled:
            told[0] = f"{terminal.paint(one.title, 'bold')}\n{told[0]}"
        blocks += told
    return blocks


def _describe_history(view: desk.HistoryView) -> dict[str, object]:
    return {
        "schema": "cds-kpi.history/1",
        "unit": view.unit,
        "revisions": _describe_periods(view.periods),
        "predecessors": [
            {
                "unit": origin.unit,
                "name": origin.name,
                "until": origin.until,
                "change": origin.change,
                "mark": origin.mark,
                "revisions": _describe_periods(origin.periods),
            }
            for origin in view.origins
        ],
        "successors": list(view.heirs),
    }


def _describe_periods(periods: tuple[desk.PeriodHistory, ...]) -> list[dict[str, object]]:
    return [{"period": one.period, **_describe(line)} for one in periods for line in one.revisions]


def _describe(line: desk.RevisionLine) -> dict[str, object]:
    return {
        "revision": line.revision,
        "file": line.file,
        "sha256": line.sha256,
        "received_at": line.received_at,
        "counted": line.is_counted,
        "returned": line.is_returned,
        "door": line.door,
        "on_behalf_of": line.on_behalf_of,
        "signed_by": line.signed_by,
        "unsigned": line.is_unsigned,
        "changed_since": line.is_changed,
        "warnings": list(line.warnings),
        "changes": [
            {"indicator": change.indicator, "before": change.before, "after": change.after}
            for change in line.changes
        ],
    }


def _format_revision(line: desk.RevisionLine, terminal: Terminal, language: Language) -> str:
    doors = {
        "form": say("biểu mẫu", "form", language),
        "yaml": say("tệp YAML", "YAML file", language),
        "set": say("dòng lệnh", "command line", language),
        "asked": say("hỏi từng câu", "question by question", language),
    }
    marks = [
        *([say("được tính", "counts", language)] if line.is_counted else []),
        *([say("đã trả lại", "returned", language)] if line.is_returned else []),
    ]
    title = f"{say('Lần gửi', 'Revision', language)} {line.revision}"
    facts = [
        line.received_text,
        *([doors[line.door]] if line.door in doors else []),
        *marks,
    ]
    lines = [f"{terminal.paint(title, 'bold')}: {', '.join(facts)}"]
    lines.append(f"  {line.file}")
    lines.append(f"  SHA-256 {line.sha256}")
    if line.on_behalf_of is not None:
        lines.append(f"  {say('Nhập thay', 'Keyed in by', language)}: {clean(line.on_behalf_of)}")
    if line.signed_by is not None:
        lines.append(f"  {say('Khóa ký', 'Signed by', language)}: {clean(line.signed_by)}")
    if line.is_unsigned:
        unsigned = say(
            "không được tính vì không có chữ ký đúng (xem “cds-kpi check”)",
            "does not count, it is not rightly signed (see “cds-kpi check”)",
            language,
        )
        lines.append(f"  {terminal.paint(f'! {unsigned}', 'bold red')}")
    if line.is_changed:
        changed = say(
            "tệp đã bị thay đổi sau khi tiếp nhận (xem “cds-kpi check”)",
            "the file was changed after it was received (see “cds-kpi check”)",
            language,
        )
        lines.append(f"  {terminal.paint(f'! {changed}', 'bold red')}")
    if line.warnings:
        lines.append(f"  {say('Cảnh báo đã xác nhận', 'Warnings confirmed', language)}:")
        lines += [f"    {_say_warning(warning, language)}" for warning in line.warnings]
    for change in line.changes:
        name, before, after = clean(change.name), clean(change.before or ""), clean(change.after or "")
        if change.before is None:
            said = f"  + {name}: {after}"
        elif change.after is None:
            said = f"  - {name}: {before}"
        else:
            said = f"  ~ {name}: {before} → {after}"
        lines += wrap(said, terminal.width, indent="    ") if terminal.is_screen else [said]
    if not line.changes:
        lines.append(f"  {say('không thay đổi số liệu nào', 'no figure changed', language)}")
    return "".join(f"{one}\n" for one in lines)


def _say_warning(kept: str, language: Language) -> str:
    """Return a warning as a revision keeps it, with what its code means: "KPI552 (Số liệu!C9): ..."."""
    from cds_kpi.problems import find_kind

    code, _, where = clean(kept).partition(" ")
    kind = find_kind(code)
    said = f": {kind.summary.say(language)}" if kind is not None else ""
    return f"{code}{f' ({where})' if where else ''}{said}"


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "history",
        cls=Command,
        epilog="cds-kpi history --unit so-y-te --quarter Q3\ncds-kpi history --unit so-khcn",
        help=summarise("history"),
    )(history)
