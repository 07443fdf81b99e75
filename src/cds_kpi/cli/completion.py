"""What the shell offers for completion: ids of the workspace, and installing the completion itself.

Convention: completion never fails and never speaks; where anything is wrong it offers nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cds_kpi import desk
from cds_kpi.cli.endings import CallError
from cds_kpi.cli.language import LANGUAGE, say
from cds_kpi.cli.terminal import write_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer._click import Context

Offer = list[tuple[str, str]]
"""Words, each with what it stands for."""


def _offer(find: Callable[[Path], Offer]) -> Callable[[typer.Context, str], Offer]:
    """Return a completion for Typer out of what lists the words of a workspace."""

    def complete(ctx: typer.Context, incomplete: str) -> Offer:
        try:
            named = ctx.find_root().params.get("workspace")
            root = Path(named) if named else desk.find_workspace(Path.cwd())
            return [pair for pair in find(root) if pair[0].startswith(incomplete)] if root is not None else []
        except Exception:  # noqa: BLE001 - a traceback in the middle of the line one types helps nobody
            return []

    return complete


def _list_programmes(root: Path) -> Offer:
    read = desk.read_catalogue(root)
    if isinstance(read, desk.Refusal):
        return []
    return [(key, programme.name.say(LANGUAGE)) for key, programme in read[0].programmes.items()]


def _list_programmes_and_all(root: Path) -> Offer:
    return [*_list_programmes(root), (desk.ALL, say("mọi chương trình, so với nhau", "every one, compared"))]


def _list_periods(root: Path) -> Offer:
    read = desk.read_catalogue(root)
    if isinstance(read, desk.Refusal):
        return []
    periods = [one.period for programme in read[0].programmes.values() for one in programme.rounds]
    return [(str(period), period.title(LANGUAGE)) for period in dict.fromkeys(periods)]


def _list_indicators(root: Path) -> Offer:
    cards = desk.list_indicators(root, LANGUAGE)
    return [] if isinstance(cards, desk.Refusal) else [(card.id, card.name) for card in cards]


def _list_pillars(root: Path) -> Offer:
    cards = desk.list_indicators(root, LANGUAGE)
    return (
        []
        if isinstance(cards, desk.Refusal)
        else list({card.pillar: card.pillar_name for card in cards}.items())
    )


def _list_units(root: Path) -> Offer:
    cards = desk.list_units(root, LANGUAGE)
    return [] if isinstance(cards, desk.Refusal) else [(card.id, card.name) for card in cards]


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


complete_programmes = _offer(_list_programmes)
complete_programmes_and_all = _offer(_list_programmes_and_all)
complete_periods = _offer(_list_periods)
complete_indicators = _offer(_list_indicators)
complete_pillars = _offer(_list_pillars)
complete_units = _offer(_list_units)
complete_templates = _offer(_list_templates)


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
