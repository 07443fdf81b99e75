"""A list that is made when it is first read reads like a tuple."""

from collections.abc import Iterator

from cds_kpi.report.listing import Listing


def test_a_list_is_made_once_and_not_before_it_is_read() -> None:
    made = []

    def make() -> Iterator[int]:
        made.append("made")
        yield from (3, 1, 2)

    listing = Listing(make)
    assert made == []
    assert (len(listing), listing[0], listing[1:], list(listing)) == (3, 3, (1, 2), [3, 1, 2])
    assert made == ["made"]


def test_a_list_equals_any_other_of_the_same_items() -> None:
    listing = Listing(lambda: (1, 2))
    assert listing == (1, 2)
    assert listing == Listing(lambda: [1, 2])
    assert listing != (1,)
    assert hash(listing) == hash((1, 2))
    assert repr(listing) == "(1, 2)"
