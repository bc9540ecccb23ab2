"""What products of matrices are worked out in."""

from contextlib import AbstractContextManager

import torch

from evopose.errors import BadOption
from evopose.training.options import TrainOptions

_INSTRUCTIONS = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
"""How torch is asked for them; older ones know not all."""
_WIDE, _MANY = 512, 2048
"""From this width and batch on, bfloat16 is the faster one on a CPU that multiplies it."""


def precision_of(options: TrainOptions, device: torch.device) -> str:
    """`auto` as float32 or bfloat16; by the options and the device alone, so that a resumed run has the same."""
    if options.precision == "bfloat16" and not _multiplies(device):
        raise BadOption(f"--precision bfloat16: the {device.type.upper()} here does not multiply it; float32 does.")
    if options.precision != "auto":
        return options.precision
    worth = device.type == "cuda" or (options.model.width >= _WIDE and options.schedule.batch_size >= _MANY)
    return "bfloat16" if worth and _multiplies(device) else "float32"


def _multiplies(device: torch.device) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return any(getattr(torch.cpu, name, bool)() for name in _INSTRUCTIONS)


def products(precision: str, device: torch.device) -> AbstractContextManager[object]:
    """Within, they are of this precision."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16")
