"""Standing: figures brought to the ground, feet set on it, and carried along by the foot that stands."""

from dataclasses import replace

import numpy as np
from jaxtyping import Bool, Float

from evopose.demo.figure import SIDES, Figure
from evopose.geometry.vectors import axis_rotation, rotation_between, unit
from evopose.model.array import NDArray

_SKIN = {0: 0.1, 2: 0.058, 5: 0.058, 8: 0.1, 10: 0.02, 12: 0.045, 13: 0.04, 15: 0.045, 16: 0.04}
"""Metres from a joint to the skin under it, for those that may touch the ground besides the feet."""
_TOES = ((0.0, -0.05, -0.08), (0.0, 0.15, -0.078))
"""Under the heel and under the ball of the foot, from the ankle, in the foot's axes (metres at 1.70 m)."""
_UP = np.array([0.0, 0.0, 1.0])


def lowest(made: Figure) -> Float[NDArray, " t"]:
    """Height of the lowest point of the body, in metres."""
    scale = made.body.scale
    heights = [made.positions[:, joint, 2] - radius * scale for joint, radius in _SKIN.items()]
    for number, (side, _, hip, _) in enumerate(SIDES):
        tips = (made.segments[f"{side} foot"] @ np.asarray(_TOES).T * scale)[:, 2].min(axis=-1)
        below = np.where(made.free_feet[:, number], -made.body.sole, tips)
        heights.append(made.positions[:, hip + 2, 2] + below)
    return np.asarray(np.min(heights, axis=0))


def grounded(made: Figure) -> Figure:
    """The lowest point of every frame at z = 0."""
    height = lowest(made)
    return made.moved(np.stack([0 * height, 0 * height, -height], axis=-1))


def planted(made: Figure, feet: Bool[NDArray, "2"] | tuple[bool, bool] = (True, True)) -> Figure:
    """The feet marked (left, right) brought down to the ground by bending hip and knee; the pelvis sinks if it must.

    Expects a grounded figure. Lengths stay; what is not marked keeps its angles.
    """
    upper, lower = np.linalg.norm(made.body.offsets()[[2, 3]], axis=-1)
    positions, segments = made.positions.copy(), dict(made.segments)
    marked = [limb for limb, wanted in zip(SIDES, feet, strict=True) if wanted]
    aims = [positions[:, hip + 2] * (1, 1, 0) + made.body.sole * _UP for _, _, hip, _ in marked]
    positions[..., 2] -= np.max([np.zeros(len(positions)), *_excess(positions, marked, aims, upper + lower)], axis=0)[
        :, None
    ]
    for (side, _, hip, _), aim in zip(marked, aims, strict=True):
        _reach(positions, segments, side, hip, aim, (float(upper), float(lower)))
    return replace(made, positions=positions, segments=segments)


def _excess(
    positions: NDArray, marked: list[tuple[str, int, int, float]], aims: list[NDArray], leg: float
) -> list[NDArray]:
    """How much lower the pelvis must be for each leg to reach its aim."""
    found = []
    for (_, _, hip, _), aim in zip(marked, aims, strict=True):
        away = ((positions[:, hip] - aim)[:, :2] ** 2).sum(axis=-1)
        found.append(positions[:, hip, 2] - aim[:, 2] - np.sqrt(np.maximum((0.998 * leg) ** 2 - away, 0.04)))
    return found


def _reach(
    positions: NDArray, segments: dict[str, NDArray], side: str, hip: int, ankle: NDArray, bones: tuple[float, float]
) -> None:
    """Two-bone inverse kinematics: the ankle to `ankle`, the knee bending in the plane it bends in already."""
    start, knee, thigh, shin = positions[:, hip], positions[:, hip + 1], f"{side} thigh", f"{side} shin"
    upper, lower = bones
    along = unit(ankle - start)
    distance = np.clip(np.linalg.norm(ankle - start, axis=-1), 1.001 * abs(upper - lower), 0.9995 * (upper + lower))
    cosine = (upper**2 + distance**2 - lower**2) / (2 * upper * distance)
    pole = knee - start + 0.05 * segments[thigh][:, :, 1]
    pole = unit(pole - (pole * along).sum(axis=-1, keepdims=True) * along)
    bent = start + upper * (cosine[:, None] * along + np.sqrt(1 - cosine**2)[:, None] * pole)
    end = start + distance[:, None] * along
    in_shin = np.swapaxes(segments[shin], -1, -2) @ segments[f"{side} foot"]
    segments[thigh] = rotation_between(knee - start, bent - start) @ segments[thigh]
    segments[shin] = rotation_between(positions[:, hip + 2] - knee, end - bent) @ segments[shin]
    segments[f"{side} foot"] = segments[shin] @ in_shin
    positions[:, hip + 1], positions[:, hip + 2] = bent, end


def flat_footed(made: Figure) -> Figure:
    """Free feet turned flat, the more the closer they are to standing."""
    segments = dict(made.segments)
    for number, (side, _, hip, _) in enumerate(SIDES):
        foot = segments[f"{side} foot"]
        above = made.positions[:, hip + 2, 2] - made.body.sole
        share = np.where(made.free_feet[:, number], np.clip(1 - above / 0.12, 0, 1), 0)[:, None]
        up = unit(share * _UP + (1 - share) * foot[:, :, 2])
        right = unit(np.cross(foot[:, :, 1], up))
        segments[f"{side} foot"] = np.stack([right, np.cross(up, right), up], axis=-1)
    return replace(made, segments=segments)


def on_hands(made: Figure, hands: tuple[int, ...] = (13, 16), feet: tuple[int, ...] = (3, 6)) -> Figure:
    """The whole turned about its own left-right axis until hands and feet are both down (planks, all fours)."""
    lift = _SKIN[13] * made.body.scale
    for _ in range(4):
        front, back = (made.positions[:, list(joints)].mean(axis=1) for joints in (hands, feet))
        sole = lowest_foot(made, feet)
        slope = np.arctan2((front[:, 2] - lift) - sole, np.linalg.norm((front - back)[:, :2], axis=-1))
        axis = made.segments["pelvis"][:, :, 0] * (1, 1, 0)
        made = turned(made, axis_rotation(axis, -slope))
    return grounded(made)


def lowest_foot(made: Figure, feet: tuple[int, ...]) -> Float[NDArray, " t"]:
    """Height of what is to touch the ground at the back: toes where `feet` are ankles, else the joints' skin."""
    if set(feet) != {3, 6}:
        return np.asarray(made.positions[:, list(feet), 2].mean(axis=1) - _SKIN[feet[0]] * made.body.scale)
    tips = [
        made.positions[:, hip + 2, 2] + (made.segments[f"{side} foot"] @ np.asarray(_TOES).T)[:, 2].min(axis=-1)
        for side, _, hip, _ in SIDES
    ]
    return np.asarray(np.mean(tips, axis=0))


def turned(made: Figure, rotation: Float[NDArray, "t 3 3"]) -> Figure:
    """The whole turned about the hip."""
    root = made.positions[:, :1]
    positions = (made.positions - root) @ np.swapaxes(rotation, -1, -2) + root
    return replace(
        made, positions=positions, segments={name: rotation @ value for name, value in made.segments.items()}
    )


def travelled(made: Figure) -> Figure:
    """Carried over the ground so that the standing foot stays where it is; starts with the hip at x = y = 0."""
    ankles = made.positions[:, [6, 3]]
    weight = np.exp(-(ankles[..., 2] - ankles[..., 2].min(axis=1, keepdims=True)) / 0.015)
    weight = ((weight[1:] + weight[:-1]) / (weight[1:] + weight[:-1]).sum(axis=1, keepdims=True))[..., None]
    steps = (np.diff(ankles[..., :2], axis=0) * weight).sum(axis=1)
    path = np.concatenate([np.zeros((1, 2)), -np.cumsum(steps, axis=0)])
    return made.moved(np.concatenate([path, np.zeros((len(path), 1))], axis=1))
