"""Where bodies face, how long their bones are, and where in the picture their joints lie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evopose.coverage import heading, keypoints, lengths
from evopose.geometry.projection import project, to_camera
from evopose.geometry.turning import mirrored
from evopose.geometry.vectors import axis_rotation
from evopose.model.skeleton import H36M_17
from tests.standing import STANDING

UPRIGHT = STANDING[:, [0, 2, 1]] * (1, 1, -1)
"""z up, towards −y."""


def turned(axis, degrees):
    return UPRIGHT @ axis_rotation(np.array(axis, float), np.radians(np.array(degrees, float))).T


@given(st.floats(-179, 179))
def test_turning_about_the_vertical_turns_the_heading_and_no_more(degrees):
    assert np.degrees(heading.headings(UPRIGHT)) == pytest.approx(-90, abs=6)
    before, after = (heading.headings(pose) for pose in (UPRIGHT, turned((0, 0, 1), degrees)))
    assert np.cos(after - before - np.radians(degrees)) == pytest.approx(1)
    assert heading.elevations(turned((0, 0, 1), degrees)) == pytest.approx(heading.elevations(UPRIGHT))


def test_who_lies_on_the_back_faces_up_and_who_bends_faces_down():
    upright = np.degrees(heading.elevations(UPRIGHT))
    assert abs(upright) < 15
    for degrees in (-60, 60, 80):
        leant = turned((1, 0, 0), -degrees)
        assert np.degrees(heading.elevations(leant)) == pytest.approx(upright + degrees, abs=2)
        assert np.degrees(heading.headings(leant)) == pytest.approx(-90, abs=10)


def test_hips_that_stand_on_end_have_no_heading():
    on_end = UPRIGHT.copy()
    on_end[1], on_end[4] = on_end[0] + (0, 0, 0.1), on_end[0] - (0, 0, 0.1)
    assert np.isnan(heading.headings(on_end))


def test_heading_nought_faces_the_camera():
    for camera in keypoints.cameras():
        towards = np.asarray(camera.viewpoint.position)[:2]
        own = np.degrees(np.arctan2(towards[1], towards[0]))
        facing = turned((0, 0, 1), own + 90)
        found, elevation = heading.before_camera(facing, camera)
        assert abs(np.degrees(found)) < 25  # the room's middle is not quite the picture's
        assert abs(np.degrees(elevation)) < 35
        away, _ = heading.before_camera(turned((0, 0, 1), own - 90), camera)
        assert abs(np.degrees(away)) > 155
        aside, _ = heading.before_camera(turned((0, 0, 1), own + 180), camera)
        ahead = (np.cos(np.radians(own + 90)), np.sin(np.radians(own + 90)), 0.0)
        nose = to_camera(camera.viewpoint, np.array([(0.0, 0.0, 1.0), (*ahead[:2], 1.0)]))
        assert np.sign(aside) == np.sign(nose[1, 0] - nose[0, 0])


def test_what_cameras_see_adds_over_splits_and_loses_no_joint(poses):
    sound = poses[np.isfinite(poses).all(axis=(1, 2))]
    whole, first, second = keypoints.seen(sound), keypoints.seen(sound[:99]), keypoints.seen(sound[99:])
    for all_, a, b in zip(whole, first, second, strict=True):
        assert np.array_equal(all_, a + b)
    assert whole.keypoints.sum() + whole.outside == len(sound) * 17 * 4
    assert whole.elevations.sum() == whole.headings.sum() == len(sound) * 4


def test_keypoints_lie_in_the_cells_of_their_pixels():
    found = keypoints.seen(UPRIGHT[None] + (7.0, 3.0, 0.9))
    camera = keypoints.cameras()[0]
    centred = UPRIGHT - (*UPRIGHT[0, :2], 0) + (0, 0, 0.9)
    pixels = project(camera.camera, to_camera(camera.viewpoint, centred))
    column, row = (pixels[3] / camera.camera.size * keypoints.GRID).astype(int)
    assert found.keypoints[3, column, row] >= 1
    assert found.outside == 0


def test_no_poses_are_seen_nowhere():
    found = keypoints.seen(np.zeros((0, 17, 3)))
    assert found.headings.sum() == found.keypoints.sum() == found.outside == 0


def test_bone_lengths_are_those_of_the_bones(people):
    from tests.core.limits.conftest import LENGTHS

    found = lengths.described(lengths.bone_lengths(people(0, 50)))
    assert [bone["bone"] for bone in found] == list(H36M_17.bones)
    assert [bone["mean_mm"] for bone in found] == pytest.approx(np.array(LENGTHS) * 1000)
    assert max(bone["std_mm"] for bone in found) < 1e-3


def test_lengths_are_counted_and_missing_joints_are_not(poses):
    found = lengths.bone_lengths(poses)
    counts = lengths.length_counts(found)
    assert counts.shape == (16, lengths.CELLS)
    assert counts.sum() == np.isfinite(found).sum()
    assert counts[1, int(0.45 * 1000 // lengths.CELL_MM) - 1 :].sum() >= 590
    assert lengths.length_counts(np.full((3, 16), 5000.0))[:, -1].tolist() == [3] * 16


def test_bodies_alike_on_both_sides_are_symmetric(people):
    bodies = lengths.bone_lengths(people(0, 20))
    assert lengths.asymmetry(bodies) == pytest.approx(0, abs=1e-9)
    longer = people(0, 20)
    longer[:, 6] += longer[:, 6] - longer[:, 5]
    assert lengths.asymmetry(lengths.bone_lengths(longer)) == pytest.approx(450 / 6)
    assert lengths.asymmetry(lengths.bone_lengths(mirrored(longer))) == pytest.approx(450 / 6)


def test_lengths_of_nobody_are_unknown():
    none = np.zeros((0, 16))
    assert lengths.described(none)[0]["mean_mm"] is None
    assert lengths.asymmetry(none) is None
