"""Populations in safetensors are mapped, not loaded, and lie in one file or in shards."""

import json

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from safetensors.numpy import load_file, save_file

from evopose.errors import BadFile, MissingFile
from evopose.io import safetensors
from evopose.model.population import Population
from tests.core.io.populations import clips, evolved, people


def test_the_library_reads_what_we_write(tmp_path):
    population = evolved()
    safetensors.write(population, tmp_path / "x.safetensors")
    tensors = load_file(tmp_path / "x.safetensors")
    assert_array_equal(tensors["positions"], population.positions)
    assert_array_equal(tensors["parents"], population.parents)
    assert_array_equal(tensors["generation"], population.generation)


def test_we_read_what_the_library_writes(tmp_path):
    positions = people(4)
    save_file({"positions": positions, "weights": np.ones(3)}, tmp_path / "x.safetensors", {"source": "elsewhere"})
    read = safetensors.read(tmp_path / "x.safetensors")
    assert_array_equal(read.positions, positions)
    assert read.metadata == {"source": "elsewhere"}


def test_doubles_become_floats(tmp_path):
    save_file({"positions": people(4).astype(float)}, tmp_path / "x.safetensors")
    assert safetensors.read(tmp_path / "x.safetensors").positions.dtype == np.float32


def test_a_file_cut_short_says_how_much_of_it_is_there(tmp_path):
    path = tmp_path / "x.safetensors"
    safetensors.write(evolved(), path)
    whole = path.read_bytes()
    for kept, told in ((len(whole) - 1, f"{len(whole) - 1:,} of {len(whole):,} bytes"), (50, "50 of more than ")):
        path.write_bytes(whole[:kept])
        with pytest.raises(BadFile, match=f"it is cut short: {told}"):
            safetensors.read(path)


def test_random_rows_are_read_without_the_rest(tmp_path):
    """A sparse file of 20 GB is opened and rows from its far end are read, on any machine."""
    poses, path = 100_000_000, tmp_path / "large.safetensors"
    entry = {"dtype": "F32", "shape": [poses, 17, 3], "data_offsets": [0, poses * 204]}
    text = json.dumps({"positions": entry}).encode()
    row = people(1)[0]
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + poses * 204)
        for number in range(0, poses, poses // 1000):
            file.seek(8 + len(text) + number * 204)
            file.write(row.tobytes())
    read = safetensors.read(path)
    assert isinstance(read.positions, np.memmap)
    assert len(read) == poses
    assert_array_equal(read.positions[[0, poses // 1000 * 77, poses // 1000 * 999]], np.stack([row] * 3))


def test_a_map_cannot_be_written_to(tmp_path):
    safetensors.write(evolved(), tmp_path / "x.safetensors")
    with pytest.raises(ValueError, match="read-only"):
        safetensors.read(tmp_path / "x.safetensors").positions[0] = 0


def test_maps_outlive_a_rewritten_file(tmp_path):
    path = tmp_path / "x.safetensors"
    safetensors.write(Population(people(5, seed=1)), path)
    read = safetensors.read(path)
    safetensors.write(Population(people(5, seed=2)), path)
    assert_array_equal(read.positions, people(5, seed=1))


@pytest.mark.parametrize("size", [1, 4, 15, 100])
def test_shards_hold_the_whole(size, tmp_path):
    population = clips((5, 3, 7))
    files = safetensors.write(population, tmp_path / "x.safetensors", shard_poses=size)
    assert len(files) == -(-15 // size)
    assert files[-1].name == f"x-{len(files) - 1:05d}-of-{len(files):05d}.safetensors"
    for path in (files[0], files[-1], tmp_path / "x.safetensors"):
        read = safetensors.read(path)
        assert_array_equal(read.positions, population.positions)
        assert_array_equal(read.clip, population.clip)
        assert read.metadata == population.metadata
    one = safetensors.read_shard(files[0])
    assert isinstance(one.positions, np.memmap)
    assert_array_equal(one.positions, population.positions[:size])


def test_parents_are_rows_of_the_whole(tmp_path):
    population = evolved()
    files = safetensors.write(population, tmp_path / "x.safetensors", shard_poses=6)
    assert_array_equal(safetensors.read(files[0]).parents, population.parents)


def test_a_lacking_shard_is_named(tmp_path):
    files = safetensors.write(evolved(), tmp_path / "x.safetensors", shard_poses=6)
    files[2].unlink()
    with pytest.raises(BadFile, match=r"of its 4 shards 1 are not there: x-00002-of-00004"):
        safetensors.read(files[0])


def test_no_file_and_no_shards(tmp_path):
    with pytest.raises(MissingFile):
        safetensors.read(tmp_path / "x.safetensors")


def test_a_file_of_weights_is_not_taken_for_a_population(tmp_path):
    save_file({"w1.weight": np.ones((2, 2))}, tmp_path / "lifter.safetensors")
    assert not safetensors.FORMAT.recognises(tmp_path / "lifter.safetensors")
    with pytest.raises(BadFile, match=r"it holds w1\.weight"):
        safetensors.read(tmp_path / "lifter.safetensors")
    save_file({f"w{number}.weight": np.ones((2, 2)) for number in range(6)}, tmp_path / "lifter.safetensors")
    with pytest.raises(BadFile, match=r"it holds w0\.weight, w1\.weight, w2\.weight, w3\.weight, …$"):
        safetensors.read(tmp_path / "lifter.safetensors")
