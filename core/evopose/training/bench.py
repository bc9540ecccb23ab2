"""How fast training is: the loop beside a plain one in float32, and how fast pairs are made."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from evopose.evaluation.viewing import seen
from evopose.evolution.recipe import Views
from evopose.io.npz import read
from evopose.jobs import Progress, finish
from evopose.lifting.cascade import make_learner
from evopose.lifting.device import device_of
from evopose.lifting.options import ModelOptions
from evopose.model.array import NDArray
from evopose.model.population import Population
from evopose.training.data import Data
from evopose.training.dropout import Dropout
from evopose.training.feeding import Feed, untrained
from evopose.training.judging import Judge
from evopose.training.loop import apply, extent_of, gradients
from evopose.training.options import Schedule, TrainOptions
from evopose.training.precision import precision_of
from evopose.training.state import State

_POSES = 1_000_000
_BATCH = 8192
_PAPER = 8_000_000 * 200
"""Pairs that the paper's full training shows each learner."""
_LEARNERS = 3
_HELD = 50
"""One pose in so many is validated on."""


def bench_feeding(mocap: Path, poses: int = _POSES) -> dict[str, Any]:
    """Pairs a second of one core from a resident population, scaled and ready to be learned from."""
    positions = _many(np.asarray(read(mocap / "cmu.npz").positions, np.float32), poses)
    threads, device = torch.get_num_threads(), torch.device(device_of("auto"))
    torch.set_num_threads(1)
    try:
        return {"device": device.type, "poses": poses, "batch_size": _BATCH} | {
            name: round(_fed(Feed(Data.of([positions]), _options(views=views, flip=flip), device, most)))
            for name, views, flip, most in (
                ("h36m_pairs_per_s", Views(), False, None),
                ("h36m_flipped_pairs_per_s", Views(), True, None),
                ("free_pairs_per_s", Views(cameras="free"), False, None),
                ("from_rows_pairs_per_s", Views(), False, 0),
            )
        }
    finally:
        torch.set_num_threads(threads)


def bench_training(mocap: Path, steps: int = 20) -> dict[str, Any]:
    """Samples a second of one learner (d = 1024, R = 2, batches of 8192) by our loop and by a plain one in float32,
    step by step in turn, and the validation error of both after as many steps."""
    device = torch.device(device_of("auto"))
    positions = np.asarray(read(mocap / "cmu.npz").positions, np.float32)
    held = np.arange(len(positions)) % _HELD == 0
    feed = Feed(Data.of([_many(positions[~held], _POSES)]), _options(steps=steps), device)
    judge = Judge(seen(Population(positions[held]), Views()), device)
    ours, plain = _Loop(feed, _options(steps=steps)), _Loop(feed, _options(steps=steps), plain=True)
    times: dict[_Loop, list[float]] = {plain: [], ours: []}
    for _ in range(steps):
        for loop, taken in times.items():
            taken.append(_seconds(loop.step, device))
    rate, plain_rate = (_BATCH / statistics.median(times[loop][1:] or times[loop]) for loop in (ours, plain))
    return {
        "device": ours.extent.device,
        "precision": ours.extent.precision,
        "threads": torch.get_num_threads(),
        "steps": steps,
        "samples_per_s": round(rate),
        "plain_float32_samples_per_s": round(plain_rate),
        "ratio": round(rate / plain_rate, 3),
        "validation_mpjpe_mm": round(ours.error(judge), 2),
        "plain_float32_validation_mpjpe_mm": round(plain.error(judge), 2),
    } | _projected(rate, device)


class _Loop:
    """One learner trained by our loop; plain with torch's own dropout, in float32, its optimiser not fused."""

    def __init__(self, feed: Feed, options: TrainOptions, plain: bool = False) -> None:
        self.feed, self.extent = feed, extent_of(options, feed, "float32" if plain else None)
        self.state = State(options, untrained(feed, options.model), feed.device)
        self.state.begin_stage()
        if plain:
            _plain(self.state.learner)
            parameters = self.state.learner.parameters()
            self.state.optimiser = torch.optim.AdamW(parameters, weight_decay=0.0, foreach=False)

    def step(self) -> None:
        """One."""
        gradients(self.state, self.feed, self.extent)
        apply(self.state, self.extent)
        self.state.counts.step += 1

    def error(self, judge: Judge) -> float:
        """Of validation, in millimetres."""
        found, _ = finish(judge.judged(self.state, self.extent.precision, Progress(0, 0)))
        return 1000 * found


def _plain(learner: nn.Module) -> None:
    for module in learner.modules():
        for name, child in module.named_children():
            if isinstance(child, Dropout):
                setattr(module, name, nn.Dropout(child.share))


def _fed(feed: Feed) -> float:
    """Pairs a second, the median of some batches; on a CPU by the time that its one thread was at work."""
    lifter = untrained(feed, ModelOptions()).on(feed.device)
    feed.batch(lifter, 0, 0, _BATCH)
    clock = time.process_time if feed.device.type == "cpu" else time.perf_counter
    times = [_seconds(partial(feed.batch, lifter, 0, number, _BATCH), feed.device, clock) for number in range(1, 31)]
    return _BATCH / statistics.median(times)


def _seconds(work: Callable[[], Any], device: torch.device, clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return clock() - start


def _projected(rate: float, device: torch.device) -> dict[str, Any]:
    """What the paper's full training would take, and on a GPU how much of its products of matrices is made use of."""
    model, options = ModelOptions(), _options()
    learner = make_learner(model, range(17), range(1, 17), 0)
    flops = 6 * sum(each.numel() for each in learner.parameters() if each.ndim == 2) * rate
    hours = {"paper_hours": round(_LEARNERS * _PAPER / rate / 3600, 2), "tflops": round(flops / 1e12, 3)}
    if device.type != "cuda" or precision_of(options, device) != "bfloat16":
        return hours
    ceiling = _ceiling(device)
    return hours | {"bfloat16_ceiling_tflops": round(ceiling / 1e12, 1), "share_of_ceiling": round(flops / ceiling, 4)}


def _ceiling(device: torch.device, size: int = 8192) -> float:
    """Operations a second of a product of two large matrices in bfloat16."""
    one = torch.randn(size, size, device=device, dtype=torch.bfloat16)
    torch.mm(one, one)
    times = [_seconds(lambda: torch.mm(one, one), device) for _ in range(10)]
    return 2 * size**3 / statistics.median(times)


def _options(views: Views | None = None, flip: bool = False, steps: int = 1) -> TrainOptions:
    schedule = Schedule(steps=steps, batch_size=_BATCH)
    return TrainOptions(out=Path(), model=ModelOptions(flip=flip), schedule=schedule, views=views or Views())


def _many(positions: NDArray, count: int) -> NDArray:
    """So many poses: those there are, again and again."""
    return np.ascontiguousarray(np.resize(positions, (count, 17, 3)))
