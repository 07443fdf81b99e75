"""`doctor`: whether the machine and the workspace have what the program needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.running import find_zone
from cds_kpi.cli.tables import NARROWEST, wrap
from cds_kpi.cli.terminal import clean, format_json, measure, write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.cli.terminal import Terminal

FORMATS = ("text", "json")
MARKS = {"fine": "●", "attention": "▲", "failed": "×", "unknown": "–"}
STYLES = {"attention": "bold yellow", "failed": "bold red", "unknown": "dim"}


def doctor(
    context: typer.Context,
    *,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            parser=one_of(*FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=say("Văn bản để đọc (mặc định), hoặc JSON.", "Text to read (default), or JSON."),
        ),
    ] = "text",
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help=say(
                "Nêu những gì còn lại sau khi máy dừng giữa chừng, tệp hỏng, bản sao trùng, và sẽ làm gì với chúng; "
                "chưa thay đổi gì.",
                "Tell what interrupted work left, what is damaged or copied twice, and what would be done about it; "
                "nothing is changed.",
            ),
        ),
    ] = False,
    apply: Annotated[
        bool,
        typer.Option(
            "--apply",
            help=say(
                "Cùng với --repair: làm đúng những việc đó. Không xóa gì đơn vị đã gửi; tệp chuyển đi nằm trong "
                "data/set-aside.",
                "With --repair: do it. Nothing that was sent is deleted; what is moved is in data/set-aside.",
            ),
        ),
    ] = False,
) -> int:
    """Print what was found; return 3 where somebody should look after something, 5 where nothing can be relied on."""
    if apply and not repair:
        raise CallError(
            say("--apply chỉ đi cùng --repair.", "--apply goes with --repair alone."),
            say("Xem trước: cds-kpi doctor --repair", "See what it would do: cds-kpi doctor --repair"),
        )
    visit = find_visit(context)
    root, language = enter_workspace(visit)
    if repair:
        from cds_kpi.cli.repairing import print_repair

        return print_repair(root, visit, language, form=form, applies=apply)
    findings = desk.examine_workspace(root, now=visit.now, zone=find_zone().name, language=language)
    if form == "json":
        listed = [
            {"check": one.check, "state": one.state, "text": one.text, "advice": one.advice}
            for one in findings
        ]
        write_out(
            format_json({"schema": "cds-kpi.doctor/1", "as_of": visit.now.isoformat(), "findings": listed})
        )
    else:
        write_out(_format_findings(findings, visit.terminal))
    states = {one.state for one in findings}
    if "failed" in states:
        return Code.MACHINE
    return Code.ATTENTION if "attention" in states else Code.DONE


def _format_findings(findings: Sequence[desk.Finding], terminal: Terminal) -> str:
    column = max(measure(one.name) for one in findings) + 4
    room = max(terminal.width - column, NARROWEST)
    lines = []
    for one in findings:
        head = f"{MARKS[one.state]} {one.name}".ljust(column)
        first, *rest = wrap(clean(one.text), room)
        lines.append(terminal.paint(head, STYLES.get(one.state, "cyan")) + first)
        if one.advice is not None:
            rest += wrap(f"→ {clean(one.advice)}", room, "  ")
        lines += [" " * column + line for line in rest]
    return "".join(f"{line}\n" for line in lines)


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "doctor",
        cls=Command,
        epilog="cds-kpi doctor\ncds-kpi doctor --format json\ncds-kpi doctor --repair\ncds-kpi doctor --repair --apply",
        help=f"{summarise('doctor')}\n\n"
        + say(
            "Trả về 0 khi mọi thứ ổn, 3 khi có việc cần làm, 5 khi máy không đọc hay không ghi được dữ liệu.",
            "Returns 0 where all is well, 3 where something is to be done, 5 where the machine cannot "
            "read or write the data.",
        ),
    )(doctor)
