"""Checks on the office's own files: that what decisions, extensions and closings name exists."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from cds_kpi.assess.check_catalogue import refer
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.office import Closing, Extension, Review, Settings
    from cds_kpi.model.submission import Filing
    from cds_kpi.model.units import Unit
    from cds_kpi.problem import Fact

LONGEST_EXTENSION = timedelta(days=366)
"""How long after a deadline one may be granted."""


def check_unit_acts(
    acts: Sequence[tuple[str, Review | Extension]], units: Mapping[str, Unit]
) -> Iterator[Problem]:
    """Yield the decisions and extensions, each with its file, whose unit the registry does not know."""
    for file, act in acts:
        if act.unit not in units:
            yield Problem("unit-unknown", Place(file, ("unit",)), refer("unit", act.unit, units))


def check_channels(settings: Settings, file: str, units: Mapping[str, Unit]) -> Iterator[Problem]:
    """Yield the units of chat channels that the registry does not know."""
    channels = settings.notify.channels if settings.notify is not None else {}
    for name, channel in channels.items():
        for place, unit in enumerate(channel.units):
            if unit not in units:
                path = ("notify", "channels", name, "units", place)
                yield Problem("unit-unknown", Place(file, path), refer("unit", unit, units))


def check_extensions(extensions: Sequence[tuple[str, Extension]], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the extensions, each with its file, that go far beyond every deadline of their period."""
    for file, extension in extensions:
        days = [
            day
            for programme in catalogue.programmes.values()
            for collection in programme.rounds
            if collection.period == extension.period and (day := collection.before or collection.by)
        ]
        if days:
            fault = find_far(extension, max(days))
            if fault is not None:
                yield fault.at(Place(file, ("until",)))


def find_far(extension: Extension, last: date) -> Fault | None:
    """Return what is wrong with an extension to a day long after the deadline `last`: a mistyped year, most likely."""
    if extension.until - last <= LONGEST_EXTENSION:
        return None
    most = (last + LONGEST_EXTENSION).isoformat()
    days = {"found": extension.until.isoformat(), "last": last.isoformat(), "most": most}
    return Fault("extension-far", {"period": str(extension.period), **days})


def check_reviewed(
    reviews: Sequence[tuple[str, Review]], filings: Iterable[Filing], units: Mapping[str, Unit]
) -> Iterator[Problem]:
    """Yield the decisions, each with its file, on a revision that a known unit has not sent."""
    if not reviews:
        return
    sent: dict[tuple[str, str], list[int]] = defaultdict(list)
    for filing in filings:
        sent[str(filing.period), filing.unit].append(filing.revision)
    for file, review in reviews:
        known = sent[str(review.period), review.unit]
        if review.revision > 0 and review.revision not in known and review.unit in units:
            facts: dict[str, Fact] = {
                "unit": review.unit,
                "period": str(review.period),
                "revision": review.revision,
                "known": ", ".join(map(str, known)) or "-",
            }
            yield Problem("revision-not-there", Place(file, ("revision",)), facts)


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
