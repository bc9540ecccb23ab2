"""Why a pose is not valid, in words for the user."""

import numpy as np
from jaxtyping import Float

from evopose.geometry.hierarchy import degenerate_reasons
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.limits import JointLimits


def reasons(limits: JointLimits, positions: Float[NDArray, "17 3"]) -> tuple[str, ...]:
    """One sentence for each thing wrong with a pose; none for a valid one."""
    degenerate = degenerate_reasons(positions)
    if degenerate:
        return (f"The pose is degenerate: {degenerate[0][1]}.",)
    wrong = np.flatnonzero(~np.asarray(limits.valid(positions)))
    return tuple(_sentence(limb) for limb in wrong.tolist())


def _sentence(limb: int) -> str:
    parent = LIMBS[limb].parent
    given = "" if parent is None else f" while the {LIMBS[parent].name} is where it is"
    return f"The {LIMBS[limb].name} does not reach there{given}."
