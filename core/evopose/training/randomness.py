"""Random numbers of a stretch of work: by its name alone, and without a trace in torch's own generators."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from evopose.evolution.draws import key

INITIAL, DROPOUT = 0x1217, 0xD209
"""What they are for."""


@contextmanager
def seeded(seed: int, what: int, stage: int, step: int, device: torch.device) -> Iterator[None]:
    """torch's global generators are seeded within, and afterwards as they were before.

    One by one: `torch.manual_seed` takes 3 ms where there is no GPU, since it notes down who called it.
    """
    generators = [torch.default_generator]
    if device.type == "cuda":
        generators.append(torch.cuda.default_generators[device.index or torch.cuda.current_device()])
    before = [generator.get_state() for generator in generators]
    try:
        for generator in generators:
            generator.manual_seed(key(seed, what, stage, step))
        yield
    finally:
        for generator, state in zip(generators, before, strict=True):
            generator.set_state(state)
