"""The Train page on `evostudio --tour`: its options, a run when it is finished, two compared, evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

from evostudio.runs.touring import show_run

if TYPE_CHECKING:
    from evostudio.pages.train.page import TrainPage

PATIENCE_MS = 600_000


def tour(page: TrainPage) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture."""
    yield "options", lambda: page.setup.form.unfold_all(True)
    yield "run", lambda: (page.setup.form.unfold_all(False), _run(page, 256))
    yield "compare", lambda: (_run(page, 64), page.chosen.compare_all())
    yield "evaluate", lambda: _evaluate(page)
    page.show_part("runs")


def _run(page: TrainPage, width: int) -> None:
    """A whole quick run, of learners so wide."""
    ask = partial(page.setup.form.put, {("model", "width"): width})
    show_run(page, lambda run: (run.options.get("model") or {}).get("width") == width, ask, PATIENCE_MS)


def _evaluate(page: TrainPage) -> None:
    """The last lifter, measured; what is shown already stays."""
    page.show_part("evaluate")
    pane = page.evaluation
    _wait(page, pane.is_ready)
    if pane.evaluation is None and not pane.list.folders and pane.can_start():
        pane.start()
        _wait(page, pane.is_ready)


def _wait(page: TrainPage, done: Callable[[], bool]) -> None:
    loop, look = QEventLoop(page), QTimer(page, interval=50)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    look.start()
    loop.exec()
    look.stop()
