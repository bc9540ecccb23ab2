"""What lifters say of poses, however they scale them."""

import pytest
import torch

from evopose.errors import BadOption, UnknownJoint
from evopose.lifting.lifter import begun
from evopose.lifting.mirror import mirrored_joints, mirrored_pixels
from evopose.lifting.options import ModelOptions

ALL = list(range(1, 17))


@pytest.mark.parametrize("learner", ["residual", "attention"])
@pytest.mark.parametrize("normalisation", ["set", "pose", "camera"])
def test_a_flipping_lifter_says_of_a_mirrored_view_the_mirrored_pose(
    make_lifter, pixels, intrinsics, learner, normalisation
):
    lifter = make_lifter(learner=learner, normalisation=normalisation, flip=True)
    centre = intrinsics[:, 2] if normalisation == "camera" else float(lifter.mean_2d[:, 0].mean())
    mirrored = lifter.predict(mirrored_pixels(pixels, centre), intrinsics)
    assert torch.allclose(mirrored, mirrored_joints(lifter.predict(pixels, intrinsics)), atol=1e-5)
    assert not torch.allclose(mirrored, lifter.predict(pixels, intrinsics), atol=1e-2)


def test_mirroring_twice_is_nothing(make_lifter, pixels, intrinsics):
    poses = torch.randn(6, 17, 3)
    assert torch.equal(mirrored_joints(mirrored_joints(poses)), poses)
    assert torch.allclose(mirrored_pixels(mirrored_pixels(pixels, 500.0), 500.0), pixels, atol=1e-3)
    for normalisation in ("set", "pose", "camera"):
        lifter = make_lifter(normalisation=normalisation)
        numbers = lifter.normalised(pixels, intrinsics)
        assert torch.allclose(lifter.mirrored(lifter.mirrored(numbers)), numbers, atol=1e-4)


def test_scaling_back_is_the_inverse_of_scaling(make_lifter):
    lifter = make_lifter()
    poses = torch.randn(4, 17, 3)
    poses[:, 0] = 0
    assert torch.allclose(lifter.unscaled(lifter.scaled(poses)), poses, atol=1e-5)


def test_the_sample_that_it_is_scaled_by_has_mean_zero_and_deviation_one(pixels, intrinsics):
    poses = torch.randn(6, 17, 3) * 0.3
    for normalisation in ("set", "camera"):
        lifter = begun(ModelOptions(normalisation=normalisation), pixels, poses, intrinsics)
        for numbers in (lifter.normalised(pixels, intrinsics), lifter.scaled(poses)):
            assert torch.allclose(numbers.mean(dim=0), torch.zeros(numbers.shape[1]), atol=1e-4)
            assert torch.allclose(numbers.std(dim=0, correction=0), torch.ones(numbers.shape[1]), atol=1e-3)


def test_what_is_missing_does_not_count_for_scales(pixels):
    pixels[3, 4] = torch.nan
    lifter = begun(ModelOptions(), pixels, torch.randn(6, 17, 3))
    assert torch.isfinite(lifter.mean_2d).all() and torch.isfinite(lifter.std_2d).all()


def test_by_camera_other_lenses_make_no_difference(make_lifter, pixels, intrinsics):
    lifter = make_lifter(normalisation="camera")
    fx, fy, cx, cy = (intrinsics[:, None, k] for k in range(4))
    other = torch.stack([(pixels[..., 0] - cx) / fx * 300 + 7, (pixels[..., 1] - cy) / fy * 400 - 9], dim=-1)
    lens = torch.tensor([[300.0, 400.0, 7.0, -9.0]]).expand(6, 4)
    assert torch.allclose(lifter.predict(other, lens), lifter.predict(pixels, intrinsics), atol=1e-4)


def test_by_camera_views_alone_are_refused(make_lifter, pixels):
    with pytest.raises(BadOption, match="fx, fy, cx, cy"):
        make_lifter(normalisation="camera").predict(pixels)


def test_the_hip_is_the_origin_and_a_joint_that_is_not_seen_makes_nan_of_its_pose_alone(make_lifter, pixels):
    lifter = make_lifter(joints=("hip", "rhip", "lhip", "head"))
    pixels[2, 10] = torch.nan
    pixels[4, 16] = torch.nan
    lifted = lifter.predict(pixels)
    assert lifter.seen == (0, 1, 4, 10)
    assert torch.isnan(lifted[2]).all()
    assert torch.isfinite(lifted[[0, 1, 3, 4, 5]]).all()
    assert not lifted[[0, 1, 3, 4, 5], 0].any()


def test_joints_that_there_are_not_or_that_stand_alone_are_refused_before_training(pixels):
    poses = torch.randn(6, 17, 3)
    with pytest.raises(UnknownJoint, match="lwrist"):
        begun(ModelOptions(joints=("lwirst",)), pixels, poses)
    with pytest.raises(BadOption, match="lwrist stand alone"):
        begun(ModelOptions(joints=("lwrist", "head"), flip=True), pixels, poses)
