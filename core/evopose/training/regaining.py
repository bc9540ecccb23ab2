"""What a run that was stopped goes on from: its last checkpoint, or the one before it where that is damaged."""

import shlex
from dataclasses import dataclass
from pathlib import Path

import torch

from evopose.errors import BadFile, DamagedCheckpoint
from evopose.lifting.device import device_of
from evopose.runs.record import read_log
from evopose.runs.run import Run
from evopose.training import checkpoint, generations
from evopose.training.asked import check_unchanged
from evopose.training.checkpoint import SETUP, STATE, Setup
from evopose.training.generations import Found
from evopose.training.options import TrainOptions
from evopose.training.soundness import check, check_place
from evopose.training.state import State


@dataclass(frozen=True)
class Kept:
    """Of a run that has begun."""

    setup: Found[Setup]
    state: Found[tuple[State, int]] | None
    """And how many bytes of the log belong to it; None before the first step."""

    def mend(self, run: Run) -> None:
        """Put the older in the place of what is damaged: it must not be moved over it. NotWritable."""
        if self.state and self.state.older:
            generations.stand_in(run.checkpoint / STATE)
        if self.setup.older:
            self.setup.value.write(run.checkpoint)


def regained(run: Run, options: TrainOptions, end_here: bool) -> Kept | None:
    """What there is, None where the run made no step; where it is of the checkpoint before the last its notices say so.

    BadOption for other options than it began with, DamagedCheckpoint where nothing whole is left.
    """
    check(run)
    try:
        generations.settle(run.checkpoint / STATE)
        setup = generations.found(run.checkpoint, lambda folder: _setup(folder, options))
        if setup is None:
            return None
        value, device = setup.value, torch.device(device_of(setup.value.device))
        state = generations.found(run.checkpoint, lambda folder: _state(folder, options, value, device))
    except BadFile as error:
        raise _lost(run, options, error) from error
    if state and state.older:
        state.value[0].counts.notices.append(_told(run, state, end_here))
    return Kept(setup, state)


def _setup(folder: Path, options: TrainOptions) -> Setup | None:
    setup = Setup.read(folder)
    if setup:
        check_unchanged(options, setup.asked, folder / SETUP)
    return setup


def _state(folder: Path, options: TrainOptions, setup: Setup, device: torch.device) -> tuple[State, int] | None:
    found = checkpoint.read(folder, options, setup, device)
    if found:
        check_place(folder, found[0], options.schedule.steps)
    return found


def _told(run: Run, state: Found[tuple[State, int]], end_here: bool) -> str:
    """That the last checkpoint was of no use, and what that costs."""
    made = [line["metrics"].get("total_step", 0) for line in read_log(run.folder)]
    lost = max(0, max(made, default=0) - state.value[0].counts.total)
    steps = f"{lost:,} step{'' if lost == 1 else 's'}"
    what = f"{steps} after it {'is' if lost == 1 else 'are'} {'lost' if end_here else 'made again'}"
    return (
        f"The last checkpoint was {'damaged' if state.trouble else 'missing'}: the one before it was used, and {what}."
    )


def _lost(run: Run, options: TrainOptions, error: BadFile) -> DamagedCheckpoint:
    """With the way out: nothing can be gone on with."""
    older = generations.before(run.checkpoint) / error.path.name
    both = "The checkpoint before it is damaged too" if older.exists() else "There is no checkpoint before it"
    words = options.model_copy(update={"out": run.folder.with_name(f"{run.folder.name}-again")}).to_words()
    anew = f"Train anew with the same options: `{shlex.join(['evopose', 'train', *words])}`"
    problem = str(error).removeprefix(f"{error.path}: ")
    return DamagedCheckpoint(error.path, f"{problem} {both}. {anew}, or the Options button of the Train page.")
