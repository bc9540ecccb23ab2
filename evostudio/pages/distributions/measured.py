"""What was measured of the populations that the page shows, as `evopose coverage --out` leaves it in files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from evopose.coverage import measures
from evopose.coverage.density import density, smooth
from evopose.errors import BadFile
from evopose.io.tensors import Header, header_of
from evopose.model.array import NDArray


@dataclass(frozen=True, eq=False)
class Side:
    """One population."""

    path: Path
    poses: int
    counts: Int[NDArray, "9 120 60"]
    """Of directions: θ from −180° and φ from −90°, in cells of 3°."""
    headings: Int[NDArray, "36"]
    """Before the cameras, from −180° in cells of 10°; 0 faces the camera."""
    elevations: Int[NDArray, "18"]
    """From −90° in cells of 10°; 90° lies on the back."""
    keypoints: Int[NDArray, "17 50 50"]
    """Of each joint in the pictures: columns, rows."""
    lengths: Int[NDArray, "16 160"]
    """Of each bone, in cells of 5 mm."""

    @cached_property
    def densities(self) -> Float[NDArray, "9 120 60"]:
        """Share of the poses per steradian (0.080 where all directions are as frequent)."""
        return density(self.counts)

    @cached_property
    def smoothed(self) -> Float[NDArray, "9 120 60"]:
        """The same with each pose spread a little about its direction."""
        return smooth(self.counts)


@dataclass(frozen=True, eq=False)
class Numbers:
    """What the table says of one direction of one population."""

    cells: int
    share: float
    """Of the valid region, by solid angle."""
    entropy: float
    """Bits."""


@dataclass(frozen=True, eq=False)
class Measured:
    """What is shown: one population, or two to compare."""

    after: Side
    before: Side | None
    possible: Float[NDArray, "9 120 60"]
    """What the joint limits allow (`coverage.regions.possible`)."""
    report: Mapping[str, Any] = field(default_factory=dict)
    """The whole result of `evopose coverage`."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """Before, where there is one, and after."""
        return (self.after,) if self.before is None else (self.before, self.after)

    @property
    def named(self) -> dict[str, Side]:
        """'before', where there is one, and 'after'."""
        return {"after": self.after} if self.before is None else {"before": self.before, "after": self.after}

    @cached_property
    def regions(self) -> Bool[NDArray, "9 120 60"]:
        """The cells within the limits."""
        return np.asarray(self.possible > 0)

    def numbers(self, side: Side) -> tuple[Numbers, ...]:
        """For each of the nine directions."""
        shares = measures.shares(side.counts, self.possible)
        bits = np.nan_to_num(measures.entropies(side.counts))
        found = measures.reached(side.counts)
        return tuple(Numbers(int(found[i]), float(shares[i]), float(bits[i])) for i in range(9))

    def new_cells(self) -> tuple[int, ...]:
        """Cells that hold a pose after and none before, for each direction; none without a population before."""
        if self.before is None:
            return ()
        return tuple(map(int, measures.new_cells(self.before.counts, self.after.counts)))


_NEEDED = ("counts", "possible", "headings", "elevations", "keypoints", "lengths")


def read(histograms: Path, paths: Sequence[Path], report: Mapping[str, Any]) -> Measured:
    """Of one population, or of one before and one after; BadFile where the file holds something else."""
    header = header_of(histograms)
    lacking = [name for name in _NEEDED if name not in header.places]
    if lacking:
        raise BadFile(histograms, f"this is no coverage of populations: it lacks {', '.join(lacking)}.")
    poses = json.loads(header.metadata["about"])["poses"]
    sides = [_side(header, number, path, poses[number]) for number, path in enumerate(paths)]
    possible = np.array(header.mapped("possible"))
    return Measured(sides[-1], sides[0] if len(sides) > 1 else None, possible, report)


def _side(header: Header, number: int, path: Path, poses: int) -> Side:
    columns = {name: np.array(header.mapped(name)[number]) for name in _NEEDED if name != "possible"}
    return Side(path, poses, **columns)
