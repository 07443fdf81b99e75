"""The catalogue and the units as lists, and the form of every kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import sort_problems

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.units import Unit
    from cds_kpi.report.cards import IndicatorCard, UnitCard
    from cds_kpi.text import Language


def read_catalogue(root: Path) -> tuple[Catalogue, tuple[Unit, ...]] | Refusal:
    """Return the catalogue and the units; refused where either cannot be read."""
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.units import Registry
    from cds_kpi.store import layout
    from cds_kpi.store.reading import load_file

    catalogue = load_file(root / layout.CATALOGUE, layout.CATALOGUE, Catalogue)
    registry = load_file(root / layout.UNITS, layout.UNITS, Registry)
    if not isinstance(catalogue.record, Catalogue) or not isinstance(registry.record, Registry):
        return Refusal("data", tuple(sort_problems([*catalogue.problems, *registry.problems])))
    return catalogue.record, registry.record.units


def list_indicators(root: Path, language: Language) -> tuple[IndicatorCard, ...] | Refusal:
    """Return a card for every indicator of the catalogue."""
    from cds_kpi.report.cards import build_indicator_cards

    read = read_catalogue(root)
    if isinstance(read, Refusal):
        return read
    catalogue, units = read
    return build_indicator_cards(catalogue, {unit.id: unit for unit in units}, language)


def list_units(root: Path, language: Language) -> tuple[UnitCard, ...] | Refusal:
    """Return a card for every unit of the registry."""
    from cds_kpi.report.cards import build_unit_cards

    read = read_catalogue(root)
    if isinstance(read, Refusal):
        return read
    return build_unit_cards({unit.id: unit for unit in read[1]}, language)


def make_schema(name: str) -> dict[str, object]:
    """Return the JSON Schema of a kind of file: catalogue, units, submission or settings."""
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.describing import describe_fields
    from cds_kpi.model.office import Settings
    from cds_kpi.model.submission import Submission
    from cds_kpi.model.units import Registry

    records: dict[str, type[BaseModel]] = {
        "catalogue": Catalogue,
        "units": Registry,
        "submission": Submission,
        "settings": Settings,
    }
    describe_fields()
    schema = records[name].model_json_schema(by_alias=True, mode="validation")
    _close(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _close(schema: object) -> None:
    """Have a JSON Schema refuse the keys that match none of an object's patterns; Pydantic lets them pass."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema.setdefault("additionalProperties", False)
        for inner in schema.values():
            _close(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _close(inner)
