"""Checks on a submission against what the same unit has sent before, and against itself; all of them warnings."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from cds_kpi.assess.attainment import choose_places
from cds_kpi.assess.combine import read_sides, worth
from cds_kpi.number import format_decimal
from cds_kpi.problem import Place, Problem, format_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cds_kpi.assess.check_submission import Rule
    from cds_kpi.assess.combine import Sides
    from cds_kpi.assess.earlier import Earlier
    from cds_kpi.model.catalogue import Indicator
    from cds_kpi.model.submission import Entry, Filing, Submission
    from cds_kpi.period import Period
    from cds_kpi.problem import Fact

JUMP_POINTS = Fraction(25)
"""A share that moves by more percentage points than this from one period to the next is asked about."""
JUMP_TIMES = Fraction(5)
"""A count a month that grows or shrinks by more than this many times is asked about."""
STEADY = 3
"""From so many earlier figures on, the widest step among them, doubled, is allowed where it is larger."""


def check_changes(
    submission: Submission,
    file: str,
    earlier: Mapping[str, Sequence[Earlier]],
    replaced: Filing | None,
    rules: Mapping[str, Rule],
) -> Iterator[Problem]:
    """Yield what is surprising in a submission.

    `earlier` is what was answered before on each indicator, by the unit or those it came of, oldest first; `replaced`
    is the filing of the same period that this submission takes the place of.
    """
    for key, entry in submission.entries.items():
        rule = rules.get(key)
        if rule is None or not entry.has_figures:
            continue
        history = [one for one in earlier.get(key, ()) if one.is_comparable and one.has_figures]
        place = Place(file, ("entries", key))
        yield from _check_method(entry, history, place)
        yield from _check_shrinking(entry, rule, submission.period, history, place)
        yield from _check_jump(entry, rule, submission.period, history, place)
    if replaced is not None:
        for key in replaced.entries:
            if key not in submission.entries:
                facts: dict[str, Fact] = {"indicator": key, "revision": replaced.revision}
                yield Problem("answer-dropped", Place(file, ("entries", key), "key"), facts)
    yield from _check_totals(submission, file, rules)


def _check_method(entry: Entry, history: list[Earlier], place: Place) -> Iterator[Problem]:
    last = history[-1].method if history else None
    if entry.method != last and entry.method and last:
        facts: dict[str, Fact] = {"found": entry.method, "before": last, "period": str(history[-1].period)}
        yield Problem("method-changed", Place(place.file, (*place.path, "method")), facts)


def _check_shrinking(
    entry: Entry, rule: Rule, period: Period, history: list[Earlier], place: Place
) -> Iterator[Problem]:
    """Yield that a figure since 1 January is smaller than it was earlier in the year."""
    measure = rule.indicator.measure
    if measure.basis != "year_to_date" or not measure.can_add:
        return
    same_year = [one for one in history if one.period.year == period.year]
    sides = read_sides(entry)
    before = same_year[-1].sides if same_year else None
    if sides is not None and before is not None and sides.numerator < before.numerator:
        facts: dict[str, Fact] = {
            "found": format_decimal(sides.numerator),
            "before": format_decimal(before.numerator),
            "period": str(same_year[-1].period),
        }
        key = "numerator" if sides.denominator is not None else "value"
        yield Problem("figure-shrinks", Place(place.file, (*place.path, key)), facts)


def _check_jump(
    entry: Entry, rule: Rule, period: Period, history: list[Earlier], place: Place
) -> Iterator[Problem]:
    """Yield that a figure is far from all before it, which is more often a slip than a success."""
    sides = read_sides(entry)
    measure = rule.indicator.measure
    if sides is None or not history or history[-1].sides is None:
        return
    known = [one.sides for one in history if one.sides is not None]
    told = "\n".join(
        f"{_name(one)}: {_say(one.sides, rule.indicator, one.method)}"
        for one in history[-4:]
        if one.sides is not None
    )
    facts: dict[str, Fact] = {"found": _say(sides, rule.indicator, entry.method), "history": told}
    value = worth(measure, sides.numerator, sides.denominator)
    if value is not None:
        facts["value_found"] = format_decimal(value)
    values = [worth(measure, one.numerator, one.denominator) for one in known]
    shares = [one for one in values if one is not None]
    if value is not None and shares and (sides.denominator is not None or measure.counted_in == "percent"):
        steps = [abs(right - left) for left, right in pairwise(shares)]
        allowed = max(JUMP_POINTS, 2 * max(steps)) if len(shares) >= STEADY else JUMP_POINTS
        if measure.counted_in == "percent" and abs(value - shares[-1]) > allowed:
            yield Problem("figure-jumps", place, facts)
            return
    size = sides.denominator if sides.denominator is not None else sides.numerator
    before = known[-1]
    last = before.denominator if before.denominator is not None else before.numerator
    if measure.counted_in == "percent" and sides.denominator is None:
        return
    if measure.basis == "in_period":
        size, last = size / period.months, last / history[-1].period.months
    if size > 0 and last > 0 and not 1 / JUMP_TIMES <= size / last <= JUMP_TIMES:
        yield Problem("figure-jumps", place, facts)


def _name(earlier: Earlier) -> str:
    """Return the period of a figure; where others reported it, with the one unit's id, or "+2" where two are added."""
    (first, _), *others = earlier.answers
    if earlier.extent.kinship == "same":
        return str(earlier.period)
    return f"{earlier.period} {f'+{len(others) + 1}' if others else first.id}"


def _say(sides: Sides, indicator: Indicator, method: str | None) -> str:
    """Return the fact of an answer: its two sides and, rounded as in a report, what they are worth; or its number."""
    measure, top = indicator.measure, format_decimal(sides.numerator)
    if sides.denominator is None:
        return "|" + format_shown(sides.numerator, len(top.partition(".")[2]), measure.suffix)
    value = worth(measure, sides.numerator, sides.denominator)
    counts = f"{top}/{format_decimal(sides.denominator)}|"
    if value is None:
        return counts
    return counts + format_shown(value, choose_places(indicator, value, method), measure.suffix)


def _check_totals(submission: Submission, file: str, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Yield that two indicators count the same words and give different numbers."""
    seen: dict[tuple[str, str], tuple[str, Fraction]] = {}
    for key, entry in submission.entries.items():
        rule = rules.get(key)
        if rule is None or entry.denominator is None or rule.indicator.measure.denominator is None:
            continue
        words = (rule.indicator.measure.denominator.vi, rule.indicator.measure.basis)
        other, number = seen.setdefault(words, (key, entry.denominator.exact))
        if number != entry.denominator.exact:
            facts: dict[str, Fact] = {
                "found": entry.denominator.written,
                "other": other,
                "number": format_decimal(number),
                "words": words[0],
            }
            related = (Place(file, ("entries", other, "denominator")),)
            yield Problem("totals-differ", Place(file, ("entries", key, "denominator")), facts, related)
