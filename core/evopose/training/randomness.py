"""Random numbers of a stretch of work: by its name alone, and without a trace in torch's own generators."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from evopose.evolution.draws import key

INITIAL, DROPOUT = 0x1217, 0xD209
"""What they are for."""


@contextmanager
def seeded(seed: int, what: int, stage: int, step: int, device: torch.device) -> Iterator[None]:
    """torch's global generator is seeded within, and afterwards as it was before."""
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices):
        torch.manual_seed(key(seed, what, stage, step))
        yield
