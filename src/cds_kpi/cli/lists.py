"""What the lists of the catalogue and of the registry have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi.cli.endings import CallError
from cds_kpi.cli.help import suggest
from cds_kpi.cli.language import say
from cds_kpi.cli.tables import Column, format_table
from cds_kpi.cli.terminal import write_error, write_out
from cds_kpi.cli.usage import complain_of_choice, one_of
from cds_kpi.cli.visit import find_visit
from cds_kpi.text import find_near, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.text import Language

FORMATS = ("table", "json")

Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="|".join(FORMATS),
        parser=one_of(*FORMATS),
        autocompletion=lambda: list(FORMATS),
        help=say("Bảng để đọc (mặc định), hoặc JSON.", "A table to read (default), or JSON."),
    ),
]
Search = Annotated[
    str | None,
    typer.Option(
        metavar=say("CHỮ", "TEXT"),
        help=say(
            "Chỉ những mục có chữ này trong mã hoặc tên; không phân biệt dấu, hoa thường.",
            "Only those with this text in their id or name, whatever its case and accents.",
        ),
    ),
]
"""Part of an id or a name."""


def require(option: str, word: str | None, known: Sequence[str]) -> None:
    """Complain of a word that nothing in the workspace goes by."""
    if word is not None and word not in known:
        raise complain_of_choice(option, word, list(dict.fromkeys(known)))


def unknown_id(what: str, key: str, known: list[str]) -> CallError:
    """Return the complaint that nothing goes by this id, with the nearest one that something goes by."""
    near = find_near(key, known)
    listed = ", ".join(known)
    return CallError(
        say(f"Không có {what} “{key}”.", f"There is no {what} “{key}”."),
        suggest(near) if near else say(f"Có: {listed}.", f"There are: {listed}."),
    )


def holds(search: str | None, *texts: str | None) -> bool:
    """Whether what is searched for stands in one of the texts, whatever its case and accents."""
    return search is None or any(fold(search) in fold(text) for text in texts if text)


def print_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], context: typer.Context, language: Language
) -> None:
    """Print a table, or say on standard error that it would be empty."""
    if rows:
        write_out(format_table(columns, rows, find_visit(context).terminal))
    else:
        write_error(say("Không có mục nào như vậy.", "There is nothing like that.", language))
