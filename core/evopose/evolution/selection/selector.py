"""What a selector is, and letting several of them look at a brood one after another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.brood import Brood
from evopose.evolution.draws import Draws, Stream
from evopose.geometry.components import joints_first
from evopose.model.array import array_namespace


@dataclass(frozen=True, eq=False)
class Candidates:
    """Those that a selector looks at."""

    positions: Float[Tensor, "n 17 3"]
    """float32, metres, world, z up."""
    draws: Draws
    """Their random numbers."""

    @cached_property
    def joints(self) -> Float[Tensor, "3 17 n"]:
        """The same positions, contiguous along candidates."""
        joints: Tensor = joints_first(array_namespace(self.positions), self.positions)
        return joints


class Selector(Protocol):
    """Says who survives; the verdict on a candidate depends on it and its draws alone, not on those beside it."""

    @property
    def name(self) -> str:
        """Under which it is counted how many it removed."""
        ...

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Which of them survive."""
        ...


def select(selectors: Sequence[Selector], brood: Brood, draws: Draws) -> Brood:
    """What is left of a brood when each selector has removed its own; `draws` are the brood's."""
    candidates = Candidates(brood.positions, draws)
    for selector in selectors:
        kept = selector.keep(candidates)
        brood = narrowed(brood, kept, selector.name)
        candidates = Candidates(brood.positions, candidates.draws.of(kept))
    return brood


def narrowed(brood: Brood, kept: Bool[Tensor, " n"], name: str) -> Brood:
    """Those that are kept; the others are counted under `name`."""
    rows = kept.nonzero().squeeze(1)
    gone = int(kept.numel() - rows.numel())
    return replace(
        brood,
        index=_taken(brood.index, rows),
        positions=_taken(brood.positions, rows),
        parents=_taken(brood.parents, rows),
        operators=_taken(brood.operators, rows),
        removed={**brood.removed, name: brood.removed.get(name, 0) + gone},
    )


def _taken(values: Tensor, rows: Tensor) -> Tensor:
    """Some rows; in memory by NumPy, as torch's threads wait longer for each other than copying takes."""
    if values.device.type != "cpu":
        return values.index_select(0, rows)
    return torch.from_numpy(values.numpy().take(rows.numpy(), axis=0))


def spared(offends: Bool[Tensor, " n"], weight: float, draws: Draws, stream: Stream) -> Bool[Tensor, " n"]:
    """Who survives a filter that removes this share of the offenders."""
    return ~offends if weight >= 1 else ~offends | ~draws.coins(stream, weight, 1)[0]


def survives(probability: Float[Tensor, " n"], draws: Draws, stream: Stream) -> Bool[Tensor, " n"]:
    """Who survives with each its own probability; nan does not."""
    return draws.uniform(stream) < torch.nan_to_num(probability, nan=0.0)
