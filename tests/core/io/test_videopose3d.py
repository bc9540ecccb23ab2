"""Human3.6M as VideoPose3D prepares it: units and layouts are recognised, and what does not fit is told."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.errors import BadFile
from evopose.io import videopose3d
from evopose.io.pairs import read_pairs
from tests.core.io.data_sets import motions, nested, videopose3d_2d, write_videopose3d


def fewer(count):
    def cut(values):
        values["S9", "SittingDown"] = values["S9", "SittingDown"][:count]

    return cut


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (fewer(3), "was seen by 3 cameras; 4 were expected"),
        (lambda v: v.update({("S9", "SittingDown"): [each[:2] for each in v["S9", "SittingDown"]]}), "2 frames in 2D"),
        (lambda v: v.pop(("S9", "SittingDown")), "S9 'SittingDown' of data_3d_h36m.npz is not in it"),
        (lambda v: v.update({("S1", "Walking 1"): [np.zeros((9, 15, 2))] * 4}), r"\(n, 17, 2\) was expected"),
    ],
)
def test_2d_that_does_not_belong_to_the_3d_is_told(tmp_path, alter, told):
    values = videopose3d_2d()
    alter(values)
    path = write_videopose3d(tmp_path, positions_2d=nested(values))
    with pytest.raises(BadFile, match=told):
        read_pairs(path)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"positions_3d": np.zeros(3)}, "no positions_3d by subject and motion"),
        ({"positions_3d": {"S1": {"Walking 1": np.zeros((4, 20, 3))}}}, "of Human3.6M, or"),
        ({"positions_2d": {}}, "no positions_2d by subject and motion"),
        ({"positions_3d": nested({("S3", "Walking"): motions()["S1", "Walking 1"]})}, "is not in it"),
    ],
)
def test_other_content_is_told(tmp_path, changed, told):
    with pytest.raises(BadFile, match=told):
        read_pairs(write_videopose3d(tmp_path, **changed))


def test_subjects_without_cameras_are_told(tmp_path):
    both = {("S3", "Walking"): motions()["S1", "Walking 1"]}
    pixels = nested({("S3", "Walking"): videopose3d_2d()["S1", "Walking 1"]})
    with pytest.raises(BadFile, match="where the cameras stood for S3 is not known; it is for S1, S5"):
        read_pairs(write_videopose3d(tmp_path, positions_3d=nested(both), positions_2d=pixels))


def test_millimetres_are_recognised(tmp_path):
    path = write_videopose3d(tmp_path, positions_3d=nested({key: each * 1000 for key, each in motions().items()}))
    assert_allclose(videopose3d.read_population(tmp_path / "data_3d_h36m.npz").positions[:4],
                    motions()["S1", "Walking 1"], atol=1e-5)  # fmt: skip
    assert len(read_pairs(path)) == 48


def test_layouts_of_other_detectors_are_known(tmp_path):
    hourglass = nested({key: [each[:, [3, 2, 1, 4, 5, 6, 0, 7, 8, 10, 16, 15, 14, 11, 12, 13]] for each in part]
                        for key, part in videopose3d_2d().items()})  # fmt: skip
    read = read_pairs(write_videopose3d(tmp_path, positions_2d=hourglass, metadata={"layout_name": "mpii"}))
    plain = read_pairs(write_videopose3d(tmp_path))
    assert np.isnan(read.pixels[:, 9]).all()
    others = [joint for joint in range(17) if joint != 9]
    assert_array_equal(read.pixels[:, others], plain.pixels[:, others])


def test_joints_of_coco_are_placed_as_far_as_they_can_be(tmp_path):
    """Shoulders, arms and legs are the same points; the hip is put between the two."""
    ours, coco = [11, 14, 12, 15, 13, 16, 4, 1, 5, 2, 6, 3], range(5, 17)

    def as_coco(pixels):
        placed = np.repeat(pixels[:, 9:10], 17, axis=1)
        placed[:, coco] = pixels[:, ours]
        return placed

    found = nested({key: [as_coco(each) for each in part] for key, part in videopose3d_2d().items()})
    read = read_pairs(write_videopose3d(tmp_path, positions_2d=found, metadata={"layout_name": "coco"}))
    plain = read_pairs(write_videopose3d(tmp_path))
    assert_allclose(read.pixels[:, ours], plain.pixels[:, ours], atol=1e-3)
    assert_allclose(read.pixels[:, 0], plain.pixels[:, [1, 4]].mean(axis=1), atol=0.01)
