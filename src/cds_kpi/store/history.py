"""The chain of revisions, and the seal that shows whether a file is still what was received.

Convention: a file written on receipt names the SHA-256 of all its bytes but those 64 digits themselves (`content`) and
ends with the line `...`; a revision's receipt names the SHA-256 of the whole file before it (`previous`).
"""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING

from cds_kpi.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cds_kpi.model.submission import Filing

SEAL = b"content: "
"""What stands before the seal's digits in the receipt's line."""
END = b"...\n"
"""The last line of a file written on receipt: without it the file was cut."""


def find_seal(data: bytes) -> int | None:
    """Return where the seal's digits begin; None where no receipt's line holds a seal.

    The seal is the last thing in its line: what is said before it may look like one.
    """
    start = 0 if data.startswith(b"receipt:") else data.find(b"\nreceipt:") + 1
    end = data.find(b"\n", start)
    seal = data.rfind(SEAL, start, end if end >= 0 else len(data))
    if seal < 0 or (start == 0 and not data.startswith(b"receipt:")):
        return None
    return seal + len(SEAL)


def hash_content(data: bytes) -> str | None:
    """Return the SHA-256 of all bytes but the seal's own digits; None where no receipt's line holds a seal."""
    digits = find_seal(data)
    return None if digits is None else hashlib.sha256(data[:digits] + data[digits + 64 :]).hexdigest()


def check_seal(data: bytes, content: str, file: str) -> list[Problem]:
    """Return what shows that a file is not what was received: cut (an error), or changed by hand (a warning)."""
    if not data.endswith((END, b"\n...\r\n")):
        last = data.rstrip(b"\n").count(b"\n") + 1
        return [Problem("store-file-cut", Place(file, (), "value", last, 1))]
    if hash_content(data) != content:
        return [Problem("store-file-changed", Place(file, ("receipt", "content")))]
    return []


def check_history(filings: Sequence[Filing], unread: Sequence[str]) -> Iterator[Problem]:
    """Yield where a unit's revisions do not form a chain: one missing, or not the one the next was written after.

    `filings` in order of period, unit and revision. A revision that could not be read is reported as such, and is no
    gap. What is wrong stands at the older revision, the one that is gone or changed: the newer one still counts.
    """
    from cds_kpi.store.layout import name_submission

    for (period, unit), group in groupby(filings, key=_key):
        known = {filing.revision: filing for filing in group}
        for revision, filing in known.items():
            previous = known.get(revision - 1)
            if revision == 1:
                if filing.previous is not None:
                    yield Problem("revision-first", Place(filing.file, ("receipt", "previous")))
            elif previous is None:
                before = name_submission(period, unit, revision - 1)
                if before not in unread:
                    facts: dict[str, str | int] = {"revision": revision - 1, "file": before}
                    related = (Place(filing.file, (), "value", 1, 1),)
                    yield Problem("revision-missing", Place(before, (), "value", 1, 1), facts, related)
            elif filing.has_receipt and filing.previous != previous.sha256:
                facts = {"revision": revision, "file": filing.file}
                related = (Place(filing.file, ("receipt", "previous")),)
                yield Problem("revision-chain", Place(previous.file, (), "value", 1, 1), facts, related)


def _key(filing: Filing) -> tuple[str, str]:
    _, _, period, name = filing.file.split("/")
    return period, name.partition(".")[0]
