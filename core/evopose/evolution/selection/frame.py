"""Selection against poses that leave the picture of a camera."""

from dataclasses import dataclass
from typing import ClassVar

from jaxtyping import Bool
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import FrameSelection
from evopose.evolution.selection.selector import Candidates, spared
from evopose.evolution.selection.sight import Look


@dataclass(frozen=True, eq=False)
class FrameSelector:
    """Removes poses of which some camera does not see enough joints."""

    options: FrameSelection
    look: Look
    name: ClassVar[str] = "frame"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those of which every camera has enough joints in its picture."""
        pixels, _, sizes, _ = self.look(candidates)
        inside = ((pixels >= 0) & (pixels < sizes[:, None])).all(dim=-1)
        seen = (inside.sum(dim=-1) >= self.options.joints).all(dim=-1)
        return spared(~seen, self.options.weight, candidates.draws, Stream.FRAME)
