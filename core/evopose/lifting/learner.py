"""One stage of a cascade: numbers in a row in, numbers in a row out, whatever lies between."""

from abc import abstractmethod

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
