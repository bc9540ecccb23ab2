"""What limits allow, whatever the rest of the pose."""

import numpy as np
import pytest

from evopose.coverage import regions
from evopose.coverage.histogram import cells_of
from evopose.geometry.vectors import unit
from evopose.limits import default
from evopose.limits.occupancy import LOWER, UPPER


@pytest.fixture(scope="module")
def possible():
    return regions.possible(default())


def test_head_upper_arms_and_thighs_are_allowed_or_not(possible):
    assert np.isin(possible[list(UPPER)], (0, 1)).all()
    assert ((possible >= 0) & (possible <= 1 + 1e-6)).all()


def test_every_valid_pose_points_where_something_is_allowed(possible, people):
    positions = people(5, 3000, 30.0)
    valid = positions[default().valid(positions).all(axis=1)]
    assert len(valid) > 100
    cell = cells_of(valid)
    found = np.stack([possible.reshape(9, -1)[limb, cell[:, limb]] for limb in range(9)], axis=1)
    # cells are judged by their middles
    assert (found > 0).mean() > 0.999


@pytest.mark.parametrize("limb", LOWER)
def test_many_parents_at_once_are_told_what_each_is_told(limb):
    rng = np.random.default_rng(limb)
    parents = unit(rng.normal(size=(4, 3)))
    together = regions.given(default(), limb, parents)
    alone = [default().region(limb, regions._pose(regions.LIMBS[limb].start, parent)) for parent in parents]
    assert (together != np.stack(alone)).mean() < 1e-3


def test_limits_of_another_kind_are_asked_pose_by_pose():
    class Half:
        name = "half"

        def region(self, limb, positions):
            assert positions.shape == (17, 3)
            return np.tile(np.arange(60) >= 30, (120, 1))

    assert np.array_equal(regions.given(Half(), 2, np.eye(3)).sum(axis=(1, 2)), [3600] * 3)
