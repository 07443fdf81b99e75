"""All commands of the program, and the options that stand before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click import Command as AnyCommand
from typer.core import TyperOption

from cds_kpi import __version__
from cds_kpi.cli import PROGRAM
from cds_kpi.cli.contents import CONTENTS, summarise
from cds_kpi.cli.endings import Code
from cds_kpi.cli.help import Group, print_help
from cds_kpi.cli.language import LANGUAGES, VARIABLE, say
from cds_kpi.cli.terminal import write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import find_visit

if TYPE_CHECKING:
    from typer._click import Context, Parameter

EXAMPLES = """\
cds-kpi check
cds-kpi report --quarter Q3
cds-kpi --workspace ~/cds --lang en indicators show online-dossiers"""


class _Shelf(Mapping[str, AnyCommand]):
    """The commands by name; a command's module is loaded when it is first taken down."""

    def __init__(self) -> None:
        self._taken: dict[str, AnyCommand] = {}

    def __getitem__(self, name: str) -> AnyCommand:
        if name not in self._taken:
            app = typer.Typer(rich_markup_mode=None)
            import_module(f"cds_kpi.cli.{CONTENTS[name][0]}").add_commands(app)
            self._taken.update(typer.main.get_group(app).commands)
        return self._taken[name]

    def __contains__(self, name: object) -> bool:
        return name in CONTENTS

    def __iter__(self) -> Iterator[str]:
        return iter(CONTENTS)

    def __len__(self) -> int:
        return len(CONTENTS)


class Program(Group):
    """The program itself, which knows its commands by their table of contents."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Shelf()  # type: ignore[assignment]  # nothing is ever added to it

    def list_summaries(self) -> list[tuple[str, str]]:
        """Return each command with what it is for."""
        return [(name, summarise(name)) for name in CONTENTS]


def build_commands() -> Program:
    """Return the whole command line, ready to be called; a command is made when it is first asked for."""
    app = typer.Typer(
        cls=Program, invoke_without_command=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback(
        epilog=EXAMPLES,
        help=say(
            "Thu thập số liệu chuyển đổi số của một địa phương, đối chiếu với mục tiêu và lập báo cáo.",
            "Collect a city's digital transformation figures, measure them against their targets, and report.",
        ),
    )(_begin)
    commands = typer.main.get_command(app)
    assert isinstance(commands, Program), "what has a callback is a group"
    _word_completion(commands)
    return commands


def _word_completion(commands: Program) -> None:
    """Put Typer's own options for completion into our words."""
    for option in commands.params:
        if not isinstance(option, TyperOption):
            continue
        if option.name == "install_completion":
            option.help = say(
                "Cài đặt hoàn thành lệnh bằng phím Tab.", "Install completion with the Tab key."
            )
            option.callback = _install_completion
        elif option.name == "show_completion":
            option.help = say(
                "In đoạn mã hoàn thành lệnh của shell.", "Print the shell's script for completion."
            )


def _install_completion(context: Context, parameter: Parameter, value: object) -> None:
    if value and not context.resilient_parsing:
        from cds_kpi.cli.completion import install

        install(context)
        raise typer.Exit


def _print_version(context: typer.Context, value: bool) -> None:
    if value and not context.resilient_parsing:
        write_out(f"{PROGRAM} {__version__}")
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
    no_cache: Annotated[
        bool,
        typer.Option(
            "--no-cache",
            help=say(
                "Đọc lại mọi tệp, không dùng và không ghi bộ nhớ đệm.",
                "Read every file anew; use no cache and keep none.",
            ),
        ),
    ] = False,
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
    context.obj = find_visit(context).asked(workspace, known, keeps_cache=not no_cache)
    if context.invoked_subcommand is None:
        print_help(context)
        raise typer.Exit(Code.REQUEST)
