"""The writing commands, each with a workspace ready for it, and what must hold of one whatever strikes while it runs.

Convention: what an undisturbed run leaves is the measure: after any other run a file is as it was before or as that
run leaves it, moments and hashes apart, and never anything between.
"""

import re
import shutil
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from stand import (
    DRAFT,
    INDICATORS,
    PERIOD,
    SOAK,
    Call,
    Ended,
    Program,
    find_errors,
    trace_command,
    write_draft,
)

from post_office import PostOffice
from workspaces import UNITS, Workspace

MAILED = UNITS.replace("parent: city}", "parent: city, email: [ID@hcm.example]}")
DAY = "2022-09-16T08:00:00"
"""Three days before the third quarter's last day: a reminder is due."""
LATE = "2022-09-30"
EARLIER = "2022-Q2"
"""A period with one unit's submission."""
LEDGERS = ("data/reminders/", "data/journal/")
FOCAL = "dic@hcm.example"
OUT = "out/to print"
CACHE = "cache"
QUIET = 4
"""Seconds after which the cache keeps a file that has been left alone, and one more."""
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:\+[0-9]{2}:[0-9]{2})?"
)
_HASH = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True)
class Act:
    """A writing command."""

    name: str
    arguments: tuple[str, ...]
    """Behind --workspace; @ stands for the workspace."""
    before: tuple[str, ...] = ()
    """A command that is run once to make the workspace ready."""
    code: int = 0
    """How it ends when nothing goes wrong."""
    is_several: bool = False
    """Whether it makes several things one after the other, of which some may be there when a later one fails."""
    cache: str = ""
    """What it finds of a cache beside the data, where it keeps one: `cold`, none; `warm`, one of which a file has
    changed since; `kept`, its own answer. Whatever becomes of that, the answer must be the same."""

    @property
    def is_cached(self) -> bool:
        """Whether it keeps a cache."""
        return bool(self.cache)

    def list_arguments(self, root: Path) -> list[str]:
        """Return the command line."""
        told = [text.replace("@", str(root)) for text in self.arguments]
        # -P: what lies in the workspace is not looked through for modules.
        return [sys.executable, "-BP", "-m", "cds_kpi", "--workspace", str(root), *told]


BY = ("--by", "Chuyên viên")
ACTS = {
    act.name: act
    for act in (
        Act("submit", ("submit", f"@/{DRAFT}", "--yes", "--format", "json")),
        Act(
            "review",
            ("review", "return", "--unit", "so-b", "--period", EARLIER, "--reason", "Sai mẫu số", *BY),
        ),
        Act("close", ("close", "--period", EARLIER, "--force", "--yes", *BY)),
        Act(
            "reopen",
            ("reopen", "--period", EARLIER, "--reason", "Đính chính", "--yes", *BY),
            before=("close", "--period", EARLIER, "--force", "--yes", *BY),
        ),
        Act(
            "extend",
            ("extend", "--unit", "so-a", "--period", PERIOD, "--until", "2022-09-26", "--reason", "Lũ", *BY),
        ),
        Act("remind", ("check-deadlines", "--send", "--as-of", DAY), code=3, is_several=True),
        Act(
            "letters", ("check-deadlines", "--letters", f"@/{OUT}", "--as-of", LATE), code=3, is_several=True
        ),
        Act(
            "report",
            ("report", "--period", EARLIER, "--as-of", LATE, "--format", "md,json", "--out", f"@/{OUT}"),
            is_several=True,
        ),
        *(
            Act(
                f"{kind} cache",
                ("report", "--period", EARLIER, "--as-of", LATE, "--format", "json", "--stdout"),
                cache=kind,
            )
            for kind in ("cold", "warm", "kept")
        ),
        Act("check", ("check", "--format", "json"), cache="cold"),
    )
}


def make_office(root: Path, port: int = 9) -> Path:
    """Make a workspace with figures, a reminder due, and a mail server to hand it to."""
    units = "\n".join(line.replace("ID", line[7 : line.find(",")]) for line in MAILED.strip().splitlines())
    store = Workspace(root, INDICATORS, units=units)
    for unit in ("so-b", "so-c"):
        store.submit(EARLIER, unit, "x: {numerator: 1, denominator: 2}\ny: {value: 5}")
    store.submit(
        EARLIER, "so-b", "x: {numerator: 3, denominator: 4}\ny: {value: 6}", at="2022-06-18T08:00:00+07:00"
    )
    store.submit(PERIOD, "so-c", "x: {numerator: 1, denominator: 2}\ny: {value: 5}")
    store.submit(PERIOD, "so-b", "x: {numerator: 1, denominator: 2}\ny: {value: 5}")
    store.write(
        "data/settings.yaml",
        f"format: 1\nmail: {{host: 127.0.0.1, port: {port}, security: none, from: cds@hcm.example}}\n",
    )
    write_draft(root / DRAFT)
    return root


# ------------------------------------------------------------------------------------------------ what is there


def list_whole(root: Path, *, hidden: bool = False) -> dict[str, str]:
    """Return every file of a workspace but the cache, by name, as its content is but for moments and hashes."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_file() and not name.startswith(f"{CACHE}/") and path.name.startswith(".") == hidden:
            found[_level(name)] = _level(path.read_bytes().decode("utf-8", "surrogateescape"))
    return found


def _level(text: str) -> str:
    return _HASH.sub("…", _MOMENT.sub("…", text))


@dataclass
class Stage:
    """A workspace ready for an act, and what the act does undisturbed."""

    act: Act
    program: Program
    folder: Path
    post: PostOffice
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    out: str = ""
    """What it answers, moments and hashes apart."""
    reached: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    """The calls about the workspace, the mail and the answer, in order."""

    @property
    def ready(self) -> Path:
        """The workspace before the act; copied for each run."""
        return self.folder / "ready"

    @property
    def trial(self) -> Path:
        """Where a run takes place: always the same path, so that every run makes the same calls."""
        return self.folder / "trial" / "store"

    def set_up(self, *, traced: bool = True) -> None:
        """Make the workspace and run the act undisturbed; its calls are noted if it is `traced`."""
        make_office(self.ready, self.post.port)
        if self.act.before:
            done = self.program.run(self.ready, *self.act.before)
            assert done.code == 0, done
        self.before = list_whole(self.ready)
        if self.act.is_cached:
            self.warm_up()
        ended, calls = self.run(calls="all" if traced else "")
        assert ended.code == self.act.code, ended
        self.after, self.out, self.reached = list_whole(self.trial), _level(ended.out), self.post.reached()
        assert self.act.is_cached or self.after != self.before or self.reached, "it writes nothing"
        self.calls = [
            call
            for call in calls
            if (call.is_about_store and call.name != "execve")
            or call.is_mail
            or call.is_answer
            or call.name == "exit_group"
        ]

    def warm_up(self) -> None:
        """Make the workspace of a cached command old enough to be kept; with a cache, of which one file has changed."""
        shutil.copytree(self.ready, self.trial)
        if not SOAK and self.act.name != "check":
            return
        self._wait()
        self.run(calls="")
        if self.act.cache != "cold":
            shutil.copytree(self.trial / CACHE, self.folder / CACHE)
        if self.act.cache == "warm":
            changed = self.trial / f"data/submissions/{EARLIER}/so-c.yaml"
            changed.write_bytes(changed.read_bytes())
            self._wait()

    def _wait(self) -> None:
        """Run until the files have been left alone for as long as the cache wants them to be."""
        youngest = max(path.stat().st_ctime for path in self.trial.rglob("*.yaml"))
        while time.time() < youngest + QUIET:  # noqa: TID251 - how old a file is, nobody says as an argument
            self.run(calls="")

    def run(self, inject: str = "", calls: str = "all") -> tuple[Ended, list[Call]]:
        """Run the act once on a fresh copy; `inject` as strace writes it."""
        if self.act.is_cached:
            # What a cache keeps is known by times and inodes: the workspace stays, and nobody writes to it.
            shutil.rmtree(self.trial / CACHE, ignore_errors=True)
            if (self.folder / CACHE).is_dir():
                shutil.copytree(self.folder / CACHE, self.trial / CACHE)
        else:
            shutil.rmtree(self.trial, ignore_errors=True)
            shutil.copytree(self.ready, self.trial)
        self.post.taken = []
        return self.again(inject, calls)

    def again(self, inject: str = "", calls: str = "all") -> tuple[Ended, list[Call]]:
        """Run the act once more, on what the last run left; with no calls to note it is not traced."""
        command, cache = (
            self.act.list_arguments(self.trial),
            self.trial / CACHE if self.act.is_cached else None,
        )
        if not calls:
            return self.program.start(self.trial, command, cache=cache), []
        return trace_command(
            self.program,
            self.trial,
            command,
            self.folder / "log",
            inject=inject,
            calls=calls,
            cache=cache,
        )


# ------------------------------------------------------------------------------------------------------ verdict


@dataclass(frozen=True)
class Cost:
    """What a fault cost, in sentences."""

    lost: tuple[str, ...] = ()
    torn: tuple[str, ...] = ()
    false_alarms: tuple[str, ...] = ()

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.lost + other.lost, self.torn + other.torn, self.false_alarms + other.false_alarms)

    def told_of(self, what: str) -> "Cost":
        """Return the same with what was done in front."""
        return Cost(
            *(tuple(f"{what}: {one}" for one in kind) for kind in (self.lost, self.torn, self.false_alarms))
        )

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return everything in it."""
        return self.lost + self.torn + self.false_alarms


def judge_run(stage: Stage, ended: Ended, hit: Call | None) -> Cost:
    """Compare what a run said with what is there; `hit` is the call that failed, if it is known."""
    act, there = stage.act, list_whole(stage.trial)
    lost, torn, alarms = [], [], []
    is_told = hit is not None and hit.is_answer
    # A server that cannot be reached, or hangs up, is met: then other things are written down, and judged as mail.
    is_met = hit is not None and hit.is_mail and ended.code >= 0
    for name, content in there.items():
        if content not in {stage.before.get(name), stage.after.get(name)} and not (
            is_met and name.startswith(LEDGERS)
        ):
            torn.append(f"{name} is neither as it was nor as it should be")
    lost += [f"{name} was there before and is gone" for name in stage.before if name not in there]
    done = {name for name in there if there[name] == stage.after.get(name) != stage.before.get(name)}
    wanted = {name for name in stage.after if stage.after[name] != stage.before.get(name)}
    if ended.code == act.code and not is_met:
        lost += [f"answered, and {name} is not there" for name in sorted(wanted - done)]
        if _level(ended.out) != stage.out and not is_told:
            torn.append(f"another answer than undisturbed: {ended.out[-300:]}")
    elif ended.code not in {-signal.SIGKILL, -signal.SIGINT}:
        if done and not act.is_several:
            torn.append(f"exit {ended.code}, and yet there: {sorted(done)}")
        is_cache = act.is_cached and (hit is None or hit.place.startswith(CACHE))
        if ended.code not in {1, 2, 3, 4, 5, 130} or is_cache:
            torn.append(f"exit {ended.code}")
        if not (ended.err + ended.out).strip() and not is_told:
            torn.append("no sentence")
    if "Traceback" in ended.out + ended.err:
        torn.append("a traceback")
    may_leave = ended.code < 0 or (hit is not None and hit.name in {"unlink", "link", "rename", "close"})
    if act.is_cached and _level((again := stage.again(calls="")[0]).out) != stage.out:
        torn.append(f"the next run answers otherwise: {again}")
    hidden = list_whole(stage.trial, hidden=True)
    if hidden and not (may_leave and all(name.endswith(".tmp") for name in hidden)):
        torn.append(f"left behind: {sorted(hidden)}")
    alarms += [f"check: {problem.kind} {problem.place.file}" for problem in find_errors(stage.trial)]
    return Cost(tuple(lost), tuple(torn), tuple(alarms)) + _judge_mail(stage)


def list_mail(post: PostOffice) -> list[str]:
    """Return who got which letter, once for every time."""
    return [f"{address}: {message['Subject']}" for to, message in post.taken for address in to]


def _judge_mail(stage: Stage) -> Cost:
    """Compare the mail with the ledger: what is written down as sent was sent, and nothing goes out twice."""
    if not stage.reached:
        return Cost()
    there, reached = list_whole(stage.trial), stage.post.reached()
    begun = [name for name in there if name.endswith(".begun.yaml")]
    ends = {name: there.get(name.replace(".begun.", ".ended.")) for name in begun}
    sent = [_find_address(name) for name, end in ends.items() if end is not None and "outcome: sent" in end]
    lies = [f"{one} is said to have got it" for one in set(sent) if sent.count(one) > reached.count(one)]
    known = {*map(_find_address, begun), FOCAL}
    unknown = [f"{one} got mail that nobody began" for one in reached if one not in known]
    # Whoever runs it again repeats nothing, and leaves nobody out but where nobody knows how it ended.
    stage.again(calls="")
    letters, after = list_mail(stage.post), stage.post.reached()
    twice = [f"twice: {one}" for one in sorted(set(letters)) if letters.count(one) > 1 and FOCAL not in one]
    may_miss = [_find_address(name) for name, end in ends.items() if end is None]
    missed = [one for one in stage.reached if stage.reached.count(one) > (after + may_miss).count(one)]
    return Cost(
        lost=tuple(f"{one} never got it" for one in missed if one != FOCAL),
        torn=tuple(lies + unknown + twice),
    )


def _find_address(name: str) -> str:
    """Return to whom a reminder went, by its file in the ledger."""
    return f"{name.rpartition('/')[2].split('.')[1]}@hcm.example"


# ------------------------------------------------------------------------------------------------------- order


def find_act_disorder(stage: Stage, calls: Sequence[Call]) -> list[str]:
    """Return where an undisturbed run does not keep the order that makes it safe against a power cut, for each file.

    Bytes into a hidden file, that file synced, named, the folder synced, and those above that were made, and only then
    the answer.
    """
    done = [call for call in calls if call.returned not in {"-1", "?"}]
    answer = next(at for at, call in enumerate(done) if call.is_about("1<") and call.is_answer)
    wrong = []
    files = [name for name in list_whole(stage.trial) if name not in stage.before]
    assert files, "nothing was written"
    for name in files:
        folder, _, base = name.rpartition("/")
        named = [
            at
            for at, call in enumerate(done)
            if call.name in {"link", "rename", "renameat2"} and call.is_about(f'@/{name}"')
        ]
        if len(named) != 1 or not done[named[0]].is_about(".tmp"):
            wrong.append(f"{name} is not named once, from a hidden file")
            continue
        at = named[0]
        if name.startswith("data/") and done[at].name == "rename":
            wrong.append(f"{name} is named over what is there")
        hidden = _find_hidden(done[at])
        synced = _find(done[:at], "fsync", f"{hidden}>")
        written = _find(done[:at], "write", f"{hidden}>")
        if not written or not synced or written[-1] > synced[-1]:
            wrong.append(f"{base} is not synced before it is named")
        if not any(at < one < answer for one in _find(done, "fsync", f"@/{folder}>")):
            wrong.append(f"the folder of {base} is not synced between the name and the answer")
    for at, call in enumerate(done):
        if call.name == "mkdir" and call.is_about_store and not call.place.startswith(CACHE):
            above = call.place.rpartition("/")[0]
            where = f"@/{above}>" if above else "@>"
            if not any(at < one < answer for one in _find(done, "fsync", where)):
                wrong.append(f"the folder above the new {call.place} is not synced before the answer")
    return wrong


def _find(calls: Sequence[Call], name: str, about: str) -> list[int]:
    return [at for at, call in enumerate(calls) if call.name == name and call.is_about(about)]


def _find_hidden(call: Call) -> str:
    found = re.search(r'"(@[^"]*\.tmp)"', call.arguments)
    assert found is not None, call
    return found[1]


def change_program(folder: Path, changes: Mapping[str, Sequence[tuple[str, str]]], stage: Stage) -> Stage:
    """Return the same stage with a program broken on purpose."""
    return replace(stage, program=Program.copy(folder, changes), folder=folder / "stage", calls=[])
