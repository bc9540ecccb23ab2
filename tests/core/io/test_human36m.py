"""Human3.6M in both ways in which it is handed on: its cameras see the 3D where the 2D is, and code is not run."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.errors import BadOption, MissingFile, UnsafeFile
from evopose.geometry.projection import project
from evopose.io.format import format_of
from evopose.io.pairs import read_pairs
from tests.core.io.data_sets import MOTIONS, WRITERS, change, motions, write_original, write_videopose3d


@WRITERS
def test_every_camera_sees_the_3d_where_the_2d_is(tmp_path, write):
    read = read_pairs(write(tmp_path))
    assert len(read) == 4 * sum(MOTIONS.values())
    for number, camera in enumerate(read.cameras):
        rows = read.camera == number
        assert_allclose(project(camera, read.joints[rows].astype(float)), read.pixels[rows], atol=0.05)
    assert {camera.name for camera in read.cameras} == {"54138969", "55011271", "58860488", "60457274"}
    assert {camera.size for camera in read.cameras} == {(1000, 1002), (1000, 1000)}


@WRITERS
def test_clips_are_motions_with_their_subjects_and_canonical_actions(tmp_path, write):
    read = read_pairs(write(tmp_path))
    assert read.metadata["clip_names"] == [f"{subject} {motion}" for subject, motion in MOTIONS]
    assert read.metadata["clip_subjects"] == ["S1", "S9", "S11"]
    assert read.metadata["clip_kinds"] == ["Walking", "SittingDown", "WalkDog"]
    assert read.metadata["clip_seconds_per_frame"] == [0.02] * 3
    assert read.metadata["data_set"] == "Human3.6M" and read.metadata["detector"] in ("HRN", "cpn")
    assert_array_equal(np.bincount(read.clip), [4 * count for count in MOTIONS.values()])
    assert "apart" not in read.metadata


@WRITERS
def test_rows_are_those_of_the_population_of_the_3d(tmp_path, write):
    path = write(tmp_path)
    companion = next(tmp_path.glob("*3*_*.npz"), tmp_path / "threeDPose_test.npy")
    population = format_of(companion).read_population(companion)
    assert_allclose(population.positions, np.concatenate(list(motions().values())), atol=1e-5)
    read = read_pairs(path)
    for row, joints in zip(read.row, read.joints, strict=True):
        bones = np.linalg.norm(np.diff(joints, axis=0), axis=-1)
        assert_allclose(bones, np.linalg.norm(np.diff(population.positions[row], axis=0), axis=-1), atol=1e-5)


@WRITERS
def test_3d_alone_gives_what_the_cameras_saw(tmp_path, write):
    """The 2D of the small data sets is without errors, so both must be the same."""
    recorded = read_pairs(write(tmp_path))
    companion = next(tmp_path.glob("*3*_*.npz"), tmp_path / "threeDPose_test.npy")
    projected = read_pairs(companion)
    for name in ("pixels", "joints", "row"):
        assert_allclose(getattr(projected, name), getattr(recorded, name), rtol=1e-5, atol=0.01)
    assert projected.metadata["detector"] == ""
    assert projected.metadata["clip_names"] == recorded.metadata["clip_names"]


@WRITERS
def test_the_3d_must_lie_beside_the_2d(tmp_path, write):
    path = write(tmp_path)
    for companion in (*tmp_path.glob("threeDPose*"), *tmp_path.glob("data_3d*")):
        companion.unlink()
    with pytest.raises(MissingFile, match=r"(threeDPose_test\.npy|data_3d_h36m\.npz)\. They belong beside"):
        read_pairs(path)


@WRITERS
def test_a_folder_with_one_file_of_2d_is_enough(tmp_path, write):
    write(tmp_path)
    assert len(read_pairs(tmp_path)) == 48


def test_a_folder_with_several_asks_for_one(tmp_path):
    write_original(tmp_path)
    write_videopose3d(tmp_path)
    with pytest.raises(BadOption, match=r"data_2d_h36m_cpn\.npz, twoDPose_HRN_test\.npy; name one"):
        read_pairs(tmp_path)


def test_code_in_a_file_is_not_run(tmp_path):
    class Harm:
        def __reduce__(self):
            return (print, ("harm",))

    path = write_original(tmp_path)
    change(path, lambda content: content.update({"x": Harm()}))
    with pytest.raises(UnsafeFile, match=r"print"):
        read_pairs(path)
    path = write_videopose3d(tmp_path, positions_2d={"S1": {"Walking": Harm()}})
    with pytest.raises(UnsafeFile, match=r"print"):
        read_pairs(path)
