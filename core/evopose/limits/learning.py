"""Learning OccupancyLimits from poses: seen directions are counted, grown by a true angle, and closed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8

from evopose.errors import BadOption
from evopose.geometry import components as c
from evopose.geometry.hierarchy import degenerate
from evopose.geometry.turning import mirrored
from evopose.jobs import Job, Progress
from evopose.limits.growing import closed, grown
from evopose.limits.occupancy import PARENT_CELLS, PARENT_DEGREES, OccupancyLimits, directions
from evopose.limits.sphere import CELLS, cells
from evopose.model.array import NDArray, array_namespace
from evopose.model.limits import CELL_DEGREES, PHI_CELLS, THETA_CELLS

_CHUNK = 8192
_RATIO = PARENT_DEGREES * THETA_CELLS // 360
_FIRST = 5 * CELLS
"""Where the keys of forearms and shins begin."""
_PARENTS = (360 // PARENT_DEGREES, 180 // PARENT_DEGREES)


@dataclass(frozen=True)
class Growth:
    """How far what was seen reaches to what was not; all in degrees."""

    radius: float = 12.0
    """Around a seen direction of the head, an upper arm or a thigh."""
    parent_radius: float = 24.0
    """How far two parents may differ for forearms and shins seen with one to count for the other."""
    child_radius: float = 15.0
    """Around a seen direction of a forearm or shin."""
    closing: float = 6.0
    """Gaps narrower than twice this are filled."""
    minimum: int = 1
    """Cells with fewer poses than this do not count as seen."""
    mirror: bool = True
    """Whether what one side was seen to do, the other can."""


def learn(
    populations: Iterable[Float[NDArray, "n 17 3"]], growth: Growth, metadata: Mapping[str, Any]
) -> Job[OccupancyLimits]:
    """Limits from poses (metres); degenerate ones do not count. BadOption where there are no others."""
    keys, counts, poses = np.zeros(0, np.int64), np.zeros(0, np.int64), 0
    for number, positions in enumerate(populations, start=1):
        for start in range(0, len(positions), _CHUNK):
            chunk = np.asarray(positions[start : start + _CHUNK], dtype=float)
            chunk = chunk[~degenerate(chunk)]
            poses += len(chunk)
            keys, counts = _counted(keys, counts, _keys(chunk, growth.mirror))
            yield Progress(start + _CHUNK, len(positions), f"population {number}: {poses} poses so far")
    if not poses:
        raise BadOption("No pose to learn limits from: the populations are empty, or all their poses degenerate.")
    upper, lower = np.split(keys[counts >= growth.minimum], [np.searchsorted(keys[counts >= growth.minimum], _FIRST)])
    maps = []
    for limb in range(4):
        yield Progress(limb, 4, "growing what was seen of forearms and shins")
        maps.append(_packed(_grown(lower - _FIRST - limb * PARENT_CELLS * CELLS, growth)))
    torso = np.zeros(_FIRST, bool)
    torso[upper] = True
    upper_maps = closed(torso.reshape(5, THETA_CELLS, PHI_CELLS), growth.radius, growth.closing)
    about = {"poses": poses, "resolution_degrees": CELL_DEGREES, "parent_degrees": PARENT_DEGREES, **asdict(growth)}
    return OccupancyLimits(_packed(upper_maps), np.stack(maps), {**metadata, **about})


def _keys(positions: Float[NDArray, "n 17 3"], mirror: bool) -> Int[NDArray, " keys"]:
    """One number for each map's cell that a pose falls in: five for the torso's limbs, four for the others."""
    both = np.concatenate([positions, mirrored(positions)]) if mirror else positions
    column, row = cells(array_namespace(both), c.split(np.moveaxis(directions(both), -1, 0)))
    cell = column.astype(np.int64) * PHI_CELLS + row
    parent = column[:, 1:5] // _RATIO * _PARENTS[1] + row[:, 1:5] // _RATIO
    lower = (np.arange(4) * PARENT_CELLS + parent) * CELLS + cell[:, 5:]
    return np.concatenate([(cell[:, :5] + np.arange(5) * CELLS).reshape(-1), _FIRST + lower.reshape(-1)])


def _counted(keys: NDArray, counts: NDArray, new: NDArray) -> tuple[NDArray, NDArray]:
    """The sums of two tallies; keys stay sorted."""
    keys, place = np.unique(np.concatenate([keys, new]), return_inverse=True)
    weights = np.concatenate([counts, np.ones(len(new), np.int64)])
    return keys, np.bincount(place, weights).astype(np.int64)


def _grown(keys: Int[NDArray, " seen"], growth: Growth) -> Bool[NDArray, "1800 120 60"]:
    """The maps of one forearm or shin: first along the parents' sphere, then along its own."""
    keys = keys[(keys >= 0) & (keys < PARENT_CELLS * CELLS)]
    seen = np.zeros((CELLS, PARENT_CELLS), bool)
    seen[keys % CELLS, keys // CELLS] = True
    by_parent = grown(seen.reshape(CELLS, *_PARENTS), growth.parent_radius).reshape(CELLS, PARENT_CELLS).T
    return closed(by_parent.reshape(PARENT_CELLS, THETA_CELLS, PHI_CELLS), growth.child_radius, growth.closing)


def _packed(maps: Bool[NDArray, "n theta phi"]) -> UInt8[NDArray, "n 900"]:
    return np.packbits(maps.reshape(len(maps), CELLS), axis=-1, bitorder="little")
