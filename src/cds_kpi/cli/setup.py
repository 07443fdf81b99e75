"""`init`, `schema` and `explain-problem`: beginning a workspace, and help with writing its files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_codes
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, suggest
from cds_kpi.cli.language import LANGUAGE, say
from cds_kpi.cli.tables import Column, format_table
from cds_kpi.cli.terminal import clean, format_json, write_error, write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import find_visit
from cds_kpi.text import find_near

SCHEMAS = ("catalogue", "units", "submission", "settings")
CATALOGUES = ("tphcm", "hai-phong", "blank")


def init(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar=say("THƯ_MỤC", "DIR"),
            help=say("Thư mục mới, hoặc thư mục đang trống.", "A new folder, or an empty one."),
        ),
    ],
    catalogue: Annotated[
        str,
        typer.Option(
            metavar=say("TÊN", "NAME"),
            autocompletion=lambda: list(CATALOGUES),
            help=say(
                "Danh mục để bắt đầu: tphcm (mặc định), hai-phong, blank (để trống).",
                "The catalogue to begin with: tphcm (default), hai-phong, blank.",
            ),
        ),
    ] = "tphcm",
) -> int:
    """Make a new workspace."""
    visit = find_visit(context)
    language = visit.language or LANGUAGE
    written = desk.make_workspace(folder, catalogue)
    if isinstance(written, desk.Refusal):
        raise refuse(written, None, language)
    names = "".join(f"  {clean(str(path))}\n" for path in written)
    write_error(f"{say('Đã ghi:', 'Written:')}\n{names}")
    begin = f"cds-kpi --workspace {folder} check"
    write_error(say(f"Tiếp theo: {clean(begin)}", f"Next: {clean(begin)}"))
    return Code.DONE


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar=say("LOẠI", "KIND"),
            parser=one_of(*SCHEMAS),
            autocompletion=lambda: list(SCHEMAS),
            help=say(f"Loại tệp: {', '.join(SCHEMAS)}.", f"The kind of file: {', '.join(SCHEMAS)}."),
        ),
    ],
) -> int:
    """Print a JSON Schema."""
    write_out(format_json(desk.make_schema(name)))
    return Code.DONE


def explain_problem(
    context: typer.Context,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar=say("MÃ", "CODE"),
            autocompletion=complete_codes,
            help=say(
                "Mã vấn đề, như KPI501; không ghi: liệt kê tất cả.",
                "A code such as KPI501; without one, all.",
            ),
        ),
    ] = None,
) -> int:
    """Print what a code means, or all codes."""
    from cds_kpi.problems import KINDS, explain_kind, find_kind

    visit = find_visit(context)
    language = visit.language or LANGUAGE
    if code is None:
        columns = (
            Column(say("Mã", "Code"), style="cyan"),
            Column(say("Mức độ", "Severity")),
            Column(say("Vấn đề", "Problem"), is_wide=True),
        )
        severities = {"error": say("lỗi", "error"), "warning": say("cảnh báo", "warning")}
        rows = [[kind.code, severities[kind.severity], kind.summary.say(language)] for kind in KINDS.values()]
        write_out(format_table(columns, rows, visit.terminal))
        return Code.DONE
    kind = find_kind(code)
    if kind is None:
        near = find_near(code, list(KINDS))
        raise CallError(
            say(f"Không có mã vấn đề “{code}”.", f"There is no problem code “{code}”."),
            suggest(near)
            if near
            else say("Xem danh sách: cds-kpi explain-problem.", "For all: cds-kpi explain-problem."),
        )
    write_out(explain_kind(kind, language))
    return Code.DONE


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program's."""
    app.command(
        "init",
        cls=Command,
        epilog=say(
            "cds-kpi init so-lieu\ncds-kpi init so-lieu --catalogue blank",
            "cds-kpi init figures\ncds-kpi init figures --catalogue blank",
        ),
        help=summarise("init"),
    )(init)
    app.command(
        "schema",
        cls=Command,
        epilog="cds-kpi schema submission > submission.schema.json",
        help=summarise("schema"),
    )(schema)
    app.command(
        "explain-problem",
        cls=Command,
        epilog="cds-kpi explain-problem KPI501\ncds-kpi explain-problem",
        help=summarise("explain-problem"),
    )(explain_problem)
