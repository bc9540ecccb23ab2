"""How far lifted poses are from the truth."""

import numpy as np
import pytest
import torch

from evopose.evaluation.report import MEASURES as REPORTED
from evopose.evaluation.scores import MEASURES, mpjpe, score
from evopose.geometry import metrics
from evopose.geometry.vectors import axis_rotation


@pytest.fixture
def poses(people):
    """Predicted and true, decimetres apart."""
    truth = people(1, 30, torch.float64).numpy()
    return truth + 0.1 * np.random.default_rng(0).normal(size=truth.shape), truth


def test_what_is_scored_is_reported_under_the_same_names():
    assert tuple(name.removesuffix("_mm") for name in REPORTED) == MEASURES


def test_the_truth_is_right(poses):
    _, truth = poses
    found = score(truth + 1.0, truth)
    for name in ("mpjpe", "n_mpjpe", "pa_mpjpe", "mpjpe16", "pa_mpjpe16", "n_mpjpe16"):
        assert np.abs(getattr(found, name)).max() < 1e-6
    for name in ("pck150", "pck150_16", "pck150_14"):
        assert (getattr(found, name) == 1).all()
    assert found.auc14 == pytest.approx(30 / 31)  # nothing is nearer than 0 mm


def test_whole_poses_score_as_the_geometry_says(poses):
    found = score(*poses)
    assert found.mpjpe == pytest.approx(metrics.mpjpe(*poses))
    assert found.pa_mpjpe == pytest.approx(metrics.pa_mpjpe(*poses))
    assert found.n_mpjpe == pytest.approx(metrics.n_mpjpe(*poses))
    assert found.per_joint.mean(axis=1) == pytest.approx(found.mpjpe)
    assert mpjpe(*poses) == pytest.approx(found.mpjpe)
    assert mpjpe(*map(torch.from_numpy, poses)).numpy() == pytest.approx(found.mpjpe)


def test_without_the_root_an_error_is_a_sixteenth_larger(poses):
    found = score(*poses)
    assert found.mpjpe16 == pytest.approx(found.mpjpe * 17 / 16)
    assert found.n_mpjpe16 == pytest.approx(found.n_mpjpe * 17 / 16)
    assert found.pa_mpjpe16 == pytest.approx(metrics.pa_mpjpe(poses[0][:, 1:], poses[1][:, 1:]))


def test_each_measure_forgives_what_it_should(poses):
    _, truth = poses
    hips = truth[:, :1]
    turned = truth @ axis_rotation(torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64), torch.tensor(0.5)).numpy()
    assert score(2 * truth, truth).n_mpjpe.max() < 1e-9 < score(2 * truth, truth).mpjpe.min()
    assert score(3 * turned - hips, truth).pa_mpjpe.max() < 1e-9 < score(turned, truth).n_mpjpe.min()
    mirrored = truth * np.array([-1.0, 1.0, 1.0])
    assert score(mirrored, truth).pa_mpjpe.min() > 1e-3


def test_a_joint_counts_as_correct_within_150_mm():
    truth = np.random.default_rng(0).normal(size=(3, 17, 3))
    predicted = truth.copy()
    predicted[0, 16, 0] += 0.1499
    predicted[1, 16, 0] += 0.1501
    predicted[2, 7, 0] += 0.2  # the spine, which MPI-INF-3DHP leaves out
    found = score(predicted, truth)
    assert found.pck150 == pytest.approx([1, 16 / 17, 16 / 17])
    assert found.pck150_16 == pytest.approx([1, 15 / 16, 15 / 16])
    assert found.pck150_14 == pytest.approx([1, 13 / 14, 1])
    assert found.auc14 == pytest.approx([(13 * 30 / 31 + 1 / 31) / 14, 13 * 30 / 31 / 14, 30 / 31])


def test_joints_that_are_missing_leave_the_mean_to_the_others(poses):
    predicted, truth = (array.copy() for array in poses)
    whole = score(predicted, truth)
    truth[0, 13], predicted[1, 10], truth[2, 0], truth[3, 4:] = np.nan, np.nan, np.nan, np.nan
    predicted[4, 3:] = np.nan
    found = score(predicted, truth)
    assert found.mpjpe[0] == pytest.approx((whole.mpjpe[0] * 17 - whole.per_joint[0, 13]) / 16)
    assert np.isnan(found.per_joint[1, 10]) and np.isfinite(found.pa_mpjpe[1])
    assert np.isnan(found.mpjpe[[2, 4]]).all() and np.isfinite(found.mpjpe[3])  # no hip, and too few
    assert np.array_equal(found.mpjpe[5:], whole.mpjpe[5:])
    assert np.isnan(found.per_joint[2]).all()


def test_a_lifter_that_puts_all_joints_in_one_place_has_no_best_scale(poses):
    found = score(np.zeros((30, 17, 3)), poses[1])
    assert np.isnan(found.n_mpjpe).all() and np.isfinite(found.mpjpe).all()
