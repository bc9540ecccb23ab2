"""How far lifted poses are from the truth, pose by pose (design §6).

Figures of the Human3.6M literature average seventeen joints, the root's zero among them: that convention is the
default, and the mean over the sixteen others stands beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
from jaxtyping import Bool, Float

from evopose.geometry import metrics
from evopose.geometry.alignment import centred
from evopose.model.array import Array, NDArray, array_namespace

CONVENTION = "17 joints, the root's zero among them, as in the Human3.6M literature; figures with 16 are without it"
CORRECT = 0.150
"""Metres: a joint that is less off counts as correct (PCK)."""
THRESHOLDS = np.arange(0, 0.1501, 0.005)
"""Metres: 0 to 150 mm in steps of 5, over which the area under the curve (AUC) is the mean, as MPI-INF-3DHP's own
evaluation has it."""
_OF_3DHP = (1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13, 14, 15, 16)
_FEWEST = 4
"""Joints that a pose must have, the hip among them: fewer lie on each other after alignment whatever they are."""


@dataclass(frozen=True, eq=False)
class Scores:
    """Of each of n poses; nan where it cannot be told, since the hip or too many joints are missing."""

    mpjpe: Float[NDArray, " n"]
    """Metres, hips laid over each other (protocol 1)."""
    pa_mpjpe: Float[NDArray, " n"]
    """Metres, after the best similarity (protocol 2)."""
    n_mpjpe: Float[NDArray, " n"]
    """Metres, after the best scale about the hip."""
    pck150: Float[NDArray, " n"]
    """Share of joints less than 150 mm off."""
    auc: Float[NDArray, " n"]
    """The same, the mean over thresholds from 0 to 150 mm."""
    mpjpe16: Float[NDArray, " n"]
    """Without the root, as are those that follow."""
    pa_mpjpe16: Float[NDArray, " n"]
    """Aligned without the root, too, as the original does."""
    n_mpjpe16: Float[NDArray, " n"]
    pck150_16: Float[NDArray, " n"]
    auc16: Float[NDArray, " n"]
    pck150_14: Float[NDArray, " n"]
    """Of the joints that MPI-INF-3DHP's own figures are of: no hip in the middle, no spine, no nose."""
    auc14: Float[NDArray, " n"]
    per_joint: Float[NDArray, "n 17"]
    """Metres from the true joint, hips laid over each other; nan for joints that one of the two lacks."""

    def __len__(self) -> int:
        return len(self.mpjpe)


MEASURES = tuple(field.name for field in fields(Scores) if field.name != "per_joint")
"""Names of what each pose has one number of."""


def mpjpe(predicted: Float[Array, "*batch 17 3"], truth: Float[Array, "*batch 17 3"]) -> Float[Array, "*batch"]:
    """The first of them alone, of NumPy's or torch's arrays, in the input's unit; nan where any joint is."""
    xp = array_namespace(predicted)
    apart = (predicted - predicted[..., :1, :]) - (truth - truth[..., :1, :])
    return xp.mean(xp.sqrt(xp.sum(apart * apart, axis=-1)), axis=-1)


def score(predicted: Float[NDArray, "n 17 3"], truth: Float[NDArray, "n 17 3"]) -> Scores:
    """Poses (metres, in the same frame; nan for what is missing) held against the true ones, of joints that both have.

    A pose that lacks joints is measured on the others: the mean of 17 is then one over those it has.
    """
    predicted, truth = np.asarray(predicted, np.float64), np.asarray(truth, np.float64)
    there = np.isfinite(predicted).all(axis=-1) & np.isfinite(truth).all(axis=-1)
    per_joint = np.linalg.norm(centred(predicted) - centred(truth), axis=-1)
    found = {name: np.full(len(there), np.nan) for name in MEASURES}
    for rows, joints in _alike(there):
        if joints[0] == 0 and len(joints) >= _FEWEST:
            some = predicted[rows][:, joints], truth[rows][:, joints]
            with np.errstate(invalid="ignore"):  # all joints in one place have no best scale: nan
                measured = _measured(*some, per_joint[rows][:, joints], joints)
            for name, values in measured.items():
                found[name][rows] = values
    return Scores(**found, per_joint=np.where(there & there[:, :1], per_joint, np.nan))


def _measured(
    a: NDArray, b: NDArray, apart: Float[NDArray, "k joint"], joints: NDArray
) -> Mapping[str, Float[NDArray, " k"]]:
    """All measures of poses that have these joints, the hip first."""
    limbs, chosen = apart[:, 1:], apart[:, np.isin(joints, _OF_3DHP)]
    n_mpjpe = metrics.n_mpjpe(a, b)
    return {
        "mpjpe": apart.mean(axis=1),
        "pa_mpjpe": metrics.pa_mpjpe(a, b),
        "n_mpjpe": n_mpjpe,
        "pck150": _correct(apart, CORRECT),
        "auc": _area(apart),
        "mpjpe16": limbs.mean(axis=1),
        "pa_mpjpe16": metrics.pa_mpjpe(a[:, 1:], b[:, 1:]),
        "n_mpjpe16": n_mpjpe * apart.shape[1] / limbs.shape[1],
        "pck150_16": _correct(limbs, CORRECT),
        "auc16": _area(limbs),
        "pck150_14": _correct(chosen, CORRECT),
        "auc14": _area(chosen),
    }


def _correct(apart: Float[NDArray, "k joint"], within: float) -> Float[NDArray, " k"]:
    return np.asarray((apart < within).mean(axis=1))


def _area(apart: Float[NDArray, "k joint"]) -> Float[NDArray, " k"]:
    return np.asarray(np.mean([_correct(apart, float(within)) for within in THRESHOLDS], axis=0))


def _alike(there: Bool[NDArray, "n 17"]) -> Iterator[tuple[NDArray, NDArray]]:
    """Rows that have the same joints, and these, as long as there are any."""
    patterns, which = np.unique(there, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        if pattern.any():
            yield np.flatnonzero(which.reshape(-1) == number), np.flatnonzero(pattern)
