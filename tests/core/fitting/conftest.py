"""Library poses before a camera, and what a fit needs to know of them."""

from dataclasses import dataclass

import numpy as np
import pytest

from evopose.fitting.library import library
from evopose.geometry.projection import project
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints

CAMERA = Camera.guess((1000, 1000))
UPRIGHT = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
"""World (z up) to a level camera."""


@dataclass(frozen=True)
class Shot:
    """One person before the camera."""

    positions: NDArray
    keypoints: Keypoints
    camera: Camera = CAMERA


def shot(row: int, heading: float, away: float = 4.5) -> Shot:
    """The library's pose `row`, turned about the vertical, `away` metres from a level camera."""
    c, s = np.cos(heading), np.sin(heading)
    about = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    positions = library().poses[row] @ (UPRIGHT @ about).T + [0.2, 0.1, away]
    return Shot(positions, Keypoints.from_xy(project(CAMERA, positions)))


@pytest.fixture(scope="session")
def shots() -> list[Shot]:
    """Thirty, of poses that do not lie down, from all around."""
    rng = np.random.default_rng(1)
    upright = np.flatnonzero(library().poses[: len(library()) // 2, 8, 2] > 0.25)
    return [shot(int(row), rng.uniform(0, 2 * np.pi)) for row in rng.choice(upright, 30, replace=False)]
