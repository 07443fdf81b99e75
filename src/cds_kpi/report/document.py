"""The official document: a finished report as the lines and paragraphs of a "Báo cáo", chapter by chapter.

Convention: every number in it is one of the report view's own texts or a count of its lists; the places it fills are
those of Nghị định 30/2020/NĐ-CP, phụ lục I and III, mẫu 1.4. What is filled in by hand stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cds_kpi.report.paragraphs import (
    add_remark,
    find_numbers,
    format_head,
    join_names,
    list_numbers,
    list_recipients,
    lower_first,
    name_period,
    say_closing,
    say_opening,
    say_reasons,
    say_reporting,
    say_results,
    say_row,
    say_task,
    say_unit_notes,
    says_period,
)
from cds_kpi.report.unassessed import UNASSESSED
from cds_kpi.report.wording import STATES, STATUSES, pick, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cds_kpi.report.view import PillarView, ReportView, UnitView
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things have a status, a reason to have none, or a state."""

    id: str
    count: int
    text: str
    """""● đạt: 3"."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One pillar's indicators: how many have which status, and a paragraph on each."""

    name: str
    tallies: tuple[Tally, ...]
    tally: str
    """The tallies in words."""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's line in the appendix by unit."""

    number: str
    name: str
    state: str
    received: str
    """When, and by how much too late; empty where nothing was received."""
    answered: str
    """"10/11": of the indicators it owes."""
    unanswered: str
    """The numbers of the indicators it still owes."""
    short: str
    """The numbers of the indicators its own figures fall short of."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the Word template is filled with, beside the report itself."""

    authority: str
    """The superior body, in upper case, on as many lines as it takes."""
    agency: str
    """The body that reports, likewise."""
    number: str
    """"Số:     /BC-STTTT"."""
    place_and_date: str
    """"Thành phố Hồ Chí Minh, ngày     tháng     năm 2022"."""
    subject: str
    """What the report is about."""
    notice: str
    opening: str
    reporting: tuple[str, ...]
    """I: how the reporting went."""
    results: tuple[str, ...]
    """II: what came of it in all, and which indicators have which status."""
    chapters: tuple[Chapter, ...]
    """II: the indicators by pillar."""
    reasons: tuple[str, ...]
    """III: what the units wrote, and which of them hold an indicator up."""
    needs: tuple[str, ...]
    """IV: what the targets still take."""
    closing: str
    signer: str
    recipients: tuple[str, ...]
    """Under "Nơi nhận"; the last line says who keeps it."""
    attached: str
    """Under an appendix's title: the document it belongs to."""
    units: tuple[UnitLine, ...]
    tallies: tuple[Tally, ...]
    """Of the units, by state."""
    states: str
    """The same in words."""


def build_document(view: ReportView) -> Document:
    """Return the official document of a report, in the report's language."""
    language, office, period = view.language, view.office, name_period(view)
    is_said = says_period(view.programme_name, period)
    subject = pick(
        (
            f"Kết quả thực hiện {lower_first(view.programme_name)}" + ("" if is_said else f" ({period})"),
            f"{view.programme_name}: results" + ("" if is_said else f" of {period}"),
        ),
        language,
    )
    tallies = _count(
        STATES, {unit.state: unit.state_text for unit in view.units}, [u.state for u in view.units]
    )
    blank = "     "
    number = f"{pick(('Số:', 'No.:'), language)}{blank}/{office.symbol}"
    date = pick(
        (f"ngày{blank}tháng{blank}năm {office.year}", f"day{blank}month{blank}{office.year}"), language
    )
    return Document(
        authority=format_head(view.authority.name),
        agency=format_head(office.agency.name),
        number=number,
        place_and_date=f"{office.place}, {date}" if office.place else f"…………, {date}",
        subject=subject,
        notice=view.notice or "",
        opening=say_opening(view),
        reporting=(*say_reporting(view), *([view.journal_text] if view.journal_text else [])),
        results=tuple(say_results(view)),
        chapters=tuple(_make_chapter(pillar, language) for pillar in view.pillars),
        reasons=(
            *(line for row in view.rows for line in say_reasons(row, language)),
            *say_unit_notes(view),
        ),
        needs=tuple(line for row in view.rows if (line := say_task(row)) is not None),
        closing=say_closing(view),
        signer=office.signer,
        recipients=list_recipients(view),
        attached=pick(
            (
                f"(Kèm theo Báo cáo số{blank}/{office.symbol} {date} của {office.agency.name})",
                f"(With Report No.{blank}/{office.symbol}, {date}, of the {office.agency.name})",
            ),
            language,
        ),
        units=_make_unit_lines(view),
        tallies=tallies,
        states=join_names(tally.text for tally in tallies),
    )


def _make_chapter(pillar: PillarView, language: Language) -> Chapter:
    rows = pillar.rows
    found = [row.reason or row.status for row in rows]
    words = {key: f"{row.mark} {lower_first(row.status_text)}" for key, row in zip(found, rows, strict=True)}
    tallies = _count((*STATUSES, *UNASSESSED), words, found)
    lines = tuple(say_row(row, language) for row in rows)
    return Chapter(pillar.name, tallies, join_names(tally.text for tally in tallies), lines)


def _count(order: Iterable[str], words: Mapping[str, str], found: Sequence[str]) -> tuple[Tally, ...]:
    """Return what occurs, in a stated order, with how often it does."""
    return tuple(
        Tally(key, found.count(key), f"{lower_first(words[key])}: {found.count(key)}")
        for key in order
        if key in words
    )


def _make_unit_lines(view: ReportView) -> tuple[UnitLine, ...]:
    numbers = find_numbers(view)
    short: dict[str, list[str]] = {}
    for row in view.rows:
        for part in row.parts:
            if part.is_met is False:
                short.setdefault(part.unit, []).append(row.id)
    return tuple(
        UnitLine(
            number=str(place),
            name=unit.name,
            state=unit.state_text,
            received=_say_received(unit, view.language),
            answered=f"{len(unit.answered)}/{len(unit.owed)}",
            unanswered=list_numbers(unit.unanswered, numbers),
            short=list_numbers(short.get(unit.id, ()), numbers),
        )
        for place, unit in enumerate(view.units, 1)
    )


def _say_received(unit: UnitView, language: Language) -> str:
    """Return when a unit's submission came, to the minute, with its lateness."""
    if unit.received_at is None:
        return ""
    moment = datetime.fromisoformat(unit.received_at).replace(second=0, microsecond=0)
    return add_remark(say_moment(moment, language), unit.remark)
