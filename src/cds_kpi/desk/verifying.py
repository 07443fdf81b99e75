"""Verifying: whether a receipt still reads as it was given, and what has become of the revision since; offline.

Convention: a revision's file keeps the SHA-256 of each receipt that was given for it. Where a receipt differs, or none
is kept, the receipt is made again from the store and compared word by word, so that what differs can be named.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.book import ask_of, open_book, read_contents
from cds_kpi.desk.confirmed import name_warning, read_warning
from cds_kpi.desk.counter import Counter, view_receipt
from cds_kpi.desk.drafting import Basis, Draft
from cds_kpi.desk.receipts import render_receipt
from cds_kpi.desk.submitting import check_draft
from cds_kpi.period import CITY_TIME, parse_canonical
from cds_kpi.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.model.submission import Filing, Receipt
    from cds_kpi.report.receipt import ReceiptView
    from cds_kpi.store.contents import Contents
    from cds_kpi.text import Language

SCHEMA = "cds-kpi.receipt/1"
LARGEST = 1_000_000
"""Bytes a receipt may have."""
MOST = 8
"""How many differences are named: from there on, the receipt is of something else."""

_LINE = re.compile(rb"cds-kpi\.receipt/1 (\{[^\r\n]*\})( -->)?")
_UNIT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of a revision since its receipt was given."""

    newest: int
    """The number of the unit's newest revision."""
    is_counted: bool
    is_returned: bool
    is_excluded: bool
    """Whether the unit was taken out of the round."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt that reads as it was given."""

    unit: str
    period: str
    revision: int
    received_at: str
    sha256: str
    file: str
    since: Since | None = None
    """None where the catalogue or the units have errors, and it cannot be told."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a receipt says of itself."""

    verified: Verified
    form: str
    language: Language
    told: dict[str, Any]
    """Its data: of JSON everything, of text and page what identifies the revision."""


def verify_receipt(root: Path, data: bytes, name: str) -> Verified | Refusal:
    """Return what a receipt is of, where it reads as it was given; refused as data with everything that differs."""
    from cds_kpi.render.receipts import hash_receipt
    from cds_kpi.store import layout
    from cds_kpi.store.filings import load_filing

    said, place = _read_receipt(data), Place(name)
    if said is None:
        return Refusal("data", (Problem("receipt-unreadable", place),))
    told = said.verified
    file = layout.name_submission(told.period, told.unit, told.revision)
    facts: dict[str, str | int] = {"unit": told.unit, "period": told.period, "revision": told.revision}
    if not (root / file).is_file():
        return Refusal("data", (Problem("receipt-unknown", place, facts),))
    found = layout.Found(file, told.period, told.unit, told.revision)
    filing, gaps, problems = load_filing(root / file, found)
    changed = Problem("receipt-file-changed", place, {"file": file})
    if filing is None or gaps is not None:
        return Refusal("data", (changed, *problems))
    receipt = filing.submission.receipt
    is_sealed = receipt is not None and receipt.content is not None and not problems
    if told.sha256 != filing.sha256 and not is_sealed:
        return Refusal("data", (changed,))
    issued = receipt.issued if receipt is not None else None
    known = getattr(issued, "data" if said.form == "json" else said.form) if issued is not None else None
    contents = read_contents(root)
    is_told = told.sha256 == filing.sha256
    if not is_told or known is None or known != hash_receipt(data, said.form, told.sha256):
        wrong = list(_compare(root, contents, filing, said, data, place))
        if not wrong and (known is not None or not is_told):
            wrong = [Problem("receipt-altered", place, facts)]
        if wrong:
            return Refusal("data", tuple(wrong[:MOST]))
    return replace(told, since=_find_since(contents, told))


def _read_receipt(data: bytes) -> _Said | None:
    """Return what a receipt's data says; None where there is none, or none that says what it is of."""
    if len(data) > LARGEST:
        return None
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = [] if data.lstrip().startswith(b"{") else _LINE.findall(data)
    try:
        told = json.loads(lines[-1][0] if lines else data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        return None
    verified = _identify(told)
    if verified is None:
        return None
    form = "json" if not lines else "html" if lines[-1][1] else "txt"
    return _Said(verified, form, "en" if told.get("language") == "en" else "vi", told)


def _identify(told: dict[str, Any]) -> Verified | None:
    unit, period, file = told.get("unit"), told.get("period"), told.get("file")
    revision, sha256, received_at = told.get("revision"), told.get("sha256"), told.get("received_at")
    texts = (unit, period, file, sha256, received_at)
    if not all(isinstance(text, str) for text in texts) or type(revision) is not int:
        return None
    # What names a file must not lead out of the store.
    sound = _UNIT.match(str(unit)) and parse_canonical(str(period)) and 0 < revision < 1_000_000
    if not sound or not _SHA256.match(str(sha256)):
        return None
    return Verified(str(unit), str(period), revision, str(received_at), str(sha256), str(file))


def _compare(
    root: Path, contents: Contents, filing: Filing, said: _Said, data: bytes, place: Place
) -> Iterator[Problem]:
    """Yield where a receipt says something else than one that is made from the store today."""
    from cds_kpi.render.receipts import describe_receipt, list_words

    view = _make_again(root, contents, filing, said.language)
    if view is None:
        return
    stored = json.loads(json.dumps(describe_receipt(view)))
    issued = filing.submission.receipt.issued if filing.submission.receipt is not None else None
    # A receipt of a program that kept no hash of it says what it says, and no more.
    is_whole = said.form == "json" and issued is not None
    keys = stored if is_whole else [key for key in stored if key in said.told]
    for key in [*keys, *(key for key in said.told if key not in stored)]:
        for found, expected in _differ(said.told.get(key), stored.get(key)):
            yield _name(place, key if key in stored else "line", found, expected)
    made = render_receipt(root, view, said.form) if said.form != "json" else b""
    if said.form == "json" or isinstance(made, Refusal):
        return
    left, right = list_words(data), list_words(made)
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            for at in range(max(b - a, d - c)):
                found = left[a + at] if a + at < b else None
                yield _name(place, "line", found, right[c + at] if c + at < d else None)


def _name(place: Place, what: str, found: object, stored: object) -> Problem:
    texts = {key: _write(value) for key, value in (("found", found), ("stored", stored))}
    return Problem("receipt-differs", place, {"what": f"receipt.{what}", **texts})


def _write(value: object) -> str:
    if value is None or value == []:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _differ(found: object, stored: object) -> Iterator[tuple[object, object]]:
    """Yield two values that differ; of two groups of answers, those that do."""
    if isinstance(found, dict) and isinstance(stored, dict):
        for key in dict.fromkeys((*stored, *found)):
            if found.get(key) != stored.get(key):
                said, kept = found.get(key), stored.get(key)
                yield (
                    None if said is None else f"{key}: {_write(said)}",
                    None if kept is None else f"{key}: {_write(kept)}",
                )
    elif (type(found), found) != (type(stored), stored):
        yield found, stored


def _make_again(root: Path, contents: Contents, filing: Filing, language: Language) -> ReceiptView | None:
    """Return a revision's receipt as the store gives it now; None where the store as a whole cannot be read."""
    from cds_kpi.model.submission import Receipt
    from cds_kpi.report.receipts import Received

    submission = filing.submission
    receipt, received_at = submission.receipt, submission.received_at
    if received_at is None or contents.catalogue is None or contents.registry is None:
        return None
    before = _look_back(contents, filing, received_at)
    units = {unit.id: unit for unit in contents.registry.units}
    asked = ask_of(before, contents.catalogue, units)
    programmes = asked.rounds.get(str(submission.period), ())
    if not programmes or submission.unit not in units:
        return None
    book = open_book(before, programmes[0][0], None, set())
    counter = Counter(root, before, asked, programmes, book)
    if receipt is None:
        receipt = Receipt.make(revision=filing.revision, received_at=received_at, previous=None)
    warnings = tuple(_warn_again(counter, filing, receipt))
    received = Received(receipt, filing.file, filing.sha256, warnings, is_rehearsal=False)
    return view_receipt(counter, submission, received, language)


def _look_back(contents: Contents, filing: Filing, received_at: datetime) -> Contents:
    """Return what a workspace held when a revision came."""
    key = (filing.period, filing.unit)

    def was_there(one: Filing) -> bool:
        if (one.period, one.unit) == key:
            return one.revision < filing.revision
        return one.received_at is None or one.received_at <= received_at

    return replace(
        contents,
        filings=[one for one in contents.filings if was_there(one)],
        reviews=[(file, review) for file, review in contents.reviews if review.at <= received_at],
    )


def _warn_again(counter: Counter, filing: Filing, receipt: Receipt) -> Iterator[Problem]:
    """Yield the warnings that were confirmed with a revision, with their words, in the order it keeps."""
    from cds_kpi.problems import find_kind

    door, basis = receipt.door or "yaml", Basis(filing.revision - 1, {})
    draft = Draft(filing.file, door, filing.submission, carried=receipt.carried, basis=basis)
    found = check_draft(counter, draft, filing.submission)
    # What was typed is said in other words than what stands in a file.
    found = draft.place(found) if door in {"set", "asked"} else found
    named = {name_warning(problem): problem for problem in found}
    for warning in receipt.warnings:
        code, path, cell = read_warning(warning)
        kind, problem = find_kind(code), named.get(f"{code} {path}".strip())
        if problem is not None and cell is not None:
            place = replace(problem.place, sheet=cell[0], cell=cell[1])
            yield problem.moved_to(place)
        elif problem is not None:
            yield problem
        elif kind is not None and kind.slug == "receipt-ignored":
            yield Problem("receipt-ignored", Place(filing.file, ("receipt",)))
        elif kind is not None and kind.slug == "sent-in-future" and filing.submission.sent_on is not None:
            days = (filing.submission.sent_on, receipt.received_at.astimezone(CITY_TIME).date())
            facts = dict(zip(("found", "today"), map(str, days), strict=True))
            place = Place(filing.file, ("sent_on",))
            yield Problem(
                kind.slug, replace(place, sheet=cell[0], cell=cell[1]) if cell is not None else place, facts
            )


def _find_since(contents: Contents, told: Verified) -> Since | None:
    period = parse_canonical(told.period)
    if contents.catalogue is None or contents.registry is None or period is None:
        return None
    rounds = [
        (name, one.period)
        for name, programme in contents.catalogue.programmes.items()
        for one in programme.rounds
    ]
    books = [open_book(contents, name, None, set()) for name, collected in rounds if collected == period]
    if not books:
        return None
    counted = [book.find_counted(period, told.unit) for book in books]
    return Since(
        newest=max((one.revision for one in counted[0].received), default=told.revision),
        is_counted=any(one.filing is not None and one.filing.revision == told.revision for one in counted),
        is_returned=told.revision in counted[0].returned,
        is_excluded=books[0].is_excluded(period, told.unit),
    )
