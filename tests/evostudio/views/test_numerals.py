"""Numbers as they are read: commas, a true minus, digits that count."""

import pytest

from evostudio.views.numerals import number, numeral, plain


def test_two_digits_count_and_large_numbers_keep_all_before_the_point():
    told = {0.0: "0", 0.0123: "0.012", 0.123: "0.12", 1.26: "1.3", 12.6: "13", -89.2: "−89", 1025.4: "1,025"}
    assert {value: number(value) for value in told} == told


@pytest.mark.parametrize(
    ("value", "digits", "words"), [(1025, 0, "1,025"), (-1234.56, 1, "−1,234.6"), (-0.04, 1, "0.0"), (-0.4, 0, "0")]
)
def test_thousands_stand_apart_and_nothing_is_a_zero_below_zero(value, digits, words):
    assert numeral(value, digits) == words


def test_a_plain_number_has_the_digits_that_it_has():
    assert [plain(value) for value in (10.0, 2.5, -180.0, 1000.0, 0.0)] == ["10", "2.5", "−180", "1,000", "0"]
