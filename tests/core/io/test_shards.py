"""Shards of different populations are not taken for one."""

import json
import shutil

import numpy as np
import pytest
from safetensors.numpy import save_file

from evopose.errors import BadFile
from evopose.io import safetensors
from evopose.model.population import Population
from tests.core.io.populations import people


def written(folder, seed, poses=20, size=6):
    folder.mkdir()
    return safetensors.write(Population(people(poses, seed=seed)), folder / "x.safetensors", size)


def by_hand(folder, sizes, metadata):
    """Shards as they were written before they bore a digest, and as runs write them."""
    folder.mkdir()
    paths = [folder / f"x-{number:05d}-of-{len(sizes):05d}.safetensors" for number in range(len(sizes))]
    for path, size, told in zip(paths, sizes, metadata, strict=True):
        save_file({"positions": people(size)}, path, {"format": "evopose population 1", "metadata": told})
    return paths


def test_a_shard_of_another_population_is_named(tmp_path):
    ours, theirs = written(tmp_path / "a", 1), written(tmp_path / "b", 2)
    shutil.copyfile(theirs[1], ours[1])
    with pytest.raises(BadFile, match=r"x-00001-of-00004\.safetensors: it is a shard of another population"):
        safetensors.read(ours[0])


def test_shards_of_before_are_read(tmp_path):
    told = [json.dumps({"seed": 1, "b": 2}), json.dumps({"b": 2, "seed": 1}), json.dumps({"seed": 1, "b": 2})]
    assert len(safetensors.read(by_hand(tmp_path / "a", (5, 5, 3), told)[0])) == 13


def test_a_shard_of_another_run_is_named(tmp_path):
    told = [json.dumps({"seed": seed}) for seed in (1, 2, 1)]
    with pytest.raises(BadFile, match="x-00001-of-00003"):
        safetensors.read(by_hand(tmp_path / "a", (5, 5, 3), told)[0])


@pytest.mark.parametrize(("sizes", "odd"), [((5, 4, 5, 2), 1), ((5, 5, 6), 2)])
def test_a_shard_cut_at_other_rows_is_named(tmp_path, sizes, odd):
    with pytest.raises(BadFile, match=f"x-{odd:05d}-of-"):
        safetensors.read(by_hand(tmp_path / "a", sizes, ["{}"] * len(sizes))[0])


def test_others_may_cut_shards_as_they_like(tmp_path):
    for number, size in enumerate((3, 5)):
        save_file({"positions": people(size)}, tmp_path / f"x-{number:05d}-of-00002.safetensors")
    assert np.asarray(safetensors.read(tmp_path / "x.safetensors").positions).shape == (8, 17, 3)
