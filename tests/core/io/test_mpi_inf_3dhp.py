"""MPI-INF-3DHP's test set, in both layouts of MATLAB's files."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.errors import BadFile, MissingFile
from evopose.geometry.projection import project
from evopose.io import mpi_inf_3dhp
from evopose.io.format import format_of
from evopose.io.pairs import Selection, read_pairs
from tests.core.io.data_sets import LENS, before_camera, sequence, write_classic, write_compressed, write_hdf5
from tests.core.io.populations import people

LAYOUTS = pytest.mark.parametrize("write", [write_classic, write_compressed, write_hdf5])


@LAYOUTS
def test_valid_frames_are_read_by_activity(tmp_path, write):
    read = read_pairs(write(tmp_path / "TS2" / "annot_data.mat", sequence()))
    valid = [0, 2, 3, 4, 5]
    assert_allclose(read.joints, before_camera(6)[valid] * 0.9, atol=1e-5)
    assert_allclose(read.pixels, project(LENS, before_camera(6))[valid], atol=0.01)
    assert read.metadata["clip_kinds"] == ["Standing/Walking", "Sitting", "Miscellaneous"]
    assert read.metadata["clip_subjects"] == ["TS2"] * 3
    assert_array_equal(read.clip, [0, 1, 1, 1, 2])
    assert_array_equal(read.row, range(5))


@LAYOUTS
def test_the_lens_is_solved_for(tmp_path, write):
    (camera,) = read_pairs(write(tmp_path / "TS2" / "annot_data.mat", sequence())).cameras
    assert_allclose([*camera.focal, *camera.centre], [*LENS.focal, *LENS.centre], atol=0.01)
    assert camera.size == (2048, 2048) and camera.name == "TS2"


def test_a_folder_is_read_as_one(tmp_path):
    for number in (1, 2):
        write_hdf5(tmp_path / f"TS{number}" / "annot_data.mat", sequence(seed=number))
    read = read_pairs(tmp_path)
    assert len(read) == 10 and {camera.name for camera in read.cameras} == {"TS1", "TS2"}
    assert_array_equal(read.row, range(10))
    assert set(read_pairs(tmp_path, Selection(subjects=("TS2",))).metadata["clip_subjects"]) == {"TS2"}
    assert len(read_pairs(tmp_path, Selection(actions=("sitting",), every=2))) == 4


@LAYOUTS
def test_its_3d_is_a_population_that_stands_on_the_ground(tmp_path, write):
    path = write(tmp_path / "elsewhere" / "annot_data.mat", sequence(10))
    population = format_of(path).read_population(path)
    valid = [0, *range(2, 10)]
    assert population.positions.shape == (9, 17, 3)
    assert_allclose(np.diff(population.positions, axis=1), np.diff(people(10)[valid], axis=1), atol=1e-5)
    assert abs(np.percentile(population.positions[..., 2].min(axis=1), 5)) < 1e-5
    assert population.metadata["clip_kinds"] == ["Standing/Walking", "Sitting", "Miscellaneous"]


@pytest.mark.parametrize(("name", "down_deg"), [("TS1", 12.0), ("TS6", 5.7)])
def test_people_stand_upright_though_the_test_sets_cameras_look_down(tmp_path, name, down_deg):
    """Bones keep their lengths, and the camera's axis comes to point so far below the horizon."""
    path = write_hdf5(tmp_path / name / "annot_data.mat", sequence(10))
    bones, seen = (np.diff(each, axis=1) for each in (mpi_inf_3dhp.read_population(path).positions, before_camera(10)))
    seen = seen[[0, *range(2, 10)]]
    assert_allclose(np.linalg.norm(bones, axis=-1), np.linalg.norm(seen, axis=-1), atol=1e-5)
    turn, *_ = np.linalg.lstsq(seen.reshape(-1, 3), bones.reshape(-1, 3), rcond=None)
    assert_allclose(np.linalg.det(turn), 1, atol=1e-5)
    assert_allclose(np.degrees(np.arcsin(-turn[2, 2])), down_deg, atol=0.1)
    assert_allclose(turn[2, 0], 0, atol=1e-5)


def test_without_activities_a_sequence_is_one_clip(tmp_path):
    path = write_hdf5(tmp_path / "TS5" / "annot_data.mat", sequence(activity_annotation=None, univ_annot3=None))
    read = read_pairs(path)
    assert read.metadata["clip_names"] == ["TS5"] and read.cameras[0].size == (1920, 1080)
    assert_allclose(read.joints[0], before_camera(6)[0], atol=1e-5)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"annot2": None}, "lacks annot2; it holds"),
        ({"annot2": np.zeros((2, 28, 1, 6))}, "28 joints"),
        ({"annot3": np.ones((3, 17, 1, 5))}, "differ in frames: annot2 of 6, annot3 of 5"),
        ({"valid_frame": np.ones((4, 1))}, "valid_frame is of 4 frames, its annotations are of 6"),
        ({"activity_annotation": np.ones((4, 1))}, "activity_annotation is of 4 frames"),
        ({"valid_frame": np.zeros((6, 1))}, "none of its frames is valid"),
        ({"annot2": sequence(seed=3)["annot2"]}, "no camera takes its annot3 to its annot2"),
        ({"annot3": sequence()["annot3"] * [[[[1]]], [[[1]]], [[[-1]]]]}, "not before a camera"),
        ({"annot3": sequence()["annot3"] / 10}, "centimetres"),
    ],
)
def test_damage_is_told(tmp_path, changed, told):
    arrays = sequence(**changed)
    if "differ" in told:
        arrays["annot3"] = sequence()["annot3"][..., :5]
    with pytest.raises(BadFile, match=told):
        mpi_inf_3dhp.read_pairs(write_hdf5(tmp_path / "TS2" / "annot_data.mat", arrays))


@LAYOUTS
def test_a_cut_file_is_told(tmp_path, write):
    path = write(tmp_path / "TS2" / "annot_data.mat", sequence())
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(BadFile, match=r"not a readable \.mat"):
        mpi_inf_3dhp.read_pairs(path)


def test_a_folder_without_sequences_is_told(tmp_path):
    with pytest.raises(MissingFile, match="sequence of the test set"):
        mpi_inf_3dhp.read_pairs(tmp_path)
    with pytest.raises(BadFile, match="no file in this folder has pairs"):
        read_pairs(tmp_path)
