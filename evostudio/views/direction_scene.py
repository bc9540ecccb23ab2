"""What the direction map draws: a frozen value, made by the document, known to no toolkit."""

from dataclasses import dataclass

from jaxtyping import Bool, Float

from evopose.model.array import NDArray

Direction = tuple[float, float]
"""θ and φ in radians."""


@dataclass(frozen=True, eq=False)
class DirectionScene:
    """One part's direction in its local frame, among those that are possible."""

    title: str
    """The part's name."""
    region: Bool[NDArray, "120 60"] | None = None
    """Valid cells of 3° (θ from −180°, φ from −90°); None where there are no limits."""
    current: Direction | None = None
    """None where the part has no direction, or it is unknown."""
    neighbours: Float[NDArray, "k 2"] | None = None
    """Directions of like poses in the data, in radians."""
    ghost: Direction | None = None
    """That of the initial fit."""
    valid: bool = True
    """Whether `current` is inside the limits."""
