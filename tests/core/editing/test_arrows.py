"""Arrow keys follow trajectories computed from the hierarchy, in today's way and in the original's."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evopose.editing.arrows import Arrow, by_angles, hint, pressed
from evopose.editing.turns import positions_of
from evopose.geometry.frames import torso_frames
from evopose.geometry.turning import direction
from evopose.model.limb import LIMBS
from evopose.model.part import BODY, PARTS, part

STEP = np.radians(3)
SIGNS = {Arrow.UP: 1, Arrow.DOWN: -1, Arrow.LEFT: 1, Arrow.RIGHT: -1}
KEYS = list(Arrow)
TORSO_ATTACHED = [one for one in PARTS[1:10] if not LIMBS[one.limb].conditional]
CONDITIONAL = [one for one in PARTS[1:10] if LIMBS[one.limb].conditional]


def walk(annotation, one, keys, axis, mode):
    for key in keys:
        annotation = pressed(annotation, one, key, axis, STEP, mode) or annotation
    return positions_of(annotation)


@pytest.mark.parametrize("mode", ["evoskeleton", "classic"])
@pytest.mark.parametrize("one", CONDITIONAL, ids=lambda one: one.name)
def test_forearms_and_shins_walk_along_theta_and_phi(annotation, one, mode):
    keys = [Arrow.UP] * 5 + [Arrow.LEFT] * 4 + [Arrow.DOWN] * 2 + [Arrow.RIGHT]
    start = direction(positions_of(annotation), one)
    end = direction(walk(annotation, one, keys, 0, mode), one)
    np.testing.assert_allclose(end, start + np.array([3 * STEP, 3 * STEP]), atol=1e-9)


@pytest.mark.parametrize("axis", range(3))
@pytest.mark.parametrize("one", TORSO_ATTACHED, ids=lambda one: one.name)
def test_classic_turns_torso_attached_limbs_about_the_torso_axes_and_carries_children(annotation, one, axis):
    before = positions_of(annotation)
    frames = torso_frames(before)
    frame = frames.shoulder if LIMBS[one.limb].frame == "shoulder" else frames.body
    rotation = Rotation.from_rotvec(frame[:, axis] * 4 * STEP).as_matrix()
    expected = before.copy()
    carried = list(one.moves)
    expected[carried] = (before[carried] - before[one.pivot]) @ rotation.T + before[one.pivot]
    keys = [Arrow.UP] * 6 + [Arrow.LEFT, Arrow.RIGHT, Arrow.LEFT] + [Arrow.DOWN] * 2
    np.testing.assert_allclose(walk(annotation, one, keys, axis, "classic"), expected, atol=1e-9)


@pytest.mark.parametrize("axis", range(3))
def test_classic_turns_the_body_about_the_axes_of_the_camera(annotation, axis):
    before = positions_of(annotation)
    rotation = Rotation.from_rotvec(np.eye(3)[axis] * -3 * STEP).as_matrix()
    expected = (before - before[0]) @ rotation.T + before[0]
    np.testing.assert_allclose(walk(annotation, BODY, [Arrow.DOWN] * 3, axis, "classic"), expected, atol=1e-9)


def test_the_body_turns_about_its_own_axes_today(annotation):
    before = positions_of(annotation)
    axis = torso_frames(before).body[:, 1]
    rotation = Rotation.from_rotvec(axis * 5 * STEP).as_matrix()
    expected = (before - before[0]) @ rotation.T + before[0]
    np.testing.assert_allclose(walk(annotation, BODY, [Arrow.UP] * 5, 1, "evoskeleton"), expected, atol=1e-9)


def test_left_and_right_turn_about_the_next_axis_today_and_do_nothing_in_classic(annotation):
    arm = part("left upper arm")
    sideways = walk(annotation, arm, [Arrow.LEFT], 0, "evoskeleton")
    np.testing.assert_allclose(sideways, walk(annotation, arm, [Arrow.UP], 1, "evoskeleton"), atol=1e-12)
    assert pressed(annotation, arm, Arrow.LEFT, 0, STEP, "classic") is None


@pytest.mark.parametrize("mode", ["evoskeleton", "classic"])
def test_opposite_keys_cancel(annotation, mode):
    for one in (BODY, *PARTS[1:10]):
        for there, back in ((Arrow.UP, Arrow.DOWN), (Arrow.LEFT, Arrow.RIGHT)):
            end = walk(annotation, one, [there, back], 2, mode)
            np.testing.assert_allclose(end, positions_of(annotation), atol=1e-6)


def test_the_hint_names_what_the_keys_do():
    assert "θ" in hint(part("left shin"), 0, "evoskeleton")
    assert "about y" in hint(BODY, 0, "evoskeleton")
    assert hint(BODY, 2, "classic") == "↑↓ turn about z of the camera"
    assert not by_angles(part("head"))
