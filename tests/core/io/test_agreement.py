"""Cameras that were mixed up are noticed, by where they would see the 3D."""

import numpy as np
import pytest

from evopose.errors import BadFile
from evopose.io.pairs import read_pairs
from tests.core.io.data_sets import change, nested, videopose3d_2d, write_original, write_videopose3d


def turned_round(content):
    """What each camera saw given to the one across the room."""
    for key, other in [(key, key[2].replace("54138969", "60457274")) for key in content if "54138969" in key[2]]:
        there = (*key[:2], other)
        content[key], content[there] = content[there], content[key]


def test_mixed_up_cameras_are_noticed(tmp_path):
    path = write_original(tmp_path)
    change(path, turned_round)
    with pytest.raises(BadFile, match="camera 54138969 lies beside where it sees the 3D"):
        read_pairs(path)
    backwards = {key: seen[::-1] for key, seen in videopose3d_2d().items()}
    with pytest.raises(BadFile, match="lies beside where it sees the 3D"):
        read_pairs(write_videopose3d(tmp_path, positions_2d=nested(backwards)))


def test_one_recording_that_lies_apart_is_named_and_kept(tmp_path):
    values = videopose3d_2d()
    values["S9", "SittingDown"][1] = values["S9", "SittingDown"][1] + np.float32(300)
    read = read_pairs(write_videopose3d(tmp_path, positions_2d=nested(values)))
    assert read.metadata["apart"] == ["S9 SittingDown by 55011271"] and len(read) == 48
