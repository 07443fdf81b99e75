"""Commands killed at random moments, a thousand times on one store: every answer stays true, nothing is torn."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from acts import make_office
from stand import SOAK, STRAIGHT, Program, find_errors, find_unentered, full_form, hash_files, list_hidden

from tallying import Tally

KILLS = 1000 if SOAK else 20
EXPECTED = frozenset({0, 4, -9})
"""Done, refused because it stands already or the round is closed, killed."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_office(tmp_path / "store")


def kill(program: Program, store: Path, kills: int, seed: int) -> list[dict[str, Any]]:
    """Let commands run and be killed, and return what was seen of each."""
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, str(script), str(store), str(kills), str(seed)],
        env=program.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def find_lost(store: Path, told: list[dict[str, Any]]) -> list[str]:
    """Return every answer that is not true of the store."""
    files = hash_files(store)
    lost = []
    for one in told:
        if one["name"] == "submit" and one["code"] in {0, -9} and one["said"].endswith("}\n"):
            receipt = json.loads(one["said"])
            if files.get(receipt["file"]) != receipt["sha256"]:
                lost.append(f"{receipt['file']} is not what was answered")
        elif one["name"] != "report" and one["code"] == 0:
            named = [word for word in one["said"].split() if word.startswith("data/")]
            lost += [f"{name} is not there" for name in named if name not in files]
            lost += [f"{one} names no file"] if not named else []
        lost += [f"{name} is changed or gone" for name in one["changed"]]
    return lost


def find_torn(store: Path, told: list[dict[str, Any]]) -> list[str]:
    """Return what is there and is not whole, and what ended as nothing should."""
    torn = [f"{one['name']}: exit {one['code']}" for one in told if one["code"] not in EXPECTED]
    torn += [f"{one['name']} filed {one['new']} files" for one in told if not 0 <= one["new"] <= 1]
    torn += [f"left: {name}" for name in list_hidden(store) if not name.endswith(".tmp")]
    report = store / "out" / "p.json"
    assert json.loads(report.read_text(encoding="utf-8"))["period"] == "2022-Q1"
    return torn


def test_commands_killed_at_random_moments_lose_and_tear_nothing(
    store: Path, tmp_path: Path, tally: Tally
) -> None:
    told = kill(Program.copy(tmp_path), store, KILLS, seed=8)
    killed = [one for one in told if one["code"] == -9]
    lost, torn = find_lost(store, told), find_torn(store, told)
    alarms = [str(problem) for problem in find_errors(store)] + find_unentered(store, was_killed=True)
    tally(
        fault="random kill of a command",
        runs=KILLS,
        fired=len(killed),
        lost=len(lost),
        torn=len(torn),
        false_alarms=len(alarms),
    )
    assert (lost, torn, alarms) == ([], [], [])
    assert killed
    if SOAK:
        # Before the name was given and after it: both must have been met.
        assert 0 < sum(one["new"] for one in killed) < len(killed)


@full_form
def test_random_kills_find_out_a_program_that_writes_under_the_name_itself(
    store: Path, tmp_path: Path, tally: Tally
) -> None:
    slow = (
        "        written = 0\n",
        "        written = os.write(handle, data[:9])\n        os.fsync(handle)\n",
    )
    broken = Program.copy(tmp_path, {"store/filing.py": [STRAIGHT, slow]})
    told = kill(broken, store, KILLS // 2, seed=9)
    wrong = [str(problem) for problem in find_errors(store)]
    killed = [one for one in told if one["code"] == -9]
    tally(
        fault="random kill of a command",
        runs=len(killed),
        fired=len(killed),
        torn=len({*wrong}),
        control=True,
    )
