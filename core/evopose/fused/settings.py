"""A recipe of evolution as the plain numbers that loops read."""

from typing import NamedTuple

import numpy as np

ANGLES, AXIS, SPHERE = range(3)
"""Noise of local mutation."""
ANY, COORDINATE, HEADING = range(3)
"""Axes that whole bodies turn about."""
OWN, OTHER, OTHER_ALL, TEMPLATE = range(4)
"""Whose lengths a child has; of the other parent those of exchanged limbs, or of all where any are exchanged."""


class Settings(NamedTuple):
    """Chances are thresholds of 24 bits (draws.coin), angles radians, lengths metres."""

    exchange: int
    carry_global: bool
    """Whether bone vectors of the world change places, and not local directions."""
    exchanged: tuple[int, ...]
    """For no root and each of the ten the limbs that are exchanged: bit 0 is the head (order of LIMBS)."""
    local: int
    local_sigma: np.float32
    local_noise: int
    eligible: tuple[int, ...]
    """Those that may mutate, likewise."""
    torso: int
    torso_sigma: np.float32
    turn: int
    turn_sigma: np.float32
    turn_axis: int
    lengths: int
    varied: int
    length_noise: np.float32
    length_scale: np.float32
    least_factor: np.float32
    place: bool
    height: np.float32
    height_sigma: np.float32
    limits: int
    """Chance of an offender to go."""
    directions: int
    """How many of the nine must be valid."""
    copies: int
    copy_distance: np.float32
