"""Populations for tests: people about 1.7 m tall, moving a little, whose bones change their lengths."""

import numpy as np

from evopose.model.population import Population

STANDING = np.array([
    [0, 0, 0.93], [-0.13, 0, 0.93], [-0.13, 0.02, 0.48], [-0.13, 0, 0.08], [0.13, 0, 0.93], [0.13, 0.02, 0.48],
    [0.13, 0, 0.08], [0, 0, 1.16], [0, 0, 1.42], [0, 0.05, 1.5], [0, 0.02, 1.65], [0.15, 0, 1.38], [0.42, 0, 1.38],
    [0.66, 0.03, 1.38], [-0.15, 0, 1.38], [-0.42, 0, 1.38], [-0.66, 0.03, 1.38],
])  # fmt: skip


def people(count: int, seed: int = 0) -> np.ndarray:
    """(count, 17, 3) float32 metres: each turned, moved about the room, and every joint shaken by 3 cm."""
    random = np.random.default_rng(seed)
    angles = random.uniform(-np.pi, np.pi, count)
    cosine, sine, zero = np.cos(angles), np.sin(angles), np.zeros(count)
    turns = np.stack([cosine, -sine, zero, sine, cosine, zero, zero, zero, zero + 1], axis=-1).reshape(-1, 3, 3)
    shaken = STANDING + random.normal(0, 0.03, (count, 17, 3))
    return (shaken @ np.swapaxes(turns, 1, 2) + random.uniform(-3, 3, (count, 1, 3)) * [1, 1, 0.1]).astype(np.float32)


def clips(sizes: tuple[int, ...] = (5, 3, 7), seconds: float = 0.04, seed: int = 0) -> Population:
    """So many frames in each clip."""
    metadata = {
        "clip_names": [f"walk {number}" for number in range(len(sizes))],
        "clip_kinds": ["walk"] * len(sizes),
        "clip_seconds_per_frame": [seconds] * len(sizes),
    }
    numbers = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return Population(people(sum(sizes), seed), clip=numbers, metadata=metadata)


def evolved(count: int = 20, seed: int = 0) -> Population:
    """With generations and parents."""
    generation = np.arange(count) // 5
    parents = np.where(generation[:, None] > 0, np.arange(count)[:, None] - [5, 4], -1)
    metadata = {"source": "a test", "options": {"ratio": 2.5, "θ": [1, 2]}}
    return Population(people(count, seed), generation, parents, metadata=metadata)
