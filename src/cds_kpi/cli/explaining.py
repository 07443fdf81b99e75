"""`explain`: one figure's whole story, from the rule and its document to every file and line, the sums, the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.figures import Form, Key, Out, Pace, SkipBroken, tell_figure
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import AsOf, Period, Programme, Quarter, Year

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.cli.terminal import Terminal
    from cds_kpi.text import Language

EXAMPLES = f"""\
cds-kpi explain online-dossiers --quarter Q3
cds-kpi explain 5 --quarter Q3 --as-of 2022-09-20 --format json
cds-kpi explain online-dossiers --quarter Q3 --pace growth
cds-kpi explain smartphone --quarter Q3 --out {say("dien-giai", "explanation")}.html"""


def explain(
    context: typer.Context,
    indicator: Key,
    *,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    as_of: AsOf = None,
    form: Form = None,
    out: Out = None,
    pace: Pace = "line",
    skip_broken: SkipBroken = False,
) -> int:
    """Print how a figure came about and where it leads; refused while the data has errors."""

    def make(
        root: Path, asking: desk.Asking, moment: datetime, language: Language
    ) -> desk.ExplanationView | desk.Refusal:
        return desk.explain_figure(
            root,
            indicator,
            asking,
            as_of=moment,
            language=language,
            skip_broken=skip_broken,
            with_growth=pace == "growth",
        )

    def render(
        root: Path, view: desk.ExplanationView, chosen: str, _terminal: Terminal
    ) -> bytes | desk.Refusal:
        return desk.render_explanation(root, view, chosen)

    return tell_figure(
        context, make, render,
        quarter=quarter, year=year, period=period, programme=programme, as_of=as_of, form=form, out=out,
    )  # fmt: skip


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "explain",
        cls=Command,
        epilog=EXAMPLES,
        help=summarise("explain"),
    )(explain)
