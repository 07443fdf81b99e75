"""The official document: a finished report as the lines and paragraphs of a "Báo cáo", chapter by chapter.

Convention: every number in it is one of the report view's own texts or a count of its lists; the places it fills are
those of Nghị định 30/2020/NĐ-CP, phụ lục I and III, mẫu 1.4. What is filled in by hand stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from cds_kpi.report.wording import STATES, STATUSES, pick

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
    language, office = view.language, view.office
    subject = pick(
        (
            f"Kết quả thực hiện {_lower(view.programme_name)} ({_lower(view.period_title)})",
            f"{view.programme_name}: results of {_lower(view.period_title)}",
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
        authority=_head(view.authority.name),
        agency=_head(view.focal_point.name),
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
    words = {row.status: f"{row.mark} {_lower(row.status_text)}" for row in rows}
    tallies = _count(STATUSES, words, [row.status for row in rows])
    lines = tuple(_say_row(row, language) for row in rows)
    return Chapter(pillar.name, tallies, _join(tally.text for tally in tallies), lines)


def _count(order: Iterable[str], words: Mapping[str, str], found: Sequence[str]) -> tuple[Tally, ...]:
    """Return what occurs, in a stated order, with how often it does."""
    return tuple(
        Tally(key, found.count(key), f"{_lower(words[key])}: {found.count(key)}")
        for key in order
        if key in words
    )


def name_row(row: RowView) -> str:
    """Return what a row is called in a sentence: its number, name and level."""
    level = f" ({row.level_text})" if row.level_text is not None else ""
    number = f"{row.number}. " if row.number is not None else ""
    return f"{number}{row.name}{level}"


def _head(name: str) -> str:
    """Return a body's name as it stands at the head of a document, on lines of about the same length."""
    name = name.upper()
    if name.startswith(_COMMITTEE) and len(name) > LINE:
        return f"{_COMMITTEE}\n{_head(name.removeprefix(_COMMITTEE).strip())}".strip()
    fewest = len(wrap(name, LINE))
    width = next((width for width in range(1, LINE) if len(wrap(name, width)) == fewest), LINE)
    return "\n".join(wrap(name, width))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _join(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _cite(view: ReportView) -> str | None:
    """Return the programme's document cited in full, as a first citation is; None where it has no number."""
    if view.programme_number is None:
        return None
    letters = view.programme_number.rpartition("/")[2].split("-")[0]
    kind = pick(_KINDS.get(letters, _LETTER), view.language)
    issued = view.programme_issued_text
    if view.language == "vi":
        day = f" {issued}" if issued is not None else ""
        return f"{kind} số {view.programme_number}{day} của {view.authority.name}"
    day = f" of {issued}" if issued is not None else ""
    return f"{kind} No. {view.programme_number}{day} of the {view.authority.name}"


def _say_opening(view: ReportView) -> str:
    cited = _cite(view)
    who, programme, period = view.focal_point.name, view.programme_name, _lower(view.period_title)
    if view.language == "vi":
        start = f"Thực hiện {cited}, " if cited is not None else ""
        return f"{start}{who} báo cáo kết quả thực hiện {_lower(programme)} trong {period} như sau:"
    start = f"Carrying out {cited}, the" if cited is not None else "The"
    return f"{start} {who} reports on the {programme} in {period} as follows:"


def _say_reporting(view: ReportView) -> list[str]:
    language, reporting, deadline = view.language, view.reporting, view.deadline
    lines = [view.summary[0]] if view.summary else []
    last = deadline.last_on_time_text
    due = (
        f"Thời hạn gửi: {deadline.text}; ngày cuối cùng đúng hạn là {last}.",
        f"Deadline: {deadline.text}; the last day on time was {last}.",
    )
    covered = (
        f"Số liệu của các ngày {view.window_text}, tổng hợp đến {view.as_of_text}.",
        f"The figures cover {view.window_text} and stand as of {view.as_of_text}.",
    )
    lines.append(f"{pick(due, language)} {pick(covered, language)}")
    if deadline.moved_text is not None:
        lines.append(deadline.moved_text)

    def add(vi: str, en: str, named: Sequence[str]) -> None:
        if named:
            lines.append(f"{pick((vi, en), language)} ({len(named)}): {_join(named)}.")

    numbers = {row.id: _say_number(row) for row in view.rows}
    add("Chưa gửi báo cáo", "Not reported", [unit.name for unit in reporting.missing])
    add("Gửi trễ hạn", "Late", [_add_remark(unit.name, unit.remark) for unit in reporting.late_units])
    owing = [
        _add_remark(unit.name, unit.remark)
        + f" ({pick(('chỉ tiêu', 'indicators'), language)} {_list_numbers(unit.unanswered, numbers)})"
        for unit in reporting.partial_units
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
        rows = ", ".join(_say_number(row) for row in view.rows if row.status == count.status)
        words = pick(("chỉ tiêu số", "indicators"), view.language)
        said.append(f"{count.mark} {count.text} ({count.count}): {words} {rows}.")
    return said


def _say_row(row: RowView, language: Language) -> str:
    observed = f" ({row.observed_text})" if row.observed_text and row.observed != "final" else ""
    demanded = pick(
        (
            f"mục tiêu {row.target.text} đến {row.target.by_text}",
            f"target {row.target.text} by {row.target.by_text}",
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
    return [f"{name_row(row)}. {' '.join(said)}"] if said else []


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
    return f"{note.unit_name}{pick(_NOTES[note.kind], language)}: “{note.text}”"


def _say_closing(view: ReportView) -> str:
    addressed = _join(unit.name for unit in view.report_to)
    who, period = view.focal_point.name, _lower(view.period_title)
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
            received=_add_remark(unit.received_text, unit.remark) if unit.received_text is not None else "",
            answered=f"{len(unit.answered)}/{len(unit.owed)}",
            unanswered=_list_numbers(unit.unanswered, numbers),
            short=_list_numbers(short.get(unit.id, ()), numbers),
        )
        for place, unit in enumerate(view.units, 1)
    )
