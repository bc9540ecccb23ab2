"""What is told of training while it goes on: the keys of its log's lines, and the result for people; no torch."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evopose.jobs import Progress

LINES_S = 0.25
"""Least seconds between two lines of plain steps."""
_FADING = 0.7
"""How much of the pace told is that told before: time left is to be read, not to jump."""


@dataclass(frozen=True)
class Extent:
    """What does not change all through a run."""

    stages: int
    steps: int
    """Of each stage, where none ends early."""
    batch_size: int
    epoch: int
    """Pairs of one."""
    device: str
    precision: str


class Teller:
    """Paces lines, and adds up what happened since the last one."""

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self.began = self._told = time.monotonic()
        self._steps, self._pace = 0, 0.0

    @property
    def due(self) -> bool:
        """Whether a line may be told again."""
        return time.monotonic() - self._told >= LINES_S

    def step(self) -> None:
        """One more was made."""
        self._steps += 1

    def line(self, stage: int, step: int, total: int, loss: float | None, more: Mapping[str, Any]) -> Progress:
        """A line of the log; `stage` from 0, `step` and `total` made so far, `loss` the mean since the last line."""
        extent, now = self.extent, time.monotonic()
        if self._steps:
            pace = self._steps / max(now - self._told, 1e-9)
            self._pace = _FADING * self._pace + (1 - _FADING) * pace if self._pace else pace
        self._told, self._steps = now, 0
        whole = extent.stages * extent.steps
        left = ((extent.stages - stage) * extent.steps - step) / self._pace if self._pace else None
        metrics = {
            "stage": stage + 1,
            "stages": extent.stages,
            "step": step,
            "steps": extent.steps,
            "total_step": total,
            "epoch": round(step * extent.batch_size / extent.epoch, 3),
            "loss": loss,
            "samples_per_s": round(self._pace * extent.batch_size, 1) if self._pace else None,
            "left_s": None if left is None else round(left, 1),
            "device": extent.device,
            "precision": extent.precision,
            "batch_size": extent.batch_size,
            **more,
        }
        done = min(whole, stage * extent.steps + step)
        told = {key: value for key, value in metrics.items() if value is not None}
        return Progress(done, whole, self._said(stage, step, loss, more), told)

    def _said(self, stage: int, step: int, loss: float | None, more: Mapping[str, Any]) -> str:
        place = f"stage {stage + 1} of {self.extent.stages}, step {step:,} of {self.extent.steps:,}"
        if "validation_mpjpe_mm" in more:
            return f"{place}: validation {more['validation_mpjpe_mm']:.1f} mm"
        return place if loss is None else f"{place}: loss {loss:.4g}"


def told(result: Mapping[str, Any]) -> str:
    """Lines of what `--json` has."""
    return "\n".join(_lines(result))


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    yield str(result["lifter"])
    spent = f"{result['stages']} stages, {result['steps']:,} steps of {result['batch_size']:,}"
    yield f"{spent}, {result['seconds']:,.1f} s on {result['device']} in {result['precision']}"
    if result["validation"]:
        yield f"validation: {result['validation']['mpjpe_mm']:.1f} mm (17 joints, the root's zero among them)"
    yield from result["notices"]
