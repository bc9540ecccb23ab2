"""Pairs of 2D and 3D, each of a camera of its own: what training is fed with (the twin of training.sight)."""

import numpy as np
from jaxtyping import Bool, Float

from evopose.fused import geometry as g
from evopose.fused.compiling import compiled
from evopose.fused.projection import distorted
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

_SIDES = tuple(H36M_17.mirror)


def pairs(
    positions: Float[NDArray, "n 17 3"],
    rotation: Float[NDArray, "n 3 3"],
    position: Float[NDArray, "n 3"],
    lens: Float[NDArray, "n 9"],
    mirrored: Bool[NDArray, " n"],
) -> tuple[Float[NDArray, "n 17 2"], Float[NDArray, "n 17 3"]]:
    """Pixels (nan behind the lens), and joints about the hip in the camera's frame, of poses in the world (metres).

    `lens`: focal lengths, centre, radial and tangential distortion. What is mirrored is so in the camera's frame,
    left and right exchanged, before it is projected.
    """
    pixels, joints = np.empty((len(positions), 17, 2), np.float32), np.empty((len(positions), 17, 3), np.float32)
    _pairs(positions, rotation, position, lens, mirrored, pixels, joints)
    return pixels, joints


@compiled
def _pairs(
    positions: NDArray,
    rotation: NDArray,
    position: NDArray,
    lens: NDArray,
    mirrored: NDArray,
    pixels: NDArray,
    joints: NDArray,
) -> None:
    for i in range(len(positions)):
        turn, own = rotation[i], lens[i]
        axes = (
            (turn[0, 0], turn[0, 1], turn[0, 2]),
            (turn[1, 0], turn[1, 1], turn[1, 2]),
            (turn[2, 0], turn[2, 1], turn[2, 2]),
        )
        place = (position[i, 0], position[i, 1], position[i, 2])
        side = -g.ONE if mirrored[i] else g.ONE
        hip = g.into(axes, g.minus((positions[i, 0, 0], positions[i, 0, 1], positions[i, 0, 2]), place))
        for joint in range(17):
            source = _SIDES[joint] if mirrored[i] else joint
            point = (positions[i, source, 0], positions[i, source, 1], positions[i, source, 2])
            seen = g.into(axes, g.minus(point, place))
            x, y = distorted(own, side * seen[0] / seen[2], seen[1] / seen[2])
            ahead = seen[2] > 0
            pixels[i, joint, 0] = x * own[0] + own[2] if ahead else g.NAN
            pixels[i, joint, 1] = y * own[1] + own[3] if ahead else g.NAN
            joints[i, joint, 0] = side * (seen[0] - hip[0])
            joints[i, joint, 1] = seen[1] - hip[1]
            joints[i, joint, 2] = seen[2] - hip[2]
