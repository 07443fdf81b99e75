"""What a result was measured on: the machine, the versions, the moment, and how busy it was with other things."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import cds_kpi

BUSY = 0.5
"""The load from which on others disturb: times are then no good, ratios still are."""


def describe_machine(work: Path) -> str:
    """Return processor, memory, system, file system, and the versions that matter."""
    facts = [
        f"{_find_processor()}, {os.cpu_count()} cores, {_find_memory()}",
        f"{platform.system()} {platform.release()}, {_find_file_system(work)}",
        f"Python {platform.python_version()}",
        f"cds-kpi {cds_kpi.__version__} ({_find_revision()})",
        *(f"{name} {version(name)}" for name in ("typer", "pydantic", "PyYAML")),
    ]
    return "; ".join(facts) + "."


def describe_moment() -> str:
    """Return the day, the time, and the load before anything was measured."""
    load = os.getloadavg()[0]
    busy = (
        f" **(busy: others were at work, load {load:.1f})**" if load > BUSY else f", load {load:.1f} before"
    )
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC{busy}"


def _find_processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.processor() or platform.machine()


def _find_memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"


def find_free_memory() -> float:
    """Return the gigabytes that are free; where the system does not tell, all there are."""
    path = Path("/proc/meminfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    free = next((int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")), None)
    return free / 1e6 if free is not None else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _find_file_system(path: Path) -> str:
    return _ask("stat", "-f", "-c", "%T", str(path)) or "file system unknown"


def _find_revision() -> str:
    here = str(Path(__file__).resolve().parent)
    revision = _ask("git", "-C", here, "rev-parse", "--short", "HEAD") or "no revision"
    changed = _ask("git", "-C", here, "status", "--porcelain", "--", ":/src")
    return f"{revision}, changed since" if changed else revision


def _ask(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
