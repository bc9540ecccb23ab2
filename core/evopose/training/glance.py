"""Ten validation poses as they are lifted at present: what a page shows while training goes on; no torch.

RUN/glance.safetensors is written anew at every validation, aside and renamed.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float

from evopose.errors import BadFile
from evopose.io.tensors import header_of, write_tensors
from evopose.model.array import NDArray

NAME = "glance.safetensors"
"""Of the file in a run's folder."""
FORMAT = "evopose glance 1"
COUNT = 10
"""Poses; the same ones all through a run. Fewer where validation has fewer."""
_SHAPES = {"pixels": (17, 2), "truth": (17, 3), "predicted": (17, 3)}


@dataclass(frozen=True, eq=False)
class Glance:
    """A few poses, seen by a camera, and what the lifter so far makes of them."""

    pixels: Float[NDArray, "n 17 2"]
    truth: Float[NDArray, "n 17 3"]
    """Metres about the hip, in the camera's frame (x right, y down, z ahead)."""
    predicted: Float[NDArray, "n 17 3"]
    """Likewise; nan for joints that the lifter does not give."""
    stage: int
    """1 for the first."""
    total_step: int
    mpjpe_mm: tuple[float, ...]
    """Of each pose, over 17 joints with the hip's zero."""


def write_glance(glance: Glance, path: Path) -> None:
    """In one file; NotWritable where that fails."""
    tensors = {name: np.ascontiguousarray(getattr(glance, name), np.float32) for name in _SHAPES}
    about = {"stage": glance.stage, "total_step": glance.total_step, "mpjpe_mm": list(glance.mpjpe_mm)}
    write_tensors(path, tensors, {"format": FORMAT, "glance": json.dumps(about)})


def read_glance(path: Path) -> Glance:
    """MissingFile where there is none (yet), BadFile where it is something else."""
    header = header_of(path)
    if header.metadata.get("format") != FORMAT:
        raise BadFile(path, f"it is no glance: its metadata should say {FORMAT!r}.")
    try:
        about = json.loads(header.metadata["glance"])
        arrays = {name: np.array(header.mapped(name), np.float32) for name in _SHAPES}
        count = len(arrays["pixels"])
        if any(array.shape != (count, *_SHAPES[name]) for name, array in arrays.items()):
            raise ValueError("its poses are of other shapes than H36M-17's")
        errors = tuple(float(error) for error in about["mpjpe_mm"])
        if len(errors) != count:
            raise ValueError(f"{len(errors)} errors of {count} poses")
        return Glance(**arrays, stage=int(about["stage"]), total_step=int(about["total_step"]), mpjpe_mm=errors)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise BadFile(path, f"this glance is damaged ({error}).") from error
