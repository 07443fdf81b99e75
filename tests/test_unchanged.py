"""Asking changes nothing: the store stays as it is, and the same store and moment give the same bytes anywhere."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import Needs, Run

REPORT = ("report", "--quarter", "Q3", "--as-of", "2022-09-30")
PRINTED = {form: (*REPORT, "--format", form, "--stdout") for form in ("md", "html", "json")}

ASKING = [
    ("check",),
    ("check", "data/submissions/2022-Q3/so-y-te.yaml", "--format", "json"),
    (*REPORT, "--out", "../elsewhere"),
    (*REPORT, "--skip-broken", "--format", "md", "--out", "../elsewhere.md"),
    *PRINTED.values(),
    ("indicators",),
    ("indicators", "show", "online-dossiers"),
    ("units", "--format", "json"),
    ("schema", "catalogue"),
    ("schema", "submission"),
    ("explain-problem", "KPI101"),
    ("init", "../new"),
]


def fingerprint(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Everything that can change in a folder: names, kinds, bytes, modes and times."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder",
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
        )
        for path in [folder, *sorted(folder.rglob("*"))]
    }


@pytest.mark.parametrize("arguments", ASKING, ids=" ".join)
def test_asking_leaves_every_file_of_the_store_as_it_was(
    run: Run, example: Path, arguments: tuple[str, ...]
) -> None:
    before = fingerprint(example)
    done = run(*arguments, cwd=example)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert fingerprint(example) == before


def test_asking_leaves_a_store_with_problems_as_it_was(run: Run, example: Path) -> None:
    path = example / "data/submissions/2022-Q3/so-y-te.yaml"
    path.write_bytes(path.read_bytes()[:-4])
    before = fingerprint(example)
    assert run("check", cwd=example).returncode == 1
    assert run(*PRINTED["json"], cwd=example).returncode == 1
    assert run(*PRINTED["json"], "--skip-broken", cwd=example).returncode == 0
    assert fingerprint(example) == before


# What opens, makes, renames, removes or touches a file; reading is left out below.
WRITES = re.compile(
    r"\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)\b"
    r"|^(?:\d+ +)?(?:creat|rename\w*|unlink\w*|link\w*|symlink\w*|mkdir\w*|rmdir|mknod\w*"
    r"|truncate|utime\w*|futimesat|chmod|fchmodat\w*|chown|lchown|fchownat|setxattr|removexattr)\("
)


def traced_writes(strace: Path, arguments: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> list[str]:
    """Run the program and return each line of the trace in which it writes something within data/."""
    log = cwd.parent / "trace.txt"
    done = subprocess.run(
        [strace, "-f", "-y", "-s", "500", "-e", "trace=%file", "-o", log, sys.executable, "-m", "cds_kpi", *arguments],
        cwd=cwd,
        env={**env, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert any("data/indicators.yaml" in line for line in lines)
    # A relative name is one within the workspace, where the program was started.
    inside = re.compile(rf'["<]{re.escape(str(cwd))}/data[/">]|"(?:\./)?data[/"]')
    return [line for line in lines if WRITES.search(line) and inside.search(line)]


@pytest.mark.parametrize("arguments", [("check",), (*REPORT, "--out", "../elsewhere")], ids=" ".join)
def test_nothing_within_the_store_is_opened_for_writing(
    needs: Needs, example: Path, clean_environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    assert traced_writes(needs("strace"), arguments, example, clean_environment) == []


def test_the_trace_would_show_a_file_written_within_the_store(
    needs: Needs, example: Path, clean_environment: dict[str, str]
) -> None:
    arguments = ("review", "accept", "--unit", "so-y-te", "--quarter", "Q3")
    assert traced_writes(needs("strace"), arguments, example, clean_environment)


ELSEWHERE: list[tuple[str, dict[str, str]]] = [
    ("with no time zone set", {}),
    ("in UTC", {"TZ": "UTC"}),
    ("in New York", {"TZ": "America/New_York"}),
    ("in the city", {"TZ": "Asia/Ho_Chi_Minh"}),
    ("far east of it", {"TZ": "Pacific/Kiritimati"}),
    ("hashed otherwise", {"PYTHONHASHSEED": "1"}),
    ("hashed in yet another way", {"PYTHONHASHSEED": "4242"}),
    ("in the C locale", {"LANG": "C"}),
    ("in the C locale, insisted on", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    ("in a Vietnamese locale", {"LANG": "vi_VN.UTF-8", "LC_ALL": "vi_VN.UTF-8"}),
]


def written(
    run: Run, out: Path, *before: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    """Return the report in each form, as the program writes it."""
    done = run(*before, *REPORT, "--out", out, cwd=cwd, env=env)
    assert done.returncode == 0, done.stderr
    files = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(files) == ["cv-3036.docx", "cv-3036.html", "cv-3036.json", "cv-3036.md", "cv-3036.xlsx"]
    assert all(len(data) > 10_000 for data in files.values())
    return files


def test_the_same_store_and_moment_give_the_same_bytes_again_and_elsewhere(
    run: Run, example: Path, tmp_path: Path
) -> None:
    first = written(run, tmp_path / "first", cwd=example)
    for number, (where, env) in enumerate(ELSEWHERE):
        assert written(run, tmp_path / str(number), cwd=example, env=env) == first, where


def test_the_same_store_gives_the_same_bytes_wherever_it_lies_and_one_stands(
    run: Run, example: Path, tmp_path: Path
) -> None:
    first = written(run, tmp_path / "first", cwd=example)
    # Copied, its folders listed in another order; from a folder within it; named from outside.
    other = tmp_path / "một nơi khác"
    shutil.copytree(example / "templates", other / "templates")
    for path in sorted((example / "data").rglob("*.yaml"), reverse=True):
        target = other / path.relative_to(example)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert written(run, tmp_path / "copied", cwd=other) == first
    assert written(run, tmp_path / "within", cwd=other / "data/submissions/2022-S1") == first
    assert written(run, tmp_path / "named", "--workspace", "../một nơi khác", cwd=example) == first


def test_what_is_printed_is_what_is_written(run: Run, example: Path, tmp_path: Path) -> None:
    files = written(run, tmp_path / "out", cwd=example)
    for form, arguments in PRINTED.items():
        done = run(*arguments, cwd=example)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.encode() == files[f"cv-3036.{form}"]
