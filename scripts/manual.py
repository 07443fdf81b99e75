"""The generated parts of the manual: what every file may hold, and every command's help.

Called from the cog blocks in docs/*.md and README.md, so that the pages cannot go their own way.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import types
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from cds_kpi.model import fields
from cds_kpi.model.catalogue import Catalogue
from cds_kpi.model.describing import describe_fields
from cds_kpi.model.journal import Act
from cds_kpi.model.keys import Key, Revocation
from cds_kpi.model.office import Extension, Holidays, Review, Settings
from cds_kpi.model.submission import Submission
from cds_kpi.model.units import Registry
from cds_kpi.number import Number

ROOT = Path(__file__).resolve().parent.parent

VIEWS = (
    *(
        "report/view.py",
        "report/row_view.py",
        "report/comparison_view.py",
        "report/difference_view.py",
        "report/explanation.py",
    ),
    *("report/contributions.py", "report/receipt.py", "report/notice.py", "report/letter.py"),
)
"""The modules whose records templates see."""
WHOLE = (
    *(
        "ReportView",
        "ComparisonView",
        "DifferenceView",
        "ExplanationView",
        "ContributionsView",
        "ReceiptView",
    ),
    *("NoticeView", "ChatView", "DigestView", "LetterView"),
)
"""The views that a template is given, which stand first."""
BESIDES = {"report/deadlines.py": ("OwedLine",)}
"""Of other modules, the records that templates see."""

FILES: tuple[tuple[str, type[BaseModel]], ...] = (
    ("data/indicators.yaml", Catalogue),
    ("data/units.yaml", Registry),
    ("data/settings.yaml", Settings),
    ("data/holidays.yaml", Holidays),
    ("data/submissions/<period>/<unit>.yaml, <unit>.r2.yaml, ...", Submission),
    ("data/reviews/<period>/<unit>.r<N>.yaml", Review),
    ("data/extensions/<period>/<unit>.yaml", Extension),
    ("data/journal/<thousand>/<count>-<SHA-256>.yaml", Act),
    ("data/keys/<unit>/<fingerprint>.yaml", Key),
    ("data/keys/<unit>/<fingerprint>.revoked.yaml", Revocation),
)

_NAMES: tuple[tuple[object, str], ...] = (
    (fields.Line, "text"),
    (fields.Id, "id"),
    (fields.Figure, "number"),
    (fields.Whole, "whole number"),
    (fields.Flag, "true/false"),
    (fields.Day, "day"),
    (fields.Moment, "moment"),
    (fields.PeriodField, "period"),
    (fields.Sha256, "SHA-256"),
    (fields.Email, "e-mail address"),
    (fields.Wording, "wording"),
)


def describe_files() -> str:
    """Return a section for every kind of file, with a table for every record in it."""
    describe_fields()
    return "\n".join(_describe_file(name, record) for name, record in FILES)


def _describe_file(name: str, record: type[BaseModel]) -> str:
    lines = [f"## {name}", ""]
    waiting, seen = [record], {record, fields.Bilingual}
    while waiting:
        current = waiting.pop(0)
        lines += [
            f"### {_title(current)}",
            "",
            _first_sentence(current),
            "",
            "| key | holds | meaning |",
            "|---|---|---|",
        ]
        for key, field in current.model_fields.items():
            annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            default = _say_default(field.default) if not field.is_required() else " (required)"
            meaning = " ".join((field.description or "").split())
            lines.append(f"| `{field.alias or key}` | {_say_type(annotation)}{default} | {meaning} |")
            for found in _find_records(field.annotation):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
        lines.append("")
    return "\n".join(lines)


def describe_views() -> str:
    """Return a table of names for every record that templates see, the whole ones first."""
    found = {
        name: (summary, rows)
        for path in (*VIEWS, *BESIDES)
        for name, summary, rows in _read_views(path)
        if name in BESIDES.get(path, (name,))
    }
    whole = [name for name in WHOLE if name in found]
    lines: list[str] = []
    for name in [*whole, *(name for name in found if name not in whole)]:
        summary, rows = found[name]
        lines += [f"### {name}", "", summary, "", "| name | holds | meaning |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _read_views(path: str) -> list[tuple[str, str, list[str]]]:
    """Return each record of a module: its name, its first sentence, and a row of a table for each of its names."""
    views = []
    for node in ast.parse((ROOT / "src/cds_kpi" / path).read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        rows = []
        for at, item in enumerate(node.body):
            if not isinstance(item, ast.AnnAssign):
                continue
            told = node.body[at + 1] if at + 1 < len(node.body) else None
            words = ""
            if isinstance(told, ast.Expr) and isinstance(told.value, ast.Constant):
                words = " ".join(str(told.value.value).split())
            held = ast.unparse(item.annotation).replace(" | None", " or nothing").replace("...", "…")
            held = re.sub(r"(?:tuple|Sequence)\[(\w+)(?:, …)?\]", r"list of \1", held)
            rows.append(f"| `{ast.unparse(item.target)}` | {held} | {words.replace('|', chr(92) + '|')} |")
        views.append((node.name, " ".join((ast.get_docstring(node) or "").split()), rows))
    return views


def _title(record: type[BaseModel]) -> str:
    return record.__name__


def _first_sentence(record: type[BaseModel]) -> str:
    return " ".join((record.__doc__ or "").split("\n\n")[0].split())


def _say_default(default: object) -> str:
    if default is PydanticUndefined or default in (None, (), {}) or isinstance(default, BaseModel):
        return ""
    if isinstance(default, Number):
        return f", {default.written} if left out"
    if isinstance(default, bool):
        return f", {str(default).lower()} if left out"
    if isinstance(default, tuple):
        return f", [{', '.join(str(item) for item in default)}] if left out"
    return f", {default} if left out"


def _say_type(annotation: Any) -> str:
    for known, name in _NAMES:
        if annotation == known:
            return name
    origin, options = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        for known, name in _NAMES:
            if get_args(known)[:2] == options[:2]:
                return name
        return _say_type(options[0])
    if origin in {Union, types.UnionType}:
        return " or ".join(_say_type(option) for option in options if option is not type(None))
    if origin is dict:
        return f"mapping of {_say_type(options[1])}"
    if origin is tuple:
        return (
            f"list of {_say_type(options[0])}"
            if options[-1] is Ellipsis
            else f"[{', '.join(map(_say_type, options))}]"
        )
    if origin is Literal:
        return " / ".join(f"`{word}`" for word in options)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (
            "wording"
            if annotation is fields.Bilingual
            else f"[{annotation.__name__}](#{annotation.__name__.lower()})"
        )
    plain = {str: "text", int: "whole number", bool: "true/false", Number: "number"}
    return plain.get(annotation, getattr(annotation, "__name__", str(annotation)).lower())


def _find_records(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [record for option in get_args(annotation) for record in _find_records(option)]


def run_command(*arguments: str, language: str = "vi", columns: int = 100, cwd: Path = ROOT) -> str:
    """Return what the program prints, both streams together, as in a terminal of so many columns without colour."""
    environment = {
        "PATH": os.environ["PATH"],
        "COLUMNS": str(columns),
        "CDS_KPI_LANG": language,
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "HOME": "/",
    }
    command = [sys.executable, "-m", "cds_kpi", *arguments]
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        check=False,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())


def show_session(*lines: tuple[str, ...], language: str = "vi", columns: int = 100) -> str:
    """Return commands and what they print, as a code block."""
    shown = []
    for arguments in lines:
        said = run_command(*arguments, language=language, columns=columns)
        shown.append(f"$ cds-kpi {' '.join(arguments)}" + (f"\n{said}" if said else ""))
    return "```console\n" + "\n\n".join(shown) + "\n```\n"


def show_mistake(file: str, right: str, wrong: str, *, language: str) -> str:
    """Return what `check` prints of the example store with one mistake made in a copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "data", copy / "data")
        path = copy / file
        text = path.read_text(encoding="utf-8")
        if right not in text:
            raise SystemExit(f"{file} does not hold {right!r}")
        path.write_text(text.replace(right, wrong), encoding="utf-8")
        said = run_command("check", language=language, columns=100, cwd=copy)
    return f"```console\n$ cds-kpi --lang {language} check\n{said}\n```\n"


def show_submission() -> str:
    """Return a unit's form, figures sent for it in a copy of the example store, and how the round then stands."""
    lines = (
        ("form", "--unit", "ubnd-quan-3", "--quarter", "Q3"),
        (
            "submit",
            "--unit",
            "ubnd-quan-3",
            "--quarter",
            "Q3",
            "--set",
            "online-dossiers=3120/6050",
            "--dry-run",
        ),
        ("status", "--quarter", "Q3", "--as-of", "2022-09-30", "--by", "level"),
    )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "data", copy / "data")
        shown = []
        for arguments in lines:
            said = run_command(*arguments, language="vi", columns=100, cwd=copy)
            kept = [line for line in said.splitlines() if not _is_of_the_moment(line)]
            shown.append(f"$ cds-kpi {' '.join(arguments)}\n" + "\n".join(kept))
    return "```console\n" + "\n\n".join(shown) + "\n```\n"


_SEALED = "data/submissions/2022-Q3/so-y-te.yaml"
_RUN_FOLDER = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}-[0-9a-f]{12}")


def _leave_half(copy: Path) -> None:
    path = copy / "data/submissions/2022-Q3/.so-y-te.r3.yaml.0123456789ab.tmp"
    path.write_bytes(b"format: 1\n")
    os.utime(path, (1_600_000_000, 1_600_000_000))


def _cut(copy: Path) -> None:
    for file in (_SEALED, "data/submissions/2022-Q3/so-tnmt.yaml"):
        data = (copy / file).read_bytes()
        (copy / file).write_bytes(data[: len(data) // 2])


def _lose(copy: Path) -> None:
    (copy / _SEALED).unlink()


def _copy_twice(copy: Path) -> None:
    shutil.copy(copy / _SEALED, copy / _SEALED.replace(".yaml", ".r2 (conflicted copy 2022-09-15).yaml"))


ACCIDENTS = {"interrupted": _leave_half, "damaged": _cut, "lost": _lose, "apart": _copy_twice}
"""What befalls a copy of the example store before commands are shown in it."""


def show_recovery(accident: str, *lines: tuple[str, ...]) -> str:
    """Return commands and what they print after an accident to a copy of the example store, as a code block."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "data", copy / "data")
        ACCIDENTS[accident](copy)
        shown = []
        for arguments in lines:
            said = run_command("--lang", "en", *arguments, columns=100, cwd=copy)
            told = _RUN_FOLDER.sub("2022-09-16T083015-0123456789ab", said)
            shown.append(f"$ cds-kpi --lang en {' '.join(arguments)}\n{told}")
    return "```console\n" + "\n\n".join(shown) + "\n```\n"


def _is_of_the_moment(line: str) -> bool:
    """Whether a line tells the time it was printed, which no page can hold."""
    return line.startswith(("Nhận lúc:", "Kết quả:", "cds-kpi.receipt/1"))


def list_commands() -> str:
    """Return the program's own help, in English."""
    return (
        "```console\n$ cds-kpi --lang en --help\n"
        + run_command("--help", language="en", columns=100)
        + "\n```\n"
    )


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("init",),
    ("check",),
    ("indicators",),
    ("indicators", "list"),
    ("indicators", "show"),
    ("units",),
    ("units", "list"),
    ("units", "show"),
    ("form",),
    ("submit",),
    ("keys",),
    ("keys", "new"),
    ("keys", "add"),
    ("keys", "list"),
    ("keys", "revoke"),
    ("cache",),
    ("cache", "info"),
    ("cache", "clear"),
    ("templates",),
    ("templates", "list"),
    ("templates", "copy"),
    ("templates", "check"),
    ("status",),
    ("history",),
    ("verify-receipt",),
    ("verify",),
    ("review",),
    ("review", "accept"),
    ("review", "return"),
    ("review", "exclude"),
    ("review", "include"),
    ("close",),
    ("reopen",),
    ("check-deadlines",),
    ("extend",),
    ("cron-line",),
    ("mail",),
    ("mail", "test"),
    ("report",),
    ("explain",),
    ("contributions",),
    ("diff",),
    ("schema",),
    ("explain-problem",),
    ("doctor",),
)
"""Every command, in the order of the manual; a test holds it against the program's own list."""


def describe_commands() -> str:
    """Return a section for every command with its help in English."""
    sections = [f"## cds-kpi\n\n```\n{run_command('--help', language='en')}\n```\n"]
    for command in COMMANDS:
        said = run_command(*command, "--help", language="en")
        sections.append(f"## cds-kpi {' '.join(command)}\n\n```\n{said}\n```\n")
    return "\n".join(sections)
