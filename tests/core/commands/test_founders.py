"""Whom evolution begins with: populations of any kind, and what cannot breed."""

import numpy as np
import pytest

from evopose.io import safetensors
from evopose.model.population import Population
from tests.core.commands.conftest import evolve
from tests.core.io.populations import people


@pytest.mark.parametrize(
    ("poses", "says"),
    [
        (people(0), "no pose in it"),
        (people(1), "there is one pose"),
        (np.repeat(people(1), 9, axis=0), "there are 9 poses, of which 1 can be a parent: 8 the same as another"),
        (np.full((9, 17, 3), np.nan, np.float32), "9 with missing joints (nan)"),
        (people(9) * 0, "0 m tall"),
        (people(9)[:, [0, 1, 2, 3, 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]], "9 degenerate"),
        (people(9) * 1000, "millimetres"),
        (people(9) * 100, "`--unit cm` reads them so"),
        (np.zeros((4, 24, 3), np.float32), "a skeleton of 24 joints"),
        (people(4).reshape(4, 51), "(N, 17, 3) was expected"),
    ],
)  # fmt: skip
def test_populations_that_cannot_be_evolved(poses, says, refused, tmp_path):
    np.savez(tmp_path / "a.npz", positions=poses)
    assert says in refused(*evolve(tmp_path / "a.npz", tmp_path / "run"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_other_units_are_read_when_they_are_told(told, refused, tmp_path):
    np.savez(tmp_path / "mm.npz", positions=people(40) * 1000)
    assert told(*evolve(tmp_path / "mm.npz", tmp_path / "run", "--unit", "mm"))["founders"]["poses"] == 40
    np.savez(tmp_path / "m.npz", positions=people(40))
    assert "0.001" in refused(*evolve(tmp_path / "m.npz", tmp_path / "other", "--unit", "mm"))


def test_poses_that_cannot_be_parents_are_left_out_and_told(told, tmp_path):
    poses = people(60)
    poses[3, 4] = np.nan
    poses[5, 2] = poses[5, 1]
    poses[7] = poses[8]
    np.savez(tmp_path / "a.npz", positions=poses)
    result = told(*evolve(tmp_path / "a.npz", tmp_path / "run", "--ratio", "2"))
    dropped = {"missing": 1, "degenerate": 1, "too_large": 0, "duplicates": 1}
    assert result["founders"] == {"poses": 57, "dropped": dropped, "valid": result["founders"]["valid"]}
    assert result["poses"] == 2 * 58, "the ratio is of the sound poses, doubles among them"
    assert result["notices"][0] == "Of the founders 1 with missing joints, 1 degenerate, 1 doubles were left out."


def test_founders_that_no_limits_allow_are_told_and_bred(told, tmp_path):
    poses = people(60)
    poses[:, [3, 6]] = poses[:, [1, 4]] + [0, 0.3, 0.4]
    np.savez(tmp_path / "a.npz", positions=poses)
    given = ["evolve", "--population", tmp_path / "a.npz", "--out", tmp_path / "run", "--fruitless", "2"]
    result = told(*given, "--selection.limits.weight", "1")
    assert "None of the founders lies within the joint limits." in result["notices"]
    assert result["poses"] >= 60


def test_a_run_that_lacks_a_shard_says_so(founders, refused, told, tmp_path):
    told(*evolve(founders, tmp_path / "run", "--shard-poses", "100"))
    (tmp_path / "run" / "evolved-00000-of-00003.safetensors").unlink()
    for words_ in (evolve(tmp_path / "run", tmp_path / "again"), ("coverage", tmp_path / "run")):
        assert "of its 3 shards 1 are not there: evolved-00000-of-00003" in refused(*words_)


def test_poses_of_no_clips_are_of_no_kind(refused, tmp_path):
    safetensors.write(Population(people(30)), tmp_path / "a.safetensors")
    told = refused(*evolve(tmp_path / "a.safetensors", tmp_path / "run"), "--kinds", "walk")
    assert "do not tell of what kinds" in told


def test_a_population_written_by_another_program(told, tmp_path):
    safetensors.write(Population(people(30).astype(np.float64)), tmp_path / "a.safetensors")
    assert told(*evolve(tmp_path / "a.safetensors", tmp_path / "run"))["poses"] == 75
