"""Limits as files."""

import numpy as np
import pytest

from evopose.errors import BadFile, MissingFile
from evopose.limits import default, read, write


def test_what_is_written_is_read_again(limits, people, tmp_path):
    write(limits, tmp_path / "a.npz")
    again = read(tmp_path / "a.npz")
    np.testing.assert_array_equal(again.upper, limits.upper)
    np.testing.assert_array_equal(again.lower, limits.lower)
    assert again.name == "standing people"
    assert again.metadata["radius"] == 12.0
    np.testing.assert_array_equal(again.valid(people(9, 50)), limits.valid(people(9, 50)))


def test_the_same_limits_are_the_same_bytes(limits, tmp_path):
    write(limits, tmp_path / "a.npz")
    write(read(tmp_path / "a.npz"), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_what_is_no_file_of_limits_is_refused_with_the_reason(limits, tmp_path):
    with pytest.raises(MissingFile):
        read(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("not a zip")
    np.savez(tmp_path / "other.npz", positions=np.zeros(3))
    np.savez(tmp_path / "shape.npz", upper=limits.upper[:2], lower=limits.lower, metadata=np.array("{}"))
    np.savez(tmp_path / "pickled.npz", upper=np.array([{}]), lower=limits.lower, metadata=np.array("{}"))
    np.savez(tmp_path / "version.npz", upper=limits.upper, lower=limits.lower, metadata=np.array('{"format": "x"}'))
    for name in ("text", "other", "shape", "pickled", "version"):
        with pytest.raises(BadFile, match=name):
            read(tmp_path / f"{name}.npz")


def test_the_default_is_read_once():
    assert default() is default()
