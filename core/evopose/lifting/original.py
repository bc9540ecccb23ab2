"""The original's checkpoint: `model.th`, a state dictionary, with `stats.npy` beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from warnings import catch_warnings, simplefilter

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from evopose.errors import BadFile, EvoError, UnsafeFile
from evopose.io.h36m import JOINTS
from evopose.io.pickles import load_npy
from evopose.lifting.cascade import Cascade, cascade_of
from evopose.lifting.exported import refused
from evopose.lifting.lifter import Lifter
from evopose.lifting.scales import NUMBERS
from evopose.lifting.soundness import assembled
from evopose.lifting.torch_file import is_archive, statistics_of
from evopose.model.array import NDArray

_STATISTICS = (*NUMBERS, "dim_use_2d", "dim_use_3d")
_JOINTS = 32
"""That the original's slots are of."""
_PER_POSE_JOINTS = 16
"""The original's model for pictures from anywhere does without the nose, and scales each pose by itself."""


def read_original(path: Path) -> Lifter:
    """The lifter; MissingFile, UnsafeFile or BadFile otherwise. Nothing in it is run."""
    try:
        cascade = cascade_of(_state(path))
    except ValueError as error:
        raise BadFile(path, f"it holds no cascade: {error}") from error
    stats = statistics_of(path)
    try:
        return _with_stats(cascade, _named(load_npy(stats)))
    except EvoError:
        raise
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise BadFile(stats, f"these are not the statistics of {path.name} ({error}).") from error


def _state(path: Path) -> Mapping[str, Tensor]:
    """The state dictionary in a torch file, read with `weights_only`."""
    try:
        with catch_warnings():
            simplefilter("ignore")  # torch wonders at pickles that are refused anyway
            content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged file can make torch raise nearly anything
        if "Unsupported global" in str(error):
            raise UnsafeFile(
                path,
                "it holds whole objects, which could run code, and not weights alone; nothing was run. Where it was "
                "made, save `model.state_dict()` instead.",
            ) from error
        if is_archive(path):
            raise refused(path) from error
        there = "cut short, damaged, or something else" if path.stat().st_size else "empty"
        raise BadFile(
            path, f"not a readable torch file: it is {there}; what torch.save makes of a state dictionary was expected."
        ) from error
    if not isinstance(content, Mapping) or not all(
        isinstance(name, str) and isinstance(value, Tensor) for name, value in content.items()
    ):
        raise BadFile(path, f"a state dictionary, tensors by name, was expected; it holds {type(content).__name__}.")
    return cast("Mapping[str, Tensor]", content)


def _named(content: Any) -> Mapping[str, Any]:
    """A dictionary with all that is needed; ValueError otherwise."""
    if not isinstance(content, Mapping):
        there = f"an array of shape {np.shape(content)}" if isinstance(content, np.ndarray) else type(content).__name__
        raise ValueError(f"a dictionary with {', '.join(_STATISTICS)} was expected, and it is {there}")
    if lacking := [name for name in _STATISTICS if name not in content]:
        held = ", ".join(map(str, list(content)[:8])) or "nothing"
        raise ValueError(f"{', '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} lacking; it holds {held}")
    return content


def _with_stats(cascade: Cascade, stats: Mapping[str, Any]) -> Lifter:
    """The original's statistics, of 32 joints in pixels and millimetres, for the joints in use."""
    seen, given = (_used(stats[f"dim_use_{size}d"], size) for size in (2, 3))
    per_pose = len(seen) == _PER_POSE_JOINTS
    numbers = {}
    for name in NUMBERS:
        size = int(name[-2])
        slots = [JOINTS[joint] for joint in (seen if size == 2 else given)]
        values = _per_joint(stats[name], name, size)[slots]
        numbers[name] = torch.from_numpy((values / 1000 if size == 3 else values).astype(np.float32))
    return assembled(cascade, seen, given, "pose" if per_pose else "set", numbers, {"source": "EvoSkeleton"})


def _per_joint(values: Any, name: str, size: int) -> Float[NDArray, "32 size"]:
    try:
        flat = np.asarray(values, np.float64).reshape(-1)
    except (ValueError, TypeError):
        raise ValueError(f"{name} should be numbers, and is {type(values).__name__}") from None
    if len(flat) != _JOINTS * size:
        raise ValueError(
            f"{name} should be {_JOINTS * size} numbers, {size} of each of {_JOINTS} joints; it is {len(flat)}"
        )
    return flat.reshape(_JOINTS, size)


def _used(slots: Any, size: int) -> tuple[int, ...]:
    """Joints of H36M-17 whose every coordinate is in a list of the original's slots."""
    try:
        numbers = [int(slot) for slot in np.asarray(slots).reshape(-1)]
    except (ValueError, TypeError):
        numbers = []
    found = tuple(JOINTS.index(slot // size) for slot in numbers[::size] if slot // size in JOINTS)
    if not numbers or numbers != [JOINTS[joint] * size + axis for joint in found for axis in range(size)]:
        raise ValueError(f"dim_use_{size}d should list the slots of whole joints, {size} each, of {_JOINTS * size}")
    return found
