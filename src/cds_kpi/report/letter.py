"""The official letter that reminds units which are late (công văn đôn đốc), in sentences.

Convention: its places are those of Nghị định 30/2020/NĐ-CP, phụ lục I and III, mẫu 1.5. It is a draft: number, date and
name of who signs stay empty, and the new deadline too where none is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.punctuality import find_today
from cds_kpi.period import CITY_TIME
from cds_kpi.report.build import build_office
from cds_kpi.report.deadlines import build_owing
from cds_kpi.report.paragraphs import cite_document, format_head, lower_first
from cds_kpi.report.rows import find_holder
from cds_kpi.report.wording import pick, say_day, say_deadline, say_moment, say_moved, say_short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.deadlines import RoundDue, UnitDue
    from cds_kpi.model.office import Settings
    from cds_kpi.report.deadlines import OwedLine, OwingLine
    from cds_kpi.report.view import OfficeView
    from cds_kpi.text import Language

NAMED = 8
"""How many units a letter is addressed to by name; more are those of the list attached."""

BLANK = "     "
"""What is left to be filled in by hand."""


@dataclass(frozen=True, slots=True)
class LateLine:
    """One late unit, in the appendix."""

    number: str
    name: str
    owed: str
    """What it owes, by the numbers in the programme's document; the name where there is no number."""
    last_on_time_text: str
    """The last day on which it would have been on time; its own."""
    days: str
    """How many days it is overdue."""


@dataclass(frozen=True, slots=True)
class OwedName:
    """An indicator that somebody owes, in the appendix."""

    number: str
    """In the programme's document; empty where it has none."""
    name: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """The whole letter to one or more late units."""

    language: Language
    programme: str
    period: str
    as_of: str
    """ISO 8601, the city's time."""
    notice: str | None
    """What the office prints plainly on everything."""
    authority: str
    """The superior body, in upper case, on as many lines as it takes."""
    agency: str
    """The body that writes, likewise."""
    author: str
    """The body that writes, as it is called in a sentence."""
    number: str
    """"Số:     /STTTT-CNTT"."""
    subject: str
    """"V/v đôn đốc gửi báo cáo số liệu quý III/2022"."""
    place_and_date: str
    addressed: tuple[str, ...]
    """Behind "Kính gửi": the only one; several with a dash and the sign they end in; or that they are on a list."""
    opening: tuple[str, ...]
    """What was due when, and that it has not come."""
    owed: tuple[str, ...]
    """To one unit: the indicators it owes, by number and name."""
    request: str
    closing: str
    signer: str
    recipients: tuple[str, ...]
    """Under "Nơi nhận"; the last line says who keeps it."""
    attached: str
    """Under the appendix's title: the letter it belongs to."""
    units: tuple[LateLine, ...]
    """The appendix; empty in a letter to one unit."""
    indicators: tuple[OwedName, ...]
    """The indicators that the appendix names by number, by their numbers."""


def build_letter(
    book: Book,
    one: RoundDue,
    late: Sequence[UnitDue],
    settings: Settings,
    *,
    before: date | None,
    language: Language,
) -> LetterView:
    """Return the letter to units that are late in a round; `before` is the day before which they are to send now."""
    office = build_office(book, settings, language)
    author = office.agency.name
    authority = find_holder(book, book.programme.authority, find_today(book.as_of), language).name
    owing = [build_owing(book, one, due, language) for due in late]
    symbol = _find_symbol(office)
    date_text = pick(
        (f"ngày{BLANK}tháng{BLANK}năm {office.year}", f"day{BLANK}month{BLANK}{office.year}"), language
    )
    period = one.collection.period.in_sentence(language)
    several = len(owing) > 1
    # The narrow column under the number does not break a period in two.
    unbroken = period.replace(" ", "\N{NO-BREAK SPACE}")
    return LetterView(
        language=language,
        programme=one.programme_id,
        period=str(one.collection.period),
        as_of=book.as_of.astimezone(CITY_TIME).isoformat(),
        notice=settings.notice.say(language) if settings.notice is not None else None,
        authority=format_head(authority),
        agency=format_head(author),
        author=author,
        number=f"{pick(('Số:', 'No.:'), language)}{BLANK}/{symbol}",
        subject=pick(
            (f"V/v đôn đốc gửi báo cáo số liệu {unbroken}", f"Re: overdue figures of {unbroken}"), language
        ),
        place_and_date=f"{office.place or '…………'}, {date_text}",
        addressed=_address(owing, language),
        opening=(*_say_due(book, one, authority, language), _say_late(book, one, owing, author, language)),
        owed=() if several else _list_owed(owing[0].indicators, language),
        request=_say_request(author, before, office, several=several, language=language),
        closing=_say_closing(author, authority, several=several, language=language),
        signer=office.signer,
        recipients=(
            pick(("- Như trên;", "- As above;"), language),
            f"- {pick(('Lưu', 'File'), language)}: {', '.join(filter(None, ('VT', office.drafter)))}.",
        ),
        attached=pick(
            (
                f"(Kèm theo Công văn số{BLANK}/{symbol} {date_text} của {author})",
                f"(With Official Dispatch No.{BLANK}/{symbol}, {date_text}, of the {author})",
            ),
            language,
        ),
        units=_list_units(owing, language) if several else (),
        indicators=_list_names(owing) if several else (),
    )


def _find_symbol(office: OfficeView) -> str:
    """Return what stands behind the letter's number: agency and drafting part; a letter's kind is not named in it."""
    return f"{office.abbreviation or office.symbol.removeprefix('BC-') or '…'}-{office.drafter or '…'}"


def _address(owing: Sequence[OwingLine], language: Language) -> tuple[str, ...]:
    if len(owing) == 1:
        return (owing[0].unit_name,)
    if len(owing) > NAMED:
        return (
            pick(("Các đơn vị có tên tại Phụ lục kèm theo", "The units named in the appendix"), language),
        )
    last = len(owing) - 1
    return tuple(f"- {unit.unit_name}{';' if place < last else '.'}" for place, unit in enumerate(owing))


def _say_due(book: Book, one: RoundDue, authority: str, language: Language) -> list[str]:
    source = book.catalogue.sources.get(book.programme.source or "")
    issued = say_day(source.issued, language) if source is not None and source.issued is not None else None
    cited = cite_document(source.number if source is not None else None, issued, authority, language)
    programme, period = book.programme.name.say(language), one.collection.period.in_sentence(language)
    due = say_deadline(one.collection, one.deadline, language)
    last = say_short_day(one.deadline.last_on_time_day, language)
    if language == "vi":
        start = f"Thực hiện {cited}, các đơn vị" if cited is not None else "Các đơn vị"
        said = (
            f"{start} có trách nhiệm báo cáo số liệu {period} về kết quả thực hiện {lower_first(programme)}. "
            f"Thời hạn gửi: {due}; ngày cuối cùng đúng hạn là {last}."
        )
    else:
        start = f"Carrying out {cited}, the" if cited is not None else "The"
        said = (
            f"{start} units were to report their figures of {period} on the {programme}. "
            f"Deadline: {due}; the last day on time was {last}."
        )
    moved = say_moved(one.deadline, language)
    return [said, *([moved] if moved is not None else [])]


def _say_late(book: Book, one: RoundDue, owing: Sequence[OwingLine], author: str, language: Language) -> str:
    moment = say_moment(book.as_of.astimezone(CITY_TIME), language)
    period = one.collection.period.in_sentence(language)
    if len(owing) > 1:
        return pick(
            (
                (
                    f"Đến nay (theo dõi đến {moment}), {author} vẫn chưa nhận được đầy đủ báo cáo số liệu {period} "
                    f"của {len(owing):02} đơn vị (danh sách tại Phụ lục kèm theo)."
                ),
                (
                    f"So far (as of {moment}) the {author} has not received the figures of {period} in full from "
                    f"{len(owing)} units (listed in the appendix)."
                ),
            ),
            language,
        )
    unit, count = owing[0], len(owing[0].indicators)
    extended = f"; {unit.returned_text}" if unit.returned_text is not None else ""
    if unit.is_extended:
        extended += pick(
            (
                f", dù đã được gia hạn đến {unit.last_on_time_text}",
                f", although its deadline was extended to {unit.last_on_time_text}",
            ),
            language,
        )
    return pick(
        (
            (
                f"Đến nay (theo dõi đến {moment}), {author} vẫn chưa nhận được số liệu {period} của {unit.unit_name} "
                f"về {count:02} chỉ tiêu sau đây ({unit.days_text}{extended}):"
            ),
            (
                f"So far (as of {moment}) the {author} has not received from {unit.unit_name} the figures of {period} "
                f"on the following {count} indicator{'s' * (count > 1)} ({unit.days_text}{extended}):"
            ),
        ),
        language,
    )


def _list_owed(lines: Sequence[OwedLine], language: Language) -> tuple[str, ...]:
    said = [
        f"{pick(('Chỉ tiêu số', 'Indicator'), language)} {line.number}: {line.name}"
        if line.number is not None
        else line.name
        for line in lines
    ]
    last = len(said) - 1
    return tuple(f"- {text}{';' if place < last else '.'}" for place, text in enumerate(said))


def _say_request(
    author: str, before: date | None, office: OfficeView, *, several: bool, language: Language
) -> str:
    if language == "vi":
        day = say_day(before, language) if before else f"ngày{BLANK}tháng{BLANK}năm {office.year}"
        who = "các đơn vị" if several else "Quý đơn vị"
        return f"{author} đề nghị {who} hoàn thiện và gửi các số liệu còn thiếu trước {day}."
    day = say_day(before, language) if before else f"day{BLANK}month{BLANK}{office.year}"
    who = "the units" if several else "your office"
    return f"The {author} asks {who} to complete and send the missing figures before {day}."


def _say_closing(author: str, authority: str, *, several: bool, language: Language) -> str:
    return pick(
        (
            (
                f"Sau thời hạn trên, {author} sẽ tổng hợp, báo cáo {authority} "
                f"{'danh sách các đơn vị chưa gửi đủ' if several else 'về việc Quý đơn vị chưa gửi đủ số liệu'}./."
            ),
            (
                f"After that day the {author} will report {'the units' if several else 'what is'} still missing "
                f"to the {authority}./."
            ),
        ),
        language,
    )


def _list_all(unit: OwingLine, language: Language) -> str:
    numbers = ", ".join(str(line.number or line.name) for line in unit.indicators)
    if unit.returned_text is None:
        return numbers
    return f"{numbers} ({pick(('đã bị trả lại', 'returned'), language)})"


def _list_units(owing: Sequence[OwingLine], language: Language) -> tuple[LateLine, ...]:
    return tuple(
        LateLine(
            number=str(place),
            name=unit.unit_name,
            owed=_list_all(unit, language),
            last_on_time_text=unit.last_on_time_text,
            days=str(-unit.days_left),
        )
        for place, unit in enumerate(owing, 1)
    )


def _list_names(owing: Sequence[OwingLine]) -> tuple[OwedName, ...]:
    """Return every indicator that somebody owes, those without a number last."""
    found = {line.id: line for unit in owing for line in unit.indicators}
    ordered = sorted(found.values(), key=lambda line: (line.number is None, line.number or 0, line.name))
    return tuple(OwedName(str(line.number or ""), line.name) for line in ordered)
