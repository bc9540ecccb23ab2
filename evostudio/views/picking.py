"""Which joint or bone lies under the cursor, in any two-dimensional drawing of a skeleton."""

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17


def nearest_joint(pixels: Float[NDArray, "17 2"], x: float, y: float, reach: float) -> int:
    """The joint within `reach` pixels of (x, y) that is nearest; −1 for none. nan is nowhere."""
    distances = np.hypot(pixels[:, 0] - x, pixels[:, 1] - y)
    distances = np.where(np.isfinite(distances), distances, np.inf)
    joint = int(distances.argmin())
    return joint if distances[joint] <= reach else -1


def nearest_bone(pixels: Float[NDArray, "17 2"], x: float, y: float, reach: float) -> int:
    """The bone (its child joint) whose segment passes nearest to (x, y) within `reach`; −1 for none."""
    ends, starts = pixels[1:], pixels[list(H36M_17.parents[1:])]
    along = ends - starts
    length = np.maximum((along**2).sum(axis=-1), 1e-12)
    offset = np.array([x, y]) - starts
    share = np.clip((offset * along).sum(axis=-1) / length, 0.0, 1.0)
    distances = np.linalg.norm(offset - share[:, None] * along, axis=-1)
    distances = np.where(np.isfinite(distances), distances, np.inf)
    bone = int(distances.argmin())
    return bone + 1 if distances[bone] <= reach else -1
