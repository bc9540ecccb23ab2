"""A population on disk while it grows is, at any number of rows, what was appended up to there."""

from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from safetensors import safe_open

from evopose.errors import NotWritable
from evopose.evolution.growing import Growing, Layout
from evopose.io import safetensors
from evopose.io.packing import packed, unpacked
from tests.core.io.populations import people

POSES = people(60)
PARENTS = np.arange(120).reshape(60, 2)
OPERATORS = np.arange(60) * 7


def append(growing: Growing, first: int, last: int) -> None:
    growing.append(POSES[first:last], 3, PARENTS[first:last], OPERATORS[first:last])


@settings(deadline=None, max_examples=40)
@given(sizes=st.lists(st.integers(0, 25), min_size=1, max_size=6), capacity=st.integers(1, 30), small=st.booleans())
def test_whatever_is_appended_is_read_again(sizes, capacity, small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("growing")
    growing = Growing(folder, Layout(1e-4 if small else None, capacity, {"a": 1}))
    total = 0
    for size in sizes:
        last = min(60, total + size)
        append(growing, total, last)
        total = last
    growing.close()
    assert growing.rows == total
    if not total:
        return
    kept = unpacked(*packed(POSES, 1e-4), 1e-4) if small else POSES
    assert_array_equal(growing.view(total), kept[:total])
    assert_array_equal(growing.view((total + 1) // 2), kept[: (total + 1) // 2])
    files = growing.finish(folder)
    read = safetensors.read(files[0])
    assert len(files) == -(-total // capacity)
    assert_array_equal(read.positions, kept[:total])
    assert_array_equal(read.parents, PARENTS[:total])
    assert_array_equal(read.operators, OPERATORS[:total])
    assert set(np.asarray(read.generation)) == {3}
    assert read.metadata == {"a": 1}
    assert sorted(path.name for path in folder.iterdir()) == [path.name for path in files]


def test_what_lies_behind_the_rows_that_count_is_written_over(tmp_path):
    layout = Layout(None, 10, {})
    with closing(Growing(tmp_path, layout)) as growing:
        append(growing, 0, 37)
    again = Growing(tmp_path, layout, 12)
    assert len(list(tmp_path.iterdir())) == 2, "shards of which nothing counts are gone"
    with closing(again):
        append(again, 20, 33)
    assert_array_equal(again.view(25), np.concatenate([POSES[:12], POSES[20:33]]))


def test_a_shard_is_a_sound_file_at_any_time(tmp_path):
    with closing(Growing(tmp_path, Layout(None, 50, {}))) as growing:
        append(growing, 0, 7)
        growing.sync()
        with safe_open(tmp_path / "poses-00000.safetensors", "numpy") as file:
            assert set(file.keys()) == {"positions", "generation", "parents", "operators"}
            assert_array_equal(file.get_slice("positions")[:7], POSES[:7])
            assert file.get_slice("positions").get_shape() == [50, 17, 3]


def test_put_in_place_twice_is_put_in_place_once(tmp_path):
    growing = Growing(tmp_path, Layout(None, 10, {}))
    append(growing, 0, 25)
    files = growing.finish(tmp_path)
    whole = [path.read_bytes() for path in files]
    assert growing.finish(tmp_path) == files
    assert [path.read_bytes() for path in files] == whole


def test_a_folder_that_is_not_there(tmp_path):
    growing = Growing(tmp_path / "none", Layout(None, 10, {}))
    with pytest.raises(NotWritable, match="cannot be written"):
        append(growing, 0, 3)
    assert growing.rows == 0
