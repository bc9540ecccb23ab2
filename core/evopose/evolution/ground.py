"""Where children stand.

Number drawn, by the number of the child: GROUND normal lane 0 (height of the lowest joint).
"""

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.evolution.draws import Draws, Stream
from evopose.evolution.recipe import Ground


def grounded(
    options: Ground, hip: Float[Tensor, "3 n"], joints: Float[Tensor, "3 17 n"], draws: Draws
) -> Float[Tensor, "3 17 n"]:
    """Joints in the world from joints relative to the hip: over the spot where the hip was, or just where it was."""
    if not options.place:
        return joints + hip[:, None]
    height = (options.height_mm + options.sigma_mm * draws.normal(Stream.GROUND)) / 1000
    level = height - joints[2].amin(0)
    return joints + torch.stack([hip[0], hip[1], level])[:, None]
