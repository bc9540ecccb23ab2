"""A population: many 3D poses with where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jaxtyping import Float, Int

from evopose.model.array import NDArray


@dataclass(frozen=True, eq=False)
class Population:
    """N poses of H36M-17 in the world (z up).

    Arrays may be memory maps, or rows of files (io/rows.py) that are read as they are sliced: what may be large is gone
    through in chunks, `np.asarray(population.positions[start : start + chunk])`.
    """

    positions: Float[NDArray, "n 17 3"]
    """float32, metres."""
    generation: Int[NDArray, " n"] | None = None
    """0 for what was there first."""
    parents: Int[NDArray, "n 2"] | None = None
    """Rows of this population; −1 for none."""
    clip: Int[NDArray, " n"] | None = None
    """Which clip each frame is of: index into metadata's `clip_names`."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values: source, licence, clip_names, clip_kinds, clip_seconds_per_frame, options of its making, …"""
    operators: Int[NDArray, " n"] | None = None
    """What was done to make each pose, as bits that metadata's `operators` explains; 0 for what was there first."""

    def __len__(self) -> int:
        return len(self.positions)
