"""What every reader of positions checks: their shape, and that they are metres."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from evopose.errors import BadFile, WrongUnit
from evopose.model.array import NDArray

_SAMPLE = 1000
_ADULT = 1.6
_MOST_NAMES = 4
_UNITS = (("millimetres", 0.001, "mm"), ("centimetres", 0.01, "cm"), ("inches", 0.0254, ""))


def check_positions(positions: NDArray, path: Path) -> None:
    """BadFile unless it is (N, 17, 3); WrongUnit unless people in it are as tall as people are in metres."""
    if positions.ndim != 3 or positions.shape[1:] != (17, 3):
        other = positions.ndim == 3 and positions.shape[2] == 3
        hint = f": a skeleton of {positions.shape[1]} joints is not that of Human3.6M's 17" if other else ""
        raise BadFile(path, f"its positions have shape {positions.shape}; (N, 17, 3) was expected{hint}.")
    height = stature(positions)
    if np.isfinite(height) and not 0.3 < height < 4.0:
        name, scale, unit = min(_UNITS, key=lambda each: abs(np.log(height * each[1] / _ADULT)) if height > 0 else 0.0)
        hint = f"are they {name}? Multiply them by {scale:g}" if 0.3 < height * scale < 4.0 else "give them in metres"
        unit = unit if 0.3 < height * scale < 4.0 else ""
        raise WrongUnit(path, f"its people would be {height:.4g} m tall in the median: {hint}.", unit)


def no_positions(path: Path, there: Iterable[str]) -> BadFile:
    """That a file is no population, and what it holds instead, by a few of the names."""
    names = sorted(there)
    listed = f"{', '.join(names[:_MOST_NAMES]) or 'nothing'}{', …' if len(names) > _MOST_NAMES else '.'}"
    return BadFile(path, f"it holds no positions, so it is no population; it holds {listed}")


def metres(positions: NDArray, path: Path) -> float:
    """What positions of H36M-17 that are metres or millimetres are to be multiplied by; WrongUnit for anything else."""
    if positions.shape[1:] == (17, 3) and 300 < stature(positions) < 4000:
        return 0.001
    check_positions(positions, path)
    return 1.0


def stature(positions: NDArray) -> float:
    """Median of leg, torso and head along their bones, in the unit of `positions`; nan where no pose is whole.

    Taken from a thousand poses spread over all. It does not depend on what the people do.
    """
    some = np.asarray(positions[:: max(1, len(positions) // _SAMPLE)], dtype=float)
    with np.errstate(all="ignore"):  # of damaged files
        bones = np.linalg.norm(some[:, [2, 3, 7, 8, 9, 10]] - some[:, [1, 2, 0, 7, 8, 9]], axis=-1).sum(axis=-1)
    whole = bones[np.isfinite(bones)]
    return float(np.median(whole)) if len(whole) else float("nan")
