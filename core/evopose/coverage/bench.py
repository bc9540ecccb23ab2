"""Figures of coverage: how long the histograms of millions of poses take, by fused loops and by batched geometry."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from evopose.coverage import histogram
from evopose.io.npz import FORMAT
from evopose.model.array import NDArray

_POSES = 1_000_000
_TIMES = 3


def bench_coverage(mocap: Path, poses: int = 8_000_000) -> dict[str, Any]:
    """Seconds of one core's time for the nine histograms of `poses` poses, drawn from cmu.npz; least of three."""
    drawn = _drawn(mocap, min(poses, _POSES))
    passes = max(1, poses // len(drawn))
    few = torch.from_numpy(drawn[: max(1, len(drawn) // 20)])
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        counted = _seconds(lambda: [histogram.count(drawn, histogram.empty()) for _ in range(passes)])
        batched = _seconds(lambda: histogram.count(few, histogram.empty()))
    finally:
        torch.set_num_threads(threads)
    return {
        "poses": passes * len(drawn),
        "seconds": round(counted, 3),
        "ns_a_pose": round(1e9 * counted / (passes * len(drawn)), 1),
        "batched_ns_a_pose": round(1e9 * batched / len(few), 1),
        "ratio": round(batched / len(few) / (counted / (passes * len(drawn))), 2),
    }


def _drawn(mocap: Path, count: int) -> Float[NDArray, "n 17 3"]:
    """Real poses again and again, in no order."""
    assert FORMAT.read_population is not None
    positions = np.asarray(FORMAT.read_population(mocap / "cmu.npz").positions, np.float32)
    return positions[np.random.default_rng(0).integers(len(positions), size=count)]


def _seconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(_TIMES):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return min(times)
