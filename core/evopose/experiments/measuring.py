"""Errors of a lifter on pairs, clip by clip."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch
from jaxtyping import Float

from evopose.evaluation.scores import mpjpe
from evopose.experiments.trial import Errors
from evopose.geometry.metrics import pa_mpjpe
from evopose.lifting.cascade import Cascade
from evopose.lifting.lifter import Lifter
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs

_MM = 1000.0


def prefixes(lifter: Lifter) -> Iterator[Lifter]:
    """The lifter of its first learner, of its first two, and so on."""
    learners = lifter.cascade.learners
    for count in range(1, len(learners) + 1):
        yield replace(lifter, cascade=Cascade(learners[:count]).eval())


def errors(lifter: Lifter, pairs: Pairs) -> Errors:
    """By clip; poses of no clip are all of one."""
    predicted = _predicted(lifter, pairs)
    p1, p2 = _MM * np.asarray(mpjpe(predicted, pairs.joints)), _MM * pa_mpjpe(predicted, pairs.joints)
    numbers = np.zeros(len(pairs), np.int64) if pairs.clip is None else np.asarray(pairs.clip)
    clips, which, views = np.unique(numbers, return_inverse=True, return_counts=True)
    p1, p2 = (np.bincount(which, each) / views for each in (p1, p2))
    names = pairs.metadata.get("clip_names") or ()
    called = tuple(str(names[k]) if 0 <= k < len(names) else str(k) for k in clips.tolist())
    return Errors(called, tuple(views.tolist()), _rounded(p1), _rounded(p2))


def mean_mm(lifter: Lifter, pairs: Pairs) -> float:
    """Protocol 1* over all pairs, 17 joints."""
    return float(_MM * np.mean(np.asarray(mpjpe(_predicted(lifter, pairs), pairs.joints))))


def _predicted(lifter: Lifter, pairs: Pairs) -> Float[NDArray, "n 17 3"]:
    return lifter.predict(torch.from_numpy(pairs.pixels)).numpy().astype(np.float64)


def _rounded(values: Float[NDArray, " n"]) -> tuple[float, ...]:
    return tuple(round(value, 3) for value in values.tolist())
