"""Parents for the tests of breeding, and founders, limits and a whole run for those of runs."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from evopose.geometry.vectors import axis_rotation
from evopose.jobs import finish
from tests.core.evolution.making import options, write_founders, write_limits

STANDING = (
    (0.0, 0.0, 0.95), (0.12, 0.0, 0.93), (0.13, 0.02, 0.50), (0.13, 0.0, 0.08), (-0.12, 0.0, 0.93), (-0.13, 0.02, 0.5),
    (-0.13, 0.0, 0.08), (0.0, -0.02, 1.17), (0.0, 0.0, 1.42), (0.0, 0.03, 1.52), (0.0, 0.04, 1.66), (-0.18, 0.0, 1.40),
    (-0.30, 0.0, 1.12), (-0.33, 0.06, 0.90), (0.18, 0.0, 1.40), (0.30, 0.0, 1.12), (0.33, 0.06, 0.90),
)  # fmt: skip


@pytest.fixture
def people() -> Callable[..., Tensor]:
    """So many, each of other proportions, shaken by centimetres, turned any way and standing anywhere; metres."""

    def make(seed: int, count: int, dtype: torch.dtype = torch.float32) -> Tensor:
        random = torch.Generator().manual_seed(seed)

        def noise(*shape: int) -> Tensor:
            return torch.randn(shape, generator=random, dtype=torch.float64)

        shaken = torch.tensor(STANDING, dtype=torch.float64) + 0.04 * noise(count, 17, 3)
        turned = shaken @ axis_rotation(noise(count, 3), noise(count)).mT
        return (turned + torch.tensor([3.0, 3.0, 0.2]) * noise(count, 1, 3)).to(dtype)

    return make


@pytest.fixture(scope="session")
def founders(tmp_path_factory) -> Path:
    """A population to begin with."""
    return write_founders(tmp_path_factory.mktemp("founders") / "people.safetensors")


@pytest.fixture(scope="session")
def whole(founders, tmp_path_factory) -> dict:
    """A run that was never stopped, in shards."""
    return finish(options(founders, tmp_path_factory.mktemp("whole") / "run", shard_poses=150).run())


@pytest.fixture
def small_limits(tmp_path) -> Path:
    """Limits that few poses taught."""
    return write_limits(tmp_path / "limits.npz")
