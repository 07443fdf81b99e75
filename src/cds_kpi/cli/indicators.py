"""`indicators`: what the catalogue holds, as a table and one by one."""

from __future__ import annotations

from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.completion import complete_indicators, complete_pillars, complete_programmes, complete_units
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.help import Command, ListGroup
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import Format, Search, find_card, holds, print_cards, print_rows, read_cards, require
from cds_kpi.cli.tables import Column, format_facts
from cds_kpi.cli.terminal import clean, write_out
from cds_kpi.cli.visit import find_visit
from cds_kpi.problem import Fault, Place


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
    cards, language = read_cards(context, desk.list_indicators)
    programme = None if programme == desk.ALL else programme
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
    if programme is not None:
        chosen.sort(key=lambda card: _find_first(card, programme))
    if form == "json":
        print_cards("indicators", chosen)
        return Code.DONE
    rows = []
    for card in chosen:
        targets = [target for target in card.targets if programme in {None, target.programme}]
        # Each document numbers its own: without one named, the numbers are the default programme's.
        numbers = dict.fromkeys(
            str(target.number)
            for target in targets
            if target.number is not None and (target.is_default or programme is not None)
        )
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


def _find_first(card: desk.IndicatorCard, programme: str) -> tuple[bool, int]:
    """Return an indicator's place in a programme's own numbering; those without a number stand last."""
    numbers = [one.number for one in card.targets if one.programme == programme and one.number is not None]
    return not numbers, min(numbers, default=0)


def show_indicator(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar=say("MÃ|SỐ", "ID|NO"),
            autocompletion=complete_indicators,
            help=say("Mã hoặc số thứ tự của chỉ tiêu.", "The indicator's id or number."),
        ),
    ],
    form: Format = "table",
) -> int:
    """Print all that the catalogue says of an indicator."""
    cards, language = read_cards(context, desk.list_indicators)
    numbered: list[tuple[str, int | None]] = [(card.id, None) for card in cards]
    of_default, of_others = (
        [
            (card.id, target.number)
            for card in cards
            for target in card.targets
            if target.is_default == is_default
        ]
        for is_default in (True, False)
    )
    found = desk.find_indicator([*numbered, *of_default], key)
    if found == key:
        found = desk.find_indicator([*numbered, *of_others], key)
    if isinstance(found, Fault):
        raise refuse(desk.Refusal("request", (found.at(Place(key)),)), None, language)
    card = find_card(say("chỉ tiêu", "indicator"), found, cards)
    if form == "json":
        print_cards("indicators", [card])
        return Code.DONE
    targets: list[tuple[str, str | None]] = []
    for target in card.targets:
        number = f" {say('số', 'no.', language)} {target.number}" if target.number is not None else ""
        level = f" ({target.level_text})" if target.level_text else ""
        by = f"{say('chậm nhất', 'by', language)} {target.by_text}"
        strives = say(" (phấn đấu)", " (aspirational)", language) if target.is_aspirational else ""
        text = f"{target.programme}{number}: {clean(target.text)}{level}, {by}{strives}"
        targets.append((say("Mục tiêu", "Target", language), text))
        targets.append(("", target.wording and clean(f"“{target.wording}”")))
        condition = say("Điều kiện", "Condition", language)
        targets.append(("", target.condition and clean(f"{condition}: {target.condition}")))
        targets.append(("", target.note and clean(target.note)))
    related: list[tuple[str, str | None]] = []
    for one in card.related:
        related.append((say("Liên quan", "Related", language), f"{clean(one.name)} ({one.id})"))
        related.append(("", clean(one.text)))
        related.append(("", one.note and clean(one.note)))
    rules: list[tuple[str, str | None]] = []
    for rule in card.rules:
        rules.append(
            (say("Quy tắc kiểm tra", "Rule", language), f"{clean(rule.message)} ({rule.severity_text})")
        )
        rules.append(("", f"{rule.id}: {clean(rule.text)}"))
    facts: list[tuple[str, str | None]] = [
        (say("Mã", "Id", language), card.id),
        (say("Tên", "Name", language), clean(card.name)),
        (say("Trụ cột", "Pillar", language), clean(card.pillar_name)),
        (say("Đơn vị chủ trì", "Lead", language), f"{clean(card.lead_name)} ({card.lead})"),
        (say("Đơn vị phối hợp", "Coordinating", language), clean("; ".join(card.coordinating_text))),
        (say("Đơn vị báo cáo", "Reporters", language), clean("; ".join(card.reporters_text))),
        (say("Tần suất", "Collected", language), card.frequency_text),
        ("", card.frequency_note and clean(card.frequency_note)),
        (say("Cách đo", "Measure", language), clean(card.measure_text)),
        (say("Tử số", "Numerator", language), card.numerator and clean(card.numerator)),
        (say("Mẫu số", "Denominator", language), card.denominator and clean(card.denominator)),
        (say("Không áp dụng", "Excludes", language), card.excludes and clean(card.excludes)),
        *((say("Số liệu gốc", "Baseline", language), clean(baseline)) for baseline in card.baselines_text),
        (say("Ghi chú", "Note", language), card.note and clean(card.note)),
        *targets,
        *related,
        *rules,
    ]
    write_out(format_facts(facts, find_visit(context).terminal))
    return Code.DONE


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    indicators = typer.Typer(
        cls=ListGroup,
        epilog=say(
            'cds-kpi indicators\ncds-kpi indicators --search "hồ sơ"\ncds-kpi indicators show online-dossiers',
            "cds-kpi indicators\ncds-kpi indicators --search dossiers\ncds-kpi indicators show online-dossiers",
        ),
        help=summarise("indicators"),
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
