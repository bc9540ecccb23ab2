"""The numbers along a chart: at round steps, no two alike, whole where generations are counted."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from evostudio.views.axis import Axis, nice
from evostudio.views.curve_reading import brief


@given(st.floats(-1e3, 1e3, allow_subnormal=False), st.floats(1e-2, 1e6), st.integers(1, 12))
@example(6.8, 0.25, 2)  # 34 steps of 0.2 are 6.800000000000001
def test_an_axis_holds_its_range_and_ends_at_numbers(low, span, most):
    axis = Axis.over(low, low + span, most)
    numbers = list(axis.numbers())
    assert axis.low <= low + 1e-6 * axis.step
    assert axis.high >= low + span - 1e-6 * axis.step
    assert numbers[0] == axis.low
    assert np.isclose(numbers[-1], axis.high)
    assert len(numbers) <= most + 3


@given(st.floats(1e-3, 1e7), st.floats(1e-3, 1e3), st.integers(2, 8))
def test_no_two_numbers_of_an_axis_read_alike(low, span, most):
    axis = Axis.over(low, low + max(span, 1e-5 * low), most)
    numbers = [number for number in axis.numbers() if abs(number) > axis.step / 2]
    assert len({brief(number, axis.step) for number in numbers}) == len(numbers)


@given(st.integers(1, 70_000), st.integers(1, 20))
def test_generations_are_whole_numbers_from_the_first_to_the_last_and_not_too_near(last, most):
    numbers = list(Axis.over(0.0, float(last), most, whole=True).numbers())
    assert all(number == int(number) for number in numbers)
    assert (numbers[0], numbers[-1]) == (0, last)
    assert 2 <= len(numbers) <= most + 1
    assert np.diff(numbers).min() >= last / most * (1 - 1e-6)


@given(st.floats(1e-6, 1e9))
def test_nice_numbers_are_larger_and_not_much(number):
    assert number * (1 - 1e-6) <= nice(number) <= 2.5 * number * (1 + 1e-6)
