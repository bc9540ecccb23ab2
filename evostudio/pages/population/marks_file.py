"""Marks and bin on disk: a small file in the user's data folder, found by what the population holds, not by its name.

So they follow a population that is moved or copied, and never come upon poses that they do not mean.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

from evopose.errors import BadFile, EvoError, NotWritable
from evopose.io.tensors import Header, header_of, write_tensors
from evopose.model.array import NDArray
from evopose.model.population import Population
from evostudio import places
from evostudio.pages.population.marks import Flag, Marks

FORMAT = "evostudio marks 1"
FLAGS: tuple[Flag, ...] = ("marked", "binned")
SAMPLE = 512
"""Poses, spread over all, that a population is known by."""


def folder() -> Path:
    """Where marks lie."""
    return places.data_folder() / "marks"


def fingerprint(population: Population) -> str:
    """The same for the same poses in any file that keeps their coordinates exactly."""
    count = len(population)
    rows = np.unique(np.linspace(0, max(count - 1, 0), min(count, SAMPLE)).astype(np.int64))
    some = np.ascontiguousarray(population.positions[rows], "<f4")
    return hashlib.blake2b(count.to_bytes(8, "little") + some.tobytes(), digest_size=12).hexdigest()


def path_of(key: str) -> Path:
    """The file of the population with this fingerprint."""
    return folder() / f"{key}.safetensors"


def read(population: Population, key: str) -> Marks:
    """The marks of a population, none where there are none; BadFile where its file is damaged."""
    marks, path = Marks(len(population)), path_of(key)
    if not path.exists():
        return marks
    header = header_of(path)
    if header.metadata.get("format") != FORMAT:
        raise BadFile(path, "these are no marks of poses.")
    for flag in FLAGS:
        _read_flag(header, flag, marks.flags(flag))
    return marks


def _read_flag(header: Header, flag: Flag, flags: NDArray) -> None:
    if f"{flag}_rows" in header.places:
        rows = header.mapped(f"{flag}_rows")
        if (
            rows.ndim != 1
            or rows.dtype.kind not in "iu"
            or (len(rows) and not 0 <= rows.min() <= rows.max() < len(flags))
        ):
            raise BadFile(header.path, f"its {flag} poses are not among the {len(flags)} there are.")
        flags[rows] = True
    elif f"{flag}_bits" in header.places:
        bits = np.asarray(header.mapped(f"{flag}_bits"))
        if bits.dtype != np.uint8 or bits.shape != (-(-len(flags) // 8),):
            raise BadFile(header.path, f"it does not say of {len(flags)} poses whether they are {flag}.")
        flags[:] = np.unpackbits(bits, count=len(flags)).astype(bool)


def write(marks: Marks, key: str, population: Path) -> None:
    """Keep them; the file goes where there is nothing to keep. NotWritable where that fails."""
    path = path_of(key)
    tensors = dict(_coded(flag, marks.flags(flag)) for flag in FLAGS if marks.count(flag))
    try:
        if not tensors:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(f"Marks cannot be kept in {path.parent}: {error.strerror}.") from error
    write_tensors(path, tensors, {"format": FORMAT, "about": json.dumps({"population": str(population)})})


def _coded(flag: Flag, flags: NDArray) -> tuple[str, NDArray]:
    """Rows where they are few, else a bit for each pose."""
    rows = np.flatnonzero(flags)
    if len(rows) * 64 < len(flags):
        return f"{flag}_rows", rows
    return f"{flag}_bits", np.packbits(flags)


def read_or_told(population: Population, key: str) -> tuple[Marks, str]:
    """The marks, and what is wrong with their file, which is put aside then."""
    try:
        return read(population, key), ""
    except EvoError as error:
        path = path_of(key)
        path.replace(path.with_suffix(".damaged"))
        return Marks(len(population)), f"{error} It was put aside; no pose is marked now."
