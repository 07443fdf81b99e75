"""The working of a figure: from the lines of the table to the value shown, each step to be done with a calculator."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.number import format_number, round_to
from cds_kpi.report.explanation import LineView
from cds_kpi.report.terms import is_added, say_digits, state_exact
from cds_kpi.report.wording import name_methods, name_part, pick, say_decimals, say_number, say_unit
from cds_kpi.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.combine import Figure
    from cds_kpi.report.explanation import TermView
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

WRITTEN_OUT = 6
"""Terms that a sum writes out; of more it names the table."""

SUM: Pair = ("Cộng", "Sum")


def make_line(
    key: str,
    label: Pair,
    text: Pair,
    language: Language,
    result: Fraction | None = None,
) -> LineView:
    """Return one step; its result, where it has one, as an exact number."""
    stated = state_exact(result, language) if result is not None else None
    return LineView(key, pick(label, language), pick(text, language), stated)


def build_working(
    row: Row, terms: Sequence[TermView], value_text: str, language: Language
) -> tuple[LineView, ...]:
    """Return the steps up to the value as it is shown; why there is none, where there is none."""
    figure = row.year.figure if row.year is not None else None
    if figure is None or row.value is None:
        return (_say_nothing(row, figure, value_text, language),)
    measure = row.indicator.measure
    if measure.kind == "milestone":
        return tuple(_work_milestone(terms, value_text, language))
    if row.target.every is not None:
        steps = _choose_part(row, figure, language)
    elif is_added(row):
        steps = _add_up(row, figure, terms, language)
    elif measure.combine in {"max", "min"}:
        steps = _choose_unit(row, terms, language)
    else:
        steps = _take_one(row, terms, language)
    return (*steps, _round(row, value_text, language))


def _say_nothing(row: Row, figure: Figure | None, value_text: str, language: Language) -> LineView:
    label: Pair = ("Không có giá trị", "No value")
    if figure is not None and len(figure.methods) > 1:
        vi, en = (name_methods(row.indicator.measure, figure.methods, one) for one in LANGUAGES)
        text: Pair = (
            f"số liệu theo các phương pháp khác nhau ({vi}) không được cộng với nhau",
            f"figures by different methods ({en}) are not joined",
        )
    elif figure is not None and figure.cannot_join:
        text = (
            "các số liệu không cộng được với nhau (tỷ lệ, chỉ số, thứ hạng, hoặc thiếu số liệu từng phần)",
            "the figures cannot be joined (percentages, indices, ranks, or parts left out)",
        )
    elif figure is not None and figure.denominator == 0:
        text = ("mẫu số bằng 0: không có gì để tính", "the denominator is 0: there is nothing to count")
    else:
        text = (value_text, value_text)
    return make_line("none", label, text, language)


def _write_sum(terms: Iterable[Fraction], total: Fraction, language: Language) -> str:
    """Return a sum written out, or with its number of terms where they are many."""
    numbers = list(terms)
    said = say_number(total, language)
    if len(numbers) == 1:
        return said
    if len(numbers) <= WRITTEN_OUT:
        return f"{' + '.join(say_number(one, language) for one in numbers)} = {said}"
    count = len(numbers)
    return pick(
        (f"cộng {count} số ở cột của bảng = {said}", f"the {count} numbers of the column add up to {said}"),
        language,
    )


def _add_up(row: Row, figure: Figure, terms: Sequence[TermView], language: Language) -> Iterator[LineView]:
    measure = row.indicator.measure
    counted = [term for term in terms if term.counts]
    yield from _add_periods(counted, language)
    if figure.numerator is None or figure.denominator is None:
        total = row.value
        assert total is not None, "asked for where there is a value"
        numbers = [Fraction(term.value.fraction) for term in counted if term.value is not None]
        text = say_unit(measure, _write_sum(numbers, total, language), language)
        yield make_line("sum", SUM, (text, text), language, total)
        return
    for key, total, label in (
        ("numerator", figure.numerator, ("Tử số", "Numerator")),
        ("denominator", figure.denominator, ("Mẫu số", "Denominator")),
    ):
        sides = (getattr(term, key) for term in counted)
        numbers = [Fraction(side.fraction) for side in sides if side is not None]
        text = _write_sum(numbers, total, language)
        yield make_line(key, label, (text, text), language, total)
    yield _divide(row, figure.numerator, figure.denominator, language)
    value = row.value
    assert value is not None, "asked for where there is a value"
    if value.denominator != 1:
        top, bottom = (say_number(Fraction(one), language) for one in (value.numerator, value.denominator))
        text = f"{top}/{bottom}"
        if measure.counted_in == "percent":
            text += pick((" phần trăm", " per cent"), language)
        else:
            text = say_unit(measure, text, language)
        yield make_line(
            "fraction",
            ("Phân số chính xác", "Exact fraction"),
            (f"{text} (tối giản)", f"{text} (in lowest terms)"),
            language,
            value,
        )


def _divide(row: Row, numerator: Fraction, denominator: Fraction, language: Language) -> LineView:
    measure = row.indicator.measure
    assert row.value is not None, "asked for where there is a value"
    percent = " × 100" if measure.counted_in == "percent" else ""
    digits = say_unit(measure, say_digits(row.value, language), language)
    text = f"{say_number(numerator, language)} ÷ {say_number(denominator, language)}{percent} = {digits}"
    return make_line("quotient", ("Phép chia", "Division"), (text, text), language, row.value)


def _add_periods(terms: Sequence[TermView], language: Language) -> Iterator[LineView]:
    """Yield what each period brings, where several are added up."""
    titles = {term.period: term.period_title for term in terms}
    if len(titles) < 2:
        return
    for period, title in titles.items():
        own = [term for term in terms if term.period == period]
        tops, bottoms, values = (
            [Fraction(side.fraction) for term in own if (side := getattr(term, name)) is not None]
            for name in ("numerator", "denominator", "value")
        )
        if bottoms:
            top, bottom = (say_number(sum(one, Fraction(0)), language) for one in (tops, bottoms))
            text: Pair = (f"tử số {top}, mẫu số {bottom}", f"numerator {top}, denominator {bottom}")
        else:
            total = say_number(sum(values, Fraction(0)), language)
            text = (total, total)
        yield make_line("period", (title, title), text, language)


def _choose_unit(row: Row, terms: Sequence[TermView], language: Language) -> Iterator[LineView]:
    """Yield each unit's own value, and which of them stands."""
    measure, value = row.indicator.measure, row.value
    assert value is not None, "asked for where there is a value"
    units: dict[str, list[TermView]] = {}
    for term in terms:
        if term.counts:
            units.setdefault(term.unit, []).append(term)
    for own in units.values():
        name = own[0].unit_name
        tops, bottoms, values = (
            [Fraction(side.fraction) for term in own if (side := getattr(term, key)) is not None]
            for key in ("numerator", "denominator", "value")
        )
        if not bottoms:
            total = sum(values, Fraction(0))
            text = say_unit(measure, _write_sum(values, total, language), language)
            yield make_line("unit", (name, name), (text, text), language, total)
        elif sum(bottoms, Fraction(0)) != 0:
            top, bottom = sum(tops, Fraction(0)), sum(bottoms, Fraction(0))
            quotient = top / bottom * (100 if measure.counted_in == "percent" else 1)
            percent = " × 100" if measure.counted_in == "percent" else ""
            digits = say_unit(measure, say_digits(quotient, language), language)
            text = f"{say_number(top, language)} ÷ {say_number(bottom, language)}{percent} = {digits}"
            yield make_line("unit", (name, name), (text, text), language, quotient)
    digits = say_unit(measure, say_digits(value, language), language)
    label: Pair = ("Lớn nhất", "Largest") if measure.combine == "max" else ("Nhỏ nhất", "Smallest")
    yield make_line("choice", label, (digits, digits), language, value)


def _choose_part(row: Row, figure: Figure, language: Language) -> Iterator[LineView]:
    """Yield each part's own value, and the least of them."""
    measure, value = row.indicator.measure, row.value
    assert value is not None, "asked for where there is a value"
    for part, own in figure.parts:
        name, digits = name_part(part, language), say_unit(measure, say_digits(own, language), language)
        yield make_line("part", (name, name), (digits, digits), language, own)
    digits = say_unit(measure, say_digits(value, language), language)
    yield make_line("choice", ("Phần thấp nhất", "Least part"), (digits, digits), language, value)


def _take_one(row: Row, terms: Sequence[TermView], language: Language) -> Iterator[LineView]:
    measure, value = row.indicator.measure, row.value
    assert value is not None, "asked for where there is a value"
    digits = say_unit(measure, say_number(value, language), language)
    name = next((term.unit_name for term in terms if term.counts), "")
    text: Pair = (f"{digits}, do {name} báo cáo", f"{digits}, reported by {name}")
    yield make_line("value", ("Số liệu", "Figure"), text, language, value)


def _work_milestone(terms: Sequence[TermView], value_text: str, language: Language) -> Iterator[LineView]:
    told = [term for term in terms if term.counts]
    done = sum(term.value is not None and term.value.fraction == "1" for term in told)
    text: Pair = (
        f"{done}/{len(told)} đơn vị đã hoàn thành: {value_text[0].lower()}{value_text[1:]}",
        f"{done} of {len(told)} have done it: {value_text[0].lower()}{value_text[1:]}",
    )
    yield make_line("done", ("Hoàn thành", "Done"), text, language, Fraction(int(done == len(told))))


def _round(row: Row, value_text: str, language: Language) -> LineView:
    measure, value = row.indicator.measure, row.value
    assert value is not None, "asked for where there is a value"
    decimals = say_decimals(measure, row.demand, value)
    rounded = round_to(value, decimals)
    label: Pair = ("Làm tròn", "Rounding")
    if rounded == value:
        return make_line(
            "rounding",
            label,
            (f"{value_text} (không phải làm tròn)", f"{value_text} (nothing to round)"),
            language,
            rounded,
        )
    digits = say_unit(measure, say_digits(value, language, max(decimals + 2, 6)), language)
    more: Pair = ("", "")
    if decimals > measure.decimals:
        fewer = say_unit(measure, format_number(value, measure.decimals, language), language)
        more = (
            f"; nhiều chữ số hơn thường lệ vì {fewer} sẽ cho kết luận khác",
            f"; more digits than usual, for {fewer} would get another verdict",
        )
    return make_line(
        "rounding",
        label,
        (
            f"{digits} làm tròn đến {decimals} chữ số thập phân = {value_text}{more[0]}",
            f"{digits} rounded to {decimals} decimal places = {value_text}{more[1]}",
        ),
        language,
        rounded,
    )
