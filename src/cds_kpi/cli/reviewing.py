"""`review`: the focal point's decisions on what a unit has sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command, Group
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
    miss_option,
    print_deed,
    read_asking,
    read_whole,
    read_wording,
    require_option,
)
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
) -> int:
    """File a decision and print it; a return or an exclusion must say why."""
    visit = find_visit(context)
    key = require_option(context, "--unit", unit)
    because = read_wording(context, "--reason", reason)
    if because is None and decision in {"returned", "excluded"}:
        raise miss_option(context, "--reason")
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
    print_deed(deed, language, _say_deed(deed, decision, language))
    return Code.DONE


def _say_deed(deed: desk.Deed, decision: desk.Decision, language: Language) -> str:
    unit, period, revision = deed.unit, deed.period, deed.revision
    sentences: dict[desk.Decision, tuple[str, str]] = {
        "accepted": (
            f"Đã chấp nhận lần gửi {revision} của {unit}, kỳ {period}.",
            f"Accepted: revision {revision} of {unit} for {period}.",
        ),
        "returned": (
            f"Đã trả lại lần gửi {revision} của {unit}, kỳ {period}; {_say_meanwhile(deed, 'vi')}.",
            f"Returned: revision {revision} of {unit} for {period}; {_say_meanwhile(deed, 'en')}.",
        ),
        "excluded": (
            f"Đã loại {unit} khỏi đợt báo cáo kỳ {period}; đơn vị không còn phải báo cáo.",
            f"Excluded: {unit} from {period}; nothing is expected of it.",
        ),
        "included": (
            f"Đã đưa {unit} trở lại đợt báo cáo kỳ {period}.",
            f"Included again: {unit} in {period}.",
        ),
    }
    return say(*sentences[decision], language)


def _say_meanwhile(deed: desk.Deed, language: Language) -> str:
    """Return what counts once a revision was returned, and whether the unit must send again."""
    number = deed.counts_now
    instead = (
        say("không còn lần gửi nào được tính", "no revision counts now", language)
        if number is None
        else say(f"lần gửi {number} được tính thay", f"revision {number} counts instead", language)
        if deed.is_returned
        else say(f"lần gửi {number} được tính", f"revision {number} counts", language)
    )
    if not deed.is_returned:
        return instead
    again = say(
        "đơn vị chuyển sang tình trạng “đã trả lại”, phải gửi lại",
        "the unit is “returned” and must send again",
        language,
    )
    return f"{instead}; {again}"


def _judge(decision: desk.Decision) -> Callable[..., int]:
    """Return the command that decides on a revision."""

    def judge(
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
        asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
        return _decide(context, decision, unit, asking, reason, revision, by)

    return judge


def _enrol(decision: desk.Decision) -> Callable[..., int]:
    """Return the command that decides whether a unit belongs to a round."""

    def enrol(
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
        asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
        return _decide(context, decision, unit, asking, reason, None, by)

    return enrol


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    accept = "cds-kpi review accept --unit so-y-te --quarter Q3"
    back = "cds-kpi review return --unit so-y-te --quarter Q3 --reason " + say(
        '"Mẫu số khác quý trước"', '"Other denominator than last quarter"'
    )
    review = typer.Typer(
        cls=Group,
        epilog=f"{accept}\n{back}",
        help=summarise("review"),
    )
    commands: dict[str, tuple[Callable[..., int], str, str]] = {
        "accept": (_judge("accepted"), say("Chấp nhận một lần gửi.", "Accept a revision."), accept),
        "return": (
            _judge("returned"),
            say(
                "Trả lại một lần gửi để đơn vị sửa; số liệu đó không còn được tính.",
                "Return a revision to be put right; its figures no longer count.",
            ),
            back,
        ),
        "exclude": (
            _enrol("excluded"),
            say(
                "Loại một đơn vị khỏi đợt: đã giải thể, sáp nhập, không phải báo cáo.",
                "Take a unit out of a round: dissolved, merged, not obliged.",
            ),
            "cds-kpi review exclude --unit ubnd-quan-3 --quarter Q3 --reason "
            + say('"Đã sáp nhập"', '"Merged"'),
        ),
        "include": (
            _enrol("included"),
            say("Đưa một đơn vị đã loại trở lại đợt.", "Take an excluded unit back into the round."),
            "cds-kpi review include --unit ubnd-quan-3 --quarter Q3",
        ),
    }
    for name, (function, text, example) in commands.items():
        review.command(name, cls=Command, epilog=example, help=text)(function)
    app.add_typer(review, name="review")
