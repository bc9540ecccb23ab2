"""Where files are to be written, looked at before the work begins of which they will tell."""

import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from evopose.errors import BadOption, NotWritable
from evopose.io.aside import writing


def check_destination(path: Path, overwrite: bool, read: Mapping[str, Iterable[Path]]) -> None:
    """As `check_replaced`; NotWritable where there is no folder for it, or none that takes files."""
    check_replaced(path, overwrite, read)
    if not path.parent.is_dir():
        raise NotWritable(f"{path} cannot be written: there is no folder {path.parent}.")
    _check_takes_files(path, path.parent)


def check_replaced(path: Path, overwrite: bool, read: Mapping[str, Iterable[Path]]) -> None:
    """BadOption where a folder is there, a file that is not to be replaced, or one of those that are read.

    These are files, and folders with all in them, by what each is ("lifter").
    """
    for what, others in read.items():
        for other in others:
            _check_apart(path, other, what)
    if path.is_dir():
        raise BadOption(f"{path} is a folder; name the file to write, with its suffix.")
    if path.exists() and not overwrite:
        raise BadOption(f"{path} exists; --overwrite replaces it.")


def check_folder(path: Path) -> None:
    """NotWritable where there can be no folder, or it takes no files."""
    there = next((each for each in (path, *path.absolute().parents) if each.exists()), None)
    if there is None:  # of a drive that is not there
        raise NotWritable(f"{path} cannot be written: {os.strerror(errno.ENOENT)}.")
    if not there.is_dir():
        raise NotWritable(f"{path} cannot be written: {there} is a file, a folder was expected.")
    _check_takes_files(path, there)


def make_folder(path: Path) -> None:
    """Where there is none; NotWritable where there can be none."""
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)


def _check_takes_files(path: Path, folder: Path) -> None:
    if not os.access(folder, os.W_OK):
        raise NotWritable(f"{path} cannot be written: {os.strerror(errno.EACCES)}.")


def _check_apart(path: Path, other: Path, what: str) -> None:
    at_once = "it cannot be read and written at once."
    if os.path.realpath(path) == os.path.realpath(other) or _one(path, other):
        raise BadOption(f"{path} is the {what} that is read; {at_once}")
    if other.is_dir() and path.is_file() and path.resolve().is_relative_to(other.resolve()):
        raise BadOption(f"{path} is there already and lies in {other}, which is read; {at_once}")


def _one(path: Path, other: Path) -> bool:
    """By another name."""
    return path.exists() and other.exists() and path.samefile(other)
