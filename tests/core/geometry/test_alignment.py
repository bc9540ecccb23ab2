"""Laws of alignment and of the metrics built on it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evopose.geometry.alignment import procrustes, scaled
from evopose.geometry.metrics import mpjpe, n_mpjpe, pa_mpjpe
from evopose.geometry.turning import mirrored

seeds = st.integers(0, 2**32 - 1)
quickly = settings(max_examples=12, deadline=None)


def similar(poses, seed):
    """The poses turned, moved, and made larger or smaller."""
    rng = np.random.default_rng(seed)
    q = np.linalg.qr(rng.normal(size=(len(poses), 3, 3)))[0]
    q *= np.sign(np.linalg.det(q))[:, None, None]
    return rng.uniform(0.3, 3) * poses @ q + rng.normal(size=(len(poses), 1, 3))


@quickly
@given(seeds)
def test_procrustes_finds_a_similarity_again(random_poses, seed):
    poses = random_poses(seed)
    np.testing.assert_allclose(procrustes(similar(poses, seed), poses), poses, atol=1e-9)
    np.testing.assert_allclose(pa_mpjpe(similar(poses, seed), poses), 0, atol=1e-9)


@quickly
@given(seeds)
def test_procrustes_never_reflects_and_no_nearby_similarity_is_better(random_poses, seed):
    poses = random_poses(seed)
    target = mirrored(poses)
    best = procrustes(poses, target)
    assert (np.linalg.norm(best - target, axis=-1).max(axis=-1) > 1e-3).all()
    error = np.sum((best - target) ** 2, axis=(-1, -2))
    rng = np.random.default_rng(seed)
    for _ in range(5):
        q = np.linalg.qr(np.eye(3) + 0.02 * rng.normal(size=(3, 3)))
        nudge = q[0] * np.sign(np.diag(q[1]))
        middle = best.mean(axis=1, keepdims=True)
        other = (1 + 0.02 * rng.normal()) * (best - middle) @ nudge + middle + 0.01 * rng.normal(size=3)
        assert (np.sum((other - target) ** 2, axis=(-1, -2)) >= error - 1e-12).all()


@quickly
@given(seeds)
def test_metrics_vanish_on_what_they_forgive(random_poses, seed):
    poses = random_poses(seed)
    np.testing.assert_allclose(mpjpe(poses + 7, poses), 0, atol=1e-9)
    np.testing.assert_allclose(n_mpjpe(2.5 * poses, poses), 0, atol=1e-9)
    noisy = poses + np.random.default_rng(seed).normal(0, 0.05, poses.shape)
    centred = noisy - noisy[:, :1]
    assert (mpjpe(noisy, poses) > 0).all()
    residual = np.sum((scaled(centred, poses - poses[:, :1]) - (poses - poses[:, :1])) ** 2, axis=(-1, -2))
    assert (residual <= np.sum((centred - (poses - poses[:, :1])) ** 2, axis=(-1, -2)) + 1e-12).all()


def test_the_default_averages_seventeen_joints_with_the_root_s_zero(random_poses):
    poses = random_poses(1)
    moved = poses.copy()
    moved[:, 3] += (0.0, 0.0, 0.17)
    np.testing.assert_allclose(mpjpe(moved, poses), 0.01)
