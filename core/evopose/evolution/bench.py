"""Figures of breeding: candidates a second by batched operators, by fused loops, and on a GPU where there is one."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from evopose.evolution.breeding import breed
from evopose.evolution.brood import Brood
from evopose.evolution.draws import Draws
from evopose.evolution.engine import Engine, hindrance_to_numba, make_engine
from evopose.evolution.lengths import template_of
from evopose.evolution.parents import parents
from evopose.evolution.presets import PRESETS
from evopose.evolution.recipe import Recipe
from evopose.geometry import projection
from evopose.limits.files import default
from evopose.model.array import NDArray
from evopose.model.cameras import PlacedCamera, h36m_cameras

ORIGINAL = 465.0
"""Candidates that the original evolves in a second of one core (and 434 of them survive)."""
_TIMES = 5
_START = """
import time
import numpy as np, torch
from evopose.evolution.fused_engine import Fused
from evopose.evolution.recipe import Recipe
from evopose.geometry.bench import poses_like_standing
from evopose.limits.files import default
engine = Fused(Recipe(), default(), torch.ones(16))
poses = poses_like_standing(10).astype(np.float32)
start = time.perf_counter()
engine.brood(poses, 0, 0, 2, 0)
print(time.perf_counter() - start)
"""


def bench_evolution(mocap: Path, candidates: int = 200_000) -> dict[str, Any]:
    """Candidates a second of one core's time for each preset, from the poses of cmu.npz; both engines in turns."""
    positions = _positions(mocap)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        found = {name: _preset(recipe, positions, candidates) for name, recipe in PRESETS.items()}
        limits = _limits(positions, candidates)
    finally:
        torch.set_num_threads(threads)
    return {
        "candidates": candidates,
        "presets": found,
        "limits": limits,
        "fused_start": _start(),
        "cuda": bench_device(positions, 50 * candidates, torch.device("cuda"))
        if torch.cuda.is_available()
        else "no GPU",
    }


def _preset(recipe: Recipe, positions: NDArray, candidates: int) -> dict[str, Any]:
    """Rates with and without the projection of the survivors to one camera."""
    cpu = torch.device("cpu")
    engines = {"eager": _engine("eager", recipe, positions, cpu)}
    if not (hindrance := hindrance_to_numba()):
        engines["fused"] = _engine("fused", recipe, positions, cpu)
    seconds = _in_turns({name: _work(engine, positions, candidates) for name, engine in engines.items()})
    seen = _in_turns({name: _work(engine, positions, candidates, _eye(name)) for name, engine in engines.items()})
    brood = engines["eager"].brood(positions, 0, 0, candidates, 0)
    found: dict[str, Any] = {"survivors": round(len(brood.index) / candidates, 4)}
    for name in engines:
        found[f"{name}_per_second"] = round(candidates / seconds[name])
        found[f"{name}_with_projection_per_second"] = round(candidates / seen[name])
        found[f"{name}_to_original"] = round(candidates / seen[name] / ORIGINAL)
    if "fused" in engines:
        found["fused_to_eager"] = round(seen["eager"] / seen["fused"], 2)
    else:
        found["fused"] = f"skipped: {hindrance}"
    return found


def _limits(positions: NDArray, poses: int) -> dict[str, Any]:
    """Poses a second whose nine directions are judged."""
    many = positions[np.random.default_rng(0).integers(len(positions), size=poses)]
    tensor = torch.from_numpy(many)
    works: dict[str, Callable[[], object]] = {"batched": lambda: default().valid(tensor)}
    if not hindrance_to_numba():
        from evopose.fused.limits import valid

        works["fused"] = lambda: valid(default(), many)
    return {f"{name}_per_second": round(poses / seconds) for name, seconds in _in_turns(works).items()}


def bench_device(positions: NDArray, candidates: int, device: torch.device) -> dict[str, Any]:
    """Candidates a second of the clock by batched operators on a device, for each preset.

    Of the whole engine, which fetches parents from the machine's memory, and of breeding and joint limits alone where
    the parents lie on the device.
    """
    found: dict[str, Any] = {"device": str(device), "candidates": candidates}
    for name, recipe in PRESETS.items():
        engine = _engine("eager", recipe, positions, device)
        for kind, work in (
            ("engine", _work(engine, positions, candidates)),
            ("resident", _resident(recipe, positions, candidates, device)),
        ):
            seconds = min(_wall(_synchronised(work, device)) for _ in range(_TIMES))
            found[f"{name}_{kind}_per_second"] = round(candidates / seconds)
    return found


def _resident(recipe: Recipe, positions: NDArray, candidates: int, device: torch.device) -> Callable[[], object]:
    """Breeding and joint limits of pairs that lie on the device."""
    poses = torch.from_numpy(positions).to(device)
    template = template_of(torch.from_numpy(positions)).to(device)

    def work() -> object:
        draws = Draws(0, 0, torch.arange(candidates // 2 * 2, device=device))
        father, mother = parents(Draws(0, 0, draws.index[::2] // 2), len(poses))
        children, _, _ = breed(recipe, poses[father], poses[mother], draws, template)
        return default().valid(children)

    return work


def _engine(name: Any, recipe: Recipe, positions: NDArray, device: torch.device) -> Engine:
    return make_engine(name, recipe, default(), template_of(torch.from_numpy(positions)), device)


def _work(
    engine: Engine, positions: NDArray, candidates: int, eye: Callable[[Brood], object] | None = None
) -> Callable[[], object]:
    def work() -> object:
        brood = engine.brood(positions, 0, 0, candidates, 0)
        return eye(brood) if eye else brood

    return work


def _eye(engine: str) -> Callable[[Brood], object]:
    """How the survivors are seen by the first of Human3.6M's cameras, distortion and all."""
    placed = h36m_cameras()[0]
    if engine == "eager":
        return lambda brood: _seen(placed, brood.positions)
    from evopose.fused.projection import project

    return lambda brood: project(placed.camera, placed.viewpoint, brood.positions.numpy())


def _seen(placed: PlacedCamera, positions: torch.Tensor) -> torch.Tensor:
    rotation = torch.as_tensor(placed.viewpoint.rotation, dtype=positions.dtype)
    place = torch.as_tensor(placed.viewpoint.position, dtype=positions.dtype)
    pixels: torch.Tensor = projection.project(placed.camera, (positions - place) @ rotation.T)
    return pixels


def _in_turns(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Least seconds of the processor's time of each, taken in turns so that the machine's other work hits all alike."""
    for work in works.values():
        work()
    rounds = [{name: _own_seconds(work) for name, work in works.items()} for _ in range(_TIMES)]
    return {name: min(seconds[name] for seconds in rounds) for name in works}


def _own_seconds(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start


def _wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _synchronised(work: Callable[[], object], device: torch.device) -> Callable[[], object]:
    """With the wait for what a device does meanwhile."""

    def waited() -> object:
        done = work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        return done

    return waited


def _start() -> dict[str, float] | str:
    """Seconds to the first child in a new process: loops compiled, and taken from the folder where they are kept."""
    if hindrance := hindrance_to_numba():
        return f"skipped: {hindrance}"
    with tempfile.TemporaryDirectory(prefix="evopose-") as folder:
        return {"compiled_s": _first_child(folder), "kept_s": _first_child(folder)}


def _first_child(folder: str) -> float:
    environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
    done = subprocess.run([sys.executable, "-c", _START], env=environment, capture_output=True, text=True, check=True)
    return round(float(done.stdout), 2)


def _positions(mocap: Path) -> Float[NDArray, "n 17 3"]:
    from evopose.io.npz import FORMAT

    assert FORMAT.read_population is not None
    return np.asarray(FORMAT.read_population(mocap / "cmu.npz").positions, np.float32)
