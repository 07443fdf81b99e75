"""`templates`: the wording of reports, receipts and letters, the office's own and the packaged."""

from __future__ import annotations

from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_templates
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, ListGroup
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import Format, print_rows
from cds_kpi.cli.tables import Column
from cds_kpi.cli.terminal import clean, format_json, shorten_path, write_error, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit


def list_templates(context: typer.Context, form: Format = "table") -> int:
    """Print the templates, a line each, and whose serves."""
    root, language = enter_workspace(find_visit(context))
    lines = desk.list_templates(root)
    if form == "json":
        listed = [
            {"name": line.name, "origin": line.origin, "used": line.is_used, "file": str(line.path)}
            for line in lines
        ]
        write_out(format_json({"schema": "cds-kpi.templates/1", "templates": listed}))
        return Code.DONE
    origins = {
        "packaged": say("đi kèm chương trình", "packaged", language),
        "replaced": say("của cơ quan, thay mẫu đi kèm", "the office's, for the packaged one", language),
        "office": say("của cơ quan", "the office's", language),
    }
    unused = say("không được dùng", "not used", language)
    rows = [
        [clean(line.name), origins[line.origin] if line.is_used else unused, clean(shorten_path(line.path))]
        for line in lines
    ]
    columns = (
        Column(say("Mẫu", "Template", language), style="cyan"),
        Column(say("Nguồn", "Whose", language)),
        Column(say("Tệp", "File", language), is_wide=True),
    )
    print_rows(columns, rows, context, language)
    return Code.DONE


def copy_templates(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=say("[MẪU]...", "[TEMPLATE]..."),
            autocompletion=complete_templates,
            help=say("Tên các mẫu, như report.html.j2.", "Names of templates, such as report.html.j2."),
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help=say("Mọi mẫu đi kèm chưa có.", "Every packaged one not there yet.")),
    ] = False,
) -> int:
    """Copy packaged templates into the workspace, to be changed there."""
    root, language = enter_workspace(find_visit(context))
    if bool(names) == everything:
        raise CallError(
            say("Cần tên mẫu, hoặc --all.", "Name templates, or give --all."),
            say("Xem tên các mẫu: cds-kpi templates list.", "For the names: cds-kpi templates list."),
        )
    chosen = names or [line.name for line in desk.list_templates(root) if line.origin == "packaged"]
    written = desk.copy_templates(root, list(dict.fromkeys(chosen)))
    if isinstance(written, desk.Refusal):
        raise refuse(written, root, language)
    listed = "".join(f"  {clean(shorten_path(path))}\n" for path in written)
    write_error(f"{say('Đã ghi:', 'Written:', language)}\n{listed}")
    return Code.DONE


def check_templates(context: typer.Context) -> int:
    """Fill every template with sample data; print what is wrong and return 1 where anything is an error."""
    from cds_kpi.cli import printing
    from cds_kpi.problems import is_error

    visit = find_visit(context)
    root, language = enter_workspace(visit)
    problems = desk.check_templates(root)
    errors = sum(is_error(problem) for problem in problems)
    if problems:
        write_out(printing.format_problems(problems, root, language, visit.terminal))
        write_out(f"\n{printing.count_problems(errors, len(problems) - errors, language)}\n")
    return Code.DATA if errors else Code.DONE


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    templates = typer.Typer(
        cls=ListGroup,
        epilog="cds-kpi templates\ncds-kpi templates copy report.html.j2\ncds-kpi templates check",
        help=summarise("templates"),
    )
    templates.command(
        "list",
        cls=Command,
        epilog="cds-kpi templates list\ncds-kpi templates --format json",
        help=say(
            "Liệt kê các mẫu và cho biết mẫu nào đang được dùng (mặc định).",
            "List the templates and whose serves (what the group does by itself).",
        ),
    )(list_templates)
    templates.command(
        "copy",
        cls=Command,
        epilog="cds-kpi templates copy report.html.j2 parts/style.css.j2\ncds-kpi templates copy --all",
        help=say(
            "Chép mẫu đi kèm vào thư mục templates để cơ quan tự sửa; tệp đã có thì không ghi đè.",
            "Copy packaged templates into the folder templates, for the office to change; never over a file.",
        ),
    )(copy_templates)
    templates.command(
        "check",
        cls=Command,
        epilog="cds-kpi templates check",
        help=say(
            "Thử mọi mẫu với số liệu mẫu, cả hai ngôn ngữ; không in gì và trả về 0 khi mọi mẫu dùng được.",
            "Try every template with sample data in both languages; silent and 0 when all of them work.",
        ),
    )(check_templates)
    app.add_typer(templates, name="templates")
