"""`indicators`: what the catalogue holds, as a table and one by one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_indicators, complete_pillars, complete_programmes, complete_units
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command, ListGroup
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import Format, Search, holds, print_rows, require, unknown_id
from cds_kpi.cli.tables import Column, format_facts
from cds_kpi.cli.terminal import clean, format_json, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit


def list_indicators(
    context: typer.Context,
    programme: Annotated[
        str | None,
        typer.Option(
            metavar=say("MÃ", "ID"),
            autocompletion=complete_programmes,
            help=say(
                "Chỉ những chỉ tiêu của chương trình này.", "Only those with a target in this programme."
            ),
        ),
    ] = None,
    pillar: Annotated[
        str | None,
        typer.Option(
            metavar=say("MÃ", "ID"),
            autocompletion=complete_pillars,
            help=say("Chỉ những chỉ tiêu của trụ cột này.", "Only those of this pillar."),
        ),
    ] = None,
    lead: Annotated[
        str | None,
        typer.Option(
            metavar=say("ĐƠN_VỊ", "UNIT"),
            autocompletion=complete_units,
            help=say("Chỉ những chỉ tiêu do đơn vị này chủ trì.", "Only those that this unit leads."),
        ),
    ] = None,
    search: Search = None,
    form: Format = "table",
) -> int:
    """Print the indicators, a line each."""
    visit = find_visit(context)
    root, language = enter_workspace(visit)
    cards = desk.list_indicators(root, language)
    if isinstance(cards, desk.Refusal):
        raise refuse(cards, root, language)
    require("--programme", programme, [target.programme for card in cards for target in card.targets])
    require("--pillar", pillar, [card.pillar for card in cards])
    require("--lead", lead, [card.lead for card in cards])
    chosen = [
        card
        for card in cards
        if pillar in {None, card.pillar}
        and lead in {None, card.lead}
        and (programme is None or any(target.programme == programme for target in card.targets))
        and holds(search, card.id, card.name_vi, card.name_en)
    ]
    if form == "json":
        write_out(
            format_json({"schema": "cds-kpi.indicators/1", "indicators": [asdict(card) for card in chosen]})
        )
        return Code.DONE
    rows = []
    for card in chosen:
        targets = [target for target in card.targets if programme in {None, target.programme}]
        numbers = dict.fromkeys(str(target.number) for target in targets if target.number is not None)
        texts = dict.fromkeys(clean(target.text) for target in targets)
        rows.append([", ".join(numbers), card.id, clean(card.name), card.frequency_text, "; ".join(texts)])
    columns = (
        Column(say("Số", "No", language), is_number=True),
        Column(say("Mã", "Id", language), style="cyan"),
        Column(say("Chỉ tiêu", "Indicator", language), is_wide=True),
        Column(say("Tần suất", "Collected", language)),
        Column(say("Mục tiêu", "Target", language), narrow=16),
    )
    print_rows(columns, rows, context, language)
    return Code.DONE


def show_indicator(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar=say("MÃ", "ID"),
            autocompletion=complete_indicators,
            help=say("Mã của chỉ tiêu.", "The indicator's id."),
        ),
    ],
    form: Format = "table",
) -> int:
    """Print all that the catalogue says of an indicator."""
    visit = find_visit(context)
    root, language = enter_workspace(visit)
    cards = desk.list_indicators(root, language)
    if isinstance(cards, desk.Refusal):
        raise refuse(cards, root, language)
    card = next((card for card in cards if card.id == key), None)
    if card is None:
        raise unknown_id(say("chỉ tiêu", "indicator"), key, [one.id for one in cards])
    if form == "json":
        write_out(format_json({"schema": "cds-kpi.indicators/1", "indicators": [asdict(card)]}))
        return Code.DONE
    targets: list[tuple[str, str | None]] = []
    for target in card.targets:
        number = f" {say('số', 'no.', language)} {target.number}" if target.number is not None else ""
        level = f" ({target.level})" if target.level else ""
        by = f"{say('chậm nhất', 'by', language)} {target.by_text}"
        text = f"{target.programme}{number}: {clean(target.text)}{level}, {by}"
        targets.append((say("Mục tiêu", "Target", language), text))
        targets.append(("", target.wording and clean(f"“{target.wording}”")))
        targets.append(("", target.note and clean(target.note)))
    facts: list[tuple[str, str | None]] = [
        (say("Mã", "Id", language), card.id),
        (say("Tên", "Name", language), clean(card.name)),
        (say("Trụ cột", "Pillar", language), clean(card.pillar_name)),
        (say("Đơn vị chủ trì", "Lead", language), f"{clean(card.lead_name)} ({card.lead})"),
        (say("Đơn vị phối hợp", "Coordinating", language), ", ".join(card.coordinating)),
        (say("Đơn vị báo cáo", "Reporters", language), ", ".join(card.reporters)),
        (say("Tần suất", "Collected", language), card.frequency_text),
        ("", card.frequency_note and clean(card.frequency_note)),
        (say("Cách đo", "Measure", language), f"{card.kind}, {card.basis}, {card.counted_in}"),
        (say("Tử số", "Numerator", language), card.numerator and clean(card.numerator)),
        (say("Mẫu số", "Denominator", language), card.denominator and clean(card.denominator)),
        (say("Không áp dụng", "Excludes", language), card.excludes and clean(card.excludes)),
        *((say("Số liệu gốc", "Baseline", language), clean(baseline)) for baseline in card.baselines),
        (say("Ghi chú", "Note", language), card.note and clean(card.note)),
        *targets,
    ]
    write_out(format_facts(facts, visit.terminal))
    return Code.DONE


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    indicators = typer.Typer(
        cls=ListGroup,
        epilog="cds-kpi indicators\ncds-kpi indicators --search hồ sơ\ncds-kpi indicators show online-dossiers",
        help=say("Các chỉ tiêu: danh sách, và từng chỉ tiêu.", "The indicators: all, or one."),
    )
    indicators.command(
        "list",
        cls=Command,
        epilog="cds-kpi indicators list --pillar government\ncds-kpi indicators --format json",
        help=say("Liệt kê các chỉ tiêu (mặc định).", "List the indicators (what the group does by itself)."),
    )(list_indicators)
    indicators.command(
        "show",
        cls=Command,
        epilog="cds-kpi indicators show online-dossiers",
        help=say(
            "Nêu mọi điều danh mục ghi về một chỉ tiêu.", "Show all that the catalogue says of an indicator."
        ),
    )(show_indicator)
    app.add_typer(indicators, name="indicators")
