"""Children that hardly differ from a parent (a quarter of the original's lie within 10 mm of one)."""

from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.recipe import CopySelection


def near(distance: Float[Tensor, " n"], options: CopySelection) -> Bool[Tensor, " n"]:
    """Which lie nearer to a parent than allowed; `distance` in metres, as breeding measures it."""
    return distance < options.distance_mm / 1000
