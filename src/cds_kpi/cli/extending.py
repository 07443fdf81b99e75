"""`extend`: later deadlines for single units."""

from __future__ import annotations

from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, point_to_help
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import (
    By,
    Period,
    Programme,
    Quarter,
    Reason,
    Unit,
    Year,
    find_person,
    parse_day,
    read_asking,
    read_wording,
)
from cds_kpi.cli.terminal import clean, write_error, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit


def extend(
    context: typer.Context,
    *,
    unit: Unit = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar=say("NGÀY", "DATE"),
            help=say("Ngày cuối cùng đúng hạn mới: 2022-09-26.", "The new last on-time day: 2022-09-26."),
        ),
    ] = None,
    reason: Reason = None,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    by: By = None,
) -> int:
    """Grant one unit a later deadline."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    because = read_wording(context, "--reason", reason)
    if not unit or not until or because is None:
        raise CallError(
            say("Cần --unit, --until và --reason.", "--unit, --until and --reason are needed."),
            point_to_help(context),
        )
    root, language = enter_workspace(visit)
    made = desk.extend_deadline(
        root,
        asking,
        unit,
        parse_day("--until", until),
        by=find_person(by),
        reason=because,
        now=visit.now,
        language=language,
    )
    if isinstance(made, desk.Refusal):
        raise refuse(made, root, language)
    write_out(
        say(
            f"Đã gia hạn kỳ {made.period} cho {clean(made.unit_name)}: ngày cuối cùng đúng hạn là "
            f"{made.until_text} (trước đó {made.before_text}).\n{made.file}\n",
            f"Extended {made.period} for {clean(made.unit_name)}: the last on-time day is {made.until_text} "
            f"(it was {made.before_text}).\n{made.file}\n",
            language,
        )
    )
    if made.others:
        names = ", ".join(made.others)
        write_error(
            say(
                f"Gia hạn theo kỳ nên cũng áp dụng cho kỳ này của: {names}.",
                f"An extension is for the period: it holds in this period's rounds of {names}, too.",
                language,
            )
        )
    if made.until < visit.now.date().isoformat():
        write_error(
            say(
                f"Lưu ý: ngày {made.until_text} đã qua; những gì đến sau ngày đó vẫn là trễ hạn.",
                f"Note: {made.until_text} is over; whatever comes after that day is still late.",
                language,
            )
        )
    return Code.DONE


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "extend",
        cls=Command,
        epilog=say(
            'cds-kpi extend --unit so-y-te --quarter Q3 --until 2022-09-26 --reason "Mất điện diện rộng"',
            'cds-kpi extend --unit so-y-te --quarter Q3 --until 2022-09-26 --reason "A long power cut"',
        ),
        help=summarise("extend"),
    )(extend)
