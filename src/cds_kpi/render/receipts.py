"""A receipt as text, as a page, and as data: the first two carry the data along, so that they can be verified.

Convention: the data is JSON of the schema cds-kpi.receipt/1, in text and page on a last line that begins with it.
"""

from __future__ import annotations

import hashlib
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from cds_kpi.problem import Problem
from cds_kpi.render.json_text import dump_json
from cds_kpi.render.text import escape_html, escape_line, fill_template, find_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_kpi.report.receipt import ReceiptView

SCHEMA = "cds-kpi.receipt/1"
FORMS = ("txt", "html", "json")
"""What a receipt can be written as."""
BLANK = "0" * 64
"""Stands where a receipt names the file's own SHA-256, while the file is not yet there."""


def render_receipt(view: ReceiptView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    """Return a receipt as the bytes of a `txt`, `html` or `json` file: UTF-8, line ends LF.

    The template `receipt.<form>.j2` is taken from the first of the folders that has it; what is wrong with it is a
    problem with the place in it.
    """
    if form == "json":
        return dump_json(describe_receipt(view))
    escape = escape_html if form == "html" else escape_line
    functions = {"say": find_words(view.language)}
    filled = fill_template(f"receipt.{form}.j2", folders, escape, functions, {"receipt": view})
    if isinstance(filled, Problem) or view.is_rehearsal:
        return filled
    line = f"{SCHEMA} {_compose_line(view)}"
    return filled.rstrip(b"\n") + (f"\n<!-- {line} -->\n" if form == "html" else f"\n\n{line}\n").encode()


def hash_receipt(data: bytes, form: str, sha256: str) -> str | None:
    """Return the SHA-256 of what a receipt says, with zeros in the place of `sha256`; None where it cannot be read.

    What mail programs and editors change without changing a word does not count: line ends, spaces at them, a byte
    order mark, and in JSON the order of keys and the spaces between them.
    """
    try:
        text = data.decode("utf-8-sig")
        if form == "json":
            told = json.loads(text, object_pairs_hook=_refuse_twins)
            text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        return None
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]
    return hashlib.sha256("\n".join(lines).replace(sha256, BLANK).encode("utf-8", "replace")).hexdigest()


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a mapping; one that says the same thing twice says two things."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError
    return told


def list_words(data: bytes) -> list[str]:
    """Return the lines of a receipt as a person reads them: without marks of HTML, and without the line of data."""
    text = re.sub(
        r"<(style|title)>.*?</\1>|<!--.*?-->|<[^>]*>", "", data.decode("utf-8", "replace"), flags=re.DOTALL
    )
    lines = (" ".join(unescape(line).split()) for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(f"{SCHEMA} ")]


def _compose_line(view: ReceiptView) -> str:
    """Return what identifies a revision as JSON on one line, which no reader of HTML takes for anything else."""
    text = json.dumps(_identify(view))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.replace("--", "-\\u002d")


def _identify(view: ReceiptView) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "unit": view.unit,
        "period": view.period,
        "revision": view.revision,
        "sha256": view.sha256 or None,
        "received_at": view.received_at,
        "verdict": view.verdict,
        "file": view.file or None,
        "language": view.language,
    }


def describe_receipt(view: ReceiptView) -> dict[str, Any]:
    """Return everything a receipt says as JSON has it."""
    return {
        **_identify(view),
        "dry_run": view.is_rehearsal,
        "unit_name": view.unit_name,
        "verdict_text": view.verdict_text,
        "deadline_text": view.deadline_text,
        "answered_at": view.answered_at,
        "excluded": view.is_excluded,
        "remarks": list(view.remarks),
        "previous": view.previous,
        **({"signed_by": view.signed_by} if view.signed_by is not None else {}),
        **({"journal": view.journal} if view.journal is not None else {}),
        "answered": [line.indicator for line in view.answered],
        "owed": [line.indicator for line in view.owed],
        "answers": {line.indicator: line.text for line in view.answered},
        "missing": {line.indicator: line.text for line in view.owed},
        "carried": list(view.carried),
        "overtaken": list(view.overtaken),
        "warnings": list(view.warnings),
        "on_behalf_of": view.on_behalf_of,
        "notice": view.notice,
    }
