"""How far poses are from the nearest of others: what evolution found that was not there (docs/coverage.md).

The measure is that of `neighbours`; those others are a sample, spread over all, so that the cost is bounded. What is
found is then a little too far, never too near.
"""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from evopose.coverage.neighbours import limb_directions
from evopose.model.array import NDArray
from evopose.model.population import Population

SAMPLE = 1024
"""Of the poses that others are measured against."""
_AT_ONCE = 512


class Nearest(NamedTuple):
    """For each pose."""

    angles: Float[NDArray, " n"]
    """float32, radians; nan for degenerate poses."""
    places: Int[NDArray, " n"]
    """Which of the anchors it is; −1 for degenerate poses."""


class Anchors(NamedTuple):
    """Poses that others are measured against."""

    rows: Int[NDArray, " k"]
    """Ascending rows of their population; none of them is degenerate."""
    directions: Float[NDArray, "k 27"]
    """float32: `limb_directions`."""


def anchors(population: Population, sample: int = SAMPLE, among: Int[NDArray, " m"] | None = None) -> Anchors:
    """At most `sample` poses, evenly spread over the population, or over the rows `among` it."""
    rows = spread(len(population), sample) if among is None else among[spread(len(among), sample)]
    directions = limb_directions(np.asarray(population.positions[rows], np.float32))
    sound = np.isfinite(directions[:, 0])
    return Anchors(rows[sound], directions[sound])


def spread(total: int, sample: int) -> Int[NDArray, " k"]:
    """At most `sample` of the numbers below `total`, evenly spread and ascending."""
    return np.arange(total) if total <= sample else np.linspace(0, total - 1, sample).astype(np.int64)


def nearest_anchor(
    directions: Float[NDArray, "n 27"], among: Anchors, rows: Int[NDArray, " n"] | None = None
) -> Nearest:
    """The nearest anchor of poses by their `limb_directions`.

    With `rows`, their own of the anchors' population, nobody is their own nearest. Nothing is near where there are no
    anchors.
    """
    parts = [
        _nearest(directions[start : start + _AT_ONCE], among, None if rows is None else rows[start : start + _AT_ONCE])
        for start in range(0, len(directions), _AT_ONCE)
    ]
    none = Nearest(np.zeros(0, np.float32), np.zeros(0, np.int64))
    return Nearest(*(np.concatenate(each) for each in zip(none, *parts, strict=True)))


def _nearest(directions: NDArray, among: Anchors, rows: NDArray | None) -> Nearest:
    broken = ~np.isfinite(directions[:, 0])
    if not len(among.rows):
        return Nearest(np.full(len(directions), np.nan, np.float32), np.full(len(directions), -1))
    likeness = np.where(broken[:, None], 0, directions) @ among.directions.T
    if rows is not None:
        places = np.searchsorted(among.rows, rows)
        own = np.flatnonzero(among.rows.take(places, mode="clip") == rows)
        likeness[own, places[own]] = -np.inf
    places = likeness.argmax(axis=1)
    broken |= np.isneginf(likeness[np.arange(len(places)), places])
    # from the difference and not from the cosine, which tells no small angles apart in single precision
    apart = directions - among.directions[places]
    angles = 2 * np.arcsin(np.clip(np.sqrt(np.sum(apart * apart, axis=1) / 9) / 2, 0, 1))
    return Nearest(np.where(broken, np.nan, angles).astype(np.float32), np.where(broken, -1, places))
