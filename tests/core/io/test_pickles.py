"""Pickles: values come back and NumPy reads ours; whatever would run code is refused, and not run."""

import pickle
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evopose.errors import BadFile, MissingFile, NotWritable, UnsafeFile
from evopose.io.pickles import load_npy, load_pickle, save_npy, strings_at_start

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text() | st.tuples(st.integers(), st.text()), inner)
        | st.tuples(inner, inner)
        | st.sets(st.integers())
    ),
    max_leaves=12,
)


class Calls:
    """Pickles to a call of `function`."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> Any:
        return self._call


def pickled(path: Path, content: Any, protocol: int = 4) -> Path:
    path.write_bytes(pickle.dumps(content, protocol))
    return path


def forged(path: Path, body: bytes) -> Path:
    """A .npy file of objects whose pickle is `body`."""
    save_npy(path, {})
    head = path.read_bytes().index(b"\x80\x03")
    path.write_bytes(path.read_bytes()[:head] + body)
    return path


@given(content=PLAIN, protocol=st.integers(0, 5))
def test_plain_values_come_back_from_every_protocol(tmp_path_factory, content, protocol):
    path = pickled(tmp_path_factory.mktemp("p") / "x.pkl", content, protocol)
    assert load_pickle(path) == content


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4),
        np.asfortranarray(np.arange(12, dtype=np.int32).reshape(3, 4)),
        np.array([1.5, 2], ">f4"),
        np.array(["left", "rechts"]),
        np.array([True, False]),
        np.zeros((0, 3)),
        np.array(7.0),
        np.array([1 + 2j]),
    ],
)
def test_arrays_come_back_from_every_protocol(tmp_path, array, protocol):
    back = load_pickle(pickled(tmp_path / "x.pkl", {"a": array, "again": array}, protocol))
    np.testing.assert_array_equal(back["a"], array)
    assert type(back["a"]) is np.ndarray
    assert back["a"].dtype == array.dtype
    assert back["a"] is back["again"]
    assert back["a"].flags.writeable


@pytest.mark.parametrize("scalar", [np.float64(1.5), np.int32(-3), np.bool_(True), np.str_("x"), np.float32(0.1)])
@pytest.mark.parametrize("protocol", range(6))
def test_scalars_come_back(tmp_path, scalar, protocol):
    back = load_pickle(pickled(tmp_path / "x.pkl", [scalar], protocol))
    assert back == [scalar]
    assert back[0].dtype == scalar.dtype


def test_object_arrays_of_anything_plain_come_back(tmp_path):
    content = np.array([{"v": np.ones(3)}, None, [1, 2]], dtype=object)
    save_npy(tmp_path / "x.npy", content)
    back = load_npy(tmp_path / "x.npy")
    np.testing.assert_array_equal(back[0]["v"], np.ones(3))
    assert back[1:].tolist() == [None, [1, 2]]


def test_a_list_that_contains_itself_comes_back(tmp_path):
    content: list[Any] = [1]
    content.append(content)
    back = load_pickle(pickled(tmp_path / "x.pkl", content))
    assert back[1] is back


def test_dictionaries_are_read_as_numpy_saves_them_and_numpy_reads_ours(tmp_path):
    content = {(1, "Walking", "a.h5"): np.arange(6.0).reshape(2, 3), "n": np.float32(0.5)}
    np.save(tmp_path / "theirs.npy", content)
    save_npy(tmp_path / "ours.npy", content)
    for back in (load_npy(tmp_path / "theirs.npy"), np.load(tmp_path / "ours.npy", allow_pickle=True).item()):
        np.testing.assert_array_equal(back[1, "Walking", "a.h5"], content[1, "Walking", "a.h5"])
        assert back["n"] == np.float32(0.5)


def test_what_we_write_names_only_modules_that_old_numpy_has(tmp_path):
    save_npy(tmp_path / "x.npy", {"a": np.ones(2), "s": np.float64(1)})
    assert b"numpy._core" not in (tmp_path / "x.npy").read_bytes()


def test_plain_arrays_are_read(tmp_path):
    save_npy(tmp_path / "x.npy", np.arange(5))
    np.testing.assert_array_equal(load_npy(tmp_path / "x.npy"), np.arange(5))


def test_python_2_dictionaries_are_read(tmp_path):
    """As cPickle's protocol 2 of Python 2 wrote {'v': array([1., 2.])}: strings of bytes, long shapes."""
    data = struct.pack("<2d", 1, 2)
    body = (
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\nq\x02K\x00\x85U\x01b\x87R(K\x01)"
        b"cnumpy\ndtype\nq\x03U\x02O8K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb\x89]"
        b"}U\x01vh\x01h\x02K\x00\x85U\x01b\x87R(K\x01\x8a\x01\x02\x85h\x03U\x02f8K\x00K\x01\x87R"
        b"(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x10" + data + b"tbsatb."
    )
    back = load_npy(forged(tmp_path / "x.npy", body))
    assert list(back) == ["v"]
    np.testing.assert_array_equal(back["v"], [1, 2])


@pytest.mark.parametrize("protocol_2", [True, False])
def test_chumpy_arrays_become_plain_ones(tmp_path, protocol_2):
    array = pickle.dumps(np.arange(3.0), 2)[2:-1]
    new = (
        b"cchumpy.ch\nCh\n)\x81"
        if protocol_2
        else b"ccopy_reg\n_reconstructor\n(cchumpy.ch\nCh\nc__builtin__\nobject\nNtR"
    )
    path = tmp_path / "smpl.pkl"
    path.write_bytes(b"\x80\x02}U\x0av_template" + new + b"}U\x01x" + array + b"sbs.")
    back = load_pickle(path)
    assert type(back["v_template"]) is np.ndarray
    np.testing.assert_array_equal(back["v_template"], np.arange(3.0))


def test_sparse_matrices_become_dense(tmp_path):
    scipy = pytest.importorskip("scipy.sparse")
    dense = np.array([[0, 2.0, 0], [3, 0, 4]])
    back = load_pickle(pickled(tmp_path / "x.pkl", {"J_regressor": scipy.csc_matrix(dense)}))
    np.testing.assert_array_equal(back["J_regressor"], dense)


def dangerous() -> list[tuple[str, Any]]:
    import os
    import subprocess

    nested = np.empty(1, dtype=object)
    nested[0] = Calls(os.system, "touch ran")
    return [
        ("system", Calls(os.system, "touch ran")),
        ("builtins.eval", Calls(eval, "open('ran', 'w')")),
        ("builtins.exec", {"p2d": [Calls(exec, "open('ran', 'w')")]}),
        ("builtins.getattr", Calls(getattr, "", "join")),
        ("system", nested),
        ("Popen", [Calls(subprocess.Popen, ["touch", "ran"])]),
        ("system", Calls(list, Calls(os.system, "touch ran"))),
        ("pathlib", Path("x")),
    ]


@pytest.mark.parametrize(("name", "content"), dangerous())
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_file_that_carries_code_is_refused_by_name_and_nothing_runs(tmp_path, monkeypatch, name, content, protocol):
    monkeypatch.chdir(tmp_path)
    np.save(tmp_path / "x.npy", {"image.jpg": content})
    wanted = "__builtin__" + name.removeprefix("builtins") if name.startswith("builtins") and protocol < 3 else name
    if not isinstance(content, Calls) or content._call[0] is not list:
        with pytest.raises(UnsafeFile, match=wanted.replace(".", r"\.")):
            load_pickle(pickled(tmp_path / "x.pkl", content, protocol))
    with pytest.raises(UnsafeFile):
        load_npy(tmp_path / "x.npy")
    strings_at_start(tmp_path / "x.npy")
    assert not (tmp_path / "ran").exists()


def test_forged_object_pointers_are_not_followed(tmp_path):
    """NumPy itself would take these 8 bytes for an address if the dtype's flags say so."""
    body = (
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01K\x01\x85"
        b"cnumpy\ndtype\nU\x02O8K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89"
        b"U\x08AAAAAAAAtb."
    )
    with pytest.raises(BadFile, match="objects"):
        load_npy(forged(tmp_path / "x.npy", body))


def test_makers_cannot_be_altered(tmp_path):
    path = tmp_path / "x.pkl"
    path.write_bytes(b"\x80\x02c_codecs\nencode\n}U\x05_makeK\x01sb.")
    with pytest.raises(BadFile, match="alter"):
        load_pickle(path)


def test_functions_and_classes_are_no_data(tmp_path):
    for body in (b"cnumpy\nndarray\n", b"c_codecs\nencode\n", b"cbuiltins\nobject\n"):
        path = tmp_path / "x.pkl"
        path.write_bytes(b"\x80\x02}U\x01a" + body + b"s.")
        with pytest.raises(BadFile, match="function or a class"):
            load_pickle(path)


@given(st.binary(max_size=200))
def test_rubbish_is_a_bad_file(tmp_path_factory, rubbish):
    path = tmp_path_factory.mktemp("p") / "x.npy"
    path.write_bytes(rubbish)
    with pytest.raises(BadFile):
        load_npy(path)
    forged(path, b"\x80\x03" + rubbish + b"\xff")
    with pytest.raises(BadFile):
        load_npy(path)


def test_a_cut_file_is_a_bad_file(tmp_path):
    path = tmp_path / "x.npy"
    save_npy(path, {"a": np.arange(10)})
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadFile, match=r"x\.npy"):
        load_npy(path)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(MissingFile):
        load_npy(tmp_path / "none.npy")


def test_where_nothing_can_be_written_the_old_file_stays_and_nothing_is_left_behind(tmp_path):
    with pytest.raises(NotWritable):
        save_npy(tmp_path / "no folder" / "x.npy", {})
    (tmp_path / "x.npy").mkdir()
    with pytest.raises(NotWritable):
        save_npy(tmp_path / "x.npy", {})
    assert [path.name for path in tmp_path.iterdir()] == ["x.npy"]


def test_strings_tell_what_a_file_holds_without_reading_it_all(tmp_path):
    save_npy(tmp_path / "x.npy", {"1.jpg": {"p2d": np.zeros((17, 2))}})
    assert {"1.jpg", "p2d"} <= set(strings_at_start(tmp_path / "x.npy"))
    save_npy(tmp_path / "y.npy", np.zeros(3))
    assert strings_at_start(tmp_path / "y.npy") == ()
    assert strings_at_start(tmp_path / "none.npy") == ()
