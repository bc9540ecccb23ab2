"""Poses that are taken over stand on the keypoints; mirrored twice they are themselves."""

from dataclasses import replace

import numpy as np

from evopose.editing.agreement import reprojection, score
from evopose.editing.exchange import pasted
from evopose.editing.turns import moved, positions_of
from evopose.model.keypoints import Keypoints


def test_a_pasted_pose_lands_on_the_keypoints(annotation):
    elsewhere = moved(annotation, np.array([0.7, -0.2, 1.5]))
    back = pasted(annotation, elsewhere.pose)
    np.testing.assert_allclose(positions_of(back), positions_of(annotation), atol=1e-6)


def test_without_keypoints_it_stays_where_the_person_stood(annotation):
    bare = replace(annotation, keypoints=Keypoints.empty())
    elsewhere = moved(annotation, np.array([0.7, -0.2, 1.5]))
    np.testing.assert_allclose(pasted(bare, elsewhere.pose).pose.root, annotation.pose.root, atol=1e-9)
    nobody = replace(bare, pose=None)
    np.testing.assert_allclose(pasted(nobody, elsewhere.pose).pose.root, elsewhere.pose.root, atol=1e-9)


def test_mirrored_twice_is_the_pose_again(annotation):
    bare = replace(annotation, keypoints=Keypoints.empty())
    once = pasted(bare, annotation.pose, mirror=True)
    assert np.abs(positions_of(once) - positions_of(annotation)).max() > 0.01
    np.testing.assert_allclose(positions_of(pasted(bare, once.pose, mirror=True)), positions_of(annotation), atol=1e-9)


def test_agreement_is_zero_where_pose_and_keypoints_agree_and_names_the_worst(annotation):
    exact = reprojection(annotation, positions_of(annotation))
    assert exact.maximum < 1e-6
    assert exact.count == 17
    x, y = annotation.keypoints.xy[13]
    off = replace(annotation, keypoints=annotation.keypoints.moved(13, (x + 30, y - 40)))
    error = reprojection(off, positions_of(off))
    assert error.worst == 13
    np.testing.assert_allclose([error.maximum, error.mean], [50, 50 / 17], atol=1e-6)


def test_the_score_is_zero_at_the_truth_and_blind_to_the_place(annotation):
    result = score(positions_of(annotation) + 0.5, annotation.pose)
    assert result.mpjpe < 1e-9
    assert result.pa_mpjpe < 1e-9
