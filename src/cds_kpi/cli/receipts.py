"""`history` and `verify-receipt`: what a unit has sent, and whether a receipt is true."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import Format
from cds_kpi.cli.rounds import Period, Programme, Quarter, Unit, Year, read_asking, require_option
from cds_kpi.cli.tables import wrap
from cds_kpi.cli.terminal import (
    Terminal,
    clean,
    format_json,
    read_input,
    write_error,
    write_out,
)
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import Language

LARGEST = 64_000_000
"""Bytes that are read from standard input."""


def read_source(name: str, root: Path, language: Language) -> tuple[bytes, str]:
    """Return the bytes of a file or, for `-`, of standard input, and how problems name them."""
    if name == "-":
        return read_input(LARGEST), "-"
    path = Path(name)
    data = desk.read_paper(path)
    if isinstance(data, desk.Refusal):
        raise refuse(data, root, language)
    return data, path.absolute().as_posix()


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
    """Print a unit's revisions for a period, and what changed from one to the next."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    key = require_option(context, "--unit", unit)
    root, language = enter_workspace(visit)
    lines = desk.find_history(root, asking, key, as_of=visit.now, language=language)
    if isinstance(lines, desk.Refusal):
        raise refuse(lines, root, language)
    if form == "json":
        write_out(
            format_json({"schema": "cds-kpi.history/1", "revisions": [_describe(one) for one in lines]})
        )
    elif lines:
        write_out("\n".join(_format_revision(line, visit.terminal, language) for line in lines))
    else:
        write_error(
            say(f"Đơn vị {key} chưa gửi lần nào cho kỳ này.", f"{key} has sent nothing for this.", language)
        )
    return Code.DONE


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


def verify_receipt(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar=say("TỆP", "FILE"),
            help=say(
                "Biên nhận (.txt, .html, .json), hoặc “-” để đọc từ đầu vào chuẩn.",
                "A receipt (.txt, .html, .json), or “-” for standard input.",
            ),
        ),
    ],
) -> int:
    """Compare a receipt with the store; print what it is a receipt of where they agree."""
    visit = find_visit(context)
    root, language = enter_workspace(visit)
    data, name = read_source(source, root, language)
    verified = desk.verify_receipt(root, data, name)
    if isinstance(verified, desk.Refusal):
        raise refuse(verified, root, language)
    write_out(
        say(
            f"Khớp: {verified.unit}, kỳ {verified.period}, lần gửi {verified.revision}, "
            f"nhận lúc {verified.received_at}.\n{verified.file}\nSHA-256 {verified.sha256}",
            f"Verified: {verified.unit}, {verified.period}, revision {verified.revision}, "
            f"received at {verified.received_at}.\n{verified.file}\nSHA-256 {verified.sha256}",
            language,
        )
    )
    write_out("\n".join(_say_since(verified, language)))
    return Code.DONE


def _say_since(verified: desk.Verified, language: Language) -> list[str]:
    """Return what has become of a revision since its receipt was given, a sentence a line."""
    since = verified.since
    if since is None:
        return [
            say(
                "Hiện nay: chưa xác định được, vì danh mục hoặc danh sách đơn vị có lỗi (xem “cds-kpi check”).",
                "Today: unknown, the catalogue or the units have errors (see “cds-kpi check”).",
                language,
            )
        ]
    number = verified.revision
    facts = []
    if since.is_excluded:
        facts.append(
            say("đơn vị đã được loại khỏi đợt báo cáo", "the unit is excluded from the round", language)
        )
    if since.is_returned:
        facts.append(say(f"lần gửi {number} đã bị trả lại", f"revision {number} was returned", language))
    if since.newest > number:
        facts.append(say(f"đã có lần gửi {since.newest}", f"there is revision {since.newest}", language))
    if not since.is_excluded:
        facts.append(
            say(f"lần gửi {number} đang được tính", f"revision {number} counts", language)
            if since.is_counted
            else say(f"lần gửi {number} không được tính", f"revision {number} does not count", language)
        )
    return [f"{say('Hiện nay', 'Today', language)}: {'; '.join(facts)}."]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program's."""
    app.command(
        "history",
        cls=Command,
        epilog="cds-kpi history --unit so-y-te --quarter Q3",
        help=say(
            "Các lần gửi của một đơn vị trong một kỳ, và những gì đã thay đổi giữa các lần.",
            "A unit's revisions for a period, and what changed from one to the next.",
        ),
    )(history)
    app.command(
        "verify-receipt",
        cls=Command,
        epilog=f"cds-kpi verify-receipt {say('bien-nhan', 'receipt')}.html",
        help=say(
            "Đối chiếu một biên nhận với kho số liệu, không cần mạng: khớp (0) hay không (1).",
            "Compare a receipt with the store, offline: it agrees (0) or does not (1).",
        ),
    )(verify_receipt)
