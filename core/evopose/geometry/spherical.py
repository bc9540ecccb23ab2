"""Directions as angles: θ = atan2(y, x), φ = atan2(z, hypot(x, y)) (design §3)."""

from jaxtyping import Float

from evopose.model.array import Array, array_namespace


def to_angles(vectors: Float[Array, "*batch 3"]) -> Float[Array, "*batch 2"]:
    """θ ∈ [−π, π] and φ ∈ [−π/2, π/2] of directions of any length, in radians."""
    xp = array_namespace(vectors)
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return xp.stack([xp.atan2(y, x), xp.atan2(z, xp.sqrt(x * x + y * y))], axis=-1)


def to_vectors(angles: Float[Array, "*batch 2"]) -> Float[Array, "*batch 3"]:
    """Unit vectors of (θ, φ) in radians."""
    xp = array_namespace(angles)
    theta, phi = angles[..., 0], angles[..., 1]
    level = xp.cos(phi)
    return xp.stack([level * xp.cos(theta), level * xp.sin(theta), xp.sin(phi)], axis=-1)
