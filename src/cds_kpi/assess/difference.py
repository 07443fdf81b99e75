"""The difference between two sights of a programme: which figures changed, through which units, and which verdicts.

Convention: what a unit brings is counted exactly, so that for figures that are added up the units' differences add up
to the row's. Reasons, notes and sources are words, not figures: a change of those alone is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.answers import Answer
from cds_kpi.assess.assessment import assess_round
from cds_kpi.assess.combine import Sides, weigh_answer
from cds_kpi.assess.events import find_events
from cds_kpi.assess.reporters import find_reporters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_kpi.assess.assessment import Assessment, Row
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.completeness import UnitState
    from cds_kpi.assess.events import Event
    from cds_kpi.model.catalogue import Round
    from cds_kpi.model.submission import Entry, Part
    from cds_kpi.model.units import Unit
    from cds_kpi.number import Number
    from cds_kpi.period import Period


@dataclass(frozen=True, slots=True)
class Sight:
    """A programme's round as it was seen: the book it rests on, and what came of it."""

    book: Book
    assessment: Assessment

    @property
    def period(self) -> Period:
        """The round's period."""
        return self.assessment.collection.period


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What changed in one unit's part of a row."""

    unit: Unit
    before: tuple[Answer, ...]
    """Its answers that are no longer there, or read otherwise now."""
    after: tuple[Answer, ...]
    """Its answers that were not there, or read otherwise."""
    difference: Sides | None
    """By how much its part changed; None where parts of a row are not numbers that can be taken from each other."""
    events: tuple[Event, ...]
    """What happened to it in between, oldest first."""
    is_excluded: bool
    """Whether the unit has been taken out of the round in between."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One target of one indicator, before and after."""

    before: Row
    after: Row
    units: tuple[UnitChange, ...]
    """In the registry's order."""

    @property
    def is_value_changed(self) -> bool:
        """Whether the figure itself changed, or either side of it."""
        return _figure_of(self.before) != _figure_of(self.after)

    @property
    def is_status_turned(self) -> bool:
        """Whether the status is another one."""
        return self.before.status != self.after.status

    @property
    def is_met_turned(self) -> bool:
        """Whether the target was met and is not, or the other way round; two figures are needed for that."""
        found = find_met(self.before), find_met(self.after)
        return None not in found and found[0] != found[1]

    @property
    def is_certainty_turned(self) -> bool:
        """Whether the verdict could still change on one side alone; two figures are needed for that."""
        has_values = self.before.value is not None and self.after.value is not None
        return has_values and self.before.is_certain != self.after.is_certain

    @property
    def is_turned(self) -> bool:
        """Whether any verdict turned."""
        return self.is_status_turned or self.is_met_turned or self.is_certainty_turned

    @property
    def is_any(self) -> bool:
        """Whether anything changed."""
        return (
            bool(self.units)
            or self.is_value_changed
            or self.is_turned
            or self.before.observed != self.after.observed
        )


@dataclass(frozen=True, slots=True)
class StateChange:
    """A unit whose part in the round stands otherwise."""

    before: UnitState | None
    """None where the unit was not asked."""
    after: UnitState | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one sight of a programme to another."""

    before: Sight
    after: Sight
    rows: tuple[RowChange, ...]
    """Only those in which anything changed, in the report's order."""
    count: int
    """How many rows were compared."""
    states: tuple[StateChange, ...]
    """Units that stand otherwise in the round, in the registry's order."""
    events: tuple[Event, ...]
    """What happened to the rounds in between, oldest first."""

    @property
    def is_any(self) -> bool:
        """Whether anything changed."""
        return bool(self.rows or self.states or self.events)


def take_sight(book: Book, collection: Round) -> Sight:
    """Return a round as the book shows it."""
    return Sight(book, assess_round(book, book.programme_id, collection))


def find_difference(before: Sight, after: Sight, *, has_events: bool = True) -> Difference:
    """Return what changed between two sights of one programme, of the same round or of two.

    `has_events` says whether time passed between them: two revisions are laid side by side at one moment.
    """
    periods = {before.period, after.period}
    events = find_events(after.book, before.book.as_of, periods) if has_events else ()
    pairs = list(zip(before.assessment.rows, after.assessment.rows, strict=True))
    changes = (_compare_rows(before, after, *pair, events) for pair in pairs)
    return Difference(
        before,
        after,
        tuple(change for change in changes if change.is_any),
        len(pairs),
        tuple(_compare_states(before, after, has_revisions=has_events and before.period == after.period)),
        tuple(event for event in events if event.is_of_round),
    )


def find_met(row: Row) -> bool | None:
    """Return whether a row's figure meets its target; None where there is none, or it cannot be said."""
    return row.demand.is_met(row.value) if row.value is not None else None


def _figure_of(row: Row) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    if row.year is None:
        return None, None, None
    figure = row.year.figure
    return figure.value, figure.numerator, figure.denominator


def _compare_rows(before: Sight, after: Sight, old: Row, new: Row, events: tuple[Event, ...]) -> RowChange:
    left, right = _find_parts(before, old), _find_parts(after, new)
    units = []
    for unit in after.book.units.values():
        was, now = left.get(unit.id, ()), right.get(unit.id, ())
        kept = {_tell(one) for one in was} & {_tell(one) for one in now}
        gone = tuple(one for one in was if _tell(one) not in kept)
        come = tuple(one for one in now if _tell(one) not in kept)
        if not gone and not come:
            continue
        periods = {one.period for one in (*gone, *come)}
        units.append(
            UnitChange(
                unit,
                gone,
                come,
                _subtract(new, _weigh(before, old, unit, was), _weigh(after, new, unit, now)),
                tuple(one for one in events if one.unit == unit.id and one.period in periods),
                any(
                    after.book.is_excluded(period, unit.id) and not before.book.is_excluded(period, unit.id)
                    for period in periods
                ),
            )
        )
    return RowChange(old, new, tuple(units))


def _find_parts(sight: Sight, row: Row) -> dict[str, tuple[Answer, ...]]:
    """Return each unit's answers: those in the figure, and what it answered for the period itself, in it or not."""
    answers = list(row.year.figure.answers) if row.year is not None else []
    if row.is_collected:
        seen = {(answer.unit.id, answer.period) for answer in answers}
        period = sight.period
        for unit in find_reporters(sight.book, row.indicator, period, row.target.level).expected:
            filing = sight.book.find_counted(period, unit.id).filing
            entry = filing.body.find_entry(row.indicator.id) if filing is not None else None
            if filing is not None and entry is not None and (unit.id, period) not in seen:
                answers.append(Answer(unit, period, filing, row.indicator.id))
    parts: dict[str, tuple[Answer, ...]] = {}
    for answer in sorted(answers, key=lambda one: one.period.order):
        parts[answer.unit.id] = (*parts.get(answer.unit.id, ()), answer)
    return parts


def _tell(answer: Answer) -> tuple[object, ...]:
    """Return what tells an answer from another: its period, and all of it that is no explanation."""
    return (answer.period, *tell_entry(answer.entry))


def tell_entry(entry: Entry) -> tuple[object, ...]:
    """Return what an entry says in figures: two that say the same figures are equal, however they were written."""
    parts = sorted(
        (name, *(number.exact if number is not None else None for number in _numbers(part)))
        for name, part in (entry.parts or {}).items()
    )
    return (
        entry.answer,
        *(number.exact if number is not None else None for number in _numbers(entry)),
        entry.done,
        entry.members_done,
        frozenset(entry.members_not_done),
        tuple(parts),
        entry.method if entry.has_figures else None,
        entry.status if entry.has_figures else None,
    )


def _numbers(entry: Entry | Part) -> tuple[Number | None, ...]:
    return entry.numerator, entry.denominator, entry.value


def _weigh(sight: Sight, row: Row, unit: Unit, answers: tuple[Answer, ...]) -> Sides | None:
    """Return what a unit's answers bring to the figure together; a roll call counts a silent unit as not done."""
    if row.year is None:
        return None
    counted = row.year.figure.answers
    weights = [
        weight
        for answer in answers
        if answer in counted and (weight := weigh_answer(row.indicator, row.target, answer)) is not None
    ]
    if not weights:
        measure, period = row.indicator.measure, row.year.covers[-1]
        if measure.kind != "roll_call" or any(answer in counted for answer in answers):
            return None
        expected = find_reporters(sight.book, row.indicator, period, row.target.level).expected
        members = (unit.members or 0) if measure.members else 0
        return Sides(Fraction(0), Fraction(1 + members)) if unit in expected else None
    if len(weights) > 1 and not _adds_up(row):
        return None
    denominators = [one.denominator for one in weights if one.denominator is not None]
    return Sides(
        sum((one.numerator for one in weights), Fraction(0)),
        sum(denominators, Fraction(0)) if denominators else None,
    )


def _adds_up(row: Row) -> bool:
    """Whether the units' parts add up to the row's figure."""
    measure = row.indicator.measure
    if measure.kind == "roll_call":
        return True
    return measure.can_add and measure.combine == "sum" and row.target.every is None


def _subtract(row: Row, before: Sides | None, after: Sides | None) -> Sides | None:
    """Return by how much a part changed; of what adds up, one that was not there is 0."""
    if before is None or after is None:
        known = after if before is None else before
        if known is None or not _adds_up(row):
            return None
        nothing = Sides(Fraction(0), Fraction(0) if known.denominator is not None else None)
        before, after = before or nothing, after or nothing
    if (before.denominator is None) != (after.denominator is None):
        return None
    if before.denominator is None or after.denominator is None:
        return Sides(after.numerator - before.numerator, None)
    return Sides(after.numerator - before.numerator, after.denominator - before.denominator)


def _compare_states(before: Sight, after: Sight, *, has_revisions: bool) -> Iterator[StateChange]:
    left = {state.unit.id: state for state in before.assessment.units}
    right = {state.unit.id: state for state in after.assessment.units}
    for unit in after.book.units.values():
        was, now = left.get(unit.id), right.get(unit.id)
        if was is None and now is None:
            continue
        is_turned = was is None or now is None or was.state != now.state
        if is_turned or (has_revisions and _revision(was) != _revision(now)):
            yield StateChange(was, now, unit)


def _revision(state: UnitState | None) -> int | None:
    return state.filing.revision if state is not None and state.filing is not None else None
