"""Small data sets for tests, in the layouts in which Human3.6M and MPI-INF-3DHP are handed on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from evopose.geometry.projection import project, to_camera
from evopose.io.h36m import JOINTS
from evopose.io.mpi_inf_3dhp import JOINTS as TEST_JOINTS
from evopose.model.camera import Camera
from evopose.model.cameras import PlacedCamera, h36m_cameras
from tests.core.io.populations import people

MOTIONS = {("S1", "Walking 1"): 4, ("S9", "SittingDown"): 3, ("S11", "WalkingDog 1"): 5}
"""Frames of each."""
LENS = Camera((1499.2, 1500.1), (1024.7, 1051.4), (2048, 2048), name="TS2")


def motions() -> dict[tuple[str, str], np.ndarray]:
    """Metres, world, as H36M-17."""
    standing = {key: people(count, seed) for seed, (key, count) in enumerate(MOTIONS.items())}
    return {key: each - each[:, :1] * np.array([0.8, 0.8, 0], np.float32) for key, each in standing.items()}


def stands(subject: str) -> list[PlacedCamera]:
    return [placed for placed in h36m_cameras() if placed.subject == subject]


def seen(placed: PlacedCamera, positions: np.ndarray) -> np.ndarray:
    """Pixels."""
    return np.asarray(project(placed.camera, to_camera(placed.viewpoint, positions.astype(float))))


def slots(values: np.ndarray, filling: float) -> np.ndarray:
    """In 32 places, with this in those that H36M-17 lacks."""
    filled = np.full((len(values), 32, values.shape[-1]), filling)
    filled[:, JOINTS] = values
    return filled


def write_original(folder: Path, cameras: bool = True) -> Path:
    """twoDPose_HRN_test.npy and what lies beside it."""
    world, flat = {}, {}
    for (subject, motion), positions in motions().items():
        number, action = int(subject[1:]), motion.rstrip(" 1")
        world[number, action, f"{motion}.h5"] = slots(positions * 1000.0, 4321.0).reshape(-1, 96)
        for placed in stands(subject):
            pixels = slots(seen(placed, positions), 0.0).reshape(-1, 64)
            flat[number, action, f"{motion}.{placed.camera.name}.h5-sh"] = pixels
    _save(folder / "threeDPose_test.npy", world)
    _save(folder / "twoDPose_HRN_test.npy", flat)
    if cameras:
        _save(folder / "cameras.npy", camera_entries())
    return folder / "twoDPose_HRN_test.npy"


def change(path: Path, alter: Callable[[Any], object]) -> None:
    """Alter a dictionary in a file of NumPy's."""
    content = np.load(path, allow_pickle=True).item()
    alter(content)
    np.save(path, content, allow_pickle=True)


def camera_entries() -> dict[tuple[int, int], tuple[Any, ...]]:
    """As cameras.npy has them: (R, T, f, c, k, p, name), millimetres."""
    return {
        (int(subject[1:]), number + 1): _entry(placed)
        for subject in ("S1", "S9", "S11")
        for number, placed in enumerate(stands(subject))
    }


def _entry(placed: PlacedCamera) -> tuple[Any, ...]:
    lens, stand = placed.camera, placed.viewpoint
    columns = (np.array(part)[:, None] for part in (lens.focal, lens.centre, lens.radial, lens.tangential))
    return (stand.rotation, np.asarray(stand.position)[:, None] * 1000, *columns, lens.name)


def _save(path: Path, content: Any) -> None:
    np.save(path, content, allow_pickle=True)


def nested(values: dict[tuple[str, str], Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (subject, motion), value in values.items():
        found.setdefault(subject, {})[motion] = value
    return found


def videopose3d_2d(further: int = 0) -> dict[tuple[str, str], list[np.ndarray]]:
    """One array a camera, with some frames after the 3D has ended."""
    return {
        (subject, motion): [
            np.concatenate([seen(placed, positions), np.full((further, 17, 2), 7.0)]).astype(np.float32)
            for placed in stands(subject)
        ]
        for (subject, motion), positions in motions().items()
    }


def write_videopose3d(folder: Path, **changed: Any) -> Path:
    """data_2d_h36m_cpn.npz and data_3d_h36m.npz; `changed` replaces positions_2d, metadata or positions_3d."""
    layout = {"layout_name": "h36m", "num_joints": 17, "keypoints_symmetry": [[4, 5, 6], [1, 2, 3]]}
    positions = {key: slots(value, 9.0).astype(np.float32) for key, value in motions().items()}
    detections = nested({**videopose3d_2d(2), ("S2", "Walking"): [np.zeros((2, 17, 2), np.float32)] * 4})
    np.savez_compressed(folder / "data_3d_h36m.npz", positions_3d=changed.get("positions_3d", nested(positions)))
    np.savez_compressed(
        folder / "data_2d_h36m_cpn.npz",
        positions_2d=changed.get("positions_2d", detections),
        metadata=changed.get("metadata", layout),
    )
    return folder / "data_2d_h36m_cpn.npz"


WRITERS = pytest.mark.parametrize("write", [write_original, write_videopose3d])
"""Both ways in which Human3.6M is handed on."""


def before_camera(count: int, seed: int = 0) -> np.ndarray:
    """Metres, in the frame of a level camera four metres off and 1.2 m above the ground."""
    standing = people(count, seed)
    return np.stack([standing[..., 0], 1.2 - standing[..., 2], standing[..., 1] + 7], axis=-1).astype(float)


def sequence(count: int = 6, seed: int = 0, **changed: Any) -> dict[str, np.ndarray]:
    """What annot_data.mat holds, axes in MATLAB's order."""
    joints = before_camera(count, seed)

    def stored(values: np.ndarray) -> np.ndarray:
        placed = np.empty_like(values)
        placed[:, TEST_JOINTS] = values
        return placed[:, None].T

    activity = np.array([1, 1, 3, 3, 3, 7, 7, 7, 7, 7][:count], float)[:, None]
    valid = np.ones((count, 1))
    valid[1] = 0
    arrays = {
        "annot2": stored(np.asarray(project(LENS, joints))),
        "annot3": stored(joints * 1000),
        "univ_annot3": stored(joints * 1000 * 0.9),
        "valid_frame": valid,
        "activity_annotation": activity,
        "bb_crop": np.zeros((count, 34)),
    }
    return {name: value for name, value in (arrays | changed).items() if value is not None}


def write_classic(path: Path, arrays: dict[str, Any], compressed: bool = False) -> Path:
    """MATLAB's own layout (up to version 7)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    savemat(path, arrays, do_compression=compressed)
    return path


def write_compressed(path: Path, arrays: dict[str, Any]) -> Path:
    return write_classic(path, arrays, compressed=True)


def write_hdf5(path: Path, arrays: dict[str, np.ndarray]) -> Path:
    """MATLAB's version 7.3: HDF5 behind 512 bytes of its own, axes the other way round."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w", userblock_size=512) as file:
        for name, values in arrays.items():
            file.create_dataset(name, data=np.ascontiguousarray(values.T))
    with path.open("r+b") as raw:
        raw.write(b"MATLAB 7.3 MAT-file".ljust(116))
    return path
