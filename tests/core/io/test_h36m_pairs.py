"""Human3.6M as the original distributes it: what may be left out of its files, and damage to them is told."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from evopose.errors import BadFile, WrongUnit
from evopose.io import h36m
from evopose.io.pairs import read_pairs
from tests.core.io.data_sets import camera_entries, change, write_original


def test_without_cameras_the_published_ones_are_taken(tmp_path):
    given, published = (tmp_path / name for name in ("given", "published"))
    for folder, cameras in ((given, True), (published, False)):
        folder.mkdir()
        write_original(folder, cameras)
    one, other = (read_pairs(folder / "twoDPose_HRN_test.npy") for folder in (given, published))
    assert_allclose(one.joints, other.joints, atol=1e-5)


def test_underscores_in_names_are_spaces(tmp_path):
    path = write_original(tmp_path)
    change(path, lambda c: [c.update({(*k[:2], k[2].replace(" ", "_")): c.pop(k)}) for k in list(c)])
    assert len(read_pairs(path)) == 48


def test_slots_of_zeros_are_missing(tmp_path):
    path = write_original(tmp_path)

    def no_neck(content):
        for values in content.values():
            values.reshape(-1, 32, 2)[:, h36m.JOINTS[9]] = 0

    change(path, no_neck)
    assert np.isnan(read_pairs(path).pixels[:, 9]).all() and np.isfinite(read_pairs(path).pixels[:, :9]).all()


KEY = (9, "SittingDown", "SittingDown.54138969.h5-sh")


@pytest.mark.parametrize(
    ("file", "alter", "told"),
    [
        ("twoDPose_HRN_test.npy", lambda c: c.update({KEY: c[KEY][:-1]}), "2 frames in 2D and 3 in threeDPose_test"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({KEY: np.zeros((3, 96))}), "3D poses, no 2D keypoints"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({KEY: np.zeros((3, 32))}), r"\(n, 64\) was expected"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({(1, "a", "b"): 0}), "is not .subject, action, 'motion"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({(9, "a", "a.1.h5-sh"): c[KEY]}), "not among the 3D"),
        (
            "twoDPose_HRN_test.npy",
            lambda c: c.update({(9, "SittingDown", "SittingDown.cam9.h5-sh"): c.pop(KEY)}),
            "S9 was seen by camera cam9, of which nothing is known; there are 54138969",
        ),
        ("threeDPose_test.npy", lambda c: c.update({(1, "a", "a.h5"): np.zeros((3, 51))}), r"\(n, 96\) was expected"),
        ("cameras.npy", lambda c: c.pop((9, 1)), "there are 55011271, 58860488, 60457274"),
        ("cameras.npy", lambda c: c.update({(9, 1): (np.ones((3, 3)), *c[9, 1][1:])}), "a rotation that is none"),
        ("cameras.npy", lambda c: c.update({(9, 1): 5}), "was expected"),
    ],
)
def test_damage_to_the_original_is_told(tmp_path, file, alter, told):
    path = write_original(tmp_path)
    change(tmp_path / file, alter)
    with pytest.raises(BadFile, match=told):
        read_pairs(path)


def test_positions_that_are_no_metres_are_told(tmp_path):
    path = write_original(tmp_path)
    change(tmp_path / "threeDPose_test.npy", lambda c: c.update({key: value / 10 for key, value in c.items()}))
    with pytest.raises(WrongUnit, match="centimetres"):
        read_pairs(path)


def test_the_cameras_of_the_original_are_those_published():
    """So that tests of one are tests of the other."""
    rotation, position, *_, name = camera_entries()[9, 2]
    assert name == "55011271" and position.shape == (3, 1)
    assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-9)
