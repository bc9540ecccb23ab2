"""The selectors that a recipe asks for, beyond joint limits and copies, which engines see to themselves."""

from collections.abc import Callable

import torch
from jaxtyping import Int

from evopose.evolution.recipe import Recipe
from evopose.evolution.selection.ground import GroundSelector
from evopose.evolution.selection.intersection import IntersectionSelector
from evopose.evolution.selection.novelty import NoveltySelector, commonness
from evopose.evolution.selection.selector import Selector
from evopose.model.array import NDArray


def selectors_for(recipe: Recipe, counts: Int[NDArray, "9 theta phi"], device: torch.device) -> tuple[Selector, ...]:
    """Those with any weight, the cheapest first; `counts` of the population at the start of the generation."""
    options = recipe.selection
    chosen: list[tuple[float, Callable[[], Selector]]] = [
        (options.ground.weight, lambda: GroundSelector(options.ground)),
        (options.novelty.weight, lambda: NoveltySelector(options.novelty, commonness(counts, device))),
        (options.intersection.weight, lambda: IntersectionSelector(options.intersection)),
    ]
    return tuple(make() for weight, make in chosen if weight > 0)
