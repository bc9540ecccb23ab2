"""Walking, running and climbing stairs: joint angles over the phase of a step cycle, as gait laboratories draw them."""

import numpy as np
from jaxtyping import Float

from evopose.demo.stance import columns, stance
from evopose.demo.take import Take
from evopose.model.array import NDArray

Phase = Float[NDArray, " t"]
"""Of a cycle, 0 … 1; the foot touches down at 0."""


def walk(rng: np.random.Generator, times: NDArray) -> Take:
    """From strolling to striding."""
    vigour = float(rng.uniform(0.55, 1.3))
    phase = _phase(rng, times, rate=0.55 + 0.4 * vigour)
    angles = _start(times, {"lean": rng.uniform(0, 5) * vigour, "nod": rng.uniform(-4, 12)})
    for side, p in (("left", phase), ("right", phase + 0.5)):
        hip = 8 + vigour * 21 * _wave(p)
        knee = 5 + vigour * 12 * _bump(p, 0.14, 0.07) + (34 + 24 * vigour) * _bump(p, 0.72, 0.1)
        _set(angles, side, {"hip": hip, "knee": knee})
        swing = -rng.uniform(12, 24) * vigour * _wave(p - 0.03)
        _set(angles, side, {"raise": swing - 2, "elbow": 14 + 12 * vigour + 0.5 * np.maximum(swing, 0)})
    _sway(angles, phase, vigour)
    return Take(angles)


def run(rng: np.random.Generator, times: NDArray) -> Take:
    """From jogging to sprinting; both feet leave the ground."""
    vigour = float(rng.uniform(0.6, 1.25))
    phase = _phase(rng, times, rate=1.15 + 0.35 * vigour)
    angles = _start(times, {"lean": 4 + 8 * vigour, "nod": -4, "abduct": 14, "roll": 26})
    elbow = rng.uniform(75, 105)
    for side, p in (("left", phase), ("right", phase + 0.5)):
        hip = 16 + vigour * 34 * _wave(p + 0.06)
        knee = 14 + 22 * vigour * _bump(p, 0.13, 0.08) + 82 * vigour * _bump(p, 0.64, 0.13)
        swing = -(14 + 28 * vigour) * _wave(p)
        _set(angles, side, {"hip": hip, "knee": knee, "raise": swing - 6, "elbow": elbow + 0.25 * swing})
    _sway(angles, phase, 1.4 * vigour)
    return Take(angles, lift=0.05 * vigour * np.maximum(0, np.sin(4 * np.pi * phase - 2.2)))


def stairs(rng: np.random.Generator, times: NDArray) -> Take:
    """Climbing steps, sometimes with a hand on the rail; every frame stands on its lower foot."""
    height = float(rng.uniform(0.8, 1.2))
    phase = _phase(rng, times, rate=rng.uniform(0.5, 0.8))
    angles = _start(times, {"lean": rng.uniform(6, 14), "nod": rng.uniform(5, 20)})
    for side, p in (("left", phase), ("right", phase + 0.5)):
        hip = 10 + height * 52 * (_bump(p, 0.93, 0.13) + 0.25 * _bump(p, 0.12, 0.1))
        knee = 10 + height * (78 * _bump(p, 0.86, 0.14) + 30 * _bump(p, 0.08, 0.1))
        _set(angles, side, {"hip": hip, "knee": knee, "raise": -14 * _wave(p), "elbow": 25 + 6 * _wave(p)})
    if rng.random() < 0.4:
        side = rng.choice(["left", "right"])
        _set(angles, side, {"raise": 32 + 8 * _wave(2 * phase), "abduct": 24, "elbow": 52})
    _sway(angles, phase, 0.8)
    return Take(angles)


def _phase(rng: np.random.Generator, times: NDArray, rate: float) -> Phase:
    return np.asarray(rng.random() + rate * times)


def _start(times: NDArray, changes: dict[str, float]) -> NDArray:
    return np.tile(stance(changes), (len(times), 1))


def _set(angles: NDArray, side: str, values: dict[str, NDArray | float]) -> None:
    for name, value in values.items():
        angles[:, list(columns(f"{side} {name}"))] = np.broadcast_to(np.asarray(value, float), len(angles))[:, None]


def _wave(phase: Phase) -> Float[NDArray, " t"]:
    return np.asarray(np.cos(2 * np.pi * phase))


def _bump(phase: Phase, at: float, width: float) -> Float[NDArray, " t"]:
    """One rise and fall per cycle."""
    away = (phase - at + 0.5) % 1 - 0.5
    return np.asarray(np.exp(-0.5 * (away / width) ** 2))


def _sway(angles: NDArray, phase: Phase, vigour: float) -> None:
    """The pelvis turns with the forward leg and drops on the swinging side; the chest turns against it."""
    for name, value in (
        ("heading", -5 * vigour * _wave(phase)),
        ("twist", 11 * vigour * _wave(phase)),
        ("look", -5 * vigour * _wave(phase)),
        ("tilt", 3 * vigour * _wave(phase - 0.25)),
        ("side", -3.5 * vigour * _wave(phase - 0.25)),
        ("bend", 3 + 0 * phase),
    ):
        angles[:, list(columns(name))] += value[:, None]
