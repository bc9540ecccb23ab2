"""What a density chart draws: a frozen value, made by the page, known to no toolkit."""

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Float

from evopose.model.array import NDArray
from evostudio.views.density_colours import Ramp, Scale


@dataclass(frozen=True, eq=False)
class Contour:
    """The border of where a share of the poses points."""

    cells: Bool[NDArray, "120 60"]
    share: float
    """0.5: half of the poses point inside."""


@dataclass(frozen=True, eq=False)
class Points:
    """Single directions, one a pose."""

    angles: Float[NDArray, "k 2"]
    """θ and φ in radians."""
    role: str
    """The theme's colour: 'middle' or 'accent'."""


@dataclass(frozen=True, eq=False)
class DensityScene:
    """One direction of one population (or of the difference between two) on the map or the sphere."""

    title: str
    values: Float[NDArray, "120 60"] | None = None
    """Cells of 3° (θ from −180°, φ from −90°); None where only points or contours are drawn."""
    scale: Scale = field(default_factory=Scale)
    ramp: Ramp = "viridis"
    smooth: bool = False
    """Whether colours go over from cell to cell."""
    region: Bool[NDArray, "120 60"] | None = None
    """Cells within the joint limits; None where they are not outlined."""
    contours: tuple[Contour, ...] = ()
    """Of the population before, over the one after."""
    points: tuple[Points, ...] = ()
    brush: Bool[NDArray, "120 60"] | None = None
    """Cells that were selected."""
    note: str = ""
    """What stands in place of the density where there is none."""


def densest(density: Float[NDArray, "120 60"], counts: Float[NDArray, "120 60"], share: float) -> Contour:
    """The smallest set of cells, densest first, that at least `share` of the counts lie in."""
    order = np.argsort(density, axis=None)[::-1]
    reached = np.cumsum(counts.reshape(-1)[order])
    cells = np.zeros(density.size, dtype=bool)
    if reached[-1] > 0:
        cells[order[: int(np.searchsorted(reached, share * reached[-1])) + 1]] = True
    return Contour(cells.reshape(density.shape), share)
