"""`evopose convert` with data sets of 2D and 3D."""

import json

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from evopose.__main__ import main
from evopose.io import npz, safetensors
from evopose.io.joining import joined
from evopose.io.pairs import read_pairs, write_pairs
from tests.core.io.data_sets import sequence, write_hdf5, write_original, write_videopose3d
from tests.core.io.pairs import pairs
from tests.core.io.populations import clips


@pytest.fixture
def convert(capsys):
    """Runs the command; gives its result, or the line on stderr where it fails."""

    def run(*words):
        status = main(["convert", *map(str, words), "--json"])
        out, told = capsys.readouterr()
        return told.strip() if status else json.loads(out.splitlines()[-1])

    return run


@pytest.mark.parametrize("write", [write_original, write_videopose3d])
def test_2d_of_human36m_becomes_one_file_of_pairs(convert, tmp_path, write):
    path = write(tmp_path)
    result = convert(path, tmp_path / "pairs.safetensors", "--protocol", "h36m-test", "--every", 2)
    assert (result["count"], result["clips"], result["cameras"], result["incomplete"]) == (20, 2, 4, 0)
    read = read_pairs(tmp_path / "pairs.safetensors")
    assert read.metadata["clip_subjects"] == ["S9", "S11"] and read.metadata["data_set"] == "Human3.6M"


def test_a_test_set_becomes_a_population_or_pairs_as_is_asked_for(convert, tmp_path):
    for number in (1, 2):
        write_hdf5(tmp_path / "set" / f"TS{number}" / "annot_data.mat", sequence(seed=number))
    assert convert(tmp_path / "set", tmp_path / "people.safetensors")["count"] == 10
    population = safetensors.read(tmp_path / "people.safetensors")
    assert population.metadata["clip_subjects"] == ["TS1"] * 3 + ["TS2"] * 3
    assert convert(tmp_path / "set", tmp_path / "pairs.safetensors", "--format", "pairs")["count"] == 10


def test_the_3d_of_videopose3d_becomes_a_population(convert, tmp_path):
    (tmp_path / "data").mkdir()
    write_videopose3d(tmp_path / "data")
    assert convert(tmp_path / "data" / "data_3d_h36m.npz", tmp_path / "people.npz")["clips"] == 3
    assert npz.read(tmp_path / "people.npz").metadata["clip_kinds"] == ["Walking", "SittingDown", "WalkDog"]
    assert convert(tmp_path / "data", tmp_path / "x.npz")["count"] == 12, "of a folder that has both, the poses"


def test_the_poses_of_one_person_can_be_had_to_evolve_from(convert, tmp_path):
    write_original(tmp_path)
    result = convert(tmp_path / "threeDPose_test.npy", tmp_path / "s1.npz", "--protocol", "h36m-s1", "--every", 3)
    assert (result["count"], result["clips"]) == (2, 1)
    assert npz.read(tmp_path / "s1.npz").metadata["clip_names"][0] == "S1 Walking 1"
    assert convert(tmp_path / "threeDPose_test.npy", tmp_path / "two.npz", "--subjects", 1, 11)["count"] == 9


def test_files_of_pairs_are_joined_with_their_clips_and_cameras(convert, tmp_path):
    write_pairs(pairs(seed=1), tmp_path / "a.safetensors")
    write_pairs(pairs((2,), seed=2), tmp_path / "b.safetensors")
    assert convert(tmp_path / "a.safetensors", tmp_path / "b.safetensors", tmp_path / "c.safetensors")["count"] == 20
    read = read_pairs(tmp_path / "c.safetensors")
    assert len(read.cameras) == 2 and read.row is None
    assert_array_equal(read.clip, [*pairs().clip, 2, 2, 2, 2])
    assert_array_equal(read.camera, [*pairs().camera, 0, 0, 1, 1])
    assert read.metadata["clip_names"] == ["clip 0", "clip 1", "clip 0"]
    assert read.metadata["source"] == "a test"


def test_joining_one_changes_nothing():
    one = pairs()
    assert joined([one]) is one


def test_incomplete_pairs_can_be_left_out(convert, tmp_path):
    some = pairs()
    some.pixels[3, 4] = np.nan
    write_pairs(some, tmp_path / "a.safetensors")
    assert convert(tmp_path / "a.safetensors", tmp_path / "b.safetensors")["incomplete"] == 1
    result = convert(tmp_path / "a.safetensors", tmp_path / "c.safetensors", "--drop-incomplete")
    assert (result["count"], result["dropped"]) == (15, 1)


def test_what_makes_no_sense_is_told(convert, tmp_path):
    write_pairs(pairs(), tmp_path / "a.safetensors")
    npz.write(clips(), tmp_path / "p.npz")
    assert "holds pairs of 2D and 3D, but x.npz a population" in convert(tmp_path / "a.safetensors", tmp_path / "x.npz")
    assert "One file cannot hold both" in convert(tmp_path / "a.safetensors", tmp_path / "p.npz", tmp_path / "x.npz")
    assert "--cameras chooses among pairs" in convert(tmp_path / "p.npz", tmp_path / "x.npz", "--cameras", 2)
    assert "does not tell whose motions" in convert(tmp_path / "p.npz", tmp_path / "x.npz", "--protocol", "h36m-s1")
    told = convert(tmp_path / "p.npz", tmp_path / "x.npz", "--actions", "fly")
    assert told.endswith("is of what was asked for; there are actions walk.")
    assert "--every thins" in convert(tmp_path / "a.safetensors", tmp_path / "x.safetensors", "--fps", 5)
    told = convert(tmp_path / "a.safetensors", tmp_path / "x.npz", "--format", "pairs")
    assert "pairs cannot be written as .npz; there are .safetensors" in told
    assert "no pairs of 2D and 3D" in convert(tmp_path / "p.npz", tmp_path / "x.safetensors", "--format", "pairs")
