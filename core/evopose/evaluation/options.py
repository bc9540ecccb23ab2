"""What an evaluation is asked for; no torch, so that pages make forms of it."""

from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le
from pydantic import model_validator
from tyro.conf import arg

from evopose.errors import BadOption
from evopose.evolution.ranges import check_cameras
from evopose.evolution.recipe import Views
from evopose.io.selection import Selection
from evopose.options import OptionalPath, Options, check_idle, listed

_OF_TABLES = ("table", "beside")


class EvaluateOptions(Options):
    """All but the work: which lifter, on what, and what is written."""

    lifter: OptionalPath = None
    """The lifter; the one that ships if left out."""
    population: Annotated[tuple[Path, ...], arg(metavar="PATH…")] = ()
    """Poses to measure it on, in any format that is read, projects, or runs of evolution: seen by the cameras of
    `views`, so that its 2D is true (P1*)."""
    pairs: Annotated[tuple[Path, ...], arg(metavar="PATH…")] = ()
    """Recorded pairs of 2D and 3D: our own files (.safetensors), Human3.6M as the original distributes it, which is
    twoDPose_HRN_test.npy with what lies beside it, or as VideoPose3D does, data_2d_h36m_….npz, or the test set of
    MPI-INF-3DHP: its folder, or one annot_data.mat."""
    select: Annotated[Selection, arg(name="")] = Selection()
    """Which of the recorded pairs."""
    kinds: tuple[str, ...] = ()
    """Only clips of these kinds, of populations: a word of what the motion is called begins so (walk, run)."""
    unit: Literal["m", "cm", "mm"] = "m"
    """What the populations' positions are in, where the format does not say (safetensors, npz)."""
    views: Views = Views()
    """The cameras that populations are seen by."""
    most: Annotated[int, Ge(1), Le(10**9)] = 100_000
    """Of populations with more poses so many, spread evenly."""
    flip: bool = False
    """Lift every pose mirrored besides, and take the mean."""
    out: OptionalPath = None
    """A folder for evaluation.json and worst.safetensors."""
    overwrite: bool = False
    """Replace the evaluation in --out, and the file of --worst-population."""
    worst: Annotated[int, Ge(1), Le(100_000)] = 100
    """How many of the worst poses are kept, the worst of each clip first."""
    worst_population: OptionalPath = None
    """Write the worst poses as a population to this file: to annotate them, or to evolve from."""
    table: bool = False
    """Print the rows of the paper's tables 2 to 7 beside its published figures. Without anything to measure, all of
    them are told."""
    beside: Annotated[tuple[Path, ...], arg(metavar="FOLDER…")] = ()
    """Folders of earlier evaluations, whose figures go into the table too."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where it is lifted; auto is the GPU if there is one."""
    seed: Annotated[int, Ge(0), Le(2**63 - 1)] = 0
    """Of the cameras and of the intervals; the same seed gives the same figures."""

    @model_validator(mode="before")
    @classmethod
    def _one_path_is_enough(cls, values: Any) -> Any:
        return listed(values, ("population", "pairs", "beside"))

    def check(self) -> None:
        """BadOption where there is nothing to do, for cameras that cannot stand, and for what nothing would look at."""
        measured = self.population or self.pairs
        if not measured and not self.table:
            raise BadOption("There is nothing to measure on: name poses with --population, or --pairs.")
        if not measured:
            others = [name for name in type(self).model_fields if name not in _OF_TABLES]
            check_idle(self, others, "without poses to measure on, which --population or --pairs names")
        if not self.population:
            check_idle(self, ("kinds", "unit", "views", "most"), "without --population")
        if not self.pairs:
            check_idle(self, ("select",), "without --pairs")
        if not self.table:
            check_idle(self, ("beside",), "without --table")
        if self.out is None and self.worst_population is None:
            check_idle(self, ("worst",), "without --out or --worst-population")
            check_idle(self, ("overwrite",), "without --out or --worst-population")
        check_cameras(self, self.views)
