"""Random numbers by counter, one at a time (the twin of evolution.draws): only what is needed is drawn.

A table of keys, one row a stream of STREAMS and one column a lane, stands for seed and generation.
"""

from math import cos, log, pi, sqrt

import numpy as np

from evopose.fused.compiling import inlined
from evopose.model.array import NDArray

STREAMS = (
    "FATHER", "MOTHER", "EXCHANGE", "ROOT", "LOCAL_COIN", "LOCAL_NOISE", "LOCAL_AXIS", "TORSO_COIN", "TORSO_NOISE",
    "TURN_COIN", "TURN_NOISE", "TURN_AXIS", "LENGTH_COIN", "LENGTH_NOISE", "LENGTH_SCALE", "GROUND", "LIMITS", "COPIES",
)  # fmt: skip
"""Names of the rows, as evolution.draws.Stream has them."""
(
    FATHER, MOTHER, EXCHANGE, ROOT, LOCAL_COIN, LOCAL_NOISE, LOCAL_AXIS, TORSO_COIN, TORSO_NOISE,
    TURN_COIN, TURN_NOISE, TURN_AXIS, LENGTH_COIN, LENGTH_NOISE, LENGTH_SCALE, GROUND, LIMITS, COPIES,
) = range(len(STREAMS))  # fmt: skip

SURE = 1 << 24
"""The threshold of a coin that always falls so."""
_MASK = 0xFFFFFFFF
_STEP = np.float32(2.0**-24)
_TURN = np.float32(2 * pi)
_ONE = np.float32(1)
_MINUS_TWO = np.float32(-2)


@inlined
def base_of(key: int, index: int) -> int:
    """What all numbers of one candidate or pair begin with; `key` is that of stream −1."""
    return _mix((index + key) & _MASK)


@inlined
def coin(keys: NDArray, base: int, stream: int, lane: int, threshold: int) -> bool:
    """Whether the 24 bits of `uniform` are below the threshold."""
    return _mix(base ^ keys[stream, lane]) >> 8 < threshold


@inlined
def uniform(keys: NDArray, base: int, stream: int, lane: int) -> np.float32:
    """Evenly in [0, 1)."""
    return np.float32(_mix(base ^ keys[stream, lane]) >> 8) * _STEP


@inlined
def normal(keys: NDArray, base: int, stream: int, lane: int) -> np.float32:
    """Of N(0, 1)."""
    radius = np.float32(sqrt(_MINUS_TWO * np.float32(log(_ONE - uniform(keys, base, stream, 2 * lane)))))
    return radius * np.float32(cos(_TURN * uniform(keys, base, stream, 2 * lane + 1)))


@inlined
def below(keys: NDArray, base: int, stream: int, lane: int, bound: int) -> int:
    """Evenly in [0, bound)."""
    return (_mix(base ^ keys[stream, lane]) * bound) >> 32


@inlined
def _mix(x: int) -> int:
    """Of 32 bits 32 others."""
    x = ((x ^ (x >> 16)) * 0x21F0AAAD) & _MASK
    x = ((x ^ (x >> 15)) * 0x735A2D97) & _MASK
    return x ^ (x >> 15)
