"""Copies of founders that have no new body pose."""

import numpy as np
import pytest

from evopose.demo.population import make_population
from evopose.experiments.controls import rotated_and_scaled
from evopose.geometry.hierarchy import encode
from evopose.geometry.spherical import to_vectors
from evopose.jobs import finish
from evopose.model.array import NDArray


@pytest.fixture(scope="module")
def founders() -> NDArray:
    return np.asarray(finish(make_population(80, seed=0)).positions)[::4]


def of_founder(copies: NDArray, founders: NDArray) -> NDArray:
    """Each copy's founder."""
    return founders[np.arange(len(copies) - len(founders)) % len(founders)]


def test_founders_come_first_as_they_are_and_the_rest_are_as_many_as_asked_for(founders):
    for made in (rotated_and_scaled(founders, 3.5, 0, 0, 0), rotated_and_scaled(founders, 3.5, 0, 20, 0.1)):
        assert len(made) == 70
        assert made.dtype == np.float32
        np.testing.assert_array_equal(made[:20], founders)


def test_no_copy_has_another_body_pose(founders):
    made = rotated_and_scaled(founders, 4, 1, tilt_deg=30, scale=0.1)
    before, after = encode(of_founder(made, founders).astype(float)), encode(made[20:].astype(float))
    np.testing.assert_allclose(to_vectors(after.directions), to_vectors(before.directions), atol=1e-4)
    scale = after.lengths / before.lengths
    np.testing.assert_allclose(scale, scale.mean(axis=1, keepdims=True) * np.ones(16), rtol=1e-4)
    assert scale.std() > 0.05


def test_heading_copies_stand_as_they_stood_and_look_everywhere(founders):
    made = rotated_and_scaled(founders, 20, 2, 0, 0)
    before, after = of_founder(made, founders), made[20:]
    heights = before[..., 2] - before[..., 2].min(axis=1, keepdims=True)
    np.testing.assert_allclose(after[..., 2] - after[..., 2].min(axis=1, keepdims=True), heights, atol=1e-5)
    across = after[:, 1] - after[:, 4]
    counts, _ = np.histogram(np.arctan2(across[:, 1], across[:, 0]), bins=4, range=(-np.pi, np.pi))
    assert counts.min() > len(after) / 8


def test_copies_stand_on_the_ground_and_depend_on_the_seed(founders):
    made = rotated_and_scaled(founders, 5, 3, tilt_deg=15, scale=0.1)
    lowest = made[20:, :, 2].min(axis=1)
    assert abs(lowest.mean() - 0.02) < 0.003
    np.testing.assert_array_equal(made, rotated_and_scaled(founders, 5, 3, tilt_deg=15, scale=0.1))
    assert not np.array_equal(made, rotated_and_scaled(founders, 5, 4, tilt_deg=15, scale=0.1))
