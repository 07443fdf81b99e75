"""The rule behind a figure, in words: what is measured, by whom, how it joins, and which document demands what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.reporters import find_reporters
from cds_kpi.report.cards import build_indicator_cards
from cds_kpi.report.explanation import DocumentView, FactView
from cds_kpi.report.rows import find_name
from cds_kpi.report.wording import (
    BASES,
    FREQUENCIES,
    LEVELS,
    pick,
    say_baseline,
    say_day,
    say_measure,
    say_reading,
    say_short_day,
    say_target,
)
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Indicator, Target
    from cds_kpi.model.measure import Measure
    from cds_kpi.period import Period
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

OVER_TIME: dict[str, Pair] = {
    "at_date": (
        "lấy số liệu của kỳ mới nhất trong năm, không sau kỳ báo cáo; không cộng các kỳ",
        "the newest period of the year up to the one reported on stands; periods are not added up",
    ),
    "year_to_date": (
        "lấy số lũy kế của kỳ mới nhất trong năm, không sau kỳ báo cáo; không cộng các kỳ",
        "the newest period of the year up to the one reported on stands; periods are not added up",
    ),
    "in_period": (
        "cộng các kỳ từ đầu năm đến kỳ báo cáo mà không chồng nhau; kỳ dài thay cho các kỳ ngắn nằm trong nó",
        "the periods of the year so far that do not overlap are added up; a longer one stands for those within it",
    ),
    "distinct_in_period": (
        "chỉ lấy số liệu của chính kỳ báo cáo; không cộng các kỳ vì một đối tượng có thể được tính ở nhiều kỳ",
        "the period's own figure stands; periods are never added up, for one thing may be in several of them",
    ),
}
"""How the periods of a year join, by basis."""
_COMBINE: dict[str, Pair] = {
    "sum": ("cộng số liệu của các đơn vị", "the reporters' figures are added up"),
    "max": ("lấy số lớn nhất trong các đơn vị", "the largest of the reporters' figures stands"),
    "min": ("lấy số nhỏ nhất trong các đơn vị", "the smallest of the reporters' figures stands"),
    "single": ("một đơn vị báo cáo, không cộng", "one unit reports; nothing is added up"),
}
_COMBINE_RATIO: Pair = (
    "cộng các tử số, cộng các mẫu số, rồi chia một lần; không lấy trung bình các tỷ lệ",
    "numerators are added up, denominators are added up, then divided once; never a mean of percentages",
)
_COMBINE_ROLL: Pair = (
    "số đã thực hiện chia cho số phải thực hiện; ai chưa trả lời được tính là chưa thực hiện",
    "those who have done it over those who must; whoever has not answered counts as not done",
)
_COMBINE_MILESTONE: Pair = (
    "hoàn thành khi mọi đơn vị được giao đã hoàn thành",
    "done when every unit that is asked has done it",
)


def build_rule(book: Book, indicator: Indicator, period: Period, language: Language) -> tuple[FactView, ...]:
    """Return what the catalogue says of an indicator, fact by fact; `period` is the one reported on."""
    return tuple(
        FactView(key, pick(label, language), text)
        for key, label, text in _list_facts(book, indicator, period, language)
        if text
    )


def _list_facts(
    book: Book, indicator: Indicator, period: Period, language: Language
) -> Iterator[tuple[str, Pair, str | None]]:
    measure, pillar = indicator.measure, book.catalogue.pillars.get(indicator.pillar)
    reporters = find_reporters(book, indicator, period)
    first, last = period.window(book.programme.cutoff)
    window = f"{say_short_day(first, language)} - {say_short_day(last, language)}"
    yield "pillar", ("Trụ cột", "Pillar"), pillar.say(language) if pillar else indicator.pillar
    yield "lead", ("Đơn vị chủ trì", "Lead"), find_name(book, indicator.lead, language).name
    helpers = "; ".join(find_name(book, unit, language).name for unit in indicator.coordinating)
    yield "coordinating", ("Đơn vị phối hợp", "Coordinating"), helpers
    yield "measure", ("Cách đo", "Measure"), say_measure(measure, language)
    for key, label, words in (
        ("numerator", ("Tử số", "Numerator"), measure.numerator),
        ("denominator", ("Mẫu số", "Denominator"), measure.denominator),
    ):
        yield key, label, words.say(language) if words else None
    methods = "; ".join(f"{key}: {words.say(language)}" for key, words in measure.methods.items())
    yield "methods", ("Phương pháp", "Methods"), methods
    basis = pick(BASES[measure.basis], language)
    basis = f"{basis}; {pick(OVER_TIME[measure.basis], language)}"
    yield "basis", ("Theo thời gian", "Over time"), basis
    yield "window", ("Số liệu kỳ này gồm", "Days of the period"), window
    yield "combine", ("Các đơn vị", "Over reporters"), say_combining(measure, language)
    cards = build_indicator_cards(book.catalogue, book.units, language)
    named = "; ".join(next(card.reporters_text for card in cards if card.id == indicator.id))
    asked = len(reporters.expected)
    count = asked + len(reporters.not_due) + len(reporters.excluded)
    counted = pick(
        (f"kỳ này {asked}/{count} đơn vị", f"{asked} of {say_count(count, 'unit')} in this period"),
        language,
    )
    yield "reporters", ("Đơn vị báo cáo", "Reporters"), f"{named} ({counted})"
    yield "frequency", ("Tần suất", "Frequency"), _say_frequency(indicator, language)
    for phase in indicator.phases:
        level = pick(LEVELS[phase.level], language)
        day = say_day(phase.starts, language)
        yield "phase", ("Lộ trình", "Phase"), pick((f"{level}: từ {day}", f"{level}: from {day}"), language)
    excludes = indicator.excludes.say(language) if indicator.excludes else None
    yield "excludes", ("Không áp dụng", "Excludes"), excludes
    for baseline in indicator.baselines:
        said = say_baseline(baseline, measure, language)
        if baseline.method is not None:
            said += pick((f", phương pháp {baseline.method}", f", method {baseline.method}"), language)
        yield "baseline", ("Số liệu gốc", "Baseline"), said
    yield "decimals", ("Làm tròn", "Rounding"), _say_rounding(measure, language)
    yield "note", ("Ghi chú", "Note"), indicator.note.say(language) if indicator.note else None


def _say_frequency(indicator: Indicator, language: Language) -> str:
    said = pick(FREQUENCIES[indicator.frequency], language)
    note = indicator.frequency_note
    return f"{said} ({note.say(language)})" if note is not None else said


def say_combining(measure: Measure, language: Language) -> str:
    """Return how several reporters join, in a sentence without a stop."""
    if measure.kind == "roll_call":
        return pick(_COMBINE_ROLL, language)
    if measure.kind == "milestone":
        return pick(_COMBINE_MILESTONE, language)
    is_ratio = measure.kind == "ratio" and measure.combine == "sum"
    return pick(_COMBINE_RATIO if is_ratio else _COMBINE[measure.combine], language)


def _say_rounding(measure: Measure, language: Language) -> str | None:
    if measure.kind == "milestone":
        return None
    places = measure.decimals
    vi = f"chỉ một lần, khi trình bày, đến {places} chữ số thập phân (từ 5 trở lên thì làm tròn lên); "
    en = f"once, where it is shown, to {places} decimal places (half up); "
    vi += "hiện thêm chữ số nếu làm tròn sẽ đổi kết luận"
    en += "more digits are shown where rounding would change the verdict"
    return pick((vi, en), language)


def find_document(book: Book, target: Target, language: Language) -> DocumentView | None:
    """Return the document a target stands in: its own source, else its programme's."""
    programme = book.catalogue.programmes.get(target.programme)
    key = target.source or (programme.source if programme is not None else None)
    source = book.catalogue.sources.get(key) if key is not None else None
    if key is None or source is None:
        return None
    title = source.title.say(language)
    day = say_day(source.issued, language) if source.issued is not None else None
    head = " ".join(one for one in (source.number, day) if one)
    return DocumentView(
        id=key,
        number=source.number,
        issued=source.issued.isoformat() if source.issued is not None else None,
        issuer=source.issuer,
        title=title,
        url=source.url,
        note=source.note.say(language) if source.note else None,
        text=", ".join(one for one in (head, source.issuer, title) if one),
    )


def build_demand(
    book: Book, row: Row, document: DocumentView | None, language: Language
) -> tuple[FactView, ...]:
    """Return what a target demands, fact by fact."""
    return tuple(
        FactView(key, pick(label, language), text)
        for key, label, text in _list_demand(book, row, document, language)
        if text
    )


def _list_demand(
    book: Book, row: Row, document: DocumentView | None, language: Language
) -> Iterator[tuple[str, Pair, str | None]]:
    target, measure = row.target, row.indicator.measure
    programme = book.catalogue.programmes[target.programme].name.say(language)
    number = (
        f", {pick(('chỉ tiêu số', 'no.'), language)} {target.number}" if target.number is not None else ""
    )
    yield "programme", ("Chương trình", "Programme"), f"{programme}{number}"
    yield "document", ("Văn bản", "Document"), document.text if document else None
    yield "document_note", ("Về văn bản", "On the document"), document.note if document else None
    yield "url", ("Bản đã đọc", "Read at"), document.url if document else None
    wording = f"“{target.wording.say(language)}”" if target.wording else None
    yield "wording", ("Văn bản ghi", "In its words"), wording
    yield "level", ("Áp dụng cho", "For"), pick(LEVELS[target.level], language) if target.level else None
    demanded = say_target(target, measure, language)
    aims = pick((" (phấn đấu)", " (aspirational)"), language) if target.aspirational else ""
    yield "demand", ("Mục tiêu", "Target"), f"{demanded}{aims}"
    yield "by", ("Thời hạn", "By"), say_day(target.by, language)
    yield "reading", ("Cách hiểu", "Reading"), _strip_label(say_reading(row.demand, measure, language))
    if target.method is not None:
        words = measure.methods.get(target.method)
        name = f"{target.method}: {words.say(language)}" if words is not None else target.method
        yield "method", ("Phương pháp", "Method"), name
    yield "note", ("Ghi chú", "Note"), target.note.say(language) if target.note else None


def _strip_label(reading: str | None) -> str | None:
    """Return a reading without the words that its label says already."""
    if reading is None:
        return None
    rest = reading.removeprefix("Cách hiểu: ")
    return rest[:1].upper() + rest[1:]
