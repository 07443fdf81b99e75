"""Help pages in the language of the call, and commands that complain in our words.

Convention: every command and group of the program is one of these classes; an epilog holds examples, one a line.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer._click import Command as AnyCommand
from typer._click.exceptions import UsageError
from typer._click.shell_completion import CompletionItem
from typer._click.utils import make_default_short_help
from typer.core import TyperCommand, TyperGroup

from cds_kpi.cli.endings import CallError
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import write_out
from cds_kpi.cli.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from typer._click import Context, HelpFormatter, Parameter
    from typer.core import TyperOption

_WORDS = {
    "[OPTIONS]": say("[TÙY CHỌN]", "[OPTIONS]"),
    "COMMAND [ARGS]...": say("LỆNH [THAM SỐ]...", "COMMAND [ARGS]..."),
}
"""What Typer puts in a usage line."""


def print_help(context: Context) -> None:
    """Print the help page of the command that a context belongs to."""
    write_out(context.get_help())


class _Page(AnyCommand):
    """Whatever has a help page."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return --help, in our words."""
        return _reword_help_option(super().get_help_option(ctx))

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page."""
        _format_page(self, ctx, formatter)


class Command(_Page, TyperCommand):
    """A command whose help and complaints are in our words."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the call; complain of what is left over."""
        ctx.allow_extra_args = True
        with _naming(ctx):
            left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise CallError(
                say(f"Lời gọi thừa “{' '.join(left)}”.", f"“{' '.join(left)}” is one too many."),
                point_to_help(ctx),
            )
        return left


class Group(_Page, TyperGroup):
    """A group of commands whose help and complaints are in our words."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the call; whatever is wrong with it names this group."""
        with _naming(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Find the command that is called; complain of one that does not exist."""
        name = args[0]
        if name not in self.commands and not ctx.resilient_parsing:
            raise CallError(
                say(f"Không có lệnh “{name}”.", f"There is no command “{name}”."),
                self.suggest_command(ctx, name) or point_to_help(ctx),
            )
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands, in order."""
        return list(self.commands)

    def list_summaries(self) -> list[tuple[str, str]]:
        """Return each command with what it is for, in order."""
        return [(name, (one.help or "").partition("\n\n")[0]) for name, one in self.commands.items()]

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return what may follow: commands that begin so, and options."""
        summaries = [pair for pair in self.list_summaries() if pair[0].startswith(incomplete)]
        items = [CompletionItem(name, help=make_default_short_help(text)) for name, text in summaries]
        return items + AnyCommand.shell_complete(self, ctx, incomplete)

    def suggest_command(self, ctx: Context, name: str) -> str | None:
        """Return what may have been meant by a command that does not exist."""
        from cds_kpi.text import find_near

        near = find_near(name, list(self.commands))
        return None if near is None else suggest(f"{ctx.command_path} {near}")


class InfoGroup(Group):
    """A group that tells of itself when nothing else is asked: `cache` is `cache info`."""

    by_itself = "info"

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the call; put the command that is meant by itself into one that names none."""
        is_bare = not args or (args[0].startswith("-") and args[0] not in {"-h", "--help"})
        if is_bare and not ctx.resilient_parsing:
            args = [self.by_itself, *args]
        return super().parse_args(ctx, args)


class ListGroup(InfoGroup):
    """A group that lists when nothing else is asked: `indicators` is `indicators list`."""

    by_itself = "list"

    def suggest_command(self, ctx: Context, name: str) -> str | None:
        """Return the command that may have been meant, or that the name may be one to show."""
        shown = suggest(f"{ctx.command_path} show {name}") if "show" in self.commands else None
        return super().suggest_command(ctx, name) or shown


@contextmanager
def _naming(context: Context) -> Iterator[None]:
    """Let what is wrong with a call say which command it was a call of: the parser itself does not always."""
    try:
        yield
    except UsageError as error:
        error.ctx = error.ctx or context
        raise


def suggest(meant: str) -> str:
    """Return what was probably meant."""
    return say(f"Có lẽ cần ghi “{meant}”.", f"Did you mean “{meant}”?")


def point_to_help(context: Context) -> str:
    """Return where the help on a command is."""
    call = f"{context.command_path} --help"
    return say(f"Xem “{call}”.", f"See “{call}”.")


def _reword_help_option(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = say("Hiện trang trợ giúp này.", "Show this page.")
        option.callback = _show_help
    return option


def _show_help(context: Context, parameter: Parameter, value: Any) -> None:
    if value and not context.resilient_parsing:
        print_help(context)
        raise typer.Exit


def _format_page(command: AnyCommand, context: Context, formatter: HelpFormatter) -> None:
    pieces = [_WORDS.get(piece, piece.strip("{}")) for piece in command.collect_usage_pieces(context)]
    formatter.write_usage(context.command_path, " ".join(pieces), prefix=say("Cách dùng: ", "Usage: "))
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(command.help or "")
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in command.get_params(context):
        row = _describe(parameter, context)
        if row is not None:
            (arguments if parameter.param_type_name == "argument" else options).append(row)
    _write_section(context, formatter, say("Tham số", "Arguments"), arguments)
    _write_section(context, formatter, say("Tùy chọn", "Options"), options)
    if isinstance(command, Group):
        _write_section(context, formatter, say("Lệnh", "Commands"), command.list_summaries())
    if command.epilog:
        _write_heading(context, formatter, say("Ví dụ", "Examples"))
        for line in command.epilog.splitlines():
            formatter.write(f"  {line}\n")


def _describe(parameter: Parameter, context: Context) -> tuple[str, str] | None:
    """Return the name and the help of an argument or option, with its variable and whether it is required."""
    record = parameter.get_help_record(context)
    if record is None:
        return None
    extras = []
    if parameter.envvar:
        extras.append(say(f"biến môi trường {parameter.envvar}", f"environment variable {parameter.envvar}"))
    if parameter.required:
        extras.append(say("bắt buộc", "required"))
    text: str = getattr(parameter, "help", None) or ""
    name = record[0].replace("[", "").replace("]", "")
    return name, f"{text} [{'; '.join(extras)}]" if extras else text


def _write_section(
    context: Context, formatter: HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]
) -> None:
    if rows:
        _write_heading(context, formatter, heading)
        with formatter.indentation():
            formatter.write_dl(rows)


def _write_heading(context: Context, formatter: HelpFormatter, heading: str) -> None:
    visit = context.find_object(Visit)
    formatter.write_paragraph()
    formatter.write(f"{visit.terminal.paint(heading, 'bold') if visit else heading}:\n")
