"""The selectors that a recipe asks for, beyond joint limits and copies, which engines see to themselves."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import torch
from jaxtyping import Int

from evopose.evolution.recipe import ActiveSelection, Recipe
from evopose.evolution.selection.active import ActiveSelector
from evopose.evolution.selection.frame import FrameSelector
from evopose.evolution.selection.ground import GroundSelector
from evopose.evolution.selection.intersection import IntersectionSelector
from evopose.evolution.selection.novelty import NoveltySelector, commonness
from evopose.evolution.selection.selector import Selector
from evopose.evolution.views import look
from evopose.lifting.default import lifter_path
from evopose.lifting.fast import fast
from evopose.lifting.lifter import Lifter
from evopose.lifting.opening import open_predictor
from evopose.lifting.predictor import Predictor
from evopose.model.array import NDArray


def selectors_for(
    recipe: Recipe, counts: Int[NDArray, "9 theta phi"], device: torch.device, fused: bool = False
) -> tuple[Selector, ...]:
    """Those with any weight, the cheapest first; `counts` of the population at the start of the generation.

    `fused`: by fused loops where there are any, which is for the engine to say, so that the same engine always gives
    the same poses.
    MissingFile, UnsafeFile, BadFile or MissingDependency where active selection has no lifter that works.
    """
    options, see = recipe.selection, look(recipe.views)
    chosen: list[tuple[float, Callable[[], Selector]]] = [
        (options.ground.weight, lambda: GroundSelector(options.ground)),
        (options.novelty.weight, lambda: NoveltySelector(options.novelty, commonness(counts, device))),
        (options.frame.weight, lambda: FrameSelector(options.frame, see)),
        (options.intersection.weight, lambda: IntersectionSelector(options.intersection, fused)),
        (options.active.weight, lambda: ActiveSelector(options.active, _lifter(options.active, device), see)),
    ]
    return tuple(make() for weight, make in chosen if weight > 0)


def _lifter(options: ActiveSelection, device: torch.device) -> Predictor:
    path = lifter_path(options.lifter)
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _read(path, changed, str(device))


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int, device: str) -> Predictor:
    """Once, though each generation asks; again when the file is another."""
    predictor = open_predictor(path)
    return fast(predictor.on(device)) if isinstance(predictor, Lifter) else predictor
