"""What is demanded of the program, and how the outcome is written down: kept, or plainly MISSED."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stopwatch import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from stopwatch import Timing

ORDER = ("City", "Nation", "Cost against size")
"""The sections of the page of results."""
HEAD = """\
# What was measured

Written by `make bench` and `make bench-nation`; [README.md](README.md) says what is measured against what, and what is
not fair about it. A ratio is the median of the ratios of runs next to each other, with the least and the greatest
behind it; times are medians of whole processes by the wall clock.
"""


@dataclass(frozen=True)
class Demand:
    """That one command takes at most so many times as long as another beside it."""

    what: str
    ours: str
    beside: str
    at_most: float
    goal: float | None = None
    """What would be better still."""


@dataclass(frozen=True)
class Outcome:
    """A line of the table."""

    what: str
    measured: str
    found: str
    at_most: str
    verdict: str


def judge(demand: Demand, timings: Mapping[str, Timing], reasons: Mapping[str, str]) -> Outcome:
    """Hold a demand against what was measured; where a side is missing, say why."""
    limit = f"{demand.at_most:g} x"
    for side in (demand.ours, demand.beside):
        if side not in timings or not timings[side].seconds:
            return Outcome(
                demand.what, "-", "-", limit, f"not measured: {side}: {reasons.get(side, 'not run')}"
            )
    ours, beside = timings[demand.ours], timings[demand.beside]
    ratio, least, greatest = compare(ours, beside)
    found = f"{write_ratio(ratio)} ({write_ratio(least)}-{write_ratio(greatest)})"
    measured = f"{write_seconds(ours.median)} / {write_seconds(beside.median)} ({demand.beside})"
    verdict = judge_number(ratio, demand.at_most)
    if demand.goal is not None and verdict == "kept":
        verdict += (
            f"; the goal beyond, {demand.goal:g} x: {'reached' if ratio <= demand.goal else 'not reached'}"
        )
    return Outcome(demand.what, measured, found, limit, verdict)


def judge_number(found: float, at_most: float) -> str:
    """Return the verdict on a number; not rounded before it is compared."""
    return "kept" if found <= at_most else "**MISSED**"


def fit_exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the exponent of the cost between the first and the last size."""
    return math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0])


def write_outcomes(outcomes: Iterable[Outcome]) -> str:
    """Return the table of demands."""
    lines = ["| what | measured | found | at most | |", "|---|---:|---:|---:|---|"]
    lines += [
        f"| {one.what} | {one.measured} | {one.found} | {one.at_most} | {one.verdict} |" for one in outcomes
    ]
    return "\n".join(lines) + "\n"


def write_timings(timings: Mapping[str, Timing], reasons: Mapping[str, str]) -> str:
    """Return the table of everything that was run, and of what was not."""
    lines = ["| command | median | least - greatest | memory | runs |", "|---|---:|---:|---:|---:|"]
    for name, timing in timings.items():
        if not timing.seconds:
            continue
        spread = f"{write_seconds(min(timing.seconds))} - {write_seconds(max(timing.seconds))}"
        lines.append(
            f"| {name} | {write_seconds(timing.median)} | {spread} | {timing.megabytes:,.0f} MB |"
            f" {len(timing.seconds)} |"
        )
    lines += [f"| {name} | not run: {reason} | | | |" for name, reason in reasons.items()]
    return "\n".join(lines) + "\n"


def write_seconds(seconds: float) -> str:
    """Return a time with three figures."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.3g} s"


def write_ratio(ratio: float) -> str:
    """Return a ratio with as many places as tell it from its limit."""
    return f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}"


def write_section(page: Path, title: str, text: str) -> None:
    """Put a section into the page of results, in the place of what the last run wrote."""
    found = page.read_text(encoding="utf-8") if page.exists() else HEAD
    sections = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", found, re.MULTILINE | re.DOTALL))
    sections[title] = f"\n{text.strip()}\n\n"
    whole = HEAD + "".join(f"\n## {name}\n{sections[name].rstrip()}\n" for name in ORDER if name in sections)
    page.write_text(whole, encoding="utf-8")
