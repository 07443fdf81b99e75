"""How answers join: several reporters, parts and periods into one exact figure.

Convention: a ratio over reporters is the sum of numerators over the sum of denominators, never a mean of
percentages; figures by different methods never mix.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.answers import split_answers
from cds_kpi.number import add_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cds_kpi.assess.answers import Answer
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.measure import Measure
    from cds_kpi.model.submission import Entry, Observation
    from cds_kpi.model.submission import Part as PartRecord
    from cds_kpi.model.units import Level, Unit

_DOUBT: dict[Observation, int] = {"final": 0, "provisional": 1, "estimated": 2}


@dataclass(frozen=True, slots=True)
class NotDone:
    """A unit of a roll call that is not wholly done: itself, or members in its charge."""

    unit: Unit
    is_answered: bool
    """Whether the unit has answered at all."""
    is_done: bool
    """Whether the unit itself is done."""
    members_not_done: tuple[str, ...]
    """Members named as not done."""
    members_unanswered: int
    """Members nothing was said about."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A joined figure; every number exact, in what the indicator is counted in."""

    value: Fraction | None
    """The figure; None where there is nothing to count or nothing was reported."""
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    observed: Observation | None = None
    """How sure the least sure part is; None without figures."""
    is_nil: bool = False
    """Whether units answered, but there was nothing to count."""
    answers: Sequence[Answer] = ()
    """What it was joined from, nil answers included."""
    not_done: tuple[NotDone, ...] = ()
    """Roll call: who is not done, in the registry's order."""
    parts: tuple[tuple[str, Fraction], ...] = ()
    """For a demand on every part: each part's own value, in the order first reported."""
    methods: tuple[str | None, ...] = ()
    """The methods the figures were measured by; with more than one they are not joined."""
    cannot_join: bool = False
    """Whether there are figures that cannot be joined: percentages to be added up, or no parts where all are asked."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A number, or the two sides of a ratio, before joining."""

    numerator: Fraction
    denominator: Fraction | None


def join_sides(sides: Sequence[Sides]) -> Sides:
    """Return the numerators, or the numbers, and the denominators added up."""
    denominators = [side.denominator for side in sides if side.denominator is not None]
    return Sides(add_up(side.numerator for side in sides), add_up(denominators) if denominators else None)


def join_answers(
    indicator: Indicator, target: Target, answers: Sequence[Answer], expected: Sequence[Unit] = ()
) -> Figure:
    """Join answers, of one period or of several that do not overlap, into one figure.

    `expected` is who owes an answer: a roll call counts those who have not answered as not done.
    """
    plain, others = split_answers(answers)
    told = [entry for entry in (answer.entry for answer in others) if entry.has_figures]
    methods = tuple(dict.fromkeys(entry.method for entry in told)) or ((None,) if plain.count else ())
    if plain.count and methods != (None,):
        methods = tuple(dict.fromkeys(_list_methods(answers)))
    statuses: set[Observation] = {entry.status for entry in told}
    if plain.count:
        statuses.add("final")
    observed = max(statuses, key=lambda status: _DOUBT[status], default=None)
    if len(methods) > 1:
        return Figure(None, observed=observed, answers=answers, methods=methods, cannot_join=True)
    if indicator.measure.kind == "roll_call":
        figure = _call_roll(indicator.measure, answers, expected)
    elif indicator.measure.kind == "milestone":
        figure = _join_milestone(answers, expected)
    elif target.every is not None:
        figure = _join_parts(indicator.measure, answers)
    else:
        figure = _join_sides(indicator.measure, target, answers)
    return Figure(
        figure.value,
        figure.numerator,
        figure.denominator,
        observed,
        bool(answers) and figure.value is None and not figure.cannot_join,
        answers,
        figure.not_done,
        figure.parts,
        methods,
        figure.cannot_join,
    )


def _list_methods(answers: Iterable[Answer]) -> Iterator[str | None]:
    """Yield the method of every answer with figures, in order."""
    for answer in answers:
        entry = answer.entry if answer.ratio is None else None
        if entry is None or entry.has_figures:
            yield entry.method if entry is not None else None


def worse(left: Observation | None, right: Observation) -> Observation | None:
    """Return the less sure of two; None stays None."""
    return None if left is None else max(left, right, key=lambda status: _DOUBT[status])


def read_sides(entry: Entry | PartRecord) -> Sides | None:
    """Return an entry's numbers, or None where it brings none of its own."""
    if entry.numerator is not None and entry.denominator is not None:
        return Sides(entry.numerator.exact, entry.denominator.exact)
    if entry.value is not None:
        return Sides(entry.value.exact, None)
    return None


def _entry_sides(entry: Entry, level: Level | None) -> list[Sides]:
    if entry.parts is None:
        sides = read_sides(entry)
        return [sides] if sides is not None else []
    chosen = [entry.parts[level]] if level is not None else list(entry.parts.values())
    return [sides for part in chosen if (sides := read_sides(part)) is not None]


def _answer_sides(answer: Answer, level: Level | None) -> list[Sides]:
    if answer.ratio is not None:
        return [Sides(Fraction(answer.ratio[0]), Fraction(answer.ratio[1]))]
    return _entry_sides(answer.entry, level)


def weigh_answer(indicator: Indicator, target: Target, answer: Answer) -> Sides | None:
    """Return the numbers one answer brings to a target's figure, or None where it brings none.

    Of a roll call how many are done, of how many: the unit itself and the members it answers for.
    """
    if indicator.measure.kind == "roll_call":
        entry = answer.entry
        if entry.done is None:
            return None
        members = (answer.unit.members or 0) if indicator.measure.members else 0
        done = int(entry.done) + min(entry.members_done or 0, members)
        return Sides(Fraction(done), Fraction(1 + members))
    return add_sides(indicator, target, _answer_sides(answer, target.level))


def add_sides(indicator: Indicator, target: Target, sides: Sequence[Sides]) -> Sides | None:
    """Return what the numbers of one unit make together; None where there are none, or they cannot be added up.

    For a demand on every part the least of them, as one number.
    """
    measure = indicator.measure
    if target.every is not None:
        worths = [worth(measure, one.numerator, one.denominator) for one in sides]
        least = min((one for one in worths if one is not None), default=None)
        return Sides(least, None) if least is not None else None
    is_one = len(sides) == 1 or measure.can_add or measure.kind == "roll_call"
    return join_sides(sides) if sides and is_one else None


def _join_sides(measure: Measure, target: Target, answers: Sequence[Answer]) -> Figure:
    if measure.can_add and measure.combine == "sum":
        return _add_answers(measure, target, answers)
    units: dict[str, list[Sides]] = {}
    for answer in answers:
        sides = _answer_sides(answer, target.level)
        if sides:
            units.setdefault(answer.unit.id, []).extend(sides)
    if not measure.can_add and any(len(own) > 1 for own in units.values()):
        return Figure(None, cannot_join=True)
    return _combine(measure, [join_sides(own) for own in units.values()])


def _add_answers(measure: Measure, target: Target, answers: Sequence[Answer]) -> Figure:
    """Return the sum over everything at once; whose each answer is makes no difference to it."""
    plain, others = split_answers(answers)
    tops = [Fraction(plain.numerator)] if plain.count else []
    bottoms = [Fraction(plain.denominator)] if plain.count else []
    for answer in others:
        for sides in _entry_sides(answer.entry, target.level):
            tops.append(sides.numerator)
            if sides.denominator is not None:
                bottoms.append(sides.denominator)
    return (
        _figure(measure, Sides(add_up(tops), add_up(bottoms) if bottoms else None)) if tops else Figure(None)
    )


def _combine(measure: Measure, sides: list[Sides]) -> Figure:
    if not sides:
        return Figure(None)
    if measure.combine in {"max", "min"}:
        choose = max if measure.combine == "max" else min
        valued = [
            (value, one)
            for one in sides
            if (value := worth(measure, one.numerator, one.denominator)) is not None
        ]
        if not valued:
            return Figure(None)
        best = choose(valued, key=lambda item: item[0])[1]
        return _figure(measure, best)
    if len(sides) > 1 and (measure.combine == "single" or not measure.can_add):
        return Figure(None, cannot_join=True)
    return _figure(measure, join_sides(sides))


def _figure(measure: Measure, sides: Sides) -> Figure:
    numerator = sides.numerator if sides.denominator is not None else None
    return Figure(worth(measure, sides.numerator, sides.denominator), numerator, sides.denominator)


def worth(measure: Measure, numerator: Fraction, denominator: Fraction | None) -> Fraction | None:
    """Return what two sides are worth in the indicator's measure; None for a denominator of 0: nothing to count."""
    if denominator is None:
        return numerator
    if denominator == 0:
        return None
    return numerator / denominator * (100 if measure.counted_in == "percent" else 1)


def _join_parts(measure: Measure, answers: Sequence[Answer]) -> Figure:
    """Join part by part; the least part is the figure ("từng ngành đạt tối thiểu")."""
    if any(answer.ratio or (answer.entry.has_figures and answer.entry.parts is None) for answer in answers):
        return Figure(None, cannot_join=True)
    parts: dict[str, list[Sides]] = {}
    for answer in answers:
        for name, part in (answer.entry.parts or {}).items():
            sides = read_sides(part)
            if sides is not None:
                parts.setdefault(name, []).append(sides)
    values = []
    for name, sides_of_part in parts.items():
        joined = _combine(measure, sides_of_part).value
        if joined is not None:
            values.append((name, joined))
    least = min((value for _, value in values), default=None)
    return Figure(least, parts=tuple(values))


def _call_roll(measure: Measure, answers: Sequence[Answer], expected: Sequence[Unit]) -> Figure:
    """Count who has done it among all who are asked, members in a unit's charge included."""
    answered = {answer.unit.id: answer.entry for answer in answers}
    done = total = 0
    not_done = []
    for unit in expected:
        entry = answered.get(unit.id)
        if entry is not None and entry.done is None:
            continue
        members = (unit.members or 0) if measure.members else 0
        total += 1 + members
        is_done = entry is not None and entry.done is True
        members_done = min(entry.members_done or 0, members) if entry is not None else 0
        named = entry.members_not_done if entry is not None and members else ()
        done += is_done + members_done
        silent = max(members - members_done - len(named), 0)
        if not is_done or named or silent:
            not_done.append(NotDone(unit, entry is not None, is_done, named, silent))
    if not answers or total == 0:
        return Figure(None, not_done=tuple(not_done))
    numerator, denominator = Fraction(done), Fraction(total)
    value = worth(measure, numerator, denominator)
    return Figure(value, numerator, denominator, not_done=tuple(not_done))


def _join_milestone(answers: Sequence[Answer], expected: Sequence[Unit]) -> Figure:
    """Count a milestone as done (1) when every unit asked has done it, else as not (0)."""
    told = [answer for answer in answers if answer.entry.done is not None]
    if not told:
        return Figure(None)
    done = {answer.unit.id for answer in told if answer.entry.done}
    exempt = {answer.unit.id for answer in answers if answer.entry.done is None}
    asked = [unit for unit in expected if unit.id not in exempt] or [answer.unit for answer in told]
    missing = tuple(
        NotDone(unit, any(answer.unit.id == unit.id for answer in told), False, (), 0)
        for unit in asked
        if unit.id not in done
    )
    return Figure(Fraction(0 if missing else 1), not_done=missing)
