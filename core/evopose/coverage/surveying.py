"""Making a survey: one pass over all poses, chunk by chunk, each column filled in at its place in the file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from jaxtyping import Float, UInt8

from evopose.coverage.founders import founder_rows
from evopose.coverage.heading import elevations, headings
from evopose.coverage.histogram import cells_of
from evopose.coverage.neighbours import limb_code, limb_directions
from evopose.coverage.novelty import Anchors, anchors, nearest_anchor
from evopose.coverage.survey import COLUMNS, FORMAT, NO_JOINT, open_survey, state_of
from evopose.errors import BadFile, EvoError, NotWritable
from evopose.io.aside import opened_aside
from evopose.io.rows import release
from evopose.io.tensors import Place, header_bytes
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray, as_numpy
from evopose.model.limits import JointLimits
from evopose.model.population import Population

_CHUNK = 1 << 13


def make_survey(
    population: Population, path: Path, limits: JointLimits, sample: int, out: Path, anew: bool = False
) -> Job[Path]:
    """Put the survey of the population read from `path` at `out`, unless one of just this is there.

    `sample`: how many founders novelty is measured against, 0 for none. NotWritable where it cannot be written, BadFile
    where the population's files change meanwhile: then none is left.
    """
    about = {
        "population": str(path.resolve()),
        "state": state_of(path),
        "limits": limits.name,
        "sample": sample,
        "novelty": _novelty_told(population, sample),
    }
    if not anew and _is_there(out, about):
        return out
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(f"{out.parent} cannot be made: {error.strerror}.") from error
    yield from _written(population, path, out, limits, sample, about)
    return out


def _is_there(out: Path, about: Mapping[str, Any]) -> bool:
    try:
        return open_survey(out).about == about
    except EvoError:
        return False


def _written(
    population: Population, path: Path, out: Path, limits: JointLimits, sample: int, about: Mapping[str, Any]
) -> Job[None]:
    rows = len(population)
    shapes = {name: (dtype, (rows, *row)) for name, (dtype, row) in COLUMNS.items()}
    header, places = header_bytes(shapes, {"format": FORMAT, "about": json.dumps(about)})
    founders = anchors(population, sample, founder_rows(population))
    with opened_aside(out) as file:
        file.write(header)
        for start in range(0, rows, _CHUNK):
            positions = np.asarray(population.positions[start : start + _CHUNK], np.float32)
            _fill(file, places, start, _rows(population, positions, start, limits, founders))
            release(population.positions)
            yield Progress(start + len(positions), rows, "surveying poses")
        if state_of(path) != about["state"]:
            raise BadFile(path, "it was changed while it was surveyed: run it again.")


def _fill(file: IO[bytes], places: Mapping[str, Place], start: int, columns: Mapping[str, NDArray]) -> None:
    for name, values in columns.items():
        dtype, _ = COLUMNS[name]
        plain = np.ascontiguousarray(values, np.dtype(dtype).newbyteorder("<"))
        file.seek(places[name].start + start * plain[:1].nbytes)
        file.write(plain.tobytes())


def _rows(
    population: Population, positions: Float[NDArray, "n 17 3"], start: int, limits: JointLimits, founders: Anchors
) -> dict[str, NDArray]:
    directions = limb_directions(positions)
    broken = ~np.isfinite(directions[:, 0])
    with np.errstate(all="ignore"):
        heading, elevation = headings(positions), elevations(positions)
    return {
        "cells": cells_of(positions),
        "valid": _bits(_valid(limits, positions)),
        "novelty": _novelty(population, directions, start, founders),
        "heading": np.where(broken, np.nan, heading),
        "elevation": np.where(broken, np.nan, elevation),
        "lowest": _lowest(positions, broken),
        "code": limb_code(directions),
    }


def _novelty(
    population: Population, directions: Float[NDArray, "n 27"], start: int, founders: Anchors
) -> Float[NDArray, " n"]:
    rows = np.arange(start, start + len(directions))
    if population.generation is None:
        return nearest_anchor(directions, founders, rows).angles
    found = nearest_anchor(directions, founders).angles
    first = np.asarray(population.generation[start : start + len(directions)]) == 0
    return np.where(first & np.isfinite(found), 0, found)


def _novelty_told(population: Population, sample: int) -> str:
    if not sample:
        return "not asked for"
    whose = "other poses" if population.generation is None else "founders"
    return f"angle to the nearest of at most {sample} {whose}"


def _valid(limits: JointLimits, positions: Float[NDArray, "n 17 3"]) -> NDArray:
    """By torch where it is installed, which takes half the time."""
    try:
        import torch
    except ImportError:
        return np.asarray(limits.valid(positions))
    return as_numpy(limits.valid(torch.from_numpy(np.array(positions))))


def _bits(valid: NDArray) -> NDArray:
    return np.asarray(valid.astype(np.uint16) @ (1 << np.arange(9)).astype(np.uint16))


def _lowest(positions: Float[NDArray, "n 17 3"], broken: NDArray) -> UInt8[NDArray, " n"]:
    return np.where(broken, NO_JOINT, positions[..., 2].argmin(axis=1)).astype(np.uint8)
