"""How far one set of poses is from another, in the input's unit (metres inside).

Figures of the Human3.6M literature average 17 joints with the root's zero; that is the default here.
"""

import numpy as np
from jaxtyping import Float

from evopose.geometry.alignment import centred, procrustes, scaled
from evopose.model.array import NDArray

Joints = Float[NDArray, "*batch joint 3"]


def mpjpe(predicted: Joints, truth: Joints) -> Float[NDArray, "*batch"]:
    """Mean distance of joints after the hips are laid over each other (protocol 1)."""
    return np.asarray(np.linalg.norm(centred(predicted) - centred(truth), axis=-1).mean(axis=-1))


def pa_mpjpe(predicted: Joints, truth: Joints) -> Float[NDArray, "*batch"]:
    """The same after the best similarity (protocol 2)."""
    return np.asarray(np.linalg.norm(procrustes(predicted, truth) - truth, axis=-1).mean(axis=-1))


def n_mpjpe(predicted: Joints, truth: Joints) -> Float[NDArray, "*batch"]:
    """The same after the best scale."""
    a, b = centred(predicted), centred(truth)
    return np.asarray(np.linalg.norm(scaled(a, b) - b, axis=-1).mean(axis=-1))
