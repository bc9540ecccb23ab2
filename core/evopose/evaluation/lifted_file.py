"""Lifted people as files: populations of any format, or JSON for other programs."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.io.aside import write_aside
from evopose.io.format import Format
from evopose.lifting.world import in_world
from evopose.model.array import NDArray
from evopose.model.population import Population
from evopose.model.skeleton import H36M_17

FORMAT = "evopose lifted 1"
_DIGITS = 5
"""Of metres, in JSON."""
FRAMES = {
    "camera": "metres about the hip; x right, y down, z ahead",
    "joints": "metres; z up, as of a level camera: x right, y ahead; the lowest joint just over the ground",
}


@dataclass(frozen=True, eq=False)
class Lifted:
    """People in space."""

    camera: Float[NDArray, "n 17 3"]
    """About the hip, metres, the camera's frame."""
    source: Int[NDArray, " n"]
    """Which file each is of."""
    row: Int[NDArray, " n"]
    """Its place among the views of that file."""
    clip: Int[NDArray, " n"]
    names: tuple[str, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.camera)


def write(lifted: Lifted, about: dict[str, Any], form: Format | None, path: Path) -> None:
    """As a population of this format; JSON without one. NotWritable where that fails."""
    world = in_world(lifted.camera)
    if form is None:
        write_aside(path, json.dumps(_plain(lifted, world, about), ensure_ascii=False))
        return
    used, clip = np.unique(lifted.clip, return_inverse=True)
    named = used[used >= 0].tolist()
    per_clip = {
        "clip_names": [lifted.names[number] for number in named],
        "clip_kinds": [lifted.kinds[number] for number in named],
        "clip_seconds_per_frame": [0.0] * len(named),
    }
    numbers = (clip.reshape(-1) - int((used < 0).any())).astype(np.int32)
    assert form.write_population is not None
    form.write_population(Population(world, clip=numbers, metadata=about | per_clip), path)


def _plain(lifted: Lifted, world: NDArray, about: dict[str, Any]) -> dict[str, Any]:
    """For programs that read JSON."""
    poses = [
        {
            "source": about["sources"][source]["path"],
            "row": row,
            "clip": lifted.names[clip] if clip >= 0 else "",
            "joints": _numbers(there),
            "camera": _numbers(seen),
        }
        for source, row, clip, there, seen in zip(
            lifted.source.tolist(), lifted.row.tolist(), lifted.clip.tolist(), world, lifted.camera, strict=True
        )
    ]
    return {"format": FORMAT, "names": list(H36M_17.joints), "frames": FRAMES, **about, "poses": poses}


def _numbers(joints: Float[NDArray, "17 3"]) -> list[list[float] | None]:
    """null for joints that the lifter does not give."""
    return [[round(float(v), _DIGITS) for v in joint] if np.isfinite(joint).all() else None for joint in joints]
