"""`evopose limits-check POP [--limits LIMITS]`."""

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import tyro

from evopose.errors import UnknownFormat
from evopose.geometry.hierarchy import degenerate
from evopose.io.format import format_of
from evopose.jobs import Job, Progress
from evopose.limits import opened
from evopose.model.limb import LIMBS
from evopose.options import OptionalPath, Options

_CHUNK = 65536


class LimitsCheck(Options):
    """Tell how many poses of a population lie within joint limits, and which limb directions do not."""

    population: Annotated[Path, tyro.conf.Positional]
    """A file of poses, in any format that is read."""
    limits: OptionalPath = None
    """A file of `limits-fit`, or jointAngleModel_v2 (.mat or .npy); the limits that ship if left out."""

    def run(self) -> Job[dict[str, Any]]:
        """Read, check chunk by chunk, count."""
        reader = format_of(self.population).read_population
        if reader is None:
            raise UnknownFormat(self.population, "it holds no population of poses.")
        positions = reader(self.population).positions
        limits = opened(self.limits)
        counts, valid, broken = np.zeros(9, np.int64), 0, 0
        for start in range(0, len(positions), _CHUNK):
            chunk = np.asarray(positions[start : start + _CHUNK])
            verdicts = np.asarray(limits.valid(chunk))
            counts += verdicts.sum(axis=0)
            valid += int(verdicts.all(axis=1).sum())
            broken += int(degenerate(chunk).sum())
            yield Progress(start + len(chunk), len(positions), f"{valid} valid")
        total = max(len(positions), 1)
        return {
            "limits": limits.name,
            "poses": len(positions),
            "valid": valid / total,
            "per_direction": (counts / total).tolist(),
            "directions": [limb.name for limb in LIMBS],
            "degenerate": broken,
        }
