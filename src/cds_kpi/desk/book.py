"""Opening a workspace's book: everything checked, and what the sums need put together."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from cds_kpi.problem import LEFT_OUT, MOST, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from pydantic import BaseModel

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.check_submission import Asked
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.rest import Gap, Rest
    from cds_kpi.model.submission import Filing
    from cds_kpi.model.units import Unit
    from cds_kpi.store.contents import Contents, Scope
    from cds_kpi.store.filings import Inspect


def read_contents(root: Path, limit: Callable[[Contents], Scope] | None = None) -> Contents:
    """Read a workspace, every submission checked against the catalogue as soon as it is read; `limit` says which."""
    from cds_kpi.desk.keeping import note_moments
    from cds_kpi.desk.signing import check_signatures
    from cds_kpi.store.contents import read_workspace

    contents = read_workspace(root, find_inspection, limit)
    note_moments(
        itertools.chain(
            (filing.received_at for filing in contents.filings),
            (review.at for _, review in contents.reviews),
            (closing.at for _, closing in contents.closings),
        )
    )
    check_signatures(contents)
    return contents


def check_contents(contents: Contents) -> list[Problem]:
    """Return the problems of reading and of every check, placed and sorted.

    Where the catalogue, the registry or a submission cannot be read whole, what is left of it is checked.
    """
    from cds_kpi.assess.check_office import (
        check_channels,
        check_closings,
        check_extensions,
        check_reviewed,
        check_unit_acts,
    )
    from cds_kpi.assess.check_submission import check_periods
    from cds_kpi.assess.gaps import drop_consequences
    from cds_kpi.store import layout
    from cds_kpi.store.reading import place_in_store

    catalogue, registry = contents.basis[layout.CATALOGUE], contents.basis[layout.UNITS]
    gaps = catalogue.gaps | registry.gaps
    units = {unit.id: unit for unit in registry.record.units}
    problems = contents.problems + check_basis(registry, layout.UNITS, gaps, units)
    problems += check_basis(catalogue, layout.CATALOGUE, gaps, units)
    filings = contents.filings
    if contents.inspected is None:
        inspect = find_inspection(contents)
        problems += [one for filing in filings for one in inspect(filing, None)]
        problems += [one for filing, own in contents.remains for one in inspect(filing, own)]
    else:
        problems += contents.inspected
    if contents.remains:
        rests = [filing for filing, _ in contents.remains]
        filings = sorted([*filings, *rests], key=lambda filing: filing.revision)
    problems += drop_consequences(check_periods(filings, catalogue.record.by_id), gaps)
    problems += drop_consequences(check_unit_acts([*contents.reviews, *contents.extensions], units), gaps)
    unread = {*contents.unread, *contents.uncounted}
    reviewed = [
        (file, review)
        for file, review in contents.reviews
        if contents.scope.covers(str(review.period), review.unit)
        and layout.name_submission(str(review.period), review.unit, review.revision) not in unread
    ]
    problems += drop_consequences(check_reviewed(reviewed, filings, units), gaps)
    problems += drop_consequences(check_channels(contents.settings, layout.SETTINGS, units), gaps)
    problems += drop_consequences(check_extensions(contents.extensions, catalogue.record), gaps)
    problems += drop_consequences(check_closings(contents.closings, catalogue.record), gaps)
    named = (_choose_unit(problem, units) for problem in problems)
    return sort_problems(place_in_store(contents.root, limit_problems(named)))


def find_inspection(contents: Contents) -> Inspect:
    """Return what says of each submission what is wrong with it by itself, against the catalogue and the registry.

    Of the contents nothing but those two and the decisions, extensions and closings need have been read.
    """
    from cds_kpi.assess.check_submission import check_filing
    from cds_kpi.assess.gaps import drop_consequences
    from cds_kpi.store import layout

    catalogue, registry = contents.basis[layout.CATALOGUE], contents.basis[layout.UNITS]
    gaps = catalogue.gaps | registry.gaps
    asked = ask_of(contents, catalogue.record, {unit.id: unit for unit in registry.record.units})

    def inspect(filing: Filing, own: frozenset[Gap] | None) -> list[Problem]:
        return list(drop_consequences(check_filing(filing, asked), gaps, own or frozenset()))

    return inspect


def _choose_unit(problem: Problem, units: dict[str, Unit]) -> Problem:
    """Return the problem that a file and its name give two units, with the one of them that there is."""
    if problem.kind != "store-name-unit":
        return problem
    known = [name for key in ("found", "name") if (name := str(problem.facts[key])) in units]
    return replace(problem, facts={**problem.facts, "near": known[0]}) if len(known) == 1 else problem


def check_basis(
    rest: Rest[BaseModel], file: str, gaps: frozenset[Gap], units: dict[str, Unit]
) -> list[Problem]:
    """Return what is wrong with a catalogue or a registry, or with what is left of it."""
    from cds_kpi.assess.check_catalogue import check_catalogue, check_units
    from cds_kpi.assess.check_lineage import check_lineage
    from cds_kpi.assess.check_rules import check_rules
    from cds_kpi.assess.gaps import drop_consequences, drop_of_indicators
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.units import Registry

    record = rest.record
    found: Iterable[Problem] = ()
    if isinstance(record, Registry):
        told = [*check_units(record, file), *check_lineage(record, file)]
        found = drop_consequences(told, gaps)
    elif isinstance(record, Catalogue):
        everything = [*check_catalogue(record, units, file), *check_rules(record, units, file)]
        found = drop_consequences(everything, gaps)
        found = drop_of_indicators(found, gaps, tuple(indicator.id for indicator in record.indicators))
    return [
        problem.moved_to(replace(problem.place, path=rest.restore(problem.place.path))) for problem in found
    ]


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
    from cds_kpi.assess.check_submission import check_filing
    from cds_kpi.assess.gaps import drop_consequences
    from cds_kpi.model.submission import Submission, make_filing
    from cds_kpi.store import layout
    from cds_kpi.store.loose import load_loose_file
    from cds_kpi.store.reading import place_problems

    rest, problems, data = load_loose_file(path, name)
    catalogue, registry = contents.basis[layout.CATALOGUE], contents.basis[layout.UNITS]
    units = {unit.id: unit for unit in registry.record.units}
    if rest is not None and isinstance(rest.record, Submission):
        filing = make_filing(rest.record, 1, name)
        found = check_filing(filing, ask_of(contents, catalogue.record, units))
        problems += drop_consequences(found, catalogue.gaps | registry.gaps, rest.gaps)
    elif rest is not None:
        problems += check_basis(rest, name, rest.gaps | registry.gaps, units)
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
    from cds_kpi.store import layout
    from cds_kpi.workdays import OfficeDays

    catalogue, registry = contents.basis[layout.CATALOGUE].record, contents.basis[layout.UNITS].record
    return Book(
        catalogue=catalogue,
        programme_id=programme_id,
        programme=catalogue.programmes[programme_id],
        units={unit.id: unit for unit in registry.units},
        filings=[filing for filing in contents.filings if filing.file not in left_out],
        reviews=[review for _, review in contents.reviews],
        extensions=[extension for _, extension in contents.extensions],
        closings=[closing for _, closing in contents.closings],
        office_days=OfficeDays(*days_by_date(contents.holidays)),
        as_of=as_of or moment.max.replace(tzinfo=CITY_TIME),
    )
