"""What a new run needs, found to be sound before anything is written: founders, limits, an engine that can do it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from evopose import __version__
from evopose.coverage.histogram import empty
from evopose.errors import NotWritable
from evopose.evolution import budget, operators
from evopose.evolution.engine import Engine, hindrance_to_fused, make_engine
from evopose.evolution.founders import Founders, gather
from evopose.evolution.lengths import template_of
from evopose.evolution.options import EvolveOptions
from evopose.evolution.selection.choice import selectors_for
from evopose.evolution.setup import Setup
from evopose.io.digest import digest_of
from evopose.io.packing import step_of
from evopose.jobs import Job, Progress
from evopose.lifting.default import default_lifter_path
from evopose.lifting.device import device_of
from evopose.limits import opened
from evopose.model.array import NDArray
from evopose.model.limits import JointLimits

_SAMPLE = 100_000
"""Founders that the template and the share of valid ones are taken from."""


@dataclass(frozen=True, eq=False)
class Beginning:
    """All that a new run needs, found to be sound."""

    founders: Founders
    setup: Setup
    limits: JointLimits
    engine: Engine


def prepared(options: EvolveOptions) -> Job[Beginning]:
    """BadOption, MissingFile, BadFile or MissingDependency for whatever is not as it should be."""
    recipe, device = options.recipe, device_of(options.device)
    limits = opened(recipe.selection.limits.file)
    files = hashes(options)
    founders, precision = yield from _gathered(options)
    most = options.target(founders.given).most(len(founders), options.fraction)
    if options.generations is None:
        _check_room(options.out, most * budget.bytes_a_pose(precision))
    poses = _sample(founders)
    yield Progress(0, 0, "getting ready to breed")
    template = template_of(torch.from_numpy(poses))
    engine = make_engine(options.engine, recipe, limits, template, torch.device(device), most - len(founders))
    if options.engine == "auto" and (reason := hindrance_to_fused(limits, torch.device(device))):
        yield Progress(0, 0, f"breeding by batched operators: {reason}")
    selectors_for(recipe, empty(), torch.device(device))
    setup = Setup(
        founders=len(founders),
        given=founders.given,
        dropped=founders.dropped,
        engine=engine.name,
        device=device,
        template=tuple(template.tolist()),
        precision=precision,
        step=step_of(precision),
        capacity=min(options.shard_poses, most),
        metadata=_metadata(options, founders, engine.name, precision, files),
        limits_valid=float(np.asarray(limits.valid(poses)).all(axis=1).mean()),
    )
    return Beginning(founders, setup, limits, engine)


def _gathered(options: EvolveOptions) -> Job[tuple[Founders, str]]:
    """Whom to begin with, and how positions will be kept; BadOption where there is nothing to be done."""
    step = None if options.precision == "auto" else step_of(options.precision)
    chosen = (options.kinds, options.share, options.unit, options.seed)
    founders = yield from gather(options.population, *chosen, step)
    most = options.target(founders.given).most(len(founders), options.fraction)
    precision = budget.precise(options.precision, most)
    if step_of(precision) != step:
        founders = yield from gather(options.population, *chosen, step_of(precision))
        options.target(founders.given)
    return founders, precision


def _metadata(
    options: EvolveOptions, founders: Founders, engine: str, precision: str, files: dict[str, str]
) -> dict[str, Any]:
    """What the population's files say of themselves: all that its bytes depend on, and no more."""
    told = {
        "source": "evopose evolve",
        "version": __version__,
        "preset": options.preset,
        "recipe": options.recipe.model_dump(mode="json"),
        "files": files,
        "seed": options.seed,
        "fraction": options.fraction,
        "engine": engine,
        "precision": precision,
        "founders": founders.described(),
        "founder_clips": founders.clips(),
        "operators": operators.legend(),
    }
    return {key: value for key, value in told.items() if value != {}}


def hashes(options: EvolveOptions) -> dict[str, str]:
    """Of the limits that are named and the lifter that is asked; MissingFile where one is not there."""
    selection = options.recipe.selection
    lifter = selection.active.lifter
    if lifter is None and selection.active.weight > 0:
        lifter = default_lifter_path()
    chosen = {"limits": selection.limits.file, "lifter": lifter}
    return {name: digest_of([path], name) for name, path in chosen.items() if path is not None}


def _sample(founders: Founders) -> NDArray:
    step = max(1, len(founders) // _SAMPLE)
    return np.concatenate([chunk[::step] for chunk in founders.chunks()])


def _check_room(folder: Path, needed: int) -> None:
    """NotWritable where the disk is certainly too small, before hours of work."""
    there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.is_dir())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise NotWritable(f"{folder}: {_size(needed)} are needed at the end, and {_size(free)} are free.")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
