"""Slips of the pen within brackets: what a comma makes of a number or a text, told as it was meant."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cds_kpi.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)*(?:, ?[0-9]+(?:\.[0-9]+)?)+%?(?=\s*[,}\]])")
_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}(?:, ?[0-9]{3})+\Z")
_DECIMAL = re.compile(r"(-?[0-9]+),([0-9]+%?)\Z")
_TEXT = re.compile(r":[ \t]+([^\s{}\[\]\"':,][^{}\[\]\"]*?)(?=\s*(?:,\s*[\w-]+:[ \t]|\}))")
_PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?%?\Z")


def explain_slips(problems: Iterable[Problem], data: bytes) -> Iterator[Problem]:
    """Yield the problems of a file, placed; what a comma has torn apart once, as a whole, with what was meant."""
    lines = data.decode("utf-8", "replace").split("\n")
    for problem in problems:
        place, key = problem.place, str(problem.facts.get("key", ""))
        line = lines[place.line - 1] if place.line is not None and place.line <= len(lines) else ""
        column = (place.column or 1) - 1
        if problem.kind == "comma-splits" or (problem.kind == "yaml-key-twice" and _PIECE.match(key)):
            run = _find_run(_NUMBER, line, column)
            if run is not None:
                place = replace(place, path=place.path[:-1], column=run.start() + 1)
                yield Problem("comma-splits", place, {"key": run[0], **_guess(run[0])})
                continue
        elif problem.kind == "key-unknown" and line[:column].rstrip().endswith(","):
            run = _find_run(_TEXT, line, column)
            if run is not None and run.start(1) < column:
                place = replace(place, path=place.path[:-1], column=run.start(1) + 1)
                yield Problem("comma-in-text", place, {"found": run[1], "near": f'"{run[1]}"'})
                continue
        yield problem


def _find_run(pattern: re.Pattern[str], line: str, column: int) -> re.Match[str] | None:
    return next((run for run in pattern.finditer(line) if run.start() <= column < run.end()), None)


def _guess(run: str) -> dict[str, str]:
    """Return the number that was probably meant: `812,345` grouped, `85,5` with a decimal comma."""
    if _GROUPS.match(run):
        return {"near": re.sub(", ?", "", run)}
    decimal = _DECIMAL.match(run)
    return {"near": f"{decimal[1]}.{decimal[2]}"} if decimal else {}
