"""Workspaces changed at random, each answered within bounds: with problems that have place and hint, or a report.

Convention: case n is made from the seed n alone; a case that once failed stays by its name in tests/hostile/cases.
"""

import json
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from attacks import make_attacked
from trees import change

from bounds import SOAK, bounded
from tallying import Tally
from test_fuzz import DOCUMENTED, call, mutate

CASES = 2_000 if SOAK else 12
KEPT = Path(__file__).parent / "cases"
CHANGED = ("data/indicators.yaml",) * 6 + ("data/units.yaml",) * 2
OTHERS = (
    "data/settings.yaml",
    "data/holidays.yaml",
    "data/submissions/2022-Q3/so-a.yaml",
    "data/submissions/2022-Q3/so-a.r2.yaml",
    "data/submissions/2022-Q3/quan-1.yaml",
    "data/reviews/2022-Q3/so-a.r1.yaml",
    "data/reviews/2022-Q3/quan-3.r0.yaml",
    "data/extensions/2022-Q3/so-b.yaml",
    "data/rounds/p/2022-Q3.yaml",
)
ROUND = ("--quarter", "Q3")
AS_OF = ("--as-of", "2022-09-30")
COMMANDS = [
    ["report", *ROUND, *AS_OF, "--format", "json", "--stdout"],
    ["report", *ROUND, *AS_OF, "--format", "md", "--stdout", "--skip-broken"],
    ["report", *ROUND, "--format", "html", "--stdout", "--lang", "en", "--pace", "growth"],
    ["report", *ROUND, *AS_OF, "--format", "xlsx", "--stdout"],
    ["report", *ROUND, *AS_OF, "--format", "docx", "--stdout"],
    ["report", "--period", "2022-Q4", *AS_OF, "--format", "json", "--stdout"],
    ["report", "--programme", "all", "--period", "2022-Q3", "--format", "html", "--stdout"],
    ["status", *ROUND], ["status", *ROUND, "--format", "csv", "--by", "indicator"], ["status", *ROUND, "--by", "level"],
    ["check-deadlines", *AS_OF], ["check-deadlines", "--as-of", "2022-12-18", "--format", "json"],
    ["check-deadlines", *AS_OF, "--ics", "out.ics"], ["check-deadlines", *AS_OF, "--letters", "letters"],
    ["indicators"], ["indicators", "show", "share"], ["units", "--format", "json"], ["units", "show", "so-old"],
    ["explain", "share", *ROUND, *AS_OF], ["explain", "amount", *ROUND, "--format", "json"],
    ["explain", "calls", *ROUND, "--format", "html"], ["contributions", "share", *ROUND, *AS_OF],
    ["diff", *ROUND, "--from", "2022-09-14", "--to", "2022-09-30"], ["history", "--unit", "so-a"],
    ["diff", "--unit", "so-a", *ROUND, "--from-revision", "1", "--to-revision", "2", "--format", "json"],
    ["form", "--unit", "so-b", "--period", "2022-Q4", "--out", "f.xlsx"],
    ["submit", "--unit", "so-a", *ROUND, "--set", "share=1/2", "--yes", "--dry-run"],
    ["review", "accept", "--unit", "so-b", *ROUND, "--by", "x"],
    ["close", *ROUND, "--yes", "--by", "x", "--reason", "y", "--force"],
    ["reopen", *ROUND, "--yes", "--by", "x", "--reason", "y"],
    ["cache"],
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with every kind of file in it, nothing wrong with any."""
    root = tmp_path_factory.mktemp("fuzz") / "w"
    made, _ = make_attacked(root, 0, harmless=True)
    made.write(
        "data/rounds/p/2022-Q3.yaml",
        "format: 1\nprogramme: p\nperiod: 2022-Q3\nact: reopened\nby: x\nat: 2022-09-20T10:00:00+07:00\nreason: y\n",
    )
    return root


def make_case(text: str, seed: int) -> bytes:
    """Return a file changed as its seed says: in what it says, and now and then in its bytes, too."""
    chance = random.Random(seed)  # noqa: S311 - a fuzz needs a seed, not secrecy
    data = change(text, chance).encode("utf-8", "surrogatepass") if chance.random() < 0.85 else text.encode()
    return mutate(data, chance) if chance.random() < 0.2 else data


def answer(root: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Call the program within the bounds; what must hold of every answer is checked."""
    with bounded():
        code, printed = call(["--workspace", str(root), *arguments], b"", monkeypatch)
    said = f"{arguments} exit {code}: {printed[-600:]}"
    assert code in DOCUMENTED - {5}, said
    assert "Traceback" not in printed, said
    assert printed or code == 0, said
    return code, printed


def try_case(root: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Check a workspace and have it answer other commands; return what `check` made of it."""
    code, printed = answer(root, ["check", "--format", "json"], monkeypatch)
    problems = json.loads(printed)["problems"]
    for one in problems:
        assert one["file"], one
        assert one["line"] is not None or one["code"] in {"KPI101", "KPI102", "KPI103"}, one
        assert one["message"], one
        assert one["hint"], one
    assert (code == 0) == all(one["severity"] != "error" for one in problems)
    for arguments in random.Random(seed).sample(COMMANDS, 3):  # noqa: S311 - as above
        answer(root, arguments, monkeypatch)
    return "right" if not problems else "wrong" if code else "doubtful"


def run_case(store: Path, root: Path, name: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put a case into a copy of the store and try it."""
    shutil.copytree(store, root)
    monkeypatch.chdir(root)
    data = make_case((store / name).read_text(encoding="utf-8"), seed)
    (root / name).write_bytes(data)
    try:
        return try_case(root, seed, monkeypatch)
    except BaseException as error:
        error.add_note(f"seed {seed}, {name}: {data[:3000]!r}")
        raise
    finally:
        monkeypatch.chdir(store)
        shutil.rmtree(root)


@pytest.mark.parametrize("name", sorted(path.name for path in KEPT.iterdir()))
def test_a_case_that_once_failed_is_answered(
    name: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "case"
    shutil.copytree(store, root)
    shutil.copytree(KEPT / name, root, dirs_exist_ok=True)
    monkeypatch.chdir(root)
    for arguments in (["check"], *COMMANDS) if SOAK else (["check"], *COMMANDS[:2]):
        answer(root, arguments, monkeypatch)


def test_a_changed_catalogue_or_registry_is_answered(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    made: Counter[str] = Counter()
    for seed in range(CASES):
        name = CHANGED[seed % len(CHANGED)]
        made[run_case(store, tmp_path / "case", name, seed, monkeypatch)] += 1
    assert made["wrong"] > CASES / 4, made
    assert made["right"] + made["doubtful"] > CASES / 20, made
    tally(fault="changed catalogues and registries", runs=CASES)


def test_any_other_changed_file_is_answered(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    made: Counter[str] = Counter()
    for seed in range(CASES):
        made[run_case(store, tmp_path / "case", OTHERS[seed % len(OTHERS)], seed, monkeypatch)] += 1
    assert made["wrong"] > CASES / 4, made
    assert made["right"] + made["doubtful"] > CASES / 20, made
    tally(fault="other changed files of a workspace", runs=CASES)
