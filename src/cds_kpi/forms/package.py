"""The parts of a workbook's package: read within bounds, and walked through as XML without a tree in memory.

No part with a document type is read, so that no entity is ever expanded. Convention: elements and attributes are known
by their local names, so that both dialects of the format (transitional and strict) and every prefix are read alike.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

from cds_kpi.archive import find_overlap, read_part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Start = Callable[[str, Mapping[str, str]], None]
    End = Callable[[str, str], None]

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What the zip library raises for a package that was cut, changed or made with care."""


class DamagedError(Exception):
    """The package cannot be read; never leaves this room."""


class DocumentTypeError(Exception):
    """A part declares a document type; never leaves this room."""


class _Enough(Exception):  # noqa: N818  # no error: the walk is over
    pass


class Package:
    """An opened package: its parts by name, each read at most up to the size it declares."""

    def __init__(self, data: bytes) -> None:
        """Open a package; `DamagedError` where it is none."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.parts = self._zip.infolist()
            self.overlap = find_overlap(self._zip, data)
            """The first part that reaches into another."""
        except BROKEN as error:
            raise DamagedError from error
        self._by_name = {part.filename: part for part in self.parts}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def read(self, name: str) -> bytes:
        """Return a part's bytes; `DamagedError` where it is missing, cut, or longer than it declares."""
        part = self._by_name.get(name)
        if part is None:
            raise DamagedError
        try:
            return read_part(self._zip, part)
        except BROKEN as error:
            raise DamagedError from error

    def find_relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: by id, the last word of the relation's type and the target part's name."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rsplit("/", 1)[-1]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole))

        walk(self.read(rels), start)
        return found

    def find_related(self, part: str, kind: str) -> str | None:
        """Return the part that a part refers to with a relation of this type."""
        return next((target for word, target in self.find_relations(part).values() if word == kind), None)


def walk(
    data: bytes, start: Start, end: End | None = None, flow: Callable[[str], None] | None = None
) -> None:
    """Call `start` for every element and `end` with the text directly within it; `DamagedError` for broken XML.

    Text is collected only where `end` is given; `flow` is called with every piece of text where it comes.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    texts: list[list[str]] = []

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        texts.append([])
        if any(" " in key for key in attributes):
            attributes = {key.rsplit(" ", 1)[-1]: value for key, value in attributes.items()}
        start(tag.rsplit(" ", 1)[-1], attributes)

    def on_end(tag: str) -> None:
        text = "".join(texts.pop())
        if end is not None:
            end(tag.rsplit(" ", 1)[-1], text)

    def on_text(text: str) -> None:
        texts[-1].append(text)
        if flow is not None:
            flow(text)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = _refuse
    if end is not None:
        parser.CharacterDataHandler = on_text
    _run(parser, data)


def check_prolog(data: bytes) -> None:
    """Look at a part up to its first element; `DocumentTypeError` where a document type is declared."""
    parser = expat.ParserCreate()

    def stop(_tag: str, _attributes: dict[str, str]) -> None:
        raise _Enough

    parser.StartElementHandler = stop
    parser.StartDoctypeDeclHandler = _refuse
    _run(parser, data)


def _refuse(*_declared: object) -> None:
    raise DocumentTypeError


def _run(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, True)
    except _Enough:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DamagedError from error
