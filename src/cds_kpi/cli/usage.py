"""What is wrong with how the program was called, in our words instead of the parser's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer
from typer._click.exceptions import BadOptionUsage, ClickException, MissingParameter, NoSuchOption, UsageError
from typer.core import TyperOption

from cds_kpi.cli.endings import CallError
from cds_kpi.cli.help import point_to_help, suggest
from cds_kpi.cli.language import say

if TYPE_CHECKING:
    from pathlib import Path

    from typer._click import Command as AnyCommand
    from typer._click import Context, Parameter


class WrongChoice(typer.BadParameter):
    """A word that is none of those an option or argument takes."""

    def __init__(self, found: str, known: Sequence[str]) -> None:
        super().__init__(found)
        self.found = found
        self.known = known


def one_of(*known: str) -> Callable[[str], str]:
    """Return a parser for Typer that takes one of some words, in any case, and refuses others with a suggestion."""

    def choose(text: str) -> str:
        for word in known:
            if text.lower() == word.lower():
                return word
        raise WrongChoice(text, known)

    return choose


def word_usage(error: ClickException) -> CallError:
    """Return what the parser found wrong with the call as a complaint in the language of the call."""
    context = error.ctx if isinstance(error, UsageError) else None
    see = point_to_help(context) if context is not None else None
    if isinstance(error, NoSuchOption):
        return _word_option(error.option_name, context, see)
    if isinstance(error, WrongChoice):
        return _word_choice(error)
    if isinstance(error, MissingParameter):
        name = _name(error.param)
        return CallError(say(f"Thiếu {name}.", f"There must be {name}."), see)
    if isinstance(error, BadOptionUsage):
        if _is_flag(error.option_name, context):
            message = say(
                f"{error.option_name} không có giá trị đi kèm.", f"{error.option_name} takes no value."
            )
        else:
            message = say(
                f"{error.option_name} cần một giá trị đi kèm.", f"{error.option_name} needs a value."
            )
        return CallError(message, see)
    return CallError(say("Lời gọi không đúng.", "The call is wrong."), see)


def complain_of_choice(name: str, found: str, known: Sequence[str]) -> CallError:
    """Return the complaint about a word that is none of those known under a name."""
    from cds_kpi.text import find_near

    near = find_near(found, list(known))
    listed = ", ".join(known)
    return CallError(
        say(f"{name} không nhận “{found}”.", f"{name} does not take “{found}”."),
        (f"{suggest(near)} " if near else "") + say(f"Có: {listed}.", f"There are: {listed}."),
    )


def check_suffix(option: str, path: Path, known: Sequence[str]) -> None:
    """Complain of a file whose name does not end as its contents ask for, before anything is done."""
    if path.suffix.removeprefix(".").lower() not in known:
        listed = ", ".join(f".{form}" for form in known)
        raise CallError(
            say(
                f"{option} {path}: tên tệp không có đuôi {listed}.",
                f"{option} {path}: the name does not end in {listed}.",
            )
            if len(known) == 1
            else say(
                f"{option} {path}: không rõ định dạng.", f"{option} {path}: the file's form is unclear."
            ),
            say(f"Ghi một tệp có đuôi {listed}.", f"Name a file that ends in {listed}."),
        )


def _word_option(name: str, context: Context | None, see: str | None) -> CallError:
    message = say(f"Không có tùy chọn {name}.", f"There is no option {name}.")
    if context is None:
        return CallError(message, see)
    if context.parent is not None and name in _list_options(context.find_root().command):
        call = f"{context.find_root().command_path} {name} … {context.info_name}"
        return CallError(
            message, say(f"Ghi trước tên lệnh: {call}.", f"It stands before the command: {call}.")
        )
    from cds_kpi.text import find_near

    near = find_near(name, _list_options(context.command))
    return CallError(message, suggest(near) if near else see)


def _word_choice(error: WrongChoice) -> CallError:
    name = _name(error.param)
    variable = error.param.envvar if error.param is not None else None
    source = error.ctx.get_parameter_source(error.param.name or "") if error.ctx and error.param else None
    if isinstance(variable, str) and source is not None and source.name == "ENVIRONMENT":
        name = say(f"biến môi trường {variable}", f"environment variable {variable}")
    return complain_of_choice(name, error.found, error.known)


def _name(parameter: Parameter | None) -> str:
    if parameter is None:
        return say("một tham số", "an argument")
    if isinstance(parameter, TyperOption):
        return max(parameter.opts, key=len)
    name = parameter.human_readable_name
    return say(f"tham số {name}", f"the argument {name}")


def _list_options(command: AnyCommand) -> list[str]:
    options = (parameter for parameter in command.params if isinstance(parameter, TyperOption))
    return [name for option in options if not option.hidden for name in option.opts] + ["--help"]


def _is_flag(name: str, context: Context | None) -> bool:
    options = context.command.params if context is not None else ()
    return any(
        isinstance(option, TyperOption) and option.is_flag and name in option.opts for option in options
    )
