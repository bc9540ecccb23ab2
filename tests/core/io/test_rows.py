"""Rows of files are read as they are asked for, and are the same as if all lay in memory."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from evopose.errors import BadFile, BadOption
from evopose.io import npz, safetensors
from evopose.io.clips import complete, concatenated, selected
from evopose.io.packing import fits, packed, reach, step_of, unpacked
from evopose.io.rows import Decoded, Joined, Rows, Sparing, release
from evopose.io.tensors import write_tensors
from evopose.model.population import Population
from tests.core.io.populations import evolved, people


def joined(sizes=(4, 0, 7, 1)) -> tuple[Joined, np.ndarray]:
    whole = np.arange(sum(sizes) * 6).reshape(-1, 2, 3)
    return Joined(np.split(whole, np.cumsum(sizes)[:-1])), whole


@pytest.mark.parametrize(
    "key",
    [
        0, -1, np.int64(5), slice(None), slice(2, 9), slice(3, 4), slice(9, 2), slice(-3, None), slice(None, None, 3),
        slice(None, None, -1), slice(40, 50), [], [3], [11, 0, 0, 4, -2], np.array([[1, 2], [3, 4]]), (3, 1),
        (slice(2, 8), 0), ([1, 5], slice(None), 2), (slice(None), 1, 2), ..., np.arange(12) % 3 == 0,
    ],
    ids=str,
)  # fmt: skip
def test_rows_are_taken_as_of_an_array(key):
    rows, whole = joined()
    key = np.asarray(key, int) if isinstance(key, list) else key
    assert_array_equal(rows[key], whole[key], strict=True)
    decoded = Decoded([whole, whole], lambda first, second: first + second, dtype=whole.dtype)
    assert_array_equal(decoded[key], 2 * whole[key], strict=True)
    for at_once in (1, 5, 100):
        assert_array_equal(Sparing(rows, at_once)[key], whole[key], strict=True)


@pytest.mark.parametrize("key", [12, -13, [12], [-13], np.ones(5, bool)], ids=str)
def test_rows_that_are_not_there(key):
    with pytest.raises(IndexError):
        joined()[0][key]


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="what is mapped is not told here")
def test_no_more_of_a_file_stays_in_memory_than_may(tmp_path):
    path, rng = tmp_path / "large.bin", np.random.default_rng(0)
    np.zeros((200_000, 17, 3), np.float32).tofile(path)
    rows = Joined([np.memmap(path, np.float32, "r", shape=(200_000, 17, 3))])
    drawn = rng.integers(0, len(rows), 20_000)
    rows[drawn]
    assert resident(path) > 30_000, "the system brings the neighbours too"
    release(rows)
    assert resident(path) == 0
    sparing = Sparing(rows, 20_000)
    sparing[drawn]
    sparing[:15_000]
    assert resident(path) < 5_000


def resident(path: Path) -> int:
    """Kilobytes of a file that are mapped into this process and in memory."""
    lines = Path("/proc/self/smaps").read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.endswith(str(path)))
    return int(next(line for line in lines[first:] if line.startswith("Rss:")).split()[1])


def test_all_rows_as_an_array():
    rows, whole = joined()
    assert_array_equal(np.asarray(rows), whole)
    assert_array_equal(np.stack(list(rows)), whole)
    assert (rows.shape, rows.ndim, rows.size, rows.nbytes) == (whole.shape, whole.ndim, whole.size, whole.nbytes)


@given(st.floats(0.05, 1), st.integers(0, 1000))
def test_packing_moves_no_coordinate_by_more_than_half_a_step(millimetres, seed):
    step = step_of(f"{millimetres}mm")
    poses = people(5, seed) + np.float32(1)
    assert fits(poses, step).all()
    assert_allclose(unpacked(*packed(poses, step), step), poses, rtol=0, atol=step / 2 + 2e-6)


def test_packed_again_nothing_moves():
    once = unpacked(*packed(people(9), 1e-4), 1e-4)
    assert_array_equal(unpacked(*packed(once, 1e-4), 1e-4), once)


def test_what_is_out_of_reach_or_missing_does_not_fit():
    poses = people(4)
    poses[1, 3] += 1.01 * reach(1e-4)
    poses[2, 5, 1] = np.nan
    poses[3, 0, 0] = np.inf
    assert fits(poses, 1e-4).tolist() == [True, False, False, False]
    assert fits(poses, None).tolist() == [True, True, False, False]


@pytest.mark.parametrize("wrong", ["", "0.1", "0mm", "0.01mm", "1.1mm", "20mm", "float16", "-1mm", "mm"])
def test_precisions_that_are_none(wrong):
    with pytest.raises(BadOption, match=r"0\.05mm to 1mm"):
        step_of(wrong)


def write_packed(path, poses, metadata=None) -> None:
    hip, offsets = packed(poses, 1e-4)
    write_tensors(path, {"hip": hip, "offsets": offsets}, metadata or safetensors.container_metadata({"a": 1}, 1e-4))


def test_a_packed_population_is_read_as_any_other(tmp_path):
    write_packed(tmp_path / "x.safetensors", people(40))
    read = safetensors.read(tmp_path / "x.safetensors")
    assert safetensors.FORMAT.recognises(tmp_path / "x.safetensors")
    assert isinstance(read.positions, Rows)
    assert read.metadata == {"a": 1}
    assert_allclose(read.positions, people(40), rtol=0, atol=5.1e-5)
    npz.write(read, tmp_path / "x.npz")
    safetensors.write(read, tmp_path / "y.safetensors", shard_poses=7)
    for path in (tmp_path / "x.npz", tmp_path / "y.safetensors"):
        again = (npz if path.suffix == ".npz" else safetensors).read(path)
        assert_array_equal(again.positions, read.positions)


@pytest.mark.parametrize("metadata", [{"step": "0"}, {"step": "a"}, {"format": "x"}, {"step": "nan"}])
def test_packed_positions_without_a_step_are_damaged(metadata, tmp_path):
    write_packed(tmp_path / "x.safetensors", people(4), metadata)
    with pytest.raises(BadFile, match="packed positions are damaged"):
        safetensors.read(tmp_path / "x.safetensors")


def test_packed_positions_of_another_shape_are_damaged(tmp_path):
    tensors = {"hip": np.zeros((3, 3), np.float32), "offsets": np.zeros((3, 20, 3), np.int16)}
    write_tensors(tmp_path / "x.safetensors", tensors, safetensors.container_metadata({}, 1e-4))
    with pytest.raises(BadFile, match=r"\(3, 20, 3\)"):
        safetensors.read(tmp_path / "x.safetensors")


def test_operators_go_where_their_poses_go(tmp_path):
    plain = evolved(12)
    population = Population(
        plain.positions, plain.generation, plain.parents, None, plain.metadata, np.arange(12, dtype=np.uint16) * 17
    )
    for path, form in ((tmp_path / "x.npz", npz), (tmp_path / "x.safetensors", safetensors)):
        form.write(population, path)
        assert_array_equal(form.read(path).operators, population.operators)
    safetensors.write(population, tmp_path / "y.safetensors", shard_poses=5)
    assert_array_equal(safetensors.read(tmp_path / "y.safetensors").operators, population.operators)
    assert_array_equal(selected(population, np.array([3, 1])).operators, [51, 17])
    both = concatenated([population, Population(people(2))])
    assert_array_equal(both.operators, [*population.operators, 0, 0])


def test_missing_joints_are_found_chunk_by_chunk(monkeypatch):
    monkeypatch.setattr("evopose.io.clips._CHUNK", 3)
    poses = people(10)
    poses[[2, 7], 4] = np.nan
    assert_array_equal(complete(Population(poses)), ~np.isin(np.arange(10), [2, 7]))
    assert complete(Population(people(0))).shape == (0,)


@pytest.mark.parametrize("form", [safetensors, npz])
def test_files_of_another_unit_are_read_where_it_is_told(form, tmp_path):
    path = tmp_path / ("x.npz" if form is npz else "x.safetensors")
    form.write(Population(people(9) * 1000), path)
    with pytest.raises(BadFile, match="millimetres"):
        form.read(path)
    assert_allclose(form.read(path, 0.001).positions, people(9), rtol=1e-5)
