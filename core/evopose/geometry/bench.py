"""What kinematics and projection cost: one pose on NumPy, and many on torch, where it is installed."""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.geometry.hierarchy import to_global, to_local
from evopose.geometry.projection import project
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.pose import Pose

_STANDING = (
    (0.0, 0.0, 4.0), (-0.13, 0.01, 4.0), (-0.15, 0.45, 3.9), (-0.16, 0.88, 4.05), (0.13, -0.01, 4.02),
    (0.16, 0.42, 3.85), (0.18, 0.85, 4.0), (0.0, -0.24, 4.02), (0.01, -0.48, 4.0), (0.02, -0.6, 3.93),
    (0.02, -0.72, 3.95), (0.16, -0.44, 4.01), (0.3, -0.2, 4.1), (0.25, -0.1, 3.85), (-0.15, -0.45, 3.99),
    (-0.33, -0.25, 3.95), (-0.3, -0.02, 3.8),
)  # fmt: skip
"""Somebody before the camera, in metres."""


def bench_geometry(poses: int = 50_000) -> dict[str, Any]:
    """Milliseconds of one pose on NumPy (best and median), poses a second in batches of `poses`; one thread."""
    camera = Camera.guess((1920, 1080))
    many = poses_like_standing(poses)
    pose = to_local(many[0])
    milliseconds = _each(lambda: project(camera, to_global(pose)), 400)
    return {
        "one_pose_ms_median": round(float(np.median(milliseconds)), 4),
        "one_pose_ms_best": round(min(milliseconds), 4),
        "one_encoding_ms_best": round(min(_each(lambda: to_local(many[0]), 400)), 4),
        "poses": poses,
        "numpy": _rates(camera, many.astype(np.float32)),
        "torch": _torch(camera, many),
    }


def poses_like_standing(count: int) -> Float[NDArray, "n 17 3"]:
    """Joints of somebody before the camera, each pose shaken by some centimetres (metres)."""
    return np.asarray(_STANDING) + np.random.default_rng(0).normal(0, 0.03, (count, 17, 3))


def _torch(camera: Camera, many: NDArray) -> dict[str, int] | str:
    try:
        torch: Any = import_module("torch")
    except ImportError:
        return "not installed"
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _rates(camera, torch.from_numpy(many.astype(np.float32)))
    finally:
        torch.set_num_threads(threads)


def _rates(camera: Camera, positions: Any) -> dict[str, int]:
    """Poses a second: encoded, placed, and placed with projection."""
    pose: Pose = to_local(positions)
    work: dict[str, Callable[[], object]] = {
        "to_local": lambda: to_local(positions),
        "to_global": lambda: to_global(pose),
        "to_global_and_projection": lambda: project(camera, to_global(pose)),
    }
    return {f"{name}_per_second": round(1e3 * len(positions) / min(_each(act, 4))) for name, act in work.items()}


def _each(act: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each time, after one that does not count."""
    act()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append(1e3 * (time.perf_counter() - start))
    return found
