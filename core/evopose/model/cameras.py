"""Human3.6M's four cameras, as they stood for each subject: the views that poses are usually projected into."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evopose.model.camera import Camera, Viewpoint
from evopose.resources import resource


@dataclass(frozen=True, eq=False)
class PlacedCamera:
    """A camera and where it stands."""

    subject: str
    """'S1', 'S5', …: whose recordings it stood so for."""
    camera: Camera
    viewpoint: Viewpoint
    """World to camera; metres."""


@cache
def h36m_cameras() -> tuple[PlacedCamera, ...]:
    """All 28: seven subjects, four cameras each, in the order of the file."""
    content = json.loads(resource("cameras/h36m.json").read_text(encoding="utf-8"))
    lenses = [_camera(entry) for entry in content["intrinsics"]]
    return tuple(
        PlacedCamera(subject, lens, _viewpoint(entry))
        for subject, entries in content["extrinsics"].items()
        for lens, entry in zip(lenses, entries, strict=True)
    )


def _camera(entry: dict[str, Any]) -> Camera:
    numbers = {key: tuple(entry[key]) for key in ("focal", "centre", "size", "radial", "tangential")}
    return Camera(**numbers, name=entry["name"])


def _viewpoint(entry: dict[str, Any]) -> Viewpoint:
    # the file's quaternions turn camera axes into world axes: with the inverse no subject would be in the picture
    return Viewpoint(_rotation(np.array(entry["orientation"])).T, np.array(entry["position"]))


def _rotation(quaternion: Float[NDArray, "4"]) -> Float[NDArray, "3 3"]:
    """The rotation of a quaternion (w x y z)."""
    w, x, y, z = quaternion / np.linalg.norm(quaternion)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )
