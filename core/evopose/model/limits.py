"""What any model of joint limits can tell (paper §3.2, v(p))."""

from typing import Protocol

from jaxtyping import Bool, Float

from evopose.model.array import Array, NDArray

CELL_DEGREES = 3
THETA_CELLS, PHI_CELLS = 360 // CELL_DEGREES, 180 // CELL_DEGREES


class JointLimits(Protocol):
    """Says of each pose which of the nine limb directions are valid. Degenerate poses are invalid, never an error."""

    @property
    def name(self) -> str:
        """For reports: what it was fitted from."""
        ...

    def valid(self, positions: Float[Array, "*batch 17 3"]) -> Bool[Array, "*batch 9"]:
        """For each limb direction (order of LIMBS) whether it is valid; any array library."""
        ...

    def region(self, limb: int, positions: Float[NDArray, "17 3"]) -> Bool[NDArray, "120 60"]:
        """Which cells (θ × φ, 3° each, from −180° and −90°) are valid for a limb, given the rest of this pose."""
        ...
