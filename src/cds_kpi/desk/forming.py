"""Forming: the workbook a unit fills in, and the sender's own workbook back with what is wrong marked in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Asking, Refusal
from cds_kpi.desk.book import check_contents, open_book, read_contents
from cds_kpi.desk.counter import hash_catalogue
from cds_kpi.desk.reporting import choose_round
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.desk.drafting import Draft
    from cds_kpi.forms.plan import FormPlan, FormRow
    from cds_kpi.model.catalogue import Round
    from cds_kpi.problems.kind import Severity
    from cds_kpi.report.forming import Question, Questions
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Form:
    """One unit's form for one period."""

    unit: str
    unit_name: str
    period: str
    name: str
    """A file name for it: so-y-te.2022-Q3.xlsx."""
    data: bytes
    indicators: int
    """How many it asks for."""


@dataclass(frozen=True, slots=True)
class FormDesk:
    """A workspace opened to make forms of one round."""

    root: Path
    programme: str
    collection: Round
    book: Book
    catalogue: str

    def name_form(self, unit: str) -> str:
        """Return the file name of a unit's form: so-y-te.2022-Q3.xlsx."""
        return f"{unit}.{self.collection.period}.xlsx"


def open_forms(root: Path, asking: Asking, *, now: datetime) -> FormDesk | Refusal:
    """Open a workspace to make the forms of one round; refused while the catalogue or units have errors."""
    from cds_kpi.problems import is_error
    from cds_kpi.store import layout

    contents = read_contents(root)
    basis = (layout.CATALOGUE, layout.UNITS, layout.SETTINGS, layout.HOLIDAYS)
    errors = [p for p in check_contents(contents) if is_error(p) and p.place.file in basis]
    if errors or contents.catalogue is None:
        return Refusal("data", tuple(errors))
    chosen = choose_round(contents.catalogue, asking, this_year=now.year)
    if isinstance(chosen, Fault):
        return Refusal("request", (chosen.at(Place("--quarter")),))
    book = open_book(contents, chosen[0], now, set())
    return FormDesk(root, chosen[0], chosen[1], book, hash_catalogue(root))


def list_form_units(
    root: Path, asking: Asking, *, now: datetime, language: Language
) -> tuple[tuple[str, str], ...] | Refusal:
    """Return the id and name of every unit that owes anything in a round."""
    from cds_kpi.report.forming import find_asked_units

    opened = open_forms(root, asking, now=now)
    if isinstance(opened, Refusal):
        return opened
    units = find_asked_units(opened.book, opened.programme, opened.collection)
    return tuple((unit.id, unit.name.say(language)) for unit in units)


def make_form(root: Path, asking: Asking, unit: str, *, now: datetime, language: Language) -> Form | Refusal:
    """Return one unit's form; refused where the unit is unknown or owes nothing in the round."""
    opened = open_forms(root, asking, now=now)
    return opened if isinstance(opened, Refusal) else fill_form(opened, unit, language)


def fill_form(opened: FormDesk, unit: str, language: Language) -> Form | Refusal:
    """Return one unit's form from an opened round: what `make_form` does, many times over."""
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.assess.check_submission import name_heirs
    from cds_kpi.forms.writing import write_form
    from cds_kpi.report.forming import build_questions

    record = opened.book.units.get(unit)
    if record is None:
        unknown = Problem("unit-unknown", Place("--unit"), refer("unit", unit, opened.book.units))
        return Refusal("request", (unknown,))
    questions = build_questions(opened.book, opened.programme, opened.collection, record, language)
    period = str(opened.collection.period)
    if not questions.rows:
        facts: dict[str, str | int] = {"unit": unit, "period": period}
        facts |= name_heirs(opened.book.lineage, record, opened.collection.period)
        nothing = Problem("nothing-owed", Place("--unit"), facts)
        return Refusal("request", (nothing,))
    plan = _plan(opened, questions, language)
    return Form(
        unit, record.name.say(language), period, opened.name_form(unit), write_form(plan), len(plan.rows)
    )


def _plan(opened: FormDesk, questions: Questions, language: Language) -> FormPlan:
    from cds_kpi.forms.plan import FormPlan

    return FormPlan(
        unit=questions.unit.id,
        unit_name=questions.unit.name.say(language),
        period=str(opened.collection.period),
        period_title=questions.period_title,
        programme=questions.programme_name,
        programme_number=questions.programme_number,
        window=questions.window_text,
        deadline=questions.deadline_text,
        focal_point=questions.focal_point,
        catalogue=opened.catalogue,
        language=language,
        rows=tuple(_plan_row(question, language) for question in questions.rows),
        send_to=questions.send_to,
    )


def _plan_row(question: Question, language: Language) -> FormRow:
    from cds_kpi.forms.plan import FormPart, FormRow

    indicator = question.indicator
    measure = indicator.measure
    least, most = indicator.value_range
    return FormRow(
        indicator=indicator.id,
        number=question.targets[0].number if question.targets else None,
        name=indicator.name.say(language),
        kind=measure.kind,
        numerator=measure.numerator.say(language) if measure.numerator else None,
        denominator=measure.denominator.say(language) if measure.denominator else None,
        counted_in=measure.counted_in,
        measure="%" if measure.counted_in == "percent" else measure.counted_in,
        basis=question.basis_text,
        target=question.target_text or None,
        last_figure=question.last_text,
        last_period=question.last_period,
        methods=tuple((key, words.say(language)) for key, words in measure.methods.items()),
        members=question.members,
        whole=measure.counts_whole_things,
        may_exceed=measure.may_exceed,
        minimum=least,
        maximum=most,
        parts=tuple(FormPart(level, name, target) for level, name, target in question.levels),
        excludes=indicator.excludes.say(language) if indicator.excludes else None,
        note=indicator.note.say(language) if indicator.note else None,
    )


def mark_draft(draft: Draft, problems: Sequence[Problem], language: Language) -> bytes | Refusal:
    """Return the sender's own workbook with every problem marked in its cells and said in a comment.

    What is wrong between several figures is marked at each of them: any may be the wrong one.
    """
    from cds_kpi.forms.marking import Mark, mark_form
    from cds_kpi.problems import is_error, word_problem

    marks = []
    for problem in problems:
        worded = word_problem(problem, language)
        text = f"{worded.code}: {worded.message}\n{worded.hint}"
        severity: Severity = "error" if is_error(problem) else "warning"
        marks += [
            Mark(place.sheet, place.cell, text, severity)
            for place in (problem.place, *problem.related)
            if place.sheet is not None and place.cell is not None
        ]
    marked = mark_form(draft.data, marks)
    return Refusal("data", (marked.at(Place(draft.name)),)) if isinstance(marked, Fault) else marked
