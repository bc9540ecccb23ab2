"""The survey of a population: what pages filter, sort and search by, one row a pose, in a file that is mapped.

It lies in a cache folder and says of which files, in which state, it is. `evopose survey` makes it.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int, UInt8, UInt16
from platformdirs import user_cache_path

from evopose.coverage.opening import files_of
from evopose.errors import BadFile, EvoError
from evopose.io.tensors import Header, header_of
from evopose.model.array import NDArray

FORMAT = "evopose survey 1"
ALL_VALID = 0x1FF
"""`valid` of a pose that lies within the limits in all nine directions."""
NO_JOINT = 255
"""`lowest` of a degenerate pose."""
COLUMNS: dict[str, tuple[str, tuple[int, ...]]] = {
    "cells": ("uint16", (9,)),
    "valid": ("uint16", ()),
    "novelty": ("float32", ()),
    "heading": ("float16", ()),
    "elevation": ("float16", ()),
    "lowest": ("uint8", ()),
    "code": ("int8", (27,)),
}
"""Names of the tensors, their types, and the shape of a row."""


@dataclass(frozen=True, eq=False)
class Survey:
    """One row for each pose; all arrays are memory maps."""

    cells: UInt16[NDArray, "n 9"]
    """Column of θ · 60 + row of φ of each limb direction; 65535 in a degenerate pose."""
    valid: UInt16[NDArray, " n"]
    """Bit i: direction i of LIMBS lies within the joint limits."""
    novelty: Float[NDArray, " n"]
    """float32, radians: how far from the nearest of the sampled founders; nan where it was not asked for."""
    heading: Float[NDArray, " n"]
    """float16, radians in [−π, π]: where the body faces about the world's z, from x; nan in a degenerate pose."""
    elevation: Float[NDArray, " n"]
    """float16, radians: how far the chest faces up (π/2: lying on the back)."""
    lowest: UInt8[NDArray, " n"]
    """The joint that is lowest; NO_JOINT in a degenerate pose."""
    code: Int[NDArray, "n 27"]
    """int8: the nine limb directions (x, y, z) as the torso sees them, times 127; zeros in a degenerate pose."""
    path: Path
    about: dict[str, Any]
    """Plain JSON values: population, state, limits, novelty (what it is the distance to)."""

    def __len__(self) -> int:
        return len(self.valid)


def open_survey(path: Path) -> Survey:
    """The survey in a file; MissingFile, or BadFile where it holds something else."""
    header = header_of(path)
    about = _about(header)
    rows = header.places["valid"].shape[0] if "valid" in header.places and header.places["valid"].shape else 0
    for name, (dtype, row) in COLUMNS.items():
        place = header.places.get(name)
        if place is None or np.dtype(place.dtype or "O") != np.dtype(dtype) or place.shape != (rows, *row):
            raise BadFile(path, f"this is no survey: its {name} are not {dtype} of shape {(rows, *row)}.")
    return Survey(**{name: header.mapped(name) for name in COLUMNS}, path=path, about=about)


def survey_of(population: Path, folder: Path | None = None) -> Survey | None:
    """The survey of the population in its present state, if there is a sound one; reading needs no more than that."""
    try:
        survey = open_survey(survey_path(population, folder))
        return survey if survey.about.get("state") == state_of(population) else None
    except (EvoError, OSError):
        return None


def survey_path(population: Path, folder: Path | None = None) -> Path:
    """Where the survey of a population in its present state lies, in the user's cache folder or `folder`."""
    first = files_of(population)[0].resolve()
    name = hashlib.sha256(os.fsencode(first) + json.dumps(state_of(population)).encode()).hexdigest()[:20]
    return (folder or surveys_folder()) / f"{first.stem}-{name}.safetensors"


def clear_away(folder: Path, made: Path | None = None) -> None:
    """Remove surveys of populations that have changed or are gone, and damaged ones, where they can be removed.

    Not the one just `made`, whatever happens to its population meanwhile.
    """
    for path in (path for path in sorted(folder.glob("*.safetensors")) if path != made):
        try:
            kept = survey_path(Path(open_survey(path).about["population"]), folder) == path
        except (EvoError, OSError, KeyError, TypeError):
            kept = False
        if not kept:
            with suppress(OSError):  # another window has it open
                path.unlink()


def surveys_folder() -> Path:
    """Where surveys lie."""
    return user_cache_path("EvoStudio", appauthor=False) / "surveys"


def state_of(population: Path) -> list[list[Any]]:
    """Names, sizes and times of change of the population's files: plain JSON values, others after any change."""
    return [[file.name, file.stat().st_size, file.stat().st_mtime_ns] for file in files_of(population)]


def _about(header: Header) -> dict[str, Any]:
    try:
        about = json.loads(header.metadata.get("about", ""))
    except ValueError:
        about = None
    if header.metadata.get("format") != FORMAT or not isinstance(about, dict):
        raise BadFile(header.path, "this is no survey of a population (`evopose survey` makes such files).")
    return about
