"""The stand for fault tests: a small store, one submission to it as a process, and that process under strace.

Convention: the program runs from a copy of its source with its bytecode beside it, so that two runs make the same
system calls in the same order, and the n-th call of a name is the same call in every run.
"""

import atexit
import compileall
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.problem import Problem
from cds_kpi.problems import is_error
from cds_kpi.render.data import render_json
from cds_kpi.store.audit import audit_store
from cds_kpi.store.contents import read_workspace
from cds_kpi.store.history import check_seal
from conftest import REPOSITORY
from workspaces import Workspace

SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
full_form = pytest.mark.skipif(not SOAK, reason="of the full form of the fault runs: CDS_KPI_SOAK=1")
AS_OF = datetime.fromisoformat("2099-01-01T00:00:00+07:00")
"""After whatever the machine's clock says while the tests run."""
INDICATORS = """
id: x
measure: {kind: ratio, basis: in_period}
reporters: [so-a, so-b, so-c]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
---
id: y
measure: {kind: value, basis: at_date, combine: max}
reporters: [so-a, so-b, so-c]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""
PERIOD, UNIT, DRAFT = "2022-Q3", "so-a", "draft.yaml"
FOLDER = f"data/submissions/{PERIOD}"
FIRST = f"{FOLDER}/{UNIT}.yaml"
JOURNAL = "data/journal/"
TEMPORARY = re.compile(r"\.[a-z0-9-]+(?:(?:\.r[0-9]+)?\.yaml|\.txt)\.[0-9a-f]{12}\.tmp\Z")


def write_draft(path: Path, unit: str = UNIT, numerator: int = 30, note: str = "") -> Path:
    """Write a submission that nothing is wrong with."""
    said = f"note: {json.dumps(note, ensure_ascii=False)}\n" if note else ""
    path.write_text(
        f"format: 1\nunit: {unit}\nperiod: {PERIOD}\n{said}"
        f"entries:\n  x: {{numerator: {numerator}, denominator: 1000}}\n  y: {{value: 7}}\n",
        encoding="utf-8",
    )
    return path


# --------------------------------------------------------------------------------------------- the program


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    code: int
    """Negative: the signal that killed it."""
    out: str
    err: str

    @property
    def receipt(self) -> dict[str, Any]:
        """What was printed for programs."""
        read: dict[str, Any] = json.loads(self.out)
        return read


@cache
def compile_source() -> Path:
    """Return a copy of the source with its bytecode, made once."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    shutil.copytree(REPOSITORY / "src", folder / "src", ignore=shutil.ignore_patterns("*.pyc.*"))
    assert compileall.compile_dir(folder / "src", quiet=1)
    return folder / "src"


@dataclass(frozen=True)
class Program:
    """A copy of the program's source, complete with bytecode."""

    source: Path

    @classmethod
    def copy(cls, folder: Path, changes: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> "Program":
        """Copy the source; `changes` are texts of a file and what to put in their place, each there exactly once."""
        shutil.copytree(compile_source(), folder / "src", dirs_exist_ok=True)
        shutil.copytree(REPOSITORY / "templates", folder / "templates", dirs_exist_ok=True)
        for name, pairs in (changes or {}).items():
            path = folder / "src/cds_kpi" / name
            text = path.read_text(encoding="utf-8")
            for old, new in pairs:
                assert text.count(old) == 1, f"{name} has {text.count(old)} times: {old}"
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
            assert compileall.compile_file(path, quiet=1)
        return cls(folder / "src")

    def list_arguments(self, workspace: Path, draft: Path, *more: str) -> list[str]:
        """Return the command line of one submission."""
        where = ["--workspace", str(workspace), "submit", str(draft), "--yes", "--format", "json"]
        return [sys.executable, "-B", "-m", "cds_kpi", *where, *more]

    @property
    def environment(self) -> dict[str, str]:
        """Return what the program may know of this machine."""
        return {
            "HOME": "/nonexistent",
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],  # noqa: TID251 - programs of the machine are found there
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(self.source),
        }

    def submit(self, workspace: Path, draft: Path, *more: str, under: Sequence[str] = ()) -> Ended:
        """Submit a draft and wait; `under` is what the process is started by."""
        return self.start(workspace, self.list_arguments(workspace, draft, *more), under)

    def run(
        self, workspace: Path, *arguments: str, under: Sequence[str] = (), cache: Path | None = None
    ) -> Ended:
        """Run any command on a workspace and wait; with `cache` it keeps one there."""
        command = [sys.executable, "-BP", "-m", "cds_kpi", "--workspace", str(workspace), *arguments]
        return self.start(workspace, command, under, cache)

    def start(
        self, workspace: Path, command: Sequence[str], under: Sequence[str] = (), cache: Path | None = None
    ) -> Ended:
        """Start a command line and wait."""
        done = subprocess.run(
            [*under, *command],
            cwd=workspace,
            env=self.environment | ({"CDS_KPI_CACHE": str(cache)} if cache is not None else {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=900 if SOAK else 120,
        )
        return Ended(done.returncode, done.stdout, done.stderr)


# ----------------------------------------------------------------------------------------- system calls

_LINE = re.compile(r"(?:[0-9]+ +)?(\w+)\((.*?)\)? += (-?[0-9]+|\?)(.*)\Z")
_RANDOM = re.compile(r"[0-9a-z_]{8,12}\.tmp")
_CHANGING = re.compile(r"(?<=[-.])[0-9a-f]{16,64}(?=\.)")
"""In a name of the journal, what depends on the moment."""


@dataclass(frozen=True)
class Call:
    """One system call of a run."""

    name: str
    nth: int
    """Which of the calls of this name in the whole run, from 1."""
    arguments: str
    """With descriptors as the paths they stand for, the workspace as @, and what is random in a name left out."""
    returned: str
    is_injected: bool

    @property
    def place(self) -> str:
        """What the call is about, the same in every run: paths within the store, else the descriptor."""
        found = re.findall(r'[<"]@/?([^">]*)', self.arguments)
        return " ".join(found) if found else self.arguments[:2]

    @property
    def is_about_store(self) -> bool:
        """Whether a path or descriptor of the call lies in the workspace."""
        return re.search(r'[<"]@[/">]', self.arguments) is not None

    @property
    def is_answer(self) -> bool:
        """Whether the call writes to standard output or standard error."""
        return self.name == "write" and re.match(r"[12]<", self.arguments) is not None

    @property
    def is_mail(self) -> bool:
        """Whether the call is about a connection."""
        return "<socket:[" in self.arguments

    def is_about(self, text: str) -> bool:
        """Whether a path or descriptor of the call has this text."""
        return text in self.arguments

    def __str__(self) -> str:
        """Return the call shortly: `fsync#1 data/submissions/2022-Q3/.so-a.yaml.….tmp`."""
        return f"{self.name}#{self.nth} {self.place}"


def read_log(path: Path, root: Path) -> list[Call]:
    """Return the calls of a strace log, in order; `root` is the workspace."""
    counts: dict[str, int] = {}
    calls = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        name, arguments, returned, rest = found.groups()
        counts[name] = counts.get(name, 0) + 1
        arguments = arguments.replace(f"AT_FDCWD<{root}>", "AT_FDCWD")
        told = re.sub(
            re.escape(str(root)) + r"(?=[/\">])", "@", _CHANGING.sub("…", _RANDOM.sub("….tmp", arguments))
        )
        calls.append(Call(name, counts[name], told, returned, "(INJECTED)" in rest))
    return calls


def trace(
    program: Program, workspace: Path, draft: Path, log: Path, *, inject: str = "", calls: str = "all"
) -> tuple[Ended, list[Call]]:
    """Submit under strace and return how it ended and which calls it made; `inject` as strace writes it."""
    command = program.list_arguments(workspace, draft)
    return trace_command(program, workspace, command, log, inject=inject, calls=calls)


def trace_command(
    program: Program,
    workspace: Path,
    command: Sequence[str],
    log: Path,
    *,
    inject: str = "",
    calls: str = "all",
    cache: Path | None = None,
) -> tuple[Ended, list[Call]]:
    """Run a command line under strace and return how it ended and which calls it made."""
    under = ["strace", "-f", "-y", "-s", "80", "-o", str(log), "-e", f"trace={calls}"]
    if calls != "all" and "signal=" not in inject:
        # With the filter strace 6.1 never delivers an injected signal, and does not say so.
        under.insert(2, "--seccomp-bpf")
    if inject:
        under += ["-e", f"inject={inject}"]
    return program.start(workspace, command, under, cache), read_log(log, workspace)


def has_fired(fault: str, hit: Call, last: Call, ended: Ended, log: str) -> bool:
    """Whether a fault struck: the log says so, or the call is the last one and was never answered."""
    if fault == "SIGINT":
        return "--- SIGINT {" in log
    if fault == "SIGKILL":
        return ended.code == -9 and hit == last and hit.returned == "?"
    return hit.is_injected


def find_write_path(calls: Sequence[Call]) -> list[Call]:
    """Return every call from the first that changes the store until the exit that is about the store or the answer.

    What lies between them and touches neither (memory, modules) is left out.
    """
    start = next(
        position
        for position, call in enumerate(calls)
        if call.is_about("@/data") and (call.name == "mkdir" or call.is_about("O_CREAT"))
    )
    return [
        call
        for call in calls[start:]
        if call.is_about("@/data") or call.name == "exit_group" or call.is_answer
    ]


# ------------------------------------------------------------------------------------------------ the store


@dataclass(frozen=True)
class Seen:
    """What every reader sees of a store."""

    files: dict[str, str]
    """SHA-256 of each file of the data folder that is not hidden."""
    problems: tuple[str, ...]
    report: bytes
    standing: str


def look(root: Path) -> Seen:
    """Look at a store with every reader: check, report and status."""
    problems = desk.check_workspace(root)
    asking = desk.Asking(period=PERIOD)
    made = desk.make_report(root, asking, as_of=AS_OF, language="vi")
    assert isinstance(made, desk.Report), f"report refused: {made}"
    assert len(made.view.rows) == 2, "a report on nothing would not notice anything"
    standing = desk.find_standing(root, asking, as_of=AS_OF, language="vi")
    assert isinstance(standing, desk.Standing), f"status refused: {standing}"
    return Seen(hash_files(root), tuple(map(str, problems)), render_json(made.view), repr(standing))


def hash_files(root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a workspace's data folder that is not hidden."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "data").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def list_hidden(root: Path) -> list[str]:
    """Return the names of the hidden files of a workspace's data folder."""
    return sorted(path.name for path in (root / "data").rglob(".*"))


def find_errors(root: Path) -> list[Problem]:
    """Return the errors that `check` finds."""
    return [problem for problem in desk.check_workspace(root) if is_error(problem)]


def explain_break(root: Path, name: str) -> str | None:
    """Return why a file of the store is not a whole revision with an unbroken chain and seal, or None."""
    contents = read_workspace(root)
    filing = next((one for one in contents.filings if one.file == name), None)
    if filing is None:
        return f"{name} is not read as a revision"
    receipt = filing.submission.receipt
    if receipt is None or receipt.content is None:
        return f"{name} has no receipt"
    if check_seal((root / name).read_bytes(), receipt.content, name):
        return f"{name} is not what was received"
    errors = [str(problem) for problem in contents.problems if problem.place.file == name]
    return f"{name}: {errors}" if errors else None


@dataclass
class Verdict:
    """What one run promised and what is there, and every promise that was not kept."""

    ended: Ended
    is_filed: bool = False
    broken: list[str] = field(default_factory=list)


def judge(root: Path, before: Seen, ended: Ended, *, answer_failed: bool = False) -> Verdict:
    """Compare what a run said with what every reader sees after it.

    Exit 0: one more revision, whole, and the receipt names its hash. Killed: nothing new, or one whole revision.
    Exit 5: nothing new, and a sentence. Interrupted: nothing new, or standard error names it. `answer_failed`: the
    receipt could not be printed; standard error names the file and its hash instead.
    """
    files = hash_files(root)
    new = {
        name: digest
        for name, digest in files.items()
        if name not in before.files and not name.startswith(JOURNAL)
    }
    broken = find_unentered(root, was_killed=ended.code == -signal.SIGKILL)
    if any(files.get(name) != digest for name, digest in before.files.items()):
        broken.append("a file that was there before is changed or gone")
    if strange := [name for name in list_hidden(root) if not TEMPORARY.match(name)]:
        broken.append(f"hidden files of an unknown kind: {strange}")
    whole = [explain_break(root, name) for name in new]
    if any(whole):
        broken.append(f"a revision that is not whole: {whole}")
    if "Traceback" in ended.err + ended.out:
        broken.append("a traceback")
    broken += _judge_answer(new, ended, answer_failed=answer_failed)
    return Verdict(ended, bool(new), broken or _judge_sight(root, before, new))


def find_unentered(root: Path, *, was_killed: bool) -> list[str]:
    """Return what `verify` finds; who was killed may have left one revision that is not in the journal, and no more."""
    audit = audit_store(root, None, lambda done, total: None)
    found = [problem for problem in audit.problems if is_error(problem) or not was_killed]
    return [f"verify: {problem.kind} {problem.place.file}" for problem in found]


def _judge_answer(new: Mapping[str, str], ended: Ended, *, answer_failed: bool) -> list[str]:
    told = {ended.receipt["file"]: ended.receipt["sha256"]} if ended.out else {}
    if ended.code == 0 and answer_failed:
        if len(new) != 1 or any(name not in ended.err or new[name] not in ended.err for name in new):
            return [f"filed {sorted(new)}, and neither answer nor complaint says so"]
    elif ended.code == 0:
        if len(new) != 1 or new != told:
            return [f"the receipt is not what is there: {told}, but new is {new}"]
    elif ended.code == -signal.SIGKILL:
        if len(new) > 1 or (told and told != new):
            return [f"killed, after an answer that is not true, or with several revisions: {told} {new}"]
    elif ended.code == 130:
        if not ended.err.strip() or any(name not in ended.err or new[name] not in ended.err for name in new):
            return [f"interrupted, filed {sorted(new)}, and nothing says so"]
    elif ended.code == 5:
        if new:
            return [f"refused, and yet filed: {sorted(new)}"]
        if not ended.err.strip():
            return ["no sentence"]
    else:
        return [f"exit code {ended.code}: {ended.err[-300:]}"]
    return []


def _judge_sight(root: Path, before: Seen, new: Mapping[str, str]) -> list[str]:
    try:
        now = look(root)
    except AssertionError as error:
        return [str(error)]
    if not new and now != before:
        return ["a reader sees another store than before"]
    if new and find_errors(root):
        return [f"check finds errors: {find_errors(root)}"]
    return []


def make_store(root: Path) -> Path:
    """Make a small workspace with one unit's revision of an earlier period."""
    workspace = Workspace(root, INDICATORS)
    workspace.submit("2022-Q2", "so-b", "x: {numerator: 1, denominator: 2}\ny: {value: 5}")
    return root


@contextmanager
def mounted(point: Path, *options: str) -> Iterator[Path]:
    """Mount a file system at a new folder for as long as it takes; skipped where the machine does not let us."""
    point.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(point)], capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine mounts nothing here: {done.stderr.strip()}")
    try:
        yield point
    finally:
        if subprocess.run(["umount", str(point)], capture_output=True, check=False).returncode != 0:
            subprocess.run(["umount", "--lazy", str(point)], check=True)


# ---------------------------------------------------------------------------------------------- the order


def find_disorder(calls: Sequence[Call]) -> list[str]:
    """Return where an undisturbed submission does not keep the order that makes it safe against a power cut.

    Bytes into a hidden file, that file synced, linked under its name, the folder synced (and the one above, where it
    was made), and only then the answer.
    """
    done = [call for call in calls if call.returned not in {"-1", "?"}]
    temporary, folder = f"{FOLDER}/.{UNIT}", f"{FOLDER}>"

    def find(name: str, about: str) -> list[int]:
        return [at for at, call in enumerate(done) if call.name == name and call.is_about(about)]

    wrong = []
    answers = [at for at, call in enumerate(done) if call.is_answer] or [len(done)]
    linked = find("link", f"{FOLDER}/{UNIT}") + find("linkat", f"{FOLDER}/{UNIT}")
    if not linked:
        wrong.append("the name is not given by a link, which fails where it is taken")
    named = linked[0] if linked else answers[0]
    for call in done:
        if call.is_about(f"{FOLDER}/{UNIT}") and (call.name.startswith("rename") or call.is_about("O_CREAT")):
            wrong.append(f"a name that readers see, made by {call.name}")
    written = find("write", temporary)
    if not written or not any(written[-1] < at < named for at in find("fsync", temporary)):
        wrong.append("the bytes are not synced before they are named")
    if not any(named < at < answers[0] for at in find("fsync", folder)):
        wrong.append("the folder is not synced before the answer")
    made = find("mkdir", FOLDER)
    above = f"{FOLDER.rpartition('/')[0]}>"
    if made and not any(made[0] < at < answers[0] for at in find("fsync", above)):
        wrong.append("the folder above is not synced before the answer")
    return wrong


# ------------------------------------------------------------------------------------------ broken programs

# What to put in the place of what in store/filing.py, to see the tests find it out.
FILE_SYNC = (
    "            written += os.write(handle, data[written:])\n        os.fsync(handle)\n",
    "            written += os.write(handle, data[written:])\n",
)
FOLDER_SYNC = (
    "        os.fsync(handle)\n    except OSError as error:",
    "        pass\n    except OSError as error:",
)
LINK = ("        os.link(temporary, path)", "        temporary.replace(path)")
STRAIGHT = (
    '    temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}.tmp"',
    "    temporary = path",
)
KEPT = ("        _remove(path)\n        _remove(temporary)\n", "        _remove(temporary)\n")
DEAF = ("        if error.errno not in _NO_FOLDER_SYNC:", "        if error.errno is None:")
