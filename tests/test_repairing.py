"""Repairing: what interrupted work, damage and copying left is told, put right where nothing rests on it, and kept."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.problems import is_error
from cds_kpi.store.filing import write_new
from cds_kpi.store.leftovers import AGE, find_damage, find_leftovers
from conftest import Run
from workspaces import Workspace

NOW = datetime.fromisoformat("2022-09-16T08:30:15+07:00")
SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""
FOLDER = "data/submissions/2022-Q3"
FIRST, SECOND = f"{FOLDER}/so-a.yaml", f"{FOLDER}/so-a.r2.yaml"
LEFT = f"{FOLDER}/.so-a.r3.yaml.0123456789ab.tmp"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give a workspace with two revisions of so-a and one of so-b, as `submit` writes them."""
    root = tmp_path / "store"
    Workspace(root, SHARE)
    send(root, "so-a", 30)
    send(root, "so-a", 40)
    send(root, "so-b", 50)
    assert [one for one in desk.check_workspace(root) if is_error(one)] == []
    return root


def send(root: Path, unit: str, numerator: int) -> desk.ReceiptView:
    text = (
        f"format: 1\nunit: {unit}\nperiod: 2022-Q3\n"
        f"entries:\n  share: {{numerator: {numerator}, denominator: 100}}\n"
    )
    sending = desk.Sending(now=NOW, language="vi", confirmed=True)
    receipt = desk.submit(root, desk.read_draft(text.encode(), "-"), sending)
    assert isinstance(receipt, desk.ReceiptView), receipt
    return receipt


def leave(path: Path, data: bytes = b"format: 1\n", *, age: float = AGE + 60) -> Path:
    """Write a file that was last changed so many seconds ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    make_older(path, age)
    return path


def make_older(path: Path, age: float = AGE + 60) -> None:
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))


def plan(root: Path) -> dict[str, tuple[str, str]]:
    """Return by file what was found there and what becomes of it."""
    found = desk.plan_repair(root, now=NOW)
    return {step.problem.place.file: (step.problem.kind, step.deed) for step in found.steps}


def repair(root: Path) -> desk.Repair:
    done = desk.apply_repair(root, by="Chuyên viên", now=NOW)
    assert isinstance(done, desk.Repair), done
    return done


def read_tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def cut(path: Path) -> bytes:
    """Cut a file in the middle and return what is left of it."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path.read_bytes()


# ---------------------------------------------------------------------------------------------- leftovers


def test_a_sound_store_has_nothing_to_be_put_right_and_is_left_as_it_is(store: Path) -> None:
    before = read_tree(store)
    assert desk.plan_repair(store, now=NOW) == desk.Repair((), is_applied=False, errors=0)
    assert repair(store) == desk.Repair((), is_applied=True, errors=0)
    assert read_tree(store) == before


def test_what_is_left_of_a_stopped_run_is_moved_aside_whole_and_nothing_else_is_touched(store: Path) -> None:
    leave(store / LEFT, b"half of a revis")
    leave(store / "reports/.abcd_123.tmp", b"half of a report")
    leave(store / "data/.doctor-a1b2c3d4.tmp", b"\0")
    before = read_tree(store)
    done = repair(store)
    assert {step.problem.place.file: step.state for step in done.steps} == {
        LEFT: "done",
        "reports/.abcd_123.tmp": "done",
        "data/.doctor-a1b2c3d4.tmp": "done",
    }
    assert done.is_settled
    after = read_tree(store)
    run = next(name for name in after if name.endswith("/why.yaml")).removesuffix("/why.yaml")
    moved = {step.problem.place.file: step.kept for step in done.steps}
    assert moved == {file: f"{run}/{file}" for file in moved}
    assert {file: after[f"{run}/{file}"] for file in moved} == {file: before[file] for file in moved}
    digest = hashlib.sha256(b"half of a revis").hexdigest()
    why = after[f"{run}/why.yaml"].decode()
    assert why.startswith("format: 1\nat: 2022-09-16T08:30:15+07:00\nby: Chuyên viên\nfiles:\n")
    assert f"  - {{file: {LEFT}, why: KPI860, sha256: {digest}}}\n" in why
    own = ("data/set-aside/", "data/journal/")
    rest = {file: data for file, data in after.items() if not file.startswith(own)}
    assert rest == {
        file: data for file, data in before.items() if file not in moved and not file.startswith(own)
    }


def test_twice_does_nothing_more(store: Path) -> None:
    leave(store / LEFT)
    (store / "data/submissions/2022-Q4").mkdir()
    make_older(store / "data/submissions/2022-Q4")
    cut(store / FIRST)
    assert len(repair(store).steps) == 3
    after = read_tree(store)
    assert repair(store).steps == ()
    assert read_tree(store) == after


def test_what_is_younger_than_an_hour_may_be_somebodys_work_and_is_left_alone(store: Path) -> None:
    leave(store / LEFT, age=AGE - 60)
    (store / "data/submissions/2022-Q4").mkdir()
    assert plan(store) == {}
    make_older(store / LEFT)
    assert plan(store) == {LEFT: ("leftover-file", "set_aside")}


def test_the_age_is_told_by_the_disks_clock_and_not_by_this_machines(store: Path) -> None:
    leave(store / LEFT, age=0)
    for moment in ("2000-01-01T00:00:00+07:00", "2099-01-01T00:00:00+07:00"):
        assert desk.plan_repair(store, now=datetime.fromisoformat(moment)).steps == ()


def test_a_spare_name_of_a_filed_revision_goes_and_the_revision_stays(store: Path) -> None:
    """What a run leaves that is killed between giving the name and taking the temporary one away."""
    spare = store / f"{FOLDER}/.so-a.r2.yaml.0123456789ab.tmp"
    data = (store / SECOND).read_bytes()
    make_older(store / SECOND)
    spare.hardlink_to(store / SECOND)
    assert plan(store) == {str(spare.relative_to(store)): ("leftover-name", "remove")}
    repair(store)
    assert not spare.exists()
    assert (store / SECOND).read_bytes() == data
    assert (store / SECOND).stat().st_nlink == 1


def test_a_temporary_file_named_like_a_revision_that_is_another_file_is_kept(store: Path) -> None:
    spare = leave(store / f"{FOLDER}/.so-a.r2.yaml.0123456789ab.tmp", (store / SECOND).read_bytes())
    assert plan(store) == {str(spare.relative_to(store)): ("leftover-file", "set_aside")}


@pytest.mark.parametrize(
    "folder", ["submissions/2022-Q4", "reviews/2022-Q3", "rounds/p", "reminders/2022-Q3"]
)
def test_an_empty_folder_goes_also_where_only_leftovers_are_in_it(store: Path, folder: str) -> None:
    empty = store / "data" / folder
    empty.mkdir(parents=True)
    if folder == "submissions/2022-Q4":
        leave(empty / ".so-a.yaml.0123456789ab.tmp")
    make_older(empty)
    assert f"data/{folder}" in plan(store)
    repair(store)
    assert not empty.exists()
    assert empty.parent.is_dir()


def test_a_folder_that_somebody_files_in_meanwhile_stays(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = store / "data/submissions/2022-Q4"
    empty.mkdir()
    make_older(empty)
    found = desk.plan_repair(store, now=NOW)
    shutil.copy(store / FIRST, empty / "so-a.yaml")
    monkeypatch.setattr("cds_kpi.desk.repairing.plan_repair", lambda *_, **__: found)
    assert [step.state for step in repair(store).steps] == ["gone"]
    assert (empty / "so-a.yaml").is_file()


def test_a_folder_cleared_away_between_making_it_and_writing_is_made_again(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody sends the first file of a period at the moment its old, empty folder is cleared away."""
    empty = store / "data/submissions/2022-Q4"
    empty.mkdir()
    opened = os.open
    cleared: list[str] = []

    def open_after_clearing(path: str, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT and not cleared:
            empty.rmdir()
            cleared.append(path)
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", open_after_clearing)
    assert write_new(empty / "so-a.yaml", b"x\n") is None
    assert cleared
    assert [path.name for path in empty.iterdir()] == ["so-a.yaml"]


def test_links_are_never_followed_and_special_files_never_opened(store: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    leave(outside / ".so-a.yaml.0123456789ab.tmp")
    (store / "data/elsewhere").symlink_to(outside)
    os.mkfifo(store / f"{FOLDER}/.so-a.yaml.0123456789ab.tmp")
    (store / f"{FOLDER}/.so-b.yaml.0123456789ab.tmp").symlink_to(outside / ".so-a.yaml.0123456789ab.tmp")
    assert plan(store) == {}


# ------------------------------------------------------------------------------------------------ damage


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut in the middle": (lambda data: data[: len(data) // 2], "damage.cut"),
    "cut before its last line": (lambda data: data.removesuffix(b"...\n"), "damage.cut"),
    "cut in its first line": (lambda data: data[:5], "damage.cut"),
    "emptied": (lambda _: b"", "damage.empty"),
    "zeros, as after a power cut": (lambda data: b"\0" * len(data), "damage.empty"),
    "a byte that cannot be read": (lambda data: data.replace(b"share", b"sh\xffre"), "damage.changed"),
}


@pytest.mark.parametrize(("damage", "word"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_revision_is_moved_aside_where_a_later_one_is_whole(
    store: Path, damage: Callable[[bytes], bytes], word: str
) -> None:
    whole = (store / FIRST).read_bytes()
    (store / FIRST).write_bytes(damage(whole))
    assert find_damage((store / FIRST).read_bytes()) == word
    assert isinstance(make_report(store), desk.Refusal)
    done = repair(store)
    assert [step.problem.kind for step in done.steps] == ["damaged-replaced"]
    assert done.is_settled
    kept = done.steps[0].kept
    assert kept is not None
    assert (store / kept).read_bytes() == damage(whole)
    # It is told of from now on, and stops nothing any more.
    told = {one.kind: one for one in desk.check_workspace(store) if one.place.file == FIRST}
    assert list(told) == ["revision-set-aside"]
    assert told["revision-set-aside"].facts == {"kept": kept}
    made = make_report(store)
    assert isinstance(made, desk.Report)
    assert [one.kind for one in made.warnings if one.place.file == FIRST] == ["revision-set-aside"]
    assert send(store, "so-a", 60).revision == 3
    # Copied back from where it is whole, it is there again, and nothing is told.
    (store / FIRST).write_bytes(whole)
    assert [one.kind for one in desk.check_workspace(store) if is_error(one) or one.place.file == FIRST] == []


def make_report(root: Path) -> desk.Report | desk.Refusal:
    return desk.make_report(root, desk.Asking(period="2022-Q3"), as_of=NOW, language="vi")


def test_a_damaged_revision_that_figures_rest_on_stays_and_a_person_is_told(store: Path) -> None:
    cut(store / SECOND)
    before = read_tree(store)
    done = repair(store)
    assert [(step.problem.kind, step.problem.facts["reason"]) for step in done.steps] == [
        ("damaged-needed", "needed.newest")
    ]
    assert not done.is_settled
    assert done.errors == 0
    assert read_tree(store) == before
    # Its number is not given to another.
    assert send(store, "so-a", 60).revision == 3
    assert plan(store) == {SECOND: ("damaged-replaced", "set_aside")}


def test_a_damaged_revision_of_a_closed_round_stays(store: Path) -> None:
    closed = desk.close_round(store, desk.Asking(period="2022-Q3"), by="x", now=NOW, force=True)
    assert isinstance(closed, desk.Deed), closed
    reopened = desk.reopen_round(store, desk.Asking(period="2022-Q3"), by="x", now=NOW, reason="x")
    assert isinstance(reopened, desk.Deed), reopened
    send(store, "so-a", 60)
    cut(store / SECOND)
    found = desk.plan_repair(store, now=NOW).steps
    assert [one.problem.facts.get("reason") for one in found] == ["needed.closed"]


def test_a_damaged_revision_that_was_decided_on_stays(store: Path) -> None:
    decided = desk.decide(
        store, desk.Asking(period="2022-Q3"), "so-a", "accepted", by="x", now=NOW, revision=1
    )
    assert isinstance(decided, desk.Deed), decided
    cut(store / FIRST)
    found = desk.plan_repair(store, now=NOW).steps
    assert [one.problem.facts.get("reason") for one in found] == ["needed.decided"]


def test_a_damaged_revision_stays_where_the_later_one_was_returned(store: Path) -> None:
    decided = desk.decide(
        store, desk.Asking(period="2022-Q3"), "so-a", "returned", by="x", now=NOW, revision=2, reason="x"
    )
    assert isinstance(decided, desk.Deed), decided
    cut(store / FIRST)
    found = desk.plan_repair(store, now=NOW).steps
    assert [one.problem.facts.get("reason") for one in found] == ["needed.newest"]


def test_what_a_person_wrote_wrongly_is_no_damage_and_is_left_to_check(store: Path) -> None:
    by_hand = store / f"{FOLDER}/so-c.yaml"
    by_hand.write_text("format: 1\nunit: so-c\nperiod: 2022-Q3\nentries: [\n", encoding="utf-8")
    found = desk.plan_repair(store, now=NOW)
    assert found.steps == ()
    assert found.errors > 0
    assert not found.is_settled


def test_a_changed_but_readable_revision_is_left_to_a_person(store: Path) -> None:
    path = store / FIRST
    path.write_bytes(path.read_bytes().replace(b"numerator: 30", b"numerator: 31"))
    found = desk.plan_repair(store, now=NOW)
    assert (found.steps, found.errors) == ((), 1)


# ------------------------------------------------------------------------------------- copies and reminders


@pytest.mark.parametrize(
    "name",
    [
        "so-a (conflicted copy 2022-09-15).yaml",
        "so-a (Máy của Lan's conflicted copy 2022-09-15).yaml",
        "so-a (Conflicted copy from PC-01 on 2022-09-15 10:11).yaml",
        "so-a.sync-conflict-20220915-101112-ABCDEFG.yaml",
        "so-a_conflict-20220915-101112.yaml",
        "so-a.Conflict.yaml",
        "so-a-DESKTOP-7F3A.yaml",
        "so-a - Copy.yaml",
        "so-a - Bản sao (2).yaml",
        "so-a (1).yaml",
    ],
)
def test_a_copy_that_a_synchronisation_made_is_told_of_and_never_touched(store: Path, name: str) -> None:
    shutil.copy(store / FIRST, store / FOLDER / name)
    shutil.copy(store / "data/units.yaml", store / "data" / name.replace("so-a", "units"))
    (store / "data" / name.replace("so-a", "units")).write_bytes(b"format: 1\nunits: []\n")
    before = read_tree(store)
    done = repair(store)
    told = {step.problem.place.file: step.problem.facts for step in done.steps}
    assert {step.problem.kind for step in done.steps} == {"conflict-copy"}
    assert told[f"{FOLDER}/{name}"] == {"name": name, "of": "so-a.yaml", "same": "copy.same"}
    assert told[f"data/{name.replace('so-a', 'units')}"]["same"] == "copy.differs"
    assert read_tree(store) == before


@pytest.mark.parametrize("name", ["so-a-b.yaml", "so-a.r3.yaml", "so-a-2.yaml", "so-x (1).yaml"])
def test_what_is_named_alike_but_no_copy_is_not_called_one(store: Path, name: str) -> None:
    (store / FOLDER / name).write_text("format: 1\n", encoding="utf-8")
    assert [left for left in find_leftovers(store, 0) if left.what == "copy"] == []


@pytest.mark.parametrize(("at", "is_told"), [("2022-09-15T09:00:00", False), ("2022-09-15T08:00:00", True)])
def test_a_reminder_without_an_end_is_told_of_after_a_day(store: Path, at: str, is_told: bool) -> None:
    begun = "data/reminders/2022-Q3/p.so-a.2022-09-19.before-3.1.begun.yaml"
    (store / begun).parent.mkdir(parents=True)
    (store / begun).write_text(
        "format: 1\nprogramme: p\nperiod: 2022-Q3\nunit: so-a\ndeadline: 2022-09-19\nstep: before-3\n"
        f"attempt: 1\nto: [a@b.example]\nindicators: [share]\nmessage_id: <x@y.example>\nat: {at}+07:00\n",
        encoding="utf-8",
    )
    assert plan(store) == ({begun: ("reminder-open", "none")} if is_told else {})


# ------------------------------------------------------------------------------------------- where it cannot


def test_where_nothing_can_be_set_aside_nothing_is_done(store: Path) -> None:
    leave(store / LEFT)
    (store / "data/set-aside").write_text("no folder", encoding="utf-8")
    before = read_tree(store)
    refused = desk.apply_repair(store, by="x", now=NOW)
    assert isinstance(refused, desk.Refusal)
    assert refused.why == "machine"
    assert read_tree(store) == before


def test_what_somebody_else_repaired_meanwhile_is_gone_and_no_failure(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(store / LEFT)
    found = desk.plan_repair(store, now=NOW)
    repair(store)
    monkeypatch.setattr("cds_kpi.desk.repairing.plan_repair", lambda *_, **__: found)
    again = repair(store)
    assert [step.state for step in again.steps] == ["gone"]
    assert again.is_settled


# ------------------------------------------------------------------------------------------------ the command


def test_the_command_plans_first_does_on_demand_and_says_what_is_left(run: Run, store: Path) -> None:
    leave(store / LEFT)
    cut(store / FIRST)
    english = {"COLUMNS": "80", "CDS_KPI_LANG": "en"}
    before = read_tree(store)
    planned = run("doctor", "--repair", cwd=store, env=english)
    assert (planned.returncode, planned.stderr) == (3, "")
    assert read_tree(store) == before
    assert planned.stdout.startswith("To be done (2). Nothing has changed yet; to do it:")
    assert max(len(line) for line in planned.stdout.splitlines() if " " in line.strip()) <= 80
    done = run("doctor", "--repair", "--apply", cwd=store, env=english)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Done (2):\n  KPI860 data/submissions/2022-Q3/.so-a.r3.yaml")
    again = run("doctor", "--repair", "--apply", cwd=store)
    assert (again.returncode, again.stdout, again.stderr) == (0, "Không có gì phải sửa.\n", "")
    cut(store / SECOND)
    left = run("doctor", "--repair", "--apply", "--format", "json", cwd=store)
    assert left.returncode == 3
    told = json.loads(left.stdout)
    assert (told["schema"], told["applied"], told["errors"]) == ("cds-kpi.repair/1", True, 0)
    assert [(one["code"], one["state"], one["deed"], one["file"]) for one in told["steps"]] == [
        ("KPI864", "left", "none", SECOND)
    ]


def test_apply_alone_is_a_wrong_call(run: Run, store: Path) -> None:
    done = run("doctor", "--apply", cwd=store)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "lỗi: --apply chỉ đi cùng --repair.\n  gợi ý: Xem trước: cds-kpi doctor --repair\n"


def test_the_doctor_points_to_it(store: Path) -> None:
    def examine() -> desk.Finding:
        found = desk.examine_workspace(store, now=NOW, zone="UTC", language="vi")
        return next(one for one in found if one.check == "leftovers")

    assert (examine().state, examine().text) == ("fine", "Không có.")
    leave(store / LEFT)
    assert (examine().state, examine().advice) == ("attention", "Xem từng việc: cds-kpi doctor --repair")


# ------------------------------------------------------------------------------------------------ the journal


def verify(root: Path) -> list[tuple[str, str]]:
    said = desk.verify_everything(root, against=None, tell=lambda *_: None)
    assert isinstance(said, desk.Verification)
    assert said.not_entered == ()
    return [(problem.kind, problem.place.file) for problem in said.problems]


def list_acts(root: Path) -> list[Path]:
    return sorted((root / "data/journal").rglob("*.yaml"))


def test_a_revision_whose_act_was_lost_in_a_crash_is_entered_once_it_is_nobodys_work(store: Path) -> None:
    send(store, "so-a", 60)
    list_acts(store)[-1].unlink()
    third = f"{FOLDER}/so-a.r3.yaml"
    assert verify(store) == [("filed-unentered", third)]
    assert plan(store) == {}
    make_older(store / third)
    assert plan(store) == {third: ("filed-unentered", "enter")}
    done = repair(store)
    assert done.is_settled
    assert verify(store) == []
    act = list_acts(store)[-1].read_text(encoding="utf-8")
    digest = hashlib.sha256((store / third).read_bytes()).hexdigest()
    assert f"act: repair\nat: {NOW.isoformat()}\nfile: {third}\nsha256: {digest}\n" in act
    assert "note: KPI814 (Chuyên viên)" in act
    assert repair(store).steps == ()


def test_a_file_that_nobody_entered_and_that_is_not_whole_is_not_entered(store: Path) -> None:
    send(store, "so-a", 60)
    list_acts(store)[-1].unlink()
    third = store / f"{FOLDER}/so-a.r3.yaml"
    third.write_bytes(third.read_bytes().replace(b"numerator: 60", b"numerator: 90"))
    make_older(third)
    assert plan(store) == {}


def test_what_is_set_aside_is_entered_and_missed_by_nobody(store: Path) -> None:
    whole = (store / FIRST).read_bytes()
    cut(store / FIRST)
    assert verify(store) == [("filed-changed", FIRST)]
    repair(store)
    assert verify(store) == []
    removal, moved = (path.read_text(encoding="utf-8") for path in sorted(list_acts(store), reverse=True)[:2])
    assert f"\nfile: {FIRST}\n" in removal
    assert '\nremoved: "true"\n' in removal
    assert "act: repair\n" in moved
    assert "/why.yaml\n" in moved
    # Somebody who takes from what was set aside, or changes the list of it, is found out.
    why = next((store / "data/set-aside").glob("*/why.yaml"))
    why.write_text(why.read_text(encoding="utf-8").replace("Chuyên viên", "Ai đó"), encoding="utf-8")
    assert verify(store) == [("filed-changed", str(why.relative_to(store)))]
    why.write_text(why.read_text(encoding="utf-8").replace("Ai đó", "Chuyên viên"), encoding="utf-8")
    # Copied back from where it is whole, it is entered again.
    (store / FIRST).write_bytes(whole)
    make_older(store / FIRST)
    assert plan(store) == {FIRST: ("filed-unentered", "enter")}
    repair(store)
    assert verify(store) == []


def test_a_run_that_was_stopped_after_the_act_and_before_the_move_is_finished_by_the_next(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(store / FIRST)
    leave(store / LEFT)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cds_kpi.store.aside.move_aside", stop)
        with pytest.raises(KeyboardInterrupt):
            repair(store)
    assert plan(store) == {LEFT: ("leftover-file", "set_aside"), FIRST: ("damaged-replaced", "set_aside")}
    assert repair(store).is_settled
    assert verify(store) == []
    assert repair(store).steps == ()


def test_where_the_journal_cannot_be_told_nothing_is_moved(store: Path) -> None:
    cut(store / FIRST)
    shutil.rmtree(store / "data/journal")
    (store / "data/journal").write_text("no folder", encoding="utf-8")
    before = read_tree(store)
    refused = desk.apply_repair(store, by="x", now=NOW)
    assert isinstance(refused, desk.Refusal)
    assert refused.why == "machine"
    assert read_tree(store) == before
