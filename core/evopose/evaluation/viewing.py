"""What cameras see of a population: the pairs that lifters are measured on, the same for the same seed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float, Int

from evopose.errors import BadOption
from evopose.evolution import views as cameras
from evopose.evolution.draws import Draws
from evopose.evolution.recipe import Views
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.pairs import Pairs
from evopose.model.population import Population

_CHUNK = 4096
"""Poses seen at once."""
_GENERATION = -2
"""Of the numbers drawn: no generation's of evolution, no epoch's of training."""
_SAID = ("source", "licence", "clip_names", "clip_kinds", "clip_subjects")


def seen(
    population: Population,
    views: Views,
    seed: int = 0,
    most: int | None = None,
    rows: Int[NDArray, " k"] | None = None,
) -> Pairs:
    """Every pose by each of its cameras in turn, in order; of more than `most` poses so many, spread evenly.

    Cameras depend on the seed and the pose's row alone. `rows`: of these poses only. Poses with missing joints are left
    out, and views with a joint behind the lens: metadata's `missing` and `behind` count them. BadOption where nothing
    is left.
    """
    chosen = np.arange(len(population)) if rows is None else np.asarray(rows, np.int64)
    if most is not None and len(chosen) > most:
        chosen = chosen[np.linspace(0, len(chosen) - 1, most).round().astype(np.int64)]
    chunks = [_seen(population, views, seed, chosen[i : i + _CHUNK]) for i in range(0, len(chosen), _CHUNK)]
    there = _Seen(*map(np.concatenate, zip(*chunks, strict=True))) if chunks else _NOTHING
    ahead: Bool[NDArray, " k"] = np.asarray(np.isfinite(there.pixels).all(axis=(1, 2)))
    if not ahead.any():
        raise BadOption(_nobody(len(chosen), len(ahead)))
    row, lenses = there.row[ahead], _lenses(views)
    different = list(dict.fromkeys(lenses))
    lens = np.array([different.index(each) for each in lenses], np.int32)
    left_out = {"missing": len(chosen) - len(ahead) // views.count, "behind": int((~ahead).sum())}
    return Pairs(
        pixels=there.pixels[ahead],
        joints=there.joints[ahead],
        cameras=tuple(different),
        camera=lens[there.view[ahead]],
        clip=None if population.clip is None else np.asarray(population.clip)[row].astype(np.int32),
        row=row,
        metadata=_said(population) | {"views": views.model_dump(), "seed": seed, "detector": ""} | left_out,
    )


class _Seen(NamedTuple):
    pixels: Float[NDArray, "k 17 2"]
    joints: Float[NDArray, "k 17 3"]
    row: Int[NDArray, " k"]
    view: Int[NDArray, " k"]


_NOTHING = _Seen(np.empty((0, 17, 2)), np.empty((0, 17, 3)), np.empty(0, np.int64), np.empty(0, np.int64))


def _seen(population: Population, views: Views, seed: int, rows: Int[NDArray, " k"]) -> _Seen:
    """Of those of the poses that have all their joints."""
    positions = np.asarray(population.positions[rows], np.float32)
    whole: Bool[NDArray, " k"] = np.asarray(np.isfinite(positions).all(axis=(1, 2)))
    kept = rows[whole]
    poses = torch.from_numpy(np.ascontiguousarray(positions[whole]))
    placed = cameras.views(views, poses[:, 0], Draws(seed, _GENERATION, torch.from_numpy(kept)))
    pixels, joints = cameras.pairs(placed, poses)
    view = np.tile(np.arange(views.count), len(kept))
    return _Seen(pixels.flatten(0, 1).numpy(), joints.flatten(0, 1).numpy(), kept.repeat(views.count), view)


def _lenses(views: Views) -> Sequence[Camera]:
    """By number of the view."""
    nobody = Draws(0, _GENERATION, torch.zeros(1, dtype=torch.int64))
    return cameras.views(views, torch.zeros((1, 3)), nobody).cameras


def _said(population: Population) -> dict[str, Any]:
    return {key: population.metadata[key] for key in _SAID if key in population.metadata}


def _nobody(poses: int, views: int) -> str:
    if not poses:
        return "There is no pose to look at."
    if not views:
        return f"All {poses} poses have missing joints (nan); there is nothing to look at."
    return (
        f"No camera sees anybody: in all {views} views a joint lies behind the lens. The cameras are too near "
        "(--views.distance-min-m), or the poses lie so far from the origin that their joints cannot be told apart."
    )
