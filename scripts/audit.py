"""Look for known vulnerabilities in what the lock pins, where a service that knows them can be reached.

Run `make audit`. Exit code 1: a known vulnerability is in the lock, and no exception with a reason and a day stands in
.ci/audit-exceptions.toml. Exit code 0 otherwise: what could not be asked is said in a sentence, and is no failure of
the project; it was simply not looked at.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import urllib.request
import venv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-dev.lock"
"""Everything that is ever installed: the program's own packages, the extras' and the developers'."""
EXCEPTIONS = ROOT / ".ci" / "audit-exceptions.toml"
TOOL = "pip-audit==2.10.1"
SERVICES = {
    "pypi": "https://pypi.org/pypi/pip/25.0/json",
    "osv": "https://api.osv.dev/v1/vulns/PYSEC-2018-28",
}
"""Each service with something that it has, to see whether it is there before anything is installed for it."""
GREETING = 10
"""Seconds to wait for that."""
PATIENCE = 300
"""Seconds for one service, and for installing the tool."""


@dataclass(frozen=True)
class Accepted:
    """A vulnerability that is known and borne for a while."""

    id: str
    reason: str
    until: date
    """The last day on which it is borne."""


@dataclass(frozen=True)
class Outcome:
    """What one service told."""

    asked: int
    """How many packages it was asked about."""
    unknown: tuple[str, ...]
    """Those it knows nothing of, good or bad."""
    open: tuple[str, ...]
    """A line for each vulnerability that nothing excuses."""
    borne: tuple[str, ...]
    """A line for each that an exception excuses."""
    stale: tuple[str, ...]
    """Exceptions that are over, or that nothing needs any more."""


def read_exceptions(text: str) -> list[Accepted]:
    """Return the exceptions of a file; ValueError where one says no reason or no day."""
    accepted = []
    for entry in tomllib.loads(text).get("accepted", []):
        reason, until = str(entry.get("reason", "")).strip(), entry.get("until")
        if not entry.get("id") or len(reason) < 20 or not isinstance(until, date):
            raise ValueError(f"an exception needs id, a reason of a sentence, and until (a day): {entry}")
        accepted.append(Accepted(str(entry["id"]), reason, until))
    return accepted


def judge(report: dict[str, Any], accepted: list[Accepted], today: date) -> Outcome:
    """Hold pip-audit's report against the exceptions."""
    excuses = {one.id: one for one in accepted}
    used: set[str] = set()
    unknown, opened, borne = [], [], []
    for package in report["dependencies"]:
        if "skip_reason" in package:
            unknown.append(package["name"])
        for found in package.get("vulns", []):
            mended = ", ".join(found.get("fix_versions", [])) or "no version yet"
            line = f"{package['name']} {package['version']}: {found['id']}, mended in {mended}"
            names = {found["id"], *found.get("aliases", [])}
            excuse = next((excuses[name] for name in sorted(names) if name in excuses), None)
            used |= {excuse.id} if excuse else set()
            if excuse is not None and today <= excuse.until:
                borne.append(f"{line}; borne until {excuse.until}: {excuse.reason}")
            else:
                opened.append(line + (f"; was borne until {excuse.until}" if excuse else ""))
    stale = [one.id for one in accepted if one.id not in used or today > one.until]
    return Outcome(len(report["dependencies"]), tuple(unknown), tuple(opened), tuple(borne), tuple(stale))


def is_there(address: str) -> bool:
    """Whether a service answers with what it has."""
    try:
        with urllib.request.urlopen(address, timeout=GREETING) as answer:  # noqa: S310 - written above
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def install(folder: Path) -> Path | None:
    """Return the tool in an environment of its own, made where there is none; None where it cannot be had."""
    place = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not (place / "pip-audit").exists():
        venv.create(folder, clear=True, with_pip=True)
        call = [str(place / "python"), "-m", "pip", "install", "--quiet", TOOL]
        if not _run(call) or not (place / "pip-audit").exists():
            return None
    return place / "pip-audit"


def _run(call: list[str]) -> bool:
    try:
        done = subprocess.run(call, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def ask(tool: Path, service: str) -> dict[str, Any] | None:
    """Return what a service says of every package of the lock; None where it does not answer."""
    call = [
        *(str(tool), "--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--format", "json"),
        *("--progress-spinner", "off", "--vulnerability-service", service),
    ]
    try:
        done = subprocess.run(call, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
        report = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return report if isinstance(report, dict) and "dependencies" in report else None


def main() -> int:
    """Ask the services in turn until one knows the packages, and say what came of it."""
    accepted = read_exceptions(EXCEPTIONS.read_text(encoding="utf-8"))
    services = [name for name, address in SERVICES.items() if is_there(address)]
    tool = install(ROOT / ".tools" / "audit") if services else None
    if services and tool is None:
        print(f"audit: NOT DONE. {TOOL} could not be installed: no package index was reached.")
        return 0
    for service in services:
        assert tool is not None, "without it nobody is asked"
        report = ask(tool, service)
        if report is None:
            print(f"audit: {service} did not answer.")
            continue
        outcome = judge(report, accepted, datetime.now(UTC).date())
        known = outcome.asked - len(outcome.unknown)
        if not known:
            print(f"audit: {service} answered, but knows none of the {outcome.asked} packages (a mirror?).")
            continue
        print(f"audit: {service} looked at {known} of {outcome.asked} packages.")
        for title, lines in (
            ("not looked at", outcome.unknown),
            ("borne", outcome.borne),
            ("exception to be taken out", outcome.stale),
            ("VULNERABLE", outcome.open),
        ):
            for line in lines:
                print(f"  {title}: {line}")
        return 1 if outcome.open else 0
    print(
        "audit: NOT DONE. No service with the known vulnerabilities was reached; nothing is said of the lock."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
