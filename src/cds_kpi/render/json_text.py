"""JSON as text, indented by 2; what cannot be seen stands as escapes, so that no terminal obeys it."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from cds_kpi.text import spell_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = "  "
"""By how much each level is further in."""


def quote(text: str) -> str:
    """Return a text as JSON."""
    quoted = encode_basestring(text)
    return quoted if quoted.isprintable() else spell_unseen(quoted)


def dump_json(value: object) -> bytes:
    """Return a small value as the bytes of a JSON file."""
    return f"{spell_unseen(json.dumps(value, ensure_ascii=False, indent=2))}\n".encode()


def write_json(value: Any, margin: str = "\n") -> str:
    """Return text, whole numbers, truth values, nothing, and lists and mappings of such, as JSON.

    The very same as `dump_json`, which takes several times as long.

    `margin` is the line break before the value's own closing bracket.
    """
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    inner = margin + STEP
    if isinstance(value, dict):
        lines = [f"{quote(key)}: {write_json(one, inner)}" for key, one in value.items()]
        return wrap(lines, "{}", margin)
    return wrap((write_json(one, inner) for one in value), "[]", margin)


def wrap(lines: Iterable[str], brackets: str, margin: str) -> str:
    """Return what stands in brackets, a line for each; the brackets alone where there is nothing."""
    inner = margin + STEP
    text = f",{inner}".join(lines)
    return f"{brackets[0]}{inner}{text}{margin}{brackets[1]}" if text else brackets
