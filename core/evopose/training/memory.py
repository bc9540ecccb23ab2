"""Not enough memory for a batch: it is worked through in halves, whose gradients are added up."""

from collections.abc import Callable

import torch
from torch import Tensor

from evopose.errors import EvoError
from evopose.training.state import State

_TOLD = ("out of memory", "not enough memory", "can't allocate memory", "std::bad_alloc")
_LEAST = 2
"""Pairs that batch norm needs."""


def halving(state: State, work: Callable[[], Tensor]) -> Tensor:
    """What `work` gives, tried again with twice as many parts where memory does not suffice; EvoError where no part
    is small enough."""
    while True:
        try:
            return work()
        except (MemoryError, RuntimeError) as error:
            if not _of_memory(error):
                raise
            _halve(state, error)


def divided(values: Tensor, parts: int) -> tuple[Tensor, ...]:
    """Rows in so many parts whose sizes differ by one at most; torch's own chunks may leave a lone pair at the end."""
    return torch.tensor_split(values, parts)


def _halve(state: State, error: BaseException) -> None:
    counts, size = state.counts, state.options.schedule.batch_size
    if size // (2 * counts.parts) < _LEAST:
        raise EvoError(f"There is not enough memory for a batch of {size}, not even for its parts.") from error
    counts.parts *= 2
    where = f"stage {counts.stage + 1}, step {counts.step + 1}"
    counts.notices.append(
        f"Memory did not suffice for {size // counts.parts * 2:,} pairs at once ({where}): from there on each batch is "
        f"worked through in {counts.parts} parts."
    )
    state.optimiser.zero_grad()
    if state.device.type == "cuda":
        torch.cuda.empty_cache()


def _of_memory(error: BaseException) -> bool:
    return isinstance(error, (MemoryError, torch.OutOfMemoryError)) or any(words in str(error) for words in _TOLD)
