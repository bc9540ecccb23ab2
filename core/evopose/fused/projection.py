"""Poses of the world onto the image of one camera (the twin of geometry.projection)."""

import numpy as np
from jaxtyping import Float

from evopose.fused import geometry as g
from evopose.fused.compiling import compiled, inlined
from evopose.model.array import NDArray
from evopose.model.camera import Camera, Viewpoint


def project(camera: Camera, viewpoint: Viewpoint, positions: Float[NDArray, "n 17 3"]) -> Float[NDArray, "n 17 2"]:
    """Pixels of joints (metres, world); nan for what lies behind the lens."""
    pixels = np.empty((*positions.shape[:2], 2), np.float32)
    lens = np.array([*camera.focal, *camera.centre, *camera.radial, *camera.tangential], np.float32)
    stand = np.concatenate([np.reshape(viewpoint.rotation, -1), viewpoint.position]).astype(np.float32)
    _project(lens, stand, np.ascontiguousarray(positions, np.float32), pixels)
    return pixels


@compiled
def _project(lens: NDArray, stand: NDArray, positions: NDArray, pixels: NDArray) -> None:
    axes = (
        (stand[0], stand[1], stand[2]),
        (stand[3], stand[4], stand[5]),
        (stand[6], stand[7], stand[8]),
    )
    place = (stand[9], stand[10], stand[11])
    for i in range(len(positions)):
        for joint in range(positions.shape[1]):
            point = (positions[i, joint, 0], positions[i, joint, 1], positions[i, joint, 2])
            seen = g.into(axes, g.minus(point, place))
            x, y = distorted(lens, seen[0] / seen[2], seen[1] / seen[2])
            ahead = seen[2] > 0
            pixels[i, joint, 0] = x * lens[0] + lens[2] if ahead else g.NAN
            pixels[i, joint, 1] = y * lens[1] + lens[3] if ahead else g.NAN


@inlined
def distorted(lens: NDArray, x: np.float32, y: np.float32) -> tuple[np.float32, np.float32]:
    """Radial (k1 k2 k3) and tangential (p1 p2) distortion, as OpenCV defines it."""
    square = x * x + y * y
    radial = g.ONE + square * (lens[4] + square * (lens[5] + square * lens[6]))
    cross = g.TWO * x * y
    return (
        x * radial + lens[7] * cross + lens[8] * (square + g.TWO * x * x),
        y * radial + lens[8] * cross + lens[7] * (square + g.TWO * y * y),
    )
