"""The programs that are timed beside ours: from their own packages, in a folder of the user's cache, never in the tree.

Each function returns where the program is, or why it cannot be had; nothing is installed twice, and nothing for good.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PINNED = ("beancount==3.2.3", "frictionless==5.21.0", "pandas==3.1.1", "PyYAML==6.0.3")
SDG_BUILD = "git+https://github.com/open-sdg/sdg-build@2.1.0"
_SLOW = 1800
"""Seconds that an installation may take."""


@dataclass(frozen=True)
class Program:
    """A program to be run."""

    command: tuple[str, ...]
    version: str


@dataclass(frozen=True)
class Missing:
    """Why there is no such program."""

    reason: str


def find_cache() -> Path:
    """Return the folder for whatever is made once: programs, stores."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "cds-kpi-benchmarks"


def build_parser(folder: Path) -> Program | Missing:
    """Compile parse.c against libyaml."""
    target = folder / "parse"
    source = HERE / "peers/parse.c"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            return Missing("no C compiler on this machine")
        folder.mkdir(parents=True, exist_ok=True)
        said = _run(compiler, "-O2", source, "-lyaml", "-o", target)
        if said is not None:
            return Missing(f"libyaml's header or library is missing (Debian: libyaml-dev): {said}")
    printed = subprocess.run([target], capture_output=True, text=True, check=True).stdout
    return Program((str(target),), printed.partition(":")[0])


def find_hledger(folder: Path) -> Program | Missing:
    """Return hledger: the one on PATH, else Debian's package unpacked without installing it."""
    path = shutil.which("hledger") or folder / "hledger/usr/bin/hledger"
    if not Path(path).exists():
        if shutil.which("apt-get") is None:
            return Missing("hledger is not on PATH, and this is no Debian to fetch its package from")
        place = folder / "hledger"
        place.mkdir(parents=True, exist_ok=True)
        said = _run("apt-get", "download", "hledger", folder=place)
        packages = list(place.glob("hledger_*.deb"))
        if said is not None or not packages:
            return Missing(f"its Debian package cannot be had: {said}")
        said = _run("dpkg-deb", "-x", packages[0], place)
        if said is not None:
            return Missing(f"its Debian package cannot be unpacked: {said}")
    return _ask_version(str(path), "--version")


def find_packages(folder: Path) -> dict[str, Program | Missing]:
    """Return bean-check, frictionless and a Python with pandas, installed from PyPI into a venv of their own."""
    names = ("bean-check", "frictionless", "python")
    made = _make_venv(folder / "packages", PINNED)
    if isinstance(made, Missing):
        return dict.fromkeys(names, made)
    versions = dict(pin.split("==") for pin in PINNED)
    return {
        "bean-check": Program((str(made / "bin/bean-check"),), f"beancount {versions['beancount']}"),
        "frictionless": Program(
            (str(made / "bin/frictionless"),), f"frictionless {versions['frictionless']}"
        ),
        "python": Program(
            (str(made / "bin/python"),), f"pandas {versions['pandas']}, PyYAML {versions['PyYAML']}"
        ),
    }


def find_sdg_build(folder: Path) -> Program | Missing:
    """Return a Python with sdg-build, which has no package on PyPI: from its repository."""
    made = _make_venv(folder / "sdg-build", (SDG_BUILD,))
    if isinstance(made, Missing):
        return made
    return Program((str(made / "bin/python"),), SDG_BUILD.rpartition("/")[2])


def _make_venv(place: Path, packages: tuple[str, ...]) -> Path | Missing:
    """Return a venv with the packages; made anew where they are others than last time."""
    marker = place / "installed"
    wanted = "\n".join((sys.version, *packages))
    if marker.exists() and marker.read_text() == wanted:
        return place
    shutil.rmtree(place, ignore_errors=True)
    said = _run(sys.executable, "-m", "venv", place)
    if said is None:
        said = _run(place / "bin/python", "-m", "pip", "install", "--quiet", *packages)
    if said is not None:
        return Missing(f"pip install {' '.join(packages)} failed: {said}")
    marker.write_text(wanted)
    return place


def _ask_version(*command: str) -> Program | Missing:
    try:
        printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError) as error:
        return Missing(f"it does not run: {error}")
    return Program(command[:1], printed.strip().partition(",")[0])


def _run(*command: str | Path, folder: Path | None = None) -> str | None:
    """Run a command; return the last thing it said where it failed, else None."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SLOW,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if done.returncode == 0:
        return None
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    telling = [line for line in lines if "fatal:" in line or line.startswith(("E:", "ERROR:"))]
    return (telling or lines or ["it said nothing"])[0]
