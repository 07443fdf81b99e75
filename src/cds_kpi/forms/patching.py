"""Changing single places in a part of XML, with every other byte of it left as it was.

Convention: only parts in UTF-8 are changed; offsets count bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from cds_kpi.forms.package import DamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HEAD = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Element:
    """Where an element stands in its part."""

    name: str
    """Its local name."""
    prefix: str
    """Its prefix with the colon, as its neighbours will want it; empty where there is none."""
    attributes: Mapping[str, str]
    start: int
    head_end: int
    """Where its start tag ends."""
    inner_end: int
    """Where its end tag begins; for an empty one the same as `head_end`."""
    end: int
    depth: int
    """How many elements it stands in."""


def find_elements(data: bytes, keep: Callable[[str, Mapping[str, str]], bool]) -> list[Element]:
    """Return the elements that `keep` accepts by local name and attributes, in the order they begin."""
    if data.lstrip()[:5] != b"<?xml" and data[:3] == b"\xef\xbb\xbf":
        data = b"   " + data[3:]
    if b"encoding" in data[:100] and b"utf-8" not in data[:100].lower():
        raise DamagedError
    parser = expat.ParserCreate("utf-8")
    stack: list[tuple[int, Element | None]] = []
    found: list[Element] = []

    def start(qualified: str, attributes: dict[str, str]) -> None:
        prefix, colon, local = qualified.rpartition(":")
        if not keep(local, attributes):
            stack.append((-1, None))
            return
        at = parser.CurrentByteIndex
        head = _HEAD.match(data, at)
        if head is None:
            raise DamagedError
        element = Element(
            local, prefix + colon, attributes, at, head.end(), head.end(), head.end(), len(stack)
        )
        stack.append((len(found), element))
        found.append(element)

    def end(_qualified: str) -> None:
        index, element = stack.pop()
        if element is None or data[element.head_end - 2 : element.head_end] == b"/>":
            return
        at = parser.CurrentByteIndex
        close = data.index(b">", at) + 1
        found[index] = Element(
            element.name,
            element.prefix,
            element.attributes,
            element.start,
            element.head_end,
            at,
            close,
            element.depth,
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise DamagedError from error
    return found


class Patch:
    """Changes to one part, made all at once."""

    def __init__(self, data: bytes) -> None:
        """Collect changes to these bytes."""
        self.data = data
        self._edits: list[tuple[int, int, int, bytes]] = []

    def replace(self, start: int, end: int, text: str | bytes) -> None:
        """Put a text in the place of the bytes from `start` to `end`; at one place in the order they are given."""
        content = text.encode() if isinstance(text, str) else text
        self._edits.append((start, end, len(self._edits), content))

    def set_attributes(self, element: Element, **values: str) -> None:
        """Give an element's attributes these values."""
        head = self.data[element.start : element.head_end]
        self.replace(element.start, element.head_end, change_head(head, **values))

    def append(self, element: Element, text: str) -> None:
        """Put a text before the element's end tag; an empty element gets one."""
        if element.inner_end != element.end:
            self.replace(element.inner_end, element.inner_end, text)
            return
        head = self.data[element.start : element.head_end]
        name = f"{element.prefix}{element.name}"
        opened = head[:-2].rstrip() + b">"
        self.replace(element.start, element.head_end, opened + f"{text}</{name}>".encode())

    def finish(self) -> bytes:
        """Return the bytes with every change made."""
        pieces: list[bytes] = []
        at = 0
        for start, end, _, content in sorted(self._edits, key=lambda edit: edit[:3]):
            pieces += [self.data[at:start], content]
            at = end
        return b"".join([*pieces, self.data[at:]])


def change_head(head: bytes, **values: str) -> bytes:
    """Return a start tag with these attributes set, the others as they were."""
    for name, value in values.items():
        head = re.sub(rb"\s" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", head)
        end = -2 if head.endswith(b"/>") else -1
        head = head[:end].rstrip() + f' {name}="{escape(value)}"'.encode() + head[end:]
    return head


def escape(text: str) -> str:
    """Return a text as it stands in XML of a workbook, without characters that cannot."""
    text = _LIKE_ESCAPE.sub("_x005F_", _CONTROL.sub("", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
