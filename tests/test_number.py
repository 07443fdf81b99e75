"""Numbers are read as people write them, held exactly, and rounded once, when they are shown."""

from fractions import Fraction

import pytest

from cds_kpi.number import (
    LONGEST,
    Number,
    Writing,
    add_up,
    choose_decimals,
    format_decimal,
    format_exact,
    format_number,
    parse_number,
    round_to,
)
from cds_kpi.problem import Fault


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("812345", Fraction(812345)),
        ("0.1", Fraction(1, 10)),
        ("85.5", Fraction(171, 2)),
        ("85,5", Fraction(171, 2)),
        ("85,5%", Fraction(171, 2)),
        ("85.5 %", Fraction(171, 2)),
        ("15.38", Fraction(769, 50)),
        ("-1.35", Fraction(-27, 20)),
        ("0,650", Fraction(13, 20)),
        ("1.234.567", Fraction(1234567)),
        ("1.234.567,89", Fraction(123456789, 100)),
        ("1.234,5", Fraction(2469, 2)),
        ("1 234 567", Fraction(1234567)),
        ("1\u00a0234\u202f567,5", Fraction(2469135, 2)),
        ("1\u2009234", Fraction(1234)),
        ("  75,7  ", Fraction(757, 10)),
        ("7.650%", Fraction(153, 20)),
    ],
)
@pytest.mark.parametrize("writing", ["yaml", "form"])
def test_a_number_without_doubt_is_read_the_same_in_files_and_forms(
    text: str, exact: Fraction, writing: Writing
) -> None:
    assert parse_number(text, writing=writing) == Number(exact, " ".join(text.split()))


def test_a_point_before_three_digits_is_decimal_in_files_and_ambiguous_in_forms() -> None:
    assert parse_number("7.650") == Number(Fraction(153, 20), "7.650")
    assert parse_number("7.650", writing="form") == Fault(
        "number-ambiguous", {"found": "7.650", "grouped": "7650", "decimal": "7,650"}
    )


def test_a_comma_before_three_digits_is_decimal_in_forms_and_ambiguous_in_files() -> None:
    assert parse_number("7,650", writing="form") == Number(Fraction(153, 20), "7,650")
    assert parse_number("7,650") == Fault(
        "number-ambiguous", {"found": "7,650", "grouped": "7650", "decimal": "7.650"}
    )


@pytest.mark.parametrize("writing", ["yaml", "form"])
@pytest.mark.parametrize(
    ("text", "plain"), [("3,194.15", "3194.15"), ("1,234,567", "1234567"), ("1,234,567.5", "1234567.5")]
)
def test_groups_in_the_american_way_are_refused_with_the_plain_number_offered(
    text: str, plain: str, writing: Writing
) -> None:
    assert parse_number(text, writing=writing) == Fault(
        "number-foreign-groups", {"found": text, "plain": plain}
    )


@pytest.mark.parametrize(
    ("text", "plain"), [("010", "10"), ("-007", "-7"), ("00", "0"), ("00.5", "0.5"), ("08,5", "8,5")]
)
def test_a_leading_zero_is_refused_never_read_as_octal(text: str, plain: str) -> None:
    assert parse_number(text) == Fault("number-leading-zero", {"found": text, "plain": plain})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "%",
        "1e3",
        "1_000",
        "+5",
        "nan",
        "inf",
        "0x10",
        "1/3",
        ".5",
        "5.",
        "1.23.456",
        "1 23",
        "1  234",
        "12 34,5",
        *["65 - 70%", "190:20:30", "٣", "５", "1.234.56", "--5", "5%%", "mười", "1,2,3", "0.123.456"],
    ],
)
@pytest.mark.parametrize("writing", ["yaml", "form"])
def test_what_is_no_number_is_refused_with_what_was_found(text: str, writing: Writing) -> None:
    assert parse_number(text, writing=writing) == Fault("number-expected", {"found": text})


def test_a_number_longer_than_any_offices_figure_is_refused_and_quoted_short() -> None:
    assert parse_number("9" * LONGEST) == Number(Fraction(10**40 - 1), "9" * 40)
    assert parse_number("-" + "9" * 39) == Number(Fraction(1 - 10**39), "-" + "9" * 39)
    assert parse_number("9" * 41) == Fault("number-too-long", {"found": "9" * 40 + "…", "longest": 40})


def test_a_number_knows_how_it_was_written() -> None:
    share, people = parse_number("85,5%"), parse_number("7.650")
    assert isinstance(share, Number)
    assert isinstance(people, Number)
    assert (share.is_percentage, share.is_whole, share.if_grouped) == (True, False, None)
    assert (people.is_percentage, people.is_whole, people.if_grouped) == (False, False, "7650")


@pytest.mark.parametrize(
    ("larger", "smaller"), [("2/3", "1/2"), ("3/4", "2/3"), ("7", "13/2"), ("1/3", "-1/2"), ("-1/3", "-1/2")]
)
def test_one_number_exceeds_another_whatever_they_are_divided_by(larger: str, smaller: str) -> None:
    more, less = Number(Fraction(larger), larger), Number(Fraction(smaller), smaller)
    assert (more.exceeds(less), less.exceeds(more), more.exceeds(more)) == (True, False, False)


@pytest.mark.parametrize(("value", "is_negative"), [("-1/3", True), ("0", False), ("1/3", False)])
def test_a_number_below_nothing_is_negative(value: str, is_negative: bool) -> None:
    assert Number(Fraction(value), value).is_negative is is_negative


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        # A half goes away from zero on both sides; a float would hold 2.675 as a little less.
        ("2.675", 2, "2.68"),
        ("-2.675", 2, "-2.68"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.5", 0, "-1"),
        ("0.49999999999999999999", 0, "0"),
        ("29.80", 0, "30"),
        ("84.996", 2, "85"),
        ("84.996", 3, "84.996"),
    ],
)
def test_a_value_is_rounded_half_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert round_to(Fraction(value), places) == Fraction(rounded)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(50), "50"),
        (Fraction(1, 10), "0.1"),
        (Fraction(5, 2), "2.5"),
        (Fraction(-1, 8), "-0.125"),
        # 2^-20 ends after 20 places: it is written whole, not cut at 12.
        (Fraction(1, 2**20), "0.00000095367431640625"),
        # 5^-30 = 2^30 / 10^30; its 30 places are more than a float of the denominator keeps apart.
        (Fraction(1, 5**30), "0." + "1073741824".rjust(30, "0")),
        # 1/3 and 2/3 never end: 12 places, the last one rounded.
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(-200, 3), "-66.666666666667"),
        # 812345/1498765 = 0.5420095878940328...
        (Fraction(812345, 1498765) * 100, "54.200958789403"),
    ],
)
def test_programs_get_the_exact_decimal_where_it_ends_and_twelve_places_where_it_does_not(
    value: Fraction, text: str
) -> None:
    assert format_decimal(value) == text


def test_people_get_groups_and_a_decimal_sign_in_their_language() -> None:
    assert format_number(Fraction("13508.25"), 2, "vi") == "13.508,25"
    assert format_number(Fraction("13508.25"), 2, "en") == "13,508.25"
    assert format_number(Fraction("-1234567.5"), 0, "vi") == "-1.234.568"
    assert format_number(Fraction(999), 1, "vi") == "999,0"
    assert format_number(Fraction("999.95"), 1, "vi") == "1.000,0"


def test_a_value_between_minus_one_and_zero_keeps_its_sign() -> None:
    assert format_number(Fraction("-0.5"), 1, "vi") == "-0,5"


def test_a_negative_value_that_rounds_to_zero_has_no_sign() -> None:
    assert format_number(Fraction("-0.004"), 2, "vi") == "0,00"


def test_a_number_that_ends_is_written_whole_and_an_endless_one_with_the_places_asked_for() -> None:
    assert format_exact(Fraction("32.78"), 1, "vi") == "32,78"
    assert format_exact(Fraction(1498765), 2, "vi") == "1.498.765"
    assert format_exact(Fraction(5, 2), 0, "vi") == "2,5"
    assert format_exact(Fraction(1, 3), 2, "vi") == "0,33"
    assert format_exact(Fraction(2, 3), 0, "en") == "1"


def test_as_many_decimals_are_chosen_as_keep_the_verdict() -> None:
    assert choose_decimals(Fraction("84.996"), 2, lambda value: value >= 85) == 3
    assert choose_decimals(Fraction("29.80"), 0, lambda value: value >= 30) == 1
    assert choose_decimals(Fraction("30.0004"), 2, lambda value: value > 30) == 4
    assert choose_decimals(Fraction("5.4"), 0, lambda value: value <= 5) == 1
    assert choose_decimals(Fraction("85.001"), 2, lambda value: value >= 85) == 2
    assert choose_decimals(Fraction("30"), 0, lambda value: value > 30) == 0


def test_a_verdict_that_no_rounded_number_gets_ends_with_as_many_decimals_as_a_number_may_have() -> None:
    assert choose_decimals(Fraction(1, 3), 2, lambda value: value == Fraction(1, 3)) == LONGEST


def test_a_sum_is_exact_whatever_its_numbers_are_divided_by() -> None:
    numbers = [Fraction(1, 3), Fraction(5), Fraction("0.25"), Fraction(2, 3), Fraction(-7), Fraction("0.75")]
    assert add_up(numbers) == Fraction(0)
    assert add_up(numbers[:5]) == sum(numbers[:5])
    assert add_up([]) == 0
    assert isinstance(add_up([]), Fraction)
