"""PDF: which program makes it, what is said where none does, and that nothing is left behind."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.desk import Asking, Refusal, Report, Written
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.problems import word_problem
from cds_kpi.render import pdf
from cds_kpi.render.pdf import Pdf, render_pdf
from cds_kpi.report.view import ReportView

MOMENT = datetime(2022, 9, 30, 23, 59, 59, tzinfo=UTC)
PAGE = '<link rel="stylesheet" href="https://x.example/a.css"><p>Báo cáo<img src="file:///etc/hostname"></p>'


@pytest.fixture
def view(repo: Path) -> ReportView:
    made = desk.make_report(repo, Asking(quarter="Q3"), as_of=MOMENT, language="vi")
    assert isinstance(made, Report)
    return made.view


def give_page() -> bytes:
    return PAGE.encode()


def forbid() -> bytes:
    raise AssertionError("asked for without need")


def make_program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def forget_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the machine one with neither LibreOffice nor WeasyPrint."""
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_without_libreoffice_the_page_is_printed_and_nothing_is_fetched(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pytest.importorskip("weasyprint")
    made = render_pdf(MOMENT, docx=forbid, page=give_page, office=None, path="a.pdf")
    assert isinstance(made, Pdf)
    assert made.program == "WeasyPrint"
    assert made.data.startswith(b"%PDF")
    refused = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(refused) == 2
    assert all("nothing is fetched" in message for message in refused)


def test_without_any_program_the_answer_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_programs(monkeypatch)
    made = render_pdf(MOMENT, docx=forbid, page=forbid, office=None, path="a.pdf")
    assert made == Fault("pdf-program-missing", {"path": "a.pdf"})


def test_the_other_forms_are_written_where_the_pdf_cannot_be_made(
    repo: Path, view: ReportView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_programs(monkeypatch)
    written = desk.write_report(repo, view, ["pdf", "md", "json"], tmp_path / "out")
    assert isinstance(written, Written)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["cv-3036.json", "cv-3036.md"]
    assert [path.name for path in written.files] == ["cv-3036.md", "cv-3036.json"]
    assert written.pdf_program is None
    (problem,) = written.failed
    worded = word_problem(problem, "en")
    assert worded.code == "KPI730"
    assert worded.message == (
        f"This machine has neither LibreOffice nor WeasyPrint, so “{tmp_path}/out/cv-3036.pdf” cannot be made."
    )
    assert "libreoffice-writer" in (worded.hint or "")
    assert "cds-kpi[pdf]" in (worded.hint or "")
    alone = desk.render_report(repo, view, "pdf")
    assert isinstance(alone, Refusal)
    assert (alone.why, alone.problems[0].kind) == ("machine", "pdf-program-missing")


def test_a_template_that_is_wrong_is_said_before_any_program_is_asked() -> None:
    wrong = Problem("template-missing", Place("templates/report.docx"), {"name": "report.docx"})
    office = Path("/bin/false")
    assert render_pdf(MOMENT, docx=lambda: wrong, page=forbid, office=office, path="a.pdf") == wrong


@pytest.mark.parametrize(
    ("script", "error"), [("exit 3", "exit 3"), ("exit 0", "exit 0"), ('echo no >"$7/report.pdf"', "exit 0")]
)
def test_a_program_that_makes_no_pdf_is_said(tmp_path: Path, script: str, error: str) -> None:
    office = make_program(tmp_path / "soffice", script)
    made = render_pdf(MOMENT, docx=lambda: b"x", page=forbid, office=office, path="a.pdf")
    assert made == Fault("pdf-failed", {"program": "LibreOffice", "path": "a.pdf", "error": error})


def test_a_program_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    made = render_pdf(MOMENT, docx=lambda: b"x", page=forbid, office=tmp_path / "gone", path="a.pdf")
    expected = {"program": "LibreOffice", "path": "a.pdf", "error": "No such file or directory"}
    assert made == Fault("pdf-failed", expected)


def test_a_program_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    number = tmp_path / "child"
    office = make_program(tmp_path / "soffice", f'sleep 60 & echo $! >"{number}"; wait')
    made = render_pdf(MOMENT, docx=lambda: b"x", page=forbid, office=office, path="a.pdf")
    assert made == Fault("pdf-failed", {"program": "LibreOffice", "path": "a.pdf", "error": "> 1 s"})
    child = int(number.read_text(encoding="utf-8"))
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
    # A machine without an init process keeps what has ended as a zombie.
    assert Path(f"/proc/{child}/stat").read_text(encoding="utf-8").split()[2] == "Z"


def test_every_call_has_a_profile_of_its_own_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    log = tmp_path / "log"
    office = make_program(tmp_path / "soffice", f'echo "$3" >>"{log}"; printf %s %PDF-1 >"$7/report.pdf"')
    for _ in range(2):
        made = render_pdf(MOMENT, docx=lambda: b"x", page=forbid, office=office, path="a.pdf")
        assert made == Pdf(b"%PDF-1", "LibreOffice")
    profiles = log.read_text(encoding="utf-8").split()
    assert len(set(profiles)) == 2
    assert all(profile.startswith("-env:UserInstallation=file:///") for profile in profiles)
    assert list((tmp_path / "temp").iterdir()) == []


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/New_York", None])
def test_the_program_knows_no_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str | None
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    if zone is not None:
        monkeypatch.setenv("TZ", zone)
    office = make_program(tmp_path / "soffice", 'printf "%%PDF-1 %s" "$TZ" >"$7/report.pdf"')
    made = render_pdf(MOMENT, docx=lambda: b"x", page=forbid, office=office, path="a.pdf")
    assert made == Pdf(b"%PDF-1 UTC", "LibreOffice")


WITHOUT = (
    "import sys; sys.modules['weasyprint'] = None; from cds_kpi.render import pdf; pdf.find_office = lambda: None; "
    "from cds_kpi.cli.app import main; sys.exit(main())"
)


def test_the_command_writes_the_rest_says_what_to_install_and_returns_5(
    repo: Path, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    asked = ("report", "--quarter", "Q3", "--as-of", "2022-09-30", "--format", "json,pdf")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "--workspace", str(repo), *asked, "--out", str(tmp_path / "out")],
        env=clean_environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 5
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["cv-3036.json"]
    assert "cv-3036.json" in done.stderr
    assert "KPI730" in done.stderr
    assert "apt install libreoffice-writer" in done.stderr
