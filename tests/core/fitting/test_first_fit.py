"""Laws of the first fit."""

from dataclasses import replace

import numpy as np
import pytest

from evopose.errors import BadOption
from evopose.fitting import CannotFit, FitOptions, fit, fit_many, solutions
from evopose.fitting.library import library
from evopose.fitting.template import bone_vectors
from evopose.geometry.hierarchy import to_global
from evopose.geometry.metrics import mpjpe, pa_mpjpe
from evopose.geometry.projection import project
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints, Visibility
from evopose.model.skeleton import H36M_17

RIGHT_ARM = [15, 16]


def without(keypoints: Keypoints, joints: list[int]) -> Keypoints:
    for joint in joints:
        keypoints = keypoints.marked(joint, Visibility.MISSING)
    return keypoints


def test_library_poses_come_back_from_their_pictures(shots):
    fits = [fit(shot.keypoints, shot.camera) for shot in shots]
    errors = np.array([mpjpe(found.positions, shot.positions) for found, shot in zip(fits, shots, strict=True)])
    aligned = np.array([pa_mpjpe(found.positions, shot.positions) for found, shot in zip(fits, shots, strict=True)])
    assert np.median(errors) < 0.05
    assert np.median(aligned) < 0.04
    assert np.percentile(errors, 90) < 0.12


def test_fits_lie_on_the_picture(shots):
    pixels = [fit(shot.keypoints, shot.camera).reprojection_px for shot in shots]
    assert np.median(pixels) < 3
    assert max(pixels) < 12


def test_bones_keep_the_proportions_of_the_template(shots):
    found = fit(shots[0].keypoints, shots[0].camera)
    ratio = np.linalg.norm(bone_vectors(found.positions), axis=-1) / library().lengths
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-3)
    np.testing.assert_allclose(to_global(found.pose), found.positions, atol=1e-9)


def test_the_same_keypoints_give_the_same_fit(shots):
    one, other = (fit(shots[1].keypoints, shots[1].camera) for _ in range(2))
    np.testing.assert_array_equal(one.positions, other.positions)
    assert one.cost == other.cost


def test_a_mirrored_picture_gives_the_mirrored_pose(shots):
    differences = []
    for shot in shots[:8]:
        camera = shot.camera
        flipped = shot.keypoints.xy[list(H36M_17.mirror)] * [-1, 1] + [2 * camera.centre[0], 0]
        mirrored = fit(Keypoints.from_xy(flipped), camera).positions[list(H36M_17.mirror)] * [-1, 1, 1]
        differences.append(mpjpe(mirrored, fit(shot.keypoints, camera).positions))
    assert np.median(differences) < 0.01
    assert max(differences) < 0.08


def test_an_arm_that_is_not_seen_still_gets_a_place(shots):
    for shot in shots[:8]:
        found = fit(without(shot.keypoints, RIGHT_ARM), shot.camera)
        seen = [joint for joint in range(17) if joint not in RIGHT_ARM]
        assert np.isfinite(found.positions).all()
        assert (
            np.linalg.norm(
                (found.positions - shot.positions)[seen] - found.positions[0] + shot.positions[0], axis=-1
            ).mean()
            < 0.2
        )


def test_doubtful_keypoints_pull_less(shots):
    pulls = []
    for shot in shots[:8]:
        xy, confidence = shot.keypoints.xy.copy(), np.ones(17)
        xy[16] += [30, -30]
        confidence[16] = 0.15
        images = (
            project(shot.camera, fit(replace(shot.keypoints, xy=xy, confidence=own), shot.camera).positions)[16]
            for own in (np.ones(17), confidence)
        )
        pulls.append([np.linalg.norm(seen - xy[16]) for seen in images])
    trusted, doubted = np.median(pulls, axis=0)
    assert doubted > 1.5 * trusted


def test_one_wild_keypoint_does_not_spoil_the_rest(shots):
    differences = []
    for shot in shots[:8]:
        wild = shot.keypoints.moved(3, (20.0, 20.0))
        others = [joint for joint in range(17) if joint not in (2, 3)]
        clean, spoilt = (fit(points, shot.camera).positions for points in (shot.keypoints, wild))
        apart = (clean - clean[0]) - (spoilt - spoilt[0])
        differences.append(np.linalg.norm(apart[others], axis=-1).mean())
    assert np.median(differences) < 0.1


def test_nearer_people_are_found_nearer(shots):
    shot = shots[3]
    centre = np.array(shot.camera.centre)
    larger = Keypoints.from_xy((shot.keypoints.xy - centre) * 1.5 + centre)
    near, far = fit(larger, shot.camera).positions[0, 2], fit(shot.keypoints, shot.camera).positions[0, 2]
    assert 0.55 < near / far < 0.78


def test_a_distorted_camera_is_undone(shots):
    camera = Camera((1145.0, 1144.0), (512.0, 515.0), (1000, 1002), (-0.2, 0.24, -0.002), (-0.001, -0.0014))
    found = fit(Keypoints.from_xy(project(camera, shots[4].positions + np.array([0.8, 0, 0]))), camera)
    assert found.reprojection_px < 8
    assert mpjpe(found.positions, shots[4].positions) < 0.12


def test_solutions_come_cheapest_first_and_differ(shots):
    found = solutions(shots[5].keypoints, shots[5].camera, FitOptions(starts=6))
    assert found.positions.shape == (6, 17, 3)
    assert (np.diff(found.cost) >= 0).all()
    assert mpjpe(found.positions[1:], found.positions[:1]).max() > 0.05


@pytest.mark.parametrize("known", [[], [0, 1, 2], [11, 12, 13, 14, 15]])
def test_too_few_keypoints_are_named(shots, known):
    points = without(shots[0].keypoints, [joint for joint in range(17) if joint not in known])
    with pytest.raises(CannotFit, match="needs 6 of the 17") as caught:
        fit(points, shots[0].camera)
    assert all(H36M_17.joints[joint] in str(caught.value) for joint in known)


def test_keypoints_without_confidence_do_not_count(shots):
    with pytest.raises(CannotFit, match="there are none"):
        fit(replace(shots[0].keypoints, confidence=np.full(17, np.nan)), shots[0].camera)


def test_keypoints_in_one_place_are_no_person(shots):
    with pytest.raises(CannotFit, match="one place"):
        fit(Keypoints.from_xy(np.full((17, 2), 300.0)), shots[0].camera)


def test_many_people_are_fitted_and_failures_stand_among_them(shots):
    people = [(shots[0].keypoints, shots[0].camera), (Keypoints.empty(), shots[0].camera)]
    first, second = fit_many(people)
    np.testing.assert_array_equal(first.positions, fit(*people[0]).positions)
    assert isinstance(second, CannotFit)


def test_options_out_of_range_are_refused():
    with pytest.raises(BadOption, match="starts"):
        FitOptions(starts=0)
    with pytest.raises(BadOption, match="greater than 0"):
        FitOptions(sigma_px=0)
