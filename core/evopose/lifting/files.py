"""Lifter files: one safetensors file of ours, or the original's `model.th` with `stats.npy` beside it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast, get_args
from warnings import catch_warnings, simplefilter

import numpy as np
import torch
from torch import Tensor

from evopose.errors import BadFile, EvoError, MissingFile, UnsafeFile
from evopose.io.h36m import JOINTS
from evopose.io.pickles import load_npy
from evopose.io.tensors import Header, header_of, write_tensors
from evopose.lifting.cascade import Cascade, cascade_of
from evopose.lifting.lifter import NUMBERS, Lifter, Normalisation
from evopose.model.array import NDArray

FORMAT = "evopose lifter 1"
_PREFIX = "cascade."
_UNSAVED = "num_batches_tracked"
_PER_POSE_JOINTS = 16
"""The original's model for pictures from anywhere does without the nose, and scales each pose by itself."""
_SMALLEST_DEVIATION = 1e-8


def read_lifter(path: Path) -> Lifter:
    """The lifter in a file; MissingFile, UnsafeFile or BadFile otherwise. Nothing in it is run."""
    if not path.is_file():
        raise MissingFile(path, "lifter")
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise BadFile(path, "it is no lifter: a .safetensors file was expected, or model.th with stats.npy beside it.")
    return read(path)


def write_lifter(lifter: Lifter, path: Path) -> None:
    """All that inference needs; NotWritable where that fails."""
    state = lifter.cascade.state_dict()
    tensors = {_PREFIX + name: _array(value) for name, value in state.items() if not name.endswith(_UNSAVED)}
    tensors |= {name: _array(getattr(lifter, name)) for name in NUMBERS}
    about = {
        "skeleton": "h36m_17",
        "seen": list(lifter.seen),
        "given": list(lifter.given),
        "normalisation": lifter.normalisation,
        **lifter.metadata,
    }
    write_tensors(path, tensors, {"format": FORMAT, "lifter": json.dumps(about, ensure_ascii=False)})


def _read_ours(path: Path) -> Lifter:
    header = header_of(path)
    if header.metadata.get("format") != FORMAT:
        there = ", ".join(sorted(header.places)[:6]) or "nothing"
        raise BadFile(path, f"it is no lifter: its metadata should say {FORMAT!r}; it holds {there}.")
    try:
        about = json.loads(header.metadata["lifter"])
        seen, given = (_joints(about.pop(name), name) for name in ("seen", "given"))
        normalisation = about.pop("normalisation")
        if about.pop("skeleton") != "h36m_17" or normalisation not in get_args(Normalisation):
            raise ValueError("another skeleton than h36m_17, or a normalisation that is not known")
        state = {name[len(_PREFIX) :]: _mapped(header, name) for name in header.places if name.startswith(_PREFIX)}
        numbers = {name: _mapped(header, name) for name in NUMBERS}
        return _lifter(cascade_of(state), seen, given, normalisation, numbers, about)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadFile(path, f"this lifter is damaged ({error}).") from error


def _read_original(path: Path) -> Lifter:
    try:
        cascade = cascade_of(_state(path))
    except ValueError as error:
        raise BadFile(path, f"it holds no cascade: {error}") from error
    stats = path.with_name("stats.npy")
    if not stats.is_file():
        raise MissingFile(stats, "statistics of the training set", "The original saves them beside its model.")
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
        raise BadFile(path, f"not a readable torch file ({type(error).__name__}).") from error
    if not isinstance(content, Mapping) or not all(isinstance(value, Tensor) for value in content.values()):
        raise BadFile(path, f"a state dictionary was expected; it holds {type(content).__name__}.")
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
    return _lifter(cascade, seen, given, "pose" if per_pose else "set", numbers, {"source": "EvoSkeleton"})


def _used(slots: Any, size: int) -> tuple[int, ...]:
    """Joints of H36M-17 whose every coordinate is in a list of the original's slots."""
    numbers = [int(slot) for slot in np.asarray(slots).reshape(-1)]
    found = tuple(JOINTS.index(slot // size) for slot in numbers[::size])
    if numbers != [JOINTS[joint] * size + axis for joint in found for axis in range(size)]:
        raise ValueError(f"dim_use_{size}d does not name whole joints")
    return found


def _lifter(
    cascade: Cascade,
    seen: tuple[int, ...],
    given: tuple[int, ...],
    normalisation: Normalisation,
    numbers: Mapping[str, Tensor],
    about: Mapping[str, Any],
) -> Lifter:
    """Checked: what goes in and comes out is as wide as the joints say."""
    if cascade.inputs != 2 * len(seen) or cascade.outputs != 3 * len(given):
        raise ValueError(
            f"the network takes {cascade.inputs} numbers and gives {cascade.outputs}; "
            f"{len(seen)} joints in and {len(given)} out are {2 * len(seen)} and {3 * len(given)}"
        )
    for name, values in numbers.items():
        count = len(seen) if name.endswith("2d") else len(given)
        if values.shape != (count, int(name[-2])) or not bool(torch.isfinite(values).all()):
            raise ValueError(f"{name} is {tuple(values.shape)}, or not finite")
        scales = name == "std_3d" or (name == "std_2d" and normalisation == "set")
        if scales and not bool((values > _SMALLEST_DEVIATION).all()):
            raise ValueError(f"a deviation in {name} is not positive")
    return Lifter(cascade, seen, given, normalisation, **numbers, metadata=about)


def _joints(value: Any, name: str) -> tuple[int, ...]:
    joints = tuple(value)
    if not joints or len(set(joints)) != len(joints) or not all(type(j) is int and 0 <= j < 17 for j in joints):
        raise ValueError(f"{name} should list joints of H36M-17 and is {value}")
    return joints


def _mapped(header: Header, name: str) -> Tensor:
    return torch.from_numpy(np.array(header.mapped(name), np.float32))


def _array(tensor: Tensor) -> NDArray:
    return np.ascontiguousarray(tensor.detach().cpu().numpy().astype(np.float32))


_READERS: Mapping[str, Callable[[Path], Lifter]] = {
    ".safetensors": _read_ours,
    **dict.fromkeys((".th", ".pth", ".pt", ".bin"), _read_original),
}
"""By suffix."""
