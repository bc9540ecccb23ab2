"""The original's checkpoint: `model.th`, a state dictionary, with `stats.npy` beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from warnings import catch_warnings, simplefilter

import numpy as np
import torch
from torch import Tensor

from evopose.errors import BadFile, EvoError, UnsafeFile
from evopose.io.h36m import JOINTS
from evopose.io.pickles import load_npy
from evopose.lifting.cascade import Cascade, cascade_of
from evopose.lifting.exported import refused
from evopose.lifting.lifter import Lifter
from evopose.lifting.scales import NUMBERS
from evopose.lifting.soundness import assembled
from evopose.lifting.torch_file import statistics_of

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
        return _with_stats(cascade, load_npy(stats))
    except EvoError:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
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
        if "TorchScript" in str(error):
            raise refused(path) from error
        raise BadFile(path, f"not a readable torch file ({type(error).__name__}).") from error
    if not isinstance(content, Mapping) or not all(
        isinstance(name, str) and isinstance(value, Tensor) for name, value in content.items()
    ):
        raise BadFile(path, f"a state dictionary, tensors by name, was expected; it holds {type(content).__name__}.")
    return cast("Mapping[str, Tensor]", content)


def _with_stats(cascade: Cascade, stats: Mapping[str, Any]) -> Lifter:
    """The original's statistics, of 32 joints in pixels and millimetres, for the joints in use."""
    seen, given = (_used(stats[f"dim_use_{size}d"], size) for size in (2, 3))
    per_pose = len(seen) == _PER_POSE_JOINTS
    numbers = {}
    for name in NUMBERS:
        size = int(name[-2])
        slots = [JOINTS[joint] for joint in (seen if size == 2 else given)]
        values = np.asarray(stats[name], np.float64).reshape(32, size)[slots]
        numbers[name] = torch.from_numpy((values / 1000 if size == 3 else values).astype(np.float32))
    return assembled(cascade, seen, given, "pose" if per_pose else "set", numbers, {"source": "EvoSkeleton"})


def _used(slots: Any, size: int) -> tuple[int, ...]:
    """Joints of H36M-17 whose every coordinate is in a list of the original's slots."""
    numbers = [int(slot) for slot in np.asarray(slots).reshape(-1)]
    found = tuple(JOINTS.index(slot // size) for slot in numbers[::size])
    if numbers != [JOINTS[joint] * size + axis for joint in found for axis in range(size)]:
        raise ValueError(f"dim_use_{size}d does not name whole joints")
    return found
