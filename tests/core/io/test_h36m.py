"""The original's dictionaries: read as it writes them, written as it reads them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.errors import BadFile, UnsafeFile
from evopose.io import h36m
from evopose.io.format import format_of
from evopose.model.population import Population
from tests.core.io.populations import clips, people


def slots(positions: np.ndarray) -> np.ndarray:
    """(n, 96) millimetres with rubbish in the joints that H36M-17 lacks."""
    filled = np.full((len(positions), 32, 3), 12345.0)
    filled[:, h36m.JOINTS] = positions * 1000.0
    return filled.reshape(len(positions), 96)


def save(path, content):
    np.save(path, content, allow_pickle=True)
    return path


def test_a_file_of_the_original_is_read(tmp_path):
    content = {(1, "Walking", "Walking 1.h5"): slots(people(4)), (11, "Eating", "Eating.h5"): slots(people(2, seed=1))}
    path = save(tmp_path / "threeDPose_train.npy", content)
    assert format_of(path) is h36m.FORMAT
    read = h36m.read(path)
    assert_allclose(read.positions, np.concatenate([people(4), people(2, seed=1)]), atol=1e-6)
    assert read.metadata["clip_names"] == ["S1 Walking 1", "S11 Eating"]
    assert read.metadata["clip_kinds"] == ["Walking", "Eating"]
    assert_array_equal(read.clip, [0, 0, 0, 0, 1, 1])


def test_metres_are_recognised(tmp_path):
    path = save(tmp_path / "x.npy", {(1, "a", "a.h5"): slots(people(4)) / 1000})
    assert_allclose(h36m.read(path).positions, people(4), atol=1e-6)


def test_its_keys_are_written_back(tmp_path):
    content = {(5, "Walking", "Walking 1.h5"): slots(people(4)), (1, "Eating", "Eating.h5"): slots(people(2))}
    h36m.write(h36m.read(save(tmp_path / "x.npy", content)), tmp_path / "y.npy")
    written = np.load(tmp_path / "y.npy", allow_pickle=True).item()
    assert list(written) == list(content)
    for key, values in written.items():
        assert values.shape == content[key].shape
        assert_allclose(values.reshape(-1, 32, 3)[:, h36m.JOINTS], content[key].reshape(-1, 32, 3)[:, h36m.JOINTS],
                        atol=1e-3)  # fmt: skip


def test_poses_of_no_clip_are_written_as_a_generation(tmp_path):
    h36m.write(Population(people(12)), tmp_path / "generation_3.npy")
    written = np.load(tmp_path / "generation_3.npy", allow_pickle=True).item()
    assert list(written) == [(subject, "n/a", "n/a") for subject in (1, 5, 6, 7, 8)]
    assert {values.dtype for values in written.values()} == {np.dtype(np.float32)}
    assert format_of(tmp_path / "generation_3.npy") is h36m.FORMAT
    assert_allclose(h36m.read(tmp_path / "generation_3.npy").positions, people(12), atol=1e-6)


def test_no_redundant_joint_lies_below_the_feet(tmp_path):
    """The original puts the lowest of all 32 joints on the ground."""
    h36m.write(Population(people(5)), tmp_path / "x.npy")
    for values in np.load(tmp_path / "x.npy", allow_pickle=True).item().values():
        joints = values.reshape(-1, 32, 3)
        assert_array_equal(joints[..., 2].min(axis=1), joints[:, h36m.JOINTS, 2].min(axis=1))


def test_clips_of_one_name_keep_apart(tmp_path):
    population = clips((2, 3))
    population.metadata["clip_names"][1] = population.metadata["clip_names"][0]
    h36m.write(population, tmp_path / "x.npy")
    assert len(h36m.read(tmp_path / "x.npy")) == 5


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({(1, "a", "a.54138969.h5-sh"): np.zeros((3, 64))}, "2D keypoints"),
        ({(1, "a", "a.h5"): np.zeros((3, 90))}, r"\(n, 96\) was expected"),
        ({(1, "a"): np.zeros((3, 96))}, "is not .subject, action, file."),
        ({"a.h5": np.zeros((3, 96))}, "is not .subject, action, file."),
        ({(1, "a", "a.h5"): "n/a"}, "was expected"),
        ({}, "no dictionary"),
        ([1, 2], "no dictionary"),
    ],
)
def test_what_it_is_not(content, told, tmp_path):
    box = np.empty((), object)
    box[()] = content
    with pytest.raises(BadFile, match=told):
        h36m.read(save(tmp_path / "x.npy", box))


class Harmful:
    def __reduce__(self):
        return print, ("it ran",)


def test_code_is_refused_by_name_and_not_run(tmp_path, capsys):
    path = save(tmp_path / "x.npy", {(1, "a", "a.h5"): Harmful()})
    with pytest.raises(UnsafeFile, match=r"builtins\.print"):
        h36m.read(path)
    assert "it ran" not in capsys.readouterr().out


def test_annotations_are_not_taken_for_motion(tmp_path):
    path = save(tmp_path / "annotation.npy", {"n/a": {"p2d": np.zeros((17, 2))}})
    assert not h36m.FORMAT.recognises(path)
