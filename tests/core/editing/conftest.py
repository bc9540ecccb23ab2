"""An annotation to edit."""

import numpy as np
import pytest

from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import project
from evopose.model.annotation import Annotation
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints

STANDING = np.array(
    [
        [0.0, 0.0, 4.0], [-0.13, 0.01, 4.0], [-0.15, 0.45, 3.9], [-0.16, 0.88, 4.05], [0.13, -0.01, 4.02],
        [0.16, 0.42, 3.85], [0.18, 0.85, 4.0], [0.0, -0.24, 4.02], [0.01, -0.48, 4.0], [0.02, -0.6, 3.93],
        [0.02, -0.72, 3.95], [0.16, -0.44, 4.01], [0.3, -0.2, 4.1], [0.25, -0.1, 3.85], [-0.15, -0.45, 3.99],
        [-0.33, -0.25, 3.95], [-0.3, -0.02, 3.8],
    ]
)  # fmt: skip
"""A person facing the camera (x right, y down, z ahead), metres."""


@pytest.fixture
def annotation() -> Annotation:
    """Somebody standing, with the keypoints where the pose is projected."""
    camera = Camera.guess((1000, 800))
    return Annotation(Keypoints.from_xy(np.asarray(project(camera, STANDING))), camera, to_local(STANDING))
