"""Choosing the pose library: the poses of a population that lie farthest apart, and how many each stands for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.errors import BadOption
from evopose.fitting.library import PoseLibrary, with_mirrors, write
from evopose.fitting.template import bone_vectors, directions_of, facing_ahead, joints
from evopose.geometry.hierarchy import degenerate
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

SOURCE = "CMU Graphics Lab Motion Capture Database, mocap.cs.cmu.edu, created with funding from NSF EIA-0196217"
LICENCE = "free for all uses; the raw data are not resold"


def build(sources: Sequence[Path], out: Path, size: int = 3000) -> PoseLibrary:
    """The library that ships, chosen from npz files of `positions` (N, 17, 3) and `clip` (N,), written to `out`."""
    positions, clips = zip(*(_arrays(path) for path in sources), strict=True)
    first = np.cumsum([0, *(int(own.max()) + 1 for own in clips)])
    library = choose(
        np.concatenate(positions),
        np.concatenate([own + start for own, start in zip(clips, first, strict=False)]),
        size,
        {
            "source": SOURCE,
            "licence": LICENCE,
            "files": [path.name for path in sources],
            "command": f"evopose.fitting.choice.build: {' '.join(path.name for path in sources)}, size {size}",
        },
    )
    write(library, out)
    return library


def choose(
    positions: Float[NDArray, "n 17 3"], clips: Int[NDArray, " n"], size: int, metadata: dict[str, Any]
) -> PoseLibrary:
    """At most `size` poses of a population (z up), farthest first, with their mirror images; BadOption for size < 1."""
    if size < 1:
        raise BadOption(f"A pose library of {size} poses: expected at least 1.")
    sound = ~degenerate(positions)
    lengths = template_lengths(positions[sound], clips[sound])
    directions = facing_ahead(directions_of(positions[sound]))
    chosen, owner = farthest(joints(directions, lengths).reshape(len(directions), -1), size)
    weights = np.bincount(owner, minlength=len(chosen)).astype(float)
    return with_mirrors(directions[chosen], weights, lengths, {**metadata, "poses": len(chosen), "of": len(directions)})


def template_lengths(positions: Float[NDArray, "n 17 3"], clips: Int[NDArray, " n"]) -> Float[NDArray, " 16"]:
    """Bone lengths of the average person, each clip counting once, left and right averaged; metres."""
    lengths = np.linalg.norm(bone_vectors(np.asarray(positions, dtype=float)), axis=-1)
    mean = np.mean([lengths[clips == clip].mean(axis=0) for clip in np.unique(clips)], axis=0)
    other = [H36M_17.mirror[joint] - 1 for joint in range(1, 17)]
    return np.asarray((mean + mean[other]) / 2)


def farthest(points: Float[NDArray, "n d"], size: int) -> tuple[Int[NDArray, " size"], Int[NDArray, " n"]]:
    """Farthest-point sampling: the chosen rows, and for every row which of the chosen is nearest.

    Starts at the row nearest to the mean; the same points give the same choice.
    """
    points = points.astype(np.float32)
    squares = np.sum(points * points, axis=1)
    chosen = [int(np.argmin(np.sum((points - points.mean(axis=0)) ** 2, axis=1)))]
    nearest, owner = np.full(len(points), np.inf, np.float32), np.zeros(len(points), int)
    while True:
        row = chosen[-1]
        distance = np.maximum(squares + squares[row] - 2 * (points @ points[row]), 0)
        closer = distance < nearest
        nearest[closer], owner[closer] = distance[closer], len(chosen) - 1
        if len(chosen) >= min(size, len(points)) or nearest.max() <= 1e-8:
            return np.array(chosen), owner
        chosen.append(int(np.argmax(nearest)))


def _arrays(path: Path) -> tuple[NDArray, NDArray]:
    with np.load(path, allow_pickle=False) as file:
        return file["positions"], file["clip"]
