"""Locked parts keep their directions when a whole new pose comes."""

from dataclasses import replace

import numpy as np

from evopose.editing.locks import with_pose
from evopose.editing.turns import turned
from evopose.model.part import BODY, PARTS, part


def other(annotation):
    for one in PARTS:
        annotation = turned(annotation, one, 1, 0.4)
    return annotation.pose


def test_without_locks_the_new_pose_is_taken_whole(annotation):
    new = other(annotation)
    assert with_pose(annotation, new).pose is new


def test_a_locked_limb_keeps_its_direction_and_the_others_take_the_new_one(annotation):
    new = other(annotation)
    after = with_pose(replace(annotation, locked=frozenset({"left forearm", "head"})), new).pose
    np.testing.assert_allclose(after.directions[12], annotation.pose.directions[12], atol=1e-9)
    np.testing.assert_allclose(after.directions[[8, 9]], annotation.pose.directions[[8, 9]], atol=1e-9)
    np.testing.assert_allclose(after.directions[5], new.directions[5], atol=1e-9)


def test_a_locked_body_keeps_its_place_and_frame(annotation):
    new = other(annotation)
    after = with_pose(replace(annotation, locked=frozenset({BODY.name})), new).pose
    np.testing.assert_allclose(after.root, annotation.pose.root, atol=1e-9)
    np.testing.assert_allclose(after.frame, annotation.pose.frame, atol=1e-9)
    index = part("left forearm").tip - 1
    np.testing.assert_allclose(after.directions[index], new.directions[index], atol=1e-9)
