"""Reporting: the finished report of a round, rendered and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Asking, Comparison, Refusal, Report, Written
from cds_kpi.desk.book import check_contents, open_book, read_contents
from cds_kpi.desk.choices import ALL, SLOW
from cds_kpi.desk.papers import check_paper, write_paper
from cds_kpi.problem import Fault, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.assess.assessment import Assessment
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Catalogue, Round
    from cds_kpi.model.office import Settings
    from cds_kpi.period import Period
    from cds_kpi.problem import Fact
    from cds_kpi.render.pdf import Pdf
    from cds_kpi.report.comparison_view import ComparisonView
    from cds_kpi.report.view import ReportView
    from cds_kpi.store.contents import Contents
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that may be reported on: its book and assessment, and what a reader is told besides."""

    book: Book
    assessment: Assessment
    settings: Settings
    told: tuple[Problem, ...]
    """Errors of the submissions left out, and files changed after they were received."""
    warnings: tuple[Problem, ...]


def make_report(
    root: Path,
    asking: Asking,
    *,
    as_of: datetime,
    language: Language,
    skip_broken: bool = False,
    with_growth: bool = False,
) -> Report | Refusal:
    """Return the finished report of one round, as of a moment; `with_growth` with every indicator's growth a year.

    Refused ("data") while the catalogue, units or settings have errors, or submissions have and `skip_broken` is not
    said; refused ("request") where the round is not one of the programme's.
    """
    from cds_kpi.assess.previous import find_adjustments
    from cds_kpi.report.build import build_report

    opened = open_round(root, asking, as_of=as_of, skip_broken=skip_broken)
    if isinstance(opened, Refusal):
        return opened
    view = build_report(
        opened.book,
        opened.assessment,
        opened.settings,
        opened.told,
        language,
        adjustments=find_adjustments(opened.book, opened.assessment.collection),
        with_growth=with_growth,
        journal=_find_journal(root),
    )
    return Report(view, opened.warnings)


def open_round(
    root: Path, asking: Asking, *, as_of: datetime, skip_broken: bool = False
) -> OpenRound | Refusal:
    """Return a round assessed as of a moment; refused as its report is."""
    from cds_kpi.assess.assessment import assess_round
    from cds_kpi.store import layout

    read = _read_sound(root, skip_broken=skip_broken)
    if isinstance(read, Refusal):
        return read
    contents, catalogue, broken, warnings = read
    chosen = choose_round(catalogue, asking, this_year=as_of.year)
    if isinstance(chosen, Fault):
        return Refusal("request", (chosen.at(Place(layout.CATALOGUE, ("programmes",))),))
    programme_id, collection = chosen
    book = open_book(contents, programme_id, as_of, {p.place.file for p in broken})
    assessment = assess_round(book, programme_id, collection)
    told = (*broken, *(problem for problem in warnings if problem.kind == "store-file-changed"))
    return OpenRound(book, assessment, contents.settings, told, warnings)


def make_comparison(
    root: Path, asking: Asking, *, as_of: datetime, language: Language, skip_broken: bool = False
) -> Comparison | Refusal:
    """Return every indicator against the targets of all programmes, for a period, as of a moment.

    The period need not be a round of any programme. Which figures count is said by the default programme. Refused as
    `make_report` is.
    """
    from cds_kpi.assess.check_catalogue import refer
    from cds_kpi.assess.comparison import assess_comparison
    from cds_kpi.report.comparison import build_comparison
    from cds_kpi.store import layout

    read = _read_sound(root, skip_broken=skip_broken)
    if isinstance(read, Refusal):
        return read
    contents, catalogue, broken, warnings = read
    rounds = [one for programme in catalogue.programmes.values() for one in programme.rounds]
    period = _read_asking(rounds, asking, as_of.year)
    programme_id = catalogue.default_programme or next(iter(catalogue.programmes), None)
    if programme_id is None:
        period = Fault("programme-unknown", refer("programme", ALL, ()))
    if isinstance(period, Fault):
        return Refusal("request", (period.at(Place(layout.CATALOGUE, ("programmes",))),))
    assert programme_id is not None, "without a programme there is a fault"
    book = open_book(contents, programme_id, as_of, {p.place.file for p in broken})
    comparison = assess_comparison(book, period)
    told = (*broken, *(problem for problem in warnings if problem.kind == "store-file-changed"))
    view = build_comparison(book, comparison, contents.settings, told, language, journal=_find_journal(root))
    return Comparison(view, warnings)


def _find_journal(root: Path) -> str | None:
    """Return the newest acts of the journal; None where there is none, or none that can be listed."""
    from cds_kpi.store.journal import Head, find_head

    head = find_head(root)
    return head.text if isinstance(head, Head) else None


def _read_sound(
    root: Path, *, skip_broken: bool
) -> tuple[Contents, Catalogue, list[Problem], tuple[Problem, ...]] | Refusal:
    """Return what the workspace holds, its catalogue, the errors of what is left out, and the warnings.

    Refused while there are errors, but those of submissions where `skip_broken` is said, and of those that do not count
    for want of a right signature: otherwise whoever can put a file there could keep back the report.
    """
    from cds_kpi.problems import is_error
    from cds_kpi.store import layout

    contents = read_contents(root)
    problems = check_contents(contents)
    errors = [problem for problem in problems if is_error(problem)]
    warnings = tuple(problem for problem in problems if not is_error(problem))
    broken = [problem for problem in errors if layout.is_submission(problem.place.file)]
    is_blocked = any(problem.place.file not in contents.uncounted for problem in broken)
    if len(broken) < len(errors) or (is_blocked and not skip_broken):
        return Refusal("data", tuple(errors))
    assert contents.catalogue is not None, "a catalogue that could not be read is an error"
    return contents, contents.catalogue, broken, warnings


def choose_round(catalogue: Catalogue, asking: Asking, *, this_year: int) -> tuple[str, Round] | Fault:
    """Return the programme and round that are meant, or what is wrong with how they were asked for.

    `Q3` alone means the only year in which the programme has such a round, else this year.
    """
    programme_id = choose_programme(catalogue, asking)
    if isinstance(programme_id, Fault):
        return programme_id
    programme = catalogue.programmes[programme_id]
    period = _read_asking(programme.rounds, asking, this_year)
    if isinstance(period, Fault):
        return period
    for collection in programme.rounds:
        if collection.period == period:
            return programme_id, collection
    rounds = [collection.period for collection in programme.rounds]
    if asking.year is None:
        # Of a programme of many years, those in which it has such a quarter.
        rounds = [one for one in rounds if (one.span, one.index) == (period.span, period.index)] or rounds
    known = ", ".join(map(str, rounds)) or "-"
    typed = asking.period or asking.quarter
    if asking.year is None and typed is not None and str(period.year) not in typed:
        facts: dict[str, Fact] = {"programme": programme_id, "found": typed, "year": period.year}
        return Fault("round-of-no-year", {**facts, "known": known})
    return Fault("round-unknown", {"programme": programme_id, "period": str(period), "known": known})


def choose_programme(catalogue: Catalogue, asking: Asking) -> str | Fault:
    """Return the programme that is meant, the default one where none was named, or that there is no such."""
    from cds_kpi.assess.check_catalogue import refer

    name = asking.programme
    if name is None:
        name = catalogue.default_programme or next(iter(catalogue.programmes), "")
    if name in catalogue.programmes:
        return name
    if name == ALL:
        return Fault("programme-all", {"known": ", ".join(catalogue.programmes)})
    return Fault("programme-unknown", refer("programme", name, catalogue.programmes))


def _read_asking(rounds: Iterable[Round], asking: Asking, this_year: int) -> Period | Fault:
    from cds_kpi.period import Period, parse_period

    year = None
    if asking.year is not None:
        if not (asking.year.isascii() and asking.year.isdecimal() and 1900 <= int(asking.year) < 2200):
            return Fault("period-unreadable", {"found": asking.year})
        year = int(asking.year)
    text = asking.period if asking.period is not None else asking.quarter
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
    years = {c.period.year for c in rounds if (c.period.span, c.period.index) == (read.span, read.index)}
    return Period(years.pop(), read.span, read.index) if len(years) == 1 else read


def _differs(period: Period | Fault, year: int) -> bool:
    return not isinstance(period, Fault) and period.year != year


def render_report(root: Path, view: ReportView | ComparisonView, form: str) -> bytes | Refusal:
    """Return a report, or a comparison, as the bytes of a file, in one of the FORMATS.

    Refused ("data") where a template is wrong, ("machine") where the program that makes a PDF is missing or fails.
    """
    from cds_kpi.report.comparison_view import ComparisonView
    from cds_kpi.store import layout, packaged

    if form == "pdf":
        made = _render_pdf(root, view, {}, f"{view.programme}.pdf")
        return made if isinstance(made, Refusal) else made.data
    folders = (root / layout.TEMPLATES, packaged.find_templates())
    if isinstance(view, ComparisonView):
        rendered = _render_comparison(view, form, folders)
    else:
        rendered = _render_view(view, form, folders)
    return Refusal("data", (rendered,)) if isinstance(rendered, Problem) else rendered


def stream_report(root: Path, view: ReportView | ComparisonView, form: str) -> Iterable[bytes] | Refusal:
    """Return the bytes of `render_report` piece by piece: a large report as JSON is then never in memory whole."""
    from cds_kpi.report.view import ReportView

    if form == "json" and isinstance(view, ReportView):
        from cds_kpi.render.data import stream_json

        return stream_json(view)
    rendered = render_report(root, view, form)
    return rendered if isinstance(rendered, Refusal) else (rendered,)


def _render_view(view: ReportView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    if form == "json":
        from cds_kpi.render.data import render_json

        return render_json(view)
    if form == "xlsx":
        from cds_kpi.render.excel import render_report_workbook

        return render_report_workbook(view)
    if form == "docx":
        from cds_kpi.render.word import render_docx

        return render_docx(view, folders)
    from cds_kpi.render.text import render_text

    return render_text(view, form, folders)


def _render_comparison(view: ComparisonView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    if form == "json":
        from cds_kpi.render.comparison_data import render_comparison_json

        return render_comparison_json(view)
    if form == "xlsx":
        from cds_kpi.render.comparison_sheets import render_comparison_workbook

        return render_comparison_workbook(view)
    if form == "docx":
        from cds_kpi.render.word import render_comparison_docx

        return render_comparison_docx(view, folders)
    from cds_kpi.render.text import render_comparison_text

    return render_comparison_text(view, form, folders)


def _render_pdf(
    root: Path, view: ReportView | ComparisonView, made: Mapping[str, bytes], path: str
) -> Pdf | Refusal:
    """Return the PDF, of the document or page that is made already, where it is."""
    from datetime import datetime

    from cds_kpi.render.pdf import find_office, render_pdf

    def render(form: str) -> bytes | Problem:
        rendered = made.get(form) or render_report(root, view, form)
        return rendered.problems[0] if isinstance(rendered, Refusal) else rendered

    printed = render_pdf(
        datetime.fromisoformat(view.as_of),
        docx=lambda: render("docx"),
        page=lambda: render("html"),
        office=find_office(),
        path=path,
    )
    if isinstance(printed, Problem):
        return Refusal("data", (printed,))
    return Refusal("machine", (printed.at(Place(path)),)) if isinstance(printed, Fault) else printed


def write_report(
    root: Path, view: ReportView | ComparisonView, forms: Iterable[str], out: Path | None = None
) -> Written | Refusal:
    """Write a report in each of the forms, whole or not at all, and say which; an earlier day's are replaced.

    Without `out` under reports/<period>/<programme>.<form>; `out` is a folder, or with one form a file that ends in it.
    Where only the PDF cannot be made, the other forms are written and the answer says what failed.
    """
    from cds_kpi.store import layout

    forms = list(forms)
    folder = out if out is not None else root / layout.REPORTS / view.period
    is_file = out is not None and len(forms) == 1 and out.suffix == f".{forms[0]}"
    paths = {form: folder if is_file else folder / f"{view.programme}.{form}" for form in forms}
    rendered: dict[str, bytes] = {}
    failed: tuple[Problem, ...] = ()
    program = None
    for form in sorted(forms, key=lambda form: form in SLOW):
        made: bytes | Refusal
        if form == "pdf":
            printed = _render_pdf(root, view, rendered, str(paths[form]))
            made = printed if isinstance(printed, Refusal) else printed.data
            program = None if isinstance(printed, Refusal) else printed.program
        else:
            made = render_report(root, view, form)
        if not isinstance(made, Refusal):
            rendered[form] = made
        elif made.why == "machine":
            failed = made.problems
        else:
            return made
    files = tuple(paths[form] for form in forms if form in rendered)
    for path in files:
        refusal = check_paper(path, root, replaces=True)
        if refusal is not None:
            return refusal
    for path, data in zip(files, (rendered[form] for form in forms if form in rendered), strict=True):
        written = write_paper(path, data, root, replaces=True)
        if isinstance(written, Refusal):
            return written
    return Written(files, failed, program)
