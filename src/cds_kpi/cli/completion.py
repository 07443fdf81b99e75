"""What the shell offers for completion: ids of the workspace, and installing the completion itself.

Convention: completion never fails and never speaks; where anything is wrong it offers nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer
from typer import _completion_classes

from cds_kpi import desk
from cds_kpi.cli import PROGRAM, clock
from cds_kpi.cli.endings import CallError
from cds_kpi.cli.language import LANGUAGE, say
from cds_kpi.cli.terminal import write_out

if TYPE_CHECKING:
    from typer._click import Command, Context

Offer = list[tuple[str, str]]
"""Words, each with what it stands for."""
Complete = Callable[[typer.Context, str], Offer]


def _offer(find: Callable[[Path], Offer]) -> Complete:
    """Return a completion for Typer out of what lists the words of a workspace."""

    def complete(ctx: typer.Context, incomplete: str) -> Offer:
        try:
            named = ctx.find_root().params.get("workspace")
            root = Path(named) if named else desk.find_workspace(Path.cwd())
            desk.use_cache(os.environ, clock.read_clock())
            return [pair for pair in find(root) if pair[0].startswith(incomplete)] if root is not None else []
        except Exception:  # noqa: BLE001 - a traceback in the middle of the line one types helps nobody
            return []

    return complete


def _list_programmes_and_all(root: Path) -> Offer:
    programmes = desk.list_names(root, "programme", LANGUAGE)
    return [*programmes.items(), (desk.ALL, say("mọi chương trình, so với nhau", "every one, compared"))]


def complete_codes(incomplete: str) -> Offer:
    """Return the problem codes that begin so."""
    from cds_kpi.problems import KINDS

    codes = [(kind.code, kind.summary.say(LANGUAGE)) for kind in KINDS.values()]
    return [pair for pair in codes if pair[0].startswith(incomplete.upper())]


def complete_forms(incomplete: str) -> list[str]:
    """Return what may follow in a list of a report's forms: after `md,` also `md,html`."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{form}" for form in desk.FORMATS if form.startswith(last)]


def _list_templates(root: Path) -> Offer:
    return [(line.name, "") for line in desk.list_templates(root) if line.origin == "packaged"]


def _list_keys(root: Path) -> Offer:
    return list(desk.name_keys(root).items())


def _offer_names(what: Literal["unit", "indicator", "pillar", "programme", "period"]) -> Complete:
    return _offer(lambda root: list(desk.list_names(root, what, LANGUAGE).items()))


complete_programmes = _offer_names("programme")
complete_programmes_and_all = _offer(_list_programmes_and_all)
complete_periods = _offer_names("period")
complete_indicators = _offer_names("indicator")
complete_pillars = _offer_names("pillar")
complete_units = _offer_names("unit")
complete_keys = _offer(_list_keys)
complete_templates = _offer(_list_templates)


def answer_shell(commands: Command, variable: str) -> None:
    """Answer the shell's question in an environment variable, which ends the run; an empty one asks nothing."""
    # What is offered holds no markup: a bracket in a name is a bracket, and Rich need not be loaded to take it out.
    _completion_classes._sanitize_help_text = lambda text: text
    commands._main_shell_completion({}, PROGRAM, variable)


def install(context: Context) -> None:
    """Install completion for the shell the program was called from, and say where."""
    from typer._completion_shared import Shells, _get_shell_name
    from typer._completion_shared import install as write_script

    shell = _get_shell_name()
    if shell not in {known.value for known in Shells}:
        listed = ", ".join(known.value for known in Shells)
        raise CallError(
            say("Không nhận ra shell đang dùng.", "The shell could not be recognised."),
            say(f"Chạy lệnh này trong {listed}.", f"Run this in one of: {listed}."),
        )
    _, path = write_script(shell=shell, prog_name=context.find_root().info_name)
    write_out(
        say(
            f"Đã cài đặt tại {path}; có hiệu lực khi mở lại shell.",
            f"Installed at {path}; it works once the shell is opened anew.",
        )
    )
