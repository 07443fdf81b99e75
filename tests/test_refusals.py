"""What the desk does not answer: nothing is made from data that cannot be read, and a machine that fails is told so."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.problems.manual import render_manual
from cds_kpi.store.layout import list_acts, list_files
from workspaces import Workspace

NOW = datetime.fromisoformat("2022-09-16T09:00:00+07:00")
LATER = datetime.fromisoformat("2022-09-30T09:00:00+07:00")
ROUND = desk.Asking(period="2022-Q3")
SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""
ANSWER = "share: {numerator: 1, denominator: 2}"
DRAFT = f"format: 1\nunit: so-a\nperiod: 2022-Q3\nentries:\n  {ANSWER}\n"

Call = Callable[[Path], object]


def submit(root: Path) -> object:
    draft = desk.read_draft(DRAFT.encode(), "draft.yaml")
    return desk.submit(root, draft, desk.Sending(now=NOW, language="vi", confirmed=True))


def decide(root: Path) -> object:
    return desk.decide(root, ROUND, "so-a", "accepted", by="Ai", now=NOW)


def close(root: Path) -> object:
    return desk.close_round(root, ROUND, by="Ai", now=LATER, force=True)


def reopen(root: Path) -> object:
    return desk.reopen_round(root, ROUND, by="Ai", now=LATER, reason="Sửa số liệu")


def extend(root: Path) -> object:
    return desk.extend_deadline(
        root, ROUND, "so-a", date(2022, 9, 25), by="Ai", reason="Mất điện", now=NOW, language="vi"
    )


CALLS: dict[str, Call] = {
    "submit": submit,
    "set": lambda root: desk.draft_figures(root, "so-a", ROUND, ["share=1/2"], now=NOW),
    "ask": lambda root: desk.open_interview(root, "so-a", ROUND, now=NOW, language="vi"),
    "decide": decide,
    "close": close,
    "reopen": reopen,
    "extend": extend,
    "status": lambda root: desk.find_standing(root, ROUND, as_of=LATER, language="vi"),
    "history": lambda root: desk.find_history(root, ROUND, "so-a", as_of=LATER, language="vi"),
    "report": lambda root: desk.make_report(root, ROUND, as_of=LATER, language="vi"),
    "comparison": lambda root: desk.make_comparison(
        root, desk.Asking(period="2022-Q3", programme="all"), as_of=LATER, language="vi"
    ),
    "explain": lambda root: desk.explain_figure(root, "share", ROUND, as_of=LATER, language="vi"),
    "contributions": lambda root: desk.find_contributions(root, "share", ROUND, as_of=LATER, language="vi"),
    "form": lambda root: desk.make_form(root, ROUND, "so-a", now=NOW, language="vi"),
    "forms": lambda root: desk.list_form_units(root, ROUND, now=NOW, language="vi"),
    "deadlines": lambda root: desk.check_deadlines(root, as_of=NOW, language="vi"),
    "indicators": lambda root: desk.list_indicators(root, "vi"),
    "units": lambda root: desk.list_units(root, "vi"),
}


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store", SHARE)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    ("file", "text"),
    [("indicators", "format: ["), ("units", "format: 1\nunits: 5\n"), ("settings", "format: 1\nmode: [\n")],
)
def test_nothing_is_answered_from_a_catalogue_that_cannot_be_read(
    store: Workspace, name: str, file: str, text: str
) -> None:
    store.submit("2022-Q3", "so-b", ANSWER)
    path = store.write(f"data/{file}.yaml", text)
    before = sorted(one for one in store.root.rglob("*"))
    done = CALLS[name](store.root)
    if file == "settings" and not isinstance(done, desk.Refusal):
        # Some answers rest on no setting.
        assert name in {"indicators", "units", "history"}
        return
    assert isinstance(done, desk.Refusal), done
    assert done.why == "data"
    assert {problem.place.file for problem in done.problems} == {f"data/{file}.yaml"}
    assert path.read_text(encoding="utf-8") == text
    assert sorted(one for one in store.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("call", "folder"),
    [
        (submit, "data/submissions"),
        (decide, "data/reviews"),
        (close, "data/rounds"),
        (extend, "data/extensions"),
    ],
)
def test_an_act_that_the_disk_does_not_take_is_the_machines_failure(
    store: Workspace, monkeypatch: pytest.MonkeyPatch, call: Call, folder: str
) -> None:
    store.submit("2022-Q3", "so-a", ANSWER)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "x")

    monkeypatch.setattr(os, "link", fail)
    done = call(store.root)
    assert isinstance(done, desk.Refusal), done
    assert (done.why, [problem.kind for problem in done.problems]) == ("machine", ["disk-full"])
    left = [path.name for path in (store.root / folder).rglob("*") if path.is_file()]
    assert left == (["so-a.yaml"] if call is submit else [])


def test_a_decision_against_a_unit_and_a_reopening_need_a_reason_whoever_asks(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", ANSWER)
    for decision in ("returned", "excluded"):
        for reason in (None, "", "  "):
            done = desk.decide(store.root, ROUND, "so-a", decision, by="Ai", now=NOW, reason=reason)
            assert isinstance(done, desk.Refusal)
            assert [problem.kind for problem in done.problems] == ["review-without-reason"]
    again = desk.reopen_round(store.root, ROUND, by="Ai", now=NOW, reason=" ")
    assert isinstance(again, desk.Refusal)
    assert (again.why, again.problems[0].kind) == ("request", "closing-without-reason")
    assert not (store.root / "data" / "reviews").exists()


def test_a_round_is_not_closed_over_submissions_with_errors(store: Workspace) -> None:
    store.write("data/submissions/2022-Q3/so-a.yaml", "format: [")
    done = close(store.root)
    assert isinstance(done, desk.Refusal)
    assert (done.why, {problem.place.file for problem in done.problems}) == (
        "data",
        {"data/submissions/2022-Q3/so-a.yaml"},
    )


def test_a_closed_round_takes_no_later_deadline(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", ANSWER)
    closed = desk.close_round(store.root, ROUND, by="Ai", now=NOW, force=True)
    assert isinstance(closed, desk.Deed), closed
    done = extend(store.root)
    assert isinstance(done, desk.Refusal)
    assert (done.why, done.problems[0].kind) == ("state", "round-closed")


def test_an_interview_is_refused_for_whom_or_what_is_not_there(store: Workspace) -> None:
    def ask(unit: str, period: str) -> tuple[str, str]:
        done = desk.open_interview(store.root, unit, desk.Asking(period=period), now=NOW, language="vi")
        assert isinstance(done, desk.Refusal), done
        return done.why, done.problems[0].kind

    assert ask("so-x", "2022-Q3") == ("request", "unit-unknown")
    assert ask("so-a", "2031-Q3")[0] == "request"
    assert ask("dic", "2022-Q3")[0] in {"request", "state"}
    assert isinstance(desk.close_round(store.root, ROUND, by="Ai", now=NOW, force=True), desk.Deed)
    assert ask("so-a", "2022-Q3") == ("state", "round-closed")


# ---------------------------------------------------------------------------------- what lies about in the store


def test_whatever_else_lies_among_the_acts_is_named_or_passed_over(store: Workspace, tmp_path: Path) -> None:
    rounds = store.root / "data" / "rounds"
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in (
        "2022-Q3.yaml",
        "2022-Q3.2.yaml",
        "2022-Q9.yaml",
        "notes.txt",
        ".x.yaml",
        "a~",
        "b.tmp",
        "~$c.yaml",
    ):
        store.write(f"data/rounds/p/{name}", "")
    (rounds / "p" / "2022-Q4.yaml").symlink_to(outside)
    (rounds / "p" / "2022-Q1.yaml").mkdir()
    (rounds / "q").symlink_to(outside)
    (rounds / ".hidden").mkdir()
    store.write("data/rounds/file.yaml", "")
    told = [(act.file.removeprefix("data/rounds/"), act.number, act.stray) for act in list_acts(store.root)]
    assert sorted(told) == [
        ("file.yaml", 0, "store-file-misplaced"),
        ("p/2022-Q1.yaml", 0, "store-file-special"),
        ("p/2022-Q3.2.yaml", 2, None),
        ("p/2022-Q3.yaml", 1, None),
        ("p/2022-Q4.yaml", 0, "store-file-special"),
        ("p/2022-Q9.yaml", 0, "store-file-name"),
        ("p/notes.txt", 0, "store-file-name"),
        ("q", 0, "store-file-special"),
    ]


def test_whatever_else_lies_among_the_periods_is_named_or_passed_over(store: Workspace) -> None:
    submissions = store.root / "data" / "submissions"
    for name in (".x", "a~", "b.tmp", "readme.txt", "so-a.yaml", "2022-Q4"):
        store.write(f"data/submissions/{name}", "")
    (submissions / "2022-Q5").mkdir()
    (submissions / "2022-Q1").symlink_to("2022-Q5")
    told = [
        (found.file.removeprefix("data/submissions/"), found.stray)
        for found in list_files(store.root, "data/submissions")
    ]
    assert told == [
        ("2022-Q1", "store-file-special"),
        ("2022-Q4", "store-file-special"),
        ("2022-Q5", "store-folder-name"),
        ("so-a.yaml", "store-file-misplaced"),
    ]


def test_the_manual_of_problems_is_the_page(repo: Path) -> None:
    assert render_manual().strip() in (repo / "docs" / "problems.md").read_text(encoding="utf-8")


def test_whatever_else_lies_among_the_decisions_is_named(store: Workspace) -> None:
    store.submit("2022-Q3", "so-a", ANSWER)
    review = (
        "format: 1\nunit: so-a\nperiod: 2022-Q3\nrevision: 1\n"
        "decision: accepted\nby: Ai\nat: 2022-09-20T08:00:00+07:00\n"
    )
    store.write("data/reviews/2022-Q3/so-a.r2.yaml", review)
    store.write("data/reviews/2022-Q3/notes.txt", "")
    store.write("data/rounds/p/notes.txt", "")
    found = {
        (problem.kind, problem.place.file.removeprefix("data/"))
        for problem in desk.check_workspace(store.root)
        if not problem.place.file.startswith("data/submissions")
    }
    assert found == {
        ("store-name-revision", "reviews/2022-Q3/so-a.r2.yaml"),
        ("store-file-name", "reviews/2022-Q3/notes.txt"),
        ("store-file-name", "rounds/p/notes.txt"),
    }


def test_a_programme_that_is_not_there_has_no_standing_and_no_history(store: Workspace) -> None:
    asking = desk.Asking(period="2022-Q3", programme="q")
    for done in (
        desk.find_standing(store.root, asking, as_of=LATER, language="vi"),
        desk.find_history(store.root, asking, "so-a", as_of=LATER, language="vi"),
        desk.make_form(store.root, asking, "so-a", now=NOW, language="vi"),
        desk.draft_figures(store.root, "so-a", asking, ["share=1/2"], now=NOW),
        desk.open_interview(store.root, "so-a", asking, now=NOW, language="vi"),
    ):
        assert isinstance(done, desk.Refusal), done
        assert (done.why, done.problems[0].kind) == ("request", "programme-unknown")
    unit = desk.make_form(store.root, ROUND, "so-x", now=NOW, language="vi")
    assert isinstance(unit, desk.Refusal)
    assert unit.problems[0].kind == "unit-unknown"
