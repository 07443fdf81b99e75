"""The working of a growth: base and value, the years between, the observed and the required rate, and their ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.assess.growth import THRESHOLDS, Growth, count_years
from cds_kpi.assess.trend import find_newest
from cds_kpi.report.forecast import place_baseline
from cds_kpi.report.outlooks import GROWTH, NO_GROWTH
from cds_kpi.report.terms import in_sum, say_digits, say_exactly, say_result
from cds_kpi.report.wording import say_number, say_short_day
from cds_kpi.report.working import make_line
from cds_kpi.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.period import Period
    from cds_kpi.report.explanation import LineView
    from cds_kpi.report.terms import Places
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language


def build_growing(
    book: Book, row: Row, period: Period, places: Places, language: Language
) -> tuple[LineView, ...]:
    """Return the steps from the base to the verdict on the growth a year, or why there is none.

    `period` is the report's.
    """
    growth = row.growth
    if not isinstance(growth, Growth):
        return (make_line("none", ("Không đánh giá", "Not assessed"), NO_GROWTH[growth], language),)
    return tuple(_work_out(book, row, growth, period, places, language))


def _work_out(
    book: Book, row: Row, growth: Growth, period: Period, places: Places, language: Language
) -> Iterator[LineView]:
    value, required, measure = row.value, row.demand.required, row.indicator.measure
    assert row.year is not None, "a growth has a figure"
    assert value is not None, "a growth has a figure"
    assert required is not None, "a growth leads to a number"
    start, origin = growth.start, growth.start.value.exact
    now = find_newest(book, row.indicator, row.target, row.year, period, value).period.last_day
    where = place_baseline(book, row, start.period, (start.method,), places)
    title = start.period.title(language)
    base = f"{title}: {say_result(measure, origin, language)} ({where})"
    yield make_line("base", ("Số gốc", "Base"), (base, base), language, origin)
    said = say_result(measure, value, language)
    yield make_line("value", ("Giá trị", "Value"), (said, said), language, value)
    rates: tuple[tuple[str, Pair, Fraction, Fraction, date], ...] = (
        ("observed", ("Tốc độ đã đạt mỗi năm", "Observed rate a year"), value, growth.observed, now),
        (
            "required",
            ("Tốc độ cần mỗi năm", "Required rate a year"),
            required,
            growth.required,
            row.target.by,
        ),
    )
    for key, label, reached, rate, day in rates:
        years = count_years(start.period.last_day, day)
        first, last = (say_short_day(one, language) for one in (start.period.last_day, day))
        span: Pair = (
            f"{first} đến {last}: {say_exactly(years, language)} năm",
            f"{first} to {last}: {say_exactly(years, language)} years",
        )
        names: Pair = (
            ("Số năm đã qua", "Years passed") if key == "observed" else ("Số năm đến hạn", "Years in all")
        )
        yield make_line(f"{key}_years", names, span, language, years)
        power = "1" if years == 1 else f"1 ÷ {in_sum(years, language)}"
        over = f"{in_sum(reached, language)} ÷ {in_sum(origin, language)}"
        text = f"(({over}) ^ ({power}) − 1) × 100 = {say_digits(rate, language)}%"
        yield make_line(key, label, (text, text), language, rate)
    text = f"{say_digits(growth.observed, language)} ÷ {say_digits(growth.required, language)}"
    text += f" = {say_digits(growth.ratio, language)}"
    yield make_line("ratio", ("Tỷ số", "Ratio"), (text, text), language, growth.ratio)
    yield make_line("verdict", ("Kết luận", "Verdict"), _conclude(growth), language)


def _conclude(growth: Growth) -> Pair:
    """Return the verdict and the threshold that it rests on."""
    vi, en = GROWTH[growth.verdict]
    if growth.verdict == "achieved":
        return f"{vi}: giá trị đã đạt mục tiêu", f"{en}: the value meets the target"
    bounds = dict(THRESHOLDS)
    if growth.verdict == "away":
        return f"{vi}: tỷ số dưới 0", f"{en}: the ratio is below 0"
    least = [say_number(bounds[growth.verdict], one) for one in LANGUAGES]
    return f"{vi}: tỷ số từ {least[0]} trở lên", f"{en}: the ratio is {least[1]} or more"
