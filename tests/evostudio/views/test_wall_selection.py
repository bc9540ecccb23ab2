"""Choosing poses of a wall: single, many, ranges, in the order of the list."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evostudio.views.wall_selection import WallSelection


@pytest.fixture
def selection() -> WallSelection:
    made = WallSelection()
    made.show_rows(10)
    return made


def test_nothing_is_chosen_at_first_and_what_is_looked_at_counts_as_chosen(selection):
    assert selection.chosen().tolist() == []
    selection.take(3)
    assert selection.chosen().tolist() == [3]
    selection.clear()
    assert (selection.count, selection.chosen().tolist()) == (0, [3])


def test_a_range_goes_along_the_list_and_not_along_the_rows(selection):
    selection.list_rows(np.array([9, 2, 5, 7]))
    selection.take(1)
    selection.reach(3)
    assert selection.chosen().tolist() == [2, 5, 7]
    selection.reach(0)
    assert selection.chosen().tolist() == [9, 2]


def test_what_is_listed_no_more_is_let_go_and_what_is_looked_at_stays(selection):
    selection.take(2)
    selection.reach(5)
    selection.current = 4
    selection.list_rows(np.array([8, 4, 2]))
    assert selection.chosen().tolist() == [4, 2]
    assert selection.row(selection.current) == 4
    selection.list_rows(np.array([8]))
    assert (selection.count, selection.current) == (0, -1)


def test_another_order_of_the_same_keeps_all(selection):
    selection.take_all()
    selection.list_rows(np.arange(10)[::-1].copy())
    assert selection.count == 10
    assert selection.chosen().tolist() == list(range(9, -1, -1))


@given(st.lists(st.tuples(st.sampled_from(("take", "toggle", "reach")), st.integers(0, 19)), max_size=12))
def test_the_count_is_what_is_chosen(steps):
    selection = WallSelection()
    selection.show_rows(20)
    selection.list_rows(np.random.default_rng(1).permutation(20))
    for verb, place in steps:
        getattr(selection, verb)(place)
        assert selection.count == int(selection.is_chosen(np.arange(20)).sum())
