"""`units`: what the registry holds, as a table and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_units
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code
from cds_kpi.cli.help import Command, ListGroup
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import (
    Format,
    Level,
    Search,
    find_card,
    holds,
    print_cards,
    print_rows,
    read_cards,
    require,
)
from cds_kpi.cli.tables import Column, format_facts
from cds_kpi.cli.terminal import clean, write_out
from cds_kpi.cli.visit import find_visit
from cds_kpi.text import Language


def list_units(
    context: typer.Context,
    level: Level = None,
    under: Annotated[
        str | None,
        typer.Option(
            metavar=say("ĐƠN_VỊ", "UNIT"),
            autocompletion=complete_units,
            help=say("Chỉ những đơn vị trực thuộc đơn vị này.", "Only units directly under this one."),
        ),
    ] = None,
    search: Search = None,
    form: Format = "table",
) -> int:
    """Print the units, a line each."""
    cards, language = read_cards(context, desk.list_units)
    require("--under", under, [card.id for card in cards])
    chosen = [
        card
        for card in cards
        if level in {None, card.level}
        and under in {None, card.parent}
        and holds(search, card.id, card.name_vi, card.name_en, card.abbreviation)
    ]
    if form == "json":
        print_cards("units", chosen)
        return Code.DONE
    columns = (
        Column(say("Mã", "Id", language), style="cyan"),
        Column(say("Đơn vị", "Unit", language), is_wide=True),
        Column(say("Cấp", "Level", language), narrow=12),
        Column(say("Viết tắt", "Short", language), narrow=12),
    )
    rows = [[card.id, clean(card.name), card.level_text, clean(card.abbreviation or "")] for card in chosen]
    print_rows(columns, rows, context, language)
    return Code.DONE


def show_unit(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar=say("MÃ", "ID"),
            autocompletion=complete_units,
            help=say("Mã của đơn vị.", "The unit's id."),
        ),
    ],
    form: Format = "table",
) -> int:
    """Print all that the registry says of a unit."""
    cards, language = read_cards(context, desk.list_units)
    card = find_card(say("đơn vị", "unit"), key, cards)
    if form == "json":
        print_cards("units", [card])
        return Code.DONE
    facts: list[tuple[str, str | None]] = [
        (say("Mã", "Id", language), card.id),
        (say("Tên", "Name", language), clean(card.name)),
        (say("Viết tắt", "Short", language), card.abbreviation and clean(card.abbreviation)),
        (say("Cấp", "Level", language), card.level_text),
        (
            say("Trực thuộc", "Under", language),
            card.parent and f"{clean(card.parent_name or '')} ({card.parent})",
        ),
        (say("Mã chính thức", "Official code", language), card.code and clean(card.code)),
        (say("Thư điện tử", "E-mail", language), clean(", ".join(card.email))),
        (
            say("Số đơn vị phụ trách", "Members", language),
            None if card.members is None else str(card.members),
        ),
        (say("Từ ngày", "From", language), card.valid_from_text),
        (say("Đến ngày", "Until", language), card.valid_until_text),
        *_list_links(say("Tiền thân", "Came from", language), card.came_from),
        *(
            _list_links(say("Đơn vị kế tục", "Successors", language), card.became)
            or _say_none(card, language)
        ),
    ]
    write_out(format_facts(facts, find_visit(context).terminal))
    return Code.DONE


def _list_links(heading: str, links: Sequence[desk.LinkCard]) -> list[tuple[str, str | None]]:
    """Return a line for each unit, the heading before the first."""
    return [("" if index else heading, clean(link.text)) for index, link in enumerate(links)]


def _say_none(card: desk.UnitCard, language: Language) -> list[tuple[str, str | None]]:
    """Return that nobody is recorded to come after a unit that ends."""
    if card.valid_until is None:
        return []
    none = say("không ghi đơn vị nào", "none recorded", language)
    return [(say("Đơn vị kế tục", "Successors", language), none)]


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    units = typer.Typer(
        cls=ListGroup,
        epilog="cds-kpi units\ncds-kpi units --level district\ncds-kpi units show so-tttt",
        help=summarise("units"),
    )
    units.command(
        "list",
        cls=Command,
        epilog="cds-kpi units list --level district\ncds-kpi units --format json",
        help=say("Liệt kê các đơn vị (mặc định).", "List the units (what the group does by itself)."),
    )(list_units)
    units.command(
        "show",
        cls=Command,
        epilog="cds-kpi units show so-tttt",
        help=say("Nêu mọi điều đã ghi về một đơn vị.", "Show all that the registry says of a unit."),
    )(show_unit)
    app.add_typer(units, name="units")
