"""The journal: forks, heads found by names alone, and an audit that finds whatever was done to a store."""

import hashlib
import json
import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.model.office import Closing, Extension, Review
from cds_kpi.model.reminding import Attempt, Outcome
from cds_kpi.model.submission import Receipt, Submission
from cds_kpi.problem import Fault, Problem
from cds_kpi.store import audit, journal
from cds_kpi.store.filing import (
    Filed,
    append_act,
    file_closing,
    file_extension,
    file_new,
    file_review,
    file_submission,
)
from cds_kpi.store.journal import Head, Named, find_head, list_store, name_act
from cds_kpi.store.ledger import begin_attempt, end_attempt
from conftest import Run
from tallying import Tally
from workspaces import Workspace, read_period, read_record

SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
RUNS = 1000 if SOAK else 40
START = datetime.fromisoformat("2022-09-01T08:00:00+07:00")
INDICATOR = "id: x\nmeasure: {kind: ratio, basis: in_period}\ntargets: [{programme: p, at_least: 50, by: 2022-12-31}]\n"
PERIOD = "2022-Q3"
UNITS = ("so-a", "so-b", "so-c", "quan-1", "quan-3")
Chance = random.Random


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store", INDICATOR)


# ------------------------------------------------------------------------------------------------ making a store


@dataclass
class Writer:
    """Somebody who works on a workspace, with a clock of their own."""

    root: Path
    chance: Chance
    now: datetime = START
    steps: int = 0

    def submit(self, unit: str) -> Filed | Fault:
        """File a revision as the desk does, with the journal's head in its receipt."""
        entry = f"  x: {{numerator: {self.steps}, denominator: 999}}\n"
        text = f"format: 1\nunit: {unit}\nperiod: {PERIOD}\nentries:\n{entry}"
        head = find_head(self.root)

        def make(revision: int, previous: str | None) -> Receipt:
            told = {"journal": head.text} if isinstance(head, Head) else {}
            return Receipt.make(
                revision=revision, received_at=self.now, previous=previous, door="yaml", **told
            )

        return file_submission(self.root, read_record(Submission, text), make)

    def review(self, unit: str) -> Filed | Fault:
        return file_review(
            self.root,
            Review.make(
                format=1,
                unit=unit,
                period=read_period(PERIOD),
                revision=1,
                decision="accepted",
                decided_by="A",
                at=self.now,
            ),
        )

    def extend(self, unit: str) -> Filed | Fault:
        day = self.now.date() + timedelta(days=30)
        made = Extension.make(
            format=1, unit=unit, period=read_period(PERIOD), until=day, granted_by="A", reason="Mất điện"
        )
        return file_extension(self.root, made, self.now)

    def close(self, number: int) -> Filed | Fault:
        """Close a round, or open it again."""
        act = "closed" if number % 2 else "reopened"
        made = Closing.make(
            format=1,
            programme="p",
            period=read_period(PERIOD),
            act=act,
            decided_by="A",
            at=self.now,
            reason="Xong",
        )
        return file_closing(self.root, made, number)

    def remind(self, unit: str) -> Fault | None:
        attempt = Attempt.make(
            format=1,
            programme="p",
            period=read_period(PERIOD),
            unit=unit,
            deadline=START.date(),
            step=f"before-{self.steps}",
            attempt=1,
            channel="mail",
            to=("a@b.example",),
            indicators=("x",),
            at=self.now,
        )
        return begin_attempt(self.root, attempt) or end_attempt(
            self.root, attempt, Outcome.make(format=1, outcome="sent", at=self.now)
        )

    def act(self) -> None:
        """Do one thing, a few hours after the last."""
        self.now += timedelta(seconds=self.chance.randint(7300, 90000))
        self.steps += 1
        unit = self.chance.choice(UNITS)
        what = self.chance.choice(["submit", "submit", "submit", "review", "extend", "close", "remind"])
        if what == "close":
            folder = self.root / "data/rounds/p"
            done: object = self.close(len(list(folder.glob("*.yaml"))) + 1 if folder.is_dir() else 1)
        else:
            done = getattr(self, what)(unit)
        assert not isinstance(done, Fault), done


def make_store(root: Path, chance: Chance, acts: int) -> Writer:
    """Make a workspace with something older than the journal, and a journal of so many acts or a few more."""
    made = Workspace(root, INDICATOR)
    if chance.random() < 0.7:
        made.submit("2022-Q2", "so-a", "x: {numerator: 1, denominator: 2}", at="2022-06-02T08:00:00+07:00")
        made.submit("2022-Q2", "so-b", "x: {numerator: 1, denominator: 2}")
    writer = Writer(root, chance)
    for _ in range(acts):
        writer.act()
    return writer


def verify(root: Path, against: str | None = None) -> desk.Verification:
    done = desk.verify_everything(root, against=against, tell=lambda _done, _total: None)
    assert isinstance(done, desk.Verification), done
    return done


def find_kinds(root: Path, against: str | None = None) -> list[str]:
    return [problem.kind for problem in verify(root, against).problems]


def head_of(root: Path) -> Head:
    head = find_head(root)
    assert isinstance(head, Head)
    return head


def list_acts(root: Path) -> list[Path]:
    return sorted((root / "data/journal").rglob("*-*.yaml"))


def rename_by_content(path: Path) -> Path:
    """Give an act the name that its bytes ask for, as whoever forges one would."""
    data = path.read_bytes()
    match = re.search(rb"^count: ([0-9]+)$", data, re.MULTILINE)
    assert match is not None
    new = path.parents[3] / name_act(int(match[1]), hashlib.sha256(data).hexdigest())
    new.parent.mkdir(exist_ok=True)
    return path.rename(new)


# ------------------------------------------------------------------------------------------------- the head


def test_a_workspace_without_a_journal_has_no_head_and_nothing_is_wrong_with_it(store: Workspace) -> None:
    store.submit("2022-Q2", "so-a", "x: {numerator: 1, denominator: 2}")
    done = verify(store.root)
    assert find_head(store.root) is None
    assert (done.head, done.acts, done.problems) == (None, 0, ())
    assert not (store.root / "data/journal").exists()


def test_every_writing_command_enters_its_act(store: Workspace) -> None:
    writer = Writer(store.root, Chance(1))
    writer.submit("so-a")
    writer.review("so-a")
    writer.extend("so-b")
    writer.remind("so-c")
    writer.close(1)
    writer.close(2)
    texts = [path.read_text(encoding="utf-8") for path in list_acts(store.root)]
    found = [re.findall(r"^(?:act|file): (.+)$", text, re.MULTILINE) for text in texts]
    assert found == [
        ["submission", "data/submissions/2022-Q3/so-a.yaml"],
        ["review", "data/reviews/2022-Q3/so-a.r1.yaml"],
        ["extension", "data/extensions/2022-Q3/so-b.yaml"],
        ["reminder", "data/reminders/2022-Q3/p.so-c.2022-09-01.before-0.1.begun.yaml"],
        ["outcome", "data/reminders/2022-Q3/p.so-c.2022-09-01.before-0.1.ended.yaml"],
        ["closing", "data/rounds/p/2022-Q3.yaml"],
        ["reopening", "data/rounds/p/2022-Q3.2.yaml"],
    ]
    assert verify(store.root).problems == ()


def test_the_first_act_lists_what_is_older_than_the_journal(store: Workspace) -> None:
    old = store.submit("2022-Q2", "so-a", "x: {numerator: 1, denominator: 2}")
    Writer(store.root, Chance(1)).submit("so-a")
    (listed,) = (store.root / "data/journal").glob("earlier-*.txt")
    digest = hashlib.sha256(old.read_bytes()).hexdigest()
    assert listed.read_text(encoding="utf-8") == f"{digest}  data/submissions/2022-Q2/so-a.yaml\n"
    old.write_text("format: 1\nunit: so-a\nperiod: 2022-Q2\nentries: {}\n", encoding="utf-8")
    (wrong,) = verify(store.root).problems
    assert (wrong.kind, wrong.place.file) == ("filed-changed", "data/submissions/2022-Q2/so-a.yaml")


def test_a_file_written_by_hand_is_not_in_the_journal_and_not_wrong(store: Workspace) -> None:
    Writer(store.root, Chance(1)).submit("so-a")
    store.submit(PERIOD, "so-b", "x: {numerator: 1, denominator: 2}")
    done = verify(store.root)
    assert done.not_entered == ("data/submissions/2022-Q3/so-b.yaml",)
    assert done.problems == ()


def test_the_head_is_found_without_reading_an_act(store: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(3):
        append_act(store.root, "repair", START + timedelta(minutes=step), note=f"{step}")
    monkeypatch.setattr(journal, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    head = head_of(store.root)
    assert head.count == 3
    assert head.acts == (Named(3, list_acts(store.root)[-1].stem.partition("-")[2]),)


def test_a_new_thousand_begins_a_folder_and_leaves_nobody_behind(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "PER_FOLDER", 4)
    alone = store.root.with_name("alone")
    for step in range(6):
        append_act(store.root, "repair", START, note=f"{step}")
        if step == 1:
            shutil.copytree(store.root, alone)
    # Somebody who was held up since the third act, and whose act comes when its folder is long full.
    append_act(alone, "repair", START, note="held up")
    (late,) = {path.name for path in list_acts(alone)} - {path.name for path in list_acts(store.root)}
    for step in range(6, 11):
        append_act(store.root, "repair", START, note=f"{step}")
    shutil.copy(next(alone.rglob(late)), store.root / "data/journal/0000" / late)
    for step in range(11, 16):
        append_act(store.root, "repair", START, note=f"{step}")
    done = verify(store.root)
    assert [path.name for path in sorted((store.root / "data/journal").iterdir())] == [
        "0000",
        "0001",
        "0002",
        "0003",
        "0004",
    ]
    assert done.problems == ()
    assert done.acts == 17
    assert head_of(store.root).count == 17
    assert len(head_of(store.root).acts) == 1
    assert [len(acts) for acts, joined in done.forks if joined is not None] == [2]


# ---------------------------------------------------------------------------------------------------- forks


@pytest.fixture(autouse=True)
def nobody_is_waited_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look once for the act on a file, but where others are at work."""
    if "at_work" not in request.node.name:
        monkeypatch.setattr(audit, "_TURNS", 1)


def enter_together(root: Path, count: int) -> None:
    """Let processes enter an act each at about the same moment."""
    gate, opener = os.pipe()
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(opener)
                os.read(gate, 1)
                done = file_new(
                    root, "review", START, f"data/reviews/{PERIOD}/so-{number}.r1.yaml", b"x\n...\n"
                )
                code = int(isinstance(done, Fault))
            finally:
                os._exit(code)
        children.append(child)
    os.close(gate)
    os.close(opener)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * count


def test_writers_at_one_moment_are_all_kept_and_the_next_act_joins_them(store: Workspace) -> None:
    for turn in range(3):
        enter_together(store.root, 12)
        shutil.rmtree(store.root / "data/reviews")
        after = append_act(store.root, "repair", START, note="sau đó")
        assert isinstance(after, Filed)
        head = head_of(store.root)
        assert (head.count, [one.sha256 for one in head.acts]) == (13 * (turn + 1), [after.sha256])
    done = verify(store.root)
    assert {problem.kind for problem in done.problems} == {"filed-missing", "act-twice"}
    assert all(joined is not None for _, joined in done.forks)


def fork_and_join(one: Writer, folder: Path, chance: Chance) -> None:
    """Let two writers work without seeing each other, for less than an hour, and put together what both did."""
    other = Writer(folder / f"apart-{one.steps}", chance, one.now + timedelta(minutes=10), one.steps + 100)
    shutil.copytree(one.root, other.root)
    one.now += timedelta(minutes=20)
    one.steps += 1
    # Different units: two revisions of one number would have been refused to one of them.
    assert not isinstance(one.submit("so-a"), Fault)
    if chance.random() < 0.5:
        assert one.remind("so-a") is None
    assert not isinstance(other.submit("so-b"), Fault)
    if chance.random() < 0.5:
        assert other.remind("so-b") is None
    for path in sorted((other.root / "data").rglob("*.*")):
        target = one.root / path.relative_to(other.root)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    shutil.rmtree(other.root)


def test_nothing_is_wrong_with_a_store_that_nobody_touched(tmp_path: Path, tally: Tally) -> None:
    forks = alarms = 0
    for seed in range(RUNS):
        chance = Chance(seed)
        writer = make_store(tmp_path / "store", chance, chance.randint(0, 3))
        for _ in range(chance.randint(1, 4)):
            if chance.random() < 0.4:
                fork_and_join(writer, tmp_path, chance)
            else:
                writer.act()
        done = verify(writer.root, head_of(writer.root).text if chance.random() < 0.5 else None)
        forks += len(done.forks)
        alarms += len(done.problems) > 0
        assert done.problems == (), f"run {seed}: {[(one.kind, one.place.file) for one in done.problems]}"
        shutil.rmtree(writer.root)
    assert forks > RUNS / 20
    tally(fault="verify: clean runs", runs=RUNS, false_alarms=alarms)


def test_nothing_is_wrong_while_others_are_at_work(store: Workspace, tally: Tally) -> None:
    acts = 60 if SOAK else 12
    children = set()
    for number, unit in enumerate(UNITS):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                writer = Writer(store.root, Chance(number), START, 1000 * number)
                for _ in range(acts):
                    writer.steps += 1
                    assert isinstance(writer.submit(unit), Filed)
                code = 0
            finally:
                os._exit(code)
        children.add(child)
    runs = alarms = 0
    while children:
        alarms += len(verify(store.root).problems)
        runs += 1
        children = {child for child in children if os.waitpid(child, os.WNOHANG) == (0, 0)}
    done = verify(store.root)
    assert (done.acts, head_of(store.root).count, done.problems) == (acts * len(UNITS), acts * len(UNITS), ())
    tally(fault="verify: while others are at work", runs=runs, false_alarms=alarms)


# ------------------------------------------------------------------------------------------- what was done to it


@dataclass
class Victim:
    """A store with a long journal, and what an old report says of it."""

    writer: Writer
    head: str
    missed: list[str] = field(default_factory=list)

    def attack(self, root: Path, done: str, *, against: str | None = None, file: str | None = None) -> None:
        """Look whether an attack is found; with `file` that file has to be named."""
        problems = verify(root, against).problems
        named = {place.file for problem in problems for place in (problem.place, *problem.related)}
        if not problems or (file is not None and file not in named):
            self.missed.append(f"{done}: {[problem.kind for problem in problems]}")


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Victim:
    chance = Chance(8)
    folder = tmp_path_factory.mktemp("victim")
    made = Workspace(folder / "store", INDICATOR)
    made.submit("2022-Q2", "so-a", "x: {numerator: 1, denominator: 2}", at="2022-06-02T08:00:00+07:00")
    made.write("data/settings.yaml", "format: 1\nnotice: Thử\n")
    made.write("data/holidays.yaml", "format: 1\noff: [{day: 2022-09-02, name: Quốc khánh}]\n")
    writer = Writer(folder / "store", chance)
    for _ in range(5):
        writer.act()
    fork_and_join(writer, folder, chance)
    for _ in range(6):
        writer.act()
    assert verify(writer.root).problems == ()
    return Victim(writer, head_of(writer.root).text)


def test_a_flipped_byte_is_found_in_whatever_file(victim: Victim, tmp_path: Path, tally: Tally) -> None:
    chance = Chance(80)
    root = tmp_path / "store"
    shutil.copytree(victim.writer.root, root)
    files = sorted(path for path in (root / "data").rglob("*") if path.is_file())
    assert len(files) > 25
    for run in range(RUNS):
        path = chance.choice(files)
        whole = path.read_bytes()
        at, bits = (
            chance.randrange(len(whole)),
            chance.choice([1 << chance.randrange(8), chance.randint(1, 255)]),
        )
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1 :])
        name = path.relative_to(root).as_posix()
        victim.attack(root, f"run {run}: byte {at} of {name} by {bits}", file=name)
        path.write_bytes(whole)
    assert victim.missed == []
    tally(fault="verify: random byte flips", runs=RUNS, fired=RUNS, lost=len(victim.missed))


def edit(root: Path, chance: Chance) -> str:
    """Change a line of an act, under its old name or under the one that its new bytes ask for."""
    acts = list_acts(root)
    path = chance.choice(acts[:-1])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = chance.randrange(1, len(lines) - 1)
    changed = [
        lines[at].replace("2022", "2021", 1),
        lines[at].replace("a", "b", 1),
        "" if chance.random() < 0.5 else lines[at] * 2,
    ]
    lines[at] = chance.choice([line for line in changed if line != lines[at]])
    path.write_text("".join(lines), encoding="utf-8")
    if chance.random() < 0.5 and re.search(r"^count: [0-9]{1,6}$", "".join(lines), re.MULTILINE):
        path = rename_by_content(path)
    return f"edit {path.name[:20]} line {at}"


def insert(root: Path, chance: Chance) -> str:
    """Put an act into the past, made by the program itself on a store that is rolled back to that day."""
    acts = list_acts(root)
    place = chance.randrange(1, len(acts) - 1)
    old = root.with_name("old")
    shutil.copytree(root, old)
    for path in list_acts(old)[place:]:
        path.unlink()
    text = acts[place - 1].read_text(encoding="utf-8")
    at = datetime.fromisoformat(text.partition("\nat: ")[2].partition("\n")[0]) + timedelta(
        minutes=chance.randint(1, 50)
    )
    file = chance.choice([one for one in list_store(root) if one.startswith("data/sub")])
    if chance.random() < 0.5:
        file = f"data/submissions/{PERIOD}/so-c.r{chance.randint(2, 9)}.yaml"
        if not (root / file).exists():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(
                f"format: 1\nunit: so-c\nperiod: {PERIOD}\nentries: {{}}\n", encoding="utf-8"
            )
    digest = hashlib.sha256((root / file).read_bytes()).hexdigest()
    forged = append_act(old, "submission", at, file=file, sha256=digest)
    assert isinstance(forged, Filed), forged
    (root / forged.file).parent.mkdir(exist_ok=True)
    shutil.copy(old / forged.file, root / forged.file)
    shutil.rmtree(old)
    return f"insert after {place} about {file}"


def delete(root: Path, chance: Chance) -> str:
    path = chance.choice(list_acts(root))
    path.unlink()
    return f"delete {path.name[:20]}"


def reorder(root: Path, chance: Chance) -> str:
    """Let two acts change their names, or give one another number."""
    one, other = chance.sample(list_acts(root), 2)
    if chance.random() < 0.5:
        data = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(data)
        return f"swap {one.name[:6]} and {other.name[:6]}"
    number = chance.randint(1, 3000)
    number += number == int(one.name[:6])
    new = root / name_act(number, one.stem.partition("-")[2])
    new.parent.mkdir(exist_ok=True)
    (shutil.copy if chance.random() < 0.5 else shutil.move)(one, new)
    return f"renumber {one.name[:6]} as {number}"


def backdate(root: Path, chance: Chance) -> str:
    """Submit on a machine whose clock was set back, by an hour and more."""
    last = list_acts(root)[-1].read_text(encoding="utf-8")
    now = datetime.fromisoformat(last.partition("\nat: ")[2].partition("\n")[0])
    back = timedelta(minutes=chance.randint(61, 60 * 24 * 30))
    writer = Writer(root, chance, now - back, 900)
    assert not isinstance(writer.submit(chance.choice(UNITS)), Fault)
    return f"backdate by {back}"


def cut(root: Path, chance: Chance) -> str:
    """Take away the newest acts and all they are about: what is left is a store as it was once."""
    acts = list_acts(root)
    count = chance.randint(1, len(acts) - 1)
    for path in acts[-count:]:
        text = path.read_text(encoding="utf-8")
        (root / text.partition("\nfile: ")[2].partition("\n")[0]).unlink()
        path.unlink()
    return f"cut {count}"


MUTATIONS: dict[str, Callable[[Path, Chance], str]] = {
    one.__name__: one for one in (edit, insert, delete, reorder, backdate, cut)
}


def test_whatever_is_done_to_the_journal_is_found(victim: Victim, tmp_path: Path, tally: Tally) -> None:
    missed = list(victim.missed)
    counts = dict.fromkeys(MUTATIONS, 0)
    for run in range(RUNS):
        chance = Chance(run)
        root = tmp_path / "store"
        shutil.copytree(victim.writer.root, root)
        name = list(MUTATIONS)[run % len(MUTATIONS)]
        done = MUTATIONS[name](root, chance)
        victim.attack(root, f"run {run}: {done}", against=victim.head if name == "cut" else None)
        counts[name] += 1
        shutil.rmtree(root)
    assert victim.missed == missed
    tally(fault="verify: journal mutations", runs=RUNS, fired=sum(counts.values()), lost=len(victim.missed))


# ------------------------------------------------------------------------------------------ each in its own words


@pytest.fixture
def three(store: Workspace) -> Workspace:
    """Give a workspace with three acts, a day after each other."""
    writer = Writer(store.root, Chance(3))
    for unit in ("so-a", "so-b", "so-c"):
        writer.now += timedelta(days=1)
        assert isinstance(writer.submit(unit), Filed)
    assert verify(store.root).problems == ()
    return store


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def tell(problem: Problem) -> tuple[str, str]:
    """Return a problem's kind, and the file it names without its folder; of an act its count."""
    return problem.kind, problem.place.file.rpartition("/")[2].partition("-")[0].removesuffix(".yaml")


def list_told(store: Workspace) -> list[tuple[str, str]]:
    return [tell(problem) for problem in verify(store.root).problems]


def test_an_edited_act_is_named(three: Workspace) -> None:
    replace_in(list_acts(three.root)[1], "act: submission", "act: review")
    assert list_told(three) == [("act-changed", "000002")]


def test_an_edited_act_under_the_name_of_its_new_bytes_is_missed_by_those_who_saw_it(
    three: Workspace,
) -> None:
    path = list_acts(three.root)[1]
    digits = path.stem.partition("-")[2][:16]
    replace_in(path, "act: submission", "act: review")
    rename_by_content(path)
    problems = verify(three.root).problems
    missing = [problem for problem in problems if problem.kind == "act-missing"]
    assert [(tell(one), one.facts["digits"]) for one in missing] == [(("act-missing", "000003"), digits)]
    # The third revision's receipt holds the head that it saw, too.
    assert ("tail-cut", "so") in map(tell, problems)


def test_a_removed_act_is_named_by_the_next_and_its_file_with_it(three: Workspace) -> None:
    list_acts(three.root)[1].unlink()
    problems = verify(three.root).problems
    assert [(one.kind, one.place.file.rpartition("/")[2][:6]) for one in problems] == [
        ("act-missing", "000003"),
        ("filed-unentered", "so-b.y"),
        ("tail-cut", "so-c.y"),
    ]


def test_the_newest_act_removed_looks_as_if_the_program_had_been_stopped(three: Workspace) -> None:
    head = head_of(three.root).text
    list_acts(three.root)[-1].unlink()
    assert find_kinds(three.root) == ["filed-unentered"]
    assert find_kinds(three.root, head) == ["head-unknown", "filed-unentered"]


def test_a_renumbered_act_and_one_in_another_folder_are_named(three: Workspace) -> None:
    path = list_acts(three.root)[1]
    moved = path.rename(path.with_name(path.name.replace("000002", "000007")))
    assert list_told(three) == [("act-misplaced", "000007")]
    elsewhere = path.parents[1] / "0005" / path.name
    elsewhere.parent.mkdir()
    moved.rename(elsewhere)
    assert list_told(three) == [("act-misplaced", "000002")]


def test_an_act_with_a_count_that_nobody_could_have_made_is_named(three: Workspace) -> None:
    path = list_acts(three.root)[-1]
    replace_in(path, "count: 3", "count: 5")
    rename_by_content(path)
    (wrong,) = verify(three.root).problems
    assert (tell(wrong), wrong.facts) == (("act-unsound", "000005"), {"near": 3})


def test_two_acts_on_one_file_are_named(three: Workspace) -> None:
    file = "data/submissions/2022-Q3/so-a.yaml"
    digest = hashlib.sha256((three.root / file).read_bytes()).hexdigest()
    append_act(three.root, "submission", START + timedelta(days=9), file=file, sha256=digest)
    (wrong,) = verify(three.root).problems
    assert tell(wrong) == ("act-twice", "000004")
    assert wrong.facts["file"] == file


def test_a_repair_may_be_about_a_file_that_there_is_an_act_on(three: Workspace) -> None:
    file = "data/submissions/2022-Q3/so-a.yaml"
    digest = hashlib.sha256((three.root / file).read_bytes()).hexdigest()
    later = START + timedelta(days=9)
    append_act(three.root, "repair", later, file=file, sha256=digest, note="Lấy lại từ bản sao")
    assert verify(three.root).problems == ()
    append_act(three.root, "repair", later, file=file, sha256=digest, removed=True)
    (three.root / file).unlink()
    kinds = find_kinds(three.root)
    assert "filed-missing" not in kinds


def test_an_act_put_into_the_past_is_named(three: Workspace) -> None:
    old = three.root.with_name("old")
    shutil.copytree(three.root, old)
    next_act = list_acts(three.root)[1].relative_to(three.root).as_posix()
    for path in list_acts(old)[1:]:
        path.unlink()
    forged = file_new(
        old, "review", START + timedelta(days=1, hours=1), "data/reviews/2022-Q3/so-a.r1.yaml", b"x\n...\n"
    )
    assert isinstance(forged, Filed)
    forged_act = list_acts(old)[1].relative_to(old).as_posix()
    shutil.copytree(old, three.root, dirs_exist_ok=True)
    (wrong,) = verify(three.root).problems
    assert tell(wrong) == ("act-unseen", "000002")
    assert wrong.place.file == forged_act
    assert wrong.facts["other"] == next_act


def test_a_clock_that_went_back_is_named(three: Workspace) -> None:
    writer = Writer(three.root, Chance(3), START + timedelta(days=2))
    assert isinstance(writer.submit("so-b"), Filed)
    (wrong,) = verify(three.root).problems
    assert tell(wrong) == ("act-backdated", "000004")
    assert (wrong.facts["at"], wrong.facts["other_at"]) == (
        "2022-09-03T08:00:00+07:00",
        "2022-09-04T08:00:00+07:00",
    )


def test_clocks_that_differ_by_less_than_an_hour_are_not_judged(three: Workspace) -> None:
    writer = Writer(three.root, Chance(3), START + timedelta(days=3, minutes=-59))
    assert isinstance(writer.submit("so-b"), Filed)
    assert verify(three.root).problems == ()


def test_a_cut_tail_shows_by_the_receipts_that_are_left(three: Workspace) -> None:
    for path in list_acts(three.root)[1:]:
        path.unlink()
    (three.root / "data/submissions/2022-Q3/so-b.yaml").unlink()
    problems = verify(three.root).problems
    assert [problem.kind for problem in problems] == ["filed-unentered", "tail-cut"]
    assert {problem.place.file for problem in problems} == {"data/submissions/2022-Q3/so-c.yaml"}


def test_a_lost_bit_is_told_from_a_change(three: Workspace) -> None:
    path = three.root / "data/submissions/2022-Q3/so-b.yaml"
    whole = path.read_bytes()
    at = whole.index(b"999")
    path.write_bytes(whole[:at] + b"1" + whole[at + 1 :])
    (rotten,) = verify(three.root).problems
    assert (rotten.kind, rotten.facts) == ("filed-rotten", {"byte": at + 1, "was": "0x39", "found": "0x31"})
    path.write_bytes(whole.replace(b"999", b"120"))
    (changed,) = verify(three.root).problems
    assert changed.kind == "filed-changed"


def test_a_file_that_is_gone_and_a_stray_are_named(three: Workspace) -> None:
    (three.root / "data/submissions/2022-Q3/so-b.yaml").unlink()
    (three.root / "data/journal/0000/ghi-chu.txt").write_text("x\n", encoding="utf-8")
    (three.root / "data/journal/0000/.000004-x.yaml.0123456789ab.tmp").write_text("x\n", encoding="utf-8")
    assert [(kind, name) for kind, name in list_told(three)] == [
        ("act-stray", "ghi"),
        ("filed-missing", "so"),
    ]


def test_a_catalogue_that_has_changed_since_the_last_act_is_told_until_the_next(three: Workspace) -> None:
    path = three.root / "data/units.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# mới\n", encoding="utf-8")
    assert list_told(three) == [("basis-changed", "units")]
    append_act(three.root, "repair", START + timedelta(days=9), note="x")
    assert verify(three.root).problems == ()


def test_a_chain_that_is_broken_outside_the_journal_is_told_too(store: Workspace) -> None:
    store.submit(PERIOD, "so-a", "x: {numerator: 1, denominator: 2}", at="2022-09-01T08:00:00+07:00")
    store.submit(PERIOD, "so-a", "x: {numerator: 3, denominator: 4}", at="2022-09-02T08:00:00+07:00")
    assert verify(store.root).problems == ()
    (store.root / "data/submissions/2022-Q3/so-a.yaml").unlink()
    assert find_kinds(store.root) == ["revision-missing"]


def test_a_head_is_read_in_any_length_from_sixteen_digits(three: Workspace) -> None:
    head = head_of(three.root)
    for text in (head.text, head.text[:18], head.text[:30], f"{head.text[:18]}+{head.text}"):
        assert find_kinds(three.root, text) == []
    assert find_kinds(three.root, f"2{head.text[1:]}") == ["head-unknown"]
    for text in ("3", head.text[:17], head.text.upper() + "A", f"{head.text}+", "", f" {head.text}"):
        refused = desk.verify_everything(three.root, against=text, tell=lambda _done, _total: None)
        assert isinstance(refused, desk.Refusal), text
        assert (refused.why, [one.kind for one in refused.problems]) == ("request", ["head-malformed"])


def test_an_act_that_cannot_be_filed_takes_its_file_back(store: Workspace) -> None:
    (store.root / "data/journal").write_text("not a folder\n", encoding="utf-8")
    filed = Writer(store.root, Chance(1)).submit("so-a")
    assert isinstance(filed, Fault)
    assert not (store.root / "data/submissions").exists() or list_store(store.root) == []


def test_json_says_all_of_it(three: Workspace, run: Run) -> None:
    (three.root / "data/submissions/2022-Q3/so-b.yaml").unlink()
    done = run("--workspace", three.root, "verify", "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert (told["schema"], told["acts"], told["files"]) == ("cds-kpi.verification/1", 3, 2)
    assert (told["head"], told["forks"]) == (head_of(three.root).text, [])
    assert [problem["code"] for problem in told["problems"]] == ["KPI813"]
    assert (told["errors"], told["warnings"]) == (1, 0)


# ------------------------------------------------------------------------------------------------ by a hostile hand


def forge(store: Workspace, text: str) -> None:
    """Put something under the name that its bytes ask for."""
    path = store.root / "data/journal/0000/x.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    rename_by_content(path)


@pytest.mark.parametrize(
    "text",
    [
        "count: 4\n",
        "format: 1\ncount: 4\nact: submission\nat: 2022-13-01T08:00:00+07:00\nsaw: []\nrests_on: []\n...\n",
        "format: 1\ncount: 4\nact: submission\nat: 0001-01-01T00:00:00\nsaw: []\nrests_on: []\n...\n",
        "format: 1\ncount: 4\nact: dance\nat: 2022-09-04T08:00:00+07:00\nsaw: []\n...\n",
        "format: 1\ncount: 4\nact: repair\nat: 2022-09-04T08:00:00+07:00\nfile: ../secret\nsha256: HASH\nsaw: []\n",
        "format: 1\ncount: 4\nact: repair\nat: 2022-09-04T08:00:00+07:00\nfile: data/../../x\nsha256: HASH\nsaw: []\n",
        "format: 1\ncount: 4\nact: repair\nat: 2022-09-04T08:00:00+07:00\nfile: /etc/passwd\nsha256: HASH\nsaw: []\n",
        "format: 1\ncount: 4\nact: &a repair\nat: *a\n",
    ],
)
def test_what_was_never_an_act_is_named(three: Workspace, text: str) -> None:
    forge(three, text.replace("HASH", "0" * 64))
    assert ("act-unsound", "000004") in list_told(three)


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+07:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_an_act_from_the_ends_of_time_is_named(three: Workspace, at: str) -> None:
    saw = list_acts(three.root)[-1].stem.partition("-")[2]
    forge(three, f"format: 1\ncount: 4\nact: repair\nat: {at}\nsaw: [{saw}]\nrests_on: []\n...\n")
    append_act(three.root, "repair", START + timedelta(days=4), note="sau đó")
    assert "act-backdated" in [kind for kind, _ in list_told(three)]


def test_after_an_act_with_a_huge_count_the_next_is_found_all_the_same(three: Workspace) -> None:
    saw = list_acts(three.root)[-1].stem.partition("-")[2]
    at = (START + timedelta(days=4)).isoformat()
    forge(three, f"format: 1\ncount: {10**30}\nact: repair\nat: {at}\nsaw: [{saw}]\nrests_on: []\n...\n")
    later = Writer(three.root, Chance(1), START + timedelta(days=5))
    assert isinstance(later.submit("so-b"), Filed)
    assert head_of(three.root).acts[0].count == 10**30 + 1
    assert [problem.kind for problem in verify(three.root).problems] == ["act-unsound", "act-unsound"]


def test_a_file_that_became_a_link_to_its_like_is_gone(three: Workspace, tmp_path: Path) -> None:
    path = three.root / "data/submissions/2022-Q3/so-b.yaml"
    path.rename(tmp_path / "so-b.yaml")
    path.symlink_to(tmp_path / "so-b.yaml")
    assert ("filed-missing", "so") in list_told(three)
