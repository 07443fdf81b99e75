"""Hold the program against the demands on its speed: `python benchmarks/bench.py city|nation|size`.

Every figure is of whole processes on a store made up from the seed, in turn with what it is compared with. The outcome
goes into RESULTS.md; README.md says what the commands are and what is not fair about comparing them.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench_city import bench_city
from bench_nation import bench_nation
from bench_size import bench_size
from machine import describe_machine, describe_moment
from programs import find_cache
from rows import write_section
from workbench import Bench

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Part:
    """One section of the page of results."""

    title: str
    run: Callable[[Bench], str]
    rounds: int


PARTS = {
    "city": Part("City", bench_city, 7),
    "nation": Part("Nation", bench_nation, 5),
    "size": Part("Cost against size", bench_size, 3),
}


def main() -> int:
    """Run one part and print its section; the exit code is 0 whether or not a demand is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--seed", type=int, default=1, help="of the stores (1)")
    parser.add_argument("--rounds", type=int, help="how often everything runs in turn")
    parser.add_argument("--slow", action="store_true", help="also what takes minutes or many gigabytes")
    parser.add_argument("--alone", action="store_true", help="without the other programs")
    parser.add_argument(
        "--files", type=int, metavar="N", help="a trial with about so many files, which is printed alone"
    )
    parser.add_argument("--work", type=Path, default=find_cache(), help="where stores and programs are kept")
    asked = parser.parse_args()
    part = PARTS[asked.part]
    rounds = asked.rounds or part.rounds
    bench = Bench(
        asked.work.resolve(), asked.seed, rounds, files=asked.files, slow=asked.slow, alone=asked.alone
    )
    before = describe_moment()
    text = part.run(bench)
    facts = f"{describe_machine(bench.work)}\n\n{before}, seed {asked.seed}, {rounds} rounds.\n\n"
    section = f"{facts}{text}"
    if asked.files is None:
        write_section(Path(__file__).parent / "RESULTS.md", part.title, section)
    print(f"\n## {part.title}\n\n{section}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
