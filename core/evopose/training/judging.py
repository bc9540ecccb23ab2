"""Validation: how far the cascade so far is off on pairs that it does not learn from, and a glance at ten of them."""

from dataclasses import replace

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from evopose.errors import BadOption
from evopose.evaluation.scores import mpjpe
from evopose.jobs import Job, Progress
from evopose.lifting.lifter import Lifter
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs
from evopose.training.glance import COUNT, Glance
from evopose.training.precision import products
from evopose.training.state import State

MOST = 8192
"""Pairs: more of them tell little more, and each validation takes longer."""
_CHUNK = 4096


class Judge:
    """Pairs to validate on, on the device."""

    def __init__(self, pairs: Pairs, device: torch.device) -> None:
        """Those that are whole; of more than MOST so many, spread evenly. BadOption where there is none."""
        whole = np.isfinite(pairs.pixels).all(axis=(1, 2)) & np.isfinite(pairs.joints).all(axis=(1, 2))
        rows = np.flatnonzero(whole)
        if not len(rows):
            raise BadOption(f"There is nothing to validate on: of {len(pairs)} pairs none has all its joints.")
        if len(rows) > MOST:
            rows = rows[np.linspace(0, len(rows) - 1, MOST).round().astype(np.int64)]
        self.pixels = _on(pairs.pixels[rows], device)
        self.truth = _on(pairs.joints[rows] - pairs.joints[rows, :1], device)
        self.intrinsics = _on(_intrinsics(pairs)[rows], device)
        self.shown = torch.linspace(0, len(rows) - 1, min(COUNT, len(rows)), device=device).round().long()
        self.poses = len(rows)

    def judged(self, state: State, precision: str, step: Progress) -> Job[tuple[float, Glance]]:
        """Mean error in metres (17 joints, the hip's zero among them), and the glance; tells `step` as it goes."""
        lifter = replace(state.lifter, cascade=state.current)
        found: list[Tensor] = []
        for first in range(0, self.poses, _CHUNK):
            some = slice(first, first + _CHUNK)
            with products(precision, state.device):
                found.append(lifter.predict(self.pixels[some], self.intrinsics[some]))
            yield step
        predicted = torch.cat(found)
        errors = mpjpe(predicted, self.truth)
        return float(errors.double().mean()), self._glance(state, predicted, errors)

    def of_mean(self, lifter: Lifter) -> float:
        """The error in metres of saying the mean pose of what is learned from, whatever is seen."""
        mean = self.truth.new_zeros(self.truth.shape[1:])
        mean[list(lifter.given)] = lifter.mean_3d.to(mean)
        return float(mpjpe(mean.expand_as(self.truth), self.truth).double().mean())

    def _glance(self, state: State, predicted: Tensor, errors: Float[Tensor, " n"]) -> Glance:
        pixels, truth, lifted, off = (
            each[self.shown].float().cpu().numpy() for each in (self.pixels, self.truth, predicted, errors)
        )
        mm = tuple(round(1000 * float(error), 2) for error in off)
        return Glance(pixels, truth, lifted, state.counts.stage + 1, state.counts.total, mm)


def _intrinsics(pairs: Pairs) -> Float[NDArray, "n 4"]:
    lenses = np.array([(*camera.focal, *camera.centre) for camera in pairs.cameras], np.float32).reshape(-1, 4)
    return np.asarray(lenses[np.asarray(pairs.camera)])


def _on(array: NDArray, device: torch.device) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array, np.float32)).to(device)
