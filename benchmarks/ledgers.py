"""The figures of a clean store as other programs want them: journals of bookkeeping programs, tables, indicators.

Made from the same plan as the store, so that every program is given the same units, periods and numbers. A figure is
one transaction, one row. Bookkeeping knows neither shares nor units that owe something: a transaction books numerator
and denominator to the indicator's accounts, the unit is the payee.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from stores import list_figures, list_offices, name_day, read_indicators, write_hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stores import Figure, Office, Plan


def list_all(plan: Plan) -> Iterator[tuple[str, Office, list[Figure]]]:
    """Yield period, unit and figures of a store, in the order of its files."""
    offices = list_offices(plan)
    for period in plan.periods:
        for office in offices:
            yield period, office, list_figures(plan, office, period)


def list_amounts(figure: Figure) -> list[tuple[str, str]]:
    """Return what a figure books: a word for the account, and the number."""
    if figure.kind == "value":
        return [("value", write_hundredths(figure.amount))]
    if figure.kind == "roll_call":
        return [("numerator", str(figure.amount)), ("denominator", "1")]
    return [("numerator", str(figure.amount)), ("denominator", str(figure.whole))]


def write_hledger(path: Path, plan: Plan) -> None:
    """Write a journal for hledger."""
    with path.open("w", encoding="utf-8") as file:
        for period, office, figures in list_all(plan):
            day = name_day(period, 15)
            for figure in figures:
                books = "".join(
                    f"    {figure.indicator}:{side}    {number}\n" for side, number in list_amounts(figure)
                )
                file.write(f"{day} {office.id}\n{books}    balance\n\n")


def write_beancount(path: Path, plan: Plan) -> None:
    """Write a ledger for Beancount, whose account names begin with a capital letter."""
    with path.open("w", encoding="utf-8") as file:
        first = f"{plan.periods[0][:4]}-01-01"
        file.write(f"{first} open Equity:Balance\n")
        for indicator in read_indicators():
            name = indicator["id"].capitalize()
            sides = ("Value",) if indicator["measure"]["kind"] == "value" else ("Numerator", "Denominator")
            file.write("".join(f"{first} open Assets:{name}:{side} N\n" for side in sides))
        for period, office, figures in list_all(plan):
            day = name_day(period, 15)
            for figure in figures:
                name = figure.indicator.capitalize()
                books = "".join(
                    f"  Assets:{name}:{side.capitalize()}  {number} N\n"
                    for side, number in list_amounts(figure)
                )
                file.write(f'{day} * "{office.id}" ""\n{books}  Equity:Balance\n\n')


def write_frictionless(folder: Path, plan: Plan) -> None:
    """Write figures.csv and the schema that Frictionless is to hold it against."""
    keys = [indicator["id"] for indicator in read_indicators()]
    whole = {"minimum": 0}
    fields = [
        {"name": "unit", "type": "string", "constraints": {"required": True, "pattern": "[a-z0-9-]+"}},
        {"name": "period", "type": "string", "constraints": {"required": True, "enum": plan.periods}},
        {"name": "indicator", "type": "string", "constraints": {"required": True, "enum": keys}},
        {"name": "numerator", "type": "integer", "constraints": whole},
        {"name": "denominator", "type": "integer", "constraints": whole},
        {"name": "value", "type": "number", "constraints": whole},
    ]
    schema = {"fields": fields, "primaryKey": ["unit", "period", "indicator"]}
    (folder / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    with (folder / "figures.csv").open("w", encoding="utf-8") as file:
        file.write("unit,period,indicator,numerator,denominator,value\n")
        for period, office, figures in list_all(plan):
            for figure in figures:
                numbers = dict(list_amounts(figure))
                sides = ",".join(numbers.get(side, "") for side in ("numerator", "denominator", "value"))
                file.write(f"{office.id},{period},{figure.indicator},{sides}\n")


def write_sdg(folder: Path, plan: Plan) -> None:
    """Write data/indicator_<id>.csv and meta/<id>.yml for each indicator, and the schema, as sdg-build reads them.

    Its data know a year, not a quarter, and one number: the quarter and the unit are columns, the number is the share.
    """
    (folder / "data").mkdir()
    (folder / "meta").mkdir()
    rows: dict[str, list[str]] = {indicator["id"]: [] for indicator in read_indicators()}
    for period, office, figures in list_all(plan):
        year, quarter = period.split("-")
        for figure in figures:
            if figure.kind == "value":
                number = write_hundredths(figure.amount)
            else:
                number = write_hundredths(figure.amount * 10_000 // (figure.whole or 1))
            rows[figure.indicator].append(f"{year},{quarter},{office.id},{number}\n")
    options = "options: [{name: Complete, value: complete, translation_key: status.complete}]"
    (folder / "prose.yml").write_text(
        "prose:\n  metadata:\n    meta:\n"
        "      - {name: indicator_number, field: {element: text, label: Number}}\n"
        "      - {name: indicator_name, field: {element: text, label: Name}}\n"
        f"      - {{name: reporting_status, field: {{element: select, label: Status, {options}}}}}\n"
        "      - {name: published, field: {element: checkbox, label: Published}}\n",
        encoding="utf-8",
    )
    for position, (key, lines) in enumerate(rows.items(), 1):
        name = f"1-{position}-1"
        data = "Year,Quarter,Unit,Value\n" + "".join(lines)
        (folder / f"data/indicator_{name}.csv").write_text(data, encoding="utf-8")
        (folder / f"meta/{name}.yml").write_text(
            f"indicator_number: 1.{position}.1\nindicator_name: {key}\npublished: true\nreporting_status: complete\n"
            f"data_non_statistical: false\ngraph_title: {key}\ngraph_type: line\n",
            encoding="utf-8",
        )
