"""How near first fits come to the truth: real motion capture seen by Human3.6M's cameras, with noise on the keypoints.

Poses of CMU are fitted with a library chosen without their subjects; the other sets are in no library.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.fitting.choice import choose
from evopose.fitting.first_fit import fit, standard_views
from evopose.fitting.options import FitOptions
from evopose.fitting.template import directions_of, joints
from evopose.fitting.views import Views
from evopose.geometry.metrics import mpjpe, n_mpjpe, pa_mpjpe
from evopose.geometry.projection import project, to_camera
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.cameras import h36m_cameras
from evopose.model.keypoints import Keypoints

OTHERS = ("bandai1", "snu_mrl", "animated_drawings")
NOISE_PX = 3.0
_LEFT_OUT = 5
"""One CMU subject in so many is left out of the library and tried."""
_PIECES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "one start": {"starts": 1},
    "the cheapest start instead of the consensus": {"temperature": 1e-6},
    "without going back to the template's picture": {"polish": (1.0, 1.0)},
    "fixed proportions while solving": {"stretch": 1e-4},
    "the same prior for strange poses": {"loosening": 0.0},
    "half the prior": {"prior_weight": 0.75},
    "a tenth of the prior": {"prior_weight": 0.15},
    "without a level camera": {"roll": 10.0, "pitch": 10.0},
    "without joint limits": {"invalid_cost": 0.0},
}


@dataclass(frozen=True, eq=False)
class Shot:
    """One person before one camera."""

    camera: Camera
    truth: Float[NDArray, "17 3"]
    """Metres, camera frame."""
    keypoints: Keypoints


def figures(mocap: Path, people: int = 200) -> dict[str, Any]:
    """For each set of `mocap` and their mean: errors in mm, reprojection in px, milliseconds of one core a person."""
    rows = {name: measured(shots, views, FitOptions()) for name, shots, views in _trials(mocap, people)}
    return {**rows, "mean of the sets": _mean(rows.values())}


def pieces(mocap: Path, people: int = 60) -> dict[str, Any]:
    """What each piece of the method brings: the mean over the sets of errors in mm, with the piece changed."""
    trials = list(_trials(mocap, people))
    found = {}
    for title, changes in _PIECES.items():
        options = FitOptions(**changes)
        found[title] = _mean([measured(shots, views, options) for _, shots, views in trials])
    return found


def _mean(rows: Iterable[dict[str, float]]) -> dict[str, float]:
    together = list(rows)
    return {key: round(float(np.mean([row[key] for row in together])), 1) for key in together[0] if key != "people"}


def measured(shots: Sequence[Shot], views: Views, options: FitOptions) -> dict[str, float]:
    """Errors of fits of these people; `floor_*` is that of the true directions with the template's bones."""
    fit(shots[0].keypoints, shots[0].camera, options, views)
    fitted, pixels, seconds = [], [], []
    for shot in shots:
        start = time.thread_time()
        found = fit(shot.keypoints, shot.camera, options, views)
        seconds.append(time.thread_time() - start)
        fitted.append(found.positions)
        pixels.append(found.reprojection_px)
    truth, best = np.stack([shot.truth for shot in shots]), np.stack(fitted)
    floor = joints(directions_of(truth), views.library.lengths)
    return {
        "people": len(shots),
        "mpjpe_mm": _mm(mpjpe(best, truth)),
        "n_mpjpe_mm": _mm(n_mpjpe(best, truth)),
        "pa_mpjpe_mm": _mm(pa_mpjpe(best, truth)),
        "floor_pa_mpjpe_mm": _mm(pa_mpjpe(floor, truth)),
        "reprojection_px": round(float(np.median(pixels)), 2),
        "ms": round(1000 * float(np.median(seconds)), 1),
    }


def shots(positions: Float[NDArray, "n 17 3"], people: int, seed: int = 0) -> list[Shot]:
    """Random poses (z up) on the floor of Human3.6M's room, each before a random one of its cameras."""
    rng = np.random.default_rng(seed)
    cameras = h36m_cameras()
    found = []
    for row in rng.choice(len(positions), min(people, len(positions)), replace=False):
        pose = np.asarray(positions[row], dtype=float)
        pose = pose - [*pose[0, :2], pose[:, 2].min()] + [*rng.uniform(-0.7, 0.7, 2), 0.0]
        placed = cameras[rng.integers(len(cameras))]
        truth = to_camera(placed.viewpoint, pose)
        pixels = project(placed.camera, truth) + rng.normal(0, NOISE_PX, (17, 2))
        found.append(Shot(placed.camera, truth, Keypoints.from_xy(pixels)))
    return found


def _trials(mocap: Path, people: int) -> Iterator[tuple[str, list[Shot], Views]]:
    views, left_out = _left_out(mocap)
    yield "cmu, subjects left out", shots(left_out, people), views
    for name in OTHERS:
        with np.load(mocap / f"{name}.npz", allow_pickle=False) as file:
            yield name, shots(file["positions"], people), standard_views()


def _left_out(mocap: Path) -> tuple[Views, Float[NDArray, "n 17 3"]]:
    """A library without every fifth subject of CMU, and the poses of those."""
    with np.load(mocap / "cmu.npz", allow_pickle=False) as file:
        positions, clip, names = file["positions"], file["clip"], file["clip_names"]
    with np.load(mocap / "cmu_actions.npz", allow_pickle=False) as file:
        actions, action_clip = file["positions"], file["clip"]
    subjects = np.array([name.split("_")[0] for name in names])
    tried = np.random.default_rng(5).permutation(np.unique(subjects))[::_LEFT_OUT]
    out = np.isin(subjects[clip], tried)
    learned = np.concatenate([positions[~out], actions])
    clips = np.concatenate([clip[~out], action_clip + len(names)])
    return Views(choose(learned, clips, size=len(standard_views().library) // 2, metadata={})), positions[out]


def _mm(metres: Float[NDArray, " n"]) -> float:
    return round(1000 * float(np.mean(metres)), 1)
