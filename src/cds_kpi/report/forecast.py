"""The working of an outlook: the two values and where they stand, the days, the pace, what it leads to, what it takes.

Convention: a number that goes on for more digits than are shown stands as a fraction, so that every sum can be redone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.outlook import Outlook
from cds_kpi.assess.over_time import find_year_figure
from cds_kpi.assess.trend import find_newest
from cds_kpi.report.certainty import name_units
from cds_kpi.report.grounds import say_apart
from cds_kpi.report.outlooks import NO_OUTLOOK
from cds_kpi.report.sentences import say_need
from cds_kpi.report.stating import state_difference
from cds_kpi.report.terms import in_sum, say_exactly, say_result, say_twice
from cds_kpi.report.wording import pick, say_number, say_short_day, say_things, say_unit
from cds_kpi.report.working import make_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.assess.combine import Sides
    from cds_kpi.assess.trend import Point
    from cds_kpi.period import Period
    from cds_kpi.report.explanation import LineView
    from cds_kpi.report.terms import Places
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

NAMED = 3
"""Places of single answers that a line names; of more it tells the folders."""


def build_forecast(
    book: Book, row: Row, period: Period, places: Places, language: Language
) -> tuple[LineView, ...]:
    """Return the steps from the last two values to the one expected on the target's day, and to what it takes.

    `period` is the report's. Where there is no outlook: why, and what was there to be compared.
    """
    outlook = row.outlook
    if not isinstance(outlook, Outlook):
        why = NO_OUTLOOK[outlook]
        lines = [make_line("none", ("Kết quả", "Outcome"), why, language)]
        if outlook in {"one_in_year", "units_differ", "other_stretch", "incomparable"}:
            lines += _list_points(book, row, period, language)
        if outlook == "last_period":
            lines += _tell_left(row, language)
        return tuple(lines)
    return (
        *_tell_points(book, row, outlook, places, language),
        *_count_days(outlook, row.target.by, language),
        *_find_pace(row, outlook, language),
        _expect(row, outlook, language),
        _hold_against(row, outlook, language),
        *_find_need(row, outlook, language),
        *(_pass(row, outlook, at, language) for at in range(len(outlook.waypoints))),
        *_tell_rest(book, row, outlook, language),
    )


def _list_points(book: Book, row: Row, period: Period, language: Language) -> Iterator[LineView]:
    """Yield the values there were, each with the stretch it is of and whom it lacks."""
    points = list(row.trend)
    if row.year is not None and row.value is not None:
        now = find_newest(book, row.indicator, row.target, row.year, period, row.value)
        points.append(now)
    for point in points:
        said = [say_result(row.indicator.measure, point.value, language)]
        if point.origin == "baseline":
            said.append(pick(("số gốc", "baseline"), language))
        if point.months is not None:
            said.append(pick((f"số liệu của {point.months} tháng", f"of {point.months} months"), language))
        if any(point.methods):
            said.append(", ".join(one or "?" for one in point.methods))
        if point.lacking:
            named = _name_lacking(book, point, language)
            said.append(pick((f"thiếu số liệu của {named}", f"without {named}"), language))
        title = point.period.title(language)
        yield make_line("point", (title, title), ("; ".join(said),) * 2, language, point.value)


def _name_lacking(book: Book, point: Point, language: Language) -> str:
    lacking = {unit for unit, _ in point.lacking}
    return name_units([unit for unit in book.units.values() if unit.id in lacking], language)


def _tell_rest(book: Book, row: Row, outlook: Outlook, language: Language) -> Iterator[LineView]:
    """Yield whom the outlook is without, and why it says otherwise than the verdict."""
    if outlook.now.lacking:
        lacking = _name_lacking(book, outlook.now, language)
        yield make_line("lacking", ("Chưa tính phần của", "Without"), (lacking, lacking), language)
    apart = say_apart(row, outlook, language)
    if apart is not None:
        yield make_line("apart", ("So với kết luận", "Beside the verdict"), (apart, apart), language)


def _tell_points(
    book: Book, row: Row, outlook: Outlook, places: Places, language: Language
) -> Iterator[LineView]:
    """Yield the two values that the pace is measured between, and where they stand."""
    before: Pair = ("Số liệu trước", "The value before")
    yield _tell_point(row, "before", before, outlook.since, outlook.then, language)
    yield _tell_place(book, row, outlook.since, places, language)
    yield _tell_point(
        row, "now", ("Số liệu mới nhất", "The newest value"), outlook.now, outlook.sides, language
    )
    where = ("ở mục 4 và mục 5", "in parts 4 and 5")
    yield make_line("now_place", ("Lấy từ", "Where"), where, language)


def _tell_point(
    row: Row, key: str, label: Pair, point: Point, sides: Sides | None, language: Language
) -> LineView:
    value, day = (
        say_result(row.indicator.measure, point.value, language),
        say_short_day(point.period.last_day, language),
    )
    title = point.period.title(language)
    if sides is not None and sides.denominator is not None:
        percent = " × 100" if row.indicator.measure.counted_in == "percent" else ""
        over = f"{say_number(sides.numerator, language)} ÷ {say_number(sides.denominator, language)}{percent}"
        value = f"{over} = {value}"
    text = pick((f"{title}, cuối ngày {day}: {value}", f"{title}, at the end of {day}: {value}"), language)
    return make_line(key, label, (text, text), language, point.value)


def _tell_place(book: Book, row: Row, point: Point, places: Places, language: Language) -> LineView:
    """Return where an earlier value stands: the baseline in the catalogue, or the answers it was joined of."""
    label: Pair = ("Lấy từ", "Where")
    if point.origin == "baseline":
        where = place_baseline(book, row, point.period, point.methods, places)
        return make_line("before_place", label, (f"số gốc, {where}", f"baseline, {where}"), language)
    year = find_year_figure(book, row.indicator, row.target, point.period)
    answers = year.figure.answers if year is not None else ()
    if len(answers) <= NAMED:
        text = "; ".join(f"{one.filing.file}:{one.filing.lines.get(row.indicator.id, 1)}" for one in answers)
        return make_line("before_place", label, (text, text), language)
    folders = ", ".join(dict.fromkeys(one.filing.file.rpartition("/")[0] for one in answers))
    count = len(answers)
    text_of_many: Pair = (
        f"{count} số liệu của các đơn vị, trong {folders}",
        f"{count} answers of the units, in {folders}",
    )
    return make_line("before_place", label, text_of_many, language)


def place_baseline(
    book: Book, row: Row, period: Period, methods: tuple[str | None, ...], places: Places
) -> str:
    """Return file and line of a baseline's value."""
    at = next(place for place, one in enumerate(book.catalogue.indicators) if one.id == row.indicator.id)
    baseline = next(
        place
        for place, one in enumerate(row.indicator.baselines)
        if one.period == period and one.method in methods
    )
    path = ("indicators", at, "baselines", baseline, "value")
    return f"{places.catalogue}:{places.lines(places.catalogue, [path])[0]}"


def _count_days(outlook: Outlook, by: date, language: Language) -> Iterator[LineView]:
    first, now = outlook.start, outlook.now.period.last_day
    for key, label, start, end in (
        ("days", ("Số ngày đã qua", "Days between"), first, now),
        ("days_left", ("Số ngày còn lại", "Days left"), now, by),
    ):
        days = (end - start).days
        since, until = (say_short_day(day, language) for day in (start, end))
        text: Pair = (f"{since} đến {until}: {days} ngày", f"{since} to {until}: {days} days")
        yield make_line(key, label, text, language, Fraction(days))


def _find_pace(row: Row, outlook: Outlook, language: Language) -> Iterator[LineView]:
    """Yield the pace a day: of the value, or of both sides of a share of the year."""
    days = (outlook.now.period.last_day - outlook.start).days
    steps: list[tuple[str, Pair, Fraction, Fraction]] = []
    if outlook.course == "year_share":
        then, now = _read_sides(outlook.then), _read_sides(outlook.sides)
        steps.append(("pace_numerator", ("Đà của tử số", "Pace of the numerator"), then[0], now[0]))
        steps.append(("pace_denominator", ("Đà của mẫu số", "Pace of the denominator"), then[1], now[1]))
    else:
        steps.append(("pace", ("Đà", "Pace"), outlook.since.value, outlook.now.value))
    for key, label, before, after in steps:
        pace = (after - before) / days
        sum_ = f"({say_exactly(after, language)} − {in_sum(before, language)}) ÷ {days}"
        said = say_twice(pace, language)
        if key == "pace" and row.indicator.measure.counted_in == "percent":
            said += pick((" điểm phần trăm", " percentage points"), language)
        text: Pair = (f"{sum_} = {said} mỗi ngày", f"{sum_} = {said} a day")
        yield make_line(key, label, text, language, pace)


def _read_sides(sides: Sides | None) -> tuple[Fraction, Fraction]:
    assert sides is not None, "a share has two sides"
    assert sides.denominator is not None, "a share has two sides"
    return sides.numerator, sides.denominator


def _write_expected(row: Row, outlook: Outlook, day: date, value: Fraction, language: Language) -> str:
    """Return the sum that leads to the value expected at the end of a day."""
    left, measure = (day - outlook.now.period.last_day).days, row.indicator.measure
    days = (outlook.now.period.last_day - outlook.start).days
    result = say_result(measure, value, language)
    if outlook.course == "year_share":
        (top, bottom), (then_top, then_bottom) = _read_sides(outlook.sides), _read_sides(outlook.then)
        above, below = (
            f"({say_exactly(now, language)} + {in_sum((now - then) / days, language)} × {left})"
            for now, then in ((top, then_top), (bottom, then_bottom))
        )
        percent = " × 100" if measure.counted_in == "percent" else ""
        return f"{above} ÷ {below}{percent} = {result}"
    pace = (outlook.now.value - outlook.since.value) / days
    reached = outlook.now.value + pace * left
    sum_ = f"{say_exactly(outlook.now.value, language)} + {in_sum(pace, language)} × {left}"
    if reached == value:
        return f"{sum_} = {result}"
    limit = say_unit(measure, say_exactly(value, language), language)
    over = pick(
        ("không thể quá", "cannot be more than")
        if reached > value
        else ("không thể dưới", "cannot be less than"),
        language,
    )
    return f"{sum_} = {say_result(measure, reached, language)}; {over} {limit}: {limit}"


def _expect(row: Row, outlook: Outlook, language: Language) -> LineView:
    by = row.target.by
    text = _write_expected(row, outlook, by, outlook.expected, language)
    day = say_short_day(by, language)
    label: Pair = (f"Dự kiến vào {day}", f"Expected on {day}")
    return make_line("expected", label, (text, text), language, outlook.expected)


def _hold_against(row: Row, outlook: Outlook, language: Language) -> LineView:
    demand = row.demand
    assert demand.required is not None, "an outlook leads to a number"
    required, expected = (say_exactly(one, language) for one in (demand.required, outlook.expected))
    left, right = (required, expected) if demand.is_upward else (expected, required)
    sum_ = f"{left} − {right} = {say_twice(outlook.short_by, language)}"
    if outlook.short_by < 0:
        sum_ += pick((" (số âm: đã vượt)", " (below 0: exceeded)"), language)
    met: Pair = ("sẽ đạt", "will be met") if outlook.is_met else ("sẽ không đạt", "will be missed")
    label: Pair = ("Còn cách mục tiêu", "Short of the target")
    return make_line(
        "short_by", label, (f"{sum_}: {met[0]}", f"{sum_}: {met[1]}"), language, outlook.short_by
    )


def _find_need(row: Row, outlook: Outlook, language: Language) -> Iterator[LineView]:
    """Yield what the target takes in all, or why that is no number."""
    measure, required = row.indicator.measure, row.demand.required
    assert required is not None, "an outlook leads to a number"
    label: Pair = ("Cần có tất cả", "It takes in all")
    if outlook.out_of is not None:
        yield _estimate_rest(outlook, row.target.by, language)
    if outlook.highest is not None:
        assert outlook.out_of is not None, "it is the most of what is to come"
        top, bottom = _read_sides(outlook.sides)
        rest = in_sum(outlook.out_of, language)
        percent = " × 100" if measure.counted_in == "percent" else ""
        sum_ = (
            f"({say_exactly(top, language)} + {rest}) ÷ ({say_exactly(bottom, language)} + {rest}){percent}"
        )
        text = f"{sum_} = {say_result(measure, outlook.highest, language)}"
        most: Pair = (
            "Cao nhất với khối lượng ước tính, nếu toàn bộ phần còn phát sinh đều đạt",
            "At most at the estimated volume, with all that is to come",
        )
        yield make_line("highest", most, (text, text), language, outlook.highest)
        if outlook.volume is not None:
            yield _solve_volume(row, outlook, outlook.volume, language)
        return
    if outlook.bring is None:
        held: Pair = ("giá trị hiện nay không còn thiếu gì", "nothing is lacking today")
        vague: Pair = ("không tính được bằng số lượng", "no amount can be told")
        is_there = row.demand.is_met(outlook.now.value) and outlook.course != "year_share"
        yield make_line("need", label, held if is_there else vague, language)
        return
    if outlook.in_numerator:
        top, bottom = _read_sides(outlook.sides)
        whole = say_exactly(bottom, language)
        if outlook.out_of is not None:
            whole = f"({whole} + {in_sum(outlook.out_of, language)})"
        scale = 100 if measure.counted_in == "percent" else 1
        aim = f"{in_sum(required, language)}{' ÷ 100' * (scale == 100)} × {whole}"
        exact = required * (bottom + (outlook.out_of or 0)) / scale - top
        parts = (aim, say_exactly(top, language))
        amount = say_things(measure, say_exactly(outlook.bring, language), language)
    else:
        exact = required - outlook.now.value
        parts = (say_exactly(required, language), say_exactly(outlook.now.value, language))
        amount = say_unit(measure, say_exactly(outlook.bring, language), language)
    if not row.demand.is_upward:
        exact, parts = -exact, (parts[1], parts[0])
    text = f"{parts[0]} − {parts[1]} = {say_twice(exact, language)}"
    rounded: Pair = ("", "") if exact == outlook.bring else (", làm tròn lên", ", rounded up")
    yield make_line(
        "need",
        label,
        (f"{text}{rounded[0]}: {amount}", f"{text}{rounded[1]}: {amount}"),
        language,
        outlook.bring,
    )


def _solve_volume(row: Row, outlook: Outlook, volume: Fraction, language: Language) -> LineView:
    """Return the sum of how much would have to come, all of it in the numerator."""
    measure, required = row.indicator.measure, row.demand.required
    assert required is not None, "an outlook leads to a number"
    top, bottom = _read_sides(outlook.sides)
    scale = 100 if measure.counted_in == "percent" else 1
    exact = (required * bottom / scale - top) / (1 - required / scale)
    share = f"{in_sum(required, language)}{' ÷ 100' * (scale == 100)}"
    sum_ = f"({share} × {say_exactly(bottom, language)} − {say_exactly(top, language)}) ÷ (1 − {share})"
    said = f"{sum_} = {say_twice(exact, language)}"
    if exact != volume:
        said += pick((", làm tròn lên", ", rounded up"), language)
    said += f": {say_things(measure, say_exactly(volume, language), language)}"
    label: Pair = (
        "Khối lượng cần phát sinh, tất cả đều đạt",
        "Volume it would take, all of it in the numerator",
    )
    return make_line("volume", label, (said, said), language, volume)


def _tell_left(row: Row, language: Language) -> Iterator[LineView]:
    """Yield what the target still takes, and until when, where no period is left before its day."""
    if row.gap is None:
        return
    gap = state_difference(row, row.gap.value, language, of=row.value)
    need = say_need(row, gap, (), language)
    if need is not None:
        yield make_line("left", ("Còn phải làm", "Still to do"), (need, need), language)


def _estimate_rest(outlook: Outlook, by: date, language: Language) -> LineView:
    """Return how much is expected to come to the denominator, which is an estimate."""
    (_, then), (_, now) = _read_sides(outlook.then), _read_sides(outlook.sides)
    assert outlook.out_of is not None, "asked for a share of the year"
    days, left = (outlook.now.period.last_day - outlook.start).days, (by - outlook.now.period.last_day).days
    sum_ = f"{in_sum((now - then) / days, language)} × {left} = {say_twice(outlook.out_of, language)}"
    label: Pair = ("Mẫu số còn phát sinh (ước theo đà)", "To come to the denominator (estimated)")
    return make_line("out_of", label, (sum_, sum_), language, outlook.out_of)


def _pass(row: Row, outlook: Outlook, at: int, language: Language) -> LineView:
    """Return a remaining period: where the straight line is then, what is expected, and what it has to bring."""
    point, measure = outlook.waypoints[at], row.indicator.measure
    said = []
    if point.required is not None and outlook.line is not None:
        line = outlook.line
        days = [(one - line.first).days for one in (point.day, line.last)]
        start, end = say_exactly(line.origin, language), say_exactly(line.required, language)
        sum_ = f"{start} + ({end} − {in_sum(line.origin, language)}) × {days[0]} ÷ {days[1]}"
        result = say_result(measure, point.required, language)
        said.append(
            pick((f"theo đường thẳng {sum_} = {result}", f"on the straight line {sum_} = {result}"), language)
        )
    if at < len(outlook.waypoints) - 1:
        sum_ = _write_expected(row, outlook, point.day, point.expected, language)
        said.append(pick((f"theo đà {sum_}", f"at the pace {sum_}"), language))
    if point.bring is not None and outlook.bring is not None:
        said.append(_share_out(row, outlook, at, language))
    title = point.period.title(language) if point.period is not None else ""
    day = say_short_day(point.day, language)
    name = f"{title} ({day})" if title else day
    text = "; ".join(said) or pick(("như trên", "as above"), language)
    return make_line("waypoint", (name, name), (text, text), language, point.bring)


def _share_out(row: Row, outlook: Outlook, at: int, language: Language) -> str:
    """Return what a remaining period has to bring: its part of the days, in whole things up to its end."""
    point, measure = outlook.waypoints[at], row.indicator.measure
    assert outlook.bring is not None, "asked where something is to be brought"
    now = outlook.now.period.last_day
    days, left = (outlook.waypoints[-1].day - now).days, (point.day - now).days
    brought = sum((one.bring or Fraction(0) for one in outlook.waypoints[: at + 1]), Fraction(0))
    before = brought - (point.bring or Fraction(0))
    exact = outlook.bring * left / days
    sum_ = f"{say_exactly(outlook.bring, language)} × {left} ÷ {days} = {say_twice(exact, language)}"
    if exact != brought:
        up = pick(("làm tròn lên", "rounded up"), language)
        sum_ += f", {up} {say_exactly(brought, language)}"
    if before:
        said = say_exactly(before, language)
        sum_ += pick((f", trừ {said} của các kỳ trước", f", less {said} of the periods before"), language)
    bring = say_exactly(point.bring or Fraction(0), language)
    amount = (
        say_things(measure, bring, language) if outlook.in_numerator else say_unit(measure, bring, language)
    )
    return pick((f"cần {sum_}: {amount}", f"to bring {sum_}: {amount}"), language)
