"""A project of 100,000 images in the window: opening it, memory, scrolling the list, typing a filter."""

import gc
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtTest import QTest

from evostudio.measuring.stage import Frames, Stage, on_screen

TYPED = "frame_0002"
"""Leaves a hundred of them."""


def opening(stage: Stage, project: Path) -> dict[str, Any]:
    """Seconds from asking for the project to its frame on screen, and megabytes of memory that it adds."""
    stage.page.photos.forget()
    gc.collect()
    before, start = megabytes(), time.perf_counter()
    frames = Frames((stage.page.images.view.viewport(), stage.page.photo.view))
    milliseconds = frames.until_painted(lambda: stage.window.opening.open_path(project))
    assert milliseconds == milliseconds, "it was not painted"
    seconds = time.perf_counter() - start
    stage.settle(0.5)
    return {
        "images": stage.page.images.model.rowCount(),
        "s": round(seconds, 3),
        "added_mb": round(megabytes() - before),
        "whole_mb": round(megabytes()),
    }


def scrolling(stage: Stage, frames: int = 300) -> dict[str, Any]:
    """Milliseconds a frame while the list is dragged through from end to end, then turned wheel notch by notch."""
    view = stage.page.images.view
    bar, painted = view.verticalScrollBar(), Frames((view.viewport(),))
    far = np.linspace(0, bar.maximum(), frames // 2).astype(int)
    near = bar.maximum() // 2 + 60 * np.arange(frames // 2)
    places = (*far[1:].tolist(), *near.tolist())
    times = [painted.until_painted(partial(bar.setValue, place)) for place in places]
    return {
        "frames": len(times),
        "ms_median": round(float(np.nanmedian(times)), 2),
        "ms_worst": round(float(np.nanmax(times)), 2),
    }


def filtering(stage: Stage) -> dict[str, Any]:
    """Milliseconds from each letter of a search to the list that it leaves; then all are listed again."""
    images = stage.page.images
    images.search.setFocus()
    times = [_typed(stage, letter) for letter in TYPED]
    listed = images.model.rowCount()
    start = time.perf_counter()
    images.search.clear()
    on_screen(images)
    cleared = 1e3 * (time.perf_counter() - start)
    return {
        "listed": listed,
        "ms_median": round(float(np.median(times)), 2),
        "ms_worst": round(float(np.max(times)), 2),
        "clearing_ms": round(cleared, 2),
    }


def _typed(stage: Stage, letter: str) -> float:
    images = stage.page.images
    painted = Frames((images.view.viewport(),))
    return painted.until_painted(lambda: QTest.keyClicks(images.search, letter))


def megabytes() -> float:
    """Memory of this process now; nan where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
