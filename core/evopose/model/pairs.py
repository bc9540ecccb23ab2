"""Pairs of what a camera saw and where the joints were: what lifters are trained and measured on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jaxtyping import Float, Int

from evopose.model.array import NDArray
from evopose.model.camera import Camera


@dataclass(frozen=True, eq=False)
class Pairs:
    """N views of poses of H36M-17, one camera each."""

    pixels: Float[NDArray, "n 17 2"]
    """float32; nan where missing."""
    joints: Float[NDArray, "n 17 3"]
    """float32, metres, in the frame of the view's camera (x right, y down, z ahead); nan where unknown."""
    cameras: tuple[Camera, ...]
    """The different lenses there are."""
    camera: Int[NDArray, " n"]
    """Which of them saw each."""
    clip: Int[NDArray, " n"] | None = None
    """Which clip each is of: index into metadata's `clip_names`. Intervals are over clips."""
    row: Int[NDArray, " n"] | None = None
    """Which pose of the population that they were made from each shows."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values: source, clip_names, clip_kinds (actions), clip_subjects, detector, …"""

    def __len__(self) -> int:
        return len(self.pixels)
