"""What the commands on a single figure have in common: how it is named, and how what is told of it is handed over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_indicators
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.keeping import keep_answer
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import parse_as_of, read_asking
from cds_kpi.cli.tables import wrap
from cds_kpi.cli.terminal import Terminal, clean, shorten_path, show_work, write_bytes, write_error, write_out
from cds_kpi.cli.usage import check_suffix, one_of
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cds_kpi.text import Language

View = TypeVar("View")
SUFFIXES = {"text": "txt", "json": "json", "html": "html"}
"""How the file of each form ends."""

Key = Annotated[
    str,
    typer.Argument(
        metavar=say("MÃ|SỐ", "ID|NO"),
        autocompletion=complete_indicators,
        help=say(
            "Mã của chỉ tiêu, hoặc số thứ tự trong văn bản.",
            "The indicator's id, or its number in the document.",
        ),
    ),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="|".join(desk.EXPLANATION_FORMS),
        parser=one_of(*desk.EXPLANATION_FORMS),
        autocompletion=lambda: list(desk.EXPLANATION_FORMS),
        help=say(
            "Chữ để đọc (mặc định), JSON, hoặc trang web; có --out thì theo đuôi tệp.",
            "Text (default), JSON or a page; with --out, by the file's ending.",
        ),
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar=say("TỆP", "FILE"),
        help=say("Ghi ra tệp thay vì in ra.", "Write to a file instead of printing."),
    ),
]
SkipBroken = Annotated[
    bool,
    typer.Option(
        "--skip-broken",
        help=say(
            "Không tính các báo cáo số liệu có lỗi, và nêu rõ, thay vì từ chối.",
            "Leave out submissions that have errors, and say so, instead of refusing.",
        ),
    ),
]
Pace = Annotated[
    str,
    typer.Option(
        metavar="line|growth",
        parser=one_of("line", "growth"),
        autocompletion=lambda: ["line", "growth"],
        help=say(
            "Đánh giá tiến độ: line theo đường thẳng từ số gốc đến mục tiêu; growth thêm đánh giá theo tốc độ tăng "
            "bình quân mỗi năm (Eurostat, Open SDG), cho chương trình nhiều năm; không đi cùng --programme all.",
            "How pace is judged: line along the straight line from baseline to target; growth adds the compound "
            "annual growth rate (Eurostat, Open SDG), for programmes of several years; not with --programme all.",
        ),
    ),
]


def tell_figure(
    context: typer.Context,
    make: Callable[[Path, desk.Asking, datetime, Language], View | desk.Refusal],
    render: Callable[[Path, View, str, Terminal], bytes | desk.Refusal],
    *,
    quarter: str | None,
    year: str | None,
    period: str | None,
    programme: str | None,
    as_of: str | None,
    form: str | None,
    out: Path | None,
) -> int:
    """Make what is to be told of a figure in the round that was named, and hand it over in the form that is meant.

    `make` gets the workspace, the round, the moment and the language; `render` the workspace, the view, the form and
    the terminal. What either refuses ends the command.
    """
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    visit = find_visit(context)
    chosen = choose_form(form, out)
    moment = visit.now if as_of is None else parse_as_of(as_of)
    root, language = enter_workspace(visit)
    if out is None and (chosen == "json" or as_of is not None):
        # A template tells the time in words of its own.
        keep_answer(visit, root, is_timely=as_of is None)
    with show_work(visit.terminal, say("Đang tổng hợp số liệu…", "Adding up the figures…", language)):
        made = make(root, asking, moment, language)
    if isinstance(made, desk.Refusal):
        raise refuse(made, root, language)
    rendered = render(root, made, chosen, visit.terminal)
    if isinstance(rendered, desk.Refusal):
        raise refuse(rendered, root, language)
    deliver(rendered, chosen, out, root, visit.terminal, language)
    return Code.DONE


def choose_form(form: str | None, out: Path | None) -> str:
    """Return the form that is meant: as said, else by the file's ending, else text; complain where the two differ."""
    if out is None:
        return form or "text"
    if form is not None:
        check_suffix("--out", out, (SUFFIXES[form],))
        return form
    check_suffix("--out", out, tuple(SUFFIXES.values()))
    return next(name for name, suffix in SUFFIXES.items() if out.suffix.lower() == f".{suffix}")


def deliver(
    rendered: bytes, form: str, out: Path | None, root: Path, terminal: Terminal, language: Language
) -> None:
    """Write the bytes to the file that was named, or to standard output: text for a screen within its width."""
    if out is not None:
        written = desk.write_paper(out, rendered, root, replaces=True)
        if isinstance(written, desk.Refusal):
            raise refuse(written, root, language)
        write_error(say("Đã ghi: ", "Written: ", language) + clean(shorten_path(written)))
    elif form == "text" and terminal.is_screen:
        write_out("".join(f"{line}\n" for line in fit_lines(rendered.decode(), terminal.width)))
    else:
        write_bytes(rendered)


def fit_lines(text: str, width: int) -> list[str]:
    """Return a text's lines, those too long broken between words and indented as they began."""
    lines = []
    for line in text.splitlines():
        start = line[: len(line) - len(line.lstrip(" "))]
        broken = (
            wrap(line.lstrip(" "), width - len(start), indent="  ")
            if len(line) > width
            else [line[len(start) :]]
        )
        lines += [f"{start}{one}" for one in broken]
    return lines
