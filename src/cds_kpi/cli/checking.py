"""`check`: everything that is wrong with a workspace, or with some files, in one run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command
from cds_kpi.cli.keeping import keep_answer
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import show_work, write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import enter_workspace, find_visit

FORMATS = ("full", "concise", "json", "github")
"""What problems can be printed as."""
EXAMPLES = """\
cds-kpi check
cds-kpi check data/submissions/2022-Q3
cds-kpi check --format json | jq .errors"""


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar=say("[ĐƯỜNG_DẪN]...", "[PATH]..."),
            help=say(
                "Tệp, thư mục cần kiểm tra; không ghi: cả thư mục làm việc.",
                "Files and folders to check; without any, the whole workspace.",
            ),
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar=say("DẠNG", "FORM"),
            parser=one_of(*FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=say(
                "full: có trích dòng (mặc định); concise: mỗi vấn đề một dòng; json: cho chương trình khác; "
                "github: ghi chú trong GitHub Actions.",
                "full: with excerpts (default); concise: one line a problem; json: for other programs; "
                "github: notes in GitHub Actions.",
            ),
        ),
    ] = "full",
) -> int:
    """Print what is wrong and return 1 where anything is an error; silent and 0 where all is well."""
    from cds_kpi.cli import printing
    from cds_kpi.problems import is_error

    visit = find_visit(context)
    root, language = enter_workspace(visit)
    if not paths:
        keep_answer(visit, root, is_timely=False)
    with show_work(visit.terminal, say("Đang kiểm tra…", "Checking…", language)):
        problems = desk.check_paths(root, paths) if paths else desk.check_workspace(root)
    if isinstance(problems, desk.Refusal):
        raise refuse(problems, root, language)
    errors = sum(is_error(problem) for problem in problems)
    if form == "json":
        write_out(printing.format_for_programs(problems, language))
    elif form == "concise":
        write_out(printing.format_concise(problems, root, language))
    elif form == "github":
        write_out(printing.format_github(problems, root, language))
    elif problems:
        write_out(printing.format_problems(problems, root, language, visit.terminal))
        write_out(f"\n{printing.count_problems(errors, len(problems) - errors, language)}\n")
    return Code.DATA if errors else Code.DONE


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "check",
        cls=Command,
        epilog=EXAMPLES,
        help=f"{summarise('check')}\n\n"
        + say(
            "Không in gì và trả về 0 khi mọi thứ đúng; trả về 1 khi có lỗi (chỉ có cảnh báo: 0).",
            "Prints nothing and returns 0 when all is well; returns 1 for errors (warnings alone: 0).",
        ),
    )(check)
