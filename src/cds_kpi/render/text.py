"""The report as text for people: Markdown and HTML, filled from templates that the office may replace file by file.

Convention: a template sees the finished view as `report` and the functions `say`, `share` and, in HTML, `digest`,
nothing else; all it puts out is made safe for the form, so that what a unit wrote appears as text.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.number import format_decimal
from cds_kpi.problem import Problem
from cds_kpi.text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from markupsafe import Markup

    from cds_kpi.problem import Fact
    from cds_kpi.render.folders import Folders
    from cds_kpi.report.comparison_view import ComparisonView
    from cds_kpi.report.view import ReportView
    from cds_kpi.text import Language

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document may hold."""
_MARKDOWN = re.compile(r"[\\`*_\[\]|~$]|<(?=[A-Za-z/!?]|$)|&(?=#?\w+;)|#(?=#*$)")
"""What means something in Markdown wherever it stands, tables included."""
_MARKDOWN_START = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|-{2,}|=+$|>)")
"""What would make the beginning of a line a numbered list, a heading, a list, a rule or a quotation."""

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")

WRONG = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What Python raises for what a template does: adding a text to a number, nesting too deep."""


def render_text(view: ReportView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    """Return the report as the bytes of a Markdown (`md`) or HTML (`html`) file: UTF-8, line ends LF.

    The template `report.<form>.j2` and whatever it includes is taken from the first of the folders that has it.
    A template that is missing, wrong or endless is a problem with the place in it.
    """
    return render_template(f"report.{form}.j2", form, view.language, {"report": view}, folders)


def render_template(
    name: str, form: str, language: Language, given: Mapping[str, object], folders: Sequence[Path]
) -> bytes | Problem:
    """Return a template filled with a finished view, made safe for `md` or `html`; problems as in `fill_template`."""
    functions: dict[str, Callable[..., str]] = {"say": find_words(language), "share": find_share}
    if form == "html":
        functions["digest"] = find_digest
    return fill_template(name, folders, _find_escape(form), functions, given)


def render_comparison_text(view: ComparisonView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    """Return the comparison of all programmes as Markdown (`md`) or HTML (`html`), from `comparison.<form>.j2`."""
    functions: dict[str, Callable[..., str]] = {"say": find_words(view.language)}
    if form == "html":
        functions["digest"] = find_digest
    name = f"comparison.{form}.j2"
    return fill_template(name, folders, _find_escape(form), functions, {"comparison": view})


def find_words(language: Language) -> Callable[[str, str], str]:
    """Return the function that templates choose a wording with."""

    def say(vi: str, en: str) -> str:
        return vi if language == "vi" else en

    return say


def find_share(exact: str | int, whole: str | int = 100, start: str | int = 0) -> str:
    """Return how many hundredths of the way from `start` to `whole` a number is, within 0 and 100, for a picture.

    Rounded down to two places: a bar that is short of its end stays short of it. 0 where both ends are the same.
    """
    way = Fraction(whole) - Fraction(start)
    if way == 0:
        return "0"
    share = min(Fraction(100), max(Fraction(0), (Fraction(exact) - Fraction(start)) * 100 / way))
    return format_decimal(Fraction(share * 100 // 1, 100))


def find_digest(text: str) -> str:
    """Return what a content security policy names a script or style by, when it holds exactly this text."""
    from base64 import b64encode
    from hashlib import sha256

    return f"sha256-{b64encode(sha256(str(text).encode()).digest()).decode()}"


def escape_html(text: str) -> Markup:
    """Return a text so that it appears in HTML as it was written."""
    from markupsafe import escape

    return escape(_clean(text))


def escape_line(text: str) -> Markup:
    """Return a text for one line of plain text: what cannot be seen is shown as unreadable."""
    from markupsafe import Markup

    shown = "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in text)
    return Markup(shown)  # noqa: S704 - plain text has nothing to escape


def _find_escape(form: str) -> Callable[[str], Markup]:
    from markupsafe import Markup

    def mark_markdown(text: str) -> Markup:
        return Markup(escape_markdown(text))  # noqa: S704 - just made safe

    return mark_markdown if form == "md" else escape_html


def _clean(text: str) -> str:
    return _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape_markdown(text: str) -> str:
    """Return a text for one line or cell of Markdown, so that it reads as it was written; figures stay unchanged."""
    line = " ".join(_clean(text).split())
    marked = _MARKDOWN.sub(lambda found: "\\" + found[0], line)
    start = _MARKDOWN_START.match(marked)
    return f"{start[0]}\\{marked[start.end() :]}" if start is not None else marked


def fill_template(
    name: str,
    folders: Sequence[Path],
    escape: Callable[[str], Markup],
    functions: Mapping[str, Callable[..., str]],
    given: Mapping[str, object],
) -> bytes | Problem:
    """Return a template of the first of the folders that has it, filled with what is given; UTF-8.

    A template that is missing, wrong or endless is a problem with the place in it.
    """
    from jinja2 import TemplateError

    from cds_kpi.render.folders import Folders, UnreadableError
    from cds_kpi.render.sandbox import ExhaustedError, Sandbox

    sandbox = Sandbox(Folders(folders), escape, functions)
    try:
        pieces = sandbox.get_template(name).generate(**given)
        return "".join([sandbox.budget.write(piece) for piece in pieces]).encode()
    except (TemplateError, ExhaustedError, UnreadableError, *WRONG) as error:
        return _explain(sandbox.folders, name, error)


def _explain(folders: Folders, name: str, error: Exception) -> Problem:
    """Return what went wrong in the templates as a problem, with the template's own line and never Jinja's words."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    from cds_kpi.render.folders import UnreadableError
    from cds_kpi.render.metering import UnknownFilterError
    from cds_kpi.render.sandbox import ExhaustedError, UnknownNameError

    if isinstance(error, UnreadableError):
        return error.fault.at(folders.find_place(error.name))
    spot = folders.find_spot(error)
    if isinstance(error, TemplateNotFound):
        missing = str(error.name or name)
        place = folders.find_place(*spot) if spot is not None else folders.find_place(missing)
        return Problem("template-missing", place, {"name": missing})
    at, line = spot if spot is not None else (name, None)
    place = folders.find_place(at, line)
    facts: dict[str, Fact] = {"name": at}
    if isinstance(error, UnknownFilterError | UnknownNameError):
        return Problem("template-name-unknown", place, {**facts, "found": error.found})
    if isinstance(error, ExhaustedError | MemoryError | RecursionError):
        return Problem("template-too-long", place, facts)
    found = folders.find_line(at, line or 1)
    if line is not None and isinstance(error, TemplateSyntaxError):
        return Problem("template-syntax", place, {**facts, "line": line, "said": shorten(found)})
    # Of a long line the tag alone, where there is but one.
    tags = _TAG.findall(found)
    facts |= {"line": line or 1, "said": shorten(tags[0] if len(tags) == 1 else found) or "…"}
    return Problem("template-failed", place, facts)
