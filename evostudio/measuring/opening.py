"""Going to the Train page and to its Evaluation for the first time: until something is on screen, and all of it."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication

from evostudio.measuring.stage import Stage, on_screen


def opening_pages(stage: Stage) -> dict[str, Any]:
    """Milliseconds of each; imports of their modules are among them, as nobody went there before."""
    window = stage.window
    found: dict[str, Any] = {"train_ms": _shown(stage, lambda: window.show_page("train"))}
    stage.settle(1.0)
    page: Any = window.pages["train"]
    start = time.perf_counter()
    found["evaluation_ms"] = _shown(stage, lambda: page.show_part("evaluate"))
    stage.until(page.is_ready)
    found["evaluation_whole_ms"] = round(1e3 * (time.perf_counter() - start), 1)
    page.show_part("runs")
    window.show_page("annotate")
    stage.settle()
    return found


def _shown(stage: Stage, act: Callable[[], object]) -> float:
    """Milliseconds until the screen has the next frame."""
    start = time.perf_counter()
    act()
    QApplication.processEvents()
    on_screen(stage.window)
    return round(1e3 * (time.perf_counter() - start), 1)
