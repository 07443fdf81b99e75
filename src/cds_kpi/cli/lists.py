"""What the lists of the catalogue and of the registry have in common."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cds_kpi import desk
from cds_kpi.cli.endings import CallError, refuse
from cds_kpi.cli.help import suggest
from cds_kpi.cli.language import say
from cds_kpi.cli.tables import Column, format_table
from cds_kpi.cli.terminal import format_json, write_error, write_out
from cds_kpi.cli.usage import complain_of_choice, one_of
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import find_near, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cds_kpi.desk import IndicatorCard, UnitCard
    from cds_kpi.text import Language

C = TypeVar("C", "IndicatorCard", "UnitCard")

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


Level = Annotated[
    str | None,
    typer.Option(
        metavar=say("CẤP", "LEVEL"),
        parser=one_of(*desk.LEVELS),
        autocompletion=lambda: list(desk.LEVELS),
        help=say(
            f"Chỉ những đơn vị của cấp này: {', '.join(desk.LEVELS)}.",
            f"Only units of this level: {', '.join(desk.LEVELS)}.",
        ),
    ),
]


def require(option: str, word: str | None, known: Sequence[str]) -> None:
    """Complain of a word that nothing in the workspace goes by."""
    if word is not None and word not in known:
        raise complain_of_choice(option, word, list(dict.fromkeys(known)))


def read_cards(
    context: typer.Context, read: Callable[[Path, Language], tuple[C, ...] | desk.Refusal]
) -> tuple[tuple[C, ...], Language]:
    """Return the cards of the workspace, and the language they are in."""
    root, language = enter_workspace(find_visit(context))
    cards = read(root, language)
    if isinstance(cards, desk.Refusal):
        raise refuse(cards, root, language)
    return cards, language


def find_card(what: str, key: str, cards: Sequence[C]) -> C:
    """Return the card that goes by an id; complain, with the nearest one, where none does."""
    found = next((card for card in cards if card.id == key), None)
    if found is not None:
        return found
    known = [card.id for card in cards]
    near = find_near(key, known)
    listed = ", ".join(known)
    raise CallError(
        say(f"Không có {what} “{key}”.", f"There is no {what} “{key}”."),
        suggest(near) if near else say(f"Có: {listed}.", f"There are: {listed}."),
    )


def print_cards(name: str, cards: Sequence[IndicatorCard] | Sequence[UnitCard]) -> None:
    """Print cards as JSON, under the name of what they are."""
    write_out(format_json({"schema": f"cds-kpi.{name}/1", name: [asdict(card) for card in cards]}))


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
