"""`form`: the workbook a unit fills in, for one unit or for all that owe something in a round."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, point_to_help
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import Period, Programme, Quarter, Unit, Year, read_asking, require_option
from cds_kpi.cli.terminal import Terminal, clean, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cds_kpi.text import Language

EXAMPLES = f"""\
cds-kpi form --unit so-y-te --quarter Q3
cds-kpi form --all --quarter Q3 --out {say("bieu-mau", "forms")}"""


def form(
    context: typer.Context,
    *,
    unit: Unit = None,
    everyone: Annotated[
        bool,
        typer.Option(
            "--all",
            help=say(
                "Mọi đơn vị phải báo cáo trong đợt; cần --out là một thư mục.",
                "Every unit that owes something in the round; needs --out, a folder.",
            ),
        ),
    ] = False,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=say("ĐƯỜNG_DẪN", "PATH"),
            help=say(
                "Tệp .xlsx hoặc thư mục; không ghi: <đơn vị>.<kỳ>.xlsx ở thư mục hiện tại.",
                "An .xlsx file or a folder; by default <unit>.<period>.xlsx in the current folder.",
            ),
        ),
    ] = None,
) -> int:
    """Write forms, and print whom each is for."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    if everyone and unit is not None:
        raise CallError(
            say("--unit và --all không đi cùng nhau.", "--unit and --all do not go together."),
            say("Chỉ ghi một trong hai.", "Give one of the two."),
        )
    if everyone and (out is None or out.suffix.lower() == ".xlsx"):
        raise CallError(
            say("--all cần có --out là một thư mục.", "--all needs --out, a folder."), point_to_help(context)
        )
    if not everyone and not visit.terminal.can_ask:
        require_option(context, "--unit", unit)
    if not everyone and out is not None and out.suffix and out.suffix.lower() != ".xlsx" and not out.is_dir():
        raise CallError(
            say(f"--out {out} không phải là tệp .xlsx.", f"--out {out} is no .xlsx file."),
            say("Ghi một tệp .xlsx, hoặc một thư mục.", "Name an .xlsx file, or a folder."),
        )
    root, language = enter_workspace(visit)
    opened = desk.open_forms(root, asking, now=visit.now)
    if isinstance(opened, desk.Refusal):
        raise refuse(opened, root, language)
    if everyone:
        units = _list_units(root, asking, context, language)
    else:
        from cds_kpi.cli.choosing import choose_unit

        units = [unit.strip() if unit is not None else choose_unit(root, language)]
    if not units:
        raise CallError(
            say(
                "Không đơn vị nào phải báo cáo trong kỳ này.",
                "No unit owes anything for this period.",
                language,
            ),
            say(
                "Không có biểu mẫu nào để lập; kiểm tra lại kỳ.",
                "There is no form to make; check the period.",
                language,
            ),
        )
    for one in units if everyone else ():
        taken = desk.check_paper(_find_path(out, opened.name_form(one)), root)
        if taken is not None:
            raise refuse(taken, root, language)
    with _showing(len(units), visit.terminal, language) as step:
        lines = []
        for one in units:
            made = desk.fill_form(opened, one, language)
            if isinstance(made, desk.Refusal):
                raise refuse(made, root, language)
            path = _find_path(out, made.name)
            written = desk.write_paper(path, made.data, root)
            if isinstance(written, desk.Refusal):
                raise refuse(written, root, language)
            count = say(
                f"{made.indicators} chỉ tiêu",
                say_count(made.indicators, "indicator"),
                language,
            )
            lines.append(f"{clean(str(path))}: {clean(made.unit_name)} ({count})")
            step()
    write_out("".join(f"{line}\n" for line in lines))
    return Code.DONE


def _list_units(root: Path, asking: desk.Asking, context: typer.Context, language: Language) -> list[str]:
    units = desk.list_form_units(root, asking, now=find_visit(context).now, language=language)
    if isinstance(units, desk.Refusal):
        raise refuse(units, root, language)
    return [key for key, _ in units]


def _find_path(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out if out.suffix.lower() == ".xlsx" and not out.is_dir() else out / name


@contextmanager
def _showing(count: int, terminal: Terminal, language: Language) -> Iterator[Callable[[], None]]:
    """Show how far it has got, where a person looks on and there is more than one."""
    if count < 2 or not terminal.is_error_screen:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=not terminal.has_error_colour, width=terminal.width)
    if console.is_dumb_terminal:
        # A line cannot be drawn over there.
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(say("Lập biểu mẫu", "Making forms", language), total=count)
        yield lambda: progress.advance(task)


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "form",
        cls=Command,
        epilog=EXAMPLES,
        help=f"{summarise('form')} "
        + say(
            "Đơn vị không phải báo cáo gì trong kỳ thì không có biểu mẫu: lệnh nói rõ và kết thúc với mã 2.",
            "For a unit that owes nothing in the period there is no form: the command says so and ends "
            "with code 2.",
        ),
    )(form)
