"""Colours of densities: perceptual ramps of 256 steps, and the scale that a value is put on; knows no toolkit."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from jaxtyping import Float, UInt8

from evopose.model.array import NDArray

Ramp = Literal["viridis", "magma"]
RAMPS: tuple[Ramp, ...] = ("viridis", "magma")
STEPS = 256

_CHEBYSHEV = {
    "viridis": (
        (0.4088, 0.2981, 0.2552, 0.0798, -0.0329, -0.0201, -0.0012, 0.0060, 0.0026, -0.0044),
        (0.5187, 0.4547, -0.0575, -0.0047, -0.0086, 0.0008, 0.0020, 0.0010, -0.0007, 0.0003),
        (0.3761, -0.1465, -0.1700, 0.0214, 0.0152, 0.0292, 0.0152, 0.0053, 0.0048, 0.0018),
    ),
    "magma": (
        (0.5907, 0.5512, -0.1187, -0.0618, 0.0163, 0.0079, 0.0072, -0.0055, -0.0043, 0.0023),
        (0.3699, 0.4799, 0.1440, 0.0201, -0.0196, -0.0078, -0.0037, 0.0076, 0.0041, -0.0080),
        (0.4148, 0.2458, -0.0425, 0.1533, 0.0080, -0.0272, 0.0022, -0.0072, 0.0100, 0.0057),
    ),
}
"""Chebyshev coefficients of red, green and blue over [−1, 1], fitted to matplotlib's tables (within 4 of 255)."""

_LOSS, _GAIN = (0.62, -0.06, -0.16), (0.70, 0.12, 0.11)
"""Ends of the diverging ramp in OKLab (Ottosson 2020): blue where there are fewer, orange where there are more."""
_TO_CONE = np.array(
    [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.291485548]]
)
_TO_RGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.707614701],
    ]
)


@cache
def ramp(name: Ramp) -> UInt8[NDArray, "256 3"]:
    """From few to many, as red, green and blue."""
    steps = np.linspace(-1, 1, STEPS)
    colours = np.stack([np.polynomial.chebyshev.chebval(steps, channel) for channel in _CHEBYSHEV[name]], axis=-1)
    return _bytes(colours)


@cache
def diverging(dark: bool) -> UInt8[NDArray, "256 3"]:
    """From fewer (blue) over the ground (dark or light) to more (orange); even steps in OKLab on both sides."""
    ground = np.array([0.24 if dark else 0.97, 0.0, 0.0])
    loss, gain = np.array(_LOSS), np.array(_GAIN)
    away = np.linspace(-1, 1, STEPS)[:, None]
    return _bytes(_srgb(ground + np.abs(away) * (np.where(away < 0, loss, gain) - ground)))


def _srgb(lab: Float[NDArray, "n 3"]) -> Float[NDArray, "n 3"]:
    linear: NDArray = np.clip((lab @ _TO_CONE.T) ** 3 @ _TO_RGB.T, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _bytes(colours: Float[NDArray, "n 3"]) -> UInt8[NDArray, "n 3"]:
    return np.asarray(np.round(np.clip(colours, 0, 1) * 255), np.uint8)


@dataclass(frozen=True)
class Scale:
    """How values become colours: value / limit to the power of gamma (1 is linear), the sign kept."""

    limit: float = 1.0
    """The value that the ramp ends at; above it, its last colour."""
    gamma: float = 1.0
    diverging: bool = False
    """Whether values below zero have colours of their own."""

    def steps(self, values: Float[NDArray, "*n"]) -> UInt8[NDArray, "*n"]:
        """Place of each value in a ramp of 256 colours; nan is at its beginning."""
        share = np.clip(np.nan_to_num(values) / self.limit, -1, 1) if self.limit > 0 else np.zeros_like(values)
        bent = np.sign(share) * np.abs(share) ** self.gamma
        return np.asarray(np.round((bent * 0.5 + 0.5 if self.diverging else np.maximum(bent, 0)) * 255), np.uint8)

    def place(self, value: float) -> float:
        """Where a value stands on the colour bar, 0 … 1."""
        share = max(min(value / self.limit, 1.0), -1.0) if self.limit > 0 else 0.0
        bent: float = abs(share) ** self.gamma * (1 if share >= 0 else -1)
        return bent * 0.5 + 0.5 if self.diverging else max(bent, 0.0)

    def value(self, place: float) -> float:
        """The value at a place of the colour bar: the inverse of `place`."""
        bent = place * 2 - 1 if self.diverging else place
        return float(abs(bent) ** (1 / self.gamma) * (1 if bent >= 0 else -1) * self.limit)
