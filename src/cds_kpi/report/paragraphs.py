"""The sentences of the official document: how it opens, what came of the reporting and the indicators, how it ends."""

from __future__ import annotations

from datetime import date, datetime, time
from textwrap import wrap
from typing import TYPE_CHECKING

from cds_kpi.period import parse_canonical
from cds_kpi.report.wording import pick, say_day
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cds_kpi.report.row_view import NotDoneView, NoteView, PartView, RowView
    from cds_kpi.report.view import ReportView
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
_LAST_SECOND = time(23, 59, 59)


def name_row(row: RowView) -> str:
    """Return what a row is called in a sentence: its number, its name, and which of its targets it is."""
    aspect = f" ({row.aspect})" if row.aspect is not None else ""
    number = f"{row.number}. " if row.number is not None else ""
    return f"{number}{row.name}{aspect}"


def format_head(name: str) -> str:
    """Return a body's name as it stands at the head of a document, on lines of about the same length."""
    name = name.upper()
    if name.startswith(_COMMITTEE) and len(name) > LINE:
        return f"{_COMMITTEE}\n{format_head(name.removeprefix(_COMMITTEE).strip())}".strip()
    fewest = len(wrap(name, LINE))
    width = next((width for width in range(1, LINE) if len(wrap(name, width)) == fewest), LINE)
    return "\n".join(wrap(name, width))


def name_period(view: ReportView) -> str:
    """Return the period's title within a sentence."""
    period = parse_canonical(view.period)
    # A sample view's is no period.
    return period.in_sentence(view.language) if period is not None else lower_first(view.period_title)


def _spell_day(day: str, language: Language) -> str:
    """Return a day of the view's, YYYY-MM-DD, in full."""
    return say_day(date.fromisoformat(day), language)


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


def join_names(parts: Iterable[str]) -> str:
    """Return texts as a list within a sentence."""
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


def say_opening(view: ReportView) -> str:
    """Return how the document opens: what it carries out, who reports, on which period."""
    cited = cite_document(
        view.programme_number, view.programme_issued_text, view.authority.name, view.language
    )
    who, programme, period = view.office.agency.name, view.programme_name, name_period(view)
    if view.language == "vi":
        start = f"Thực hiện {cited}, " if cited is not None else ""
        span = "" if says_period(programme, period) else f" trong {period}"
        return f"{start}{who} báo cáo kết quả thực hiện {lower_first(programme)}{span} như sau:"
    start = f"Carrying out {cited}, the" if cited is not None else "The"
    span = "" if says_period(programme, period) else f" in {period}"
    return f"{start} {who} reports on the {programme}{span} as follows:"


def says_period(programme: str, period: str) -> bool:
    """Return whether a programme's name ends with the period, which then needs no saying behind it."""
    return programme.endswith(f" {period}")


def say_reporting(view: ReportView) -> list[str]:
    """Return how the reporting went: counts, days, and who is missing, late or incomplete, by name."""
    language, reporting, deadline = view.language, view.reporting, view.deadline
    lines = [view.summary[0]] if view.summary else []
    last = _spell_day(deadline.last_on_time_day, language)
    first, end = (_spell_day(day, language) for day in view.window)
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
        lines.append(deadline.moved_text)

    def add(vi: str, en: str, named: Sequence[str]) -> None:
        if named:
            lines.append(f"{pick((vi, en), language)} ({len(named)}): {join_names(named)}.")

    numbers = find_numbers(view)
    add("Chưa gửi báo cáo", "Not reported", [unit.name for unit in reporting.missing])
    add("Gửi trễ hạn", "Late", [add_remark(unit.name, unit.remark) for unit in reporting.late_units])
    owing = [
        add_remark(add_remark(unit.name, unit.remark), f"{words} {list_numbers(unit.unanswered, numbers)}")
        for unit in reporting.partial_units
        if (words := _name_indicators("chỉ tiêu", unit.unanswered, language))
    ]
    add("Chưa đủ số liệu", "Incomplete", owing)
    for state in ("undated", "returned"):
        units = [unit for unit in view.units if unit.state == state]
        if units:
            add(units[0].state_text, units[0].state_text, [unit.name for unit in units])
    add("Không phải báo cáo", "Excluded", [unit.name for unit in reporting.excluded])
    broken = [f"{item.file} ({join_names(item.problems)})" for item in view.broken]
    add("Báo cáo số liệu có lỗi nên không được tính", "Not counted because of errors", broken)
    changed = [item.file for item in view.changed]
    add("Báo cáo số liệu có tệp bị thay đổi sau khi tiếp nhận", "Changed after they were received", changed)
    return lines


def say_results(view: ReportView) -> list[str]:
    """Return what came of the indicators together: each status with the numbers of its indicators."""
    said = [view.summary[1]] if len(view.summary) > 1 else []
    for count in view.statuses:
        chosen = [row for row in view.rows if (row.status, row.reason) == (count.status, count.reason)]
        said.append(f"{count.mark} {count.text} ({count.count}): {_list_rows(chosen, view)}.")
    return said


def _list_rows(chosen: Sequence[RowView], view: ReportView) -> str:
    """Return rows by their indicators, each once: "chỉ tiêu số 5, 12 (đến 31/12/2025; đến 31/12/2030)".

    Which of an indicator's targets is told where they are several; an indicator without a number is named.
    """
    numbers, names = [], []
    for key in dict.fromkeys((row.number, row.id) for row in chosen):
        own, every = ([row for row in rows if (row.number, row.id) == key] for rows in (chosen, view.rows))
        first, count, which = own[0], len(own), ""
        if count == len(every) > 1:
            which = pick((f" (cả {count} mục tiêu)", f" (all {count} targets)"), view.language)
        elif len(every) > 1:
            which = f" ({join_names(lower_first(row.aspect) for row in own if row.aspect is not None)})"
        if first.number is not None:
            numbers.append(f"{first.number}{which}")
        else:
            names.append(f"“{first.name}”{which}")
    listed = [
        f"{_name_indicators(vi, some, view.language)} {', '.join(some)}"
        for vi, some in (("chỉ tiêu số", numbers), ("chỉ tiêu", names))
        if some
    ]
    return join_names(listed)


def say_row(row: RowView, language: Language) -> str:
    """Return what came of one indicator, with its target and everything a reader must know of the figure."""
    observed = f" ({row.observed_text})" if row.observed_text and row.observed != "final" else ""
    demanded = pick(
        (
            f"mục tiêu {row.target.text} đến {row.target.by_text}{row.target.aspires_text}",
            f"target {row.target.text} by {_spell_day(row.target.by, language)}{row.target.aspires_text}",
        ),
        language,
    )
    line = f"{name_row(row)}: {row.result}{observed}; {demanded}. {row.mark} {row.status_text}."
    growth = [row.growth.text] if row.growth is not None and row.growth.verdict is not None else []
    return " ".join([line, *growth, *row.remarks])


def say_task(row: RowView) -> str | None:
    """Return what an indicator still takes and where it comes to; None where it is met and remains so."""
    outlook = row.outlook
    if row.need is None and outlook.is_met is not False:
        return None
    said = [f"{name_row(row)}: {row.need if row.need is not None else row.result}."]
    return " ".join([*said, *(outlook.sentences if outlook.why_not is None else ())])


def say_reasons(row: RowView, language: Language) -> list[str]:
    """Return who holds an indicator up and what units wrote about it; nothing where there is nothing."""
    said = []
    if row.holding_up and not row.not_done:
        named = join_names(_say_part(part) for part in row.holding_up[:NAMED])
        more = len(row.holding_up) - NAMED
        others = (
            pick((f" và {more} đơn vị khác", f" and {say_count(more, 'other')}"), language)
            if more > 0
            else ""
        )
        said.append(pick(("Đơn vị còn vướng: ", "Held up by: "), language) + named + others + ".")
    if row.not_done:
        named = join_names(_say_not_done(item, language) for item in row.not_done[:NAMED])
        more = len(row.not_done) - NAMED
        others = (
            pick((f" và {more} đơn vị khác", f" and {say_count(more, 'other')}"), language)
            if more > 0
            else ""
        )
        said.append(pick(("Chưa thực hiện: ", "Not done: "), language) + named + others + ".")
    if row.notes:
        named = join_names(_say_note(note, language) for note in row.notes[:NAMED])
        more = len(row.notes) - NAMED
        others = (
            pick((f" và {more} ghi chú khác", f" and {say_count(more, 'other note')}"), language)
            if more > 0
            else ""
        )
        said.append(pick(("Ghi chú của đơn vị: ", "The units' notes: "), language) + named + others + ".")
    return [_set_in_line(f"{name_row(row)}. {' '.join(said)}")] if said else []


def say_unit_notes(view: ReportView) -> list[str]:
    """Return what units wrote about the whole of what they sent."""
    notes = [_set_in_line(f"{unit.name}: “{unit.note}”") for unit in view.units if unit.note is not None]
    words = pick(("Ghi chú chung của đơn vị: ", "What units wrote about the whole: "), view.language)
    return [f"{words}{join_names(notes)}."] if notes else []


def _say_not_done(item: NotDoneView, language: Language) -> str:
    """Return a body that has not done it, with what more there is to say than that."""
    is_plain = item.text == pick(("chưa thực hiện", "not done"), language)
    return item.unit_name if is_plain else f"{item.unit_name} ({item.text})"


def _say_part(part: PartView) -> str:
    facts = [lower_first(part.text) if part.text == part.state_text else part.text]
    if part.value is not None and part.numerator is not None:
        facts = [part.value.text, part.text]
    if part.short_text is not None:
        facts.append(part.short_text)
    return f"{part.unit_name} ({', '.join(facts)})"


def _say_note(note: NoteView, language: Language) -> str:
    """Return a unit's note, its own words alone within the quotation marks."""
    added = ""
    if note.expected_on is not None:
        day = (
            note.expected_text
            if language == "vi"
            else f"expected on {_spell_day(note.expected_on, language)}"
        )
        added = f" ({day})"
    return f"{note.unit_name}{pick(_NOTES[note.kind], language)}: “{_set_in_line(note.text)}”{added}"


def say_closing(view: ReportView) -> str:
    """Return how the document ends, with the sign that closes it."""
    addressed = join_names(unit.name for unit in view.report_to)
    who, period = view.office.agency.name, name_period(view)
    if view.language == "vi":
        submitted = f", {who} kính trình {addressed} xem xét, chỉ đạo" if addressed else ""
        return f"Trên đây là báo cáo kết quả thực hiện các chỉ tiêu {period}{submitted}./."
    submitted = f", which the {who} respectfully submits to: {addressed}" if addressed else ""
    return f"Such are the results of {period}{submitted}./."


def list_recipients(view: ReportView) -> tuple[str, ...]:
    """Return the lines of "Nơi nhận"."""
    kept = ", ".join(["VT", *([view.office.drafter] if view.office.drafter else [])])
    return (
        *(f"- {unit.name};" for unit in view.report_to),
        pick((f"- Lưu: {kept}.", f"- File: {kept}."), view.language),
    )


def add_remark(name: str, remark: str | None) -> str:
    """Return a name with a remark in brackets behind it."""
    return f"{name} ({remark})" if remark is not None else name


def find_numbers(view: ReportView) -> dict[str, str]:
    """Return every indicator's number in the programme's document, or its several ones; else its name."""
    numbers: dict[str, list[str]] = {}
    for row in view.rows:
        numbers.setdefault(row.id, []).append(say_number(row))
    return {key: ", ".join(dict.fromkeys(said)) for key, said in numbers.items()}


def say_number(row: RowView) -> str:
    """Return an indicator's number in the programme's document, else its name."""
    return str(row.number) if row.number is not None else row.name


def _name_indicators(vi: str, listed: Sequence[str], language: Language) -> str:
    return pick((vi, "indicator" if len(listed) == 1 else "indicators"), language)


def list_numbers(ids: Iterable[str], numbers: Mapping[str, str]) -> str:
    """Return indicators by their numbers, each once."""
    return ", ".join(dict.fromkeys(numbers.get(key, key) for key in ids))
