"""An annotation to edit."""

import numpy as np
import pytest

from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import project
from evopose.model.annotation import Annotation
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from tests.standing import STANDING


@pytest.fixture
def annotation() -> Annotation:
    """Somebody standing, with the keypoints where the pose is projected."""
    camera = Camera.guess((1000, 800))
    return Annotation(Keypoints.from_xy(np.asarray(project(camera, STANDING))), camera, to_local(STANDING))
