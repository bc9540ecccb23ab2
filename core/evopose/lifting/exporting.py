"""Lifters written for other programs, and held against what they were before they are put in place."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.errors import EvoError, UnknownFormat
from evopose.fitting.library import library
from evopose.io.aside import write_aside, writing
from evopose.lifting.files import write_lifter
from evopose.lifting.lifter import Lifter
from evopose.lifting.mirror import order
from evopose.lifting.onnx_file import write_onnx
from evopose.lifting.opening import open_predictor
from evopose.lifting.predictor import Predictor
from evopose.lifting.torchscript_file import TorchScriptProgram, write_torchscript
from evopose.model.camera import Camera

MOST_MM = 0.1
"""How far a joint may be off, so that a file counts as the same lifter."""
HALF_MOST_MM = 1.0
"""And where its matrices are kept in half their digits."""
_HALF = ".safetensors"
_PROGRAMS = (".ts", ".torchscript", ".pt")
_WRITERS: Mapping[str, Callable[[Lifter, Path], None]] = {
    ".onnx": write_onnx,
    **dict.fromkeys(_PROGRAMS, write_torchscript),
    _HALF: partial(write_lifter, dtype="float16"),
}
"""By suffix."""
_POSES = 257
_DISTANCE = 4.0
_CAMERA = Camera.guess((1920, 1080))


class Unlike(EvoError):
    """An exported lifter that says something else than the one it was made of."""


def export(lifter: Lifter, path: Path, check: bool = True) -> float:
    """Write it as what the suffix names; the greatest difference of a joint that was found, in mm (nan unchecked).

    UnknownFormat for another suffix, MissingDependency, NotWritable, or Unlike, and nothing is written, where it
    differs by more than MOST_MM (a lifter file in float16 by HALF_MOST_MM).
    """
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        raise UnknownFormat(path, f"lifters are not exported as {suffix or 'that'}; there are {', '.join(_WRITERS)}.")
    with writing(path), tempfile.TemporaryDirectory(prefix="evopose-") as folder:
        aside = Path(folder) / f"lifter{suffix}"
        _WRITERS[suffix](lifter, aside)
        apart = _checked(lifter, aside) if check else float("nan")
        content = aside.read_bytes()
    most = HALF_MOST_MM if suffix == _HALF else MOST_MM
    if check and not apart <= most:
        raise Unlike(
            f"{path.name} would lift joints {apart:.3g} mm from where the lifter does; {most} mm are let pass. "
            "Nothing was written; --no-check writes it as it is."
        )
    write_aside(path, content)
    return apart


def _checked(lifter: Lifter, written: Path) -> float:
    """The difference of what was just written, as others run it and as it is opened here."""
    programs = [TorchScriptProgram(written, lifter)] if written.suffix in _PROGRAMS else []
    return max(difference(lifter, each) for each in (open_predictor(written), *programs))


def flipped(lifter: Lifter) -> Lifter:
    """One that lifts each pose mirrored besides; BadOption where a joint that it takes has no other side."""
    order(lifter.seen)
    return replace(lifter, flip=True)


def difference(lifter: Predictor, other: Predictor) -> float:
    """The greatest distance of any joint between what two say of real poses, in mm.

    In one call and in calls of one pose. inf where either has no number for a joint that is to be given of a whole
    pose, or the other says something where a pixel is nan.
    """
    pixels, intrinsics = _views()
    said, others = (each.predict(pixels, intrinsics) for each in (lifter, other))
    alone = torch.cat([other.predict(pixels[row : row + 1], intrinsics[row : row + 1]) for row in range(3)])
    due = torch.isfinite(pixels).all(dim=2).all(dim=1)[:, None] & torch.isin(torch.arange(17), _given(lifter))
    return max(_apart(said, others, due), _apart(said[:3], alone, due[:3]))


def _given(lifter: Predictor) -> Int[Tensor, " k"]:
    """With the hip, which is the origin."""
    return torch.tensor([*lifter.given, 0])


def _apart(said: Float[Tensor, "n 17 3"], other: Float[Tensor, "n 17 3"], due: Bool[Tensor, "n 17"]) -> float:
    if said.shape != other.shape or not torch.equal(said.isnan(), other.isnan()) or not torch.isfinite(said[due]).all():
        return float("inf")
    return 1000 * float((said - other).norm(dim=-1).nan_to_num(posinf=torch.inf).max())


def _views() -> tuple[Float[Tensor, "n 17 2"], Float[Tensor, "n 4"]]:
    """Poses of the library from all sides, by a camera that looks along the ground; the last one lacks all joints."""
    poses = library().poses
    poses = poses[np.linspace(0, len(poses) - 1, _POSES).astype(np.int64)]
    turn = np.linspace(0, 2 * np.pi, _POSES, endpoint=False)[:, None]
    across, ahead = (
        poses[..., 0] * np.cos(turn) - poses[..., 1] * np.sin(turn),
        poses[..., 0] * np.sin(turn) + poses[..., 1] * np.cos(turn) + _DISTANCE,
    )
    focal, centre = np.array(_CAMERA.focal), np.array(_CAMERA.centre)
    pixels = np.stack([across, -poses[..., 2]], axis=-1) / ahead[..., None] * focal + centre
    pixels[-1] = np.nan
    lens = np.tile([*focal, *centre], (_POSES, 1))
    return torch.from_numpy(pixels.astype(np.float32)), torch.from_numpy(lens.astype(np.float32))
