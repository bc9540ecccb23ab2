"""Figures of lifting: poses a second, and how long one takes, by the cascade as it is and made quick, in turns."""

import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.lifting.cascade import make_learner
from evopose.lifting.fast import fast
from evopose.lifting.layers import CHUNK, keeps_float16, multiplies_bfloat16
from evopose.lifting.lifter import Lifter, begun
from evopose.lifting.options import ModelOptions
from evopose.lifting.predictor import Predictor

MODELS: Mapping[str, ModelOptions] = {
    "residual": ModelOptions(),
    "attention": ModelOptions(learner="attention", stages=1, blocks=4, width=256, dropout=0.1),
}
"""The paper's two stages of two blocks of 1024; and one learner of tokens, of three million parameters."""
_TIMES = 3
_ROUNDS = 10
_ONES = 40
"""Single poses a round."""
_BEFORE = 5


def bench_lifting(poses: int = 16_384) -> dict[str, Any]:
    """Of networks with weights at random, for these take as long as trained ones."""
    precision = "bfloat16" if multiplies_bfloat16() else "float32"
    found: dict[str, Any] = {"poses": poses, "threads": torch.get_num_threads(), "precision": precision}
    found["precision_of_few"] = "float16 weights" if keeps_float16() else precision
    for name, model in MODELS.items():
        found[name] = _figures(_lifter(model), _views(poses if model.learner == "residual" else max(10, poses // 16)))
    if torch.cuda.is_available():
        found["cuda"] = {name: _on_gpu(_lifter(model).on("cuda"), 64 * poses) for name, model in MODELS.items()}
    return found


def _figures(lifter: Lifter, pixels: Float[Tensor, "n 17 2"]) -> dict[str, Any]:
    """By the clock with all threads, and by one core's own time, which other work on the machine hardly changes."""
    both: dict[str, Predictor] = {"plain": lifter, "fast": fast(lifter)}
    found: dict[str, Any] = {}
    for name, seconds in _in_turns(both, pixels, time.perf_counter).items():
        found[f"{name}_per_second"] = round(len(pixels) / seconds)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        alone = _in_turns(both, pixels, time.thread_time)
        cores = _ones(both, pixels, time.thread_time)
    finally:
        torch.set_num_threads(threads)
    for name, seconds in alone.items():
        found[f"{name}_per_second_of_one_core"] = round(len(pixels) / seconds)
    found["fast_to_plain"] = round(alone["plain"] / alone["fast"], 2)
    clock = _ones(both, pixels, time.perf_counter)
    for name in both:
        found[f"{name}_one_pose_ms"] = clock[name]
        found[f"{name}_one_pose_ms_of_one_core"] = cores[name]
    found["one_pose_plain_to_fast"] = {key: round(clock["plain"][key] / clock["fast"][key], 2) for key in clock["fast"]}
    apart = both["fast"].predict(pixels[:CHUNK]) - both["plain"].predict(pixels[:CHUNK])
    found["apart_mm"] = round(1000 * float(apart.norm(dim=-1).mean()), 3)
    apart = both["fast"].predict(pixels[:1]) - both["plain"].predict(pixels[:1])
    found["one_pose_apart_mm"] = round(1000 * float(apart.norm(dim=-1).mean()), 3)
    return found


def _on_gpu(lifter: Lifter, poses: int) -> dict[str, int]:
    pixels = _views(poses).to("cuda")

    def clock() -> float:
        torch.cuda.synchronize()
        return time.perf_counter()

    found = _in_turns({"plain": lifter, "fast": fast(lifter)}, pixels, clock)
    return {f"{name}_per_second": round(poses / seconds) for name, seconds in found.items()}


def _in_turns(predictors: Mapping[str, Predictor], pixels: Tensor, clock: Callable[[], float]) -> dict[str, float]:
    """Least seconds for all poses, each after the other, so that what else runs here falls on both."""
    size = CHUNK if pixels.device.type == "cpu" else len(pixels)
    least = dict.fromkeys(predictors, float("inf"))
    for _ in range(_TIMES):
        for name, predictor in predictors.items():
            _ = predictor.predict(pixels[: CHUNK // 8])
            start = clock()
            for chunk in torch.split(pixels, size):
                _ = predictor.predict(chunk)
            least[name] = min(least[name], clock() - start)
    return least


def _ones(
    predictors: Mapping[str, Predictor], pixels: Tensor, clock: Callable[[], float]
) -> dict[str, dict[str, float]]:
    """Milliseconds for one pose, some of each in turns: the middle, the slowest in a hundred, the quietest round's."""
    rounds: dict[str, list[list[float]]] = {name: [] for name in predictors}
    for _ in range(_ROUNDS):
        for name, predictor in predictors.items():
            rounds[name].append(_round(predictor, pixels, clock))
    return {name: _spread(times) for name, times in rounds.items()}


def _round(predictor: Predictor, pixels: Tensor, clock: Callable[[], float]) -> list[float]:
    times = []
    for number in range(_BEFORE + _ONES):
        start = clock()
        _ = predictor.predict(pixels[number % len(pixels)][None])
        times.append(1000 * (clock() - start))
    return times[_BEFORE:]


def _spread(rounds: list[list[float]]) -> dict[str, float]:
    hundredths = quantiles([each for times in rounds for each in times], n=100)
    found = {"p50": hundredths[49], "p99": hundredths[98], "quietest_p50": min(map(median, rounds))}
    return {name: round(value, 3) for name, value in found.items()}


def _lifter(model: ModelOptions) -> Lifter:
    pixels, generator = _views(1000), torch.Generator().manual_seed(1)
    lifter = begun(model, pixels, torch.randn(1000, 17, 3, generator=generator) * 0.2)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        for number in range(model.stages):
            lifter.cascade.append(make_learner(model, lifter.seen, lifter.given, number))
    lifter.cascade.eval().requires_grad_(False)
    return lifter


def _views(count: int) -> Float[Tensor, "n 17 2"]:
    return torch.randn(count, 17, 2, generator=torch.Generator().manual_seed(0)) * 100 + 500
