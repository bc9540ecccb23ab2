"""Laws of growing maps on the sphere."""

import numpy as np
import pytest

from evopose.limits.growing import closed, grown
from evopose.limits.sphere import CELLS, centres


@pytest.mark.parametrize("radius", [3.0, 12.0, 24.0])
def test_growing_goes_by_the_true_angle_also_at_the_poles(radius):
    middles = centres().reshape(CELLS, 3)
    for seed in (3, 59, 60 * 40 + 30, 60 * 119 + 45):
        start = np.zeros(CELLS, bool)
        start[seed] = True
        found = grown(start.reshape(1, 120, 60), radius).reshape(CELLS)
        near = middles @ middles[seed] >= np.cos(np.radians(radius)) - 1e-9
        np.testing.assert_array_equal(found, near)


def test_growing_a_union_is_the_union_of_the_grown():
    rng = np.random.default_rng(0)
    a, b = rng.random((2, 1, 120, 60)) < 0.002
    np.testing.assert_array_equal(grown(a | b, 15), grown(a, 15) | grown(b, 15))


def test_closing_fills_a_gap_and_adds_nothing_far_away():
    ring = np.ones((1, 120, 60), bool)
    ring[0, 40:43, 29:32] = False
    assert not grown(ring[:, :, ::-1], 0.1).all()
    assert closed(ring, 0.1, 6).all()
    point = np.zeros((1, 120, 60), bool)
    point[0, 60, 30] = True
    assert (closed(point, 12, 6) & ~grown(point, 14)).sum() == 0
    assert (grown(point, 12) & ~closed(point, 12, 6)).sum() == 0
