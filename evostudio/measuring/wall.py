"""Ten million poses on the Population page: scrolling, sorting, filtering, and how long the window stands still."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evopose.coverage.survey import ALL_VALID, Survey
from evopose.demo.population import make_population
from evopose.jobs import finish
from evopose.model.array import NDArray
from evopose.model.population import Population
from evostudio.measuring.stage import Frames, Stage
from evostudio.pages.population.marks import Marks
from evostudio.pages.population.reading import Opened
from evostudio.pages.population.table import Table, last_generation

if TYPE_CHECKING:
    from evostudio.pages.population.page import PopulationPage


class Repeated:
    """A few thousand poses over and over, as if there were many more."""

    def __init__(self, poses: NDArray, count: int) -> None:
        self._poses, self._count = poses, count
        self.shape = (count, 17, 3)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, rows: Any) -> NDArray:
        taken: NDArray = self._poses[np.asarray(rows) % len(self._poses)]
        return taken


def wall(stage: Stage, poses: int, frames: int) -> dict[str, Any]:
    """Milliseconds a frame and until a screen is whole, seconds of sorting and filtering, and the worst gaps."""
    stage.window.make_pages()
    page: Any = stage.window.pages["population"]
    page.browser.adopt(synthetic(poses))  # before it is shown, or it would open what was used last
    stage.window.show_page("population")
    stage.settle()
    scrolled = _scrolling(stage, page, frames)
    lists = _lists(stage, page)
    page.browser.close()
    return {"poses": poses, **scrolled, **lists}


def synthetic(poses: int) -> Opened:
    """A population that only seems to be there, with a survey whose numbers are drawn at random."""
    rng = np.random.default_rng(0)
    some = np.asarray(finish(make_population(5000, 1)).positions)
    generation = (np.arange(poses) // max(1, poses // 30)).astype(np.uint16)
    nobody = np.broadcast_to(np.int64(-1), (poses, 2))
    population = Population(Repeated(some, poses), generation, nobody)  # type: ignore[arg-type]  # rows, as of shards
    survey = Survey(
        cells=np.broadcast_to(np.uint16(0), (poses, 9)),
        valid=np.where(rng.random(poses, np.float32) < 0.1, np.uint16(0xFF), np.uint16(ALL_VALID)),
        novelty=rng.random(poses, np.float32),
        heading=(2 * np.pi * rng.random(poses, np.float32) - np.pi).astype(np.float16),
        elevation=np.broadcast_to(np.float16(0), (poses,)),
        lowest=rng.choice(np.array([3, 6, 2], np.uint8), poses),
        code=rng.integers(-73, 74, (poses, 27), np.int8),
        path=Path("none"),
        about={},
    )
    marks = Marks(poses)
    table = Table(Path("bench"), population, survey, marks.marked, marks.binned, last_generation(population))
    return Opened(table, marks, "bench")


def _scrolling(stage: Stage, page: "PopulationPage", frames: int) -> dict[str, Any]:
    """The bar dragged from end to end, then the wheel, a line at a time."""
    view, bar = page.wall, page.wall.verticalScrollBar()
    painted = Frames((view.viewport(),))
    far = np.linspace(0, bar.maximum(), frames // 2).astype(np.int64).tolist()
    times = [painted.until_painted(partial(bar.setValue, place)) for place in far[1:]]
    top = view.scrolled.top // 2
    steps = range(frames // 2)
    times += [painted.until_painted(partial(view.scrolled.to, top + 58 * step)) for step in steps]
    whole, gap = [], 0.0
    for place in far[1 : len(far) : max(1, len(far) // 40)]:
        start = time.perf_counter()
        bar.setValue(place)
        gap = max(gap, stage.worst_gap(view.is_whole))
        whole.append(1e3 * (time.perf_counter() - start))
    return {
        "ms_median": round(float(np.nanmedian(times)), 2),
        "ms_worst": round(float(np.nanmax(times)), 2),
        "gap_ms": round(1e3 * gap, 1),
        "whole_ms_median": round(float(np.median(whole)), 1),
    }


def _lists(stage: Stage, page: "PopulationPage") -> dict[str, Any]:
    wish, worst = page.browser.wish, 0.0
    wishes = {
        "sort": replace(wish, sorting="novelty", descending=True),
        "like": replace(wish, sorting="likeness", like=len(page.browser.listing) // 2),
        "filter": replace(wish, validity="invalid", generation=(5, 20)),
    }
    found: dict[str, Any] = {}
    for name, asked in wishes.items():
        start = time.perf_counter()
        page.browser.show(asked)
        worst = max(worst, time.perf_counter() - start, stage.worst_gap(lambda: not page.browser.is_sorting))
        found[f"{name}_s"] = round(time.perf_counter() - start, 2)
    return {**found, "busy_gap_ms": round(1e3 * worst, 1)}
