"""`diff`: what changed between two moments of a round, two closings, two rounds, or two revisions of a unit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_periods
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.difference_text import format_difference
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, point_to_help
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import (
    Period,
    Programme,
    Quarter,
    Unit,
    Year,
    parse_as_of,
    read_asking,
    read_whole,
    require_text,
)
from cds_kpi.cli.terminal import clean, write_bytes, write_error, write_out
from cds_kpi.cli.usage import check_suffix, one_of
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import Language

FORMATS = ("text", *desk.DIFFERENCE_FORMS)
EXAMPLES = f"""\
cds-kpi diff --quarter Q3 --from 2022-09-20 --to 2022-09-30
cds-kpi diff --quarter Q3
cds-kpi diff --quarter Q3 --from-closing 1 --to-closing 2
cds-kpi diff --quarter Q3 --from-round 2022-S1
cds-kpi diff --unit so-y-te --quarter Q3 --from-revision 1 --to-revision 2
cds-kpi diff --quarter Q3 --format html --out {say("thay-doi", "changes")}.html"""


def diff(
    context: typer.Context,
    *,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar=say("NGÀY", "DATE"),
            help=say(
                "Thời điểm đầu; không ghi: lần khóa đợt gần nhất (đang khóa thì lần trước đó, nếu có), hoặc lúc hết "
                "hạn gửi.",
                "The first moment; by default the newest closing (of a round that stands closed the one before, if "
                "any), else the deadline.",
            ),
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar=say("NGÀY", "DATE"),
            help=say(
                "Thời điểm cuối, như --as-of của report; không ghi: bây giờ.",
                "The second moment, like report's --as-of; by default now.",
            ),
        ),
    ] = None,
    since_closing: Annotated[
        str | None,
        typer.Option(
            "--from-closing",
            metavar="N",
            help=say("Từ lần khóa thứ N của đợt.", "From the round's Nth closing."),
        ),
    ] = None,
    until_closing: Annotated[
        str | None,
        typer.Option(
            "--to-closing",
            metavar="N",
            help=say("Đến lần khóa thứ N của đợt.", "To the round's Nth closing."),
        ),
    ] = None,
    since_round: Annotated[
        str | None,
        typer.Option(
            "--from-round",
            metavar=say("KỲ", "PERIOD"),
            autocompletion=complete_periods,
            help=say(
                "So với đợt báo cáo của kỳ khác; cả hai lấy theo số liệu lúc khóa.",
                "From the round of another period; both as their closings settled them.",
            ),
        ),
    ] = None,
    unit: Unit = None,
    since_revision: Annotated[
        str | None,
        typer.Option(
            "--from-revision",
            metavar="N",
            help=say(
                "Với --unit: từ lần gửi này; không ghi: lần trước lần sau cùng.",
                "With --unit: from this revision; by default the one before the newest.",
            ),
        ),
    ] = None,
    until_revision: Annotated[
        str | None,
        typer.Option(
            "--to-revision",
            metavar="N",
            help=say(
                "Với --unit: đến lần gửi này; không ghi: lần sau cùng.",
                "With --unit: to this revision; by default the newest.",
            ),
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            parser=one_of(*FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=say(
                "Chữ để đọc trên màn hình (mặc định), JSON, Markdown hoặc trang web.",
                "Text for the terminal (default), JSON, Markdown or a page.",
            ),
        ),
    ] = "text",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=say("TỆP", "FILE"),
            help=say("Ghi ra tệp thay vì in ra.", "Write to a file instead of printing."),
        ),
    ] = None,
    skip_broken: Annotated[
        bool,
        typer.Option(
            "--skip-broken",
            help=say(
                "Không tính các báo cáo số liệu có lỗi, thay vì từ chối.",
                "Leave out submissions that have errors, instead of refusing.",
            ),
        ),
    ] = False,
) -> int:
    """Print what changed; refused while the data has errors."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    said = {
        "--from": since,
        "--from-closing": since_closing,
        "--from-round": since_round,
        "--from-revision": since_revision,
        "--to": until,
        "--to-closing": until_closing,
        "--to-revision": until_revision,
        "--unit": unit,
    }
    _check_sides(context, said)
    between = desk.Between(
        since=parse_as_of(since, "--from") if since is not None else None,
        until=parse_as_of(until, "--to") if until is not None else None,
        since_closing=read_whole("--from-closing", since_closing),
        until_closing=read_whole("--to-closing", until_closing),
        since_round=since_round,
        unit=unit.strip() if unit is not None else None,
        since_revision=read_whole("--from-revision", since_revision),
        until_revision=read_whole("--to-revision", until_revision),
    )
    _check_out(form, out)
    root, language = enter_workspace(visit)
    found = desk.find_difference(
        root, asking, between, now=visit.now, language=language, skip_broken=skip_broken
    )
    if isinstance(found, desk.Refusal):
        raise refuse(found, root, language)
    if form == "text":
        write_out(format_difference(found.view, visit.terminal))
    else:
        _hand_out(root, found.view, form, out, language)
    _warn(found, language)
    return Code.DONE


def _check_sides(context: typer.Context, said: dict[str, str | None]) -> None:
    """Complain of an empty option, of two that name the same side, and of revisions that are nobody's."""
    for name, text in said.items():
        require_text(context, name, text)
    given = [name for name, text in said.items() if text is not None]
    revisions = [name for name in given if name.endswith("-revision")]
    if revisions and "--unit" not in given:
        raise CallError(
            say(f"{revisions[0]} cần có --unit.", f"{revisions[0]} needs --unit."), point_to_help(context)
        )
    others = [name for name in given if name != "--unit" and name not in revisions]
    if "--unit" in given and others:
        raise CallError(
            say(f"--unit và {others[0]} không đi cùng nhau.", f"--unit and {others[0]} do not go together."),
            say(
                "Với --unit chỉ so sánh hai lần gửi: --from-revision, --to-revision.",
                "With --unit two revisions are compared: --from-revision, --to-revision.",
            ),
        )
    for side in ("--from", "--to"):
        same = [name for name in others if name == side or name.startswith(f"{side}-")]
        if len(same) > 1:
            raise CallError(
                say(
                    f"{same[0]} và {same[1]} cùng chỉ một phía.",
                    f"{same[0]} and {same[1]} name the same side.",
                ),
                say("Chỉ ghi một trong hai.", "Give one of the two."),
            )


def _check_out(form: str, out: Path | None) -> None:
    if out is None:
        return
    if form == "text":
        raise CallError(
            say("--out không đi với chữ trên màn hình.", "--out does not go with text for the terminal."),
            say("Thêm --format json, md hoặc html.", "Add --format json, md or html."),
        )
    check_suffix("--out", out, (form,))


def _hand_out(root: Path, view: desk.DifferenceView, form: str, out: Path | None, language: Language) -> None:
    rendered = desk.render_difference(root, view, form)
    if isinstance(rendered, desk.Refusal):
        raise refuse(rendered, root, language)
    if out is None:
        write_bytes(rendered)
        return
    written = desk.write_paper(out, rendered, root, replaces=True)
    if isinstance(written, desk.Refusal):
        raise refuse(written, root, language)
    write_error(say(f"Đã ghi: {clean(str(out))}", f"Written: {clean(str(out))}", language))


def _warn(found: desk.Compared, language: Language) -> None:
    files = dict.fromkeys(problem.place.file for problem in found.broken)
    if files:
        listed = clean(", ".join(files))
        write_error(
            say(
                f"Không tính vì có lỗi: {listed}; xem bằng “cds-kpi check”.",
                f"Not counted, they have errors: {listed}; see “cds-kpi check”.",
                language,
            )
        )


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "diff",
        cls=Command,
        epilog=EXAMPLES,
        help=f"{summarise('diff')}\n\n"
        + say(
            "Chỉ tiêu nào đổi, do đơn vị nào, bao nhiêu, và kết luận nào đổi theo.",
            "Which indicators changed, through whom, by how much, and which verdicts turned.",
        ),
    )(diff)
