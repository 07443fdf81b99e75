"""Make the pictures of the README from the example store: the page in Chromium, the document in LibreOffice.

Run `python scripts/pictures.py` where chromium, soffice and pdftoppm are installed; the pictures go to docs/pictures.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from cds_kpi import desk
from cds_kpi.period import CITY_TIME

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
LARGEST = 150_000
"""Bytes a picture may have."""


def run(*call: str | Path) -> None:
    """Run a program of the machine, and stop where it fails."""
    subprocess.run([str(part) for part in call], check=True, capture_output=True, timeout=300)


def find(*names: str) -> str:
    """Return where the first of the programs is; stops where none is."""
    found = next((place for name in names if (place := shutil.which(name))), None)
    return found or sys.exit(f"needs {' or '.join(names)}")


def shoot_page(page: Path, picture: Path) -> None:
    """Take a picture of the top of the report's page, as wide as a notebook shows it."""
    with tempfile.TemporaryDirectory() as profile:
        run(
            find("chromium", "chromium-browser", "google-chrome"),
            *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            f"--user-data-dir={profile}",
            "--window-size=1000,760",
            f"--screenshot={picture}",
            page.as_uri(),
        )


def shoot_document(document: Path, number: int, picture: Path) -> None:
    """Take a picture of one page of a PDF."""
    where = ("-f", str(number), "-l", str(number), "-singlefile")
    run(find("pdftoppm"), "-png", "-r", "72", *where, document, picture.with_suffix(""))


def find_appendix(document: Path) -> int:
    """Return the page that the first appendix begins on."""
    text = subprocess.run(
        [find("pdftotext"), str(document), "-"], check=True, capture_output=True, encoding="utf-8", timeout=60
    ).stdout
    return next(number for number, page in enumerate(text.split("\f"), 1) if "Phụ lục I\n" in page)


def main() -> None:
    """Make every picture anew."""
    moment = datetime(2022, 9, 30, 23, 59, 59, tzinfo=CITY_TIME)
    made = desk.make_report(ROOT, desk.Asking(quarter="Q3"), as_of=moment, language="vi")
    assert isinstance(made, desk.Report), made
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        written = desk.write_report(ROOT, made.view, ["html", "pdf"], Path(folder))
        assert isinstance(written, desk.Written), written
        assert written.pdf_program == "LibreOffice", written
        page, document = written.files
        shoot_page(page, FOLDER / "report-page.png")
        shoot_document(document, 1, FOLDER / "docx-page-1.png")
        shoot_document(document, find_appendix(document), FOLDER / "docx-appendix.png")
    for picture in sorted(FOLDER.glob("*.png")):
        size = picture.stat().st_size
        assert size < LARGEST, f"{picture.name}: {size}"


if __name__ == "__main__":
    main()
