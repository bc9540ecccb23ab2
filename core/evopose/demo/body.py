"""A body: how long the bones of one person are and how stout they are."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

_REST = {
    "rhip": (0.092, 0, 0), "rknee": (0, 0, -0.432), "rankle": (0, 0, -0.42),
    "spine": (0, -0.012, 0.232), "thorax": (0, -0.008, 0.252), "neck": (0, 0.028, 0.12), "head": (0, -0.008, 0.16),
    "rshoulder": (0.166, -0.005, -0.052), "relbow": (0, 0, -0.29), "rwrist": (0, 0, -0.255),
}  # fmt: skip
"""Child − parent in metres for someone of 1.70 m standing straight (x right, y ahead, z up)."""
_REST_STATURE = 1.70
SOLE = 0.08
"""Metres from the ankle to the ground, for the same."""


@dataclass(frozen=True)
class Body:
    """Proportions of one person."""

    stature: float = 1.72
    """Metres from the ground to the top of the head."""
    legs: float = 1.0
    """Length of legs against the usual for this stature."""
    arms: float = 1.0
    shoulders: float = 1.0
    """Width."""
    hips: float = 1.0
    """Width."""
    girth: float = 1.0
    """Thickness of trunk and limbs."""

    @property
    def scale(self) -> float:
        """Against the body of 1.70 m."""
        return self.stature / _REST_STATURE

    @property
    def sole(self) -> float:
        """Metres from the ankle to the ground when the foot stands flat."""
        return SOLE * self.scale

    def offsets(self) -> Float[NDArray, "17 3"]:
        """Child − parent of every joint when standing straight, in metres (x right, y ahead, z up)."""
        factors = {"rhip": self.hips, "rshoulder": self.shoulders, "rknee": self.legs, "rankle": self.legs}
        factors |= {"relbow": self.arms, "rwrist": self.arms}
        rest = np.zeros((17, 3))
        for name, vector in _REST.items():
            right = H36M_17.index(name)
            rest[right] = np.asarray(vector) * factors.get(name, 1.0) * self.scale
            left = H36M_17.mirror[right]
            if left != right:
                rest[left] = rest[right] * (-1, 1, 1)
        return rest


def random_body(rng: np.random.Generator) -> Body:
    """Someone: men, women and half-grown children in one spread."""
    wide = rng.normal(0, 1)
    stature = float(np.clip(rng.normal(1.71, 0.09), 1.45, 1.95))
    body = Body(stature, girth=float(np.clip(1 + 0.07 * rng.normal(), 0.86, 1.18)))
    return replace(
        body,
        legs=float(np.clip(1 + 0.025 * rng.normal(), 0.94, 1.06)),
        arms=float(np.clip(1 + 0.025 * rng.normal(), 0.94, 1.06)),
        shoulders=float(np.clip(1 + 0.05 * wide, 0.88, 1.14)),
        hips=float(np.clip(1 - 0.04 * wide, 0.9, 1.12)),
    )
