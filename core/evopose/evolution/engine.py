"""What breeds and selects candidates: one protocol, several engines."""

from typing import Any, Literal, Protocol

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.evolution.brood import Brood
from evopose.evolution.recipe import Recipe
from evopose.model.array import NDArray
from evopose.model.limits import JointLimits

EngineName = Literal["auto", "eager", "fused"]


class Poses(Protocol):
    """Rows of poses, wherever they lie."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: Any, /) -> Float[NDArray, "k 17 3"]:
        """float32, metres, world, z up, of an array of row numbers."""
        ...


class Engine(Protocol):
    """Makes the candidates of a generation; what it makes depends on their numbers and the seed alone."""

    @property
    def name(self) -> str:
        """For reports and the record of a run."""
        ...

    def brood(self, rows: Poses, generation: int, first: int, count: int, seed: int) -> Brood:
        """Of candidates `first` … `first + count − 1` (both even) those that joint limits and copy selection leave."""
        ...


def make_engine(
    name: EngineName, recipe: Recipe, limits: JointLimits, template: Float[Tensor, " 16"], device: torch.device
) -> Engine:
    """The engine called so; `template` as lengths.template_of gives it."""
    from evopose.evolution.eager import Eager

    return Eager(recipe, limits, device, template.to(device))
