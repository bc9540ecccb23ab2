"""A pose: root, body frame, and a length and a local direction for each bone (paper §3.1)."""

from dataclasses import dataclass

from jaxtyping import Float

from evopose.model.array import Array


@dataclass(frozen=True, eq=False)
class Pose:
    """One pose or a batch of H36M-17 poses in the hierarchical representation (design §3)."""

    root: Float[Array, "*batch 3"]
    """Position of the hip, in metres; camera or world frame, as its owner says."""
    frame: Float[Array, "*batch 3 3"]
    """R⁰: right (rhip − lhip), down (spine − thorax), ahead, as columns."""
    lengths: Float[Array, "*batch 16"]
    """Of the bones ending at joints 1 … 16, in metres."""
    directions: Float[Array, "*batch 16 2"]
    """θ ∈ [−π, π] and φ ∈ [−π/2, π/2] of each bone in its local frame, in radians."""
