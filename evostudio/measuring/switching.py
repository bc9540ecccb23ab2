"""From PgDn to the next photo painted, with decoding ahead."""

import time
from typing import Any

import numpy as np
from PySide6.QtCore import Qt

from evostudio.measuring.stage import Frames, Stage


def switching(stage: Stage, pause_s: float = 0.4) -> dict[str, Any]:
    """Milliseconds from PgDn to the frame with the next photo (looking at each for `pause_s`), and without a pause."""
    page = stage.page
    frames = Frames((page.photo.view,))
    count = page.images.model.rowCount()
    stage.settle(1.0)
    calm = [_turned(stage, frames, pause_s) for _ in range(count - 1)]
    _back_to_start(stage)
    page.photos.forget()
    stage.settle(1.0)
    hasty = [_turned(stage, frames, 0.0) for _ in range(count - 1)]
    return {
        "images": count,
        "megapixels": round(float(np.prod(page.photo.view.image_size())) / 1e6, 1),
        "ms_median": round(float(np.median(calm)), 2),
        "ms_worst": round(float(np.max(calm)), 2),
        "without_pause_ms_median": round(float(np.median(hasty)), 2),
    }


def _turned(stage: Stage, frames: Frames, pause_s: float) -> float:
    """One step on; milliseconds until the right photo is on screen."""
    page, start = stage.page, time.perf_counter()
    project, document = page.document.project, page.document
    frames.until_painted(lambda: stage.press(Qt.Key.Key_PageDown))
    assert project is not None
    assert document.image_id is not None
    name = project.image_path(document.image_id).name
    if page.photos.shown_name() != name:
        stage.until(lambda: page.photos.shown_name() == name)
        frames.until_painted(page.photo.view.update)
    milliseconds = 1e3 * (time.perf_counter() - start)
    stage.settle(pause_s)
    return milliseconds


def _back_to_start(stage: Stage) -> None:
    first = stage.page.images.model.image_id(0)
    stage.page.navigator.go_to(first)
    stage.settle(0.5)
