"""`evopose train --population POP --out RUN`."""

from pathlib import Path
from typing import Any

from evopose.jobs import Job
from evopose.training.options import TrainOptions


class Train(TrainOptions):
    """Train a lifter, from joints in a picture to joints in space (paper §4.2, Algorithm 3).

    Writes a run: a folder with lifter.safetensors, what was asked for, a log, and a glance at ten validation poses. A
    run that is stopped, or killed, is gone on with by `evopose resume RUN`, as if it had never stopped.
    """

    def run(self) -> Job[dict[str, Any]]:
        """`lifter` (path), `seconds`, `stages`, `steps`, `samples`, `validation` (`mpjpe_mm` of 17 joints, and up to
        each stage), `batch_size`, `parts` it was worked through in, `peak_memory_mb`, `device`, `precision`,
        `doubt` (why the lifter is no good, in a few words; empty where nothing tells), `notices`."""
        return super().run()

    def resume(self, folder: Path, end_here: bool = False) -> Job[dict[str, Any]]:
        """Go on with a run of these options, or make its lifter of what there is; what it returns is of the whole."""
        return super().resume(folder, end_here)
