"""PDF: made of the Word document by LibreOffice, so that what is signed is what was edited; else of the page.

Convention: the one place that starts a program of the machine. It runs with a profile of its own in a folder of its
own, and is ended with all it started when its time is over.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cds_kpi.problem import Problem

SECONDS = 300
"""How long LibreOffice may take; a report on 350 units takes some ten."""

_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_MADE = re.compile(rb"(?<=/CreationDate\(D:)[^)]*(?=\))|(?<=/ModDate\(D:)[^)]*(?=\))")
_MARKS = re.compile(rb"(?<=/ID \[ <)[0-9A-F]{32}>\s*<[0-9A-F]{32}|(?<=/DocChecksum /)[0-9A-F]{32}")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF and the program that made it."""

    data: bytes
    program: str


def find_office() -> Path | None:
    """Return LibreOffice: on the PATH, else where it usually is; None where there is none."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    found = [Path(place) for place in _PLACES if Path(place).is_file()]
    return Path(named) if named is not None else next(iter(found), None)


def render_pdf(
    made_at: datetime,
    *,
    docx: Callable[[], bytes | Problem],
    page: Callable[[], bytes | Problem],
    office: Path | None,
    path: str,
) -> Pdf | Problem | Fault:
    """Return a report as PDF, of the document that `docx` gives, or of the `page` where LibreOffice is not there.

    A template that is wrong is its problem; a machine without either program, or one that fails, is a fault that names
    the `path` meant. The moment in the file is the report's own, so that the same document gives the same bytes.
    """
    if office is not None:
        data = docx()
        if not isinstance(data, bytes):
            return data
        made = _print_docx(office, data)
        if isinstance(made, str):
            return Fault("pdf-failed", {"program": "LibreOffice", "path": path, "error": made})
        return Pdf(_settle(made, made_at), "LibreOffice")
    try:
        from weasyprint import HTML, default_url_fetcher
    except (ImportError, OSError):
        # The package, or one of the machine's libraries that it needs.
        return Fault("pdf-program-missing", {"path": path})

    def fetch(url: str, *arguments: Any, **options: Any) -> Any:
        """Fetch what stands in the page itself, and nothing else."""
        if not url.startswith("data:"):
            _refuse(url)
        return default_url_fetcher(url, *arguments, **options)

    data = page()
    if not isinstance(data, bytes):
        return data
    printed = HTML(string=data.decode(), url_fetcher=fetch).write_pdf()
    return Pdf(bytes(printed), "WeasyPrint")


def _refuse(url: str) -> NoReturn:
    raise ValueError(f"nothing is fetched: {url}")


def _print_docx(office: Path, data: bytes) -> bytes | str:
    """Return the PDF that LibreOffice makes of a document, or in a word why there is none."""
    with tempfile.TemporaryDirectory(prefix="cds-kpi-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        source = room / "report.docx"
        source.write_bytes(data)
        call = [
            str(office),
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(room / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(room),
            str(source),
        ]
        try:
            code = _run(call, room)
        except OSError as error:
            return error.strerror or str(error.errno)
        if code is None:
            return f"> {SECONDS} s"
        made = room / "report.pdf"
        printed = made.read_bytes() if made.is_file() else b""
        return printed if printed.startswith(b"%PDF") else f"exit {code}"


def _run(call: list[str], room: Path) -> int | None:
    """Run a program to its end and return its exit code; None where it took too long and was ended."""
    # The moment in the file is written with the time zone behind it, and no two machines have the same.
    env = shutil.which("env")
    program = subprocess.Popen(  # noqa: S603 - LibreOffice, found where it is installed
        [env, "TZ=UTC", *call] if env is not None and shutil.which(call[0]) is not None else call,
        cwd=room,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return program.wait(SECONDS)
    except BaseException as error:
        # LibreOffice is started by a script: ending that alone would leave it running.
        if hasattr(os, "killpg"):
            os.killpg(program.pid, signal.SIGKILL)
        program.kill()
        program.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return None
        raise


def _settle(data: bytes, made_at: datetime) -> bytes:
    """Return LibreOffice's PDF with a stated moment and without the marks of the run, every byte in its place."""
    moment = f"{made_at:%Y%m%d%H%M%S}".encode()

    def date(found: re.Match[bytes]) -> bytes:
        return moment.ljust(len(found[0]), b"Z")[: len(found[0])]

    def blank(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"[0-9A-F]", b"0", found[0])

    return _MARKS.sub(blank, _MADE.sub(date, data))
