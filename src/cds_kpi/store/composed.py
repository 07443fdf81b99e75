"""Reading back what `composing` wrote, without parsing: a file in exactly that form is recognised by its pattern.

Convention: what differs from the form in one byte, or could be wrong in any way, is not recognised and is left to the
full reader. What is recognised is right by itself, and reads the same there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from cds_kpi.model.fields import LONGEST_ID, LONGEST_TEXT
from cds_kpi.model.submission import Entry, Filing, Part, Submission
from cds_kpi.number import Number
from cds_kpi.period import CITY_TIME, parse_canonical

if TYPE_CHECKING:
    from typing import Any

    from cds_kpi.store.layout import Found

_ID = rf"(?!null[:,}}\]])(?![a-z0-9-]{{{LONGEST_ID + 1}}})[a-z0-9]+(?:-[a-z0-9]+)*+"
_HASH = r"[0-9a-f]{64}"
_ACT = rf"[1-9][0-9]{{0,39}}-{_HASH}"
_WHOLE = r"(?:0|[1-9][0-9]{0,8}+)"
_NUMBER = r"(?:0|[1-9][0-9]{0,29}+)(?:\.[0-9]{1,9}+)?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}\+07:00"
_RUN = r"[^,:#{}\[\]&*!|>'\"%`\\\n]*+"
_PLAIN = rf"(?!(?:null|Null|NULL)[,}}\]\n])[^\W_]{_RUN}(?::(?=[^\s,\[\]{{}}]){_RUN})*+(?<! )"
_QUOTED = r"\"(?! *\")[^\"\\\n]++\""
_TEXT = rf"(?:{_QUOTED}|{_PLAIN})"
_EMAIL = r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_PERSON = rf"\{{name: {_TEXT}(?:, title: {_TEXT})?(?:, email: {_EMAIL})?(?:, phone: {_TEXT})?\}}"
_BEFORE = (
    rf"format: 1\nreceipt: \{{revision: ([1-9][0-9]{{0,5}}), received_at: ({_MOMENT}), previous: (?:null|({_HASH}))"
    rf"(?:, door: (?:form|yaml|set|asked))?(?:, on_behalf_of: \{{by: {_TEXT}, reason: {_TEXT}\}})?"
    rf"(?:, warnings: \[{_TEXT}(?:, {_TEXT})*+\])?(?:, carried: \[{_ID}(?:, {_ID})*+\])?"
    rf"(?:, issued: \{{txt: {_HASH}, html: {_HASH}, json: {_HASH}\}})?(?:, journal: {_ACT}(?:\+{_ACT})*+)?, content: "
)
"""All that stands before the seal's digits."""
_HEAD = re.compile(
    rf"({_BEFORE})({_HASH})\}}\nunit: ({_ID})\nperiod: ([0-9A-Z-]++)\n"
    rf"(?:document: {_TEXT}\n)?(?:sent_on: ({_DAY})\n)?(?:prepared_by: {_PERSON}\n)?(?:note: {_TEXT}\n)?entries:\n"
)


_FIGURES = rf"(?:numerator: {_NUMBER}, denominator: {_NUMBER}|value: {_NUMBER})"
_PARTS = rf"{_ID}: \{{{_FIGURES}\}}(?:, {_ID}: \{{{_FIGURES}\}})*+"


def _shape_entry(mark: str) -> str:
    """Return the pattern of one entry's line behind its key; `mark` opens each of its groups."""
    return (
        r" \{"
        rf"(?:numerator: {mark}{_NUMBER}), denominator: {mark}{_NUMBER})|value: {mark}{_NUMBER})"
        rf"|done: {mark}true|false)(?:, members_done: {mark}{_WHOLE}))?"
        rf"(?:, members_not_done: \[{mark}(?:{_TEXT}(?:, {_TEXT})*+)?)\])?|parts: \{{{mark}{_PARTS})\}}"
        rf"|{mark}nil|not_applicable): {mark}{_TEXT})|unavailable: {mark}{_TEXT})(?:, expected_on: {mark}{_DAY}))?)"
        rf"(?:, method: {mark}{_ID}))?(?:, status: {mark}final|provisional|estimated))?"
        rf"(?:, source: {mark}{_TEXT}))?(?:, note: {mark}{_TEXT}))?\}}\n"
    )


_ENTRY = re.compile(_shape_entry("("))
_BODY = re.compile(rf"(?:  {_ID}:{_shape_entry('(?:')})++\.\.\.\n\Z")
_TEXTS = re.compile(_TEXT)
_EXPECTED = re.compile(rf", expected_on: ({_DAY})")
_PART = re.compile(rf"({_ID}): \{{(?:numerator: ({_NUMBER}), denominator: ({_NUMBER})|value: ({_NUMBER}))\}}")
_KEY = re.compile(rb"\n  ([a-z0-9-]++): ")
_RATIO = re.compile(
    rb"  ([a-z0-9-]+): \{numerator: ([0-9]+), denominator: ([0-9]+)(?:, status: final)?"
    rb'(?:, source: (?:"[^"\n]*+"|[^",{}\n]*+))?\}\n'
)
"""An answer that is a final ratio of whole numbers by no named method and with no note."""


Recognised = tuple[bytes, int, str, str, str | None]
"""A file's bytes, where its entries begin, its SHA-256, when it was received and the revision it was written after."""


def recognise(data: bytes, found: Found) -> Recognised | None:
    """Return what a file in the composed form holds, right by itself; None for any other file.

    `found` is where it lies: what its name does not agree with is not recognised, nor what was changed since it was
    received.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    head = _HEAD.match(text)
    if head is None or _BODY.match(text, head.end()) is None or not _is_plain(text):
        return None
    before, revision, received_at, previous, content, unit, period, sent_on = head.groups()
    if (unit, period, int(revision)) != (found.unit, found.period, found.number):
        return None
    digits = len(before.encode())
    if hashlib.sha256(data[:digits] + data[digits + 64 :]).hexdigest() != content:
        return None
    if not _is_moment(received_at) or (sent_on is not None and not _is_day(sent_on)):
        return None
    start = len(head[0].encode())
    if not Composed(data, start).is_sound():
        return None
    return data, start, hashlib.sha256(data).hexdigest(), received_at, previous


def restore(known: Recognised, found: Found) -> Filing:
    """Return the revision that was recognised in a file."""
    data, start, sha256, received_at, previous = known
    return restore_filing(found, sha256, received_at, previous, Composed(data, start))


def restore_filing(
    found: Found, sha256: str, received_at: str, previous: str | None, body: Composed
) -> Filing:
    """Return the revision that was recognised in a file, from what was kept of it."""
    period = parse_canonical(found.period)
    assert period is not None, "a file lies in the folder of a period"
    received = datetime.fromisoformat(received_at).replace(tzinfo=CITY_TIME)
    return Filing(found.unit, period, found.number, found.file, sha256, received, True, previous, body)


def _is_plain(text: str) -> bool:
    """Whether every character can be seen, none is written in two ways, and no line is too long for a text."""
    if len(text) > LONGEST_TEXT and max(map(len, text.splitlines())) > LONGEST_TEXT:
        return False
    is_composed = text.isascii() or unicodedata.is_normalized("NFC", text)
    return is_composed and text.replace("\n", "").isprintable()


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class Composed:
    """The content of a file in the composed form, kept as its bytes."""

    __slots__ = ("_data", "start")

    def __init__(self, data: bytes, start: int) -> None:
        """Take a file's bytes, and where its entries begin."""
        self._data, self.start = data, start

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self._data

    def is_sound(self) -> bool:
        """Whether every key of the entries, and of the parts of one, occurs once, and days are of the calendar."""
        keys = _KEY.findall(self.data, self.start - 1)
        if len(set(keys)) < len(keys):
            return False
        if (
            self.data.find(b"expected_on: ", self.start) < 0
            and self.data.find(b": {parts: {", self.start) < 0
        ):
            return True
        return all(map(_is_sound, self.data[self.start :].decode().splitlines()))

    @property
    def submission(self) -> Submission:
        """The whole record, by the full reader."""
        from cds_kpi.model.shape import read_shape
        from cds_kpi.store.yamltext import parse_yaml

        record = read_shape(Submission, parse_yaml(self.data).tree)
        assert isinstance(record, Submission), "what is recognised is right"
        return record

    @property
    def note(self) -> str | None:
        """The note on the whole."""
        return self.submission.note if self.data.find(b"\nnote: ", 0, self.start) >= 0 else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The indicators in the file's order; the same object for every file that has the same."""
        return _name_keys(tuple(_KEY.findall(self.data, self.start - 1)))

    @property
    def first_line(self) -> int:
        """The line of the first entry, from 1; every entry has a line of its own."""
        return self.data.count(b"\n", 0, self.start) + 1

    @property
    def answered(self) -> tuple[str, ...] | None:
        """The indicators, where none is said to be unavailable."""
        return self.keys if self.data.find(b"unavailable: ", self.start) < 0 else None

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The answers, by indicator, in the file's order."""
        return Entries(self)

    def find_entry(self, key: str) -> Entry | None:
        """Return the answer on an indicator; None where there is none."""
        data = self.data
        mark = f"\n  {key}:".encode()
        found = data.find(mark, self.start - 1)
        if found < 0:
            return None
        start = found + len(mark)
        # Without the key: many entries say the same.
        return _read_entry(data[start : data.index(b"\n", start) + 1])

    @property
    def ratios(self) -> Mapping[str, tuple[int, int]]:
        """Numerator and denominator of final ratios of whole numbers, by no named method and with no note."""
        return {
            key.decode(): (int(numerator), int(denominator))
            for key, numerator, denominator in _RATIO.findall(self.data, self.start)
        }

    @property
    def lines(self) -> Mapping[str, int]:
        """The line of each entry's key, from 1."""
        return _number_lines(self.keys, self.first_line)


@lru_cache(1024)
def _name_keys(keys: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(key.decode() for key in keys)


@lru_cache(1024)
def _number_lines(keys: tuple[str, ...], first: int) -> Mapping[str, int]:
    return MappingProxyType({key: first + place for place, key in enumerate(keys)})


class Entries(Mapping[str, Entry]):
    """The answers of a file in the composed form, each made into its record when it is asked for."""

    __slots__ = ("_body",)

    def __init__(self, body: Composed) -> None:
        """Take the file's content."""
        self._body = body

    def __iter__(self) -> Iterator[str]:
        """Yield the indicators in the file's order."""
        return iter(self._body.keys)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._body.keys)

    def __contains__(self, key: object) -> bool:
        """Whether there is an answer on an indicator."""
        return key in self._body.keys

    def __getitem__(self, key: str) -> Entry:
        """Return the answer on an indicator; KeyError where there is none."""
        entry = self._body.find_entry(key)
        if entry is None:
            raise KeyError(key)
        return entry


def _is_sound(line: str) -> bool:
    """Whether the parts of an entry are told apart by sound keys, and its day is one of the calendar."""
    names = [name for name, *_ in _PART.findall(line)] if ": {parts: {" in line else []
    if len(set(names)) < len(names):
        return False
    return all(map(_is_day, _EXPECTED.findall(line)))


@lru_cache(8192)
def _read_entry(text: bytes) -> Entry:
    """Return what a line of a recognised file says behind its key."""
    found = _ENTRY.match(text.decode())
    assert found is not None, "every line was recognised"
    numerator, denominator, value, done, members, named, parts, *excuses = found.groups()
    excuse, why, lacking, expected, method, status, source, note = excuses
    given: dict[str, Any] = _give_figures(numerator, denominator, value)
    if done is not None:
        given["done"] = done == "true"
        if members is not None:
            given["members_done"] = int(members)
        if named is not None:
            given["members_not_done"] = tuple(map(_unquote, _TEXTS.findall(named)))
    elif parts is not None:
        found_parts = _PART.findall(parts)
        given["parts"] = {
            name: Part.make(**_give_figures(*(one or None for one in numbers)))
            for name, *numbers in found_parts
        }
    elif excuse is not None:
        given[excuse] = _unquote(why)
    elif lacking is not None:
        given["unavailable"] = _unquote(lacking)
        if expected is not None:
            given["expected_on"] = date.fromisoformat(expected)
    if method is not None:
        given["method"] = method
    if status is not None:
        given["status"] = status
    if source is not None:
        given["source"] = _unquote(source)
    if note is not None:
        given["note"] = _unquote(note)
    return Entry.make(**given)


def _give_figures(numerator: str | None, denominator: str | None, value: str | None) -> dict[str, Any]:
    if numerator is not None and denominator is not None:
        return {"numerator": _make_number(numerator), "denominator": _make_number(denominator)}
    return {"value": _make_number(value)} if value is not None else {}


@lru_cache(8192)
def _make_number(text: str) -> Number:
    return Number(Fraction(int(text) if text.isdecimal() else text), text)


def _unquote(text: str) -> str:
    return text[1:-1] if text.startswith('"') else text
