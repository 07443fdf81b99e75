"""Write a store made up from a seed: `python benchmarks/generate.py city /tmp/city`.

A size is `city` (350 units, 1,400 files), `nation` (11,363 units, 45,452 files), `decade` (ten years of it), or about
how many files there are to be.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stores import REALISTIC, SIZES, Shares, plan_store, write_province_stores, write_store


def main() -> int:
    """Write what the arguments ask for; 2 where the folder is not empty."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("size", metavar="SIZE", help=f"{', '.join(SIZES)}, or a number of files")
    parser.add_argument("folder", type=Path, help="a folder that is empty or not there")
    parser.add_argument("--seed", type=int, default=1, help="the same number gives the same bytes (1)")
    parser.add_argument("--realistic", action="store_true", help=f"shares as in an office: {REALISTIC}")
    for name in Shares.__dataclass_fields__:
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"how many in 1,000 are {name}")
    parser.add_argument("--by-province", action="store_true", help="a store for each province")
    asked = parser.parse_args()
    if asked.size not in SIZES and not asked.size.isdigit():
        parser.error(f"SIZE is {', '.join(SIZES)} or a number, not {asked.size}")
    if asked.folder.exists() and any(asked.folder.iterdir()):
        parser.error(f"{asked.folder} is not empty")
    usual = REALISTIC if asked.realistic else Shares()
    shares = Shares(
        **{
            name: getattr(usual, name) if getattr(asked, name) is None else getattr(asked, name)
            for name in Shares.__dataclass_fields__
        }
    )
    plan = plan_store(asked.size, asked.seed, shares)
    write = write_province_stores if asked.by_province else write_store
    count = write(asked.folder, plan)
    print(f"{asked.folder}: {plan.units:,} units, {len(plan.periods)} periods, {count:,} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
