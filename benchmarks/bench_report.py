"""What a report costs, part by part: a city of 350 units with the example's sixteen indicators, in one process.

Processor time, medians of rounds in which every part runs once. What counts is the sum of the renderings: it may cost
two seconds more than what comes before it (load, check, assess, view).
"""

from __future__ import annotations

import os
import platform
import random
import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cds_kpi import desk
from cds_kpi.assess.assessment import assess_round
from cds_kpi.desk.book import check_contents, open_book
from cds_kpi.desk.reporting import choose_round
from cds_kpi.problem import Fault
from cds_kpi.report.build import build_report
from cds_kpi.store.contents import read_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from cds_kpi.report.view import ReportView

ROUNDS, UNITS, INDICATORS, PERIOD = 5, 350, 16, "2022-Q3"
AS_OF = datetime.fromisoformat("2022-09-30T23:59:59+07:00")
T = TypeVar("T")
SLACK = 2
"""Seconds that rendering may take beyond what comes before it."""


def main() -> int:
    """Print the parts; the exit code is 1 when rendering costs too much."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_city(root)
        times: dict[str, list[float]] = {}
        sizes: dict[str, int] = {}
        for turn in range(ROUNDS + 1):
            measured = run_once(root, sizes)
            for part, seconds in measured.items():
                if turn:
                    times.setdefault(part, []).append(seconds)
    medians = {part: statistics.median(series) for part, series in times.items()}
    print(f"{platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{UNITS} units, {INDICATORS} indicators, every unit asked for each; medians of {ROUNDS} rounds")
    for part, seconds in medians.items():
        size = f"{sizes[part]:12,} bytes" if part in sizes else ""
        print(f"{part:10}{seconds * 1000:10.0f} ms{size}")
    # The PDF is LibreOffice's, or WeasyPrint's, own time.
    rendering = sum(medians[form] for form in desk.FORMATS if form not in desk.SLOW)
    before = sum(seconds for part, seconds in medians.items() if part not in desk.FORMATS)
    verdict = "kept" if rendering <= before + SLACK else "MISSED"
    print(f"before    {before * 1000:10.0f} ms")
    print(f"rendering {rendering * 1000:10.0f} ms   (at most {SLACK} s more than before: {verdict})")
    return 0 if rendering <= before + SLACK else 1


def make_city(root: Path) -> None:
    """Write a store in which every unit answers every indicator, but for one in fifty that has not."""
    chance = random.Random(20220930)
    units = "".join(
        f"- {{id: xa-{one}, name: Ủy ban nhân dân xã số {one}, level: commune}}\n" for one in range(UNITS)
    )
    indicators = "".join(
        f"- {{id: chi-tieu-{one}, name: Tỷ lệ hồ sơ trực tuyến nhóm {one}, pillar: government, frequency: quarter,\n"
        "   lead: xa-0, reporters: ['level:commune'], measure: {kind: ratio, basis: in_period},\n"
        f"   baselines: [{{period: 2021, value: 20}}],\n"
        f"   targets: [{{programme: p, number: {one}, at_least: 50, by: 2022-12-31}}]}}\n"
        for one in range(1, INDICATORS + 1)
    )
    data = root / "data"
    submissions = data / "submissions" / PERIOD
    submissions.mkdir(parents=True)
    (data / "units.yaml").write_text(f"format: 1\nunits:\n{units}", encoding="utf-8")
    (data / "indicators.yaml").write_text(
        "format: 1\npillars: {government: Chính quyền số}\nprogrammes:\n  p:\n    name: Kế hoạch\n"
        "    authority: xa-0\n    focal_point: xa-0\n"
        f"    rounds: [{{period: {PERIOD}, before: 2022-09-20, frequencies: [quarter]}}]\n"
        f"indicators:\n{indicators}",
        encoding="utf-8",
    )
    for one in range(UNITS):
        if one % 50 == 49:
            continue
        entries = "".join(
            f"  chi-tieu-{number}: {{numerator: {chance.randrange(9_000)}, denominator: {9_000 + number}, "
            "source: Cổng Dịch vụ công}\n"
            for number in range(1, INDICATORS + 1)
        )
        text = f"format: 1\nunit: xa-{one}\nperiod: {PERIOD}\nsent_on: 2022-09-15\nentries:\n{entries}"
        (submissions / f"xa-{one}.yaml").write_text(text, encoding="utf-8")


def run_once(root: Path, sizes: dict[str, int]) -> dict[str, float]:
    """Return the processor seconds of each part of one report."""
    seconds: dict[str, float] = {}

    def clock(part: str, task: Callable[[], T]) -> T:
        start = time.process_time()
        made = task()
        seconds[part] = time.process_time() - start
        return made

    contents = clock("load", lambda: read_workspace(root))
    problems = clock("check", lambda: check_contents(contents))
    assert problems == [], "the made-up city is in order"
    assert contents.catalogue is not None
    chosen = choose_round(contents.catalogue, desk.Asking(period=PERIOD), this_year=2022)
    assert not isinstance(chosen, Fault)
    programme, collection = chosen
    book = open_book(contents, programme, AS_OF, set())
    assessment = clock("assess", lambda: assess_round(book, programme, collection))
    view: ReportView = clock("view", lambda: build_report(book, assessment, contents.settings, (), "vi"))
    for form in desk.FORMATS:
        made = clock(form, lambda form=form: desk.render_report(root, view, form))  # type: ignore[misc]
        assert isinstance(made, bytes), made
        sizes[form] = len(made)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
