"""The loop (paper §4.2, Algorithm 3), from top to bottom: learners one after the other, each on what is left.

For each stage, for each step: a batch, what the cascade so far leaves of it, loss, gradients, a step, the mean of past
weights; now and then validation. All that happens depends on options, data and where it stands: stopped at any yield
and gone on with from the same state, it comes to the same bits on the same CPU with as many threads.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from evopose.errors import Diverged
from evopose.evolution import budget
from evopose.evolution.memory import peak_mb
from evopose.jobs import Job, Progress
from evopose.lifting.device import device_of
from evopose.lifting.lifter import Lifter
from evopose.model.pairs import Pairs
from evopose.training.data import Data
from evopose.training.divergence import diverged
from evopose.training.feeding import Batch, Feed, untrained
from evopose.training.glance import Glance
from evopose.training.judging import Judge
from evopose.training.memory import divided, halving
from evopose.training.options import TrainOptions
from evopose.training.precision import precision_of, products
from evopose.training.randomness import DROPOUT, seeded
from evopose.training.rates import rate_at
from evopose.training.state import State
from evopose.training.telling import Extent, Teller

_VALIDATIONS = 50
"""Of a stage, where their distance is not given."""


def fit(options: TrainOptions, data: Data, validation: Pairs | None = None) -> Job[Lifter]:
    """Train in memory; nothing is read or written, `options.out` and its paths are left alone.

    BadOption where options or data do not fit, Diverged where a loss is nan.
    """
    device = torch.device(device_of(options.device))
    feed = Feed(data, options, device, budget.bytes_of(options.memory))
    state = State(options, untrained(feed, options.model), device)
    yield from train(state, feed, None if validation is None else Judge(validation, device))
    return replace(state.lifter, metadata={"model": options.model.model_dump(mode="json")}).on("cpu")


def train(
    state: State,
    feed: Feed,
    judge: Judge | None = None,
    keep: Callable[[bool], None] = lambda validated: None,
    show: Callable[[Glance], None] = lambda glance: None,
    precision: str | None = None,
) -> Job[None]:
    """From where the state stands to its end.

    `keep` is called after each step and each validation (told by True), when the state may be kept.
    """
    schedule, counts = state.options.schedule, state.counts
    extent = extent_of(state.options, feed, precision)
    every = schedule.validate_every or max(1, extent.steps // _VALIDATIONS)
    teller, losses = Teller(extent), Losses()
    while not state.done:
        if state.between:
            with state.moving():
                state.begin_stage()
        while True:
            if judge and counts.judged < counts.step and (counts.step % every == 0 or counts.step == extent.steps):
                error, glance = yield from judge.judged(state, extent.precision, _line(teller, state, None))
                state.judge(error)
                show(glance)
                keep(True)
                yield _line(teller, state, losses.mean(), validated=True)
            if counts.step >= extent.steps or (schedule.patience and counts.worse >= schedule.patience):
                break
            loss = halving(state, lambda: gradients(state, feed, extent))
            with state.moving():
                apply(state, extent)
                counts.step, counts.total = counts.step + 1, counts.total + 1
                counts.samples += extent.batch_size
            losses.add(loss)
            teller.step()
            keep(False)
            if teller.due:
                yield _line(teller, state, losses.mean())
        with state.moving():
            state.end_stage()
        yield _line(teller, state, None, ended=True)


def gradients(state: State, feed: Feed, extent: Extent) -> Tensor:
    """Those of a step, in the learner's parameters; the loss. Interrupted, the state is what it was.

    Diverged where loss or gradients are no numbers: on a CPU at once, elsewhere when losses are told.
    """
    counts, learner, buffers = state.counts, state.learner.train(), state.buffers()
    try:
        batch = feed.batch(state.lifter, counts.stage, counts.step, extent.batch_size)
        x, y = left_over(state, batch, extent.precision)
        state.optimiser.zero_grad()
        loss, pairs = y.new_zeros(()), batch.whole.sum().clamp(min=1)
        with seeded(state.options.seed, DROPOUT, counts.stage, counts.step, state.device):
            parts = (divided(each, counts.parts) for each in (x, y, batch.whole))
            for inputs, targets, whole in zip(*parts, strict=True):
                with products(extent.precision, state.device):
                    outputs = state.forward(inputs)
                apart = (outputs.float() - targets).square() * whole[:, None]
                part = apart.sum() / (pairs * y.shape[1])
                part.backward()
                loss = loss + part.detach()
        norm = torch.nn.utils.clip_grad_norm_(learner.parameters(), state.options.schedule.clip or math.inf)
        if state.device.type == "cpu" and not math.isfinite(float(loss + norm)):
            raise diverged(state, feed, batch, extent, float(loss))
    except BaseException:
        state.restore(buffers)
        raise
    return loss


def apply(state: State, extent: Extent) -> None:
    """A step of the optimiser by the gradients that are there."""
    for group in state.optimiser.param_groups:
        group["lr"] = rate_at(state.options.schedule, state.counts.step, extent.steps)
    state.optimiser.step()
    if state.average:
        state.average.follow(state.learner, state.counts.step)


@torch.no_grad()
def left_over(state: State, batch: Batch, precision: str) -> tuple[Tensor, Tensor]:
    """What the learner at work is given, and what the cascade so far leaves for it to say."""
    cascade = state.lifter.cascade
    if not len(cascade):
        return batch.x, batch.y
    with products(precision, state.device):
        estimate = cascade(batch.x)
    estimate = estimate.float()
    return cascade.input_of(state.learner, batch.x, estimate), batch.y - estimate


class Losses:
    """Those since they were last told, where the device has them: to ask for each would make it wait."""

    def __init__(self) -> None:
        self._sum: Tensor | None = None
        self._count = 0

    def add(self, loss: Tensor) -> None:
        """One more step's."""
        self._sum = loss if self._sum is None else self._sum + loss
        self._count += 1

    def mean(self) -> float | None:
        """Their mean; None where there is none. Diverged where it is no number."""
        if self._sum is None:
            return None
        mean = float(self._sum) / self._count
        self._sum, self._count = None, 0
        if not math.isfinite(mean):
            raise Diverged(f"The loss came to {mean}: a smaller --learning-rate, or --clip, keeps it in bounds.")
        return round(mean, 6)


def extent_of(options: TrainOptions, feed: Feed, precision: str | None = None) -> Extent:
    """How far it goes, and by what means."""
    schedule, pairs = options.schedule, feed.order.total
    return Extent(
        stages=options.model.stages,
        steps=schedule.steps_for(pairs),
        batch_size=schedule.batch_size,
        epoch=pairs,
        device=torch.cuda.get_device_name(feed.device) if feed.device.type == "cuda" else "cpu",
        precision=precision or precision_of(options, feed.device),
    )


def _line(teller: Teller, state: State, loss: float | None, validated: bool = False, ended: bool = False) -> Progress:
    """A line of the log as it stands."""
    counts = state.counts
    more: dict[str, Any] = {
        "learning_rate": rate_at(state.options.schedule, counts.step, teller.extent.steps),
        "memory_mb": memory_mb(state.device),
    }
    if validated:
        more |= {"validation_mpjpe_mm": _mm(counts.error), "best_mpjpe_mm": _mm(counts.best)}
    if ended:
        more["stage_done"] = True
    return teller.line(counts.stage, counts.step, counts.total, loss, more)


def memory_mb(device: torch.device) -> float | None:
    """The most that was taken, of the device's memory."""
    return round(torch.cuda.max_memory_allocated(device) / 1e6, 1) if device.type == "cuda" else peak_mb()


def _mm(metres: float | None) -> float | None:
    return None if metres is None else round(1000 * metres, 3)
