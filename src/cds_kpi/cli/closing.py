"""`close` and `reopen`: a round is settled, and opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, StoppedError, refuse
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import (
    By,
    Period,
    Programme,
    Quarter,
    Reason,
    Year,
    find_period,
    find_person,
    miss_option,
    print_deed,
    read_asking,
    read_wording,
)
from cds_kpi.cli.talking import confirm
from cds_kpi.cli.terminal import clean, write_error
from cds_kpi.cli.visit import Visit, enter_workspace, find_visit
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.text import Language

Yes = Annotated[bool, typer.Option("--yes", help=say("Không hỏi lại.", "Ask nothing."))]


def close(
    context: typer.Context,
    *,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    reason: Reason = None,
    by: By = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help=say("Khóa dù đợt trước còn mở.", "Close it although an earlier round is still open."),
        ),
    ] = False,
    yes: Yes = False,
) -> int:
    """Close a round."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    because = read_wording(context, "--reason", reason)
    root, language = enter_workspace(visit)
    named = find_period(context, root, asking, language)
    _warn_of_returned(root, asking, visit, language)
    _ask_first(
        visit,
        language,
        yes,
        say(
            f"Khóa đợt báo cáo kỳ {named}? Sau khi khóa, đơn vị không gửi thêm được.",
            f"Close the round {named}? Nothing can be sent to it after that.",
            language,
        ),
        say(
            f"Đã dừng; đợt báo cáo kỳ {named} vẫn mở.", f"Stopped; the round {named} is still open.", language
        ),
    )
    deed = desk.close_round(root, asking, by=find_person(by), now=visit.now, reason=because, force=force)
    if isinstance(deed, desk.Refusal):
        raise refuse(deed, root, language)
    print_deed(
        deed,
        language,
        say(
            f"Đã khóa đợt báo cáo kỳ {deed.period} của chương trình {deed.programme}, với số liệu của "
            f"{deed.counted} đơn vị.",
            f"Closed: {deed.period} of {deed.programme}, with the figures of {say_count(deed.counted, 'unit')}.",
            language,
        ),
    )
    return Code.DONE


def _warn_of_returned(root: Path, asking: desk.Asking, visit: Visit, language: Language) -> None:
    """Name the units that were told to send again and have not: what they sent before counts for good, or nothing."""
    standing = desk.find_standing(root, asking, as_of=visit.now, language=language)
    if isinstance(standing, desk.Refusal) or standing.view.is_closed:
        return
    names = [f"{unit.name} ({unit.remark})" for unit in standing.view.units if unit.state == "returned"]
    if names:
        listed = clean("; ".join(names))
        write_error(
            say(
                f"Đã bị trả lại mà chưa gửi lại ({len(names)}): {listed}.",
                f"Returned and not sent again ({len(names)}): {listed}.",
                language,
            )
        )


def reopen(
    context: typer.Context,
    *,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    reason: Reason = None,
    by: By = None,
    yes: Yes = False,
) -> int:
    """Reopen a closed round."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    because = read_wording(context, "--reason", reason)
    if because is None:
        raise miss_option(context, "--reason")
    root, language = enter_workspace(visit)
    named = find_period(context, root, asking, language)
    question = say(f"Mở lại đợt báo cáo kỳ {named}?", f"Reopen the round {named}?", language)
    stopped = say(
        f"Đã dừng; đợt báo cáo kỳ {named} vẫn khóa.", f"Stopped; the round {named} is still closed.", language
    )
    _ask_first(visit, language, yes, question, stopped)
    deed = desk.reopen_round(root, asking, by=find_person(by), now=visit.now, reason=because)
    if isinstance(deed, desk.Refusal):
        raise refuse(deed, root, language)
    print_deed(
        deed,
        language,
        say(
            f"Đã mở lại đợt báo cáo kỳ {deed.period} của chương trình {deed.programme}.",
            f"Reopened: {deed.period} of {deed.programme}.",
            language,
        ),
    )
    return Code.DONE


def _ask_first(visit: Visit, language: Language, yes: bool, question: str, stopped: str) -> None:
    """Ask whoever sits at a terminal; a script that closes a round means it. A no is answered with `stopped`."""
    if not visit.terminal.can_ask or yes:
        return
    try:
        is_meant = confirm(question, language)
    except StoppedError:
        is_meant = False
    if not is_meant:
        raise StoppedError(language, stopped)


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program's."""
    app.command(
        "close",
        cls=Command,
        epilog="cds-kpi close --quarter Q3\ncds-kpi close --quarter Q3 --force --reason "
        + say('"Báo cáo đã phát hành"', '"The report is out"'),
        help=summarise("close"),
    )(close)
    app.command(
        "reopen",
        cls=Command,
        epilog="cds-kpi reopen --quarter Q3 --reason "
        + say('"Sở Y tế đính chính số liệu"', '"The Department of Health corrects its figures"'),
        help=summarise("reopen"),
    )(reopen)
