"""Problems in print: with an excerpt and a caret for people, a line each for editors, JSON and GitHub for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cds_kpi import desk
from cds_kpi.cli.language import say
from cds_kpi.cli.tables import wrap
from cds_kpi.cli.terminal import Terminal, clean, find_here, format_json, measure
from cds_kpi.problems import word_problem
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cds_kpi.problem import Place, Problem
    from cds_kpi.problems import Worded
    from cds_kpi.text import Language


_SHOWN = 700
"""Characters of a line before and after a place, of which as many are shown as there is room for."""


def format_problems(
    problems: Sequence[Problem],
    root: Path | None,
    language: Language,
    terminal: Terminal,
    *,
    error: bool = False,
) -> str:
    """Return problems for people: message, the line it is about with a caret under the place, hint.

    `root` is the workspace the places are in; None: the problems are about the call, and no file is shown. `error`
    says that the text goes to standard error.
    """
    printer = _Printer(root, language, terminal, error=error)
    return "\n".join(printer.format(problem) for problem in problems)


class _Printer:
    """Prints one problem after another in the full form."""

    def __init__(self, root: Path | None, language: Language, terminal: Terminal, *, error: bool) -> None:
        self.root = root
        self.language = language
        self.terminal = terminal
        self.error = error
        self.prefix = find_prefix(root)
        self.files: dict[str, list[str] | None] = {}
        """The lines of each file that was shown from, read once."""

    def paint(self, text: str, style: str) -> str:
        return self.terminal.paint(text, style, error=self.error)

    def format(self, problem: Problem) -> str:
        worded = word_problem(problem, self.language)
        if worded.severity == "error":
            title = self.paint(f"{say('lỗi', 'error', self.language)}[{worded.code}]", "bold red")
        else:
            title = self.paint(f"{say('cảnh báo', 'warning', self.language)}[{worded.code}]", "bold yellow")
        lines = [title]
        if self.root is not None:
            lines[0] += f" {self.paint(show_place(problem.place, self.prefix), 'bold')}"
        lines += self.break_lines(f"  {clean(worded.message)}")
        lines += self.excerpt(problem.place)
        label = say("gợi ý:", "hint:", self.language)
        first, *rest = self.break_lines(f"  {label} {clean(worded.hint)}")
        lines += [first.replace(label, self.paint(label, "cyan"), 1), *rest]
        for place in problem.related:
            see = say("xem thêm:", "see also:", self.language)
            lines.append(f"  {self.paint(see, 'cyan')} {show_place(place, self.prefix)}")
        return "".join(f"{line}\n" for line in lines)

    def break_lines(self, text: str) -> list[str]:
        """Return a sentence as a screen shows it, broken between words; in a file it stays one line."""
        is_screen = self.terminal.is_error_screen if self.error else self.terminal.is_screen
        return wrap(text, self.terminal.width, indent="  ") if is_screen else [text]

    def excerpt(self, place: Place) -> list[str]:
        """Return the line a place is in and a caret under the place; nothing where the line cannot be read."""
        if self.root is None or place.line is None:
            return []
        if place.file not in self.files:
            self.files[place.file] = desk.read_excerpts(self.root, place.file)
        lines = self.files[place.file] or []
        if place.line > len(lines):
            return []
        line = lines[place.line - 1].rstrip("\r")
        gutter = f"  {place.line} | "
        before, after = line[: (place.column or 1) - 1], line[(place.column or 1) - 1 :]
        # Of a line of a megabyte only what can be shown is looked at.
        before, after = clean(before[-_SHOWN:]), clean(after[:_SHOWN])
        before, after = cut_line(before, after, self.terminal.width - len(gutter))
        bar = " " * (len(gutter) - 2) + "| "
        caret = [self.paint(bar, "dim") + " " * measure(before) + self.paint("^", "bold red")]
        return [self.paint(gutter, "dim") + before + after, *(caret if place.column else ())]


def cut_line(before: str, after: str, width: int) -> tuple[str, str]:
    """Return what stands before and after a place in a line, cut at the ends so that both fit in so many columns."""
    if measure(before) + measure(after) <= width:
        return before, after
    room = max(width - min(measure(after), width // 2), width // 2)
    if measure(before) > room:
        before = before[::-1]
        before = "…" + _take(before, room - 1)[::-1]
    room = width - measure(before)
    return before, after if measure(after) <= room else f"{_take(after, room - 1)}…"


def _take(text: str, width: int) -> str:
    """Return as much of the beginning of a text as takes so many columns."""
    text = text[: 4 * width]
    for end, char in enumerate(text):
        width -= measure(char)
        if width < 0:
            return text[:end]
    return text


def find_prefix(root: Path | None) -> str:
    """Return what to put before a path of the workspace so that it can be opened from where we stand.

    Nothing where we stand in the workspace or beside it: then the path is the workspace's own.
    """
    here = find_here()
    if root is None or here is None or root == here or not root.is_relative_to(here):
        return ""
    return f"{root.relative_to(here).as_posix()}/"


def show_place(place: Place, prefix: str) -> str:
    """Return a place as editors read it: file:line:column, file:sheet!cell, or less where less is known.

    What begins with a hyphen is no file: standard input, or an option of the call.
    """
    is_whole = place.file.startswith("-") or Path(place.file).is_absolute()
    file = clean(place.file if is_whole else prefix + place.file)
    if place.sheet is not None:
        return f"{file}:{clean(place.sheet)}" + (f"!{place.cell}" if place.cell is not None else "")
    parts = [file, *(str(number) for number in (place.line, place.column) if number is not None)]
    return ":".join(parts)


def format_concise(problems: Iterable[Problem], root: Path, language: Language) -> str:
    """Return a line a problem: `file:line:column: KPI301 error: message (hint)`; severities in English, for editors."""
    prefix = find_prefix(root)
    lines = []
    for problem in problems:
        worded = word_problem(problem, language)
        place = show_place(problem.place, prefix)
        said = f"{clean(worded.message)} ({clean(worded.hint)})"
        lines.append(f"{place}: {worded.code} {worded.severity}: {said}\n")
    return "".join(lines)


def format_github(problems: Iterable[Problem], root: Path, language: Language) -> str:
    """Return GitHub's workflow commands, which show a problem beside the line it is in."""
    prefix = find_prefix(root)
    lines = []
    for problem in problems:
        worded = word_problem(problem, language)
        properties = {
            "file": prefix + problem.place.file,
            "line": problem.place.line,
            "col": problem.place.column,
        }
        listed = [
            f"{name}={_escape(str(value), ',:')}" for name, value in properties.items() if value is not None
        ]
        listed.append(f"title={_escape(worded.code, ',:')}")
        said = _escape(f"{worded.message} {worded.hint}")
        lines.append(f"::{worded.severity} {','.join(listed)}::{said}\n")
    return "".join(lines)


def _escape(text: str, also: str = "") -> str:
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return clean(text)


def format_for_programs(problems: Iterable[Problem], language: Language) -> str:
    """Return problems as JSON, `cds-kpi.problems/1`."""
    worded = [(problem, word_problem(problem, language)) for problem in problems]
    return format_json(
        {
            "schema": "cds-kpi.problems/1",
            "problems": [_describe(problem, words) for problem, words in worded],
            "errors": sum(words.severity == "error" for _, words in worded),
            "warnings": sum(words.severity == "warning" for _, words in worded),
        }
    )


def _describe(problem: Problem, worded: Worded) -> dict[str, object]:
    return {
        "code": worded.code,
        "severity": worded.severity,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        **({"sheet": problem.place.sheet, "cell": problem.place.cell} if problem.place.sheet else {}),
        "message": worded.message,
        "hint": worded.hint,
        **_describe_values(problem),
    }


def _describe_values(problem: Problem) -> dict[str, object]:
    """Return the numbers that a message rounds, exactly."""
    given = {
        name.removeprefix("value_"): fact for name, fact in problem.facts.items() if name.startswith("value_")
    }
    return {"values": given} if given else {}


def count_problems(errors: int, warnings: int, language: Language) -> str:
    """Return how many problems there are: "2 lỗi, 1 cảnh báo"."""
    if language == "vi":
        return f"{errors} lỗi, {warnings} cảnh báo"
    return f"{say_count(errors, 'error')}, {say_count(warnings, 'warning')}"
