"""Ten million poses on the Distributions page: finding those in a brush, turning spheres, going through directions."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evopose.coverage.survey import Survey
from evopose.demo.population import make_population
from evopose.jobs import finish
from evopose.limits.sphere import CELLS
from evostudio.measuring.stage import Frames, Stage
from evostudio.measuring.wall import Repeated
from evostudio.pages.distributions.measured import Measured, Side
from evostudio.pages.distributions.surveys import Opened
from evostudio.views.brush import Cap

if TYPE_CHECKING:
    from evostudio.pages.distributions.page import DistributionsPage

PLACE = Path("bench")
AT_ONCE = 1 << 20


def brushing(stage: Stage, poses: int, frames: int) -> dict[str, Any]:
    """Seconds until the poses of a brush are listed, milliseconds a frame, and the worst gaps meanwhile."""
    stage.window.show_page("distributions")
    page: Any = stage.window.pages["distributions"]
    stage.settle()
    page.measuring.stop()
    show_synthetic(page, poses)
    stage.settle()
    found = _brushes(stage, page)
    return {"poses": poses, **found, **_frames(stage, page, frames)}


def show_synthetic(page: "DistributionsPage", poses: int) -> None:
    """Populations that only seem to be there, whose directions are drawn at random."""
    rng = np.random.default_rng(0)
    cells = np.empty((poses, 9), np.uint16)
    for start in range(0, poses, AT_ONCE):
        some = cells[start : start + AT_ONCE]
        some[:] = rng.normal(CELLS / 2, CELLS / 6, some.shape) % CELLS
    counts = np.stack([np.bincount(column, minlength=CELLS).reshape(120, 60) for column in cells.T])
    people = np.asarray(finish(make_population(5000, 1)).positions)
    side = Side(
        PLACE, poses, counts, np.ones(36, int), np.ones(18, int), np.ones((17, 50, 50), int), np.ones((16, 160), int)
    )
    before = replace(side, path=PLACE / "before", poses=int(counts[0].sum() // 10), counts=counts // 10)
    nothing = np.zeros(poses, np.uint8)
    survey = Survey(cells, nothing, nothing, nothing, nothing, nothing, np.zeros((0, 27), np.int8), PLACE, {})
    page.show_measured(Measured(side, before, np.ones((9, 120, 60), np.float32)))
    page.surveys.adopt(Opened(PLACE, Repeated(people, poses), np.zeros((0, 9, 2))), survey)


def _brushes(stage: Stage, page: "DistributionsPage") -> dict[str, Any]:
    times, worst = [], 0.0
    for degrees in (5, 20, 60):
        start = time.perf_counter()
        page.brushed.brush(1, Cap((1.0, 0.0), np.radians(degrees)), True)
        worst = max(worst, time.perf_counter() - start, stage.worst_gap(page.brushed.has_pose))
        times.append(time.perf_counter() - start)
    page.cancel()
    return {"brush_s": round(max(times), 2), "brush_gap_ms": round(1e3 * worst, 1)}


def _frames(stage: Stage, page: "DistributionsPage", frames: int) -> dict[str, Any]:
    """Directions one after the other on maps; then two spheres turned."""
    painted = Frames((*page.charts.views, page.maps.tiles))
    limbs = [painted.until_painted(partial(page.choose, limb=limb % 9)) for limb in range(frames)]
    page.choose(projection="sphere")
    stage.settle()
    painted = Frames(page.charts.views)
    turns = [painted.until_painted(lambda: page.charts.turn(0.02, 0.0)) for _frame in range(frames)]
    page.choose(projection="map")
    return {
        "direction_ms_median": round(float(np.nanmedian(limbs)), 2),
        "turn_ms_median": round(float(np.nanmedian(turns)), 2),
        "turn_ms_worst": round(float(np.nanmax(turns)), 2),
    }
