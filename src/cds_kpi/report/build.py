"""Building the report: from an assessment to a view with nothing left to compute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.punctuality import find_today, find_unit_deadline
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import is_error, word_problem
from cds_kpi.report.listing import Listing
from cds_kpi.report.row_view import RowView, UnitName
from cds_kpi.report.rows import build_row, find_holder, name_unit
from cds_kpi.report.sentences import say_standing, say_summary
from cds_kpi.report.unassessed import UNASSESSED, name_status
from cds_kpi.report.view import (
    BrokenView,
    DeadlineView,
    FileView,
    GridLineView,
    OfficeView,
    PillarView,
    ReportingView,
    ReportView,
    StatusCount,
    UnitView,
)
from cds_kpi.report.wording import (
    STATES,
    STATUSES,
    pick,
    say_day,
    say_deadline,
    say_journal,
    say_moment,
    say_moved,
    say_short_day,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.assessment import Assessment
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.completeness import UnitState
    from cds_kpi.assess.previous import Adjustments
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Round
    from cds_kpi.model.office import Settings
    from cds_kpi.problem import Problem
    from cds_kpi.text import Language


def build_report(
    book: Book,
    assessment: Assessment,
    settings: Settings,
    problems: tuple[Problem, ...],
    language: Language,
    *,
    adjustments: Adjustments | None = None,
    with_growth: bool = False,
    journal: str | None = None,
) -> ReportView:
    """Return the report of an assessment in one language.

    `problems` are the errors of the submissions left out, and the warnings that a file was changed after it was
    received; `adjustments` what has changed since the report before. `with_growth` adds to every row what its growth
    a year says, beside its status. `journal` are the newest acts of the journal.
    """
    from cds_kpi.report.difference import build_adjustments

    programme, period = assessment.programme, assessment.collection.period
    source = book.catalogue.sources.get(programme.source) if programme.source else None
    rows = tuple(
        build_row(book, row, period, place, language, with_growth=with_growth)
        for place, row in enumerate(assessment.rows, 1)
    )
    units = tuple(
        build_unit(book, assessment.collection, assessment.deadline, state, language)
        for state in assessment.units
    )
    reporting = _count_reporting(assessment, units, language)
    statuses = count_statuses(rows, language)
    first, last = period.window(programme.cutoff)
    as_of = assessment.as_of.astimezone(CITY_TIME)
    return ReportView(
        language=language,
        programme=assessment.programme_id,
        programme_name=programme.name.say(language),
        programme_number=source.number if source else None,
        programme_issued_text=say_day(source.issued, language) if source and source.issued else None,
        authority=find_holder(book, programme.authority, last, language),
        focal_point=find_holder(book, programme.focal_point, last, language),
        report_to=tuple(find_holder(book, unit, last, language) for unit in programme.report_to),
        office=build_office(book, settings, language),
        period=str(period),
        period_title=period.title(language),
        window_text=f"{say_short_day(first, language)} - {say_short_day(last, language)}",
        window=(first.isoformat(), last.isoformat()),
        as_of=as_of.isoformat(),
        as_of_text=say_moment(as_of, language),
        notice=settings.notice.say(language) if settings.notice else None,
        deadline=_build_deadline(assessment, language),
        reporting=reporting,
        summary=say_summary(
            reporting, statuses, len(rows), language, indicators=len({row.id for row in rows})
        ),
        statuses=statuses,
        pillars=_group_rows(book, rows, language),
        rows=rows,
        units=units,
        grid=Listing(lambda: _build_grid(rows, units)),
        files=Listing(lambda: list_files(rows)),
        broken=list_broken([one for one in problems if is_error(one)], language),
        changed=list_broken([one for one in problems if not is_error(one)], language),
        adjustments=build_adjustments(adjustments, language) if adjustments is not None else None,
        journal=journal,
        journal_text=say_journal(journal, language),
    )


def build_office(book: Book, settings: Settings, language: Language) -> OfficeView:
    """Return what the document says of the office: what its settings say, else what follows from who signs it.

    That is the focal point on the day of the report, or whoever came after it. Settings written for the one that has
    ended name its heir's mark in place of its own.
    """
    office = settings.office
    agency = find_holder(book, book.programme.focal_point, find_today(book.as_of), language)
    focal_point, unit = book.units.get(book.programme.focal_point), book.units.get(agency.id)
    own = unit.abbreviation if unit is not None else None
    symbol = office.symbol or (f"BC-{own}" if own is not None else "")
    if own is not None and focal_point is not None:
        symbol = "-".join(own if part == focal_point.abbreviation else part for part in symbol.split("-"))
    signer = office.signer.say(language) if office.signer is not None else ""
    if not signer and unit is not None and unit.level == "department":
        signer = pick(("GIÁM ĐỐC", "DIRECTOR"), language)
    return OfficeView(
        agency=agency,
        abbreviation=own or "",
        place=office.place.say(language) if office.place is not None else "",
        symbol=symbol,
        signer=signer,
        drafter=office.drafter or "",
        year=str(book.as_of.astimezone(CITY_TIME).year),
    )


def _build_deadline(assessment: Assessment, language: Language) -> DeadlineView:
    deadline = assessment.deadline
    return DeadlineView(
        say_deadline(assessment.collection, deadline, language),
        deadline.last_on_time_day.isoformat(),
        say_short_day(deadline.last_on_time_day, language),
        say_moved(deadline, language),
    )


def build_unit(
    book: Book, collection: Round, round_deadline: Deadline, state: UnitState, language: Language
) -> UnitView:
    """Return one unit's part in a round, in words."""
    deadline = find_unit_deadline(book, round_deadline, collection.period, state.unit.id)
    answered = set(state.answered)
    received_at = state.received_at.astimezone(CITY_TIME) if state.received_at is not None else None
    answered_at = state.answered_at.astimezone(CITY_TIME) if state.answered_at is not None else None
    return UnitView(
        id=state.unit.id,
        name=state.unit.name.say(language),
        level=state.unit.level,
        state=state.state,
        state_text=pick(STATES[state.state], language),
        revision=state.filing.revision if state.filing is not None else None,
        note=state.filing.note if state.filing is not None else None,
        received_at=received_at.isoformat() if received_at is not None else None,
        received_text=say_moment(received_at, language) if received_at is not None else None,
        remark=say_standing(state, deadline, language),
        owed=state.owed,
        answered=state.answered,
        unanswered=tuple(key for key in state.owed if key not in answered),
        answered_at=answered_at.isoformat() if answered_at is not None else None,
        returned=state.returned,
    )


def _count_reporting(
    assessment: Assessment, units: tuple[UnitView, ...], language: Language
) -> ReportingView:
    expected = [state for state in assessment.units if state.state != "excluded"]
    count = {name: sum(state.state == name for state in expected) for name in STATES}
    received = sum(state.filing is not None for state in expected)
    return ReportingView(
        expected=len(expected),
        received=received,
        complete=count["on_time"] + count["late"] + count["undated"],
        on_time=count["on_time"],
        late=count["late"],
        missing=tuple(name_unit(state.unit, language) for state in expected if state.filing is None),
        excluded=tuple(
            name_unit(state.unit, language) for state in assessment.units if state.state == "excluded"
        ),
        late_units=tuple(unit for unit in units if unit.state == "late"),
        partial_units=tuple(unit for unit in units if unit.state == "partial"),
    )


def count_statuses(rows: Sequence[RowView], language: Language) -> tuple[StatusCount, ...]:
    """Return how many rows have each status, and each reason to have no verdict; only those that occur."""
    found = [(row.status, row.reason) for row in rows]
    return tuple(
        StatusCount(status, text, mark, found.count((status, reason)), reason)
        for status in STATUSES
        for reason in (None, *(UNASSESSED if status == "no_data" else ()))
        if (status, reason) in found
        for mark, text in [name_status(status, reason, language)]
    )


def _group_rows(book: Book, rows: tuple[RowView, ...], language: Language) -> tuple[PillarView, ...]:
    grouped = []
    for pillar, name in book.catalogue.pillars.items():
        chosen = tuple(row for row in rows if row.pillar == pillar)
        if chosen:
            grouped.append(PillarView(pillar, name.say(language), chosen))
    return tuple(grouped)


def _build_grid(rows: tuple[RowView, ...], units: tuple[UnitView, ...]) -> tuple[GridLineView, ...]:
    names = {unit.id: unit.name for unit in units}
    names |= {part.unit: part.unit_name for row in rows for part in row.parts}
    columns = [{part.unit: part for part in row.parts} for row in rows]
    lines = (
        GridLineView(UnitName(unit, name), tuple(column.get(unit) for column in columns))
        for unit, name in names.items()
    )
    return tuple(line for line in lines if any(line.cells))


def list_files(rows: Sequence[RowView]) -> tuple[FileView, ...]:
    """Return every file that a figure of the rows comes from, by its path."""
    files = {
        one.file: FileView(one.file, one.unit_name, one.period_title, one.revision, one.sha256)
        for row in rows
        for one in row.sources
    }
    return tuple(files[file] for file in sorted(files))


def list_broken(problems: Sequence[Problem], language: Language) -> tuple[BrokenView, ...]:
    """Return the problems in words, by file."""
    files: dict[str, list[str]] = {}
    for problem in problems:
        worded = word_problem(problem, language)
        line = pick((f"dòng {problem.place.line}", f"line {problem.place.line}"), language)
        files.setdefault(problem.place.file, []).append(f"{worded.code}, {line}: {worded.message}")
    return tuple(BrokenView(file, tuple(said)) for file, said in files.items())
