"""Building an explanation: the rule, the lines, the working, the verdict and what does not count, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.certainty import find_latest_denominator, find_nothing
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import is_error
from cds_kpi.report.build import list_broken
from cds_kpi.report.certainty import say_doubt
from cds_kpi.report.earlier import say_origin
from cds_kpi.report.explanation import ExplanationView, StoryView
from cds_kpi.report.forecast import build_forecast
from cds_kpi.report.growing import build_growing
from cds_kpi.report.rows import build_row
from cds_kpi.report.rule import build_demand, build_rule, find_document
from cds_kpi.report.terms import build_terms, is_added, say_digits
from cds_kpi.report.uncounted import build_periods, build_uncounted
from cds_kpi.report.verdict import build_verdict
from cds_kpi.report.wording import say_moment, say_number, say_short_day, say_unit
from cds_kpi.report.working import build_working, make_line
from cds_kpi.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_kpi.assess.assessment import Assessment, Row
    from cds_kpi.assess.book import Book
    from cds_kpi.model.office import Settings
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.problem import Problem
    from cds_kpi.report.explanation import LineView
    from cds_kpi.report.terms import Places
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the figure of one indicator."""

    indicator: str
    """Its id; the programme has a target for it."""
    with_growth: bool = False
    """Whether its growth a year is to be told."""


def build_explanation(
    book: Book,
    assessment: Assessment,
    question: Question,
    *,
    settings: Settings,
    problems: tuple[Problem, ...],
    warnings: tuple[Problem, ...],
    places: Places,
    language: Language,
) -> ExplanationView:
    """Return the story of each of an indicator's targets in the assessed round; there is at least one.

    `problems` are those a report tells of: the errors of submissions left out, and files changed after receipt;
    `warnings` those of the whole workspace.
    """
    programme, period = assessment.programme, assessment.collection.period
    rows = [
        (place, row) for place, row in enumerate(assessment.rows, 1) if row.indicator.id == question.indicator
    ]
    first, last = period.window(programme.cutoff)
    as_of = assessment.as_of.astimezone(CITY_TIME)
    named = rows[0][1].indicator
    stories = tuple(
        _build_story(book, row, period, place, places, language, with_growth=question.with_growth)
        for place, row in rows
    )
    files = {term.file for story in stories for term in story.terms}
    own = [
        problem
        for problem in warnings
        if problem.place.path[:2] == ("entries", question.indicator) and problem.place.file in files
    ]
    return ExplanationView(
        language=language,
        programme=assessment.programme_id,
        programme_name=programme.name.say(language),
        period=str(period),
        period_title=period.title(language),
        window=(first.isoformat(), last.isoformat()),
        window_text=f"{say_short_day(first, language)} - {say_short_day(last, language)}",
        as_of=as_of.isoformat(),
        as_of_text=say_moment(as_of, language),
        notice=settings.notice.say(language) if settings.notice else None,
        id=named.id,
        name=named.name.say(language),
        kind=named.measure.kind,
        counted_in=named.measure.counted_in,
        basis=named.measure.basis,
        combine=named.measure.combine,
        decimals=named.measure.decimals,
        rule=build_rule(book, named, period, language),
        stories=stories,
        broken=list_broken([one for one in problems if is_error(one)], language),
        changed=list_broken([one for one in problems if not is_error(one)], language),
        warnings=list_broken(own, language),
    )


def _build_story(
    book: Book, row: Row, period: Period, place: int, places: Places, language: Language, *, with_growth: bool
) -> StoryView:
    view = build_row(book, row, period, place, language, with_growth=with_growth)
    document = find_document(book, row.target, language)
    terms = build_terms(book, row, places, language)
    last = terms[-1] if terms else None
    demand = build_demand(book, row, document, language)
    certainty = tuple(_build_certainty(book, row, period, language))
    said = {line.text for line in certainty} | {
        f"Cách hiểu: {one.text[:1].lower()}{one.text[1:]}" for one in demand
    }
    said |= {one.text for one in demand}
    totals = (last.running_numerator, last.running_denominator, last.running_value) if last else ()
    return StoryView(
        row=view,
        title=f"{view.name} ({view.aspect})" if view.aspect else view.name,
        document=document,
        demand=demand,
        periods=build_periods(book, row, period, language),
        terms=terms,
        totals=tuple(total.text for total in totals if total is not None),
        working=build_working(row, terms, view.value_text, language),
        verdict=build_verdict(book, row, period, view.status_text, language),
        certainty=certainty,
        outlook=build_forecast(book, row, period, places, language),
        growth=build_growing(book, row, period, places, language) if with_growth else (),
        remarks=tuple(remark for remark in view.remarks if remark not in said),
        missing=view.coverage.missing,
        uncounted=build_uncounted(book, row, period, language),
    )


def list_missing(row: Row, period: Period) -> list[tuple[Unit, Period]]:
    """Return the answers that a row's figure still waits for: who, and of which period."""
    year = row.year
    if year is None:
        return [(unit, period) for unit in row.coverage.missing]
    asked_for = period if row.is_collected else max(year.covers, key=lambda one: one.order)
    waiting = [unit for unit in row.coverage.missing if unit.id not in year.answered_otherwise]
    return [*((unit, asked_for) for unit in waiting), *year.silent]


def _build_certainty(book: Book, row: Row, period: Period, language: Language) -> Iterator[LineView]:
    """Yield what is still possible with answers missing, and whether the verdict can still change."""
    label: Pair = ("Mức chắc chắn", "Certainty")
    figure = row.year.figure if row.year is not None else None
    if row.value is None or figure is None:
        return
    waiting = row.doubt.answers if row.doubt is not None else ()
    waiting = waiting or tuple(list_missing(row, period))
    asked, answered = len(row.coverage.expected), len(row.coverage.reported)
    silent = sum(item.members_unanswered + (0 if item.is_answered else 1) for item in figure.not_done)
    if not waiting and not any(item.members_unanswered for item in figure.not_done):
        yield make_line(
            "complete",
            label,
            (
                f"{answered}/{asked} đơn vị đã báo cáo; không còn số liệu nào có thể đổi kết luận",
                (
                    f"{answered} of {asked} {'unit has' if asked == 1 else 'units have'} reported; "
                    "nothing is missing that could change the verdict"
                ),
            ),
            language,
        )
        return
    rest = Fraction(silent)
    if row.indicator.measure.kind != "roll_call":
        rest, known_sizes = Fraction(0), []
        for unit, of in waiting:
            known = find_latest_denominator(book, row.indicator, row.target, unit, of)
            name = f"{unit.name.say(language)}, {of.title(language)}"
            rest += known.denominator if known is not None else 0
            known_sizes += [say_number(known.denominator, language)] if known is not None else []
            text: Pair = ("chưa báo cáo", "not reported")
            if row.indicator.measure.kind == "ratio":
                text = _say_unknown(find_nothing(book, row.indicator, unit, of))
            if known is not None:
                number = f"{say_number(known.denominator, language)} ({say_origin(known.earlier, language)})"
                text = (f"mẫu số gần nhất {number}", f"latest denominator {number}")
            value = known.denominator if known is not None else None
            yield make_line("missing", (name, name), text, language, value)
        if len(known_sizes) > 1 and row.bounds is not None:
            label_of_sum: Pair = ("Cộng mẫu số còn thiếu", "Denominators missing")
            sum_ = f"{' + '.join(known_sizes)} = {say_number(rest, language)}"
            yield make_line("rest", label_of_sum, (sum_, sum_), language, rest)
    else:
        text = (f"{silent} đơn vị (kể cả trực thuộc)", f"{silent}, members included")
        yield make_line("missing", ("Chưa trả lời", "Not answered"), text, language, rest)
    if row.bounds is not None:
        yield from _bound(row, rest, language)
    assert row.doubt is not None, "answers are missing"
    yield make_line("certain", label, say_doubt(row, row.doubt), language)


def _say_unknown(nothing: Period | None) -> Pair:
    """Return why a missing unit's denominator is not known; `nothing` is the period it had nothing to count in."""
    if nothing is None:
        return "chưa có mẫu số kỳ nào trước kỳ này", "no denominator is known of any period before this one"
    vi, en = (nothing.in_sentence(one) for one in LANGUAGES)
    return (
        f"{vi} báo không phát sinh; chưa có mẫu số kỳ nào trước kỳ này",
        f"had nothing to count in {en}; no denominator is known of any period before this one",
    )


def _bound(row: Row, rest: Fraction, language: Language) -> Iterator[LineView]:
    """Yield the lowest and the highest value still possible, with the sums where both sides are added up."""
    measure = row.indicator.measure
    assert row.year is not None, "asked for where there is a figure"
    assert row.bounds is not None, "asked for where there are some"
    figure = row.year.figure
    sums = ["", ""]
    if figure.numerator is not None and figure.denominator is not None and is_added(row):
        # Whoever is silent in a roll call is in its denominator already.
        more = Fraction(0) if measure.kind == "roll_call" else rest
        top, bottom, left, added = (
            say_number(one, language) for one in (figure.numerator, figure.denominator, rest, more)
        )
        below = f"({bottom} + {added})" if more else bottom
        percent = " × 100" if measure.counted_in == "percent" else ""
        sums = [f"{above} ÷ {below}{percent} = " for above in (top, f"({top} + {left})")]
    for key, label, sum_, value in (
        ("low", ("Thấp nhất có thể", "Lowest possible"), sums[0], row.bounds.low),
        ("high", ("Cao nhất có thể", "Highest possible"), sums[1], row.bounds.high),
    ):
        if value is None:
            # Nothing limits it.
            continue
        text = f"{sum_}{say_unit(measure, say_digits(value, language), language)}"
        yield make_line(key, label, (text, text), language, value)
