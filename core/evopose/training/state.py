"""Where training stands: the cascade so far, the learner at work, its optimiser, and how well it did."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

import torch
from annotated_types import Ge, Le, Len, Lt
from pydantic import FiniteFloat
from torch import Tensor

from evopose.lifting.cascade import Cascade, make_learner
from evopose.lifting.learner import Learner
from evopose.lifting.lifter import Lifter
from evopose.lifting.options import MOST_STAGES
from evopose.training.averaging import Average
from evopose.training.compiling import compiled
from evopose.training.dropout import quickened
from evopose.training.options import TrainOptions
from evopose.training.randomness import INITIAL, seeded

Count = Annotated[int, Ge(0), Le(2**62)]
Amount = Annotated[FiniteFloat, Ge(0)]


@dataclass
class Counts:
    """Plain numbers; with the weights they are all that a checkpoint needs."""

    stage: Annotated[int, Ge(-1), Lt(MOST_STAGES)] = -1
    """Place in the cascade of the learner at work (from 0); −1 before the first one is begun."""
    step: Count = 0
    """Of the stage: the next one."""
    total: Count = 0
    """Of all stages: how many were made."""
    judged: Count = 0
    """The step before which it was validated last."""
    error: Amount | None = None
    """What that found: the mean error of poses, in metres."""
    best: Amount | None = None
    """The least of the stage so far."""
    worse: Count = 0
    """Validations in a row without a better one."""
    ended: Annotated[list[Amount], Len(max_length=MOST_STAGES)] = field(default_factory=list)
    """Error of the cascade up to each stage that is over, where it was validated."""
    parts: Annotated[int, Ge(1), Le(1 << 22)] = 1
    """In how many a batch is worked through, for want of memory."""
    samples: Count = 0
    seconds: Amount = 0.0
    notices: list[str] = field(default_factory=list)


class State:
    """It changes as training goes on."""

    def __init__(self, options: TrainOptions, lifter: Lifter, device: torch.device) -> None:
        """`lifter`: scaled; its learners are there already."""
        self.options, self.device = options, device
        self.lifter = lifter.on(device)
        self.lifter.cascade.requires_grad_(False).eval()
        self.counts = Counts()
        self.learner: Learner
        self.forward: Callable[[Tensor], Tensor]
        """What the learner does, compiled where that was asked for."""
        self.optimiser: torch.optim.Optimizer
        self.average: Average[Learner] | None = None
        self.at_rest = True
        """Whether it may be kept as it is."""
        self.kept: dict[str, Tensor] = {}
        """The learner's weights when it was best; empty where the last ones count."""

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Within, it is between two states: what is interrupted there must not be kept."""
        self.at_rest = False
        yield
        self.at_rest = True

    def buffers(self) -> list[Tensor]:
        """What the learner counts while it learns (of batches' means and deviations), to restore it."""
        return [buffer.clone() for buffer in self.learner.buffers()]

    def restore(self, buffers: list[Tensor]) -> None:
        """As it was then."""
        for buffer, value in zip(self.learner.buffers(), buffers, strict=True):
            buffer.copy_(value)

    @property
    def done(self) -> bool:
        """Whether every stage is trained."""
        return len(self.lifter.cascade) >= self.options.model.stages

    @property
    def between(self) -> bool:
        """Whether the next thing to do is to begin a stage."""
        return len(self.lifter.cascade) > self.counts.stage

    def begin_stage(self) -> None:
        """A new learner for the next place."""
        number, model = len(self.lifter.cascade), self.options.model
        with seeded(self.options.seed, INITIAL, number, 0, self.device):
            learner = make_learner(model, self.lifter.seen, self.lifter.given, number)
        self.take(learner)
        counts = self.counts
        counts.stage, counts.step, counts.judged, counts.worse = number, 0, 0, 0
        counts.error = counts.best = None

    def take(self, learner: Learner) -> None:
        """To train this one from now on."""
        schedule = self.options.schedule
        self.learner = quickened(learner.to(self.device).requires_grad_(True), self.device)
        self.forward = compiled(self.learner, self.options.compile, self.device)
        self.optimiser = torch.optim.AdamW(
            self.learner.parameters(), schedule.learning_rate, weight_decay=schedule.weight_decay, fused=True
        )
        self.average = Average(self.learner, schedule.ema) if schedule.ema else None
        self.kept = {}

    @property
    def current(self) -> Cascade:
        """What has been learned so far, the learner at work among it, for inference."""
        if self.between:
            return self.lifter.cascade
        return Cascade([*self.lifter.cascade, self._answering.eval()])

    def judge(self, error: float) -> None:
        """What a validation found, in metres."""
        counts = self.counts
        counts.judged, counts.error = counts.step, error
        if counts.best is None or error < counts.best:
            counts.best, counts.worse = error, 0
            if self.options.schedule.patience:
                self.kept = {name: value.detach().clone() for name, value in self._answering.state_dict().items()}
        else:
            counts.worse += 1

    def end_stage(self) -> None:
        """The learner joins the cascade: as it was when it was best, where that is watched, or as it is."""
        learner = self._answering
        if self.counts.error is not None:
            self.counts.ended.append(self.counts.best if self.kept and self.counts.best else self.counts.error)
        if self.kept:
            learner.load_state_dict({**learner.state_dict(), **self.kept})
        self.lifter.cascade.append(learner.requires_grad_(False).eval())
        self.kept = {}

    @property
    def _answering(self) -> Learner:
        """Whose weights count: the mean of past ones, or the last."""
        return self.average.learner if self.average else self.learner
