"""A run of evolution from its founders to its file, and one that was stopped on to its end."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Int

from evopose import __version__
from evopose.coverage.histogram import empty
from evopose.coverage.regions import possible
from evopose.errors import BadOption, MissingFile, NotWritable
from evopose.evolution import budget, memory, operators
from evopose.evolution.checkpoint import Keeper, Point, kept
from evopose.evolution.engine import Engine, make_engine
from evopose.evolution.evolving import Plan, Stock, evolve
from evopose.evolution.founders import Founders, gather
from evopose.evolution.growing import Growing
from evopose.evolution.lengths import template_of
from evopose.evolution.options import EvolveOptions
from evopose.evolution.selection.choice import selectors_for
from evopose.evolution.selection.selector import Selector
from evopose.evolution.setup import Setup
from evopose.evolution.watching import Watch, counted
from evopose.io.packing import step_of
from evopose.jobs import Job, Progress
from evopose.limits import opened
from evopose.model.array import NDArray
from evopose.model.limits import JointLimits
from evopose.runs.record import read_run
from evopose.runs.run import Run, check_new, check_resumable, created, resumed

COMMAND = "evolve"
_SAMPLE = 100_000
"""Founders that the template and the share of valid ones are taken from."""


@dataclass(frozen=True, eq=False)
class Beginning:
    """All that a new run needs, found to be sound."""

    founders: Founders
    setup: Setup
    limits: JointLimits
    engine: Engine


def begin(options: EvolveOptions) -> Job[dict[str, Any]]:
    """A new run; nothing is left behind where it cannot begin."""
    check_new(options.out)
    beginning = yield from _prepared(options)
    record = options.model_dump(mode="json") | _absolute(options)
    with created(options.out, COMMAND, record) as run:
        return (yield from _begun(options, run, beginning))


def resume(options: EvolveOptions, folder: Path) -> Job[dict[str, Any]]:
    """A run that was stopped or failed: from its checkpoint, or anew where it has none."""
    record = read_run(folder)
    check_resumable(record)
    with resumed(record) as run:
        setup, point = Setup.read(run.checkpoint), kept(run.checkpoint)
        if setup is None or point is None:
            beginning = yield from _prepared(options)
            return (yield from _begun(options, run, beginning))
        _unchanged(options, setup)
        limits = opened(options.recipe.selection.limits.file)
        run.cut_log(point.log)
        return (yield from _worked(options, run, setup, point, limits))


def _prepared(options: EvolveOptions) -> Job[Beginning]:
    """BadOption, MissingFile, BadFile or MissingDependency for whatever is not as it should be."""
    recipe, device = options.recipe, _device(options.device)
    limits = opened(recipe.selection.limits.file)
    files = _hashes(options)
    founders, precision = yield from _gathered(options)
    most = options.target(founders.given).most(len(founders), options.fraction)
    if options.generations is None:
        _check_room(options.out, most * budget.bytes_a_pose(precision))
    poses = _sample(founders)
    yield Progress(0, 0, "getting ready to breed")
    template = template_of(torch.from_numpy(poses))
    engine = make_engine(options.engine, recipe, limits, template, torch.device(device))
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


def _begun(options: EvolveOptions, run: Run, beginning: Beginning) -> Job[dict[str, Any]]:
    """Founders on the disk, and then the work."""
    shutil.rmtree(run.checkpoint, ignore_errors=True)
    run.cut_log(0)
    run.checkpoint.mkdir(parents=True, exist_ok=True)
    setup, count = beginning.setup, beginning.setup.founders
    growing = Growing(run.checkpoint, setup.layout)
    try:
        yield from _founded(growing, beginning.founders)
    finally:
        growing.close()
    setup.write(run.checkpoint)
    return (yield from _worked(options, run, setup, Point(count, count), beginning.limits, beginning.engine))


def _founded(growing: Growing, founders: Founders) -> Job[None]:
    for poses in founders.chunks():
        nobody = np.full((len(poses), 2), -1)
        growing.append(poses, 0, nobody, np.zeros(len(poses), np.int64))
        yield Progress(growing.rows, len(founders), "writing the founders")
    growing.sync()


def _worked(
    options: EvolveOptions, run: Run, setup: Setup, point: Point, limits: JointLimits, engine: Engine | None = None
) -> Job[dict[str, Any]]:
    """From a point to the end and into the files; stopped, the point it got to is kept."""
    growing = Growing(run.checkpoint, setup.layout, point.rows)
    keeper = Keeper(run, growing, point)
    watch = Watch(possible(limits))
    try:
        keeper.keep()
        if not point.reason:
            yield from _counted(watch, growing, setup, point)
            breeder = engine or _engine(options, setup, limits)
            stock = Stock(breeder, _selectors(options, setup), growing, watch)
            yield from evolve(_plan(options, setup), stock, keeper)
    finally:
        keeper.keep()
        growing.close()
    return _finished(options, run, setup, keeper, watch)


def _counted(watch: Watch, growing: Growing, setup: Setup, point: Point) -> Job[None]:
    """Directions of all that is there: of the founders, of the generation's parents, of who came in since."""
    positions = growing.view(point.rows)
    for stop in counted(watch, positions, 0, setup.founders):
        yield Progress(stop, point.rows, "counting directions")
    watch.before = watch.coverage()
    for first, last in ((setup.founders, point.start), (point.start, point.rows)):
        if first == point.start:
            watch.begin()
        for stop in counted(watch, positions, first, last):
            yield Progress(stop, point.rows, "counting directions")
    positions.release()


def _engine(options: EvolveOptions, setup: Setup, limits: JointLimits) -> Engine:
    """The one that the run began with: another one's children could differ in the last bit."""
    device = _device(setup.device)
    engine = make_engine(setup.engine, options.recipe, limits, torch.tensor(setup.template), torch.device(device))  # type: ignore[arg-type]
    if engine.name != setup.engine:
        raise BadOption(f"This run was begun by the {setup.engine} engine, which is not to be had here.")
    return engine


def _selectors(options: EvolveOptions, setup: Setup) -> Callable[[Int[NDArray, "9 120 60"]], Sequence[Selector]]:
    """Made once, but where they depend on what the generation begins with."""
    made: list[Sequence[Selector]] = []

    def of(counts: Int[NDArray, "9 120 60"]) -> Sequence[Selector]:
        if not made or options.recipe.selection.novelty.weight > 0:
            made[:] = [selectors_for(options.recipe, counts, torch.device(setup.device))]
        return made[0]

    return of


def _plan(options: EvolveOptions, setup: Setup) -> Plan:
    allowed = budget.bytes_of(options.memory)
    return Plan(
        founders=setup.founders,
        target=options.target(setup.given),
        fraction=options.fraction,
        fruitless=options.fruitless,
        seed=options.seed,
        step=setup.step,
        chunk=budget.chunk_for(allowed, options.chunk),
        memory=allowed * 3 // 4,
    )


def _finished(options: EvolveOptions, run: Run, setup: Setup, keeper: Keeper, watch: Watch) -> dict[str, Any]:
    """The files in place, the checkpoint gone, the result told."""
    point = keeper.point
    files = keeper.growing.finish(run.folder)
    result = {
        "population": str(files[0]),
        "poses": point.rows,
        "candidates": point.total.candidates,
        "survivors": point.total.survivors,
        "generations": point.generation - 1,
        "seconds": round(keeper.seconds, 3),
        "reason": point.reason,
        "complete": point.complete,
        "removed": dict(point.total.removed),
        "copies": point.total.copies,
        "surplus": point.total.surplus,
        "engine": setup.engine,
        "device": setup.device,
        "precision": setup.precision,
        "files": [str(file) for file in files],
        "bytes": sum(file.stat().st_size for file in files),
        "founders": {"poses": setup.founders, "dropped": dict(setup.dropped), "valid": setup.limits_valid},
        "coverage": {"before": watch.before, "after": watch.coverage()} if watch.before else {},
        "peak_memory_mb": memory.peak_mb(),
        "notices": _notices(setup, point),
    }
    run.finished(result)
    shutil.rmtree(run.checkpoint, ignore_errors=True)
    return result


def _notices(setup: Setup, point: Point) -> list[str]:
    words = {
        "missing": "with missing joints",
        "degenerate": "degenerate",
        "too_large": "too large",
        "duplicates": "doubles",
    }
    lost = ", ".join(f"{count} {words[name]}" for name, count in setup.dropped.items() if count)
    notices = [f"Of the founders {lost} were left out."] if lost else []
    if setup.limits_valid == 0:
        notices.append("None of the founders lies within the joint limits.")
    return notices if point.complete else [*notices, f"The run {point.reason}."]


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


def _hashes(options: EvolveOptions) -> dict[str, str]:
    """Of the limits and the lifter that are named; MissingFile where one is not there."""
    selection = options.recipe.selection
    chosen = {"limits": selection.limits.file, "lifter": selection.active.lifter}
    return {name: _hash(path, name) for name, path in chosen.items() if path is not None}


def _hash(path: Path, what: str) -> str:
    if not path.is_file():
        raise MissingFile(path, what)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unchanged(options: EvolveOptions, setup: Setup) -> None:
    """BadOption where limits or lifter are not those that the run began with."""
    for name, found in _hashes(options).items():
        if found != setup.metadata.get("files", {}).get(name):
            raise BadOption(f"The file of {name} changed since the run began; put the old one back to go on.")


def _absolute(options: EvolveOptions) -> dict[str, Any]:
    """Paths that still hold where the run is resumed from another folder."""
    return {
        "population": [str(path.expanduser().absolute()) for path in options.population],
        "out": str(options.out.expanduser().absolute()),
    }


def _sample(founders: Founders) -> NDArray:
    step = max(1, len(founders) // _SAMPLE)
    return np.concatenate([chunk[::step] for chunk in founders.chunks()])


def _check_room(folder: Path, needed: int) -> None:
    """NotWritable where the disk is certainly too small, before hours of work."""
    there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.is_dir())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise NotWritable(f"{folder}: {needed / 1e9:.1f} GB are needed at the end, and {free / 1e9:.1f} GB are free.")


def _device(name: str) -> str:
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise BadOption("There is no GPU that torch can use here (--device cuda).")
    return name
