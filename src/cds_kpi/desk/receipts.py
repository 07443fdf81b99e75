"""Receipts: written for whoever sent something in, and verified against the store, offline."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cds_kpi.desk.answers import Refusal
from cds_kpi.period import CITY_TIME, parse_canonical
from cds_kpi.problem import Place, Problem
from cds_kpi.report.receipt import ChangeLine, ReceiptView, RevisionLine

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "RECEIPT_FORMS",
    "ChangeLine",
    "ReceiptView",
    "RevisionLine",
    "Verified",
    "render_receipt",
    "verify_receipt",
]

RECEIPT_FORMS = ("txt", "html", "json")
"""What a receipt can be written as; a file's suffix says which."""
SCHEMA = "cds-kpi.receipt/1"
LARGEST = 1_000_000
"""Bytes a receipt may have."""

_LINE = re.compile(rb"cds-kpi\.receipt/1 (\{[^\r\n]*\})")
_UNIT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt that agrees with the store in everything."""

    unit: str
    period: str
    revision: int
    received_at: str
    sha256: str
    file: str


def render_receipt(root: Path, view: ReceiptView, form: str) -> bytes | Refusal:
    """Return a receipt as the bytes of a `txt`, `html` or `json` file."""
    from cds_kpi.render import receipts
    from cds_kpi.store import layout, packaged

    made = receipts.render_receipt(view, form, (root / layout.TEMPLATES, packaged.find_templates()))
    return Refusal("data", (made,)) if isinstance(made, Problem) else made


def verify_receipt(root: Path, data: bytes, name: str) -> Verified | Refusal:
    """Return what a receipt says where the store agrees; refused as data with everything that differs."""
    said = _read_receipt(data)
    place = Place(name)
    if said is None:
        return Refusal("data", (Problem("receipt-unreadable", place),))
    from cds_kpi.store import layout
    from cds_kpi.store.reading import load_filing

    file = layout.name_submission(said.period, said.unit, said.revision)
    facts: dict[str, str | int] = {"unit": said.unit, "period": said.period, "revision": said.revision}
    if not (root / file).is_file():
        return Refusal("data", (Problem("receipt-unknown", place, facts),))
    filing, problems = load_filing(root / file, layout.Found(file, said.period, said.unit, said.revision))
    if filing is None:
        return Refusal("data", (Problem("receipt-file-changed", place, {"file": file}), *problems))
    received_at = filing.submission.received_at
    stored: dict[str, str] = {
        "file": file,
        "received_at": received_at.astimezone(CITY_TIME).isoformat() if received_at is not None else "-",
    }
    told = {"file": said.file, "received_at": said.received_at}
    wrong = [
        Problem("receipt-differs", place, {"what": key, "found": told[key], "stored": stored[key]})
        for key in stored
        if told[key] != stored[key]
    ]
    if filing.sha256 != said.sha256:
        wrong.append(Problem("receipt-file-changed", place, {"file": file}))
    return Refusal("data", tuple(wrong)) if wrong else said


def _read_receipt(data: bytes) -> Verified | None:
    """Return what a receipt's data says; None where there is none, or none that says all it should."""
    if len(data) > LARGEST:
        return None
    lines = _LINE.findall(data)
    try:
        said = json.loads(lines[-1] if lines else data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("schema") != SCHEMA:
        return None
    return _check(said)


def _check(said: dict[str, Any]) -> Verified | None:
    unit, period, file = said.get("unit"), said.get("period"), said.get("file")
    revision, sha256, received_at = said.get("revision"), said.get("sha256"), said.get("received_at")
    texts = (unit, period, file, sha256, received_at)
    if not all(isinstance(text, str) for text in texts) or type(revision) is not int:
        return None
    # What names a file must not lead out of the store.
    sound = _UNIT.match(str(unit)) and parse_canonical(str(period)) and 0 < revision < 1_000_000
    if not sound or not _SHA256.match(str(sha256)):
        return None
    return Verified(str(unit), str(period), revision, str(received_at), str(sha256), str(file))
