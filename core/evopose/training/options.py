"""What a run of training is asked for; no torch, so that pages make forms of it."""

from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le, Lt
from pydantic import model_validator
from tyro.conf import arg

from evopose.dependencies import with_torch
from evopose.evolution.recipe import Views
from evopose.jobs import Job
from evopose.lifting.options import ModelOptions
from evopose.options import OptionalPath, Options, Part, listed

_OPTIONAL = "(optional)"


class Schedule(Part):
    """How long and how boldly each stage learns."""

    epochs: Annotated[float, Gt(0), Le(100_000)] = 200.0
    """Passes over the poses, each seen by every camera once, of each stage."""
    steps: Annotated[Annotated[int, Ge(1), Le(10**9)] | None, arg(metavar="INT", help_behavior_hint=_OPTIONAL)] = None
    """Steps of the optimiser of each stage, instead of epochs."""
    batch_size: Annotated[int, Ge(2), Le(1 << 22)] = 8192
    """Pairs a step."""
    learning_rate: Annotated[float, Gt(0), Le(10)] = 1e-3
    """The greatest, of Adam."""
    decay: Literal["constant", "cosine", "exponential"] = "cosine"
    """How the learning rate falls: not at all, along half a cosine to zero, or by an equal factor every step (to a
    hundredth)."""
    warmup: Annotated[int, Ge(0), Le(10**6)] = 0
    """Steps over which it rises from zero."""
    weight_decay: Annotated[float, Ge(0), Le(1)] = 0.0
    """Decoupled (AdamW)."""
    clip: Annotated[float, Ge(0), Le(1e6)] = 1.0
    """Greatest norm of a step's gradient; 0 lets any through."""
    ema: Annotated[float, Ge(0), Lt(1)] = 0.0
    """Decay of the mean of past weights, which is what is validated and kept (0.999); 0 keeps the last weights."""
    patience: Annotated[int, Ge(0), Le(10**6)] = 0
    """A stage ends after so many validations in a row without a better one, and keeps its best; 0 goes on."""
    validate_every: Annotated[int, Ge(0), Le(10**9)] = 0
    """Steps between validations; 0 is a fiftieth of a stage."""

    def steps_for(self, pairs: int) -> int:
        """Steps of each stage on so many pairs, each seen by every camera once in an epoch; at least one."""
        return self.steps or max(1, round(self.epochs * pairs / self.batch_size))


class TrainOptions(Options):
    """All but the work: on what, which model, how long, with what it may take."""

    population: Annotated[tuple[Path, ...], arg(metavar="PATH…")] = ()
    """Poses to learn from: files in any format that is read, projects, folders of files, runs of evolution. Pairs are
    made of them by the cameras of `views` while training goes on."""
    detections: Annotated[tuple[Path, ...], arg(metavar="PATH…")] = ()
    """Recorded pairs to mix in, with 2D as a detector found it: data sets with 2D and 3D (`evopose evaluate --help`
    names the formats)."""
    weights: tuple[Annotated[float, Ge(0), Le(1e6)], ...] = ()
    """How often each population, then each of the detections, is drawn from, in proportion to the others; by their
    sizes if left out."""
    out: Path
    """Folder of the run; it must be new or empty."""
    validation: Annotated[tuple[Path, ...], arg(metavar="PATH…")] = ()
    """Populations to validate on; a share of the clips of those to learn from if left out."""
    validation_share: Annotated[float, Ge(0), Lt(1)] = 0.05
    """That share; of poses of generation 0, whole clips where there are any. 0: no validation."""
    kinds: tuple[str, ...] = ()
    """Learn from clips of these kinds only: a word of what the motion is called begins so (walk, run)."""
    share: Annotated[float, Gt(0), Le(1)] = 1.0
    """Learn from this share of the poses, spread evenly over the clips."""
    unit: Literal["m", "cm", "mm"] = "m"
    """What the files' positions are in, where the format does not say (safetensors, npz)."""
    model: Annotated[ModelOptions, arg(name="")] = ModelOptions()
    """What is trained."""
    schedule: Annotated[Schedule, arg(name="")] = Schedule()
    """How."""
    views: Views = Views()
    """The cameras."""
    noise_px: Annotated[float, Ge(0), Le(100)] = 0.0
    """Standard deviation of noise on the 2D, in pixels of Human3.6M's cameras, as a detector has it."""
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Of the products of matrices; auto is bfloat16 where the device is faster with it."""
    compile: Literal["auto", "off", "on"] = "auto"
    """Let torch compile the model; auto does so on a GPU where it pays."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where; auto is the GPU if there is one."""
    memory: str = "4GB"
    """How much the poses may take; more of them are read from their files as they are drawn."""
    begin_with: OptionalPath = None
    """A lifter, or a run that made one, whose stages are there already: training adds to them what is asked for
    besides, or goes on with the last where nothing is."""
    seed: Annotated[int, Ge(0), Le(2**63 - 1)] = 0
    """The same seed gives the same lifter, bit for bit, on the same CPU with as many threads."""

    @model_validator(mode="before")
    @classmethod
    def _one_path_is_enough(cls, values: Any) -> Any:
        return listed(values, ("population", "detections", "validation"))

    def run(self) -> Job[dict[str, Any]]:
        """A new run; torch loads with it, which takes seconds: not before it is needed."""
        job: Job[dict[str, Any]] = _running().begin(self)
        return job

    def resume(self, folder: Path, end_here: bool = False) -> Job[dict[str, Any]]:
        """Go on with a run of these options, or make its result of what there is; what it returns is of the whole."""
        job: Job[dict[str, Any]] = _running().resume(self, folder, end_here)
        return job


def _running() -> Any:
    return with_torch("evopose.training.running", "Training needs")
