"""LibreOffice Calc as the tests ask it: a workbook computed anew, and its pages printed."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import Needs

# Debian's bridge to LibreOffice belongs to Debian's own Python.
BRIDGE = Path("/usr/bin/python3")
RECALCULATE = Path(__file__).with_name("office") / "recalculate.py"
VIETNAMESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>vi-VN</value></prop></item>
</oor:items>
"""
"""A LibreOffice whose reader writes numbers as in Vietnam."""

Cell = str | float
Change = tuple[str, str, object]


@dataclass(frozen=True)
class Computed:
    """What LibreOffice made of a workbook."""

    rows: Mapping[str, Sequence[Sequence[Cell]]]
    """By sheet; numbers are floats, an empty cell is an empty text."""
    errors: Sequence[str]
    """The cells that show an error."""

    def table(self, sheet: str, first_heading: str) -> list[dict[str, Cell]]:
        """Return the lines below the row that begins with a heading, by heading."""
        rows = self.rows[sheet]
        top = next(place for place, row in enumerate(rows) if row[0] == first_heading)
        headings = [str(one) for one in rows[top]]
        return [dict(zip(headings, row, strict=True)) for row in rows[top + 1 :]]


def compute(needs: Needs, folder: Path, workbook: bytes, changes: Sequence[Change] = ()) -> Computed:
    """Have a workbook computed by LibreOffice, some cells changed before."""
    needs("soffice")
    bridge = subprocess.run([BRIDGE, "-c", "import uno"], capture_output=True, check=False)
    if bridge.returncode != 0:
        pytest.skip("needs the program python3-uno, which is not installed")
    source = folder / "source.xlsx"
    source.write_bytes(workbook)
    done = subprocess.run(
        [BRIDGE, RECALCULATE, source, folder, json.dumps(changes)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    return Computed(found["rows"], found["errors"])


def print_pages(needs: Needs, folder: Path, workbook: bytes, *, is_vietnamese: bool = False) -> Path:
    """Have a workbook printed to PDF."""
    office = needs("soffice")
    profile = folder / "printer"
    (profile / "user").mkdir(parents=True)
    if is_vietnamese:
        (profile / "user/registrymodifications.xcu").write_text(VIETNAMESE, encoding="utf-8")
    source = folder / "printed.xlsx"
    source.write_bytes(workbook)
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            source,
        ],
        capture_output=True,
        check=True,
        timeout=300,
    )
    printed = folder / "printed.pdf"
    assert printed.read_bytes().startswith(b"%PDF")
    return printed


def ask(program: Path, *arguments: str | Path) -> str:
    """Return what a program of the machine prints."""
    return subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=True).stdout
