"""Where outputs go: never into a workspace's own folders, and never over what somebody may still need."""

import os
import shutil
from pathlib import Path

import pytest

from cds_kpi.problem import Fault
from cds_kpi.store.writing import check_output, write_file
from conftest import Run
from test_cli import fingerprint

ROUND = ("--quarter", "Q3")
UNIT = ("--unit", "so-y-te")
SENT = ("submit", *UNIT, *ROUND, "--set", "online-dossiers=7369/11399", "--yes")
WRONG = ("submit", "so-y-te.2022-Q3.xlsx", "--yes")
AS_OF = ("--as-of", "2022-09-30")
OUTPUTS = {
    "form": ("form", *UNIT, *ROUND, "--out", "{}/ra.xlsx"),
    "forms": ("form", "--all", *ROUND, "--out", "{}"),
    "receipt": (*SENT, "--receipt", "{}/ra.html"),
    "marked": (*WRONG, "--marked", "{}/ra.xlsx"),
    "status": ("status", *ROUND, "--format", "csv", "--out", "{}/ra.csv"),
    "report": ("report", *ROUND, *AS_OF, "--out", "{}"),
    "report in a file": ("report", *ROUND, *AS_OF, "--out", "{}/ra.md"),
    "workspace": ("init", "{}/moi"),
}


def fill(call: tuple[str, ...], place: object) -> list[str]:
    return [word.format(place) for word in call]


@pytest.fixture
def forms(example: Path, run: Run) -> Path:
    """Give the example with an empty form of one unit in it: sent as it is, it is rejected."""
    assert run("form", *UNIT, *ROUND, cwd=example).returncode == 0
    return example


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("place", ["data", "data/submissions/2022-Q3", "data/moi/nua", "templates", "link"])
def test_no_output_lands_among_a_workspaces_own_files(name: str, place: str, run: Run, forms: Path) -> None:
    (forms / "link").symlink_to("data/reviews")
    (forms / "templates").mkdir(exist_ok=True)
    before = fingerprint(forms)
    result = run(*fill(OUTPUTS[name], place), cwd=forms)
    assert (result.returncode, result.stdout) == (2, "")
    assert "lỗi[KPI705]" in result.stderr
    assert fingerprint(forms) == before


def test_no_output_lands_in_another_workspace_or_behind_a_link(run: Run, forms: Path, tmp_path: Path) -> None:
    other = tmp_path / "khac"
    kept = tmp_path / "kho"
    shutil.copytree(forms / "data", kept)
    other.mkdir()
    (other / "data").symlink_to(kept)
    (forms / "ra.html").symlink_to(forms / "data" / "ra.html")
    before = fingerprint(tmp_path)
    for place in (other / "data" / "ra.html", "ra.html"):
        result = run(*SENT, "--receipt", place, cwd=forms)
        assert result.returncode == 2
        assert "KPI705" in result.stderr
    own = run("--workspace", other, *SENT, "--receipt", kept / "ra.html", cwd=forms)
    assert own.returncode == 2
    assert "KPI705" in own.stderr
    assert "--receipt" in own.stderr
    assert fingerprint(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "file"),
    [("form", "ra.xlsx"), ("forms", "so-tttt.2022-Q3.xlsx"), ("receipt", "ra.html"), ("marked", "ra.xlsx")],
)
def test_what_somebody_may_still_need_is_not_written_over(
    name: str, file: str, run: Run, forms: Path
) -> None:
    (forms / "ra").mkdir()
    (forms / "ra" / file).write_bytes(b"mine")
    before = fingerprint(forms)
    result = run(*fill(OUTPUTS[name], "ra"), cwd=forms)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"Đã có “ra/{file}”." in result.stderr
    assert f"--{name}" in result.stderr if name in {"receipt", "marked"} else "--out" in result.stderr
    assert fingerprint(forms) == before


def test_the_senders_own_workbook_is_never_marked_in_its_place(run: Run, forms: Path) -> None:
    before = fingerprint(forms)
    (forms / "hai.xlsx").symlink_to("so-y-te.2022-Q3.xlsx")
    for name in ("so-y-te.2022-Q3.xlsx", "hai.xlsx"):
        result = run(*WRONG, "--marked", name, cwd=forms)
        assert result.returncode == 2
        assert "KPI706" in result.stderr
    (forms / "hai.xlsx").unlink()
    assert fingerprint(forms) == before


@pytest.mark.parametrize("name", ["status", "report", "report in a file"])
def test_a_list_or_a_report_of_another_day_is_replaced(name: str, run: Run, example: Path) -> None:
    call = fill(OUTPUTS[name], "ra")
    assert run(*call, cwd=example).returncode == 0
    made = fingerprint(example)
    for path in (example / "ra").iterdir():
        path.write_bytes(b"of yesterday")
    assert run(*call, cwd=example).returncode == 0
    assert fingerprint(example) == made


@pytest.mark.parametrize(
    ("call", "known"),
    [
        ((*WRONG, "--marked", "ra.pdf"), ".xlsx"),
        ((*WRONG, "--marked", "ra"), ".xlsx"),
        ((*WRONG, "--marked", "ra.ods"), ".xlsx"),
        ((*SENT, "--receipt", "ra.xlsx"), ".txt, .html, .json"),
        (("status", *ROUND, "--format", "csv", "--out", "ra.xlsx"), ".csv"),
        (("status", *ROUND, "--format", "xlsx", "--out", "ra"), ".xlsx"),
        (("status", *ROUND, "--format", "json", "--out", "ra.txt"), ".json"),
    ],
    ids=lambda part: part[-1] if isinstance(part, tuple) else None,
)
def test_a_name_must_end_as_its_contents_ask_for(
    call: tuple[str, ...], known: str, run: Run, forms: Path
) -> None:
    before = fingerprint(forms)
    result = run(*call, cwd=forms)
    assert result.returncode == 2
    assert f"Ghi một tệp có đuôi {known}." in result.stderr
    assert fingerprint(forms) == before


def test_a_file_in_the_place_of_a_folder_is_named(run: Run, example: Path) -> None:
    (example / "reports").write_text("", encoding="utf-8")
    result = run("report", *ROUND, *AS_OF, cwd=example)
    assert result.returncode == 2
    assert result.stderr == (
        f"lỗi[KPI707]\n  “{example}/reports” là một tệp, mà kết quả cần một thư mục ở đó.\n"
        "  gợi ý: Đổi tên hoặc dời tệp đó đi, hoặc chọn chỗ khác bằng --out.\n"
    )
    before = fingerprint(example)
    result = run(*SENT, "--receipt", "reports/r.txt", cwd=example)
    assert result.returncode == 2
    assert "hoặc chọn chỗ khác bằng --receipt." in result.stderr
    assert fingerprint(example) == before


def test_a_folder_or_a_device_is_not_replaced(run: Run, example: Path) -> None:
    (example / "ra.csv").mkdir()
    result = run("status", *ROUND, "--format", "csv", "--out", "ra.csv", cwd=example)
    assert result.returncode == 2
    assert "lỗi[KPI708]\n  “ra.csv” là thư mục hoặc thiết bị" in result.stderr


def test_a_name_is_taken_once_even_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    for number, link in enumerate((os.link, refuse)):
        monkeypatch.setattr(os, "link", link)
        path = tmp_path / f"{number}.xlsx"
        assert write_file(path, b"one", replaces=False) is None
        assert write_file(path, b"two", replaces=False) == Fault("output-exists", {"path": str(path)})
        assert path.read_bytes() == b"one"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0.xlsx", "1.xlsx"]


def test_what_only_looks_like_a_workspaces_own_folder_is_any_folder(tmp_path: Path, example: Path) -> None:
    (tmp_path / "vong").symlink_to("vong")
    for path in (
        tmp_path / "data" / "ra.html",
        example / "data" / ".." / "ra.html",
        example / "data.html",
        example / "reports" / "data" / "ra.html",
    ):
        assert check_output(path, example, replaces=False) is None
    assert check_output(tmp_path / "vong" / "ra.html", example, replaces=False) is not None
