"""Files that change while they are mapped are not read any more."""

import os
import shutil

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from evopose.coverage.opening import opened
from evopose.errors import BadFile
from evopose.io import safetensors
from evopose.model.population import Population
from tests.core.io.populations import evolved, people


@pytest.fixture
def path(tmp_path):
    safetensors.write(evolved(), tmp_path / "x.safetensors")
    return tmp_path / "x.safetensors"


def test_what_stays_as_it_was_is_read(path):
    read, population = opened(path), evolved()
    assert_array_equal(read.positions[[3, 1]], population.positions[[3, 1]])
    assert_array_equal(read.positions[2:4], population.positions[2:4])
    assert_array_equal(read.parents[-1], population.parents[-1])
    assert_array_equal(read.generation, population.generation)


@pytest.mark.parametrize("key", [0, [0, 1], slice(0, 2)])
def test_a_file_written_over_in_place_is_read_no_more(path, tmp_path, key):
    read = opened(path)
    safetensors.write(Population(people(1)), tmp_path / "small.safetensors")
    shutil.copyfile(tmp_path / "small.safetensors", path)
    for column in (read.positions, read.parents, read.generation):
        with pytest.raises(BadFile, match=r"x\.safetensors: it was changed while it was open: open it again"):
            column[key]


def test_rows_that_were_read_outlive_a_file_cut_short(path):
    row, population = opened(path).positions[1], evolved()
    os.truncate(path, 8)
    assert_array_equal(row, population.positions[1])


def test_the_shard_that_changed_is_named(tmp_path):
    shards = safetensors.write(evolved(), tmp_path / "x.safetensors", shard_poses=6)
    read = opened(tmp_path / "x.safetensors")
    os.truncate(shards[2], 100)
    with pytest.raises(BadFile, match="x-00002-of-00004"):
        read.positions[0]


def test_a_file_that_is_gone_is_read_on(path):
    read = opened(path)
    path.unlink()
    assert_array_equal(read.positions[:], evolved().positions)


def test_a_slice_outlives_a_file_cut_short(tmp_path):
    """Not a view of what is mapped, however long: it is read while it is looked at."""
    poses = np.tile(people(10), (400, 1, 1))
    safetensors.write(Population(poses), tmp_path / "x.safetensors")
    rows = opened(tmp_path / "x.safetensors").positions[:4000]
    os.truncate(tmp_path / "x.safetensors", 8)
    assert_array_equal(rows, poses)
