"""How long the bones of a population are."""

from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.geometry.frames import bones
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

CELL_MM = 5
CELLS = 160
"""Of the histogram: 0 … 800 mm; what is longer counts as the last."""
_PERCENTS = (5, 50, 95)
_LEFT = tuple(joint for joint in range(1, 17) if H36M_17.sides[joint] == "left")


def bone_lengths(positions: Float[NDArray, "n 17 3"]) -> Float[NDArray, "n 16"]:
    """Millimetres, of the bones that end at joints 1 … 16; nan where a joint is missing."""
    return np.asarray(np.linalg.norm(bones(positions, range(1, 17)), axis=-1) * 1000)


def length_counts(lengths: Float[NDArray, "n 16"]) -> Int[NDArray, "16 160"]:
    """How many bones in each cell of CELL_MM."""
    cells = np.clip(np.nan_to_num(lengths, nan=-1) // CELL_MM, -1, CELLS - 1).astype(int) + 1
    return np.stack([np.bincount(column, minlength=CELLS + 1)[1:] for column in cells.T])


def described(lengths: Float[NDArray, "n 16"]) -> list[dict[str, Any]]:
    """For each bone its name, mean, standard deviation and percentiles, in millimetres; None of no poses."""
    whole = lengths[np.isfinite(lengths).all(axis=1)]
    return [_bone(name, whole[:, bone]) for bone, name in enumerate(H36M_17.bones)]


def asymmetry(lengths: Float[NDArray, "n 16"]) -> float | None:
    """Mean difference between a left bone and its right one, in millimetres; None of no poses."""
    right = [H36M_17.mirror[joint] - 1 for joint in _LEFT]
    apart = np.abs(lengths[:, [joint - 1 for joint in _LEFT]] - lengths[:, right])
    apart = apart[np.isfinite(apart)]
    return float(apart.mean()) if len(apart) else None


def _bone(name: str, lengths: Float[NDArray, " n"]) -> dict[str, Any]:
    if not len(lengths):
        return {"bone": name, "mean_mm": None, "std_mm": None, **{f"p{percent}_mm": None for percent in _PERCENTS}}
    percentiles = np.percentile(lengths, _PERCENTS)
    return {
        "bone": name,
        "mean_mm": float(lengths.mean()),
        "std_mm": float(lengths.std()),
        **{f"p{percent}_mm": float(value) for percent, value in zip(_PERCENTS, percentiles, strict=True)},
    }
