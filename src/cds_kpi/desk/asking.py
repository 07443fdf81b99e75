"""Asking: a unit's questions one by one, each answer read and checked as soon as it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.counter import find_closed, find_latest, open_counter, read_basis
from cds_kpi.desk.drafting import Basis, make_draft
from cds_kpi.desk.reporting import choose_round
from cds_kpi.desk.submitting import check_draft
from cds_kpi.problem import Fault, Place, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.desk.counter import Counter
    from cds_kpi.desk.drafting import Draft
    from cds_kpi.report.forming import Question, Questions
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One indicator, as a person is asked about it."""

    indicator: str
    number: int | None
    name: str
    kind: str
    """ratio, value, roll_call, rank or milestone."""
    numerator: str | None
    denominator: str | None
    counted_in: str
    basis: str
    """As of when, or over which days."""
    target: str
    last: str | None
    """The figure of the last period the unit answered for, and that period."""
    before: str | None
    """The answer of the newest revision, where there is one."""
    methods: tuple[tuple[str, str], ...]
    members: int | None
    """How many members the unit answers for, in a roll call."""
    levels: tuple[tuple[str, str], ...]
    """The levels it is answered by, where it is: id and name."""
    by_parts: bool
    """Whether it is answered by parts of the unit's own naming."""


@dataclass(frozen=True, slots=True)
class Interview:
    """Everything one unit is asked in a round, and what its answers are checked against."""

    unit: str
    unit_name: str
    period: str
    period_title: str
    window: str
    deadline: str
    prompts: tuple[Prompt, ...]
    counter: Counter
    basis: Basis
    language: Language


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as it was understood, and what is wrong with it."""

    text: str | None
    """In words; None where it could not be read."""
    problems: tuple[Problem, ...]


def open_interview(
    root: Path, unit: str, asking: Asking, *, now: datetime, language: Language
) -> Interview | Refusal:
    """Open a round for one unit's answers; refused where the round is closed or the unit owes nothing in it."""
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.assess.check_submission import name_heirs
    from cds_kpi.desk.book import open_book
    from cds_kpi.desk.catalogue import read_catalogue
    from cds_kpi.report.forming import build_questions
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
    record = counter.book.units.get(unit)
    if record is None:
        unknown = Problem("unit-unknown", Place("--unit"), refer("unit", unit, counter.book.units))
        return Refusal("request", (unknown,))
    closed = find_closed(counter, now, counter.programmes)
    if len(closed) == len(counter.programmes):
        return Refusal("state", (next(iter(closed.values())),))
    asked = [
        build_questions(open_book(counter.contents, name, now, set()), name, collection, record, language)
        for name, collection in counter.programmes
        if name not in closed
    ]
    prompts = tuple(_make_prompts(asked, counter, unit, language))
    if not prompts:
        facts: dict[str, str | int] = {"unit": unit, "period": period}
        facts |= name_heirs(counter.book.lineage, record, chosen[1].period)
        nothing = Problem("nothing-owed", Place("--unit"), facts)
        return Refusal("request", (nothing,))
    first = next(questions for questions in asked if questions.rows)
    return Interview(
        unit,
        record.name.say(language),
        period,
        first.period_title,
        first.window_text,
        first.deadline_text,
        prompts,
        counter,
        read_basis(counter, unit, newest),
        language,
    )


def _make_prompts(
    asked: Iterable[Questions], counter: Counter, unit: str, language: Language
) -> Iterable[Prompt]:
    from cds_kpi.report.receipts import say_entry

    filing = find_latest(counter, unit)
    seen = set()
    for questions in asked:
        for question in questions.rows:
            indicator = question.indicator
            if indicator.id in seen:
                continue
            seen.add(indicator.id)
            entry = filing.entries.get(indicator.id) if filing is not None else None
            before = say_entry(entry, indicator, language) if entry is not None else None
            yield _make_prompt(question, before, language)


def _make_prompt(question: Question, before: str | None, language: Language) -> Prompt:
    indicator, measure = question.indicator, question.indicator.measure
    last = f"{question.last_text} ({question.last_period})" if question.last_text else None
    return Prompt(
        indicator=indicator.id,
        number=question.targets[0].number if question.targets else None,
        name=indicator.name.say(language),
        kind=measure.kind,
        numerator=measure.numerator.say(language) if measure.numerator else None,
        denominator=measure.denominator.say(language) if measure.denominator else None,
        counted_in=measure.counted_in,
        basis=question.basis_text,
        target=question.target_text,
        last=last,
        before=before,
        methods=tuple((key, words.say(language)) for key, words in measure.methods.items()),
        members=question.members,
        levels=tuple((level, name) for level, name, _ in question.levels),
        by_parts=any(target.every is not None for target in question.targets),
    )


def hear_answer(interview: Interview, indicator: str, sets: Sequence[str]) -> Heard:
    """Return how an answer is understood, and what is wrong or surprising in it."""
    from cds_kpi.report.receipts import say_entry

    draft = make_draft(interview.unit, interview.period, sets, Basis(0, {}), door="asked")
    problems = list(draft.problems)
    entry = draft.submission.entries.get(indicator) if draft.submission is not None else None
    if entry is None or draft.submission is None or problems:
        return Heard(None, tuple(problems))
    found = check_draft(interview.counter, draft, draft.submission)
    # A rule that names other indicators, too, waits for all answers.
    own = (one for one in found if one.facts.get("indicators", indicator) == indicator)
    problems += draft.place(problem for problem in own if indicator in problem.place.path)
    record = interview.counter.book.catalogue.by_id[indicator]
    # What does not fit the measure cannot be put into words.
    fits = not any(problem.kind == "answer-unfit" for problem in problems)
    said = say_entry(entry, record, interview.language) if fits else None
    return Heard(said, tuple(problems))


def draft_answers(interview: Interview, sets: Sequence[str], *, note: str | None = None) -> Draft:
    """Return the draft that all answers make together, on top of the newest revision."""
    return make_draft(interview.unit, interview.period, sets, interview.basis, door="asked", note=note)


def check_answers(interview: Interview, sets: Sequence[str]) -> tuple[Problem, ...]:
    """Return which rules the answers, each of them well in itself, do not hold to together."""
    draft = draft_answers(interview, sets)
    if draft.submission is None:
        return ()
    found = check_draft(interview.counter, draft, draft.submission)
    return tuple(sort_problems(draft.place(one for one in found if one.kind == "rule-violated")))
