"""`status`: who owes what in a round, who has sent it, on time or late; by unit, by level, by indicator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_indicators
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command
from cds_kpi.cli.keeping import keep_answer
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import Level, require
from cds_kpi.cli.rounds import (
    AsOf,
    Period,
    Programme,
    Quarter,
    Unit,
    Year,
    parse_as_of,
    read_asking,
    require_text,
)
from cds_kpi.cli.standing_tables import format_standing
from cds_kpi.cli.terminal import clean, show_work, write_bytes, write_error, write_out
from cds_kpi.cli.usage import check_suffix, one_of
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.problem import Fault, Place

if TYPE_CHECKING:
    from cds_kpi.text import Language

FORMATS = ("table", "json", "csv", "xlsx")
SIDES: tuple[desk.Side, ...] = ("unit", "level", "indicator")
STATES = ("on_time", "late", "undated", "partial", "missing", "returned", "excluded")
_UNSIGNED = frozenset({"signature-missing", "signature-refused"})
"""What keeps a revision from counting that may be right in everything else."""
OWING = frozenset({"missing", "partial", "returned"})
"""The states in which a unit still owes something."""
EXAMPLES = f"""\
cds-kpi status --quarter Q3
cds-kpi status --quarter Q3 --state missing
cds-kpi status --quarter Q3 --indicator 5
cds-kpi status --quarter Q3 --format xlsx --out {say("tinh-hinh", "status")}.xlsx"""


def status(
    context: typer.Context,
    *,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    as_of: AsOf = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(SIDES),
            parser=one_of(*SIDES),
            autocompletion=lambda: list(SIDES),
            help=say(
                "Mỗi dòng là một đơn vị (mặc định), một cấp hoặc một chỉ tiêu.",
                "A line a unit (default), a level or an indicator.",
            ),
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option(
            metavar=say("MÃ|SỐ", "ID|NO"),
            autocompletion=complete_indicators,
            help=say(
                "Chỉ một chỉ tiêu, theo mã hoặc số thứ tự: còn chờ những đơn vị nào.",
                "One indicator, by id or number: whom it still waits for.",
            ),
        ),
    ] = None,
    level: Level = None,
    unit: Unit = None,
    state: Annotated[
        str | None,
        typer.Option(
            metavar=say("TÌNH_TRẠNG", "STATE"),
            parser=one_of(*STATES),
            autocompletion=lambda: list(STATES),
            help=say(
                f"Chỉ những đơn vị ở tình trạng này: {', '.join(STATES)}.",
                f"Only units in this state: {', '.join(STATES)}.",
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
                "Bảng để đọc (mặc định), JSON, CSV hoặc Excel.", "A table (default), JSON, CSV or Excel."
            ),
        ),
    ] = "table",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=say("TỆP", "FILE"),
            help=say("Ghi ra tệp thay vì in ra.", "Write to a file instead of printing."),
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help=say("Trả về 3 khi còn đơn vị nợ số liệu.", "Return 3 while any unit owes something."),
        ),
    ] = False,
) -> int:
    """Print how a round stands; with --strict return 3 while anything is owed."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    require_text(context, "--indicator", indicator)
    moment = visit.now if as_of is None else parse_as_of(as_of)
    _check_out(form, out)
    root, language = enter_workspace(visit)
    if out is None:
        keep_answer(visit, root, is_timely=as_of is None)
    with show_work(visit.terminal, say("Đang đọc báo cáo số liệu…", "Reading the submissions…", language)):
        whole = desk.find_standing(root, asking, as_of=moment, language=language)
    if isinstance(whole, desk.Refusal):
        raise refuse(whole, root, language)
    require("--unit", unit, [one.id for one in whole.view.units])
    asked = _find_indicator(whole, indicator, root, language)
    chosen = desk.select_standing(whole, level=level, unit=unit, state=state, indicator=asked)
    side: desk.Side = next(
        (one for one in SIDES if one == by), "indicator" if indicator is not None else "unit"
    )
    if form == "table":
        write_out(format_standing(chosen, side, visit.terminal, asks_one=indicator is not None))
    elif out is not None:
        written = desk.write_standing(root, chosen, form, side, out)
        if isinstance(written, desk.Refusal):
            raise refuse(written, root, language)
        write_error(say(f"Đã ghi: {clean(str(out))}", f"Written: {clean(str(out))}", language))
    else:
        write_bytes(desk.render_standing(chosen, form, side))
    _warn(whole, language)
    is_owed = any(_owes(one, asked) for one in chosen.view.units)
    return Code.ATTENTION if strict and is_owed else Code.DONE


def _owes(unit: desk.UnitView, indicator: str | None) -> bool:
    """Whether a unit owes something of what was asked for: an answer, or all of it once more where it was returned."""
    if unit.state not in OWING:
        return False
    return indicator is None or unit.state == "returned" or indicator in unit.unanswered


def _check_out(form: str, out: Path | None) -> None:
    if form == "table" and out is not None:
        raise CallError(
            say("--out không đi với bảng trên màn hình.", "--out does not go with the table."),
            say("Thêm --format csv, xlsx hoặc json.", "Add --format csv, xlsx or json."),
        )
    if out is not None:
        check_suffix("--out", out, (form,))
    if form == "xlsx" and out is None:
        raise CallError(
            say("--format xlsx cần có --out.", "--format xlsx needs --out."),
            say("Ghi --out tinh-hinh.xlsx.", "Write --out status.xlsx."),
        )


def _find_indicator(standing: desk.Standing, said: str | None, root: Path, language: Language) -> str | None:
    """Return the id of the indicator that was named, by id or by its number in the programme's document."""
    if said is None:
        return None
    lines = standing.view.indicators
    found = desk.find_indicator([(line.id, line.number) for line in lines], said)
    if isinstance(found, Fault):
        raise refuse(desk.Refusal("request", (found.at(Place("--indicator")),)), root, language)
    require("--indicator", found, [line.id for line in lines])
    return found


def _warn(standing: desk.Standing, language: Language) -> None:
    unsigned = {one.place.file for one in standing.broken if one.kind in _UNSIGNED}
    files = dict.fromkeys(problem.place.file for problem in standing.broken)
    for why, some in (
        (say("có lỗi", "they have errors", language), [file for file in files if file not in unsigned]),
        (
            say("không có chữ ký đúng", "they are not rightly signed", language),
            [file for file in files if file in unsigned],
        ),
    ):
        listed = clean(", ".join(some))
        if some:
            write_error(
                say(
                    f"Không tính vì {why}: {listed}; xem bằng “cds-kpi check”.",
                    f"Not counted, {why}: {listed}; see “cds-kpi check”.",
                    language,
                )
            )


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "status",
        cls=Command,
        epilog=EXAMPLES,
        help=summarise("status"),
    )(status)
