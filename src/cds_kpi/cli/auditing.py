"""`verify`: whether the whole record is what it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import clean, write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import Visit, enter_workspace, find_visit
from cds_kpi.text import Language, say_count, shorten_head

FORMATS = ("text", "json")
EXAMPLES = """\
cds-kpi verify
cds-kpi verify --against 124-3f9a1c2b7d4e5f60
cds-kpi verify --format json | jq .errors"""
_MOST = 10
"""How many forks, or files that are not in the journal, are named in text; JSON has all."""
_EACH = 500
"""After how many files the line of progress moves."""


def verify(
    context: typer.Context,
    *,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar=say("DẤU", "HEAD"),
            help=say(
                "Dấu nhật ký in trong một báo cáo hoặc biên nhận cũ: phải còn trong nhật ký.",
                "The journal's head as an old report or receipt has it: it must still be in the journal.",
            ),
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar=say("DẠNG", "FORM"),
            parser=one_of(*FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=say(
                "text (mặc định), json: cho chương trình khác.", "text (default), json: for other programs."
            ),
        ),
    ] = "text",
) -> int:
    """Print what does not agree and return 1 where anything was changed, put in, removed or dated back."""
    from cds_kpi.cli import printing
    from cds_kpi.problems import is_error

    visit = find_visit(context)
    root, language = enter_workspace(visit)
    with _progress(visit, language) as tell:
        done = desk.verify_everything(root, against=against, tell=tell)
    if isinstance(done, desk.Refusal):
        raise refuse(done, root, language)
    errors = sum(is_error(problem) for problem in done.problems)
    if form == "json":
        write_out(_format_json(done, language))
    else:
        if done.problems:
            write_out(printing.format_concise(done.problems, root, language))
        write_out("\n".join(_say(done, errors, language)) + "\n")
    return Code.DATA if errors else Code.DONE


@contextmanager
def _progress(visit: Visit, language: Language) -> Iterator[Callable[[int, int], None]]:
    """Give what moves a bar on standard error, on a terminal."""
    terminal = visit.terminal
    if not terminal.is_error_screen:
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=not terminal.has_error_colour, width=terminal.width)
    if console.is_dumb_terminal:
        # A line cannot be drawn over there.
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(say("Đọc hồ sơ", "Reading the record", language), total=None)

        def tell(done: int, total: int) -> None:
            if done % _EACH == 0 or done == total:
                progress.update(task, completed=done, total=total)

        yield tell


def _format_json(done: desk.Verification, language: Language) -> str:
    from cds_kpi.cli import printing

    problems = json.loads(printing.format_for_programs(done.problems, language))
    return (
        json.dumps(
            {
                "schema": "cds-kpi.verification/1",
                "head": done.head,
                "acts": done.acts,
                "files": done.files,
                "earlier": done.earlier,
                "forks": [{"acts": list(acts), "joined_by": joined} for acts, joined in done.forks],
                "not_entered": list(done.not_entered),
                "problems": problems["problems"],
                "errors": problems["errors"],
                "warnings": problems["warnings"],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def _say(done: desk.Verification, errors: int, language: Language) -> Iterator[str]:
    """Yield what was read and what came of it, a sentence a line."""
    if done.head is None:
        yield say(
            "Chưa có nhật ký: bản ghi đầu tiên được lập khi có lần gửi hoặc quyết định tiếp theo.",
            "There is no journal yet: the first act is entered with the next submission or decision.",
            language,
        )
    else:
        yield say(
            f"Nhật ký: {done.acts} bản ghi; dấu {shorten_head(done.head)}.",
            f"The journal: {say_count(done.acts, 'act')}; head {shorten_head(done.head)}.",
            language,
        )
        yield say(
            f"Đã đối chiếu {done.files} tệp ({done.earlier} tệp có từ trước khi lập nhật ký).",
            f"Compared {say_count(done.files, 'file')} ({done.earlier} older than the journal).",
            language,
        )
    for acts, joined in done.forks[:_MOST]:
        names = ", ".join(_shorten(file) for file in acts)
        after = _shorten(joined) if joined is not None else None
        yield say(
            f"Ghi cùng lúc (không phải sai sót): {names}; "
            + (f"nối lại ở {after}." if after else "chưa nối."),
            f"Entered at once (nothing wrong): {names}; "
            + (f"joined by {after}." if after else "not joined yet."),
            language,
        )
    yield from _say_more(len(done.forks), language)
    if done.head is not None and done.not_entered:
        count = len(done.not_entered)
        yield say(
            f"Không có trong nhật ký vì do người viết tay (không phải sai sót): {count} tệp.",
            f"Not in the journal, being written by hand (nothing wrong): {say_count(count, 'file')}.",
            language,
        )
        yield from (f"  {clean(file)}" for file in done.not_entered[:_MOST])
        yield from _say_more(count, language)
    warnings = len(done.problems) - errors
    if errors:
        yield say(
            f"HỒ SƠ KHÔNG CÒN NGUYÊN VẸN: {errors} lỗi, {warnings} cảnh báo.",
            f"THE RECORD IS NOT WHOLE: {say_count(errors, 'error')}, {say_count(warnings, 'warning')}.",
            language,
        )
    else:
        yield say(
            "Hồ sơ nguyên vẹn." if not warnings else f"Không có lỗi; {warnings} cảnh báo.",
            "The record is whole." if not warnings else f"No errors; {say_count(warnings, 'warning')}.",
            language,
        )


def _shorten(file: str) -> str:
    """Return an act's file as people read it: count and 16 digits."""
    return shorten_head(file.rpartition("/")[2].removesuffix(".yaml"))


def _say_more(count: int, language: Language) -> Iterator[str]:
    if count > _MOST:
        left = count - _MOST
        yield say(
            f"  … và {left} nữa (xem --format json)", f"  … and {left} more (see --format json)", language
        )


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "verify",
        cls=Command,
        epilog=EXAMPLES,
        help=f"{summarise('verify')}\n\n"
        + say(
            "Trả về 0 khi hồ sơ nguyên vẹn (chỉ có cảnh báo: 0), 1 khi có tệp hoặc bản ghi bị sửa, chèn, xóa, "
            "đổi thứ tự hay lùi ngày.",
            "Returns 0 when the record is whole (warnings alone: 0), 1 when a file or an act was changed, put in, "
            "removed, renumbered or dated back.",
        ),
    )(verify)
