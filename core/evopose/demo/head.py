"""The mannequin's head: skull, jaw, nose, ears, hair, and painted eyes and brows."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.demo.shapes import Limb, Spot
from evopose.demo.wardrobe import EYES, HAIR, SKIN, TOP, Hair
from evopose.geometry.vectors import axis_rotation, unit
from evopose.model.array import NDArray

Vector = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Head:
    """Where a head is. Places in it are metres at 1.70 m: right, ahead, up from the crown."""

    crown: Float[NDArray, "3"]
    axes: Float[NDArray, "3 3"]
    """Right, ahead, up as columns."""
    scale: float

    def at(self, place: Vector) -> Float[NDArray, "3"]:
        """In the world."""
        return np.asarray(self.crown + self.axes @ (self.scale * np.asarray(place)))

    def part(
        self,
        start: Vector,
        end: Vector,
        radii: tuple[float, ...],
        material: int = SKIN,
        blend: float = 0.0,
        narrow: float = 1.0,
        cut: tuple[Vector, Vector] | None = None,
        thin: Vector = (1, 0, 0),
    ) -> Limb:
        """A limb that is `narrow` times thinner along `thin`, with nothing before the plane `cut` (place, normal)."""
        planes = ((self.at(cut[0]), self.axes @ unit(np.asarray(cut[1], float))),) if cut else ()
        first, last = np.asarray(self.at(start), np.float32), np.asarray(self.at(end), np.float32)
        axis = np.asarray(self.axes @ unit(np.asarray(thin, float)), np.float32)
        sized = tuple(self.scale * radius for radius in radii)
        return Limb(first, last, sized, material, axis, narrow, planes, blend)

    def shapes(self, hair: Hair) -> tuple[Limb, ...]:
        """Skull, jaw, nose, ears, hair."""
        face = (
            self.part((0, 0.018, -0.086), (0, -0.028, -0.086), (0.083, 0.083), narrow=1.12),
            self.part((0, 0.03, -0.138), (0, 0.042, -0.174), (0.066, 0.053), blend=0.06, narrow=1.12),
            self.part((0, 0.094, -0.12), (0, 0.106, -0.146), (0.007, 0.0125), blend=0.016),
            *(self.part((x, -0.006, -0.112), (x, 0.0, -0.145), (0.021, 0.014), blend=0.006, narrow=2.2) for x in _EARS),
        )
        return (*face, *self._hair(hair))

    def spots(self) -> tuple[Spot, ...]:
        """Eyes and brows."""
        return tuple(spot for side in (-1, 1) for spot in self._eye(side))

    def _eye(self, side: int) -> tuple[Spot, Spot]:
        tilted = self.axes @ np.asarray(axis_rotation(np.array([0.0, 1.0, 0.0]), np.asarray(0.12 * side)))
        eye, brow = self.at((0.031 * side, 0.095, -0.12)), self.at((0.034 * side, 0.095, -0.098))
        return (
            self._spot(eye, self.axes, (0.0066, 0.0092), EYES),
            self._spot(brow, tilted, (0.0145, 0.0032), HAIR),
        )

    def _spot(self, centre: NDArray, axes: NDArray, half: tuple[float, float], material: int) -> Spot:
        size = (half[0] * self.scale, half[1] * self.scale)
        return Spot(np.asarray(centre, np.float32), np.asarray(axes, np.float32), size, material)

    def _hair(self, hair: Hair) -> tuple[Limb, ...]:
        if hair == "none":
            return ()
        if hair == "cap":
            rim = ((0, 0, -0.078), (0, 0.12, -1))
            return (
                self.part((0, 0.016, -0.08), (0, -0.028, -0.08), (0.093, 0.093), TOP, 0.0, 1.1, rim),
                self.part((0, 0.085, -0.072), (0, 0.125, -0.08), (0.062, 0.055), TOP, 0.012, 7.0, thin=(0, 0.2, 1)),
            )
        hairline = ((0, 0.068, -0.062), (0, 0.8, -0.55))
        crown = self.part((0, 0.01, -0.083), (0, -0.033, -0.088), (0.092, 0.093), HAIR, 0.0, 1.12, hairline)
        nape = self.part((0, -0.045, -0.1), (0, -0.05, -0.15), (0.072, 0.052), HAIR, 0.03)
        return (crown, nape, *self._style(hair))

    def _style(self, hair: Hair) -> tuple[Limb, ...]:
        if hair == "bun":
            return (self.part((0, -0.07, -0.015), (0, -0.085, 0.0), (0.042, 0.046), HAIR, 0.01),)
        if hair == "ponytail":
            return (
                self.part((0, -0.12, -0.06), (0, -0.16, -0.12), (0.024, 0.034), HAIR, 0.01),
                self.part((0, -0.16, -0.12), (0, -0.15, -0.24), (0.034, 0.03, 0.012), HAIR, 0.012),
            )
        if hair == "bob":
            return (
                self.part((0, -0.04, -0.1), (0, -0.052, -0.205), (0.086, 0.088, 0.066), HAIR, 0.03),
                *(
                    self.part((x, -0.005, -0.09), (x, 0.004, -0.195), (0.03, 0.034, 0.022), HAIR, 0.03, 1.5)
                    for x in _EARS
                ),
            )
        return ()


_EARS = (-0.075, 0.075)
