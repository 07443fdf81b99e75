"""The tally of a run: what every fault test tried and what it cost, added up and printed as one table at the end.

Convention: lines of one fault are added, over tests and over worker processes. A line must have as many faults fired as
runs, and nothing lost, torn or falsely alarmed; a control, a broken program on purpose, must have something of it.
"""

from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass
from typing import Protocol

import pytest

LINE, SKIPPED = "tally", "tally-skipped"
"""Under which names a test's report carries its lines, and why it has none."""


@dataclass(frozen=True)
class Line:
    """What one fault was tried on and what it cost."""

    fault: str
    runs: int
    fired: int | None = None
    """In how many runs the fault was seen to strike; None where there is none to strike, as in clean runs."""
    lost: int = 0
    """What was answered for and is not there."""
    torn: int = 0
    """What is there and not whole, or otherwise not as promised."""
    false_alarms: int = 0
    """What was found wrong where nothing is."""
    control: bool = False
    """Whether the program was broken on purpose, to see that the test finds it out."""

    @property
    def cost(self) -> int:
        """Return everything that should not be."""
        return self.lost + self.torn + self.false_alarms

    @property
    def is_as_it_should_be(self) -> bool:
        """Whether zeros stand where zeros belong, and a control is red."""
        has_fired = self.fired in {None, self.runs}
        return self.runs > 0 and (self.cost > 0 if self.control else has_fired and self.cost == 0)

    def __add__(self, other: "Line") -> "Line":
        """Add the line of another test on the same fault."""
        counts = [one.fired for one in (self, other) if one.fired is not None]
        return Line(
            self.fault,
            self.runs + other.runs,
            sum(counts) if counts else None,
            self.lost + other.lost,
            self.torn + other.torn,
            self.false_alarms + other.false_alarms,
            self.control,
        )


class Tally(Protocol):
    """Write down what a fault cost; the test fails if a line of it is not as it should be.

    `fired` in how many runs the fault struck, `lost` what was answered for and is gone, `torn` what is half or not as
    promised, `false_alarms` what was called wrong and is not. `control=True`: the program was broken on purpose.
    """

    def __call__(
        self,
        *,
        fault: str,
        runs: int,
        fired: int | None = None,
        lost: int = 0,
        torn: int = 0,
        false_alarms: int = 0,
        control: bool = False,
    ) -> None: ...


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Generator[Tally]:
    """Give the function that writes a line of the table."""
    lines: list[Line] = []

    def write(
        *,
        fault: str,
        runs: int,
        fired: int | None = None,
        lost: int = 0,
        torn: int = 0,
        false_alarms: int = 0,
        control: bool = False,
    ) -> None:
        line = Line(fault, runs, fired, lost, torn, false_alarms, control)
        lines.append(line)
        request.node.user_properties.append((LINE, asdict(line)))

    yield write
    assert [line for line in add_up(lines) if not line.is_as_it_should_be] == []


def add_up(lines: Iterable[Line]) -> list[Line]:
    """Return one line for each fault, controls apart, sorted by name."""
    sums: dict[tuple[str, bool], Line] = {}
    for line in lines:
        key = line.fault, line.control
        sums[key] = sums[key] + line if key in sums else line
    return [sums[key] for key in sorted(sums)]


def format_table(lines: Iterable[Line]) -> list[str]:
    """Return the table, a text for each of its lines."""
    rows = [["fault", "runs", "fired", "lost", "torn", "false alarms", ""]]
    for line in lines:
        counts = (
            line.runs,
            "-" if line.fired is None else line.fired,
            line.lost,
            line.torn,
            line.false_alarms,
        )
        mark = "control, red as it should be" if line.control else ""
        if not line.is_as_it_should_be:
            mark = "CONTROL NOT RED" if line.control else "WRONG"
        rows.append([line.fault, *map(str, counts), mark])
    wide = [max(len(row[at]) for row in rows) for at in range(6)]
    return [
        "  ".join([row[0].ljust(wide[0]), *(row[at].rjust(wide[at]) for at in range(1, 6)), row[6]]).rstrip()
        for row in rows
    ]


class _Collector:
    """Gathers the lines from the tests' reports, and prints the table where there are any."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.skipped: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "teardown":
            return
        for name, value in report.user_properties:
            if name == LINE and isinstance(value, dict):
                self.lines.append(Line(**value))
            elif name == SKIPPED:
                self.skipped[str(value)] = self.skipped.get(str(value), 0) + 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.lines:
            return
        terminalreporter.section("faults and what they cost")
        for text in format_table(add_up(self.lines)):
            terminalreporter.write_line(text)
        for reason in sorted(self.skipped):
            terminalreporter.write_line(f"not run, {self.skipped[reason]} x: {reason}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Collector(), "tallies")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the table say which of its tests were skipped, and why."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and "tally" in getattr(item, "fixturenames", ()):
        said = (SKIPPED, report.longrepr[2].removeprefix("Skipped: "))
        item.user_properties.append(said)
    return report
