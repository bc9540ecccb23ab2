"""What an evaluation found, as its folder keeps it: evaluation.json and worst.safetensors. Pages read it: no torch."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from jaxtyping import Float, Int
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from evopose.errors import BadFile, MissingFile
from evopose.io.aside import write_aside
from evopose.io.tensors import header_of, write_tensors
from evopose.lifting.about import checked
from evopose.model.array import NDArray

EVALUATION, WORST = "evaluation.json", "worst.safetensors"
FORMAT, WORST_FORMAT = "evopose evaluation 1", "evopose worst 1"
_TRUE = ("", "gt", "annotation")
"""What readers of data sets say in place of a detector."""


class Figures(BaseModel):
    """Means over some poses. Millimetres and shares (0 to 1); None where nothing can be told.

    Those called 16 are without the root, whose zero the others count among seventeen joints; those called 14 are of the
    joints of MPI-INF-3DHP's figures.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    mpjpe_mm: float | None = None
    pa_mpjpe_mm: float | None = None
    n_mpjpe_mm: float | None = None
    pck150: float | None = None
    auc: float | None = None
    mpjpe16_mm: float | None = None
    pa_mpjpe16_mm: float | None = None
    n_mpjpe16_mm: float | None = None
    pck150_16: float | None = None
    auc16: float | None = None
    pck150_14: float | None = None
    auc14: float | None = None


class Group(Figures):
    """Of some of the views: the clips of one kind, or one source."""

    views: int = 0
    """Poses as cameras saw them: what the means are over."""
    intervals: dict[str, tuple[float, float]] = {}
    """By name of the figure, 95 %; of fewer than two clips there are none."""


class Data(BaseModel):
    """One of the things that the lifter was measured on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    path: str
    """Of the file or the folder."""
    kind: str = "population"
    """population (its 2D was projected) or pairs (recorded with their 2D)."""
    source: str = ""
    """What it says of itself."""
    detector: str = ""
    """Whose 2D it is; empty: the true one."""
    data_set: str = ""
    """Human3.6M or MPI-INF-3DHP where it is one of those that papers compare on."""
    subjects: tuple[str, ...] = ()
    views: int = 0
    """Poses as cameras saw them."""

    @property
    def true(self) -> bool:
        """Whether its 2D is that of the true joints, and not what a detector found."""
        return self.detector in _TRUE


class Evaluated(Figures):
    """One lifter on some data."""

    format: str = FORMAT
    version: str = ""
    """Of the program."""
    lifter: str = ""
    """Path."""
    lifter_about: Annotated[dict[str, Any], AfterValidator(checked)] = {}
    """What its file says of it: model, lineage of the data, normalisation."""
    data: tuple[Data, ...] = ()
    protocol: str = ""
    """P1*: 2D is true; P1: 2D is a detector's. PA-MPJPE is P2's in both."""
    convention: str = ""
    """Over which joints the means are."""
    poses: int = 0
    """Different ones."""
    views: int = 0
    """Poses as cameras saw them: what the means are over."""
    clips: int = 0
    """0 where none are told."""
    intervals: dict[str, tuple[float, float]] = {}
    """By name of the figure: where 95 % of the means lie if the clips are drawn again; none of fewer than two."""
    intervals_over: str = ""
    """clips, or poses where no clips are told."""
    per_joint: dict[str, float | None] = {}
    """Millimetres, by name of the joint of H36M-17."""
    per_action: dict[str, Group] = {}
    """By kind of the clips; empty where none is told."""
    per_source: dict[str, Group] = {}
    """By path; empty where there is but one."""
    mean_of_actions: Figures = Figures()
    """Every action counts the same, as in the literature's averages."""
    options: dict[str, Any] = {}
    """What was asked for."""
    notices: tuple[str, ...] = ()
    seconds: float = 0.0


MEASURES = tuple(Figures.model_fields)
"""Names of the figures, in order."""


@dataclass(frozen=True, eq=False)
class Worst:
    """The poses that were lifted worst, the worst first."""

    pixels: Float[NDArray, "k 17 2"]
    """What the lifter saw."""
    truth: Float[NDArray, "k 17 3"]
    """About the hip, metres, camera frame (x right, y down, z ahead)."""
    predicted: Float[NDArray, "k 17 3"]
    """The same, lifted."""
    hip: Float[NDArray, "k 3"]
    """Where it truly is, metres, camera frame."""
    world: Float[NDArray, "k 17 3"]
    """The true pose in the world, metres, z up; of recorded pairs as if the camera were level."""
    error: Float[NDArray, " k"]
    """MPJPE, metres."""
    row: Int[NDArray, " k"]
    """Of the population that it is of, or of the pairs."""
    source: Int[NDArray, " k"]
    """Which of `sources`."""
    lens: Float[NDArray, "k 6"]
    """Pixels: focal lengths, centre, width and height of the picture."""
    sources: tuple[str, ...] = ()
    """Paths."""
    clips: tuple[str, ...] = ()
    """Of each, the name of its clip; empty where it is of none."""
    actions: tuple[str, ...] = ()
    """Of each, its clip's kind."""

    def __len__(self) -> int:
        return len(self.error)


_TENSORS = tuple(field.name for field in fields(Worst) if field.name not in ("sources", "clips", "actions"))
_SHAPES = {
    "pixels": (17, 2), "truth": (17, 3), "predicted": (17, 3), "hip": (3,), "world": (17, 3), "error": (), "row": (),
    "source": (), "lens": (6,),
}  # fmt: skip


def read_evaluation(folder: Path) -> Evaluated:
    """What is in a folder of `evopose evaluate --out`; MissingFile or BadFile."""
    path = folder / EVALUATION
    try:
        found = Evaluated.model_validate(json.loads(path.read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFile(path, "evaluation", "`evopose evaluate --out FOLDER` writes one.") from None
    except ValidationError as error:
        first = error.errors()[0]
        told = f"{'.'.join(map(str, first['loc'])) or 'all of it'}: {first['msg']}"
        raise BadFile(path, f"this is no evaluation ({told}).") from error
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile(path, f"not readable as JSON ({error}).") from error
    if found.format != FORMAT:
        raise BadFile(path, f"its format is {found.format!r}; expected {FORMAT!r}.")
    return found


def write_evaluation(evaluated: Evaluated, folder: Path) -> Path:
    """Into the folder, which is there; NotWritable where that fails."""
    write_aside(folder / EVALUATION, evaluated.model_dump_json(indent=2) + "\n")
    return folder / EVALUATION


def read_worst(folder: Path) -> Worst:
    """The worst of an evaluation; MissingFile or BadFile."""
    header = header_of(folder / WORST)
    try:
        about = json.loads(header.metadata["worst"])
        arrays: dict[str, Any] = {name: np.array(header.mapped(name)) for name in _TENSORS}
        count = len(arrays["error"])
        listed: dict[str, Any] = {name: tuple(map(str, about[name])) for name in ("sources", "clips", "actions")}
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise BadFile(header.path, f"these are no worst poses of an evaluation ({error}).") from error
    wrong = [name for name, array in arrays.items() if array.shape != (count, *_SHAPES[name])]
    if wrong or {len(listed["clips"]), len(listed["actions"])} != {count}:
        raise BadFile(header.path, f"the worst poses of an evaluation are damaged: {wrong or 'clips, actions'}.")
    return Worst(**arrays, **listed)


def write_worst(worst: Worst, folder: Path) -> Path:
    """Into the folder, which is there; NotWritable where that fails."""
    tensors = {name: np.ascontiguousarray(getattr(worst, name)) for name in _TENSORS}
    about = {name: list(getattr(worst, name)) for name in ("sources", "clips", "actions")}
    write_tensors(folder / WORST, tensors, {"format": WORST_FORMAT, "worst": json.dumps(about, ensure_ascii=False)})
    return folder / WORST
