"""The fields of the original's entries, made sound: float arrays of the right shapes, nan where it has None."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from evopose.model.array import NDArray

H36M_SLOTS = (0, 1, 2, 3, 6, 7, 8, 12, 13, 14, 15, 17, 18, 19, 25, 26, 27)
"""Where H36M-17 lies in the 32 rows of `p3d`."""
SMPL_ROWS = (0, 2, 5, 8, 1, 4, 7, 3, 12, 15, 24, 16, 18, 20, 17, 19, 21)
"""Where H36M-17 lies in the 25 rows of `v`: SMPL's 24 joints and the head top (vertex 411)."""
FOCAL = 5000.0
"""Pixels; what the original fits with."""


def sound_fields(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry with its arrays checked and everything in it plain; ValueError telling what is wrong."""
    fields = {str(key): _plain(value) for key, value in entry.items()}
    if "p2d" in fields:
        fields["p2d"] = _points(fields["p2d"], "p2d", 2, most=17)
    if "h36m" in fields:
        fields["h36m"] = _points(fields["h36m"], "h36m", 2, least=17, most=17)
    if "p3d" in fields:
        fields["p3d"] = _points(fields["p3d"], "p3d", 3, least=32, most=32)
    if "fitting_params" in fields:
        fields["fitting_params"] = _parameters(fields["fitting_params"])
    return fields


def _parameters(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict) or "v" not in found or "cam_t" not in found:
        raise ValueError("fitting_params without 'v' and 'cam_t'")
    sound = dict(found)
    sound["v"] = _points(found["v"], "v", 3, least=25, most=25)
    sound["cam_t"] = _numbers(found["cam_t"], "cam_t").ravel()
    if sound["cam_t"].shape != (3,):
        raise ValueError(f"cam_t of {sound['cam_t'].size} numbers; expected 3")
    if "f" in found:
        focal = _numbers(found["f"], "f").ravel()
        if focal.size not in (1, 2) or not (np.isfinite(focal).all() and (focal > 0).all()):
            raise ValueError(f"f of {focal.tolist()}; expected focal lengths in pixels")
        sound["f"] = np.resize(focal, 2)
    return sound


def _points(values: Any, name: str, dimensions: int, most: int, least: int = 0) -> NDArray:
    points = _numbers(values, name)
    if points.size % dimensions or not least <= points.size // dimensions <= most:
        raise ValueError(f"{name} of shape {points.shape}; expected ({most}, {dimensions})")
    points = points.reshape(-1, dimensions)
    return np.where(np.isfinite(points).all(axis=-1, keepdims=True), points, np.nan)


def _numbers(values: Any, name: str) -> NDArray:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is no array of numbers") from None


def _plain(value: Any) -> Any:
    """What a project file can keep: JSON values and arrays of numbers."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | float | str | None) else repr(value)
