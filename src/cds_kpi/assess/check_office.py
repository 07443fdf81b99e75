"""Checks on the office's own files: that decisions, extensions and closings name units and rounds that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.check_catalogue import refer
from cds_kpi.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.office import Closing, Extension, Review
    from cds_kpi.model.units import Unit


def check_unit_acts(
    acts: Sequence[tuple[str, Review | Extension]], units: Mapping[str, Unit]
) -> Iterator[Problem]:
    """Yield the decisions and extensions, each with its file, whose unit the registry does not know."""
    for file, act in acts:
        if act.unit not in units:
            yield Problem("unit-unknown", Place(file, ("unit",)), refer("unit", act.unit, units))


def check_closings(closings: Sequence[tuple[str, Closing]], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the acts on rounds, each with its file, whose programme or round the catalogue does not know."""
    for file, closing in closings:
        programme = catalogue.programmes.get(closing.programme)
        if programme is None:
            facts = refer("programme", closing.programme, catalogue.programmes)
            yield Problem("programme-unknown", Place(file, ("programme",)), facts)
        elif all(collection.period != closing.period for collection in programme.rounds):
            known = ", ".join(str(collection.period) for collection in programme.rounds)
            where = Place(file, ("period",))
            found = {"programme": closing.programme, "period": str(closing.period), "known": known or "-"}
            yield Problem("round-unknown", where, found)
