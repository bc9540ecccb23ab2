"""Growing a map on the sphere by a true angle.

The neighbourhood of a cell depends on its row, but not on its column: growing is a circular convolution along θ for
each pair of rows, done by Fourier transform.
"""

import numpy as np
from jaxtyping import Bool, Float
from scipy import fft

from evopose.limits.sphere import rows
from evopose.model.array import NDArray

_AT_ONCE = 256


def grown(maps: Bool[NDArray, "n theta phi"], radius: float) -> Bool[NDArray, "n theta phi"]:
    """All cells whose middle lies within `radius` degrees of the middle of a cell that is set."""
    degrees = 360 // maps.shape[1]
    kernel = fft.rfft(_near(degrees, radius), axis=0)
    out = np.zeros_like(maps)
    filled = np.flatnonzero(maps.any(axis=(1, 2)))
    for start in range(0, len(filled), _AT_ONCE):
        some = filled[start : start + _AT_ONCE]
        spectrum = fft.rfft(maps[some].astype(np.float32), axis=1).transpose(1, 0, 2) @ kernel
        out[some] = fft.irfft(spectrum.transpose(1, 0, 2), n=maps.shape[1], axis=1) > 0.5
    return out


def closed(maps: Bool[NDArray, "n theta phi"], radius: float, closing: float) -> Bool[NDArray, "n theta phi"]:
    """Grown by `radius`, with gaps narrower than twice `closing` filled (all in degrees)."""
    if not closing:
        return grown(maps, radius)
    out = np.zeros_like(maps)
    filled = maps.any(axis=(1, 2))
    out[filled] = ~grown(~grown(maps[filled], radius + closing), closing)
    return out


def _near(degrees: int, radius: float) -> Float[NDArray, "theta phi phi"]:
    """1 where two cells, so many columns apart and in these two rows, lie within `radius` degrees."""
    phi = rows(degrees)
    apart = np.radians(np.arange(0, 360, degrees))[:, None, None]
    cosine = np.sin(phi)[:, None] * np.sin(phi) + np.cos(phi)[:, None] * np.cos(phi) * np.cos(apart)
    return np.asarray(cosine >= np.cos(np.radians(radius)) - 1e-9, np.float32)
