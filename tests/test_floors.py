"""Every room keeps to its floor, and each rule that says so has been seen to fail."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "cds_kpi"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# One breach a line: the contract it breaks (two where one forbids what the other protects) and, of the files it
# takes, each one's new line.
BREACHES: list[tuple[str, dict[str, str]]] = [
    ("floors", {"utils.py": '"""A module without a floor."""'}),
    ("floors", {"store/planted.py": "import cds_kpi.report"}),
    ("floors", {"store/planted.py": "import cds_kpi.assess"}),
    ("floors", {"post/planted.py": "import cds_kpi.render"}),
    ("cli-asks-desk", {"cli/planted.py": "from cds_kpi import render"}),
    ("cli-asks-desk", {"cli/planted.py": "import cds_kpi.report"}),
    ("cli-asks-desk", {"cli/planted.py": "import cds_kpi.assess"}),
    ("cli-asks-desk", {"cli/planted.py": "import cds_kpi.store"}),
    ("cli-asks-desk", {"cli/planted.py": "import cds_kpi.model"}),
    ("render-sees-report", {"render/planted.py": "import cds_kpi.assess"}),
    ("render-sees-report", {"render/planted.py": "from cds_kpi import store"}),
    ("render-sees-report", {"render/planted.py": "import cds_kpi.model"}),
    ("post-sees-notices", {"post/planted.py": "import cds_kpi.assess"}),
    ("post-sees-notices", {"post/planted.py": "from cds_kpi import store"}),
    ("post-sees-notices", {"post/planted.py": "import cds_kpi.model"}),
    ("floors", {"post/planted.py": "import cds_kpi.render"}),
    ("assess-is-pure workbooks-in-forms", {"assess/planted.py": "import openpyxl"}),
    ("assess-touches-nothing", {"assess/planted.py": "from pathlib import Path"}),
    ("assess-touches-nothing", {"assess/planted.py": "import time"}),
    ("yaml-in-store", {"report/planted.py": "import yaml"}),
    ("terminal-in-cli", {"report/planted.py": "from rich.text import Text"}),
    ("terminal-in-cli", {"report/planted.py": "import typer"}),
    ("templates-in-render", {"report/planted.py": "import jinja2"}),
    ("documents-in-render", {"report/planted.py": "import docxtpl"}),
    ("documents-in-render", {"desk/planted.py": "from docx import Document"}),
    ("workbooks-in-forms", {"report/planted.py": "import openpyxl"}),
    ("workbooks-in-forms", {"render/planted.py": "import openpyxl"}),
    ("report-workbooks-in-render", {"report/planted.py": "import xlsxwriter"}),
    ("calendars-in-post", {"render/planted.py": "import icalendar"}),
    ("mail-in-post", {"desk/planted.py": "import smtplib"}),
    ("keys-in-store", {"desk/planted.py": "import cryptography"}),
    (
        "no-circles",
        {"model/planted.py": "import cds_kpi.model.other", "model/other.py": "import cds_kpi.model.planted"},
    ),
]

# Not in reach of import-linter: what a module does with what Python gives it. By the dotted name it stands for.
FORBIDDEN_BELOW_CLI = {
    "datetime.date.today": "reads the clock",
    "datetime.datetime.now": "reads the clock",
    "datetime.datetime.today": "reads the clock",
    "datetime.datetime.utcnow": "reads the clock",
    "time.time": "reads the clock",
    "time.time_ns": "reads the clock",
    "time.localtime": "reads the clock",
    "time.gmtime": "reads the clock",
    "importlib.import_module": "imports what import-linter cannot see",
    "__import__": "imports what import-linter cannot see",
    "eval": "runs text as code",
    "exec": "runs text as code",
    "print": "prints",
    "input": "asks",
    "sys.stdout": "prints",
    "sys.stderr": "prints",
    "sys.stdin": "asks",
    "os.environ": "reads the environment",
    "os.getenv": "reads the environment",
}
FORBIDDEN_OUTSIDE_STORE = {
    "open": "opens a file",
    "io.open": "opens a file",
    "os.open": "opens a file",
    "os.fdopen": "opens a file",
    "os.replace": "changes a file",
    "os.rename": "changes a file",
    "os.remove": "changes a file",
    "os.unlink": "changes a file",
    "shutil.copyfile": "changes a file",
    "shutil.copytree": "changes a file",
    "shutil.rmtree": "changes a file",
}
# Of any object whatever: an AST does not know which one is a Path.
METHODS_OF_PATHS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "unlink",
    "mkdir",
    "touch",
}

# What may do so all the same, and why. (module's file, what it uses)
ALLOWED: dict[tuple[str, str], str] = {
    (
        "desk/__init__.py",
        "importlib.import_module",
    ): "imports what stands written down above it, each at its first use",
    ("archive.py", ".open"): "opens a part of an archive's bytes, which are in memory",
    ("render/folders.py", ".read_bytes"): "reads a template in Word, as Jinja's own loader reads the others",
    ("render/pdf.py", ".write_bytes"): "hands LibreOffice the document, in a folder that is gone afterwards",
    ("render/pdf.py", ".read_bytes"): "takes the PDF out of that folder",
}


def contracts(repo: Path) -> list[dict[str, Any]]:
    with (repo / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def lint_imports(root: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run lint-imports on the tree below `root`, whatever is installed."""
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--config", "pyproject.toml", "--no-cache", "--no-logo"],
        cwd=root,
        env={**env, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def copy(repo: Path, tmp_path: Path) -> Path:
    """A copy of the source, to break."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(repo / "src" / PACKAGE, tmp_path / "src" / PACKAGE, ignore=ignored)
    shutil.copy(repo / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_holds(repo: Path, clean_environment: dict[str, str]) -> None:
    result = lint_imports(repo, clean_environment)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{len(contracts(repo))} kept, 0 broken" in result.stdout


def test_every_contract_has_a_breach(repo: Path) -> None:
    assert {contract["id"] for contract in contracts(repo)} == {
        contract for breach, _ in BREACHES for contract in breach.split()
    }


@pytest.mark.parametrize(
    ("contract", "lines"), BREACHES, ids=[f"{name}: {'; '.join(lines.values())}" for name, lines in BREACHES]
)
def test_a_breach_breaks_its_contract_and_no_other(
    repo: Path, copy: Path, clean_environment: dict[str, str], contract: str, lines: dict[str, str]
) -> None:
    for name, line in lines.items():
        planted = copy / "src" / PACKAGE / name
        assert not planted.exists()
        planted.write_text(f"{line}\n", encoding="utf-8")
    result = lint_imports(copy, clean_environment)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [found["id"] for found in contracts(repo) if f"{found['name']} BROKEN" in result.stdout]
    assert broken == contract.split(), result.stdout


def breaches_in(text: str, *, may_touch_files: bool) -> Iterator[tuple[int, str, str]]:
    """Find in a module what it must not do: line, what it uses, what that does.

    A name counts by what it stands for after the module's imports, called or handed on.
    """
    tree = ast.parse(text)
    stands_for: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            stands_for |= {name.asname: name.name for name in node.names if name.asname}
        elif isinstance(node, ast.ImportFrom):
            stands_for |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}

    forbidden = FORBIDDEN_BELOW_CLI | ({} if may_touch_files else FORBIDDEN_OUTSIDE_STORE)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            first, *rest = ast.unparse(node).split(".")
            dotted = ".".join([stands_for.get(first, first), *rest])
            if dotted in forbidden:
                yield node.lineno, dotted, forbidden[dotted]
            elif isinstance(node, ast.Attribute) and node.attr in METHODS_OF_PATHS and not may_touch_files:
                yield node.lineno, f".{node.attr}", "touches a file"


def breaches_below_cli(package: Path) -> Iterator[tuple[str, int, str, str]]:
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package)
        if name.parts[0] != "cli":
            text = path.read_text(encoding="utf-8")
            for line, used, does in breaches_in(text, may_touch_files=name.parts[0] == "store"):
                yield name.as_posix(), line, used, does


def test_below_the_door_nothing_asks_the_machine_and_only_the_store_touches_files(repo: Path) -> None:
    found = list(breaches_below_cli(repo / "src" / PACKAGE))
    assert [
        f"{name}:{line}: {used} {does}" for name, line, used, does in found if (name, used) not in ALLOWED
    ] == []


def test_every_exception_is_still_needed(repo: Path) -> None:
    assert {(name, used) for name, _, used, _ in breaches_below_cli(repo / "src" / PACKAGE)} >= set(ALLOWED)


@pytest.mark.parametrize(
    ("line", "used"),
    [
        ("import datetime; datetime.date.today()", "datetime.date.today"),
        ("from datetime import date; date.today()", "datetime.date.today"),
        ("from datetime import datetime as dt; dt.now()", "datetime.datetime.now"),
        ("from datetime import datetime; field(default_factory=datetime.now)", "datetime.datetime.now"),
        ("import time; time.time()", "time.time"),
        ("from time import time; time()", "time.time"),
        ("import importlib; importlib.import_module('yaml')", "importlib.import_module"),
        ("__import__('yaml')", "__import__"),
        ("print('done')", "print"),
        ("import sys; sys.stdout.write('done')", "sys.stdout"),
        ("import os; os.environ.get('LANG')", "os.environ"),
        ("open('data/units.yaml')", "open"),
        ("from pathlib import Path; Path('x').open()", ".open"),
        ("path.read_text()", ".read_text"),
        ("(folder / name).write_text('')", ".write_text"),
        ("import os as machine; machine.replace('a', 'b')", "os.replace"),
    ],
)
@pytest.mark.parametrize("room", ["assess", "report"])
def test_a_planted_breach_is_found(copy: Path, line: str, used: str, room: str) -> None:
    package = copy / "src" / PACKAGE
    (package / room / "planted.py").write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    found = [
        (name, number, what) for name, number, what, _ in breaches_below_cli(package) if "planted" in name
    ]
    assert found == [(f"{room}/planted.py", 3, used)]


def test_the_store_may_touch_files_but_not_the_clock(copy: Path) -> None:
    package = copy / "src" / PACKAGE
    (package / "store" / "planted.py").write_text("import time\nopen('x')\ntime.time()\n", encoding="utf-8")
    found = [(number, what) for name, number, what, _ in breaches_below_cli(package) if "planted" in name]
    assert found == [(3, "time.time")]


def test_the_door_may_do_all_of_it(copy: Path) -> None:
    package = copy / "src" / PACKAGE
    (package / "cli" / "planted.py").write_text("print(open('x').read())\n", encoding="utf-8")
    assert [name for name, *_ in breaches_below_cli(package) if "planted" in name] == []
