"""From a motion file's own skeleton to H36M-17: recognised joints, unit, upward axis, and the points between."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.io.joint_names import Anatomy, missing, recognise
from evopose.io.motion import Rig, to_z_up
from evopose.model.array import NDArray

CMU_UNIT = 0.0254 / 0.45
"""Metres: files of the CMU Graphics Lab count in inches divided by 0.45."""
TIP = " tip"
"""Ends the name of a point that closes a chain and has no name of its own."""
_METRIC = {"m": 1.0, "cm": 0.01, "mm": 0.001}
_OTHER = {"inch/0.45": CMU_UNIT, "inch": 0.0254, "foot": 0.3048, "dm": 0.1, "1/25.4 m": 1 / 25.4}
_LEG = 0.83
"""Thigh and shin of an adult, in metres."""
_HEAD = 0.3
"""Height of the head over the skull's base as a share of hip to thorax, where a file has no top of the head."""


class NotHumanoid(ValueError):
    """A rig that lacks what H36M-17 needs; the message says what."""


@dataclass(frozen=True, eq=False)
class Humanoid:
    """A rig with its joints recognised."""

    rig: Rig
    anatomy: Anatomy
    leg: float
    """Length of thigh and shin, mean of both sides, in the file's unit."""
    thorax: int
    skull: int
    top: int | None

    @classmethod
    def of(cls, rig: Rig) -> "Humanoid":
        """NotHumanoid where arms or legs are not found by name."""
        anatomy = recognise(rig.joints)
        lacking = missing(anatomy)
        if lacking:
            shown = ", ".join(rig.joints[:40])
            raise NotHumanoid(f"no joint is recognised as {', '.join(lacking)}; its joints are {shown}.")
        thorax = anatomy.thorax if anatomy.thorax is not None else _fork(rig, anatomy)
        skull = anatomy.skull if anatomy.skull is not None else thorax
        leg = _leg(rig, anatomy)
        if not (np.isfinite(leg) and leg > 0):
            raise NotHumanoid(f"its legs are {leg} long.")
        top = anatomy.top if anatomy.top is not None else _site(rig, skull, leg)
        return cls(rig, anatomy, leg, thorax, skull, top)

    def unit(self) -> tuple[str, float]:
        """Name and length in metres of the unit in which the legs are a person's; NotHumanoid if there is none.

        Metres, centimetres and millimetres go first, so that a child in centimetres is no adult in inches.
        """
        leg = self.leg
        for name, metres in _METRIC.items():
            if 0.4 < leg * metres < 1.2:
                return name, metres
        name, metres = min(_OTHER.items(), key=lambda entry: abs(np.log(leg * entry[1] / _LEG)))
        if not 0.5 < leg * metres < 1.2:
            raise NotHumanoid(f"its legs are {leg:g} long, which is a person's length in no known unit.")
        return name, metres

    def up(self, positions: Float[NDArray, "n joint 3"]) -> int:
        """Axis that points up: the rest pose's if that stands straight, else the one along which heads are over feet.

        The rest pose goes first because people also lie and stand on their hands.
        """
        standing = self._uprightness(self.rig.rest()[None])
        axis = int(standing.argmax())
        if standing[axis] > 0.9:
            return axis
        return int(self._uprightness(positions).argmax())

    def _uprightness(self, positions: NDArray) -> NDArray:
        """Mean unit vector from the ankles to the head, cut short where the legs fold or lie across."""
        sided = self.anatomy.sided
        hips, feet = (positions[:, [sided["l" + role], sided["r" + role]]].mean(axis=1) for role in ("hip", "ankle"))
        along = np.stack([positions[:, self.skull] - hips, hips - feet])
        lengths = np.linalg.norm(along, axis=-1, keepdims=True)
        with np.errstate(invalid="ignore"):
            units = np.where(lengths > 0, along / np.where(lengths > 0, lengths, 1), 0)
        return np.asarray(np.nan_to_num(units).mean(axis=(0, 1)))

    def reduced(self, positions: Float[NDArray, "n joint 3"]) -> Float[NDArray, "n 17 3"]:
        """The 17 joints: the hip lies between both thighs, the spine half-way along the backbone's bones."""
        sided = {name: positions[:, joint] for name, joint in self.anatomy.sided.items()}
        hip = (sided["lhip"] + sided["rhip"]) / 2
        thorax, neck = positions[:, self.thorax], positions[:, self.skull]
        if self.skull == self.thorax or not np.any(self.rig.offsets[self.skull]):
            neck = thorax + _HEAD / 2 * (thorax - hip)
        top = positions[:, self.top] if self.top is not None else _extended(hip, thorax, neck)
        legs = [sided[side + role] for side in "rl" for role in ("hip", "knee", "ankle")]
        arms = [sided[side + role] for side in "lr" for role in ("shoulder", "elbow", "wrist")]
        return np.stack([hip, *legs, self._spine(positions, hip), thorax, neck, top, *arms], axis=1)

    def _spine(self, positions: NDArray, hip: NDArray) -> NDArray:
        """Half the way from `hip` to the thorax along the joints between (without the root), measured at rest."""
        chain = self.rig.chain(self.thorax)[-2::-1]
        rest = self.rig.rest()
        still = (rest[self.anatomy.sided["lhip"]] + rest[self.anatomy.sided["rhip"]]) / 2
        steps = np.linalg.norm(np.diff(rest[chain], axis=0, prepend=still[None]), axis=-1)
        knots = np.concatenate([hip[:, None], positions[:, chain]], axis=1)
        ends = np.cumsum(steps)
        segment = int(np.searchsorted(ends, ends[-1] / 2))
        share = (ends[-1] / 2 - (ends[segment] - steps[segment])) / steps[segment]
        return np.asarray(knots[:, segment] + share * (knots[:, segment + 1] - knots[:, segment]))


def to_world(points: Float[NDArray, "n 17 3"], up: int, metres: float) -> Float[NDArray, "n 17 3"]:
    """float32, metres, z up."""
    return np.ascontiguousarray(to_z_up(points, up) * metres, dtype=np.float32)


def _extended(hip: NDArray, thorax: NDArray, neck: NDArray) -> NDArray:
    ahead = neck - thorax
    torso = np.linalg.norm(thorax - hip, axis=-1)
    height = _HEAD * np.mean(torso[np.isfinite(torso)]) if np.isfinite(torso).any() else np.nan
    return np.asarray(neck + ahead / np.linalg.norm(ahead, axis=-1, keepdims=True) * height)


def _leg(rig: Rig, anatomy: Anatomy) -> float:
    ends = [anatomy.sided[side + role] for side in "lr" for role in ("knee", "ankle")]
    return float(np.linalg.norm(rig.offsets[ends], axis=-1).sum() / 2)


def _fork(rig: Rig, anatomy: Anatomy) -> int:
    """Where both arms and the backbone part."""
    left = rig.chain(anatomy.sided["lshoulder"])
    right = set(rig.chain(anatomy.sided["rshoulder"]))
    return next(joint for joint in left if joint in right)


def _site(rig: Rig, skull: int, leg: float) -> int | None:
    """The tip of the head's bone, if it is as far away as a head is high; many files put it in the bone itself."""
    tips = [joint for joint, parent in enumerate(rig.parents) if parent == skull and rig.joints[joint].endswith(TIP)]
    high = [joint for joint in tips if 0.05 < float(np.linalg.norm(rig.offsets[joint])) / leg < 0.5]
    return high[0] if high else None
