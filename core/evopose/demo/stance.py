"""A stance: the angles of the mannequin's joints, by name, in degrees.

Zero everywhere is standing straight with the arms down, palms to the thighs. The person's axes: x right, y ahead, z up.
"""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from evopose.errors import UnknownName
from evopose.model.array import NDArray

TRUNK = ("heading", "lean", "tilt", "bend", "side", "twist", "nod", "head side", "look")
"""Turns of the whole to the left, of the pelvis forward and to the right; of the chest on the pelvis forward, to the
right, to the left; of the head on the chest down, to the right, to the left."""
LIMBS = ("raise", "abduct", "roll", "elbow", "palm", "wrist", "hip", "spread", "toe out", "knee", "ankle")
"""Upper arm forward, sideways, inward about itself; elbow bent; palm turned back; wrist bent back;
thigh forward, sideways, outward about itself; knee bent; toes up (nan: the foot finds its own angle)."""
NAMES: tuple[str, ...] = (*TRUNK, *(f"left {name}" for name in LIMBS), *(f"right {name}" for name in LIMBS))
COLUMN = {name: column for column, name in enumerate(NAMES)}

RELAXED: Mapping[str, float] = {
    "abduct": 9, "roll": 18, "elbow": 16, "palm": 12, "spread": 4, "toe out": 6, "knee": 4, "hip": 2, "ankle": np.nan,
}  # fmt: skip
"""How a person stands who does nothing; names without a side mean both."""

Angles = Float[NDArray, "*batch 31"]


def stance(*changes: Mapping[str, float]) -> Float[NDArray, "31"]:
    """The relaxed stance with `changes` laid over it in turn, in degrees; a limb's name without side sets both sides.

    Raises UnknownName for an angle that does not exist.
    """
    angles = np.zeros(len(NAMES))
    for change in (RELAXED, *changes):
        for name, value in change.items():
            angles[list(columns(name))] = value
    return angles


def columns(name: str) -> tuple[int, ...]:
    """Where an angle stands in a stance; two places for a limb's name without side."""
    if name in COLUMN:
        return (COLUMN[name],)
    if name in LIMBS:
        return (COLUMN[f"left {name}"], COLUMN[f"right {name}"])
    raise UnknownName("angle", name, [*NAMES, *LIMBS])


_SIDEWAYS = [COLUMN[name] for name in ("heading", "tilt", "side", "twist", "head side", "look")]


def mirrored(angles: Angles) -> Angles:
    """The same with left and right exchanged."""
    first, count = len(TRUNK), len(LIMBS)
    turned = angles.copy()
    turned[..., _SIDEWAYS] *= -1
    turned[..., first : first + count] = angles[..., first + count :]
    turned[..., first + count :] = angles[..., first : first + count]
    return turned


def between(times: Float[NDArray, " t"], keys: Mapping[float, Float[NDArray, "31"]]) -> Float[NDArray, "t 31"]:
    """Key stances by time (seconds), eased from each to the next; held before the first and after the last."""
    moments = np.array(sorted(keys))
    stances = np.stack([keys[moment] for moment in moments])
    index = np.clip(np.searchsorted(moments, times, side="right") - 1, 0, max(len(moments) - 2, 0))
    after = np.minimum(index + 1, len(moments) - 1)
    span = np.maximum(moments[after] - moments[index], 1e-9)
    share = np.clip((times - moments[index]) / span, 0, 1)[:, None]
    share = share * share * (3 - 2 * share)
    return np.asarray(stances[index] * (1 - share) + stances[after] * share)
