"""`evopose experiment NAME --mocap FOLDER --out FOLDER`."""

from typing import Any

from evopose.dependencies import with_torch
from evopose.experiments.options import ExperimentOptions
from evopose.jobs import Job


class Experiment(ExperimentOptions):
    """The paper's figures on data that can be had: what evolution is worth to a lifter, with controls.

    Populations are evolved, lifters trained with equally many steps, and measured on people and kinds of motion that
    they have not seen. Writes report.html, the figures, and tables as CSV. Stopped and begun again with the same
    folder, it goes on where it was; several may work in one folder at once. docs/experiments.md tells what came out.
    """

    def run(self) -> Job[dict[str, Any]]:
        """`report` (path), `files`, `experiments` (rows and verdicts by name), `notices`, and `text`: the tables."""
        job: Job[dict[str, Any]] = _experiments().conduct(self)
        return job


def _experiments() -> Any:
    return with_torch("evopose.experiments.experimenting", "Experiments need")
