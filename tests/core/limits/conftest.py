"""Poses and array libraries for the tests of joint limits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evopose.geometry.hierarchy import to_global
from evopose.geometry.vectors import axis_rotation
from evopose.jobs import finish
from evopose.limits.learning import Growth, learn
from evopose.limits.occupancy import OccupancyLimits
from evopose.model.array import NDArray
from evopose.model.pose import Pose

STANDING = {
    1: (0, 0), 2: (90, 0), 3: (0, 0), 4: (180, 0), 5: (90, 0), 6: (0, 0), 7: (-90, 0), 8: (-90, 0),
    9: (-90, 20), 10: (-90, 5), 11: (180, 5), 12: (110, 5), 13: (40, 5), 14: (0, 5), 15: (70, 5), 16: (40, -5),
}  # fmt: skip
LENGTHS = (0.13, 0.45, 0.45, 0.13, 0.45, 0.45, 0.23, 0.25, 0.1, 0.12, 0.15, 0.28, 0.25, 0.15, 0.28, 0.25)


@pytest.fixture(scope="session")
def people() -> Callable[..., NDArray]:
    """Poses scattered about a standing one; the more `spread` (degrees), the wilder."""

    def make(seed: int, count: int, spread: float = 12.0) -> NDArray:
        rng = np.random.default_rng(seed)
        directions = np.radians([STANDING[joint] for joint in range(1, 17)])
        directions = directions + rng.normal(0, np.radians(spread), (count, 16, 2))
        torso = [0, 3, 6, 7, 10, 13]
        directions[:, torso] = np.radians([STANDING[joint + 1] for joint in torso])
        frames = axis_rotation(rng.normal(size=(count, 3)), rng.normal(size=count))
        pose = Pose(rng.normal(size=(count, 3)), frames, np.tile(LENGTHS, (count, 1)), directions)
        return np.asarray(to_global(replace(pose)))

    return make


@pytest.fixture(scope="session")
def limits(people: Callable[..., NDArray]) -> OccupancyLimits:
    """Learned from five hundred such poses."""
    return finish(learn([people(0, 500)], Growth(), {"name": "standing people"}))


@pytest.fixture(scope="session", params=["numpy", "torch"])
def array(request: pytest.FixtureRequest) -> Callable[[NDArray], Any]:
    """Makes an array of the library under test."""
    if request.param == "numpy":
        return np.asarray
    return pytest.importorskip("torch").from_numpy
