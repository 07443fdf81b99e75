"""The front desk: what a program may ask of a workspace, and the only place where files meet sums.

Every request is answered with a value: what was asked for, or a `Refusal` with the problems that stand against it.
Nothing is printed and nothing is raised for what a person wrote wrongly. Heavy rooms are entered only when needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.problem import Fault, Place, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pydantic import BaseModel

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.check_submission import Asked
    from cds_kpi.model.catalogue import Catalogue, Programme, Round
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.report.cards import IndicatorCard, UnitCard
    from cds_kpi.report.view import ReportView
    from cds_kpi.store.reading import Contents
    from cds_kpi.text import Language

FORMATS = ("md", "html", "json")
"""What a report can be written as."""

Why = Literal["data", "request", "machine"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that was not carried out: the data is wrong, the request is wrong, or the machine failed."""

    why: Why
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Which round is meant, as the person said it; everything left out is worked out."""

    programme: str | None = None
    quarter: str | None = None
    year: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report, and the warnings on the data it was made from."""

    view: ReportView
    warnings: tuple[Problem, ...] = ()


def find_workspace(start: Path) -> Path | None:
    """Return the nearest folder from `start` upward that is a workspace."""
    from cds_kpi.store import layout

    return layout.find_workspace(start)


def read_language(root: Path) -> Language:
    """Return the language the workspace's settings name; Vietnamese where they name none."""
    from cds_kpi.store.reading import read_settings

    return read_settings(root).language


def check_workspace(root: Path) -> list[Problem]:
    """Return everything that is wrong with a workspace, placed and sorted."""
    from cds_kpi.store.reading import read_workspace

    contents = read_workspace(root)
    return _check(contents)


def check_paths(root: Path, paths: Sequence[Path]) -> list[Problem] | Refusal:
    """Return what is wrong with some files or folders.

    Within the workspace: the problems that stand in them. A file from elsewhere is checked as what its content says
    it is, a submission against this workspace's catalogue and units.
    """
    unknown = [path for path in paths if not path.exists()]
    if unknown:
        problems = [Problem("path-unknown", Place(str(path)), {"path": str(path)}) for path in unknown]
        return Refusal("request", tuple(problems))
    from cds_kpi.store.reading import read_workspace

    contents = read_workspace(root)
    in_store = _check(contents)
    found: list[Problem] = []
    for path in paths:
        absolute = path.absolute()
        if absolute == root or root in absolute.parents:
            inside = absolute.relative_to(root).as_posix()
            found += [
                p for p in in_store if inside in {".", p.place.file} or p.place.file.startswith(f"{inside}/")
            ]
        else:
            found += _check_loose(contents, absolute, str(path))
    return sort_problems(found)


def make_report(
    root: Path, asking: Asking, *, as_of: datetime, language: Language, skip_broken: bool = False
) -> Report | Refusal:
    """Return the finished report of one round, as of a moment.

    Refused ("data") while the catalogue, units or settings have errors, or submissions have and `skip_broken` is not
    said; refused ("request") where the round is not one of the programme's.
    """
    from cds_kpi.assess.assessment import assess_round
    from cds_kpi.problems import is_error
    from cds_kpi.report.build import build_report
    from cds_kpi.store import layout
    from cds_kpi.store.reading import read_workspace

    contents = read_workspace(root)
    problems = _check(contents)
    errors = [problem for problem in problems if is_error(problem)]
    warnings = tuple(problem for problem in problems if not is_error(problem))
    broken = [problem for problem in errors if problem.place.file.startswith(f"{layout.SUBMISSIONS}/")]
    if len(broken) < len(errors) or (broken and not skip_broken):
        return Refusal("data", tuple(errors))
    assert contents.catalogue is not None, "a catalogue that could not be read is an error"
    chosen = choose_round(contents.catalogue, asking, this_year=as_of.year)
    if isinstance(chosen, Fault):
        return Refusal("request", (chosen.at(Place(layout.CATALOGUE, ("programmes",))),))
    programme_id, collection = chosen
    book = _make_book(contents, programme_id, as_of, {p.place.file for p in broken})
    assessment = assess_round(book, programme_id, collection)
    return Report(build_report(book, assessment, contents.settings, tuple(broken), language), warnings)


def choose_round(catalogue: Catalogue, asking: Asking, *, this_year: int) -> tuple[str, Round] | Fault:
    """Return the programme and round that are meant, or what is wrong with how they were asked for.

    `Q3` alone means the only year in which the programme has such a round, else this year.
    """
    from cds_kpi.text import find_near

    programme_id = asking.programme or catalogue.default_programme or next(iter(catalogue.programmes), "")
    programme = catalogue.programmes.get(programme_id)
    if programme is None:
        near = find_near(programme_id, list(catalogue.programmes))
        return Fault(
            "programme-unknown",
            {"found": programme_id, "what": "programme", **({"near": near} if near else {})},
        )
    period = _read_asking(programme, asking, this_year)
    if isinstance(period, Fault):
        return period
    for collection in programme.rounds:
        if collection.period == period:
            return programme_id, collection
    known = ", ".join(str(collection.period) for collection in programme.rounds)
    return Fault("round-unknown", {"programme": programme_id, "period": str(period), "known": known or "-"})


def _read_asking(programme: Programme, asking: Asking, this_year: int) -> Period | Fault:
    from cds_kpi.period import Period, parse_period

    year = None
    if asking.year is not None:
        if not (asking.year.isascii() and asking.year.isdecimal() and 1900 <= int(asking.year) < 2200):
            return Fault("period-unreadable", {"found": asking.year})
        year = int(asking.year)
    text = asking.period or asking.quarter
    if text is None:
        if year is None:
            return Fault("period-needed")
        return Period(year, "year", 1)
    if asking.period is None and text.strip() in {"1", "2", "3", "4"}:
        text = f"Q{text.strip()}"
    if year is not None:
        read = parse_period(text, year=year)
        return Fault("period-two-years", {"found": text, "year": year}) if _differs(read, year) else read
    read = parse_period(text, year=this_year)
    if isinstance(read, Fault) or not isinstance(parse_period(text), Fault):
        return read
    years = {
        c.period.year for c in programme.rounds if (c.period.span, c.period.index) == (read.span, read.index)
    }
    return Period(years.pop(), read.span, read.index) if len(years) == 1 else read


def _differs(period: Period | Fault, year: int) -> bool:
    return not isinstance(period, Fault) and period.year != year


def render_report(root: Path, view: ReportView, form: str) -> bytes | Refusal:
    """Return a report as the bytes of a file: `md`, `html` or `json`."""
    from cds_kpi.render.data import render_json
    from cds_kpi.render.text import render_text
    from cds_kpi.store import layout, packaged

    if form == "json":
        return render_json(view)
    rendered = render_text(view, form, (root / layout.TEMPLATES, packaged.find_templates()))
    if isinstance(rendered, Problem):
        return Refusal("data", (rendered,))
    return rendered


def write_report(
    root: Path, view: ReportView, forms: Iterable[str], out: Path | None = None
) -> list[Path] | Refusal:
    """Write a report in each of the forms, whole or not at all, and return the files.

    Without `out` under reports/<period>/<programme>.<form>; `out` is a folder, or with one form a file that ends in it.
    """
    from cds_kpi.store import layout
    from cds_kpi.store.writing import write_file

    forms = list(forms)
    rendered: dict[Path, bytes] = {}
    for form in forms:
        made = render_report(root, view, form)
        if isinstance(made, Refusal):
            return made
        if out is not None and len(forms) == 1 and out.suffix == f".{form}":
            rendered[out] = made
        else:
            folder = out if out is not None else root / layout.REPORTS / view.period
            rendered[folder / f"{view.programme}.{form}"] = made
    for path, data in rendered.items():
        fault = write_file(path, data)
        if fault is not None:
            return Refusal("machine", (fault.at(Place(str(path))),))
    return list(rendered)


def make_workspace(folder: Path, catalogue: str) -> list[Path] | Refusal:
    """Make a new workspace from a packaged catalogue and return its files; refused where the folder is not empty."""
    from cds_kpi.store import layout, packaged
    from cds_kpi.store.writing import write_file
    from cds_kpi.text import find_near

    known = packaged.list_catalogues()
    if catalogue not in known:
        near = find_near(catalogue, known)
        facts = {"found": catalogue, "known": ", ".join(known), **({"near": near} if near else {})}
        return Refusal("request", (Problem("catalogue-unknown", Place(catalogue), facts),))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Refusal("request", (Problem("folder-not-empty", Place(str(folder)), {"path": str(folder)}),))
    written = []
    for name, data in packaged.read_catalogue(catalogue).items():
        path = folder / "data" / name
        fault = write_file(path, data)
        if fault is not None:
            return Refusal("machine", (fault.at(Place(str(path))),))
        written.append(path)
    (folder / layout.SUBMISSIONS).mkdir(exist_ok=True)
    return written


def read_catalogue(root: Path) -> tuple[Catalogue, tuple[Unit, ...]] | Refusal:
    """Return the catalogue and the units; refused where either cannot be read."""
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.units import Registry
    from cds_kpi.store import layout
    from cds_kpi.store.reading import load_file

    catalogue = load_file(root / layout.CATALOGUE, layout.CATALOGUE, Catalogue)
    registry = load_file(root / layout.UNITS, layout.UNITS, Registry)
    if not isinstance(catalogue.record, Catalogue) or not isinstance(registry.record, Registry):
        return Refusal("data", tuple(sort_problems([*catalogue.problems, *registry.problems])))
    return catalogue.record, registry.record.units


def list_indicators(root: Path, language: Language) -> tuple[IndicatorCard, ...] | Refusal:
    """Return a card for every indicator of the catalogue."""
    from cds_kpi.report.cards import build_indicator_cards

    read = read_catalogue(root)
    if isinstance(read, Refusal):
        return read
    catalogue, units = read
    return build_indicator_cards(catalogue, {unit.id: unit for unit in units}, language)


def list_units(root: Path, language: Language) -> tuple[UnitCard, ...] | Refusal:
    """Return a card for every unit of the registry."""
    from cds_kpi.report.cards import build_unit_cards

    read = read_catalogue(root)
    if isinstance(read, Refusal):
        return read
    return build_unit_cards({unit.id: unit for unit in read[1]}, language)


def read_excerpt(root: Path, place: Place) -> str | None:
    """Return the line of a file that a place points at, or None where it cannot be read."""
    from cds_kpi.store.reading import read_bytes

    if place.line is None:
        return None
    data = read_bytes(root / place.file)
    if isinstance(data, Fault):
        return None
    lines = data.decode("utf-8", "replace").split("\n")
    return lines[place.line - 1].rstrip("\r") if place.line <= len(lines) else None


def make_schema(name: str) -> dict[str, object]:
    """Return the JSON Schema of a kind of file: catalogue, units, submission or settings."""
    from cds_kpi.model.catalogue import Catalogue
    from cds_kpi.model.office import Settings
    from cds_kpi.model.submission import Submission
    from cds_kpi.model.units import Registry

    records: dict[str, type[BaseModel]] = {
        "catalogue": Catalogue,
        "units": Registry,
        "submission": Submission,
        "settings": Settings,
    }
    schema = records[name].model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _check(contents: Contents) -> list[Problem]:
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
            asked = _ask(contents, contents.catalogue, units)
            for filing in contents.filings:
                problems += check_filing(filing, asked)
            problems += check_periods(contents.filings, asked)
            problems += check_unit_acts([*contents.reviews, *contents.extensions], units)
            problems += check_closings(contents.closings, contents.catalogue)
    return sort_problems(place_in_store(contents.root, problems))


def _check_loose(contents: Contents, path: Path, name: str) -> list[Problem]:
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
        problems += check_filing(made, _ask(contents, contents.catalogue, units))
    return place_problems(problems, {name: data})


def _ask(contents: Contents, catalogue: Catalogue, units: dict[str, Unit]) -> Asked:
    """Work out who is asked for what, for every period that any programme collects."""
    from cds_kpi.assess.check_submission import ask_everyone

    books = {name: _make_book(contents, name, None, set()) for name in catalogue.programmes}
    return ask_everyone(catalogue, units, books)


def _make_book(contents: Contents, programme_id: str, as_of: datetime | None, left_out: set[str]) -> Book:
    """Open the book of a programme as of a moment (None: everything ever received), some files left out."""
    from datetime import datetime as moment

    from cds_kpi.assess.book import Book
    from cds_kpi.model.fields import CITY_TIME
    from cds_kpi.model.office import days_by_date
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
