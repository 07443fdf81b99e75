"""Drafts: what somebody wants to send, from whichever door it came, as one record with its problems in place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from cds_kpi.number import format_decimal, parse_number
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cds_kpi.forms.filled import FilledForm
    from cds_kpi.model.rest import Rest
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
REMARKS = frozenset({"status", "source", "note", "method", "expected_on", "members_done", "members_not_done"})
"""Fields that say something about an answer: set alone, they change the answer that is there."""
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
    typed: Mapping[Path, tuple[str, str]] = field(default_factory=dict)
    """For each of those figures, by its path: how it was written, and how it was read."""
    rest: Rest[Submission] | None = None
    """Where `submission` is None: what is left of it without the answers that cannot be read, to be checked too."""
    basis: Basis | None = None
    """For figures set one by one: what they are put on top of. It must still be the newest when they are filed."""
    sets: tuple[str, ...] = ()
    """Those figures, as they were written."""
    numbered: tuple[tuple[str, int | None], ...] = ()
    """The indicators with the numbers by which they may name them."""

    def place(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return later problems at the place where the sender wrote what they are about."""
        from cds_kpi.store.reading import place_problems

        if self.form is not None:
            return self.form.place(problems)
        if self.door == "yaml":
            return place_problems(problems, {self.name: self.data})
        return [self._quote(problem).moved_to(self._point(problem.place), ()) for problem in problems]

    def _quote(self, problem: Problem) -> Problem:
        """Return a problem that quotes a figure as it was written, not as it was read."""
        written, read = self.typed.get(problem.place.path, ("", ""))
        facts = {name: written if read and fact == read else fact for name, fact in problem.facts.items()}
        return replace(problem, facts=facts)

    def _point(self, place: Place) -> Place:
        from cds_kpi.store import layout

        typed: Literal["set", "asked"] = "asked" if self.door == "asked" else "set"
        if len(place.path) < 2:
            return Place(self.name, place.path, typed=typed)
        key = str(place.path[1])
        if self.door == "asked":
            # To somebody who is asked question by question, `--set` means nothing.
            return Place(f"- {key}", place.path, typed=typed)
        if key in self.carried and self.submission is not None and self.basis is not None:
            # Nobody typed it now: it stands in the revision it is taken over from.
            period, unit = str(self.submission.period), self.submission.unit
            return Place(layout.name_submission(period, unit, self.basis.revision), place.path)
        return Place(f"--set {self.places.get(key, key)}", place.path, typed=typed)


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
    from cds_kpi.model.rest import Rest
    from cds_kpi.model.submission import Submission
    from cds_kpi.store.reading import load_bytes

    loaded = load_bytes(data, name, Submission)
    record = loaded.record
    problems = list(loaded.problems)
    tree = loaded.parsed.tree if loaded.parsed is not None else None
    if isinstance(tree, dict) and "receipt" in tree:
        problems.append(Problem("receipt-ignored", Place(name, ("receipt",), "key")))
    if isinstance(record, Submission) and record.receipt is not None:
        record = record.model_copy(update={"receipt": None})
    made = record if isinstance(record, Submission) else None
    left = loaded.rest
    rest = Rest(left.record, left.gaps, {}) if left and isinstance(left.record, Submission) else None
    draft = Draft(name, "yaml", made, (), data, rest=rest)
    return replace(draft, problems=tuple(draft.place(problems)))


def _read_form_draft(data: bytes, name: str) -> Draft:
    from cds_kpi.forms.reading import read_form
    from cds_kpi.model.rest import Rest

    form = read_form(data, name)
    submission, rest, problems = read_tree(form.tree, name) if form.tree else (None, None, [])
    placed = [*form.problems, *form.place(problems)]
    made = submission if form.is_sound else None
    if made is None and submission is not None:
        rest = Rest(submission, frozenset(), {})
    return Draft(name, "form", made, tuple(placed), data, form, rest=rest)


def read_tree(
    tree: Mapping[str, Any], name: str
) -> tuple[Submission | None, Rest[Submission] | None, list[Problem]]:
    """Return the submission a tree of texts describes, or what is left of it and what is wrong with it, by path."""
    from cds_kpi.model.rest import read_rest
    from cds_kpi.model.shape import read_shape
    from cds_kpi.model.submission import Submission

    made = read_shape(Submission, tree)
    if isinstance(made, Submission):
        return made, None, []
    rest, revealed = read_rest(Submission, tree, made)
    problems = [
        fault.at(Place(name, path, "key" if on_key else "value"))
        for path, on_key, fault in [*made, *revealed]
    ]
    return None, rest, problems


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
    numbered: Sequence[tuple[str, int | None]] = (),
) -> Draft:
    """Return the draft that figures on the command line make.

    `sets` are `ID=N/D`, `ID=13.51`, `ID=done`, `ID=nil:why`, `ID=na:why`, `ID=unavailable:why` and `ID.FIELD=...`.
    What is not set anew is taken over from `basis`, and what is only remarked on (`ID.note=...`) is taken over with the
    remark. `numbered` are the indicators with their numbers in the programme, by which they may be named, too.
    """
    figures = _Figures(numbered, "asked" if door == "asked" else "set")
    for written in sets:
        figures.read(written)
    before = basis.answers
    entries = figures.join(before)
    carried = tuple(key for key in before if key not in entries)
    tree: dict[str, Any] = {"format": "1", "unit": unit, "period": period}
    if note is not None:
        tree["note"] = note
    tree["entries"] = {**{key: basis.answers[key] for key in carried}, **entries}
    name = "--set"
    submission, rest, shape = read_tree(tree, name)
    places, typed = figures.places, figures.typed
    draft = Draft(
        name,
        door,
        submission,
        (),
        b"",
        None,
        carried,
        places,
        typed,
        rest,
        basis,
        tuple(sets),
        tuple(numbered),
    )
    return replace(draft, problems=(*figures.problems, *draft.place(shape)))


@dataclass(slots=True)
class _Figures:
    """Figures from the command line, as they are read one after another."""

    numbered: Sequence[tuple[str, int | None]]
    door: Literal["set", "asked"]
    entries: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    typed: dict[Path, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    said: dict[Path, str] = field(default_factory=dict)
    """What was written for each field; under an indicator alone: for its whole answer."""

    def read(self, written: str) -> None:
        """Take in one `--set`, or what is wrong with it."""
        key, sign, value = (part.strip() for part in written.partition("="))
        if not sign or not key or not _is_text(written):
            self.problems.append(
                Problem("set-unreadable", Place(f"--set {written}", typed=self.door), {"found": written})
            )
            return
        named, *steps = key.split(".")
        indicator = find_indicator(self.numbered, named)
        if isinstance(indicator, Fault):
            self.problems.append(indicator.at(Place(f"--set {written}", typed=self.door)))
            return
        self.places.setdefault(indicator, written)
        answer = _read_field(steps, value) if steps else _read_value(value)
        place = Place(f"--set {written}", ("entries", indicator), typed=self.door)
        if isinstance(answer, Fault):
            self.problems.append(answer.at(place))
            return
        leaves = dict(_list_leaves(answer))
        paths: list[Path] = [(indicator, *leaf) for leaf in leaves] + ([] if steps else [(indicator,)])
        twice = next((self.said[path] for path in paths if path in self.said), None)
        if twice is not None:
            facts: dict[str, str | int] = {"indicator": indicator, "first": twice, "found": written}
            self.problems.append(Problem("set-twice", place, facts))
            return
        self.said |= dict.fromkeys(paths, written)
        for leaf, read in leaves.items():
            if leaf[-1] in NUMBERS and isinstance(read, str):
                self.typed["entries", indicator, *leaf] = (
                    value if steps else _cut(value, str(leaf[-1])),
                    read,
                )
        _merge(self.entries.setdefault(indicator, {}), answer)

    def join(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers; what only remarks on one is joined to the answer of the revision before."""
        joined = dict(self.entries)
        for key, answer in self.entries.items():
            earlier = before.get(key)
            if answer.keys() <= REMARKS and isinstance(earlier, dict):
                both = (earlier | answer).items()
                joined[key] = {name: fact for name, fact in both if fact is not None}
        return joined


def find_indicator(numbered: Iterable[tuple[str, int | None]], said: str) -> str | Fault:
    """Return the id of the indicator that somebody names, by its id or by its number in the programme.

    What nothing goes by is returned as it was said. The fault `indicator-ambiguous` where it may be one or another.
    """
    word = said.strip()
    found = dict.fromkeys(
        key for key, number in numbered if word == key or (number is not None and word == str(number))
    )
    if len(found) > 1:
        return Fault("indicator-ambiguous", {"found": word, "known": ", ".join(found)})
    return next(iter(found), word)


def _list_leaves(answer: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Yield every field of an answer by its path, those of its parts after the part's."""
    for name, value in answer.items():
        if isinstance(value, dict):
            yield from (((name, *path), leaf) for path, leaf in _list_leaves(value))
        else:
            yield (name,), value


def _cut(value: str, name: str) -> str:
    """Return the part of `812345/1498765` that a field was read from."""
    top, slash, bottom = value.partition("/")
    return (bottom if name == "denominator" else top).strip() if slash else value


def _is_text(written: str) -> bool:
    """Whether an argument of the command line was readable text: bytes that were none arrive as half characters."""
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_value(text: str) -> dict[str, Any] | Fault:
    word, colon, reason = text.partition(":")
    excuse = EXCUSES.get(word.strip().casefold())
    if excuse is not None and not colon:
        return Fault("reason-missing", {"found": word.strip()})
    if excuse is not None:
        return {excuse: reason.strip() or None}
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
