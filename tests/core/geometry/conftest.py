"""Poses of any shape, and the array libraries that the geometry must run on."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evopose.geometry.hierarchy import to_global
from evopose.model.array import NDArray
from evopose.model.pose import Pose

BODY = {1: (0.0, 0.1), 4: (np.pi, -0.1), 7: (-1.6, 0.0), 8: (-1.5, 0.1), 11: (-2.9, 0.2), 14: (-0.3, -0.2)}


@pytest.fixture(scope="session")
def random_poses() -> Callable[..., NDArray]:
    """Upright-ish torsos anywhere in space with limbs in any direction."""

    def make(seed: int, count: int = 8) -> NDArray:
        rng = np.random.default_rng(seed)
        directions = np.stack(
            [rng.uniform(-np.pi, np.pi, (count, 16)), np.arcsin(rng.uniform(-1, 1, (count, 16)))], axis=-1
        )
        for joint, mean in BODY.items():
            directions[:, joint - 1] = np.array(mean) + rng.normal(0, 0.15, (count, 2))
        frame = np.linalg.qr(rng.normal(size=(count, 3, 3)))[0]
        frame *= np.sign(np.linalg.det(frame))[:, None, None]
        lengths = rng.uniform(0.1, 0.6, (count, 16))
        return np.asarray(to_global(Pose(rng.uniform(-3, 3, (count, 3)), frame, lengths, directions)))

    return make


@pytest.fixture(scope="session", params=["numpy", "torch"])
def array(request: pytest.FixtureRequest) -> Callable[[NDArray], Any]:
    """Makes an array of the library under test."""
    if request.param == "numpy":
        return np.asarray
    return pytest.importorskip("torch").from_numpy
