"""`review`: the focal point's decisions on what a unit has sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, Group, point_to_help
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
    read_asking,
    read_whole,
    read_wording,
    require_option,
)
from cds_kpi.cli.terminal import write_out
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from cds_kpi.text import Language

Revision = Annotated[
    str | None,
    typer.Option(
        metavar="N",
        help=say("Lần gửi nào; không ghi: lần gửi mới nhất.", "Which revision, if not the newest."),
    ),
]


def _decide(
    context: typer.Context,
    decision: desk.Decision,
    unit: str | None,
    asking: desk.Asking,
    reason: str | None,
    revision: str | None,
    by: str | None,
) -> tuple[desk.Deed, Language]:
    """File a decision; a return or an exclusion must say why."""
    visit = find_visit(context)
    key = require_option(context, "--unit", unit)
    because = read_wording(context, "--reason", reason)
    if because is None and decision in {"returned", "excluded"}:
        raise CallError(say("Thiếu --reason.", "There must be --reason."), point_to_help(context))
    number = read_whole("--revision", revision)
    root, language = enter_workspace(visit)
    deed = desk.decide(
        root,
        asking,
        key,
        decision,
        by=find_person(by),
        now=visit.now,
        reason=because,
        revision=number,
    )
    if isinstance(deed, desk.Refusal):
        raise refuse(deed, root, language)
    return deed, language


def accept(
    context: typer.Context,
    *,
    unit: Unit = None,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    reason: Reason = None,
    revision: Revision = None,
    by: By = None,
) -> int:
    """Accept a revision."""
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    deed, language = _decide(context, "accepted", unit, asking, reason, revision, by)
    _print_deed(
        deed,
        say(
            f"Đã chấp nhận lần gửi {deed.revision} của {deed.unit}, kỳ {deed.period}.",
            f"Accepted: revision {deed.revision} of {deed.unit} for {deed.period}.",
            language,
        ),
    )
    return Code.DONE


def return_(
    context: typer.Context,
    *,
    unit: Unit = None,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    reason: Reason = None,
    revision: Revision = None,
    by: By = None,
) -> int:
    """Return a revision."""
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    deed, language = _decide(context, "returned", unit, asking, reason, revision, by)
    _print_deed(
        deed,
        say(
            f"Đã trả lại lần gửi {deed.revision} của {deed.unit}, kỳ {deed.period}; số liệu đó không còn được tính.",
            f"Returned: revision {deed.revision} of {deed.unit} for {deed.period}; its figures no longer count.",
            language,
        ),
    )
    return Code.DONE


def exclude(
    context: typer.Context,
    *,
    unit: Unit = None,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    reason: Reason = None,
    by: By = None,
) -> int:
    """Take a unit out of a round."""
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    deed, language = _decide(context, "excluded", unit, asking, reason, None, by)
    _print_deed(
        deed,
        say(
            f"Đã loại {deed.unit} khỏi đợt báo cáo kỳ {deed.period}; đơn vị không còn phải báo cáo.",
            f"Excluded: {deed.unit} from {deed.period}; nothing is expected of it.",
            language,
        ),
    )
    return Code.DONE


def include(
    context: typer.Context,
    *,
    unit: Unit = None,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    reason: Reason = None,
    by: By = None,
) -> int:
    """Take a unit back into a round."""
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    deed, language = _decide(context, "included", unit, asking, reason, None, by)
    _print_deed(
        deed,
        say(
            f"Đã đưa {deed.unit} trở lại đợt báo cáo kỳ {deed.period}.",
            f"Included again: {deed.unit} in {deed.period}.",
            language,
        ),
    )
    return Code.DONE


def _print_deed(deed: desk.Deed, sentence: str) -> None:
    write_out(f"{sentence}\n{deed.file}")


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    review = typer.Typer(
        cls=Group,
        epilog="cds-kpi review accept --unit so-y-te --quarter Q3\n"
        "cds-kpi review return --unit so-y-te --quarter Q3 --reason “Mẫu số khác quý trước”",
        help=say(
            "Quyết định của đơn vị đầu mối về báo cáo của một đơn vị.",
            "The focal point's decisions on a unit's submission.",
        ),
    )
    commands: dict[str, tuple[Callable[..., int], str, str]] = {
        "accept": (
            accept,
            say("Chấp nhận một lần gửi.", "Accept a revision."),
            "cds-kpi review accept --unit so-y-te --quarter Q3",
        ),
        "return": (
            return_,
            say(
                "Trả lại một lần gửi để đơn vị sửa; số liệu đó không còn được tính.",
                "Return a revision to be put right; its figures no longer count.",
            ),
            "cds-kpi review return --unit so-y-te --quarter Q3 --reason “Mẫu số khác quý trước”",
        ),
        "exclude": (
            exclude,
            say(
                "Loại một đơn vị khỏi đợt: đã giải thể, sáp nhập, không phải báo cáo.",
                "Take a unit out of a round: dissolved, merged, not obliged.",
            ),
            "cds-kpi review exclude --unit ubnd-quan-3 --quarter Q3 --reason “Đã sáp nhập”",
        ),
        "include": (
            include,
            say("Đưa một đơn vị đã loại trở lại đợt.", "Take an excluded unit back into the round."),
            "cds-kpi review include --unit ubnd-quan-3 --quarter Q3",
        ),
    }
    for name, (function, text, example) in commands.items():
        review.command(name, cls=Command, epilog=example, help=text)(function)
    app.add_typer(review, name="review")
