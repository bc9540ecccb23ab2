"""The mannequin's head: skull, jaw, nose, ears, hair, and painted eyes and brows."""

import numpy as np
from jaxtyping import Float

from evopose.demo.shapes import Limb, Spot
from evopose.demo.wardrobe import EYES, HAIR, SKIN, TOP, Hair
from evopose.geometry.vectors import axis_rotation
from evopose.model.array import NDArray

Vector = tuple[float, float, float]


def head_shapes(
    top: Float[NDArray, "3"], axes: Float[NDArray, "3 3"], scale: float, hair: Hair
) -> tuple[Limb, ...]:
    """All of it, below the crown at `top`, in the head's axes (right, ahead, up as columns)."""

    def part(
        start: Vector, end: Vector, radii: tuple[float, ...], material: int, blend: float,
        flat: float = 1.0, cuts: tuple[tuple[Vector, Vector], ...] = (),
    ) -> Limb:  # fmt: skip
        a, b = (np.asarray(top + axes @ (scale * np.asarray(v)), np.float32) for v in (start, end))
        planes = tuple(
            (top + axes @ (scale * np.asarray(p)), axes @ (np.asarray(n) / np.linalg.norm(n))) for p, n in cuts
        )
        sized = tuple(scale * radius for radius in radii)
        return Limb(a, b, sized, material, np.asarray(axes[:, 0], np.float32), flat, planes, blend)

    face = [
        part((0, 0.018, -0.086), (0, -0.028, -0.086), (0.083, 0.083), SKIN, 0.0, 1.12),
        part((0, 0.03, -0.138), (0, 0.042, -0.174), (0.066, 0.053), SKIN, 0.06, 1.12),
        part((0, 0.094, -0.12), (0, 0.106, -0.146), (0.007, 0.0125), SKIN, 0.016),
        *(part((x, -0.006, -0.112), (x * 0.97, 0.0, -0.145), (0.021, 0.014), SKIN, 0.006, 2.2) for x in (-0.076, 0.076)),
    ]
    return tuple([*face, *_hair(part, hair)])


def face_spots(top: Float[NDArray, "3"], axes: Float[NDArray, "3 3"], scale: float) -> tuple[Spot, ...]:
    """Eyes and brows."""
    spots = []
    for side in (-1, 1):
        tilted = axes @ np.asarray(axis_rotation(np.array([0.0, 1.0, 0.0]), np.asarray(side * 0.12)))
        for place, half, material, frame in (
            ((0.031 * side, 0.095, -0.12), (0.0066, 0.0092), EYES, axes),
            ((0.034 * side, 0.095, -0.098), (0.0145, 0.0032), HAIR, tilted),
        ):
            centre = np.asarray(top + axes @ (scale * np.asarray(place)), np.float32)
            spots.append(Spot(centre, np.asarray(frame, np.float32), (half[0] * scale, half[1] * scale), material))
    return tuple(spots)


def _hair(part, hair: Hair) -> list[Limb]:  # type: ignore[no-untyped-def]
    if hair == "none":
        return []
    if hair == "cap":
        brim = part((0, 0.085, -0.072), (0, 0.125, -0.08), (0.062, 0.055), TOP, 0.012)
        dome = part((0, 0.016, -0.08), (0, -0.028, -0.08), (0.093, 0.093), TOP, 0.0, 1.1, (((0, 0, -0.078), (0, 0.12, -1)),))
        return [dome, _flattened(brim)]
    hairline = ((0, 0.068, -0.062), (0, 0.8, -0.55))
    cap = part((0, 0.01, -0.083), (0, -0.033, -0.088), (0.092, 0.093), HAIR, 0.0, 1.12, (hairline,))
    below = part((0, -0.045, -0.1), (0, -0.05, -0.15), (0.072, 0.052), HAIR, 0.03, 1.0)
    extra = {
        "bun": [part((0, -0.07, -0.015), (0, -0.085, 0.0), (0.042, 0.046), HAIR, 0.01)],
        "ponytail": [
            part((0, -0.12, -0.06), (0, -0.16, -0.12), (0.024, 0.034), HAIR, 0.01),
            part((0, -0.16, -0.12), (0, -0.15, -0.24), (0.034, 0.03, 0.012), HAIR, 0.012),
        ],
        "bob": [
            part((0, -0.04, -0.1), (0, -0.052, -0.205), (0.086, 0.088, 0.066), HAIR, 0.03, 0.98),
            *(part((x, -0.005, -0.09), (x, 0.004, -0.195), (0.03, 0.034, 0.022), HAIR, 0.03, 1.5) for x in (-0.072, 0.072)),
        ],
    }  # fmt: skip
    return [cap, below, *extra.get(hair, [])]


def _flattened(limb: Limb) -> Limb:
    along = limb.end - limb.start
    assert limb.flat is not None
    up = np.cross(limb.flat, along)
    return Limb(limb.start, limb.end, limb.radii, limb.material, (up / np.linalg.norm(up)).astype(np.float32), 7.0, limb.cuts, limb.blend)
