"""Where files are to be written is looked at before there is anything to write."""

import os

import pytest

from evopose.errors import NotWritable
from evopose.io.destination import check_destination, check_folder, make_folder


def test_a_folder_that_takes_no_files_is_told_before_the_work(tmp_path, monkeypatch):
    check_destination(tmp_path / "a.npz", False, {})
    check_folder(tmp_path / "new" / "newer")
    monkeypatch.setattr(os, "access", lambda *_: False)
    for check in (check_folder, lambda path: check_destination(path, False, {})):
        with pytest.raises(NotWritable, match=r"a\.npz cannot be written: Permission denied"):
            check(tmp_path / "a.npz")


def test_a_folder_that_cannot_be_made_is_told_as_a_file_is_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotWritable, match="new cannot be written: Not a directory"):
        make_folder(tmp_path / "file" / "new")
    make_folder(tmp_path / "new" / "newer")
    assert (tmp_path / "new" / "newer").is_dir()
