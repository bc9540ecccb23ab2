"""Where the worst poses of an evaluation go on to: Annotate, active selection, the Population page, the bin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evopose.io.safetensors import write
from evopose.model.population import Population
from evostudio.lifters import default_lifter
from evostudio.pages.population.sending import Lifted, send
from evostudio.pages.train.evaluations import LIFTED
from evostudio.runs.keeping import move_to_bin

if TYPE_CHECKING:
    from evostudio.pages.train.evaluate_pane import EvaluatePane


class Onward:
    """Asked by the pane's actions."""

    def __init__(self, pane: EvaluatePane) -> None:
        self._pane = pane

    def is_any(self) -> bool:
        """One is shown."""
        return self._pane.evaluation is not None

    def has_worst(self) -> bool:
        """It has its worst poses."""
        shown = self._pane.evaluation
        return shown is not None and shown.worst is not None and len(shown.worst) > 0

    def poses(self) -> Path | None:
        """They as a population."""
        return None if self._pane.evaluation is None else self._pane.evaluation.poses

    def has_poses(self) -> bool:
        """There they are as a population too."""
        return self.poses() is not None

    def can_annotate(self) -> bool:
        """Some are chosen that can be sent."""
        return self.has_poses() and self._pane.results.worst.has_rows()

    def lifter(self) -> Path | None:
        """What was measured, where it still is."""
        if self._pane.evaluation is None:
            return None
        told = self._pane.evaluation.found.lifter
        path = Path(told) if told else default_lifter()
        return path if path is not None and path.is_file() else None

    def can_aim(self) -> bool:
        """Its lifter is there."""
        return self.lifter() is not None

    def annotate(self) -> None:
        """The chosen ones become pictures with poses to refine: they begin with what the lifter made of them."""
        pane, poses, shown = self._pane, self.poses(), self._pane.evaluation
        if shown is not None and poses is not None:
            places = pane.results.worst.rows()
            write(Population(shown.lifted().astype(np.float32)), shown.folder / LIFTED)
            lifted = Lifted(shown.folder / LIFTED, shown.picture_names(places), shown.title)
            send(pane.studio, pane.document, poses, shown.rows_of(places), lifted)

    def aim(self) -> None:
        """Active selection on the Evolve page prefers what the lifter gets wrong."""
        lifter = self.lifter()
        if lifter is not None:
            self._pane.studio.open_lifter(lifter, "evolve")

    def show_poses(self) -> None:
        """All of the worst on the Population page."""
        poses = self.poses()
        if poses is not None:
            self._pane.studio.open_population(poses)

    def remove(self) -> None:
        """The evaluation's folder goes to the system's bin."""
        if self._pane.evaluation is not None:
            move_to_bin(self._pane.studio, self._pane.evaluation.folder, self._pane.refresh)
            self._pane.refresh()
