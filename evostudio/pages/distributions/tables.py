"""What is shown, as a table: the cells of the direction, the bins of the other charts."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from evopose.coverage.density import density
from evopose.coverage.lengths import CELL_MM
from evopose.coverage.measures import cell_angles, solid_angles
from evopose.limits.sphere import CELLS
from evopose.model.limb import LIMBS
from evopose.model.skeleton import H36M_17
from evostudio.pages.distributions.choices import Choices
from evostudio.pages.distributions.measured import Measured


def table(measured: Measured, choices: Choices) -> str:
    """CSV text with a line of titles."""
    lines = {
        "directions": lambda: _cells(measured, choices.limb),
        "body": lambda: _body(measured),
        "bones": lambda: _bones(measured),
        "keypoints": lambda: _keypoints(measured),
    }[choices.tab]()
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue()


def _names(measured: Measured) -> list[str]:
    return ["before", "after"] if measured.before else ["poses"]


def _cells(measured: Measured, limb: int) -> Iterator[list[Any]]:
    """A line for each cell that holds a pose or could."""
    names = _names(measured)
    yield ["direction", "theta_deg", "phi_deg", "steradian", "possible", *names, *(f"{n}_per_steradian" for n in names)]
    theta, phi = (np.degrees(angle).round(1) for angle in cell_angles(np.arange(CELLS)))
    area, possible = solid_angles().reshape(-1), measured.possible[limb].reshape(-1)
    counts = [side.counts[limb].reshape(-1) for side in measured.sides]
    dense = [density(side.counts[limb]).reshape(-1) for side in measured.sides]
    for cell in np.flatnonzero((possible > 0) | (sum(counts) > 0)).tolist():
        yield [
            LIMBS[limb].name, theta[cell], phi[cell], f"{area[cell]:.6g}", f"{possible[cell]:.4g}",
            *(int(each[cell]) for each in counts), *(f"{each[cell]:.6g}" for each in dense),
        ]  # fmt: skip


def _body(measured: Measured) -> Iterator[list[Any]]:
    yield ["angle", "from_deg", "to_deg", *_names(measured)]
    for name, first in (("headings", -180), ("elevations", -90)):
        for index, counts in enumerate(np.stack([getattr(side, name) for side in measured.sides], axis=-1).tolist()):
            yield [name.removesuffix("s"), first + 10 * index, first + 10 * (index + 1), *counts]


def _bones(measured: Measured) -> Iterator[list[Any]]:
    yield ["bone", "from_mm", "to_mm", *_names(measured)]
    for bone, name in enumerate(H36M_17.bones):
        for index, counts in enumerate(np.stack([side.lengths[bone] for side in measured.sides], axis=-1).tolist()):
            if any(counts):
                yield [name, index * CELL_MM, (index + 1) * CELL_MM, *counts]


def _keypoints(measured: Measured) -> Iterator[list[Any]]:
    yield ["joint", "column", "row", *_names(measured)]
    grids = np.stack([side.keypoints for side in measured.sides], axis=-1)
    for joint, column, row in np.argwhere(grids.any(axis=-1)).tolist():
        yield [H36M_17.joints[joint], column, row, *grids[joint, column, row].tolist()]
