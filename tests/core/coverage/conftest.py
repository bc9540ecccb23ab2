"""Poses for the tests of coverage."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose.io import safetensors
from evopose.model.array import NDArray
from evopose.model.population import Population
from tests.core.limits.conftest import people

__all__ = ["people"]


@pytest.fixture
def poses(people: Callable[..., NDArray]) -> NDArray:
    """Six hundred, float32; the third and the tenth are degenerate."""
    made = people(1, 600, 40.0).astype(np.float32)
    made[2, 5] = np.nan
    made[9, 2] = made[9, 1]
    return made


@pytest.fixture
def evolved(poses: NDArray, tmp_path: Path) -> Path:
    """A file of these poses, a hundred of them founders, the rest of two generations."""
    generation = np.repeat([0, 1, 2], [100, 200, 300])
    path = tmp_path / "evolved.safetensors"
    safetensors.write(Population(poses, generation), path)
    return path
