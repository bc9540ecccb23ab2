"""What the other tabs draw: how bodies face, how long bones are, where keypoints lie; knows no toolkit."""

import numpy as np
from jaxtyping import Float, Int

from evopose.coverage.lengths import CELL_MM
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evostudio.documents.showing import JOINTS
from evostudio.pages.distributions.choices import Choices, Tab
from evostudio.pages.distributions.measured import Measured, Side
from evostudio.views.density_colours import Scale
from evostudio.views.heat_view import HeatScene
from evostudio.views.step_chart import Line, StepScene

AROUND = 10
"""Millimetres that are shown beyond the shortest and the longest bone."""


def scenes(tab: Tab, measured: Measured, choices: Choices) -> tuple[StepScene, ...] | tuple[HeatScene, ...]:
    """What a tab shows; nothing for the directions'."""
    if tab == "body":
        return headings(measured), elevations(measured)
    if tab == "bones":
        return bones(measured)
    return keypoints(measured, choices) if tab == "keypoints" else ()


def headings(measured: Measured) -> StepScene:
    """Where bodies face before the cameras."""
    edges, ticks = np.arange(-180.0, 181, 10), (-180.0, -90.0, 0.0, 90.0, 180.0)
    title = "Heading: 0° faces the camera, 90° the right of its image"
    return StepScene(title, edges, lines(measured, "headings"), ticks, "°")


def elevations(measured: Measured) -> StepScene:
    """How far chests face up."""
    edges, ticks = np.arange(-90.0, 91, 10), (-90.0, -45.0, 0.0, 45.0, 90.0)
    title = "Elevation of the chest: 0° upright, 90° on the back"
    return StepScene(title, edges, lines(measured, "elevations"), ticks, "°")


def bones(measured: Measured) -> tuple[StepScene, ...]:
    """The lengths of all sixteen."""
    return tuple(_bone(measured, bone) for bone in range(16))


def lines(measured: Measured, name: str, bone: int | None = None) -> tuple[Line, ...]:
    """Before (orange) where there is one, and after (blue), as shares of all."""
    named = {"before": "right", "after": "left"} if measured.before else {"all poses": "left"}
    counts = [getattr(side, name) for side in measured.sides]
    return tuple(
        Line(title, _shares(each if bone is None else each[bone]), role)
        for (title, role), each in zip(named.items(), counts, strict=True)
    )


def _bone(measured: Measured, bone: int) -> StepScene:
    whole = lines(measured, "lengths", bone)
    filled = np.flatnonzero(sum(line.shares for line in whole))
    first, last = (int(filled[0]), int(filled[-1]) + 1) if len(filled) else (0, 1)
    first, last = max(first - AROUND // CELL_MM, 0), min(last + AROUND // CELL_MM, len(whole[0].shares))
    cut = tuple(Line(line.name, line.shares[first:last], line.role) for line in whole)
    edges = np.arange(first, last + 1) * float(CELL_MM)
    return StepScene(JOINTS[bone + 1], edges, cut, _ticks(edges), " mm")


def _ticks(edges: NDArray) -> tuple[float, ...]:
    low, high = float(edges[0]), float(edges[-1])
    step = next((step for step in (10, 20, 50, 100, 200) if (high - low) / step <= 3), 400)
    return tuple(np.arange(np.ceil(low / step) * step, high + 1, step).tolist())


def keypoints(measured: Measured, choices: Choices) -> tuple[HeatScene, ...]:
    """All joints, before and after; then the joint that ends the chosen direction."""
    end = LIMBS[choices.limb].end
    return (
        *_heat(measured, choices, "all joints", None),
        *_heat(measured, choices, JOINTS[end], end),
    )


def _heat(measured: Measured, choices: Choices, name: str, joint: int | None) -> list[HeatScene]:
    grids = [100 * _shares(_grid(side, joint)) for side in measured.sides]
    scale = Scale(max(float(grid.max()) for grid in grids) or 1.0, choices.power)
    when = ["before", "after"] if measured.before else [""]
    return [
        HeatScene(f"{name} {word}".strip(), grid, scale, choices.ramp) for word, grid in zip(when, grids, strict=True)
    ]


def _grid(side: Side, joint: int | None) -> Int[NDArray, "50 50"]:
    grid: Int[NDArray, "50 50"] = side.keypoints.sum(axis=0) if joint is None else side.keypoints[joint]
    return grid


def _shares(counts: Int[NDArray, "*n"]) -> Float[NDArray, "*n"]:
    return np.asarray(counts / max(int(counts.sum()), 1))
