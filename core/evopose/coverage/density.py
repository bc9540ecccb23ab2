"""Counts on the sphere as a smooth density: each pose spreads about its direction by a true angle, over θ = ±180° too.

Near the poles cells are narrow in θ, so a neighbourhood spans many columns there. How far two cells lie apart depends
on their rows and on the difference of their columns alone: smoothing is a circular convolution for each pair of rows.
"""

from functools import lru_cache

import numpy as np
from jaxtyping import Complex, Float, Int

from evopose.coverage.measures import solid_angles
from evopose.limits.sphere import centres
from evopose.model.array import NDArray
from evopose.model.limits import THETA_CELLS


def density(counts: Int[NDArray, "*batch 120 60"]) -> Float[NDArray, "*batch 120 60"]:
    """Share of the poses per steradian: counts weighted by about 1/cos φ; integrates to one; 0 of no poses."""
    total = counts.sum(axis=(-2, -1), keepdims=True)
    return np.asarray(counts / np.maximum(total, 1) / solid_angles())


def smooth(counts: Int[NDArray, "*batch 120 60"], degrees: float = 4.0) -> Float[NDArray, "*batch 120 60"]:
    """`density` with each pose spread by exp(κ cos α), κ = 1/`degrees`² (in radians); it still integrates to one."""
    shares = density(counts) * solid_angles()
    spectrum = np.fft.rfft(shares, axis=-2)
    spread = np.einsum("...ki,kij->...kj", spectrum, _kernel(degrees))
    return np.clip(np.fft.irfft(spread, n=THETA_CELLS, axis=-2), 0, None)


@lru_cache(maxsize=8)
def _kernel(degrees: float) -> Complex[NDArray, "61 60 60"]:
    """Spectrum over the difference of columns of what a pose in row i adds to the density in row j."""
    middles = centres()
    cosine = np.einsum("ic,tjc->tij", middles[0], middles)
    kernel = np.exp((cosine - 1) / np.radians(max(degrees, 0.1)) ** 2)
    kernel /= np.einsum("tij,tj->i", kernel, solid_angles())[:, None]
    return np.fft.rfft(kernel, axis=0)
