"""The office's templates: which serve, copying packaged ones, and trying all of them with samples."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from cds_kpi import desk
from cds_kpi.report.receipt import ReceiptView
from cds_kpi.report.sample import make_samples
from cds_kpi.report.view import ReportView
from cds_kpi.report.wording import STATES, STATUSES

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def city(run: Run, tmp_path: Path) -> Path:
    """Make a new workspace, which has no templates of its own."""
    assert run("init", "city").returncode == 0
    return tmp_path / "city"


def test_without_an_office_of_its_own_the_packaged_templates_serve(city: Path) -> None:
    lines = desk.list_templates(city)
    assert {line.origin for line in lines} == {"packaged"}
    assert {"report.md.j2", "report.html.j2", "receipt.txt.j2", "parts/words.j2"} <= {
        line.name for line in lines
    }


def test_a_copied_template_serves_and_is_told_from_one_the_office_added(run: Run, city: Path) -> None:
    done = run("templates", "copy", "receipt.txt.j2", cwd=city)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Đã ghi:\n  templates/receipt.txt.j2\n"
    (city / "templates/dau-trang.j2").write_text("x", encoding="utf-8")
    (city / "templates/~$ao.j2").write_text("x", encoding="utf-8")
    origins = {line.name: line.origin for line in desk.list_templates(city)}
    assert origins["receipt.txt.j2"] == "replaced"
    assert origins["dau-trang.j2"] == "office"
    assert origins["report.md.j2"] == "packaged"
    assert "~$ao.j2" not in origins
    listed = run("templates", "list", "--format", "json", cwd=city)
    assert '"origin": "office"' in listed.stdout


def test_nothing_is_copied_over_a_file_nor_where_one_name_is_unknown(run: Run, city: Path) -> None:
    own = city / "templates/report.md.j2"
    own.parent.mkdir()
    own.write_text("của cơ quan", encoding="utf-8")
    done = run("templates", "copy", "report.md.j2", "report.html.j2", cwd=city)
    assert done.returncode == 4
    assert "templates/report.md.j2" in done.stderr
    done = run("templates", "copy", "report.html.j2", "report.htm.j2", cwd=city)
    assert done.returncode == 2
    assert "Có phải ý là “report.html.j2”?" in done.stderr
    assert [path.name for path in own.parent.iterdir()] == ["report.md.j2"]
    assert own.read_text(encoding="utf-8") == "của cơ quan"


def test_all_copies_what_is_not_there_yet(run: Run, city: Path) -> None:
    assert run("templates", "copy", "report.md.j2", cwd=city).returncode == 0
    assert run("templates", "copy", "--all", cwd=city).returncode == 0
    assert {line.origin for line in desk.list_templates(city)} == {"replaced"}
    assert run("templates", "copy", cwd=city).returncode == 2
    assert run("templates", "copy", "--all", "report.md.j2", cwd=city).returncode == 2


def test_the_packaged_templates_work_with_every_sample(run: Run, city: Path) -> None:
    done = run("templates", "check", cwd=city)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("report.md.j2", "{{ report.period_title }}", "{{ report.period_titel }}", "period_titel"),
        ("parts/indicator.html.j2", "{% if", "{% fi", "parts/indicator.html.j2"),
        ("receipt.txt.j2", "{{", "{{ receipt.unit + 1 }}{{", "receipt.txt.j2"),
        (
            "report.html.j2",
            "<main",
            "{% for n in range(99999999) %}{{ n }}{% endfor %}<main",
            "report.html.j2",
        ),
    ],
)
def test_a_broken_template_is_named_with_its_file_and_line(
    run: Run, city: Path, name: str, old: str, new: str, said: str
) -> None:
    assert run("templates", "copy", name, cwd=city).returncode == 0
    path = city / "templates" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run("templates", "check", cwd=city)
    assert done.returncode == 1
    assert f"templates/{name}" in done.stdout
    assert said in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("reprot.html.j2", "report.html.j2"),
        ("Report.docx", "report.docx"),
        ("indicator.html.j2", "parts/indicator.html.j2"),
    ],
)
def test_a_misspelt_template_is_told_and_marked(run: Run, city: Path, name: str, near: str) -> None:
    (city / "templates").mkdir()
    (city / "templates" / name).write_text("{% include 'x' %}", encoding="utf-8")
    done = run("templates", "check", cwd=city)
    assert (done.returncode, done.stderr) == (0, "")
    assert "KPI732" in done.stdout
    assert f"Có phải ý là “{near}”?" in " ".join(done.stdout.split())
    (line,) = [
        line for line in run("templates", "list", cwd=city).stdout.splitlines() if line.startswith(name)
    ]
    assert "không được dùng" in line


def test_a_part_of_the_offices_own_is_used_where_another_asks_for_it(run: Run, city: Path) -> None:
    assert run("templates", "copy", "report.md.j2", cwd=city).returncode == 0
    own = city / "templates/report.md.j2"
    (city / "templates/reports.md.j2").write_text("xin chào", encoding="utf-8")
    own.write_text("{% include 'reports.md.j2' %}" + own.read_text(encoding="utf-8"), encoding="utf-8")
    (city / "templates/ghi-chu.txt").write_text("'ghi-chu.txt'", encoding="utf-8")
    done = run("templates", "check", cwd=city)
    assert (done.returncode, done.stdout) == (0, "")
    used = {line.name: line.is_used for line in desk.list_templates(city)}
    assert [name for name, is_used in used.items() if not is_used] == ["ghi-chu.txt"]


def test_samples_hold_everything_bare_items_or_nothing() -> None:
    full, bare, empty = make_samples(ReportView, "vi")
    assert [row.status for row in full.rows] == list(STATUSES)
    assert [unit.state for unit in full.units] == list(STATES)
    assert find_empty(full) == []
    assert (len(bare.rows), bare.notice, bare.rows[0].value) == (len(STATUSES), None, None)
    assert (empty.rows, empty.notice) == ((), None)
    assert {view.language for view in make_samples(ReceiptView, "en")} == {"en"}


def find_empty(view: object, path: str = "") -> list[str]:
    """Return the names of all that is None or an empty list in a view."""
    if isinstance(view, tuple):
        return [name for item in view for name in find_empty(item, path)] if view else [path]
    if is_dataclass(view):
        return [
            name
            for field in fields(view)
            for name in find_empty(getattr(view, field.name), f"{path}.{field.name}")
        ]
    return [path] if view is None else []


def test_the_document_in_word_is_tried_too(run: Run, city: Path, repo: Path) -> None:
    (city / "templates").mkdir(exist_ok=True)
    (city / "templates/report.docx").write_bytes(b"a letter")
    done = run("templates", "check", cwd=city)
    assert done.returncode == 1
    assert "KPI720" in done.stdout + done.stderr
    (city / "templates/report.docx").write_bytes((repo / "templates/report.docx").read_bytes())
    assert run("templates", "check", cwd=city).returncode == 0
