"""What counts on the sphere say: solid angles, shares reached, entropy, cells found (definitions: docs/coverage.md)."""

import numpy as np
from jaxtyping import Bool, Float, Int

from evopose.limits.sphere import CELLS
from evopose.model.array import NDArray
from evopose.model.limits import CELL_DEGREES, PHI_CELLS, THETA_CELLS

Counts = Int[NDArray, "*batch 120 60"]


def solid_angles() -> Float[NDArray, "120 60"]:
    """Of each cell, in steradian; together 4π. A row's shrink towards the poles, nearly with cos φ."""
    edges = np.sin(np.radians(np.arange(-90, 91, CELL_DEGREES)))
    return np.tile(np.diff(edges) * np.radians(CELL_DEGREES), (THETA_CELLS, 1))


def shares(counts: Counts, possible: Float[NDArray, "*batch 120 60"]) -> Float[NDArray, "*batch"]:
    """How much of what limits allow (`regions.possible`) has been reached, by solid angle: 0 … 1."""
    weight = possible * solid_angles()
    return _ratio(np.sum(weight * (counts > 0), axis=(-2, -1)), weight.sum(axis=(-2, -1)))


def expected_shares(counts: Counts, possible: Float[NDArray, "*batch 120 60"], poses: int) -> Float[NDArray, "*batch"]:
    """`shares` to expect of so many poses drawn from these: what populations of different sizes compare by."""
    total = counts.sum(axis=(-2, -1), keepdims=True)
    if not poses:
        return np.zeros(counts.shape[:-2])
    left = np.clip(1 - counts / np.maximum(total, 1), 0, 1) ** poses
    chance = np.where(total > poses, 1 - left, counts > 0)
    weight = possible * solid_angles()
    return _ratio(np.sum(weight * chance, axis=(-2, -1)), weight.sum(axis=(-2, -1)))


def entropies(counts: Counts) -> Float[NDArray, "*batch"]:
    """Bits: log₂ 7200 less the divergence from the even distribution on the sphere; 0 … 12.8, nan of no poses.

    2 to this power is how many of 7,200 cells of one size, evenly filled, are as spread.
    """
    total = counts.sum(axis=(-2, -1), keepdims=True)
    share = counts / np.where(total > 0, total, np.nan)
    even = solid_angles() / (4 * np.pi)
    logs = np.log2(np.where(counts > 0, share, 1) / np.where(counts > 0, even, 1))
    return np.asarray(np.log2(CELLS) - np.sum(share * logs, axis=(-2, -1)))


def outside(counts: Counts, possible: Float[NDArray, "*batch 120 60"]) -> Float[NDArray, "*batch"]:
    """Share of the poses whose direction lies in no cell that limits allow."""
    return _ratio(np.sum(counts * (possible <= 0), axis=(-2, -1)), counts.sum(axis=(-2, -1)))


def reached(counts: Counts) -> Int[NDArray, "*batch"]:
    """How many cells hold a pose."""
    return np.asarray((counts > 0).sum(axis=(-2, -1)))


def new_cells(before: Counts, after: Counts) -> Int[NDArray, "*batch"]:
    """How many cells hold a pose after, and none before."""
    return np.asarray(((after > 0) & (before == 0)).sum(axis=(-2, -1)))


def divergences(before: Counts, after: Counts) -> Float[NDArray, "*batch"]:
    """Jensen and Shannon's, in bits: 0 for the same distribution, 1 where nothing is shared; nan of no poses."""
    p, q = (counts / _positive(counts.sum(axis=(-2, -1), keepdims=True)) for counts in (before, after))
    middle = (p + q) / 2
    return np.asarray((_divergence(p, middle) + _divergence(q, middle)) / 2)


def mirrored(counts: Bool[NDArray, "*batch 120 60"] | Counts) -> NDArray:
    """The cells with θ → π − θ: what a limb of the torso does, seen in a mirror."""
    return np.roll(counts[..., ::-1, :], THETA_CELLS // 2, axis=-2)


def cell_angles(cell: Int[NDArray, "*batch"]) -> tuple[Float[NDArray, "*batch"], Float[NDArray, "*batch"]]:
    """θ and φ of the middles of cells (column · 60 + row), in radians."""
    column, row = np.divmod(cell.astype(int), PHI_CELLS)
    theta, phi = (column + 0.5) * CELL_DEGREES - 180, (row + 0.5) * CELL_DEGREES - 90
    return np.radians(theta), np.radians(phi)


def _divergence(p: NDArray, q: NDArray) -> NDArray:
    """Kullback and Leibler's; q is nowhere zero where p is not."""
    some = p > 0
    logs = np.log2(np.where(some, p, 1) / np.where(some, q, 1))
    return np.asarray(np.sum(p * logs, axis=(-2, -1)))


def _positive(total: NDArray) -> NDArray:
    return np.where(total > 0, total, np.nan)


def _ratio(part: NDArray, whole: NDArray) -> NDArray:
    return np.asarray(part / np.where(whole > 0, whole, 1))
