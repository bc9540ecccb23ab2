"""What random rows of a large population file cost: by our memory map, and by the library's slicing call."""

import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from evopose.geometry.bench import poses_like_standing
from evopose.io import safetensors
from evopose.model.array import NDArray
from evopose.model.population import Population


def bench_population(poses: int = 500_000, rows: int = 8192, times: int = 7) -> dict[str, Any]:
    """Milliseconds (median) of `rows` random rows of a file of `poses`, both ways, and how often the slow one fits
    into the other: measured in turns, so that the machine's other work hits both alike."""
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory(prefix="evopose-") as folder:
        path = Path(folder) / "population.safetensors"
        safetensors.write(Population(poses_like_standing(poses).astype(np.float32)), path)
        opening = _milliseconds(lambda: safetensors.read(path))
        mapped, sliced = _both(path, [rng.integers(poses, size=rows) for _ in range(times + 1)])
        size = path.stat().st_size
    return {
        "poses": poses,
        "file_mb": round(size / 1e6, 1),
        "rows": rows,
        "opening_ms": round(opening, 2),
        "map_ms": round(mapped, 3),
        "library_slicing_ms": round(sliced, 2),
        "ratio": round(sliced / mapped, 1),
    }


def _both(path: Path, choices: Sequence[NDArray]) -> tuple[float, float]:
    """Median milliseconds of reading each choice of rows by our map and by the library; the first does not count."""
    from safetensors import safe_open

    positions = safetensors.read(path).positions
    ours, theirs = [], []
    with safe_open(str(path), "numpy") as file:
        tensor = file.get_slice("positions")
        for wanted in choices:
            ours.append(_milliseconds(partial(positions.__getitem__, wanted)))
            theirs.append(_milliseconds(partial(_sliced, tensor, wanted)))
        assert np.array_equal(positions[choices[0]], _sliced(tensor, choices[0]))
    return float(np.median(ours[1:])), float(np.median(theirs[1:]))


def _sliced(tensor: Any, wanted: NDArray) -> NDArray:
    """By the library: it knows no list of rows, so row by row."""
    return np.concatenate([tensor[row : row + 1] for row in wanted.tolist()])


def _milliseconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return 1e3 * (time.perf_counter() - start)
