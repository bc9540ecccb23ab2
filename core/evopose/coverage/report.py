"""What can be told of populations, and of one against another: counted, measured, and as plain values for reports."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.coverage import lengths, measures
from evopose.coverage.histogram import Histogram, histogram
from evopose.coverage.keypoints import GRID, Seen, cameras, seen
from evopose.coverage.neighbours import limb_directions
from evopose.coverage.novelty import anchors, nearest_anchor, spread
from evopose.coverage.opening import called
from evopose.geometry.degeneracy import degenerate
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.population import Population

SAMPLE = 50_000
"""Poses that lengths, headings and keypoints are taken of: evenly spread, so that the cost is bounded."""


@dataclass(frozen=True, eq=False)
class Profile:
    """What was counted of one population."""

    path: Path
    population: Population
    histogram: Histogram
    seen: Seen
    lengths: Float[NDArray, "k 16"]
    """Millimetres, of the sampled poses."""

    @property
    def counts(self) -> Int[NDArray, "9 120 60"]:
        """Poses in each cell of each direction."""
        return self.histogram.counts


def profile(path: Path, population: Population, sample: int = SAMPLE) -> Job[Profile]:
    """Count all poses' directions, and measure the rest on a sample."""
    counted = yield from histogram(population)
    rows = spread(len(population), sample)
    poses = np.asarray(population.positions[rows], np.float32).reshape(-1, 17, 3)
    poses = poses[~degenerate(poses)]
    yield Progress(len(population), len(population), "looking through cameras")
    return Profile(path, population, counted, seen(poses), lengths.bone_lengths(poses))


def told(each: Profile, possible: Float[NDArray, "9 120 60"], smallest: int) -> dict[str, Any]:
    """One population as plain JSON values; `smallest`: how many poses `share_of_equal_size` is of."""
    return {
        "path": str(each.path),
        "poses": len(each.population),
        "degenerate": each.histogram.degenerate,
        "directions": directions(each.counts, possible, smallest),
        "generations": generations(each.histogram, possible),
        "headings": {"cell_degrees": 10, "counts": each.seen.headings.tolist()},
        "elevations": {"cell_degrees": 10, "counts": each.seen.elevations.tolist()},
        "bone_lengths": lengths.described(each.lengths),
        "asymmetry_mm": lengths.asymmetry(each.lengths),
        "keypoints": _keypoints(each.seen),
    }


def directions(
    counts: Int[NDArray, "9 120 60"], possible: Float[NDArray, "9 120 60"], smallest: int
) -> list[dict[str, Any]]:
    """The nine directions' figures, in the order of LIMBS."""
    columns = {
        "cells": measures.reached(counts),
        "share": measures.shares(counts, possible),
        "share_of_equal_size": measures.expected_shares(counts, possible, smallest),
        "entropy": np.nan_to_num(measures.entropies(counts)),
        "outside": measures.outside(counts, possible),
        "cells_possible": (possible > 0).sum(axis=(1, 2)),
    }
    plain = {name: values.tolist() for name, values in columns.items()}
    return [{"name": limb.name, **{name: plain[name][i] for name in plain}} for i, limb in enumerate(LIMBS)]


def generations(counted: Histogram, possible: Float[NDArray, "9 120 60"]) -> list[dict[str, Any]]:
    """For each generation its poses, the cells of each direction it reached first, and the shares reached by then."""
    return [
        {
            "generation": number,
            "poses": poses,
            "new_cells": (counted.first == number).sum(axis=(1, 2)).tolist(),
            "share": measures.shares((counted.first >= 0) & (counted.first <= number), possible).tolist(),
        }
        for number, poses in counted.generations.items()
    ]


def compared(
    first: Profile, second: Profile, possible: Float[NDArray, "9 120 60"], smallest: int, sample: int, anchored: int
) -> Job[dict[str, Any]]:
    """What `second` has that `first` has not, as plain JSON values."""
    yield Progress(0, 0, f"comparing {called(second.path)} with {called(first.path)}")
    before, after = first.counts, second.counts
    a, b = (directions(counts, possible, smallest) for counts in (before, after))
    found = measures.new_cells(before, after).tolist(), measures.new_cells(after, before).tolist()
    apart = np.nan_to_num(measures.divergences(before, after), nan=1.0).tolist()
    return {
        "path": str(second.path),
        "with": str(first.path),
        "directions": [
            {
                "name": limb.name,
                "new_cells": found[0][i],
                "lost_cells": found[1][i],
                "divergence": apart[i],
                **{f"{key}_gain": b[i][key] - a[i][key] for key in ("share", "share_of_equal_size", "entropy")},
            }
            for i, limb in enumerate(LIMBS)
        ],
        "novelty": novelty(first.population, second.population, sample, anchored),
    }


def novelty(first: Population, second: Population, sample: int, anchored: int) -> dict[str, Any]:
    """How far poses of `second` are from their nearest in `first`, both sampled."""
    rows = spread(len(second), sample)
    among = anchors(first, anchored)
    poses = limb_directions(np.asarray(second.positions[rows], np.float32).reshape(-1, 17, 3))
    angles = np.degrees(nearest_anchor(poses, among).angles)
    angles = angles[np.isfinite(angles)]
    named = {f"p{percent}_deg": percent for percent in (5, 50, 95)}
    percentiles = np.percentile(angles, list(named.values())).tolist() if len(angles) else [None] * 3
    return {
        "mean_deg": float(angles.mean()) if len(angles) else None,
        **dict(zip(named, percentiles, strict=True)),
        "poses": len(angles),
        "against": len(among.rows),
    }


def _keypoints(found: Seen) -> dict[str, Any]:
    inside = int(found.keypoints.sum())
    grid = found.keypoints.sum(axis=0)
    share = grid[grid > 0] / max(inside, 1)
    return {
        "cameras": [camera.camera.name for camera in cameras()],
        "in_picture": inside / max(inside + found.outside, 1),
        "cells": [GRID, GRID],
        "reached": int((grid > 0).sum()),
        "entropy": float(-np.sum(share * np.log2(share))),
    }
