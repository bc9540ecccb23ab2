"""In which cells of their directions' spheres the limbs of poses lie, and how many in each: the ground of coverage."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
from jaxtyping import Float, Int, UInt16

from evopose.geometry.degeneracy import degenerate
from evopose.geometry.hierarchy import limb_vectors
from evopose.io.rows import release
from evopose.jobs import Job, Progress
from evopose.limits.sphere import CELLS, cells
from evopose.model.array import Array, NDArray, array_namespace, as_numpy
from evopose.model.limits import PHI_CELLS, THETA_CELLS
from evopose.model.population import Population

DEGENERATE = 65535
"""Stands for a cell where a pose has no frames."""
_NEVER = np.iinfo(np.int64).max
_CHUNK = 65536
_AT_ONCE = 4096
"""Poses whose intermediate values stay in the processor's cache."""


def empty() -> Int[NDArray, "9 120 60"]:
    """Counts of no poses: for each limb direction (order of LIMBS) the cells of 3° of θ and φ."""
    return np.zeros((9, THETA_CELLS, PHI_CELLS), np.int64)


def cells_of(positions: Float[Array, "n 17 3"]) -> UInt16[NDArray, "n 9"]:
    """The cell (column of θ · 60 + row of φ) of each limb direction; DEGENERATE for poses without frames.

    By the fused loop where there is one and `positions` are in the machine's memory, else batched; the two may differ
    by a rounding at the borders of cells.
    """
    fused = _fused()
    if fused is not None and isinstance(positions, np.ndarray):
        return np.asarray(fused.cells(np.ascontiguousarray(positions, np.float32)))
    return _batched(positions)


def add(counts: Int[NDArray, "9 120 60"], cell: UInt16[NDArray, "n 9"]) -> int:
    """Count these poses too, in place; gives back how many are degenerate and so left out."""
    for limb in range(9):
        tally = np.bincount(cell[:, limb], minlength=DEGENERATE + 1)[:CELLS]
        counts[limb] += tally.reshape(THETA_CELLS, PHI_CELLS)
    return int((cell == DEGENERATE).all(axis=1).sum())


def count(positions: Float[Array, "n 17 3"], counts: Int[NDArray, "9 120 60"]) -> int:
    """Count poses (metres, any frame) in place; gives back how many are degenerate and so left out."""
    fused = _fused()
    if fused is not None and isinstance(positions, np.ndarray):
        return int(fused.count(np.ascontiguousarray(positions, np.float32), counts))
    return add(counts, _batched(positions))


@dataclass(frozen=True, eq=False)
class Histogram:
    """A whole population's."""

    counts: Int[NDArray, "9 120 60"]
    degenerate: int
    """Poses that are left out."""
    first: Int[NDArray, "9 120 60"]
    """The generation that reached a cell first; −1 where none did."""
    generations: Mapping[int, int]
    """Poses of each; all of generation 0 where the population knows none."""


def histogram(population: Population) -> Job[Histogram]:
    """Of all poses, read chunk by chunk."""
    counts, first, degenerates = empty(), np.full(empty().shape, _NEVER), 0
    poses: Counter[int] = Counter()
    for start in range(0, len(population), _CHUNK):
        chunk = np.asarray(population.positions[start : start + _CHUNK], np.float32)
        for generation, rows in _by_generation(population, slice(start, start + len(chunk))):
            some = empty()
            degenerates += count(chunk[rows], some)
            counts += some
            first[some > 0] = np.minimum(first[some > 0], generation)
            poses[generation] += len(chunk[rows])
        release(population.positions)
        yield Progress(start + len(chunk), len(population), "counting directions")
    return Histogram(counts, degenerates, np.where(first == _NEVER, -1, first), dict(sorted(poses.items())))


def _by_generation(population: Population, rows: slice) -> Iterator[tuple[int, Any]]:
    """Generations in these rows and which of the rows are theirs; most often all are of one."""
    if population.generation is None:
        yield 0, slice(None)
        return
    generation = np.asarray(population.generation[rows])
    there = np.unique(generation)
    for number in there.tolist():
        yield number, slice(None) if len(there) == 1 else generation == number


def _batched(positions: Float[Array, "n 17 3"]) -> UInt16[NDArray, "n 9"]:
    """`cells_of` in the arrays' own library and on their device."""
    xp = array_namespace(positions)
    starts = range(0, int(positions.shape[0]), _AT_ONCE)
    none = np.zeros((0, 9), np.uint16)
    return np.concatenate([none, *(_some(xp, positions[start : start + _AT_ONCE]) for start in starts)])


def _some(xp: Any, positions: Float[Array, "n 17 3"]) -> UInt16[NDArray, "n 9"]:
    with np.errstate(all="ignore"):
        vectors = limb_vectors(positions)
        column, row = cells(xp, (vectors[..., 0], vectors[..., 1], vectors[..., 2]))
        none = degenerate(positions)[:, None] | ~xp.isfinite(vectors[..., 0])
    return as_numpy(xp.where(none, DEGENERATE, column * PHI_CELLS + row)).astype(np.uint16)


def _fused() -> ModuleType | None:
    """The compiled loops, where numba is installed and can be loaded."""
    try:
        return import_module("evopose.fused.histogram")
    except Exception:  # whatever a broken package raises
        return None
