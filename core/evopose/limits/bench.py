"""Figures of the joint limits: what they take for possible and what not, and how fast (`evopose bench limits`)."""

import math
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.io.format import format_of
from evopose.jobs import finish
from evopose.limits.files import default
from evopose.limits.learning import Growth, learn
from evopose.limits.trials import HINGED, LEAST_FLEXION, bent_backwards, flexions, with_random_limbs
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.limits import JointLimits
from evopose.model.population import Population

LEARNED = ("cmu", "cmu_actions")
OTHERS = ("snu_mrl", "animated_drawings", "bandai1")
_FOLDS = 5
_BEND = (math.radians(45), math.radians(150))


def figures(mocap: Path) -> dict[str, Any]:
    """All of them, on the sets in `mocap` (cmu.npz, cmu_actions.npz, snu_mrl.npz, …)."""
    return {**validation(mocap), **speeds(_population(mocap, LEARNED[0]).positions)}


def validation(mocap: Path) -> dict[str, Any]:
    """Shares of real poses found valid and of impossible ones turned down."""
    learned = [_population(mocap, name) for name in LEARNED]
    positions = np.concatenate([population.positions for population in learned]).astype(float)
    limits = default()
    return {
        "left_out_clips": five_fold(positions, _clips(learned)),
        "left_out_subjects": five_fold(positions, _subjects(learned)),
        "sets": {name: _other_set(limits, _population(mocap, name).positions.astype(float)) for name in OTHERS},
        **rejections(limits, positions),
    }


def five_fold(positions: Float[NDArray, "n 17 3"], group: Int[NDArray, " n"]) -> dict[str, Any]:
    """Limits learned without a fifth of the groups, tried on it: valid poses, and bent-back joints turned down."""
    fold = (np.random.default_rng(0).permutation(int(group.max()) + 1) % _FOLDS)[group]
    valid, rejected = [], []
    for number in range(_FOLDS):
        left_out = positions[fold == number]
        limits = finish(learn([positions[fold != number]], Growth(), {}))
        valid.append(limits.valid(left_out))
        rejected.append(_bent_rejected(limits, left_out[valid[-1].all(axis=1)], seed=number))
    together = np.concatenate(valid)
    return {
        "valid": float(together.all(axis=1).mean()),
        "per_direction": together.mean(axis=0).tolist(),
        "bent_back_rejected": np.concatenate(rejected, axis=1).mean(axis=1).tolist(),
    }


def rejections(limits: JointLimits, positions: Float[NDArray, "n 17 3"]) -> dict[str, Any]:
    """Shares of impossible poses, made from real ones, that limits turn down."""
    drawn = limits.valid(with_random_limbs(positions, np.random.default_rng(0)))
    sound = positions[limits.valid(positions).all(axis=1)]
    straight = np.stack([flexions(sound, limb) < np.radians(LEAST_FLEXION) for limb in HINGED])
    bent = _bent_rejected(limits, sound, seed=0)
    return {
        "random_rejected": float(1 - drawn.all(axis=1).mean()),
        "random_rejected_per_direction": (1 - drawn.mean(axis=0)).tolist(),
        "bent_back_joints": [LIMBS[limb].name for limb in HINGED],
        "bent_back_rejected": bent.mean(axis=1).tolist(),
        "bent_back_rejected_in_own_plane": np.average(bent, axis=1, weights=~straight).tolist(),
        "nearly_straight": straight.mean(axis=1).tolist(),
    }


def speeds(positions: Float[NDArray, "n 17 3"], poses: int = 200_000) -> dict[str, Any]:
    """Poses checked in a second of one core's time, with torch and with NumPy, and what one costs; best of five."""
    limits = default()
    drawn = np.random.default_rng(0).integers(len(positions), size=poses)
    many = np.asarray(positions, np.float32)[drawn]
    one = many[0].astype(float)
    found = {
        "numpy_poses_per_second": poses / _seconds(lambda: limits.valid(many)),
        "one_pose_seconds": _seconds(lambda: [limits.valid(one) for _ in range(100)]) / 100,
        "region_seconds": _seconds(lambda: [limits.region(2, one) for _ in range(20)]) / 20,
        "machine": platform.processor() or platform.machine(),
    }
    try:
        torch: Any = import_module("torch")
    except ImportError:
        return found
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        tensor = torch.from_numpy(many)
        return {"torch_poses_per_second": poses / _seconds(lambda: limits.valid(tensor)), **found}
    finally:
        torch.set_num_threads(threads)


def _bent_rejected(limits: JointLimits, positions: NDArray, seed: int) -> NDArray:
    """For each of HINGED and each (valid) pose: whether it is turned down with this joint bent backwards."""
    least, most = _BEND
    bends = np.random.default_rng(seed).uniform(least, most, size=(len(HINGED), len(positions)))
    tried = (limits.valid(bent_backwards(positions, limb, bend)) for limb, bend in zip(HINGED, bends, strict=True))
    return np.stack([~valid.all(axis=1) for valid in tried])


def _other_set(limits: JointLimits, positions: NDArray) -> dict[str, Any]:
    return {"valid": float(limits.valid(positions).all(axis=1).mean()), **rejections(limits, positions)}


def _seconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(5):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return min(times)


def _population(mocap: Path, name: str) -> Population:
    path = mocap / f"{name}.npz"
    reader = format_of(path).read_population
    assert reader is not None
    return reader(path)


def _clips(populations: Sequence[Population]) -> Int[NDArray, " n"]:
    return _numbered([f"{number} {clip}" for number, clip in _each_clip(populations)])


def _subjects(populations: Sequence[Population]) -> Int[NDArray, " n"]:
    """CMU names its clips SUBJECT_TRIAL; a clip with another name counts as a subject of its own."""
    return _numbered(
        [clip.split("_")[0] if clip.replace("_", "").isdigit() else clip for _, clip in _each_clip(populations)]
    )


def _each_clip(populations: Sequence[Population]) -> Iterator[tuple[int, str]]:
    for number, population in enumerate(populations):
        assert population.clip is not None
        for clip in population.clip.tolist():
            yield number, str(population.metadata["clip_names"][clip])


def _numbered(names: Sequence[str]) -> Int[NDArray, " n"]:
    return np.unique(names, return_inverse=True)[1]
