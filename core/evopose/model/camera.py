"""Cameras: OpenCV's pinhole with radial and tangential distortion, and where one stands."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.model.array import Array, NDArray


@dataclass(frozen=True, eq=False)
class Camera:
    """Intrinsics. +x right, +y down, +z ahead."""

    focal: tuple[float, float]
    """Pixels, along x and y."""
    centre: tuple[float, float]
    """Where the axis meets the image, in pixels from its top-left corner."""
    size: tuple[int, int]
    """Width and height of the image, in pixels."""
    radial: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """k1, k2, k3."""
    tangential: tuple[float, float] = (0.0, 0.0)
    """p1, p2."""
    name: str = ""

    @classmethod
    def guess(cls, size: tuple[int, int], focal: float | None = None) -> "Camera":
        """For an image of unknown origin: the given focal length in pixels, or 1.2 × the longer side."""
        focal = focal or 1.2 * max(size)
        return cls((focal, focal), (size[0] / 2, size[1] / 2), size)

    @property
    def distorted(self) -> bool:
        """Whether any distortion coefficient differs from zero."""
        return any(self.radial) or any(self.tangential)


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """Extrinsics: where a camera stands in the world (z up) and how it looks."""

    rotation: Float[Array, "*batch 3 3"]
    """World to camera: x_camera = rotation (x_world − position)."""
    position: Float[Array, "*batch 3"]
    """Of the camera, in metres, in the world."""

    @classmethod
    def look_at(cls, position: NDArray, target: NDArray) -> "Viewpoint":
        """An upright camera at `position` that has `target` in its centre (metres, world)."""
        position, target = np.asarray(position, float), np.asarray(target, float)
        ahead = (target - position) / np.linalg.norm(target - position)
        right = np.cross(ahead, (0.0, 0.0, 1.0))
        right /= np.linalg.norm(right)
        return cls(np.stack([right, np.cross(ahead, right), ahead]), position)
