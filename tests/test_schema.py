"""The JSON Schemas for editors: they accept what the program reads, and refuse what it refuses by its shape."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cds_kpi.desk.catalogue import make_schema
from cds_kpi.model.catalogue import Catalogue
from cds_kpi.model.fields import Record
from cds_kpi.model.office import Settings
from cds_kpi.model.shape import read_shape
from cds_kpi.model.submission import Submission
from cds_kpi.model.units import Registry
from cds_kpi.store.yamltext import parse_yaml
from json_schemas import Core, find_violations

ROOT = Path(__file__).parent.parent
NAMES = {"indicators.yaml": "catalogue", "units.yaml": "units", "settings.yaml": "settings"}


@cache
def schema_of(name: str) -> dict[str, Any]:
    return make_schema(name)


def ask(text: str, name: str) -> list[str]:
    """Return what an editor underlines in a file."""
    schema = schema_of(name)
    return list(find_violations(yaml.load(text, Core), schema, schema))  # noqa: TID251, S506 - an editor's eyes


def find_files(folder: str) -> list[Path]:
    found = [path for path in sorted((ROOT / folder).rglob("*.yaml")) if name_schema(path) is not None]
    assert found
    return found


def name_schema(path: Path) -> str | None:
    return "submission" if path.parent.parent.name == "submissions" else NAMES.get(path.name)


@pytest.mark.parametrize("folder", ["data", "src/cds_kpi/packaged", "tests/reports"])
def test_every_file_that_is_read_is_accepted(folder: str) -> None:
    for path in find_files(folder):
        name = name_schema(path)
        assert name is not None
        assert ask(path.read_text(encoding="utf-8"), name) == [], path


BEYOND = {
    "KPI242": "the larger of two numbers",
    "KPI243": "which of two years comes first",
    "KPI244": "what a target makes of a baseline",
    "KPI255": "what a header of a message can hold",
    "KPI256": "which host is this very machine",
    "KPI261": "no entry at all is a submission that says nothing",
    **dict.fromkeys(
        ("KPI264", "KPI265", "KPI266", "KPI267", "KPI268", "KPI269"), "the language of rules' expressions"
    ),
}
"""What no schema is asked to know."""


def shape_cases() -> list[str]:
    """Return the example cases of kinds that are about the shape of a catalogue, registry, submission or settings."""
    cases = []
    for folder in sorted((ROOT / "tests/problems").glob("KPI2*")):
        if any(name_schema(path) is not None for path in folder.rglob("*.yaml")):
            cases.append(folder.name)
    assert BEYOND.keys() <= {case[:6] for case in cases}
    return cases


@pytest.mark.parametrize("case", shape_cases())
def test_what_is_refused_by_its_shape_is_refused_by_the_schema(case: str) -> None:
    told = [
        (path.name, ask(path.read_text(encoding="utf-8"), name))
        for path in sorted((ROOT / "tests/problems" / case).rglob("*.yaml"))
        if (name := name_schema(path)) is not None
    ]
    assert any(violations for _, violations in told) is (case[:6] not in BEYOND), told


UNITS = "format: 1\nunits:\n  - {{id: so-a, level: department, {}}}\n"
ENTRY = "format: 1\nunit: so-a\nperiod: 2022-Q3\nentries:\n  x: {}\n"
SETTINGS = "format: 1\nmail: {{host: localhost, from: a@b.vn, {}}}\n"
TARGET = """
format: 1
programmes: {{p: {{name: P, authority: a, focal_point: a}}}}
pillars: {{k: K}}
indicators:
  - id: x
    name: X
    pillar: k
    measure: {{kind: ratio, basis: at_date}}
    frequency: year
    lead: a
    targets: [{{programme: p, by: 2022-12-31, {}}}]
"""
KINDS: dict[str, tuple[str, type[Record]]] = {
    UNITS: ("units", Registry),
    ENTRY: ("submission", Submission),
    SETTINGS: ("settings", Settings),
    TARGET: ("catalogue", Catalogue),
}


@pytest.mark.parametrize(
    ("frame", "text", "is_read"),
    [
        (UNITS, "name: Sở A", True),
        (UNITS, "name: {vi: Sở A}", True),
        (UNITS, "name: {vi: Sở A, en: Department A}", True),
        (UNITS, "name: {en: Department A}", False),
        (UNITS, "name: {vi: A, fr: B}", False),
        (UNITS, "name: [Sở A]", False),
        (UNITS, "name: ''", False),
        (UNITS, "name: null", False),
        (UNITS, "name: 79, code: 79, abbreviation: true", True),
        (UNITS, "name: A, email: a@b.vn", True),
        (UNITS, "name: A, email: [a@b.vn, c@d.vn]", True),
        (UNITS, "name: A, email: A B", False),
        (UNITS, "name: A, members: '34'", True),
        (UNITS, "name: A, members: 34.5", False),
        (UNITS, "name: A, members: -1", False),
        (UNITS, "name: A, parent: 2022", True),
        (UNITS, "name: A, parent: Sở", False),
        (UNITS, "name: A, successors: so-b", True),
        (UNITS, "name: A, valid: {from: 2022-01-01}", True),
        (UNITS, "name: A, valid: {from: 01/01/2022}", False),
        (ENTRY, "{value: 3}", True),
        (ENTRY, "{value: '3,5%'}", True),
        (ENTRY, "{value: 1.234.567}", True),
        (ENTRY, "{value: '1.234,5'}", True),
        (ENTRY, "{value: '1 234 567,5'}", True),
        (ENTRY, "{value: '3,194.15'}", False),
        (ENTRY, "{value: '3,194'}", False),
        (ENTRY, "{value: ba}", False),
        (ENTRY, "{value: 3, nil: không}", False),
        (ENTRY, "{value: 3, nil: null}", False),
        (ENTRY, "{numerator: 3}", False),
        (ENTRY, "{numerator: 3, denominator: 4}", True),
        (ENTRY, "{numerator: 3, denominator: 4, value: 75}", False),
        (ENTRY, "{done: 'true', members_done: 3, members_not_done: Phường 3}", True),
        (ENTRY, "{done: 'yes'}", False),
        (ENTRY, "{value: 3, members_done: 3}", False),
        (ENTRY, "{unavailable: chờ, expected_on: 2022-10-05}", True),
        (ENTRY, "{value: 3, expected_on: 2022-10-05}", False),
        (ENTRY, "{value: 3, expected_on: null}", True),
        (ENTRY, "{parts: {}}", False),
        (ENTRY, "{parts: {a: {value: 3}}}", True),
        (ENTRY, "{parts: {a: {value: 3, numerator: 2}}}", False),
        (ENTRY, "{parts: {a: {numerator: 2}}}", False),
        (ENTRY, "{parts: {A: {value: 3}}}", False),
        (ENTRY, "{}", False),
        (ENTRY, "{status: final}", False),
        (SETTINGS, "port: 25", True),
        (SETTINGS, "port: '25'", True),
        (SETTINGS, "port: 70000", False),
        (SETTINGS, "port: 0", False),
        (SETTINGS, "focal_point: c@d.vn", True),
        (TARGET, "at_least: 5", True),
        (TARGET, "at_least: '5%'", True),
        (TARGET, "at_least: 5, above: 3", False),
        (TARGET, "at_least: 5, above: null", True),
        (TARGET, "note: X", False),
        (TARGET, "done: true", True),
        (TARGET, "done: false", False),
        (TARGET, "between: [65, 70]", True),
        (TARGET, "between: [65]", False),
        (TARGET, "increase: {by: 10, as: points, over: 2021}", True),
        (TARGET, "increase: {by: 10, over: 2021}", False),
        (TARGET, "at_least: 5, note: X, wording: {vi: X, en: Y}", True),
    ],
)
def test_the_schema_and_the_program_agree(frame: str, text: str, *, is_read: bool) -> None:
    name, record = KINDS[frame]
    written = frame.format(text)
    parsed = parse_yaml(written.encode())
    assert parsed.faults == []
    assert isinstance(read_shape(record, parsed.tree), record) is is_read
    assert (ask(written, name) == []) is is_read
