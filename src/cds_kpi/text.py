"""Vietnamese text: folding for search, the order of the alphabet, and wordings in two languages."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng, after no tone: the order CLDR gives for Vietnamese."""
_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_BASES = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u031b": {"o": "ơ", "u": "ư"}}
_SPACES = re.compile(r"[^\S\n ]")
_TOKENS = re.compile(r"\d+|[^\W\d_]|\W|_")
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
"""What no eye sees and some programs obey: codes of terminals, ends of lines, the direction of writing."""
_NO_LETTER = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"[0-9]+")
_OPEN_PAIRS = re.compile(r"(?<!q)(o[ae]|uy)([\u0300\u0309\u0303\u0301\u0323])(?![a-zđ])")


def normalise(text: str) -> str:
    """Return the text in NFC with every kind of space that is not a line break as a plain space, ends trimmed."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Return the text without case, tones and marks, đ as d: what search and "did you mean" compare."""
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def match_key(text: str) -> str:
    """Return a key under which spellings of the same word are equal: hoà and hòa, Uỷ and Ủy, NFD and NFC.

    Tones and marks still count; only the place of the tone in the open syllables oa, oe and uy (not after q) does not.
    """
    decomposed = unicodedata.normalize("NFD", normalise(text).casefold())
    early = _OPEN_PAIRS.sub(lambda found: found[1][0] + found[2] + found[1][1], decomposed)
    return " ".join(early.split())


def sort_key(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]:
    """Return a key that sorts by the Vietnamese alphabet, then tone, with numbers by their size.

    Letters first (a < ă < â, d < đ, e < ê, o < ô < ơ, u < ư), then tones (none, huyền, hỏi, ngã, sắc, nặng), so
    "Quận 3" stands before "Quận 10" and "má" after "mà". The order is CLDR's for Vietnamese; spaces, then other
    marks stand before digits, digits before letters, a small letter before its capital.
    """
    primary: list[tuple[int, int]] = []
    tones: list[int] = []
    for token in _TOKENS.findall(unicodedata.normalize("NFC", text.casefold())):
        if token.isdecimal():
            primary.append((2, int(token)))
            continue
        base, tone = token[0], 0
        for mark in unicodedata.normalize("NFD", token)[1:]:
            tone = _TONES.get(mark, tone)
        base = unicodedata.normalize("NFD", token)[0]
        for mark in unicodedata.normalize("NFD", token)[1:]:
            base = _BASES.get(mark, {}).get(base, base)
        if base.isspace():
            primary.append((0, 0))
        elif base in _LETTERS:
            primary.append((3, _LETTERS[base]))
        else:
            primary.append((4 if base.isalpha() else 1, ord(base)))
        tones.append(tone)
    return tuple(primary), tuple(tones), text.swapcase()


def find_near(word: str, known: list[str]) -> str | None:
    """Return the known word nearest to `word` ("did you mean"), or None where none is near.

    One that differs only in marks, case, spaces and hyphens comes first. Numbers are not guessed: quan-1 is another
    district than quan-10, not a slip of it; only the digits of a long one may stand in another order, or be there
    another number of times.
    """
    import difflib

    if not known:
        return None
    wanted = fold(word)
    folded = {fold(name): name for name in reversed(known)}
    same = [name for name in folded if _NO_LETTER.sub("", name) == _NO_LETTER.sub("", wanted)]
    likely = [name for name in folded if _may_mean(_DIGITS.findall(wanted), _DIGITS.findall(name))]
    turned = [name for name in likely if _sort_letters(name) == _sort_letters(wanted)]
    near = same or difflib.get_close_matches(wanted, turned or likely, n=1, cutoff=0.6 if turned else 0.75)
    return folded[near[0]] if near else None


def _sort_letters(word: str) -> list[str]:
    return sorted(_NO_LETTER.sub("", word))


def _may_mean(written: list[str], known: list[str]) -> bool:
    return len(written) == len(known) and all(
        one == other
        or (len(one) >= 3 and sorted(one) == sorted(other))
        or (len(one) >= 4 and len(one) == len(other) and set(one) == set(other))
        for one, other in zip(written, known, strict=True)
    )


def say_count(count: int, noun: str) -> str:
    """Return so many of an English noun: "1 unit", "0 units"."""
    return f"{count} {noun}{'s' * (count != 1)}"


def shorten_head(head: str) -> str:
    """Return a journal's head as people read it: of each act the count and 16 digits, `124-3f9a1c2b7d4e5f60`."""
    return re.sub(r"([0-9a-f]{16})[0-9a-f]+", r"\1", head)


def spell_unseen(json: str) -> str:
    """Return JSON that says the same with what cannot be seen as escapes: no terminal and no script obeys it then."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


def shorten(text: str, width: int = 60) -> str:
    """Return the text on one line of at most `width` characters, control characters shown, for quoting in a message."""
    line = "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in text)
    line = " ".join(line.split())
    return line if len(line) <= width else line[: width - 1] + "…"
