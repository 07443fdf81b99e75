"""Where users wait, only what is needed is read: a round's files, or those of one unit and its kin."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from workspaces import Workspace

INDICATOR = """
id: dossiers
measure: {kind: ratio, basis: in_period}
reporters: ['level:department']
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""
UNITS = """
- {id: city, name: Thành phố, level: province}
- {id: dic, name: Đơn vị đầu mối, level: agency, parent: city}
- {id: so-a, name: Sở A, level: department, parent: city, valid: {until: 2022-06-30}, successors: [so-b]}
- {id: so-b, name: Sở B, level: department, parent: city, valid: {from: 2022-07-01}}
- {id: so-c, name: Sở C, level: department, parent: city}
"""
SENT = (
    ("2022-Q1", "so-a"), ("2022-Q1", "so-c"), ("2022-Q2", "so-a"), ("2022-Q2", "so-c"), ("2022-Q3", "so-c"),
    ("2022-Q4", "so-c"),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    """Return a workspace with a unit that another has come after."""
    made = Workspace(tmp_path / "work", INDICATOR, units=UNITS)
    for period, unit in SENT:
        made.submit(period, unit, "dossiers: {numerator: 40, denominator: 100}")
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the submissions that are opened from now on, by period and unit."""
    names: list[str] = []
    real = os.open

    def note(path: str, *rest: int, **options: int) -> int:
        parts = os.fspath(path).split("/")
        if "submissions" in parts and parts[-1].endswith(".yaml"):
            names.append(f"{parts[-2]} {parts[-1].partition('.')[0]}")
        return real(path, *rest, **options)

    monkeypatch.setattr(os, "open", note)
    return names


def moment(text: str) -> datetime:
    """Return a moment of the city's time."""
    return datetime.fromisoformat(f"{text}T10:00:00+07:00")


def test_status_reads_its_round(store: Workspace, opened: list[str]) -> None:
    found = desk.find_standing(
        store.root, desk.Asking(quarter="Q3"), as_of=moment("2022-09-18"), language="vi"
    )
    assert isinstance(found, desk.Standing)
    assert [(one.id, one.state) for one in found.view.units] == [("so-b", "missing"), ("so-c", "on_time")]
    assert set(opened) == {"2022-Q3 so-c"}


def test_a_broken_file_of_another_round_is_no_matter_of_this_one(store: Workspace) -> None:
    store.write("data/submissions/2022-Q1/so-c.yaml", "format: [")
    found = desk.find_standing(
        store.root, desk.Asking(quarter="Q3"), as_of=moment("2022-09-18"), language="vi"
    )
    assert isinstance(found, desk.Standing)
    assert found.broken == ()
    assert [problem.place.file for problem in desk.check_workspace(store.root)] == [
        "data/submissions/2022-Q1/so-c.yaml"
    ]


def test_deadlines_read_the_rounds_that_have_begun(store: Workspace, opened: list[str]) -> None:
    found = desk.check_deadlines(store.root, as_of=moment("2022-05-10"), language="vi")
    assert isinstance(found, desk.Deadlines)
    assert {name.split()[0] for name in opened} == {"2022-Q1", "2022-Q2"}
    assert [one.period for one in found.view.rounds] == ["2022-Q1", "2022-Q2", "2022-S1", "2022"]


def test_a_calendar_reads_every_round(store: Workspace, tmp_path: Path, opened: list[str]) -> None:
    found = desk.check_deadlines(store.root, as_of=moment("2022-05-10"), language="vi")
    assert isinstance(found, desk.Deadlines)
    path = tmp_path / "a.ics"
    assert desk.write_calendar(store.root, path, found) == path
    assert {name.split()[0] for name in opened} == {"2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"}


def test_a_draft_reads_its_unit_and_those_it_came_of(store: Workspace, opened: list[str]) -> None:
    made = desk.draft_figures(
        store.root, "so-b", desk.Asking(quarter="Q3"), ["dossiers=45/100"], now=moment("2022-09-18")
    )
    assert isinstance(made, desk.Draft)
    assert set(opened) == {"2022-Q1 so-a", "2022-Q2 so-a"}


def test_a_decision_on_a_revision_that_is_not_read_is_not_called_one_on_nothing(store: Workspace) -> None:
    store.review("2022-Q1", "so-c", 1, "accepted", "2022-03-18T10:00:00+07:00")
    found = desk.find_standing(
        store.root, desk.Asking(quarter="Q3"), as_of=moment("2022-09-18"), language="vi"
    )
    assert isinstance(found, desk.Standing)
    assert found.broken == ()
    assert desk.check_workspace(store.root) == []
