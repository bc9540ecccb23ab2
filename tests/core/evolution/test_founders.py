"""Whom a run begins with: chosen by kind and share, of files, projects and runs, each pose once."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.commands.demo import Demo
from evopose.errors import BadFile, BadOption
from evopose.evolution.doubles import hashed
from evopose.evolution.founders import gather
from evopose.evolution.provenance import said
from evopose.io import bvh, npz, safetensors
from evopose.io.clips import selected
from evopose.jobs import finish
from evopose.model.population import Population
from tests.core.io.populations import clips, people

KINDS = ["walk", "brisk walk", "running", "crunches"]


@pytest.fixture
def motions(tmp_path) -> Path:
    population = clips((10, 20, 30, 40))
    metadata = {**population.metadata, "clip_kinds": KINDS, "licence": "free", "source": "a test"}
    npz.write(Population(population.positions, clip=population.clip, metadata=metadata), tmp_path / "a.npz")
    return tmp_path / "a.npz"


def gathered(*paths: Path, **more):
    return finish(gather(paths, **more))


def positions(founders) -> np.ndarray:
    return np.concatenate(list(founders.chunks()))


def test_all_poses_in_order(motions):
    founders = gathered(motions)
    assert_array_equal(positions(founders), npz.read(motions).positions)
    assert founders.clips() == {"names": [f"walk {n}" for n in range(4)], "kinds": KINDS, "first": [0, 10, 30, 60]}
    told = founders.described()[0]
    assert (told["path"], told["poses"], told["licence"], told["source"]) == ("a.npz", 100, "free", "a test")
    assert len(told["sha256"]) == 64


def test_whose_poses_they_are_goes_along_through_what_evolved_of_them(tmp_path):
    first, second = Population(people(5), metadata={"clip_subjects": ["S5", "S1", "S5"]}), tmp_path / "b.safetensors"
    safetensors.write(first, tmp_path / "a.safetensors")
    (told,) = gathered(tmp_path / "a.safetensors").described()
    assert told["subjects"] == ["S1", "S5"] and "evolved" not in told
    safetensors.write(Population(people(5, seed=1), metadata={"founders": [told]}), second)
    assert said(safetensors.read(second)) == {"subjects": ["S1", "S5"], "evolved": True}


def test_those_of_whom_no_pose_is_left_are_not_told_of():
    some = clips((2, 3))
    some.metadata["clip_subjects"] = ["S1", "S9"]
    assert said(some)["subjects"] == ["S1", "S9"]
    assert said(selected(some, np.arange(2)))["subjects"] == ["S1"]


@pytest.mark.parametrize(
    ("kinds", "rows"),
    [(("walk",), range(30)), (("Walk", "run"), range(60)), (("run",), range(30, 60)), (("brisk w",), range(10, 30))],
)
def test_clips_of_kinds_by_how_a_word_begins(kinds, rows, motions):
    assert_array_equal(positions(gathered(motions, kinds=kinds)), npz.read(motions).positions[list(rows)])


def test_no_clip_of_a_kind(motions):
    with pytest.raises(BadOption, match="begins with swim; there are brisk walk, crunches, running, walk"):
        gathered(motions, kinds=("swim",))


@pytest.mark.parametrize("share", [0.02, 0.1, 0.35, 0.9, 1.0])
def test_a_share_is_spread_evenly_over_the_clips(share, motions):
    founders = gathered(motions, share=share)
    rows = founders.parts[0].rows
    assert len(rows) == round(100 * share) and len(set(rows.tolist())) == len(rows)
    counts = np.bincount(npz.read(motions).clip[rows], minlength=4)
    assert_allclose(counts, np.array([10, 20, 30, 40]) * share, atol=1)
    assert_array_equal(rows, gathered(motions, share=share).parts[0].rows)


def test_a_share_by_another_seed_is_another(motions):
    rows = {tuple(gathered(motions, share=0.1, seed=seed).parts[0].rows) for seed in range(20)}
    assert len(rows) > 3


def test_several_files_one_after_the_other_each_pose_once(motions, tmp_path):
    safetensors.write(Population(people(5, seed=9)), tmp_path / "b.safetensors")
    founders = gathered(tmp_path / "b.safetensors", motions, motions)
    assert len(founders) == 105
    assert founders.dropped["duplicates"] == 100 and founders.given == 205
    assert founders.clips()["first"] == [0, 5, 15, 35, 65]


def test_shards_and_packed_ones_are_read_row_by_row(tmp_path):
    safetensors.write(Population(people(40)), tmp_path / "b.safetensors", shard_poses=15)
    assert_array_equal(positions(gathered(tmp_path / "b.safetensors")), people(40))


def test_hashes_tell_poses_apart():
    poses = people(500)
    near = poses.copy()
    near[:, 3, 1] = np.nextafter(near[:, 3, 1], np.float32(9))
    swapped = poses[:, ::-1]
    assert len(np.unique(hashed(np.concatenate([poses, near, swapped])))) == 1500
    assert_array_equal(hashed(poses), hashed(poses.copy()))
    assert hashed(poses[:1] * np.float32(0)) == hashed(poses[:1] * np.float32(-0.0)), "−0 is 0"


def test_too_large_for_the_precision(tmp_path):
    poses = people(6)
    poses[2, 13] += [7.0, 0, 0]
    npz.write(Population(poses), tmp_path / "a.npz")
    assert gathered(tmp_path / "a.npz", step=1e-4).dropped["too_large"] == 1
    assert gathered(tmp_path / "a.npz").dropped["too_large"] == 0


def test_formats_that_know_their_unit_need_none(tmp_path):
    bvh.write(clips((8,)), tmp_path / "a.bvh")
    assert len(gathered(tmp_path / "a.bvh")) == 8
    with pytest.raises(BadOption, match="says itself what its unit is"):
        gathered(tmp_path / "a.bvh", unit="mm")


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    finish(Demo(out=folder, images=3, poses=50, size=64).run())
    return folder


def test_people_of_a_project_stand_upright_on_the_ground(demo):
    poses = positions(gathered(demo / "demo.evo"))
    assert len(poses) == 3
    assert_allclose(poses[..., 2].min(axis=1), 0.02, atol=1e-6)
    assert (poses[:, 10, 2] > poses[:, 0, 2]).all(), "heads over hips"
    bones = np.linalg.norm(poses[:, 2] - poses[:, 1], axis=-1)
    assert ((bones > 0.25) & (bones < 0.7)).all()


def test_a_folder_is_all_that_is_in_it(demo):
    assert len(gathered(demo)) == 53


def test_a_project_without_poses(tmp_path):
    from evopose.project.project import Project

    with Project.create(tmp_path / "a.evo"):
        pass
    with pytest.raises(BadFile, match="nobody has a 3D pose"):
        gathered(tmp_path / "a.evo")
