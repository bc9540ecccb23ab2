"""Whether what lies in a run's folder belongs together: where something is missing nothing is begun anew over it."""

from pathlib import Path

from evopose.errors import BadFile, DamagedCheckpoint
from evopose.runs.run import Run
from evopose.training import generations
from evopose.training.checkpoint import SETUP, STATE
from evopose.training.state import State

_LOST = "Nothing was removed: put it back to go on, or begin a new run in another folder."


def check(run: Run) -> None:
    """DamagedCheckpoint where a part of the checkpoint is gone; a run that made no step yet has nothing to lose."""
    folders = (run.checkpoint, generations.before(run.checkpoint))
    setup, state = (any((folder / name).exists() for folder in folders) for name in (SETUP, STATE))
    if state and not setup:
        raise _missing(run, f"{SETUP} is missing")
    if not state and run.logged():
        lacking = f"{STATE} is missing" if run.checkpoint.exists() else "the folder is missing"
        raise _missing(run, f"{lacking}, and the log tells of steps that were made")


def check_place(folder: Path, state: State, steps: int | None) -> None:
    """BadFile where it says to stand where a run of these options, and so many steps a stage, cannot be."""
    if wrong := _misplaced(state, steps):
        raise BadFile(folder / STATE, f"this checkpoint is damaged ({wrong}).")


def _misplaced(state: State, steps: int | None) -> str:
    counts, options, done = state.counts, state.options, len(state.lifter.cascade)
    if counts.total if counts.stage == -1 else counts.stage not in (done - 1, done):
        return f"stage {counts.stage} after {done} stages that are over and {counts.total} steps"
    if done + (not state.between) > options.model.stages:
        return f"{done + (not state.between)} stages of {options.model.stages}"
    if len(counts.ended) > done:
        return f"errors of {len(counts.ended)} stages, of which {done} are over"
    if steps is not None and counts.step > steps:
        return f"step {counts.step} of {steps}"
    if counts.judged > counts.step or counts.step > counts.total:
        return f"step {counts.step}, of {counts.total} in all, judged at step {counts.judged}"
    if 2 * counts.parts > max(2, options.schedule.batch_size):
        return f"batches of {options.schedule.batch_size} in {counts.parts} parts"
    return ""


def _missing(run: Run, what: str) -> DamagedCheckpoint:
    return DamagedCheckpoint(run.checkpoint, f"this checkpoint is damaged ({what}). {_LOST}")
