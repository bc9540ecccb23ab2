"""Our own file of pairs: a round trip, what is chosen of it, and what is told of one that is not sound."""

import json
from dataclasses import astuple, replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from evopose.errors import BadFile, BadOption, MissingFile, WrongUnit
from evopose.io import pairs_file, safetensors
from evopose.io.pairs import Selection, read_pairs, write_pairs
from evopose.io.tensors import header_of, write_tensors
from evopose.model.population import Population
from tests.core.io.pairs import pairs
from tests.core.io.populations import people


@pytest.fixture
def path(tmp_path):
    write_pairs(pairs(), tmp_path / "x.safetensors")
    return tmp_path / "x.safetensors"


def test_what_is_written_is_read(path):
    written, read = pairs(), read_pairs(path)
    for name in ("pixels", "joints", "camera", "clip", "row"):
        assert_array_equal(getattr(read, name), getattr(written, name))
    assert [astuple(camera) for camera in read.cameras] == [astuple(camera) for camera in written.cameras]
    assert read.metadata == written.metadata


def test_clips_and_rows_may_be_unknown(tmp_path):
    write_pairs(replace(pairs(), clip=None, row=None), tmp_path / "x.safetensors")
    read = read_pairs(tmp_path / "x.safetensors")
    assert read.clip is None and read.row is None


def test_it_is_read_as_memory_maps(path):
    assert isinstance(read_pairs(path).pixels, np.memmap)


@pytest.mark.parametrize(
    ("select", "rows"),
    [
        ({"subjects": ("s9",)}, range(10)),
        ({"subjects": ("11",)}, range(10, 16)),
        ({"actions": ("sitting down",)}, range(10, 16)),
        ({"cameras": ("right",)}, [*range(5, 10), *range(13, 16)]),
        ({"cameras": ("1",)}, [*range(5), *range(10, 13)]),
        ({"every": 3}, [0, 3, 5, 8, 10, 13]),
        ({"subjects": ("S9",), "cameras": ("left",), "every": 2}, [0, 2, 4]),
    ],
)
def test_a_selection_takes_just_what_it_names(path, select, rows):
    read, all_ = read_pairs(path, Selection(**select)), pairs()
    for name in ("pixels", "joints", "camera", "clip", "row"):
        assert_array_equal(getattr(read, name), getattr(all_, name)[list(rows)])


def test_a_selection_of_nothing_says_what_there_is(path):
    with pytest.raises(BadOption, match="subjects S9, S11; actions Walking, SittingDown; cameras left, right"):
        read_pairs(path, Selection(subjects=("S5",)))


def test_no_file_is_said(tmp_path):
    with pytest.raises(MissingFile, match="file of pairs"):
        read_pairs(tmp_path / "x.safetensors")


def test_a_population_is_told_from_pairs(tmp_path, path):
    safetensors.write(Population(people(3)), tmp_path / "p.safetensors")
    assert pairs_file.recognises(path) and not pairs_file.recognises(tmp_path / "p.safetensors")
    assert not safetensors.FORMAT.recognises(path)
    with pytest.raises(BadFile, match=r"lacks pixels, joints, camera; it holds positions\. It is a population"):
        read_pairs(tmp_path / "p.safetensors")


def spoilt(path, tensors=(), **metadata):
    """The file again with some of its tensors or metadata changed."""
    header = header_of(path)
    kept = {name: np.array(header.mapped(name)) for name in header.places}
    write_tensors(path, kept | dict(tensors), dict(header.metadata) | metadata)


@pytest.mark.parametrize(
    ("tensors", "metadata", "told"),
    [
        ({"pixels": np.zeros((16, 16, 2), np.float32)}, {}, "expected"),
        ({"joints": np.zeros((9, 17, 3), np.float32)}, {}, "expected"),
        ({"joints": np.zeros((16, 17, 3))}, {}, "float64"),
        ({"camera": np.full(16, 2, np.int32)}, {}, "its camera goes from 2 to 2, but there are 2"),
        ({"camera": np.zeros(9, np.int32)}, {}, "whole numbers"),
        ({"clip": np.full(16, 7, np.int32)}, {}, "its clip goes from 7 to 7"),
        ({"clip": np.zeros(16)}, {}, "whole numbers"),
        ({}, {"cameras": "[{}]"}, "cameras are damaged"),
        ({}, {"cameras": json.dumps([{"focal": [1, 2, 3]}])}, "cameras are damaged"),
        ({}, {"cameras": "{"}, "no JSON"),
        ({}, {"metadata": "[]"}, "metadata are missing"),
        ({}, {"format": "evopose pairs 2"}, "'evopose pairs 1' was expected"),
    ],
)
def test_an_unsound_file_is_refused_in_words(path, tensors, metadata, told):
    spoilt(path, tensors, **metadata)
    with pytest.raises(BadFile, match=told):
        read_pairs(path)


def test_millimetres_are_told(path):
    spoilt(path, {"joints": pairs().joints * 1000})
    with pytest.raises(WrongUnit, match="millimetres"):
        read_pairs(path)


def test_a_cut_file_is_refused(path):
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    with pytest.raises(BadFile, match=f"it is cut short: {len(whole) - 100:,} of {len(whole):,} bytes are there"):
        read_pairs(path)
