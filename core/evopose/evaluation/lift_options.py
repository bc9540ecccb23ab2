"""What lifting is asked for; no torch."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Ge, Le
from pydantic import Field
from tyro.conf import Positional, arg

from evopose.evolution.ranges import check_cameras
from evopose.evolution.recipe import Views
from evopose.io.selection import Selection
from evopose.options import OptionalPath, Options, check_idle


class LiftOptions(Options):
    """All but the work: whom, by what, and where it goes."""

    sources: Annotated[tuple[Path, ...], Field(min_length=1), Positional, arg(metavar="SOURCE…")]
    """Keypoint files (COCO JSON, the original's annotation.npy), projects, recorded pairs of 2D and 3D; populations
    and runs of evolution, as the cameras of `views` see them."""
    out: Path
    """The file to write: a population (.safetensors, .npz, .bvh, .npy), or .json for other programs."""
    lifter: OptionalPath = None
    """The lifter: a file of ours, the original's model.th, an exported one (.onnx, .ts), or a run of training; the one
    that ships if left out."""
    select: Annotated[Selection, arg(name="")] = Selection()
    """Which of the recorded pairs."""
    views: Views = Views(count=1)
    """The cameras that populations are seen by."""
    unit: Literal["m", "cm", "mm"] = "m"
    """What the populations' positions are in, where the format does not say (safetensors, npz)."""
    most: Annotated[int, Ge(1), Le(10**9)] = 1_000_000
    """Of populations with more poses so many, spread evenly."""
    overwrite: bool = False
    """Replace what is there."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where it is lifted; auto is the GPU if there is one."""
    seed: Annotated[int, Ge(0), Le(2**63 - 1)] = 0
    """Of the cameras."""

    def check(self, kinds: Collection[str]) -> None:
        """BadOption for what nothing would look at where the sources are of these kinds: population, pairs,
        annotations."""
        if "population" not in kinds:
            check_idle(self, ("views", "unit", "most", "seed"), "where no source is a population")
        if "pairs" not in kinds:
            check_idle(self, ("select",), "where no source has recorded pairs of 2D and 3D")
        check_cameras(self, self.views)
