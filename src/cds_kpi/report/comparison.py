"""Building the comparison: from every target's assessment to a view with nothing left to compute."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cds_kpi.assess.comparison import find_document
from cds_kpi.assess.punctuality import find_deadline
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import is_error
from cds_kpi.report.build import count_statuses, list_broken, list_files
from cds_kpi.report.by_method import name_method, say_methods
from cds_kpi.report.comparison_view import (
    BindingView,
    ComparedPillarView,
    ComparedView,
    ComparisonView,
    FigureView,
    MarkView,
    ProgrammeView,
    RelatedTargetView,
    RelatedView,
)
from cds_kpi.report.findings import build_finding, say_binding
from cds_kpi.report.rows import build_row, find_name
from cds_kpi.report.wording import (
    FREQUENCIES,
    LEVELS,
    end_sentence,
    pick,
    say_day,
    say_deadline,
    say_journal,
    say_moment,
    say_related,
    say_short_day,
    say_target,
)
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.comparison import Binding, Compared, Comparison, Relative
    from cds_kpi.model.catalogue import Programme, Round
    from cds_kpi.model.office import Settings
    from cds_kpi.period import Period
    from cds_kpi.problem import Problem
    from cds_kpi.report.row_view import MethodView, PointView, RowView
    from cds_kpi.report.view import StatusCount
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

ALL = "all"
MARKS: dict[str, Pair] = {
    "stricter": ("chặt hơn", "stricter"),
    "newer": ("mới hơn", "newer"),
    "first": ("đến hạn trước", "due first"),
}


def build_comparison(
    book: Book,
    comparison: Comparison,
    settings: Settings,
    problems: tuple[Problem, ...],
    language: Language,
    *,
    journal: str | None = None,
) -> ComparisonView:
    """Return the comparison in one language; `problems` and `journal` as in `build_report`."""
    period = comparison.period
    indicators: list[ComparedView] = []
    before = 0
    for compared in comparison.indicators:
        indicators.append(_build_compared(book, compared, period, before, language))
        before += len(compared.bindings)
    rows = tuple(one.row for compared in indicators for one in compared.bindings)
    programmes = tuple(
        _build_programme(book, name, programme, collection, indicators, language)
        for name, programme, collection in comparison.rounds
    )
    statuses = count_statuses(rows, language)
    conflicts = sum(one.has_conflict for one in indicators)
    first, last = period.window(book.programme.cutoff)
    as_of = comparison.as_of.astimezone(CITY_TIME)
    return ComparisonView(
        language=language,
        programme=ALL,
        title=pick(
            ("So sánh mục tiêu của các chương trình, kế hoạch", "The targets of all programmes compared"),
            language,
        ),
        period=str(period),
        period_title=period.title(language),
        window_text=f"{say_short_day(first, language)} - {say_short_day(last, language)}",
        as_of=as_of.isoformat(),
        as_of_text=say_moment(as_of, language),
        notice=settings.notice.say(language) if settings.notice else None,
        basis=(
            *_say_basis(book, comparison, language),
            *([say_journal(journal, language)] if journal else []),
        ),
        programmes=programmes,
        summary=tuple(_say_summary(indicators, len(rows), conflicts, statuses, language)),
        statuses=statuses,
        conflicts=conflicts,
        targets=len(rows),
        pillars=tuple(
            ComparedPillarView(pillar, name.say(language), chosen)
            for pillar, name in book.catalogue.pillars.items()
            if (chosen := tuple(one for one in indicators if one.pillar == pillar))
        ),
        indicators=tuple(indicators),
        files=list_files(rows),
        broken=list_broken([one for one in problems if is_error(one)], language),
        changed=list_broken([one for one in problems if not is_error(one)], language),
        journal=journal,
    )


def _build_programme(
    book: Book,
    name: str,
    programme: Programme,
    collection: Round | None,
    indicators: Sequence[ComparedView],
    language: Language,
) -> ProgrammeView:
    source = book.catalogue.sources.get(programme.source) if programme.source is not None else None
    rows = [one.row for compared in indicators for one in compared.bindings if one.programme == name]
    due = None
    if collection is not None:
        due = say_deadline(collection, find_deadline(collection, book.office_days), language)
    words = (
        ("Không có đợt báo cáo riêng cho kỳ này.", "No round of its own in this period.")
        if due is None
        else (f"Hạn gửi: {due}.", f"Due: {due}.")
    )
    return ProgrammeView(
        id=name,
        name=programme.name.say(language),
        number=source.number if source is not None else None,
        issued=source.issued.isoformat() if source is not None and source.issued is not None else None,
        issued_text=say_day(source.issued, language) if source is not None and source.issued else None,
        authority=find_name(book, programme.authority, language),
        deadline_text=due,
        round_text=pick(words, language),
        targets=len(rows),
        statuses=count_statuses(rows, language),
    )


def _build_compared(
    book: Book, compared: Compared, period: Period, before: int, language: Language
) -> ComparedView:
    indicator = compared.indicator
    rows = [
        build_row(book, one.row, period, before + place, language)
        for place, one in enumerate(compared.bindings, 1)
    ]
    alike = _find_alike(compared.bindings, rows)
    groups = list(dict.fromkeys(alike))
    bindings = tuple(
        _build_binding(one, row, groups.index(group), [rows[place] for place in group], language)
        for one, row, group in zip(compared.bindings, rows, alike, strict=True)
    )
    pillar = book.catalogue.pillars[indicator.pillar]
    return ComparedView(
        key=f"i{before + 1}",
        id=indicator.id,
        name=indicator.name.say(language),
        name_vi=indicator.name.vi,
        name_en=indicator.name.en,
        pillar=indicator.pillar,
        pillar_name=pillar.say(language),
        lead=find_name(book, indicator.lead, language),
        coordinating=tuple(find_name(book, unit, language) for unit in indicator.coordinating),
        kind=indicator.measure.kind,
        counted_in=indicator.measure.counted_in,
        frequency_text=pick(FREQUENCIES[indicator.frequency], language),
        is_collected=compared.bindings[0].row.is_collected,
        numerator_name=rows[0].numerator_name,
        denominator_name=rows[0].denominator_name,
        figures=tuple(_build_figure([bindings[place] for place in group], language) for group in groups),
        bindings=bindings,
        by_method=_choose_methods(bindings, language),
        findings=tuple(build_finding(one, bindings, language) for one in compared.findings),
        related=tuple(_build_related(book, one, language) for one in compared.relatives),
        notes=rows[0].notes,
        has_conflict=any(one.relation == "conflict" for one in compared.findings),
    )


def _find_alike(bindings: Sequence[Binding], rows: Sequence[RowView]) -> list[tuple[int, ...]]:
    """Return, for each target, the places of all whose figure is the same one: of one level and one method."""
    keys = [
        (
            one.target.level,
            one.target.method,
            one.target.demand == "every",
            row.value.exact if row.value else None,
        )
        for one, row in zip(bindings, rows, strict=True)
    ]
    return [tuple(place for place, other in enumerate(keys) if other == key) for key in keys]


def _share_remarks(rows: Sequence[RowView], language: Language) -> tuple[str, ...]:
    """Return what is said of the figure itself; the methods have lines of their own."""
    shared = [remark for remark in rows[0].remarks if all(remark in row.remarks for row in rows)]
    return tuple(remark for remark in shared if remark not in say_methods(rows[0].by_method))


def _build_binding(
    binding: Binding, row: RowView, figure: int, alike: Sequence[RowView], language: Language
) -> BindingView:
    document, method = binding.document, binding.target.method
    shared = _share_remarks(alike, language)
    by_method = say_methods(row.by_method)
    issued = binding.issued
    name = binding.programme.name.say(language)
    return BindingView(
        programme=binding.programme_id,
        programme_name=name,
        document=(document.number if document is not None else None) or name,
        document_number=document.number if document is not None else None,
        issued=issued.isoformat() if issued is not None else None,
        issued_text=say_short_day(issued, language) if issued is not None else None,
        method=method,
        method_text=name_method(binding.row, method, language) if method is not None else None,
        figure=figure,
        marks=tuple(
            MarkView(mark, pick(words, language)) for mark, words in MARKS.items() if mark in binding.marks
        ),
        remarks=tuple(remark for remark in row.remarks if remark not in {*shared, *by_method}),
        row=row,
    )


def _build_figure(bindings: Sequence[BindingView], language: Language) -> FigureView:
    """Return the figure that targets share, with as many digits as the closest of them takes.

    That one of them is not due yet is said of that one alone, in its status.
    """
    rows = [one.row for one in bindings if one.row.status != "not_due"] or [one.row for one in bindings]
    row = max(rows, key=lambda row: len(row.value_text))
    trend = max((one.trend for one in rows), key=len)
    return FigureView(
        level=row.level,
        level_text=row.level_text,
        method=bindings[0].method,
        method_text=bindings[0].method_text,
        value=row.value,
        value_text=row.value_text,
        numerator=row.numerator,
        denominator=row.denominator,
        counts_text=row.counts_text if row.value is not None else None,
        value_period=row.value_period,
        carried_from=row.carried_from,
        observed=row.observed,
        observed_text=row.observed_text,
        reported=row.coverage.reported,
        expected=row.coverage.expected,
        missing=row.coverage.missing,
        trend=trend,
        remarks=(*_say_before(trend, language), *_share_remarks([one.row for one in bindings], language)),
        sources=row.sources,
    )


def _say_before(trend: Sequence[PointView], language: Language) -> Iterator[str]:
    """Yield the earlier values as one sentence, those that others stood behind or that are no state alike marked †."""
    if not trend:
        return
    baseline = pick((" (số gốc)", " (baseline)"), language)
    said = "; ".join(
        f"{point.period_title}: {point.value.text}{baseline if point.origin == 'baseline' else ''}"
        f"{'†' if point.mark is not None else ''}"
        for point in trend
    )
    yield pick((f"Các kỳ trước: {said}.", f"Before: {said}."), language)


def _choose_methods(bindings: Sequence[BindingView], language: Language) -> tuple[MethodView, ...]:
    """Return every method's figure once, with the targets that are assessed by it.

    Each target is assessed by its own method; with as many digits as the closest of them takes.
    """
    found: dict[str | None, list[tuple[BindingView, MethodView]]] = {}
    for binding in bindings:
        for one in binding.row.by_method:
            found.setdefault(one.id, []).append((binding, one))
    return tuple(_join_method(some, bindings, language) for some in found.values())


def _join_method(
    some: Sequence[tuple[BindingView, MethodView]], bindings: Sequence[BindingView], language: Language
) -> MethodView:
    longest = max((one for _, one in some), key=lambda one: len(one.value_text))
    own = [binding for binding, one in some if one.is_assessed]
    # A target whose own method is the only one it knows of has no list of methods, and is assessed by it all the same.
    assessed = [
        binding
        for binding in bindings
        if binding in own or (binding.row.by_method == () and _is_of(binding, longest))
    ]
    if not assessed or len(assessed) == len(bindings):
        return replace(longest, is_assessed=bool(assessed))
    named = "; ".join(dict.fromkeys(say_binding(binding, language) for binding in assessed))
    use = pick((f"dùng để đánh giá mục tiêu {named}", f"assessed for the target {named}"), language)
    return replace(longest, is_assessed=True, use_text=use)


def _is_of(binding: BindingView, one: MethodView) -> bool:
    """Whether a target is judged by a method's figure: it names the method, and has that very value."""
    value = binding.row.value
    return (
        one.id is not None
        and one.id == binding.method
        and one.value is not None
        and value is not None
        and value.exact == one.value.exact
    )


def _build_related(book: Book, relative: Relative, language: Language) -> RelatedView:
    indicator, note = relative.indicator, relative.related.note
    targets = []
    for target in indicator.targets:
        document = find_document(book, target)
        name = book.catalogue.programmes[target.programme].name.say(language)
        text = say_target(target, indicator.measure, language)
        if target.level is not None:
            text = f"{pick(LEVELS[target.level], language)} {text}"
        number = document.number if document is not None else None
        targets.append(RelatedTargetView(text, say_short_day(target.by, language), number or name))
    return RelatedView(
        id=indicator.id,
        name=indicator.name.say(language),
        differs=relative.differs,
        text=say_related(relative.differs, language),
        note=end_sentence(note.say(language)) if note is not None else None,
        targets=tuple(targets),
    )


def _say_basis(book: Book, comparison: Comparison, language: Language) -> list[str]:
    name = book.programme.name.say(language)
    said = [
        pick(
            (
                f"Mỗi chỉ tiêu chỉ đo một lần; số liệu nào được tính là theo quy định của {name}.",
                f"Each indicator is measured once; which figures count follows the rules of {name}.",
            ),
            language,
        )
    ]
    if all(collection is None for _, _, collection in comparison.rounds):
        said.append(
            pick(
                (
                    "Kỳ này không là đợt báo cáo của chương trình nào: lấy số liệu mới nhất trong năm đến hết kỳ.",
                    "This period is no round of any programme: the newest figures of the year up to its end are taken.",
                ),
                language,
            )
        )
    return said


def _say_summary(
    indicators: Sequence[ComparedView],
    targets: int,
    conflicts: int,
    statuses: Sequence[StatusCount],
    language: Language,
) -> list[str]:
    many = sum(len({one.programme for one in compared.bindings}) > 1 for compared in indicators)
    by_status = ", ".join(f"{one.count} {one.text[:1].lower()}{one.text[1:]}" for one in statuses)
    said = [
        pick(
            (
                f"{len(indicators)} chỉ tiêu, {targets} mục tiêu; {many} chỉ tiêu có mục tiêu của nhiều chương trình.",
                (
                    f"{say_count(len(indicators), 'indicator')}, {say_count(targets, 'target')}; "
                    f"{many} {'has' if many == 1 else 'have'} targets of several programmes."
                ),
            ),
            language,
        ),
        pick((f"Theo tình trạng: {by_status}.", f"By status: {by_status}."), language),
    ]
    if conflicts:
        said.append(
            pick(
                (
                    f"Khác nhau cho cùng một năm: {conflicts} chỉ tiêu; cấp trên quyết định áp dụng mục tiêu nào.",
                    f"Different for the same year: {conflicts}; those in charge decide which target holds.",
                ),
                language,
            )
        )
    return said
