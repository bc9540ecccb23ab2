"""A reader meets any file with a BadFile or MissingFile, and nothing else."""

import io
import json

import numpy as np
import pytest

from evopose.errors import BadFile, EvoError, MissingFile
from evopose.io import amc, bvh, h36m, npz, safetensors
from evopose.io.format import format_of
from tests.core.io.populations import clips, people

FORMATS = [safetensors.FORMAT, npz.FORMAT, h36m.FORMAT, bvh.FORMAT, amc.FORMAT]
WRITTEN = [entry for entry in FORMATS if entry.write_population]
by_name = pytest.mark.parametrize("format", FORMATS, ids=lambda entry: entry.name)


@by_name
def test_nothing_there(format, tmp_path):
    with pytest.raises(MissingFile):
        format.read_population(tmp_path / f"none{format.suffixes[0]}")


@by_name
@pytest.mark.parametrize(
    "content", [b"", b"\0", b"HIERARCHY", b"1\nroot 0\n", b"PK\x03\x04", b"\x93NUMPY", bytes(range(256)) * 40], ids=len
)
def test_what_is_no_such_file(format, content, tmp_path):
    path = tmp_path / f"bad{format.suffixes[0]}"
    path.write_bytes(content)
    with pytest.raises(BadFile, match="bad"):
        format.read_population(path)
    format.recognises(path)


@by_name
def test_random_bytes(format, tmp_path):
    random = np.random.default_rng(5)
    path = tmp_path / f"bad{format.suffixes[0]}"
    for size in (7, 8, 9, 64, 5000):
        path.write_bytes(random.bytes(size))
        with pytest.raises(BadFile):
            format.read_population(path)


@pytest.mark.parametrize("format", WRITTEN, ids=lambda entry: entry.name)
def test_cut_short_anywhere(format, tmp_path):
    path = tmp_path / f"whole{format.suffixes[0]}"
    format.write_population(clips((6,)), path)
    whole = path.read_bytes()
    cut = tmp_path / f"cut{format.suffixes[0]}"
    for length in np.linspace(0, len(whole) - 40, 25).astype(int):
        cut.write_bytes(whole[:length])
        with pytest.raises(BadFile):
            format.read_population(cut)


@pytest.mark.parametrize("format", WRITTEN, ids=lambda entry: entry.name)
def test_bytes_changed_anywhere_raise_nothing_else(format, tmp_path):
    path = tmp_path / f"whole{format.suffixes[0]}"
    format.write_population(clips((4,)), path)
    whole, random = path.read_bytes(), np.random.default_rng(3)
    changed = tmp_path / f"changed{format.suffixes[0]}"
    for _ in range(60):
        data = bytearray(whole)
        for place in random.integers(0, min(len(data), 3000), 3):
            data[place] = random.integers(0, 256)
        changed.write_bytes(data)
        try:
            population = format.read_population(changed)
        except EvoError:
            continue
        assert population.positions.shape[1:] == (17, 3)


@pytest.mark.parametrize("format", WRITTEN, ids=lambda entry: entry.name)
def test_a_file_under_another_suffix(format, tmp_path):
    path = tmp_path / f"whole{format.suffixes[0]}"
    format.write_population(clips((4,)), path)
    for other in FORMATS:
        if other is not format:
            wrong = tmp_path / f"wrong{other.suffixes[0]}"
            wrong.write_bytes(path.read_bytes())
            with pytest.raises(BadFile):
                format_of(wrong).read_population(wrong)


def header(entries: dict, data: bytes = b"") -> bytes:
    text = json.dumps(entries).encode()
    return len(text).to_bytes(8, "little") + text + data


POSES = people(2).tobytes()


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"dtype": "F32", "shape": [2, 17, 3], "data_offsets": [0, 4 * 102 + 4]}, "bytes 0 to 412"),
        ({"dtype": "F32", "shape": [3, 17, 3], "data_offsets": [0, 408]}, "does not fill"),
        ({"dtype": "F32", "shape": [2, 17, 3], "data_offsets": [-8, 400]}, "bytes -8"),
        ({"dtype": "F32", "shape": [-2, 17, -3], "data_offsets": [0, 408]}, "bytes 0"),
        ({"dtype": "F32", "shape": [2, 17, 3], "data_offsets": [408, 0]}, "bytes 408"),
        ({"dtype": "F32", "shape": [2.0, 17, 3], "data_offsets": [0, 408]}, "bytes 0"),
        ({"dtype": "F32", "shape": [2, 51], "data_offsets": [0, 408]}, "shape"),
        ({"dtype": "F8_E4M3", "shape": [408], "data_offsets": [0, 408]}, "type that is not read"),
        ({"dtype": "F32", "shape": [2, 17, 3]}, "KeyError"),
        ([1, 2], "damaged"),
    ],
)
def test_a_lying_safetensors_header(entry, told, tmp_path):
    path = tmp_path / "lying.safetensors"
    path.write_bytes(header({"positions": entry}, POSES))
    with pytest.raises(BadFile, match=told):
        safetensors.read(path)


@pytest.mark.parametrize("entries", [[], 3, None, "x", {"__metadata__": [1]}, {"__metadata__": {"a": 1}}, {}])
def test_a_safetensors_header_that_is_no_object(entries, tmp_path):
    path = tmp_path / "odd.safetensors"
    path.write_bytes(header(entries))
    with pytest.raises(BadFile):
        safetensors.read(path)


def test_a_safetensors_header_longer_than_the_file(tmp_path):
    path = tmp_path / "long.safetensors"
    path.write_bytes((2**63).to_bytes(8, "little") + b"{}")
    with pytest.raises(BadFile, match="no safetensors"):
        safetensors.read(path)


def test_lineage_of_another_length(tmp_path):
    path = tmp_path / "x.npz"
    np.savez(path, positions=people(3), parents=np.zeros((2, 2), int))
    with pytest.raises(BadFile, match=r"parents are int64 \(2, 2\)"):
        npz.read(path)


def test_an_npz_of_objects_is_not_unpickled(tmp_path):
    path = tmp_path / "objects.npz"
    np.savez(path, positions=np.array([people(1), None], dtype=object))
    with pytest.raises(BadFile):
        npz.read(path)


def test_an_archive_of_something_else_says_what_it_holds(tmp_path):
    path = tmp_path / "camera.npz"
    np.savez(path, focal=np.ones(2))
    with pytest.raises(BadFile, match=r"it holds focal\.$"):
        npz.read(path)
    np.savez(path, *np.ones((40, 2)))
    with pytest.raises(BadFile, match=r"it holds arr_0, arr_1, arr_10, arr_11, …$"):
        npz.read(path)
    single = io.BytesIO()
    np.save(single, people(1))
    path.write_bytes(single.getvalue())
    with pytest.raises(BadFile, match="npz"):
        npz.read(path)


@pytest.mark.parametrize(("scale", "told"), [(1000, "millimetres"), (100, "centimetres"), (1 / 0.0254, "inches")])
@pytest.mark.parametrize("format", [safetensors.FORMAT, npz.FORMAT], ids=lambda entry: entry.name)
def test_positions_that_are_no_metres_are_told(format, scale, told, tmp_path):
    path = tmp_path / f"large{format.suffixes[0]}"
    np.savez(path, positions=people(9) * scale) if format is npz.FORMAT else None
    if format is safetensors.FORMAT:
        data = (people(9) * np.float32(scale)).tobytes()
        entry = {"dtype": "F32", "shape": [9, 17, 3], "data_offsets": [0, len(data)]}
        path.write_bytes(header({"positions": entry}, data))
    with pytest.raises(BadFile, match=told):
        format.read_population(path)
