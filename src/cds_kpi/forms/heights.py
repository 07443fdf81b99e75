"""How many lines a text takes in a cell, so that rows are high enough for the longest official name.

Convention: widths are in a column's unit, the width of a digit in Times New Roman 11; the estimate errs on the wide
side, since a row a little too high is read and one too low is not.
"""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("iljtfrI.,;:'!|()[]/\\- ‘’“”·")
_WIDE = frozenset("mwMW%@—…")
LINE = 14.0
"""Points from one line to the next at 11 points."""
_SAFETY = 1.06


def measure_text(text: str, *, bold: bool = False) -> float:
    """Return the width of a text on one line."""
    width = 0.0
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            # Horns stand beside the letter, other marks above or below it.
            width += 0.2 if char == "\u031b" else 0.0
        elif char in _NARROW:
            width += 0.66
        elif char in _WIDE:
            width += 1.8
        elif char.isupper():
            width += 1.45
        else:
            width += 1.0
    return width * (1.06 if bold else 1.0) * _SAFETY


def count_lines(text: str, width: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a cell of this width, broken between words, or within one too long."""
    room = max(width - 2.6, 1.0)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        filled = 0.0
        for word in paragraph.split(" "):
            needed = measure_text(word, bold=bold)
            space = 0.66 if filled else 0.0
            if filled and filled + space + needed > room:
                lines += 1
                filled, space = 0.0, 0.0
            if needed > room:
                more = int(needed // room)
                lines += more
                needed -= more * room
            filled += space + needed
    return lines


def find_height(lines: int, size: float = 11.0) -> float:
    """Return the height in points of a row with so many lines; a spreadsheet allows at most 409."""
    return min(lines * LINE * size / 11.0 + 3.0, 409.0)
