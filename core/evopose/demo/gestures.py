"""Everyday motions on the spot, from key stances with times, speeds and sizes of their own."""

from collections.abc import Mapping

import numpy as np

from evopose.demo.stance import Angles, between, mirrored, stance
from evopose.demo.take import Take
from evopose.model.array import NDArray

Stances = Mapping[float, Mapping[str, float]]
"""What differs from the relaxed stance at moments in seconds."""
_BOTH = (True, True)


def sit(rng: np.random.Generator, times: NDArray) -> Take:
    """Down on a chair, staying, and up again."""
    depth, lean, hands = rng.uniform(0.92, 1.08), rng.uniform(28, 45), rng.uniform(15, 45)
    down = {"hip": 84 * depth, "knee": 88 * depth, "lean": -6, "bend": 10, "raise": hands, "elbow": 60 - hands / 2}
    going = {"hip": 78, "knee": 78, "lean": lean, "bend": 12, "raise": 30, "elbow": 25, "nod": -15}
    return _played(rng, times, {0: {}, 0.7: going, 1.4: down, 3.2: down | {"nod": 14}, 3.9: going, 4.6: {}})


def squat(rng: np.random.Generator, times: NDArray) -> Take:
    """Knee bends of all depths, arms ahead."""
    deep = rng.uniform(0.55, 1.0)
    arms = {"raise": rng.uniform(40, 90), "elbow": 10.0, "roll": 8.0, "abduct": 6.0}
    low = {"hip": 118 * deep, "knee": 122 * deep, "lean": 32 * deep, "bend": 8, "spread": 16, "toe out": 18, "nod": -18}
    wide = {"spread": 12, "toe out": 16}
    return _played(rng, times, {0: wide, 0.9: low | arms, 1.2: low | arms, 2.0: wide})


def reach(rng: np.random.Generator, times: NDArray) -> Take:
    """One or both hands up to a shelf, sometimes ahead or to the side."""
    height, aside = rng.uniform(95, 165), rng.uniform(-5, 30)
    up = {"right raise": height, "right abduct": aside, "right elbow": rng.uniform(5, 30), "right palm": 60, "nod": -18}
    up |= {"look": -8 + 0 * aside, "side": -5, "bend": -4}
    if rng.random() < 0.35:
        up |= {"left raise": height - 8, "left abduct": aside, "left elbow": 20}
    return _played(rng, times, {0: {}, 0.9: up, 1.6: up, 2.5: {}})


def wave(rng: np.random.Generator, times: NDArray) -> Take:
    """A hand raised beside the head, swinging."""
    low, high = {"right abduct": 62.0, "right raise": 24.0}, rng.uniform(95, 125)
    out = low | {"right roll": -68, "right elbow": high - 28, "head side": 5, "right palm": 20}
    across = low | {"right roll": -52, "right elbow": high + 12, "head side": 5, "right palm": 20}
    return _played(rng, times, {0: {}, 0.6: out, 0.9: across, 1.2: out, 1.5: across, 1.8: out, 2.5: {}})


def bow(rng: np.random.Generator, times: NDArray) -> Take:
    """From a nod to touching the shoes."""
    deep = rng.uniform(0.35, 1.25)
    low = {"lean": 45 * deep, "bend": 32 * deep, "hip": 47 * deep, "nod": 12, "raise": 38 * deep, "knee": 8}
    return _played(rng, times, {0: {}, 0.9: low, 1.6: low, 2.6: {}})


def kick(rng: np.random.Generator, times: NDArray) -> Take:
    """Swinging a leg at a ball."""
    power = rng.uniform(0.6, 1.15)
    back = {
        "right hip": -24 * power,
        "right knee": 70 * power,
        "left knee": 16,
        "left hip": 14,
        "twist": -14,
        "lean": 6,
    }
    back |= {"left raise": 28, "left abduct": 45, "right raise": -25, "right abduct": 28}
    hit = {
        "right hip": 38 * power,
        "right knee": 18,
        "left knee": 18,
        "left hip": 4,
        "lean": -6,
        "bend": 12,
        "twist": 14,
    }
    hit |= {"left raise": -20, "left abduct": 40, "right raise": 22, "right abduct": 30}
    high = hit | {"right hip": 76 * power, "right knee": 10, "lean": -10}
    return _played(rng, times, {0: {}, 0.6: back, 0.85: hit, 1.05: high, 1.7: {}}, stands=(True, False))


def look(rng: np.random.Generator, times: NDArray) -> Take:
    """Turning head and chest to look behind."""
    far = rng.uniform(0.5, 1.0)
    left = {"look": 50 * far, "twist": 32 * far, "heading": 14 * far, "right raise": 10, "left raise": -10}
    right = {name: -value if name in ("look", "twist", "heading") else value for name, value in left.items()}
    return _played(rng, times, {0: {}, 0.8: left, 1.4: left, 2.4: right, 3.0: right, 3.8: {}})


def throw(rng: np.random.Generator, times: NDArray) -> Take:
    """Overarm, from a step."""
    power = rng.uniform(0.7, 1.1)
    legs = {"left hip": 24, "left knee": 16, "right hip": -16, "right knee": 14}
    cocked = {"right abduct": 88, "right roll": -75, "right elbow": 92, "right raise": -8, "twist": -34 * power}
    cocked |= {"left raise": 62, "left abduct": 24, "left elbow": 20, "bend": -8, "look": 26 * power}
    loose = {"right abduct": 48, "right raise": 112, "right elbow": 26, "twist": 24 * power, "bend": 14, "lean": 8}
    loose |= {"left raise": -12, "left elbow": 55}
    done = {"right raise": 46, "right abduct": 2, "right roll": 40, "right elbow": 26, "twist": 38 * power, "bend": 28}
    return _played(rng, times, {0: {}, 0.6: cocked | legs, 0.85: loose | legs, 1.05: done | legs, 2.0: {}})


def clap(rng: np.random.Generator, times: NDArray) -> Take:
    """Hands meeting before the chest or above the head."""
    height = rng.choice([38, 50, 62, 118])
    arms = {"raise": height, "elbow": 62 if height < 100 else 40, "palm": 20.0}
    apart, together = arms | {"abduct": 30, "roll": 14}, arms | {"abduct": 8, "roll": 34}
    keys: dict[float, Mapping[str, float]] = {0.0: {}, 0.6: apart}
    for beat in range(5):
        keys |= {0.8 + 0.4 * beat: together, 1.0 + 0.4 * beat: apart}
    return _played(rng, times, keys | {3.2: {}})


def _played(rng: np.random.Generator, times: NDArray, keys: Stances, stands: tuple[bool, bool] = _BOTH) -> Take:
    """The keys at a random speed, over and over, left and right exchanged half the time."""
    made = {moment: stance(changes) for moment, changes in keys.items()}
    speed, end = rng.uniform(0.75, 1.35), max(made)
    angles: Angles = between((times * speed + rng.uniform(0, end)) % (end + 0.3), made)
    if rng.random() < 0.5:
        return Take(mirrored(angles), (stands[1], stands[0]))
    return Take(angles, stands)
