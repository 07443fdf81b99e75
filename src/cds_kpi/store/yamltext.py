"""YAML read as text: a plain tree of mappings, lists and text, and the place of everything in it.

Convention: no scalar is ever given a type. Plain `null`, `~` and nothing are None, all else is text; whoever asks
for a number reads it from the text. Anchors, aliases, merge keys, tags and duplicate keys are faults.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from cds_kpi.problem import LEFT_OUT, MOST, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cds_kpi.problem import Path

Tree = dict[str, "Tree"] | list["Tree"] | str | None
"""What a YAML file says, nothing interpreted."""

LARGEST = 8_000_000
"""Bytes a file may have; a registry of every commune of the country has a quarter of it."""
DEEPEST = 32
"""Levels of nesting a file may have; the deepest record needs seven."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MARKED = (b"&", b"*", b"!", b"<<")
"""Bytes without which a file holds no anchor, alias, tag or merge key."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A fault at a line and column, both from 1."""

    fault: Fault
    line: int
    column: int


@dataclass(slots=True)
class Parsed:
    """One file's tree, the lines of the keys on its second level, and what is wrong with it as YAML."""

    tree: Tree = None
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    """For each mapping directly under a top key: the line of each of its keys."""
    faults: list[Spot] = field(default_factory=list)
    """At most MOST, and then one that says that there are more."""


class _EnoughError(Exception):
    """There are so many faults that no more are looked for."""


class _Faults(list[Spot]):
    """Faults as they are found, up to MOST."""

    def append(self, spot: Spot) -> None:
        """Add a fault; _EnoughError where there are too many by now."""
        if len(self) >= MOST:
            raise _EnoughError
        super().append(spot)


def parse_yaml(data: bytes) -> Parsed:
    """Return what a file says. The tree is None where the faults do not allow one."""
    parsed = Parsed()
    text = _decode(data)
    if isinstance(text, Spot):
        parsed.faults.append(text)
        return parsed
    try:
        _build(data, parsed, repair=not text.isascii() and not unicodedata.is_normalized("NFC", text))
    except _EnoughError:
        parsed.tree = None
        last = parsed.faults[-1]
        parsed.faults = [*parsed.faults, Spot(Fault(LEFT_OUT, {"shown": MOST}), last.line, last.column)]
    except yaml.YAMLError as error:
        parsed.tree = None
        parsed.faults = [*parsed.faults, _explain(error, data)]
    return parsed


def _decode(data: bytes) -> str | Spot:
    if len(data) > LARGEST:
        return Spot(Fault("file-too-large", {"size": len(data), "largest": LARGEST}), 1, 1)
    if not data.strip():
        return Spot(Fault("file-empty"), 1, 1)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start)
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace"))
        return Spot(Fault("file-not-utf8", {"byte": f"0x{data[error.start]:02X}"}), line + 1, column + 1)


def _build(data: bytes, parsed: Parsed, *, repair: bool) -> None:  # noqa: PLR0912, PLR0915 - one loop: calls cost a tenth
    """Build the tree in one pass over the events; `repair` where texts are to be brought into NFC."""
    watch = any(mark in data for mark in _MARKED)
    next_event = _open_events(data)
    faults = _Faults()
    parsed.faults = faults
    above: list[tuple[dict[str, Tree] | list[Tree] | None, str | None]] = []
    here: dict[str, Tree] | list[Tree] | None = None
    key: str | None = None
    as_key: str | None = None
    """Stands for a list or mapping that is itself a key, until its value comes."""
    lines: dict[str, int] | None = None
    documents = 0
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            value: str | None = event.value
            if watch and (event.anchor is not None or event.tag is not None):
                faults.append(_spot_mark(event))
            if value in _NULLS and not event.style:
                value = None
            elif repair and value:
                value = unicodedata.normalize("NFC", value)
            if here.__class__ is dict:
                if key is None:
                    if value is None or value in here or value == "<<":
                        value = _refuse_key(event, value, len(here), faults)
                    key = value
                    if lines is not None and len(above) == 2:
                        lines[key] = event.start_mark.line + 1
                else:
                    here[key] = value
                    key = None
            elif here is None:
                parsed.tree = value
            else:
                here.append(value)  # type: ignore[union-attr]
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if watch and (event.anchor is not None or event.tag is not None):
                faults.append(_spot_mark(event))
            fresh: dict[str, Tree] | list[Tree] = {} if kind is MappingStartEvent else []
            if here is None:
                parsed.tree = fresh
            elif here.__class__ is dict:
                if key is None:
                    faults.append(_spot(event, "yaml-key-not-text"))
                    key = as_key = f"\0{len(here)}"
                here[key] = fresh
                if len(above) == 1 and kind is MappingStartEvent:
                    lines = parsed.lines[key] = {}
            else:
                here.append(fresh)  # type: ignore[union-attr]
            above.append((here, as_key))
            as_key = None
            if len(above) > DEEPEST:
                faults.append(_spot(event, "yaml-too-deep", deepest=DEEPEST))
                parsed.tree = None
                return
            here, key = fresh, None
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            here, key = above.pop()
            if len(above) < 2:
                lines = None
        elif kind is AliasEvent:
            faults.append(_spot(event, "yaml-alias", name=event.anchor))
            if here.__class__ is dict:
                if key is None:
                    key = f"\0{event.anchor}"
                else:
                    here[key] = None
                    key = None
        elif kind is DocumentStartEvent:
            documents += 1
            if documents == 2:
                faults.append(_spot(event, "yaml-second-document"))
                parsed.tree = None
                return
        elif kind is StreamEndEvent:
            if documents == 0:
                faults.append(Spot(Fault("file-empty"), 1, 1))
            return


def _open_events(data: bytes) -> Callable[[], Any]:
    """Return the function that gives libyaml's next event; its stubs leave out what every event here has."""
    return CParser(data).get_event


def _refuse_key(event: Any, value: str | None, position: int, faults: list[Spot]) -> str:
    if value is None:
        faults.append(_spot(event, "yaml-key-empty"))
        return f"\0{position}"
    if value != "<<":
        faults.append(_spot(event, "yaml-key-twice", key=value))
    elif not event.style:
        faults.append(_spot(event, "yaml-merge-key"))
        return f"\0{position}"
    return value


def _spot(event: Any, kind: str, **facts: str | int) -> Spot:
    mark = event.start_mark
    return Spot(Fault(kind, facts), mark.line + 1, mark.column + 1)


def _spot_mark(event: Any) -> Spot:
    if event.anchor is not None:
        return _spot(event, "yaml-anchor", name=event.anchor)
    return _spot(event, "yaml-tag", found=str(event.tag).replace("tag:yaml.org,2002:", "!!"))


_SYNTAX: tuple[tuple[str, str], ...] = (
    ("could not find expected ':'", "yaml-colon-missing"),
    ("mapping values are not allowed", "yaml-colon-unexpected"),
    ("did not find expected ',' or", "yaml-bracket-open"),
    ("did not find expected node content", "yaml-bracket-open"),
    ("unexpected end of stream", "yaml-quote-open"),
    ("unexpected document indicator", "yaml-quote-open"),
    ("cannot start any token", "yaml-character"),
    ("tab character", "yaml-tab"),
    ("did not find expected key", "yaml-indentation"),
    ("did not find expected '-' indicator", "yaml-indentation"),
    ("not allowed in this context", "yaml-indentation"),
    ("expected <document start>", "yaml-after-end"),
    ("unknown escape character", "yaml-escape"),
    ("hexdecimal number", "yaml-escape"),
    ("invalid Unicode character escape", "yaml-escape"),
    ("undefined tag handle", "yaml-tag"),
)
"""What libyaml says, and which kind of problem that is."""
_AT_START = frozenset({"yaml-colon-missing", "yaml-quote-open"})
"""Kinds that stand where what is not finished began, rather than where the reading stopped."""
_COLON = re.compile(r":(?:\s|\Z)")
_RUN_ON = re.compile(r"([\w-]+)(?::|\s*=\s*|\s+)(\S.*)\Z")
"""A key and its value without a colon and a space between them."""
_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What libyaml counts as the end of a line."""


def split_lines(text: str) -> list[str]:
    """Return a file's lines as places count them: U+0085, U+2028 and U+2029 end a line of YAML 1.1, too."""
    return _LINE_ENDS.split(text)


def _explain(error: yaml.YAMLError, data: bytes) -> Spot:
    if isinstance(error, yaml.reader.ReaderError):
        position = min(int(error.position or 0), len(data))
        line = data.count(b"\n", 0, position)
        column = len(data[data.rfind(b"\n", 0, position) + 1 : position].decode("utf-8", "replace"))
        return Spot(
            Fault("yaml-control-character", {"character": f"U+{error.character:04X}"}), line + 1, column + 1
        )
    said, lines = str(getattr(error, "problem", "")), split_lines(data.decode("utf-8"))
    kind = next((kind for words, kind in _SYNTAX if words in said), "yaml-syntax")
    mark = getattr(error, "context_mark" if kind in _AT_START else "problem_mark", None)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    if line >= len(lines) or not lines[line].strip():
        line = max((number for number, text in enumerate(lines[: line + 1]) if text.strip()), default=0)
        column = len(lines[line].rstrip())
    before, after = lines[line][:column], lines[line][column:]
    if kind == "yaml-colon-unexpected":
        above = next((at for at in range(line - 1, -1, -1) if lines[at].strip()), None)
        if above is not None and ": " not in before and _lacks_colon(lines[above], lines[line]):
            return _explain_colon(lines[above], above)
    if kind == "yaml-character" and after.startswith("\t"):
        kind = "yaml-tab"
    elif kind == "yaml-bracket-open" and not getattr(error, "context", "").startswith("while parsing a flow"):
        kind = "yaml-character"
    elif kind == "yaml-indentation" and after.startswith(":"):
        kind = "yaml-key-empty"
    elif kind == "yaml-indentation" and before.strip() and said == "did not find expected key":
        kind = "yaml-after-value"
    facts: dict[str, str | int] = {"found": lines[line][max(column - 40, 0) :].strip()}
    if kind == "yaml-character":
        facts = {"character": after[:1]}
    elif kind == "yaml-colon-missing":
        return _explain_colon(lines[line], line)
    elif kind == "yaml-after-value":
        facts = {"found": after.strip(), "value": before.strip()}
    elif kind == "yaml-escape":
        start = lines[line].rfind("\\", 0, column + 1)
        facts = {"found": lines[line][start : start + 2]}
    elif kind in {"yaml-after-end", "yaml-tag"}:
        facts = {"found": after.strip()}
    return Spot(Fault(kind, facts), line + 1, column + 1)


def _lacks_colon(above: str, line: str) -> bool:
    """Whether the line above is meant as a key of the same group and has no colon that makes it one."""
    text, margin = above.strip(), len(above) - len(above.lstrip())
    return margin == len(line) - len(line.lstrip()) and text[0] not in "#-{['\"" and not _COLON.search(text)


def _explain_colon(text: str, line: int) -> Spot:
    facts = {"found": text.strip()}
    run = _RUN_ON.match(facts["found"])
    if run is not None:
        facts["near"] = f"{run[1]}: {run[2]}"
    return Spot(Fault("yaml-colon-missing", facts), line + 1, len(text) - len(text.lstrip()) + 1)


Wanted = tuple["Path", Literal["key", "value"]]
"""A path, and whether its key or its value is meant."""


def find_places(data: bytes, wanted: Iterable[Wanted]) -> dict[Wanted, tuple[int, int]]:
    """Return the line and column (from 1) of what stands at each path; of the nearest thing above where it does not.

    The file is parsed again, once: places are looked up only for what is reported.
    """
    asked = {one: tuple(map(str, one[0])) for one in wanted}
    ways = {path[:length] for path in asked.values() for length in range(len(path) + 1)}
    first: dict[tuple[tuple[str, ...], bool], tuple[int, int]] = {}
    last: dict[tuple[str, ...], tuple[int, int]] = {}
    missing = {(path, one[1] == "key") for one, path in asked.items()}
    try:
        for where, on_key, line, column in _walk(data):
            path = tuple(map(str, where))
            if path in ways:
                missing.discard((path, on_key))
                first.setdefault((path, on_key), (line, column))
                last[path] = (line, column)
                if not missing:
                    break
    except yaml.YAMLError:
        pass
    places = {}
    for one, path in asked.items():
        above = (last[path[:length]] for length in range(len(path), -1, -1) if path[:length] in last)
        places[one] = first.get((path, one[1] == "key")) or next(above, (1, 1))
    return places


def step_into(data: bytes, line: int, column: int, characters: int) -> tuple[int, int]:
    """Return where a character of the text that begins at a line and column stands, all of them from 1.

    The text's beginning where that cannot be told: in a block, or behind a backslash.
    """
    lines = split_lines(data.decode("utf-8", "replace"))
    row, at = line - 1, column - 1
    first = lines[row][at : at + 1]
    if first in {"|", ">"} or (first == '"' and "\\" in lines[row][at:]):
        return line, column
    at += first in {"'", '"'}
    while characters > (room := len(lines[row].rstrip()) - at) and row + 1 < len(lines):
        # A text that goes on in the next line has one space for the end of this one.
        characters -= room + 1
        row += 1
        at = len(lines[row]) - len(lines[row].lstrip())
    return row + 1, at + characters + 1


def find_path(data: bytes, line: int, column: int) -> Path:
    """Return the path of the key or value that begins at a line and column (from 1); () where none does."""
    try:
        return next((path for path, _, *start in _walk(data) if start == [line, column]), ())
    except yaml.YAMLError:
        return ()


def _walk(data: bytes) -> Iterator[tuple[Path, bool, int, int]]:
    """Yield the path of every key and value in the file, whether it is a key, and where it stands."""
    above: list[tuple[Path, bool, str | int | None, bool]] = []
    path: Path = ()
    in_mapping = False
    step: str | int | None = None
    next_event = _open_events(data)
    while True:
        event = next_event()
        kind = event.__class__
        mark = event.start_mark
        if kind is StreamEndEvent:
            return
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            path, in_mapping, step, is_key = above.pop()
            step = step if is_key else _next_step(in_mapping, step)
            continue
        if kind not in {ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent}:
            continue
        is_key = in_mapping and step is None
        if is_key:
            step = unicodedata.normalize("NFC", event.value) if kind is ScalarEvent else "\0"
            yield (*path, step), True, mark.line + 1, mark.column + 1
            if kind is ScalarEvent or kind is AliasEvent:
                continue
        full = path if step is None else (*path, step)
        yield full, False, mark.line + 1, mark.column + 1
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            if len(above) > DEEPEST:
                return
            above.append((path, in_mapping, step, is_key))
            path, in_mapping = full, kind is MappingStartEvent
            step = None if in_mapping else 0
        else:
            step = _next_step(in_mapping, step)


def _next_step(in_mapping: bool, step: str | int | None) -> str | int | None:
    if in_mapping or step is None:
        return None
    return int(step) + 1
