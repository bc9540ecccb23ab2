"""What was counted, as files: histograms for the pages and other programs, tables for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.coverage.density import density
from evopose.coverage.lengths import length_counts
from evopose.coverage.measures import cell_angles, solid_angles
from evopose.coverage.report import Profile
from evopose.errors import NotWritable
from evopose.io.aside import write_aside
from evopose.io.tensors import write_tensors
from evopose.limits.sphere import CELLS
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS

FORMAT = "evopose coverage 1"


def export(
    profiles: Sequence[Profile], possible: Float[NDArray, "9 120 60"], result: dict[str, Any], out: Path
) -> None:
    """histograms.safetensors, coverage.csv and cells.csv in the folder `out`; NotWritable where that fails."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(f"{out} cannot be made: {error.strerror}.") from error
    write_histograms(profiles, possible, str(result["limits"]), out / "histograms.safetensors")
    write_aside(out / "coverage.csv", _csv(_figures(result)))
    write_aside(out / "cells.csv", _csv(_cells(profiles, possible)))


def write_histograms(
    profiles: Sequence[Profile], possible: Float[NDArray, "9 120 60"], limits: str, path: Path
) -> None:
    """`counts` (P, 9, 120, 60), `first` generations, `valid`, `possible`, and what is seen and measured, as tensors."""
    tensors: dict[str, NDArray] = {
        "counts": np.stack([each.counts for each in profiles]).astype(np.int64),
        "first": np.stack([each.histogram.first for each in profiles]).astype(np.int32),
        "valid": (possible > 0).astype(np.uint8),
        "possible": np.array(possible, np.float32),
        "headings": np.stack([each.seen.headings for each in profiles]).astype(np.int64),
        "elevations": np.stack([each.seen.elevations for each in profiles]).astype(np.int64),
        "keypoints": np.stack([each.seen.keypoints for each in profiles]).astype(np.int64),
        "lengths": np.stack([length_counts(each.lengths) for each in profiles]).astype(np.int64),
    }
    about = {
        "populations": [str(each.path) for each in profiles],
        "poses": [len(each.population) for each in profiles],
        "directions": [limb.name for limb in LIMBS],
        "limits": limits,
    }
    write_tensors(path, tensors, {"format": FORMAT, "about": json.dumps(about)})


def _figures(result: dict[str, Any]) -> Iterator[list[Any]]:
    """One line for each population and direction."""
    keys = list(result["directions"][0])
    yield ["population", "poses", *keys]
    for each in result["populations"]:
        for direction in each["directions"]:
            yield [each["path"], each["poses"], *(direction[key] for key in keys)]


def _cells(profiles: Sequence[Profile], possible: Float[NDArray, "9 120 60"]) -> Iterator[list[Any]]:
    """One line for each population, direction and cell that holds a pose or could."""
    yield ["population", "direction", "theta_deg", "phi_deg", "steradian", "poses", "density", "possible"]
    theta, phi = (np.degrees(angle).round(1).tolist() for angle in cell_angles(np.arange(CELLS)))
    area = solid_angles().reshape(-1).tolist()
    for each in profiles:
        densities = density(each.counts)
        for limb in range(9):
            columns = (each.counts[limb], densities[limb], possible[limb])
            for cell, (poses, dense, allowed) in enumerate(
                zip(*(c.reshape(-1).tolist() for c in columns), strict=True)
            ):
                if poses or allowed:
                    yield [
                        each.path,
                        LIMBS[limb].name,
                        theta[cell],
                        phi[cell],
                        f"{area[cell]:.6g}",
                        poses,
                        f"{dense:.6g}",
                        f"{allowed:.4g}",
                    ]


def _csv(lines: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue()
