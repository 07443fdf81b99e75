"""The nation, 11,363 units: cold, warm, with one file changed, and what cron runs every few minutes."""

from __future__ import annotations

import itertools
import json
import subprocess
from typing import TYPE_CHECKING

from bench_city import COLD, UNCACHED, WARM, judge_answers
from rows import Demand, Outcome, judge, judge_number, write_outcomes, write_timings
from stopwatch import ENVIRONMENT, Task, weigh
from stores import change_file, list_offices
from workbench import PERIOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stopwatch import Timing
    from stores import Plan
    from workbench import Bench

CHANGED, DEADLINES = "report, one file changed", "check-deadlines, warm"
PARSE, SWEEP = "libyaml in C, read and parse only", "sweep of stat in Python"
SWEEP_ROUNDS = "sweep of the rounds of check-deadlines"
MOMENT = "2022-09-16"
"""Four days before the deadline of the third quarter: as cron asks."""
DEMANDS = (
    Demand("`report --format json`, cold, all cores", COLD, PARSE, 6, goal=2),
    Demand("`report --format json`, cold, all cores", COLD, "hledger check", 0.25),
    Demand("`report --format json`, warm", WARM, SWEEP, 2),
    Demand("`report --format json`, one file changed", CHANGED, WARM, 1.15),
    Demand("`check-deadlines`, warm", DEADLINES, SWEEP_ROUNDS, 1.5),
)
WEIGHTS = ((COLD, "`report --format json`, cold, memory", 250), (WARM, "the same, warm", 100))
_PEER_RUNS = {"hledger check": 3, "frictionless validate": 3, "pandas, CSafeLoader": 1}


def bench_nation(bench: Bench) -> str:
    """Return the section on the nation."""
    plan = bench.plan("nation")
    store = bench.make_store(plan)
    changing = bench.make_store(plan, "-changing")
    cold, warm = bench.report(COLD, store, cold=True), bench.report(WARM, store)
    changed = bench.report(CHANGED, changing)
    deadlines = bench.call(DEADLINES, store, "check-deadlines", "--as-of", MOMENT, "--format", "json")
    timings = bench.run(
        [
            cold,
            warm,
            Task(changed.name, changed.command, changed.variables, prepare=_change_files(changing, plan)),
            bench.report_uncached(UNCACHED, store),
            Task(deadlines.name, deadlines.command, deadlines.variables, ends=frozenset({0, 3})),
            bench.parse(PARSE, store),
            bench.sweep(SWEEP, store / "data"),
            bench.sweep(SWEEP_ROUNDS, *_list_rounds(deadlines, store)),
            *bench.list_peers(plan, store, _PEER_RUNS),
        ]
    )
    outcomes = [judge(demand, timings, bench.reasons) for demand in DEMANDS]
    tasks = {task.name: task for task in (cold, warm)}
    outcomes += [judge_weight(what, tasks[name], timings[name], at_most) for name, what, at_most in WEIGHTS]
    outcomes.append(judge_answers(timings, (COLD, WARM, UNCACHED)))
    return (
        f"{plan.units:,} units, {len(plan.periods)} quarters, {plan.units * len(plan.periods):,} files,"
        f" 16 figures each. Beside: {bench.describe_programs()}.\n\n"
        f"{write_outcomes(outcomes)}\n{write_timings(timings, bench.reasons)}"
    )


def judge_weight(what: str, task: Task, timing: Timing, at_most: int) -> Outcome:
    """Hold the memory of a task against its limit: the largest process, or all of them together where that is more."""
    together = weigh(task)
    most = max(timing.megabytes, together or 0)
    found = f"{timing.megabytes:,.0f} MB the largest process"
    if together is not None:
        found += f", {together:,.0f} MB all together"
    return Outcome(what, "", found, f"{at_most} MB", judge_number(most, at_most))


def _change_files(store: Path, plan: Plan) -> Callable[[], None]:
    """Return what sends one unit's figures anew before each run: another unit's each time, and never the same bytes."""
    offices = list_offices(plan)
    turns = itertools.count()

    def change() -> None:
        turn = next(turns)
        change_file(store, plan, offices[turn * 997 % len(offices)], PERIOD, turn)

    return change


def _list_rounds(deadlines: Task, store: Path) -> list[Path]:
    """Return the folders of the rounds that the answer is about."""
    printed = subprocess.run(
        deadlines.command, env={**ENVIRONMENT, **deadlines.variables}, capture_output=True, check=False
    ).stdout
    periods = [one["period"] for one in json.loads(printed)["rounds"]]
    folders = [
        store / "data" / folder / period for folder in ("submissions", "reviews") for period in periods
    ]
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]
