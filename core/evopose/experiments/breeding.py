"""From founders to the population of an arm."""

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from evopose.evolution.options import EvolveOptions
from evopose.evolution.presets import merged
from evopose.evolution.recipe import Recipe
from evopose.evolution.running import begin
from evopose.experiments.arms import Arm
from evopose.experiments.controls import rotated_and_scaled
from evopose.io import npz, safetensors
from evopose.jobs import Job
from evopose.model.array import NDArray
from evopose.model.population import Population

FRACTION = 0.2
"""Pairs of parents in a generation, as a share of the population: it takes a quarter of the usual generations."""


class Bred(NamedTuple):
    """A population and how many generations it took."""

    positions: Float[NDArray, "n 17 3"]
    """float32, founders first."""
    generations: int


class _Evolution(EvolveOptions):
    def run(self) -> Job[dict[str, Any]]:
        return begin(self)


def bred(arm: Arm, founders: Population, ratio: float, seed: int, limits: Path | None) -> Job[Bred]:
    """`limits`: a file of joint limits to select by, those that ship if None."""
    if arm.recipe is not None:
        return (yield from _evolved(arm.recipe, founders, ratio, seed, None if arm.shipped_limits else limits))
    positions = np.asarray(founders.positions, np.float32)
    if arm.kind == "plain":
        return Bred(positions, 0)
    return Bred(rotated_and_scaled(positions, ratio, seed, arm.tilt_deg, arm.scale), 0)


def _evolved(recipe: Recipe, founders: Population, ratio: float, seed: int, limits: Path | None) -> Job[Bred]:
    chosen = recipe if limits is None else merged(recipe, {"selection": {"limits": {"file": limits}}})
    with tempfile.TemporaryDirectory() as folder:
        begins = Path(folder) / "founders.npz"
        npz.write(founders, begins)
        options = _Evolution(
            population=(begins,),
            out=Path(folder) / "run",
            recipe=chosen,
            ratio=ratio,
            seed=seed,
            fraction=FRACTION,
            device="cpu",
            engine="eager",
            precision="float32",
        )
        result = yield from options.run()
        positions = np.array(safetensors.read(Path(result["population"])).positions, np.float32)
    return Bred(positions, int(result["generations"]))
