"""Sheets of poses to look at."""

import numpy as np
import pytest

from evopose.evolution.contact_sheet import contact_sheet
from evopose.model.array import NDArray
from tests.standing import STANDING

BACKGROUND = 255


@pytest.fixture
def standing() -> NDArray:
    """The camera's y down and z ahead as the world's z up and y ahead."""
    return STANDING[:, [0, 2, 1]] * (1, 1, -1)


def drawn(picture) -> NDArray:
    """Where something else than background is."""
    return (np.asarray(picture) != BACKGROUND).any(axis=2)


def test_a_sheet_has_a_place_for_each_pose_and_the_rest_is_empty(standing):
    sheet = contact_sheet(np.stack([standing] * 5), columns=3, size=40)
    assert sheet.size == (120, 80)
    ink = drawn(sheet).reshape(2, 40, 3, 40).any(axis=(1, 3))
    assert ink.tolist() == [[True, True, True], [True, True, False]]


def test_where_a_body_stands_and_which_way_it_faces_changes_nothing(standing):
    turn = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]])
    one, other = (np.asarray(contact_sheet(pose[None])) for pose in (standing, standing @ turn + (5, -3, 1)))
    assert np.abs(one.astype(int) - other.astype(int)).mean() < 0.5


def test_right_is_orange_left_is_blue_and_a_body_faces_the_viewer(standing):
    picture = np.asarray(contact_sheet(standing[None], size=200)).astype(int)
    orange = np.argwhere(picture[..., 0] > picture[..., 2] + 60)
    blue = np.argwhere(picture[..., 2] > picture[..., 0] + 60)
    assert len(orange) > 50 and len(blue) > 50
    assert orange[:, 1].mean() < blue[:, 1].mean()


def test_poses_that_cannot_be_drawn_leave_their_place_empty(standing):
    sheet = contact_sheet(np.stack([standing * np.nan, standing]), columns=2, size=40)
    ink = drawn(sheet)
    assert not ink[:, :40].any() and ink[:, 40:].any()


def test_labels_are_written_over_their_poses(standing):
    poses = np.stack([standing, standing])
    plain, told = contact_sheet(poses, columns=2), contact_sheet(poses, columns=2, labels=["3.2 cm"])
    differs = (np.asarray(plain) != np.asarray(told)).any(axis=2)
    assert differs[:, :110].any() and not differs[:, 110:].any()
