"""What is installed with the program: every locked package with its licence, as a page and as a CycloneDX bill.

`python scripts/supply.py sbom FILE` writes the bill of materials of `requirements.lock`; docs/licences.md is made from
the same reading by cogapp. Both say the same on every machine and every day: no clock, no serial number, no platform.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "requirements.lock"
EVERYTHING = "requirements-dev.lock"
OWN = "cds-kpi (pyproject.toml)"
"""How the lock calls this project where it says who asked for a package."""

_PINNED = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>.+?))? \\")
_HASH = re.compile(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?")
_VIA = re.compile(r"    # +(?:via +)?(.*\S)")

SPDX = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Classifiers that leave no doubt; "BSD License" may be one of several."""
READ = {
    # Said by no metadata, or in words that mean several licences: read in the package's own licence file.
    "apprise": "BSD-2-Clause",
    "axe-playwright-python": "MIT",
    "cssselect2": "BSD-3-Clause",
    "grimp": "BSD-2-Clause",
    "import-linter": "BSD-2-Clause",
    "jinja2": "BSD-3-Clause",
    "pydyf": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "requests-oauthlib": "ISC",
    "resvg-py": "MIT",
    "sortedcontainers": "Apache-2.0",
    "tinycss2": "BSD-3-Clause",
    "vobject": "Apache-2.0",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
    # Not installed on every platform.
    "brotli": "MIT",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "librt": "MIT",
    "pycparser": "BSD-3-Clause",
}
EXTRAS = {
    "With the extra `[pdf]`": "weasyprint",
    "With the extra `[notify]`": "apprise",
    "With the extra `[sign]`": "cryptography",
}
"""What a user may install beside it: whatever stands behind each extra's one package."""


@dataclass(frozen=True)
class Locked:
    """A package as the lock pins it."""

    name: str
    version: str
    marker: str | None
    """Where it is installed; None for everywhere."""
    hashes: tuple[str, ...]
    """SHA-256 of each of its files, as hexadecimal digits."""
    wanted_by: tuple[str, ...]
    """The packages that ask for it; `OWN` for this project."""


def read_lock(text: str) -> list[Locked]:
    """Return the packages of a lock that `make lock` wrote, by name; ValueError for a line that is none of its own."""
    found: list[Locked] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if pinned := _PINNED.fullmatch(line):
            found.append(Locked(pinned["name"], pinned["version"], pinned["marker"], (), ()))
        elif found and (hashed := _HASH.fullmatch(line)):
            found[-1] = _extend(found[-1], hashed=hashed[1])
        elif found and (via := _VIA.fullmatch(line)):
            found[-1] = _extend(found[-1], via=via[1]) if via[1] != "via" else found[-1]
        elif line and not line.startswith("#"):
            raise ValueError(f"line {number} is no part of a lock: {line}")
    return found


def _extend(package: Locked, *, hashed: str | None = None, via: str | None = None) -> Locked:
    hashes = package.hashes + ((hashed,) if hashed else ())
    wanted_by = package.wanted_by + ((via,) if via else ())
    return Locked(package.name, package.version, package.marker, hashes, wanted_by)


def find_licence(package: Locked) -> str:
    """Return a package's licence as an SPDX expression; LookupError where nothing says it without doubt."""
    if package.name in READ:
        return READ[package.name]
    said = metadata.metadata(package.name)
    if said["Version"] != package.version:
        raise LookupError(
            f"{package.name} is installed as {said['Version']}, not {package.version}: make setup"
        )
    stated = said.json
    expression, plain = stated.get("license_expression"), str(stated.get("license", ""))
    classified = {
        SPDX[name]
        for line in said.get_all("Classifier") or []
        if (name := line.rpartition(" :: ")[2]) in SPDX and line.startswith("License ::")
    }
    if expression is None and len(classified) == 1:
        expression = classified.pop()
    if expression is None and re.fullmatch(r"[A-Za-z]+-[0-9][A-Za-z0-9.-]*|MIT", plain):
        expression = plain
    if expression is None:
        raise LookupError(f"the licence of {package.name} is said nowhere: read it, and add it to READ")
    return str(expression)


def find_behind(packages: list[Locked], top: str) -> set[str]:
    """Return a package and all that stands behind it."""
    behind, before = {top}, set[str]()
    while behind != before:
        before = set(behind)
        behind |= {package.name for package in packages if before & set(package.wanted_by)}
    return behind


def write_page() -> str:
    """Write the tables of docs/licences.md."""
    runtime = read_lock((ROOT / RUNTIME).read_text(encoding="utf-8"))
    everything = read_lock((ROOT / EVERYTHING).read_text(encoding="utf-8"))
    told = {package.name for package in runtime}
    parts = [_write_table("Installed with the program", runtime)]
    for title, top in EXTRAS.items():
        names = find_behind(everything, top) - told
        parts.append(_write_table(title, [one for one in everything if one.name in names]))
        told |= names
    parts.append(_write_table("For development alone", [one for one in everything if one.name not in told]))
    return "\n\n".join(parts)


def _write_table(title: str, packages: list[Locked]) -> str:
    rows = [
        f"| {one.name} | {one.version} | {find_licence(one)} | {_say_why(one)} |"
        for one in sorted(packages, key=lambda one: one.name)
    ]
    head = ["| package | version | licence (SPDX) | wanted by |", "|---|---|---|---|"]
    return "\n".join([f"## {title}", "", *head, *rows])


def _say_why(package: Locked) -> str:
    wanted = ["this project" if name == OWN else name for name in package.wanted_by]
    return ", ".join(wanted) + (f"; only where `{package.marker}`" if package.marker else "")


def compose_sbom(packages: list[Locked], version: str) -> str:
    """Compose a CycloneDX 1.6 bill of materials of what is installed with the program, the same on every run."""
    own = f"pkg:pypi/cds-kpi@{version}"
    references = {one.name: _name(one) for one in packages}
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "cds-kpi",
                "version": version,
                "purl": own,
                "licenses": [{"expression": "MIT"}],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": references[one.name],
                "name": one.name,
                "version": one.version,
                "purl": references[one.name],
                "scope": "optional" if one.marker else "required",
                "licenses": [{"expression": find_licence(one)}],
                "externalReferences": [
                    {
                        "type": "distribution",
                        "url": f"https://pypi.org/project/{one.name}/{one.version}/",
                        "hashes": [{"alg": "SHA-256", "content": digest} for digest in one.hashes],
                    }
                ],
            }
            for one in packages
        ],
        "dependencies": [
            {
                "ref": reference,
                "dependsOn": [references[one.name] for one in packages if wanted_as in one.wanted_by],
            }
            for wanted_as, reference in ((OWN, own), *references.items())
        ],
    }
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


def _name(package: Locked) -> str:
    return f"pkg:pypi/{package.name}@{quote(package.version)}"


def main() -> None:
    """Write the bill of materials of the program's lock to the file that is named."""
    from cds_kpi import __version__

    if len(sys.argv) != 3 or sys.argv[1] != "sbom":
        sys.exit("usage: python scripts/supply.py sbom FILE")
    packages = read_lock((ROOT / RUNTIME).read_text(encoding="utf-8"))
    file = Path(sys.argv[2])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(compose_sbom(packages, __version__), encoding="utf-8")
    sys.stdout.write(f"{file}: {len(packages)} packages\n")


if __name__ == "__main__":
    main()
