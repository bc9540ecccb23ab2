"""Solid angles, shares, entropy, densities: laws of what counts on the sphere say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evopose.coverage import measures as m
from evopose.coverage.density import density, smooth
from evopose.limits.sphere import CELLS, centres

EVERYWHERE = np.ones((120, 60))


def some_counts(seed: int, poses: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.bincount(rng.choice(CELLS, poses, p=rng.dirichlet(np.full(CELLS, 0.05))), minlength=CELLS).reshape(
        120, 60
    )


def even(poses: float = 1e12) -> np.ndarray:
    return np.rint(m.solid_angles() * poses / (4 * np.pi)).astype(np.int64)


def test_the_cells_make_up_the_sphere_and_each_weighs_its_solid_angle():
    areas = m.solid_angles()
    assert areas.sum() == pytest.approx(4 * np.pi)
    phi = np.arcsin(centres()[..., 2])
    assert np.allclose(areas, np.cos(phi) * np.radians(3) ** 2, rtol=2e-3)


@given(st.integers(0, 1000), st.integers(1, 3000), st.floats(0.5, 40))
def test_densities_integrate_to_one_smoothed_or_not(seed, poses, degrees):
    counts = some_counts(seed, poses)
    assert np.sum(density(counts) * m.solid_angles()) == pytest.approx(1)
    assert np.sum(smooth(counts, degrees) * m.solid_angles()) == pytest.approx(1)


def test_smoothing_spreads_by_true_angles_over_the_seam_and_over_the_pole():
    for cell in ((0, 30), (60, 59), (17, 3)):
        counts = np.zeros((120, 60), np.int64)
        counts[cell] = 1
        spread = smooth(counts, 8.0)
        angle = np.arccos(np.clip(centres() @ centres()[cell], -1, 1))
        expected = np.exp((np.cos(angle) - 1) / np.radians(8.0) ** 2)
        assert np.allclose(spread / spread.max(), expected, atol=1e-6)


def test_an_even_distribution_has_the_greatest_entropy_and_one_cell_the_least():
    assert m.entropies(even()) == pytest.approx(np.log2(CELLS), abs=1e-6)
    one = np.zeros((120, 60), np.int64)
    one[10, 30] = 5
    assert m.entropies(one) == pytest.approx(np.log2(CELLS * m.solid_angles()[10, 30] / (4 * np.pi)))


@given(st.integers(0, 1000), st.integers(1, 3000))
def test_no_distribution_is_more_even_than_even(seed, poses):
    assert m.entropies(some_counts(seed, poses)) < np.log2(CELLS)


def test_entropy_of_nothing_is_unknown():
    assert np.isnan(m.entropies(np.zeros((120, 60), np.int64)))


@given(st.integers(0, 1000), st.integers(0, 3000), st.integers(0, 500))
def test_more_poses_never_reach_less(seed, poses, more):
    before = some_counts(seed, poses)
    after = before + some_counts(seed + 1, more)
    assert m.shares(before, EVERYWHERE) <= m.shares(after, EVERYWHERE)
    assert m.reached(after) - m.reached(before) == m.new_cells(before, after)
    assert m.new_cells(after, before) == 0


def test_shares_weigh_cells_by_their_solid_angle_and_by_what_is_possible():
    half = np.zeros((120, 60), np.int64)
    half[:, 30:] = 1
    assert m.shares(half, EVERYWHERE) == pytest.approx(0.5)
    possible = np.where(np.arange(60) >= 30, 1.0, 0.5) * EVERYWHERE
    assert m.shares(half, possible) == pytest.approx(2 / 3)
    assert m.shares(half, np.zeros((120, 60))) == 0
    assert m.outside(half, 1.0 * (half == 0)) == 1


def test_the_share_to_expect_of_fewer_poses_is_what_drawing_them_gives():
    counts = some_counts(3, 4000)
    rng = np.random.default_rng(0)
    drawn = [
        m.shares(
            np.bincount(rng.choice(CELLS, 300, p=counts.ravel() / 4000), minlength=CELLS).reshape(120, 60), EVERYWHERE
        )
        for _ in range(200)
    ]
    assert m.expected_shares(counts, EVERYWHERE, 300) == pytest.approx(np.mean(drawn), rel=0.02)
    assert m.expected_shares(counts, EVERYWHERE, 4000) == m.shares(counts, EVERYWHERE)
    assert m.expected_shares(counts, EVERYWHERE, 0) == 0


@given(st.integers(0, 100), st.integers(1, 2000), st.integers(1, 2000))
def test_divergence_is_symmetric_and_between_none_and_one_bit(seed, poses, others):
    a, b = some_counts(seed, poses), some_counts(seed + 1, others)
    assert m.divergences(a, 3 * a) == pytest.approx(0, abs=1e-12)
    assert m.divergences(a, b) == pytest.approx(m.divergences(b, a))
    assert 0 <= m.divergences(a, b) <= 1 + 1e-12


def test_mirroring_twice_changes_nothing_and_turns_directions_over():
    counts = some_counts(0, 500)
    assert np.array_equal(m.mirrored(m.mirrored(counts)), counts)
    theta, phi = m.cell_angles(np.arange(CELLS))
    vectors = np.stack([np.cos(theta) * np.cos(phi), np.sin(theta) * np.cos(phi), np.sin(phi)], axis=-1)
    assert np.allclose(vectors, centres().reshape(-1, 3))
    over = m.mirrored(centres().transpose(2, 0, 1)).transpose(1, 2, 0)
    assert np.allclose(over, centres() * (-1, 1, 1))
