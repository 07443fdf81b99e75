"""All commands of the program, and the options that stand before them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from cds_kpi import __version__
from cds_kpi.cli import (
    checking,
    closing,
    completion,
    contributions,
    deadlines,
    differing,
    doctor,
    explaining,
    extending,
    forms,
    history,
    indicators,
    mail,
    receipts,
    reporting,
    reviewing,
    running,
    setup,
    standing,
    submitting,
    templates,
    units,
)
from cds_kpi.cli.endings import Code
from cds_kpi.cli.help import Group, print_help
from cds_kpi.cli.language import LANGUAGES, VARIABLE, say
from cds_kpi.cli.terminal import write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import find_visit

EXAMPLES = """\
cds-kpi check
cds-kpi report --quarter Q3
cds-kpi --workspace ~/cds --lang en indicators show online-dossiers"""


ORDER = (
    *("init", "check", "indicators", "units"),
    *("form", "submit", "status", "history", "verify-receipt", "review", "close", "reopen"),
    *("check-deadlines", "extend", "mail", "cron-line"),
    *("report", "explain", "contributions", "diff"),
    *("templates", "schema", "explain-problem", "doctor"),
)
"""The commands as the help lists them."""


def build_commands() -> TyperGroup:
    """Return the whole command line, ready to be called."""
    app = typer.Typer(
        cls=Group, invoke_without_command=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback(
        epilog=EXAMPLES,
        help=say(
            "Thu thập số liệu chuyển đổi số của một địa phương, đối chiếu với mục tiêu và lập báo cáo.",
            "Collect a city's digital transformation figures, measure them against their targets, and report.",
        ),
    )(_begin)
    families = (
        *(checking, closing, contributions, deadlines, differing, doctor, explaining, extending, forms),
        *(history, indicators, mail, receipts, reporting, reviewing, running, setup, standing),
        *(submitting, templates, units),
    )
    for family in families:
        family.add_commands(app)
    commands = typer.main.get_command(app)
    assert isinstance(commands, TyperGroup), "there is more than one command"
    commands.commands = {name: commands.commands[name] for name in ORDER}
    completion.word_options(commands)
    return commands


def _print_version(context: typer.Context, value: bool) -> None:
    if value and not context.resilient_parsing:
        write_out(f"cds-kpi {__version__}")
        raise typer.Exit


def _begin(
    context: typer.Context,
    *,
    workspace: Annotated[
        Path | None,
        typer.Option(
            metavar=say("THƯ_MỤC", "DIR"),
            envvar="CDS_KPI_WORKSPACE",
            help=say(
                "Thư mục làm việc; không ghi: thư mục gần nhất, từ thư mục hiện tại trở lên, có "
                "data/indicators.yaml.",
                "The workspace; by default the nearest folder, from the current one upward, with "
                "data/indicators.yaml.",
            ),
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="|".join(LANGUAGES),
            envvar=VARIABLE,
            parser=one_of(*LANGUAGES),
            autocompletion=lambda: list(LANGUAGES),
            help=say(
                "Ngôn ngữ; không ghi: theo data/settings.yaml, rồi đến tiếng Việt.",
                "The language; by default that of data/settings.yaml, else Vietnamese.",
            ),
        ),
    ] = None,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help=say("Khi có sự cố, in chi tiết kỹ thuật.", "When something fails, print technical details."),
        ),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_print_version,
            help=say("In phiên bản.", "Print the version."),
        ),
    ] = False,
) -> None:
    known = next((one for one in LANGUAGES if one == language), None)
    context.obj = find_visit(context).asked(workspace, known)
    if context.invoked_subcommand is None:
        print_help(context)
        raise typer.Exit(Code.REQUEST)
