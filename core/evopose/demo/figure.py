"""A figure: a body in stances, its joints and the orientation of its segments (forward kinematics)."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from evopose.demo.body import Body
from evopose.demo.stance import COLUMN, Angles
from evopose.geometry.vectors import axis_rotation
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

Rotation = Float[NDArray, "t 3 3"]

SIDES = (("left", 11, 4, -1.0), ("right", 14, 1, 1.0))
"""Name, shoulder, hip, and which way x points outward."""


@dataclass(frozen=True, eq=False)
class Figure:
    """T frames of one body. World: z up, ground at 0; a stance of heading 0 faces +y."""

    body: Body
    positions: Float[NDArray, "t 17 3"]
    """H36M-17 joints, metres."""
    segments: dict[str, Rotation]
    """Orientation of pelvis, chest, head, and per side upper arm, forearm, hand, thigh, shin, foot: person's axes."""
    free_feet: Bool[NDArray, "t 2"]
    """Which feet (left, right) find their own angle: flat where they stand, else a little pointed."""

    def moved(self, shift: Float[NDArray, "t 3"]) -> "Figure":
        """Carried by `shift` metres, frame by frame."""
        return replace(self, positions=self.positions + shift[:, None])


def figure(body: Body, angles: Angles) -> Figure:
    """Forward kinematics of stances (t, 31), hip at the origin, feet where they happen to be."""
    angles = np.atleast_2d(angles)
    offsets, joints, segments = body.offsets(), np.zeros((len(angles), 17, 3)), _trunk(angles)
    for joint, segment in ((1, "pelvis"), (4, "pelvis"), (7, "waist"), (8, "ribs"), (9, "throat"), (10, "head")):
        _place(joints, joint, segments[segment], offsets)
    for side, shoulder, hip, outward in SIDES:
        _arm(side, outward, angles, segments)
        clavicle = segments["chest"] @ _shrug(segments["chest"], segments[f"{side} upper arm"], outward)
        _place(joints, shoulder, clavicle, offsets)
        _place(joints, shoulder + 1, segments[f"{side} upper arm"], offsets)
        _place(joints, shoulder + 2, segments[f"{side} forearm"], offsets)
        _leg(side, outward, angles, segments)
        _place(joints, hip + 1, segments[f"{side} thigh"], offsets)
        _place(joints, hip + 2, segments[f"{side} shin"], offsets)
    ankles = angles[:, [COLUMN["left ankle"], COLUMN["right ankle"]]]
    return Figure(body, joints, segments, np.isnan(ankles))


def _place(joints: NDArray, joint: int, rotation: Rotation, offsets: NDArray) -> None:
    joints[:, joint] = joints[:, H36M_17.parents[joint]] + rotation @ offsets[joint]


def _turn(axis: int, degrees: NDArray) -> Rotation:
    rotation: Rotation = axis_rotation(np.eye(3)[axis], np.radians(degrees))
    return rotation


def _trunk(angles: Angles) -> dict[str, Rotation]:
    def at(name: str) -> NDArray:
        return np.asarray(angles[:, COLUMN[name]])

    def chest(share: float) -> Rotation:
        turn = _turn(2, share * at("twist")) @ _turn(0, -share * at("bend")) @ _turn(1, share * at("side"))
        return np.asarray(pelvis @ turn)

    def head(share: float) -> Rotation:
        turn = _turn(2, share * at("look")) @ _turn(0, -share * at("nod")) @ _turn(1, share * at("head side"))
        return np.asarray(chest(1.0) @ turn)

    pelvis = _turn(2, at("heading")) @ _turn(0, -at("lean")) @ _turn(1, at("tilt"))
    return {
        "pelvis": pelvis, "waist": chest(0.25), "ribs": chest(0.75), "chest": chest(1.0),
        "throat": head(0.5), "head": head(1.0),
    }  # fmt: skip


def _arm(side: str, outward: float, angles: Angles, segments: dict[str, Rotation]) -> None:
    def at(name: str) -> NDArray:
        return np.asarray(angles[:, COLUMN[f"{side} {name}"]])

    swing = _turn(0, at("raise")) @ _turn(1, -outward * at("abduct")) @ _turn(2, outward * at("roll"))
    segments[f"{side} upper arm"] = segments["chest"] @ swing
    segments[f"{side} forearm"] = segments[f"{side} upper arm"] @ _turn(0, at("elbow"))
    hand = _turn(2, outward * at("palm")) @ _turn(1, -outward * at("wrist"))
    segments[f"{side} hand"] = segments[f"{side} forearm"] @ hand


def _shrug(chest: Rotation, upper: Rotation, outward: float) -> Rotation:
    """The collar bone rises with the arm, 0.3° for each degree above 35°, and swings a little ahead and back."""
    along = -np.swapaxes(chest, -1, -2) @ upper[..., 2:]
    elevation = np.degrees(np.arccos(np.clip(-along[:, 2, 0], -1, 1)))
    ahead = 12 * along[:, 1, 0]
    return np.asarray(_turn(2, outward * ahead) @ _turn(1, -outward * 0.3 * np.maximum(elevation - 35, 0)))


def _leg(side: str, outward: float, angles: Angles, segments: dict[str, Rotation]) -> None:
    def at(name: str) -> NDArray:
        return np.asarray(angles[:, COLUMN[f"{side} {name}"]])

    swing = _turn(0, at("hip")) @ _turn(1, -outward * at("spread")) @ _turn(2, -outward * at("toe out"))
    segments[f"{side} thigh"] = segments["pelvis"] @ swing
    segments[f"{side} shin"] = segments[f"{side} thigh"] @ _turn(0, -at("knee"))
    ankle = at("ankle")
    segments[f"{side} foot"] = segments[f"{side} shin"] @ _turn(0, np.where(np.isnan(ankle), -18, ankle))
