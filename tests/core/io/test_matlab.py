"""MATLAB's files as SciPy and h5py write them: all layouts hold the same, and damage ends in words."""

import tracemalloc
from contextlib import suppress

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from evopose.errors import BadFile, MissingFile
from evopose.io import matlab5
from evopose.io.matlab import load_everything, load_matlab, variables
from evopose.io.matlab5 import Other
from tests.core.io.data_sets import write_classic, write_compressed, write_hdf5

LAYOUTS = [write_classic, write_compressed, write_hdf5]
ARRAYS = {
    "cube": np.arange(24.0).reshape(2, 3, 4) / 7,
    "single": np.float32([[1.5, np.nan, np.inf]]),
    "small": np.arange(6, dtype=np.int16).reshape(2, 3),
    "marks": np.array([[True], [False]]),
    "one": np.array([[7]], np.uint8),
}


@pytest.mark.parametrize("write", LAYOUTS)
def test_numbers_of_every_type_come_back_in_shape(tmp_path, write):
    path = write(tmp_path / "x.mat", ARRAYS)
    assert set(variables(path)) == set(ARRAYS)
    read = load_matlab(path, ["one", "cube", "single", "small", "marks", "nothing"])
    assert read.keys() == ARRAYS.keys()
    for name, values in ARRAYS.items():
        assert read[name].shape == values.shape
        assert_array_equal(read[name], values)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"a": 1.0}, "a structure"),
        ("word", "text"),
        (np.array([1.0, "b"], object), "a cell"),
        (np.ones(2) * 1j, "complex"),
    ],
)
def test_what_is_no_numbers_is_refused_only_if_it_is_wanted(tmp_path, value, told):
    path = write_classic(tmp_path / "x.mat", {"other": value, "cube": ARRAYS["cube"]})
    assert load_matlab(path, ["cube"]).keys() == {"cube"}
    with pytest.raises(BadFile, match=f"its other is {told}"):
        load_matlab(path, ["other"])


@pytest.mark.parametrize("write", LAYOUTS[:2])
def test_cells_and_structures_come_back_with_all_that_is_in_them(tmp_path, write):
    cell = np.empty((2, 2), object)
    cell[0, 0], cell[0, 1], cell[1, 0], cell[1, 1] = ARRAYS["cube"], np.zeros((0, 0)), "word", ARRAYS["marks"]
    nested = {"inner": {"small": ARRAYS["small"]}, "cell": cell, "a_rather_long_name": 3.0}
    found = load_everything(write(tmp_path / "x.mat", {"all": nested, "wave": np.ones(2) * 1j, "one": ARRAYS["one"]}))
    assert found.keys() == {"all", "wave", "one"} and found["wave"] == Other("complex")
    assert_array_equal(found["one"], ARRAYS["one"])
    told = found["all"]
    assert told.keys() == nested.keys() and told["cell"].shape == (2, 2) and told["cell"][1, 0] == Other("text")
    assert_array_equal(told["inner"]["small"], ARRAYS["small"])
    assert told["cell"][0, 1].shape == (0, 0) and told["a_rather_long_name"].item() == 3.0
    for place in ((0, 0), (1, 1)):
        assert_array_equal(told["cell"][place], cell[place])


def test_a_cell_of_arrays_of_one_shape_has_them_apart(tmp_path):
    cell = np.empty((1, 3), object)
    for place in range(3):
        cell[0, place] = place * ARRAYS["cube"]
    (found,) = load_everything(write_classic(tmp_path / "x.mat", {"cell": cell})).values()
    assert found.shape == (1, 3)
    for read, written in zip(found[0], cell[0], strict=True):
        assert_array_equal(read, written)


def test_cells_too_deep_are_refused(tmp_path):
    value = np.ones(1)
    for _ in range(20):
        value = {"a": value}
    with pytest.raises(BadFile, match="more than 16 cells within each other"):
        load_everything(write_classic(tmp_path / "x.mat", {"deep": value}))


def test_a_file_that_is_none_or_not_there(tmp_path):
    (tmp_path / "x.mat").write_bytes(b"this is no MATLAB file" * 20)
    assert variables(tmp_path / "x.mat") == variables(tmp_path / "y.mat") == ()
    with pytest.raises(BadFile, match="not a readable"):
        load_matlab(tmp_path / "x.mat", ["a"])
    with pytest.raises(MissingFile):
        load_matlab(tmp_path / "y.mat", ["a"])


def packed_hdf5(path, arrays):
    with h5py.File(path, "w") as file:
        for name, values in arrays.items():
            file.create_dataset(name, data=values, compression="gzip")
    return path


@pytest.mark.parametrize("write", [write_compressed, packed_hdf5])
def test_a_small_file_that_would_fill_the_memory_is_not_unpacked(tmp_path, write, monkeypatch):
    monkeypatch.setattr(matlab5, "_ROOM", 1 << 20)
    path = write(tmp_path / "x.mat", {"one": np.zeros(50_000), "two": np.zeros(200_000)})
    assert load_matlab(path, ["one"])["one"].size == 50_000, "what is not wanted is not unpacked"
    tracemalloc.start()
    with pytest.raises(BadFile, match="more than 1 MB unpacked; it was not unpacked"):
        load_matlab(path, ["one", "two"])
    assert tracemalloc.get_traced_memory()[1] < 1.5e6
    tracemalloc.stop()


def test_parts_that_are_small_together_are_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(matlab5, "_ROOM", 1 << 20)
    path = write_compressed(tmp_path / "x.mat", {name: np.zeros(60_000) for name in "abc"})
    assert len(load_matlab(path, ["a", "b"])) == 2
    for read in (lambda: load_matlab(path, ["a", "b", "c"]), lambda: load_everything(path)):
        with pytest.raises(BadFile, match="not unpacked"):
            read()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Bytes of a file in each layout, and a place for damaged ones."""
    folder = tmp_path_factory.mktemp("matlab")
    many = {**ARRAYS, "all": {"cell": np.array([[1.0, "b"], [ARRAYS["small"], 3]], object), "one": ARRAYS["one"]}}
    return [write(folder / f"{write.__name__}.mat", many).read_bytes() for write in LAYOUTS[:2]], folder / "damaged.mat"


@given(st.integers(0, 1), st.lists(st.tuples(st.integers(128, 2000), st.integers(0, 255)), min_size=1, max_size=5))
def test_damage_to_matlabs_own_layout_ends_in_words(whole, layout, changes):
    contents, path = whole
    damaged = bytearray(contents[layout])
    for place, value in changes:
        damaged[place % len(damaged)] = value
    path.write_bytes(damaged)
    with suppress(BadFile):
        assert all(isinstance(values, np.ndarray) for values in load_matlab(path, list(ARRAYS)).values())
    with suppress(BadFile):
        assert all(isinstance(value, np.ndarray | dict | Other) for value in load_everything(path).values())
