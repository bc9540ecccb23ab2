"""Whether what lies in a run's folder belongs together: where something is missing nothing is begun anew over it."""

from evopose.errors import BadFile
from evopose.runs.run import Run
from evopose.training.checkpoint import SETUP, STATE

_LOST = "Nothing was removed: put it back to go on, or begin a new run in another folder."


def check(run: Run) -> None:
    """BadFile where a part of the checkpoint is gone; a run that made no step yet has nothing to lose."""
    setup, state = ((run.checkpoint / name).exists() for name in (SETUP, STATE))
    if state and not setup:
        raise _missing(run, f"{SETUP} is missing")
    if not state and run.logged():
        lacking = f"{STATE} is missing" if run.checkpoint.exists() else "the folder is missing"
        raise _missing(run, f"{lacking}, and the log tells of steps that were made")


def _missing(run: Run, what: str) -> BadFile:
    return BadFile(run.checkpoint, f"this checkpoint is damaged ({what}). {_LOST}")
