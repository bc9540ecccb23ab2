"""Selection that prefers children in poorly filled cells of orientation, so that a population spreads.

How common a cell is: the share of the population (as it was when the generation began) that lies in cells no denser
than it, density being poses per solid angle. That is 1 for the densest cell and near 0 for an empty one, whatever the
size of the population. A child survives with probability 1 − weight × the mean commonness of its nine directions.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import NoveltySelection
from evopose.evolution.selection.selector import Candidates, survives
from evopose.geometry.components import joints_first
from evopose.geometry.hierarchy import limb_vectors
from evopose.limits.sphere import CELLS, cells
from evopose.model.array import NDArray, array_namespace
from evopose.model.limits import PHI_CELLS, THETA_CELLS

_CHUNK = 4096
"""Poses whose intermediate values fit a core's cache."""


@dataclass(frozen=True, eq=False)
class NoveltySelector:
    """Removes children at random, the commoner the likelier."""

    options: NoveltySelection
    commonness: Float[Tensor, "9 7200"]
    """float32, for each direction and cell (column · 60 + row), from 0 to 1."""
    name: ClassVar[str] = "novelty"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those that their draw lets live; degenerate ones have no cells and are removed."""
        chunks = torch.split(candidates.positions, _CHUNK)
        share = torch.cat([common(some, self._flat) for some in chunks])
        return survives(1 - self.options.weight * share, candidates.draws, Stream.NOVELTY)

    @cached_property
    def _flat(self) -> Float[Tensor, " 64800"]:
        return self.commonness.reshape(-1)


def common(positions: Float[Tensor, "n 17 3"], commonness: Float[Tensor, " 64800"]) -> Float[Tensor, " n"]:
    """Mean commonness of a pose's nine directions; nan for a degenerate one."""
    xp = array_namespace(positions)
    x, y, z = joints_first(xp, limb_vectors(positions))
    column, row = cells(xp, (x, y, z))
    offsets = torch.arange(0, 9 * CELLS, CELLS, dtype=torch.int32, device=positions.device)[:, None]
    found = commonness[offsets + column * PHI_CELLS + row]
    return torch.where(torch.isfinite(x), found, torch.nan).mean(dim=0)


def commonness(counts: Int[NDArray, "9 theta phi"], device: torch.device) -> Float[Tensor, "9 7200"]:
    """Of each cell, from how many poses of the population are in it; all 0 where there are none."""
    edges = np.sin(np.radians(np.linspace(-90, 90, PHI_CELLS + 1)))
    flat = np.asarray(counts).reshape(9, CELLS)
    density = flat / np.tile(np.diff(edges), THETA_CELLS)
    shares = [_ranked(row, np.asarray(count, float)) for row, count in zip(density, flat, strict=True)]
    return torch.from_numpy(np.stack(shares).astype(np.float32)).to(device)


def _ranked(density: Float[NDArray, " cells"], counts: Float[NDArray, " cells"]) -> Float[NDArray, " cells"]:
    """For each cell the share of all counts in cells no denser."""
    order = np.argsort(density, kind="stable")
    up_to = np.cumsum(counts[order])
    last_alike = np.searchsorted(density[order], density, side="right") - 1
    return np.asarray(up_to[last_alike] / max(up_to[-1], 1.0))
