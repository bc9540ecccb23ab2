"""Candidates for the tests of selection."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from evopose.evolution.draws import Draws
from evopose.evolution.selection.selector import Candidates

STANDING = (
    (0.0, 0.0, 0.95), (0.12, 0.0, 0.93), (0.13, 0.02, 0.50), (0.13, 0.0, 0.08), (-0.12, 0.0, 0.93), (-0.13, 0.02, 0.5),
    (-0.13, 0.0, 0.08), (0.0, -0.02, 1.17), (0.0, 0.0, 1.42), (0.0, 0.03, 1.52), (0.0, 0.04, 1.66), (-0.18, 0.0, 1.40),
    (-0.30, 0.0, 1.12), (-0.33, 0.06, 0.90), (0.18, 0.0, 1.40), (0.30, 0.0, 1.12), (0.33, 0.06, 0.90),
)  # fmt: skip
"""Joints of H36M-17, in the world."""


@pytest.fixture
def standing() -> Tensor:
    """Arms a little out, in metres, facing +y."""
    return torch.tensor(STANDING)


@pytest.fixture
def candidates() -> Callable[..., Candidates]:
    """Of positions (n, 17, 3), numbered from `first`."""

    def make(positions: Tensor, first: int = 0) -> Candidates:
        numbers = torch.arange(first, first + len(positions))
        return Candidates(positions, Draws(7, 3, numbers))

    return make


@pytest.fixture
def real(shared_data: Path) -> Callable[[str], Tensor]:
    """The poses of one real set."""

    def load(name: str) -> Tensor:
        with np.load(shared_data / "data" / "mocap" / f"{name}.npz", allow_pickle=False) as file:
            return torch.from_numpy(file["positions"].astype(np.float32))

    return load
