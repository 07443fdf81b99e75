"""One run of the program: where it was called, in which language, on what terminal, at what moment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cds_kpi import desk
from cds_kpi.cli.endings import CallError, Code, RefusedError
from cds_kpi.cli.language import LANGUAGE, say
from cds_kpi.cli.terminal import find_here

if TYPE_CHECKING:
    from datetime import datetime

    from typer._click import Context

    from cds_kpi.cli.terminal import Terminal
    from cds_kpi.text import Language


class Visit(NamedTuple):
    """What the caller said before the command, and what the machine says of itself; all read once."""

    terminal: Terminal
    now: datetime
    workspace: Path | None = None
    """The workspace that was named; None: the nearest one."""
    language: Language | None = None
    """The language that was asked for; None: the workspace's own."""
    keeps_cache: bool = True
    """Whether what is read may be kept for the next run."""

    def asked(self, workspace: Path | None, language: Language | None, *, keeps_cache: bool = True) -> Visit:
        """Return the visit with the options that stand before the command."""
        return self._replace(
            workspace=workspace, language=language, keeps_cache=self.keeps_cache and keeps_cache
        )


def find_visit(context: Context) -> Visit:
    """Return the visit that a command belongs to."""
    visit = context.find_object(Visit)
    assert visit is not None, "the door starts every command with one"
    return visit


def enter_workspace(visit: Visit) -> tuple[Path, Language]:
    """Return the workspace and the language to speak in it; declined where there is none.

    A folder that is named and has a data folder is a workspace, even one whose catalogue is gone: that is a problem
    of its data, which `check` tells of.
    """
    if visit.workspace is None:
        here = find_here()
        if here is None:
            raise CallError(
                say(
                    "Thư mục hiện tại không còn, hoặc không mở được.",
                    "The current folder is gone or closed to you.",
                ),
                say(
                    "Vào một thư mục khác, hoặc ghi --workspace.",
                    "Go to another folder, or give --workspace.",
                ),
            )
        start, root = here, desk.find_workspace(here)
    else:
        start = visit.workspace.absolute()
        root = start if (start / "data").is_dir() else None
    if root is None:
        from cds_kpi.problem import Place, Problem

        problem = Problem("workspace-missing", Place(str(start)), {"folder": str(start)})
        raise RefusedError((problem,), Code.REQUEST, None, visit.language or LANGUAGE)
    desk.use_cache(os.environ if visit.keeps_cache else {}, visit.now)
    return root, visit.language or desk.read_language(root)
