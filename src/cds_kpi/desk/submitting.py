"""Submitting: a draft checked against the catalogue, the registry and what was sent before, then filed for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.book import limit_problems
from cds_kpi.desk.confirmed import name_warning
from cds_kpi.desk.counter import (
    Counter,
    find_closed_to,
    find_latest,
    hash_catalogue,
    list_numbers,
    open_counter,
    read_basis,
    view_receipt,
)
from cds_kpi.desk.drafting import Draft, make_draft
from cds_kpi.desk.receipts import issue_receipts
from cds_kpi.desk.reporting import choose_round
from cds_kpi.problem import Fault, Place, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.model.submission import OnBehalf, Receipt, Submission
    from cds_kpi.report.receipt import ReceiptView
    from cds_kpi.report.receipts import Overtaking
    from cds_kpi.store.signatures import Signer
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Sending:
    """How a draft is to be sent."""

    now: datetime
    language: Language
    confirmed: bool = False
    """Whether warnings have been seen and confirmed."""
    rehearsal: bool = False
    """Whether nothing is to be written."""
    expected_revision: int | None = None
    """The number the sender expects the revision to get."""
    unit: str | None = None
    """The unit the sender named beside the file, which must be the file's."""
    period: str | None = None
    """The period likewise."""
    keyed_in_by: str | None = None
    """Who keys it in, where the unit does not itself."""
    keyed_in_because: str | None = None
    signer: Signer | None = None
    """The private key that signs it."""
    seen: tuple[Problem, ...] = ()
    """Warnings that were shown and confirmed one by one; others must be confirmed first."""
    prepare: Callable[[ReceiptView], None] | None = None
    """Makes the answer ready, before the revision is filed and perhaps several times: only the last receipt is true.
    What it raises stops the filing; afterwards nothing is left to be done that could fail."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A draft that has only warnings, which somebody must confirm first."""

    warnings: tuple[Problem, ...]


def draft_figures(
    root: Path, unit: str, asking: Asking, sets: Sequence[str], *, now: datetime, note: str | None = None
) -> Draft | Refusal:
    """Return the draft that `--set` figures make for a unit and period, on top of the newest revision."""
    from cds_kpi.desk.catalogue import read_catalogue
    from cds_kpi.store.filing import find_newest

    read = read_catalogue(root)
    if isinstance(read, Refusal):
        return read
    chosen = choose_round(read[0], asking, this_year=now.year)
    if isinstance(chosen, Fault):
        return Refusal("request", (chosen.at(Place("--quarter")),))
    period = str(chosen[1].period)
    newest = find_newest(root, period, unit)
    counter = open_counter(root, period, now, unit)
    if isinstance(counter, Refusal):
        return counter
    if unit not in counter.book.units:
        from cds_kpi.assess.check_catalogue import refer

        unknown = Problem("unit-unknown", Place("--unit"), refer("unit", unit, counter.book.units))
        return Refusal("request", (unknown,))
    numbered = list_numbers(counter, chosen[0])
    return make_draft(unit, period, sets, read_basis(counter, unit, newest), note=note, numbered=numbered)


def submit(root: Path, draft: Draft, sending: Sending) -> ReceiptView | Refusal | Unconfirmed:
    """Check a draft and file it as its unit's next revision.

    Refused as data with every problem at once; as state where the round is closed; as machine where the disk failed,
    with the store as it was. With warnings only, `Unconfirmed` until they are confirmed. When a receipt is returned
    the revision is on the disk. Figures set one by one, on top of a revision that is no longer the newest, are put on
    top of the newest one and checked again; the receipt says so.
    """
    while (answer := _try_submit(root, draft, sending)) is None:
        # Each turn means that somebody else's revision was filed meanwhile: there is an end to it.
        if draft.basis is None:
            continue
        again = _redraft(root, draft, sending.now)
        if isinstance(again, Refusal):
            return again
        draft = again
    return answer


def _redraft(root: Path, draft: Draft, now: datetime) -> Draft | Refusal:
    """Return the same figures on top of what is now the newest revision."""
    from cds_kpi.store.filing import find_newest

    submission, basis = draft.submission, draft.basis
    assert submission is not None, "only what can be filed is overtaken"
    assert basis is not None, "the same"
    unit, period = submission.unit, str(submission.period)
    newest = find_newest(root, period, unit)
    if isinstance(newest, Fault):
        return Refusal("machine", (newest.at(Place(str(root))),))
    counter = open_counter(root, period, now, unit)
    if isinstance(counter, Refusal):
        return counter
    fresh = read_basis(counter, unit, newest, basis.first or basis)
    return make_draft(
        unit, period, draft.sets, fresh, door=draft.door, note=submission.note, numbered=draft.numbered
    )


def _try_submit(root: Path, draft: Draft, sending: Sending) -> ReceiptView | Refusal | Unconfirmed | None:
    """Check and file a draft; None where somebody else's revision was filed meanwhile: it is to be tried again."""
    from cds_kpi.problems import is_error
    from cds_kpi.store.filing import find_newest

    submission = draft.submission
    if submission is None:
        return Refusal(
            "data", tuple(sort_problems([*draft.problems, *_check_rest(root, draft, sending.now)]))
        )
    wrong = _compare_named(draft, submission, sending)
    if wrong:
        return Refusal("request", tuple(wrong))
    period = str(submission.period)
    if draft.basis is not None:
        newest = find_newest(root, period, submission.unit)
        if not isinstance(newest, Fault) and newest.revision != draft.basis.revision:
            return None
    counter = open_counter(root, period, sending.now, submission.unit)
    if isinstance(counter, Refusal):
        return counter
    found = limit_problems(
        [*check_draft(counter, draft, submission), *_check_day(draft, submission, sending.now)]
    )
    problems = [*draft.problems, *draft.place(found), *_check_signer(counter, submission, sending)]
    problems = sort_problems(problems)
    if any(is_error(problem) for problem in problems):
        return Refusal("data", tuple(problems))
    closed = find_closed_to(counter, submission, sending.now)
    if closed is not None:
        return Refusal("state", (closed,))
    taken = _find_taken(counter, submission, sending)
    if taken is not None:
        return taken
    is_confirmed = sending.confirmed or all(problem in sending.seen for problem in problems)
    if not is_confirmed and not sending.rehearsal:
        return Unconfirmed(tuple(problems))
    return _file(counter, draft, submission, sending, tuple(problems))


def _check_rest(root: Path, draft: Draft, now: datetime) -> list[Problem]:
    """Return what else is wrong with a draft of which some answers cannot be read: one run shows everything."""
    if draft.rest is None:
        return []
    rest = draft.rest.record
    counter = open_counter(root, str(rest.period), now, rest.unit)
    if isinstance(counter, Refusal):
        return []
    found = limit_problems(check_draft(counter, draft, rest))
    return draft.place(problem for problem in found if problem.kind != "answer-dropped")


def _compare_named(draft: Draft, submission: Submission, sending: Sending) -> list[Problem]:
    """Return that the file is another unit's, or of another period, than the sender named beside it."""
    problems = []
    unit, period = sending.unit, sending.period
    if unit is not None and unit != submission.unit:
        where = Place(draft.name, ("unit",))
        if draft.form is not None:
            problems.append(Problem("form-unit-differs", where, {"found": submission.unit, "unit": unit}))
        else:
            problems.append(Problem("unit-not-named", where, {"found": submission.unit, "named": unit}))
    if period is not None and period != str(submission.period):
        where, found = Place(draft.name, ("period",)), str(submission.period)
        if draft.form is not None:
            problems.append(Problem("form-period-differs", where, {"found": found, "period": period}))
        else:
            problems.append(Problem("period-not-named", where, {"found": found, "named": period}))
    return draft.place(problems)


def check_draft(counter: Counter, draft: Draft, submission: Submission) -> list[Problem]:
    """Return the problems of every check, by path within the draft."""
    from cds_kpi.assess.check_change import check_changes
    from cds_kpi.assess.check_submission import check_filing
    from cds_kpi.assess.earlier import list_earlier
    from cds_kpi.assess.gaps import drop_consequences
    from cds_kpi.model.submission import make_filing
    from cds_kpi.problems import is_error

    filing = make_filing(submission, 1, draft.name)
    lacking = draft.rest.gaps if draft.rest is not None else frozenset()
    unread = {
        tuple(str(step) for step in problem.place.path[:2]) for problem in draft.problems if is_error(problem)
    }
    found = drop_consequences(check_filing(filing, counter.asked), frozenset(), lacking | unread - {()})
    passed_over = {"submission-undated"}
    is_torn = draft.form is not None and not draft.form.is_sound
    if is_torn or any(_is_about_answer(problem) for problem in draft.problems):
        # There are answers, only none that can be read.
        passed_over.add("submission-empty")
    problems = [problem for problem in found if problem.kind not in passed_over]
    if draft.form is not None and draft.form.catalogue not in {None, hash_catalogue(counter.root)}:
        problems.append(Problem("form-catalogue-changed", Place(draft.name)))
    earlier = list_earlier(counter.book, submission)
    replaced = find_latest(counter, submission.unit)
    problems += check_changes(submission, draft.name, earlier, replaced, counter.asked.rules)
    return [*problems, *_check_decided(counter, draft, submission)]


def _check_decided(counter: Counter, draft: Draft, submission: Submission) -> Iterator[Problem]:
    """Yield what the focal point has decided that the sender may not know: an exclusion, a return."""
    unit, period = submission.unit, submission.period
    facts: dict[str, str | int] = {"unit": unit, "period": str(period)}
    if counter.book.is_excluded(period, unit):
        yield Problem("unit-excluded", Place(draft.name, ("unit",)), facts)
    counted = counter.book.find_counted(period, unit)
    newest = counted.received[-1].revision if counted.received else 0
    if draft.carried and newest in counted.returned:
        facts = {"indicators": ", ".join(draft.carried), "revision": newest}
        yield Problem("carried-returned", Place(draft.name, ("entries",), "key"), facts)


def _check_day(draft: Draft, submission: Submission, now: datetime) -> Iterator[Problem]:
    """Yield that the sender dates the submission after the day on which it is received."""
    from cds_kpi.period import CITY_TIME

    sent_on, today = submission.sent_on, now.astimezone(CITY_TIME).date()
    if sent_on is not None and sent_on > today:
        facts = {"found": sent_on.isoformat(), "today": today.isoformat()}
        yield Problem("sent-in-future", Place(draft.name, ("sent_on",)), facts)


def _check_signer(counter: Counter, submission: Submission, sending: Sending) -> list[Problem]:
    """Return why it cannot be received as it is signed, or is not."""
    if sending.signer is None and not counter.contents.settings.require_signatures:
        return []
    from cds_kpi.desk.signing import check_signer

    keyed_in = sending.keyed_in_by is not None
    return check_signer(
        counter.contents,
        sending.signer,
        submission.unit,
        submission.period,
        keyed_in=keyed_in,
        at=sending.now,
    )


def _is_about_answer(problem: Problem) -> bool:
    return problem.place.path[:1] == ("entries",) or problem.kind == "set-unreadable"


def _file(
    counter: Counter, draft: Draft, submission: Submission, sending: Sending, warnings: tuple[Problem, ...]
) -> ReceiptView | Refusal | None:
    """File a draft whose warnings are confirmed; None where a revision came in between."""
    from cds_kpi.model.submission import OnBehalf
    from cds_kpi.report.receipts import Received
    from cds_kpi.store import layout
    from cds_kpi.store.filing import Filed, file_submission, find_newest
    from cds_kpi.store.journal import Head, find_head

    keyed = None
    if sending.keyed_in_by is not None:
        keyed = OnBehalf.make(by=sending.keyed_in_by, reason=sending.keyed_in_because or "")
    confirmed = tuple(name_warning(problem) for problem in warnings)

    made: dict[int, Receipt] = {}

    def make_receipt(revision: int, previous: str | None) -> Receipt:
        receipt = _make_receipt(revision, previous, draft, sending, keyed, confirmed)
        head = find_head(counter.root)
        if isinstance(head, Head):
            receipt = receipt.model_copy(update={"journal": head.text})
        # A rehearsal does this, too: whatever would fail then fails now.
        file = layout.name_submission(str(submission.period), submission.unit, revision)
        issued = issue_receipts(counter.root, make_view(receipt, file, "0" * 64))
        receipt = receipt.model_copy(update={"issued": issued})
        made[revision] = receipt
        return receipt

    def make_view(receipt: Receipt, file: str, sha256: str) -> ReceiptView:
        overtaking = _find_overtaking(counter, draft)
        received = Received(receipt, file, sha256, warnings, sending.rehearsal, overtaking)
        return view_receipt(counter, submission, received, sending.language)

    views: list[ReceiptView] = []

    def make_ready(filed: Filed) -> None:
        view = make_view(made[filed.number], filed.file, filed.sha256)
        views.append(view)
        if sending.prepare is not None:
            sending.prepare(view)

    expected, basis = sending.expected_revision, draft.basis
    if sending.rehearsal:
        newest = find_newest(counter.root, str(submission.period), submission.unit)
        if isinstance(newest, Fault):
            return _refuse_filing(counter, newest)
        make_receipt(newest.revision + 1, newest.sha256)
        make_ready(Filed("", newest.revision + 1, ""))
        return views[-1]
    next_one = basis.revision + 1 if basis is not None else expected
    sign = sending.signer.sign if sending.signer is not None else None
    filed = file_submission(
        counter.root, submission, make_receipt, expected=next_one, ready=make_ready, sign=sign
    )
    if not isinstance(filed, Fault):
        return views[-1]
    # Somebody was faster: what it rests on, or the number that is expected, is looked at again.
    return None if filed.kind == "revision-taken" else _refuse_filing(counter, filed)


def _find_taken(counter: Counter, submission: Submission, sending: Sending) -> Refusal | None:
    """Refuse what does not get the number its sender expects, with who came first."""
    from cds_kpi.store.filing import find_newest

    period, unit, expected = str(submission.period), submission.unit, sending.expected_revision
    newest = find_newest(counter.root, period, unit)
    if isinstance(newest, Fault):
        return _refuse_filing(counter, newest)
    if expected in {None, newest.revision + 1}:
        return None
    facts: dict[str, str | int] = {"expected": expected or 0, "newest": newest.revision, "unit": unit}
    latest = find_latest(counter, unit)
    if latest is not None and latest.revision == newest.revision:
        facts["near"] = _tell_coming(latest.submission)
    return Refusal("state", (Problem("revision-taken", Place(str(counter.root)), facts),))


def _tell_coming(submission: Submission) -> str:
    """Return when, how and by whom a revision came, a fact a line: `at 2022-09-16T09:00:00+07:00`, `door set`."""
    receipt, person = submission.receipt, submission.prepared_by
    keyed = receipt.on_behalf_of if receipt is not None else None
    facts = (
        ("at", submission.received_at.isoformat() if submission.received_at is not None else None),
        ("door", receipt.door if receipt is not None else None),
        ("behalf", f"{keyed.by} ({keyed.reason})" if keyed is not None else None),
        ("by", person.name if person is not None else None),
    )
    return "\n".join(f"{name} {fact}" for name, fact in facts if fact is not None)


def _refuse_filing(counter: Counter, fault: Fault) -> Refusal:
    """Return that the store could not be read or written to, at the file it is about."""
    return Refusal("machine", (fault.at(Place(str(fault.facts.get("file", counter.root)))),))


def _find_overtaking(counter: Counter, draft: Draft) -> Overtaking | None:
    """Return what others filed while this was on its way: their revisions, and which of its figures they changed."""
    from cds_kpi.report.receipts import Overtaking

    basis, submission = draft.basis, draft.submission
    if basis is None or basis.first is None or submission is None:
        return None
    first, filing = basis.first, find_latest(counter, submission.unit)
    theirs = filing.entries if filing is not None else {}
    changed = {
        key: entry
        for key, entry in theirs.items()
        if key not in draft.carried
        and basis.answers.get(key) != first.answers.get(key)
        and entry != submission.entries.get(key)
    }
    return Overtaking(tuple(range(first.revision + 1, basis.revision + 1)), changed)


def _make_receipt(
    revision: int,
    previous: str | None,
    draft: Draft,
    sending: Sending,
    keyed: OnBehalf | None,
    confirmed: tuple[str, ...],
) -> Receipt:
    from cds_kpi.model.submission import Receipt

    given: dict[str, Any] = {
        "revision": revision,
        "received_at": sending.now,
        "previous": previous,
        "door": draft.door,
    }
    if keyed is not None:
        given["on_behalf_of"] = keyed
    if confirmed:
        given["warnings"] = confirmed
    if draft.carried:
        given["carried"] = draft.carried
    if sending.signer is not None:
        from cds_kpi.model.submission import Signed
        from cds_kpi.store.composing import NO_SIGNATURE

        given["signed"] = Signed.make(key=sending.signer.fingerprint, signature=NO_SIGNATURE)
    return Receipt.make(**given)
