"""A take: what one motion does, frame by frame, before it has a body."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.demo.body import Body
from evopose.demo.figure import Figure, figure
from evopose.demo.ground import flat_footed, grounded, planted, travelled
from evopose.model.array import NDArray


@dataclass(frozen=True, eq=False)
class Take:
    """T frames of stances."""

    angles: Float[NDArray, "t 31"]
    """Degrees, by `evopose.demo.stance.NAMES`."""
    stands: tuple[bool, bool] = (False, False)
    """Whether the left and the right foot stay on the ground all the time."""
    lift: Float[NDArray, " t"] | float = 0.0
    """Metres that the lowest point is above the ground."""

    def performed(self, body: Body) -> Figure:
        """By this body: on the ground, carried along by the standing foot."""
        made = grounded(figure(body, self.angles))
        if any(self.stands):
            made = planted(made, self.stands)
        height = np.broadcast_to(np.asarray(self.lift, float), len(self.angles))
        return travelled(flat_footed(made)).moved(height[:, None] * np.array([0.0, 0.0, 1.0]))
