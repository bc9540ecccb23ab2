"""Lifter files: one safetensors file of ours; the original's are read too."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import torch
from torch import Tensor

from evopose import __version__
from evopose.errors import BadFile, BadOption, MissingFile
from evopose.io.tensors import Header, header_of, write_tensors
from evopose.lifting import exported
from evopose.lifting.about import parsed
from evopose.lifting.cascade import cascade_of
from evopose.lifting.lifter import Lifter
from evopose.lifting.options import Normalisation
from evopose.lifting.original import read_original
from evopose.lifting.scales import NUMBERS
from evopose.lifting.soundness import assembled, joints_of
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

FORMAT = "evopose lifter 1"
_PREFIX = "cascade."
_UNSAVED = "num_batches_tracked"


def read_lifter(path: Path) -> Lifter:
    """The lifter in a file; MissingFile, UnsafeFile or BadFile otherwise. Nothing in it is run."""
    if not path.is_file():
        raise MissingFile(path, "lifter")
    if path.suffix.lower() in exported.SUFFIXES:
        raise exported.refused(path)
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise BadFile(path, "it is no lifter: a .safetensors file was expected, or model.th with stats.npy beside it.")
    return read(path)


def write_lifter(lifter: Lifter, path: Path, dtype: Literal["float32", "float16"] = "float32") -> None:
    """All that inference needs; its metadata go with it. float16 halves the file: matrices lose their last digits.

    NotWritable where that fails; BadOption where a weight is too great for float16.
    """
    state = {name: value for name, value in lifter.cascade.state_dict().items() if not name.endswith(_UNSAVED)}
    tensors = {_PREFIX + name: _array(value, dtype if value.ndim > 1 else "float32") for name, value in state.items()}
    if too_great := [name for name, value in tensors.items() if not np.isfinite(value).all()]:
        raise BadOption(f"{too_great[0]} has numbers that are not finite in {dtype}: such a lifter is not written.")
    tensors |= {name: _array(getattr(lifter, name), "float32") for name in NUMBERS}
    about = {
        **lifter.metadata,
        "skeleton": H36M_17.name,
        "seen": list(lifter.seen),
        "given": list(lifter.given),
        "normalisation": lifter.normalisation,
        "flip": lifter.flip,
    }
    said = {"format": FORMAT, "created_by": f"evopose {__version__}", "lifter": json.dumps(about, ensure_ascii=False)}
    write_tensors(path, tensors, said)


def _read_ours(path: Path) -> Lifter:
    header = header_of(path)
    if header.metadata.get("format") != FORMAT:
        there = ", ".join(sorted(header.places)[:6]) or "nothing"
        raise BadFile(path, f"it is no lifter: its metadata should say {FORMAT!r}; it holds {there}.")
    try:
        about = parsed(header.metadata["lifter"])
        skeleton, normalisation = about.pop("skeleton"), about.pop("normalisation")
        if skeleton != H36M_17.name:
            raise ValueError(f"it is for the skeleton {skeleton}, {H36M_17.name} was expected")
        if normalisation not in get_args(Normalisation):
            raise ValueError(f"normalisation {normalisation} is none of {', '.join(get_args(Normalisation))}")
        return _of(header, normalisation, about)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadFile(path, f"this lifter is damaged ({_said(error)}).") from error


def _of(header: Header, normalisation: Normalisation, about: dict[str, Any]) -> Lifter:
    seen, given = (joints_of(about.pop(name), name) for name in ("seen", "given"))
    state = {name[len(_PREFIX) :]: _mapped(header, name) for name in header.places if name.startswith(_PREFIX)}
    numbers = {name: _mapped(header, name) for name in NUMBERS}
    flip = bool(about.pop("flip", False))
    return assembled(cascade_of(state, seen, given), seen, given, normalisation, numbers, about, flip)


def _said(error: Exception) -> str:
    return f"{error.args[0]} is lacking" if isinstance(error, KeyError) else str(error)


def _mapped(header: Header, name: str) -> Tensor:
    return torch.from_numpy(np.array(header.mapped(name), np.float32))


def _array(tensor: Tensor, dtype: str) -> NDArray:
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(tensor.detach().cpu().numpy().astype(dtype))


_READERS: Mapping[str, Callable[[Path], Lifter]] = {
    ".safetensors": _read_ours,
    **dict.fromkeys((".th", ".pth", ".pt", ".bin"), read_original),
}
"""By suffix."""
