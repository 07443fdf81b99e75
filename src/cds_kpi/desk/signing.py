"""Who signed: whether a revision's signature is right, and whether revisions without one count.

Convention: a revision is signed by a key of its unit; where somebody keyed it in for the unit, also by a key of a focal
point. A key must be valid on the day of receipt and not revoked by that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.period import CITY_TIME
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.model.keys import Key
    from cds_kpi.model.office import Settings
    from cds_kpi.model.submission import Filing, Signed
    from cds_kpi.period import Period
    from cds_kpi.problem import Fact
    from cds_kpi.store.contents import Contents
    from cds_kpi.store.keys import Register
    from cds_kpi.store.signatures import Signer

_KEY, _SIGNATURE = ("receipt", "signed", "key"), ("receipt", "signed", "signature")
"""Where in a revision's file it says which key signed, and what."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A signed revision, and what its signature comes to."""

    filing: Filing
    signed: Signed
    fault: Fault | None
    """Why its key could not sign for it."""
    is_genuine: bool
    """Whether the key made the signature of these very bytes."""


def is_demanded(settings: Settings, period: Period) -> bool:
    """Whether only revisions of a period count that are rightly signed."""
    since = settings.signatures_from
    return settings.require_signatures and (since is None or period.last_day >= since)


def check_signatures(contents: Contents) -> None:
    """Check the register of keys and every signature; what is wrong is added to the problems.

    Where signatures are demanded, revisions without a right one are taken out of the filings: they do not count.
    """
    from cds_kpi.store import layout

    demanded = contents.settings.require_signatures
    signed = [(filing, one) for filing in contents.filings if (one := filing.signed) is not None]
    if not (demanded or signed or layout.has_keys(contents.root)):
        return
    from cds_kpi.store.keys import read_register
    from cds_kpi.store.signatures import can_sign

    register = read_register(contents.root)
    contents.problems += register.problems
    if signed and not can_sign():
        if demanded:
            place = Place(layout.SETTINGS, ("require_signatures",))
            contents.problems.append(Problem("signing-not-installed", place))
        else:
            contents.problems += [Problem("signature-unchecked", Place(one.file, _KEY)) for one, _ in signed]
        return
    wrong = {problem.place.file: problem for problem in _check(contents, register, signed)}
    contents.problems += wrong.values()
    kept: list[Filing] = []
    genuine = {filing.file for filing, _ in signed} - set(wrong)
    for filing in contents.filings:
        if filing.file in genuine or not is_demanded(contents.settings, filing.period):
            kept.append(filing)
            continue
        contents.uncounted[filing.file] = filing
        contents.problems.append(_refuse(filing, is_signed=filing.file in wrong))
    contents.filings = kept


def _refuse(filing: Filing, *, is_signed: bool) -> Problem:
    """Return that a revision does not count for what its signature is, or for having none."""
    facts: dict[str, Fact] = {"unit": filing.unit, "revision": filing.revision}
    if is_signed:
        return Problem("signature-refused", Place(filing.file, ("receipt", "signed"), "key"), facts)
    path = ("receipt",) if filing.has_receipt else ("unit",)
    return Problem("signature-missing", Place(filing.file, path, "key"), facts)


def _check(contents: Contents, register: Register, signed: list[tuple[Filing, Signed]]) -> Iterator[Problem]:
    """Yield what is wrong with each signature: the key, what it signed, or where the file lies."""
    from cds_kpi.store import layout

    focal = _list_focal_points(contents)
    seen = [_look_at(contents.root, register, focal, filing, one) for filing, one in signed]
    originals = {one.signed.signature: one.filing for one in seen if one.is_genuine}
    for one in seen:
        filing = one.filing
        receipt = filing.submission.receipt
        assert receipt is not None, "who signed stands in the receipt"
        name = layout.name_submission(str(filing.period), filing.unit, receipt.revision)
        original = originals.get(one.signed.signature)
        if one.is_genuine and filing.file != name:
            yield Problem("signature-replayed", Place(filing.file, _SIGNATURE), {"file": name})
        elif not one.is_genuine and original is not None:
            facts: dict[str, Fact] = {"file": original.file}
            yield Problem(
                "signature-replayed",
                Place(filing.file, _SIGNATURE),
                facts,
                (Place(original.file, (), "value", 1, 1),),
            )
        elif one.fault is not None:
            yield one.fault.at(Place(filing.file, _KEY))
        elif not one.is_genuine:
            yield Problem("signature-differs", Place(filing.file, _SIGNATURE), {"key": one.signed.key})


def _list_focal_points(contents: Contents) -> frozenset[str]:
    from cds_kpi.store import layout

    programmes = contents.basis[layout.CATALOGUE].record.programmes.values()
    return frozenset(one.focal_point for one in programmes)


def _look_at(root: Path, register: Register, focal: frozenset[str], filing: Filing, signed: Signed) -> _Seen:
    from cds_kpi.store.reading import read_bytes
    from cds_kpi.store.signatures import verify

    receipt = filing.submission.receipt
    assert receipt is not None, "who signed stands in the receipt"
    may = {filing.unit} | (focal if receipt.on_behalf_of is not None else frozenset())
    fault = _check_key(register, signed.key, filing.unit, may, receipt.received_at)
    known = register.find_keys(signed.key)
    data = read_bytes(root / filing.file) if known else b""
    is_genuine = isinstance(data, bytes) and bool(known) and verify(data, known[0].public_key)
    return _Seen(filing, signed, fault, is_genuine)


def _check_key(register: Register, fingerprint: str, unit: str, may: set[str], at: datetime) -> Fault | None:
    """Return why a key could not sign for a unit at a moment: unknown, another's, revoked, or not valid that day."""
    known = register.find_keys(fingerprint)
    facts: dict[str, Fact] = {"key": fingerprint, "unit": unit}
    if not known:
        return Fault("signature-key-unknown", facts)
    own = [key for key in known if key.unit in may]
    if not own:
        return Fault("signature-key-foreign", {**facts, "owner": ", ".join(key.unit for key in known)})
    faults = [_check_time(register, key, at) for key in own]
    return None if None in faults else faults[0]


def _check_time(register: Register, key: Key, at: datetime) -> Fault | None:
    """Return why a key could not sign at a moment."""
    day = at.astimezone(CITY_TIME).date()
    facts: dict[str, Fact] = {"key": key.fingerprint, "unit": key.unit, "at": at.isoformat()}
    revocation = register.find_revocation(key.unit, key.fingerprint)
    if revocation is not None and revocation.since <= at:
        since = {"since": revocation.since.isoformat(), "reason": revocation.reason}
        return Fault("signature-key-revoked", {**facts, **since})
    if day < key.valid_from:
        return Fault("signature-key-early", {**facts, "from": key.valid_from.isoformat()})
    if key.until is not None and day > key.until:
        return Fault("signature-key-expired", {**facts, "until": key.until.isoformat()})
    return None


def check_signer(
    contents: Contents, signer: Signer | None, unit: str, period: Period, *, keyed_in: bool, at: datetime
) -> list[Problem]:
    """Return why a submission cannot be received as it is signed, or is not; none where it can."""
    if signer is None:
        if not is_demanded(contents.settings, period):
            return []
        facts: dict[str, Fact] = {"unit": unit, "revision": "-"}
        return [Problem("signature-missing", Place("--sign"), facts)]
    from cds_kpi.problems import is_error
    from cds_kpi.store.keys import read_register

    register = read_register(contents.root)
    errors = [problem for problem in register.problems if is_error(problem)]
    if errors:
        return errors
    may = {unit} | (_list_focal_points(contents) if keyed_in else frozenset())
    fault = _check_key(register, signer.fingerprint, unit, may, at)
    if fault is None:
        return []
    facts = {"unit": unit, "revision": "-"}
    return [fault.at(Place("--sign")), Problem("signature-refused", Place("--sign"), facts)]


def open_signer(
    root: Path,
    unit: str,
    path: Path | None,
    environment: Mapping[str, str],
    passphrase: str | None,
    *,
    keyed_in: bool,
) -> Signer | Refusal:
    """Open the private key that is to sign for a unit: the file named, else where the environment has it.

    What is keyed in for a unit is signed by the focal point. Refused as request where there is no key that can be used.
    """
    from cds_kpi.store.signatures import can_sign, find_key_file, open_key_file

    if not can_sign():
        return Refusal("request", (Problem("signing-not-installed", Place("--sign")),))
    files = (
        [path]
        if path is not None
        else [
            file
            for name in _list_signers(root, unit, keyed_in=keyed_in)
            if (file := find_key_file(environment, name)) is not None
        ]
    )
    if not files:
        return Refusal("request", (Problem("key-file-missing", Place("--sign"), {"path": f"{unit}.pem"}),))
    chosen = next((file for file in files if file.exists()), files[0])
    signer = open_key_file(chosen, root, passphrase)
    return Refusal("request", (signer.at(Place("--sign")),)) if isinstance(signer, Fault) else signer


def _list_signers(root: Path, unit: str, *, keyed_in: bool) -> Iterable[str]:
    """Return whose key may sign for a unit, the likeliest first."""
    if not keyed_in:
        return [unit]
    from cds_kpi.store.contents import read_basis

    return [*sorted(_list_focal_points(read_basis(root))), unit]
