"""Checks on the catalogue and the unit registry: that what they name exists, and that what they ask makes sense."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cds_kpi.assess.reporters import is_collected
from cds_kpi.model.units import LEVELS
from cds_kpi.problem import Place, Problem
from cds_kpi.text import find_near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cds_kpi.model.catalogue import Catalogue, Indicator, Target
    from cds_kpi.model.units import Registry, Unit
    from cds_kpi.problem import Fact, Path

_FITTING: dict[str, frozenset[str]] = {
    "milestone": frozenset({"done"}),
    "rank": frozenset({"at_least", "above", "at_most", "below", "between", "increase", "decrease"}),
    "roll_call": frozenset({"at_least", "above", "at_most", "below", "between", "increase", "decrease"}),
    "ratio": frozenset(
        {"at_least", "above", "at_most", "below", "between", "increase", "decrease", "every", "growth"}
    ),
    "value": frozenset(
        {"at_least", "above", "at_most", "below", "between", "increase", "decrease", "every", "growth"}
    ),
}
"""Which demands can be made of which kind of measure."""
ALL = "all"
"""The word that means every programme at once where one is asked for, so that none may be called so."""


def refer(kind: str, found: str, known: Iterable[str]) -> dict[str, Fact]:
    """Return the facts of a reference that leads nowhere: what was found, and what may have been meant."""
    names = list(known)
    near = find_near(found, names)
    listed = {"known": ", ".join(names) or "-"} if kind.endswith("programme") else {}
    return {"found": found, "what": kind, **listed, **({"near": near} if near else {})}


def check_units(registry: Registry, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the registry: ids twice, parents or successors that do not exist, circles."""
    ids = [unit.id for unit in registry.units]
    units = {unit.id: unit for unit in registry.units}
    seen: set[str] = set()
    for position, unit in enumerate(registry.units):
        path: Path = ("units", position)
        if unit.id in seen:
            yield Problem("unit-twice", Place(file, (*path, "id")), {"found": unit.id})
        seen.add(unit.id)
        if unit.parent is not None and unit.parent not in units:
            yield Problem("unit-unknown", Place(file, (*path, "parent")), refer("parent", unit.parent, ids))
        elif _is_own_ancestor(unit, units):
            yield Problem("unit-circle", Place(file, (*path, "parent")), {"found": unit.id})
        for place, successor in enumerate(unit.successors):
            if successor not in units:
                facts = refer("successor", successor, ids)
                yield Problem("unit-unknown", Place(file, (*path, "successors", place)), facts)


def _is_own_ancestor(unit: Unit, units: Mapping[str, Unit]) -> bool:
    above, steps = unit.parent, 0
    while above is not None and above in units and steps <= len(units):
        if above == unit.id:
            return True
        above, steps = units[above].parent, steps + 1
    return False


def check_catalogue(catalogue: Catalogue, units: Mapping[str, Unit] | None, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the catalogue; unit ids are only checked where the registry could be read."""
    default = catalogue.default_programme
    if default is not None and default not in catalogue.programmes:
        facts = refer("default_programme", default, catalogue.programmes)
        yield Problem("programme-unknown", Place(file, ("default_programme",)), facts)
    yield from _check_programmes(catalogue, units, file)
    counted = Counter(indicator.id for indicator in catalogue.indicators)
    for position, indicator in enumerate(catalogue.indicators):
        path: Path = ("indicators", position)
        if counted[indicator.id] > 1:
            yield Problem("indicator-twice", Place(file, (*path, "id")), {"found": indicator.id})
        yield from _check_indicator(catalogue, units, indicator, file, path)
        if not indicator.targets:
            yield Problem("indicator-without-target", Place(file, (*path, "id")), {"indicator": indicator.id})
        yield from _check_related(indicator, counted, file, (*path, "related"))
        for place, target in enumerate(indicator.targets):
            yield from _check_target(catalogue, indicator, target, file, (*path, "targets", place))
    yield from _check_numbers(catalogue, file)


def _check_programmes(catalogue: Catalogue, units: Mapping[str, Unit] | None, file: str) -> Iterator[Problem]:
    for name, programme in catalogue.programmes.items():
        path: Path = ("programmes", name)
        if name == ALL:
            yield Problem("programme-called-all", Place(file, path, "key"), {"found": name})
        if programme.source is not None and programme.source not in catalogue.sources:
            facts = refer("source", programme.source, catalogue.sources)
            yield Problem("source-unknown", Place(file, (*path, "source")), facts)
        for role in ("authority", "focal_point"):
            yield from _check_unit(units, getattr(programme, role), role, file, (*path, role))
        for place, unit in enumerate(programme.report_to):
            yield from _check_unit(units, unit, "report_to", file, (*path, "report_to", place))
        seen = set()
        for place, collection in enumerate(programme.rounds):
            if collection.period in seen:
                where = Place(file, (*path, "rounds", place, "period"))
                yield Problem("round-twice", where, {"found": str(collection.period)})
            seen.add(collection.period)


def _check_unit(
    units: Mapping[str, Unit] | None, unit: str, role: str, file: str, path: Path
) -> Iterator[Problem]:
    if units is not None and unit not in units:
        yield Problem("unit-unknown", Place(file, path), refer(role, unit, units))


def _check_indicator(
    catalogue: Catalogue, units: Mapping[str, Unit] | None, indicator: Indicator, file: str, path: Path
) -> Iterator[Problem]:
    if indicator.pillar not in catalogue.pillars:
        yield Problem(
            "pillar-unknown",
            Place(file, (*path, "pillar")),
            refer("pillar", indicator.pillar, catalogue.pillars),
        )
    yield from _check_unit(units, indicator.lead, "lead", file, (*path, "lead"))
    for place, unit in enumerate(indicator.coordinating):
        yield from _check_unit(units, unit, "coordinating", file, (*path, "coordinating", place))
    yield from _check_reporters(units, indicator, file, path)
    if indicator.frequency == "unknown":
        yield Problem("frequency-unknown", Place(file, (*path, "frequency")), {"indicator": indicator.id})
    measure = indicator.measure
    if measure.kind in {"value", "rank"} and not measure.can_add and measure.basis == "in_period":
        added: dict[str, Fact] = {"indicator": indicator.id, "counted_in": measure.counted_in}
        yield Problem("percentages-added", Place(file, (*path, "measure", "basis")), added)
    levels = [phase.level for phase in indicator.phases]
    for place, level in enumerate(levels):
        if level in levels[:place]:
            yield Problem("phase-twice", Place(file, (*path, "phases", place, "level")), {"level": level})
    for place, baseline in enumerate(indicator.baselines):
        if baseline.method is not None and baseline.method not in measure.methods:
            facts = refer("method", baseline.method, measure.methods)
            yield Problem("method-unknown", Place(file, (*path, "baselines", place, "method")), facts)


def _check_related(indicator: Indicator, known: Iterable[str], file: str, path: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, related in enumerate(indicator.related):
        where = Place(file, (*path, place, "indicator"))
        if related.indicator not in known:
            yield Problem("indicator-unknown", where, refer("related", related.indicator, known))
        elif related.indicator == indicator.id:
            yield Problem("related-itself", where, {"indicator": indicator.id})
        elif related.indicator in seen:
            facts: dict[str, Fact] = {"indicator": indicator.id, "found": related.indicator}
            yield Problem("related-twice", where, facts)
        seen.add(related.indicator)


def _check_reporters(
    units: Mapping[str, Unit] | None, indicator: Indicator, file: str, path: Path
) -> Iterator[Problem]:
    several = len(indicator.reporters) > 1 or indicator.reporters[0].startswith(("level:", "under:"))
    named = [(place, one) for place, one in enumerate(indicator.reporters) if one != "lead"]
    yield from check_selectors(units, named, "reporters", file, (*path, "reporters"))
    measure = indicator.measure
    if several and measure.combine == "single" and len(measure.methods) < 2:
        yield Problem("single-many", Place(file, (*path, "measure", "combine")), {"indicator": indicator.id})
    elif several and measure.combine == "sum" and measure.kind in {"value", "rank"} and not measure.can_add:
        facts = {"indicator": indicator.id, "counted_in": measure.counted_in}
        yield Problem("percentages-added", Place(file, (*path, "measure")), facts)


def check_selectors(
    units: Mapping[str, Unit] | None, selectors: Iterable[tuple[int, str]], role: str, file: str, path: Path
) -> Iterator[Problem]:
    """Yield which of these, each with its place in the list at `path`, select no unit."""
    for place, selector in selectors:
        where = Place(file, (*path, place))
        word, colon, rest = selector.partition(":")
        if colon and word == "level" and rest in LEVELS:
            if units is not None and not any(unit.level == rest for unit in units.values()):
                yield Problem("reporters-nobody", where, {"found": selector})
        elif colon and word == "level":
            yield Problem("level-unknown", where, refer("level", rest, LEVELS))
        elif colon and word == "under":
            yield from _check_unit(units, rest, "under", file, where.path)
        elif colon:
            yield Problem("reporters-selector", where, {"found": selector})
        else:
            yield from _check_unit(units, selector, role, file, where.path)


def _check_target(
    catalogue: Catalogue, indicator: Indicator, target: Target, file: str, path: Path
) -> Iterator[Problem]:
    programme = catalogue.programmes.get(target.programme)
    if programme is None:
        unknown = refer("programme", target.programme, catalogue.programmes)
        yield Problem("programme-unknown", Place(file, (*path, "programme")), unknown)
    elif programme.rounds and not _is_asked(catalogue, indicator):
        frequency = indicator.frequency
        never: dict[str, Fact] = {
            "indicator": indicator.id,
            "frequency": frequency,
            "programme": target.programme,
        }
        yield Problem("frequency-without-round", Place(file, (*path, "programme")), never)
    if target.source is not None and target.source not in catalogue.sources:
        yield Problem(
            "source-unknown",
            Place(file, (*path, "source")),
            refer("source", target.source, catalogue.sources),
        )
    if target.demand not in _FITTING[indicator.measure.kind]:
        unfit: dict[str, Fact] = {"demand": target.demand, "measure": indicator.measure.kind}
        yield Problem("demand-unfit", Place(file, (*path, target.demand), "key"), unfit)
    if target.method is not None and target.method not in indicator.measure.methods:
        facts = refer("method", target.method, indicator.measure.methods)
        yield Problem("method-unknown", Place(file, (*path, "method")), facts)
    change = target.change
    if change is not None and change.kind == "percent":
        for place, baseline in enumerate(indicator.baselines):
            is_its = baseline.period == change.over and (
                target.method is None or baseline.method in {None, target.method}
            )
            if is_its and baseline.value.exact <= 0:
                nothing: dict[str, Fact] = {"found": baseline.value.written, "period": str(change.over)}
                yield Problem(
                    "baseline-not-positive", Place(file, (*path[:2], "baselines", place, "value")), nothing
                )
    if change is not None and not any(
        baseline.period == change.over and (target.method is None or baseline.method in {None, target.method})
        for baseline in indicator.baselines
    ):
        missing: dict[str, Fact] = {"indicator": indicator.id, "period": str(change.over)}
        yield Problem("baseline-missing", Place(file, (*path, target.demand, "over")), missing)


def _is_asked(catalogue: Catalogue, indicator: Indicator) -> bool:
    """Whether a round of any programme that has a target for the indicator collects it: all of them show its figure."""
    programmes = {target.programme for target in indicator.targets}
    return any(
        is_collected(indicator, collection)
        for name in programmes & catalogue.programmes.keys()
        for collection in catalogue.programmes[name].rounds
    )


def _check_numbers(catalogue: Catalogue, file: str) -> Iterator[Problem]:
    seen: dict[tuple[str, int], str] = {}
    for position, indicator in enumerate(catalogue.indicators):
        for place, target in enumerate(indicator.targets):
            if target.number is None:
                continue
            first = seen.setdefault((target.programme, target.number), indicator.id)
            if first != indicator.id:
                where = Place(file, ("indicators", position, "targets", place, "number"))
                yield Problem("target-number-twice", where, {"found": target.number, "first": first})
