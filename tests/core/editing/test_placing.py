"""Keypoints come in the original's order, appear, hide, and go."""

from dataclasses import replace

import numpy as np

from evopose.editing.placing import ORDER, cycled, next_joint, placed, removed
from evopose.model.keypoints import Keypoints, Visibility


def test_placing_asks_for_every_joint_once_in_order_and_ends(annotation):
    bare, asked = replace(annotation, keypoints=Keypoints.empty()), []
    while (joint := next_joint(bare.keypoints)) is not None:
        asked.append(joint)
        bare = placed(bare, joint, (10.0 * joint, 5.0 * joint))
    assert tuple(asked) == ORDER
    assert bare.keypoints.known.all()


def test_the_hip_follows_from_the_two_hips(annotation):
    bare = replace(annotation, keypoints=Keypoints.empty())
    both = placed(placed(bare, 1, (100.0, 50.0)), 4, (140.0, 60.0))
    np.testing.assert_allclose(both.keypoints.xy[0], [120, 55])


def test_visibility_goes_round_and_a_missing_one_appears_where_the_pose_has_it(annotation):
    hidden = cycled(annotation, 5)
    assert hidden.keypoints.visibility[5] == Visibility.OCCLUDED
    assert cycled(hidden, 5).keypoints.visibility[5] == Visibility.VISIBLE
    gone = removed(annotation, 5)
    assert np.isnan(gone.keypoints.xy[5]).all()
    assert gone.keypoints.visibility[5] == Visibility.MISSING
    assert cycled(gone, 5) is gone
    back = cycled(gone, 5, np.array([3.0, 4.0]))
    np.testing.assert_allclose(back.keypoints.xy[5], [3, 4])
    assert back.keypoints.visibility[5] == Visibility.OCCLUDED


def test_nothing_changes_in_place(annotation):
    before = annotation.keypoints.xy.copy()
    placed(annotation, 3, (0.0, 0.0))
    removed(annotation, 4)
    np.testing.assert_array_equal(annotation.keypoints.xy, before)
