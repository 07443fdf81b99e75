"""What every part of the bench needs: stores and peers' input made once, our commands, the other programs' commands."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ledgers import write_beancount, write_frictionless, write_hledger, write_sdg
from machine import find_free_memory
from programs import Missing, build_parser, find_hledger, find_packages, find_sdg_build
from stopwatch import Task, Timing, measure, run_once
from stores import plan_store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from programs import Program
    from stores import Plan

OURS = str(Path(sys.executable).parent / "cds-kpi")
PERIOD, AS_OF = "2022-Q3", "2022-09-30"
HERE = Path(__file__).resolve().parent
PEERS = {
    "hledger check": 10,
    "hledger bal -Q": 10,
    "bean-check": 3,
    "frictionless validate": 1,
    "pandas, CSafeLoader": 2,
    "pandas, safe_load": 2,
    "sdg-build": 4,
}
"""The other programs, and the kilobytes of memory that each takes for a figure."""
CACHE = "CDS_KPI_CACHE"
"""The variable that names the folder of the program's cache."""


class Bench:
    """Where everything lies, and how much is to be run."""

    def __init__(
        self,
        work: Path,
        seed: int,
        rounds: int,
        *,
        files: int | None = None,
        slow: bool = False,
        alone: bool = False,
    ) -> None:
        self.work, self.seed, self.rounds = work, seed, rounds
        self.files, self.slow, self.alone = files, slow, alone
        self.reasons: dict[str, str] = {}
        """Why what was not run was not run, by the name of the task."""
        self.versions: dict[str, str] = {}
        """The other programs, by the name of the task."""
        work.mkdir(parents=True, exist_ok=True)

    def tell(self, text: str) -> None:
        """Say on standard error how far it is."""
        print(text, file=sys.stderr, flush=True)

    # ------------------------------------------------------------------------------------------------ stores

    def plan(self, size: str) -> Plan:
        """Return the plan of a size, or of the trial's size instead."""
        return plan_store(size, self.seed) if self.files is None else self.plan_files(self.files)

    def plan_files(self, files: int) -> Plan:
        """Return the plan of about so many files."""
        return plan_store(str(files), self.seed)

    def make_store(self, plan: Plan, copy: str = "") -> Path:
        """Return a store of a plan, made where it is not there yet; `copy` names one that is changed by the runs."""
        return self._make(f"store{copy}", plan, lambda folder: write_store(folder, plan))

    def _make(self, name: str, plan: Plan, write: Callable[[Path], object]) -> Path:
        """Return a folder that a recipe fills; filled anew where the plan or what makes it has changed."""
        recipe = hashlib.sha256(repr(plan).encode())
        for source in (HERE / "stores.py", HERE / "ledgers.py", HERE.parent / "data/indicators.yaml"):
            recipe.update(source.read_bytes())
        folder = self.work / f"{name}-{plan.seed}-{plan.units}x{len(plan.periods)}"
        marker = self.work / f"{folder.name}.made"
        if not folder.exists() or not marker.exists() or marker.read_text() != recipe.hexdigest():
            self.tell(f"making {folder}")
            shutil.rmtree(folder, ignore_errors=True)
            marker.unlink(missing_ok=True)
            folder.mkdir()
            write(folder)
            marker.write_text(recipe.hexdigest())
        return folder

    # -------------------------------------------------------------------------------------------- our commands

    def call(self, name: str, store: Path, *arguments: str, cache: str = "warm", **more: object) -> Task:
        """Return a call of the program on a store, with a cache folder of the store's own."""
        folder = self.work / f"cache-{cache}-{store.name}"
        command = (OURS, "--workspace", str(store), *arguments)
        return Task(name, command, {CACHE: str(folder)}, **more)  # type: ignore[arg-type]

    def call_cold(self, name: str, store: Path, *arguments: str) -> Task:
        """Return a call that finds no cache: the folder is emptied before each run."""
        folder = self.work / f"cache-cold-{store.name}"

        def empty() -> None:
            shutil.rmtree(folder, ignore_errors=True)

        return self.call(name, store, *arguments, cache="cold", prepare=empty)

    def report(self, name: str, store: Path, *, form: str = "json", cold: bool = False) -> Task:
        """Return the call of a report of the third quarter."""
        arguments = ("report", "--period", PERIOD, "--as-of", AS_OF, "--format", form, "--stdout")
        return (self.call_cold if cold else self.call)(name, store, *arguments)

    def fill_cache(self, store: Path) -> None:
        """Make one report, so that whatever comes next finds the store's cache filled."""
        run_once(self.report("filling the cache", store), Timing(), counted=False)

    def report_uncached(self, name: str, store: Path) -> Task | None:
        """Return the call of a report that looks at no cache; None where the program has no such option."""
        command = (OURS, "--no-cache", "--version")
        if subprocess.run(command, capture_output=True, check=False).returncode:
            self.reasons[name] = "the program has no --no-cache"
            return None
        report = self.report(name, store)
        return Task(name, (OURS, "--no-cache", *report.command[1:]), report.variables)

    # ------------------------------------------------------------------------------------------ other programs

    def parse(self, name: str, store: Path) -> Task | None:
        """Return libyaml in C reading and parsing a store's files."""
        return self._call_program(name, build_parser(self.work / "programs"), str(store / "data"))

    def sweep(self, name: str, *folders: Path) -> Task:
        """Return the sweep that asks for every file's size and times."""
        return Task(name, (sys.executable, HERE / "peers/sweep.py", *folders))

    def list_peers(self, plan: Plan, store: Path, runs: Mapping[str, int | None]) -> list[Task]:
        """Return the programs that an office might use instead, each with how many rounds it takes part in (None: all).

        Which of them are not run, and why, stands in `reasons`; what `runs` does not name is run with --slow alone.
        """
        if self.alone:
            self.reasons.update(dict.fromkeys(PEERS, "--alone"))
            return []
        programs = self.work / "programs"
        hledger, packages = find_hledger(programs), find_packages(programs)
        journal = self._make("hledger", plan, lambda to: write_hledger(to / "all.journal", plan))
        ledger = self._make("beancount", plan, lambda to: write_beancount(to / "all.bean", plan))
        table = self._make("frictionless", plan, lambda to: write_frictionless(to, plan))
        tables = self._make("sdg-build", plan, lambda to: write_sdg(to, plan))
        totals = str(HERE / "peers/totals.py")
        calls: dict[str, tuple[Program | Missing, tuple[str, ...]]] = {
            "hledger check": (hledger, ("-f", f"{journal}/all.journal", "check")),
            "hledger bal -Q": (hledger, ("-f", f"{journal}/all.journal", "bal", "-Q")),
            "bean-check": (packages["bean-check"], ("--no-cache", f"{ledger}/all.bean")),
            "frictionless validate": (
                packages["frictionless"],
                # It trusts no absolute path.
                ("validate", "--schema", "schema.json", "figures.csv"),
            ),
            "pandas, CSafeLoader": (packages["python"], (totals, "fast", str(store))),
            "pandas, safe_load": (packages["python"], (totals, "safe", str(store))),
            "sdg-build": (
                find_sdg_build(programs),
                (str(HERE / "peers/build_sdg.py"), str(tables), f"{self.work}/sdg-output"),
            ),
        }
        figures = plan.units * len(plan.periods) * 16
        tasks = []
        for name, (program, arguments) in calls.items():
            needs = figures * PEERS[name] / 1e6
            if name not in runs and not self.slow:
                self.reasons[name] = "it takes minutes here: --slow runs it"
            elif needs > find_free_memory():
                self.reasons[name] = f"it needs some {needs:.0f} GB of memory"
            else:
                task = self._call_program(name, program, *arguments, runs=runs.get(name, 1))
                tasks.append(task and replace(task, folder=table))
        return [task for task in tasks if task is not None]

    def _call_program(
        self, name: str, program: Program | Missing, *arguments: str, runs: int | None = None
    ) -> Task | None:
        if isinstance(program, Missing):
            self.reasons[name] = program.reason
            return None
        self.versions[name] = program.version
        return Task(name, (*program.command, *arguments), runs=runs, is_ours=False)

    # -------------------------------------------------------------------------------------------------- running

    def run(self, tasks: Iterable[Task | None]) -> dict[str, Timing]:
        """Time the tasks in turn. One of ours that fails ends the bench; another's is left out, with the reason."""
        timings = measure([task for task in tasks if task is not None], self.rounds, self.tell)
        self.reasons.update({name: f"it failed: {one.failed}" for name, one in timings.items() if one.failed})
        return {name: one for name, one in timings.items() if not one.failed}

    def describe_programs(self) -> str:
        """Return the other programs with their versions."""
        return ", ".join(dict.fromkeys(self.versions.values()))
