"""What an experiment is asked for; no torch, so that its help comes at once."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from annotated_types import Ge, Gt, Le
from pydantic import Field
from tyro.conf import Positional, arg

from evopose.errors import BadOption, MissingFile
from evopose.options import Options, check_idle

Name: TypeAlias = Literal["recipes", "ablation", "fig2", "fig9", "fig10", "fig11", "fig12", "tab5", "all"]
PartName: TypeAlias = Literal["development", "report"]


class ExperimentOptions(Options):
    """All but the work: which experiment, on whom, how much."""

    name: Positional[Name]
    """fig2, fig9, fig10, fig11, fig12 and tab5 as the paper has them; recipes: the controls and several recipes at one
    size; ablation: ours without each of its parts; or all."""
    out: Path
    """Folder for the report; begun again with the same folder, what was done there is not done twice."""
    mocap: Path = Path("../shared/data/mocap")
    """Folder of cmu.npz, bandai1.npz, snu_mrl.npz and animated_drawings.npz."""
    part: PartName = "report"
    """Whose poses: those to choose a recipe by (development), or those kept for the report. They share nobody."""
    source: Annotated[tuple[Path, ...], arg(metavar="PATH…")] = ()
    """Populations of yours to begin with, instead of the part's."""
    target: Annotated[tuple[Path, ...], arg(metavar="PATH…")] = ()
    """Populations of yours to measure on; where one is among the sources, its clips of other kinds."""
    kinds: Annotated[tuple[str, ...], Field(min_length=1)] = ("walk", "run", "dash")
    """What evolution begins with; what it must come to lift are the clips of other kinds. With --source and --target it
    does something only where a file is both: of others all clips are taken."""
    arms: tuple[str, ...] = ()
    """Of `recipes`: these arms only (besides plain and the controls); all if left out."""
    founders: Annotated[int, Ge(2), Le(10**7)] = 750
    """Poses to begin with where an experiment does not say, spread evenly over the clips; at most all."""
    ratio: Annotated[float, Gt(1), Le(1000)] = 10.0
    """How many times as many poses every arm but plain has."""
    seeds: Annotated[int, Ge(1), Le(100)] = 5
    """How often each is tried: other founders, other children, another beginning of training."""
    steps: Annotated[int, Ge(1), Le(10**7)] = 600
    """Of the optimiser for each stage, in every arm."""
    batch_size: Annotated[int, Ge(2), Le(1 << 20)] = 512
    """Pairs a step."""
    width: Annotated[int, Ge(8), Le(8192)] = 256
    """Of the lifters (d)."""
    dropout: Annotated[float, Ge(0), Le(0.9)] = 0.1
    """Of the lifters; so short a training needs little."""
    stages: Annotated[int, Ge(1), Le(8)] = 2
    """Learners of the longest cascade (fig9, tab5); elsewhere there is one, as in the paper's ablations."""
    poses: Annotated[int, Ge(2), Le(10**6)] = 1000
    """Of each set that is measured on, spread evenly; four cameras see each."""
    limits: Literal["apart", "shipped"] = "apart"
    """Joint limits that select: learned from poses of nobody who is measured on (apart), or those that ship, which
    were learned from all of cmu.npz. With populations of yours, those that ship."""

    def check(self) -> None:
        """BadOption where source and target do not come together, MissingFile where a file is not there."""
        if bool(self.source) != bool(self.target):
            raise BadOption("--source and --target come together: poses to begin with, and others to measure on.")
        for path in (*self.source, *self.target):
            if not path.exists():
                raise MissingFile(path, "population")
        if self.source:
            check_idle(self, ("mocap", "part"), "beside --source and --target")
            if not self.both:
                check_idle(self, ("kinds",), "where no file is both a source and a target")

    @property
    def both(self) -> set[Path]:
        """Files that are source and target: they give other clips to each."""
        return {path.resolve() for path in self.source} & {path.resolve() for path in self.target}
