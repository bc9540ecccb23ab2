"""The state of training on the disk: all that a stopped run needs to go on as if it had never stopped.

CHECKPOINT/state.safetensors, written aside and renamed, while the one before it moves to CHECKPOINT-before: weights,
the optimiser's moments, the mean of past weights, the best ones; the counts and the place in the log are in its
metadata. setup.json beside it says what the run began with.
Random numbers need no state: they depend on seed, stage and step alone.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
from annotated_types import Ge, Le, Lt
from pydantic import Field, TypeAdapter, ValidationError
from torch import Tensor

from evopose.errors import BadFile
from evopose.evolution.checkpoint import plain_values
from evopose.io.aside import write_aside
from evopose.io.tensors import Header, header_of, write_tensors
from evopose.lifting.cascade import Cascade, cascade_of, make_learner
from evopose.lifting.lifter import Lifter
from evopose.lifting.options import ModelOptions, Normalisation
from evopose.lifting.scales import NUMBERS
from evopose.model.array import NDArray
from evopose.runs.run import Run
from evopose.training.generations import replace
from evopose.training.options import TrainOptions
from evopose.training.state import Amount, Count, Counts, State

FORMAT = "evopose training 1"
STATE, SETUP = "state.safetensors", "setup.json"
_EVERY_S, _VALIDATED_S = 15.0, 2.0
"""Least seconds between two times, and before one that is known to be good."""
_SHARE = 20
"""Keeping takes no more than about one part in so many of the time."""
_UNSAVED = "num_batches_tracked"
_MOMENTS = ("exp_avg", "exp_avg_sq")
Joint = Annotated[int, Ge(0), Lt(17)]


@dataclass(frozen=True)
class Setup:
    """What a run began with."""

    asked: dict[str, Any]
    """Its options, as plain values."""
    lineage: list[dict[str, Any]]
    validated_on: list[dict[str, Any]]
    validation_pairs: Count
    of_mean: Amount | None
    """The validation error of saying the mean pose to everything, in metres; None without validation."""
    begin_with: str
    """SHA-256 of the lifter that it began with; empty without one."""
    device: Annotated[str, Field(pattern="^(cpu|cuda)$")]
    precision: Annotated[str, Field(pattern="^(float32|bfloat16)$")]
    threads: Annotated[int, Ge(1), Le(1 << 20)]
    notices: list[str]
    normalisation: Normalisation
    flip: bool
    seen: tuple[Joint, ...]
    given: tuple[Joint, ...]

    def write(self, folder: Path) -> None:
        """Keep it; NotWritable where that fails."""
        write_aside(folder / SETUP, json.dumps(asdict(self), ensure_ascii=False))

    @classmethod
    def read(cls, folder: Path) -> "Setup | None":
        """None where there is none yet; BadFile where it is damaged."""
        path = folder / SETUP
        return plain_values(path, cls) if path.exists() else None


@dataclass(frozen=True)
class Point:
    """Where a run stands, beside its tensors."""

    counts: Counts
    log: Count
    """Bytes of the log that belong to it."""


class Keeper:
    """Keeps the state when some time has passed, and when it is asked to."""

    def __init__(self, run: Run, state: State) -> None:
        self.run, self.state = run, state
        self._began, self._before = time.monotonic(), state.counts.seconds
        self._kept, self._cost = self._began, 0.0
        self.kept_steps = state.counts.total
        """Of the optimiser, in the checkpoint on the disk."""

    @property
    def seconds(self) -> float:
        """Worked so far, in all processes."""
        return self._before + time.monotonic() - self._began

    def consider(self, validated: bool) -> None:
        """The state may be kept now; it is if that was long ago."""
        apart = max(_VALIDATED_S if validated else _EVERY_S, _SHARE * self._cost)
        if time.monotonic() - self._kept >= apart:
            self.keep()

    def keep(self) -> None:
        """On the disk; NotWritable, and the last one stays, where that fails."""
        start = time.monotonic()
        self.state.counts.seconds = self.seconds
        write(self.run.checkpoint, self.state, self.run.logged())
        self.kept_steps = self.state.counts.total
        self._kept = time.monotonic()
        self._cost = self._kept - start


def write(folder: Path, state: State, log: int) -> None:
    """The state, and how many bytes of the log belong to it; what was there is the one before."""
    tensors = {name: _array(value) for name, value in _tensors(state)}
    point = json.dumps(asdict(Point(state.counts, log)), ensure_ascii=False)
    replace(folder / STATE, lambda path: write_tensors(path, tensors, {"format": FORMAT, "point": point}))


def read(folder: Path, options: TrainOptions, setup: Setup, device: torch.device) -> tuple[State, int] | None:
    """The state there is, and bytes of the log; None where there is none yet, BadFile where it is damaged."""
    path = folder / STATE
    if not path.exists():
        return None
    header = _header(path)
    if header.metadata.get("format") != FORMAT:
        raise BadFile(path, f"this is no checkpoint of training: its metadata should say {FORMAT!r}.")
    try:
        point = TypeAdapter(Point).validate_json(header.metadata["point"], strict=True)
        tensors = {name: torch.from_numpy(np.array(header.mapped(name))) for name in header.places}
        if bad := [name for name, value in tensors.items() if not bool(torch.isfinite(value).all())]:
            raise ValueError(f"{bad[0]} has numbers that are not finite")
        return _restored(options, setup, point.counts, tensors, device), point.log
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BadFile(path, f"this checkpoint is damaged ({place}: {first['msg']}).") from error
    except (KeyError, ValueError, TypeError, RuntimeError) as error:
        reason = str(error).split("\n")[0]
        raise BadFile(path, f"this checkpoint is damaged, or of another run ({reason}).") from error


def _header(path: Path) -> Header:
    try:
        return header_of(path)
    except BadFile as error:
        size = path.stat().st_size
        raise BadFile(path, f"this checkpoint is damaged (its {size:,} bytes are cut off or written over).") from error


def _restored(
    options: TrainOptions, setup: Setup, counts: Counts, tensors: Mapping[str, Tensor], device: torch.device
) -> State:
    state = State(options, _lifter(setup, tensors), device)
    state.counts = counts
    if state.between:
        return state
    learner = make_learner(options.model, setup.seen, setup.given, counts.stage)
    _check_shapes(options.model, learner, tensors)
    _load(learner, _under("learner.", tensors))
    state.take(learner)
    for number, parameter in enumerate(state.learner.parameters()) if counts.step else ():
        moments = {name: tensors[f"optimiser.{number}.{name}"].to(device) for name in _MOMENTS}
        if any(moment.shape != parameter.shape for moment in moments.values()):
            raise ValueError(f"moments of parameter {number} have another shape")
        state.optimiser.state[parameter] = {"step": torch.tensor(float(counts.step), device=device), **moments}
    if state.average:
        _load(state.average.learner, _under("average.", tensors))
    state.kept = {name: value.to(device) for name, value in _under("kept.", tensors).items()}
    return state


def _lifter(setup: Setup, tensors: Mapping[str, Tensor]) -> Lifter:
    learned, numbers = _under("cascade.", tensors), {name: tensors[name] for name in NUMBERS}
    cascade = cascade_of(learned, setup.seen, setup.given) if learned else Cascade()
    return Lifter(cascade, setup.seen, setup.given, setup.normalisation, **numbers, metadata={}, flip=setup.flip)


def _check_shapes(model: ModelOptions, learner: torch.nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """ValueError where the learner at work is of other options than the run's."""
    named = f"--learner {model.learner} --width {model.width} --blocks {model.blocks}"
    for prefix in ("learner.", "average.", "kept."):
        there = _under(prefix, tensors)
        for name, value in learner.state_dict().items():
            if name in there and there[name].shape != value.shape:
                shapes = f"{tuple(there[name].shape)}, where {named} has {tuple(value.shape)}"
                raise ValueError(f"{prefix}{name} is of shape {shapes}")


def _load(module: torch.nn.Module, values: Mapping[str, Tensor]) -> None:
    """All but what is not kept; RuntimeError where names or shapes differ."""
    unsaved = {name: value for name, value in module.state_dict().items() if name.endswith(_UNSAVED)}
    module.load_state_dict({**unsaved, **values})


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _tensors(state: State) -> Iterator[tuple[str, Tensor]]:
    for name in NUMBERS:
        yield name, getattr(state.lifter, name)
    modules: dict[str, torch.nn.Module] = {"cascade.": state.lifter.cascade}
    if not state.between:
        modules |= {"learner.": state.learner} | ({"average.": state.average.learner} if state.average else {})
        for number, parameter in enumerate(state.learner.parameters()):
            for name, value in state.optimiser.state.get(parameter, {}).items():
                if name in _MOMENTS:
                    yield f"optimiser.{number}.{name}", value
        for name, value in state.kept.items():
            if not name.endswith(_UNSAVED):
                yield f"kept.{name}", value
    for prefix, module in modules.items():
        for name, value in module.state_dict().items():
            if not name.endswith(_UNSAVED):
                yield prefix + name, value


def _array(tensor: Tensor) -> NDArray:
    return np.ascontiguousarray(tensor.detach().cpu().numpy())
