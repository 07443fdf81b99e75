"""Opening a workspace's book: everything checked, and what the sums need put together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cds_kpi.problem import LEFT_OUT, MOST, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.check_submission import Asked
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.units import Unit
    from cds_kpi.store.reading import Contents


def check_contents(contents: Contents) -> list[Problem]:
    """Return the problems of reading and of every check, placed and sorted."""
    from cds_kpi.assess.check_catalogue import check_catalogue, check_units
    from cds_kpi.assess.check_office import check_closings, check_unit_acts
    from cds_kpi.assess.check_submission import check_filing, check_periods
    from cds_kpi.store import layout
    from cds_kpi.store.reading import place_in_store

    problems = list(contents.problems)
    units = {unit.id: unit for unit in contents.registry.units} if contents.registry is not None else None
    if contents.registry is not None:
        problems += check_units(contents.registry, layout.UNITS)
    if contents.catalogue is not None:
        problems += check_catalogue(contents.catalogue, units, layout.CATALOGUE)
        if units is not None:
            asked = ask_of(contents, contents.catalogue, units)
            for filing in contents.filings:
                problems += check_filing(filing, asked)
            problems += check_periods(contents.filings, asked)
            problems += check_unit_acts([*contents.reviews, *contents.extensions], units)
            problems += check_closings(contents.closings, contents.catalogue)
    return sort_problems(place_in_store(contents.root, limit_problems(problems)))


def limit_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems, of a file with more than MOST the first ones, errors before warnings, and that there are
    more.
    """
    from cds_kpi.problems import is_error

    found = list(problems)
    counts = Counter(problem.place.file for problem in found)
    if max(counts.values(), default=0) <= MOST:
        return found
    kept: dict[str, list[Problem]] = {file: [] for file in counts}
    for problem in sorted(found, key=lambda problem: not is_error(problem)):
        if problem.kind != LEFT_OUT and len(kept[problem.place.file]) < MOST:
            kept[problem.place.file].append(problem)
    closed = [
        Problem(LEFT_OUT, kept[file][-1].place, {"shown": MOST})
        for file, count in counts.items()
        if count > MOST
    ]
    return [*(problem for some in kept.values() for problem in some), *closed]


def check_loose(contents: Contents, path: Path, name: str) -> list[Problem]:
    """Return what is wrong with a file that lies outside the workspace, by what its content says it is."""
    from cds_kpi.assess.check_catalogue import check_catalogue, check_units
    from cds_kpi.assess.check_submission import check_filing
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.submission import Filing
    from cds_kpi.model.units import Registry
    from cds_kpi.store.loose import load_loose_file
    from cds_kpi.store.reading import place_problems

    made, problems, data = load_loose_file(path, name)
    units = {unit.id: unit for unit in contents.registry.units} if contents.registry is not None else None
    if isinstance(made, Catalogue):
        problems += check_catalogue(made, units, name)
    elif isinstance(made, Registry):
        problems += check_units(made, name)
    elif isinstance(made, Filing) and contents.catalogue is not None and units is not None:
        problems += check_filing(made, ask_of(contents, contents.catalogue, units))
    return place_problems(limit_problems(problems), {name: data})


def ask_of(contents: Contents, catalogue: Catalogue, units: dict[str, Unit]) -> Asked:
    """Work out who is asked for what, for every period that any programme collects."""
    from cds_kpi.assess.check_submission import ask_everyone

    books = {name: open_book(contents, name, None, set()) for name in catalogue.programmes}
    return ask_everyone(catalogue, units, books)


def open_book(contents: Contents, programme_id: str, as_of: datetime | None, left_out: set[str]) -> Book:
    """Open the book of a programme as of a moment (None: everything ever received), some files left out."""
    from datetime import datetime as moment

    from cds_kpi.assess.book import Book
    from cds_kpi.model.office import days_by_date
    from cds_kpi.period import CITY_TIME
    from cds_kpi.workdays import OfficeDays

    assert contents.catalogue is not None, "without a catalogue there is no book"
    assert contents.registry is not None, "without a registry there is no book"
    programme = contents.catalogue.programmes[programme_id]
    return Book(
        catalogue=contents.catalogue,
        programme_id=programme_id,
        programme=programme,
        units={unit.id: unit for unit in contents.registry.units},
        filings=[filing for filing in contents.filings if filing.file not in left_out],
        reviews=[review for _, review in contents.reviews],
        extensions=[extension for _, extension in contents.extensions],
        closings=[closing for _, closing in contents.closings],
        office_days=OfficeDays(*days_by_date(contents.holidays)),
        as_of=as_of or moment.max.replace(tzinfo=CITY_TIME),
    )
