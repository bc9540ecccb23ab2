"""The cell of a direction by tables is the one that atan2 gives."""

import numpy as np
import pytest

from evopose.fused.cells import cell
from evopose.fused.compiling import compiled
from evopose.limits.sphere import centres
from evopose.model.array import NDArray


@compiled
def _all_cells(vectors: NDArray, found: NDArray) -> None:
    for i in range(len(vectors)):
        found[i] = cell((vectors[i, 0], vectors[i, 1], vectors[i, 2]))


def _cells(vectors: NDArray) -> NDArray:
    found = np.empty(len(vectors), np.int64)
    _all_cells(vectors.astype(np.float32), found)
    return found


def test_the_middle_of_every_cell_lies_in_it() -> None:
    assert np.array_equal(_cells(centres().reshape(-1, 3)), np.arange(7200))


def test_corners_of_a_cell_lie_in_it_a_hundredth_of_a_degree_inside() -> None:
    theta, phi = np.meshgrid(np.arange(-180, 180, 3.0), np.arange(-90, 90, 3.0), indexing="ij")
    for right in (0.01, 2.99):
        for up in (0.01, 2.99):
            t, p = np.radians(theta + right), np.radians(phi + up)
            corners = np.stack([np.cos(t) * np.cos(p), np.sin(t) * np.cos(p), np.sin(p)], axis=-1)
            assert np.array_equal(_cells(corners.reshape(-1, 3)), np.arange(7200))


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("sign", [1.0, -1.0, np.nextafter(np.float32(1), np.float32(2))])
def test_axes_lie_in_a_cell_that_exists_and_touches_them(axis: int, sign: float) -> None:
    direction = np.zeros((1, 3))
    direction[0, axis] = sign
    found = _cells(direction)[0]
    assert 0 <= found < 7200
    assert centres().reshape(-1, 3)[found] @ direction[0] / abs(sign) > np.cos(np.radians(2.2))
