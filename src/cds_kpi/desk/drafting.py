"""Drafts: what somebody wants to send, from whichever door it came, as one record with its problems in place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from cds_kpi.number import format_decimal, parse_number
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cds_kpi.forms.reading import FilledForm
    from cds_kpi.model.submission import Submission
    from cds_kpi.problem import Fact, Path

Door = Literal["form", "yaml", "set", "asked"]

EXCUSES = {
    "nil": "nil",
    "na": "not_applicable",
    "not_applicable": "not_applicable",
    "unavailable": "unavailable",
    "không phát sinh": "nil",
    "khong phat sinh": "nil",
    "không áp dụng": "not_applicable",
    "khong ap dung": "not_applicable",
    "chưa có": "unavailable",
    "chua co": "unavailable",
    "chưa có số liệu": "unavailable",
    "chua co so lieu": "unavailable",
}
"""What can stand before the colon in `--set ID=nil:...`."""
DONE = dict.fromkeys(
    ("done", "true", "có", "co", "yes", "rồi", "roi", "đã thực hiện", "da thuc hien"), "true"
)
NOT_DONE = dict.fromkeys(
    ("not_done", "false", "chưa", "chua", "no", "không", "khong", "chưa thực hiện", "chua thuc hien"), "false"
)
LARGEST = 1_000_000
"""Bytes a YAML file may have that is sent: one unit's figures for one period take a few thousand."""
NUMBERS = frozenset({"numerator", "denominator", "value"})
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures set one by one are put on top of: the unit's newest revision, as the sender found it."""

    revision: int
    """The newest revision's number; 0 where there is none."""
    answers: Mapping[str, Any]
    """The answers that are taken over where they are not set anew, as the file has them."""
    first: Basis | None = None
    """What the sender had begun with, where others filed revisions meanwhile."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A submission before it is sent."""

    name: str
    """How problems name where it came from."""
    door: Door
    submission: Submission | None
    """None where its shape is wrong."""
    problems: tuple[Problem, ...] = ()
    data: bytes = b""
    """The file's bytes, where it came as a file."""
    form: FilledForm | None = None
    carried: tuple[str, ...] = ()
    """Indicators whose answers were taken over from the revision before."""
    places: Mapping[str, str] = field(default_factory=dict)
    """For figures from the command line: what was written for each indicator."""
    rest: Submission | None = None
    """Where `submission` is None: what is left of it without the answers that cannot be read, to be checked too."""
    basis: Basis | None = None
    """For figures set one by one: what they are put on top of. It must still be the newest when they are filed."""
    sets: tuple[str, ...] = ()
    """Those figures, as they were written."""

    def place(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return later problems at the place where the sender wrote what they are about."""
        from cds_kpi.store.reading import place_problems

        if self.form is not None:
            return self.form.place(problems)
        if self.door == "yaml":
            return place_problems(problems, {self.name: self.data})
        return [problem.moved_to(self._point(problem.place), ()) for problem in problems]

    def _point(self, place: Place) -> Place:
        if len(place.path) < 2:
            return Place(self.name, place.path)
        key = str(place.path[1])
        # To somebody who is asked question by question, `--set` means nothing.
        return Place(f"- {key}" if self.door == "asked" else f"--set {self.places.get(key, key)}", place.path)


def read_draft(data: bytes, name: str) -> Draft:
    """Return the draft a file holds: a filled form where it is a workbook, else YAML."""
    suffix = name.rpartition(".")[2].casefold()
    if data.startswith((_ZIP, _OLD)) or suffix in {"xlsx", "xlsm", "xls", "ods"}:
        return _read_form_draft(data, name)
    if len(data) > LARGEST:
        facts: dict[str, Fact] = {"size": len(data), "largest": LARGEST}
        return Draft(
            name, "yaml", None, (Problem("draft-too-large", Place(name, (), "value", 1, 1), facts),), data
        )
    from cds_kpi.model.submission import Submission
    from cds_kpi.store.reading import load_bytes

    loaded = load_bytes(data, name, Submission)
    record = loaded.record
    problems = list(loaded.problems)
    if isinstance(record, Submission) and record.receipt is not None:
        problems.append(Problem("receipt-ignored", Place(name, ("receipt",), "key")))
        record = record.model_copy(update={"receipt": None})
    made = record if isinstance(record, Submission) else None
    tree = loaded.parsed.tree if loaded.parsed is not None else None
    rest = _read_rest(tree, problems) if made is None and isinstance(tree, dict) else None
    draft = Draft(name, "yaml", made, (), data, rest=rest)
    return replace(draft, problems=tuple(draft.place(problems)))


def _read_form_draft(data: bytes, name: str) -> Draft:
    from cds_kpi.forms.reading import read_form

    form = read_form(data, name)
    submission, problems = read_tree(form.tree, name) if form.tree else (None, [])
    placed = [*form.problems, *form.place(problems)]
    made = submission if form.is_sound else None
    rest = submission or _read_rest(form.tree, problems) if made is None and form.tree else None
    return Draft(name, "form", made, tuple(placed), data, form, rest=rest)


def read_tree(tree: Mapping[str, Any], name: str) -> tuple[Submission | None, list[Problem]]:
    """Return the submission a tree of texts describes, or what is wrong with its shape, by path."""
    from cds_kpi.model.shape import read_shape
    from cds_kpi.model.submission import Submission

    made = read_shape(Submission, tree)
    if isinstance(made, Submission):
        return made, []
    return None, [fault.at(Place(name, path, "key" if on_key else "value")) for path, on_key, fault in made]


_BESIDE_ENTRIES = frozenset({"document", "sent_on", "prepared_by", "note", "receipt"})
"""Keys of a submission that can be left out to check the others."""


def _read_rest(tree: Mapping[str, Any], problems: Iterable[Problem]) -> Submission | None:
    """Return the submission without what is wrong in it; None where its unit or period is."""
    left = {key: dict(value) if isinstance(value, dict) else value for key, value in tree.items()}
    for problem in problems:
        match problem.place.path:
            case ("entries", key, *_) if isinstance(left.get("entries"), dict):
                left["entries"].pop(key, None)
            case (str(key), *_) if key in _BESIDE_ENTRIES or problem.kind == "key-unknown":
                left.pop(key, None)
    made, _ = read_tree(left, "")
    return made


def add_note(draft: Draft, note: str) -> Draft:
    """Return a draft with a note on the whole, in the place of one it may have; `note` is one line of text."""
    if draft.submission is None:
        return draft
    return replace(draft, submission=draft.submission.model_copy(update={"note": note}))


def make_draft(
    unit: str,
    period: str,
    sets: Sequence[str],
    basis: Basis,
    *,
    door: Door = "set",
    note: str | None = None,
) -> Draft:
    """Return the draft that figures on the command line make.

    `sets` are `ID=N/D`, `ID=13.51`, `ID=done`, `ID=nil:why`, `ID=na:why`, `ID=unavailable:why` and `ID.FIELD=...`.
    What is not set anew is taken over from `basis`.
    """
    entries: dict[str, Any] = {}
    places: dict[str, str] = {}
    problems = []
    for written in sets:
        key, sign, value = written.partition("=")
        key = key.strip()
        if not sign or not key or not _is_text(written):
            problems.append(Problem("set-unreadable", Place(f"--set {written}"), {"found": written}))
            continue
        indicator, *steps = key.split(".")
        places.setdefault(indicator, written)
        answer = _read_value(value.strip()) if not steps else _read_field(steps, value.strip())
        if isinstance(answer, Fault):
            problems.append(answer.at(Place(f"--set {written}", ("entries", indicator))))
            continue
        _merge(entries.setdefault(indicator, {}), answer)
    carried = tuple(key for key in basis.answers if key not in entries)
    tree: dict[str, Any] = {"format": "1", "unit": unit, "period": period}
    if note is not None:
        tree["note"] = note
    tree["entries"] = {**{key: basis.answers[key] for key in carried}, **entries}
    name = "--set"
    submission, shape = read_tree(tree, name)
    rest = _read_rest(tree, shape) if submission is None else None
    draft = Draft(name, door, submission, (), b"", None, carried, places, rest, basis, tuple(sets))
    return replace(draft, problems=(*problems, *draft.place(shape)))


def _is_text(written: str) -> bool:
    """Whether an argument of the command line was readable text: bytes that were none arrive as half characters."""
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_value(text: str) -> dict[str, Any] | Fault:
    word, colon, reason = text.partition(":")
    if colon and word.strip().casefold() in EXCUSES:
        return {EXCUSES[word.strip().casefold()]: reason.strip() or None}
    folded = text.casefold()
    if folded in DONE or folded in NOT_DONE:
        return {"done": DONE.get(folded) or NOT_DONE[folded]}
    top, slash, bottom = text.partition("/")
    if not slash:
        return _read_numbers({"value": text})
    return _read_numbers({"numerator": top, "denominator": bottom})


def _read_field(steps: Sequence[str], text: str) -> dict[str, Any] | Fault:
    """Return one field of an answer, or of one of its parts (`ID.district.numerator=70`)."""
    *above, name = steps
    value: dict[str, Any] | Fault = _read_numbers({name: text}) if name in NUMBERS else {name: text or None}
    if isinstance(value, Fault):
        return value
    if name == "members_not_done":
        value = {name: [item.strip() for item in text.split(";") if item.strip()]}
    return {"parts": {".".join(above): value}} if above else value


def _read_numbers(texts: dict[str, str]) -> dict[str, Any] | Fault:
    """Return numbers as people write them in Vietnamese, in the decimal form that records read."""
    read = {}
    for name, text in texts.items():
        number = parse_number(text, writing="form")
        if isinstance(number, Fault):
            return number
        read[name] = format_decimal(number.exact) + ("%" if number.is_percentage else "")
    return read


def _merge(into: dict[str, Any], answer: Mapping[str, Any]) -> None:
    for key, value in answer.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def name_path(path: Path) -> str:
    """Return a path as a receipt names it: `entries.online-dossiers.numerator`."""
    return ".".join(str(step) for step in path)
