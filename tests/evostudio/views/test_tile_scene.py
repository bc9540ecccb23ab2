"""Poses in tiles: within the tile, turned to the camera or as they stand."""

import numpy as np

from evostudio.views.tile_scene import headings, seen
from tests.standing import STANDING

WORLD = STANDING[:, [0, 2, 1]] * (1, 1, -1)
"""z up; as far as they face anywhere, towards the camera of `STANDING`."""


def turned(angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return WORLD @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])


def test_everybody_fits_in_the_tile_and_heads_are_above_feet():
    scene = seen(np.stack([turned(angle) for angle in np.linspace(0, 6, 9)] + [3 * WORLD]))
    assert np.abs(scene[..., :2]).max() <= 1 + 1e-6
    assert (scene[:, 10, 1] < scene[:, [3, 6], 1].min(axis=1)).all()


def test_turning_the_body_turns_the_heading():
    angles = np.linspace(-3, 3, 7)
    found = headings(np.stack([turned(angle) for angle in angles])) - headings(WORLD[None])
    assert np.allclose(np.exp(1j * found), np.exp(1j * angles), atol=1e-5)


def test_turned_to_the_camera_all_look_alike_and_show_their_left_hand_at_the_right():
    scene = seen(np.stack([turned(angle) for angle in (0.0, 1.0, 2.5)]), facing=True)
    assert np.allclose(scene, scene[:1], atol=1e-5)
    assert (scene[:, 11, 0] > scene[:, 14, 0]).all()


def test_a_missing_joint_leaves_the_others_in_place():
    broken = WORLD.copy()
    broken[16] = np.nan
    scene = seen(broken[None])[0]
    assert np.isnan(scene[16]).all()
    assert np.isfinite(scene[:16]).all()


def test_no_poses_are_no_tiles():
    assert seen(np.zeros((0, 17, 3))).shape == (0, 17, 3)
