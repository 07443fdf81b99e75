"""JSON as text, the very same as `json.dumps` with an indent of 2 writes, which takes several times as long."""

from __future__ import annotations

from json.encoder import encode_basestring as quote
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = "  "
"""By how much each level is further in."""


def write_json(value: Any, margin: str = "\n") -> str:
    """Return text, whole numbers, truth values, nothing, and lists and mappings of such, as JSON.

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
