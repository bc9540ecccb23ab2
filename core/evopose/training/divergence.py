"""A loss that is no number: at which step, and by which data if it is theirs."""

import torch

from evopose.errors import Diverged
from evopose.training.feeding import Batch, Feed
from evopose.training.rates import rate_at
from evopose.training.state import State
from evopose.training.telling import Extent

_FAR = 1000.0
"""Deviations from the mean: nothing that a camera sees of a person is so far off."""


def diverged(state: State, feed: Feed, batch: Batch, extent: Extent, loss: float) -> Diverged:
    """The error of a step that was not made."""
    counts = state.counts
    place = f"stage {counts.stage + 1}, step {counts.step + 1}"
    farthest = torch.maximum(batch.x.abs().amax(dim=1), batch.y.abs().amax(dim=1))
    worst = int(farthest.argmax())
    size = float(farthest[worst])
    if size > _FAR:
        numbers = feed.numbers(counts.stage, counts.step, extent.batch_size)
        cause = f"{feed.told(int(numbers[worst]))} is {size:.3g} deviations off what the others are"
    else:
        rate = rate_at(state.options.schedule, counts.step, extent.steps)
        cause = (
            f"its data are sound (at most {size:.2g} deviations off), so that the learning rate, {rate:.3g} there, is "
            "too great for them; a smaller --learning-rate, a --warmup or a --clip keeps it in bounds"
        )
    return Diverged(f"The loss came to {loss} at {place}, and training stopped before that step: {cause}.")
