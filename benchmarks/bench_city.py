"""A city of 350 units: starting the program, completion, and a report, beside what an office would use instead."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from empty import write_empty_app
from rows import Demand, Outcome, judge, judge_number, write_outcomes, write_seconds, write_timings
from stopwatch import Task
from workbench import CACHE, OURS

if TYPE_CHECKING:
    from pathlib import Path

    from stopwatch import Timing
    from workbench import Bench

HELP, VERSION = "cds-kpi --help", "cds-kpi --version"
COMPLETION = "completion of a unit id, warm"
EMPTY_HELP, EMPTY_VERSION = "empty Typer app --help", "empty Typer app --version"
EMPTY_COMMAND, PASS = "empty Typer app, one command", "python -c pass"
COLD, WARM, UNCACHED = "report, cold", "report, warm", "report --no-cache"
FORMS = ("md", "html", "docx", "xlsx")
ALL_FORMS = "report in all forms but PDF, warm"
SLACK = 2
"""Seconds that the other forms may take beyond what the report takes in JSON."""
DEMANDS = (
    Demand("`--help`", HELP, EMPTY_HELP, 1.15),
    Demand("`--version`", VERSION, EMPTY_VERSION, 1.15),
    Demand("`--version`", VERSION, PASS, 1.5),
    Demand("completion of a unit id, warm", COMPLETION, EMPTY_COMMAND, 1.5),
    Demand("`report --format json`, cold", COLD, "hledger check", 0.75),
    Demand("`report --format json`, cold", COLD, "sdg-build", 0.1),
)
_STARTS = 3
"""How many times as many rounds the starts take part in: they are short, and what they differ by is small."""
_PEER_RUNS = {
    "hledger check": None,
    "hledger bal -Q": 3,
    "bean-check": 3,
    "frictionless validate": 3,
    "pandas, CSafeLoader": 3,
    "pandas, safe_load": 3,
    "sdg-build": 3,
}


def bench_city(bench: Bench) -> str:
    """Return the section on the city."""
    plan = bench.plan("city")
    store = bench.make_store(plan)
    bench.tell("the start of the program")
    bench.fill_cache(store)
    usual, bench.rounds = bench.rounds, bench.rounds * _STARTS
    timings = bench.run(list_starts(bench, store))
    bench.rounds = usual
    bench.tell("reports")
    reports = bench.run(
        [
            bench.report(COLD, store, cold=True),
            bench.report(WARM, store),
            bench.report_uncached(UNCACHED, store),
            *(bench.report(f"report --format {form}, warm", store, form=form) for form in FORMS),
            _report_all(bench, store),
            bench.call_cold("check, cold", store, "check"),
            bench.call("check, warm", store, "check"),
            bench.parse("libyaml in C, read and parse only", store),
            bench.sweep("sweep of stat in Python", store / "data"),
            *bench.list_peers(plan, store, _PEER_RUNS),
        ]
    )
    timings |= reports
    outcomes = [judge(demand, timings, bench.reasons) for demand in DEMANDS]
    outcomes += [_judge_forms(timings), judge_answers(timings, (COLD, WARM, UNCACHED))]
    return (
        f"{plan.units:,} units, {len(plan.periods)} quarters, {plan.units * len(plan.periods):,} files,"
        f" 16 figures each. Beside: {bench.describe_programs()}.\n\n"
        f"{write_outcomes(outcomes)}\n{write_timings(timings, bench.reasons)}"
    )


def list_starts(bench: Bench, store: Path) -> list[Task]:
    """Return the starts of our program and of those that have nothing in them."""
    script = write_empty_app(bench.work / "empty")
    python = sys.executable
    variables = {
        "_CDS_KPI_COMPLETE": "complete_bash",
        "COMP_WORDS": "cds-kpi form --unit xa-0001",
        "COMP_CWORD": "3",
        CACHE: str(bench.work / f"cache-warm-{store.name}"),
    }
    return [
        Task(HELP, (OURS, "--help")),
        Task(EMPTY_HELP, (python, script, "--help")),
        Task(VERSION, (OURS, "--version")),
        Task(EMPTY_VERSION, (python, script, "--version")),
        Task(PASS, (python, "-c", "pass")),
        Task(COMPLETION, (OURS,), variables, folder=store),
        Task(EMPTY_COMMAND, (python, script, "check")),
    ]


def _report_all(bench: Bench, store: Path) -> Task:
    forms = ",".join((*FORMS, "json"))
    task = bench.report(ALL_FORMS, store, form=forms)
    out = bench.work / "reports"
    return Task(ALL_FORMS, (*task.command[:-1], "--out", out), task.variables)


def _judge_forms(timings: dict[str, Timing]) -> Outcome:
    """Hold against each other what comes before the rendering of all forms, and the rendering."""
    more = timings[ALL_FORMS].median - timings[WARM].median
    limit = timings[WARM].median + SLACK
    return Outcome(
        "all forms but PDF: what rendering adds to `--format json`",
        write_seconds(timings[ALL_FORMS].median),
        write_seconds(more),
        f"{SLACK} s more than `--format json` takes",
        judge_number(more, limit),
    )


def judge_answers(timings: dict[str, Timing], names: tuple[str, ...]) -> Outcome:
    """Say whether what was printed is the same, byte for byte."""
    known = [name for name in names if name in timings]
    is_same = len({timings[name].printed for name in known}) == 1
    return Outcome(
        f"the same bytes: {'; '.join(known)}",
        "",
        "the same" if is_same else "different",
        "",
        "kept" if is_same else "**MISSED**",
    )
