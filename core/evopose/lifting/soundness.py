"""Whether the parts of a lifter that was read fit each other."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from evopose.errors import BadOption
from evopose.lifting.cascade import Cascade
from evopose.lifting.lifter import Lifter
from evopose.lifting.mirror import order
from evopose.lifting.options import Normalisation
from evopose.lifting.residual import Residual

_SMALLEST_DEVIATION = 1e-8


def assembled(
    cascade: Cascade,
    seen: tuple[int, ...],
    given: tuple[int, ...],
    normalisation: Normalisation,
    numbers: Mapping[str, Tensor],
    about: Mapping[str, Any],
    flip: bool = False,
) -> Lifter:
    """A lifter of these parts; ValueError where the widths, the scales or the joints do not fit."""
    _stages_fit(cascade, 2 * len(seen), 3 * len(given))
    for name, values in numbers.items():
        count = len(seen) if name.endswith("2d") else len(given)
        if values.shape != (count, int(name[-2])) or not bool(torch.isfinite(values).all()):
            raise ValueError(f"{name} is {tuple(values.shape)}, or not finite")
        scales = name == "std_3d" or (name == "std_2d" and normalisation != "pose")
        if scales and not bool((values > _SMALLEST_DEVIATION).all()):
            raise ValueError(f"a deviation in {name} is not positive")
    if flip:
        _both_sides(seen)
    return Lifter(cascade, seen, given, normalisation, **numbers, metadata=about, flip=flip)


def joints_of(value: Any, name: str) -> tuple[int, ...]:
    """Numbers of joints in a file; ValueError for what is none."""
    joints = tuple(value)
    if not joints or len(set(joints)) != len(joints) or not all(type(j) is int and 0 <= j < 17 for j in joints):
        raise ValueError(f"{name} should list joints of H36M-17 and is {value}")
    return joints


def _stages_fit(cascade: Cascade, views: int, poses: int) -> None:
    """Of each stage the numbers in and out; those after the first may take the estimate so far besides."""
    for stage, learner in enumerate(cascade.learners):
        takes = (views, views + poses) if stage else (views,)
        first, last = ("w1.weight", "w2.weight") if isinstance(learner, Residual) else ("begun.weight", "out.weight")
        wrong = first if learner.inputs not in takes else last if learner.outputs != poses else ""
        if wrong:
            raise ValueError(
                f"{stage}.{wrong}: stage {stage} takes {learner.inputs} numbers and gives {learner.outputs}; of its "
                f"joints it would take {' or '.join(map(str, takes))} and give {poses}"
            )


def _both_sides(seen: tuple[int, ...]) -> None:
    try:
        order(seen)
    except BadOption as error:
        raise ValueError(str(error)) from None
