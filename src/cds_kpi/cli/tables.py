"""Tables and lists of facts for the terminal, within its width and broken between words."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.cli.terminal import Terminal, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROWEST = 18
"""Columns that the wide column of a table has at least."""
ROOMY = 100
"""Columns from which a table's columns stand two blanks apart."""
LINES = 2
"""Lines a cell of the wide column takes at most; whoever wants the whole name asks for the thing itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    heading: str
    is_number: bool = False
    """Set to the right."""
    is_wide: bool = False
    """Takes the width that the others leave; a table has one."""
    narrow: int = 0
    """Where the width is short, narrowed to so many columns and its words broken; 0: never."""
    style: str = ""


def format_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    terminal: Terminal,
    styles: Sequence[str] | None = None,
    styled: int = 0,
) -> str:
    """Return a table of cleaned texts; `styles` are one a row, for the column number `styled`."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    gap = 2 if terminal.width >= ROOMY else 1
    widths = _share_width(columns, rows, terminal.width - gap * (len(columns) - 1))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, gap - 1, 0, 0), pad_edge=False, show_edge=False)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column.heading, width=width, justify="right" if column.is_number else "left")
    for index, row in enumerate(rows):
        texts = []
        for place, (column, text, width) in enumerate(zip(columns, row, widths, strict=True)):
            style = styles[index] if styles is not None and place == styled else column.style
            texts.append(Text(limit_lines(text, width) if column.is_wide else text, style=style))
        table.add_row(*texts)
    return terminal.render(table)


def _share_width(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the columns' widths: all but the wide one as their words need, that one what is left.

    Where that one needs more, columns of words are narrowed as they say; where it is still too little, down to their
    longest word.
    """
    texts = [[column.heading, *cells] for column, cells in zip(columns, zip(*rows, strict=True), strict=True)]
    widths = [max(map(measure, column)) for column in texts]
    (wide,) = (index for index, column in enumerate(columns) if column.is_wide)
    for wanted, is_last in ((widths[wide], False), (NARROWEST, True)):
        for index, column in enumerate(columns):
            short = sum(widths) - widths[wide] + wanted - room
            if column.narrow and short > 0:
                longest = max(measure(word) for text in texts[index] for word in text.split() or [""])
                least = max(longest, 0 if is_last else column.narrow, widths[index] - short)
                widths[index] = min(widths[index], least)
    left = room - sum(widths) + widths[wide]
    widths[wide] = min(widths[wide], max(left, NARROWEST))
    return widths


def limit_lines(text: str, width: int) -> str:
    """Return a text broken into few lines, the last one ending in … where that is not all of it."""
    lines = wrap(text, width)
    if len(lines) > LINES:
        last = lines[LINES - 1]
        if measure(last) > width - 2:
            last = last[: width - 2].rpartition(" ")[0] or last[: width - 2]
        lines = [*lines[: LINES - 1], f"{last} …"]
    return "\n".join(lines)


def shorten(text: str, width: int) -> str:
    """Return a text on one line, cut between words where it is wider; never shorter than a few words."""
    return text if measure(text) <= width else textwrap.shorten(text, max(width, NARROWEST), placeholder=" …")


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Return a text in lines broken between words; every line after the first is indented."""
    return textwrap.wrap(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]


def format_facts(facts: Sequence[tuple[str, str | None]], terminal: Terminal) -> str:
    """Return facts by name, one under the other, without those that are not known."""
    known = [(name, text) for name, text in facts if text]
    column = max((measure(name) for name, _ in known), default=0) + 2
    lines = []
    for name, text in known:
        heading = (f"{name}:" if name else "").ljust(column)
        first, *rest = wrap(text, max(terminal.width - column, NARROWEST))
        lines += [terminal.paint(heading, "bold") + first, *(" " * column + line for line in rest)]
    return "".join(f"{line}\n" for line in lines)
