"""One stage of a cascade: numbers in a row in, numbers in a row out, whatever lies between."""

import re
from abc import abstractmethod
from collections.abc import Mapping

from jaxtyping import Float
from torch import Tensor, nn


class Learner(nn.Module):
    """Takes 2D, and where it refines the estimate so far behind it; gives its share of the estimate."""

    @property
    @abstractmethod
    def inputs(self) -> int:
        """Numbers that it takes."""

    @property
    @abstractmethod
    def outputs(self) -> int:
        """Numbers that it gives."""

    @abstractmethod
    def forward(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """Its share of the estimate."""


def check_matrix(state: Mapping[str, Tensor], name: str, shape: tuple[int, int]) -> None:
    """ValueError where a learner's parameters lack this matrix, or have it in another shape.

    Asked before a learner is made, for a small file can speak of matrices that no memory holds.
    """
    if name not in state:
        raise ValueError(f"{name} is lacking")
    if tuple(state[name].shape) != shape:
        raise ValueError(f"{name} has another shape: {tuple(state[name].shape)}, and not {shape}")


def count_blocks(state: Mapping[str, Tensor], named: re.Pattern[str]) -> int:
    """How many blocks these parameters are of, by the numbers in their names; ValueError unless 0, 1, … are there."""
    blocks = {int(found[1]) for found in map(named.match, state) if found}
    if blocks != set(range(len(blocks))):
        raise ValueError(f"its blocks are {sorted(blocks)}; 0, 1, … were expected.")
    return len(blocks)
