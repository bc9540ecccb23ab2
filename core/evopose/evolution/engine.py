"""What breeds and selects candidates: one protocol, several engines."""

from importlib import import_module
from typing import Any, Literal, Protocol

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.errors import BadOption
from evopose.evolution.brood import Brood
from evopose.evolution.recipe import Recipe
from evopose.limits.occupancy import OccupancyLimits
from evopose.model.array import NDArray
from evopose.model.limits import JointLimits

EngineName = Literal["auto", "eager", "fused"]

WORTH_COMPILING = 1_000_000
"""Children from which on `auto` means fused loops, which take seconds to compile once. Not asked is whether they are
compiled already: the engine settles the last bit of a pose, and the same run must give the same bytes."""


class Poses(Protocol):
    """Rows of poses, wherever they lie."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: Any, /) -> Float[NDArray, "k 17 3"]:
        """float32, metres, world, z up, of an array of row numbers."""
        ...


class Engine(Protocol):
    """Makes the candidates of a generation; what it makes depends on their numbers and the seed alone."""

    @property
    def name(self) -> str:
        """For reports and the record of a run."""
        ...

    def brood(self, rows: Poses, generation: int, first: int, count: int, seed: int) -> Brood:
        """Of candidates `first` … `first + count − 1` (both even) those that joint limits and copy selection leave."""
        ...


def make_engine(
    name: EngineName,
    recipe: Recipe,
    limits: JointLimits,
    template: Float[Tensor, " 16"],
    device: torch.device,
    children: int | None = None,
) -> Engine:
    """The engine called so; `auto` is the fastest that can do it. `template` as lengths.template_of gives it.

    `children` is how many there will be, if that is known. BadOption where fused loops are asked for and cannot be had.
    """
    from evopose.evolution.eager import Eager

    hindrance = hindrance_to_fused(limits, device)
    if name == "fused" and hindrance:
        raise BadOption(f"--engine fused: {hindrance} `auto` and `eager` do.")
    if name == "eager" or hindrance or (name == "auto" and children is not None and children < WORTH_COMPILING):
        return Eager(recipe, limits, device, template.to(device))
    from evopose.evolution.fused_engine import Fused

    assert isinstance(limits, OccupancyLimits)
    return Fused(recipe, limits, template.cpu())


def hindrance_to_fused(limits: JointLimits, device: torch.device) -> str:
    """Why batched operators breed instead of fused loops, in a sentence; empty if nothing speaks against the loops."""
    if device.type != "cpu":
        return f"fused loops run on the CPU, and the device is {device}."
    if not isinstance(limits, OccupancyLimits):
        return f"fused loops know limits by tables, and these are {limits.name}."
    return hindrance_to_numba()


def hindrance_to_numba() -> str:
    """Why there are no fused loops on this machine, in a sentence; empty if there are. Installed is not enough: one
    that does not fit NumPy fails when it is imported."""
    try:
        import_module("numba")
    except ModuleNotFoundError as error:
        if error.name == "numba":
            return "fused loops need numba, which is not installed (pip install 'evostudio[torch]')."
        return f"fused loops need numba, which needs {error.name}, and that is not installed."
    except Exception as error:  # whatever a broken package raises
        return f"fused loops need numba, which cannot be loaded ({next(iter(str(error).splitlines()), '')})."
    return ""
