"""What holds for every input: numbers, periods, sums and bounds."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cds_kpi.assess.answers import Answer, find_answers
from cds_kpi.assess.attainment import compute_gap, read_demand
from cds_kpi.assess.book import Book
from cds_kpi.assess.certainty import find_doubt
from cds_kpi.assess.check_submission import Rule, check_entry
from cds_kpi.assess.combine import Figure, join_answers
from cds_kpi.assess.over_time import tile_period
from cds_kpi.assess.pace import Status
from cds_kpi.model.catalogue import Catalogue
from cds_kpi.model.submission import Entry, Filing, Submission, make_filing
from cds_kpi.model.units import Unit
from cds_kpi.number import (
    Number,
    choose_decimals,
    format_decimal,
    format_number,
    parse_number,
    round_to,
)
from cds_kpi.period import Cutoff, Period, Span, parse_period
from cds_kpi.text import Language, match_key, sort_key
from workspaces import make_book, read_indicator, read_record, read_target

bounded = settings(derandomize=True, max_examples=100, deadline=None, database=None)

# --------------------------------------------------------------------------------------------------- numbers

FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)
DECIMALS = st.builds(
    lambda digits, places: Fraction(digits, 10**places), st.integers(-(10**12), 10**12), st.integers(0, 6)
)
PLACES = st.integers(0, 6)
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["vi", "en"])


@bounded
@given(DECIMALS)
def test_a_decimal_written_for_programs_is_read_back_exactly(value: Fraction) -> None:
    read = parse_number(format_decimal(value))
    assert isinstance(read, Number)
    assert read.exact == value


@bounded
@given(FRACTIONS)
def test_an_endless_fraction_written_for_programs_is_off_by_half_of_the_last_place_at_most(
    value: Fraction,
) -> None:
    assert abs(Fraction(format_decimal(value)) - value) <= Fraction(1, 2 * 10**12)


@bounded
@given(DECIMALS, PLACES)
def test_a_number_shown_in_vietnamese_is_read_back_from_a_form_or_refused_as_ambiguous(
    value: Fraction, places: int
) -> None:
    text = format_number(value, places, "vi")
    read = parse_number(text, writing="form")
    if isinstance(read, Number):
        assert read.exact == round_to(value, places)
    else:
        assert read.kind == "number-ambiguous"
        assert read.facts["grouped"] == format_decimal(round_to(value, places))


@bounded
@given(FRACTIONS, PLACES)
def test_rounding_goes_to_the_nearest_place_and_a_half_goes_away_from_zero(
    value: Fraction, places: int
) -> None:
    rounded, step = round_to(value, places), Fraction(1, 10**places)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) <= step / 2
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)
    assert round_to(-value, places) == -rounded


@bounded
@given(st.integers(-(10**6), 10**6), PLACES)
def test_an_exact_half_is_never_rounded_toward_zero(twice: int, places: int) -> None:
    half = Fraction(2 * twice + 1, 2 * 10**places)
    assert abs(round_to(half, places)) == abs(half) + Fraction(1, 2 * 10**places)


@bounded
@given(DECIMALS, DECIMALS, st.integers(0, 3), st.sampled_from(["at_least", "above", "at_most", "below"]))
def test_the_decimals_that_are_shown_keep_the_verdict_and_are_no_more_than_that_takes(
    value: Fraction, target: Fraction, decimals: int, word: str
) -> None:
    # Near the target is where rounding could lie.
    value = target + value / 10**9
    demand = read_demand(
        read_indicator("id: x\nmeasure: {kind: value, basis: at_date}"),
        read_target("{" + f"{word}: {format_decimal(target)}" + "}"),
    )

    def judge(one: Fraction) -> bool:
        return demand.is_met(one) is True

    chosen = choose_decimals(value, decimals, judge)
    assert judge(round_to(value, chosen)) == judge(value)
    assert all(judge(round_to(value, fewer)) != judge(value) for fewer in range(decimals, chosen))


# --------------------------------------------------------------------------------------------------- periods

SPANS: dict[Span, int] = {"year": 1, "semester": 2, "quarter": 4, "month": 12}
PERIODS = st.builds(
    lambda year, span, n: Period(year, span, n % SPANS[span] + 1),
    st.integers(1900, 2199),
    st.sampled_from(list(SPANS)),
    st.integers(0, 11),
)
CUTOFFS: st.SearchStrategy[Cutoff] = st.sampled_from(["decree-09-2019", "calendar"])


@bounded
@given(PERIODS)
def test_a_period_is_read_back_from_how_it_is_written_and_from_how_it_is_shown(period: Period) -> None:
    assert parse_period(str(period)) == period
    assert parse_period(period.title("vi")) == period


@bounded
@given(PERIODS, CUTOFFS)
def test_a_periods_parts_cover_its_days_without_gap_or_overlap(period: Period, cutoff: Cutoff) -> None:
    assume(period.parts)
    windows = [part.window(cutoff) for part in period.parts]
    assert (windows[0][0], windows[-1][1]) == period.window(cutoff)
    assert all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(windows))


@bounded
@given(st.integers(1901, 2198), CUTOFFS)
def test_the_quarters_tile_the_year_day_by_day(year: int, cutoff: Cutoff) -> None:
    days: list[date] = []
    for index in (1, 2, 3, 4):
        first, last = Period(year, "quarter", index).window(cutoff)
        days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    first, last = Period(year, "year", 1).window(cutoff)
    assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]


IN_2022 = [Period(2022, span, index) for span, count in SPANS.items() for index in range(1, count + 1)]


def months_of(period: Period) -> set[int]:
    return set(range(period.first_day.month, period.last_day.month + 1))


@bounded
@given(st.sets(st.sampled_from(IN_2022)), st.sampled_from(IN_2022))
def test_the_periods_added_up_never_overlap_cover_all_that_is_there_and_are_the_longest(
    available: set[Period], until: Period
) -> None:
    tiles = tile_period(available, Period(2022, "year", 1), until)
    covered = [month for tile in tiles for month in months_of(tile)]
    assert len(covered) == len(set(covered))
    assert tiles == sorted(tiles, key=lambda tile: tile.first_day)
    candidates = {one for one in available if one.last_day <= until.last_day}
    assert set(tiles) <= candidates
    # Whatever is there lies within what was taken: no figure is left out, and none longer was passed over.
    assert all(any(months_of(one) <= months_of(tile) for tile in tiles) for one in candidates)


# ------------------------------------------------------------------------------------------------------ text

WORDS = st.text(alphabet="aàảãáạăằâầbdđeêghioôơquưyỳỷ 1230", max_size=12)


@bounded
@given(st.lists(WORDS, max_size=8).flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_sorting_is_the_same_from_any_order(orders: tuple[list[str], list[str]]) -> None:
    one, other = orders
    assert sorted(one, key=sort_key) == sorted(other, key=sort_key)


@bounded
@given(WORDS)
def test_a_key_for_matching_is_its_own_key(word: str) -> None:
    assert match_key(match_key(word)) == match_key(word)


# ------------------------------------------------------------------------------------------------------ sums

RATIO = read_indicator("id: x\nmeasure: {kind: ratio, basis: at_date}\nreporters: level:department")
ROLL = read_indicator("id: x\nmeasure: {kind: roll_call, basis: at_date}\nreporters: level:department")
HALF = read_target("{at_least: 50}")
Q3, S1 = Period(2022, "quarter", 3), Period(2022, "semester", 1)
SIDES = st.integers(0, 1000).flatmap(lambda bottom: st.tuples(st.integers(0, bottom), st.just(bottom)))


def unit(number: int, members: int = 0) -> Unit:
    return read_record(Unit, f"{{id: so-{number}, name: Sở, level: department, members: {members}}}")


def filing(number: int, period: Period, entry: str) -> Filing:
    text = f"{{format: 1, unit: so-{number}, period: {period}, sent_on: 2022-09-01, entries: {{x: {{{entry}}}}}}}"
    name = f"data/submissions/{period}/so-{number}.yaml"
    return make_filing(read_record(Submission, text), 1, name, "0" * 64, {"x": 1})


def say(sides: tuple[int, int]) -> str:
    return f"numerator: {sides[0]}, denominator: {sides[1]}"


def answer(number: int, entry: str) -> Answer:
    made = filing(number, Q3, entry)
    return Answer(unit(number), Q3, made, "x")


def open_book(units: list[Unit], filings: list[Filing]) -> Book:
    catalogue = read_record(
        Catalogue,
        "format: 1\npillars: {}\nindicators: []\n"
        "programmes: {p: {name: Kế hoạch, authority: so-0, focal_point: so-0}}",
    )
    return make_book(catalogue, units, filings, "2022-12-31T23:59:59+07:00")


def numbers(figure: Figure) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    return figure.value, figure.numerator, figure.denominator


@bounded
@given(st.lists(SIDES, max_size=6), st.randoms(use_true_random=False), st.sampled_from(["sum", "max", "min"]))
def test_answers_join_to_the_same_figure_in_any_order(
    sides: list[tuple[int, int]], random: object, combine: str
) -> None:
    indicator = read_indicator(f"id: x\nmeasure: {{kind: ratio, basis: at_date, combine: {combine}}}")
    answers = [answer(number, say(one)) for number, one in enumerate(sides)]
    shuffled = list(answers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = join_answers(indicator, HALF, answers), join_answers(indicator, HALF, shuffled)
    if combine == "sum":
        assert numbers(one) == numbers(other)
    # Of equal ratios either may give its two sides.
    assert one.value == other.value


@bounded
@given(st.lists(SIDES, min_size=1, max_size=6))
def test_a_ratio_of_sums_lies_between_the_least_and_the_largest_ratio_of_a_unit(
    sides: list[tuple[int, int]],
) -> None:
    figure = join_answers(RATIO, HALF, [answer(number, say(one)) for number, one in enumerate(sides)])
    ratios = [Fraction(100 * top, bottom) for top, bottom in sides if bottom]
    if not ratios:
        assert figure.value is None
        assert figure.is_nil
        return
    assert figure.value == Fraction(100 * sum(top for top, _ in sides), sum(bottom for _, bottom in sides))
    assert min(ratios) <= figure.value <= max(ratios)


@bounded
@given(
    st.lists(SIDES, min_size=1, max_size=4),
    st.lists(SIDES.filter(lambda one: one[1] > 0), min_size=1, max_size=3),
    st.integers(1, 100),
)
def test_the_bounds_hold_whatever_the_missing_units_report_on_their_known_denominators(
    told: list[tuple[int, int]], missing: list[tuple[int, int]], demanded: int
) -> None:
    units = [unit(number) for number in range(len(told) + len(missing))]
    now = [filing(number, Q3, say(one)) for number, one in enumerate(told)]
    # Half a year before, the missing units reported the same denominators, and nothing of them done.
    before = [filing(len(told) + n, S1, say((0, bottom))) for n, (_, bottom) in enumerate(missing)]
    later = [filing(len(told) + n, Q3, say(one)) for n, one in enumerate(missing)]
    target = read_target("{" + f"at_least: {demanded}" + "}")
    book = open_book(units, now + before)
    figure = join_answers(RATIO, target, find_answers(book, RATIO, target, Q3))
    demand = read_demand(RATIO, target)

    def judge(value: Fraction) -> Status:
        return "met" if demand.is_met(value) else "missed"

    doubt = find_doubt(book, RATIO, target, demand, figure, [(one, Q3) for one in units[len(told) :]], judge)
    bounds = doubt.bounds
    complete = open_book(units, now + before + later)
    final = join_answers(RATIO, target, find_answers(complete, RATIO, target, Q3)).value
    assert bounds is not None
    assert final is not None
    assert bounds.high is not None
    assert bounds.low <= final <= bounds.high
    if doubt.verdict is not None:
        assert doubt.verdict is demand.is_met(final)
        assert demand.is_met(bounds.low) == demand.is_met(final)
        assert figure.value is None or demand.is_met(figure.value) == demand.is_met(final)


@bounded
@given(
    st.lists(
        st.tuples(st.sampled_from(["silent", "done", "not"]), st.integers(0, 5), st.integers(0, 5)),
        min_size=1,
        max_size=5,
    )
)
def test_a_roll_never_leaves_its_bounds_when_the_silent_answer(told: list[tuple[str, int, int]]) -> None:
    units = [unit(number, members) for number, (_, members, _) in enumerate(told)]
    filings = [
        filing(
            number, Q3, f"done: {'true' if word == 'done' else 'false'}, members_done: {min(done, members)}"
        )
        for number, (word, members, done) in enumerate(told)
        if word != "silent"
    ]
    assume(filings)
    book = open_book(units, filings)
    answers = find_answers(book, ROLL, HALF, Q3)
    figure = join_answers(ROLL, HALF, answers, units)
    silent = [one for one in units if one.id not in {found.unit.id for found in answers}]
    demand = read_demand(ROLL, HALF)
    bounds = find_doubt(
        book, ROLL, HALF, demand, figure, [(one, Q3) for one in silent], lambda _: "missed"
    ).bounds
    done = sum(
        (word == "done") + min(members_done, members)
        for word, members, members_done in told
        if word != "silent"
    )
    open_ones = sum(
        1 + members if word == "silent" else members - min(members_done, members)
        for word, members, members_done in told
    )
    total = sum(1 + members for _, members, _ in told)
    assert bounds is not None
    assert numbers(figure) == (Fraction(100 * done, total), Fraction(done), Fraction(total))
    assert (bounds.low, bounds.high) == (
        Fraction(100 * done, total),
        Fraction(100 * (done + open_ones), total),
    )


@bounded
@given(SIDES.filter(lambda one: one[1] > 0), st.integers(0, 1000), st.sampled_from(["at_least", "above"]))
def test_the_gap_is_the_least_number_of_things_that_meets_the_demand(
    sides: tuple[int, int], tenths: int, word: str
) -> None:
    top, bottom = sides
    demand = read_demand(RATIO, read_target("{" + f"{word}: {format_decimal(Fraction(tenths, 10))}" + "}"))
    value = Fraction(100 * top, bottom)
    gap = compute_gap(demand, value, Fraction(bottom), is_percent=True, is_whole=True)
    assert gap is not None
    more = gap.in_numerator
    assert more is not None
    assert more.denominator == 1
    assert demand.is_met(Fraction(100 * (top + more), bottom)) is True
    assert more >= 0
    assert more == 0 or demand.is_met(Fraction(100 * (top + more - 1), bottom)) is False


# ---------------------------------------------------------------------------------------------------- checks

SHAPES = (
    ("kind: ratio", "at_least"),
    ("kind: ratio, may_exceed: true", "at_least"),
    ("kind: ratio, methods: {a: A}", "at_least"),
    ("kind: ratio", "every"),
    ("kind: value", "at_least"),
)
RULES = [
    Rule(
        read_indicator(
            f"""
            id: share
            reporters: [so-a]
            measure: {{{measure}, basis: at_date}}
            targets: [{{programme: p, {demand}: 50, by: 2022-12-31}}]
            """
        )
    )
    for measure, demand in SHAPES
]


@settings(bounded, max_examples=500)
@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(RULES))
def test_a_ratio_that_is_admitted_at_a_glance_is_right(numerator: int, denominator: int, rule: Rule) -> None:
    entry = read_record(Entry, f"{{numerator: {numerator}, denominator: {denominator}}}")
    assert rule.admits(numerator, denominator) == (not [*check_entry(entry, rule, None, "file", ())])
