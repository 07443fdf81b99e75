"""`verify-receipt`: whether a receipt is true."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import read_input, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import Language

LARGEST = 64_000_000
"""Bytes that are read from standard input."""


def read_source(name: str, root: Path, language: Language) -> tuple[bytes, str]:
    """Return the bytes of a file or, for `-`, of standard input, and how problems name them."""
    if name == "-":
        return read_input(LARGEST), "-"
    path = Path(name)
    data = desk.read_paper(path)
    if isinstance(data, desk.Refusal):
        raise refuse(data, root, language)
    return data, path.absolute().as_posix()


def verify_receipt(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar=say("TỆP", "FILE"),
            help=say(
                "Biên nhận (.txt, .html, .json), hoặc “-” để đọc từ đầu vào chuẩn.",
                "A receipt (.txt, .html, .json), or “-” for standard input.",
            ),
        ),
    ],
) -> int:
    """Compare a receipt with the store; print what it is a receipt of where they agree."""
    visit = find_visit(context)
    root, language = enter_workspace(visit)
    data, name = read_source(source, root, language)
    verified = desk.verify_receipt(root, data, name)
    if isinstance(verified, desk.Refusal):
        raise refuse(verified, root, language)
    write_out(
        say(
            f"Khớp: {verified.unit}, kỳ {verified.period}, lần gửi {verified.revision}, "
            f"nhận lúc {verified.received_at}.\n{verified.file}\nSHA-256 {verified.sha256}",
            f"Verified: {verified.unit}, {verified.period}, revision {verified.revision}, "
            f"received at {verified.received_at}.\n{verified.file}\nSHA-256 {verified.sha256}",
            language,
        )
    )
    write_out("\n".join(_say_since(verified, language)))
    return Code.DONE


def _say_since(verified: desk.Verified, language: Language) -> list[str]:
    """Return what has become of a revision since its receipt was given, a sentence a line."""
    since = verified.since
    if since is None:
        return [
            say(
                "Hiện nay: chưa xác định được, vì danh mục hoặc danh sách đơn vị có lỗi (xem “cds-kpi check”).",
                "Today: unknown, the catalogue or the units have errors (see “cds-kpi check”).",
                language,
            )
        ]
    number = verified.revision
    facts = []
    if since.is_excluded:
        facts.append(
            say("đơn vị đã được loại khỏi đợt báo cáo", "the unit is excluded from the round", language)
        )
    if since.is_returned:
        facts.append(say(f"lần gửi {number} đã bị trả lại", f"revision {number} was returned", language))
    if since.newest > number:
        facts.append(say(f"đã có lần gửi {since.newest}", f"there is revision {since.newest}", language))
    if not since.is_excluded:
        facts.append(
            say(f"lần gửi {number} đang được tính", f"revision {number} counts", language)
            if since.is_counted
            else say(f"lần gửi {number} không được tính", f"revision {number} does not count", language)
        )
    return [f"{say('Hiện nay', 'Today', language)}: {'; '.join(facts)}."]


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "verify-receipt",
        cls=Command,
        epilog=f"cds-kpi verify-receipt {say('bien-nhan', 'receipt')}.html",
        help=summarise("verify-receipt"),
    )(verify_receipt)
