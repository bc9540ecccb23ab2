"""A run of evolution from its founders to its file, and one that was stopped on to its end."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Int

from evopose.coverage.regions import possible
from evopose.errors import BadOption, NotWritable
from evopose.evolution import budget
from evopose.evolution.beginning import Beginning, hashes, prepared
from evopose.evolution.checkpoint import Keeper, Point, kept, write
from evopose.evolution.ending import finished
from evopose.evolution.engine import Engine, hindrance_to_fused, make_engine
from evopose.evolution.evolving import Plan, Stock, evolve, mapped
from evopose.evolution.founders import Founders
from evopose.evolution.growing import Growing
from evopose.evolution.options import EvolveOptions
from evopose.evolution.rounding import Rounding
from evopose.evolution.selection.choice import selectors_for
from evopose.evolution.selection.selector import Selector
from evopose.evolution.setup import Setup
from evopose.evolution.soundness import check
from evopose.evolution.watching import Watch, counted
from evopose.io.aside import for_want_of_room
from evopose.io.rows import Rows
from evopose.jobs import Job, Progress
from evopose.lifting.device import device_of
from evopose.limits import opened
from evopose.model.array import NDArray
from evopose.model.limits import JointLimits
from evopose.runs.record import read_run
from evopose.runs.run import Run, check_new, check_resumable, created, resumed

COMMAND = "evolve"
_WAY_OUT = "What was bred so far is kept: `evopose resume {}` goes on when {}."


def begin(options: EvolveOptions) -> Job[dict[str, Any]]:
    """A new run; nothing is left behind where it cannot begin."""
    check_new(options.out)
    beginning = yield from prepared(options)
    with created(options.out, COMMAND, _record(options)) as run:
        return (yield from _begun(options, run, beginning))


def resume(options: EvolveOptions, folder: Path, end_here: bool = False) -> Job[dict[str, Any]]:
    """A run that was stopped or failed: from its checkpoint, or anew where it has none.

    `end_here` makes its result of the poses there are; BadOption where there are none yet.
    """
    check_resumable(read_run(folder))  # in better words than the lock has for who is at work
    with resumed(folder) as run:
        setup, point = Setup.read(run.checkpoint), kept(run.checkpoint)
        check(run.checkpoint, setup, point, options.fraction)
        if setup is None or point is None:
            if end_here:
                raise BadOption(f"The run in {folder} has bred nothing yet that a result could be made of.")
            beginning = yield from prepared(options)
            return (yield from _begun(options, run, beginning))
        _unchanged(options, setup)
        limits = opened(options.recipe.selection.limits.file)
        run.cut_log(point.log)
        if end_here and not point.reason:
            point = replace(point, reason=f"ended at {point.rows:,} poses, as asked", complete=False)
        return (yield from _worked(options, run, setup, point, limits))


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
    point = Point(count, count)
    write(point, run.checkpoint)  # first: where there is a setup, a point that is missing was lost
    setup.write(run.checkpoint)
    return (yield from _worked(options, run, setup, point, beginning.limits, beginning.engine))


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
        keeper.load()
        keeper.keep()
        if not point.reason:
            plan = _plan(options, setup)
            yield from _counted(watch, mapped(growing.view(point.rows), plan), setup, point)
            breeder = engine or _engine(options, setup, limits)
            rounding = Rounding(limits, options.recipe.selection.limits, setup.step)
            stock = Stock(breeder, _selectors(options, setup), rounding, growing, watch)
            yield from evolve(plan, stock, keeper)
        keeper.keep()
    except BaseException as error:
        keeper.drop()
        with suppress(NotWritable):
            keeper.keep()
        if isinstance(error, NotWritable):
            mended = "there is room" if for_want_of_room(error) else "that is mended"
            raise NotWritable(f"{error} {_WAY_OUT.format(run.folder, mended)}") from error
        raise
    finally:
        growing.close()
    return finished(run, setup, keeper, watch)


def _counted(watch: Watch, positions: Rows, setup: Setup, point: Point) -> Job[None]:
    """Directions of all that is there: of the founders, of the generation's parents, of who came in since."""
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
    device = torch.device(device_of(setup.device))
    if setup.engine == "fused" and (hindrance := hindrance_to_fused(limits, device)):
        raise BadOption(f"This run was begun by the fused engine, which is not to be had here: {hindrance}")
    return make_engine(setup.engine, options.recipe, limits, torch.tensor(setup.template), device)  # type: ignore[arg-type]


def _selectors(options: EvolveOptions, setup: Setup) -> Callable[[Int[NDArray, "9 120 60"]], Sequence[Selector]]:
    """Made once, but where they depend on what the generation begins with."""
    made: list[Sequence[Selector]] = []

    def of(counts: Int[NDArray, "9 120 60"]) -> Sequence[Selector]:
        if not made or options.recipe.selection.novelty.weight > 0:
            fused = setup.engine == "fused"
            made[:] = [selectors_for(options.recipe, counts, torch.device(setup.device), fused)]
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
        chunk=budget.chunk_for(allowed, options.chunk, "fused" if setup.engine == "fused" else setup.device),
        at_once=budget.rows_at_once(allowed, budget.bytes_a_pose(setup.precision)),
    )


def _unchanged(options: EvolveOptions, setup: Setup) -> None:
    """BadOption where limits or lifter are not those that the run began with."""
    for name, found in hashes(options).items():
        if found != dict(setup.metadata.get("files") or {}).get(name):
            raise BadOption(f"The file of {name} changed since the run began; put the old one back to go on.")


def _record(options: EvolveOptions) -> dict[str, Any]:
    """As plain values, with paths that still hold where the run is resumed from another folder."""
    record = options.model_dump(mode="json")
    record["population"] = [str(path.expanduser().absolute()) for path in options.population]
    record["out"] = str(options.out.expanduser().absolute())
    selection = record["recipe"]["selection"]
    for part, name in (("limits", "file"), ("active", "lifter")):
        if selection[part][name] is not None:
            selection[part][name] = str(Path(selection[part][name]).expanduser().absolute())
    return record
