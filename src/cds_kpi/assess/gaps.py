"""What follows only from what could not be read: a broken indicator must not also be an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cds_kpi.model.rest import Gap
    from cds_kpi.problem import Problem

_REFERENCES = {
    "unit-unknown": "units",
    "indicator-unknown": "indicators",
    "programme-unknown": "programmes",
    "source-unknown": "sources",
    "pillar-unknown": "pillars",
}
"""Under which key stands what a reference leads to."""
_NEED_ALL = {
    "entry-not-owed": ("programmes", "units"),
    "period-without-round": ("programmes",),
    "round-unknown": ("programmes",),
    "frequency-without-round": ("programmes",),
    "reporters-nobody": ("units",),
}
"""What can only be said when everything under some keys could be read."""
_OF_UNIT = frozenset({"unit-gone", "successor-undated", "members-too-many", "members-unanswered"})
"""What depends on keys of a unit that it need not have."""
_OF_INDICATOR = frozenset({"indicator-without-target", "baseline-missing", "method-unknown"})
"""What depends on keys of an indicator that it need not have."""
_OF_RULES = frozenset({"rule-violated", "rule-doubted"})
"""What depends on a rule, and on all the indicators and answers it names."""
_OF_ENTRY = frozenset({"method-missing", "members-unanswered"})
"""What an answer may seem to lack because a key of it is wrong."""


def drop_consequences(
    problems: Iterable[Problem], gaps: frozenset[Gap], own: frozenset[Gap] = frozenset()
) -> Iterator[Problem]:
    """Yield the problems but those that only follow from gaps in the catalogue and the registry.

    `own` are the gaps of the submission the problems are of; a submission's answer is not checked against an indicator
    that is not whole.
    """
    if not gaps and not own:
        yield from problems
        return
    touched = {gap[0] for gap in gaps}
    for problem in problems:
        kind, path, facts = problem.kind, problem.place.path, problem.facts
        section = _REFERENCES.get(kind, "")
        thing = tuple(str(step) for step in path[:2])
        follows = (
            (section,) in gaps
            or (section, facts.get("found")) in gaps
            or any(key in touched for key in _NEED_ALL.get(kind, ()))
            or (kind in _OF_UNIT and ("units", facts.get("unit")) in gaps)
            or (thing[:1] == ("entries",) and ("indicators", *thing[1:]) in gaps)
            or thing[:1] in own
            or (kind in _OF_ENTRY and thing in own)
            or (kind in _OF_RULES and _rests_on(problem, gaps, own))
            or (kind == "rule-field-unfit" and ("indicators", facts.get("indicator")) in gaps)
            or (kind == "submission-undated" and not own.isdisjoint({("sent_on",), ("receipt",)}))
            or (kind == "submission-empty" and any(gap[0] == "entries" for gap in own))
        )
        if not follows:
            yield problem


def _rests_on(problem: Problem, gaps: frozenset[Gap], own: frozenset[Gap]) -> bool:
    """Whether a rule that is violated is not whole, or names what is not."""
    facts = problem.facts
    named = str(facts["indicators"]).split(", ")
    return (
        ("rules", facts["rule"]) in gaps
        or ("rules",) in gaps
        or ("entries",) in own
        or any(("entries", one) in own or ("indicators", one) in gaps for one in named)
    )


def drop_of_indicators(
    problems: Iterable[Problem], gaps: frozenset[Gap], indicators: tuple[str, ...]
) -> Iterator[Problem]:
    """Yield a catalogue's problems but those that an indicator only seems to have because it is not whole.

    `indicators` are the ids in their order.
    """
    for problem in problems:
        path = problem.place.path
        name = indicators[path[1]] if path[:1] == ("indicators",) and isinstance(path[1], int) else ""
        if not (problem.kind in _OF_INDICATOR and ("indicators", name) in gaps):
            yield problem
