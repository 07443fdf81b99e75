"""The names of the catalogue for whoever types one: those of the records, and of a broken file what can be read."""

import json
import os
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.store.naming import list_names
from cds_kpi.store.place import use_folder
from cds_kpi.text import Language
from conftest import Run

LANGUAGES: tuple[Language, ...] = ("vi", "en")


def workspace(folder: Path, catalogue: str = "format: 1\n", units: str = "format: 1\n") -> Path:
    (folder / "data").mkdir()
    (folder / "data/indicators.yaml").write_text(catalogue, encoding="utf-8")
    (folder / "data/units.yaml").write_text(units, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_are_those_of_the_records(language: Language, example: Path) -> None:
    read = desk.read_catalogue(example)
    cards = desk.list_indicators(example, language)
    assert not isinstance(read, desk.Refusal)
    assert not isinstance(cards, desk.Refusal)
    catalogue, units = read
    assert list_names(example, "unit", language) == {unit.id: unit.name.say(language) for unit in units}
    assert list_names(example, "indicator", language) == {card.id: card.name for card in cards}
    assert list_names(example, "pillar", language) == {card.pillar: card.pillar_name for card in cards}
    assert list_names(example, "programme", language) == {
        key: one.name.say(language) for key, one in catalogue.programmes.items()
    }
    periods = [one.period for programme in catalogue.programmes.values() for one in programme.rounds]
    assert list(list_names(example, "period", language).items()) == [
        (str(one), one.title(language)) for one in dict.fromkeys(periods)
    ]


@pytest.mark.parametrize("name", ["tphcm", "hai-phong", "blank"])
def test_the_names_of_every_packaged_catalogue_are_those_of_its_records(name: str, tmp_path: Path) -> None:
    assert not isinstance(desk.make_workspace(tmp_path / name, name), desk.Refusal)
    cards = desk.list_units(tmp_path / name, "vi")
    indicators = desk.list_indicators(tmp_path / name, "vi")
    assert not isinstance(cards, desk.Refusal)
    assert not isinstance(indicators, desk.Refusal)
    assert list_names(tmp_path / name, "unit", "vi") == {card.id: card.name for card in cards}
    assert list_names(tmp_path / name, "indicator", "vi") == {card.id: card.name for card in indicators}


def test_names_are_read_however_they_are_written(tmp_path: Path) -> None:
    units = (
        'format: 1\nunits:\n- {name: "Sở \\u0041", id: so-a}\n- id: "so-b"\n  name:\n    en: ~\n    vi: Sơ\u0309 B\n'
        "- {id: so-c, name: {vi: C, en: Department C}, email: [a@b.vn, {x: [y]}]}\n"
    )
    root = workspace(tmp_path, "programmes: {p: {rounds: [{period: Q3/2022}, {period: 2022-Q3}]}}\n", units)
    assert list_names(root, "unit", "vi") == {"so-a": "Sở A", "so-b": "Sở B", "so-c": "C"}
    assert list_names(root, "unit", "en") == {"so-a": "Sở A", "so-b": "Sở B", "so-c": "Department C"}
    assert list_names(root, "period", "vi") == {"2022-Q3": "Quý III/2022"}
    assert list_names(root, "programme", "vi") == {"p": ""}


def test_of_a_broken_file_all_that_stands_before_the_fault_is_offered(tmp_path: Path) -> None:
    units = "format: 1\nunits:\n- {id: so-a, name: A}\n- {id: so-b, name: B}\n- {id: so-c, name: [\n"
    root = workspace(tmp_path, "\tpillars: {", units)
    assert list_names(root, "unit", "vi") == {"so-a": "A", "so-b": "B", "so-c": ""}
    assert list_names(root, "indicator", "vi") == {}
    root.joinpath("data/units.yaml").write_bytes(b"units:\n- {id: so-a, name: A}\n- {id: \xff}\n")
    assert list_names(root, "unit", "vi") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "units: so-a",
        "units: {id: so-a}",
        "units: [[so-a], so-b, ~, {id: [so-c]}, {? [id] : so-d}, {? {id: x} : y}, {*a : b}]",
        "units: &a [*a]\n--- \nunits: [{id: so-e}]",
    ],
)
def test_what_is_no_registry_has_no_names(text: str, tmp_path: Path) -> None:
    assert list_names(workspace(tmp_path, units=text), "unit", "vi") == {}


def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "data/units.yaml").unlink()
    assert list_names(root, "unit", "vi") == {}
    os.mkfifo(root / "data/units.yaml")
    assert list_names(root, "unit", "vi") == {}


def test_a_mistake_elsewhere_takes_no_completion_away(run: Run, example: Path) -> None:
    catalogue = example / "data/indicators.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "  bogus: {\n", encoding="utf-8")
    env = {"COMP_WORDS": "cds-kpi units show so-t", "COMP_CWORD": "3", "_CDS_KPI_COMPLETE": "complete_bash"}
    assert run(cwd=example, env=env).stdout.split()[:2] == ["so-tttt", "so-tu-phap"]


def test_brackets_in_a_name_are_shown_and_long_names_stay_on_their_line(run: Run, tmp_path: Path) -> None:
    name = "Ủy ban nhân dân [bold]xã[/bold] " + "rất dài " * 20
    root = workspace(tmp_path, units=f'units: [{{id: xa-1, name: "{name.strip()}"}}]\n')
    env = {"_TYPER_COMPLETE_ARGS": "cds-kpi units show x", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    result = run(cwd=root, env=env | {"_CDS_KPI_COMPLETE": "complete_fish"})
    assert (result.stdout, result.stderr) == (f"xa-1\t{name.strip()}\n", "")


def test_names_are_kept_while_their_file_has_not_changed(example: Path, tmp_path: Path) -> None:
    units = example / "data" / "units.yaml"
    now = datetime.fromtimestamp(units.stat().st_ctime, UTC) + timedelta(minutes=1)
    before = list_names(example, "unit", "vi")
    use_folder(tmp_path, now)
    try:
        assert list_names(example, "unit", "vi") == before
        (kept,) = (tmp_path / "names").iterdir()
        # That they come from there: what is kept under another name is what is offered.
        stamp, _, text = json.loads(kept.read_bytes())
        other = text.replace("ubqg-cds", "so-kept")
        kept.write_text(json.dumps([stamp, zlib.crc32(other.encode()), other]))
        assert list_names(example, "unit", "vi") == json.loads(other) != before
        for damaged in (json.dumps([stamp, 1, other]), "[", "null", ""):
            kept.write_text(damaged)
            assert list_names(example, "unit", "vi") == before
        assert list_names(example, "unit", "en") != before
        units.write_bytes(units.read_bytes() + b"  - {id: so-new, name: {vi: A}, level: department}\n")
        assert list(list_names(example, "unit", "vi")) == [*before, "so-new"]
        use_folder(tmp_path, datetime.fromtimestamp(units.stat().st_ctime, UTC))
        units.write_bytes(units.read_bytes().replace(b"so-new", b"so-old"))
        assert list(list_names(example, "unit", "vi")) == [*before, "so-old"]
        units.write_bytes(units.read_bytes().replace(b"so-old", b"so-odd"))
        assert list(list_names(example, "unit", "vi")) == [*before, "so-odd"]
    finally:
        use_folder(None, now)
