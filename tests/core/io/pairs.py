"""Pairs for tests: people before two cameras."""

import numpy as np

from evopose.geometry.projection import project, to_camera
from evopose.model.camera import Camera, Viewpoint
from evopose.model.pairs import Pairs
from tests.core.io.populations import people

LENSES = (
    Camera((1100.0, 1110.0), (500.0, 505.0), (1000, 1002), (-0.2, 0.24, -0.003), (-0.001, 0.0015), name="left"),
    Camera((1500.0, 1500.0), (1024.0, 1024.0), (2048, 2048), name="right"),
)
STANDS = (
    Viewpoint.look_at(np.array([0.0, -9.0, 1.5]), np.array([0.0, 0.0, 1.0])),
    Viewpoint.look_at(np.array([9.0, 2.0, 1.2]), np.array([0.0, 0.0, 1.0])),
)


def pairs(sizes: tuple[int, ...] = (5, 3), seed: int = 0) -> Pairs:
    """So many frames in each clip, seen by both cameras: clip by clip, camera by camera."""
    positions = np.split(people(sum(sizes), seed), np.cumsum(sizes)[:-1])
    seen = [(clip, view, to_camera(STANDS[view], part)) for clip, part in enumerate(positions) for view in (0, 1)]
    counts = [len(joints) for _, _, joints in seen]
    first = np.cumsum([0, *sizes])
    return Pairs(
        np.concatenate([project(LENSES[view], joints) for _, view, joints in seen]).astype(np.float32),
        np.concatenate([joints for _, _, joints in seen]).astype(np.float32),
        LENSES,
        np.repeat(np.array([view for _, view, _ in seen], np.int32), counts),
        np.repeat(np.array([clip for clip, _, _ in seen], np.int32), counts),
        np.concatenate([np.arange(first[clip], first[clip + 1]) for clip, _, _ in seen]),
        {
            "source": "a test",
            "clip_names": [f"clip {number}" for number in range(len(sizes))],
            "clip_kinds": ["Walking", "SittingDown", "Eating"][: len(sizes)],
            "clip_subjects": ["S9", "S11", "S1"][: len(sizes)],
        },
    )
