"""The engine that runs everywhere torch does: batched operators, chunk by chunk.

Numbers drawn for selection, by the number of the candidate: LIMITS lane 0 and COPIES lane 0 (coins: an offender goes).
"""

from dataclasses import dataclass, replace
from functools import reduce

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.breeding import PAIRS_AT_ONCE, PAIRS_AT_ONCE_ON_A_DEVICE, Children, bred, filled, interleaved
from evopose.evolution.brood import Brood, merged
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.engine import Poses
from evopose.evolution.genome import positions_of
from evopose.evolution.parents import parents
from evopose.evolution.recipe import Recipe
from evopose.evolution.selection.copies import near
from evopose.evolution.selection.selector import spared
from evopose.limits.occupancy import OccupancyLimits
from evopose.model.limits import JointLimits


@dataclass(frozen=True, eq=False)
class Eager:
    """Engine by batched torch."""

    recipe: Recipe
    limits: JointLimits
    device: torch.device
    template: Float[Tensor, " 16"]
    """Mean lengths of the founders' bones (lengths.template_of), metres; on `device`."""
    name: str = "eager"

    def brood(self, rows: Poses, generation: int, first: int, count: int, seed: int) -> Brood:
        """As Engine has it; `rows` are two or more."""
        _keep_memory()
        step = 2 * (PAIRS_AT_ONCE if self.device.type == "cpu" else PAIRS_AT_ONCE_ON_A_DEVICE)
        chunks = [(start, min(start + step, first + count)) for start in range(first, first + count, step)]
        return merged([self._chunk(rows, Draws(seed, generation, self._numbers(*chunk))) for chunk in chunks])

    def _numbers(self, start: int, stop: int) -> Tensor:
        return torch.arange(start, stop, device=self.device)

    def _chunk(self, rows: Poses, draws: Draws) -> Brood:
        both = torch.stack(parents(replace(draws, index=draws.index[::2] // 2), len(rows)))
        drawn = torch.from_numpy(rows[both.reshape(-1).cpu().numpy()]).to(self.device)
        children = bred(self.recipe, drawn.view(2, -1, 17, 3), draws, self.template)
        order = interleaved(both.shape[1], filled(both.shape[1]), self.device)
        sound = torch.isfinite(children.distance)[order]
        fit = sound & self._fit(children, order, draws)
        copies = fit & near(children.distance[order], self.recipe.selection.copies)
        kept = fit & spared(copies, self.recipe.selection.copies.weight, draws, Stream.COPIES)
        removed = {"degenerate": ~sound, "limits": sound & ~fit, "copies": fit & ~kept}
        return Brood(
            draws.index[kept],
            positions_of(children.joints)[order[kept]],
            self._lineage(both, kept),
            children.operators[order[kept]],
            {name: int(gone.sum()) for name, gone in removed.items()},
            int(copies.sum()),
        )

    def _fit(self, children: Children, order: Tensor, draws: Draws) -> Bool[Tensor, " n"]:
        """Whom joint limits leave."""
        options = self.recipe.selection.limits
        if options.weight == 0:
            return torch.ones_like(order, dtype=torch.bool)
        valid = self._valid(children, order)
        enough = (
            reduce(torch.bitwise_and, valid.unbind(0))
            if options.directions == 9
            else valid.sum(0) >= options.directions
        )
        return spared(~enough, options.weight, draws, Stream.LIMITS)

    def _valid(self, children: Children, order: Tensor) -> Bool[Tensor, "9 n"]:
        """Verdicts on the nine directions, in any order of these."""
        if isinstance(self.limits, OccupancyLimits):
            seen: Tensor = self.limits.valid_seen(children.upper, children.lower)
            return seen[:, order]
        verdicts: Tensor = self.limits.valid(positions_of(children.joints)[order])
        return verdicts.T

    def _lineage(self, both: Tensor, kept: Tensor) -> Tensor:
        """Rows of both parents of each survivor; first the one whose skeleton it has."""
        father, mother = both
        rows = torch.stack([torch.stack([father, mother], 1), torch.stack([mother, father], 1)], 1)
        return rows.reshape(-1, 2)[kept]


def _keep_memory() -> None:
    """A freed block teaches glibc to keep as much: else each chunk's memory is given back and faulted in anew."""
    torch.empty(31 << 20, dtype=torch.uint8)
