"""Nonsense at every door: whatever is sent or typed, an answer with a documented exit code, and a store as it was.

Convention: case n is made from the seed n alone, so that a failure names what to repeat. CDS_KPI_SOAK=1 tries more.
"""

import hashlib
import io
import json
import random
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest

from bounds import SOAK, bounded
from cds_kpi import desk
from cds_kpi.cli.app import main
from cds_kpi.problems import is_error
from conftest import REPOSITORY
from tallying import Tally
from workspaces import Workspace

DRAFTS, LINES = (10_000, 5_000) if SOAK else (500, 100)
NOW = datetime.fromisoformat("2022-09-15T10:11:12+07:00")
DOCUMENTED = frozenset({0, 1, 2, 3, 4, 5})
"""What an exit code may be; 70 would be a mistake of ours."""
TARGET = "targets: [{programme: p, at_least: 50, by: 2022-12-31}]"
INDICATORS = f"""
id: online-dossiers
measure: {{kind: ratio, basis: in_period}}
{TARGET}
---
id: digital-economy-grdp
measure: {{kind: value, basis: at_date, combine: max, methods: {{gso: {{vi: a}}, hids: {{vi: b}}}}}}
{TARGET}
---
id: e-payment-units
measure: {{kind: roll_call, basis: at_date}}
{TARGET}
---
id: e-contract
measure: {{kind: ratio, basis: in_period}}
{TARGET}
"""
UNIT = "so-a"
JOURNAL = "data/journal"
"""Where each act is written down."""


def make_store(root: Path) -> Workspace:
    """Make a workspace with revisions and a decision, so that every check has something to compare with."""
    store = Workspace(root, INDICATORS)
    store.submit("2022-Q2", UNIT, "online-dossiers: {numerator: 10, denominator: 40}\ne-contract: {nil: x}")
    store.submit(
        "2022-Q3", UNIT, "online-dossiers: {numerator: 20, denominator: 40}", at="2022-09-01T10:00:00+07:00"
    )
    store.review("2022-Q3", UNIT, 1, "returned", "2022-09-02T10:00:00+07:00")
    return store


def hash_tree(root: Path) -> dict[str, str]:
    """Return every file and folder below one, hidden ones too."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(root.rglob("*"))
    }


# ----------------------------------------------------------------------------------------------- the drafts

SEED = b"""\
format: 1
unit: so-a
period: 2022-Q3
document: 1901/STTTT-CNTT
sent_on: 2022-09-15
prepared_by: {name: Chuy\xc3\xaan vi\xc3\xaan, email: so-a@hcm.example}
note: "Ghi ch\xc3\xba: \xe2\x80\x9cs\xe1\xbb\x91 li\xe1\xbb\x87u\xe2\x80\x9d"
entries:
  online-dossiers: {numerator: 812345, denominator: 1498765, status: final, source: "a: b", note: x}
  digital-economy-grdp: {value: 13.51, method: gso, status: provisional}
  e-payment-units: {done: true}
  e-contract: {nil: Kh\xc3\xb4ng ph\xc3\xa1t sinh}
...
"""
TOKENS = [
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b": ",
    b"- ",
    b"? ",
    b", ",
    b"#",
    b" #",
    b"&a ",
    b"*a",
    b"!!python/object:os.system ",
    b"!x ",
    b"|\n",
    b">\n",
    b"'",
    b'"',
    b"%YAML 1.1\n",
    b"---\n",
    b"...\n",
    b"<<: ",
    b"\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"  ",
    b"\x00",
    b"\x07",
    b"\x1b[31m",
    b"\x7f",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"\xef\xbf\xbe",
    b"\xed\xb3\xbf",
    b"\xff",
    b"\xc3",
    b"\xf0\x9f\x98\x80",
    b"e\xcc\x82\xcc\xa3",
    b"\\x41",
    b"\\u0000",
    b"\\ud800",
    b"\\",
    b"~",
    b"null",
    b"NO",
    b"010",
    b"0x1F",
    b"1e999",
    b"-1",
    b"0",
    b"85,5%",
    b"7.650",
    b"3,194.15",
    b"9" * 50,
    b"9" * 5000,
    b"nan",
    b".inf",
    b"1:30",
    b"2022-02-30",
    b"2022-Q5",
    b"2022",
    b"../..",
    b"/etc/passwd",
    b"so-zz",
    b"a" * 300,
    b"[" * 40,
    b"{a: " * 40,
    b"numerator",
    b"value",
    b"done",
    b"parts",
    b"nil",
    b"unavailable",
    b"expected_on",
    b"receipt",
    b"entries",
    b"format: 2",
    b"receipt: {revision: 9, received_at: 2022-01-01T00:00:00+07:00, previous: null}\n",
]


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return the data with one to four things done to it that a disk, an editor or a malicious person might do."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([1, 1, 2, 5, 20, 200]))
        lines = data.splitlines(keepends=True)
        line = chance.randrange(len(lines)) if lines else 0
        match chance.randrange(9):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[end:]
            case 1:
                data = data[:at] + data[end:]
            case 2 | 3 | 4:
                data = data[:at] + chance.choice(TOKENS) + data[chance.choice([at, end]) :]
            case 5:
                data = b"".join([*lines[:line], *lines[line : line + 1], *lines[line:]])
            case 6:
                data = b"".join([*lines[:line], *lines[line + 1 :]])
            case 7:
                words = chance.sample(data.split(b" "), min(2, data.count(b" ") + 1))
                data = data.replace(words[0], words[-1], 1) if words[0] else data
            case _:
                chance.shuffle(lines)
                data = b"".join(lines)
    return data


def test_no_mutant_of_a_file_ends_in_anything_but_an_answer(tmp_path: Path, tally: Tally) -> None:
    store = make_store(tmp_path / "store")
    before = hash_tree(store.root)
    answers: Counter[str] = Counter()
    for seed in range(DRAFTS):
        data = mutate(SEED, random.Random(seed))  # noqa: S311 - a fuzz needs a seed, not secrecy
        try:
            with bounded():
                answers[try_draft(store, data, before)] += 1
        except Exception as error:
            error.add_note(f"seed {seed}: {data!r}")
            raise
    # Both doors of the answer were gone through, many times.
    assert answers["filed"] > DRAFTS / 50
    assert answers["data"] > DRAFTS / 4
    assert set(answers) <= {"filed", "data", "request"}
    tally(fault="changed submissions", runs=DRAFTS)


def try_draft(store: Workspace, data: bytes, before: dict[str, str]) -> str:
    """Submit one file and hold the store to its promises; leave the store as it was."""
    done = desk.submit(
        store.root, desk.read_draft(data, "draft.yaml"), desk.Sending(now=NOW, language="vi", confirmed=True)
    )
    after = hash_tree(store.root)
    if isinstance(done, desk.Refusal):
        assert after == before, "refused, and yet changed"
        assert done.problems, "refused without a reason"
        return done.why
    assert isinstance(done, desk.ReceiptView)
    new = {
        name: digest for name, digest in after.items() if name not in before and not name.startswith(JOURNAL)
    }
    assert new == {done.file: done.sha256}
    assert {name: digest for name, digest in after.items() if name in before} == before
    wrong = [one for one in desk.check_workspace(store.root) if one.place.file == done.file and is_error(one)]
    assert wrong == [], "accepted, and then found wrong"
    (store.root / done.file).unlink()
    shutil.rmtree(store.root / JOURNAL)
    return "filed"


# ---------------------------------------------------------------------------------------- the command line

TEXTS = [
    "",
    " ",
    "-",
    "--",
    "so-a",
    "so-b",
    "dic",
    "SO-A",
    "so-zz",
    "..",
    "~",
    "x" * 300,
    "\x1b[31m",
    "a\nb",
    "\u202e",
    "'",
    '"',
    "online-dossiers",
    "e-contract",
    "2022-Q3",
    "2022-Q2",
    "Q3",
    "Q9",
    "quý 3",
    "Quý III/2022",
    "2022",
    "99999",
    "0",
    "-1",
    "3",
    "1e3",
    "abc",
    "json",
    "table",
    "csv",
    "md",
    "html",
    "vi",
    "en",
    "2022-09-30",
    "2022-02-30",
    "2022-09-20T10:30",
    "p",
    "cv-3036",
    "KPI501",
    "KPI999",
    "kpi501",
    "number-ambiguous",
    "accept",
    "return",
    "exclude",
    "include",
    "catalogue",
    "lý do",
    "ệ",
    "😀",
    "%s",
    "{0}",
    "{{ 7 * 7 }}",
    "[red]x[/red]",
    "\\",
    "$(true)",
    "`true`",
    ";",
    "|",
    "*",
    "?",
    "=",
    "a=b",
    "online-dossiers=1/2",
    "online-dossiers=7.650",
    "e-payment-units=có",
    "online-dossiers=nil:",
    "x=",
    "=1",
    "x.y.z=1",
    "online-dossiers.note=a",
    "digital-economy-grdp=13,51",
    "digital-economy-grdp=" + "9" * 5000,
    "e-contract=nil:x",
]
FILES = ["good.yaml", "bad.yaml", "missing.yaml", "folder", "empty.yaml", "binary.xlsx", "receipt.json", "-"]
"""Files of the folder we stand in: no text of a case is ever the name of a file outside it."""
OUTS = [
    "out",
    "out.html",
    "out.txt",
    "out.json",
    "folder",
    "good.yaml/x",
    "deep/er/out.md",
    "out.xlsx",
    "/dev/null/x",
]
OPTIONS = {
    "--unit": TEXTS,
    "--quarter": TEXTS,
    "--year": TEXTS,
    "--period": TEXTS,
    "--programme": TEXTS,
    "--as-of": TEXTS,
    "--format": TEXTS,
    "--set": TEXTS,
    "--note": TEXTS,
    "--reason": TEXTS,
    "--by": TEXTS,
    "--expect-revision": TEXTS,
    "--revision": TEXTS,
    "--out": OUTS,
    "--receipt": OUTS,
    "--lang": ["vi", "en", "fr", ""],
    "--level": TEXTS,
    "--indicator": TEXTS,
}
FLAGS = [
    "--yes",
    "--dry-run",
    "--force",
    "--stdout",
    "--skip-broken",
    "--strict",
    "--help",
    "--on-behalf-of",
    "--nonsense",
    "-x",
    "--all",
    "--quiet",
]
COMMANDS = [
    ["check"],
    ["indicators"],
    ["indicators", "show"],
    ["units"],
    ["units", "show"],
    ["submit"],
    ["submit"],
    ["submit"],
    ["status"],
    ["history"],
    ["verify-receipt"],
    ["review"],
    ["close"],
    ["reopen"],
    ["report"],
    ["form"],
    ["schema"],
    ["explain-problem"],
    ["explain"],
    ["diff"],
    ["check-deadlines"],
    ["nonsense"],
    [],
]
GOOD = [
    ["submit", "good.yaml", "--yes"],
    ["submit", "--unit", "so-a", "--period", "2022-Q3", "--set", "online-dossiers=1/2", "--yes"],
    ["status", "--period", "2022-Q3"],
    ["history", "--unit", "so-a", "--period", "2022-Q3"],
    ["review", "exclude", "--unit", "so-b", "--period", "2022-Q3", "--reason", "sáp nhập"],
    ["report", "--period", "2022-Q3", "--format", "json", "--stdout"],
    ["check", "--format", "json"],
]


def make_line(chance: random.Random) -> list[str]:
    """Return a command line: a good one with something changed, or one of parts that need not fit."""
    kind = chance.random()
    if kind < 0.6:
        line = list(chance.choice(GOOD))
        if kind < 0.15:
            return line
        at = chance.randrange(len(line) + 1)
        match chance.randrange(4):
            case 0:
                line[at:at] = [chance.choice(TEXTS)]
            case 1:
                line[at : at + 1] = (
                    [chance.choice(TEXTS)] if line[at - 1 : at] not in (["--out"], ["--receipt"]) else []
                )
            case 2:
                del line[at : at + 1]
            case _:
                line[at:at] = [chance.choice(FLAGS)]
        return line
    line = list(chance.choice(COMMANDS))
    if chance.random() < 0.7:
        line.append(
            chance.choice(FILES if line[:1] in (["submit"], ["verify-receipt"], ["check"]) else TEXTS)
        )
    for _ in range(chance.randrange(4)):
        option = chance.choice(list(OPTIONS))
        value = chance.choice(OPTIONS[option])
        line += [f"{option}={value}"] if chance.random() < 0.2 else [option, value]
    line += chance.sample(FLAGS, chance.randrange(2))
    return line


def call(arguments: list[str], stdin: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run the program in this process and return its exit code and all it printed."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["cds-kpi", *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main()
    said = b""
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        said += stream.buffer.getvalue()
    return code, said.decode(errors="replace")


def fill_folder(here: Path) -> None:
    """Make the files that command lines name."""
    (here / "folder").mkdir(parents=True)
    (here / "good.yaml").write_bytes(SEED)
    (here / "bad.yaml").write_bytes(SEED.replace(b"812345", b"9812345"))
    (here / "empty.yaml").write_bytes(b"")
    (here / "binary.xlsx").write_bytes(bytes(range(256)) * 8)
    (here / "receipt.json").write_text(json.dumps({"schema": "cds-kpi.receipt/1"}), encoding="utf-8")


def test_no_command_line_ends_in_anything_but_a_documented_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    store = make_store(tmp_path / "store")
    here = tmp_path / "here"
    fill_folder(here)
    monkeypatch.chdir(here)
    codes: Counter[int] = Counter()
    for seed in range(LINES):
        chance = random.Random(seed)  # noqa: S311 - a fuzz needs a seed, not secrecy
        line = ["--workspace", str(store.root), *make_line(chance)]
        before = hash_tree(store.root / "data")
        stdin = chance.choice([b"", SEED, mutate(SEED, chance)])
        with bounded():
            code, printed = call(line, stdin, monkeypatch)
        said = f"seed {seed}: {line} exit {code}: {printed[-400:]}"
        codes[code] += 1
        assert code in DOCUMENTED, said
        assert "Traceback" not in printed, said
        after = hash_tree(store.root / "data")
        if code != 0:
            assert after == before, f"refused, and yet changed: {said}"
            assert printed, f"refused without a word: {said}"
        assert not {name: digest for name, digest in before.items() if after.get(name) != digest}, said
        for name in set(after) - set(before):
            path = store.root / "data" / name
            if path.is_file():
                assert path.name.endswith(".yaml") or path.parent.name == "journal", said
    assert codes[0] > LINES / 20, codes
    assert codes[1] + codes[2] > LINES / 4, codes
    tally(fault="nonsense on the command line", runs=LINES)


# ----------------------------------------------------------------------------------- size, depth, patience

HEAD = "format: 1\nunit: so-a\nperiod: 2022-Q3\nentries:\n"


def repeat(line: str, *, size: int = 7_900_000) -> Callable[[], str]:
    """Return what makes a file of so many bytes, of a line with its number for `@`."""

    def make() -> str:
        lines, length, number = [HEAD], len(HEAD), 0
        while length < size:
            lines.append(line.replace("@", str(number)))
            length += len(lines[-1])
            number += 1
        return "".join(lines)

    return make


HAZARDS: dict[str, Callable[[], str]] = {
    "5,000 brackets": lambda: HEAD + "  x: " + "[" * 5000,
    "5,000 closed brackets": lambda: HEAD + "  x: " + "[" * 5000 + "]" * 5000,
    "5,000 braces": lambda: HEAD + "  x: " + "{a: " * 5000,
    "5,000 indentations": lambda: HEAD + "".join(" " * (2 + depth) + "a:\n" for depth in range(5000)),
    "5,000 dashes": lambda: HEAD + "  x:\n    " + "- " * 5000 + "a",
    "5,000 question marks": lambda: HEAD + "? " * 5000,
    "a number of 5,000 digits": lambda: HEAD + "  digital-economy-grdp: {value: " + "9" * 5000 + "}\n",
    "a count of 5,000 digits": lambda: (
        HEAD + "  e-payment-units: {done: true, members_done: " + "9" * 5000 + "}\n"
    ),
    "a fraction of 5,000 digits": lambda: HEAD + "  digital-economy-grdp: {value: 0." + "9" * 5000 + "}\n",
    "20 MB of lines": lambda: HEAD + "# x\n" * 5_000_000,
    "20 MB of one line": lambda: "a" * 20_000_000,
    "20 MB of spaces": lambda: HEAD + " " * 20_000_000,
    "20 MB of nothing": lambda: "\0" * 20_000_000,
    "a laugh that doubles 60 times": lambda: (
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    ),
    "one anchor and its alias": lambda: HEAD + "  e-contract: &a {nil: x}\n  online-dossiers: *a\n",
    "a merge key": lambda: HEAD + "  e-contract: {<<: {nil: x}}\n",
    "a tag that would run a program": lambda: (
        HEAD + "  e-contract: !!python/object/apply:os.system ['true']\n"
    ),
    "a key twice": lambda: HEAD + "  e-contract: {nil: x}\n  e-contract: {nil: y}\n",
    "a key of 1 MB": lambda: HEAD + "  " + "k" * 1_000_000 + ": 1\n",
    "8 MB of text": lambda: HEAD + "  e-contract: {nil: " + "a" * 7_900_000 + "}\n",
    "8 MB of marks on one letter": lambda: (
        HEAD + "  e-contract: {nil: a" + "\u0301\u0323" * 1_900_000 + "}\n"
    ),
    "8 MB of unknown indicators": repeat("  id-@: {value: 1}\n"),
    "8 MB of one indicator": repeat("  e-contract: {nil: x}\n"),
    "8 MB of aliases": repeat("  e-contract: *a\n"),
    "8 MB of unknown keys": repeat("k@: 1\n"),
    "8 MB of empty keys": repeat("? \n"),
    "1 MB of unknown indicators": repeat("  id-@: {value: 1}\n", size=990_000),
    "1 MB of one indicator": repeat("  e-contract: {nil: x}\n", size=990_000),
    "1 MB of aliases": repeat("  e-contract: *a\n", size=990_000),
    "1 MB of unknown keys": repeat("k@: 1\n", size=990_000),
    "1 MB of keys like known ones": repeat("  e-contract@: {numeratr: 1, denominatr@: 2}\n", size=990_000),
    "1 MB of parts": repeat("  e-contract: {parts: {p@: {value: x}}}\n", size=990_000),
    "1 MB of empty keys": repeat("? \n", size=990_000),
}
# The peak is read from the process itself: what the system tells its parent begins with the parent's own.
LIMITED = """
import pathlib, resource, runpy, sys
resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
try:
    runpy.run_module("cds_kpi", run_name="__main__")
finally:
    [peak] = [line for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    sys.stderr.write(f"\\n{peak}")
"""


@pytest.mark.parametrize("hazard", HAZARDS)
def test_a_hazard_is_refused_with_a_code_within_2_seconds_and_300_mb(
    tmp_path: Path, bound_environment: dict[str, str], hazard: str
) -> None:
    store = make_store(tmp_path / "store")
    before = hash_tree(store.root)
    draft = tmp_path / "draft.yaml"
    draft.write_text(HAZARDS[hazard](), encoding="utf-8", newline="")
    command = [sys.executable, "-c", LIMITED, "--workspace", str(store.root), "submit", str(draft), "--yes"]
    with subprocess.Popen(
        command, env=bound_environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert process.returncode == 1, said[-500:]
    assert "KPI" in said
    peak = int(said.rsplit("VmHWM:", 1)[1].split()[0])
    assert peak < 300 * 1024, f"{peak // 1024} MB"
    assert hash_tree(store.root) == before


def test_the_limits_of_the_hazards_are_real(tmp_path: Path, bound_environment: dict[str, str]) -> None:
    code = LIMITED.replace('runpy.run_module("cds_kpi", run_name="__main__")', "while True: pass")
    done = subprocess.run([sys.executable, "-c", code], env=bound_environment, cwd=tmp_path, check=False)
    assert done.returncode < 0
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 2


def test_the_corpus_is_a_submission_that_is_accepted(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    assert try_draft(store, SEED, hash_tree(store.root)) == "filed"
    assert (REPOSITORY / "data/submissions/2022-Q3/so-y-te.yaml").is_file()
