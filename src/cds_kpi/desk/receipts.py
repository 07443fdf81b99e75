"""Receipts: written for whoever sent something in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Problem
from cds_kpi.report.receipt import ChangeLine, ReceiptView, RevisionLine

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.model.submission import Issued
__all__ = [
    "RECEIPT_FORMS",
    "ChangeLine",
    "ReceiptView",
    "RevisionLine",
    "issue_receipts",
    "render_receipt",
]

RECEIPT_FORMS = ("txt", "html", "json")
"""What a receipt can be written as; a file's suffix says which."""


def render_receipt(root: Path, view: ReceiptView, form: str) -> bytes | Refusal:
    """Return a receipt as the bytes of a `txt`, `html` or `json` file."""
    from cds_kpi.render import receipts
    from cds_kpi.store import layout, packaged

    made = receipts.render_receipt(view, form, (root / layout.TEMPLATES, packaged.find_templates()))
    return Refusal("data", (made,)) if isinstance(made, Problem) else made


def issue_receipts(root: Path, view: ReceiptView) -> Issued:
    """Return the SHA-256 of a receipt in each form; `view` has zeros where it names that of the file, not yet written.

    A form whose template is wrong has none: no such receipt can be given.
    """
    from cds_kpi.model.submission import Issued
    from cds_kpi.render.receipts import hash_receipt

    hashes = {}
    for form, key in zip(RECEIPT_FORMS, ("txt", "html", "data"), strict=True):
        made = render_receipt(root, view, form)
        if not isinstance(made, Refusal):
            hashes[key] = hash_receipt(made, form, view.sha256)
    return Issued.make(**hashes)
