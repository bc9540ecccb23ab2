"""The kinds of motion, how often each occurs, and the style that a person gives to one."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from evopose.demo import gait, gestures
from evopose.demo.stance import COLUMN, NAMES
from evopose.demo.take import Take
from evopose.errors import UnknownName
from evopose.model.array import NDArray

Motion = Callable[[np.random.Generator, Float[NDArray, " t"]], Take]

KINDS: Mapping[str, tuple[Motion, float]] = {
    "walk": (gait.walk, 0.58), "run": (gait.run, 0.07), "stairs": (gait.stairs, 0.06),
    "look": (gestures.look, 0.05), "sit": (gestures.sit, 0.05), "wave": (gestures.wave, 0.04),
    "reach": (gestures.reach, 0.04), "clap": (gestures.clap, 0.03), "bow": (gestures.bow, 0.02),
    "squat": (gestures.squat, 0.02), "kick": (gestures.kick, 0.02), "throw": (gestures.throw, 0.02),
}  # fmt: skip
"""Each with its share of the clips: on purpose far too much walking, and hardly an arm above the shoulder."""


def perform(kind: str, rng: np.random.Generator, times: Float[NDArray, " t"]) -> Take:
    """One clip of a kind of KINDS with a style of its own; `times` in seconds. Raises UnknownName."""
    if kind not in KINDS:
        raise UnknownName("kind of motion", kind, KINDS)
    take = KINDS[kind][0](rng, times)
    return replace(take, angles=take.angles + _style(rng, times))


_BALANCE = [COLUMN[name] for name in ("heading", "lean", "tilt", "side", "left spread", "right spread")]


def _style(rng: np.random.Generator, times: Float[NDArray, " t"]) -> Float[NDArray, "t 31"]:
    """A habit that stays (σ 3°) and a slow drift (σ 1.2°); less where balance hangs on it; hinges only bend more."""
    habit, drift = rng.normal(0, 3, len(NAMES)), rng.normal(0, 1.2, len(NAMES))
    pace, start = rng.uniform(0.2, 0.7, len(NAMES)), rng.uniform(0, 1, len(NAMES))
    style = habit + drift * np.sin(2 * np.pi * (pace * times[:, None] + start))
    style[:, _BALANCE] *= 0.4
    hinges = [COLUMN[f"{side} {name}"] for side in ("left", "right") for name in ("elbow", "knee")]
    style[:, hinges] = np.abs(style[:, hinges])
    return np.asarray(style)
