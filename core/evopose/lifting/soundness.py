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
    if cascade.inputs != 2 * len(seen) or cascade.outputs != 3 * len(given):
        raise ValueError(
            f"the network takes {cascade.inputs} numbers and gives {cascade.outputs}; "
            f"{len(seen)} joints in and {len(given)} out are {2 * len(seen)} and {3 * len(given)}"
        )
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


def _both_sides(seen: tuple[int, ...]) -> None:
    try:
        order(seen)
    except BadOption as error:
        raise ValueError(str(error)) from None
