"""What a report costs with a thousand files and with a decade of the nation, and where the cost bends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rows import Outcome, fit_exponent, judge_number, write_outcomes, write_seconds, write_timings

if TYPE_CHECKING:
    from stopwatch import Timing
    from workbench import Bench

SIZES = ("1000", "10000", "nation", "decade")
AT_MOST = 1.05
_FROM = 1
"""The exponent is taken from the second size on: the first is mostly the start of the program."""
_WAYS = ("cold", "warm", "libyaml in C", "sweep of stat")


def bench_size(bench: Bench) -> str:
    """Return the section on the cost against the size."""
    tasks, counts = [], []
    for size in SIZES:
        plan = bench.plan(size)
        if bench.files:
            # A trial: the same proportions, far smaller.
            plan = bench.plan_files(bench.files * (1, 10, 45, 450)[SIZES.index(size)])
        store = bench.make_store(plan)
        count = plan.units * len(plan.periods)
        counts.append(count)
        tasks += [
            bench.report(f"cold, {count:,} files", store, cold=True),
            bench.report(f"warm, {count:,} files", store),
            bench.parse(f"libyaml in C, {count:,} files", store),
            bench.sweep(f"sweep of stat, {count:,} files", store / "data"),
        ]
    timings = bench.run(tasks)
    outcomes = []
    for way in ("cold", "warm"):
        seconds = [timings[f"{way}, {count:,} files"].median for count in counts]
        exponent = fit_exponent(counts[_FROM:], seconds[_FROM:])
        outcomes.append(
            Outcome(
                f"exponent of the cost from {counts[_FROM]:,} to {counts[-1]:,} files, {way}",
                f"{write_seconds(seconds[_FROM])} - {write_seconds(seconds[-1])}",
                f"{exponent:.2f}",
                str(AT_MOST),
                judge_number(exponent, AT_MOST),
            )
        )
    return f"{write_outcomes(outcomes)}\n{_write_curve(counts, timings)}\n{write_timings(timings, bench.reasons)}"


def _write_curve(counts: list[int], timings: dict[str, Timing]) -> str:
    """Return seconds and microseconds a file at each size, with the exponent since the size before."""
    ways = [way for way in _WAYS if f"{way}, {counts[0]:,} files" in timings]
    lines = [
        f"| files | {' | '.join(ways)} |",
        f"|---:|{'---:|' * len(ways)}",
    ]
    for position, count in enumerate(counts):
        cells = []
        for way in ways:
            seconds = timings[f"{way}, {count:,} files"].median
            cell = f"{write_seconds(seconds)}, {seconds / count * 1e6:,.0f} us a file"
            if position > 0:
                before = counts[position - 1]
                earlier = timings[f"{way}, {before:,} files"].median
                cell += f", exponent {fit_exponent((before, count), (earlier, seconds)):.2f}"
            cells.append(cell)
        lines.append(f"| {count:,} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
