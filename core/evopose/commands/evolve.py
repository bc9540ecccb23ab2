"""`evopose evolve --population POP --out RUN`."""

from pathlib import Path
from typing import Any

from evopose.dependencies import with_torch
from evopose.evolution.options import EvolveOptions
from evopose.jobs import Job


class Evolve(EvolveOptions):
    """Grow a population by crossover, mutation and natural selection (paper, Algorithm 1).

    Writes a run: a folder with evolved.safetensors (or shards of it), what was asked for, and a log. A run that is
    stopped, or runs out of disk, is gone on with by `evopose resume RUN`, as if it had never stopped.
    """

    def run(self) -> Job[dict[str, Any]]:
        """`population` (path), `poses`, `candidates`, `survivors`, `generations`, `seconds`; `removed` by selector,
        `copies`, `reason` it ended for, `engine`, `founders`, `coverage` before and after, `peak_memory_mb`."""
        self.check()
        job: Job[dict[str, Any]] = _evolution().begin(self)
        return job

    def resume(self, folder: Path, end_here: bool = False) -> Job[dict[str, Any]]:
        """Go on with a run of these options, or make its result of what there is; what it returns is of the whole."""
        job: Job[dict[str, Any]] = _evolution().resume(self, folder, end_here)
        return job


def _evolution() -> Any:
    return with_torch("evopose.evolution.running", "Evolution needs")
