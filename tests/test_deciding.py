"""Decisions on submissions and closings of rounds: what they name must exist, and what they mean shows everywhere."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.store import layout
from cds_kpi.store.reading import read_workspace
from workspaces import Workspace

TWO = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
---
id: count
measure: {kind: value, basis: at_date, counted_in: count}
reporters: [so-a, so-b]
targets: [{programme: p, number: 2, at_least: 5, by: 2022-12-31}]
"""
ROUND = desk.Asking(period="2022-Q3")
NOW = datetime.fromisoformat("2022-09-16T09:00:00+07:00")


def both(share: int, count: int) -> str:
    return f"share: {{numerator: {share}, denominator: 100}}\ncount: {{value: {count}}}"


def send(root: Path, unit: str, *sets: str, at: datetime = NOW) -> desk.ReceiptView:
    """Send figures as `submit --set ... --yes` does."""
    draft = desk.draft_figures(root, unit, ROUND, sets, now=at)
    assert isinstance(draft, desk.Draft), draft
    received = desk.submit(root, draft, desk.Sending(now=at, language="vi", confirmed=True))
    assert isinstance(received, desk.ReceiptView), received
    return received


# ------------------------------------------------------------------------------------------- what does not exist


def test_a_decision_on_a_revision_that_was_not_sent_is_named(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(1, 5))
    store.review("2022-Q3", "so-a", 2, "returned", "2022-09-13T08:00:00+07:00")
    store.review("2022-Q3", "so-b", 1, "accepted", "2022-09-13T08:00:00+07:00")
    found = [(one.kind, one.place.file, one.place.line) for one in desk.check_workspace(tmp_path)]
    assert found == [
        ("revision-not-there", "data/reviews/2022-Q3/so-a.r2.yaml", 4),
        ("revision-not-there", "data/reviews/2022-Q3/so-b.r1.yaml", 4),
    ]


def test_a_decision_on_a_revision_that_cannot_be_read_is_no_second_problem(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    store.write("data/submissions/2022-Q3/so-a.yaml", "unit: [")
    store.review("2022-Q3", "so-a", 1, "returned", "2022-09-13T08:00:00+07:00")
    assert store.find_problems() == ["yaml-bracket-open"]


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("submision", ["store-folder-unknown"]),
        ("reveiws", ["store-folder-unknown"]),
        ("Submissions", ["store-folder-unknown"]),
        ("so-lieu-cu/2022-Q3", ["store-folder-unknown"]),
        ("archive", []),
        ("reminders/2022-Q3", []),
        (".git", []),
    ],
)
def test_a_folder_that_should_have_been_read_is_named(tmp_path: Path, folder: str, found: list[str]) -> None:
    store = Workspace(tmp_path, TWO)
    (tmp_path / "data" / folder).mkdir(parents=True)
    assert store.find_problems() == found


# ------------------------------------------------------------------------------------------- while others write


@pytest.mark.parametrize("moment", range(4))
def test_whoever_reads_while_others_submit_decide_and_close_sees_nothing_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """The others act between two folders that the reader lists: before each of them in turn."""
    store = Workspace(tmp_path, TWO)
    store.submit("2022-Q3", "so-a", both(1, 5), at="2022-09-10T08:00:00+07:00")
    passed = 0

    def act() -> None:
        nonlocal passed
        passed += 1
        if passed != moment + 1:
            return
        send(tmp_path, "so-a", "count=6")
        deeds = [
            desk.decide(tmp_path, ROUND, "so-a", "accepted", by="DIC", now=NOW),
            desk.close_round(tmp_path, ROUND, by="DIC", now=NOW, force=True),
        ]
        assert all(isinstance(deed, desk.Deed) for deed in deeds), deeds

    def interrupt(listing: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        def listed(*args: Any) -> Iterator[Any]:
            act()
            yield from listing(*args)

        return listed

    for name in ("list_files", "list_acts"):
        monkeypatch.setattr(layout, name, interrupt(getattr(layout, name)))
    contents = read_workspace(tmp_path)
    assert passed > moment
    assert contents.problems == []
    assert [problem.kind for problem in desk.check_workspace(tmp_path)] == []
