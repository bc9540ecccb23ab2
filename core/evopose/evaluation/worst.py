"""The poses that a lifter got most wrong: to look at, to annotate, and to evolve from."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.evaluation.evaluating import Evaluation
from evopose.evaluation.joining import called
from evopose.evaluation.report import Worst
from evopose.evaluation.sources import Source
from evopose.lifting.world import in_world
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs
from evopose.model.population import Population


def spread(
    error: Float[NDArray, " n"], clip: Int[NDArray, " n"], pose: Int[NDArray, " n"], count: int
) -> Int[NDArray, " k"]:
    """So many rows, each pose once: the worst of every clip, the greatest error first, then the second worst of every
    clip, and so on, as neighbours in a clip are much alike. −1 is no clip: those are not like each other; nan is no
    error."""
    order = np.argsort(-np.where(np.isfinite(error), error, -np.inf), kind="stable")
    order = order[: int(np.isfinite(error).sum())]
    order = order[np.sort(np.unique(pose[order], return_index=True)[1])]
    turn = np.where(clip[order] < 0, 0, _turns(clip[order]))
    return np.asarray(order[np.argsort(turn, kind="stable")][:count])


def worst_of(evaluation: Evaluation, source: Int[NDArray, " n"], sources: Sequence[Source], count: int) -> Worst:
    """So many of what was evaluated; `source`: which of the sources each pair is of."""
    pairs, error = evaluation.pairs, evaluation.scores.mpjpe
    clip = np.full(len(pairs), -1) if pairs.clip is None else np.asarray(pairs.clip)
    row = np.arange(len(pairs)) if pairs.row is None else np.asarray(pairs.row)
    pose = np.unique(np.stack([source, row]), axis=1, return_inverse=True)[1].reshape(-1)
    rows = spread(error, clip, pose, count)
    joints = np.asarray(pairs.joints[rows])
    return Worst(
        pixels=np.asarray(pairs.pixels[rows]),
        truth=joints - joints[:, :1],
        predicted=evaluation.predicted[rows],
        hip=joints[:, 0],
        world=_world(joints, source[rows], row[rows], sources),
        error=error[rows],
        row=row[rows],
        source=source[rows].astype(np.int32),
        lens=_lens(pairs)[rows],
        sources=tuple(str(each.path) for each in sources),
        clips=tuple(called(pairs, "clip_names")[rows]),
        actions=tuple(called(pairs, "clip_kinds")[rows]),
    )


def population_of(worst: Worst, said: dict[str, Any]) -> Population:
    """Those of the true poses that have all their joints, in the world; their errors in the metadata."""
    whole = np.flatnonzero(np.isfinite(worst.world).all(axis=(1, 2)))
    motions = [(worst.clips[i] or worst.sources[worst.source[i]], worst.actions[i]) for i in whole.tolist()]
    clips = list(dict.fromkeys(motions))
    metadata = said | {
        "clip_names": [name for name, _ in clips],
        "clip_kinds": [kind for _, kind in clips],
        "error_mm": [round(1000 * float(each), 1) for each in worst.error[whole]],
        "rows": worst.row[whole].tolist(),
        "sources": [worst.sources[number] for number in worst.source[whole].tolist()],
    }
    numbers = np.array([clips.index(each) for each in motions], np.int32)
    return Population(worst.world[whole].astype(np.float32), clip=numbers, metadata=metadata)


def _turns(clip: Int[NDArray, " n"]) -> Int[NDArray, " n"]:
    """Of each row, how many of the same clip stand before it."""
    order = np.argsort(clip, kind="stable")
    _, starts, sizes = np.unique(clip[order], return_index=True, return_counts=True)
    turns = np.empty(len(clip), np.int64)
    turns[order] = np.arange(len(clip)) - np.repeat(starts, sizes)
    return turns


def _world(joints: NDArray, source: NDArray, row: NDArray, sources: Sequence[Source]) -> NDArray:
    world = in_world(joints - joints[:, :1])
    for number, each in enumerate(sources):
        if each.population is not None:
            here = source == number
            world[here] = np.asarray(each.population.positions[row[here]])
    return world


def _lens(pairs: Pairs) -> Float[NDArray, "n 6"]:
    table = np.array([(*camera.focal, *camera.centre, *camera.size) for camera in pairs.cameras], np.float32)
    return np.asarray(table.reshape(-1, 6)[np.asarray(pairs.camera)])
