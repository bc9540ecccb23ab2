"""The demo population: clips of everyday motions by many bodies, biased as small data sets are."""

from collections.abc import Iterator

import numpy as np

from evopose.demo.body import random_body
from evopose.demo.motions import KINDS, perform
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray
from evopose.model.population import Population

SECONDS_PER_FRAME = 0.1
FRAMES = (40, 100)
"""Fewest and most frames of a clip."""


def make_population(poses: int, seed: int) -> Job[Population]:
    """Exactly `poses` poses in clips of 4 to 10 seconds at 10 frames a second; the same for the same seed."""
    rng = np.random.default_rng((seed, 1))
    clips: list[NDArray] = []
    kinds: list[str] = []
    done = 0
    for kind in _kinds(rng):
        frames = min(int(rng.integers(*FRAMES)), poses - done)
        positions = _clip(kind, rng, frames)
        clips.append(positions)
        kinds.append(kind)
        done += frames
        yield Progress(done, poses, f"{kind}: {done} poses")
        if done >= poses:
            break
    return _population(clips, kinds, seed)


def _kinds(rng: np.random.Generator) -> Iterator[str]:
    """Every kind once, then drawn by their shares without end."""
    yield from KINDS
    names, shares = list(KINDS), np.array([share for _, share in KINDS.values()])
    while True:
        yield names[int(rng.choice(len(names), p=shares / shares.sum()))]


def _clip(kind: str, rng: np.random.Generator, frames: int) -> NDArray:
    body, heading = random_body(rng), rng.uniform(-np.pi, np.pi)
    positions = perform(kind, rng, np.arange(frames) * SECONDS_PER_FRAME).performed(body).positions
    cosine, sine = np.cos(heading), np.sin(heading)
    turned = positions @ np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1.0]])
    return np.asarray(turned, np.float32)


def _population(clips: list[NDArray], kinds: list[str], seed: int) -> Population:
    metadata = {
        "source": "evopose demo: procedural motions of a mannequin",
        "licence": "CC0-1.0",
        "seed": seed,
        "clip_names": [f"{kind}_{number:03d}" for number, kind in enumerate(kinds)],
        "clip_kinds": kinds,
        "clip_seconds_per_frame": [SECONDS_PER_FRAME] * len(kinds),
    }
    lengths = [len(clip) for clip in clips]
    numbers = np.repeat(np.arange(len(clips), dtype=np.int32), lengths)
    positions = np.concatenate(clips)
    return Population(positions, np.zeros(len(positions), np.int32), clip=numbers, metadata=metadata)
