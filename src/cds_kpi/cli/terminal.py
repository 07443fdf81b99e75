"""The terminal, or whatever stands in its place: how wide it is, whether it shows colour, and writing to it.

Convention: every byte the program prints goes through here. Text that came from people is shown with `clean`.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import unicodedata
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from rich.console import RenderableType

NARROWEST, WIDEST = 40, 160
"""Columns a page may have, whatever the terminal says."""
PIPED = 100
"""Columns where there is no terminal and COLUMNS is not set."""
TAB = 4
"""Columns that a tab is shown as."""

_STYLES = {"bold": "1", "dim": "2", "red": "31", "bold red": "1;31", "bold yellow": "1;33", "cyan": "36"}


copies: list[Callable[[int, bytes], None]] = []
"""Who else gets what is printed: called with 1 or 2, the stream, and the bytes."""


class ClosedOutput(io.TextIOBase):
    """Standard output that was closed before the program began: nothing to write is fine, anything else fails."""

    def write(self, text: str) -> int:
        """Refuse any text."""
        if text:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return 0

    @property
    def buffer(self) -> NoReturn:
        """Refuse bytes."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


class Terminal(NamedTuple):
    """What is known of the terminal, read once. No dataclass: making one costs every start two milliseconds."""

    width: int
    has_colour: bool
    """Of standard output."""
    has_error_colour: bool
    """Of standard error."""
    is_screen: bool
    """Whether standard output is a terminal that a person looks at."""
    is_error_screen: bool
    """The same of standard error."""
    is_keyboard: bool = False
    """Whether a person types standard input."""

    @property
    def can_ask(self) -> bool:
        """Whether a person is there who sees a question and can answer it."""
        return self.is_keyboard and self.is_error_screen

    def paint(self, text: str, style: str, *, error: bool = False) -> str:
        """Return the text in a style ("bold", "red", ...), plain where there is no colour."""
        coloured = self.has_error_colour if error else self.has_colour
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if coloured and text else text

    def render(self, renderable: RenderableType) -> str:
        """Return what Rich makes of a table or a text, without blanks at the ends of lines."""
        from rich.console import Console

        page = io.StringIO()
        Console(
            file=page,
            width=self.width,
            force_terminal=self.has_colour,
            no_color=not self.has_colour,
            color_system="standard" if self.has_colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        ).print(renderable)
        return strip_ends(page.getvalue())


def read_terminal() -> Terminal:
    """Ask the machine: COLUMNS, else the terminal itself, for the width; NO_COLOR and TERM for colour."""
    import shutil

    width = shutil.get_terminal_size((PIPED, 24)).columns
    return Terminal(
        width=min(max(width, NARROWEST), WIDEST),
        has_colour=_has_colour(sys.stdout),
        has_error_colour=_has_colour(sys.stderr),
        is_screen=sys.stdout.isatty(),
        is_error_screen=sys.stderr.isatty(),
        is_keyboard=sys.stdin is not None and sys.stdin.isatty(),
    )


def _has_colour(stream: IO[str]) -> bool:
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return False
    # Without TERM a Windows console may show the codes instead of the colours.
    return os.environ.get("TERM", "dumb" if os.name == "nt" else "") != "dumb"


def write_out(text: str) -> None:
    """Write data to standard output, a line or several."""
    ended = _end_line(text)
    sys.stdout.write(ended)
    # Bytes are given again as they are: with the ends of lines that the stream makes.
    _copy(1, ended.replace("\n", os.linesep))


def _end_line(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def _copy(stream: int, data: str | bytes) -> None:
    for take in copies:
        take(stream, data.encode(errors="backslashreplace") if isinstance(data, str) else data)


def flush_out() -> None:
    """Hand on what was written to standard output: only then is it known whether it could be."""
    sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Write the bytes of a file to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    _copy(1, data)


def write_prompt(text: str) -> None:
    """Write a question to standard error and stay on its line."""
    sys.stdout.flush()
    sys.stderr.write(text)
    sys.stderr.flush()


def write_error(text: str) -> None:
    """Write everything that is not data to standard error, after the data that came before it."""
    sys.stdout.flush()
    ended = _end_line(text)
    sys.stderr.write(ended)
    sys.stderr.flush()
    _copy(2, ended)


@contextmanager
def show_work(terminal: Terminal, text: str, *, after: float = 1.0) -> Generator[None]:
    """Show on standard error that work goes on, once it has lasted so long: on a terminal only, gone afterwards."""
    if not (terminal.is_error_screen and terminal.has_error_colour):
        yield
        return
    import threading

    from cds_kpi import desk

    shown = ExitStack()
    read = [0, 0]
    """How many files were read, of how many."""

    def show() -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        console = Console(file=sys.stderr, width=terminal.width, highlight=False, markup=False)
        words = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}")
        bar = shown.enter_context(Progress(SpinnerColumn(), *words, console=console, transient=True))
        task = bar.add_task(text, total=None, count="")
        shown.callback(moves.clear)

        def follow() -> None:
            if read[1]:
                bar.update(task, completed=read[0], total=read[1], count=f"{read[0]}/{read[1]}")

        follow()
        moves.append(follow)

    moves: list[Callable[[], None]] = []

    def move(done: int, total: int) -> None:
        read[:] = done, total
        for one in moves:
            one()

    timer = threading.Timer(after, show)
    timer.daemon = True
    timer.start()
    try:
        with desk.watch_reading(move):
            yield
    finally:
        timer.cancel()
        timer.join()
        shown.close()


def read_line() -> str | None:
    """Return what a person types on one line, composed whatever the input method; None where the input has ended."""
    if sys.stdin is None:
        return None
    data = sys.stdin.buffer.readline()
    return unicodedata.normalize("NFC", data.decode("utf-8", "replace")).strip() if data else None


def read_input(largest: int) -> bytes:
    """Return what is on standard input, as it is, up to so many bytes."""
    return sys.stdin.buffer.read(largest) if sys.stdin is not None else b""


def discard_output(number: Literal[1, 2]) -> None:
    """Drop what was not written to standard output or error yet, so that not even the interpreter's end tries again."""
    handle = os.open(os.devnull, os.O_WRONLY)
    os.dup2(handle, number)
    os.close(handle)


def format_json(value: object) -> str:
    """Return a value as JSON for people and programs: indented, letters as they are, what cannot be seen as escapes."""
    import json

    from cds_kpi.text import spell_unseen

    return f"{spell_unseen(json.dumps(value, ensure_ascii=False, indent=2))}\n"


def find_here() -> Path | None:
    """Return the folder we stand in; None where it is gone or closed to us."""
    try:
        return Path.cwd()
    except OSError:
        return None


def shorten_path(path: Path) -> str:
    """Return a path as one would type it from where we stand."""
    here = find_here()
    return str(path.relative_to(here) if here is not None and path.is_relative_to(here) else path)


def strip_ends(text: str) -> str:
    """Return the text without blanks at the ends of its lines."""
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


def clean(text: str) -> str:
    """Return text from people as it may go to a terminal: one line, control and invisible characters spelt out."""
    if text.isprintable():
        return text
    return "".join(_show(char) for char in text)


def _show(char: str) -> str:
    if char.isprintable():
        return char
    if char == "\t":
        return " " * TAB
    if char.isspace():
        return " "
    return char.encode("unicode_escape").decode("ascii")


def measure(text: str) -> int:
    """Return how many columns cleaned text takes: a Vietnamese letter one however it is composed, a Chinese one two."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
