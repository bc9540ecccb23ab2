"""Poses like one another: by the angle between their limb directions as the torso sees them (docs/coverage.md).

Two poses are φ apart where the mean cosine of the angles between their nine directions is cos φ: 0 for the same pose
however it stands and however tall it is, and 20° where one limb alone is turned by 60°.
"""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from evopose.coverage.survey import NO_JOINT, Survey
from evopose.errors import BadOption
from evopose.geometry import components as c
from evopose.geometry.degeneracy import degenerate
from evopose.geometry.hierarchy import torso_limbs
from evopose.model.array import NDArray

SCALE = 127
_CHUNK = 1 << 16
_IN_ORDER_OF_LIMBS = (0, 1, 3, 2, 4, 5, 7, 6, 8)
"""Positions in what `torso_limbs` gives."""


class Neighbours(NamedTuple):
    """Rows of a population, the nearest first."""

    rows: Int[NDArray, " k"]
    angles: Float[NDArray, " k"]
    """How far each is, in radians; to about half a degree."""


def limb_directions(positions: Float[NDArray, "n 17 3"]) -> Float[NDArray, "n 27"]:
    """Unit vectors of the nine limb directions (order of LIMBS) in the torso's frames, forearms and shins too.

    Their own frames spin where an upper arm comes near a fixed axis: poses alike would seem far apart. nan for
    degenerate poses.
    """
    with np.errstate(all="ignore"):
        arms, legs = torso_limbs(np, c.joints_first(np, positions))
        vectors = c.batch_first(np, c.ordered(np, c.join(np, [arms, legs]), _IN_ORDER_OF_LIMBS))
        broken = degenerate(positions) | ~np.isfinite(vectors).all(axis=(1, 2))
    return np.where(broken[:, None], np.nan, vectors.reshape(-1, 27))


def limb_code(directions: Float[NDArray, "n 27"]) -> Int[NDArray, "n 27"]:
    """int8: `limb_directions` times 127; zeros for degenerate poses."""
    return np.asarray(np.nan_to_num(np.rint(directions * SCALE)), np.int8)


def nearest(survey: Survey, index: int, count: int) -> Neighbours:
    """The `count` poses most like pose `index`, itself first; BadOption where there is no such pose.

    A degenerate pose is like nothing but itself, and nothing is like it.
    """
    if not 0 <= index < len(survey):
        raise BadOption(f"There is no pose {index}: the population has {len(survey)}, counted from 0.")
    itself = Neighbours(np.array([index]), np.zeros(1))
    if survey.lowest[index] == NO_JOINT:
        return itself
    found = nearest_to(survey, np.asarray(survey.code[index]), count)
    others = found.rows != index
    joined = (np.concatenate([own, all_[others]])[:count] for own, all_ in zip(itself, found, strict=True))
    return Neighbours(*joined)


def nearest_to(survey: Survey, code: Int[NDArray, "27"], count: int) -> Neighbours:
    """The `count` poses most like one that has this `limb_code`; of those equally near the earlier."""
    rows, squares = np.zeros(0, np.int64), np.zeros(0, np.float32)
    for start in range(0, len(survey), _CHUNK):
        some = slice(start, start + _CHUNK)
        apart = np.subtract(survey.code[some], code, dtype=np.float32)
        square = np.einsum("ij,ij->i", apart, apart)
        square[survey.lowest[some] == NO_JOINT] = np.inf
        nearer = np.flatnonzero(square < (squares[-1] if len(squares) == count else np.inf))
        rows, squares = np.concatenate([rows, nearer + start]), np.concatenate([squares, square[nearer]])
        order = np.argsort(squares, kind="stable")[:count]
        rows, squares = rows[order], squares[order]
    return Neighbours(rows, angles(squares))


def angles(squares: Float[NDArray, "*batch"]) -> Float[NDArray, "*batch"]:
    """How far apart poses are, in radians, from the squared distances of their codes."""
    return np.asarray(2 * np.arcsin(np.sqrt(squares / 9) / (2 * SCALE)))
