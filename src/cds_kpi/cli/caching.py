"""`cache`: where this machine keeps what it has read of a workspace, and how to be rid of it."""

from __future__ import annotations

import os

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command, InfoGroup
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import Format, print_rows
from cds_kpi.cli.tables import Column
from cds_kpi.cli.terminal import clean, format_json, shorten_path, write_error, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit


def describe_cache(context: typer.Context, form: Format = "table") -> int:
    """Print where the workspace's cache is and what it holds of each period."""
    root, language = enter_workspace(find_visit(context))
    told = desk.describe_cache(root, os.environ)
    if form == "json":
        folders = [{"period": one.period, "files": one.files, "bytes": one.size} for one in told.folders]
        where = str(told.path) if told.path is not None else None
        write_out(
            format_json(
                {
                    "schema": "cds-kpi.cache/1",
                    "file": where,
                    "bytes": told.size,
                    "folders": folders,
                    "answers": {"files": told.answers, "bytes": told.answers_size},
                }
            )
        )
        return Code.DONE
    if told.path is None or told.size is None:
        where = clean(shorten_path(told.path)) if told.path is not None else "–"
        write_error(say(f"Chưa có bộ nhớ đệm ({where}).\n", f"There is no cache yet ({where}).\n", language))
        return Code.DONE
    columns = (
        Column(say("Kỳ", "Period", language), is_wide=True, style="cyan"),
        Column(say("Tệp", "Files", language), is_number=True),
        Column("KiB", is_number=True),
    )
    rows = [[clean(one.period), str(one.files), str(-(-one.size // 1024))] for one in told.folders]
    write_error(f"{clean(shorten_path(told.path))} ({-(-told.size // 1024)} KiB)\n\n")
    print_rows(columns, rows, context, language)
    if told.answers:
        count, size = told.answers, -(-told.answers_size // 1024)
        write_error(
            say(
                f"\nCâu trả lời được giữ để dùng lại: {count} ({size} KiB).\n",
                f"\nAnswers kept to be given again: {count} ({size} KiB).\n",
                language,
            )
        )
    return Code.DONE


def clear_cache(context: typer.Context) -> int:
    """Remove the workspace's cache; nothing of the workspace itself is touched."""
    root, language = enter_workspace(find_visit(context))
    cleared = desk.clear_cache(root, os.environ)
    if isinstance(cleared, desk.Refusal):
        raise refuse(cleared, root, language)
    if cleared is None:
        write_error(say("Không có bộ nhớ đệm để xóa.\n", "There is no cache to clear.\n", language))
    else:
        where = clean(shorten_path(cleared))
        write_error(say(f"Đã xóa {where}.\n", f"Removed {where}.\n", language))
    return Code.DONE


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    cache = typer.Typer(
        cls=InfoGroup,
        epilog="cds-kpi cache\ncds-kpi cache info --format json\ncds-kpi cache clear",
        help=f"{summarise('cache')}\n\n"
        + say(
            "Bộ nhớ đệm chỉ để chạy nhanh hơn: không có nó, kết quả vẫn như thế. Biến môi trường CDS_KPI_CACHE đặt "
            "thư mục; --no-cache chạy không cần nó.",
            "The cache only makes runs faster: without it the answer is the same. The environment's CDS_KPI_CACHE "
            "names the folder; --no-cache does without.",
        ),
    )
    cache.command(
        "info",
        cls=Command,
        epilog="cds-kpi cache info\ncds-kpi cache info --format json",
        help=say(
            "Bộ nhớ đệm nằm ở đâu và giữ những gì (mặc định).",
            "Where the cache is and what it holds (what the group does by itself).",
        ),
    )(describe_cache)
    cache.command(
        "clear",
        cls=Command,
        epilog="cds-kpi cache clear",
        help=say("Xóa bộ nhớ đệm của thư mục làm việc này.", "Remove this workspace's cache."),
    )(clear_cache)
    app.add_typer(cache, name="cache")
