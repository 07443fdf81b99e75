"""The official document: a finished report as the lines and paragraphs of a "Báo cáo", chapter by chapter.

Convention: every number in it is one of the report view's own texts or a count of its lists; the places it fills are
those of Nghị định 30/2020/NĐ-CP, phụ lục I and III, mẫu 1.4. What is filled in by hand stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from textwrap import wrap
from typing import TYPE_CHECKING

from cds_kpi.report.wording import STATES, STATUSES, pick, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cds_kpi.report.row_view import NoteView, PartView, RowView
    from cds_kpi.report.view import PillarView, ReportView
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

NAMED = 10
"""How many units a paragraph on one indicator names; of more it tells the number."""

LINE = 22
"""Characters in upper case that one line of the head takes."""

_COMMITTEE = "ỦY BAN NHÂN DÂN"
_KINDS: dict[str, Pair] = {
    "QĐ": ("Quyết định", "Decision"),
    "KH": ("Kế hoạch", "Plan"),
    "CT": ("Chỉ thị", "Directive"),
    "NQ": ("Nghị quyết", "Resolution"),
    "TB": ("Thông báo", "Notice"),
}
"""What the letters after a document's number say it is; an official letter has none."""
_LETTER: Pair = ("Công văn", "Official Dispatch")
_NOTES: dict[str, Pair] = {
    "note": ("", ""),
    "nil": (" (không phát sinh)", " (nothing to count)"),
    "not_applicable": (" (không áp dụng)", " (not applicable)"),
    "unavailable": (" (chưa có số liệu)", " (no data yet)"),
}
_EXPECTED = re.compile(r"(.*)( \((?:dự kiến có ngày|expected on) [\d/-]+\))", re.DOTALL)
"""What the program adds to the reason for a missing figure."""
_DAY: Pair = (
    r"(?:ngày )?(?P<day>\d\d)/(?P<month>\d\d?)/(?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
)
"""How `say_short_day` writes a day."""
_SECONDS = re.compile(r"\b(\d\d:\d\d):\d\d\b")
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things have a status or state."""

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
    language, office, period = view.language, view.office, _name_period(view)
    subject = pick(
        (
            f"Kết quả thực hiện {lower_first(view.programme_name)} ({period})",
            f"{view.programme_name}: results of {period}",
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
        agency=format_head(view.focal_point.name),
        number=number,
        place_and_date=f"{office.place}, {date}" if office.place else f"…………, {date}",
        subject=subject,
        notice=view.notice or "",
        opening=_say_opening(view),
        reporting=tuple(_say_reporting(view)),
        results=tuple(_say_results(view)),
        chapters=tuple(_make_chapter(pillar, language) for pillar in view.pillars),
        reasons=(
            *(line for row in view.rows for line in _say_reasons(row, language)),
            *_say_unit_notes(view),
        ),
        needs=tuple(f"{name_row(row)}: {row.need}." for row in view.rows if row.need is not None),
        closing=_say_closing(view),
        signer=office.signer,
        recipients=_list_recipients(view),
        attached=pick(
            (
                f"(Kèm theo Báo cáo số{blank}/{office.symbol} {date} của {view.focal_point.name})",
                f"(With Report No.{blank}/{office.symbol}, {date}, of the {view.focal_point.name})",
            ),
            language,
        ),
        units=_make_unit_lines(view),
        tallies=tallies,
        states=_join(tally.text for tally in tallies),
    )


def _make_chapter(pillar: PillarView, language: Language) -> Chapter:
    rows = pillar.rows
    words = {row.status: f"{row.mark} {lower_first(row.status_text)}" for row in rows}
    tallies = _count(STATUSES, words, [row.status for row in rows])
    lines = tuple(_say_row(row, language) for row in rows)
    return Chapter(pillar.name, tallies, _join(tally.text for tally in tallies), lines)


def _count(order: Iterable[str], words: Mapping[str, str], found: Sequence[str]) -> tuple[Tally, ...]:
    """Return what occurs, in a stated order, with how often it does."""
    return tuple(
        Tally(key, found.count(key), f"{lower_first(words[key])}: {found.count(key)}")
        for key in order
        if key in words
    )


def name_row(row: RowView) -> str:
    """Return what a row is called in a sentence: its number, name and level."""
    level = f" ({row.level_text})" if row.level_text is not None else ""
    number = f"{row.number}. " if row.number is not None else ""
    return f"{number}{row.name}{level}"


def format_head(name: str) -> str:
    """Return a body's name as it stands at the head of a document, on lines of about the same length."""
    name = name.upper()
    if name.startswith(_COMMITTEE) and len(name) > LINE:
        return f"{_COMMITTEE}\n{format_head(name.removeprefix(_COMMITTEE).strip())}".strip()
    fewest = len(wrap(name, LINE))
    width = next((width for width in range(1, LINE) if len(wrap(name, width)) == fewest), LINE)
    return "\n".join(wrap(name, width))


def _name_period(view: ReportView) -> str:
    """Return the period's title within a sentence; in English a quarter keeps its capital."""
    if view.language == "vi":
        return lower_first(view.period_title)
    is_quarter = view.period_title.startswith("Quarter")
    return view.period_title if is_quarter else f"the {lower_first(view.period_title)}"


def _spell_days(text: str, language: Language) -> str:
    """Return a text of the program's own with the days in it spelt out: a sentence has one way of writing them."""

    def spell(found: re.Match[str]) -> str:
        return say_day(date(*(int(found[part]) for part in ("year", "month", "day"))), language)

    return re.sub(rf"\b{pick(_DAY, language)}\b", spell, text)


def _say_as_of(view: ReportView) -> str:
    """Return the moment that the figures stand as of: the end of a day, else with hour and minute."""
    moment, language = datetime.fromisoformat(view.as_of), view.language
    day = say_day(moment.date(), language)
    if moment.time().replace(microsecond=0) == _LAST_SECOND:
        return pick((f"hết {day}", f"the end of {day}"), language)
    return pick((f"{moment:%H} giờ {moment:%M} phút {day}", f"{moment:%H:%M} on {day}"), language)


def _set_in_line(text: str) -> str:
    """Return a text of several lines on one: a break would stretch the words before it in a justified paragraph."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return " / ".join(line.strip() for line in lines if line.strip()) if len(lines) > 1 else text


def lower_first(text: str) -> str:
    """Return a text as it goes on within a sentence."""
    return text[:1].lower() + text[1:]


def _join(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def cite_document(number: str | None, issued: str | None, authority: str, language: Language) -> str | None:
    """Return a document cited in full, as a first citation is; None where it has no number.

    `issued` is the day in words, `authority` the name of who issued it.
    """
    if number is None:
        return None
    kind = pick(_KINDS.get(number.rpartition("/")[2].split("-")[0], _LETTER), language)
    if language == "vi":
        day = f" {issued}" if issued is not None else ""
        return f"{kind} số {number}{day} của {authority}"
    day = f" of {issued}" if issued is not None else ""
    return f"{kind} No. {number}{day} of the {authority}"


def _say_opening(view: ReportView) -> str:
    cited = cite_document(
        view.programme_number, view.programme_issued_text, view.authority.name, view.language
    )
    who, programme, period = view.focal_point.name, view.programme_name, _name_period(view)
    if view.language == "vi":
        start = f"Thực hiện {cited}, " if cited is not None else ""
        return f"{start}{who} báo cáo kết quả thực hiện {lower_first(programme)} trong {period} như sau:"
    start = f"Carrying out {cited}, the" if cited is not None else "The"
    return f"{start} {who} reports on the {programme} in {period} as follows:"


def _say_reporting(view: ReportView) -> list[str]:
    language, reporting, deadline = view.language, view.reporting, view.deadline
    lines = [view.summary[0]] if view.summary else []
    last = _spell_days(deadline.last_on_time_text, language)
    first, _, end = _spell_days(view.window_text, language).partition(" - ")
    as_of = _say_as_of(view)
    due = (
        f"Thời hạn gửi: {deadline.text}; ngày cuối cùng đúng hạn là {last}.",
        f"Deadline: {deadline.text}; the last day on time was {last}.",
    )
    covered = (
        f"Số liệu từ {first} đến hết {end}, tổng hợp đến {as_of}.",
        f"The figures cover {first} to {end} and stand as of {as_of}.",
    )
    lines.append(f"{pick(due, language)} {pick(covered, language)}")
    if deadline.moved_text is not None:
        lines.append(_spell_days(deadline.moved_text, language))

    def add(vi: str, en: str, named: Sequence[str]) -> None:
        if named:
            lines.append(f"{pick((vi, en), language)} ({len(named)}): {_join(named)}.")

    numbers = {row.id: _say_number(row) for row in view.rows}
    add("Chưa gửi báo cáo", "Not reported", [unit.name for unit in reporting.missing])
    add("Gửi trễ hạn", "Late", [_add_remark(unit.name, unit.remark) for unit in reporting.late_units])
    owing = [
        _add_remark(_add_remark(unit.name, unit.remark), f"{words} {_list_numbers(unit.unanswered, numbers)}")
        for unit in reporting.partial_units
        if (words := _name_indicators("chỉ tiêu", unit.unanswered, language))
    ]
    add("Chưa đủ số liệu", "Incomplete", owing)
    for state in ("undated", "returned"):
        units = [unit for unit in view.units if unit.state == state]
        if units:
            add(units[0].state_text, units[0].state_text, [unit.name for unit in units])
    add("Không phải báo cáo", "Excluded", [unit.name for unit in reporting.excluded])
    broken = [f"{item.file} ({_join(item.problems)})" for item in view.broken]
    add("Báo cáo số liệu có lỗi nên không được tính", "Not counted because of errors", broken)
    changed = [item.file for item in view.changed]
    add("Báo cáo số liệu có tệp bị thay đổi sau khi tiếp nhận", "Changed after they were received", changed)
    return lines


def _say_results(view: ReportView) -> list[str]:
    said = [view.summary[1]] if len(view.summary) > 1 else []
    for count in view.statuses:
        rows = [_say_number(row) for row in view.rows if row.status == count.status]
        words = _name_indicators("chỉ tiêu số", rows, view.language)
        said.append(f"{count.mark} {count.text} ({count.count}): {words} {', '.join(rows)}.")
    return said


def _say_row(row: RowView, language: Language) -> str:
    observed = f" ({row.observed_text})" if row.observed_text and row.observed != "final" else ""
    demanded = pick(
        (
            f"mục tiêu {row.target.text} đến {row.target.by_text}",
            f"target {row.target.text} by {_spell_days(row.target.by_text, language)}",
        ),
        language,
    )
    line = f"{name_row(row)}: {row.result}{observed}; {demanded}. {row.mark} {row.status_text}."
    return " ".join([line, *row.remarks])


def _say_reasons(row: RowView, language: Language) -> list[str]:
    said = []
    if row.holding_up and not row.not_done:
        named = _join(_say_part(part) for part in row.holding_up[:NAMED])
        more = len(row.holding_up) - NAMED
        others = pick((f" và {more} đơn vị khác", f" and {more} others"), language) if more > 0 else ""
        said.append(pick(("Đơn vị còn vướng: ", "Held up by: "), language) + named + others + ".")
    if row.not_done:
        named = _join(f"{item.unit_name} ({item.text})" for item in row.not_done[:NAMED])
        more = len(row.not_done) - NAMED
        others = pick((f" và {more} đơn vị khác", f" and {more} others"), language) if more > 0 else ""
        said.append(pick(("Chưa thực hiện: ", "Not done: "), language) + named + others + ".")
    if row.notes:
        named = _join(_say_note(note, language) for note in row.notes[:NAMED])
        more = len(row.notes) - NAMED
        others = pick((f" và {more} ghi chú khác", f" and {more} other notes"), language) if more > 0 else ""
        said.append(pick(("Ghi chú của đơn vị: ", "The units' notes: "), language) + named + others + ".")
    return [_set_in_line(f"{name_row(row)}. {' '.join(said)}")] if said else []


def _say_unit_notes(view: ReportView) -> list[str]:
    """Return what units wrote about the whole of what they sent."""
    notes = [f"{unit.name}: “{' '.join(unit.note.split())}”" for unit in view.units if unit.note is not None]
    words = pick(("Ghi chú chung của đơn vị: ", "What units wrote about the whole: "), view.language)
    return [f"{words}{_join(notes)}."] if notes else []


def _say_part(part: PartView) -> str:
    facts = [part.text]
    if part.value is not None and part.numerator is not None:
        facts = [part.value.text, part.text]
    if part.short_text is not None:
        facts.append(part.short_text)
    return f"{part.unit_name} ({', '.join(facts)})"


def _say_note(note: NoteView, language: Language) -> str:
    """Return a unit's note, its own words alone within the quotation marks."""
    said, added = note.text, ""
    if note.kind == "unavailable" and (found := _EXPECTED.fullmatch(note.text)):
        said, added = found[1], found[2] if language == "vi" else _spell_days(found[2], language)
    return f"{note.unit_name}{pick(_NOTES[note.kind], language)}: “{_set_in_line(said)}”{added}"


def _say_closing(view: ReportView) -> str:
    addressed = _join(unit.name for unit in view.report_to)
    who, period = view.focal_point.name, _name_period(view)
    if view.language == "vi":
        submitted = f", {who} kính trình {addressed} xem xét, chỉ đạo" if addressed else ""
        return f"Trên đây là báo cáo kết quả thực hiện các chỉ tiêu {period}{submitted}./."
    submitted = f", which the {who} respectfully submits to: {addressed}" if addressed else ""
    return f"Such are the results of {period}{submitted}./."


def _list_recipients(view: ReportView) -> tuple[str, ...]:
    kept = ", ".join(["VT", *([view.office.drafter] if view.office.drafter else [])])
    return (
        *(f"- {unit.name};" for unit in view.report_to),
        pick((f"- Lưu: {kept}.", f"- File: {kept}."), view.language),
    )


def _add_remark(name: str, remark: str | None) -> str:
    return f"{name} ({remark})" if remark is not None else name


def _say_number(row: RowView) -> str:
    return str(row.number) if row.number is not None else row.name


def _name_indicators(vi: str, listed: Sequence[str], language: Language) -> str:
    return pick((vi, "indicator" if len(listed) == 1 else "indicators"), language)


def _list_numbers(ids: Iterable[str], numbers: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(numbers.get(key, key) for key in ids))


def _make_unit_lines(view: ReportView) -> tuple[UnitLine, ...]:
    numbers = {row.id: _say_number(row) for row in view.rows}
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
            received=_SECONDS.sub(r"\1", _add_remark(unit.received_text, unit.remark))
            if unit.received_text
            else "",
            answered=f"{len(unit.answered)}/{len(unit.owed)}",
            unanswered=_list_numbers(unit.unanswered, numbers),
            short=_list_numbers(short.get(unit.id, ()), numbers),
        )
        for place, unit in enumerate(view.units, 1)
    )
