"""What selectors that look through cameras need of these."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from jaxtyping import Float
from torch import Tensor

from evopose.evolution.selection.selector import Candidates


class Sight(NamedTuple):
    """Candidates as v cameras see them."""

    pixels: Float[Tensor, "n v 17 2"]
    """nan for what lies behind the lens."""
    joints: Float[Tensor, "n v 17 3"]
    """Metres, in the camera's frame."""
    sizes: Float[Tensor, "v 2"]
    """Width and height of each picture, in pixels."""
    lenses: Float[Tensor, "v 4"]
    """fx, fy, cx, cy of each, in pixels."""


Look: TypeAlias = Callable[[Candidates], Sight]
"""Through the cameras of the recipe."""
