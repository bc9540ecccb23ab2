"""Joint limits as files: `.npz` of plain arrays `upper`, `lower` and `metadata` (JSON text); those that ship."""

import io
import json
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from evopose.errors import BadFile, MissingFile
from evopose.io.aside import write_aside
from evopose.limits.occupancy import PARENT_CELLS, OccupancyLimits
from evopose.limits.sphere import CELLS
from evopose.resources import resource

FORMAT = "evopose joint limits 1"
_SHAPES = {"upper": (5, CELLS // 8), "lower": (4, PARENT_CELLS, CELLS // 8)}


def write(limits: OccupancyLimits, path: Path) -> None:
    """The limits as a file, the same bytes every time; NotWritable where that cannot be done."""
    text = json.dumps({**limits.metadata, "format": FORMAT}, ensure_ascii=False, sort_keys=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, upper=limits.upper, lower=limits.lower, metadata=np.array(text))
    write_aside(path, buffer.getvalue())


def read(path: Path) -> OccupancyLimits:
    """The limits in a file; MissingFile, or BadFile where it holds something else. Nothing in it is run."""
    if not path.exists():
        raise MissingFile(path, "joint limits")
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in (*_SHAPES, "metadata")}
            metadata = json.loads(str(arrays["metadata"]))
    except (OSError, ValueError, KeyError, AttributeError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise BadFile(path, "it holds no joint limits (`evopose limits-fit` makes such files).") from error
    for name, shape in _SHAPES.items():
        if arrays[name].shape != shape or arrays[name].dtype != np.uint8:
            found = f"{arrays[name].dtype} {arrays[name].shape}"
            raise BadFile(path, f"`{name}` should be uint8 of shape {shape} and is {found}.")
    if not isinstance(metadata, dict) or metadata.get("format") != FORMAT:
        raise BadFile(path, f"its metadata should say {FORMAT!r}.")
    return OccupancyLimits(arrays["upper"], arrays["lower"], metadata)


@cache
def default() -> OccupancyLimits:
    """The limits that ship with the program, learned from CMU's motion capture (docs/limits.md)."""
    return read(resource("limits/cmu.npz"))
