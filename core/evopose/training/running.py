"""A run of training from its data to its lifter, and one that was stopped on to its end."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from evopose.errors import BadOption, Diverged, NotWritable
from evopose.io.aside import for_want_of_room
from evopose.jobs import Job
from evopose.runs.record import read_run
from evopose.runs.run import Run, check_new, check_resumable, created, resumed
from evopose.training import generations
from evopose.training.asked import record
from evopose.training.beginning import Work, begun, hash_of, prepared
from evopose.training.checkpoint import Keeper, Setup
from evopose.training.contradictions import check_heeded
from evopose.training.ending import finished
from evopose.training.glance import NAME, Glance, write_glance
from evopose.training.loop import extent_of, train
from evopose.training.options import TrainOptions
from evopose.training.regaining import Kept, regained
from evopose.training.soundness import check_place
from evopose.training.state import State

COMMAND = "train"
_WAY_OUT = "{}: `evopose resume {}` goes on when {}."
_GOOD = "The last good state is kept: `evopose resume {} --end-here` makes a lifter of it."
_LOGGED = ("loss", "validation_mpjpe_mm", "stage_done")


def begin(options: TrainOptions) -> Job[dict[str, Any]]:
    """A new run; nothing is left behind where it cannot begin."""
    check_new(options.out)
    check_heeded(options)
    work = yield from prepared(options)
    state, setup = begun(options, work)
    with created(options.out, COMMAND, record(options)) as run:
        return (yield from _begun(options, run, work, state, setup))


def resume(options: TrainOptions, folder: Path, end_here: bool = False) -> Job[dict[str, Any]]:
    """A run that was stopped or failed: from its last checkpoint that is whole, or anew where it had made no step.

    `end_here` makes its result of what was learned; BadOption where that is nothing yet. BadFile for what is damaged.
    """
    check_resumable(read_run(folder))  # in better words than the lock has for who is at work
    with resumed(folder) as run:
        kept = regained(run, options, end_here)
        if end_here:
            return _ended(options, run, kept)
        work = yield from prepared(options)
        if not kept or not kept.state:
            return (yield from _begun(options, run, work, *begun(options, work)))
        setup, (state, log) = kept.setup.value, kept.state.value
        _unchanged(options, setup, work)
        check_place(run.checkpoint, state, extent_of(options, work.feed, setup.precision).steps)
        kept.mend(run)
        run.cut_log(log)
        if setup.threads != torch.get_num_threads():
            said = f"It was begun by {setup.threads} threads and gone on with by {torch.get_num_threads()}"
            state.counts.notices.append(f"{said}: the last digits of its weights may differ.")
        return (yield from _worked(options, run, work, state, setup))


def _begun(options: TrainOptions, run: Run, work: Work, state: State, setup: Setup) -> Job[dict[str, Any]]:
    """An empty checkpoint, and then the work."""
    generations.discard(run.checkpoint)
    run.cut_log(0)
    for folder in (run.checkpoint, generations.before(run.checkpoint)):
        folder.mkdir(parents=True, exist_ok=True)
        setup.write(folder)
    return (yield from _worked(options, run, work, state, setup))


def _worked(options: TrainOptions, run: Run, work: Work, state: State, setup: Setup) -> Job[dict[str, Any]]:
    """From a state to the end and into the file; stopped, the state it got to is kept."""
    keeper = Keeper(run, state)

    def show(glance: Glance) -> None:
        write_glance(glance, run.folder / NAME)

    try:
        keeper.keep()
        for line in train(state, work.feed, work.judge, keeper.consider, show, setup.precision):
            if any(key in line.metrics for key in _LOGGED):
                run.log(line)
            run.note(line)
            yield line
        keeper.keep()
    except Diverged as error:
        raise Diverged(f"{error} {_GOOD.format(run.folder)}") from error
    except BaseException as error:
        with suppress(NotWritable):
            if state.at_rest:
                keeper.keep()
        if isinstance(error, NotWritable):
            mended = "there is room" if for_want_of_room(error) else "that is mended"
            kept = "What was learned so far is kept" if keeper.kept_steps else "Nothing of it could be kept yet"
            raise NotWritable(f"{error} {_WAY_OUT.format(kept, run.folder, mended)}") from error
        raise
    return finished(options, run, setup, state)


def _ended(options: TrainOptions, run: Run, kept: Kept | None) -> dict[str, Any]:
    """The result of what there is."""
    if not kept or not kept.state or not kept.state.value[0].counts.total:
        raise BadOption(f"The run in {run.folder} has learned nothing yet that a lifter could be made of.")
    state, log = kept.state.value
    run.cut_log(log)
    reason = f"ended in stage {state.counts.stage + 1} after {state.counts.step:,} steps, as asked"
    if not state.between:
        state.end_stage()
    return finished(options, run, kept.setup.value, state, reason)


def _unchanged(options: TrainOptions, setup: Setup, work: Work) -> None:
    """BadOption where the data or the lifter are not those that the run began with."""
    if hash_of(options) != setup.begin_with:
        raise BadOption("The lifter that the run began with has changed since; put the old one back to go on.")
    for now, then in ((work.gathered.lineage, setup.lineage), (work.gathered.validated_on, setup.validated_on)):
        if changed := [each["path"] for each in now if each not in then] or [
            each["path"] for each in then if each not in now
        ]:
            raise BadOption(f"{', '.join(changed)} changed since the run began; put the old file back to go on.")
