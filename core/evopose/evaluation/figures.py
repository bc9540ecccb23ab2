"""The figures of an evaluation: means in millimetres and shares, with their intervals, by joint, action and source."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from evopose import __version__
from evopose.evaluation.evaluating import Evaluation
from evopose.evaluation.intervals import bootstrap, mean_of_groups
from evopose.evaluation.joining import called, together
from evopose.evaluation.report import MEASURES, Evaluated, Figures, Group
from evopose.evaluation.scores import CONVENTION
from evopose.evaluation.scores import MEASURES as SCORED
from evopose.evaluation.sources import Source
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

_SCALE = np.array([1000.0 if name.endswith("_mm") else 1.0 for name in MEASURES])
"""From what scores are in to what figures are in: they have the same names in the same order."""


def evaluated(
    evaluation: Evaluation, source: Int[NDArray, " n"], sources: Sequence[Source], seed: int = 0
) -> Evaluated:
    """All that is told of it; `source`: which of the sources each pair is of."""
    pairs = evaluation.pairs
    table = _table(evaluation)
    same = together(pairs, source)
    actions = called(pairs, "clip_kinds")
    per_action = {name: _group(table[rows], same[rows], seed) for name, rows in _by_name(actions)}
    told = np.isin(actions, list(per_action))
    paths = np.array([str(each.path) for each in sources], dtype=object)[source]
    known = pairs.clip is not None and bool((np.asarray(pairs.clip) >= 0).any())
    about = {
        "version": __version__,
        "data": tuple(each.data for each in sources),
        "protocol": "P1*" if all(each.data.true for each in sources) else "P1",
        "convention": CONVENTION,
        "poses": len(np.unique(np.stack([source, _rows(evaluation)]), axis=1).T),
        "views": int(np.isfinite(table[:, 0]).sum()),
        "clips": len(np.unique(np.asarray(pairs.clip)[np.asarray(pairs.clip) >= 0])) if known else 0,
        "intervals_over": "clips" if known else "poses",
        "intervals": _intervals(table, same, seed),
        "per_joint": _per_joint(evaluation.scores.per_joint),
        "per_action": per_action,
        "per_source": {
            name: _group(table[rows], same[rows], seed) for name, rows in _by_name(paths) if len(sources) > 1
        },
        "mean_of_actions": _mean_of_actions(table[told], actions[told]),
        "notices": (*_notices(table, len(pairs)), *(notice for each in sources for notice in each.notices)),
    }
    return Evaluated.model_validate(_mean(table) | about)


def _table(evaluation: Evaluation) -> Float[NDArray, "n measures"]:
    """One row for each pair, millimetres and shares."""
    return np.asarray(np.stack([getattr(evaluation.scores, name) for name in SCORED], axis=1) * _SCALE)


def _group(table: Float[NDArray, "k measures"], same: Int[NDArray, " k"], seed: int) -> Group:
    views = int(np.isfinite(table[:, 0]).sum())
    return Group.model_validate(_mean(table) | {"views": views, "intervals": _intervals(table, same, seed)})


def _mean(table: Float[NDArray, "k measures"]) -> dict[str, Any]:
    known = np.isfinite(table)
    sums, counts = np.where(known, table, 0).sum(axis=0), known.sum(axis=0)
    return {
        name: round(float(total / count), 4) if count else None
        for name, total, count in zip(MEASURES, sums, counts, strict=True)
    }


def _mean_of_actions(table: Float[NDArray, "k measures"], actions: NDArray) -> Figures:
    means = np.round(mean_of_groups(table, actions), 4).tolist()
    return Figures(**{name: mean for name, mean in zip(MEASURES, means, strict=True) if np.isfinite(mean)})


def _intervals(
    table: Float[NDArray, "k measures"], same: Int[NDArray, " k"], seed: int
) -> dict[str, tuple[float, float]]:
    low, high = np.round(bootstrap(table, same, seed), 4)
    return {
        name: (float(low[i]), float(high[i])) for i, name in enumerate(MEASURES) if np.isfinite([low[i], high[i]]).all()
    }


def _per_joint(per_joint: Float[NDArray, "n 17"]) -> dict[str, float | None]:
    known = np.isfinite(per_joint)
    sums, counts = np.where(known, per_joint, 0).sum(axis=0), known.sum(axis=0)
    means = (1000 * total / count if count else None for total, count in zip(sums, counts, strict=True))
    return {
        name: None if mean is None else round(float(mean), 4) for name, mean in zip(H36M_17.joints, means, strict=True)
    }


def _by_name(names: NDArray) -> Iterator[tuple[str, Bool[NDArray, " n"]]]:
    """The rows of each name but the empty one, in order."""
    different, which = np.unique(names, return_inverse=True)
    for number, name in enumerate(different.tolist()):
        if name:
            yield name, which.reshape(-1) == number


def _rows(evaluation: Evaluation) -> Int[NDArray, " n"]:
    row = evaluation.pairs.row
    return np.arange(len(evaluation.pairs)) if row is None else np.asarray(row)


def _notices(table: Float[NDArray, "n measures"], views: int) -> tuple[str, ...]:
    lost = views - int(np.isfinite(table[:, 0]).sum())
    return (f"{lost} of {views} views could not be measured: joints are missing.",) if lost else ()
