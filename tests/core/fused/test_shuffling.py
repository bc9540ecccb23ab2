"""Orders that are told place by place hold everything once."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evopose.fused.shuffling import shuffled


@settings(max_examples=40, deadline=None)
@given(size=st.integers(1, 3000), key=st.integers(0, 2**64 - 1))
def test_all_places_together_hold_each_number_once(size: int, key: int) -> None:
    np.testing.assert_array_equal(np.sort(shuffled(0, size, size, key)), np.arange(size))


def test_what_stands_at_a_place_does_not_depend_on_where_one_begins() -> None:
    whole = shuffled(0, 1000, 1000, 7)
    np.testing.assert_array_equal(np.concatenate([shuffled(0, 300, 1000, 7), shuffled(300, 700, 1000, 7)]), whole)


def test_it_is_no_order_that_one_would_notice() -> None:
    """Neighbours are as far apart as of numbers drawn at random, and another key has another order."""
    size = 100_000
    first, other = shuffled(0, size, size, 1), shuffled(0, size, size, 2)
    assert abs(np.abs(np.diff(first)).mean() / (size / 3) - 1) < 0.02
    assert abs(np.corrcoef(first, np.arange(size))[0, 1]) < 0.02
    assert abs(np.corrcoef(first, other)[0, 1]) < 0.02
    assert abs(np.bincount(first[: size // 10] * 10 // size) / (size // 100) - 1).max() < 0.15


def test_millions_of_millions_have_an_order_too() -> None:
    size = 3 * 10**12
    found = shuffled(size - 1000, 1000, size, 5)
    assert len(np.unique(found)) == 1000 and found.min() >= 0 and size * 0.9 < found.max() < size
